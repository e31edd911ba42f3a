"""Segments: what one publication brought to the server, the texts of documents and the vectors of their passages.

A text is JSON in pieces of a bounded size, put together again and compared with its hash. A vector is named by the hash
of the text that it was made from, so whoever needs the vector of a passage finds it without asking whose it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from askbot.errors import ServerError
from askbot.server.rest import MOST_RECORDS, Server
from askbot.types import Document
from askbot.vectors import batched

if TYPE_CHECKING:
    from askbot.index import Index
    from askbot.models import Embeds, Vectors
# Chroma Cloud takes documents of 16,384 bytes; JSON is written in ASCII, so that a character is a byte.
PIECE_CHARACTERS = 16_000
# A record needs a vector; that of a piece says nothing.
_NO_MEANING = (1.0, 0.0)
# How far from 1 the length of a vector may be that went through JSON.
_UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of an edition: its id, the hash of all its fields, and where its text and vectors are."""

    id: str
    sha256: str
    segment: str
    pieces: int


def record(document: Document) -> str:
    """Write all of a document down, save what its file looked like on the machine that read it."""
    return json.dumps(astuple(replace(document, file="")))


def sha256(document: Document) -> str:
    """Hash what is written down of a document."""
    return hashlib.sha256(record(document).encode()).hexdigest()


