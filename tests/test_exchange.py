"""Amounts in other money than they are printed in: at a rate that the article prints, and at no other."""

from decimal import Decimal

import pytest

from askbot.exchange import rate
from askbot.types import Citation

ARTICLE = """Two bakeries look north

Brenner Bread had revenue of €40 million in 2025 and employs 400 people.
Cafes account for 25% of Brenner Bread's revenue.
Oslund Bakeries had revenue of SEK 330 million in 2025.
The owner, Halden Group, had revenue of £12 million in 2025.
One euro buys 11 kronor.
"""
CONVERTED = [
    ("What was Brenner Bread's revenue in 2025 in kronor?", "440000000"),
    ("What was Oslund Bakeries' revenue in 2025 in euros?", "30000000"),
    ("What is Brenner Bread's revenue per employee in kronor?", "1100000"),
    ("How much revenue did Brenner Bread make in cafes in kronor?", "110000000"),
]
RATES = [
    ("It costs $1.16 to the euro.", "USD", "EUR", "1.16"),
    ("A euro was worth SEK 11.2 in June.", "SEK", "EUR", "11.2"),
    ("They used a rate of 7.2 yuan to the dollar.", "CNY", "USD", "7.2"),
    ("All at €1 = SEK 11.", "SEK", "EUR", "11"),
    ("One dollar is RMB 7.1, one euro RMB 7.9.", "CNY", "EUR", "7.9"),
    ("One euro is 7.46 kroner.", "DKK", "EUR", "7.46"),
    ("It paid $5, or €4.6, for it.", "USD", "EUR", None),
    ("One euro bought $1.1 in May. One euro bought $1.2 in June.", "USD", "EUR", None),
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value"), CONVERTED)
def test_a_printed_rate_is_applied(bot, question, value):
    """The rate is an operand like any other, cited."""
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    (calculation,) = answer.calculations
    assert Decimal(calculation.result.value) == Decimal(value)
    assert all(operand.citation is not None for operand in calculation.operands.values())


@pytest.mark.parametrize(
    "question",
    [
        "What was Halden Group's revenue in 2025 in kronor?",
        "What was Oslund Bakeries' revenue in 2025 in pounds?",
        "How much revenue did Brenner Bread make in cafes in pounds?",
    ],
)
def test_without_a_rate_there_is_no_other_money(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short


@pytest.mark.parametrize(("quote", "one", "other", "value"), RATES)
def test_which_rates_are_seen(quote, one, other, value):
    found = rate([Citation("a", "", "", quote, 0, len(quote), "")], one, other)
    assert (found and str(found.value)) == value
