"""A numeric question becomes a program over operand questions, and the program is worked out over what is found.

It reads no corpus itself: `find` is handed in, the same retrieval and reading that any question gets, and
returns one cited figure or none. An operand that isn't found is named, and then nothing is computed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from askbot import companions, formulas
from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.periods import OPEN_END, Period, compatible, find_periods, read_period
from askbot.programs import Missing, Plan, Role, Slot, Stated, UnitKind, fits
from askbot.types import Calculation, Origin, Quantity
from askbot.units import DURATIONS, currency

Find = Callable[[str, UnitKind], Quantity | None]


def plan(question: str) -> Plan | None:
    """Name the calculation that a question asks for; None where it asks for none.

    >>> made = plan("What would Quillon's runway be at a burn of $2 million a month?")
    >>> made.expression, [slot.what for slot in made.slots], str(made.assumed["burn"].value)
    ('cash / burn', ["Quillon's cash balance"], '2000000')
    """
    return formulas.plan(question)


def work_out(made: Plan, find: Find) -> Calculation | Stated | Missing:
    """Find the operands of a plan and work it out; the first of its alternatives that has them all.

    Every operand of the result is cited, assumed in the question, or a constant. Amounts in different
    money are compared in the money that the article gives both in. Figures that don't go together are a
    Missing with the reason, as are operands that aren't found.
    """
    first: Missing | None = None
    for candidate in (made, *made.alternatives):
        outcome = _attempt(candidate, find)
        if not isinstance(outcome, Missing):
            return outcome
        first = first or outcome
    return first or Missing(())


def runs_out(start: date, months: Decimal) -> date:
    """Count months on from a day, the fraction as a part of the last month; the last day of a month stays one.

    >>> runs_out(date(2025, 9, 30), Decimal("37.5"))
    datetime.date(2028, 11, 15)
    """
    whole = int(months)
    day = _months_on(start, whole)
    following = _months_on(start, whole + 1)
    return date.fromordinal(day.toordinal() + int((following - day).days * (months - whole)))


def _attempt(made: Plan, find: Find) -> Calculation | Stated | Missing:
    operands = dict(made.assumed)
    expression, missing = made.expression, []
    bases = {slot.of for slot in made.slots if slot.role is Role.GROWTH}
    for slot in made.slots:
        if slot.role is Role.PARTS:
            beside = companions.parts(operands[slot.of]) if slot.of in operands else []
            if not beside:
                missing.append(slot.what)
                continue
            named = {f"{slot.name}_{number}": part for number, part in enumerate(beside, start=1)}
            del operands[slot.of]
            operands |= named
            expression = expression.replace(f"{slot.name}s", ", ".join(named))
            continue
        quantity = _fill(slot, operands, find)
        if quantity is not None and not _of_its_period(slot, quantity, dated=slot.name in bases):
            quantity = None
        if quantity is None or any(_same(quantity, other) for other in operands.values()):
            missing.append(slot.what)
        else:
            operands[slot.name] = quantity
    if missing:
        return Missing(tuple(missing))
    return _evaluate(made, expression, _in_one_money(made, operands))


def _fill(slot: Slot, operands: dict[str, Quantity], find: Find) -> Quantity | None:
    if slot.role is Role.ASKED:
        for question in slot.questions:
            quantity = find(question, slot.kind)
            if quantity is not None and fits(quantity, slot.kind):
                return companions.primary(quantity)
        return None
    other = operands.get(slot.of)
    if other is None:
        return None
    match slot.role:
        case Role.COUNTERPART:
            return companions.counterpart(other)
        case Role.GROWTH:
            return companions.growth(other)
        case Role.MULTIPLE:
            return companions.multiple(other)
        case _:
            ends = companions.from_to(other)
            if ends is None:
                return None
            if slot.role is Role.FORMER:
                operands[slot.of] = ends[1]
                return ends[0]
            return ends[1]


def _of_its_period(slot: Slot, quantity: Quantity, *, dated: bool) -> bool:
    """Say whether a figure is of the period that its question names; with `dated` one without a period is not.

    What grew is worked back only from a figure of exactly the period asked for: the growth of half a year says
    nothing of the whole one.
    """
    asked = find_periods(slot.question)
    if not asked or slot.kind is UnitKind.DATE:
        return True
    if quantity.period is None:
        return not dated
    printed = read_period(quantity.period)
    if dated:
        return any((period.first, period.last) == (printed.first, printed.last) for period in asked)
    return any(compatible(period, printed) for period in asked)


def _evaluate(made: Plan, expression: str, operands: dict[str, Quantity]) -> Calculation | Stated | Missing:
    operands, expression, notes = _as_rates(made, operands, expression)
    if expression == "figure":  # asked for in another span of time
        figure = operands["figure"]
        if made.unit is None or figure.unit.endswith(f"/{made.unit}"):
            return Stated(figure)
        expression = f"{made.unit}s(figure)"
    try:
        calculation = evaluate(expression, operands, name=made.name)
        above, _, below = calculation.result.unit.partition("/")
        if made.unit and made.unit not in (above, below) and (above in _SPANS or below in _SPANS):
            calculation = evaluate(f"{made.unit}s({expression})", operands, name=made.name)
    except CalculationError as error:
        return Missing((), error.message)
    notes += _period_notes(calculation)
    if made.until:
        notes += _until_note(calculation)
    return replace(calculation, notes=(*calculation.notes, *notes))


def _same(one: Quantity, other: Quantity) -> bool:
    """Say whether two operands are one figure of one document: a ratio of it to itself would be an artefact."""
    if one.citation is None or other.citation is None:
        return False
    return one.citation.document_id == other.citation.document_id and one.start == other.start


def _in_one_money(made: Plan, operands: dict[str, Quantity]) -> dict[str, Quantity]:
    """Replace amounts by what the article prints beside them in the money of the others, or in the money asked for."""
    if "rate" in operands or made.name == "exchange rate":
        return operands
    money = {name: currency(operand.unit) for name, operand in operands.items() if currency(operand.unit)}
    for wanted in dict.fromkeys([made.currency, *money.values()]):
        if wanted is None or (set(money.values()) == {wanted}):
            continue
        changed = {
            name: operands[name] if money[name] == wanted else companions.counterpart(operands[name], wanted)
            for name in money
        }
        if all(changed.values()):
            return {name: changed.get(name) or operand for name, operand in operands.items()}
    return operands


def _as_rates(made: Plan, operands: dict[str, Quantity], expression: str) -> tuple[dict[str, Quantity], str, list[str]]:
    """Make a rate of money that was spent or made in a known period: 12 million in 2024 is 1 million a month."""
    notes: list[str] = []
    kinds = {slot.name: slot.kind for slot in made.slots}
    for name, operand in list(operands.items()):
        if kinds.get(name) is not UnitKind.RATE or "/" in operand.unit or operand.period is None:
            continue
        period = read_period(operand.period)
        months = _months(period)
        if months is None:
            continue
        printed = f"{months} month" + ("" if months == 1 else "s")
        operands = {**operands, f"{name}_period": Quantity(Decimal(months), "month", printed, origin=Origin.CONSTANT)}
        expression = re.sub(rf"\b{name}\b", f"({name} / {name}_period)", expression)
        if expression == f"({name} / {name}_period)":
            expression = expression[1:-1]
        notes.append(f"{operand.printed} is spread evenly over the {printed} of {operand.period}")
    return operands, expression, notes


def _months(period: Period) -> int | None:
    """Count the whole months of a period; None where it isn't made of whole ones."""
    if period.last == OPEN_END or period.first.day != 1:
        return None
    if period.last.day != calendar.monthrange(period.last.year, period.last.month)[1]:
        return None
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1


def _period_notes(calculation: Calculation) -> list[str]:
    """Name periods that don't match; a balance on a day goes with any period."""
    dated_operands = [
        (name.replace("_", " "), operand.printed, read_period(operand.period))
        for name, operand in calculation.operands.items()
        if operand.period and operand.unit not in _SPANS
    ]
    spans = [(name, printed, period) for name, printed, period in dated_operands if period.first != period.last]
    for (_, one, first), (_, other, second) in combinations(spans, 2):
        if not compatible(first, second) and not compatible(second, first):
            return [f"the periods differ: {one} is for {first.iso}, {other} for {second.iso}"]
    return []


def _until_note(calculation: Calculation) -> list[str]:
    """Name the day on which money runs out, counted from the day of the balance."""
    start = next((o.period for o in calculation.operands.values() if o.period and len(o.period) == 10), None)
    if start is None or calculation.result.unit != "month":
        return []
    months = Decimal(calculation.result.value)
    if not 0 <= months < 12_000:
        return []
    last = runs_out(date.fromisoformat(start), months)
    return [f"until {last.day} {last:%B} {last.year}, counted from {start} in months, a part of a month in days"]


def _months_on(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month, last if at_end else min(start.day, last))


_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
