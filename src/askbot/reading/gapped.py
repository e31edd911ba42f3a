"""Whom each part of a sentence tells of that says its verb once: "Arn is advised by Bero, Cole by Dahl"."""

from __future__ import annotations

import re

from askbot.matching import wording
from askbot.question import NAMES, Question
from askbot.reading.halves import flat

_NAME = r"[A-Z][\w'’&.-]*(?: (?:(?:of|&|de|van|von) )?[A-Z][\w'’&.-]*)*"
_PART = re.compile(
    rf"(?:,|;|,? and|,? while) (?:the (?:[a-z-]+ )?)?(?P<who>{_NAME}) (?P<how>by|to|from|with) (?:the |an? |its )?(?:[a-z-]+ ){{0,3}}(?=[A-Z])"
)


def _parts(text: str) -> list[tuple[int, int, str]]:
    """Each part that leaves its verb out: (start, where its words begin, whom it tells of)."""
    text = flat(text)
    return [
        (found.start(), found.end("who"), found["who"])
        for found in _PART.finditer(text)
        if re.search(
            rf"[a-z]+(?:ed|en|n|t|d|ght|s)? {found['how']} (?:the |an? |its )?(?:[a-z-]+ ){{0,3}}[A-Z]",
            text[: found.start()],
        )
    ]


def of_another(asked: Question, names: frozenset[str], text: str, start: int) -> bool:
    """Say whether a span belongs to a part that tells of somebody else than the question's `names` (their stems).

    >>> from askbot.question import parse
    >>> asked, text = parse("Who advises Cole?"), "Arn is advised by Bero and Ek, Cole by Dahl."
    >>> [of_another(asked, frozenset({"cole"}), text, text.index(name)) for name in ("Bero", "Ek", "Dahl")]
    [True, True, False]
    """
    if not asked.wanted & NAMES or not names:
        return False
    parts = _parts(text)
    if not parts:
        return False
    own = next((part for part in reversed(parts) if part[1] <= start), None)
    if own is not None:
        return not wording(own[2]).stems & names
    return start < parts[0][0] and any(wording(part[2]).stems & names for part in parts)


def within(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """Keep a span around an offset to the part that the offset stands in.

    >>> text = "Arn is advised by Bero and Ek, Cole by Dahl."
    >>> [text[slice(*within(text, text.index(name), 18, len(text) - 1))] for name in ("Ek", "Dahl")]
    ['Bero and Ek', 'Dahl']
    """
    text = flat(text)
    for found in _PART.finditer(text) if _parts(text) else ():
        if found.start() <= at:
            start = max(start, min(found.end(), at))
        else:
            end = min(end, found.start())
    return start, max(end, at)


__all__ = ["of_another", "within"]
