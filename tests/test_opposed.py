"""What a sentence says of the contrary is no answer: a trial and a tram, with the real index and models."""

import pytest

from askbot.question import parse
from askbot.reading import opposed

ARTICLE = """---
title: The Vela trials
published: 2025-06-01
---

The trial, called Vela-2, enrolled 1,248 patients at 41 hospitals in Norway, Portugal and Kenya. An earlier one, Vela-1,
tested a daily dose in 310 adults. Vela-2 cost 38 million euros.

The maker, Orlin, forecast fourth-quarter revenue of $58 million. It employs 240 people, 90 of them in Tarn.
It laid off 40 of its 900 workers at Bero in May. Harl Foods had paid a deposit of $8 million and does not expect to
recover it.

Nine stops will reopen out of 19. The path is not expected to open before 2029. She does not know for certain that she
was given the drug. The minister, Sverre Tang, declined to say whether the state would pay for it.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("How many patients were in Vela-1?", "1,248"),
        ("How much did Vela-1 cost?", "38 million"),
        ("How many hospitals took part in Norway?", "41"),
        ("What was Orlin's revenue?", "$58 million"),
        ("How many people does Orlin employ outside Tarn?", "90"),
        ("How many people work at Bero?", "900"),
        ("How much did Harl Foods recover?", "$8 million"),
        ("How many stops will there be after reopening?", "28"),
    ],
)
def test_the_contrary_is_no_answer(bot, question, wrong):
    assert wrong not in (bot.ask(question).short or "")


def test_who_declined_to_say_it_did_not_say_it(bot):
    assert (bot.ask("What did the minister say?").short or "declined").startswith("declined")


def test_what_may_come_later_and_what_nobody_knows_is_quoted(bot):
    for question in ("When will the path open?", "Will the path open in 2029?", "Was she given the drug?"):
        answer = bot.ask(question)
        assert answer.short is None, answer


@pytest.mark.parametrize(
    ("question", "text", "words", "contrary"),
    [
        ("How many drums did it order?", "It ordered 12 more drums.", "12", False),
        ("How many drums has it?", "It ordered 12 more drums.", "12", True),
        ("How many systems did it fail to deliver?", "It delivered only two of them.", "two", True),
        ("How many people does it employ now?", "It employed 212 people in 2021.", "212", True),
        ("How many people did it employ?", "It employed 212 people in 2021.", "212", False),
        ("How many workers has it?", "It laid off 40 of its 900 workers.", "900", True),
        ("How many workers did it have?", "It laid off 40 of its 900 workers.", "900", False),
        ("What was it worth on June 30?", "On June 28 it was worth $3m.", "$3m", False),
        ("What did she claim?", "She claimed damages.", "damages", False),
        ("How many carts did the plant make?", "It forecast output of 90 carts.", "90", True),
        ("How long was the line shut?", "The 11-kilometre line is shut.", "11-kilometre", True),
    ],
)
def test_what_speaks_for_the_contrary(question, text, words, contrary):
    at = text.index(words)
    assert opposed.says_the_contrary(parse(question), text, at, at + len(words)) is contrary
