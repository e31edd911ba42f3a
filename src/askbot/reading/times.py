"""Whether what a sentence says is of the time that a question asks about, as far as either names one; pure."""

from __future__ import annotations

import re

from askbot.clauses import held_from
from askbot.matching import clause_at
from askbot.periods import Period, compatible, find_periods, one_of_two, read_period
from askbot.quantities import find
from askbot.question import FIGURES, Question
from askbot.reading import manner, saying
from askbot.reading.evidence import Evidence
from askbot.reading.manner import QUARTER_DAYS, YEAR_DAYS

# "the year before" asks for another period than the one that the sentence is about, unless it says so too.
_EARLIER = re.compile(r"\b(?:previous|prior|preceding|earlier|before|last)\b", re.IGNORECASE)
_THE_SAME = re.compile(r"\b(?:the|that) same (?:period|time|year|quarter|half|months?|stretch)\b", re.IGNORECASE)
_YEAR_EARLIER = re.compile(
    r"\b(?:(?:previous|prior|preceding) (?:financial |fiscal )?(?:year|quarter|month|period|half)|(?:year|quarter|month)s? (?:before|earlier))\b",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(
    r"\b(?:than|up on|down on|compared (?:with|to)) (?:in )?(?:the|a) (?:(?:previous|prior) year|year (?:before|earlier))",
    re.IGNORECASE,
)


def period_fits(asked: Question, text: str, periods: list[Period], at: int) -> bool:
    """A period that the question names must be the one that the words at `at` speak of, where they speak of any."""
    start, end = clause_at(text, at)
    if _YEAR_EARLIER.search(asked.focus) and not _EARLIER.search(text[start:end]):
        return False
    if not asked.periods or not periods:
        return True
    near = [period for period in periods if start <= period.start < end] or periods
    either = not asked.wanted & FIGURES  # who won "in 2021 and 2023" won in each; what was sold, in both together
    return any(
        compatible(one, period) or (either and one_of_two(one, period)) for one in asked.periods for period in near
    )


_THEN = re.compile(
    r"\b(?:(?:this|last|next|the (?:first|second|third|fourth|final|opening)) (?:year|season|month|quarter|week|spring|summer|autumn|winter)"
    r"|an? (?:ordinary|normal|average|typical|usual) (?:year|season|month|week)|(?:by|in|since|from|until) (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[^,;\d]{0,24}$")


def of_another_then(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a sentence says "this year" as the question does, and a figure's own time is another: "last year".

    >>> from askbot.question import parse
    >>> text = "In a normal year it sells 520 boats, and this year it hopes for 170; Arn sold 900 last year."
    >>> asked = parse("How many boats does it sell this year?")
    >>> [of_another_then(asked, text, at, at + 3) for at in map(text.index, ("520", "170", "900"))]
    [True, False, True]
    """
    wanted = {found[0].lower() for found in _THEN.finditer(asked.focus)}
    told = list(_THEN.finditer(text))
    if not wanted & {one[0].lower() for one in told}:
        return False
    first = text.rfind(";", 0, start) + 1
    after = [one for one in told if one.start() >= end and ";" not in text[end : one.start()]]
    before = [one for one in told if first <= one.start() < start]
    behind = [one for one in after if _BEHIND.fullmatch(text[end : one.start()])]
    own = next(iter((*behind, *reversed(before), *after)), None)
    return own is not None and own[0].lower() not in wanted


def of_the_year_after(asked: Question, text: str, end: int) -> bool:
    """Say whether a sentence without a date holds the figure against the year before, where a year is asked for by its number.

    "Its sales of $4 million were 5% higher than the year before" are not those of that year.
    """
    year = any((one.last - one.first).days >= YEAR_DAYS for one in asked.periods)
    return year and _THAN_BEFORE.search(text, end) is not None


def same_period(asked: Question, evidence: Evidence, start: int, end: int) -> bool:
    """What came "in the same period" is of the one that the sentence before names, and half a year is no year."""
    own = (period for period in evidence.periods if saying.dates(evidence.text, start, end, period))
    if not manner.of_a_whole_year(asked, own):
        return False
    if _of_the_other_time(asked, evidence, start, end) or of_another_then(asked, evidence.text, start, end):
        return False
    asked_for = [one for one in evidence.periods if any(compatible(period, one) for period in asked.periods)]
    if asked_for and (
        saying.dated_elsewhere(evidence.text, start, end, asked_for)
        or all(saying.compared(evidence.text, one, end) for one in asked_for)
    ):
        return False
    if not evidence.periods and of_the_year_after(asked, evidence.text, end):
        return False
    quarter = any(QUARTER_DAYS <= (one.last - one.first).days < YEAR_DAYS for one in asked.periods)
    if not asked.periods or evidence.periods or not (quarter or _THE_SAME.search(evidence.text)):
        return True
    # A sentence without a date tells of a quarter or of half a year only where what stands above it does.
    above = f"{evidence.scene.heading}. {evidence.scene.lead}"
    before = [
        one for one in find_periods(above, published=evidence.profile.dated) if held_from(above, one.start) is None
    ]
    return (not before and not quarter) or any(compatible(one, period) for one in asked.periods for period in before)


def _of_the_other_time(asked: Question, evidence: Evidence, start: int, end: int) -> bool:
    """Say whether of two figures of a sort a sentence gives the other one for the time asked about: "to 3 from 7"."""
    figures = find(evidence.text, published=evidence.profile.dated)
    own = next((one for one in figures if one.start < end and start < one.end), None)
    if own is None or own.period is None or len(asked.periods) != 1:
        return False
    fitting = [one for one in figures if one.period and compatible(asked.periods[0], read_period(one.period))]
    return own not in fitting and any(one.unit == own.unit for one in fitting)


def own_period(text: str, periods: list[Period], at: int) -> Period | None:
    """Return the period that stands right before or after a figure, in its clause."""
    start, end = clause_at(text, at)
    near = [period for period in periods if start <= period.start < end]
    return min(near, key=lambda period: abs(period.start - at), default=None)
