"""What would have been, is claimed or gone is no answer; what a condition or a belief bears is quoted."""

import pytest

ARTICLE = """---
title: The airport that Orvik did not build
published: 2025-10-01
---

Construction of the airport at Harn Flats was to have begun in 2026. It would have taken up 1,140 hectares, and 214
households would have had to move. The first flights were planned for 2032, four years later than first intended.

The Alliance won 39 of the 101 seats in the assembly. If it fails to elect a premier, a new election would be held in
February. Agnes Dahl, an economist, predicts that the old airport will be full by 2036.

A suspect, the broker Luca Ferran, is believed to be in Dubai. The authority inspected the bank in 2016 and in 2018. It
had considered withdrawing the bank's licence but decided against it. Some shareholders have sued for 76 million euros.
Carla Desmet was convicted of false accounting. The bank employed 2,150 people before the scandal and has 1,240 today.
A judge threw out two of the five claims in May. Under the deal her brother, Julian Harrow, would stay for two years.

Tarvik Bank wants $300 million from investors and could be worth about $2 billion. Of its revenue, $131 million came
from loans, $59 million from cards and the rest from fees. It had $126 million in cash and owes $75 million to a lender.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("When did construction of the airport begin?", "2026"),
        ("How many households had to move?", "214"),
        ("When were the first flights originally planned?", "2032"),
        ("How many seats are there in the assembly?", "39"),
        ("How much did the shareholders receive?", "76 million"),
        ("How many people does the bank employ?", "2,150"),
        ("How many claims remain?", "two"),
        ("What is Tarvik Bank's valuation?", "$300 million"),
    ],
)
def test_what_is_not_so_is_no_answer(bot, question, wrong):
    assert wrong not in (bot.ask(question).short or "")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When is the next election?", "If it fails"),
        ("When will the old airport be full?", "predicts"),
        ("Where is Luca Ferran?", "believed"),
        ("When did the authority inspect the bank?", "in 2016 and in 2018"),
        ("Was the bank's licence withdrawn?", "decided against"),
        ("Who is Julian Harrow?", "her brother, Julian Harrow"),
        ("Where does Tarvik Bank's revenue come from?", "the rest from fees"),
    ],
)
def test_what_more_than_a_word_has_to_tell_is_quoted(bot, question, said):
    answer = bot.ask(question)
    assert answer.short is None and any(said in claim.text for claim in answer.claims), answer


def test_what_somebody_was_convicted_of_is_not_anything_else(bot):
    assert bot.ask("Was Desmet convicted of fraud?").short is None


def test_a_hedge_of_several_words_stays(bot):
    assert bot.ask("What is Tarvik Bank's valuation?").short == "could be worth about $2 billion"
