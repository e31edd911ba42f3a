"""When the figure was that another is held against: "rose to $5 million in 2024 from $4 million" isn't 4 in 2024.

The earlier of two has the time that stands by it, else that of the earlier of two dated before it in the sentence, else
none: what the sentence tells of is the later one's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from askbot.periods import Mark
from askbot.types import Quantity

_HEDGES = r"(?:(?:about|around|roughly|some|only|just|nearly|almost|over|approximately|an?|the)\s+)*"
_WORDS = r"[^.;\d]{0,40}?"
# "$5 million in 2024, up from $4 million", ", after $4 million", ", compared with $4 million"
_BACK = re.compile(
    rf"{_WORDS},?\s(?:(?:up|down|rising|falling)\s(?:[a-z]+\s)?)?(?:from|compared\s(?:with|to)|versus|up\son|down\son)\s+{_HEDGES}"
    rf"|{_WORDS},\s(?:after|against)\s+{_HEDGES}",
    re.IGNORECASE,
)
_FORTH = re.compile(rf"{_WORDS}\s(?:to|until)\s+{_HEDGES}", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom\s+{_HEDGES}$", re.IGNORECASE)


def dated(text: str, figures: Sequence[Quantity], marks: Sequence[Mark]) -> tuple[Quantity, ...]:
    """Give the earlier one of two figures that a sentence holds against each other its own time, or none."""
    made = list(figures)
    paired: tuple[str | None, str | None] | None = None  # of the last two that both have a time of their own
    for later, earlier in _pairs(text, figures, marks):
        own = [_own(text, figures, marks, at) for at in (later, earlier)]
        if own[1] is None and made[earlier].period is not None:
            both = paired if own[0] is None else None
            made[earlier] = replace(made[earlier], period=both[1] if both else None)
            if both:
                made[later] = replace(made[later], period=both[0])
        elif all(own):
            paired = made[later].period, made[earlier].period
    return tuple(made)


def _pairs(text: str, figures: Sequence[Quantity], marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The places of the later and the earlier of figures side by side."""
    for at in range(len(figures) - 1):
        first, second = figures[at], figures[at + 1]
        if first.unit != second.unit:
            continue
        mid = _without_times(text, first.end, second.start, marks)
        if _FORTH.fullmatch(mid) and _FROM.search(text[max(0, first.start - 40) : first.start]):
            yield at + 1, at
        elif _BACK.fullmatch(mid):
            yield at, at + 1


def _without_times(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    pieces, at = [], start
    for mark in inside:
        pieces.append(text[at : mark.start])
        at = mark.end
    return "".join([*pieces, text[at:end]])


def _own(text: str, figures: Sequence[Quantity], marks: Sequence[Mark], at: int) -> Mark | None:
    """The time that stands right behind a figure: before the next figure, and before the clause ends."""
    end = figures[at + 1].start if at + 1 < len(figures) else len(text)
    behind = next((mark for mark in marks if figures[at].end <= mark.start < end), None)
    return None if behind is None or re.search(r"[,;]|\band\b", text[figures[at].end : behind.start]) else behind
