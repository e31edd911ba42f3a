"""How exactly a figure is meant: the values that its printed digits and its hedge leave open.

Two figures disagree only where no value that the one allows is allowed by the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from askbot.types import Quantity

_DIGITS = re.compile(r"[0-9][0-9.,\u00a0\u202f]*")
NEARLY = re.compile(r"\b(?:nearly|almost|close to|just (?:under|below))\b")
UP_TO = re.compile(
    r"\b(?:up to|at most|less|fewer|under|below|as (?:much|many|high) as|maximum|(?:no|not) more than)\b|不到|[<≤]"
)
AT_LEAST = re.compile(
    r"\b(?:at least|more|over|above|greater|exceed\w*|surpass\w*|topped|in excess|upwards|minimum|well over"
    r"|as (?:few|little|low) as|(?:no|not) (?:less|fewer))\b|超过|至少|逾|[>≥]"
)
# A word like "about" promises no more than this.
_ABOUT = Fraction(1, 20)
# "Nearly three times" may be 2.6, and "more than three times" is said up to four.
_NEARLY_FROM, _MORE_UP_TO = Fraction(17, 20), Fraction(3, 2)
# "Three times" is rarely meant to the decimal.
_LOOSELY = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Range:
    """All the values that a figure may stand for, both ends among them."""

    low: Fraction
    high: Fraction

    def meets(self, other: Range) -> bool:
        """Say whether some value is in both."""
        return self.low <= other.high and other.low <= self.high

    def wider(self, share: Fraction) -> Range:
        """Return the range with a share of its ends added on each side."""
        return Range(self.low - abs(self.low) * share, self.high + abs(self.high) * share)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __truediv__(self, other: Range) -> Range:
        """Divide positive figures."""
        return Range(self.low / other.high, self.high / other.low)

    def __mul__(self, number: int) -> Range:
        return Range(self.low * number, self.high * number)


def step(figure: Quantity) -> Fraction:
    """Return what one more in the last printed digit would be: 0.1 million for "$12.5 million".

    >>> step(Quantity(Decimal("12500000"), "USD", "$12.5 million"))
    Fraction(100000, 1)
    """
    digits = _DIGITS.search(figure.printed)
    if digits is None:
        return Fraction(1)
    number = digits.group().rstrip(".,").replace(",", "").replace("\u00a0", "").replace("\u202f", "")
    places = len(number.partition(".")[2])
    scale = abs(Fraction(figure.value)) / Fraction(Decimal(number)) if Decimal(number) else Fraction(1)
    return scale / Fraction(10**places)


def is_limit(figure: Quantity) -> bool:
    """Say whether a figure is only a bound: "more than", "up to"."""
    hedge = (figure.hedge or "").lower()
    return bool(UP_TO.search(hedge) or (AT_LEAST.search(hedge) and not NEARLY.search(hedge)))


def meant(figure: Quantity) -> Range:
    """Return the values that a positive figure may stand for, by its digits and its hedge.

    A whole number that ends in zeros is taken for rounded to two digits, a whole multiple for loosely meant.

    >>> meant(Quantity(Decimal("12.5"), "%", "12.5%")), meant(Quantity(Decimal(200), "user", "200")).low
    (Range(low=Fraction(249, 20), high=Fraction(251, 20)), Fraction(195, 1))
    """
    value, half = Fraction(figure.value), _half(figure)
    low, high = value - half, value + half
    hedge = (figure.hedge or "").lower()
    if NEARLY.search(hedge):
        return Range(value * _NEARLY_FROM, high)
    if UP_TO.search(hedge):
        return Range(Fraction(0), high)
    if AT_LEAST.search(hedge):
        return Range(low, max(value * _MORE_UP_TO, value + (1 if figure.unit == "x" else 0)))
    if hedge:
        return Range(low, high).wider(_ABOUT)
    return Range(low, high)


def _half(figure: Quantity) -> Fraction:
    """Half a step of the last digit that was meant."""
    value = abs(Fraction(figure.value))
    digits = _DIGITS.search(figure.printed)
    whole = digits is None or "." not in digits.group().rstrip(".")
    if figure.unit == "x" and whole:
        return value * _LOOSELY
    if digits is None:
        # "a third", "half": a share in words is no measurement.
        return value * _LOOSELY if figure.unit == "%" else Fraction(1, 2)
    number = re.sub(r"\D", "", digits.group())
    zeros = len(number) - len(number.rstrip("0"))
    if not whole or figure.unit == "%" or not zeros:
        return step(figure) / 2
    return step(figure) * Fraction(10 ** min(zeros, max(0, len(number) - 2))) / 2
