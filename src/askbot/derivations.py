"""Figures that a question asks for and the article gives in parts, side by side in one sentence.

What is asked of them (a share, a change, what there was before, so much for each) is said by a few words of the
question; which sentence, by the rest of them. How the sentence ties its figures together says which is which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from askbot import (
    companions,
    lifetimes,
    misfits,
    naming,
    outlook,
    remainders,
    rounds,
    series,
    stakes,
    successions,
    swings,
    timing,
    totals,
    trade,
)
from askbot.calculator import evaluate
from askbot.demands import EACH, EACH_TIME, EARLIER, RATE, TIME, Demand, asks_of_now, demand_of, same_time
from askbot.errors import CalculationError
from askbot.matching import wording
from askbot.periods import Period, read_period
from askbot.pointed import change, pointed
from askbot.portions import Portion, of_the_sentence_before, portions
from askbot.quantities import find
from askbot.question import Question
from askbot.reading import elsewhere, tense
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.governing import akin
from askbot.reading.halves import NEGATED
from askbot.reading.objections import ONE_OR_OTHER
from askbot.sorts import SPANS, asked_for, is_all_of_them, is_divisible, is_for_each, is_price_for
from askbot.ties import Bond, Tie, alike, is_given, ties
from askbot.types import Calculation, Quantity
from askbot.units import currency
from askbot.words import stem

LEAST_SUPPORT = 0.6  # of the question's words, weighed, in the sentence or above it
LEAST_PLAIN = 0.85  # where no word says that the figure has to be worked out
LEAST_LOCAL = 0.3  # and in the clause of the figures themselves
CLEAR = 0.2  # by which the best has to stand out before another that comes to something else
SENTENCES = 8
LEAP_DAYS = 2


@dataclass(frozen=True, slots=True)
class _Made:
    """A calculation that a sentence allows, and how well the sentence and its clause name what is asked for."""

    name: str
    expression: str
    operands: dict[str, Quantity]
    evidence: Evidence
    score: float
    unit: str = ""


def _made_of(one: Portion, evidence: Evidence) -> _Made:
    return _Made(one.name, one.expression, dict(one.operands), evidence, one.score, one.unit)


Make = Callable[[str, str, Mapping[str, Quantity]], Iterator[_Made]]


def derive(view: Survey) -> Calculation | None:
    """Work out what a question asks for from the figures of one sentence; None where none serves, or several do.

    Every operand is cited. A sentence serves if it bears out every name and most of the words of the question, if its
    own words tie its figures together as asked, and if no other that does comes to something else.
    """
    found: list[tuple[float, Calculation]] = []
    for portion, evidence in remainders.kept(view):
        if (calculation := _worked_out(_made_of(portion, evidence))) is not None:
            found.append((1.0 + CLEAR, calculation))
    for evidence in view.evidence[:SENTENCES]:
        if not tense.foretells(view.asked, evidence.text):
            continue  # what was says nothing of what will be
        for made in _of_one(view, evidence):
            if (calculation := _worked_out(made)) is not None:
                found.append((made.score, calculation))
    if stakes.asks_of_one(view.asked.focus):  # a stake is no amount out of another
        found = [one for one in found if all(not currency(part.unit) for part in one[1].operands.values())]
    if not found:
        return None
    found.sort(key=lambda one: -one[0])
    best, calculation = found[0]
    value = calculation.result.value.lstrip("-")
    rivals = [one for score, one in found[1:] if best - score < CLEAR and one.result.value.lstrip("-") != value]
    return None if rivals else calculation


def derive_pointed(view: Survey) -> Calculation | None:
    """Work it out from the figures that the reading model points at, where every sentence was read; None as above."""
    made = [done for one, way in pointed(view) if (done := _worked_out(_made_of(way, one))) is not None]
    return made[0] if len(made) == 1 else None


def _of_one(view: Survey, evidence: Evidence) -> Iterator[_Made]:
    support, demand = naming.support(view, evidence), demand_of(view.asked.focus)
    if not evidence.match.missing_names:
        for one in chain(rounds.rounds(view, evidence), totals.totals(view, evidence), series.series(view, evidence)):
            yield _made_of(one, evidence)
    told = chain(trade.trade(view, evidence), swings.swings(view, evidence), outlook.outlook(view, evidence))
    before = of_the_sentence_before(view, evidence) if demand is Demand.NONE else ()
    yield from (_made_of(one, evidence) for one in chain(told, before))
    if not evidence.match.missing_names and demand in (Demand.LACK, Demand.DIFFERENCE):
        yield from (_made_of(one, evidence) for one in remainders.lacking(view, evidence))
    if not evidence.match.missing_names:
        yield from (_made_of(one, evidence) for one in remainders.owed(view, evidence))
    if not evidence.match.missing_names and demand in (Demand.NONE, Demand.SHARE, Demand.OWN):
        found = chain(remainders.remainders(view, evidence), remainders.negated(view, evidence))
        found = chain(found, remainders.parts_of_it(view, evidence) if demand is Demand.SHARE else ())
        yield from (_made_of(one, evidence) for one in found)
    if demand is Demand.TOTAL and remainders.asks_what_stays(view.asked.focus):
        return  # those that stay after the others went are no sum
    if not evidence.match.missing_names and support >= LEAST_SUPPORT:
        yield from _from(view, evidence, support)


def _worked_out(made: _Made) -> Calculation | None:
    try:
        calculation = evaluate(made.expression, made.operands, name=made.name)
        if made.unit and made.unit not in calculation.result.unit.split("/"):
            calculation = evaluate(f"{made.unit}s({made.expression})", made.operands, name=made.name)
    except CalculationError:
        return None
    return None if "·" in calculation.result.unit or calculation.result.unit.count("/") > 1 else calculation


def _from(view: Survey, evidence: Evidence, support: float) -> Iterator[_Made]:
    text, asked = evidence.text, view.asked.focus
    demand = demand_of(asked)
    figures = find(text, published=evidence.profile.dated)
    bonds = ties(text, figures)

    def made(name: str, expression: str, operands: Mapping[str, Quantity]) -> Iterator[_Made]:
        local = naming.local(view, evidence, *operands.values())
        terms = naming.terms(view)
        if demand in (Demand.CHANGE, Demand.DIFFERENCE) and misfits.is_not_called(text, terms):
            return
        if any(
            currency(one.unit) and misfits.is_governed(text, naming.uncited(evidence, one), terms)
            for one in operands.values()
        ):
            return
        if demand in (Demand.CHANGE, Demand.DIFFERENCE) and not timing.agrees(view, evidence, operands.get("after")):
            return
        now = operands.get("now") if name == "before" else None
        others = [naming.uncited(evidence, one) for one in operands.values() if one is not now]
        if now is not None and naming.own_elsewhere(
            view, text, [one for one in figures if alike(one, now) and one not in others], naming.uncited(evidence, now)
        ):
            return
        if any(
            not naming.of_the_asked(view, evidence, one) or misfits.is_from_elsewhere(view.asked, text, one.end)
            for one in (naming.uncited(evidence, figure) for figure in operands.values())
        ):
            return
        several = any(sum(alike(one, other) for other in figures) > MOST_OF_A_SORT for one in operands.values())
        if local >= LEAST_LOCAL or (len(text) < SHORT_SENTENCE and not several):
            cited = {key: evidence.cited(quantity) for key, quantity in operands.items()}
            one = _Made(name, expression, cited, evidence, support + local / 2)
            if demand is not Demand.CHANGE or local or _is_called(view, one):
                yield one

    if EARLIER.search(asked) and demand in (Demand.SHARE, Demand.REST, Demand.EACH, Demand.TOTAL, Demand.FACTOR):
        return
    match demand:
        case Demand.AGE:
            for one in lifetimes.age(evidence, figures, support):
                yield _made_of(one, evidence)
        case Demand.TIME:
            lying = TIME.search(asked)
            unit = next(filter(None, lying.groups()), "") if lying else ""
            for one in lifetimes.between(evidence, support, unit.removesuffix("s")):
                yield _made_of(one, evidence)
        case Demand.CHANGE:
            for tie in bonds:
                sided = tie.bond is Bond.CHANGE or (tie.bond is Bond.PAIR and naming.sided(view, text, figures, tie))
                if sided and tie.first.unit not in ("%", "x") and is_price_for(view.asked, tie.first):
                    yield from _changed(made, tie, figures, down=bool(_FALLS.search(asked)))
        case Demand.FACTOR:
            for tie in bonds:
                if tie.bond is Bond.CHANGE and not _AS_MUCH.search(asked):
                    yield from made("factor", "ratio(after, before)", {"before": tie.first, "after": tie.second})
        case Demand.REST:
            shares = {f"part_{n}": one for n, one in enumerate((f for f in figures if f.unit == "%"), 1)}
            shares = remainders.without_the_others(view, text, shares)
            if shares and all(naming.local(view, evidence, share) > 0 for share in shares.values()):
                yield from made("rest", f"rest({', '.join(shares)})", shares)
        case Demand.SHARE:
            if remainders.is_of_the_rest(view, text):
                return
            for tie in bonds:
                # "1,250 of 2,000 people were for a pool": what is said behind the whole is said of the part.
                around = [one for one in figures if one is not tie.first or one.start < tie.second.start]
                own = naming.own(view, text, around, tie.second)
                if tie.bond is Bond.PART and tie.second.unit != "%" and own and not is_given(tie, asked):
                    names = {"part": tie.second, "whole": tie.first}
                    yield from (
                        replace(one, score=one.score + own) for one in made("share", "share(part, whole)", names)
                    )
        case Demand.DIFFERENCE:
            aged = _OF_TIME.search(asked) is not None
            for tie in bonds if not aged else ():
                several = sum(alike(tie.first, one) for one in figures) > MOST_OF_A_SORT
                others = [one for one in figures if one.start != tie.first.start]
                fits = (
                    tie.bond is Bond.CHANGE
                    and not _of_two(view, evidence)
                    and not naming.own_elsewhere(view, text, others, tie.second)
                ) or (tie.bond is Bond.PAIR and not several and naming.sided(view, text, figures, tie))
                if fits and any(asked_for(view.asked, one, text) for one in (tie.first, tie.second)):
                    names = {"one": tie.first, "other": tie.second}
                    yield from made("difference", "most(one, other) - least(one, other)", names)
        case Demand.BEFORE:
            yield from _earlier(view, evidence, bonds, made)
        case Demand.TOTAL:
            yield from (one for one in _totals(view.asked, text, figures, made) if _is_called(view, one))
        case Demand.EACH:
            if each := EACH.search(asked):
                found = _for_each(view.asked, text, figures, each["each"], made)
                yield from (one for one in found if _is_called(view, one))
        case _:
            if timing.asks_of_a_year(view.asked) or asks_of_now(asked, text):
                yield from _earlier(view, evidence, bonds, made)
            for one in portions(view, evidence, support) if support >= LEAST_PLAIN else ():
                yield _made_of(one, evidence)
            if not elsewhere.asks_the_price(asked):
                yield from _of_a_whole(view, evidence, bonds, made, plain=support >= LEAST_PLAIN)
            if each := EACH_TIME.search(asked):
                yield from _for_each(view.asked, text, figures, each["each"], made)


_FALLS = re.compile(
    r"\b(?:fall|fell|fallen|drop(?:ped)?|declin\w+|decreas\w+|shrunk|shrink|less|lower|cheaper|fewer|reduc\w+|cut)\b",
    re.IGNORECASE,
)
_AS_MUCH = re.compile(r"\bas (?:much|many) as\b", re.IGNORECASE)  # of two, not of one before and after
_OF_TIME = re.compile(
    r"\b(?:older|younger|newer)\b|\bhow (?:much|many [a-z]+) (?:earlier|later)\b", re.IGNORECASE
)  # no other difference answers it
SHORT_SENTENCE = 140
MOST_OF_A_SORT = 2


def _changed(made: Make, tie: Tie, figures: Sequence[Quantity], *, down: bool) -> Iterator[_Made]:
    if tie.bond is Bond.PAIR:
        if sum(alike(tie.first, one) for one in figures) > MOST_OF_A_SORT:
            return
        large, small = sorted((tie.first, tie.second), key=lambda one: -one.value)
        if down:
            yield from made(
                "percentage difference", "share(larger - smaller, larger)", {"larger": large, "smaller": small}
            )
        else:
            yield from made("percentage difference", "change(larger, smaller)", {"larger": large, "smaller": small})
    elif tie.second.value < tie.first.value or not down:
        yield from made(*change(tie))


def _earlier(view: Survey, evidence: Evidence, bonds: Sequence[Tie], make: Make) -> Iterator[_Made]:
    """What there was before, where the sentence says by how much or how many times it is more or fewer now."""
    for tie in bonds:
        first, second = tie.first, tie.second
        if not asked_for(view.asked, first, evidence.text) or not _years_fit(view, evidence, second):
            continue
        match tie.bond:
            case Bond.MORE if second.unit == "%":
                yield from make("before", "before(now, growth)", {"now": first, "growth": second})
            case Bond.FEWER if second.unit == "%":
                yield from _fallen(make, first, second)
            case Bond.MORE:
                yield from make("before", "now - more", {"now": first, "more": second})
            case Bond.FEWER:
                yield from make("before", "now + fewer", {"now": first, "fewer": second})
            case Bond.TIMES:
                yield from make("before", "now / times", {"now": first, "times": second})
            case _:
                continue
    for figure in find(evidence.text, published=evidence.profile.dated):
        if figure.unit in ("%", "x") or not asked_for(view.asked, figure, evidence.text):
            continue
        if any(one.iso == figure.period for one in view.asked.periods):
            continue  # it is the figure of that year itself
        now = evidence.cited(figure)
        grown = companions.growth(now)
        if grown is not None and _years_fit(view, evidence, figure):
            if any(tie.second.start + evidence.citation().start == grown.start for tie in bonds):
                continue
            if grown.value < 0:
                yield from _fallen(make, now, replace(grown, value=-grown.value))
            else:
                yield from make("before", "before(now, growth)", {"now": now, "growth": grown})


def _fallen(make: Make, now: Quantity, fall: Quantity) -> Iterator[_Made]:
    """What fell by so many percent to this."""
    yield from make("before", "before(now, change)", {"now": now, "change": replace(fall, value=-fall.value)})


def _years_fit(view: Survey, evidence: Evidence, figure: Quantity) -> bool:
    """A year that the question names is the one before the figure's own, or the one that the comparison names."""
    behind = evidence.text[naming.uncited(evidence, figure).start :][:90]
    if not view.asked.periods:
        return same_time(view.asked.focus, behind)
    asked = view.asked.periods[-1]
    if " of " in asked.printed and asked.printed not in behind:
        return False  # of a year nothing is told of its first quarter
    if (compared := successions.compared_year(behind, figure, asked.first.year)) is not None:
        return compared
    dates = [period for period in evidence.periods if period.first.year == period.last.year]
    if any(not _as_long(asked, period) for period in dates if period.first != period.last):
        return False  # what half a year came to says nothing of the whole one before
    if figure.period is not None:
        dates = [*dates, read_period(figure.period)]
    years = {period.last.year for period in dates} or _years_above(view, evidence)
    return years == {asked.first.year + 1}


