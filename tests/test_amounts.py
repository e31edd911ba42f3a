"""No figure whose own words say that it is of something else: a step, one of some, another whole, another year."""

from dataclasses import replace

import pytest

from askbot import read_terms
from askbot.quantities import find
from askbot.ties import Bond, ties
from askbot.types import Citation

ARTICLE = """---
title: Varlo Foods grows
published: 2026-09-10
---

The grocer Varlo Foods turned over $640 million in 2025. Its debt fell by $45 million to $210 million, and it pays 5%
interest on it. Of the loans, $60 million falls due in 2028 and $80 million in 2031. The average shop sold goods worth
$3.1 million. Cost of goods came to $416 million. Heating cost $9 million in 2025, a quarter less than in 2024.

Delivering one crate costs the company $6, fetching one back $4. The bread division brought in $120 million, $8 million
less than a year earlier, the fruit division $90 million, up 20% from $75 million.

The grain stores in Harn hold 9,000 tonnes. In 2025 the port of Harn handled 800,000 tonnes of cargo. Grain accounted
for 30% of the tonnage. The shipping line Sund sent 250,000 tonnes through Harn.

For 2029 the company plans a second power station, Harn Two: 30 more turbines, of 4 MW each. It costs $50 million, of
which the state pays $20 million. Running it takes $6 million a year, of which wages account for $1.5 million. The
levy is $30 a tonne.

In the first half it lost $7 million. The share rose 9% on Friday. There are 20 million shares, of which the Brodd
family holds 40%; a dividend of $2 a share is paid. Two drivers died, neither because of the heat. "We think that we can
reach 5 million households," said its chief executive.

Apples fetched $0.90 a kilo, up from $0.80, and $1.40 for organic ones. Pickers earn $12 an hour. Attendance at its
fair came to 30,000. Admission goes up from $10 to $14.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the article of a grocer."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much debt does Varlo have?", "$210 million"),
        ("What was Varlo's debt before?", "$255 million"),
        ("How much interest does Varlo pay a year?", "$10.5 million a year"),
        ("How much falls due in 2028?", "$60 million"),
        ("What was the gross margin?", "35%"),
        ("How much did heating cost in 2024?", "$12 million"),
        ("How much did the bread division bring in a year ago?", "$128 million"),
        ("How much did the fruit division bring in a year ago?", "$75 million"),
        ("What share of the yearly running costs are wages?", "25%"),
        ("What do delivering a crate and fetching it back cost together?", "$10"),
        ("How many drivers died?", "Two"),
    ],
)
def test_what_the_words_by_a_figure_say(bot, question, said):
    """The level, the figure before, all of them: what the words by a figure say that it is."""
    assert bot.ask(question).short == said


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("How much falls due after 2028?", {"$60 million"}),
        ("What did delivering crates cost in total?", {"$10", "$6", "$4"}),
        ("What does a crate cost the customer?", {"$6", "$4"}),
        ("How many tonnes of grain went through Harn in 2025?", {"75,000 tonnes", "250,000 tonnes", "9,000 tonnes"}),
        ("How much of the cost of Harn Two remains for the company?", {"$50 million", "$20 million"}),
        ("What did it lose in the first half of 2025?", {"$7 million"}),
        ("How much has the share risen since the start of the year?", {"9%"}),
        ("How much does the Brodd family get in dividends?", {"$40 million", "40%"}),
        ("How many drivers died of the heat?", {"Two"}),
        ("How many households does it have?", {"5 million", "5 million households"}),
        ("How much more do organic apples fetch per kilo?", {"$0.1 per kilo", "$0.10 per kilo"}),
        ("What does a picker earn in a day?", {"$12", "$12 an hour"}),
        ("By what percentage did attendance rise?", {"40%"}),
        ("What does the levy on its emissions come to?", {"$30", "$30 a tonne"}),
        ("How much does a turbine weigh?", {"$50 million", "4 MW"}),
        ("How much did debt fall?", {"$165 million"}),
    ],
)
def test_what_is_said_of_something_else_is_not_told(bot, question, figures):
    """A figure that its own words give to something else is not told, and none made of it."""
    assert bot.ask(question).short not in figures


def test_a_step_ties_a_level_to_what_was_before():
    """ "Fell by 3 to 9": the 9 is less by 3, and neither was before."""
    text = "Debt fell by $3 million to $9 million."
    assert [(tie.bond, tie.first.printed, tie.second.printed) for tie in ties(text, find(text))] == [
        (Bond.FEWER, "$9 million", "$3 million")
    ]


def test_money_a_year_is_the_whole_of_its_parts():
    """ "$4 million a year, of which wages account for $1 million": the one is a part of the other."""
    text = "It takes $4 million a year, of which wages account for $1 million."
    assert [tie.bond for tie in ties(text, find(text))] == [Bond.PART]


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("What capacity will Harn Two have?", "120"),
        ("How big is each turbine of Harn Two?", None),
        ("How big are the turbines?", None),
    ],
)
def test_all_come_to_so_many_times_each(question, total):
    """ "30 more turbines, of 4 MW each" come to 120 MW, unless it is asked how big one is."""
    text = "For 2029 it plans Harn Two: 30 more turbines, of 4 MW each."
    cited = [replace(one, citation=Citation("a", "", "", text, 0, len(text), "")) for one in find(text)]
    each = next(one for one in cited if one.unit == "MW")
    made = read_terms.of_all(question, each)
    assert (made.result.value if made else None) == total
