"""Units that are reckoned with: what may be added, what cancels, and which spans of time convert.

A unit is written as in a quantity: "USD", "USD/month", "user", "%", "pp", "x", "". Nothing converts but
spans of time, by whole numbers that are true everywhere; a month isn't a number of days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from askbot.units import CURRENCY_CODES, MEASURES, currency

# What each span of time holds of the finest of its kind, and the name of that constant.
SPANS = {
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
    "second": ("second", 1),
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "day": ("second", 86_400),
    "week": ("second", 604_800),
}
_MEASURED = frozenset([*SPANS, *MEASURES.values(), "pp"])
# These say how a number is written, not what it counts.
PURE = ("", "x")


@dataclass(frozen=True, slots=True)
class Factor:
    """So many of one span of time are another: 12 months in a year."""

    many: int
    small: str
    large: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of base units: USD/month is USD to the 1 and month to the -1."""

    powers: tuple[tuple[str, int], ...] = ()

    @property
    def unit(self) -> str:
        """Write the unit as a quantity has it."""
        above = [name for name, power in self.powers for _ in range(power)]
        below = [name for name, power in self.powers for _ in range(-power)]
        return "·".join(above) + "".join(f"/{name}" for name in below)

    def __mul__(self, other: Dimension) -> Dimension:
        return _dimension(dict(self.powers), other.powers, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return _dimension(dict(self.powers), other.powers, -1)


def read_dimension(unit: str) -> Dimension:
    """Read a unit of a quantity; "x" and "" are both pure numbers.

    >>> (read_dimension("USD") / read_dimension("USD/month")).unit
    'month'
    """
    above, *below = unit.split("/")
    powers: dict[str, int] = {}
    for name in above.split("·"):
        if name not in PURE:
            powers[name] = powers.get(name, 0) + 1
    return _dimension(powers, tuple((name, 1) for name in below if name not in PURE), -1)


def convert(dimension: Dimension, spans: Mapping[str, str]) -> tuple[Dimension, Fraction, list[Factor]]:
    """Rewrite spans of time as others: the new dimension, the factor on the number, and the constants used."""
    number, constants = Fraction(1), []
    powers: dict[str, int] = {}
    for name, power in dimension.powers:
        target = spans.get(name, name)
        if target != name:
            ratio = Fraction(SPANS[name][1], SPANS[target][1])
            number *= ratio**power
            large, small = (name, target) if ratio > 1 else (target, name)
            many = ratio if ratio > 1 else 1 / ratio
            if many.denominator == 1:
                constants.append(Factor(int(many), small, large))
        powers[target] = powers.get(target, 0) + power
    return _dimension(powers, (), 1), number, constants


def align(*dimensions: Dimension) -> dict[str, str]:
    """Say which spans of time to rewrite so that all that occur of a kind are the finest of them.

    >>> align(read_dimension("USD/month"), read_dimension("year"))
    {'year': 'month'}
    """
    finest: dict[str, str] = {}
    names = [name for dimension in dimensions for name, _ in dimension.powers if name in SPANS]
    for name in names:
        base, size = SPANS[name]
        if base not in finest or size < SPANS[finest[base]][1]:
            finest[base] = name
    return {name: finest[SPANS[name][0]] for name in names if finest[SPANS[name][0]] != name}


def towards(dimension: Dimension, span: str) -> dict[str, str] | None:
    """Say how to rewrite a dimension's span of time as another one; None where it has none that converts."""
    base = SPANS[span][0]
    found = {name: span for name, _ in dimension.powers if name in SPANS and SPANS[name][0] == base}
    return found or None


def is_span(name: str) -> bool:
    """Say whether a name is a span of time that converts."""
    return name in SPANS


def is_count(dimension: Dimension) -> bool:
    """Say whether something merely counted: a pure number or one counted noun, such as users."""
    if not dimension.powers:
        return True
    (name, power), *rest = dimension.powers
    return not rest and power == 1 and name.isalpha() and not currency(name) and name not in _MEASURED


def is_money(dimension: Dimension) -> bool:
    """Say whether some currency is a part of it."""
    return any(name in CURRENCY_CODES or currency(name) for name, _ in dimension.powers)


def _dimension(powers: dict[str, int], more: tuple[tuple[str, int], ...], sign: int) -> Dimension:
    for name, power in more:
        powers[name] = powers.get(name, 0) + sign * power
    kept = [(name, power) for name, power in powers.items() if power]
    return Dimension(tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0]))))
