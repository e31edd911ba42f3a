"""Yes or no against a figure of the question's own: what it comes to is asked, and the threshold decides."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.quantities import find
from askbot.thresholds import holds, question, threshold

ARTICLE = """---
title: A school of welding at Orvik
published: 2025-06-10
---

A school of welding at Orvik

The school of welding at Orvik has room for 120 pupils. Of the first 80 who applied, 32 had been fishermen.
It cost 4.2 million euros, of which the county paid 2.9 million euros. The hall is 64 metres long.
Its income grew 140% to $2.5 million in 2024. Ada Brill, 51, has led it for six years.
Among the school's courses, Vela and Nova bring in 12% and 20% of the fees respectively; the courses bring 71% in all.
More than 900 people live in Orvik.
Arn, a yard, has more than 40 welders. Four of its six directors are women.
The school holds $1.2 million in cash. It spends $40,000 a month.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("asked", "short", "figure"),
    [
        ("Does the school have room for more than 100 pupils?", "Yes", "120"),
        ("Does the school have room for over 150 pupils?", "No", "120"),
        ("Is the hall longer than 50 metres?", "Yes", "64 metres"),
        ("Did the school's income more than double in 2024?", "Yes", "140%"),
        ("Did the school's income triple in 2024?", "No", "140%"),
        ("Are most of Arn's directors women?", "Yes", "66.67%"),
        ("Do more than 500 people live in Orvik?", "Yes", "900"),
        ("Will the school's cash last at least two years?", "Yes", "30 months"),
        ("Will the school's cash last longer than three years?", "No", "30 months"),
    ],
)
def test_what_is_asked_comes_to_a_figure_that_decides(bot, asked, short, figure):
    answer = bot.ask(asked)
    assert answer.short == short, answer
    assert figure in answer.claims[0].text
    assert answer.claims[0].citations


@pytest.mark.parametrize(
    "asked",
    [
        "Does Arn have more than 50 welders?",  # "more than 40" may be more than 50
        "Does the yard have more than 50 cranes?",
        "Did the county pay more than half of Arn's debts?",
        "Did the school's income fall by more than 10%?",  # it grew
        "Does the school have room for more than 100 pupils without a second hall?",
        "Did the school's costs fall below 5 million euros?",
    ],
)
def test_what_is_not_told_or_too_roughly_is_neither_yes_nor_no(bot, asked):
    assert bot.ask(asked).short is None


@pytest.mark.parametrize(
    ("asked", "how_much"),
    [
        (
            "Were more than a third of all copies bought in Norway?",
            "What share of all copies were bought in Norway?",
        ),
        (
            "do three customers make up over half of orlin's sales",
            "What share of orlin's sales do three customers make up?",
        ),
        ("Did Orlin's sales top 1.5 billion kronor last year?", "What were Orlin's sales last year?"),
        ("Does Orlin still have over 3 million paying readers?", "How many paying readers does Orlin still have?"),
        ("Is the officer who ran it over 50?", "How old is the officer who ran it?"),
        ("Did more than half of the board quit?", "What share of the board quit?"),
        ("Has Ada Brill led it for more than five years?", "How long has Ada Brill led it?"),
        ("Did sales fall by more than 10% in May?", "By what percentage did sales fall in May?"),
        ("Have Orlin's costs halved since 2020?", "By what percentage have Orlin's costs fallen since 2020?"),
        ("Does Orlin own at least 20 kilometres of track?", "How many kilometres of track does Orlin own?"),
        ("Will it get more than $5 million of aid in 2026?", "How much aid will it get in 2026?"),
        ("Is it more than 200 metres high?", "How high is it?"),
        ("Is the Ever Given longer than 300 metres?", "How long is the Ever Given?"),
        ("Is the tower higher than 300 metres?", "How high is the tower?"),
        ("Is more than half of its data stored in Norway?", "What share of its data is stored in Norway?"),
        ("Has its weight passed 300 tonnes?", "What was its weight?"),
    ],
)
def test_the_question_how_much(asked, how_much):
    limit = threshold(asked)
    assert limit is not None
    assert question(asked, limit) == how_much


@pytest.mark.parametrize(
    "asked",
    [
        "Will there be more beds than in the two hospitals together?",  # held against another figure of the article
        "Did it fall under minus 3?",
        "Does Orlin sell boats?",
        "Did it open in 2019?",
        "Did sales grow over the last three years?",
        "Did revenue nearly double?",
        "Did Orlin win the most votes?",
        "Is it Orlin's most famous museum?",
        "Is the majority shareholder Danish?",
        "Was it built over 100 years ago?",
    ],
)
def test_what_is_held_against_no_figure(asked):
    assert threshold(asked) is None


@pytest.mark.parametrize(
    "asked",
    [
        "Does it have no more than 50 employees?",
        "Is the hall about 60 metres long?",
        "Does almost half of its revenue come from abroad?",
        "Does it have between 5 and 10 boats?",
        "Does it have more than 5 but fewer than 10 boats?",
        "Is it longer than 50 metres and wider than 20 metres?",
        "Has the price fallen below $50?",
        "Did the council pass two motions?",
        "Is it one of the top 10 airlines?",
        "Did Orlin take over two rivals?",
        "Is the temperature above 20?",
        "Will the cash last two years?",  # or more
    ],
)
def test_what_has_no_plain_threshold_is_not_asked_how_much(asked):
    limit = threshold(asked)
    assert limit is None or question(asked, limit) is None


@given(st.integers(0, 999), st.integers(0, 999))
def test_more_and_less_exclude_one_another_and_neither_holds_of_the_figure_itself(value: int, edge: int):
    over, under = (threshold(f"Does it have {side} than {edge} seats?") for side in ("more", "fewer"))
    assert over is not None and under is not None
    assert holds(Fraction(value), None, over) == (value > edge)
    assert holds(Fraction(value), None, under) == (value < edge)


@pytest.mark.parametrize(
    ("printed", "asked", "held"),
    [
        ("more than 40 seats", "Does it have more than 40 seats?", True),
        ("more than 40 seats", "Does it have more than 30 seats?", True),
        ("more than 40 seats", "Does it have more than 50 seats?", None),
        ("more than 40 seats", "Does it have fewer than 30 seats?", False),
        ("nearly 40 seats", "Does it have more than 40 seats?", False),
        ("about 40 seats", "Does it have at least 40 seats?", None),
        ("about 40 seats", "Does it have more than 20 seats?", True),
        ("up to 40 seats", "Does it have more than 50 seats?", False),
        ("40 seats", "Does it have at least 40 seats?", True),
        ("40 seats", "Does it have 40 seats?", True),
        ("three times its revenue", "Is it more than three times its revenue?", None),  # as it is said
        ("40 seats", "Does it have 41 seats?", False),
        ("no more than 40 seats", "Does it have more than 30 seats?", None),
        ("no more than 40 seats", "Does it have more than 40 seats?", False),
        ("no fewer than 40 seats", "Does it have more than 60 seats?", None),
        ("more than 40 seats", "Does it have more than 100 seats?", None),
        ("at most 40 seats", "Does it have at most 40 seats?", True),
        ("about 40 seats", "Does it have 41 seats?", None),
    ],
)
def test_a_hedge_leaves_open_what_it_does(printed, asked, held):
    limit, (figure,) = threshold(asked), find(f"It has {printed}.")
    assert limit is not None
    assert holds(Fraction(Decimal(figure.value)), figure, limit) is held
