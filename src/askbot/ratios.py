"""Ratios against their own operands: multiples, percentage changes, shares of an amount, one span of time in two units.

A ratio is held against two figures only where the words say that it is theirs; what may be meant otherwise is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from askbot.dimensions import align, convert, read_dimension
from askbot.precision import Range, is_limit, meant
from askbot.statements import FIGURE, Statement, discrepancy, short, stems, worked
from askbot.types import Discrepancy, Quantity, Severity
from askbot.units import DURATIONS, currency

_WORDS = r"(?:(?!\b(?:and|but|while|whereas|which|who)\b)[^«».;:]){0,45}?"
_F = r"«(?P<{}>[0-9]+)»"
# "Three times the $5 million", "more than double the €430 million at which …".
_BASE = re.compile(
    r"^(?: (?:as (?:much|many|large|high|big|long) as|(?:more|higher|larger|greater|bigger|longer) than|than))?"
    r"(?: (?:the|its|their|that of|those of|a))*(?: [a-z-]+){0,3}? " + _F.format("base")
)
# "Twice as much as her rent."
_METRIC = re.compile(
    r"^(?: (?:more|higher|larger|greater|bigger) than| than| as (?:much|high|large|big) as)?"
    r" (?:its|their|the (?:company|firm|group)[’']s|[A-Z][\w-]*[’']s) (?P<metric>[a-z]+(?:[ -][a-z]+){0,2}?)"
    r"(?=[.,;:)]|$| (?:in|for|at|that|while|and|but)\b)"
)
_MULTIPLIED = re.compile(r"^(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing)$")
_FROM_TO = (
    re.compile(rf"^{_WORDS} from {_F.format('base')}{_WORDS} to {_F.format('new')}"),
    re.compile(rf"^{_WORDS} to {_F.format('new')}{_WORDS} from {_F.format('base')}"),
)
# Behind one of these the subject may be another one.
_OTHER_SUBJECT = re.compile(r"[;:()]|\b(?:and|but|while|whereas|which|who|whose|where|when|against|compared|versus)\b")
_UP = (
    r"(?:rose|rises|risen|rising|grew|grows|grown|growing|increas(?:ed|es|ing|e)|climb(?:ed|s|ing)|jump(?:ed|s|ing)?"
    r"|gain(?:ed|s|ing)|surg(?:ed|es|ing|e)|soar(?:ed|s|ing)|advanc(?:ed|es|ing|e)|expand(?:ed|s|ing)|rise|growth|up)"
)
_DOWN = (
    r"(?:fell|falls|fallen|falling|drop(?:ped|s|ping)?|declin(?:ed|es|ing|e)|decreas(?:ed|es|ing|e)|shrank|shrunk"
    r"|shrinks|shrinking|slid|slipp(?:ed|ing)|tumbl(?:ed|es|ing|e)|fall|down)"
)
_MOVED = rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_CHANGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MOVED}(?: by| of)? {_F.format('by')}{_WORDS} from {_F.format('base')}{_WORDS} to {_F.format('new')}",
        rf"{_MOVED} from {_F.format('base')}{_WORDS} to {_F.format('new')}"
        rf"{_WORDS}(?:, or(?: by)? |,? by | \(|,? (?:an? )?(?:{_UP}|{_DOWN})(?: of)? ){_F.format('by')}",
        rf"{_MOVED}(?: by| of)? {_F.format('by')}{_WORDS} to {_F.format('new')}{_WORDS},?"
        rf" (?:from|against|compared (?:with|to)|after|versus) {_F.format('base')}",
        rf"{_F.format('new')}{_WORDS},? {_MOVED}(?: by| of)? {_F.format('by')}{_WORDS}"
        rf" (?:from|on|compared (?:with|to)) {_F.format('base')}",
    )
)
_OR = r"(?:,? or(?: about)?|, i\.e\.,?|,? that is,?|,? which is| \()"
_SHARES = (
    re.compile(rf"{_F.format('share')} of (?:the |its |their |a )?{_F.format('whole')}{_OR} ?{_F.format('part')}"),
    re.compile(rf"{_F.format('part')}{_OR} ?{_F.format('share')}\)? of (?:the |its |their )?{_F.format('whole')}"),
    re.compile(
        rf"{_F.format('part')} (?:out )?of (?:the |its |their |a total of )?{_F.format('whole')}"
        rf"(?: [a-z-]+){{0,3}}{_OR} ?{_F.format('share')}"
    ),
)
_SAME = re.compile(rf"{_F.format('one')},? (?:or|i\.e\.,?|that is,?|\() ?{_F.format('other')}")
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
# Beyond this a loosely meant multiple isn't loose any more.
_FAR = Fraction(1, 4)
# A wording of ten to the hundred is loose: "37 months, or about three years".
_NEAR = Fraction(1, 10)
_LONGEST_GAP = 120


def check(statement: Statement, section: Sequence[Statement]) -> Iterator[Discrepancy]:
    """Find in a sentence the ratios that its own figures, or the one that its section gives, don't bear out."""
    for number, figure in enumerate(statement.figures):
        if figure.unit == "x" and (found := _multiple(statement, number, section)):
            yield found
    for check_once in (_change, _share, _span):
        found = check_once(statement)
        if found is not None:
            yield found


