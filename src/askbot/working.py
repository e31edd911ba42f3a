"""A calculation written out as one does by hand: in words, in figures as printed, with the marks of their citations.

Knows the calculator's functions by name, because a reader should not have to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction

from askbot.dimensions import SPANS
from askbot.screen import squeeze
from askbot.types import Calculation, Citation, Origin, Quantity

_OPERAND = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A call of the calculator, or a group, that holds no further brackets.
_INNERMOST = re.compile(r"(?P<name>[a-z]*)\((?P<inside>[^()]*)\)")
_DIVIDED = re.compile(r"\w+ / (?P<below>\w+)")
_ADDED = re.compile(r"^[^\ue010]* [+-] ")  # a sum or a difference without brackets of its own
# Brackets that are done with, while those around them are still looked at.
_OPEN, _SHUT = "\ue010", "\ue011"
_FORMS = {
    "share": "{0} / {1}",
    "ratio": "{0} / {1}",
    "change": f"{_OPEN}{{0}} - {{1}}{_SHUT} / {{1}}",
    "raised": f"{{0}} * {_OPEN}1 + {{1}}{_SHUT}",
    "lowered": f"{{0}} * {_OPEN}1 - {{1}}{_SHUT}",
    "before": f"{{0}} / {_OPEN}1 + {{1}}{_SHUT}",
    "whole": "{0} / {1}",
}
_SIGNIFICANT = Context(prec=5)
_LARGE = 10_000  # from here the bare answer has whole numbers, and they serve


def formula(calculation: Calculation, number: Callable[[Citation], int]) -> str:
    """Return a calculation in words and figures: `runway = cash / burn = $9 million [1] / $3 million [2] = 3 months`.

    Each operand stands as printed, with its mark, which `number` gives; what was assumed says so.
    """

    def words(match: re.Match[str]) -> str:
        return match[0].replace("_", " ") if match[0] in calculation.operands else match[0]

    def figure(match: re.Match[str]) -> str:
        operand = calculation.operands.get(match[0])
        return _operand(operand, number) if operand else match[0]

    written = written_out(calculation.expression, calculation.operands)
    named, figured = _OPERAND.sub(words, written), _OPERAND.sub(figure, written)
    parts = [squeeze(calculation.name.replace("_", " ")), named, figured]
    if named == figured:
        parts.pop()
    if all(operand.origin is not Origin.PRINTED for operand in calculation.operands.values()):
        # What was typed is its own formula: "15% of 1,200 = 180".
        parts = [_OPERAND.sub(lambda m: _typed(calculation.operands.get(m[0]), m[0]), written)]
    return " = ".join(parts) + " " + outcome(calculation)


def written_out(expression: str, operands: Mapping[str, Quantity]) -> str:
    """Return an expression as one writes it by hand: signs in place of the calculator's functions.

    >>> written_out("cash / raised(burn, change)", {}), written_out("share(part, whole)", {})
    ('cash / (burn × (1 + change))', 'part / whole')
    """
    written = expression
    while innermost := _INNERMOST.search(written):
        name, inside = innermost["name"], innermost["inside"]
        by_hand = _by_hand(name, [part.strip() for part in inside.split(",")], operands) if name else inside
        bare = name and (innermost[0] == written or " " not in by_hand)
        written = written.replace(innermost[0], by_hand if bare else f"{_OPEN}{by_hand}{_SHUT}")
    return written.replace(_OPEN, "(").replace(_SHUT, ")").replace("*", "×")


def _by_hand(name: str, arguments: Sequence[str], operands: Mapping[str, Quantity]) -> str:
    if name == "sum":
        return " + ".join(arguments)
    if name == "rest":
        return " - ".join(("100%", *arguments))
    values = {a: operands[a].value for a in arguments if a in operands}
    if name in ("least", "most") and len(values) == len(arguments):
        return (min if name == "least" else max)(arguments, key=values.__getitem__)
    if (form := _FORMS.get(name)) and len(arguments) == 2:
        return form.format(*(f"{_OPEN}{one}{_SHUT}" if _ADDED.search(one) else one for one in arguments))
    if len(arguments) == 1:
        return _in_span(name, arguments[0], operands)
    return f"{name} of {' and '.join(arguments)}"


def _in_span(name: str, argument: str, operands: Mapping[str, Quantity]) -> str:
    """An amount a month put in years is twelve times it, a span of months a twelfth of them."""
    over = _DIVIDED.fullmatch(argument)  # an amount divided by one a month is a span of months
    operand = operands.get(over["below"] if over else argument)
    above, _, below = operand.unit.partition("/") if operand else ("", "", "")
    above, below = (below, "") if over else (above, below)
    given, asked = SPANS.get(below or above), SPANS.get(name.removesuffix("s"))
    if given is None or asked is None or given[0] != asked[0]:
        return f"{argument} in {name}"
    times = Fraction(asked[1], given[1]) if below else Fraction(given[1], asked[1])
    if times.denominator == 1:
        return f"{argument} * {times}" if times != 1 else argument
    return f"{argument} / {1 / times}" if times.numerator == 1 else f"{argument} in {name}"


def _operand(operand: Quantity, number: Callable[[Citation], int]) -> str:
    printed = squeeze(operand.printed) or f"{operand.value:f} {operand.unit}".strip()
    if operand.citation is not None:
        return f"{printed} [{number(operand.citation)}]"
    return f"{printed}, assumed" if operand.origin is Origin.ASSUMED else printed


def _typed(operand: Quantity | None, word: str) -> str:
    return squeeze(operand.printed) or f"{operand.value:f}" if operand else word


def outcome(calculation: Calculation) -> str:
    """Return a calculation's result behind its sign: `= 3 months`, or `≈ 3.1416 months` where it was rounded."""
    result = calculation.result
    try:
        exact = Decimal(result.value)
    except InvalidOperation:
        return f"= {squeeze(result.rounded)}"
    if not exact.is_finite():
        return f"= {squeeze(result.rounded)}"
    digits = _SIGNIFICANT.create_decimal(exact)
    sign = "=" if digits == exact else "≈"
    if "%" in result.rounded or not re.fullmatch(r"-?[\d.,]+", result.rounded):
        return f"{sign} {squeeze(result.rounded)}"
    if abs(exact) >= _LARGE:  # five digits would say 533,330 where the answer says 533,333
        sign = "=" if Decimal(result.rounded.replace(",", "")) == exact else "≈"
        return f"{sign} {squeeze(f'{result.rounded} {_unit(result.unit, exact)}')}"
    return f"{sign} {squeeze(f'{digits.normalize():f} {_unit(result.unit, exact)}')}"


def _unit(unit: str, value: Decimal) -> str:
    if unit in ("month", "year", "day", "quarter") and value != 1:
        return f"{unit}s"
    return {"pp": "percentage points", "x": "times"}.get(unit, unit)
