"""Results as a person reads them: how many digits are shown, which rule rounded them, and the words around them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from askbot.numerals import shortest
from askbot.types import CalculationResult
from askbot.units import DURATIONS, currency, plural

SIGNIFICANT_DIGITS = 28

_NAMED = ((12, "trillion"), (9, "billion"), (6, "million"))
_SIGN_OF = {"USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "INR": "₹", "KRW": "₩", "CNY": "RMB ", "JPY": "JP¥"}


def round_figure(value: Decimal, unit: str, exact: bool) -> tuple[str, str | None]:
    """Round half up: spans of time to three significant digits, other figures to four; up to six stay when exact."""
    money = currency(unit)
    scale, name = 0, ""
    if money or not unit.startswith(("%", "pp", "x")):
        scale, name = next(((size, word) for size, word in _NAMED if value and value.adjusted() >= size), (0, ""))
    if not money and name == "" and value and abs(value) >= 10_000 and exact and value == value.to_integral_value():
        return f"{value:,f}", None
    scaled = value.scaleb(-scale, Context(prec=SIGNIFICANT_DIGITS))
    short = shortest(scaled)
    digits = len(short.as_tuple().digits)
    rule = None
    if not exact or digits > 6:
        places = 3 if unit.split("/")[0] in DURATIONS else 4
        if money and not name and abs(value) < 100_000 and not currency(unit.partition("/")[2]):
            places = max(3, scaled.adjusted() + 3)  # cents
        places = max(places, scaled.adjusted() + 1) if not name else places
        short = shortest(Context(prec=places, rounding=ROUND_HALF_UP).plus(scaled))
        rule = f"rounded half up to {places} significant digits"
    text = f"{short:,f}" + (f" {name}" if name else "")
    if unit == "%":
        text += "%"
    elif money:
        sign = _SIGN_OF.get(money, money + " ")
        text = ("-" if text.startswith("-") else "") + sign + text.removeprefix("-")
    return text, rule


def spoken(result: CalculationResult) -> str:
    """Say a result as a person would: "37.5 months", "$334.8 million", "6.42%".

    >>> spoken(CalculationResult("2", "year", "2"))
    '2 years'
    """
    number, unit = result.rounded, result.unit
    above, _, below = unit.partition("/")
    if unit == "%" or currency(unit):
        said = number
    elif unit == "pp":
        said = f"{number} percentage point" + ("" if number == "1" else "s")
    elif unit == "x":
        said = f"{number} times"
    else:
        said = f"{number} {above if number == '1' else plural(above)}".strip()
    return f"{said} per {below.replace('/', ' per ')}" if below else said
