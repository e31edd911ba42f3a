"""Which articles are meant: by the flags, and by the words of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.errors import QuestionError
from askbot.selection import Selection, choose, scoped
from askbot.types import Document


def article(id: str, source: str, published: str | None, *, author: str | None = None, title: str = "") -> Document:
    return Document(id, title or id, "text", source, "0", published=published, author=author, path=f"{id}.txt")


ARTICLES = (
    article("a", "Northern Courier", "2025-03-14", author="Ines Halvorsen", title="A creamery is bought"),
    article("b", "https://www.ledger.example/b", "2025-11", author="Pieter Ancholm", title="After the deal"),
    article("reuters/c", "reuters/c.txt", "2024", title="The tunnel"),
    article("d", "d.txt", None, title="Notes"),
)


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), ()),
        (Selection(documents=("d",)), ("d",)),
        (Selection(since="2025"), ("a", "b")),
        (Selection(since="2025-03-15"), ("b",)),
        (Selection(since="2025-11-30"), ("b",)),
        (Selection(until="2025-03-14"), ("a", "reuters/c")),
        (Selection(until="2024-06"), ("reuters/c",)),
        (Selection(since="2025-03", until="2025-03"), ("a",)),
        (Selection(sources=("courier",)), ("a",)),
        (Selection(sources=("NORTHERN COURIER",)), ("a",)),
        (Selection(sources=("ledger", "reuters")), ("b", "reuters/c")),
        (Selection(sources=("ledger",), since="2025"), ("b",)),
        (Selection(documents=("a", "b"), until="2025-06"), ("a",)),
    ],
)
def test_the_flags_choose_the_articles(selection: Selection, ids: tuple[str, ...]) -> None:
    assert choose(selection, ARTICLES).ids == ids


def test_what_has_no_date_is_left_out_and_counted() -> None:
    assert choose(Selection(since="2020"), ARTICLES).undated == 1
    assert choose(Selection(sources=("courier",)), ARTICLES).undated == 0


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(sources=("gazette",)), "no article of 'gazette'"),
        (Selection(sources=("cour",)), "no article of 'cour'"),
        (Selection(since="2031"), "no article since 2031 (1 have no date)"),
        (Selection(since="last May"), "'last May' is no date"),
        (Selection(until="2025-13"), "'2025-13' is no date"),
        (Selection(until="2025-02-30x"), "is no date"),
    ],
)
def test_a_selection_of_nothing_says_so(selection: Selection, said: str) -> None:
    with pytest.raises(QuestionError) as error:
        choose(selection, ARTICLES)
    assert said in error.value.message and "\n" not in error.value.message + error.value.remedy


@pytest.mark.parametrize(
    ("asked", "left", "ids"),
    [
        ("What did it cost in the Courier piece?", "What did it cost?", ("a",)),
        ("In the Northern Courier article, what did it cost?", "What did it cost?", ("a",)),
        ("What did it cost according to the Northern Courier?", "What did it cost?", ("a",)),
        ("According to Ledger, what did it cost?", "What did it cost?", ("b",)),
        ("What did it cost in the article by Pieter Ancholm?", "What did it cost?", ("b",)),
        ("What did it cost in the November piece?", "What did it cost?", ("b",)),
        ("What did it cost in the March 2025 article?", "What did it cost?", ("a",)),
        ("What did it cost in the tunnel story?", "What did it cost?", ("reuters/c",)),
        ("Compare the cost of both across the articles.", "Compare the cost of both.", ()),
        ("What did it cost in the Gazette piece?", "What did it cost in the Gazette piece?", ()),
        ("What did it cost according to the mayor?", "What did it cost according to the mayor?", ()),
        ("What was the price in March 2025?", "What was the price in March 2025?", ()),
        ("How many pieces are in the box?", "How many pieces are in the box?", ()),
    ],
)
def test_a_question_may_name_its_articles(asked: str, left: str, ids: tuple[str, ...]) -> None:
    found = scoped(asked, ARTICLES)
    assert (found.question, found.ids) == (left, ids)


def test_with_one_article_nothing_is_taken_out_of_a_question() -> None:
    asked = "What did it cost in the Courier piece?"
    assert scoped(asked, ARTICLES[:1]).question == asked


@given(st.text(max_size=200))
def test_any_question_is_left_with_something_of_its_own(asked: str) -> None:
    found = scoped(asked, ARTICLES)
    assert not set(found.ids) - {one.id for one in ARTICLES}
    assert found.ids or found.question == asked or len(found.question) < len(asked)
