"""Calculations that the operation model outlines: it says what is to be done with which figures of several sentences.

The model was trained on number questions in any words (`training/reader/operations.py`). Whether the figures are of
those and of the time asked about, and whether they go together, is not its affair, but this module's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from askbot import conditions, lexicon, mismatches, naming, percentages
from askbot.calculator import evaluate
from askbot.demands import RATE, Demand, demand_of
from askbot.errors import CalculationError
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.operation_model import OPERATIONS, Outline, Parts
from askbot.owners import of_both_and_one
from askbot.periods import Period, find_periods
from askbot.quantities import find
from askbot.question import FIGURES, Question, QuestionKind
from askbot.reader import dated
from askbot.reading import tense, times
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.kinds import kind_of
from askbot.ties import Bond, ties
from askbot.types import Answer, Calculation, Origin, Quantity, RefusalReason
from askbot.units import MEASURED_OR_TIMED, currency, is_plural, singular

MOST_CHARACTERS = 1_100  # of sentences read at once
MOST_PARTS = 9
MOST_PAIRS = 6  # of operands, of an operation
MOST_PROGRAMS = 6  # of which the first whose figures go together is taken
WHOLE, SEVERAL = 100, 2
LEAST_MONEY = Fraction(1, 100)
UNLIKE = "counts of different things"  # as the calculator notes it
# The log-probability from which a calculation is told. Of the number questions of ten articles that the model was not
# trained on it tells 60 so rightly and 4 wrongly, between there and -1.5 22 and 16 (docs/decisions/0016-operations.md).
LEAST = -1.0
# A sentence that begins so is read behind what comes before it.
NEEDS = re.compile(
    r"(?:It|He|She|They|Its|His|Her|Their|This|That|These|Those|Both|Neither|There|The [a-z]+|Of|Another|Such)\b"
)
_COUNTED = re.compile(
    r"(?:[\w'’ ]+, )?how many (?:more |fewer |other |extra )?(?!times|per|points|percentage)(?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:fall|fell|fallen|drop\w*|shr[aiu]nk|los[et]|cut|declin\w+|decreas\w+|ris[en]\w*|rose|gr[eo]w\w*|increas\w+|climb\w*|gain\w*|chang\w+)\b",
    re.IGNORECASE,
)
_KINDS = (QuestionKind.FACT, QuestionKind.LIST)
_OTHERS = re.compile(
    r"\b(?:not|never|neither|nor|no|non|others?|else|elsewhere|outside|beyond|abroad|overseas|rest|remain\w*|left|apart|except|exclud\w+"
    r"|without|besides|instead|still|missing|lack\w*|un[a-z]{4,}|balance|away from|rather than)\b|n['’]t\b",
    re.IGNORECASE,
)
_ALL = {"sum": "sum", "mean": "average", "rest": "rest"}  # all operands count alike
# The name, the expression, and what its first and its second operand are called.
_OF_TWO = {
    "difference": ("difference", "larger - smaller", "larger", "smaller"),
    "times": ("factor", "ratio(one, other)", "one", "other"),
    "share": ("share", "share(part, whole)", "part", "whole"),
    "change": ("change", "change(after, before)", "after", "before"),
    "each": ("for each", "amount / count", "amount", "count"),
    "product": ("product", "amount * count", "amount", "count"),
    "part": ("part", "share of amount", "amount", "share"),
    "before-rise": ("before", "before(now, rise)", "now", "rise"),
    "before-fall": ("before", "whole(now, rest(fall))", "now", "fall"),
    "rise": ("raised", "raised(amount, rise)", "amount", "rise"),
    "fall": ("lowered", "lowered(amount, fall)", "amount", "fall"),
    "whole": ("whole", "whole(part, share)", "part", "share"),
}
_COMPARING = ("each", "share", "times")
_BY_SHARE = ("part", "before-rise", "before-fall", "rise", "fall", "whole")


class Outlines(Protocol):
    """The operation model, seen from here."""

    def outline(
        self, question: str, text: str, in_question: Sequence[tuple[int, int]], in_text: Sequence[tuple[int, int]]
    ) -> Outline:
        """Return what is to be done with which of the figures."""
        ...


@dataclass(frozen=True, slots=True)
class Guess:
    """A calculation, and what its result counts, where the question says so ("")."""

    calculation: Calculation
    counted: str


@dataclass(frozen=True, slots=True)
class _Figure:
    quantity: Quantity
    evidence: Evidence | None = None  # None for one that the question gives
    period: Period | None = None  # of a date


def may_ask(asked: Question, answer: Answer) -> bool:
    """Say whether a question that was refused may be one that has to be worked out."""
    open_to = demand_of(asked.focus) is not Demand.NONE or find(asked.focus)  # where no sort of answer is named
    if asked.kind not in _KINDS or answer.refusal is None or not (asked.wanted & FIGURES if asked.wanted else open_to):
        return False
    return answer.refusal.reason in (RefusalReason.NO_EVIDENCE, RefusalReason.NOT_COMPUTABLE)


def outlined(view: Survey, model: Outlines) -> Guess | None:
    """Work a question out as the model outlines it; None where nothing is to be, or the figures don't go together."""
    text, printed, places = _read(view)
    if not printed:
        return None
    asked = view.asked
    given, given_places = _given(asked.text)
    made = model.outline(asked.text, text, given_places, places)
    both = zip([*given, *printed], [*made.of_question, *made.of_text], strict=True)
    found = _once([(figure, parts) for figure, parts in both if parts is not None])
    ranked = sorted(programs(made.operations, [parts for _, parts in found]), reverse=True)
    counted = _COUNTED.match(asked.focus)
    noun = singular(counted["noun"].lower()) if counted and is_plural(counted["noun"].lower()) else ""
    supposed = conditions.split(asked.text).conditions
    for likely, operation, firsts, seconds in ranked[:MOST_PROGRAMS]:
        if operation == "open" or likely < LEAST:
            return None
        if supposed and all(found[i][0].evidence is not None for i in (*firsts, *seconds)):
            continue  # "if burn rises" changes none of these
        sides = [[found[i][0] for i in side] for side in (firsts, seconds)]
        if not _is_of_the_asked(view, [*sides[0], *sides[1]]):
            continue
        if _is_misread(view, operation, [*sides[0], *sides[1]]):
            continue
        calculation = _worked_out(operation, *sides)
        if calculation is not None and _is_plausible(asked, operation, calculation, noun):
            return Guess(calculation, noun)
    return None


