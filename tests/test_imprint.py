"""Who wrote an article, when and where it was published: told where the article prints it, with the line."""

import pytest

from askbot import corpus, imprint
from askbot.bot import open_bot
from askbot.index import build
from askbot.settings import Settings
from askbot.types import Document, Turn

FIELDS = """---
title: "The mill"
author: Ada Roy
published: 2025-06-01
source: Orvik Post
---

The mill was built in 1820. It was written about by many.
"""
LINES = "The mill\n\nBy Ada Roy and Jan de Witt\nPublished: 1 June 2025, 09:30\n\nThe mill was built in 1820.\n"
NEITHER = "The mill\n\nThe mill was built in 1820.\nBy the river stands another.\nBy Ada Roy\nBy Jan Witt\n"


def document(text: str, **fields: str) -> Document:
    return Document("mill", "The mill", text, fields.pop("source", "mill.md"), "", path="mill.md", **fields)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Who wrote this article?", FIELDS, "Ada Roy"),
        ("who's the author of the piece?", FIELDS, "Ada Roy"),
        ("When was this article published?", FIELDS, "2025-06-01"),
        ("What is the title of the article?", FIELDS, "The mill"),
        ("Where was this story published?", FIELDS, "Orvik Post"),
        ("Who wrote this article?", LINES, "Ada Roy and Jan de Witt"),
        ("When was the piece published?", LINES, "1 June 2025, 09:30"),
        ("What is the headline of this story?", LINES, "The mill"),
    ],
)
def test_what_the_article_prints_of_itself(question, text, short):
    fields = {"author": "Ada Roy", "published": "2025-06-01", "source": "Orvik Post"} if text is FIELDS else {}
    answer = imprint.read(question, [document(text, **fields)])
    assert answer is not None
    assert answer.short == short
    ((_, start, end),) = answer.highlights
    assert text[start:end] == short
    (citation,) = answer.citations
    assert text[citation.start : citation.end] == citation.quote
    assert "\n" not in citation.quote


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who wrote this article?", NEITHER),  # two by-lines: one of them is a picture's
        ("When was this article published?", NEITHER),
        ("Where was this story published?", LINES),
    ],
)
def test_what_it_does_not_print(question, text):
    answer = imprint.read(question, [document(text)])
    assert answer is not None
    assert answer.refusal is not None


def test_what_only_the_file_knows_is_told_with_the_refusal():
    answer = imprint.read("When was this article published?", [document(NEITHER, published="2025-06-01")])
    assert answer is not None
    assert answer.refusal is not None
    assert answer.refusal.message.endswith("Its file gives 2025-06-01.")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("line", ["\n", "* \n", "-", " "])
def test_thousands_of_empty_lines_are_looked_through_once(line):
    """Each of them was taken for the beginning of a line with all that follow: 20,000 took over a minute."""
    answer = imprint.read("Who wrote this article?", [document(f"The mill\n\n{line * 20_000}\nBy Ada Roy\n")])
    assert answer is not None
    assert answer.short == "Ada Roy"


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the letter to the council?",
        "Who wrote the report on the mill?",
        "When was the report published?",
        "When was the mill built?",
        "Who is the author of the study?",
        "What is the mill called?",
    ],
)
def test_other_questions_are_left_to_others(question):
    assert imprint.read(question, [document(LINES)]) is None


def test_among_several_articles_it_is_that_of_the_last_answer(tmp_path, embedder):
    (tmp_path / "corpus").mkdir()
    for name, author, told in (("mill", "Ada Roy", "was built in 1820"), ("pier", "Jan Witt", "is 90 metres long")):
        text = f"The {name}\n\nBy {author}\n\nThe {name} {told}, and nobody knows why.\n"
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    build(corpus.read(tmp_path / "corpus").documents, at=tmp_path / "index", embedder=embedder)
    with open_bot(Settings(index=tmp_path / "index")) as bot:
        assert bot.ask("Who wrote this article?").refusal is not None
        question = "How long is the pier?"
        turn = Turn(question, bot.ask(question))
        assert bot.ask("Who wrote this article?", history=[turn]).short == "Jan Witt"
