"""What is worked out of the figures that the reading model points at: each in its part, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from askbot import derivations, pointed
from askbot.chain import request
from askbot.question import parse
from askbot.reading_model import Span

ARTICLE = """The museum of Tarn

The rooms of the Tarn have grown from 5,200 to 7,900 square metres.
Of the 48,000 works that it owns, 1,920 hang on a wall.
The town gave 4 million euros, the state 6 million euros and sponsors 2.5 million euros.
The appeal was signed by 2,240 people within nine days.
Those who come by train pay €12, those who come by car €15.
"""
DONORS = "4 million euros, the state 6 million euros and sponsors 2.5 million euros"


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def pointing(bot, question, piece, *, margin=9.0, others=-9.0):
    """The evidence for a question, the model pointing at one piece."""
    asked = bot.chain.standalone(request(question))
    view = bot.chain.reader.survey(parse(asked.standalone), bot.chain.retrieve(asked).hits, model=False)

    def at(one):
        start = one.text.find(piece)
        return Span(start, start + len(piece), margin) if start >= 0 else Span(0, 3, others)

    return replace(view, evidence=tuple(replace(one, spans=(at(one),)) for one in view.evidence))


@pytest.mark.parametrize(
    ("question", "piece", "result"),
    [
        ("By how many square metres did the floor space increase?", "5,200 to 7,900 square metres", "2700"),
        ("What percentage of the collection is on show?", "48,000 works that it owns, 1,920", "4"),
        ("How much did the donors give together?", DONORS, "12500000"),
        ("How much more do motorists pay?", "€12, those who come by car €15", "3"),
    ],
)  # fmt: skip
def test_each_figure_has_its_part(bot, question, piece, result):
    made = derivations.derive_pointed(pointing(bot, question, piece))
    assert made is not None
    assert made.result.value == result
    assert all(one.citation is not None and one.printed in ARTICLE for one in made.operands.values())


def test_it_has_to_be_sure_and_ahead_of_every_other_sentence(bot):
    question, piece = "How much more do motorists pay?", "€12, those who come by car €15"
    low = pointed.SURE - 0.1
    assert derivations.derive_pointed(pointing(bot, question, piece, margin=low)) is None
    near = pointed.SURER + 0.1 - pointed.AHEAD + 0.2
    assert derivations.derive_pointed(pointing(bot, question, piece, margin=pointed.SURER + 0.1, others=near)) is None


@pytest.mark.parametrize(
    ("question", "piece"),
    [
        ("By how many percent is the car dearer?", "€12, those who come by car €15"),  # which was before?
        ("What share pays by car?", "€12, those who come by car €15"),  # no part of the other
        ("How much more is that?", "2,240 people within nine days"),  # of two sorts
        ("How many came?", "48,000 works that it owns, 1,920"),  # nothing to be worked out
    ],
)
def test_what_does_not_go_together_is_not_put_together(bot, question, piece):
    assert derivations.derive_pointed(pointing(bot, question, piece)) is None
