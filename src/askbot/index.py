"""The index: Chroma for meaning, SQLite for words and documents; the only door to both.

A folder holds generations, each complete and never changed once it is finished, and a small
file, `current.json`, that names the one in force. A build writes a new generation beside the
old one and then replaces that file, so that a full disk, a kill or an error on the way leaves
the old index answering. Chroma is a cache here: the articles and SQLite are the truth.
"""

from __future__ import annotations

import difflib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from askbot import corpus
from askbot.errors import AskbotError, StaleIndexError, StorageError
from askbot.keywords import Keywords, Row, write
from askbot.types import Document, Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from askbot.models import Embeds, Vectors

# Raise it with every change to what is stored or embedded: an index of another format is refused.
FORMAT = 1
POINTER = "current.json"
# Another build on a laptop takes seconds; waiting longer looks like hanging.
LOCK_WAIT_SECONDS = 10.0
# Between two steps of the progress bar; also what is in memory at once.
BATCH_PASSAGES = 256
# The current generation and the one before it, which a running conversation may still be reading.
GENERATIONS_KEPT = 2

T = TypeVar("T")

_COLLECTION = "passages"
_KEYWORDS = "keywords.sqlite3"
_CHROMA = "chroma"
_REBUILD = "Build it anew: askbot index"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: documents added, changed, removed and left alone; passages in all, and embedded now."""

    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    embedded: int


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What `current.json` says: which generation is in force, what made it, and how to see that it is whole."""

    format: int
    model: str
    generation: str
    passages: int
    # Sizes by path under the generation's folder. Chroma crashes on a vector file that was cut short,
    # so that has to be seen before it opens it.
    sizes: dict[str, int]


