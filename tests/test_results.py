"""Margins, earnings a share and net debt: made of the right lines, and below nothing where there is a loss."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot

ARTICLE = """# Marrow & Pike ends the year with a loss

The furniture maker Marrow & Pike lost £18 million in 2025 after a profit of £24 million the year before.
The operating loss was £12.42 million. Analysts had expected an operating profit of £5 million.
The company has 60 million shares.

| £ million | 2025 | 2024 | 2023 |
|---|---|---|---|
| Revenue | 414 | 450 | 432 |
| Cost of sales | 298 | 301 | 290 |
| Net income | (18) | 24 | 31 |
| Cash | 46 | 70 | 64 |
| Borrowings | 136 | 120 | 110 |

Its rival Stenhammar sold goods for £600 million in Austria and Germany.
Germany made an operating loss of £6 million on revenue of £80 million.
"""


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Marrow & Pike's operating margin in 2025?", "-3%"),
        ("What was Marrow & Pike's net margin in 2025?", "-4.348%"),
        ("What was Marrow & Pike's net margin in 2024?", "5.333%"),
        ("What was Marrow & Pike's gross margin in 2024?", "33.11%"),
        ("What was Marrow & Pike's gross profit in 2025?", "£116 million"),
        ("What were Marrow & Pike's earnings per share in 2024?", "£0.4 per share"),
        ("What were Marrow & Pike's earnings per share in 2025?", "-£0.3 per share"),
        ("What was Marrow & Pike's loss per share in 2025?", "£0.3 per share"),
        ("What is Marrow & Pike's net debt?", "£90 million"),
        ("What was Marrow & Pike's net debt at the end of 2024?", "£50 million"),
        ("By how much did net income fall in 2025?", "£42 million"),
        ("What was the operating margin in Germany?", "-7.5%"),
    ],
)
def test_results_are_made_of_their_own_lines(bot: Bot, question: str, short: str) -> None:
    assert (bot.ask(question).short or "").startswith(short)


BREWERY = """# Marnhull Brewery owes more

Marnhull Brewery sold 1.2 million hectolitres of beer in the year to March. Revenue slipped 4 percent to $192 million.
The net profit came to $9.6 million. A year earlier it had made $14.4 million.
Its debt rose to $84 million, of which $30 million must be repaid in 2027. Interest cost it $5.04 million.
Marnhull employs 640 people in two breweries. The one in Selby has 450 workers.
An electric lorry costs $620,000, a diesel one $310,000. It sold 11.2 million bottles, against 10.4 million in 2023.
Ticket sales of its museum climbed 12 percent to $5.6 million. A single ticket went up to $3.20 from $2.80.
The board expects a pre-tax profit of $20 million. "We lose ten men a month," she says, "and find eight." Stavia, which
is quoted in Zurich, is worth $2.6 billion. Its sales in 2025 were $1.3 billion. Selby has 9,000 inhabitants, and Stavia
has 5,200 workers.
"""


@pytest.fixture(scope="module")
def brewery(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(BREWERY)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("By how much did Marnhull's revenue fall?", "$8 million"),
        ("What was Marnhull's revenue a year earlier?", "$200 million"),
        ("By how much did net profit fall?", "$4.8 million"),
        ("What was Marnhull's net margin?", "5%"),
        ("What interest rate does Marnhull pay?", "6%"),
        ("By how much did ticket sales rise?", "$600,000"),
        ("What is Stavia's market value as a multiple of its sales?", "2 times"),
        ("How much does Marnhull owe per employee?", "$131,250"),
        ("How many hectolitres per employee does Marnhull sell?", "1,875 hectolitres"),
        ("How many times as much as a diesel lorry does an electric one cost?", "2 times"),
    ],
)
def test_what_moved_to_a_figure_is_that_figure(brewery: Bot, question: str, short: str) -> None:
    assert (brewery.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    ["What is Marnhull's pre-tax margin?", "How much more per employee does Stavia pay than Marnhull?"],
)
def test_what_is_expected_or_made_of_four_figures_is_not_worked_out(brewery: Bot, question: str) -> None:
    assert brewery.ask(question).refusal is not None


@pytest.mark.parametrize(
    "question",
    [
        "What was Marrow & Pike's operating margin in 2024?",  # a profit of that year, no operating one
        "What is Stenhammar's net debt?",
        "What were Stenhammar's earnings per share?",
        "What was Stenhammar's net margin?",
    ],
)
def test_a_line_that_is_missing_is_refused(bot: Bot, question: str) -> None:
    assert bot.ask(question).refusal is not None
