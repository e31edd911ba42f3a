"""What sort of answer a question asks for, and whose a figure is: two breweries, with real index and models."""

import pytest

from askbot.lexicon import Kind
from askbot.question import parse

ARTICLE = """---
title: Two breweries of the Tessel coast
published: 2025-06-01
---

Harrowgate and Penfold are the two breweries of the Tessel coast.

Harrowgate's new hall is built by the Marsk yard. The contract is worth $18 million, or $6 million a vat, and the yard
must pay $40,000 for every day that the hall is late. Harrowgate Holdings rose 12% on its first day of trading in
Ostby, closing at 31.50 crowns.

Penfold runs 14 pubs, nine of which are open all year. Its hall in Ostby employs 415 on three shifts. The analyst Ida
Rohde values the share at 22 crowns. Harvesting the hops usually takes a fortnight.

The grant of the county of $2 million covered about 62% of the brewery's costs in 2024. Penfold is weighed down
by its older lines for cider. Ole Lund is charged on nine counts, which carry a maximum of 15 years each.

To save the hops Penfold lit 1,900 candles, at $11 apiece, and hired a balloon for three hours.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What must the yard pay when it is late?", set()),
        ("What happened to the people who left?", set()),
        ("When did it open?", {Kind.DATE}),
        ("Since when and where does it brew?", {Kind.DATE}),
        ("What does one hour of music cost to make?", set()),
        ("What is on board the boat?", set()),
        ("What holds down profits at the mill?", set()),
        ("For what period is that?", {Kind.DATE, Kind.DURATION}),
        ("What is the yard's contract worth?", {Kind.MONEY}),
    ],
)
def test_the_first_question_word_and_its_noun_say_what_is_asked_for(question, wanted):
    asked = parse(question).wanted
    assert not asked & {Kind.DATE, Kind.PERSON, Kind.ORGANISATION, Kind.SHARE} if not wanted else asked == wanted


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What must the yard pay when the hall is late?", "$40,000"),
        ("What is the contract with the yard worth?", "$18 million"),
        ("How many of Penfold's pubs are open all year?", "nine"),
        ("How many people work at the hall in Ostby?", "415"),
        ("How long does harvesting the hops usually take?", "a fortnight"),
        ("What does Ida Rohde reckon one share is worth?", "22 crowns"),
        ("What is the most that Ole Lund could get per count?", "15 years"),
    ],
)
def test_what_the_sentence_says_is_answered(bot, question, short):
    answer = bot.ask(question)
    assert short in (answer.short or ""), answer


def test_a_share_of_the_brewerys_costs_is_one_of_the_costs(bot):
    assert "62%" in (bot.ask("What share of the costs did the county's grant cover?").short or "")


def test_where_shares_are_traded_owns_no_price(bot):
    assert "31.50 crowns" in (bot.ask("At what price did Harrowgate close on its first day?").short or "")


def test_what_stands_behind_the_price_is_not_what_it_is_the_price_of(bot):
    assert bot.ask("What did the three hours of balloon cost Penfold altogether?").refusal is not None
    assert "20,900" in (bot.ask("What did Penfold pay for the candles altogether?").short or "")
