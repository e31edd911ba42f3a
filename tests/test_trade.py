"""So many at so much each, what a sale brought, how a result swung, what is foretold, and what a bound leaves open."""

from decimal import Decimal

import pytest

from askbot.bounds import bound
from askbot.calculator import evaluate
from askbot.types import Quantity

ARTICLE = """# Two garden firms of Almere

## Verhage

Verhage sold 40,000 rose bushes last spring at €15 each. Its nursery uses 2 million litres of water a year and
pays 30 cents a litre. A season ticket costs €90, and 5,000 have been sold. More than 20,000 people visited the show
garden, each paying €8. Verhage bought the Tolweg greenhouse for €4 million in 2018 and sold it for €7 million in March.
It sold the van for €6,000, three times what it had paid for it. Verhage made a profit of €2 million in 2024, after a
loss of €1.5 million the year before. Revenue came to €50 million. Verhage expects revenue to grow by 6% this year.
It grew 90 sorts of roses, 25 of them red.
Interest on the debt cost it €3 million. It owes its banks €30 million and had
€12 million in cash.

## Lindqvist

Lindqvist had seed income of €14 million. Of its revenue of €20 million, €9 million came from bulbs and €5 million from
trees. Of the 10 million shares in Lindqvist, Ada Roos owns 40% and the fund Ostara 15%. Lindqvist wants €8 million for
a cold store; the bank has promised €3 million and a partner €2 million. It ordered five lorries at €120,000 each. Of
every €10 that it takes, €2 comes from gift cards. Lindqvist sold its warehouse for €11 million. Lindqvist made a net
profit of €1 million.
"""
WORKED_OUT = [
    ("How much did Verhage take from selling rose bushes?", "600000", "EUR"),
    ("How much does Verhage's nursery pay for water a year?", "600000", "EUR/year"),
    ("How much did Verhage take from season tickets?", "450000", "EUR"),
    ("What did visitors to the show garden pay in all?", "160000", "EUR"),
    ("What profit did Verhage make on the sale of the Tolweg greenhouse?", "3000000", "EUR"),
    ("By what percentage did the Tolweg greenhouse gain in value?", "75", "%"),
    ("What had Verhage paid for the van?", "2000", "EUR"),
    ("By how much did Verhage's result improve?", "3500000", "EUR"),
    ("What revenue does Verhage expect this year?", "53000000", "EUR"),
    ("How many of Verhage's sorts of roses are not red?", "65", ""),
    ("What is Verhage's net debt?", "18000000", "EUR"),
    ("How much of Lindqvist's revenue came from neither bulbs nor trees?", "6000000", "EUR"),
    ("How many shares in Lindqvist does Ada Roos own?", "4000000", "share"),
    ("How much does Lindqvist still need for its cold store?", "3000000", "EUR"),
    ("What will the five lorries cost in total?", "600000", "EUR"),
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value", "unit"), WORKED_OUT)
def test_what_was_bought_and_sold_is_worked_out(bot, question, value, unit):
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    assert answer.calculations, answer.short
    (calculation,) = answer.calculations
    assert calculation.result.unit in (unit, unit.split("/")[0], "sort")
    assert Decimal(calculation.result.value) == Decimal(value)
    assert all(operand.citation is not None for operand in calculation.operands.values())


@pytest.mark.parametrize(
    "question",
    [
        "How much did Lindqvist gain on the sale of its warehouse?",  # what it had paid is told nowhere
        "What was Lindqvist's income?",  # that from seeds is not all of it
        "How much does Lindqvist take from gift cards?",  # €2 of every 10
        "How much did Verhage's result worsen?",  # it improved
    ],
)
def test_one_half_of_what_is_asked_for_is_no_answer(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short


def test_a_bound_stays_a_bound_in_the_result(bot):
    assert bot.ask("What did visitors to the show garden pay in all?").short == "more than €160,000"


@pytest.mark.parametrize(
    ("hedge", "expression", "side"),
    [
        ("more than", "whole / part", "less than"),
        ("more than", "whole * part", "more than"),
        ("fewer than", "whole - part", "more than"),
        ("up to", "whole + part", "at most"),
        ("at least", "whole + part", "at least"),
        ("about", "whole + part", None),
    ],
)
def test_the_side_follows_from_the_arithmetic(hedge, expression, side):
    operands = {"whole": Quantity(Decimal(90), "", "90"), "part": Quantity(Decimal(9), "", "9", hedge=hedge)}
    assert bound(evaluate(expression, operands)) == side


def test_bounds_that_pull_both_ways_leave_it_open():
    operands = {
        "whole": Quantity(Decimal(90), "", "90", hedge="more than"),
        "part": Quantity(Decimal(9), "", "9", hedge="over"),
    }
    assert bound(evaluate("whole / part", operands)) == "around"
