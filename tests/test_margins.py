"""How sure the reading model is: a sentence that leaves it torn is read once more between its neighbours."""

import pytest

from askbot.chain import HITS
from askbot.question import parse
from askbot.reader import OfflineReader
from askbot.reading import fact, margins
from recorder import Recorder

ARTICLE = """A lock for the Rother

The county council voted 9 to 4 on Tuesday to dig a second lock at Marle. Work begins in the spring of 2027.
The old one, which dates from 1884, leaks. Boatmen call it the Sieve.
Neighbours have gone to court over the felling of forty willows. A hearing is set for 12 May 2026.
The contractor is Hallam & Dunn, a former railway builder. The lock is to be 62 metres long and will cost £18.4 million.
The permit that the works rest on lapses on 30 June 2028. Some 1,900 barges passed through Marle last year.
"""
PLAIN = "How much will the lock cost?"
NICKNAME = "What nickname do boatmen give to the old lock?"
TORN = "What is the old lock known as?"


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def looked_at(bot, question):
    """What was read for a question, and the view that it made."""
    chain, recorder = bot.chain, Recorder()
    asked = parse(question)
    return recorder.read, OfflineReader(chain.library, recorder).survey(
        asked, chain.retriever.retrieve(asked.focus, HITS)
    )


def test_what_is_plain_is_read_once(bot):
    read, view = looked_at(bot, PLAIN)
    assert len(read) == len(set(read)) and all(one.again is None for one in view.evidence)
    assert fact.best(view).text == "£18.4 million"


def test_what_leaves_the_model_torn_is_read_again_with_the_sentences_beside_it(bot):
    read, view = looked_at(bot, TORN)
    again = [one for one in view.evidence if one.again is not None]
    assert 1 <= len(again) <= fact.READ_AGAIN
    for one in again:
        assert sum(one.text in text and one.text != text for text in read) >= 1
        for span in one.again:  # at their places in the sentence, or in its neighbours
            at = one.passage.start
            assert one.document.text[at + span.start : at + span.end].strip()
    found = fact.candidates(view)[0]
    assert found.text == "Sieve"
    start, end = found.start, found.end
    alone = [
        max(span.margin for span in spans if span.start < end and start < span.end)
        for spans in (found.evidence.spans, found.evidence.again)
    ]
    assert margins.of(found.evidence, start, end) == pytest.approx(sum(alone) / 2, abs=0.5)


def test_what_is_asked_in_other_words_is_told(bot):
    assert fact.best(looked_at(bot, NICKNAME)[1]).text == "Sieve"


def test_a_length_is_no_age(bot):
    answer = bot.ask("How old is the present lock?")
    assert answer.refusal is not None or "1884" in answer.short


def test_what_is_plainly_somebody_else_s_is_never_told_however_sure_the_model(bot_on):
    rivals = bot_on(
        """Two makers of kites

Tansy sells kites by post. The firm has sold 41,000 of them.
Brill & Dow is older. It was set up in 2009 by Ilse Dow.
It runs 37 shops and employs 520 people, four times as many as Tansy's 130.
Tansy lost $4m in 2024. Brill & Dow made a profit of $6m.
"""
    )
    assert rivals.ask("How many shops does Tansy run?").refusal is not None
    assert rivals.ask("How many people does Tansy employ?").short in (None, "130")
    assert rivals.ask("How many shops does Brill & Dow run?").short == "37"
