"""Retrieval: what means the same and what says the same words, fused into one ranking.

It owns the fusion; where hits come from is the index's business, what they answer the reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from askbot.index import Index
from askbot.models import Embeds
from askbot.types import Hit, Passage, Retriever

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

# Cormack, Clarke and Büttcher (2009), "Reciprocal Rank Fusion": 60 flattens the ranking so that
# being found by both halves counts for more than being first in one.
RANK_CONSTANT = 60
# How deep each half is read: a passage that is 40th in both should not lose to one that is 20th in one.
DEPTH_PASSAGES = 50
# So deep it is looked for a phrase, each of whose words stands in many passages.
DEPTH_PRINTING = 500
MOST_REMEMBERED = 64  # vectors of questions
# What is among the first in one half is never left out for being unknown to the other: "it has 640 employees" shares no
# word with "how many people work there?".
FOREMOST, FOREMOST_OF = 3, 4  # and never more than one in four


class HybridRetriever:
    """Finds passages by meaning (Chroma) and by words (BM25); implements `types.Retriever`."""

    def __init__(self, index: Index, embedder: Embeds) -> None:
        self._index = index
        # A question is looked for several times on its way, whole, in parts and for its operands.
        self._vector = lru_cache(maxsize=MOST_REMEMBERED)(embedder.question)

    def retrieve(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[Hit]:
        """Return up to `k` hits, best first, only from `documents` (ids) where any are named.

        The score is the sum of 1 / (60 + rank) over the halves that found a passage; ties keep the
        article's order. Raises StorageError for a document that the index doesn't hold.
        """
        if k < 1:
            return []
        depth = max(k, DEPTH_PASSAGES)
        by_words = self._index.keyword(question, depth, documents=documents)
        by_meaning = self._index.dense(self._vector(question), depth, documents=documents)
        similarity = dict(by_meaning)
        scores: dict[Passage, float] = {}
        for found in (by_meaning, by_words):
            for rank, (passage, _) in enumerate(found, start=1):
                scores[passage] = scores.get(passage, 0.0) + 1 / (RANK_CONSTANT + rank)
        ranked = sorted(scores, key=lambda p: (-scores[p], p.document_id, p.start))
        foremost = [
            passage for found in (by_meaning, by_words) for passage, _ in found[: min(FOREMOST, k // FOREMOST_OF)]
        ]
        apart = [passage for passage in ranked[k:] if passage in foremost]
        best = (*ranked[: max(0, k - len(apart))], *apart)[:k]
        return [Hit(passage, scores[passage], similarity.get(passage)) for passage in best]


def printing(retriever: Retriever, phrase: str, k: int, *, documents: Sequence[str] = ()) -> list[Hit]:
    """Return up to `k` hits that print a phrase word for word, whatever its case and line breaks, best first."""
    words = " ".join(phrase.lower().strip(" .,;:!?\"'").split())
    near = retriever.retrieve(words, DEPTH_PRINTING, documents=documents) if words else []
    return [hit for hit in near if words in " ".join(hit.passage.text.lower().split())][:k]


def as_langchain(retriever: Retriever, *, k: int) -> BaseRetriever:
    """Offer a retriever as a LangChain BaseRetriever that finds `k` passages.

    Each result's `page_content` is the passage's text, and its metadata hold document_id, heading,
    start, end and score. LangChain is imported here, when asked for.
    """
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.retrievers import BaseRetriever

    class AskbotRetriever(BaseRetriever):
        """askbot's retrieval for LangChain's chains, agents and tracers."""

        def _get_relevant_documents(
            self, query: str, *, run_manager: CallbackManagerForRetrieverRun
        ) -> list[LangChainDocument]:
            return [
                LangChainDocument(
                    page_content=hit.passage.text,
                    metadata={
                        "document_id": hit.passage.document_id,
                        "heading": hit.passage.heading,
                        "start": hit.passage.start,
                        "end": hit.passage.end,
                        "score": hit.score,
                    },
                )
                for hit in retriever.retrieve(query, k)
            ]

    return AskbotRetriever()
