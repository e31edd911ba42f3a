"""Figures in tables: a cell answers only where row and column are those that the question names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import tables

ARTICLE = """Two makers of kites

Ostra and Plume both sell kites. The tables are from their annual reports, which came out in March 2026.

Ostra in figures

| EUR million | 2023 | 2024 | 2025 | 2026E |
|---|---|---|---|---|
| Revenue | 12.4 | 13.9 | 17.3 | 21.0 |
| Operating loss | 1.8 | 1.4 | 0.9 | – |
| Employees | 64 | 70 | 75 | 80 |
| Orders | 21.5 | 29.5 |
| Assets (without ships) | 5.1 | 5.6 | 6.0 | – |

The two compared

| Company | Founded | Chief executive | Market share | Kites sold (thousand) |
|---|---|---|---|---|
| Ostra | 2011 | Ines Vahl | 31% | 120 |
| Plume | 2016 | Tor Lund | 22% | 87 |

Who owns Plume

| Shareholder | Stake |
|---|---|
| Lund family | 51.5% |
| Norrvik Fund | 22.1% |
"""

ANSWERS = [
    ("What was Ostra's revenue in 2024?", "13.9", "13.9 (EUR million, 2024)"),
    ("what were ostra's sales in 2023", "12.4", "12.4 (EUR million, 2023)"),
    ("How large was Ostra's operating loss in 2025?", "0.9", "0.9 (EUR million, 2025)"),
    ("How many employees did Ostra have in 2023?", "64", "64 (2023)"),
    ("What is Ostra's revenue?", "17.3", "17.3 (EUR million, 2025)"),  # the newest that is none to come
    ("What is the market share of Plume?", "22%", "22%"),
    ("Who is the chief executive of Plume?", "Tor Lund", "Tor Lund"),
    ("When was Plume founded?", "2016", "2016"),
    ("What share does the Lund family hold?", "51.5%", "51.5%"),
]
# No such column, row, owner, sort of loss or company.
UNTOLD = [
    "What was Ostra's revenue in 2022?",
    "What was Ostra's revenue in the first quarter of 2025?",
    "What was Ostra's net profit in 2025?",
    "What was Ostra's adjusted operating loss in 2025?",
    "What was Plume's revenue in 2025?",
    "How many employees did Plume have in 2025?",
    "What was Tamsin's revenue in 2024?",
    "What were Ostra's assets in 2024?",  # but without ships
    "What were Ostra's orders in 2023?",  # a row with fewer cells than the header
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "short", "text"), ANSWERS)
def test_the_cell_of_the_row_and_column_asked_for(bot, question, short, text):
    answer = bot.ask(question)
    assert (answer.short, answer.claims[0].text) == (short, text)
    document = bot.chain.library.documents()[0]
    for quote in answer.claims[0].citations:
        assert document.text[quote.start : quote.end] == quote.quote


def test_the_header_is_cited_beside_the_row(bot):
    quotes = [quote.quote for quote in bot.ask("What was Ostra's revenue in 2024?").claims[0].citations]
    assert quotes == ["| Revenue | 12.4 | 13.9 | 17.3 | 21.0 |", "| EUR million | 2023 | 2024 | 2025 | 2026E |"]


@pytest.mark.parametrize("question", UNTOLD)
def test_what_no_column_or_row_tells_is_refused(bot, question):
    assert bot.ask(question).refusal is not None


def test_a_row_of_figures_without_a_header_tells_nothing():
    table = tables.around("| Debt | 3.1 | 4.7 |\n| Cash | 1.0 | 2.0 |", 0)
    assert table is not None and table.header is None and len(table.rows) == 2


def test_a_row_too_far_from_its_header_has_no_table():
    text = "| A | 2024 | 2025 |\n|---|---|---|\n" + "| Debt | 3 | 4 |\n" * (tables.MOST_ROWS + 1)
    assert tables.around(text, len(text) - 2) is None and tables.around(text, 40) is not None


def test_a_line_of_dashes_takes_no_time():
    # The rule was matched in quadratic time and worse: 20,000 dashes took minutes, and this test its timeout.
    table = tables.around(f"| A | B |\n|{'-' * 200_000}x | y |\n| 1 | 2 |", 0)
    assert table is not None and len(table.rows) == 2


@given(st.text(alphabet="|-: \nab12%.,"), st.integers(0, 80))
def test_cells_are_the_text_where_they_stand(text, at):
    table = tables.around(text, min(at, len(text)))
    for row in () if table is None else (*table.rows, *((table.header,) if table.header else ())):
        assert text[row.start : row.end].startswith("|") and "\n" not in text[row.start : row.end]
        for cell in row.cells:
            assert text[cell.start : cell.end] == cell.text == cell.text.strip()


WORKED_OUT = [
    ("By how much did Ostra's revenue grow from 2023 to 2025?", "€4.9 million"),
    ("By what percentage did Ostra's revenue rise between 2024 and 2025?", "24.46%"),
    ("What percentage of Ostra's revenue was its operating loss in 2025?", "5.202%"),
    ("How many more employees did Ostra have in 2025 than in 2023?", "11 employees"),
    ("How much bigger is the Lund family's stake than the Norrvik Fund's?", "29.4 percentage points"),
]


@pytest.mark.parametrize(("question", "result"), WORKED_OUT)
def test_cells_are_operands_with_the_header_in_their_quote(bot, question, result):
    answer = bot.ask(question)
    assert answer.short == result
    (calculation,) = answer.calculations
    for operand in calculation.operands.values():
        assert operand.printed in operand.citation.quote
        assert operand.citation.quote.startswith(("| EUR million |", "| Shareholder |"))


def test_a_table_in_millions_of_money_does_not_make_money_of_people(bot):
    answer = bot.ask("How large was Ostra's workforce in 2025?")
    assert answer.short == "75" and not answer.calculations
    assert bot.ask("How much more did Ostra's employees come to in 2025 than in 2023?").short != "€11 million"
