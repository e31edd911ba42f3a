from decimal import Decimal

import pytest

from askbot.planner import plan, runs_out, work_out
from askbot.programs import Missing, UnitKind
from askbot.types import Calculation, Citation, Quantity

QUOTE = Citation("quillon", "Quillon", "", "evidence", 0, 8, "hash")
FIGURES = {
    UnitKind.MONEY: Quantity(Decimal(9_000_000), "USD", "$9 million", 1, 2, "2024-03-31", citation=QUOTE),
    UnitKind.RATE: Quantity(Decimal(2_000_000), "USD/month", "$2 million", 3, 4, "2024", citation=QUOTE),
}
PLANNED = [
    ("What is Quillon's runway?", "4.5", "month"),
    ("How long will Quillon's cash last?", "4.5", "month"),
    ("What would Quillon's runway be at a burn of $3 million a month?", "3", "month"),
    ("What is Quillon's annual cash burn?", "24000000", "USD/year"),
]
LOOKUPS = ["How much cash does Quillon have?", "Who runs Quillon?", "When was Quillon founded?"]


@pytest.mark.parametrize(("question", "value", "unit"), PLANNED)
def test_a_numeric_question_is_worked_out_over_the_figures_that_are_found(question, value, unit):
    worked = work_out(plan(question), lambda _, kind: FIGURES.get(kind))
    assert isinstance(worked, Calculation)
    assert (Decimal(worked.result.value), worked.result.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("question", LOOKUPS)
def test_a_plain_lookup_is_no_calculation(question):
    assert plan(question) is None


def test_an_operand_that_is_not_found_is_named_and_nothing_is_computed():
    outcome = work_out(plan("What is Quillon's runway?"), lambda _, kind: None)
    assert isinstance(outcome, Missing)
    assert outcome.names == ("Quillon's cash balance", "Quillon's cash burn")


def test_months_are_counted_to_the_last_day_of_a_month_where_that_is_where_they_start():
    from datetime import date

    assert runs_out(date(2024, 2, 29), Decimal(1)) == date(2024, 3, 31)