def _as_long(one: Period, other: Period) -> bool:
    return abs((one.last - one.first) - (other.last - other.first)).days <= LEAP_DAYS


def _years_above(view: Survey, evidence: Evidence) -> set[int]:
    """The year that the nearest dated sentence above speaks of; empty where none is seen."""
    above = [
        one
        for one in view.evidence
        if one.passage.document_id == evidence.passage.document_id
        and one.scene.heading == evidence.scene.heading
        and one.passage.start < evidence.passage.start
        and one.periods
    ]
    if not above:
        return set()
    first = min(above, key=lambda one: one.passage.start)
    return {first.periods[0].last.year}


def _for_each(asked: Question, text: str, figures: Sequence[Quantity], each: str, make: Make) -> Iterator[_Made]:
    """So much of one figure of the sentence for each of what another one counts."""
    words = [word for word in re.split(r"[ -]", each.lower()) if word]
    below = [
        figure
        for figure in figures
        if figure.value
        and any(is_for_each(figure, word, words, text) for word in words)
        and not RATE.match(text, figure.end)  # "30 wheels, three to a cart"
    ] or [figure for figure in figures if is_all_of_them(figure, words, text)]
    above = [
        figure
        for figure in figures
        if figure not in below and is_divisible(figure, text) and asked_for(asked, figure, text)
    ]
    above = (
        [figure for figure in above if "/" not in figure.unit or figure.unit.split("/")[1] in SPANS] if above else above
    )
    if len(below) == 1 and len(above) == 1 and below[0].value >= 1:
        unit, _, span = above[0].unit.partition("/")
        if span and re.search(rf"\b(?:an?|per|each|every) {span}\b", asked.focus):
            above = [replace(above[0], unit=unit)]  # "how much a year": the year is said
        yield from make(f"for each {words[-1]}", "amount / count", {"amount": above[0], "count": below[0]})


