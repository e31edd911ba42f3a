"""Who holds an office is the name beside the word for it, of the one asked about and of the time asked about."""

import pytest

from askbot.question import parse
from askbot.reading.offices import held_by

ARTICLE = """---
title: Tarvik cuts its forecast
published: 2025-05-05
---

Tarvik cuts its forecast

Tarvik Pumps makes pumps for mines. It sold 900 of them in the quarter. "Customers are putting off orders," chief
financial officer Mirja Lund told reporters. Chief executive Olaf Brandt, who took over from founder Ketil Ness in
2021, said that he was not worried. Mayor Anna Dahl of Sund, where the works stand, asked for a meeting.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who is the CFO of Tarvik?", "Mirja Lund"),
        ("Who heads Tarvik?", "Olaf Brandt"),
        ("Who is the chairman of Tarvik?", None),
        ("Who is the mayor of Tarvik?", None),
    ],
)
def test_an_office_is_told_by_another_word_for_it(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "text", "name", "held"),
    [
        ("Who is the mayor of Sund?", "Mayor Anna Dahl won.", "Anna Dahl", True),
        ("Who is the mayor of Sund?", "Mayor Anna Dahl met Olaf Ness.", "Olaf Ness", False),
        ("Who is the mayor of Sund?", "Anna Dahl, 41, the mayor, won.", "Anna Dahl", True),
        ("Who is the mayor of Sund?", "Anna Dahl, mayor of Arn, won.", "Anna Dahl", False),
        ("Who is the mayor of Sund?", "Arn's mayor Anna Dahl won.", "Anna Dahl", False),
        ("Who is the mayor of Sund?", "The former mayor Anna Dahl won.", "Anna Dahl", False),
        ("Who was the former mayor of Sund?", "The former mayor Anna Dahl won.", "Anna Dahl", True),
        ("Who is the head coach?", "Its head coach, Anna Dahl, won.", "Anna Dahl", True),
        ("Who runs Sund?", "Anna Dahl, chief executive of Sund, won.", "Anna Dahl", True),
        ("Who runs Sund?", "Anna Dahl, chief executive of Arn, won.", "Anna Dahl", False),
        ("Who runs Sund?", "Technical director Anna Dahl won.", "Anna Dahl", False),
        ("Who met the mayor?", "Mayor Anna Dahl won.", "Anna Dahl", False),
    ],
)
def test_the_name_beside_an_office(question, text, name, held):
    at = text.index(name)
    assert held_by(parse(question), frozenset({"sund"}), text, at, at + len(name)) is held


def test_its_founder_is_of_the_sentence_before(bot_on):
    bot = bot_on(
        "Orrin grows\n\nOrrin makes software for nurses. Rask, a rival from Sund, raised 75 million dollars.\n"
        "Its founder, Priya Nand, used to work for Orrin."
    )
    assert bot.ask("Who founded Orrin?").short is None
    assert bot.ask("Who used to work for Orrin?").short == "Priya Nand"
