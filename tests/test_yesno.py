"""Yes or no is said only of what a sentence itself says to be so; what is wished, needed or to come is quoted."""

import pytest

from askbot.question import parse
from askbot.reading import tense

ARTICLE = """---
title: Brenholm buys a ferry
published: 2025-06-10
---

Brenholm buys a ferry

The harbour of Brenholm bought a second ferry on Monday. It was built in Sund and carries 90 cars.
The purchase needs the approval of the ministry, which is expected to decide by August.
Pupils will travel free. Parking charges are to rise from £3 to £4 to help to pay for the ferry.
The fishermen's league wants a tunnel.
It now expects freight traffic to be flat; in May it had forecast growth of 4%. Passenger traffic slipped 3% last year.
The old ferry came within an hour of sinking in March. The harbour must stop selling fuel to ships in the inner basin.
Outside the basin, sales may continue. The harbour sold some of what it had put up for auction.
It had tried to sell its inn in 2023, but the sale fell through. Members will vote on a strike in March.
One who knows it said that the yard might be sold.
The harbour said it would buy back up to $6 million of its own shares by the end of March.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Did Brenholm buy a second ferry?", "Yes"),
        ("Did passenger traffic grow?", "No"),
        ("Will pupils travel free?", "Yes"),
        ("Does the league want a tunnel?", "Yes"),
    ],
)
def test_what_a_sentence_says_is_decided(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    "question",
    [
        "Has the ministry approved the purchase?",  # it is needed
        "Is a tunnel planned?",  # it is wanted
        "Did freight traffic grow?",  # growth was forecast
        "Did the old ferry sink?",  # nearly
        "Will pupils pay?",  # they stand in another sentence than what is to be paid for
        "Did the harbour sell everything?",
        "Did the harbour sell its inn?",  # it tried
        "Will the yard be sold?",  # it might
        "Will there be a strike?",  # there is talk of one
    ],
)
def test_what_it_only_comes_near_is_not(bot, question):
    assert bot.ask(question).short != "Yes"


def test_what_is_to_begin_has_not_begun():
    assert tense.to_come(parse("Has the night service started?"), "That service, to ")
    assert not tense.to_come(parse("Has the night service started?"), "It was moved to Sund and ")


GLASS = """Two glass works at Tarn Bay

Orlin Glass melts a mixture that it calls Green Seven, which can be heated to 720 degrees, against 565 for bottle glass.
A valve failed in March, but nobody was hurt. Kelm Capital declined to comment.
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Did Kelm Capital comment?", "No"),
        ("Is Green Seven hotter than bottle glass?", None),  # Seven is no figure, and one side's words decide nothing
        ("Was anyone hurt?", "No"),
    ],
)
def test_declining_is_a_no_and_a_comparison_is_decided_by_both_sides_alone(bot_on, question, short):
    assert bot_on(GLASS).ask(question).short == short
