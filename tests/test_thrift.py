"""What the model need not read: sentences that could bear no answer whatever it pointed at in them."""

from dataclasses import replace

import pytest

from askbot import outlined
from askbot.chain import HITS
from askbot.question import parse
from askbot.reader import OfflineReader
from askbot.reading import fact, weighing
from askbot.types import Answer, Refusal, RefusalReason
from recorder import Recorder

ARTICLE = """A lock for the Rother

The county council voted 9 to 4 on Tuesday to dig a second lock at Marle. Work begins in the spring of 2027.
The old one, which dates from 1884, leaks. Boatmen call it the Sieve.
Neighbours have gone to court over the felling of forty willows. A hearing is set for 12 May 2026.
The contractor is Hallam & Dunn, a former railway builder. The lock is to be 62 metres long and will cost £18.4 million.
The permit that the works rest on lapses on 30 June 2028. Some 1,900 barges passed through Marle last year.
The mayor of Marle, Ada Brill, called the vote a relief. Anglers fear for the trout.
"""
# No sentence gives it, so that none settles it.
UNTOLD = "How much did the lock at Marle earn in tolls?"
WHO = "Who fears for the barges at Marle?"


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def surveyed(bot, question, *, thriftily):
    """What was read for a question, and the view that it made."""
    chain, recorder = bot.chain, Recorder()
    asked = parse(question)
    reader = OfflineReader(chain.library, recorder)
    hits = chain.retriever.retrieve(asked.focus, HITS)
    return recorder.read, (reader.survey if thriftily else reader.survey_read)(asked, hits)


def test_of_money_that_nobody_names_the_sentences_without_any_are_hardly_read(bot):
    read, _ = surveyed(bot, UNTOLD, thriftily=True)
    every, _ = surveyed(bot, UNTOLD, thriftily=False)
    assert len(set(read)) + 3 <= len(set(every))


def test_never_one_sentence_alone_is_read(bot):
    for question in (UNTOLD, WHO, "How long is the lock to be?"):
        read, _ = surveyed(bot, question, thriftily=True)
        assert len(set(read)) >= 2, question


def test_only_what_the_best_sentences_left_open_is_read_ahead(bot):
    nowhere, plain, begun = "Who repairs the locks and the barges?", "How long is the lock to be?", {}
    for question in (nowhere, plain):
        chain, recorder = bot.chain, Recorder()
        asked = parse(question)
        OfflineReader(chain.library, recorder).survey(asked, chain.retriever.retrieve(asked.focus, HITS))
        begun[question] = set(recorder.begun)
        assert len(set(recorder.read)) == len(recorder.read), "what was begun early is not asked for twice"
    assert len(begun[nowhere]) > 2
    assert not begun[plain], "the best two settled it"


@pytest.mark.parametrize("question", [UNTOLD, "How long is the lock to be?", "When does the permit lapse?", WHO])
def test_what_is_likely_stands_in_a_sentence_that_was_worth_reading(bot, question):
    _, view = surveyed(bot, question, thriftily=False)
    blank = replace(view, evidence=tuple(replace(one, spans=(), again=None) for one in view.evidence))
    promised = {one.passage.start: fact.promise(blank, one) for one in blank.evidence}
    found = fact.candidates(view)
    assert found
    for one in found:
        assert one.odds < fact.ACCEPTED or promised[one.evidence.passage.start] >= 0
    assert min(promised.values()) < 0


def test_what_the_rules_find_of_a_place_is_found_once_for_each_question(bot):
    _, view = surveyed(bot, "How long is the lock to be?", thriftily=True)
    one = next(piece for piece in view.evidence if "62 metres" in piece.text)
    looks = list[str]()

    def find() -> str:
        looks.append("look")
        return "found"

    again = replace(one, spans=())
    assert [one.once(view.asked, "test", find), again.once(view.asked, "test", find)] == ["found", "found"]
    assert looks == ["look"]
    other = replace(view.asked, focus="How wide is it?")
    assert one.once(other, "test", find) == "found" and looks == ["look", "look"]
    start = one.text.index("62")
    place = (start, start + len("62 metres"), "m")
    first = weighing.of_place(view, one, place, first_of_all=None)
    assert weighing.of_place(view, again, place, first_of_all=None) is first


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many barges passed in two years?", True),
        ("What is the cost per metre of the lock?", True),
        ("What do anglers fear?", False),
        ("Who is the contractor?", False),
    ],
)
def test_only_what_may_be_a_figure_is_given_to_the_operation_model(question, asked):
    refused = Answer(question, question, refusal=Refusal(RefusalReason.NO_EVIDENCE, "The article doesn't give that."))
    assert outlined.may_ask(parse(question), refused) is asked