def _read(view: Survey) -> tuple[str, list[_Figure], list[tuple[int, int]]]:
    """What the model reads: sentences of one article that share most with the question, as many as it takes, in order.

    One that points back has what comes before in front of it. Returned with the figures and where they stand.
    """
    chosen: list[Evidence] = []
    room = MOST_CHARACTERS
    for one in view.evidence:
        if len(one.text) <= room and (not chosen or one.passage.document_id == chosen[0].passage.document_id):
            chosen.append(one)
            room -= len(one.text)
    text, figures, places = "", [], []
    for one in sorted(chosen, key=lambda one: one.passage.start):
        lead = one.scene.lead if NEEDS.match(one.text) else ""
        if lead and lead not in text and len(lead) <= room:
            text += f" {lead}" if text else lead
            room -= len(lead)
        text += " " if text else ""
        for figure in _figures(one):
            figures.append(figure)
            start = figure.quantity.start - one.passage.start + len(text)
            places.append((start, start + figure.quantity.end - figure.quantity.start))
        text += one.text
    return text, figures, places


def _given(question: str) -> tuple[list[_Figure], list[tuple[int, int]]]:
    """The figures and dates that the question itself gives, and where they stand."""
    found = find(question)
    made = [(one, None) for one in found] + [(dated(one), one) for one in _dates(find_periods(question), found)]
    figures = [_Figure(replace(one, origin=Origin.ASSUMED, start=0, end=0), None, period) for one, period in made]
    return figures, [(one.start, one.end) for one, _ in made]


def _figures(one: Evidence) -> list[_Figure]:
    """The figures and dates of a sentence, cited, in order."""
    found = find(one.text, published=one.profile.dated)
    made = [_Figure(one.cited(figure), one) for figure in found]
    made += [_Figure(one.cited(dated(period)), one, period) for period in _dates(one.periods, found)]
    return sorted(made, key=lambda figure: figure.quantity.start)


def _dates(periods: Sequence[Period], figures: Sequence[Quantity]) -> list[Period]:
    """The periods that are no part of a figure, and have an end."""
    return [
        one
        for one in periods
        if one.last != date.max and not any(q.start < one.end and one.start < q.end for q in figures)
    ]


