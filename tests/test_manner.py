"""How a sentence gives a figure or a name: whole, as what is and not what is hoped for; real index and models."""

import pytest

from askbot import corpus
from askbot.bot import Bot
from askbot.chain import Chain
from askbot.index import Index, build
from askbot.question import parse
from askbot.reader import OfflineReader
from askbot.reading import manner
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever

ARTICLE = """---
title: Wherrydale and Oxmoor build a boathouse
published: 2025-06-01
---

Wherrydale and Oxmoor, two rowing clubs on one river, both need a boathouse.

Wherrydale has raised EUR 84,000 for its boathouse, and Oxmoor hopes to raise EUR 50,000.
Wherrydale's takings came to EUR 62,000 in the first half of 2025, up 24% from a year earlier.
The trust had EUR 66,000 in the bank in May and spends EUR 3,000 a month.
Each boat costs between EUR 9,000 and EUR 14,000.
The swans shrank from 120 pairs to 75 under the bridge.
The trust, which has its seat in Lower Henwick, said that it was sorry and would plant trees.
The boatman Emil Raske, who is eighty, lent EUR 7,000 to the trust.
The regatta lasts a week.
The first race is on 4 May, Oxmoor's a week later.
"I like Oxmoor's coach and Wherrydale's river," said the umpire, who prefers Oxmoor because it is friendly.
"""


@pytest.fixture(scope="module")
def bot(embedder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boathouse")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "boathouse.md").write_text(ARTICLE, encoding="utf-8")
    build(corpus.read(folder / "corpus").documents, at=folder / "index", embedder=embedder)
    spans = SpanReader()
    with Index.open(folder / "index", fingerprint=embedder.fingerprint) as index:
        reader = OfflineReader(index, spans)
        yield Bot(Chain(HybridRetriever(index, embedder), reader, index, spans.known_word), index)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much does a boat cost?", "between EUR 9,000 and EUR 14,000"),
        ("How many pairs of swans are there under the bridge?", "from 120 pairs to 75"),  # never the former alone
        ("How much has Wherrydale raised in total?", "EUR 84,000"),  # and not what Oxmoor hopes for with it
        ("What is the trust's monthly spending?", "EUR 3,000"),  # not what it had
        ("How much did Emil Raske lend to the trust?", "EUR 7,000"),
        ("Where does the trust have its seat?", "Lower Henwick"),  # and not what it said
        ("When is the first race?", "4 May"),
    ],
)
def test_a_bare_answer_is_whole_and_ends_where_another_thing_is_said(bot, question, short):
    assert bot.ask(question).short == short


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("How much has Oxmoor raised?", "50,000"),  # it hopes to
        ("Is Wherrydale friendly?", "Yes"),  # Oxmoor is
        ("What were Wherrydale's takings in 2024?", "50"),  # half a year's growth says nothing of a whole one
        ("How long will the trust's money last?", "itself says"),  # the week is the race's
    ],
)
def test_what_is_hoped_for_or_anothers_is_no_answer(bot, question, never):
    answer = bot.ask(question)
    assert not any(never in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "out"),
    [
        ("How often is it swept?", "It is swept three times a week instead of once a week.", "once", True),
        ("How often was it swept before?", "It is swept three times a week instead of once a week.", "once", False),
        ("How often is it swept?", "It is swept three times a week instead of once a week.", "three", False),
    ],
)
def test_what_was_given_up_is_no_longer_so(question, sentence, figure, out):
    assert manner.given_up(parse(question), sentence, sentence.index(figure)) is out


@pytest.mark.parametrize(
    ("question", "sentence", "out"),
    [
        ("How much has it raised?", "It hopes to raise $4 million.", True),
        ("How much does it want to raise?", "It hopes to raise $4 million.", False),
        ("How many boats does it own?", "It plans to buy 30 boats.", True),
        ("How many boats did it build?", "The yard will build 30 boats.", True),
        ("How many boats will it build?", "The yard will build 30 boats.", False),
        ("How many decks does the ship have?", "The ship will have 3 decks.", False),  # it is still being built
    ],
)
def test_what_is_only_hoped_for_is_not_what_was_done(question, sentence, out):
    at = next(i for i, c in enumerate(sentence) if c.isdigit())
    assert manner.intended(parse(question), sentence, at) is out
