"""What shares bring and are worth, what was spent as a share of revenue and back: of the right one of two firms."""

import pytest

ARTICLE = """Halden buys Norvik

Halden Systems said it would acquire Norvik Software for $1.5 billion.
Founder Ada Rask owns 20% of Norvik and the investor Ostby Partners 30%.
Norvik reported sales of $250 million for 2025.
If Norvik backs out, it owes Halden a fee of $45 million.
Halden has 80 million shares outstanding, which closed at $25 on Monday.
Halden's revenue was $900 million in 2025. Last year, Halden bought the smaller firm Tarn Labs for $120 million.
Tarn Labs had sales of $30 million.
Staff costs ate up 40% of Halden's revenue in 2025 and 52% of Norvik's. Research cost Halden $90 million in 2025.

Two more are going public. Selva Foods plans to sell 10 million shares at $8 to $10 each.
Brunn Mills sells 4 million shares at $5.
Brunn Mills wants $30 million in all and has so far found $18 million.
"""
WORKED_OUT = [
    ("What does Ada Rask get from the deal?", "$300 million"),
    ("How much will Ostby Partners receive for its stake?", "$450 million"),
    ("What is Halden's market value?", "$2 billion"),
    ("What multiple of sales is Halden paying for Norvik?", "6 times"),
    ("What multiple of its sales did Halden pay for Tarn Labs?", "4 times"),
    ("How much did Halden spend on staff in 2025?", "$360 million"),
    ("How much did Norvik spend on staff in 2025?", "$130 million"),
    ("What percentage of its revenue did Halden spend on research?", "10%"),
    ("What will Selva Foods raise at the top of the price range?", "$100 million"),
    ("How much will Brunn Mills raise with its share sale?", "$20 million"),
    ("How much does Brunn Mills still have to raise?", "$12 million"),
]
REFUSED = [
    "What is Selva Foods' market value?",
    "How much does Selva Foods still have to raise?",
    "What will Halden get from the deal?",
    "How much did Norvik spend on research in 2025?",
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "short"), WORKED_OUT)
def test_the_figures_of_the_one_asked_about_are_taken(bot, question, short):
    answer = bot.ask(question)
    assert (answer.short or "").startswith(short), answer
    assert all(operand.citation is not None for one in answer.calculations for operand in one.operands.values())


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_article_leaves_open_is_refused(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short
