"""Retrieval: meaning and words fused, and the same as a LangChain retriever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from askbot.errors import StorageError
from askbot.index import Index
from askbot.models import Embedder
from askbot.retriever import HybridRetriever, as_langchain
from askbot.types import Hit


@pytest.fixture(scope="module")
def retriever(small_index: Index, embedder: Embedder) -> HybridRetriever:
    return HybridRetriever(small_index, embedder)


def sentences(hits: list[Hit]) -> str:
    return " ".join(hit.passage.text for hit in hits)


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("How much did the work cost?", "18.6 million kronor"),
        ("Who paid for it?", "the council 25%"),
        ("When could people bathe again?", "12 June 2016"),
        ("How clear is the water now?", "2.9 metres in 2023"),
        ("What poisoned the lake?", "dairy at Oster Venn"),
        ("phosphorus target", "25 micrograms"),
        ("How many people visited in 2023?", "21,000 visitors"),
    ],
)
def test_the_evidence_is_among_the_first_eight_hits(retriever: HybridRetriever, question: str, evidence: str) -> None:
    assert evidence in sentences(retriever.retrieve(question, 8))


def test_hits_are_ordered_distinct_and_counted(retriever: HybridRetriever) -> None:
    hits = retriever.retrieve("What did the council pay for the wetland?", 6)
    assert len(hits) == 6
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage for hit in hits}) == 6
    assert all(hit.similarity is None or -1 <= hit.similarity <= 1 for hit in hits)
    assert retriever.retrieve("What did the council pay for the wetland?", 6) == hits


def test_a_passage_that_both_halves_find_first_has_the_highest_score_there_is(retriever: HybridRetriever) -> None:
    (best,) = retriever.retrieve("Ek says that the club's members sold cakes for three winters.", 1)
    assert best.passage.text.startswith("Ek says")
    assert best.score == pytest.approx(2 / 61)
    assert best.similarity is not None


def test_no_hits_are_asked_for_and_none_come(retriever: HybridRetriever) -> None:
    assert retriever.retrieve("How deep is it?", 0) == []


def test_an_unknown_document_is_one_line_with_the_known_ones(retriever: HybridRetriever) -> None:
    with pytest.raises(StorageError, match="'tarnwatr'") as error:
        retriever.retrieve("How deep is it?", 5, documents=["tarnwatr"])
    assert "'tarnwater'" in error.value.remedy


def test_langchain_gets_the_same_passages_with_their_places(retriever: HybridRetriever) -> None:
    question = "How much did the work cost?"
    found = as_langchain(retriever, k=3).invoke(question)
    hits = retriever.retrieve(question, 3)
    assert [document.page_content for document in found] == [hit.passage.text for hit in hits]
    assert found[0].metadata == {
        "document_id": "tarnwater",
        "heading": hits[0].passage.heading,
        "start": hits[0].passage.start,
        "end": hits[0].passage.end,
        "score": hits[0].score,
    }


def test_langchain_and_the_models_are_imported_only_when_asked_for() -> None:
    heavy = ("langchain_core", "chromadb", "sentence_transformers", "torch", "syntok")
    script = f"import sys, askbot.retriever; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
