"""An amount is of the figure that its sentence calls it, and of whom its clause speaks."""

import pytest

from askbot.lexicon import Kind
from askbot.question import parse
from askbot.reading.governing import figure_nouns, other_figure
from askbot.reading.kinds import untyped

ARTICLE = """Halden and Orvik, two bakers

Halden had €90 million in the bank.
Net debt, leases included, stood on 1 May at €240 million for Halden and €150 million for Orvik.
Orvik lost 40 of its 300 drivers, mostly to bigger firms.
Halden's operating profit was €12 million, while Orvik slipped into a loss of €3 million.
Halden sells most loaves in its own shops; Orvik leaves half to grocers, to whom it paid €7 million in commission.
Halden Bread, started in 1980 by two brothers, is still a family firm.
Revenue grew by 40% at Halden.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Orvik's loss?", "€3 million"),
        ("How much cash does Halden have?", "€90 million"),
        ("Halden's operating profit", "€12 million"),
        ("When was Halden started?", "1980"),
    ],
)
def test_an_amount_is_told_of_the_figure_and_of_whom_it_is_asked(bot, question, short):
    assert short in (bot.ask(question).short or "")


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("How much debt does Halden have?", "€90 million"),
        ("How much commission did Halden pay?", "€7 million"),
        ("By how many percent did Halden's profit grow?", "40%"),
        ("Halden's cash on 1 May", "€240 million"),
    ],
)
def test_the_nearest_amount_of_something_else_is_not_told(bot, question, other):
    assert other not in (bot.ask(question).short or "")


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "other"),
    [
        ("What was its cash?", "Net debt, leases included, stood on 1 May at €240 million.", "€240 million", True),
        ("What was its debt?", "Net debt, leases included, stood on 1 May at €240 million.", "€240 million", False),
        ("How fast did profit grow?", "Revenue grew by 40% at Halden.", "40%", True),
        ("How fast did sales grow?", "Revenue grew by 40% at Halden.", "40%", False),
        ("How much money did it raise?", "A round brought in €9 million of capital.", "€9 million", False),
    ],
)
def test_another_figure_is_known_by_its_noun(question, sentence, figure, other):
    start = sentence.index(figure)
    assert other_figure(parse(question).terms, sentence, start, start + len(figure)) is other


def test_a_few_of_something_are_no_amount_of_money():
    asked = parse("What was Orvik's loss?")
    assert asked.wanted == {Kind.MONEY} and untyped(asked, "40 of its 300") and not untyped(asked, "€3 million")


def test_money_may_be_any_figure_and_a_name_asks_for_what_it_has():
    assert not figure_nouns(parse("How much money is left?").terms)
    assert parse("Halden's revenue in 2024").wanted == {Kind.MONEY}