def put(server: Server, collection: str, texts: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Put texts, each under its key, into a collection; return how many pieces each took. Raises ServerError."""
    counts: dict[str, int] = {}

    def cut() -> Iterator[tuple[str, str]]:
        for key, text in texts:
            counts[key] = max(1, -(-len(text) // PIECE_CHARACTERS))
            for n in range(counts[key]):
                yield f"{key}:{n}", text[n * PIECE_CHARACTERS : (n + 1) * PIECE_CHARACTERS]

    for batch in batched(cut(), MOST_RECORDS):
        ids, parts = [name for name, _ in batch], [part for _, part in batch]
        server.add(collection, ids, vectors=[_NO_MEANING] * len(ids), texts=parts)
    return counts


def pieces(server: Server, collection: str, keys: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Fetch texts by their keys, whose numbers of pieces are told. Raises ServerError where a piece is missing."""
    found: dict[str, str] = {}
    for batch in batched((f"{key}:{n}" for key, count in keys for n in range(count)), MOST_RECORDS):
        found |= server.texts(collection, batch)
    try:
        return {key: "".join(found[f"{key}:{n}"] for n in range(count)) for key, count in keys}
    except KeyError as error:
        raise damaged(server, f"'{collection}' lacks {error}") from error


def upload(server: Server, segment: str, documents: Iterable[Document], index: Index) -> list[Entry]:
    """Bring documents with their vectors into a segment, a few at a time; return where each is. Raises ServerError."""
    texts, vectors = _texts(server, segment), _vectors(server, segment)
    server.create(texts)
    server.create(vectors)
    brought: list[Entry] = []
    for some in batched(documents, MOST_RECORDS // 8):
        hashes = {sha256(document): document for document in some}
        counts = put(server, texts, ((key, record(document)) for key, document in hashes.items()))
        brought += [Entry(document.id, key, segment, counts[key]) for key, document in hashes.items()]
        for batch in batched(_passages(some, index), MOST_RECORDS):
            # A sentence that stands twice has one vector, and a request may name it once.
            rows = {passage.name: passage for passage in batch}.values()
            server.add(
                vectors,
                [row.name for row in rows],
                vectors=[row.vector for row in rows],
                texts=[row.text for row in rows],
                fields=[row.where for row in rows],
            )
    return brought


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage as the server has it: `where` tells other users of the collection what it is a part of."""

    name: str
    vector: list[float]
    text: str
    where: Mapping[str, str | int]


def _passages(documents: Iterable[Document], index: Index) -> Iterator[_Passage]:
    # Only who publishes cuts articles into passages; a question doesn't import what reads files.
    from askbot.drafts import embedded_text

    for document in documents:
        vectors = index.vectors(document.id)
        for passage, vector in zip(index.passages(document.id), vectors, strict=True):
            text = embedded_text(passage.heading, passage.text)
            where: dict[str, str | int] = {"document_id": document.id, "start": passage.start, "end": passage.end}
            yield _Passage(_name(text), vector.tolist(), text, where)


def fetch(server: Server, listed: Sequence[Entry]) -> Iterator[Document]:
    """Yield documents of an edition, a few in memory at a time, each with the hash that its entry says.

    Raises ServerError.
    """
    for entries in batched(sorted(listed, key=lambda entry: entry.segment), MOST_RECORDS // 8):
        for segment in sorted({entry.segment for entry in entries}):
            here = [entry for entry in entries if entry.segment == segment]
            texts = pieces(server, _texts(server, segment), [(entry.sha256, entry.pieces) for entry in here])
            for entry in here:
                yield _document(server, entry, texts[entry.sha256])


def _document(server: Server, entry: Entry, text: str) -> Document:
    if hashlib.sha256(text.encode()).hexdigest() != entry.sha256:
        raise damaged(server, f"the text of '{entry.id}' is not what was written")
    try:
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(text)]
        return Document(**dict(zip((field.name for field in fields(Document)), values, strict=True)))
    except (ValueError, TypeError) as error:
        raise damaged(server, f"another version of askbot wrote '{entry.id}'") from error


def counted(server: Server, segment: str) -> tuple[int, int]:
    """Return how many pieces and how many vectors the server has of a segment. Raises ServerError."""
    return server.count(_texts(server, segment)), server.count(_vectors(server, segment))


class SharedVectors:
    """An embedding model that looks on the server first: what somebody has computed there is taken from there.

    Implements `models.Embeds`. `segments` are those to look into, of an edition that the same model made.
    """

    def __init__(self, embedder: Embeds, server: Server, segments: Sequence[str]) -> None:
        self.name = embedder.name
        self.fingerprint = embedder.fingerprint
        self._embedder = embedder
        self._server = server
        self._segments = segments

    def prepare(self) -> None:
        """Make ready to embed."""
        self._embedder.prepare()

    def question(self, text: str) -> Vectors:
        """Embed a question here."""
        return self._embedder.question(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, from the server as far as it has them. Raises ServerError."""
        if not texts:
            return self._embedder.passages(texts)
        found: dict[str, list[float]] = {}
        for segment in reversed(self._segments):
            missing = [name for name in dict.fromkeys(map(_name, texts)) if name not in found]
            for batch in batched(missing, MOST_RECORDS):
                found |= self._server.vectors(_vectors(self._server, segment), batch)
        missing_texts = [text for text in dict.fromkeys(texts) if _name(text) not in found]
        rows: dict[str, Vectors] = {name: np.asarray(row, dtype=np.float32) for name, row in found.items()}
        if missing_texts:
            rows |= zip(map(_name, missing_texts), self._embedder.passages(missing_texts), strict=True)
        try:
            made = np.stack([rows[_name(text)] for text in texts])
        except ValueError as error:
            raise damaged(self._server, "its vectors have different dimensions") from error
        if made.ndim != 2 or not (np.abs(np.linalg.norm(made, axis=1) - 1) < _UNIT_TOLERANCE).all():
            raise damaged(self._server, "it holds vectors that no model made")
        return made


def damaged(server: Server, what: str) -> ServerError:
    """Say that what the server holds can't be what was published."""
    return ServerError(
        f"The index on the Chroma server at '{server.url}' is damaged: {what}.", "Publish it anew: askbot index"
    )


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _texts(server: Server, segment: str) -> str:
    return f"{server.name}.{segment}.texts"


def _vectors(server: Server, segment: str) -> str:
    return f"{server.name}.{segment}.vectors"
