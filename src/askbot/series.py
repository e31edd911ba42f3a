"""Figures that sentences give for one stretch of time after another: by quarter, by half, by month, by year.

Those that make up the time asked for are added up, or averaged; one is held against another, or the highest named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from askbot import naming, respective
from askbot.demands import Demand, demand_of
from askbot.matching import MATCHED, wording
from askbot.periods import Period, read_period
from askbot.portions import OWN, Portion, sentence_after
from askbot.quantities import find
from askbot.question import Question
from askbot.reading import changed
from askbot.reading.evidence import Evidence, Survey
from askbot.sorts import asked_for
from askbot.ties import alike
from askbot.types import Answer, Claim, Quantity
from askbot.words import stem

LEAST_SUPPORT = 0.6  # of the question's words, weighed, in the first sentence or above it
LEAST = 2  # figures make a series
_PARTS = re.compile(r"\b(?:per|an?|each|every)? ?(?P<part>quarter|month|half|year)(?:ly)?\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:average|mean)\b", re.IGNORECASE)
_WHEN_MOST = re.compile(
    r"^(?:in |during )?(?:which|what) (?P<part>quarter|month|half|year)\b[^?]*?"
    r"\b(?:(?P<most>most|highest|best|largest|biggest|strongest|busiest|greatest)|(?:least|fewest|lowest|worst|smallest|weakest|slowest))\b",
    re.IGNORECASE,
)
_MOST_SAID = re.compile(
    r"\b(?:most|least|highest|lowest|best|worst|record|peak\w*|largest|smallest|biggest|busiest|strongest|weakest|fewest|low|high"
    r"|slowest|greatest|bottom\w*|top\w*)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:(?P<average>average|mean)|(?P<sum>total|sum|combined|together|altogether)|difference)\b", re.IGNORECASE
)
# How many days a part of the year has at most.
_DAYS = {"month": 31, "quarter": 92, "half": 184, "year": 366}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One figure of a series and the time that it is of."""

    figure: Quantity
    period: Period


