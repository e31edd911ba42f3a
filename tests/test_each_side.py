"""Which of two has more, asked of each alone: an article of two dairies, with the real index and models."""

import pytest

from askbot.each_side import questions
from askbot.question import parse
from askbot.reading.versus import Subject

ARTICLE = """---
title: Two dairies of the Ostrel valley
published: 2025-06-01
---

Ravensholt and Quillby, the two dairies of the Ostrel valley, both want to build a new plant.

Ravensholt has 310 employees. Quillby employs 120 people, having closed its shop in May and let 45 employees go.
Ravensholt's plant would cost an estimated $28 million and fill twelve cellars. Quillby's plant, with four cellars,
would cost about $9 million.

Ravensholt promises 70 new jobs in the valley and Quillby 35. Ravensholt says its plant would use 80,000 cubic metres of
water a year, Quillby 20,000, since it washes its cellars with steam.

Quillby is younger and leaner. Ole Brandt started it in 2004 after eleven years at the utility Kelm Power, which now
owns 22 percent of the shares. "We spend what we need," said Brandt.

Ravensholt was valued at $64 million in May. Quillby wants to borrow $15 million from the Ostrel Bank next spring.
It burned about $250,000 a month in the first half of 2025.

Quillby sells 2.4 million cheeses a year, nearly half of which are exported, chiefly to Norway and Japan. The council
wants a bridge for $5 million and has asked the dairies to pay a tenth of that each.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short", "figures"),
    [
        ("Which dairy promises more jobs?", "Ravensholt", ("70", "35")),
        ("Which dairy's plant would cost more?", "Ravensholt", ("$28 million", "$9 million")),
        ("Whose plant is cheaper?", "Quillby", ("$28 million", "$9 million")),
        ("Is Quillby's plant cheaper than Ravensholt's?", "Yes", ("$28 million", "$9 million")),
        ("Which of the two would use less water?", "Quillby", ("80,000", "20,000")),
        ("Does Quillby promise more jobs than Ravensholt?", "No", ("70", "35")),
        ("Which company has fewer employees?", "Quillby", ("310", "120")),
    ],
)
def test_the_figure_that_answers_for_each_side_decides(bot, question, short, figures):
    answer = bot.ask(question)
    assert answer.short == short, answer
    assert all(figure in answer.claims[0].text for figure in figures)


def test_braces_in_a_question_are_words_like_others(bot):
    assert bot.ask("Which of the two promises more {jobs} in {0}?").status in ("answered", "refused")


def test_nothing_is_guessed_for_a_side_that_has_no_figure(bot):
    # What one is worth and what the other wants to borrow say nothing of what they burn.
    assert bot.ask("Which of the two burns more money?").refusal is not None


def test_who_is_let_go_or_promised_work_is_not_counted_among_those_there(bot):
    assert bot.ask("How many employees does Quillby have?").short == "120"
    assert bot.ask("How many people work for Ravensholt?").short in ("310", None)


def test_who_does_it_is_whom_the_which_points_at(bot):
    assert (bot.ask("Which utility has a stake in Quillby?").short or "").endswith("Kelm Power")


def test_a_sentence_that_names_nobody_is_read_for_what_is_asked_of_its_subject(bot):
    assert bot.ask("When was Quillby founded?").short == "2004"


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("Where does Quillby export to?", "million"),
        ("Which dairy exports more?", "million"),
        ("How much will the bridge cost?", "$500,000"),
    ],
)
def test_a_part_is_worked_out_only_where_a_figure_of_the_part_is_asked_for(bot, question, never):
    answer = bot.ask(question)
    assert not answer.calculations
    assert all(never not in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "ways"),
    [
        ("Which of the two burns more money?", ["How much money does {} burn?"]),
        ("Who won more seats, Orlin or Tarvik?", ["How many seats did {} win?"]),
        ("Which airline carried more passengers in 2024?", ["How many passengers did {} carry in 2024?"]),
        ("Which plant is hotter?", ["How hot is {}'s plant?"]),
        ("Whose revenue is higher?", ["What is {}'s revenue?"]),
        ("Which company has the higher revenue?", ["What is {}'s revenue?"]),
        ("Did Orlin lose more money than Tarvik in 2023?", ["How much money did {} lose in 2023?"]),
        ("Which is bigger?", []),  # by what is not said
        ("Which is better?", []),
    ],
)
def test_a_comparing_question_becomes_one_about_either_side(question, ways):
    sides = [Subject(name, frozenset()) for name in ("Orlin", "Tarvik")]
    assert questions(parse(question), sides) == ways
