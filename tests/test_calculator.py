"""The calculator is exact, checks its units, and gives a result or a typed error whatever it is fed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbot.calculator import arithmetic, evaluate
from askbot.errors import CalculationError
from askbot.quantities import find
from askbot.rounding import spoken
from askbot.types import Calculation, Origin, Quantity


def figure(printed, unit=None):
    found = find(printed)[0]
    return Quantity(found.value, unit or found.unit, found.printed)


def result(expression, **printed):
    return evaluate(expression, {name: figure(text) for name, text in printed.items()}).result


@pytest.mark.parametrize(
    ("expression", "operands", "value", "unit", "said"),
    [
        ("cash / burn", {"cash": "$900 million", "burn": "$30 million a month"}, "30", "month", "30 months"),
        ("years(cash / burn)", {"cash": "$90m", "burn": "$30m a month"}, "0.25", "year", "0.25 years"),
        ("cash / burn", {"cash": "$90m", "burn": "$30m a quarter"}, "3", "quarter", "3 quarters"),
        ("years(burn)", {"burn": "€2.5 million a month"}, "30000000", "EUR/year", "€30 million per year"),
        ("a - b", {"a": "59.21%", "b": "22.35%"}, "36.86", "pp", "36.86 percentage points"),
        ("part of total", {"part": "28.9%", "total": "$100 million"}, "28900000", "USD", "$28.9 million"),
        ("share(a, b)", {"a": "30 goals", "b": "120 goals"}, "25", "%", "25%"),
        ("ratio(a, b)", {"a": "€30", "b": "€12"}, "2.5", "x", "2.5 times"),
        ("change(a, b)", {"a": "£150", "b": "£120"}, "25", "%", "25%"),
        ("before(now, growth)", {"now": "$55 million", "growth": "175%"}, "20000000", "USD", "$20 million"),
        ("now / many", {"now": "$35 million", "many": "1.75 times its"}, "20000000", "USD", "$20 million"),
        ("whole(part, share)", {"part": "30 people", "share": "12%"}, "250", "person", "250 people"),
        ("rest(a, b)", {"a": "71.1%", "b": "20%"}, "8.9", "%", "8.9%"),
        ("raised(a, by)", {"a": "$30 million a month", "by": "20%"}, "36000000", "USD/month", "$36 million per month"),
        ("sum(a, b, c)", {"a": "1 km", "b": "2 km", "c": "4 km"}, "7", "km", "7 km"),
        ("average(a, b)", {"a": "3 goals", "b": "4 goals"}, "3.5", "goal", "3.5 goals"),
        ("a / b", {"a": "RMB 70 million", "b": "$10 million"}, "7", "CNY/USD", "RMB 7 per USD"),
        ("a * (b / c)", {"a": "$5", "b": "RMB 70 million", "c": "$10 million"}, "35", "CNY", "RMB 35"),
        ("a / b", {"a": "$50", "b": "20 users"}, "2.5", "USD/user", "$2.5 per user"),
        ("most(a, b) - least(a, b)", {"a": "3 years", "b": "30 months"}, "6", "month", "6 months"),
    ],
)
def test_formulas(expression, operands, value, unit, said):
    """Each kind of formula gives its value and unit, and is said as a person would say it."""
    worked = result(expression, **operands)
    assert (worked.value, worked.unit, spoken(worked)) == (value, unit, said)


@pytest.mark.parametrize(
    ("expression", "operands"),
    [
        ("a + b", {"a": "$3", "b": "RMB 5"}),
        ("a - b", {"a": "$3", "b": "5 users"}),
        ("a * b", {"a": "$3", "b": "5%"}),
        ("a / b", {"a": "$3", "b": "5%"}),
        ("a + b", {"a": "3 days", "b": "5 months"}),
        ("change(a, b)", {"a": "$3", "b": "€5"}),
        ("months(a)", {"a": "$3"}),
        ("before(a, b)", {"a": "$3", "b": "$5"}),
        ("a of b", {"a": "$3", "b": "$5"}),
        ("a ^ 2", {"a": "$3"}),
        ("rest(a)", {"a": "$3"}),
    ],
)
def test_units_that_do_not_go_together_are_refused(expression, operands):
    """No rate is made up, no percentage silently divided by a hundred, no month turned into days."""
    with pytest.raises(CalculationError) as refused:
        result(expression, **operands)
    assert refused.value.remedy


def test_conversions_show_their_constants():
    """Where months and years meet, the 12 joins the operands as a constant and stands in a note."""
    worked = evaluate("a * b", {"a": figure("$3 million a month"), "b": figure("2 years")})
    assert worked.operands["months_in_year"].origin is Origin.CONSTANT
    assert worked.operands["months_in_year"].value == 12
    assert "12 months in a year" in worked.notes
    assert worked.result.value == "72000000"
    again = evaluate(worked.expression, worked.operands, name=worked.name)
    assert again == worked


def test_a_result_has_28_digits_and_its_rounding_is_named():
    """The value is long, the figure shown is short, and the rule between them is a note."""
    worked = evaluate("a / b", {"a": figure("$100"), "b": figure("$3 a month")})
    assert worked.result.value == "33.33333333333333333333333333"
    assert worked.result.rounded == "33.3"
    assert worked.notes == ("rounded half up to 3 significant digits",)


@pytest.mark.parametrize(
    "expression",
    ["", "a", "a + c", "a b", "a + b)", "(a + b", "a / (b - b)", "2 * a + b", "eval(a)", "a.b", "a[b]", "__import__(a)",
     "a ^ b", "a ^ 99", "a; b", "'a'", "sum()", "ratio(a)",
     "a + + * b", "a + b" + " + b" * 400, "(" * 99 + "a" + ")" * 99],
)  # fmt: skip
def test_what_has_no_value_is_a_typed_error(expression):
    """Syntax, unknown names, unused operands, literals and excess are refused with a reason and a remedy."""
    with pytest.raises(CalculationError) as refused:
        result(expression, a="3 users", b="4 users")
    assert refused.value.message and refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("12000 / 2500", "4.8", ""),
        ("What is 12000/2500?", "4.8", ""),
        ("15% of 1046.2 million", "156930000", ""),
        ("$3m * 12", "36000000", "USD"),
        ("$1.2 billion / $30 million a month", "40", "month"),
        ("(2 + 3) × 4", "20", ""),
        ("-5 + 3", "-2", ""),
        ("2024 - 1999", "25", ""),
        ("2 ^ 10", "1024", ""),
        ("7 times 6", "42", ""),
        ("€30 divided by 12 users", "2.5", "EUR/user"),
    ],
)
def test_typed_arithmetic(typed, value, unit):
    """Arithmetic that a person types is worked out; its figures are marked as given."""
    worked = arithmetic(typed)
    assert (worked.result.value, worked.result.unit) == (value, unit)
    assert {operand.origin for operand in worked.operands.values()} == {Origin.ASSUMED}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "37 months",
        "How much cash is there?",
        "12",
        "over",
        "a - b",
        "__import__('os')",
        "1e999999999",
        "2 -",
        "of 5",
    ],
)
def test_what_is_no_arithmetic_is_left_alone(text):
    """A text without figures and signs is for somebody else, and is not an error."""
    try:
        assert arithmetic(text) is None
    except CalculationError as error:
        assert text in ("of 5",) and error.remedy


@pytest.mark.parametrize("typed", ["1/0", "$3 + RMB 5", "9**9**9**9", "9^64^64", "(1+1", "(" * 300 + "1+1" + ")" * 300])
def test_arithmetic_without_a_value_is_a_typed_error(typed):
    """It looks like arithmetic, so the reason is told."""
    with pytest.raises(CalculationError):
        arithmetic(typed)


NAMES = "abcde"
programs = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(programs, st.lists(st.decimals("-1e6", "1e6", places=3), min_size=5, max_size=5))
def test_it_agrees_with_fractions(program, values):
    """On random programs the result is that of an independent evaluation in fractions, to the last digit shown."""
    used = {name: Quantity(value, "", str(value)) for name, value in zip(NAMES, values, strict=True) if name in program}
    try:
        expected = eval(program, {"__builtins__": {}}, {name: Fraction(q.value) for name, q in used.items()})
    except ZeroDivisionError:
        with pytest.raises(CalculationError):
            evaluate(program, used)
        return
    worked = Fraction(Decimal(evaluate(program, used).result.value))
    assert abs(worked - expected) <= abs(expected) * Fraction(1, 10**27)


SCRAPS = (
    """1 9 0.5 12,000 $ € % million + - * / ^ ** ( ) of times 1e999 month users a ' import __ [ . ; \u0000 ² ٣ －"""
)


@settings(max_examples=600, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(SCRAPS.split()), max_size=30).map(" ".join))
def test_no_string_upsets_it(text):
    """Whatever is typed gives a calculation, nothing, or a typed error."""
    for attempt in (lambda: arithmetic(text), lambda: evaluate(text, {"a": Quantity(Decimal(2), "", "2")})):
        try:
            assert isinstance(attempt(), Calculation | None)
        except CalculationError as error:
            assert error.message and error.remedy


@pytest.mark.parametrize("value", ["1e999999999", "NaN", "Infinity", "1" * 200])
def test_operands_beyond_all_measure_are_refused(value):
    """A value that no article prints isn't reckoned with."""
    with pytest.raises(CalculationError):
        evaluate("a", {"a": Quantity(Decimal(value), "", value)})
