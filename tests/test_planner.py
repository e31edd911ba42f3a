from datetime import date
from decimal import Decimal

import pytest

from askbot.calculating import calculate
from askbot.horizon import agreement, runs_out
from askbot.planner import plan, work_out
from askbot.programs import Found, Missing, UnitKind
from askbot.quantities import find
from askbot.types import Answer, Calculation, CalculationResult, Citation, Origin, Quantity, Refusal, RefusalReason

QUOTE = Citation("quillon", "Quillon", "", "evidence", 0, 8, "hash")
FIGURES = {
    UnitKind.MONEY: Quantity(Decimal(9_000_000), "USD", "$9 million", 1, 2, "2024-03-31", citation=QUOTE),
    UnitKind.RATE: Quantity(Decimal(2_000_000), "USD/month", "$2 million", 3, 4, "2024", citation=QUOTE),
}
PLANNED = [
    ("What is Quillon's runway?", "4.5", "month"),
    ("How long will Quillon's cash last?", "4.5", "month"),
    ("What would Quillon's runway be at a burn of $3 million a month?", "3", "month"),
    ("How long would Quillon's cash last if burn doubled?", "2.25", "month"),
    ("If Quillon raised another $3 million, how many months of cash would it have?", "6", "month"),
    ("How many months would Quillon's money last if it cut its burn by 10%?", "5", "month"),
    ("What is Quillon's annual cash burn?", "24000000", "USD/year"),
    ("How much would Quillon burn in two years?", "48000000", "USD"),
    ("How much is a third of Quillon's cash balance?", "3000000", "USD"),
]
LOOKUPS = [
    "How much cash does Quillon have?",
    "Who runs Quillon?",
    "When was Quillon founded?",
    "How long does it take to charge from 20 to 80 percent?",
]


def found(slot):
    """The one figure of a kind, named by whatever words."""
    return [Found(FIGURES[slot.kind], 1.0)] if slot.kind in FIGURES else []


@pytest.mark.parametrize(("question", "value", "unit"), PLANNED)
def test_a_numeric_question_is_worked_out_over_the_figures_that_are_found(question, value, unit):
    """Operands are cited, assumed or constants, and the value is exact."""
    worked = work_out(plan(question), found)
    assert isinstance(worked, Calculation)
    assert (Decimal(worked.result.value), worked.result.unit) == (Decimal(value), unit)
    assert all(o.citation or o.origin in (Origin.ASSUMED, Origin.CONSTANT) for o in worked.operands.values())


@pytest.mark.parametrize("question", LOOKUPS)
def test_a_plain_lookup_is_no_calculation(question):
    """What merely sounds numeric is read."""
    assert plan(question) is None


def test_an_operand_that_is_not_found_is_named_and_nothing_is_computed():
    """The refusal says whose figure is missing."""
    outcome = work_out(plan("What is Quillon's runway?"), lambda slot: [])
    assert isinstance(outcome, Missing)
    assert outcome.names == ("Quillon's cash balance", "Quillon's cash burn")


def test_figures_that_stand_together_are_taken_together():
    """Of two figures that the words name alike, the one beside the other operand is meant."""
    near = Citation("quillon", "Quillon", "", "Paying ".ljust(90, "x"), 1_000, 1_090, "hash")
    far = Citation("quillon", "Quillon", "", "Paying ".ljust(90, "x"), 9_000, 9_090, "hash")

    def several(slot):
        if "paying" in slot.what:
            return [Found(Quantity(Decimal(7), "reader", "7", 9_001, 9_002, citation=far), 1.0),
                    Found(Quantity(Decimal(50), "reader", "50", 1_001, 1_003, citation=near), 0.95)]  # fmt: skip
        return [Found(Quantity(Decimal(200), "reader", "200", 1_010, 1_013, citation=near), 1.0)]

    worked = work_out(plan("What fraction of Quillon's monthly readers pay?"), several)
    assert isinstance(worked, Calculation)
    assert worked.result.value == "25"


def test_litres_are_not_set_against_percentages():
    """A figure of another measure is refused, however well its words fit."""
    quantities = {"one": find("5 litres")[0], "other": find("45%")[0]}

    def mixed(slot):
        return [Found(Quantity(q.value, q.unit, q.printed, 1, 2, citation=QUOTE), 1.0) for q in [quantities[slot.name]]]

    made = plan("How many times as much diesel as Zenda did Quillon burn?")
    assert isinstance(work_out(made, mixed), Missing)


def test_an_answer_says_until_when_and_whether_the_article_agrees():
    """The bare result comes first, then what the article itself states."""

    def asked(slot):
        if slot.name == "stated":
            quote = Citation("quillon", "Quillon", "", "cash for 4 months", 20, 37, "hash")
            return [Found(Quantity(Decimal(4), "month", "4 months", 29, 37, citation=quote), 1.0)]
        return found(slot)

    refused = Answer("q", "q", refusal=Refusal(RefusalReason.NO_EVIDENCE, "no"))
    answer = calculate("How long will Quillon's cash last?", read=lambda _: refused, find=asked, articles=1)
    assert answer is not None
    assert answer.short == "4.5 months, until about mid-August 2024"
    assert answer.claims[1].text == "The article itself says 4 months: it rounds down."


@pytest.mark.parametrize(
    ("value", "stated", "said"),
    [("37.498", 37, ": it rounds down"), ("37.498", 38, ": it rounds up"), ("37.01", 37, ", which agrees"), ("37.498", 30, ", which doesn't agree")],
)  # fmt: skip
def test_what_the_article_states_is_held_against_the_result(value, stated, said):
    """Rounding is told from disagreement."""
    worked = Calculation("runway", "", {}, CalculationResult(value, "month", value))
    assert agreement(worked, Quantity(Decimal(stated), "month", f"{stated} months")) == said


def test_months_are_counted_to_the_last_day_of_a_month_where_that_is_where_they_start():
    """From the end of February to the end of March."""
    assert runs_out(date(2024, 2, 29), Decimal(1)) == date(2024, 3, 31)


@pytest.mark.parametrize("question", ["What is the stake worth?", "How much is its stake worth?"])
def test_a_stake_of_nobody_in_particular_is_not_worked_out(question):
    assert plan(question) is None
