"""Several articles: one question answered alike from every format, articles that differ, questions about articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import writers
from askbot import corpus, several
from askbot.bot import Bot, check
from askbot.chain import Chain, request
from askbot.cli import run
from askbot.index import Index, build
from askbot.llm_model import open_model
from askbot.llm_reader import LlmReader
from askbot.models import Embedder
from askbot.reader import OfflineReader
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever
from askbot.settings import ModelSettings
from askbot.types import Answer
from fakellm import Answers, Calls, FakeLlm

QUESTIONS = json.loads((Path(__file__).parent / "cases" / "formats.json").read_text(encoding="utf-8"))
KINDS = ("web", "saved", "print", "report", "word")


def opened(at: Path, embedder: Embedder) -> Bot:
    index, spans = Index.open(at, fingerprint=embedder.fingerprint), SpanReader(None)
    return Bot(Chain(HybridRetriever(index, embedder), OfflineReader(index, spans), index, spans.common_words), index)


@pytest.fixture(scope="module")
def everything(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """Five articles, each in six formats."""
    at = tmp_path_factory.mktemp("formats")
    build(corpus.read(writers.folder(at / "corpus")).documents, at=at / "index", embedder=embedder)
    with opened(at / "index", embedder) as bot:
        yield bot


@pytest.fixture(scope="module")
def index(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five articles as they were written, with their fields."""
    at = tmp_path_factory.mktemp("articles") / "index"
    build(corpus.read(writers.ARTICLES).documents, at=at, embedder=embedder)
    return at


@pytest.fixture(scope="module")
def bot(index: Path, embedder: Embedder) -> Iterator[Bot]:
    with opened(index, embedder) as bot:
        yield bot


def test_there_are_sixty_questions_and_thirty_files(everything: Bot) -> None:
    assert len(everything.documents()) == 30
    assert sorted(QUESTIONS) == writers.names() and sum(map(len, QUESTIONS.values())) == 60


def _is_answered_alike(bot: Bot, name: str, asked: str, gold: str) -> bool:
    """Ask every format, which must answer as the text does; return whether that is right."""
    given = bot.ask(asked, documents=[name])
    for kind in KINDS:
        other = bot.ask(asked, documents=[f"{name}-{kind}"])
        assert other.short == given.short, (kind, asked)
        for citation in other.citations:
            document = bot.document(citation.document_id)
            assert document.text[citation.start : citation.end] == citation.quote
            assert citation.page == document.page_at(citation.start)
            # The pages are held against PDFium's own in test_loading.
            assert (citation.page is not None) == (kind in ("print", "report", "word"))
    return given.short is not None and gold in given.short


# Every fifth here, all of them in the soak.
@pytest.mark.parametrize("name", writers.names())
def test_a_question_gets_the_same_answer_from_every_format(everything: Bot, name: str) -> None:
    right = [_is_answered_alike(everything, name, asked, gold) for asked, gold in QUESTIONS[name][::5]]
    assert sum(right) >= 2


@pytest.mark.soak
@pytest.mark.parametrize("name", writers.names())
def test_every_question_gets_the_same_answer_from_every_format(everything: Bot, name: str) -> None:
    right = [_is_answered_alike(everything, name, asked, gold) for asked, gold in QUESTIONS[name]]
    assert sum(right) >= 10


# Articles that differ


def cited(answer: Answer) -> list[str]:
    return [citation.document_id for citation in answer.citations]


@pytest.mark.parametrize(
    ("asked", "newest", "older"),
    [
        ("What was Quellmark Dairy's revenue in 2024?", "$312.1 million", "$310.4 million"),
        ("How many members has Quellmark Dairy?", "1,902", "1,840"),
        ("How much did the Tolm creamery cost?", "$51.2 million", "$48.5 million"),
    ],
)
def test_where_articles_differ_both_are_shown_with_their_dates_the_newest_first(
    bot: Bot, asked: str, newest: str, older: str
) -> None:
    answer = bot.ask(asked)
    assert answer.short == newest
    assert cited(answer) == ["quellmark-dairy-ledger", "quellmark-dairy-courier"]
    assert answer.notes[-1] == (
        f"The articles differ: {newest} (Ledger Weekly, 2025-11-20); {older} (Northern Courier, 2025-03-14)."
    )


@pytest.mark.parametrize(
    "asked",
    [
        "What was Quellmark's net profit in 2024?",
        "How long is the Corvale tunnel?",
        "How wide is the dish at Harrow Ridge?",
    ],
)
def test_where_they_agree_or_are_about_others_nothing_is_said(bot: Bot, asked: str) -> None:
    answer = bot.ask(asked)
    assert answer.claims and not any("articles" in note for note in answer.notes)
    assert len(set(cited(answer))) == 1


def test_an_article_that_is_named_is_the_only_one_that_is_asked(bot: Bot) -> None:
    for asked, members in (("in the Northern Courier piece", "1,840"), ("according to Ledger Weekly", "1,902")):
        answer = bot.ask(f"How many members does Quellmark Dairy have {asked}?")
        assert answer.short == members and not answer.notes
        assert answer.standalone_question.endswith(f"{asked}?")


