"""The Chroma half of an index: one vector a passage, found by cosine; the only place where Chroma lives.

Chroma gets every vector from us, so that it never reaches for a model of its own, and its
telemetry is off. It is imported at the first use, which takes a second.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
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
# What Chroma is given at once; each time it flushes its database.
ADDED_AT_ONCE = 2_048
# Questions read the mirror, so Chroma's graph only has to be sound: a quarter of its usual care takes a fifth of the
# time. Measured: docs/decisions/0013-scale.md.
_HNSW = {"space": "cosine", "max_neighbors": 8, "ef_construction": 24, "ef_search": 200}
_WITH_CARE = {"space": "cosine", "max_neighbors": 16, "ef_construction": 100, "ef_search": 200}
_FEW = 20_000  # passages up to which the usual care costs no time that anybody notices
# How often Chroma writes its graph to the disk, the list of all names with it: a share of the passages, in bounds.
_LEAST_SYNC, _MOST_SYNC, _SYNC_SHARE = 1_000, 50_000, 0.05
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
    new: Callable[[], Iterator[Source]],
    *,
    gone: Iterable[str],
    count: int,
    embedder: Embeds,
    journal: Journal,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Make a folder hold the vectors of the new sources and `count` in all; return how many had to be embedded.

    The folder may hold an earlier collection, of which what is `gone` is removed; what the journal has is taken from
    there. `new` is asked for its stream several times. Raises StorageError for whatever Chroma or the disk refuses.
    """
    embedded = _embed(new, embedder, journal=journal, progress=progress)
    with _translated(folder, doing="written"):
        with closing(_open(folder)) as client:
            hnsw = {
                **(_WITH_CARE if count <= _FEW else _HNSW),
                "sync_threshold": max(_LEAST_SYNC, min(_MOST_SYNC, int(_SYNC_SHARE * count))),
            }
            collection = client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=cast("Any", {"hnsw": hnsw}),
            )
            for names in batched(gone, BATCH_PASSAGES):
                collection.delete(ids=list(names))
            last = None
            for batch in batched(new(), ADDED_AT_ONCE):
                names = [source.vector for source in batch]
                collection.add(
                    ids=names,
                    embeddings=cast("Any", journal.vectors(names)),
                    metadatas=[{"document_id": source.document_id} for source in batch],
                )
                last = names[-1]
        # Opened again: what counts is what reached the disk.
        with closing(_open(folder)) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            found = collection.count()
            if last is not None:
                stored_vector = collection.get(ids=[last], include=["embeddings"])["embeddings"]
                collection.query(query_embeddings=cast("Any", stored_vector), n_results=1)
    if found != count:
        raise StorageError(f"Chroma kept {found} of {count} vectors.", "Free some space, then run: askbot index")
    return embedded


def _embed(
    new: Callable[[], Iterator[Source]],
    embedder: Embeds,
    *,
    journal: Journal,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Bring the vectors of all new sources into the journal; return how many were not there."""
    missing = sum(len(names) - len(journal.known(names)) for names in batched((s.vector for s in new()), ADDED_AT_ONCE))
    done = 0
    for batch in batched(_missing(new(), journal) if missing else (), BATCH_PASSAGES):
        journal.add([source.vector for source in batch], embedder.passages([source.text for source in batch]))
        done += len(batch)
        if progress is not None:
            progress(done, missing)
    return done


def _missing(sources: Iterable[Source], journal: Journal) -> Iterator[Source]:
    for batch in batched(sources, BATCH_PASSAGES):
        known = journal.known([source.vector for source in batch])
        yield from (source for source in batch if source.vector not in known)


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of a size, the last one shorter; like itertools.batched, which Python 3.11 lacks."""
    stream = iter(values)
    while batch := list(islice(stream, size)):
        yield batch


def is_whole(folder: Path, *, count: int) -> bool:
    """Say whether Chroma's database is sound and has so many records, without importing Chroma."""
    sound = _ask_sqlite(folder, "PRAGMA quick_check(1)") == ("ok",)
    return sound and _ask_sqlite(folder, "SELECT count(*) FROM embeddings") == (count,)


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

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return up to `k` ids with their cosine to a unit vector, best first."""
        with self._lock, _translated(self._folder, doing="read"):
            found = self._collection().query(
                query_embeddings=cast("Any", [vector]), n_results=min(k, self._count), include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        # Rounding may take the distance of a vector to itself just under 0.
        return [(name, min(1.0, 1.0 - distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._lock, _translated(self._folder, doing="read"):
            return int(self._collection().count())

    def stored(self, names: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vectors with these ids as they are stored, in order, in batches; StorageError where one is not."""
        for batch in batched(names, ADDED_AT_ONCE):
            with self._lock, _translated(self._folder, doing="read"):
                found = self._collection().get(ids=batch, include=["embeddings"])
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
