"""A calculation takes the figures of the one asked about, and those that are called what it needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from askbot.bot import Bot
from askbot.quantities import find

ARTICLE = """# Orvella's year

Orvella has 156,000 inhabitants. Ten years ago it had 150,000 inhabitants. Its debt stands at £390 million.
Debt service costs £24 million.

## The water company

Orvella Water supplies 74,000 homes. It turned over £58 million in 2025 and made a pre-tax profit of £8.7 million.
A year earlier, it had turnover of £54 million and a profit of £9.6 million. Its employees number 310.
It has reserves of £27 million, and £1.8 million of it goes every month on a new treatment works.

## The buses

Orvella Lines runs 120 buses. An electric bus costs £410,000, and a diesel one £250,000. Fares brought in £16.7 million.
The operator loses £150,000 a month.

## The mine

In March 2025 Talgo Mining raised £50 million at a valuation of £240 million.
The fund Nordvik owns 9 percent of Talgo Mining.
"""


@pytest.fixture(scope="module")
def bot(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Orvella Water's profit margin in 2025?", "15%"),
        ("What was Orvella Water's profit margin in 2024?", "17.78%"),
        ("What is Orvella Water's revenue per employee?", "£187,097"),
        ("How many months will Orvella Water's reserves last?", "15 months"),
        ("What is Orvella's debt per inhabitant?", "£2,500 per inhabitant"),
        ("What is Nordvik's stake in Talgo Mining worth?", "£21.6 million"),
    ],
)
def test_operands_are_those_that_are_called_what_is_asked_for(bot: Bot, question: str, short: str) -> None:
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "What is Orvella Lines's profit margin?",
        "How many employees per bus does Orvella Lines have?",
        "How long will the town's reserves last?",
    ],
)
def test_no_figure_of_a_namesake_is_taken(bot: Bot, question: str) -> None:
    assert bot.ask(question).refusal is not None


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("A bus costs £410,000, and a diesel one £250,000.", [("£410,000", "GBP"), ("£250,000", "GBP")]),
        (
            "It has £9 million, and £2 million of it goes every month.",
            [("£9 million", "GBP"), ("£2 million", "GBP/month")],
        ),
        ("Its employees number 310.", [("310", "")]),
        ("It lies in the number 7 dock.", []),
    ],
)
def test_a_sign_belongs_to_its_digits_and_a_part_may_go_at_a_rate(
    sentence: str, figures: list[tuple[str, str]]
) -> None:
    assert [(figure.printed, figure.unit) for figure in find(sentence)] == figures


QUARTER = """# Kestrel sells more and earns less

Kestrel Foods, the maker of oat drinks, lifted its sales to $412 million in the third quarter
from $380 million a year earlier.
Net income fell to $28 million from $35 million. Operating profit came to $41.2 million. Gross margin was 31 percent.

## The outlook

Kestrel expects sales of $1.62 billion this year.
It plans to spend $120 million on a factory, which will employ 300 people.
The company employs 5,150 people, 350 more than a year ago.
The plant processed 8,000 tonnes of oats last year.
It owes $500 million and pays an average interest rate of 4 percent on its debt.

## The rival

Its larger competitor Dunmore reported sales of $1.2 billion for the quarter. Dunmore employs 14,000 people.
Its market value is $9.6 billion. The fund Northlight owns 8 percent of Kestrel.
"""


@pytest.fixture(scope="module")
def quarter(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(QUARTER)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("By how much did Kestrel's sales rise in the third quarter?", "$32 million"),
        ("What was Kestrel's operating margin in the third quarter?", "10%"),
        ("What was Kestrel's net margin?", "6.796%"),
        ("What are Kestrel's sales per employee?", "$80,000"),
        ("What is Dunmore's market value as a multiple of its sales?", "8 times"),
        ("How much would 10 percent of Dunmore fetch?", "$960 million"),
    ],
)
def test_each_has_its_own_figures_and_what_is_expected_is_not_what_is(quarter: Bot, question: str, short: str) -> None:
    assert (quarter.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "What is Northlight's stake in Kestrel worth?",
        "How much cash would be left after repaying the debt?",
        "What did it cost Kestrel to process its oats last year?",
    ],
)
def test_a_rivals_value_and_another_profit_are_not_taken(quarter: Bot, question: str) -> None:
    assert quarter.ask(question).refusal is not None


# Two that make the same, whose sentences mostly name neither, and figures that are another's.
RIVALS = """# The puppet theatres

The Marionetta costs $12 million a year to run. Tickets bring in $3 million of it, the city gives $4 million and the
state $2 million; what is missing has to come from donors. It has 48 puppeteers. Its hall seats 900.
A subscription for ten evenings costs $300, a single ticket $45. Ten years ago tickets still covered 40% of the costs.

