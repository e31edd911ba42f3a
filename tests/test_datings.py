"""Yes or no by the date: only where the sentence says when it was done, and of the same one."""

import pytest

ARTICLE = """Two breweries on one river

Both sell in one town: Orlin, founded in 1998, came out of a school; Tarvik, founded in 2004, was set up by Ida Moen.
The founder Ida Moen still owns 62% of Tarvik. Its new hall was opened in March 2019 and cost €4 million.
Orlin and its supplier Bresk, established in 1960, share a bottling line. Tarvik raised its prices in 2023.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short", "date"),
    [
        ("Was Orlin founded in 1998?", "Yes", "1998"),
        ("Was Tarvik founded in 2004?", "Yes", "2004"),
        ("Is it true that Tarvik was founded in 2004?", "Yes", "2004"),
        ("Was Tarvik founded in 1998?", "No", "2004"),
        ("Was Orlin established in 1990?", "No", "1998"),
        ("Was the hall opened in May 2019?", "No", "March 2019"),
        ("Was the hall opened in 2019?", "Yes", "March 2019"),
    ],
)
def test_what_is_done_once_was_done_in_one_year(bot, question, short, date):
    answer = bot.ask(question)
    assert answer.short == short
    document = bot.documents()[0]
    assert [document.text[start:end] for _, start, end in answer.highlights] == [date]


@pytest.mark.parametrize(
    "question",
    [
        "Was Orlin established in 1960?",  # its supplier was
        "Did Tarvik raise its prices in 2021?",  # it may have done so then too
        "Did Ida Moen own 62% of Tarvik in 1999?",
        "Was Bresk founded in 1998?",
    ],
)
def test_no_yes_without_the_year(bot, question):
    assert bot.ask(question).short != "Yes"


@pytest.mark.parametrize("question", ["Wasn't Orlin founded in 1998?", "Wasn't Tarvik founded in 2004?"])
def test_a_denial_at_the_head_asks_for_a_yes(bot, question):
    assert bot.ask(question).short == "Yes"
