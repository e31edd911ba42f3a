"""How two differ in something is told by what answers for each; which of two given, by the figure of each."""

import pytest

from askbot.both_sides import questions

ARTICLE = """---
title: Two mills on the Ostrel
published: 2025-06-01
---

Two mills on the Ostrel

Ravensholt and Quillby are the two mills on the Ostrel.

Ravensholt pays its spinners by the hour, and its margin was 12% last year. Its dye comes from beetles.
Quillby pays its spinners by the piece. Quillby's margin came to 4%.
The new loom at Ravensholt cost $310,000, and a longer roof cost $90,000.
Ada Brill, 61, runs Ravensholt. The owner of Quillby is Ole Brandt, 47.
Ravensholt had $900,000 in cash and spent $90,000 a month. Quillby had $500,000 in cash and spent $10,000 a month.
The carpet that the two wove together hangs in the town hall.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How do Ravensholt and Quillby differ in margin?", ("12%", "4%")),
        ("How does Ravensholt's margin compare with Quillby's?", ("12%", "4%")),
        ("Ravensholt vs Quillby: margin?", ("12%", "4%")),
        ("How do Ravensholt and Quillby differ in how they pay their spinners?", ("by the hour", "by the piece")),
    ],
)
def test_what_answers_for_each_is_told_of_both(bot, asked, told):
    answer = bot.ask(asked)
    quotes = " ".join(one.quote for one in answer.citations)
    assert all(words in quotes for words in told), answer


@pytest.mark.parametrize(
    ("asked", "short"),
    [
        ("What was more expensive, the new loom or a longer roof?", "the new loom"),
        ("Who is older, Ada Brill or the owner of Quillby?", "Ada Brill"),
        ("Who is younger, Ada Brill or the owner of Quillby?", "the owner of Quillby"),
    ],
)
def test_of_two_that_are_given_the_figure_of_each_decides(bot, asked, short):
    assert bot.ask(asked).short == short


def test_what_is_worked_out_for_each_is_told_with_its_operands(bot):
    answer = bot.ask("How do Ravensholt and Quillby differ in runway?")
    assert [claim.text for claim in answer.claims] == ["Ravensholt: 10 months", "Quillby: 50 months"]
    assert [len(one.operands) for one in answer.calculations] == [2, 2]


def test_nothing_is_told_apart_that_is_told_of_one_alone(bot):
    answer = bot.ask("How do Ravensholt and Quillby differ in where their dye comes from?")
    assert "by the piece" not in " ".join(one.quote for one in answer.citations)


@pytest.mark.parametrize(
    "asked",
    [
        "What is the difference between Orlin's and Tarvik's shares, in percentage points?",  # the calculator's
        "How do they differ?",
        "How do Orlin and Tarvik differ in how they and Sund differ in price?",  # would be asked again and again
        "Who won Orlin vs Tarvik, and when?",
        "How did Orlin's revenue in 2023 compare with that in 2024?",
        "How do Orlin, Tarvik and Sund differ in price?",
        "Which is older, Orlin or Tarvik?",
    ],
)
def test_what_sets_no_two_apart_by_something(asked):
    assert questions(asked) == {}
