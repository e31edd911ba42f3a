"""How a sentence gives a figure or a name: whole, as what is and not what is hoped for; real index and models."""

import pytest

from askbot import corpus
from askbot.bot import Bot
from askbot.chain import Chain
from askbot.index import Index, build
from askbot.lexicon import Kind
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

SECOND = """---
title: The ferry line Marrow and its rival
published: 2025-06-01
---

Marrow Ferries runs nine boats. Its fare app has 64,000 users, while the number of paying users reached 2,100.
Ketterick Lines values Marrow at $88 million after the last round.
Marrow's fare takings came to $31 million in the first half of 2025. Ketterick's fare takings rose to $14 million in \
the same period.
Ole Brandt owns 6% of Marrow.
The first boat, the Alma, was sold when its engine failed; the second boat, the Berta, was sold because of rot.
The harbour office has closed the old pier, with the loss of 12 berths, and moved the boats to Ulm Point.
The hearing on the pier is in March.
The line pays a rent of $40,000, of which its insurer covers $15,000.
"""


@pytest.fixture(scope="module")
def bot(embedder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boathouse")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "boathouse.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "corpus" / "ferries.md").write_text(SECOND, encoding="utf-8")
    build(corpus.read(folder / "corpus").documents, at=folder / "index", embedder=embedder)
    spans = SpanReader()
    with Index.open(folder / "index", fingerprint=embedder.fingerprint) as index:
        reader = OfflineReader(index, spans)
        yield Bot(Chain(HybridRetriever(index, embedder), reader, index, spans.common_words), index)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much does a boat cost?", "between EUR 9,000 and EUR 14,000"),
        ("How many pairs of swans are there under the bridge?", "75"),  # never the former
        ("How much has Wherrydale raised in total?", "EUR 84,000"),  # and not what Oxmoor hopes for with it
        ("What is the trust's monthly spending?", "EUR 3,000 a month"),  # not what it had
        ("How much did Emil Raske lend to the trust?", "EUR 7,000"),
        ("Where does the trust have its seat?", "Lower Henwick"),  # and not what it said
        ("When is the first race?", "4 May"),
        ("How many users does the fare app have?", "64,000"),  # not the paying ones
        ("When is the hearing on the pier?", "March"),
        ("How much of the rent does the insurer cover?", "$15,000"),
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
        ("How much has Marrow raised?", "88 million"),  # it is what it is worth
        ("What were Ketterick's fare takings in the first half of 2024?", "14 million"),  # in the same one, of 2025
        ("What were Marrow's annual fare takings?", "31 million"),  # of half a year
        ("Who is the biggest shareholder of Marrow?", "Brandt"),
        ("Why was the first boat sold?", "rot"),
        ("Why was the old pier closed?", "12 berths"),  # what was lost with it
    ],
)
def test_what_is_hoped_for_or_anothers_is_no_answer(bot, question, never):
    answer = bot.ask(question)
    quotes = [citation.quote for citation in answer.citations]
    said = [answer.short or "", *(claim.text for claim in answer.claims if claim.text not in quotes)]
    assert not any(never in words for words in said)


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


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("How much did it raise?", "The round values it at $9 million.", False),
        ("What is it worth?", "The round values it at $9 million.", True),
        ("How much would the plan cost?", "The plan would save about $9 million a year.", False),
        ("How much would the plan save?", "The plan would save about $9 million a year.", True),
        ("What is it worth?", "A rival bought a 36% stake for $9 million.", False),
        ("What was its net debt?", "It owed $9 million to banks.", False),
        ("What was its net debt?", "Its net debt was $9 million.", True),
    ],
)
def test_a_sum_is_what_the_question_asks_for(question, sentence, fits):
    at = sentence.index("$")
    assert manner.in_role(parse(question), sentence, at, at + len("$9 million")) is fits


@pytest.mark.parametrize(
    ("question", "words", "fits"),
    [
        ("Why did the first launch fail?", "a bug", False),
        ("Why did the second launch fail?", "a bug", True),
        ("Why did the first launch fail?", "a valve", True),
        ("Why did the launch fail?", "a bug", True),
    ],
)
def test_what_is_said_of_the_second_is_not_said_of_the_first(question, words, fits):
    sentence = "The first launch ended when a valve jammed; the second reached space but was lost because of a bug."
    assert manner.ordered(parse(question), sentence, sentence.index(words)) is fits


@pytest.mark.parametrize(
    ("question", "narrowed"), [("How many users are there?", True), ("How many paying users are there?", False)]
)
def test_some_of_what_is_counted_are_not_all(question, narrowed):
    sentence = "The number of paying users reached 2,100."
    assert manner.narrowed(parse(question), sentence, sentence.index("2"), len(sentence) - 1) is narrowed


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Marrow monthly burn", {Kind.MONEY}),
        ("monthly burn rate of Marrow?", {Kind.MONEY}),  # any rate may be
        ("yoy growth of Marrow revenue", {Kind.SHARE}),
        ("Ole Brandt stake in Marrow?", {Kind.SHARE}),
        ("what was Marrow's revenue last year", {Kind.MONEY}),  # and no year
        ("Marrow fare per trip", set()),
    ],
)
def test_a_question_without_a_verb_asks_for_what_its_noun_is(question, wanted):
    assert parse(question).wanted == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What will Marrow spend the proceeds on?", set()),
        ("What are the costs shared with?", set()),
        ("What did Marrow spend on rent?", {Kind.MONEY}),
        ("What revenue does Marrow count on?", {Kind.MONEY}),
    ],
)
def test_what_something_is_spent_on_is_no_amount(question, wanted):
    assert parse(question).wanted == wanted