def series(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out what a question asks for from a series that begins in a sentence."""
    yield from _of_a_row(view, evidence)
    demand, asked = demand_of(view.asked.focus), view.asked
    average = _AVERAGE.search(asked.focus) is not None
    row = _series(view, evidence) if asked.periods or average else []
    score = naming.support(view, evidence) + OWN
    if average:
        part = _PARTS.search(asked.focus)
        within = [one for one in row if not asked.periods or _is_in(one.period, asked.periods[0])]
        # "The average from 2023 to 2025" is one of years.
        of_parts = bool(part or asked.periods) and all(
            _is_a(part["part"].lower() if part else "year", one.period) for one in within
        )
        if of_parts and (not asked.periods or _tiles(within, asked.periods[0])) and _follow(within):
            yield Portion("average", f"average({', '.join(_names(within))})", _names(within), score)
    elif len(asked.periods) > 1 and demand in (Demand.CHANGE, Demand.DIFFERENCE, Demand.FACTOR):
        ends = [next((one for one in row if _same(one.period, period)), None) for period in asked.periods]
        if len(ends) == LEAST and ends[0] and ends[1]:
            first, last = sorted((one for one in ends if one), key=lambda one: one.period.first)
            yield _against(demand, first.figure, last.figure, score)
    elif demand in (Demand.NONE, Demand.TOTAL) and len(asked.periods) == 1:
        within = [one for one in row if _is_in(one.period, asked.periods[0])]
        if len(within) >= LEAST and _tiles(within, asked.periods[0]):
            yield Portion("sum", f"sum({', '.join(_names(within))})", _names(within), score)


def _of_a_row(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """What a question asks to be done with figures of a row in one sentence; cited."""
    found = of_a_row(view.asked, evidence.text)
    if found is not None:
        operands = {name: evidence.cited(one) for name, one in found.operands.items()}
        yield replace(found, operands=operands)


def of_a_row(asked: Question, text: str) -> Portion | None:
    """Add up, average or hold against each other what a question names of a row told "respectively"; not yet cited.

    >>> from askbot.question import parse
    >>> text = "Ropes, sails and oars cost $3, $5 and $9, respectively."
    >>> of_a_row(parse("What is the average cost of ropes and oars?"), text).expression
    'average(part_1, part_2)'
    """
    way, moved = _TOGETHER.search(asked.focus), changed.asks(asked)
    if not (way or moved) or not (pairs := respective.paired(text)):
        return None
    terms = [one for one in asked.terms if not _TOGETHER.fullmatch(one.text) and not changed.is_verb(one.lower)]
    said = wording(text)
    if not terms or any(said.holds(one.stem) < MATCHED for one in terms):
        return None
    chosen = respective.named(replace(asked, terms=tuple(terms)), text)
    if not LEAST <= len(chosen) <= len(pairs) or len({one.row for one in chosen}) > 1:
        return None
    own = [one for one in pairs if one.row == chosen[0].row]
    if not respective.tells_of(own, text, [one.stem for one in terms if not one.text.isdigit()]):
        return None
    unit = next((one.figure.unit for one in reversed(chosen) if one.figure.unit), "")
    row = [one.figure if one.figure.unit else replace(one.figure, unit=unit) for one in chosen]
    if moved:
        if len(row) != LEAST or not all(one.periods for one in chosen) or unit in ("%", "pp"):
            return None
        (_, before), (_, after) = sorted(
            ((one.periods[0].last, figure) for one, figure in zip(chosen, row, strict=True)), key=lambda one: one[0]
        )
        fell = after.value < before.value
        if fell != changed.asks_of_a_fall(asked) and not changed.asks_either_way(asked):
            return None
        return _against(Demand.DIFFERENCE, before, after, 1.0 + 2 * OWN)
    # All of a row only where the question names each, by its word or its year.
    dated = asked.periods or any(all(term.text == one.iso for one in pair.periods) for pair in chosen for term in terms)
    if not dated and not all(any(term.stem in one.words for term in terms) for one in chosen):
        return None
    names = {f"part_{n}": one for n, one in enumerate(row, 1)}
    score = 1.0 + 2 * OWN
    if way and way["average"]:
        return Portion("average", f"average({', '.join(names)})", names, score)
    if way and way["sum"]:
        return Portion("sum", f"sum({', '.join(names)})", names, score)
    smaller, larger = min(row, key=lambda one: one.value), max(row, key=lambda one: one.value)
    ends = {"larger": larger, "smaller": smaller}
    return Portion("difference", "larger - smaller", ends, score) if len(row) == LEAST else None


def _names(row: Sequence[_Stretch]) -> dict[str, Quantity]:
    """The figures of a series under the names of operands."""
    return {f"part_{n}": one.figure for n, one in enumerate(row, 1)}


def asks_when(question: str) -> bool:
    """Say whether a question asks for the part of a year, or the year, in which there was most or least."""
    return _WHEN_MOST.match(question) is not None


def extreme(view: Survey) -> Answer | None:
    """Say in which part of the year there was most, or least, of what a question asks for; None where several were."""
    found = _WHEN_MOST.match(view.asked.focus)
    for evidence in view.evidence if found else ():
        row = [one for one in _series(view, evidence) if found and _is_a(found["part"].lower(), one.period)]
        if view.asked.periods:
            row = [one for one in row if _is_in(one.period, view.asked.periods[0])]
        if len(row) < LEAST or found is None or not _follow(row):
            continue
        row.sort(key=lambda one: -one.figure.value if found["most"] else one.figure.value)
        best, citation = row[0], row[0].figure.citation
        if best.figure.value == row[1].figure.value or citation is None:
            return None
        when = best.period.printed.removeprefix("the ")
        part = found["part"].lower()
        when = when if part in when or part in ("month", "year") else f"{when} {part}"
        cited = tuple(dict.fromkeys(one.figure.citation for one in row if one.figure.citation))
        places = ((citation.document_id, best.figure.start, best.figure.end),)
        claim = Claim(f"{when} ({best.figure.printed})", cited)
        return Answer(view.asked.text, view.asked.text, short=when, claims=(claim,), highlights=places)
    return None


def is_guessed(answer: Answer) -> bool:
    """Say whether a part of the year was read where nothing that is cited says that there was most, or least, in it."""
    quotes = " ".join(one.quote for one in answer.citations)
    return bool(answer.claims) and _MOST_SAID.search(quotes) is None


def _series(view: Survey, evidence: Evidence) -> list[_Stretch]:
    """The figures of a sentence, and of those that go on right behind it, each of a time of its own; else none."""
    if evidence.match.missing_names or naming.support(view, evidence) < LEAST_SUPPORT:
        return []
    row = _of(view, evidence)
    others = evidence.profile.subjects - view.names
    while row and (behind := sentence_after(view, evidence)) is not None:
        more = _of(view, behind)
        if not more or wording(behind.text).stems & others or not alike(row[0].figure, more[0].figure):
            break
        row, evidence = [*row, *more], behind
    apart = len({(one.period.first, one.period.last) for one in row}) == len(row)
    return sorted(row, key=lambda one: one.period.first) if len(row) >= LEAST and apart else []


def _of(view: Survey, evidence: Evidence) -> list[_Stretch]:
    text = evidence.text
    figures = [one for one in find(text, published=evidence.profile.dated) if one.unit not in ("%", "x", "pp")]
    figures = [one for one in figures if one.period and alike(figures[0], one)]
    figures = [one for one in figures if naming.of_the_asked(view, evidence, one)]
    if not figures or not any(
        asked_for(view.asked, one, text) or any(term.stem == stem(one.unit) for term in view.asked.terms)
        for one in figures
    ):
        return []
    unit = next((one.unit for one in figures if one.unit), "")
    cited = [evidence.cited(one if one.unit else replace(one, unit=unit)) for one in figures]
    return [_Stretch(one, _named(one, evidence)) for one in cited]


def _named(figure: Quantity, evidence: Evidence) -> Period:
    """The period of a figure, as its sentence names it."""
    own = read_period(figure.period or "")
    return next((one for one in evidence.periods if _same(one, own)), own)


def _against(demand: Demand, before: Quantity, after: Quantity, score: float) -> Portion:
    operands = {"before": before, "after": after}
    falls = after.value < before.value
    if demand is Demand.FACTOR:
        return Portion("factor", "ratio(after, before)", operands, score)
    if demand is Demand.CHANGE:
        expression = "share(before - after, before)" if falls else "change(after, before)"
        return Portion("fall" if falls else "rise", expression, operands, score)
    return Portion("fall" if falls else "rise", "before - after" if falls else "after - before", operands, score)


def _same(one: Period, other: Period) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _is_in(one: Period, whole: Period) -> bool:
    return whole.first <= one.first and one.last <= whole.last and not _same(one, whole)


def _is_a(part: str, period: Period) -> bool:
    days = (period.last - period.first).days + 1
    return 0.9 * _DAYS[part] <= days <= _DAYS[part]


def _follow(row: Sequence[_Stretch]) -> bool:
    """Each begins on the day after the one before it ends."""
    if len(row) < LEAST:
        return False
    ends = [one.period.last + timedelta(days=1) for one in row[:-1]]
    return ends == [one.period.first for one in row[1:]]


def _tiles(row: Sequence[_Stretch], whole: Period) -> bool:
    return _follow(row) and row[0].period.first == whole.first and row[-1].period.last == whole.last
