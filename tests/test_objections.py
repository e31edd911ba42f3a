"""What speaks against a span by its wording alone: named, and outweighed only where the reading model is sure."""

from dataclasses import replace

import pytest

from askbot.chain import request
from askbot.question import parse
from askbot.reading import fact, objections
from askbot.reading_model import Span

ARTICLE = """Two bakeries in Orvik

Halm Bread earned 410,000 euros last year on sales of 5.3 million, after losing 70,000 in 2019.
Halm and its rival Kerno won the county's prize 11 times and twice, in 1957 and 1988.
A valuer from Lund, Nyman & Frey of Malmo, put the two ovens at 90,000 euros each.
The state paid 60% of the new hall, the council 25% and the two bakers 15%.
Halm Bread keeps 52% of its shop, having sold 6% of it to a former signalwoman, Ines Moe.
Kerno, which is 40 years younger, bakes 48,000 loaves a day in four towns, and Halm 31,000 in nine.
A loaf costs 4 euros at the one and 6 euros at the other.
"""
QUESTIONS = (
    "What was Halm's profit last year?",
    "How many prizes has Halm won?",
    "Where is Nyman & Frey based?",
    "What share of the hall did the council pay?",
    "How much of the shop does Halm Bread have left?",
    "How much younger is Kerno?",
    "In how many towns does Halm bake?",
    "How many loaves does Kerno bake?",
    "When did Kerno win?",
    "Who bought a part of the shop?",
    "What does a loaf cost at Kerno?",
)


@pytest.fixture(scope="module")
def views(bot_on):
    """The evidence for each question, read by the model."""
    chain = bot_on(ARTICLE).chain
    made = {}
    for question in QUESTIONS:
        asked = chain.standalone(request(question))
        made[question] = chain.reader.survey(parse(asked.standalone), chain.retrieve(asked).hits)
    return made


def test_nothing_is_objected_to_unless_the_model_is_sure(views):
    against = [one for view in views.values() for one in fact.candidates(view) if one.signs["objections"]]
    assert against
    assert all(one.signs["margin"] >= fact.OUTWEIGHING for one in against)


def test_a_sure_model_outweighs_one_at_a_price(views):
    view = views["Where is Nyman & Frey based?"]
    told = next(one for one in view.evidence if "Malmo" in one.text)
    at = told.text.index("Lund")
    for margin in (fact.OUTWEIGHING - 0.1, fact.OUTWEIGHING + 0.1):
        sure = replace(told, spans=(Span(at, at + len("Lund"), margin),), again=None)
        found = [one for one in fact.candidates(replace(view, evidence=(sure,))) if one.text == "Lund"]
        assert bool(found) is (margin > fact.OUTWEIGHING)
        for one in found:
            assert one.signs["objections"] == 1
            assert one.odds < fact.odds({**one.signs, "objections": 0.0}) - 1


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Where is Nyman & Frey based?", "Lund", "untold"),
        ("How much of the shop does Halm Bread have left?", "6%", "given up"),
    ],
)
def test_what_speaks_against_a_span_is_named(views, question, text, name):
    view = views[question]
    one = next(one for one in view.evidence if text in one.text)
    start = one.text.index(text)
    figure = text[0].isdigit()
    assert name in list(objections.raised(view.asked, one, start, start + len(text), figure=figure))


def test_what_is_so_at_the_one_or_at_the_other_is_nobodys_by_name(views):
    view = views["What does a loaf cost at Kerno?"]
    one = next(one for one in view.evidence if "6 euros" in one.text)
    for text in ("4 euros", "6 euros"):
        start = one.text.index(text)
        assert objections.ruled_out(view.asked, one, start, start + len(text), figure=True)
        assert not objections.ruled_out(parse("what does a loaf cost?"), one, start, start + len(text), figure=True)
