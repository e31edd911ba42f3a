"""What may be done with values that have units: each operation exact, its units checked, its conversions noted.

It knows no names, no texts and no citations; the calculator reads expressions and calls these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from askbot import dimensions
from askbot.dimensions import Dimension, Factor, read_dimension
from askbot.errors import CalculationError

# Money and counts fit into 100 digits with room for any product of a few of them; beyond 4,096 bits it is a mistake or
# an attack ("9^9^9^9").
_MAX_BITS = 4_096


@dataclass(frozen=True, slots=True)
class Value:
    """An exact number and what it counts."""

    number: Fraction
    dimension: Dimension
    # "x" for a ratio, "%" and "pp" live in the dimension; a bare count has neither.
    ratio: bool = False


@dataclass(slots=True)
class Work:
    """What one evaluation notes on its way."""

    used: set[str] = field(default_factory=set)
    constants: dict[str, Factor] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep a remark, once."""
        if text not in self.notes:
            self.notes.append(text)


_PERCENT = read_dimension("%")
_POINTS = read_dimension("pp")


def checked(number: Fraction) -> Fraction:
    """Pass a number on, or raise CalculationError where it has grown beyond what is reckoned with."""
    if number.numerator.bit_length() > _MAX_BITS or number.denominator.bit_length() > _MAX_BITS:
        raise CalculationError(
            "The result has more digits than can be reckoned with.", "Use smaller figures or powers."
        )
    return number


def _aligned(work: Work, first: Value, second: Value) -> tuple[Value, Value]:
    spans = dimensions.align(first.dimension, second.dimension)
    return _convert(work, first, spans), _convert(work, second, spans)


def _convert(work: Work, value: Value, spans: Mapping[str, str]) -> Value:
    dimension, factor, constants = dimensions.convert(value.dimension, spans)
    for constant in constants:
        work.constants[f"{constant.small}s_in_{constant.large}"] = constant
        work.note(f"{constant.many} {constant.small}s in a {constant.large}")
    return Value(checked(value.number * factor), dimension, value.ratio)


def add(work: Work, first: Value, second: Value, sign: int) -> Value:
    """Add, or take away with a `sign` of -1: like with like; the difference of two percentages is in points."""
    first, second = _aligned(work, first, second)
    number = checked(first.number + sign * second.number)
    units = {first.dimension, second.dimension}
    if units == {_PERCENT} and sign < 0:
        return Value(number, _POINTS)
    if len(units) == 1:
        return Value(number, first.dimension, first.ratio and second.ratio)
    if units == {_PERCENT, _POINTS}:
        return Value(number, _PERCENT)
    if all(dimensions.is_count(unit) and "%" not in unit.unit for unit in units):
        named = [unit for unit in (first.dimension, second.dimension) if unit.powers]
        if len(named) > 1:
            work.note(f"counts of different things: {named[0].unit} and {named[1].unit}")
        return Value(number, named[0] if len(named) == 1 else Dimension())
    raise _mismatch(first, second, "added to" if sign > 0 else "taken from")


def _mismatch(first: Value, second: Value, done: str) -> CalculationError:
    one, other = (value.dimension.unit or "a bare number" for value in (second, first))
    both_money = dimensions.is_money(first.dimension) and dimensions.is_money(second.dimension)
    remedy = "Give an exchange rate." if both_money else "Use figures of the same unit."
    return CalculationError(f"{one} can't be {done} {other}.", remedy)


def multiply(work: Work, first: Value, second: Value) -> Value:
    """Multiply numbers and units; a percentage goes with pure numbers only."""
    for one, other in ((first, second), (second, first)):
        if one.dimension in (_PERCENT, _POINTS) and other.dimension.powers:
            raise CalculationError(f"% can't be multiplied with {other.dimension.unit}.", "Say '15% of 200'.")
    first, second = _aligned(work, first, second)
    ratio = first.ratio and second.ratio
    return Value(checked(first.number * second.number), first.dimension * second.dimension, ratio)


def divide(work: Work, first: Value, second: Value) -> Value:
    """Divide numbers and units; what is alike cancels to a ratio."""
    first, second = _aligned(work, first, second)
    if second.number == 0:
        raise CalculationError("A figure can't be divided by zero.", "Use another divisor.")
    if second.dimension in (_PERCENT, _POINTS) and first.dimension not in (_PERCENT, _POINTS):
        raise CalculationError(
            f"{first.dimension.unit or 'A number'} can't be divided by %.", "Divide by an amount or a count."
        )
    dimension = first.dimension / second.dimension
    alike = first.dimension == second.dimension and bool(first.dimension.powers)
    return Value(
        checked(first.number / second.number), dimension, alike or (first.ratio and not second.dimension.powers)
    )


