"""A figure of another sort, or of another thing than is asked about, is neither told nor worked with."""

import pytest

ARTICLE = """---
title: The ferry yard of Orvik
published: 2025-06-10
---

The ferry yard of Orvik

The yard of Orvik cancelled 1,200 trips in the 12 months to March, against 300 at Sund. Both yards have two docks.
Its planes came in 3% under their budget of 1.9 billion kroner. A year's berth costs $4,200 at the one and $38,000
at the other. Orvik has 3.1 million readers of its timetable and Sund 2.4 million.
The yard lost 460 welders in 2022 and replaced only 280 of them.
The liquidators have so far recovered $93 million of the $402 million that is owed.
Mei Foo, a clerk who was 24 at the time, found the ledger in 2019.
Maple and a film star put money into Sund. After the round Sund was valued at $40 million.
Sund lends money on cars that are on average eleven years old. It took in 9,000 dollars last year and lost 870 million.
The Moller family keeps 70.5% of the shares in Tarvik, the fund Orla holds 18%, and the employees own the remaining
11.5%.
The new hall will have 640 beds, 212 fewer than the two have at present.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    "asked",
    [
        "What did the yard end up paying for its planes?",  # under a budget that is printed
        "What does a berth cost in total?",  # at the one, and at the other
        "How old is Mei Foo now?",
        "Which film star put money into Sund?",
        "How much was raised in Sund's round?",  # at what it was valued
        "What was the average size of a loan at Sund?",
        "What was Sund's profit margin?",  # a loss of 97,000 times what came in
        "Will there be more beds in the new hall than in the two present ones together?",  # fewer
    ],
)
def test_what_is_of_another_sort_is_not_told(bot, asked):
    assert bot.ask(asked).refusal is not None


def test_what_has_no_price_is_not_dearer(bot):
    answer = bot.ask("How many times dearer is Orvik than Sund?")
    operands = [one.printed for made in answer.calculations for one in made.operands.values()]
    assert not {"3.1 million", "2.4 million"} & set(operands)


@pytest.mark.parametrize(
    ("asked", "short"),
    [
        ("How many times as many trips did Orvik cancel as Sund?", "4 times"),
        ("How many welders short was the yard?", "180 welders"),
        ("How much of what is owed have the liquidators still not got back?", "$309 million"),
    ],
)
def test_what_the_figures_come_to_is_worked_out(bot, asked, short):
    assert bot.ask(asked).short == short


def test_who_holds_the_shares_is_not_told_by_one_of_several(bot):
    answer = bot.ask("Who holds the shares in Tarvik?")
    assert answer.short is None or all(name in answer.short for name in ("Moller", "Orla", "employees"))
