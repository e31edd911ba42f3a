"""Yes or no by the date: only where the sentence says when it was done, and of the same one."""

from functools import partial

import pytest

from askbot import outright
from askbot.chain import request
from askbot.question import QuestionKind, parse
from askbot.reading import fact
from askbot.reading.evidence import survey
from askbot.reading_model import Span

ARTICLE = """Two breweries on one river

Both sell in one town: Orlin, founded in 1998, came out of a school; Tarvik, founded in 2004, was set up by Ida Moen.
The founder Ida Moen still owns 62% of Tarvik. Its new hall was opened in March 2019 and cost €4 million.
Orlin and its supplier Bresk, established in 1960, share a bottling line. Tarvik raised its prices in 2023.
The operator Welm, based in Sandvik, ordered two delivery boats that are to be built by spring.
In the first three quarters of 2025 Tarvik's adjusted losses came to €3 million, and those of Orlin to €1.2 million.
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
        "Didn't Ida Moen own 62% of Tarvik in 1999?",
        "Did Ida Moen own 62% of Tarvik in 1999?",
        "Was Bresk founded in 1998?",
    ],
)
def test_no_yes_without_the_year(bot, question):
    assert bot.ask(question).short != "Yes"


@pytest.mark.parametrize("question", ["Wasn't Orlin founded in 1998?", "Wasn't Tarvik founded in 2004?"])
def test_a_denial_at_the_head_asks_for_a_yes(bot, question):
    assert bot.ask(question).short == "Yes"


def test_who_does_it_is_no_place(bot):
    """Sandvik builds no boats, however sure the model is."""

    class Sure:
        def spans(self, question, passages, *, most=6):
            return [[Span(at, at + 7, 9.0)] if (at := text.find("Sandvik")) >= 0 else [] for _, text in passages]

    for text, none in (("Who is building the delivery boats?", True), ("Where is the operator Welm based?", False)):
        asked = parse(text)
        hits = bot.chain.retriever.retrieve(asked.focus, 12)
        assert (fact.best(survey(asked, hits, bot.chain.library, Sure())) is None) is none


def test_what_reads_like_a_list_may_ask_for_a_figure(bot):
    asked = bot.chain.standalone(request("What were the adjusted losses of Tarvik in the first nine months of 2025?"))
    assert parse(asked.standalone).kind is QuestionKind.LIST
    by_words = partial(bot.chain.reader.survey, hits=bot.chain.retrieve(asked).hits, model=False)
    answer = outright.named(asked.standalone, by_words, bot.chain.library)
    assert answer is not None
    assert (answer.short or "").startswith("€3 million")


def test_the_model_is_asked_with_the_sentence_s_own_name_of_the_period(bot):
    """Nine months are three quarters, but not to the model."""

    class Recorded:
        def __init__(self) -> None:
            self.asked: set[str] = set()

        def spans(self, question, passages, *, most=6):
            self.asked.add(question)
            return [[] for _ in passages]

    recorded = Recorded()
    asked = parse("What did Tarvik lose in the first nine months of 2025?")
    survey(asked, bot.chain.retriever.retrieve(asked.focus, 12), bot.chain.library, recorded)
    assert recorded.asked == {
        "What did Tarvik lose in the first nine months of 2025?",
        "What did Tarvik lose in the first three quarters of 2025?",
    }
