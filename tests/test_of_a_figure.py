"""What a follow-up asks of the figure before it: named by its question, found and cited once more."""

import pytest

from askbot.antecedents import Before
from askbot.evaluation import converse
from askbot.of_a_figure import completed

ARTICLE = """---
title: Orvella goes public
published: 2025-10-01
---

Orvella had revenue of $200 million in 2024 and spent $50 million on research in 2024. Tea contributed 30% of Orvella's
revenue. Orvella is valued at $900 million. The fund Brix owns 12% of Orvella. Orvella had 4,000 clients in 2024.
A licence costs customers $300 a month.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        (
            "How much did Orvella spend on research",
            "What percentage of revenue is that?",
            "What percentage of Orvella's revenue is Orvella's spending on research?",
        ),
        (
            "What is Orvella's interest rate",
            "How many percentage points above Brivia's is that?",
            "How much higher is Orvella's interest rate than Brivia's interest rate, in percentage points?",
        ),
        (
            "What is Orvella's debt",
            "By how much does that exceed $5 million?",
            "How much higher is Orvella's debt than $5 million?",
        ),
        ("What share of Orvella does Brix own", "What's that worth?", "What is Brix's stake in Orvella worth?"),
        (
            "What was Orvella's revenue",
            "What does that make revenue per client?",
            "What is Orvella's revenue per client?",
        ),
        ("Who runs Orvella", "How many dollars is that?", None),
        ("Who runs Orvella", "What percentage of revenue is that?", None),
    ],
)
def test_the_figure_is_named_by_its_question(before, asked, whole):
    assert completed(asked, Before(before, None, (), "", "")) == whole


@pytest.mark.parametrize(
    ("questions", "short"),
    [
        (("How much did Orvella spend on research in 2024?", "What percentage of revenue is that?"), "25%"),
        (("What share of Orvella's revenue comes from tea?", "So how many dollars is that?"), "$60 million"),
        (("What share of Orvella does Brix own?", "What is that worth?"), "$108 million"),
        (("What was Orvella's revenue in 2024?", "What does that make revenue per client?"), "$50,000 per client"),
    ],
)
def test_it_is_worked_out_with_its_operands_cited(bot, questions, short):
    answer = converse(bot, questions[-1], questions[:-1])
    assert answer.short == short and answer.citations, answer
