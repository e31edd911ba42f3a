"""Among many articles those are looked through that print a question's names, and their own words weigh it."""

import pytest

from askbot import corpus
from askbot.bot import Bot
from askbot.chain import Chain, Request
from askbot.index import Index, build
from askbot.reader import OfflineReader
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever

MILL = """The mill of Orvella

Orvella runs a paper mill in Sund and employs 240 people there.
Orvella's revenue was $53 million in 2024. Services to schools made up 28.9% of it and paper the rest.
Its rival Tarvik has never published a figure.
"""
OTHERS = 20
NOISE = """Report {n} on the schools of district {n}

The services of school {n} employ {m} people, and the revenue of its shop was ${m} million in 2024.
Services to schools in Sund made up {n}% of the spending of district {n}. The paper mill of the town closed long ago.
The copyright of report {n} belongs to its author.
"""


@pytest.fixture(scope="module")
def bot(embedder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "mill.txt").write_text(MILL, encoding="utf-8")
    for n in range(1, OTHERS + 1):
        (folder / "corpus" / f"noise-{n}.txt").write_text(NOISE.format(n=n, m=10 * n), encoding="utf-8")
    build(corpus.read(folder / "corpus").documents, at=folder / "index", embedder=embedder)
    spans = SpanReader()
    with Index.open(folder / "index", fingerprint=embedder.fingerprint) as index:
        yield Bot(
            Chain(HybridRetriever(index, embedder), OfflineReader(index, spans), index, spans.common_words), index
        )


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("Orvella", ("mill",)),
        ("orvella", ("mill",)),  # printed with a capital throughout
        ("Tarvik", ("mill",)),
        ("copyright", ()),  # no name
        ("Sund", ()),  # in more than a few
        ("Nobody", ()),
    ],
)
def test_a_name_is_held_by_those_that_print_it_where_these_are_few(bot, name, held):
    assert bot.chain.library.holding(name, 12) == held


@pytest.mark.parametrize(
    "question",
    ["How many people does Orvella employ?", "orvella revenue 2024", "What did services bring in for Orvella?"],
)
def test_only_those_are_looked_through(bot, question):
    chain = bot.chain
    hits = chain.retrieve(chain.standalone(Request(question))).hits
    assert {hit.passage.document_id for hit in hits} == {"mill"}


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many people does Orvella employ?", "240"),
        ("What was Orvella's revenue in 2024?", "$53 million"),
        ("How much revenue did Orvella make from services to schools?", "$15.3"),
    ],
)
def test_the_answer_is_what_the_article_alone_would_give(bot, question, short):
    answer = bot.ask(question)
    assert (answer.short or "").startswith(short), answer
    assert {citation.document_id for citation in answer.citations} == {"mill"}


def test_a_question_without_a_name_is_put_to_all(bot):
    chain = bot.chain
    hits = chain.retrieve(chain.standalone(Request("How many people do the services employ?"))).hits
    assert len({hit.passage.document_id for hit in hits}) > 2
