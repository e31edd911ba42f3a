"""Plain questions that were refused: costs to a named firm, ranges, units in words, what is still to be decided."""

from dataclasses import replace

import pytest

from askbot.companions import counterpart
from askbot.quantities import find
from askbot.question import QuestionKind, parse
from askbot.reworded import others

ARTICLE = """A new fleet for the Sound

Havlinjen has ordered three electric catamarans, known as the Tern class. Each will take 120 passengers, stores
2.4 MWh in its batteries, and has a range of 45 kilometres. The refit of the yard costs Havlinjen EUR 1.5
million a berth, or EUR 6 million for all four, approximately NOK 70 million. Under a contract with Voltkraft
the company pays NOK 0.92 per kWh. The town's auditor proposed a loan of NOK 40 million. The town council has
not decided on it. The town council has approved a new pier.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What is the range of the Tern class?", "45 kilometres"),
        ("range of the Tern class in km", "45 kilometres"),
        ("How far can the Tern class sail on a charge?", "45 kilometres"),
        ("What does Havlinjen pay Voltkraft for a kilowatt hour?", "NOK 0.92"),
        ("What does the refit cost Havlinjen?", "EUR 6 million"),
        ("What does the refit cost Havlinjen in NOK?", "approximately NOK 70 million"),
    ],
)
def test_plain_wordings_are_answered(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Has the town council approved the loan yet?", "No"),
        ("Has the town council rejected the loan?", "No"),
        ("Has the town council approved a new pier?", "Yes"),
    ],
)
def test_what_is_still_to_be_decided_is_not_done(bot, question, short):
    assert bot.ask(question).short == short


def test_that_another_has_not_decided_says_nothing_of_who_is_asked_about(bot):
    assert bot.ask("Has the auditor approved the loan?").short is None


def test_who_rebuilds_others_builds_none_and_a_penalty_is_no_price(bot_on):
    bot = bot_on(
        """Two yards at work

Norvik, based in Orvik, ordered four new ferries in March, while its rival Sundrederi is rebuilding
six existing vessels as hybrids. The ferries of Norvik are being built at the Karv yard. The yard
must pay NOK 150,000 for every day that a ferry is late.
"""
    )
    assert bot.ask("Who is building the ferries?").short != "Sundrederi"
    assert bot.ask("Who is rebuilding the vessels?").short == "Sundrederi"
    assert bot.ask("What did Norvik's ferries cost?").short is None
    assert bot.ask("What must the yard pay for every day that a ferry is late?").short == "NOK 150,000"


def test_the_gist_of_a_part_is_a_summary_and_where_one_is_given_a_place():
    assert parse("Give me the gist of the part on energy").kind is QuestionKind.SUMMARY
    assert parse("Where is the gist of the report given?").kind is QuestionKind.LOOKUP


def test_units_and_ranges_are_asked_in_other_words():
    assert others("How far can the ferry go on one charge?")[0] == "What is the ferry's range?"
    assert others("What is the price of a megawatt-hour?") == ("What is the price of a MWh?",)
    assert "What is the weight of the hull?" in others("What is the weight of the hull in tonnes?")


def test_the_same_amount_in_other_money_stands_behind_for_all_of_them(bot):
    figure = bot.ask("What does the refit cost Havlinjen?").claims[0].citations[0]
    six = next(one for one in find(figure.quote) if one.value == 6_000_000)
    placed = replace(six, start=figure.start + six.start, end=figure.start + six.end, citation=figure)
    other = counterpart(placed)
    assert other is not None and other.value == 70_000_000
    one = next(one for one in find(figure.quote) if one.value == 1_500_000)
    alone = replace(one, start=figure.start + one.start, end=figure.start + one.end, citation=figure)
    assert counterpart(alone) is None
