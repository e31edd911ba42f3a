"""How a result is told, and that its figures are of the firm asked about, in an article of three sentences."""

import pytest

ARTICLE = """Two breweries on one river

Orlin's operating profit in 2024 was £71.4m, or 8.0% of revenue. Its revenue in 2024 was £892.6m.
Tarvik's operating profit in 2024 was £6.2m and its revenue £31.4m, 20% of it from cider.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Orlin's operating margin in 2024?", "8.0%"),  # not 7.999%
        ("What was Tarvik's operating margin in 2024?", "19.75%"),  # the 20% is of something else
    ],
)
def test_a_share_that_the_article_prints_is_told_as_printed(bot, question, short):
    answer = bot.ask(question)
    assert answer.short == short
    assert answer.calculations


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was Orlin's revenue in 2024?", "£892.6m"),
        ("What was Tarvik's revenue in 2024?", "£31.4m"),
        ("What was Orlin's operating profit?", "£71.4m"),
        ("What was Tarvik's operating profit?", "£6.2m"),
    ],
)
def test_each_firm_has_its_own_figures_however_seldom_it_is_named(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)
