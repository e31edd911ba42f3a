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


def test_the_growth_of_one_figure_and_a_share_of_one_say_nothing_of_another(bot_on):
    bot = bot_on(
        "Two breweries on one river\n\nIn 2024 Orlin's revenue climbed 14% to £892.6m. "
        "Orlin's operating profit was £71.4m, or 8.0% of revenue, while Tarvik slipped into a loss.\n"
    )
    assert bot.ask("What was Orlin's operating profit in the previous year?").refusal is not None
    assert (bot.ask("What was Orlin's revenue in the previous year?").short or "").startswith("£783")


def test_who_is_named_by_a_common_word_owns_what_is_asked_of_it(bot_on):
    bot = bot_on(
        "The Orlin Museum reopens\n\nThe Orlin Museum in Sandvik reopens in May. The Orlin has 90 rooms.\n"
        "It is the third time for the Orlin.\n"
        "The Friends have €8.4 million in their fund and spend €350,000 a month on restoration.\n"
    )
    assert (bot.ask("How many months will the Friends' fund last?").short or "").startswith("24 months")


OUTLOOK = """Marrow Foods cuts its outlook

Marrow Foods lowered its forecast on Thursday. Sales rose 7% to $1.94 billion.
Its larger rival Kestrel left its own forecast unchanged.
To save cash, Marrow will close its works in Sund, with 640 jobs, and suspend its buyback.
It employs about 14,000 people.
The company, founded in 1911 by the brothers Elias and Henry Marrow, is still 31% owned by the family.
"""


@pytest.fixture(scope="module")
def outlook(bot_on):
    """A bot over an article on what is to come."""
    return bot_on(OUTLOOK)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("By how much will sales grow?", None),  # by how much they grew is known
        ("How many people does Kestrel employ?", None),
        ("How many people does Marrow employ?", "about 14,000"),
        ("Has Marrow suspended its buyback?", None),
        ("Who founded Marrow?", "the brothers Elias and Henry Marrow"),
    ],
)
def test_what_was_is_not_what_will_be_nor_one_s_the_other_s(outlook, question, short):
    assert outlook.ask(question).short == short
