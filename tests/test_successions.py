"""What a figure was a year before, in the sentence that tells what it is now; and figures that are no answer to it."""

import pytest

ARTICLE = """Brivia and Tessal open their books

Brivia
Brivia's sales climbed to $90 million in 2024 from $60 million a year earlier, helped by orders from abroad.
Its net loss narrowed to $14 million from $21 million over the same period.
Gross margin improved to 44 percent from 31 percent as the mill was moved.
Brivia held $30 million in cash at year-end and used $15 million in operations and investment during 2024.
Brivia employed 900 people at the end of December.
Arn Hollow, which raised its stake to 9 percent in June, is second behind the Lind family with 12 percent.

Tessal
Tessal reported revenue of 80 million Swiss francs for 2024.
Tessal had 20 million francs in cash at the end of December, having consumed 40 million francs during the year.
Tessal has 300 employees. The pension fund Ostra holds 20 percent.
A market value of about 500 million euros is expected for Tessal, below the 600 million euros of 2021.
Tessal pays EUR 6 million a vessel for its six ships.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Brivia's revenue in 2023?", "$60 million"),
        ("What was Brivia's net loss a year earlier?", "$21 million"),
        ("What was Brivia's gross margin in 2023?", "31 percent"),
        ("What was Brivia's gross margin before?", "31 percent"),
    ],
)
def test_before(bot, question, short):
    """The words say that the figure behind is that of the year before."""
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How long will Brivia's cash last?", "24 months"),
        ("How long will Tessal's cash last?", "6 months"),
        ("How many people do Brivia and Tessal employ together?", "1,200"),
        ("What is Ostra's stake worth?", "€100 million"),
        ("By how much did Brivia's net loss narrow?", "$7 million"),
    ],
)
def test_worked_out(bot, question, begins):
    """What was used during the year is a burn, an employee is one of the people, a stake is of whom its owner holds."""
    assert (bot.ask(question).short or "").startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "What was Tessal's revenue in 2023?",
        "What share of Tessal does Brivia hold?",
        "What share of Brivia does Arn Hollow own?",
        "How much did Tessal's valuation fall?",
    ],
)
def test_not_told(bot, question):
    """Nothing says what it was before, whose it is, or by how much it fell."""
    assert bot.ask(question).refusal is not None
