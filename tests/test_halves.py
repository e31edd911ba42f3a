"""One half of what is asked for is no answer: how many fit, an average, a limit, a part, the price of one."""

from decimal import Decimal

import pytest

from askbot.demands import Demand, demand_of

ARTICLE = """# Two theatres of Ostrand

## The Rialto

The Rialto sold 30,000 tickets at an average price of €20. It spent €60,000 on costumes last year, 12 of them.
It employs 80 people; 30 of them are actors. Its hall seats 900 people and an average of 700 came to its 40
concerts. The new boxes seat 40 people, 8 fewer than the ones they replace. The stage cost €3 million, twice
what had been budgeted. The Rialto borrowed €5 million, of which it has paid back €2 million. It gave 60
plays, 15 of them comedies. Of its 20 ushers, eight are under 25. A dealer has offered €1 million for the
chandelier.

## The Lantern

The Lantern holds 150 guests and opens 250 nights a year. On an average night 90 people come, each paying €12
at the door.
"""
WORKED_OUT = [
    ("How much did the Rialto take from tickets?", "600000"),
    ("How much did the Rialto spend on average on each costume?", "5000"),
    ("How many people came to the Rialto's concerts?", "28000"),
    ("How many people do the boxes seat that are being replaced?", "48"),
    ("How much had been budgeted for the stage?", "1500000"),
    ("How much does the Rialto still owe?", "3000000"),
    ("What share of the Rialto's plays were not comedies?", "75"),
    ("How many of the Rialto's employees are not actors?", "50"),
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value"), WORKED_OUT)
def test_what_the_halves_come_to_is_worked_out(bot, question, value):
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    assert answer.calculations, answer.short
    assert Decimal(answer.calculations[0].result.value) == Decimal(value)


@pytest.mark.parametrize(
    "question",
    [
        "How many of the Rialto's ushers are over 25?",
        "How many people come to the Lantern in a year?",  # not how many fit, nor how many nights it opens
        "How much does the Lantern take at the door on an average night?",  # not what one of them pays
        "How much would the Rialto gain by selling the chandelier?",
    ],
)
def test_one_half_is_no_answer(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short


def test_fewer_than_a_number_compares_with_nothing():
    assert demand_of("How many of its islands have fewer than 100 inhabitants?") is Demand.NONE
    assert demand_of("How many fewer seats does it have?") is Demand.DIFFERENCE