def _is_called(view: Survey, one: _Made) -> bool:
    """The figures' own sentence holds a word that names them, not a name: what stands above may speak of others."""
    telling = [term for term in naming.terms(view) if term.stem not in view.names]
    here = wording(one.evidence.text).stems
    return not telling or any(akin(term.stem, word) for term in telling for word in here)


def _totals(asked: Question, text: str, figures: Sequence[Quantity], make: Make) -> Iterator[_Made]:
    """Figures of a sort added up, or a rate over the time that it runs."""
    spans = [figure for figure in figures if figure.unit in SPANS]
    rates = [
        figure
        for figure in figures
        if figure.unit.partition("/")[2] in SPANS and figure.unit.partition("/")[0] not in SPANS
    ]
    if len(spans) == 1 and len(rates) == 1 and rates[0].unit.endswith(f"/{spans[0].unit}"):
        yield from make("total", "rate * time", {"rate": rates[0], "time": spans[0]})
        return
    for first in figures:
        if first.unit in ("%", "x") or "/" in first.unit or not asked_for(asked, first, text):
            continue
        row = [
            first,
            *(
                one
                for one in figures
                if one.start > first.start and alike(first, one) and "/" not in one.unit
                if not re.match(r"\s*of (?:the|its|them|those|these)\b", text[one.end :])
            ),
        ]
        row = totals.of_the_pair(asked, text, [one for one in row if not totals.is_a_value(asked, text, one)])
        between = [text[one.end : other.start] for one, other in pairwise(row)]
        joined = len(row) > 1 and all(
            re.search(r",|\band\b|\bplus\b|\bas well as\b", gap)
            and not re.search(r"\bof\b.*\bwh|\bthan\b|\bto\s*$", gap)
            for gap in between
        )
        joined = joined and not any(ONE_OR_OTHER.match(text, one.end) for one in row)  # each has its own
        tied = (Bond.PART, Bond.MORE, Bond.FEWER, Bond.CHANGE)
        if joined and not any(tie.bond in tied for tie in ties(text, row)) and not totals.are_apart(asked, text, row):
            names = {f"part_{n}": figure for n, figure in enumerate(row, 1)}
            yield from make("sum", f"sum({', '.join(names)})", names)
        return


