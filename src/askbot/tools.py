"""What a chat model may be given to work with: the calculator as a LangChain tool, imported only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from askbot import calculator
from askbot.errors import CalculationError
from askbot.rounding import spoken
from askbot.types import Calculation, Quantity

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

_MOST_FIGURES = 50
_DESCRIPTION = """Work out arithmetic exactly. Give `figures` as printed in the text, each under a name of its own \
({"cash": "$1.2 billion", "burn": "$30 million a month"}), and an `expression` over these names ("cash / burn"): \
+ - * / ^ of, brackets, and sum, average, least, most, share, ratio, change, raised, lowered, before, whole, rest, \
months, quarters, years. Without figures the expression is plain arithmetic: "15% of 80 million"."""


def calculator_tool() -> StructuredTool:
    """Make the calculator a LangChain tool.

    It answers with `content_and_artifact`: a line for the model, and the Calculation for code, or None beside a
    line that says what was wrong and what to try.
    """
    from langchain_core.tools import StructuredTool

    return StructuredTool.from_function(
        calculate, name="calculate", description=_DESCRIPTION, response_format="content_and_artifact"
    )


def calculate(expression: str, figures: dict[str, str] | None = None) -> tuple[str, Calculation | None]:
    """Work out an expression over printed figures: a line that says the result, and the calculation.

    The figures come from whoever asks, so they count as assumed; None where there is no result.

    >>> calculate("cash / burn", {"cash": "$90 million", "burn": "$30 million a month"})[0]
    'cash / burn = 3 months'
    """
    try:
        worked = _worked_out(expression, figures or {})
    except CalculationError as error:
        return f"Error: {error.message} Try: {error.remedy}", None
    notes = "".join(f" ({note})" for note in worked.notes)
    return f"{expression.strip()} = {spoken(worked.result)}{notes}", worked


def _worked_out(expression: str, figures: dict[str, str]) -> Calculation:
    if len(figures) > _MOST_FIGURES:
        raise CalculationError(f"There are {len(figures)} figures.", f"Use at most {_MOST_FIGURES}.")
    if figures:
        return calculator.evaluate(expression, {name: _figure(name, text) for name, text in figures.items()})
    typed = calculator.arithmetic(expression)
    if typed is None:
        raise CalculationError("That is no arithmetic.", "Write figures and signs, such as 12000 / 2500.")
    return typed


def _figure(name: str, text: str) -> Quantity:
    figure = calculator.typed_figure(text)
    if figure is None:
        raise CalculationError(
            f"'{name[:40]}' is not one figure.", "Give the figure alone, as printed, such as $1.2 billion."
        )
    return figure
