"""Which end of a change a question means: "from 1.1% to 1.2%" is 1.1% now, where the change is to come; pure."""

from __future__ import annotations

import re

from askbot.quantities import find
from askbot.question import Question

_ASKS_NOW = re.compile(r"\b(?:now|currently|current|today|at present|at the moment|present)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will|would|should|could|may|might|is to|are to|to be|plans? to|by raising|by cutting|by lifting|by lowering|by increasing|goes up|go up|rises? to)\b"
)
_PAST = re.compile(r"\b(?:was|were|has|have|had|rose|fell|climbed|dropped|went|increased|grew|slipped|raised)\b")


def now(asked: Question, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the end of a change that is so today, where that is asked for; None where it isn't, or isn't to be told.

    >>> from askbot.question import parse
    >>> said = "It would be met by raising the tax from 1.1% to 1.2% of value."
    >>> said[slice(*now(parse("What is the tax now?"), said, said.index("1.1%"), said.index(" of")))]
    '1.1%'
    """
    figures = [one for one in find(text) if start <= one.start and one.end <= end]
    if _ASKS_NOW.search(asked.focus) is None or len(figures) != 2:
        return None
    first, last = figures
    if text[first.end : last.start] != " to " or not text[: first.start].endswith("from "):
        return None
    before = text[max(text.rfind(";", 0, start), text.rfind(". ", 0, start), 0) : start]
    if _TO_COME.search(before):
        return first.start, first.end
    return (last.start, last.end) if _PAST.search(before) else None