class Index:
    """An open index; values in, values out. May be used from several threads; raises StorageError throughout."""

    def __init__(self, at: Path, manifest: _Manifest) -> None:
        self._at = at
        self._manifest = manifest
        self._folder = at / manifest.generation
        self._keywords = Keywords(self._folder / _KEYWORDS)
        self._vocabulary: Mapping[str, int] | None = None
        self._chroma: tuple[ClientAPI, Collection] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, at: Path, *, fingerprint: str) -> Self:
        """Open the index in a folder, as long as the model with this fingerprint and this format made it.

        Raises StorageError where it is missing or broken, StaleIndexError where something else made it.
        """
        manifest = _manifest(at)
        if manifest is None:
            raise StorageError(f"There is no index in '{at}'.", "Build it: askbot index")
        if manifest.format != FORMAT:
            raise StaleIndexError(
                f"The index in '{at}' has format {manifest.format}; this askbot writes {FORMAT}.", _REBUILD
            )
        if manifest.model != fingerprint:
            made, asked = manifest.model.split(" ")[0], fingerprint.split(" ")[0]
            raise StaleIndexError(f"The index in '{at}' was made by another model ('{made}', not '{asked}').", _REBUILD)
        _check_sizes(at, manifest)
        return cls(at, manifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close both halves; the index can't be used afterwards."""
        self._keywords.close()
        with self._lock:
            if self._chroma is not None:
                self._chroma[0].close()
                self._chroma = None

    def is_current(self) -> bool:
        """Say whether this is still the generation in force: False once `askbot index` has built another."""
        return _manifest(self._at) == self._manifest

    def documents(self) -> tuple[Document, ...]:
        """Return every document, in order of id."""
        return self._keywords.documents()

    def document(self, document_id: str) -> Document:
        """Return the document with this id; StorageError names the nearest ids where there is none."""
        self._check_ids([document_id])
        document = self._keywords.document(document_id)
        assert document is not None  # noqa: S101 its id was just seen, and a generation never changes
        return document

    def passages(self, document_id: str) -> list[Passage]:
        """Return a document's passages, in order; StorageError where there is no such document."""
        self._check_ids([document_id])
        return self._keywords.passages(document_id)

    def section(self, passage: Passage) -> list[Passage]:
        """Return all passages under the same occurrence of the same heading, in order, this one among them."""
        return self._keywords.section(passage)

    def vocabulary(self) -> Mapping[str, int]:
        """Return every word of the corpus, lower case and as printed, with the number of passages that hold it."""
        if self._vocabulary is None:
            self._vocabulary = self._keywords.vocabulary()
        return self._vocabulary

    def keyword(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by BM25 over stems, best first, only from `documents` where any are named."""
        self._check_ids(documents)
        return self._keywords.search(question, k, documents=documents)

    def dense(self, vector: Vectors, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by cosine to a unit vector, best first, only from `documents` where any are named."""
        self._check_ids(documents)
        if k < 1:
            return []
        with self._lock, _chroma_errors(self._at, doing="read"):
            collection = self._collection()
            found = collection.query(
                query_embeddings=[vector],
                n_results=min(k, self._manifest.passages),
                where={"document_id": {"$in": list(documents)}} if documents else None,
                include=["distances"],
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        passages = self._keywords.by_vector(ids)
        if len(passages) != len(ids):
            raise StorageError(f"The two halves of the index in '{self._at}' disagree.", _REBUILD)
        return [(passages[i], 1.0 - distance) for i, distance in zip(ids, distances, strict=True)]

    def _collection(self) -> Collection:
        if self._chroma is None:
            client = _open_chroma(self._folder / _CHROMA)
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            if collection.count() != self._manifest.passages:
                raise StorageError(
                    f"The index in '{self._at}' has {collection.count()} vectors for {self._manifest.passages} passages.",
                    _REBUILD,
                )
            self._chroma = client, collection
        return self._chroma[1]

    def _check_ids(self, document_ids: Sequence[str]) -> None:
        if not document_ids:
            return
        known = self._keywords.ids()
        for unknown in (name for name in document_ids if name not in known):
            nearest = difflib.get_close_matches(unknown[:200], known, n=3, cutoff=0.3) or known[:3]
            raise StorageError(
                f"There is no document '{unknown[:200]}' in the index.",
                "Name one that is: " + ", ".join(f"'{name}'" for name in nearest),
            )


def build(
    documents: Sequence[Document],
    *,
    at: Path,
    embedder: Embeds,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Make the index in a folder hold exactly these documents.

    Nothing is computed or written where it holds them already, and a passage that has not changed
    keeps its vector. `progress` hears (passages embedded, passages to embed). Raises StorageError,
    after which the index that was there still answers.
    """
    if not documents:
        raise StorageError("There are no documents to index.", "Put articles into corpus/, then run: askbot index")
    with _writing(at), _locked(at):
        old = _sound(at, embedder.fingerprint)
        before = {d.id: d for d in _documents(at, old)} if old else {}
        now = {d.id: d for d in documents}
        added, removed = len(now.keys() - before.keys()), len(before.keys() - now.keys())
        changed = sum(before[name] != now[name] for name in now.keys() & before.keys())
        unchanged = len(now) - added - changed
        if old and not (added or removed or changed):
            return BuildReport(0, 0, 0, unchanged, old.passages, 0)
        folder = at / _next_generation(at)
        try:
            rows, texts = _rows([now[name] for name in sorted(now)])
            folder.mkdir()
            write(folder / _KEYWORDS, [now[name] for name in sorted(now)], rows=rows)
            embedded = _write_vectors(
                folder / _CHROMA,
                rows,
                texts,
                embedder=embedder,
                old=old and at / old.generation / _CHROMA,
                progress=progress,
            )
            _put_in_force(at, folder, _Manifest(FORMAT, embedder.fingerprint, folder.name, len(rows), _sizes(folder)))
        except BaseException:
            # Also on Ctrl-C: half a generation is of no use and may be what fills the disk.
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _remove_old_generations(at)
    return BuildReport(added, changed, removed, unchanged, len(rows), embedded)


def examine(at: Path, embedder: Embeds) -> list[str]:
    """Look for everything that can be wrong with an index: a sentence a finding, none if it is whole."""
    try:
        with Index.open(at, fingerprint=embedder.fingerprint) as index:
            findings = [f"SQLite: {flaw}" for flaw in index._keywords.flaws()]
            rows = index._keywords.rows()
            texts = {d.id: d for d in index.documents()}
            for document in texts.values():
                if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
                    findings.append(f"The text of '{document.id}' does not match its hash.")
            for passage in (row.passage for row in rows):
                if texts[passage.document_id].text[passage.start : passage.end] != passage.text:
                    findings.append(f"A passage of '{passage.document_id}' does not lie at {passage.start}.")
            with index._lock, _chroma_errors(at, doing="read"):
                stored = set(index._collection().get(include=[])["ids"])
            if stored != {row.vector for row in rows}:
                findings.append("The vectors in Chroma are not those of the passages in SQLite.")
            if not findings and rows:
                findings += _probe(index, rows[len(rows) // 2].passage, embedder=embedder)
    except AskbotError as error:
        return [f"{error.message} {error.remedy}"]
    return findings


def _probe(index: Index, passage: Passage, *, embedder: Embeds) -> list[str]:
    findings = []
    if passage not in [p for p, _ in index.keyword(passage.text, 5)]:
        findings.append("The keyword index does not find a passage by its own words.")
    row = next(row for row in index._keywords.rows() if row.passage == passage)
    text = _embedded_text(passage)
    with index._lock, _chroma_errors(index._at, doing="read"):
        stored = index._collection().get(ids=[row.vector], include=["embeddings"])["embeddings"]
    vector = embedder.passages([text])[0]
    if stored is None or float(vector @ stored[0]) < 0.999:
        findings.append("A passage's vector is not the one that the model gives for it.")
    if passage.text not in [p.text for p, _ in index.dense(vector, 5)]:
        findings.append("Chroma does not find a passage by its own vector.")
    return findings


# What is stored and embedded.


def _embedded_text(passage: Passage) -> str:
    """What the model sees of a passage: its heading says what the sentence is about."""
    return f"{passage.heading}: {passage.text}" if passage.heading else passage.text


def _rows(documents: Sequence[Document]) -> tuple[list[Row], list[str]]:
    """Every passage with its place, and beside it the text to embed."""
    rows: list[Row] = []
    texts: list[str] = []
    number = 0
    for document in documents:
        seen: Counter[str] = Counter()
        for section in corpus.sections(document):
            number += 1
            for passage in section:
                text = _embedded_text(passage)
                seen[text] += 1
                # Named by what it was made from, so that a passage keeps its vector when it only moves.
                name = hashlib.sha256(f"{document.id}\0{seen[text]}\0{text}".encode()).hexdigest()
                rows.append(Row(name, number, passage))
                texts.append(text)
    return rows, texts


def _write_vectors(
    folder: Path,
    rows: Sequence[Row],
    texts: Sequence[str],
    *,
    embedder: Embeds,
    old: Path | None,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Fill a new Chroma folder, from the old one as far as that goes; return how many passages were embedded."""
    with _chroma_errors(folder.parent.parent, doing="written"):
        if old is not None:
            shutil.copytree(old, folder)
        with closing(_open_chroma(folder)) as client:
            collection = client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}},
            )
            wanted = {row.vector for row in rows}
            stored = set(collection.get(include=[])["ids"])
            for gone in _batches(sorted(stored - wanted)):
                collection.delete(ids=gone)
            new = [(row, text) for row, text in zip(rows, texts, strict=True) if row.vector not in stored]
            done = 0
            for batch in _batches(new):
                collection.add(
                    ids=[row.vector for row, _ in batch],
                    embeddings=embedder.passages([text for _, text in batch]),
                    metadatas=[{"document_id": row.passage.document_id} for row, _ in batch],
                )
                done += len(batch)
                if progress is not None:
                    progress(done, len(new))
        # Opened again: what counts is what reached the disk.
        with closing(_open_chroma(folder)) as client:
            found = client.get_collection(_COLLECTION, embedding_function=None).count()
    if found != len(rows):
        raise StorageError(f"Chroma kept {found} of {len(rows)} vectors.", "Free some space, then run: askbot index")
    return len(new)


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), BATCH_PASSAGES):
        yield values[start : start + BATCH_PASSAGES]


