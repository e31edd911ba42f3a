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


FIRMS = """Orlin and Tarvik file their accounts

Orlin
Orlin, a maker of looms that is publicly owned, was founded by Ada Brill.
Its net loss narrowed to $14 million from $17 million.
Rather than selling its looms, Orlin lets them. It sold 400 tonnes of yarn, 6% less than planned.
Brill keeps 59% of the voting rights, and Kelm Capital holds 7% of Orlin. Ole Sund has been chief executive since 2019.
Orlin is the second-largest mill in the valley. Orlin suspended its dividend in March.
The majority of its revenue comes from enterprise clients.
Asked about a merger, Sund said: "It is not our plan, but I will not rule it out."

Tarvik
Like Orlin, Tarvik is in a state of heavy losses.
Nils Ek, who voted against the tunnel, has run Tarvik since 2011.
Tarvik is defending itself against a suit by its rival Quillby.
Bo Rask, its first cook, left in 2021 and teaches at Lund Abbey.
Tarvik borrowed through 8% notes. Tarvik has Danish looms, and its buyers like them.
"""


@pytest.fixture(scope="module")
def firms(bot_on):
    """A bot over an article about two firms."""
    return bot_on(FIRMS)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Is Orlin profitable?", "No"),
        ("Is Orlin losing money too?", "Yes"),
        ("Is Tarvik making money yet?", "No"),
        ("Is Orlin's loss growing?", "No"),
        ("Did Orlin sell as much yarn as planned?", "No"),
        ("Does Orlin sell its looms?", "No"),
        ("Does Ada Brill control Orlin?", "Yes"),
        ("Is Kelm Capital a shareholder of Orlin?", "Yes"),
        ("Is Ole Sund the chief executive of Orlin?", "Yes"),
        ("Is Ada Brill the chief executive of Orlin?", "No"),
        ("Is Orlin the largest mill in the valley?", "No"),
        ("Does Orlin pay a dividend?", "No"),
        ("Are Orlin's clients mostly consumers?", "No"),
        ("Did Nils Ek vote for the tunnel?", "No"),
        ("Is Nils Ek still running Tarvik?", "Yes"),
        ("Is Bo Rask still at Tarvik?", "No"),
        ("Is anyone suing Tarvik?", "Yes"),
        ("Was Orlin founded by Ada Brill?", "Yes"),
    ],
)
def test_what_other_words_tell_is_decided(firms, question, short):
    assert firms.ask(question).short == short


@pytest.mark.parametrize(
    "question",
    [
        "Is Orlin publicly or privately owned?",
        "Does Orlin sell or let its looms?",
        "Is Orlin's net loss up or down?",
        "Is Orlin older than Tarvik or younger?",
        "Will Orlin merge?",
        "Are both firms Danish?",
        "Does Kelm Capital control Orlin?",
        "Is Kelm Capital a shareholder of Tarvik?",
        "Does Tarvik own shares in Orlin?",
        "Has anyone bought Tarvik?",
        "Is Tarvik owned by Kelm Capital?",
        "Is Quillby profitable?",
        "Is Orlin profitable or loss-making?",
        "Is more than half of Tarvik's debt in notes?",
    ],
)
def test_an_alternative_and_what_is_told_of_others_get_neither_yes_nor_no(firms, question):
    assert firms.ask(question).short not in ("Yes", "No")


def test_of_two_the_one_that_the_sentence_has_is_given(firms):
    assert firms.ask("Is Orlin publicly or privately owned?").short == "publicly"