def _multiple(statement: Statement, number: int, section: Sequence[Statement]) -> Discrepancy | None:
    stated = statement.at(number)
    mark = f"«{number}»"
    head, _, tail = statement.coded.partition(mark)
    base: Quantity | None = None
    new: Quantity | None = None
    if _MULTIPLIED.fullmatch(stated.printed.lower()):
        moved = next((match for form in _FROM_TO if (match := form.match(tail))), None)
        if moved:
            base, new = statement.at(moved["base"]), statement.at(moved["new"])
    elif direct := _BASE.match(tail):
        base = statement.at(direct["base"])
        new = _before(statement, head, base.unit)
    elif metric := _METRIC.match(tail):
        new = _before(statement, head, None)
        base = _known(metric["metric"], statement, new, section) if new else None
    if base is None or new is None or base.unit != new.unit or base.value <= 0 or new.value <= 0:
        return None
    if is_limit(base) or is_limit(new):
        return None
    readings = [meant(stated)]
    if re.search(r"times (?:higher|larger|more|greater|bigger|longer)", stated.printed.lower()):
        one = Range(Fraction(1), Fraction(1))
        readings.append(meant(stated) + one)  # "three times higher" may mean four times as much
    actual = meant(new) / meant(base)
    if any(actual.meets(reading) for reading in readings):
        return None
    ratio = Fraction(new.value) / Fraction(base.value)
    off = min(abs(ratio / Fraction(value) - 1) for value in (stated.value, *([stated.value + 1] * (len(readings) - 1))))
    severity = Severity.WARNING if off <= _FAR else Severity.ERROR
    text = f"{new.printed} is {short(ratio)} times {base.printed}; the text says {_said(stated)}."
    return discrepancy(
        "multiple", severity, text, worked("multiple", "ratio(new, base)", new=new, base=base), others=[stated]
    )


def _before(statement: Statement, head: str, unit: str | None) -> Quantity | None:
    """The amount that a multiple is said of: the last before it, in the same breath."""
    figures = [(match.end(), statement.at(match[1])) for match in FIGURE.finditer(head)]
    fitting = [(end, f) for end, f in figures if f.unit == unit or (unit is None and currency(f.unit))]
    if not fitting:
        return None
    end, figure = fitting[-1]
    gap = head[end:]
    return None if len(gap) > _LONGEST_GAP or _OTHER_SUBJECT.search(gap) else figure


def _known(metric: str, statement: Statement, new: Quantity, section: Sequence[Statement]) -> Quantity | None:
    """The one amount in the section that the metric's name stands before, of the same subject and period."""
    noun = stems(metric.split()[-1])
    found: list[Quantity] = []
    for other in section:
        if other.names and statement.names and not other.names & statement.names:
            continue
        for number, figure in enumerate(other.figures):
            if figure.unit != new.unit or figure is new or is_limit(figure):
                continue
            head = other.coded[: other.coded.index(f"«{number}»")]
            alike = [match.end() for match in FIGURE.finditer(head) if other.at(match[1]).unit == new.unit]
            words = head[max(alike, default=0) :]
            if noun <= stems(words) and len(words) <= 2 * _LONGEST_GAP:
                found.append(figure)
    values = {figure.value for figure in found}
    if len(values) != 1 or (new.period and found[0].period and new.period != found[0].period):
        return None
    return found[0]