On the far bank, the Guignol Ensemble manages with less. It has 20 puppeteers and spends $2 million, half of which
comes from tickets. Its director, Ada Brill, is 52 and came in 1998.

## Brewing beside them

Tarvik, founded by Per Oll in 2016, took $48 million in 2024, up 20% on the year before. Pubs account for 35% of that
and shops for 50%; the rest is sold online. Tarvik made an operating profit of $6 million last year.

Orlin is younger. Its revenue doubled to $30 million in 2024, but it lost $9 million, after $5 million in 2023.
Orlin raised $8 million in May 2022 and $14 million in May 2024, the second time at a valuation of $70 million.
Earnings per share went from $2.80 to $2.10 at Tarvik.
At the end of March Orlin had $21 million left in the bank and is going through $1.5 million a month.
According to a trade body, beer without alcohol made up 4% of the $7 billion that the Danes spent on beer.
In all, Tarvik takes in $48 million and spends $42 million. The council will keep 70 of the jobs at its port.
In June, backers led by Harrow put $20 million into Orlin at a valuation of $90 million, new money included.
At Tarvik 2,000 members of the club pay $25 each.
Per Oll owns 80% of Tarvik; his sister has the rest.
The council pays Orlin $4 per bottle per month.
The rival bidder, Sundby Ales, had offered $7 million for its name.
"""


@pytest.fixture(scope="module")
def rivals(bot_on: Callable[[str], Bot]) -> Bot:
    return bot_on(RIVALS)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        # An orchestra, or an ensemble in general, is not the Guignol Ensemble.
        ("How much does the Marionetta spend per puppeteer?", "$250,000"),
        ("How much does the Guignol Ensemble spend per puppeteer?", "$100,000"),
        ("How many more puppeteers does the Marionetta have than the Guignol Ensemble?", "28"),
        ("How much do tickets bring the Guignol Ensemble?", ""),
        # Those of a row that are asked about, and all of them.
        ("How much do the city and the state give together?", "$6 million"),
        ("How much money has Orlin raised in total?", "$22 million"),
        # What is left of a whole.
        ("What share of Tarvik's sales is online?", "15%"),
        ("How much did Tarvik sell online?", "$7.2 million"),
        ("How much did the Danes spend on beer without alcohol?", "$280 million"),
        # A round, the new money counted in.
        ("What was Orlin's pre-money valuation in June?", "$70 million"),
        ("What share of Orlin did the investors get in June?", "22.22%"),
        # So many at so much each.
        ("How much do Tarvik's members pay in all?", "$50,000"),
        ("How much do Tarvik's members bring in?", "$50,000"),
        # What the verb asks for.
        ("How many jobs will go?", ""),
        ("How much did Tarvik make from pubs in 2024?", "$16.8 million"),
        ("What does an evening cost the Guignol Ensemble?", ""),
        ("How much would Sundby Ales have offered over five years?", ""),
        ("How many puppeteers does the Marionetta have in Oslo?", ""),
        ("What share of Tarvik does his sister own?", "20%"),
        # Revenue by another name, and a loss by its own.
        ("What was Tarvik's revenue in 2023?", "$40 million"),
        ("What is Tarvik's operating margin?", "12.5%"),
        ("What was Orlin's revenue in 2023?", ""),
        # Of another time, or another's.
        ("What share of the costs do tickets cover?", ""),
        ("How old was Ada Brill when she came?", ""),
        ("How much does the council pay Orlin?", "$4 per bottle per month"),
        ("How much does Orlin offer for its name?", ""),
        ("How long would Orlin's money last with the $9 million from the new round?", "20 months"),
    ],
)
def test_of_two_each_has_its_own(rivals: Bot, question: str, short: str) -> None:
    """An empty one is a refusal."""
    said = rivals.ask(question).short or ""
    assert said.startswith(short) if short else not said


def test_the_words_up_to_the_comma_belong_to_a_figure(bot_on: Callable[[str], Bot]) -> None:
    brewer = bot_on(
        """Brewing in Orvella

Hopwell said that its cash balance came to €80 million on 30 June, consisting of €20 million in cash and cash
equivalents, €52 million in current financial assets and €8 million in undrawn loans. Hopwell brews beer.
Hopwell's revenue was €12 million.
"""
    )
    answer = brewer.ask("What percentage of Hopwell's cash balance is cash and cash equivalents?")
    assert answer.short == "25%"
    more = brewer.ask("How much more does Hopwell hold in cash and cash equivalents than in undrawn loans?")
    assert more.short == "€12 million"
