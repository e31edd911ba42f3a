"""A figure in the money that is asked for, a multiple of what is asked for, and words that say nothing."""

import pytest

from askbot import rephrasing, reworded
from askbot.reading import multiples

ROBOTS = """---
title: Kestrel Robotics heads for Oslo as Dunmore looks on
published: 2025-11-03
---

Kestrel's sales in the first nine months of 2025 rose by 64% to NOK 412 million (about $39.6 million), of which 71% was
earned in Norway. Dunmore's turnover for the same nine months was $1.31 billion. Kestrel's research and development was
its heaviest cost by far. In the first nine months of 2025 that expenditure was 1.8 times its sales, while marketing
came to a fifth of them. Its net loss of NOK 530 million was 2.4 times the loss of a year before.

After the Series D round closed on 2 June 2025 Kestrel was valued at NOK 6.2 billion, or about $596 million; Dunmore is
worth $9.4 billion on the stock market, roughly sixteen times as much as Kestrel. Dunmore spends 0.3 times its sales on
research. Kestrel's robot K2 is three times as fast as the K1.

Both companies have passed the export review of the trade ministry. In the first half of 2025 the home market brought
61.5% of Dunmore's revenue, after 48% in the second half of 2024.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the article of two makers of robots."""
    return bot_on(ROBOTS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What were Kestrel's sales in the first nine months of 2025, in Norwegian currency?", "NOK 412 million"),
        ("What were Kestrel's sales in the first nine months of 2025, in American money?", "$39.6 million"),
        ("What did Kestrel take in between January and September 2025, in US dollars?", "$39.6 million"),
        ("What did Kestrel take in from January to September 2025?", "NOK 412 million"),
        ("What was Kestrel valued at after its last round, in US dollars?", "$596 million"),
        ("What was Kestrel valued at after its most recent funding round, in Norwegian money?", "NOK 6.2 billion"),
    ],
)
def test_a_figure_is_told_in_the_money_that_is_asked_for(bot, question, said):
    assert said in (bot.ask(question).short or "")


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("What did Dunmore take in between January and September 2025, in kroner?", "412"),
        ("What is Dunmore worth in Norwegian money?", "6.2"),
        ("What was Kestrel's net loss in dollars?", "530"),
    ],
)
def test_no_figure_in_other_money_or_of_another_is_told(bot, question, wrong):
    answer = bot.ask(question)
    assert answer.refusal is not None
    assert wrong not in answer.refusal.message


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many times its revenue did Kestrel spend on R&D?", "1.8 times its sales"),
        ("R&D compared to revenue at Kestrel, was it like 2x or what", "1.8 times its sales"),
        ("What multiple of its sales did Kestrel spend on research?", "1.8 times its sales"),
        ("How many times its revenue did Dunmore spend on R&D?", "0.3 times"),
        ("How many times faster is the K2 than the K1?", "three times"),
    ],
)
def test_a_printed_multiple_is_told(bot, question, said):
    assert said in " ".join(" ".join(claim.text for claim in bot.ask(question).claims).split())


@pytest.mark.parametrize(
    "question",
    [
        "How many times its sales did Kestrel spend on marketing?",
        "How many times its profit did Kestrel spend on R&D?",
        "How many times faster is the K1 than the K2?",
    ],
)
def test_no_multiple_of_something_else_is_told(bot, question):
    text = " ".join(claim.text for claim in bot.ask(question).claims)
    assert "times" not in text


def test_the_first_half_of_a_year_is_no_first_thing(bot):
    assert (
        bot.ask("What share of Dunmore's revenue came from the home market in the first half of 2025?").short == "61.5%"
    )


def test_words_that_say_nothing_are_left_out(bot):
    assert "research and development" in (bot.ask("What was Kestrel's single biggest expense?").short or "")
    assert "export review" in (bot.ask("What regulatory step have Kestrel and Dunmore both cleared?").short or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What is its single largest cost?", "What is its largest cost?"),
        ("Who is its largest single shareholder?", "Who is its largest shareholder?"),
        ("Did it buy the single forest?", "Did it buy the single forest?"),
        ("What was it valued at in British currency?", "What was it valued at in GBP?"),
        ("What did the shelter take in?", "What did the shelter take in?"),
    ],
)
def test_canonical_wordings(text, said):
    assert rephrasing.canonical(text) == said


def test_other_wordings_of_what_was_refused():
    assert reworded.others("Which group of users does Orlin serve?") == ("Which users does Orlin serve?",)
    assert reworded.others("Did Orlin once make boats?") == ("Did Orlin make boats?",)
    assert reworded.others("What did Orlin earn in local currency?") == ("What did Orlin earn?",)
    assert reworded.others("What steps has Orlin taken?") == ()


def test_what_asks_for_a_multiple():
    assert multiples.asked("How many times did Orlin float?") is None
    assert multiples.asked("R&D compared to revenue at Orlin") is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What did the refit cost in Norwegian kroner?", "What did the refit cost in NOK?"),
        ("What did the refit cost in Canadian dollars?", "What did the refit cost in CAD?"),
        ("What did the refit cost in British pounds?", "What did the refit cost in GBP?"),
        ("What did the refit cost in US dollars?", "What did the refit cost in US dollars?"),
        ("Who paid in Norwegian ports?", "Who paid in Norwegian ports?"),
    ],
)
def test_money_is_named_by_whose_it_is(asked, said):
    assert rephrasing.canonical(asked) == said
