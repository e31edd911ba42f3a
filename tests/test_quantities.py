"""Figures are found at their exact places with their values, units, hedges and periods."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbot.numerals import words_value
from askbot.quantities import find
from askbot.units import singular

# Labelled by hand, before the code was written; a figure that is not among a text's `figures` is a wrong one.
ROWS = [
    row
    for path in sorted((Path(__file__).parent / "cases").glob("quantities*.json"))
    for row in json.loads(path.read_text(encoding="utf-8"))
]
FLOOR = 0.98

PIECES = """$ 5 1.5 12,000 00388 million % times higher months one half two hundred and - – ( ) RMB ¥ 亿 元 2025 Q3
    first three quarters of September 30, . , İ ß k m bn / : per a month twice as third x point é monthly about may have"""
pieces = st.lists(st.sampled_from([*PIECES.split(), " ", " ", "\n", "\u00a0"]), max_size=24).map("".join)
ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety"


def found(row):
    return [(figure.printed, str(figure.value), figure.unit) for figure in find(row["text"])]


def labelled(row):
    return [(figure["printed"], figure["value"], figure["unit"]) for figure in row["figures"]]


def test_precision_and_recall_on_the_labelled_texts():
    """Nearly every labelled figure is found with its value and unit, and nearly nothing else."""
    right = sum(sum(figure in found(row) for figure in labelled(row)) for row in ROWS)
    assert right / sum(len(labelled(row)) for row in ROWS) >= FLOOR, "recall"
    assert right / sum(len(found(row)) for row in ROWS) >= FLOOR, "precision"


def test_hedges_and_periods_on_the_labelled_texts():
    """A figure that is found comes with the hedge and the period that were labelled."""
    pairs = [
        ((figure.hedge, figure.period), (label.get("hedge"), label.get("period")))
        for row in ROWS
        for label in row["figures"]
        for figure in find(row["text"])
        if (figure.printed, str(figure.value), figure.unit) == (label["printed"], label["value"], label["unit"])
    ]
    assert sum(hedge == gold for (hedge, _), (gold, _) in pairs) / len(pairs) >= FLOOR
    assert sum(period == gold for (_, period), (_, gold) in pairs) / len(pairs) >= 0.93


@settings(max_examples=400, deadline=None)
@given(pieces | st.text(max_size=60))
def test_what_is_printed_is_what_stands_there(text):
    """Whatever the text, spans are in order, don't overlap and hold exactly what is printed."""
    last = 0
    for figure in find(text, published="2026-01-05"):
        assert last <= figure.start < figure.end
        assert text[figure.start : figure.end] == figure.printed
        last = figure.end


@pytest.mark.parametrize(
    "text",
    [
        "(00388.HK)",
        "M1 and Hailuo-02, a B6 round, GPT-4, Covid-19",
        "on August 19, 2025, in 1999, since 2019, Q3 2024, the 1990s",
        "Section 4, Table 2, page 12, No. 5",
        "the eighth round, the 3rd quarter of 2024",
        "version 1.2.3 at 192.168.0.1, 10:30",
        "won 3-1",
        "one of them, no one, hundreds of people",
    ],
)
def test_no_figure_is_read_out_of_a_name_or_a_date(text):
    """Tickers, model names, dates, labels, ordinals, versions, times and scores are no figures."""
    assert find(text) == []


def test_yen_or_yuan_is_decided_by_the_words_of_the_text():
    """The sign of both is taken for yuan unless only yen are spoken of."""
    assert find("¥5 billion")[0].unit == "CNY"
    assert find("In Tokyo it sold for ¥5 billion.")[0].unit == "JPY"
    assert find("JP¥5 billion against RMB 3 billion")[0].unit == "JPY"


def test_a_range_shares_its_unit_and_scale():
    """Both ends of a range are figures of the same unit and scale."""
    assert [(str(f.value), f.unit) for f in find("between 10 and 15%")] == [("10", "%"), ("15", "%")]
    assert [(str(f.value), f.unit) for f in find("$3-5 million")] == [("3000000", "USD"), ("5000000", "USD")]
    assert [(str(f.value), f.unit) for f in find("from $500 to $5 million")] == [("500", "USD"), ("5000000", "USD")]


def test_this_year_is_counted_from_the_articles_date():
    """A period that only points is dated by the article's date and left open without one."""
    text = "Sales reached $5 million in the first half of this year."
    assert find(text, published="2025-11-02")[0].period == "2025-01-01/2025-06-30"
    assert find(text)[0].period is None


@pytest.mark.parametrize("piece", ["1 ", "1-", "$1m ", "(1", "one ", "5 of ", "5 in 2025 ", "about ", "half a ", "¥"])
def test_a_long_hostile_text_is_read_to_its_end(piece):
    """Repetition doesn't make the reading explode: this finishes within the test's time limit."""
    find(piece * 5000)


