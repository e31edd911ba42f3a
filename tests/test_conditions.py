"""Conditions: what is supposed changes the calculation, or the question has no answer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.calculating import calculate
from askbot.conditions import read, split
from askbot.planner import plan, work_out
from askbot.programs import Found, UnitKind
from askbot.types import Answer, Calculation, Citation, Claim, Origin, Quantity, RefusalReason

QUOTE = Citation("quillon", "Quillon", "", "evidence", 0, 8, "hash")
FIGURES = {
    UnitKind.MONEY: Quantity(Decimal(12_000_000), "USD", "$12 million", 1, 2, "2024-03-31", citation=QUOTE),
    UnitKind.RATE: Quantity(Decimal(2_000_000), "USD/month", "$2 million", 3, 4, "2024", citation=QUOTE),
}
CASH = "How long would Quillon's cash last"
# Six months as it is.
CHANGED = [
    (f"{CASH} if burn is cut in half?", "12"),
    (f"{CASH} if burn were halved?", "12"),
    (f"{CASH} at half the current burn?", "12"),
    (f"{CASH} with burn at half?", "12"),
    (f"{CASH} if burn goes up by half?", "4"),
    (f"{CASH} if costs were slashed 25%?", "8"),
    (f"{CASH} if it trimmed its spending by a quarter?", "8"),
    (f"{CASH} if it spends 25% less?", "8"),
    (f"{CASH} should burn triple?", "2"),
    (f"Should burn double, how long would Quillon's cash last?", "3"),  # noqa: F541 - a row like the others
    (f"{CASH} were burn to climb by a third?", "4.5"),
    (f"{CASH} if burn shrinks two thirds?", "18"),
    (f"{CASH} if burn jumped 20%?", "5"),
    (f"{CASH} if burn were 1.5 times as high?", "4"),
    (f"{CASH} if burn fell to $1.5 million a month?", "8"),
    (f"{CASH} if it burned $3 million a month instead?", "4"),
    (f"{CASH} if it only spent $1 million a month?", "12"),
    (f"{CASH} if burn rises by $1 million a month?", "4"),
    (f"{CASH} at $9 million a quarter?", "4"),
    (f"{CASH} if it raised $4 million from investors?", "8"),
    (f"{CASH} if it repaid $2 million?", "5"),
    (f"{CASH} if it raises $12 million and burn doubles?", "6"),
    (f"{CASH} with burn 50% higher and another $6 million?", "6"),
    (f"{CASH}, supposing that spending grows 100%, in months?", "3"),
    ("If Quillon raised another $12 million, how many months of cash would it have?", "12"),
    ("How many months would the money last if Quillon cut its monthly burn by 25%?", "8"),
    ("Suppose Quillon burned $4 million a month: how long until the cash is gone?", "3"),
]
INAPPLICABLE = [
    "if it stops hiring",
    "if interest rates rise",
    "if it sells two ships",
    "if burn doubles next year",
    "if Zenda's burn doubles",
    "if its costs rose slightly",
    "provided it sells its headquarters",
    "unless it is bought",
    "should the market recover",
    "if it raises money and burn changes",
    "if burn doubles and it stops hiring",
]
VERBS = ["falls", "is cut", "was slashed", "trimmed", "shrinks", "rises", "jumped", "climbs", "goes up", "grows"]


def found(slot):
    """The one figure of a kind, named by whatever words."""
    return [Found(FIGURES[slot.kind], 1.0)] if slot.kind in FIGURES else []


@pytest.mark.parametrize(("question", "months"), CHANGED)
def test_a_condition_changes_the_figure_that_it_names(question, months):
    """Cut, slash, halve, climb, by half, to so much a month, more money, two at once: each to the last digit."""
    worked = work_out(plan(question), found)
    assert isinstance(worked, Calculation)
    assert (Decimal(worked.result.value), worked.result.unit) == (Decimal(months), "month")
    assert any(operand.origin is Origin.ASSUMED for operand in worked.operands.values())


@pytest.mark.parametrize("condition", INAPPLICABLE)
def test_a_condition_that_changes_no_figure_is_named_in_a_refusal(condition):
    """Nothing is computed as if it weren't there."""
    answer = calculate(f"{CASH} {condition}?", read=lambda text: Answer(text, text), find=found, articles=1)
    assert answer.refusal.reason is RefusalReason.NOT_COMPUTABLE
    assert condition.split(" ", 1)[1] in answer.refusal.message


@given(
    st.sampled_from(["if", "assuming", "provided that", "supposing"]),
    st.sampled_from(["burn", "spending", "staff", "demand", "it", "Zenda's burn", "the yen"]),
    st.sampled_from(VERBS),
    st.sampled_from(["", "by half", "in half", "20%", "by a third", "to $3 million a month", "again", "before May"]),
)
def test_no_condition_is_passed_over(opener, subject, verb, size):
    """A question with a condition has an assumed operand, or no answer."""
    made = plan(f"{CASH} {opener} {subject} {verb} {size}?".replace("  ", " "))
    assert made is not None
    assert made.assumed or made.unapplied


@given(
    st.lists(
        st.sampled_from(
            [
                "burn",
                "cash",
                "it",
                "falls",
                "20%",
                "half",
                "of",
                "the",
                "a",
                "by",
                "and",
                "if",
                "only",
                "two",
                "ships",
                "$5",
                "million",
                "more",
            ]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_supposed_is_assumed_or_refused(words):
    """Also where the words make no sense."""
    made = plan(f"{CASH} if {' '.join(words)}?")
    assert made is None or made.assumed or made.unapplied or len(made.slots) > 2 or "only" in words


def test_a_figure_is_read_under_a_condition_only_where_its_sentence_speaks_of_it():
    """What holds without the condition would answer another question."""
    fine = Citation("quillon", "Quillon", "", "If the yard is late, it pays $5 million.", 0, 40, "hash")

    def read_fine(text):
        return Answer(text, text, short="$5 million", claims=(Claim("$5 million", (fine,)),))

    late = calculate("How much does the yard pay if it is late?", read=read_fine, find=lambda slot: [], articles=1)
    assert late.short == "$5 million"
    halved = calculate("How much does the yard pay if prices halve?", read=read_fine, find=lambda slot: [], articles=1)
    assert halved.refusal.reason is RefusalReason.NOT_COMPUTABLE


def test_what_is_no_condition_stays_in_the_question():
    """At the current rate, with the new ferries, in 2024: nothing is supposed."""
    for question in (
        "How long will Quillon's cash last at the current burn?",
        "How many passengers did Quillon carry with its new ferries in 2024?",
        "What was the margin in 2024?",
    ):
        assert split(question).conditions == ()
    assert read("it stops hiring") is None
