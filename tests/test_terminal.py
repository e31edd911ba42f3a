"""The full-screen conversation in a real terminal: typed into, looked at, left; where tmux is there to be one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from askbot.cli import run

SMALL = Path(__file__).parent / "corpus_small"
PROGRAM = "from askbot.cli import main; main()"
PATIENCE_S = 90.0


class Terminal:
    """A tmux of its own, with one pane in which the conversation runs."""

    def __init__(self, folder: Path, columns: int, rows: int, environment: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux.socket"), "-f", os.devnull]
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
        asked = [sys.executable, "-c", PROGRAM, "chat", "--session", "tmux", "--index", str(folder / "index")]
        command = f"{settings} {shlex.join(asked)}; echo LEFT $?; sleep 60"
        self._run("new-session", "-d", "-x", str(columns), "-y", str(rows), command)

    def _run(self, *arguments: str) -> str:
        # Without the width and the height that readline, which pytest loads, sets for its children.
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        ran = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True, env=environment)
        return ran.stdout

    def type(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def title(self) -> str:
        return self._run("display-message", "-p", "#{pane_title}")

    def wait_for(self, words: str, *, last: str = "") -> str:
        """Wait for words on the screen, with others in its last line."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            shown = self.screen()
            if words in " ".join(shown.split()) and last in (shown.splitlines() or [""])[-1]:
                return shown
            time.sleep(0.1)
        raise AssertionError(f"'{words}' did not come:\n{self.screen()}")

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


# Without tmux there is no terminal to look at, and this test isn't there; test_tui.py has every key in any case.
if shutil.which("tmux"):

    @pytest.fixture
    def terminal(tmp_path: Path) -> Iterator[Terminal]:
        assert run(["index", str(SMALL), "--index", str(tmp_path / "index")]) == 0
        opened = Terminal(tmp_path, 100, 30, {"NO_COLOR": "1", "TERM": "screen-256color"})
        yield opened
        opened.close()

    def test_a_conversation_in_a_real_terminal(terminal: Terminal):
        title = terminal.title()
        terminal.wait_for("Ask about the articles")
        # Typed while the models load, Enter in one burst with the letters.
        terminal.type("How much did the work cost?", "Enter")
        terminal.wait_for("18.6 million kronor [1]", last="Enter ask")
        terminal.type("C-o")
        shown = terminal.wait_for("22 The work cost 18.6 million kronor.")
        assert "How Tarnwater became a lake again" in shown
        terminal.resize(160, 30)
        terminal.wait_for("The work cost 18.6 million", last="F2 colours")
        terminal.resize(60, 20)
        shown = terminal.wait_for("The work cost 18.6 million", last="Enter ask")
        assert len(shown.splitlines()) == 20 and max(map(len, shown.splitlines())) <= 60
        assert not any(re.search(r"\w.*│.*\w", line) for line in shown.splitlines()), "the article is below, not beside"
        terminal.type("Escape")
        terminal.type("/calc 15% of 1,200", "Enter")
        terminal.wait_for("15% of 1,200 = 180")
        terminal.type("C-q")
        shown = terminal.wait_for("LEFT 0")
        assert "Enter ask" not in shown and terminal.title() == title

    def test_what_is_typed_before_there_is_a_screen_is_asked_whole(terminal: Terminal):
        # At once, when not even Python runs; and a line begun, at whatever moment it comes.
        terminal.type("How much did the work cost?", "Enter", "And who led ")
        terminal.wait_for("And who led", last="Enter ask")
        terminal.type("the work")
        shown = terminal.wait_for("18.6 million kronor [1]", last="Enter ask")
        assert "> How much did the work cost?" in shown and "And who led the work" in shown
        terminal.type("M-1")
        terminal.wait_for("22 The work cost 18.6 million kronor.")
