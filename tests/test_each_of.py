"""What is asked of two by name is told of each; two dairies, with the real index and models."""

import pytest

from askbot.each_of import questions

ARTICLE = """---
title: Two dairies of the Ostrel valley
published: 2025-06-01
---

Ravensholt and Quillby are the two dairies of the Ostrel valley.

Ravensholt was founded in 1911 and employs 310 people. Quillby was founded in 2004 by Ole Brandt; it has 120 employees.
Ravensholt and Quillby sell their cheese to the Norvik chain. Kelm Power holds 22% of Quillby, and the Tann family 30%.
The cheeses Aster and Brume bring in 41% of Quillby's revenue.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def lines(answer):
    """What an answer says, a line a claim."""
    return [claim.text for claim in answer.claims]


def test_each_has_an_answer_of_its_own(bot):
    assert lines(bot.ask("When were Ravensholt and Quillby founded?")) == ["Ravensholt: 1911", "Quillby: 2004"]
    assert lines(bot.ask("How much of Quillby do Kelm Power and the Tann family hold?"))[0] != "22%"


def test_what_is_said_of_both_together_is_one_answer(bot):
    assert "41%" in (bot.ask("What share of Quillby's revenue do Aster and Brume bring in?").short or "")


def test_one_of_whom_nothing_is_told_gets_no_other_ones_answer(bot):
    answer = bot.ask("Who founded Ravensholt and Quillby?")
    assert lines(answer) == ["Quillby: Ole Brandt"]
    assert answer.notes == ("No answer was found for Ravensholt.",)


@pytest.mark.parametrize(
    "text",
    [
        "How much did Orlin and Tarvik earn together?",
        "What is the distance between Orvik and Sund?",
        "What happened in March and April?",
        "Who founded Orlin?",
        "Do Orlin or Tarvik brew?",
        "How do Orlin and Tarvik differ?",
    ],
)
def test_what_is_asked_of_all_at_once_is_left_alone(text):
    assert questions(text) == {}


def test_the_verb_is_of_one(bot):
    assert questions("What stakes do Orlin, Tarvik and Bero hold?") == {
        name: f"What stakes does {name} hold?" for name in ("Orlin", "Tarvik", "Bero")
    }
