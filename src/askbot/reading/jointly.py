"""Figures that are of two or more together, and questions that ask of all of them or of one."""

from __future__ import annotations

import re

from askbot.matching import clause_at, wording
from askbot.question import Question
from askbot.reading.evidence import Evidence

_OF_BOTH = re.compile(
    r"\b(?:of|by|at|for|do|did|does|are|were|have|had|will) (?:both|the two)\b(?: (?P<things>[a-z-]+s)\b)?",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|the two|together|combined|between them|jointly|joint|each|all|total|altogether|either|overall|apiece)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:together|between them|combined|jointly|both|the (?:two|three|four))\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\b(?:both|two|three|four|together|combined|between them|joint\w*|all|total|altogether|overall|they|their|and)\b",
    re.IGNORECASE,
)


def of_one_of_both(asked: Question, text: str) -> bool:
    """Say whether "what is the revenue of both?" meets a sentence that says nothing of both.

    >>> from askbot.question import parse
    >>> asked = parse("What is the total revenue of both firms?")
    >>> of_one_of_both(asked, "Orlin's revenue was $3m."), of_one_of_both(asked, "Together they took $9m.")
    (True, False)
    >>> of_one_of_both(parse("What did it pay for the two looms?"), "It ordered two looms for $3m.")
    False
    """
    both = _OF_BOTH.search(asked.focus)
    if both is None or _BOTH.search(text):
        return False
    return both["things"] is None or re.search(rf"\btwo (?:[a-z-]+ )?{both['things']}\b", text, re.IGNORECASE) is None


def of_both_for_one(asked: Question, evidence: Evidence, start: int) -> bool:
    """Say whether a figure is what several have together, where the question names one that the clause doesn't."""
    first, last = clause_at(evidence.text, start)
    if _OF_ALL.search(asked.focus) or _TOGETHER.search(evidence.text[first:start]) is None:
        return False
    named = {term.stem for term in asked.terms if term.capitalised or term.stem in evidence.profile.subjects}
    return bool(named) and not named & wording(evidence.text[first:last]).stems
