"""Figures given quarter by quarter: added up, averaged, held against each other; never one of them for a whole year."""

from decimal import Decimal

import pytest

ARTICLE = """Ferries by the quarter

Nordvik Line carried 1.2 million passengers in the first quarter of 2025, 1.5 million in the second, \
1.8 million in the third and 1.3 million in the fourth.
Sundet Ferries carried 600,000 passengers in the first half of 2025 and 900,000 in the second.
Sundet Ferries lost $3 million in 2023, $2 million in 2024 and $4 million in 2025.
Nordvik Line spent $1.1 million on diesel in January 2025, \
$1.3 million in February and $1.2 million in March.
Nordvik Line employs 210 people, and Sundet Ferries has 95 of them.
"""
WORKED_OUT = [
    ("How many passengers did Nordvik Line carry in 2025?", "5800000"),
    ("How many passengers did Nordvik Line carry in the second half of 2025?", "3100000"),
    ("How many passengers did Sundet Ferries carry in 2025?", "1500000"),
    ("How many passengers did Nordvik Line carry on average per quarter in 2025?", "1450000"),
    ("By what percentage did Nordvik Line's passengers rise between the first and the third quarter of 2025?", "50"),
    ("How much did Nordvik Line spend on diesel in the first quarter of 2025?", "3600000"),
    ("How much did Sundet Ferries lose from 2023 to 2025?", "9000000"),
]
WHEN = [
    ("In which quarter did Nordvik Line carry the most passengers?", "third quarter"),
    ("In which quarter of 2025 did Nordvik Line carry the fewest passengers?", "first quarter of 2025"),
    ("In which month did Nordvik Line spend the most on diesel?", "February"),
    ("In which year did Sundet Ferries lose the least?", "2024"),
]
NOT_TOLD = [
    "How many passengers did Sundet Ferries carry in the third quarter of 2025?",
    "How much did Sundet Ferries spend on diesel in the first quarter of 2025?",
    "How much did Nordvik Line spend on diesel in 2025?",
    "In which quarter did Sundet Ferries carry the most passengers?",
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value"), WORKED_OUT)
def test_the_parts_of_a_time_are_put_together(bot, question, value):
    """They make up the time asked for exactly, and are of whom is asked about."""
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    assert Decimal(answer.calculations[0].result.value) == Decimal(value)


@pytest.mark.parametrize(("question", "short"), WHEN)
def test_the_highest_of_them_is_named(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize("question", NOT_TOLD)
def test_a_part_is_never_told_for_the_whole(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short
