"""Dates and periods are dated, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.periods import compatible, find_periods, mark_times, read_period

DATED = [
    ("September 30, 2025", "2025-09-30"),
    ("30 Sept 2025", "2025-09-30"),
    ("30th of September, 2025", "2025-09-30"),
    ("2025-09-30", "2025-09-30"),
    ("2025", "2025"),
    ("H1 2025", "2025-01-01/2025-06-30"),
    ("1H25", "2025-01-01/2025-06-30"),
    ("first half of 2025", "2025-01-01/2025-06-30"),
    ("first three quarters of 2025", "2025-01-01/2025-09-30"),
    ("first nine months of 2025", "2025-01-01/2025-09-30"),
    ("last two quarters of 2024", "2024-07-01/2024-12-31"),
    ("Q3 2025", "2025-07-01/2025-09-30"),
    ("Q1'25", "2025-01-01/2025-03-31"),
    ("second quarter of 2024", "2024-04-01/2024-06-30"),
    ("end of September 2025", "2025-09-30"),
    ("end of 2024", "2024-12-31"),
    ("year-end 2023", "2023-12-31"),
    ("June 2025", "2025-06"),
    ("fiscal 2024", "2024"),
    ("full-year 2024", "2024"),
    ("FY24", "2024"),
    ("since 2019", "2019-01-01/.."),
    ("1990s", "1990-01-01/1999-12-31"),
    ("19th century", "1801-01-01/1900-12-31"),
    ("between 2019 and 2021", "2019-01-01/2021-12-31"),
    ("mid-2024", "2024-05-01/2024-08-31"),
    ("three months ended March 31, 2019", "2019-01-01/2019-03-31"),
    ("year ended June 30, 2023", "2022-07-01/2023-06-30"),
    ("this year", "2026"),
    ("first half of last year", "2025-01-01/2025-06-30"),
]


@pytest.mark.parametrize(("phrase", "iso"), DATED)
def test_a_phrase_is_dated_wherever_it_stands(phrase, iso):
    """The whole phrase is one period, at its place, in upper or lower case and across a line break."""
    for text in (
        phrase,
        f"as of {phrase}, it",
        f"As of {phrase.upper()}; it",
        f"as of {phrase.replace(' ', chr(10))}.",
    ):
        (period,) = find_periods(text, published="2026-01-05")
        assert (period.iso, text[period.start : period.end]) == (iso, period.printed)


@pytest.mark.parametrize(
    "text", ["this year", "first three quarters of this year", "Q3", "5 May", "the first nine months", "44 BC"]
)
def test_what_cannot_be_dated_is_marked_and_not_guessed(text):
    """A time without a year gives no period, but its digits are still known to be a time's."""
    assert find_periods(text) == []
    assert mark_times(text)


@pytest.mark.parametrize(
    "text", ["had 2000 employees", "of 1500 people", "$2025", "2025%", "1,999", "2.2024", "may 5 people"]
)
def test_a_count_is_no_year(text):
    """Four digits that count something are left alone."""
    assert mark_times(text) == []


@pytest.mark.parametrize("text", ["its 2019 results", "the 2020 elections", "in 1347 the plague", "(2021)"])
def test_a_year_before_a_plural_is_a_year(text):
    """What stands before the digits makes them a year."""
    assert len(find_periods(text)) == 1


@pytest.mark.parametrize(
    ("asked", "printed", "may_answer"),
    [
        ("end of September 2025", "September 30, 2025", True),
        ("first nine months of 2025", "first three quarters of 2025", True),
        ("2025", "first three quarters of 2025", True),
        ("2024", "first three quarters of 2025", False),
        ("first three quarters of 2025", "first half of 2025", False),
        ("Q3 2025", "first three quarters of 2025", False),
        ("first three quarters of 2025", "September 30, 2025", True),
        ("September 2025", "September 30, 2025", True),
        ("first half of 2025", "2025", False),
        ("1995", "1990s", False),
    ],
)
def test_which_printed_period_may_answer_for_the_asked_one(asked, printed, may_answer):
    """The same time, a year around it, or the day on which it ends; nothing else."""
    (first,), (second,) = find_periods(asked), find_periods(printed)
    assert compatible(first, second) is may_answer


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    """A date in any usual form is dated to the day, and its ISO form is read back."""
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}", day.isoformat()):
        (period,) = find_periods(text)
        assert period.first == period.last == day == read_period(period.iso).first


WORDS = "first half of end year Q3 2025 31 February since the 0"


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS.split())).map(" ".join))
def test_no_text_upsets_it(text):
    """Whatever the text, periods are at their places and no period ends before it begins."""
    for period in find_periods(text, published="2025-06-30"):
        assert text[period.start : period.end] == period.printed and period.first <= period.last
        assert read_period(period.iso).last == period.last
