"""Figures of one document that disagree with each other, each with its sentences and the arithmetic.

It speaks up only where the words tie the figures together and no rounding, hedge or other reading makes them agree:
a false alarm costs more than a miss. Pure; it is handed the document cut into sentences.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from askbot import ratios, sums
from askbot.errors import CalculationError
from askbot.periods import Period, read_period
from askbot.precision import Range, is_limit, meant
from askbot.statements import FIGURE, Statement, discrepancy, named, short, statements, worked
from askbot.types import Answer, Discrepancy, Document, Flag, Passage, Quantity, Severity
from askbot.units import currency

# "$5 million, approximately RMB 35 million": one amount in two currencies.
_CONVERTED = re.compile(
    r"«([0-9]+)»,? ?(?:\(|(?:or|which is|that is|i\.e\.,?|equivalent to|equal to|worth) )?(?:or )?«([0-9]+)»"
)
# Two rates of one time differ by a little rounding, those of two years by more.
_RATES_DIFFER, _RATES_FAR = Fraction(3, 100), Fraction(1, 5)
_CONTRAST = re.compile(
    r"\b(?:while|whereas|compared (?:to|with)|in comparison|by comparison|versus|vs\.?|as against|in contrast)\b",
)
_OPENS_CONTRAST = re.compile(r"^(?:In|By) (?:comparison|contrast)\b|^Compared (?:to|with)\b")
_FEWEST_DAYS = 28  # a shorter period is a date or a week, and such are compared all the time
_STATED = re.compile(
    r"\b(?P<who>[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,2})[’']s"
    r" (?P<metric>(?!own\b)[a-z][a-z-]*(?: (?!in\b|for\b|of\b)[a-z-]+){0,3}?)"
    r"(?: (?:in|for|as of|at|during|on)\b[^«».;:]{0,50}?)?,?"
    r" (?:was|were|stood at|reached|amounted to|totalled|totaled|came to|of) «(?P<figure>[0-9]+)»"
)
_MONTHS = tuple(calendar.month_name)
_MOST_FINDINGS = 200  # of one document; more is a table read as prose


def find(document: Document, passages: Sequence[Passage]) -> list[Discrepancy]:
    """Find the figures of a document that disagree, in the order of the text.

    `passages` are its sentences, in order. Each discrepancy quotes the sentences of all figures that it is about and
    has the calculation whose result isn't what is printed. Time grows linearly with the text but for sections.
    """
    said = statements(document, passages)
    found: list[Discrepancy] = []
    for section in _sections(said):
        for position, statement in enumerate(section):
            if not statement.figures:
                continue
            found += _borne(sums.check(statement, section[max(0, position - 6) : position]))
            found += _borne(ratios.check(statement, section[max(0, position - 12) : position + 6]))
            found += _borne(_periods(statement, section[position - 1] if position else None))
    found += [*_borne(_rates(said)), *_borne(_values(said))]
    return sorted(found, key=lambda one: one.places[0][1])[:_MOST_FINDINGS]


def touching(flags: Sequence[Flag], spans: Sequence[tuple[str, int, int]]) -> list[Flag]:
    """Return the flags whose figures lie in one of these document spans; both figures where it is of a comparison."""
    touched = []
    for flag in flags:
        inside = [any(d == name and s < end and start < e for d, s, e in spans) for name, start, end in flag.places]
        if sum(inside) >= (2 if flag.kind == "period" else 1):
            touched.append(flag)
    return touched


def _borne(checked: Iterator[Discrepancy]) -> list[Discrepancy]:
    """What was found up to a calculation that can't be made: figures beyond all measure are not compared."""
    found = []
    with suppress(CalculationError):
        for one in checked:
            found.append(one)
    return found


def _sections(said: Sequence[Statement]) -> Iterator[list[Statement]]:
    section: list[Statement] = []
    for statement in said:
        if section and section[-1].passage.heading != statement.passage.heading:
            yield section
            section = []
        section.append(statement)
    if section:
        yield section


def _rates(said: Sequence[Statement]) -> Iterator[Discrepancy]:
    """Amounts given in two currencies at rates that differ: the first pair of each two currencies is the measure."""
    first: dict[tuple[str, str], tuple[Quantity, Quantity]] = {}
    for statement in said:
        for match in _CONVERTED.finditer(statement.coded):
            pair = sorted((statement.at(match[1]), statement.at(match[2])), key=lambda amount: amount.unit)
            one, other = pair
            if (
                not (currency(one.unit) and currency(other.unit))
                or one.unit == other.unit
                or "/" in one.unit + other.unit
            ):
                continue
            if any(is_limit(amount) or amount.value <= 0 for amount in pair):
                continue
            known = first.setdefault((one.unit, other.unit), (one, other))
            if known[0] is not one and (found := _compared_rates(known, (one, other))):
                yield found