def _open_chroma(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def _chroma_errors(at: Path, *, doing: str) -> Iterator[None]:
    """Translate whatever Chroma raises."""
    try:
        yield
    except AskbotError:
        raise
    except BaseException as error:
        # Chroma's Rust half panics with a child of BaseException that no module exports.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        reason = " ".join(str(error).split())[:200]
        remedy = "Free some space, then run: askbot index" if doing == "written" else _REBUILD
        raise StorageError(f"The index in '{at}' cannot be {doing} ({reason}).", remedy) from error


# Generations.


def _manifest(at: Path) -> _Manifest | None:
    """What is in force, None where nothing is; StorageError where that can't be read."""
    try:
        read = json.loads((at / POINTER).read_text(encoding="utf-8"))
        manifest = _Manifest(**read)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise StorageError(f"The index in '{at}' cannot be read ({POINTER}: {error}).", _REBUILD) from error
    return manifest


def _check_sizes(at: Path, manifest: _Manifest) -> None:
    for name, size in manifest.sizes.items():
        try:
            found = (at / manifest.generation / name).stat().st_size
        except OSError as error:
            raise StorageError(f"The index in '{at}' lacks '{name}'.", _REBUILD) from error
        # Chroma may let its database grow while it is only read.
        if found < size or (found > size and not name.endswith(".sqlite3")):
            raise StorageError(f"The index in '{at}' is damaged: '{name}' has {found} bytes, not {size}.", _REBUILD)


def _sizes(folder: Path) -> dict[str, int]:
    found = {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: size for name, size in found.items() if not name.endswith(("-wal", "-shm", "-journal"))}


def _sound(at: Path, fingerprint: str) -> _Manifest | None:
    """The manifest of an index that can be gone on from, or None where one has to be made from nothing."""
    try:
        manifest = _manifest(at)
        if manifest is None or manifest.format != FORMAT or manifest.model != fingerprint:
            return None
        _check_sizes(at, manifest)
        with closing(Keywords(at / manifest.generation / _KEYWORDS)) as keywords:
            if keywords.flaws() or keywords.count() != manifest.passages:
                return None
        with closing(sqlite3.connect(at / manifest.generation / _CHROMA / "chroma.sqlite3")) as chroma:
            whole = chroma.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return manifest if whole else None
    except (StorageError, sqlite3.Error):
        return None


def _documents(at: Path, manifest: _Manifest) -> tuple[Document, ...]:
    with closing(Keywords(at / manifest.generation / _KEYWORDS)) as keywords:
        return keywords.documents()


def _generations(at: Path) -> list[Path]:
    return sorted(path for path in at.glob("generation-*") if path.is_dir())


def _next_generation(at: Path) -> str:
    numbers = [int(path.name.rpartition("-")[2]) for path in _generations(at) if path.name[11:].isdecimal()]
    return f"generation-{max(numbers, default=0) + 1:06}"


def _put_in_force(at: Path, folder: Path, manifest: _Manifest) -> None:
    """Name a finished generation as the current one, in one step that survives a power cut."""
    for path in [*folder.rglob("*"), folder]:
        _flush(path)
    draft = at / f"{POINTER}.new"
    draft.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    _flush(draft)
    draft.replace(at / POINTER)
    _flush(at)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old_generations(at: Path) -> None:
    for folder in _generations(at)[:-GENERATIONS_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _writing(at: Path) -> Iterator[None]:
    try:
        at.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StorageError(
            f"The index in '{at}' cannot be written ({error.strerror or error}).",
            "Free some space or name another folder: askbot index --index DIR",
        ) from error


@contextmanager
def _locked(at: Path) -> Iterator[None]:
    """One builder at a time, over all processes; Chroma loses vectors otherwise."""
    with (at / "lock").open("a") as file:
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise StorageError(
                        f"Another 'askbot index' is writing to '{at}'.", "Wait for it to end, then run: askbot index"
                    ) from error
                time.sleep(0.1)
        yield  # closing the file lets go of the lock