def _once(found: Sequence[tuple[_Figure, Parts]]) -> list[tuple[_Figure, Parts]]:
    """The same figures, each amount where it most likely has a part: what is printed twice is counted once."""
    best: dict[tuple[object, str, bool], tuple[_Figure, Parts]] = {}
    for figure, parts in found:
        key = figure.quantity.value, figure.quantity.unit, figure.period is not None
        if key not in best or parts.none < best[key][1].none:
            best[key] = figure, parts
    return list(best.values())


def programs(
    operations: Mapping[str, float], parts: Sequence[Parts]
) -> Iterator[tuple[float, str, tuple[int, ...], tuple[int, ...]]]:
    """Every operation with its likeliest operands: the log-probability of all that it says of the figures, and them."""
    first = [one.first - one.none for one in parts]
    second = [one.second - one.none for one in parts]
    none = sum(one.none for one in parts)
    yield operations["open"], "open", (), ()
    for name in OPERATIONS:
        if name in _ALL:
            order = sorted(range(len(parts)), key=lambda i: -first[i])
            fewest = 1 if name == "rest" else 2
            taken = [i for n, i in enumerate(order) if n < fewest or first[i] > 0][:MOST_PARTS]
            if len(taken) >= fewest:
                yield operations[name] + none + sum(first[i] for i in taken), name, tuple(sorted(taken)), ()
        elif name != "open":
            pairs = ((first[i] + second[k], i, k) for i in range(len(parts)) for k in range(len(parts)) if i != k)
            for worth, i, k in sorted(pairs, reverse=True)[:MOST_PAIRS]:
                others = [j for j in range(len(parts)) if name == "left" and j not in (i, k) and second[j] > 0]
                more = sum(second[j] for j in others[:MOST_PARTS])
                yield operations[name] + none + worth + more, name, (i,), tuple(sorted([k, *others[:MOST_PARTS]]))


def _is_of_the_asked(view: Survey, used: Sequence[_Figure]) -> bool:
    """Say whether the sentences speak of everybody whom the question names, and of the time that it asks about."""
    own = [one for one in used if one.evidence is not None]
    told = [one.evidence for one in own if one.evidence is not None]
    missing = [{term.stem for term in one.match.missing_names} for one in told]
    if not own or any(all(name in lacks for lacks in missing) for name in view.names):
        return False
    if not _tells_of_each(view, told) or any(_of_a_namesake(view, one) for one in told):
        return False
    apart = len({one.passage.heading for one in told}) > 1  # whom "it" stands for elsewhere nobody has said
    if apart and any(NEEDS.match(one.text) and not wording(one.text).stems & view.names for one in told):
        return False
    for one in own:
        evidence, figure = one.evidence, one.quantity
        if evidence is None or not tense.foretells(view.asked, evidence.text):
            return False
        start = figure.start - evidence.passage.start
        if not naming.of_the_asked(view, evidence, replace(figure, start=start, end=start + len(figure.printed))):
            return False
        dated_otherwise = not times.period_fits(view.asked, evidence.text, evidence.periods, start)
        if view.asked.periods and one.period is None and dated_otherwise:
            return False
    return True


def _tells_of_each(view: Survey, used: Sequence[Evidence]) -> bool:
    """Say whether the sentences print each of the article's subjects that a question names, where it names several."""
    asked = view.names & frozenset[str]().union(*(one.profile.subjects for one in used))
    printed = [wording(f"{one.scene.lead} {one.text}") for one in used]
    return len(asked) < SEVERAL or all(any(one.holds(name) >= MATCHED for one in printed) for name in asked)


def _of_a_namesake(view: Survey, evidence: Evidence) -> bool:
    """Say whether a sentence goes on otherwise after the first word of a name: "Arn Water", not "Arn Lines"."""
    told = f"{evidence.scene.lead} {evidence.text}" if NEEDS.match(evidence.text) else evidence.text
    return any(
        re.search(rf"\b{re.escape(first.text)} (?!{re.escape(second.text)}\b)[A-Z][a-z]", told)
        for first, second in pairwise(view.asked.terms)
        if first.capitalised and second.capitalised and second.start - first.end <= 1
    )


