"""The calculator as a LangChain tool: text for the model, the calculation for code."""

from __future__ import annotations

import pytest

from askbot.calculator import evaluate
from askbot.tools import calculate, calculator_tool


def call(**arguments: object):
    """Call the tool as an agent does: the message that goes back to the model."""
    return calculator_tool().invoke({"name": "calculate", "args": arguments, "id": "1", "type": "tool_call"})


def test_an_agent_gets_the_text_and_code_the_calculation():
    """The message's content is a line; its artifact is the calculation, which works out the same anew."""
    message = call(expression="cash / burn", figures={"cash": "$90.5 million", "burn": "$7 million a month"})
    assert message.content == "cash / burn = 12.9 months (rounded half up to 3 significant digits)"
    worked = message.artifact
    assert worked.result.value.startswith("12.92857142857142857")
    assert evaluate(worked.expression, worked.operands, name=worked.name) == worked


def test_plain_arithmetic_needs_no_figures():
    """An expression that holds its figures itself is worked out as typed."""
    assert call(expression="15% of 80 million").content == "15% of 80 million = 12 million"


@pytest.mark.parametrize(
    ("expression", "figures"),
    [
        ("a + b", {"a": "$3", "b": "RMB 5"}),
        ("a", {"a": "none"}),
        ("a", {"a": "$3 and $4"}),
        ("__import__('os')", {}),
        ("9**9**9**9", {}),
        ("a", {f"a{n}": "1" for n in range(60)}),
        ("", {}),
    ],
)
def test_what_cannot_be_worked_out_is_told_to_the_model(expression: str, figures: dict[str, str]):
    """The model reads what was wrong and what to try; there is no artifact, and no exception ends the run."""
    text, worked = calculate(expression, figures)
    assert text.startswith("Error: ") and " Try: " in text and worked is None