def _of_a_whole(view: Survey, evidence: Evidence, bonds: Sequence[Tie], make: Make, *, plain: bool) -> Iterator[_Made]:
    """A part in money or numbers, where the sentence gives the part in percent and the whole."""
    for tie in bonds:
        if tie.bond is not Bond.PART or tie.second.unit != "%" or not asked_for(view.asked, tie.first, evidence.text):
            continue
        named = naming.names_the_part(view, evidence.text, tie)
        if not plain and not named:
            continue
        # "A wall for £5 million, of which each pays a tenth": what the wall costs is the whole.
        # What is said behind the whole is said of the part, as above.
        around = [one for one in find(evidence.text) if one.start != tie.first.start or one.start < tie.second.start]
        own = naming.own(view, evidence.text, find(evidence.text), tie.second, aside=naming.PAYING)
        others = NEGATED.search(view.asked.focus) or naming.own_elsewhere(view, evidence.text, around, tie.second)
        if not own and tie.second.start < tie.first.start and not others:
            own = naming.own(view, evidence.text, around, tie.second, aside=naming.PAYING)
        if named or own:
            names = {"share": tie.second, "whole": tie.first}
            yield from (replace(one, score=one.score + (own or 1.0)) for one in make("part", "share of whole", names))


def _of_two(view: Survey, evidence: Evidence) -> bool:
    """Both of the article's own two are asked about: what one had before and after is not what they differ by."""
    main = {stem(name.lower()) for name in evidence.profile.main}
    return len(main) > 1 and main <= view.names
