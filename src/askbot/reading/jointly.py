"""Figures that are of two or more together, and questions that ask of all of them or of one."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
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
# "Orlin and Tarvik employ 900 people": not each of them.
_PAIR = re.compile(
    r"(?:^|['’]s |\b[Tt]he |\b[Ii]ts |\b[Tt]heir |, )(?P<one>[A-Z][\w-]+|[a-z]+s) and (?:its |the )?(?P<other>[A-Z][\w-]+|[a-z]+s) (?:(?:together|jointly|have|had|will|would) )*(?!both\b|each\b)[a-z]+ (?:(?!both\b|each\b)[a-z]+ ){0,2}$"
)
_OF_EACH = re.compile(r"\b(?:each|both|apiece|respectively|either)\b", re.IGNORECASE)
_COMBINED = re.compile(
    r"(?:what|how (?:much|many|high|big|large)) (?:is|are|was|were) (?:the |their )?(?:combined|joint|aggregate)\b",
    re.IGNORECASE,
)
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
    if _COMBINED.match(asked.focus) and not _BOTH.search(text):
        return True
    both = _OF_BOTH.search(asked.focus)
    if both is None or _BOTH.search(text):
        return False
    return both["things"] is None or re.search(rf"\btwo (?:[a-z-]+ )?{both['things']}\b", text, re.IGNORECASE) is None


def of_both_for_one(asked: Question, evidence: Evidence, start: int) -> bool:
    """Say whether a figure is what several have together, where the question names one that the clause doesn't."""
    first, last = clause_at(evidence.text, start)
    if of_a_pair(asked, evidence.text, start):
        return True
    if _OF_ALL.search(asked.focus) or _TOGETHER.search(evidence.text[first:start]) is None:
        return False
    named = {term.stem for term in asked.terms if term.capitalised or term.stem in evidence.profile.subjects}
    return bool(named) and not named & wording(evidence.text[first:last]).stems


def of_a_pair(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is what two have that a sentence opens with, and the question asks of one of them.

    >>> from askbot.question import parse
    >>> text = "Its buses and trams carried 9 million passengers."
    >>> [of_a_pair(parse(one), text, text.index("9")) for one in ("How many people took the bus?", "How many took buses and trams?")]
    [True, False]
    """
    pair = _PAIR.search(text[clause_at(text, start)[0] : start])
    if pair is None or _OF_ALL.search(asked.focus) or _OF_EACH.search(text):
        return False
    named = [any(wording(pair[side]).holds(term.stem) >= MATCHED for term in asked.terms) for side in ("one", "other")]
    return named[0] != named[1]
