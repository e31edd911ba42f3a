"""Whether a figure is of the time that a question asks about: by its own, by its sentence's, by what stands above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import successions
from askbot.periods import OPEN_END, Period, compatible, find_periods, read_period
from askbot.programs import UnitKind
from askbot.quantities import find
from askbot.question import Question
from askbot.reading import amounts, manner, times
from askbot.reading.evidence import Evidence, Survey
from askbot.types import Quantity

GOVERNED = frozenset({UnitKind.MONEY, UnitKind.RATE, UnitKind.SHARE})
_A_YEAR, _SINCE = re.compile(r"1[0-9]\d\d|20\d\d"), re.compile(r"\b(?:in|since|from|until) $", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"(?:(?:the )?[a-z]+ (?:quarter|half) of )?(?:19|20)\d\d", re.IGNORECASE)
_A_YEAR_EARLIER = re.compile(r"(?:In )?(?:a|one|the) year (?:earlier|before|previously)\b", re.IGNORECASE)


def last_year(period: Period) -> int:
    """The last year of a period; of one that goes on ("since 2017") the first, or it would be later than any."""
    return period.first.year if period.last == OPEN_END else period.last.year


def asks_of_a_year(asked: Question) -> bool:
    """Say whether a question names one year, or the quarter or half of one, and no other time."""
    return len(asked.periods) == 1 and _OF_A_YEAR.fullmatch(asked.periods[0].printed) is not None


def is_a_year(text: str, figure: Quantity) -> bool:
    """Say whether a bare number behind "in" or "since" is a year: "founded in 1887".

    >>> [is_a_year(text, find(text)[0]) for text in ("Founded in 1887 as a mill.", "It has 1887 members.")]
    [True, False]
    """
    bare = not figure.unit and _A_YEAR.fullmatch(figure.printed) is not None
    return bare and _SINCE.search(text[: figure.start]) is not None


def of_the_period(view: Survey, evidence: Evidence, quantity: Quantity, kind: UnitKind, lead: str) -> bool:
    """Say whether a figure of the evidence may be of the time asked about; `lead` are the sentences above."""
    asked = view.asked.periods
    if not asked or kind is UnitKind.DATE:
        return True
    if quantity.period is None and not evidence.periods and _A_YEAR_EARLIER.match(evidence.text):
        above = find_periods(lead, published=evidence.profile.dated)
        return not above or any(period.first.year == above[-1].first.year - 1 for period in asked)
    if amounts.in_another_half(view.asked, evidence.text, evidence.document.published):
        return False
    if not evidence.periods and times.of_the_year_after(view.asked, evidence.text, quantity.end):
        return False
    years = {one.last.year for one in evidence.periods}
    if successions.is_earlier(evidence.text, quantity.end):
        return any(period.first.year + 1 in years for period in asked)
    held_against = successions.held_against(evidence.text, quantity.end)
    if held_against is not None and (years == {held_against} or held_against in {one.last.year for one in asked}):
        return all(period.last.year != held_against for period in asked)
    if quantity.period is not None:
        printed = read_period(quantity.period)
        if kind is not UnitKind.RATE and not manner.of_a_whole_year(view.asked, [printed]):
            return False
        return any(
            compatible(period, printed) or (compatible(printed, period) and _inside(printed, period))
            for period in asked
        )
    others = {one.period for one in find(evidence.text, published=evidence.profile.dated)}
    before = [one for one in evidence.periods if one.iso not in others]
    if evidence.periods and not before:
        return False  # each of its times is another figure's
    if kind in GOVERNED and not before and not _is_of_the_time_above(evidence, asked, lead):
        return False
    return not before or any(compatible(one, period) for one in asked for period in before)


def _is_of_the_time_above(evidence: Evidence, asked: Sequence[Period], lead: str) -> bool:
    """A sentence without a date speaks of the time of those above it, if they name any."""
    years = {period.last.year for period in asked if period.last != OPEN_END}
    above = {period.last.year for period in find_periods(lead, published=evidence.profile.dated)}
    if years and not above:
        return not _is_long_before(evidence, max(years))
    return not years or bool(years & above)


def _is_long_before(evidence: Evidence, year: int) -> bool:
    """Whether a year is before the one that an article speaks of: undated figures are not of it."""
    if evidence.profile.dated is None:
        return False
    told = int(evidence.profile.dated[:4])
    return year < (told - 1 if evidence.document.published else told)  # published in the year after, as results are


def _inside(printed: Period, asked: Period) -> bool:
    return printed.first >= asked.first and printed.last <= asked.last and printed.first == printed.last


def agrees(view: Survey, evidence: Evidence, figure: Quantity | None) -> bool:
    """Say whether what something came to is of a time that the question names, as far as its sentence says of which."""
    asked = view.asked.periods
    if figure is None or not asked:
        return True
    told = [read_period(figure.period)] if figure.period else evidence.periods
    return not told or any(compatible(one, other) or compatible(other, one) for one in asked for other in told)
