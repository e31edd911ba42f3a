"""The Chroma half of an index: one vector a passage, found by cosine; the only place where Chroma lives.

Chroma gets every vector from us, so that it never reaches for a model of its own, and its
telemetry is off. It is imported at the first use, which takes a second.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from askbot.errors import AskbotError, StorageError
from askbot.generations import REBUILD
from askbot.journal import Journal

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

    from askbot.models import Embeds, Vectors

# Between two steps of the progress bar; also what is in memory at once.
BATCH_PASSAGES = 256
# Twice Chroma's own: building takes a little longer, and the nearest vectors are really the nearest.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200}
_COLLECTION = "passages"
_DATABASE = "chroma.sqlite3"
_MAPPED = ("data_level0.bin", "header.bin", "index_metadata.pickle", "link_lists.bin")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """What a vector is made from: its id, the document it belongs to, and the text that the model sees."""

    vector: str
    document_id: str
    text: str


def write(
    folder: Path,
    sources: Sequence[Source],
    *,
    embedder: Embeds,
    journal: Journal,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Make a folder hold exactly the vectors of these sources; return how many had to be embedded.

    The folder may hold an earlier collection: what it has under the same id is kept, and what the journal has
    is taken from there. Raises StorageError for whatever Chroma or the disk refuses.
    """
    with _translated(folder, doing="written"):
        with closing(_open(folder)) as client:
            collection = client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=cast("Any", {"hnsw": _HNSW}),
            )
            wanted = {source.vector for source in sources}
            stored = set(collection.get(include=[])["ids"])
            for gone in _batches(sorted(stored - wanted)):
                collection.delete(ids=list(gone))
            new = [source for source in sources if source.vector not in stored]
            embedded = _embed(new, embedder, journal=journal, progress=progress)
            for batch in _batches(new):
                names = [source.vector for source in batch]
                collection.add(
                    ids=names,
                    embeddings=cast("Any", journal.vectors(names)),
                    metadatas=[{"document_id": source.document_id} for source in batch],
                )
        # Opened again: what counts is what reached the disk.
        with closing(_open(folder)) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            found = collection.count()
            if sources:
                stored_vector = collection.get(ids=[sources[-1].vector], include=["embeddings"])["embeddings"]
                collection.query(query_embeddings=cast("Any", stored_vector), n_results=1)
    if found != len(sources):
        raise StorageError(f"Chroma kept {found} of {len(sources)} vectors.", "Free some space, then run: askbot index")
    return embedded


def _embed(
    sources: Sequence[Source], embedder: Embeds, *, journal: Journal, progress: Callable[[int, int], None] | None
) -> int:
    """Bring the vectors of all these sources into the journal; return how many were not there."""
    known = journal.known([source.vector for source in sources])
    # Texts of like length together: padding is computed like words.
    missing = sorted((source for source in sources if source.vector not in known), key=lambda s: len(s.text))
    done = 0
    for batch in _batches(missing):
        journal.add([source.vector for source in batch], embedder.passages([source.text for source in batch]))
        done += len(batch)
        if progress is not None:
            progress(done, len(missing))
    return done


def is_whole(folder: Path) -> bool:
    """Say whether Chroma's database is sound, without importing Chroma."""
    return _ask_sqlite(folder, "PRAGMA quick_check(1)") == ("ok",)


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that Chroma loads its graph from, by path; reading never changes them.

    Chroma takes the whole process down when one of them is damaged. A graph without a pickle
    was never saved: Chroma makes it anew from its database each time.
    """
    found = {}
    saved = [pickle.parent for pickle in folder.glob("*/index_metadata.pickle")]
    for path in sorted(parent / name for parent in saved for name in _MAPPED):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


class VectorStore:
    """An open folder of vectors; may be used from several threads. Raises StorageError throughout.

    `count` and `hashes` are what the folder was finished with.
    """

    def __init__(self, folder: Path, *, count: int, hashes: Mapping[str, str]) -> None:
        self._folder = folder
        self._count = count
        self._hashes = hashes
        self._opened: tuple[Client, Collection] | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the folder."""
        with self._lock:
            if self._opened is not None:
                self._opened[0].close()
                self._opened = None

    def nearest(self, vector: Vectors, k: int, *, documents: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Return up to `k` ids with their cosine to a unit vector, best first, only of `documents` if named."""
        with self._lock, _translated(self._folder, doing="read"):
            found = self._collection().query(
                query_embeddings=cast("Any", [vector]),
                n_results=min(k, self._count),
                where=cast("Any", {"document_id": {"$in": list(documents)}} if documents else None),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        # Rounding may take the distance of a vector to itself just under 0.
        return [(name, min(1.0, 1.0 - distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]

    def ids(self) -> list[str]:
        """Return the ids of all vectors."""
        with self._lock, _translated(self._folder, doing="read"):
            return list(self._collection().get(include=[])["ids"])

    def stored(self, names: Sequence[str]) -> Iterator[Vectors]:
        """Yield the vectors with these ids as they are stored, in order, in batches; StorageError where one is not."""
        for batch in _batches(names):
            with self._lock, _translated(self._folder, doing="read"):
                found = self._collection().get(ids=list(batch), include=["embeddings"])
            vectors = dict(zip(found["ids"], cast("Any", found["embeddings"]), strict=True))
            if vectors.keys() != set(batch):
                raise StorageError(f"The index in '{self._folder.parent.parent}' lacks vectors.", REBUILD)
            yield np.stack([vectors[name] for name in batch]).astype(np.float32, copy=False)

    def _collection(self) -> Collection:
        if self._opened is None:
            if hashes(self._folder) != self._hashes:
                raise StorageError(f"The vectors of the index in '{self._folder.parent.parent}' are damaged.", REBUILD)
            client = _open(self._folder)
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            if collection.count() != self._count:
                raise StorageError(f"The index has {collection.count()} vectors for {self._count} passages.", REBUILD)
            self._opened = client, collection
        return self._opened[1]


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), BATCH_PASSAGES):
        yield values[start : start + BATCH_PASSAGES]


def _ask_sqlite(folder: Path, question: str) -> object:
    try:
        uri = f"{(folder / _DATABASE).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            return database.execute(question).fetchone()
    except sqlite3.Error:
        return None


def _open(folder: Path) -> Client:
    # A database that Chroma fails to open stays half open in its cache for the rest of the process.
    if (folder / _DATABASE).exists() and _ask_sqlite(folder, "SELECT count(*) FROM collections") is None:
        raise StorageError(f"The index in '{folder.parent.parent}' cannot be read ({_DATABASE} is damaged).", REBUILD)
    import chromadb
    from chromadb.config import Settings

    # The declared type is an interface that lacks close().
    return cast("Client", chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False)))


@contextmanager
def _translated(folder: Path, *, doing: str) -> Iterator[None]:
    try:
        yield
    except AskbotError:
        raise
    except BaseException as error:
        # Chroma's Rust half panics with a child of BaseException that no module exports.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        reason = " ".join(str(error).split())[:200]
        remedy = "Free some space, then run: askbot index" if doing == "written" else REBUILD
        raise StorageError(f"The index in '{folder.parent.parent}' cannot be {doing} ({reason}).", remedy) from error
