"""What becomes of something is told by the sentence that begins with it, in the time asked about."""

import pytest

ARTICLE = """---
title: Arn mill changes hands
published: 2025-03-03
---

Arn mill changes hands

The mill at Arn burned down in 1903. Its owner, Bero Paper, sold it to two brothers in May.
The mill will be turned into flats by 2028. The brothers said that the mill's chimney would stay.
Parking charges are to rise from £3 to £4 an hour. The alarm that should have woken the guard had been switched off.
The guard has lost his licence and is to stand trial.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What will happen to the mill?", "The mill will be turned into flats by 2028."),
        ("What happened to the guard?", "The guard has lost his licence and is to stand trial."),
        ("What will happen to parking charges?", "Parking charges are to rise from £3 to £4 an hour."),
    ],
)
def test_what_becomes_of_it(bot, question, quote):
    assert [one.quote for one in bot.ask(question).citations] == [quote]


def test_what_nobody_tells_is_not_told(bot):
    assert bot.ask("What will happen to the guard's dog?").citations == ()


def test_what_became_of_it_in_the_middle_of_a_sentence(bot_on):
    bot = bot_on(
        "---\ntitle: The Tarn plan\npublished: 2025-03-03\n---\n\n"
        "The council has a plan for its two clinics."
        " It would add ninety beds to Mercy House and turn Eastgate into a centre for outpatients.\n"
    )
    assert "outpatients" in bot.ask("What would become of Eastgate under the plan?").citations[0].quote