def test_a_chat_model_searches_no_other_article_than_the_one_that_is_named(bot: Bot) -> None:
    asked = "How many members does Quellmark Dairy have in the Northern Courier piece?"
    with FakeLlm(Calls(("search_passages", {"query": "members today"})), Answers([])) as llm:
        model = open_model(ModelSettings("openai:scripted", llm.url, seconds=20))
        writing = LlmReader(bot.chain, model).write(request(asked), bot.ask(asked)).writing
    assert writing is not None and writing.calls == 2
    assert "1,902" not in json.dumps(llm.requests[1])


def test_the_name_of_an_article_is_carried_through_a_conversation(bot: Bot) -> None:
    from askbot.types import Turn

    first = bot.ask("How many members does Quellmark Dairy have in the Northern Courier piece?")
    after = bot.ask("And in the Ledger Weekly piece?", history=[Turn(first.question, first)])
    assert (first.short, after.short) == ("1,840", "1,902")


def test_a_bot_within_some_articles_knows_no_others(bot: Bot) -> None:
    kept = bot.within(["quellmark-dairy-courier"])
    assert [one.id for one in kept.documents()] == ["quellmark-dairy-courier"]
    assert kept.ask("How many members does Quellmark Dairy have?").short == "1,840"
    assert kept.find("drying tower").citations[0].document_id == "quellmark-dairy-courier"
    check("How long is the tunnel?")
    assert kept.ask("How long is the Corvale tunnel?").refusal is not None


def test_the_flags_keep_ask_and_chat_to_a_source_and_to_days(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "How many members does Quellmark Dairy have?"
    for flags, short in (
        (["--source", "courier"], "1,840"),
        (["--from", "2025-06"], "1,902"),
        (["--to", "2025-06"], "1,840"),
    ):
        assert run(["ask", "--json", "--index", str(index), *flags, asked]) == 0
        assert json.loads(capsys.readouterr().out)["short"] == short
    assert run(["ask", "--index", str(index), "--source", "tribune", asked]) == 1
    told = capsys.readouterr().err
    assert "no article of 'tribune'" in told and "Northern Courier" not in told.splitlines()[0]
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{asked}\n".encode())))
    assert run(["chat", "--plain", "--index", str(index), "--source", "ledger weekly"]) == 0
    assert "1,902" in capsys.readouterr().out


# Questions about the articles


def test_which_articles_mention_something_is_answered_from_each(bot: Bot) -> None:
    answer = bot.ask("Which articles mention a drying tower?")
    assert set(cited(answer)) == {"quellmark-dairy-courier", "quellmark-dairy-ledger"}
    assert all("drying tower" in citation.quote for citation in answer.citations)
    assert answer.notes[0].startswith("2 of 5 articles: ")
    none = bot.ask("Which articles mention a dual-class structure?")
    assert none.refusal is not None and none.refusal.message == "No article mentions 'a dual-class structure'."


def test_what_was_not_looked_through_is_said(bot: Bot) -> None:
    library = bot.chain.library
    some = several.read("Which articles mention a dish?", library, documents=(), most=2)
    assert some is not None and some.notes[0].startswith("1 of the first 2 of 5 articles: ")
    none = several.read("Which articles mention a drying tower?", library, documents=(), most=2)
    assert none is not None and none.refusal is not None
    assert none.refusal.message == "None of the first 2 of 5 articles mentions 'a drying tower'."


@pytest.mark.parametrize(
    "asked",
    [
        "What changed between the two pieces about Quellmark Dairy?",
        "What is different between the Northern Courier and the Ledger Weekly articles?",
    ],
)
def test_what_changed_is_told_in_pairs_the_older_first(bot: Bot, asked: str) -> None:
    answer = bot.ask(asked)
    assert cited(answer) == ["quellmark-dairy-courier", "quellmark-dairy-ledger"] * (len(answer.claims) // 2)
    pairs = [(one.text, other.text) for one, other in zip(answer.claims[::2], answer.claims[1::2], strict=True)]
    for older, newer in (("$310.4 million", "$312.1 million"), ("1,840 members", "1,902 members"), ("$48.5", "$51.2")):
        assert any(older in one and newer in other for one, other in pairs)
    # What both say alike has not changed.
    assert "$12.7 million" not in " ".join(claim.text for claim in answer.claims)


def test_what_changed_among_many_articles_asks_which(bot: Bot) -> None:
    refusal = bot.ask("What changed between the articles?").refusal
    assert refusal is not None and refusal.message.startswith("There are 5 articles.")


def test_two_subjects_are_compared_across_their_articles(bot: Bot) -> None:
    answer = bot.ask("Compare the cost of the Corvale tunnel and the Harrow Ridge telescope across the articles.")
    assert set(cited(answer)) == {"corvale-tunnel", "harrow-observatory"}
    assert answer.notes[0] == "Corvale tunnel: $4.9 billion; Harrow Ridge telescope: €142 million."