@given(st.integers(min_value=1, max_value=999_999))
def test_numbers_in_words_are_read(number):
    """A number spelled out is read back."""
    ones, tens = ONES.split(), TENS.split()

    def spell(n):
        if n < 20:
            return ones[n]
        if n < 100:
            return tens[n // 10] + (f"-{ones[n % 10]}" if n % 10 else "")
        if n < 1000:
            return f"{ones[n // 100]} hundred" + (f" and {spell(n % 100)}" if n % 100 else "")
        return f"{spell(n // 1000)} thousand" + (f" {spell(n % 1000)}" if n % 1000 else "")

    assert words_value(spell(number)) == number


def test_singulars_of_what_is_counted():
    """The unit of a count is the singular as English writes it."""
    plurals = "users batteries boxes people series children businesses matches heroes GPUs staff"
    singulars = "user battery box person series child business match hero GPU staff"
    assert [singular(word) for word in plurals.split()] == singulars.split()


def test_a_period_ends_with_its_sentence():
    """In a text of several sentences a year dates only the figures of its own."""
    found_in = find("In 2024 it earned $5 million. It employs 40 people. By 2030 it wants 90 shops.")
    assert [(figure.printed, figure.period) for figure in found_in] == [
        ("$5 million", "2024"),
        ("40", None),
        ("90", "2030"),
    ]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("In 2020 and 2019, revenue was $5m and $4m, respectively.", ["2020", "2019"]),
        ("It had 1,204 employees and 1,150 employees as of June 30, 2021 and 2020, respectively.",
         ["2021-06-30", "2020-06-30"]),
        ("Rent was $3m, $2m and $1m in fiscal 2020, 2019 and 2018, respectively.", ["2020", "2019", "2018"]),
        ("Profit and loss were $3m and $2m, respectively, in 2020.", ["2020", "2020"]),
    ],
)  # fmt: skip
def test_respectively_pairs_figures_with_years(text, periods):
    """Figures in a row take the years of a row in their order; without a row of years nothing is paired."""
    assert [figure.period for figure in find(text)] == periods


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Revenue rose to €48m in 2024 from €36m.", ["2024", None]),
        ("Sales rose to €48m in 2024 from €36m in 2023, and the loss narrowed to €27m from €33m.",
         ["2024", "2023", "2024", "2023"]),
        ("It made €5m in 2024, compared with €4m in 2023, and a net loss of €2m.", ["2024", "2023", "2024"]),
        ("In 2025 sales were $94m, compared with $89m in 2024, and profit $18m.", ["2025", "2024", "2025"]),
        ("It went from 4 million in 2020 to 5 million in 2021.", ["2020", "2021"]),
        ("It employs 320 people, 80 of them abroad, and it sold 120 boats in 2024.", [None, None, "2024"]),
    ],
)  # fmt: skip
def test_what_a_figure_is_held_against_is_of_another_time(text, periods):
    """Neither has the other's, nor does what the sentence goes on to tell have the earlier one's."""
    assert [figure.period for figure in find(text)] == periods


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("It sold 12 in the first quarter of 2025, 14 in the second and 15 in the third.",
         ["2025-01-01/2025-03-31", "2025-04-01/2025-06-30", "2025-07-01/2025-09-30"]),
        ("It lost $3m in the first half of 2024, in the second $4m.",
         ["2024-01-01/2024-06-30", "2024-07-01/2024-12-31"]),
        ("It sold 12 in January 2025, 14 in February and 20 in March.", ["2025-01", "2025-02", "2025-03"]),
        ("On 20 January 2026 it opened 12 shops, 14 in the third quarter.", ["2026-01-20", "2026-01-20"]),
    ],
)  # fmt: skip
def test_a_quarter_or_month_takes_its_year_from_the_one_before(text, periods):
    assert [figure.period for figure in find(text)] == periods


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("One in five employees left.", [("One in five", "%")]),
        ("Two out of three are over 60.", [("Two out of three", "%"), ("60", "")]),
        ("Of 90 complaints about the two, 30 were late.", [("90", "complaint"), ("30", "")]),
        ("It opened two in five years.", [("two", ""), ("five years", "year")]),
    ],
)
def test_a_numeral_that_counts_nothing_is_no_figure(text, figures):
    """So many out of so many are a share, and "the two" are those that were spoken of."""
    assert [(one.printed, one.unit) for one in find(text)] == figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell to minus 4.6 degrees.", [("minus 4.6 degrees", "-4.6")]),
        ("They had 5 million euros minus 2 million euros.", [("5 million euros", "5000000"), ("2 million euros", "2000000")]),
        ("It costs R88 million.", [("R88 million", "88000000")]),
        ("It is in room R2.", []),
    ],
)  # fmt: skip
def test_a_minus_in_words_and_rand_are_read(text, found):
    assert [(one.printed, str(one.value)) for one in find(text)] == found


def test_a_figure_that_begins_a_line_and_ends_a_sentence_is_no_number_of_a_list():
    assert [one.printed for one in find("The oven raises it from 40 million loaves a year to\n60 million.")] == [
        "40 million",
        "60 million",
    ]
    assert not find("1. Bread\n2. Rolls")