def _change(statement: Statement) -> Discrepancy | None:
    for form in _CHANGES:
        match = form.search(statement.coded)
        if match is None:
            continue
        by, base, new = (statement.at(match[name]) for name in ("by", "base", "new"))
        down = match["down"] is not None
        points = by.unit == "pp"
        if base.unit != new.unit or by.unit not in ("%", "pp") or (by.unit == "%" and base.unit in ("%", "pp")):
            continue
        if points and base.unit != "%":
            continue
        if any(figure.value <= 0 or is_limit(figure) for figure in (base, new)):
            continue
        old_range, new_range = meant(base), meant(new)
        if points:
            actual = Range(new_range.low - old_range.high, new_range.high - old_range.low)
            calculation = worked("difference", "new - base", new=new, base=base)
            change = Fraction(new.value) - Fraction(base.value)
        else:
            ratio = new_range / old_range
            actual = Range((ratio.low - 1) * 100, (ratio.high - 1) * 100)
            calculation = worked("change", "change(new, base)", new=new, base=base)
            change = (Fraction(new.value) / Fraction(base.value) - 1) * 100
        if down:
            actual = Range(-actual.high, -actual.low)
        if actual.meets(meant(by)):
            return None
        unit = " percentage points" if points else "%"
        word = "a fall" if change < 0 else "a rise"
        text = (
            f"From {base.printed} to {new.printed} is {word} of {short(abs(change))}{unit}; the text says {_said(by)}."
        )
        return discrepancy("change", Severity.ERROR, text, calculation, others=[by])
    return None


def _share(statement: Statement) -> Discrepancy | None:
    for form in _SHARES:
        match = form.search(statement.coded)
        if match is None:
            continue
        share, whole, part = (statement.at(match[name]) for name in ("share", "whole", "part"))
        if share.unit != "%" or "%" in (whole.unit, part.unit) or not _alike(part, whole):
            continue
        if any(figure.value <= 0 or is_limit(figure) for figure in (share, whole, part)):
            continue
        actual = (meant(part) / meant(whole)) * 100
        if actual.meets(meant(share)):
            return None
        percent = Fraction(part.value) / Fraction(whole.value) * 100
        text = f"{part.printed} is {short(percent)}% of {whole.printed}; the text says {_said(share)}."
        calculation = worked("share", "share(part, whole)", part=part, whole=whole)
        return discrepancy("share", Severity.ERROR, text, calculation, others=[share])
    return None


def _alike(part: Quantity, whole: Quantity) -> bool:
    if currency(part.unit) or currency(whole.unit):
        return part.unit == whole.unit
    counts = all(re.fullmatch(r"[a-z]*", figure.unit) and figure.unit not in _SPANS for figure in (part, whole))
    return counts and (part.unit == whole.unit or "" in (part.unit, whole.unit))


def _span(statement: Statement) -> Discrepancy | None:
    """One span of time given in two units."""
    for match in _SAME.finditer(statement.coded):
        one, other = statement.at(match["one"]), statement.at(match["other"])
        if one.unit not in _SPANS or other.unit not in _SPANS or one.unit == other.unit or one.value <= 0:
            continue
        dimensions = read_dimension(one.unit), read_dimension(other.unit)
        spans = align(*dimensions)
        (first, by_first, _), (second, by_second, _) = (convert(dimension, spans) for dimension in dimensions)
        if first != second or is_limit(one) or is_limit(other):
            continue  # days and months don't convert
        ranges = [meant(one), meant(other)]
        wide = [Range(r.low * by, r.high * by) for r, by in zip(ranges, (by_first, by_second), strict=True)]
        if wide[0].wider(_NEAR).meets(wide[1]):
            continue
        worth = Fraction(one.value) * by_first / by_second
        text = f"{one.printed} is {short(worth)} {other.unit}s; the text says {_said(other)}."
        calculation = worked("span", f"{other.unit}s(span)", span=one)
        return discrepancy("span", Severity.ERROR, text, calculation, others=[other])
    return None


def _said(figure: Quantity) -> str:
    return f"{figure.hedge} {figure.printed}" if figure.hedge else figure.printed
