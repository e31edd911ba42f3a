"""Whether somebody has approved, signed or rejected what he is still to decide on: he has not."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.question import Question, QuestionKind, Term
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, leveled
from askbot.types import Claim
from askbot.words import stem

_DECIDING = frozenset(
    stem(word)
    for word in [
        "approve",
        "pass",
        "accept",
        "back",
        "endorse",
        "agree",
        "sign",
        "ratify",
        "adopt",
        "clear",
        "authorise",
        "authorize",
        "reject",
        "decide",
        "vote",
        "grant",
        "rule",
        "settle",
    ]
)
_HAS = re.compile(r"(?:has|have|did|is|are|was|were)(?:n['’]t)? ", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:has|have|had)(?: not|n['’]t)(?: yet)? (?:decided|voted|ruled|agreed|made a decision|made up (?:its|their|his|her) mind)\b"
    r"|\byet to (?:decide|vote|rule|agree|approve|sign|make a decision)\b|\bstill (?:has|have|had) to (?:decide|vote|rule|approve)\b"
    r"|\bno (?:decision|vote) (?:has|had) (?:yet )?been\b",
    re.IGNORECASE,
)
_TIME = frozenset(stem(word) for word in ("yet", "already", "now", "ever"))


def read(view: Survey) -> Finding | None:
    """Answer No where a sentence on all else that is asked says that nothing is decided; None elsewhere."""
    deed = _deed(view.asked)
    if deed is None:
        return None
    for one in view.evidence:
        if _OPEN.search(leveled(one.text)) and not one.match.missing_names and _speaks_of_it(view.asked, one, deed):
            return Finding((Claim("No", (one.citation(),)),), short="No")
    return None


def _deed(asked: Question) -> Term | None:
    """The word for what it is asked whether somebody has done, where that is to decide."""
    if asked.kind is not QuestionKind.YESNO or not _HAS.match(asked.focus):
        return None
    return next((term for term in asked.terms if term.stem in _DECIDING), None)


def _speaks_of_it(asked: Question, one: Evidence, deed: Term) -> bool:
    """Who is to decide stands in the sentence itself, what about in it or before it."""
    rest = [term for term in asked.terms if term.stem != deed.stem and term.stem not in _TIME]
    who = [term for term in rest if term.start < deed.start]
    said = wording(one.text)
    return (
        bool(who)
        and all(said.holds(term.stem) >= MATCHED for term in who)
        and all(one.match.strengths.get(term.stem, 0.0) >= MATCHED for term in rest)
    )
