"""On which side of a result the truth lies, where a figure that it is made of is only a bound: "more than 50,000"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.precision import is_limit
from askbot.types import Calculation, Origin
from askbot.units import DURATIONS

_BELOW = re.compile(
    r"\b(?:less|fewer|lower|under|below|up to|at most|no more than|not more than|maximum)\b", re.IGNORECASE
)
_NOT_LESS = re.compile(r"\b(?:no|not) (?:less|fewer|lower)\b", re.IGNORECASE)
_ITSELF_TOO = re.compile(r"\b(?:at least|at most|up to|no|not|maximum|minimum)\b", re.IGNORECASE)
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
_STEP = Decimal("1.001")  # small beside any figure, so that no result changes its sign by it


def bound(calculation: Calculation) -> str | None:
    """Say how a result stands to the truth, in the words before it; None where none of its figures is a bound.

    "Around", where its figures pull both ways.

    >>> from askbot.types import Quantity
    >>> guests, each = Quantity(Decimal(500), "", "500", hedge="more than"), Quantity(Decimal(2), "USD", "$2")
    >>> bound(evaluate("guests * each", {"guests": guests, "each": each}))
    'more than'
    """
    sides = set()
    for name, operand in calculation.operands.items():
        if operand.origin is not Origin.PRINTED or not is_limit(operand) or operand.value <= 0:
            continue
        hedge = operand.hedge or ""
        if operand.unit in _SPANS and hedge.lower() in ("over", "under"):
            continue  # "over five years" may be how long it took
        below = bool(_BELOW.search(hedge)) and not _NOT_LESS.search(hedge)
        raised = {**calculation.operands, name: replace(operand, value=operand.value * _STEP)}
        try:
            moved = Decimal(evaluate(calculation.expression, raised).result.value) - Decimal(calculation.result.value)
        except CalculationError:
            continue
        if moved:
            sides.add(((moved < 0) is below, bool(_ITSELF_TOO.search(hedge))))
    if not sides:
        return None
    if len({above for above, _ in sides}) > 1:
        return "around"
    too = all(itself for _, itself in sides)
    if sides.pop()[0]:
        return "at least" if too else "more than"
    return "at most" if too else "less than"
