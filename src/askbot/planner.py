"""A numeric question becomes a program over operand questions, and the program is worked out over what is found.

It reads no corpus itself: `find` is handed in and returns the cited figures that a slot's words name, the best
first. Of several, those that go together are taken: from one place, in one money, of one period. An operand that
isn't found is named, and then nothing is computed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from askbot import companions, formulas, horizon, mismatches, scales
from askbot.calculator import evaluate
from askbot.choices import NEARLY, allowed, is_name, of_the_best, outdone, same
from askbot.errors import CalculationError
from askbot.periods import OPEN_END, Period, compatible, find_periods, read_period
from askbot.programs import Found, Missing, Plan, Role, Slot, Stated, UnitKind
from askbot.types import Calculation, Origin, Quantity
from askbot.units import DURATIONS, MEASURED, MEASURES, currency
from askbot.words import stem

Find = Callable[[Slot], list[Found]]
# Figures of one sentence, or of sentences side by side, are more likely meant together.
SAME_SENTENCE, NEAR, NEAR_CHARACTERS = 0.4, 0.4, 400
SAME_MONEY, OTHER_PERIOD = 0.2, 0.3
MOST_EACH, MOST_TOGETHER = 4, 64
_YEAR_DAYS = 360  # of what is held against what a company is worth
CLEARLY = 0.75  # a figure that is printed, not worked out, has to be named by nearly all words


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


def prints(slot: Slot, found: list[Found]) -> bool:
    """Say whether one of the figures is clearly what the slot names, of exactly its period."""
    asked = find_periods(slot.what)
    if slot.kind is UnitKind.PRICE:  # so much for one of them is printed
        each = slot.what.split()[-1]
        return any(one.quantity.unit.endswith(f"/{each}") or _for_one(one.quantity, each) for one in found)
    return any(
        one.score >= CLEARLY
        and one.quantity.unit != "pp"  # by so many points something moved
        and (
            not asked
            or (
                one.quantity.period is not None
                and any(_equal(read_period(one.quantity.period), period) for period in asked)
            )
        )
        for one in found
    )


def _for_one(quantity: Quantity, each: str) -> bool:
    if "/" in quantity.unit:
        return False  # for one of something else
    quote = quantity.citation.quote if quantity.citation else ""
    return re.search(rf"\b(?:per|each|every|an?) (?:[a-z-]+ )?{each}\b|\b(?:each|apiece|average)\b", quote) is not None


def _equal(one: Period, other: Period) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _attempt(made: Plan, find: Find) -> Calculation | Stated | Missing:
    choices: dict[str, list[Found]] = {}
    for slot in made.slots:
        if slot.role is Role.ASKED:
            choices[slot.name] = find(slot)
    choices = {name: found[:MOST_EACH] for name, found in allowed(made, choices).items()}
    for name in {slot.of for slot in made.slots if slot.role is not Role.ASKED} & choices.keys():
        # Not the one that has something beside it, but the one that is named.
        best = max((found.score for found in choices[name]), default=0.0)
        near = [found for found in choices[name] if found.score >= best - NEARLY]
        choices[name] = [found for found in near if not outdone(found, near)]
    # A stake is worth a share of whom it is held in.
    held = choices["stake"] if made.name in ("worth of a stake", "share of a price") and choices.get("stake") else []
    whom = companions.of_whom(held[0].quantity) if held else None
    if held and whom is None and not choices.get("valuation"):
        whom = held[0].whose
    if made.name == "share of a price" and not whom:
        return Missing(("the price of what is sold",))
    for slot in made.slots:
        if whom and slot.what == "valuation":
            named = f"{whom}'s valuation"
            ways = (named, f"acquire {whom} for", f"{whom} bought for", f"takeover of {whom}", f"offer for {whom}")
            priced = find(replace(slot, what=named, phrases=ways, questions=()))
            choices[slot.name] = [one for one in priced if not mismatches.is_another(slot, one.quantity)][:MOST_EACH]
    if made.name == "interest" and choices.get("interest"):  # a rate is that of the loan that its sentence speaks of
        beside = [one for one in choices["loan"] if one.quantity.citation == choices["interest"][0].quantity.citation]
        choices["loan"] = beside or choices["loan"]
    missing = [slot.what for slot in made.slots if slot.role is Role.ASKED and not choices[slot.name]]
    if missing:
        return Missing(tuple(missing))
    first: Missing | None = None
    # "Revenue per paying user", and nobody is named: not one's revenue over the other's users.
    anybodys = not any(is_name(name, choices) for slot in made.slots for name in slot.what.split())
    if anybodys and made.slots and made.slots[0].name == "part":
        choices = of_the_best(choices, made.slots[0].name)
    for chosen in _together(choices):
        if anybodys and len({one.whose for one in chosen.values() if one.whose}) > 1:
            continue
        outcome = _with(made, chosen)
        if not isinstance(outcome, Missing):
            return outcome
        first = first or outcome
    return first or Missing(tuple(slot.what for slot in made.slots if slot.role is Role.ASKED)[1:])


def _together(choices: dict[str, list[Found]]) -> list[dict[str, Found]]:
    """Every choice of one figure a slot, what goes together best first."""
    names = list(choices)
    while len(names) > 1 and _size(choices) > MOST_TOGETHER:
        longest = max(names, key=lambda name: len(choices[name]))
        choices = {**choices, longest: choices[longest][:-1]}
    ranked = []
    for combination in product(*(choices[name] for name in names)):
        quantities = [found.quantity for found in combination]
        if any(same(one, other) or scales.other_measure(one, other) for one, other in combinations(quantities, 2)):
            continue
        worth = sum(found.score for found in combination)
        worth += sum(_affinity(one, other) for one, other in combinations(quantities, 2)) / max(1, len(names) - 1)
        ranked.append((worth, dict(zip(names, combination, strict=True))))
    return [chosen for _, chosen in sorted(ranked, key=lambda pair: -pair[0])]


def _size(choices: dict[str, list[Found]]) -> int:
    size = 1
    for found in choices.values():
        size *= max(1, len(found))
    return size


def _affinity(one: Quantity, other: Quantity) -> float:
    """How well two figures go together."""
    worth = 0.0
    if (
        one.citation is not None
        and other.citation is not None
        and one.citation.document_id == other.citation.document_id
    ):
        if one.citation.start == other.citation.start:
            worth += SAME_SENTENCE
        else:
            worth += max(0.0, NEAR * (1 - abs(one.citation.start - other.citation.start) / NEAR_CHARACTERS))
    if currency(one.unit) is not None and currency(one.unit) == currency(other.unit):
        worth += SAME_MONEY
    if one.period and other.period:
        first, second = read_period(one.period), read_period(other.period)
        if (
            first.first != first.last
            and second.first != second.last
            and not (compatible(first, second) or compatible(second, first))
        ):
            worth -= OTHER_PERIOD
    return worth


def _with(made: Plan, chosen: dict[str, Found]) -> Calculation | Stated | Missing:
    """Work a plan out over chosen figures and what stands beside them."""
    amounts = {slot.name for slot in made.slots if slot.kind is UnitKind.MONEY}
    operands = {
        **made.assumed,
        **{name: scales.measured(found.quantity, once=name in amounts) for name, found in chosen.items()},
    }
    operands = scales.in_one_coin(operands)
    if "peak" in operands:
        operands["peak"] = replace(operands["peak"], hedge=None)  # "as high as $40" is the most there was
    if {"each", "count"} <= operands.keys() and "/" not in operands["each"].unit:
        operands["count"] = replace(operands["count"], unit="")  # shares at a price, each of them
    formers = {name: found.former for name, found in chosen.items()}
    years_before = {slot.name: chosen[slot.of].year_before for slot in made.slots if slot.role is Role.YEAR_BEFORE}
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
        if slot.role is Role.YEAR_BEFORE:
            quantity = years_before[slot.name]
        else:
            quantity = operands.get(slot.name) if slot.role is Role.ASKED else _beside(slot, operands, formers)
        if quantity is not None and not _of_its_period(slot, quantity, dated=slot.name in bases):
            quantity = None
        if quantity is None:
            missing.append(slot.what)
        else:
            operands[slot.name] = quantity
    if missing:
        return Missing(tuple(missing))
    return _evaluate(made, expression, _in_one_money(made, operands))


def _beside(slot: Slot, operands: dict[str, Quantity], formers: dict[str, Quantity | None]) -> Quantity | None:
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
        case Role.SHARES:
            return companions.shares(other)
        case Role.RANGE:
            return companions.higher_end(other)
        case Role.FEWER:
            return companions.fewer(other)
        case _:
            ends = companions.from_to(other)
            if ends is None:
                return formers.get(slot.of) if slot.role is Role.FORMER else None
            if slot.role is Role.FORMER:
                operands[slot.of] = ends[1]
                return ends[0]
            return ends[1]


def _of_its_period(slot: Slot, quantity: Quantity, *, dated: bool) -> bool:
    """Say whether a figure is of the period that its question names; with `dated` one without a period is not.

    What grew is worked back only from a figure of exactly the period asked for: the growth of half a year says
    nothing of the whole one.
    """
    asked = find_periods(slot.what)
    if not asked or slot.kind is UnitKind.DATE:
        return True
    if (
        slot.role is Role.MULTIPLE
    ):  # "1.5 times its 2020 revenue": the year of what it is a multiple of stands behind it
        behind = quantity.citation.quote[quantity.end - quantity.citation.start :][:60] if quantity.citation else ""
        return any(str(period.first.year) in behind for period in asked)
    if quantity.period is None:
        return not dated
    printed = read_period(quantity.period)
    if dated:
        return any((period.first, period.last) == (printed.first, printed.last) for period in asked)
    return any(compatible(period, printed) for period in asked)


def _of_a_year(quantity: Quantity) -> bool:
    """Whether a figure is that of a year, as far as it says."""
    if quantity.period is None:
        return True
    period = read_period(quantity.period)
    return period.first == period.last or (period.last - period.first).days >= _YEAR_DAYS


def _evaluate(made: Plan, expression: str, operands: dict[str, Quantity]) -> Calculation | Stated | Missing:
    if expression == "growth":  # as the article prints it
        fell = operands["growth"].value < 0
        return Missing((), "what is asked about fell.") if fell else Stated(operands["growth"])
    if expression == "before":
        return Stated(operands["before"], told=True)
    operands, expression, notes = _as_rates(made, operands, expression)
    if expression == "figure":  # asked for in another span of time
        figure = operands["figure"]
        if made.unit is None or figure.unit.endswith(f"/{made.unit}"):
            return Stated(figure)
        expression = f"{made.unit}s(figure)"
    operands, expression = scales.in_one_measure(operands, expression)
    if any(slot.kind is UnitKind.DATE for slot in made.slots):
        coarse, operands = _as_coarse(operands)
        if made.unit and coarse and _COARSENESS.index(coarse) > max(_COARSENESS.index(made.unit), 0):
            return Missing((), f"the article gives no more than the {coarse} of one of them.")
    span = operands["amount"].unit.partition("/")[2] if expression == "amount / count" else ""
    if span in _SPANS:  # so much a year for each: the year is said
        operands = {**operands, "amount": replace(operands["amount"], unit=operands["amount"].unit.split("/")[0])}
        made = replace(made, name=f"{made.name} a {span}")
    try:
        calculation = evaluate(expression, operands, name=made.name)
        above, _, below = calculation.result.unit.partition("/")
        if made.unit and made.unit not in (above, below) and (above in _SPANS or below in _SPANS):
            calculation = evaluate(f"{made.unit}s({expression})", operands, name=made.name)
    except CalculationError as error:
        return Missing((), error.message)
    if made.currency and currency(calculation.result.unit) not in (None, made.currency):
        return Missing((), f"the article gives no figure in {made.currency} that goes with it.")
    if made.name == "market value" and mismatches.is_one_end(operands["each"]):
        return Missing((), "the article gives a range of prices.")
    if made.name.startswith("price to ") and not _of_a_year(operands["result"]):
        return Missing((), "the article gives no result of a whole year.")
    if made.name == "share" and Decimal(calculation.result.value) > _WHOLE:
        return Missing((), "the part that was found is larger than its whole.")
    if reason := mismatches.disproportion(made, calculation):
        return Missing((), reason)
    if made.name in ("surplus", "deficit", "shortfall"):
        if Decimal(calculation.result.value) < 0:
            return Missing((), f"the figures found leave no {made.name}.")
        if len({one.citation for one in operands.values()}) > 1:  # of two sentences one may tell a part of it alone
            return Missing((), "the article doesn't set income and costs side by side.")
    if made.name in ("rise", "fall") and Decimal(calculation.result.value) < 0:
        return Missing((), f"the figures found show no {made.name}.")
    each = next((slot.what.split()[-1] for slot in made.slots if slot.name == "count" and slot.what), "")
    measure = MEASURES.get(each, each)
    if measure in MEASURED and operands["count"].unit.split("/")[0] != measure:
        return Missing((), f"the article gives no figure in {each} that goes with it.")
    if any(not mismatches.is_counted(slot, operands[slot.name].unit) for slot in made.slots if slot.name in operands):
        return Missing((), "the figures found count different things.")
    if made.name == "share" and len({one.unit in _TIMES for one in operands.values()}) > 1:
        return Missing((), "how often is no part of how many.")
    if {"one", "other"} <= operands.keys() and mismatches.are_no_two_sides(made, operands["one"], operands["other"]):
        return Missing((), "the figures found are of one thing, or don't go together.")
    if made.name in ("difference", "ratio") and any(slot.kind is UnitKind.ANY for slot in made.slots):
        counted = {stem(one.unit) for one in operands.values() if one.unit.isalpha() and one.unit.islower()}
        counted -= {"person"}  # a hall of 300 seats holds so many people
        if len(counted) > 1:  # of whatever is meant, patients less hospitals it isn't
            return Missing((), "the figures found count different things.")
    if (
        made.name == "share"
        and {"part", "whole"} <= operands.keys()
        and (
            mismatches.is_of_another(**operands)
            or mismatches.of_other_scopes(operands["part"], operands["whole"])
            or (any(slot.holding for slot in made.slots) and mismatches.stands_beside(**operands))
        )
    ):
        return Missing((), "the part that was found is a part of something else, or a whole itself.")
    if any("·" in unit or unit.count("/") > 1 for unit in (calculation.result.unit,)):
        return Missing((), "the figures found are of units that don't go together.")
    notes += _period_notes(calculation)
    notes += horizon.until_note(calculation)
    return replace(calculation, notes=(*calculation.notes, *notes))


def _in_one_money(made: Plan, operands: dict[str, Quantity]) -> dict[str, Quantity]:
    """Replace amounts by what the article prints beside them in the money of the others, or in the money asked for."""
    if "rate" in operands or "there" in operands or made.name == "exchange rate":
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


def _spread(kind: UnitKind | None, made: Plan) -> bool:
    """Say whether a figure of a period is wanted for a shorter span of time."""
    return kind is UnitKind.RATE or (kind is UnitKind.COUNT and made.expression == "figure" and made.unit is not None)


def _as_rates(made: Plan, operands: dict[str, Quantity], expression: str) -> tuple[dict[str, Quantity], str, list[str]]:
    """Make a rate of money that was spent or made in a known period: 12 million in 2024 is 1 million a month."""
    notes: list[str] = []
    kinds = {slot.name: slot.kind for slot in made.slots}
    for name, operand in list(operands.items()):
        if not _spread(kinds.get(name), made) or "/" in operand.unit or operand.period is None:
            continue
        if mismatches.is_of_a_beginning(operand):
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


_COARSENESS = ("day", "week", "month", "quarter", "year")


def _as_coarse(operands: dict[str, Quantity]) -> tuple[str, dict[str, Quantity]]:
    """Take dates no finer than the coarsest of them: from a year to a day is so many years."""
    coarse = max((one.unit for one in operands.values() if one.period), key=_COARSENESS.index, default="")
    made = dict(operands)
    for name, one in operands.items():
        if one.period and one.unit != coarse:
            first = read_period(one.period).first
            made[name] = replace(
                one, value=Decimal(first.year if coarse == "year" else first.year * 12 + first.month - 1), unit=coarse
            )
    return coarse, made


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


_WHOLE = 100  # percent
_SHARES = ("%", "pp", "x")
_TIMES = ("x", "time")
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