def _are_tied(used: Sequence[_Figure], bond: Bond) -> bool:
    """Say whether a sentence gives its figures so: one as a part of another, or two side by side."""
    text = used[0].evidence.text if used[0].evidence is not None else ""
    amounts = {one.quantity.value for one in used}
    return any(tie.bond is bond and {tie.first.value, tie.second.value} == amounts for tie in ties(text, find(text)))


def _is_misread(view: Survey, operation: str, used: Sequence[_Figure]) -> bool:
    """Say whether a sentence ties its figures together otherwise than an operation has it.

    A part of the cash is not what it was before, and who voted against not all voters. Who asks how many have "fewer
    than 100" doesn't ask for the others, where a sentence has that 100 too. What is of two times isn't added up.
    """
    asked, periods = view.asked, {one.quantity.period for one in used} - {None}
    if operation not in ("change", "difference") and len(periods) > 1:
        return True
    places = [(e.text, one.quantity.start - e.passage.start) for one in used if (e := one.evidence)]
    if operation in _COMPARING and not any(term.text[:1].isupper() for term in asked.terms) and of_both_and_one(places):
        return True
    others = {bool(e.match.missing_names) and not NEEDS.match(e.text) for one in used if (e := one.evidence)}
    if operation == "change" and len(others) > 1:
        return True  # what the one named has, and what somebody else has
    if operation == "each" and (count := used[-1]).evidence is not None:
        at = count.quantity.end - count.evidence.passage.start
        if count.quantity.value < 1 or RATE.match(count.evidence.text, at):
            return True  # "30 wheels, three to a cart"
    if operation == "rest" and not _asks_for_others(asked, used):
        return True
    if _is_another_percentage(view, operation, used):
        return True
    if operation in ("change", "difference") and _CHANGED.search(asked.focus):
        return any(_are_tied(used, bond) for bond in (Bond.PART, Bond.MORE, Bond.FEWER))
    if operation == "share":
        return _are_tied(used, Bond.PAIR) and not _are_tied(used, Bond.PART)
    if operation != "left":
        return False
    amounts = {one.quantity.value for one in used}
    printed = {one.value for figure in used if figure.evidence for one in find(figure.evidence.text)}
    return any(one.value in printed - amounts for one in find(asked.text))


def _is_another_percentage(view: Survey, operation: str, used: Sequence[_Figure]) -> bool:
    """Say whether a percentage is of a change the other way, or a share of another whole than the one taken."""
    for one in used:
        if one.quantity.unit != "%" or one.evidence is None:
            continue
        start = one.quantity.start - one.evidence.passage.start
        place = one.evidence.text, start, start + len(one.quantity.printed)
        if percentages.goes_the_other_way(operation, *place):
            return True
        if operation != "part":
            continue
        whole = next(other.quantity for other in used if other is not one)
        if percentages.denies_something_else(view.asked.focus, one.evidence.text):
            return True
        if percentages.of_another_whole(*place) or percentages.has_nearer_whole(one.evidence, whole, view.evidence):
            return True
    return False


def _asks_for_others(asked: Question, used: Sequence[_Figure]) -> bool:
    """Say whether a question asks for what its figures are not of: "not", "outside", or women where men are counted."""
    said = {token.stem for one in used if one.evidence for token in wording(one.evidence.text).tokens}
    return _OTHERS.search(asked.focus) is not None or any(lexicon.opposites(one.stem) & said for one in asked.terms)


def _is_plausible(asked: Question, operation: str, made: Calculation, noun: str) -> bool:
    """Say whether a result is of the sort asked for, and can be what its operation gives."""
    value, unit = Fraction(made.result.value), made.result.unit
    if any(note.startswith(UNLIKE) for note in made.notes):
        return False
    if "·" in unit or unit.count("/") > 1 or (operation not in ("change",) and value <= 0):
        return False
    if (operation == "share" and value > WHOLE) or (operation == "times" and value < 1):
        return False
    kind, wanted = kind_of(unit), asked.wanted & FIGURES
    if kind is Kind.MONEY and value < LEAST_MONEY:
        return False
    if wanted == {Kind.COUNT}:
        return kind is Kind.COUNT and "/" not in unit if operation != "each" else kind is Kind.COUNT
    if noun and kind is not Kind.COUNT:
        return unit in (noun, "pp") and kind is not Kind.MONEY
    if wanted in ({Kind.MONEY}, {Kind.DURATION}, {Kind.SHARE}, {Kind.MULTIPLE}):
        return kind in wanted
    return True


