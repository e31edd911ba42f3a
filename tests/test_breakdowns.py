"""Shares of parts that are printed as amounts, and what is another figure: a part, a value, what others pay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot

ARTICLE = """# Brightwell warms homes

Brightwell closed a round of $48 million in January. The round valued it at $240 million before the new money.
Halden Capital led it and put in $20 million; the fund Ostmark contributed $12 million.
Brightwell had revenue of $12 million in 2025. Of the revenue, $7.2 million came from installing pumps and $4.8 million
from maintenance contracts. It owes the town another $2 million. It had $54 million in the bank in January.

## The ferries

The ferry line belongs to the county. A crossing will cost $46 from May, 15 percent more than now.
It carried 1.9 million passengers in 2025.
Running the four ferries cost $129 million. The county paid it $54 million on top. The line has 148 employees.
The four ferries of today take 60 cars and 220 passengers each. A bridge would be paid for with tolls of $95.
The county has 61,000 inhabitants and a budget of $3.9 billion a year. The Halm Line likes Brightwell.

Business tax is to bring in $74 million, property tax $33.3 million and income tax $62.9 million.
The county has reserves of $22 million. The line loses $650,000 a month.

## Dates and shares

The firm Orsted was founded in March 2015. The first device was launched in June 2018. The old hall opened in
1974. About 70 percent of Orsted's turnover of $50 million came from outside Germany. Of Orsted, Anna Voss owns 31
percent; before the round it was 38.75 percent. The maker Sonavia has a market share of 28 percent.
"""


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What share of Brightwell's revenue came from maintenance?", "40%"),
        ("What share of the revenue came from installing pumps?", "60%"),
        ("What share of the round did Halden Capital provide?", "41.67%"),
        ("How much did Halden Capital and Ostmark put in together?", "$32 million"),
        ("What does a crossing cost now?", "$40"),
        ("How much does the county pay per passenger?", "$28.42 per passenger"),
        ("What is the county's budget per inhabitant?", "$63,934.43 per inhabitant"),
        ("How many months lie between the founding of Orsted and the launch of the first device?", "39 months"),
        ("By how many percentage points did Anna Voss's stake fall?", "7.75 percentage points"),
    ],
)
def test_shares_and_sums_of_printed_parts(bot: Bot, question: str, short: str) -> None:
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "What share of the running costs went on wages?",
        "What share of income comes from business tax?",  # the taxes stand in one list, none is a part of another
        "How long would the reserves cover the deficit?",
        "What is Brightwell's net debt?",  # what it owes besides is not all that it owes
        "How much turnover came from Germany in 2019?",
        "What is Sonavia's market share worth?",
        "How many months lie between the opening of the old hall and the founding of Orsted?",
        "How many more cars does the bridge take than one of today's ferries?",
    ],
)
def test_what_is_another_figure_is_not_taken(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.calculations == () and answer.refusal is not None
