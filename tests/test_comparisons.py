"""Questions that set two figures against each other become programs over two noun phrases."""

import pytest

from askbot import comparisons, growth, shares
from askbot.planner import plan

PLANS = [
    ("What fraction of Quillon's monthly readers pay?", "Quillon's paying readers", "Quillon's monthly readers"),
    ("What percent of Quillon's debt is bank loans?", "Quillon's bank loans", "Quillon's debt"),
    ("Quillon's loss is what percentage of its revenue?", "Quillon's loss", "Quillon's revenue"),
    ("What is the gap in percentage points between Ada Brill's votes and her equity?", "Ada Brill's votes", "Ada Brill's equity"),
    ("By how much does Quillon's valuation exceed Zenda's?", "Quillon's valuation", "Zenda's valuation"),
    ("How far apart are the valuations of Quillon and Zenda, in euros?", "Quillon's valuation", "Zenda's valuation"),
    ("What percent more valuable is Quillon than Zenda?", "Quillon's valuation", "Zenda's valuation"),
    ("By what percentage is Quillon worth less than Zenda?", "Quillon's valuation", "Zenda's valuation"),
    ("How many more readers does Quillon have than Zenda has subscribers?", "Quillon's readers", "Zenda's subscribers"),
    ("How many times as many readers as Zenda does Quillon have in 2024?", "Quillon's readers in 2024", "Zenda's readers in 2024"),
    ("How many times as large as Zenda's debt is Quillon's?", "Quillon's debt", "Zenda's debt"),
    ("How many times her stake are Ada Brill's votes?", "Ada Brill's votes", "Ada Brill's stake"),
    ("Divide Quillon's loss by its revenue.", "Quillon's loss", "Quillon's revenue"),
    ("What is the ratio of Quillon's debt to Quillon's equity?", "Quillon's debt", "Quillon's equity"),
    ("How much older is Quillon than Zenda?", "the beginning of Quillon", "the beginning of Zenda"),
    ("How many years after Zenda was Quillon founded?", "the beginning of Zenda", "the beginning of Quillon"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "one", "other"), PLANS, ids=[row[0] for row in PLANS])
def test_both_sides_are_asked_for_by_their_full_names(question, one, other):
    """What one side leaves out is filled in from the other, so that each can be found on its own."""
    assert [slot.what for slot in plan(question).slots] == [one, other]


@pytest.mark.parametrize(
    "question",
    [
        "How much larger is Quillon than Zenda?",
        "Is Quillon older than Zenda?",
        "What is the difference?",
        "How many readers does Quillon have?",
        "How many of Quillon's branches have fewer than 100 readers?",
        "How many of Quillon's presses are more than 40 years old?",
    ],
)
def test_what_says_too_little_is_not_planned(question):
    """A yes or no, a plain count and a comparison of nothing in particular are no calculations."""
    formulas = (comparisons.compare, growth.change, comparisons.time_between, shares.plan)
    assert [formula(question) for formula in formulas] == [None] * len(formulas)


def test_the_rest_of_a_share_is_taken_from_the_whole():
    """What comes from elsewhere is 100 % less what comes from here."""
    made = shares.plan("What share of Quillon's revenue is earned outside Norland?")
    assert (made.expression, made.slots[0].what) == ("rest(part)", "share of Quillon's revenue from Norland")


def test_a_share_in_money_is_taken_of_the_whole():
    """The article prints the share and the whole, the question wants the amount."""
    made = shares.plan("How much revenue in euros did Quillon make outside Norland in 2024?")
    assert made.expression == "rest(part) of revenue"
    assert made.currency == "EUR"