def _compared_rates(known: tuple[Quantity, Quantity], new: tuple[Quantity, Quantity]) -> Discrepancy | None:
    (a, b), (c, d) = known, new
    before, now = (_as_printed(x) / _as_printed(y) for x, y in (known, new))
    dated = a.period is not None and c.period is not None and a.period != c.period
    if before.wider(_RATES_FAR if dated else _RATES_DIFFER).meets(now):
        return None
    was, is_now = (Fraction(x.value) / Fraction(y.value) for x, y in (known, new))
    apart = abs(is_now / was - 1)
    severity = Severity.ERROR if apart > _RATES_FAR else Severity.WARNING
    big, small = (a.unit, b.unit) if was >= 1 else (b.unit, a.unit)
    rates = [short(rate if was >= 1 else 1 / rate, 4) for rate in (was, is_now)]
    text = (
        f"{a.printed} and {b.printed} make {rates[0]} {big} per {small}, "
        f"but {c.printed} and {d.printed} make {rates[1]}."
    )
    calculation = worked(
        "rates compared", "ratio(later_one / later_other, one / other)", later_one=c, later_other=d, one=a, other=b
    )
    return discrepancy("rate", severity, text, calculation)


def _as_printed(amount: Quantity) -> Range:
    """What the digits leave open; "about" before a converted amount only says that it was rounded."""
    return meant(replace(amount, hedge=None))


def _values(said: Sequence[Statement]) -> Iterator[Discrepancy]:
    """One metric of one subject and one period, given with two values that no rounding makes one."""
    first: dict[tuple[str, str, str, str], Quantity] = {}
    for statement in said:
        for match in _STATED.finditer(statement.coded):
            figure = statement.at(match["figure"])
            if figure.period is None or figure.value <= 0 or is_limit(figure):
                continue
            key = (match["who"], match["metric"], figure.unit, figure.period)
            known = first.setdefault(key, figure)
            if known is figure or _rounded(known).meets(_rounded(figure)):
                continue
            text = f"{match['who']}'s {match['metric']} is given as {known.printed} and as {figure.printed}."
            calculation = worked("difference", "second - first", second=figure, first=known)
            yield discrepancy("value", Severity.ERROR, text, calculation)


def _rounded(figure: Quantity) -> Range:
    """What a figure may stand for where another place may give it more roundly."""
    return meant(figure).wider(Fraction(1, 200))


def _periods(statement: Statement, before: Statement | None) -> Iterator[Discrepancy]:
    """Two figures set against each other that are of overlapping periods, and not of the same."""
    contrast = _CONTRAST.search(statement.coded)
    if _OPENS_CONTRAST.search(statement.coded) and before is not None:
        later = next(iter(statement.figures), None)
        earlier = next((f for f in reversed(before.figures) if later and f.unit == later.unit), None)
        names = set(statement.names)
    elif contrast:
        numbers = [(m.start(), statement.at(m[1])) for m in FIGURE.finditer(statement.coded)]
        later = next((f for at, f in numbers if at > contrast.end()), None)
        earlier = next(
            (f for at, f in reversed(numbers) if at < contrast.start() and later and f.unit == later.unit), None
        )
        names = named(statement.coded[contrast.end() :])
    else:
        return
    if later is None or earlier is None or not names:
        return
    spans = [read_period(figure.period) if figure.period else None for figure in (earlier, later)]
    one, other = spans
    if one is None or other is None or not _mismatched(one, other):
        return
    text = (
        f"{earlier.printed} is for {_told(one)} and {later.printed} for {_told(other)}: they are of different periods."
    )
    lengths = [
        Quantity(Decimal(_months(span)), "month", _told(span), period=span.iso, citation=figure.citation)
        for span, figure in ((one, earlier), (other, later))
    ]
    longer, shorter = sorted(lengths, key=lambda length: -length.value)
    calculation = worked("difference in length", "longer - shorter", longer=longer, shorter=shorter)
    yield discrepancy("period", Severity.NOTE, text, calculation, others=[earlier, later])


def _mismatched(one: Period, other: Period) -> bool:
    """Say whether two periods overlap without being the same; years apart are meant to be compared."""
    if any(not _FEWEST_DAYS <= (span.last - span.first).days <= 800 for span in (one, other)):
        return False
    overlap = one.first <= other.last and other.first <= one.last
    return overlap and (one.first, one.last) != (other.first, other.last) and _months(one) != _months(other)


def _months(span: Period) -> int:
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def _told(span: Period) -> str:
    """Name a period: "2025", "January to June 2025"."""
    first, last = span.first, span.last
    if _months(span) == 12 and first.month == 1:
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month]} {first.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{_MONTHS[first.month]}{year} to {_MONTHS[last.month]} {last.year}"


def shown(answer: Answer) -> list[tuple[str, int, int]]:
    """Where the figures of an answer stand: the words of the bare answer and the operands, else the whole quotes."""
    operands = [o for calculation in answer.calculations for o in calculation.operands.values()]
    figures = [(o.citation.document_id, o.start, o.end) for o in operands if o.citation is not None]
    whole = [(c.document_id, c.start, c.end) for c in answer.citations]
    return [*answer.highlights, *figures] or whole
