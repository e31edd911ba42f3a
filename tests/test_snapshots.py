"""One conversation on a screen of three sizes, cell by cell: its text and how it is set off, as kept in golden/.

Where a change is meant, `ASKBOT_SNAPSHOTS=write pytest tests/test_snapshots.py` keeps the new screens; look at them.
"""

from __future__ import annotations

import os
import time
from itertools import groupby
from pathlib import Path

import pytest
from textual.pilot import Pilot

from askbot.panes import Prompt
from askbot.tui import ChatApp
from test_tui import SIZES, run, say, screen

GOLDEN = Path(__file__).parent / "golden"
PATIENCE_S = 20.0
RESTS = 40  # looks in which nothing moved, 0.05 s apart: on a busy machine a scroll may pause
PLAIN = ("", "on default", "default on default")


def cells(app: ChatApp) -> str:
    """The screen's lines, then of each the stretches that are set off: from which column to which, and how."""
    set_off: list[str] = []
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        column = 0
        stretches = []
        for look, segments in groupby(strip, key=lambda segment: str(segment.style or "").partition(" link")[0]):
            width = sum(segment.cell_length for segment in segments)
            stretches.append((column, column + width, look))
            column += width
        set_off += [f"{row:>3} {start:>3}-{end:<3} {look}" for start, end, look in stretches if look not in PLAIN]
    return "\n".join([*(f"|{line}" for line in screen(app).split("\n")), "", *set_off, ""])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_screen_looks_as_it_did(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    kept = GOLDEN / f"screen-{size[0]}x{size[1]}.txt"

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        app.query_one(Prompt).cursor_blink = False
        for line in ("How tall is it?", "Who built it?", "How long does it last?"):
            await say(app, pilot, line)
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+o", *"and Zhipu")
        # What scrolls and is laid out anew comes to rest by and by.
        until = time.monotonic() + PATIENCE_S
        shown, rests = "", 0
        while rests < RESTS and time.monotonic() < until:
            await pilot.pause(0.05)
            now = cells(app)
            rests, shown = (rests + 1 if now == shown else 0), now
            if kept.exists() and "ASKBOT_SNAPSHOTS" not in os.environ and now == kept.read_text(encoding="utf-8"):
                return
        if os.environ.get("ASKBOT_SNAPSHOTS") == "write":
            kept.write_text(shown, encoding="utf-8")
        assert shown == kept.read_text(encoding="utf-8")

    run(act, size=size)
