"""Plain questions on news of any field: what a figure is of, which way a thing went, which row has most."""

import pytest

ARTICLE = """---
title: Marrowby Mills earns money again
published: 2025-03-06
---

Marrowby Mills, a maker of cloth, earned a net profit of €12 million in 2024, after a loss of €4 million in 2023.
Revenue rose 8% to €540 million. The average length of a shift fell from 9 hours to 8 hours. The rent of the old hall
remains at €9 a square metre. To balance the books, prices will go up by an average of 4% in May. A reel will cost
€5.50 instead of €5.00.

Its smaller rival, Dunlow Weavers of Harn, is catching up. Dunlow increased its revenue by 25% to €250 million in 2024.

Marrowby will pay €90 million for the dye works Sellick, 60% of it in cash and the rest in shares. If the deal fails,
Marrowby must pay Sellick a fee of €7 million. The merged company will be called Marrowby Sellick. Around 300 office
jobs out of 4,100 may go. The base in Orm, where 120 people work, will be closed. Marrowby is short of about 45 drivers.

The Petrie family, which owns 41% of Sellick, supports the takeover. The fund Castor, with 8%, does not: it wants more.
The mayor, who had opposed the purchase of a ferry at the time, is silent. In 2018 Marrowby bought the ferry Nordlys
for €26 million and sold it two years later at a loss of €9 million.

The town council of Harn approved a new mill road by 14 votes to 9. It has moved the opening of the road from June 2026
to May 2028. Spending on footpaths falls by €2 million. Its mills and barges carried 90,000 tonnes of yarn in 2024, 7%
more than in 2023 but still fewer than the 120,000 tonnes of 2019. Brill of Ostara expects the gross margin to widen
from 23% to around 25%.
"""
TABLE = """---
title: Orlin Foods by division
published: 2025-03-06
---

Orlin Foods sells more bread than cheese.

| Division | Revenue 2024 (€ million) | Revenue 2023 (€ million) |
|---|---|---|
| Bread | 318 | 265 |
| Cheese | 226 | 240 |
| Jam | 64 | 67 |
| Total | 608 | 572 |
"""


def _told(bot, question):
    """All that is claimed in answer to a question; nothing where it is refused."""
    return " ".join(claim.text for claim in bot.ask(question).claims)


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the news of a mill."""
    return bot_on(ARTICLE)


@pytest.fixture(scope="module")
def tabled(bot_on):
    """A bot over a table of divisions."""
    return bot_on(TABLE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is Marrowby paying for Sellick?", "€90 million"),
        ("What will the merged company be called?", "Marrowby Sellick"),
        ("How many jobs could be lost?", "300"),
        ("How many people work in Orm?", "120"),
        ("How many drivers is Marrowby missing?", "45"),
        ("What did Marrowby get when it sold Nordlys?", "€17 million"),
        ("When will the road open?", "May 2028"),
        ("By what percentage does the price of a reel rise?", "10%"),
        ("What gross margin does Brill expect?", "25%"),
    ],
)
def test_a_figure_is_told_for_what_its_own_phrase_says_that_it_is_of(bot, question, said):
    assert said in _told(bot, question)


@pytest.mark.parametrize(
    ("question", "not_said"),
    [
        ("How many people work for Marrowby in all?", "120"),
        ("How many drivers does Marrowby have?", "45"),
        ("How much is spent on footpaths?", "€2 million"),
        ("Who opposes the takeover?", "mayor"),
        ("What was the loss on Nordlys?", "€17 million"),
        ("How many tonnes did its mills carry in 2024?", "90,000"),
        ("What was Marrowby's revenue in 2023?", "€200 million"),
        ("How many tonnes of yarn were carried in 2019?", "84,112"),
    ],
)
def test_a_figure_of_something_else_is_not_told(bot, question, not_said):
    assert not_said not in _told(bot, question)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Has the average shift become shorter?", "Yes"),
        ("Is the rent of the old hall going up?", "No"),
        ("Are prices going down?", "No"),
        ("Does Castor support the takeover?", "No"),
        ("Does the Petrie family support the takeover?", "Yes"),
        ("Did all councillors vote for the road?", "No"),
        ("Was the road approved unanimously?", "No"),
        ("Have tonnes carried recovered to the 2019 level?", "No"),
    ],
)
def test_yes_or_no_is_told_by_which_way_a_thing_went_or_by_what_a_short_sentence_leaves_out(bot, question, word):
    assert bot.ask(question).short == word


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which division brought in the most revenue in 2024?", "Bread"),
        ("Which division had the lowest revenue in 2023?", "Jam"),
        ("What was the revenue of the cheese division in 2024?", "226"),
        ("By what percentage did bread revenue grow?", "20%"),
        ("By how much did cheese revenue fall?", "€14 million"),
        ("Did jam revenue fall?", "Yes"),
        ("Did bread revenue fall?", "No"),
    ],
)
def test_a_table_tells_which_row_has_most_and_which_way_a_row_went(tabled, question, said):
    assert said in _told(tabled, question)


@pytest.mark.parametrize(
    "question", ["Which division made the biggest profit?", "Which division employs the most bakers?"]
)
def test_a_table_without_the_column_names_no_row(tabled, question):
    assert tabled.ask(question).refusal is not None