def _worked_out(operation: str, firsts: Sequence[_Figure], seconds: Sequence[_Figure]) -> Calculation | None:
    """The calculation, or None where its figures don't go together; a date goes with another one alone."""
    dates = [one.period is not None for one in (*firsts, *seconds)]
    if any(dates) and not (all(dates) and operation == "difference"):
        return None
    ones, others = [one.quantity for one in firsts], [one.quantity for one in seconds]
    try:
        if operation in _ALL:
            return _of_all(operation, _alike(firsts, ones))
        if operation == "left":
            return _left(_alike([*firsts, *seconds], [*ones, *others]))
        return _of_two(operation, *_alike([*firsts, *seconds], [*ones, *others]))
    except CalculationError:
        return None


def _of_all(operation: str, figures: Sequence[Quantity]) -> Calculation | None:
    total = max(one.value for one in figures)
    if operation != "rest" and len(figures) > SEVERAL and sum(one.value for one in figures) == 2 * total:
        return None  # one of them is the others together
    parts = {f"part_{n}": one for n, one in enumerate(figures, 1)}
    return evaluate(f"{_ALL[operation]}({', '.join(parts)})", parts, name=_ALL[operation])


def _left(figures: Sequence[Quantity]) -> Calculation | None:
    """A whole less its parts, all of them amounts or all of them shares of it."""
    whole, *others = figures
    shares = [one.unit == "%" for one in others]
    if mismatches.are_of_another(whole, others) or (whole.unit != "%" and any(shares) and not all(shares)):
        return None
    if whole.unit != "%" and any(shares):
        parts = {f"share_{n}": one for n, one in enumerate(others, 1)}
        return evaluate(f"lowered(whole, sum({', '.join(parts)}))", {"whole": whole, **parts}, name="left")
    parts = {f"part_{n}": one for n, one in enumerate(others, 1)}
    return evaluate(" - ".join(["whole", *parts]), {"whole": whole, **parts}, name="left")


def _of_two(operation: str, one: Quantity, other: Quantity) -> Calculation | None:
    if operation == "difference" and _gap(one, other) < 0:
        one, other = other, one
    if operation == "change":
        if one.value < 0 or other.value <= 0:
            return None
        if _gap(one, other) < 0:
            return evaluate("share(before - after, before)", {"before": other, "after": one}, name="fall")
    if operation == "part" and one.unit in ("%", "x"):
        one, other = other, one
    if operation in _BY_SHARE and (other.unit != "%" or other.value <= 0 or one.unit == "%"):
        return None
    if operation == "product":
        if "%" in (one.unit, other.unit):
            return None
        one, other = _multiplied(one, other)
    name, expression, first, second = _OF_TWO[operation]
    return evaluate(expression, {first: one, second: other}, name=name)


def _gap(one: Quantity, other: Quantity) -> Fraction:
    return Fraction(evaluate("one - other", {"one": one, "other": other}).result.value)


def _alike(figures: Sequence[_Figure], amounts: list[Quantity]) -> list[Quantity]:
    """The amounts, one without a unit in that of another of its sentence: "24 euros in Sund and 41 in Arn"."""
    told = [one for one in amounts if one.unit and kind_of(one.unit) is not Kind.COUNT]
    units, sentences = {one.unit for one in told}, {id(one.evidence) for one in figures}
    if len(units) != 1 or len(sentences) != 1 or "x" in units or len(told) == len(amounts):
        return amounts
    return [replace(one, unit=told[0].unit) if not one.unit else one for one in amounts]


def _multiplied(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    """Two factors, how often one is taken without its unit: twelve tickets, or hours, at 8 euros are 96 euros.

    Of a rate ("$5 a month" for two years) the calculator sees to the units.
    """
    for amount, often in ((one, other), (other, one)):
        priced = currency(amount.unit) is not None and "/" not in amount.unit and currency(often.unit) is None
        counted = kind_of(often.unit) is Kind.COUNT and often.unit not in MEASURED_OR_TIMED
        if (priced and often.unit not in ("%", "pp", "x")) or counted:
            return amount, replace(often, unit="")
    return one, other
