"""Questions that set two figures against each other become programs over two questions."""

import pytest

from askbot.comparisons import fraction, percent_more, points_or_difference, ratio, rest, time_between

PLANS = [
    (
        fraction,
        "What fraction of Quillon's monthly readers pay?",
        "Quillon's paying readers",
        "Quillon's monthly readers",
    ),
    (fraction, "What percent of Quillon's debt is bank loans?", "Quillon's bank loans", "Quillon's debt"),
    (
        points_or_difference,
        "What is the gap in percentage points between Ada Brill's votes and her equity?",
        "Ada Brill's votes",
        "Ada Brill's equity",
    ),
    (
        points_or_difference,
        "By how much does Quillon's valuation exceed Zenda's?",
        "Quillon's valuation",
        "Zenda's valuation",
    ),
    (percent_more, "What percent more valuable is Quillon than Zenda?", "Quillon's valuation", "Zenda's valuation"),
    (
        ratio,
        "How many times as many readers as Zenda does Quillon have in 2024?",
        "Quillon's readers in 2024",
        "Zenda's readers in 2024",
    ),
    (ratio, "Divide Quillon's loss by its revenue.", "Quillon's loss", "Quillon's revenue"),
    (ratio, "What is the ratio of Quillon's debt to Quillon's equity?", "Quillon's debt", "Quillon's equity"),
    (time_between, "How much older is Quillon than Zenda?", "the beginning of Quillon", "the beginning of Zenda"),
]


@pytest.mark.parametrize(("formula", "question", "one", "other"), PLANS, ids=[row[1] for row in PLANS])
def test_both_sides_are_asked_for_by_their_full_names(formula, question, one, other):
    """What one side leaves out is filled in from the other, so that each can be read on its own."""
    assert [slot.what for slot in formula(question).slots] == [one, other]


@pytest.mark.parametrize(
    "question",
    [
        "What share of Quillon's revenue comes from schools?",
        "How much larger is Quillon than Zenda?",
        "Is Quillon older than Zenda?",
        "What is the difference?",
        "How many readers does Quillon have?",
    ],
)
def test_what_is_read_or_says_too_little_is_not_planned(question):
    """A share that the article states, a yes or no, and a comparison of nothing in particular are no calculations."""
    formulas = (fraction, percent_more, points_or_difference, ratio, rest, time_between)
    assert [formula(question) for formula in formulas] == [None] * len(formulas)


def test_the_rest_of_a_share_is_taken_from_the_whole():
    """What comes from elsewhere is 100 % less what comes from here."""
    made = rest("What share of Quillon's revenue is earned outside Norland?")
    assert (made.expression, made.slots[0].question) == (
        "rest(part)", "What share of Quillon's revenue comes from Norland?",
    )  # fmt: skip
