"""The bot: one verb, ask; and `open_bot`, which wires the real parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import islice
from typing import Protocol, Self

from askbot import examples, search, smalltalk
from askbot.chain import Chain, Request, request
from askbot.errors import QuestionError
from askbot.index import Index
from askbot.models import open_embedder
from askbot.reader import OfflineReader
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever
from askbot.search import Found
from askbot.settings import Settings
from askbot.smalltalk import Talk
from askbot.types import Answer, Document, Heard, Retriever, Turn

LONGEST_QUESTION_CHARACTERS = 2_000
MOST_EXAMPLES_KEPT = 64  # choices of documents whose example questions are remembered


class Writes(Protocol):
    """A chat model that may answer in the offline engine's place."""

    def write(self, request: Request, offline: Answer, *, heard: Heard | None = None) -> Answer:
        """Return its answer, gated, or the offline one with the reason why it stands."""
        ...


class Bot(AbstractContextManager["Bot"]):
    """Answers questions about one index; may be asked from several threads."""

    def __init__(
        self, chain: Chain, index: Index, *, writer: Writes | None = None, within: tuple[str, ...] = ()
    ) -> None:
        self._chain = chain
        self._writer = writer
        self._index = index
        self._within = within
        self._examples: dict[tuple[str, ...], tuple[str, ...]] = {}

    def within(self, documents: Sequence[str]) -> Bot:
        """Return a bot on the same index that keeps to these documents (ids) where a question names none; all if none.

        Closing either closes both.
        """
        return Bot(self._chain, self._index, writer=self._writer, within=tuple(documents))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        heard: Heard | None = None,
    ) -> Answer:
        """Answer a question, grounded; `history` are the earlier turns, `documents` the ids to keep to (all if none).

        Where a chat model writes, `heard` is told how far it is. A model that fails leaves the offline answer.
        Raises QuestionError for a question that is empty, too long or holds control characters, and StorageError
        for an unknown document or a broken index.
        """
        check(question)
        documents = documents or self._within
        begun = time.perf_counter()
        for document_id in documents:
            self._index.document(document_id)
        talk = smalltalk.kind(question)
        if talk is not None:
            answer = self._small_talk(question.strip(), talk, tuple(documents))
        else:
            asked = request(question.strip(), history=history, documents=documents)
            answer = self._chain.answer(asked)
            if self._writer is not None:
                answer = self._writer.write(asked, answer, heard=heard)
        return replace(answer, seconds=round(time.perf_counter() - begun, 4))

    def warm_up(self) -> None:
        """Load what a first question would have to wait for; no chat model is asked."""
        self._chain.answer(request("What is this about?"))
        self._chain.reader.prepare()

    def find(self, text: str, *, documents: Sequence[str] = ()) -> Found:
        """Find where the articles say something, and what they make of a claim with figures; raises as `ask` does."""
        check(text)
        documents = documents or self._within
        for document_id in documents:
            self._index.document(document_id)
        chain = self._chain
        return search.find(
            text, retriever=chain.retriever, reader=chain.reader, library=chain.library, documents=documents
        )

    def _small_talk(self, said: str, talk: Talk, documents: tuple[str, ...]) -> Answer:
        """Say something back, with questions that were tried and are answered."""
        articles = tuple(d for d in self._index.documents() if not documents or d.id in documents)
        tried: tuple[str, ...] = ()
        if talk is not Talk.BYE and articles:
            tried = self._examples.get(documents) or self._tried(articles, documents)
            if len(self._examples) < MOST_EXAMPLES_KEPT:
                self._examples[documents] = tried
        return Answer(said, said, message=smalltalk.reply(talk, articles, tried))

    def _tried(self, articles: Sequence[Document], documents: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for question in islice(examples.candidates(articles, self._index), examples.MOST_TRIED):
            if examples.is_borne_out(question, self._chain.answer(request(question, documents=documents))):
                found.append(question)
            if len(found) == examples.WANTED - 1:
                break
        about = examples.overview(articles)
        return (*found, about) if self._chain.answer(request(about, documents=documents)).claims else tuple(found)

    def offline(self) -> Bot:
        """The same bot without its chat model, over the same index."""
        return Bot(self._chain, self._index, within=self._within)

    @property
    def retriever(self) -> Retriever:
        """The bot's own retrieval, for measuring it alone."""
        return self._chain.retriever

    @property
    def chain(self) -> Chain:
        """The steps, for LangChain's sake: `bot.chain.as_runnable()`."""
        return self._chain

    def documents(self) -> Sequence[Document]:
        """Return every article that the bot keeps to."""
        if self._within:
            return [self._index.document(document_id) for document_id in self._within]
        return self._index.documents()

    def document(self, document_id: str) -> Document:
        """Return the article of that id; StorageError where there is none."""
        return self._index.document(document_id)

    def is_current(self) -> bool:
        """Say whether the index is still the one in force: False once `askbot index` has built another."""
        return self._index.is_current()

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

    Raises StorageError (StaleIndexError) or ModelError where a part is missing; the bundled models load at the first
    question.
    """
    return opener(settings)()


def opener(settings: Settings) -> Callable[[], Bot]:
    """Return what opens a bot, as `open_bot` does, again and again: the models are loaded once for all of them."""
    embedder = open_embedder(settings.embedding_model, index=settings.index)
    spans = SpanReader(settings.reading_model)
    writes = _writes(settings)

    def opened() -> Bot:
        index = Index.open(settings.index, fingerprint=embedder.fingerprint)
        chain = Chain(HybridRetriever(index, embedder), OfflineReader(index, spans), index, spans.common_words)
        return Bot(chain, index, writer=writes(chain) if writes else None)

    return opened


def _writes(settings: Settings) -> Callable[[Chain], Writes] | None:
    """Open the chat model, where one is named; its libraries take seconds, and nobody else imports them."""
    if settings.chat_model is None:
        return None
    from askbot.llm_model import open_model
    from askbot.llm_reader import LlmReader

    model = open_model(settings.chat_model)
    return lambda chain: LlmReader(chain, model)
