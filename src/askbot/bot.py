"""The bot: one verb, ask; and `open_bot`, which wires the real parts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Self

from askbot import search
from askbot.chain import Chain, request
from askbot.errors import QuestionError
from askbot.index import Index
from askbot.models import open_embedder
from askbot.reader import OfflineReader
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever
from askbot.search import Found
from askbot.settings import Settings
from askbot.types import Answer, Document, Retriever, Turn

LONGEST_QUESTION_CHARACTERS = 2_000


class Bot(AbstractContextManager["Bot"]):
    """Answers questions about one index; may be asked from several threads."""

    def __init__(self, chain: Chain, index: Index) -> None:
        self._chain = chain
        self._index = index

    def ask(self, question: str, *, history: Sequence[Turn] = (), documents: Sequence[str] = ()) -> Answer:
        """Answer a question, grounded; `history` are the earlier turns, `documents` the ids to keep to (all if none).

        Raises QuestionError for a question that is empty, too long or holds control characters, and StorageError
        for an unknown document or a broken index.
        """
        check(question)
        begun = time.perf_counter()
        for document_id in documents:
            self._index.document(document_id)
        answer = self._chain.answer(request(question.strip(), history=history, documents=documents))
        return replace(answer, seconds=round(time.perf_counter() - begun, 4))

    def find(self, text: str, *, documents: Sequence[str] = ()) -> Found:
        """Find where the articles say something, and what they make of a claim with figures; raises as `ask` does."""
        check(text)
        for document_id in documents:
            self._index.document(document_id)
        chain = self._chain
        return search.find(
            text, retriever=chain.retriever, reader=chain.reader, library=chain.library, documents=documents
        )

    @property
    def retriever(self) -> Retriever:
        """The bot's own retrieval, for measuring it alone."""
        return self._chain.retriever

    @property
    def chain(self) -> Chain:
        """The steps, for LangChain's sake: `bot.chain.as_runnable()`."""
        return self._chain

    def documents(self) -> tuple[Document, ...]:
        """Return every article."""
        return self._index.documents()

    def document(self, document_id: str) -> Document:
        """Return the article of that id; StorageError where there is none."""
        return self._index.document(document_id)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check(question: str) -> None:
    """Raise QuestionError for a text that can't be taken as a question."""
    if not question.strip():
        raise QuestionError("The question is empty.", 'Ask something, such as "When was it founded?"')
    if len(question) > LONGEST_QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION_CHARACTERS:,} can be taken.",
            "Ask in a sentence or two.",
        )
    bad = next((c for c in question if not c.isprintable() and c not in "\t\n\r"), None)
    if bad is not None:
        raise QuestionError(
            f"The question holds the control character U+{ord(bad):04X}.", "Type the question anew, without it."
        )


def open_bot(settings: Settings) -> Bot:
    """Wire the bot on the index that the settings name.

    Raises StorageError (StaleIndexError) or ModelError where a part is missing; models load at the first question.
    """
    embedder = open_embedder(settings.embedding_model, index=settings.index)
    index = Index.open(settings.index, fingerprint=embedder.fingerprint)
    spans = SpanReader()
    chain = Chain(HybridRetriever(index, embedder), OfflineReader(index, spans), index, spans.known_word)
    return Bot(chain, index)