def part_of(work: Work, share: Value, whole: Value) -> Value:
    """Take a percentage, or so many times, of a figure."""
    if share.dimension == _PERCENT:
        return Value(checked(share.number * whole.number / 100), whole.dimension, whole.ratio)
    if not share.dimension.powers:
        return multiply(work, share, whole)
    raise CalculationError(f"{share.dimension.unit} isn't a share of anything.", "Take a percentage of a figure.")


def power(value: Value, exponent: int) -> Value:
    """Raise a pure number to a whole power."""
    if value.dimension.powers:
        raise CalculationError(f"{value.dimension.unit} can't be raised to a power.", "Use a number without a unit.")
    if value.number == 0 and exponent < 0:
        raise CalculationError("A figure can't be divided by zero.", "Use another divisor.")
    bits = max(value.number.numerator.bit_length(), value.number.denominator.bit_length())
    if bits * abs(exponent) > _MAX_BITS:
        raise CalculationError("The result has more digits than can be reckoned with.", "Use a smaller power.")
    return Value(Fraction(value.number**exponent), value.dimension, value.ratio)


def _total(work: Work, values: list[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = add(work, total, value, 1)
    return total


def _average(work: Work, values: list[Value]) -> Value:
    total = _total(work, values)
    return Value(checked(total.number / len(values)), total.dimension, total.ratio)


def _quotient(work: Work, first: Value, second: Value) -> Fraction:
    first, second = _aligned(work, first, second)
    alike = first.dimension == second.dimension
    if not alike and not (dimensions.is_count(first.dimension) and dimensions.is_count(second.dimension)):
        raise _mismatch(first, second, "compared with")
    if second.number == 0:
        raise CalculationError("A figure can't be divided by zero.", "Use another divisor.")
    return checked(first.number / second.number)


def _share(work: Work, values: list[Value]) -> Value:
    return Value(checked(_quotient(work, *values) * 100), _PERCENT)


def _ratio(work: Work, values: list[Value]) -> Value:
    return Value(_quotient(work, *values), Dimension(), ratio=True)


def _change(work: Work, values: list[Value]) -> Value:
    return Value(checked((_quotient(work, *values) - 1) * 100), _PERCENT)


def _growth(work: Work, values: list[Value], sign: int) -> Value:
    base, by = values
    if by.dimension != _PERCENT:
        raise CalculationError(
            f"A growth is a percentage, not {by.dimension.unit or 'a bare number'}.", "Say by how many percent."
        )
    return Value(checked(base.number * (1 + sign * by.number / 100)), base.dimension, base.ratio)


def _raised(work: Work, values: list[Value]) -> Value:
    return _growth(work, values, 1)


def _lowered(work: Work, values: list[Value]) -> Value:
    return _growth(work, values, -1)


def _before(work: Work, values: list[Value]) -> Value:
    unit = Value(Fraction(1), Dimension())
    return divide(work, values[0], _growth(work, [unit, values[1]], 1))


def _whole(work: Work, values: list[Value]) -> Value:
    part, share = values
    if share.dimension != _PERCENT or share.number == 0:
        raise CalculationError("The whole follows only from a share in percent.", "Use a percentage above zero.")
    return Value(checked(part.number * 100 / share.number), part.dimension, part.ratio)


def _rest(work: Work, values: list[Value]) -> Value:
    if any(value.dimension != _PERCENT for value in values):
        raise CalculationError("A rest is left of 100 %.", "Use shares in percent.")
    return Value(checked(100 - sum((value.number for value in values), Fraction(0))), _PERCENT)


def _least(work: Work, values: list[Value]) -> Value:
    return min(values, key=lambda value: add(work, value, values[0], -1).number)


def _most(work: Work, values: list[Value]) -> Value:
    return max(values, key=lambda value: add(work, value, values[0], -1).number)


def _in_spans(span: str) -> Callable[[Work, list[Value]], Value]:
    def convert(work: Work, values: list[Value]) -> Value:
        spans = dimensions.towards(values[0].dimension, span)
        if spans is None:
            unit = values[0].dimension.unit or "a bare number"
            raise CalculationError(
                f"{unit} can't be given in {span}s.", "Use a rate or a span of months, quarters or years."
            )
        return _convert(work, values[0], spans)

    return convert


_MANY = 50
FUNCTIONS: Mapping[str, tuple[Callable[[Work, list[Value]], Value], int, int]] = {
    "sum": (_total, 1, _MANY),
    "average": (_average, 1, _MANY),
    "least": (_least, 1, _MANY),
    "most": (_most, 1, _MANY),
    "share": (_share, 2, 2),  # the first as percent of the second
    "ratio": (_ratio, 2, 2),  # how many times the second the first is
    "change": (_change, 2, 2),  # by how many percent the first is above the second
    "raised": (_raised, 2, 2),
    "lowered": (_lowered, 2, 2),
    "before": (_before, 2, 2),  # what grew by so many percent to this
    "whole": (_whole, 2, 2),  # what this is so many percent of
    "rest": (_rest, 1, _MANY),
} | {f"{span}s": (_in_spans(span), 1, 1) for span in dimensions.SPANS}
