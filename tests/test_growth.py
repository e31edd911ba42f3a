"""By how much something grew: the words behind a figure say what it was, or a table does; never the wrong way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot
from askbot.planner import plan
from askbot.quantities import find
from askbot.successions import former

ARTICLE = """# Brightwell's year

Brightwell's revenue was $12 million in 2025. It had been $9 million the year before.
The operating loss came to $15 million, after $11 million in 2024.
Households pay $92 a month for their heat; in 2024 it was $80. Its debt stands at $164 million.
At the end of 2020 it was $123 million.
Cash shrank to $46 million from $70 million, while stocks rose to $136 million.
"""


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much did Brightwell's revenue grow in 2025?", "$3 million"),
        ("By what percentage did Brightwell's revenue rise in 2025?", "33.33%"),
        ("By how much did Brightwell's revenue increase between 2024 and 2025?", "$3 million"),
        ("What was Brightwell's revenue growth in 2025?", "33.33%"),
        ("By what percentage did the price of heat for households rise?", "15%"),
        ("By how much has Brightwell's debt grown since 2020?", "$41 million"),
        ("How much did cash fall?", "$24 million"),
    ],
)
def test_what_a_figure_was_before_stands_in_the_words_behind_it(bot: Bot, question: str, short: str) -> None:
    answer = bot.ask(question)
    assert (answer.short or "").startswith(short) and answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "By how much did Brightwell's revenue fall in 2025?",
        "By how much did Brightwell's revenue grow in 2024?",
        "By how much has Brightwell's debt grown since 2018?",
        "By how much did stocks rise?",
    ],
)
def test_nothing_is_worked_out_the_wrong_way_or_of_another_time(bot: Bot, question: str) -> None:
    assert bot.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("text", "following", "earlier"),
    [
        ("Sales were $12 million in 2025.", "The year before, it had been $9 million.", ("$9 million", "2024")),
        ("Sales were $12 million.", "At the end of 2020 they were $9 million.", ("$9 million", "2020-12-31")),
        ("Fares were $12; in 2024 it was $9.", "", ("$9", "2024")),
        ("Sales were $12 million.", "Costs had been $9 million the year before.", None),
        ("Sales were $12 million.", "It was worth $9 million.", None),
        ("Sales were $12 million, costs $11 million.", "It had been $9 million the year before.", None),
    ],
)
def test_only_words_that_point_back_say_what_there_was(
    text: str, following: str, earlier: tuple[str, str] | None
) -> None:
    found = former(find(text)[0], text, following)
    assert (found and (found[0].printed, found[0].period)) == earlier


COMPARED = """# Steinau counts

Steinau has 82,000 inhabitants, some 2,000 more than five years ago. The German unit made a loss of $6 million,
twice as much as in 2024. The town expects to spend $236 million in all. The bus company, Steinau Mobil, runs 64 buses.
An electric bus costs $620,000, and a diesel one $310,000. The company loses $650,000 a month and has 220 drivers.
A nursery place costs parents $210 a month. The treasurer's salary is $8,400 a month. Ellingen spends
$135 million a year. Ellingen has 41,000 inhabitants. Steinau owes $164 million, Ellingen said in May.
Analysts from Ellingen liked it.
"""


@pytest.fixture(scope="module")
def town(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(COMPARED)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many inhabitants did Steinau have five years ago?", "80,000"),
        ("What was the German unit's loss in 2024?", "$3 million"),
        ("What does a nursery place cost parents a year?", "$2,520 a year"),
        ("What is the treasurer's salary a year?", "$100,800 a year"),
        ("How much would 10 electric buses cost?", "$6.2 million"),
        ("How much does Steinau Mobil lose a year?", "$7.8 million a year"),
        ("What is Steinau's debt per head?", "$2,000 per inhabitant"),
        ("What is Ellingen's spending per inhabitant?", "$3,292.68 per inhabitant"),
        ("How many drivers per bus are there?", "3.4375 drivers"),
    ],
)
def test_a_figure_is_told_for_the_time_and_the_number_asked_for(town: Bot, question: str, short: str) -> None:
    assert (town.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "How many inhabitants did Steinau have ten years ago?",
        "What would it cost to replace all the diesel buses with electric ones?",
    ],
)
def test_the_price_of_one_and_another_time_are_no_answer(town: Bot, question: str) -> None:
    assert town.ask(question).refusal is not None


def test_a_year_right_behind_a_figure_dates_it() -> None:
    figures = find("Visibility rose from 0.4 metres in 2010 to 2.9 metres in 2023.")
    assert [figure.period for figure in figures] == ["2010", "2023"]


def test_a_growth_in_numbers_names_no_share() -> None:
    assert plan("What is Brightwell?") is None
    assert plan("How much did Brightwell pay for its growth?") is None
