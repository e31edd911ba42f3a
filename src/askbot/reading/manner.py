"""How a clause gives a figure: as what is, as what is hoped for or given up, for each month or once."""

from __future__ import annotations

import re
from collections.abc import Callable

from askbot.demands import Demand, demand_of
from askbot.matching import clause_at
from askbot.quantities import find
from askbot.question import Question

# What a figure behind it has given way to.
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|no longer|replacing|not) (?:just |only |about |the )?$", re.IGNORECASE
)
_ONCE = re.compile(r"\b(?:before|instead|rather|replaced?|used to|formerly|until)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:a|per|each|every) (day|week|month)\b|\b(dai|week|month)ly\b(?! active)", re.IGNORECASE)
_LY = {"day": "daily"}
# "Would add 210 beds" is not what there is, unless that is what the question asks.
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|may|will|plans? to|planned|propos(?:es|ed|al)|intends? to|aims? to|hopes? to|is to|are to|going to|if)\b|['’]ll\b",
    re.IGNORECASE,
)
# "Hopes to raise $400 million" is not what it has raised.
_HOPED = re.compile(
    r"\b(?:(?:plan|intend|aim|hope|want|seek|expect|propose)(?:s|ing)?|planned|hoping|proposing|(?:is|are) due) to\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:would|will)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:has|had|did|was|were|so far|to date|already)\b", re.IGNORECASE)
_STATE = re.compile(r"\b(?:do|does)\b.*\b(?:have|own|employ|operate|hold|run)\b", re.IGNORECASE)
_SUPPOSING = re.compile(
    r"\b(?:would|could|might|may|will|should|shall|can|plan(?:s|ned)?|want\w*|seek\w*|target\w*|propos\w*|intend\w*|aim\w*|hope\w*|expect\w*|going to|due|to|if|future|next)\b|['’]ll\b",
    re.IGNORECASE,
)


def given_up(asked: Question, text: str, start: int) -> bool:
    """What is no longer so is no answer to what is: "twice a year instead of once"."""
    return (
        _INSTEAD.search(text[:start]) is not None
        and demand_of(asked.focus) is not Demand.BEFORE
        and not _ONCE.search(asked.focus)
    )


def rates(asked: Question, text: str) -> Callable[[int, int], bool]:
    """Say of each figure whether it is of the span of time that the question wants it for ("monthly burn")."""
    found = _EVERY.search(asked.focus)
    if found is None:
        return lambda start, end: True
    span = next(word for word in found.groups() if word).lower().replace("dai", "day")
    said = re.compile(rf"\b(?:{span}(?:ly)?|{_LY.get(span, span)})\b", re.IGNORECASE)
    behind = [one for one in find(text) if one.unit.endswith(f"/{span}")]
    if behind:
        return lambda start, end: any(start <= one.start < end or one.start <= start < one.end for one in behind)
    return lambda start, end: said.search(text) is not None


def intended(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is only hoped for or planned, where the question asks what was, or what there is."""
    if _SUPPOSING.search(asked.focus):
        return False
    done = _DONE.search(asked.focus) is not None
    before = text[clause_at(text, at)[0] : at]
    if (done or _STATE.search(asked.focus)) and _HOPED.search(before):
        return True
    return done and _FUTURE.search(before) is not None


def supposed(asked: Question, text: str, at: int) -> bool:
    """The clause says what would be, and the question asks what is."""
    start, end = clause_at(text, at)
    return bool(_SUPPOSED.search(text[start:end])) and not _SUPPOSING.search(asked.focus)
