"""Yes or no by the reading model: only where it is sure, and never against what figures say."""

from __future__ import annotations

import shutil

import pytest

from askbot.chain import request
from askbot.question import parse
from askbot.reading import whether, yesno
from askbot.reading_model import SpanReader, Verdict, bundled

ARTICLE = """The ferry of Brenholm

Brenholm sold its old ferry to a scrap yard in Sund last year.
The new one, which Sofie Dahl has steered since May, carries 90 cars, twice as many as the old one.
Dahl's predecessor, Olaf Krogh, retired in April after 31 years.
No bus goes to the quay any more. The council rules out a bridge.
"""


class Says:
    """A model that says the same of every sentence."""

    def __init__(self, yes: float, no: float) -> None:
        self._verdict = Verdict(yes, no)

    def spans(self, question, passages, *, most=6):
        raise AssertionError("only whether is asked")

    def verdicts(self, question, passages):
        return [self._verdict for _ in passages]


class Untrained(Says):
    def verdicts(self, question, passages):
        return []


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.fixture(scope="module")
def look(bot):
    """The evidence for a question."""

    def view(question: str):
        asked = bot.chain.standalone(request(question))
        return bot.chain.reader.survey(parse(asked.standalone), bot.chain.retrieve(asked).hits)

    return view


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Does a bus still serve the quay?", "No"),
        ("Is Olaf Krogh still at work?", "No"),
    ],
)
def test_what_other_words_say_is_decided(bot, question, short):
    answer = bot.ask(question)
    assert answer.short == short
    assert answer.citations


@pytest.mark.parametrize(
    "question", ["Is Sofie Dahl married?", "Did the ferry cost a million?", "Does the scrap yard employ Krogh?"]
)
def test_what_nothing_says_is_not(bot, question):
    assert bot.ask(question).short is None


def test_it_has_to_be_sure_and_far_from_the_contrary(look):
    view = look("Is the ferry red?")
    sure, apart = whether.SURE + 0.1, whether.APART_ELSE + 0.1
    assert whether.read(view, Says(sure, sure - apart), None).short == "Yes"
    assert whether.read(view, Says(sure - apart, sure), None).short == "No"
    assert whether.read(view, Says(sure, sure - apart + 0.2), None) is None
    assert whether.read(view, Says(sure - 0.2, sure - 9), None) is None
    assert whether.read(view, Untrained(sure, -9), None) is None


def test_of_two_opinions_none_is_told_but_of_figures_there_is_one(look):
    worded, counted = look("Did Olaf Krogh retire?"), look("Does the new ferry carry more than 80 cars?")
    for view in (worded, counted):
        assert yesno.read(view).short == "Yes"
    against = Says(whether.OPPOSED - whether.OPPOSED_BY, whether.OPPOSED + 0.1)
    assert whether.read(worded, against, yesno.read(worded)).short is None
    assert (
        whether.read(
            worded, Says(whether.OPPOSED - whether.OPPOSED_BY + 0.2, whether.OPPOSED + 0.1), yesno.read(worded)
        ).short
        == "Yes"
    )
    assert whether.read(counted, against, yesno.read(counted)).short == "Yes"


def test_only_the_bundled_model_is_asked(tmp_path):
    asked = ("Is the mill running?", [("", "The mill runs."), ("Mills.", "It closed for good in May.")])
    assert len(SpanReader().verdicts(*asked)) == 2
    shutil.copytree(bundled(), tmp_path / "other")
    assert SpanReader(tmp_path / "other").verdicts(*asked) == []
