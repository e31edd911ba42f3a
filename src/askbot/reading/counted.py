"""What "how many" counts, and what a figure of a sentence counts: members or employees, all of them or one."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.demands import grown
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.evidence import Evidence
from askbot.reading.kinds import PEOPLE
from askbot.units import currency
from askbot.words import stem

_NO_SUCH = re.compile(r"\b[Nn]o (?:[a-z-]+ )?(?P<noun>[a-z]+s|people|staff|women|men|children)\b")
_DOERS = re.compile(r"(?:walk|visit|view|listen|read|travel|rid|driv|swim|runn|camp|hik|climb|gamer|onlook|visitor)")
PLAINLY_OTHER = 4.0  # the figure's own noun says so: 45 employees are no members
_ANYBODY = frozenset(map(stem, ("people", "person")))
_JOBS = frozenset(map(stem, ("job", "post", "position")))
AT_WORK = _ANYBODY | frozenset(map(stem, ("worker", "employee", "staff")))
AROUND = 60  # characters on each side of a figure in which what it counts is named
# "Its passenger count rose to 3 million": so many were carried.
_COUNT_OF = re.compile(
    r"\b(?P<noun>[a-z-]+) (?:count|numbers?|total|tally)(?: (?:(?:rose|grew|fell|climbed|dropped|slipped|jumped|increased|decreased|went up|went down)(?: by [^,;]{1,20}?)?(?: to)?"
    r"|was|were|stood at|came to|reached|is|of|hit))\b(?=\s)"
)
_HANDLED = re.compile(
    r"(?:carr(?:y|ied|ies)|transport(?:s|ed)?|serv(?:e|es|ed)|ha(?:ve|s|d)|handled?|welcomed?|total|count(?:ed)?|g[eo]t|see|saw|seen)"
)
_OF_WHICH_NOT = re.compile(
    r" of (?:which|whom|them) (?:(?:have|has|had|are|were|do|did|with) )?(?:no|not|never|without|none)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not?|never|without|none|lack\w*)\b|n['’]t\b", re.IGNORECASE)
_OF_THEM = re.compile(r" of (?:them|these|those)\b")
_EMPLOYS = re.compile(
    r"\b(?:employ(?:s|ed|ing)?|hir(?:es|ed|ing)|la(?:ys|id|ying) off|dismiss(?:es|ed)|sack(?:s|ed)|(?:staff|workforce|payroll) of)"
    r"(?: (?:about|some|nearly|only|just|another|now|around|roughly|over|almost)){0,2} $"
)


def other_noun(asked: Question, evidence: Evidence, start: int, end: int) -> float:
    """What is counted is not what "how many …" asks for, or a growth is no share: 1, or more where a figure's own noun tells.

    "It has 2,900 members and 640 employees": employees are no members, however near those are. A bare figure counts
    what the one before it does.
    """
    if asked.wanted == {Kind.SHARE} and grown(asked.focus, evidence.text, start):
        return 1.0
    if asked.wanted != {Kind.COUNT} or asked.head is None:
        return 0.0
    if _OF_THEM.match(evidence.text, end) and wording(evidence.scene.lead).holds(asked.head) >= MATCHED:
        return 0.0  # "it sold 500 of them"
    figures = find(evidence.text)
    own = next((one for one in figures if one.start < end and start < one.end), None)
    if own and not own.unit and _are_people(asked.head) and _EMPLOYS.search(evidence.text[:start]):
        return 0.0  # "it employs 415 on three shifts"
    if (
        (none := none_of(asked, evidence.text))
        and not none[0] <= start < none[1]
        and not (own and wording(own.unit).holds(asked.head) >= MATCHED)
    ):
        return PLAINLY_OTHER  # "it kept its five, and has had no accidents"
    if own is not None and (stem(own.unit) in _JOBS or _are_people(stem(own.unit))) and _are_people(asked.head):
        return 0.0 if _counts(own.unit, asked.head) else PLAINLY_OTHER
    if own is not None and stem(own.unit) in _ANYBODY and _DOERS.search(asked.head):
        return 0.0  # "84,000 people walked it" is how many walkers
    if wording(_around(evidence, start, end)).holds(asked.head) >= MATCHED:
        return 0.0
    former = [one for one in figures if one.end <= start and one.unit.isalpha()] if own and not own.unit else []
    if former and _are_people(stem(former[-1].unit)) and _EMPLOYS.search(evidence.text[: former[-1].start]):
        return 0.0 if asked.head in AT_WORK else PLAINLY_OTHER  # "Orlin employs 310 people, Tarvik 275": no users
    return float(not former or wording(former[-1].unit).holds(asked.head) < MATCHED)


def none_of(asked: Question, text: str) -> tuple[int, int] | None:
    """Where a text says that there are none of what "how many …" counts: "no accidents"; None for nowhere."""
    if asked.wanted != {Kind.COUNT} or asked.head is None:
        return None
    found = (one for one in _NO_SUCH.finditer(text) if wording(one["noun"]).holds(asked.head or "") >= MATCHED)
    return next((one.span() for one in found), None)


def is_the_count(asked: Question, evidence: Evidence, start: int) -> bool:
    """Say whether a figure is what "its passenger count rose to", and the question asks for no more than how many they are."""
    found = [one for one in _COUNT_OF.finditer(evidence.text, 0, start) if wording(one["noun"]).holds(asked.head or "")]
    if not found or re.search(r"[,;]", evidence.text[found[-1].end() : start]):
        return False
    return all(
        _HANDLED.fullmatch(one.lower)
        for one in evidence.match.missing
        if one.stem != asked.head and not one.capitalised
    )


def denied(asked: Question, text: str, end: int) -> bool:
    """Say whether a figure counts those that have none of what is asked for: "seven of which have no school".

    >>> from askbot.question import parse
    >>> text = "It has 16 shops, seven of which have no till."
    >>> [denied(parse(f"How many of its shops have {what} till?"), text, 22) for what in ("a", "no")]
    [True, False]
    """
    part = _OF_WHICH_NOT.match(text, end)
    return part is not None and not _DENIES.search(asked.focus)


def _are_people(stemmed: str) -> bool:
    return stemmed in PEOPLE or lexicon.role(stemmed)


def _counts(unit: str, head: str) -> bool:
    """Say whether a figure's own noun is whom a question counts; anybody is people, and so is whoever loses a job."""
    one = stem(unit)
    if wording(unit).holds(head) >= MATCHED or (one in _JOBS and head in AT_WORK):
        return True
    return (head in _ANYBODY and _are_people(one)) or (one in _ANYBODY and head in AT_WORK)


def of_a_single_one(asked: Question, evidence: Evidence, start: int, end: int) -> bool:
    """Say whether what is counted stands by a figure as one thing: "it employs 420 people and last built a tram"."""
    if asked.wanted != {Kind.COUNT} or asked.head is None:
        return False
    made = wording(_around(evidence, start, end)).tokens
    held = [i for i, token in enumerate(made) if wording(token.text).holds(asked.head) >= MATCHED]
    return bool(held) and all(i > 0 and made[i - 1].lower in ("a", "an") for i in held)


def _around(evidence: Evidence, start: int, end: int) -> str:
    return evidence.text[max(0, start - AROUND) : end + AROUND]


def other_currency(asked: Question, unit: str | None) -> bool:
    """An amount is asked for in another currency."""
    money = currency(unit or "")
    return asked.currency is not None and money is not None and money != asked.currency
