"""The index: Chroma for meaning, SQLite for words and documents; the only door to both.

Chroma is a cache here: the articles and SQLite are the truth, and what a passage's vector is made
from names the vector, so that an update embeds only what is new. A generation never changes, so what
was read of it once is kept.
"""

from __future__ import annotations

import difflib
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from askbot import audit, corpus, flags, generations, keywords, mirror, stamps, vectors
from askbot import journal as journals
from askbot.errors import AskbotError, StaleIndexError, StorageError
from askbot.generations import REBUILD, Manifest
from askbot.journal import Journal
from askbot.mirror import Mirror
from askbot.types import Document, Flag, Passage

if TYPE_CHECKING:
    from askbot.models import Embeds, Vectors

# Raise it with every change to what is stored or embedded: an index of another format is refused.
FORMAT = 5

# What is kept of a generation besides its documents; a question looks at a dozen sections of a few documents.
CACHED_DOCUMENTS = 256
CACHED_SECTIONS = 4_096

_KEYWORDS = "keywords.sqlite3"
_CHROMA = "chroma"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: documents added, changed, removed and left alone; passages in all, and embedded now."""

    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    embedded: int


class Index:
    """An open index; values in, values out. May be used from several threads; raises StorageError throughout."""

    def __init__(self, at: Path, manifest: Manifest) -> None:
        folder = at / manifest.generation
        self._at = at
        self._manifest = manifest
        self._keywords = keywords.Keywords(folder / _KEYWORDS)
        self._vectors = vectors.VectorStore(folder / _CHROMA, count=manifest.passages, hashes=manifest.hashes)
        self._mirror: Mirror | None = None
        self._vocabulary: Mapping[str, int] | None = None
        self._flags: Mapping[str, tuple[Flag, ...]] | None = None
        self._documents: Mapping[str, Document] | None = None
        self._passages = lru_cache(maxsize=CACHED_DOCUMENTS)(self._keywords.passages)
        self._section = lru_cache(maxsize=CACHED_SECTIONS)(self._keywords.section)

    @classmethod
    def open(cls, at: Path, *, fingerprint: str) -> Self:
        """Open the index in a folder, as long as the model with this fingerprint and this format made it.

        Raises StorageError where it is missing or broken, StaleIndexError where something else made it.
        """
        manifest = generations.manifest(at)
        if manifest is None:
            raise StorageError(f"There is no index in '{at}'.", "Build it: askbot index")
        if manifest.format != FORMAT:
            raise StaleIndexError(
                f"The index in '{at}' has format {manifest.format}; this askbot writes {FORMAT}.", REBUILD
            )
        if manifest.model != fingerprint:
            made, asked = manifest.model.split(" ")[0], fingerprint.split(" ")[0]
            raise StaleIndexError(f"The index in '{at}' was made by another model ('{made}', not '{asked}').", REBUILD)
        generations.check_sizes(at, manifest)
        return cls(at, manifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close both halves; the index can't be used afterwards."""
        self._keywords.close()
        self._vectors.close()

    def is_current(self) -> bool:
        """Say whether this is still the generation in force: False once `askbot index` has built another."""
        return generations.manifest(self._at) == self._manifest

    def documents(self) -> tuple[Document, ...]:
        """Return every document, in order of id."""
        return tuple(self._by_id().values())

    def document(self, document_id: str) -> Document:
        """Return the document with this id; StorageError names the nearest ids where there is none."""
        found = self._by_id().get(document_id)
        if found is None:
            raise self._unknown(document_id)
        return found

    def passages(self, document_id: str) -> list[Passage]:
        """Return a document's passages, in order; StorageError where there is no such document."""
        self._check_ids([document_id])
        return list(self._passages(document_id))

    def section(self, passage: Passage) -> list[Passage]:
        """Return all passages under the same occurrence of the same heading, in order, this one among them."""
        return list(self._section(passage))

    def vocabulary(self) -> Mapping[str, int]:
        """Return every word of the corpus, lower case and as printed, with the number of passages that hold it.

        A word that stands in a heading or a title alone counts 1.
        """
        if self._vocabulary is None:
            self._vocabulary = self._keywords.vocabulary()
        return self._vocabulary

    def flags(self, document_id: str) -> tuple[Flag, ...]:
        """Return what an answer has to say of this document's figures that disagree; mostly nothing."""
        if self._flags is None:
            self._flags = flags.read(self._at / self._manifest.generation)
        return self._flags.get(document_id, ())

    def keyword(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by BM25 over stems and synonyms, best first, only from `documents` if named."""
        self._check_ids(documents)
        return self._keywords.search(question, k, documents=documents)

    def dense(self, vector: Vectors, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by cosine to a unit vector, best first, only from `documents` if named."""
        self._check_ids(documents)
        if k < 1:
            return []
        if self._manifest.mirror is None:
            return self._nearest_in_chroma(vector, k, documents=documents)
        among = self._keywords.numbers(documents) if documents else None
        found = self._mirrored(self._manifest.mirror).nearest(vector, k, among=among)
        passages = self._keywords.by_number([number for number, _ in found])
        if len(passages) != len(found):
            raise StorageError(f"The two halves of the index in '{self._at}' disagree.", REBUILD)
        return [(passages[number], cosine) for number, cosine in found]

    def _mirrored(self, stamp: stamps.Stamp) -> Mirror:
        if self._mirror is None:
            self._mirror = Mirror(self._at / self._manifest.generation, stamp, rows=self._manifest.passages)
        return self._mirror

    def _nearest_in_chroma(
        self, vector: Vectors, k: int, *, documents: Sequence[str] = ()
    ) -> list[tuple[Passage, float]]:
        found = self._vectors.nearest(vector, k, documents=documents)
        passages = self._keywords.by_vector([name for name, _ in found])
        if len(passages) != len(found):
            raise StorageError(f"The two halves of the index in '{self._at}' disagree.", REBUILD)
        return [(passages[name], cosine) for name, cosine in found]

    def flaws(self, embedder: Embeds) -> list[str]:
        """Look for everything that can be wrong inside: a sentence a finding, none if the index is whole."""
        findings = [f"SQLite: {flaw}" for flaw in self._keywords.flaws()]
        texts = {document.id: document for document in self.documents()}
        findings += [
            f"The text of '{document.id}' does not match its hash."
            for document in texts.values()
            if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256
        ]
        rows = self._keywords.rows()
        findings += [
            f"A passage of '{passage.document_id}' does not lie at {passage.start}."
            for passage in (row.passage for row in rows)
            if texts[passage.document_id].text[passage.start : passage.end] != passage.text
        ]
        if sorted(self._vectors.ids()) != sorted(row.vector for row in rows):
            findings.append("The vectors in Chroma are not those of the passages in SQLite.")
        return findings or [*self._difference(rows), *self._probe(rows[len(rows) // 2], embedder)]

    def _difference(self, rows: Sequence[keywords.Row]) -> list[str]:
        """Compare the mirror with Chroma, vector by vector."""
        if self._manifest.mirror is None:
            return []
        copied, start = self._mirrored(self._manifest.mirror), 0
        for batch in self._vectors.stored([row.vector for row in rows]):
            if not (copied.rows(start, start + len(batch)) == batch).all():
                return [f"'{mirror.FILE}' does not hold the vectors that Chroma holds. {REBUILD}"]
            start += len(batch)
        return []

    def _probe(self, row: keywords.Row, embedder: Embeds) -> list[str]:
        findings = []
        if row.passage.text not in [passage.text for passage, _ in self.keyword(row.passage.text, 5)]:
            findings.append("The keyword index does not find a passage by its own words.")
        vector = embedder.passages([_embedded_text(row.passage)])[0]
        (stored,) = self._vectors.stored([row.vector])
        # Other threads or another batch change a vector in its last digits only.
        if float(vector @ stored[0]) < 0.999:
            findings.append("A passage's vector is not the one that the model gives for it.")
        for find in (self.dense, self._nearest_in_chroma):
            if row.passage.text not in [passage.text for passage, _ in find(vector, 5)]:
                findings.append("A passage is not found by its own vector.")
                break
        return findings

    def _by_id(self) -> Mapping[str, Document]:
        if self._documents is None:
            self._documents = {document.id: document for document in self._keywords.documents()}
        return self._documents

    def _check_ids(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            if document_id not in self._by_id():
                raise self._unknown(document_id)

    def _unknown(self, document_id: str) -> StorageError:
        known = list(self._by_id())
        nearest = difflib.get_close_matches(document_id[:200], known, n=3, cutoff=0.3) or known[:3]
        return StorageError(
            f"There is no document '{document_id[:200]}' in the index.",
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
    with generations.writing(at):
        embedder.prepare()
        old = _sound(at, embedder.fingerprint)
        before = {document.id: document for document in _stored(at, old)}
        now = {document.id: document for document in sorted(documents, key=lambda d: d.id)}
        added, removed = len(now.keys() - before.keys()), len(before.keys() - now.keys())
        changed = sum(before[name] != now[name] for name in now.keys() & before.keys())
        unchanged = len(now) - added - changed
        if old is not None and not (added or removed or changed):
            return BuildReport(0, 0, 0, unchanged, old.passages, 0)
        folder = generations.next_folder(at)
        try:
            folder.mkdir()
            rows, sources = _rows(list(now.values()))
            keywords.write(folder / _KEYWORDS, list(now.values()), rows=rows)
            flags.write(folder, _flags(now, rows, {} if old is None else _kept(at / old.generation, before)))
            if old is not None:
                shutil.copytree(at / old.generation / _CHROMA, folder / _CHROMA)
            with Journal(at, fingerprint=embedder.fingerprint) as journal:
                embedded = vectors.write(
                    folder / _CHROMA, sources, embedder=embedder, journal=journal, progress=progress
                )
                manifest = _finish(folder, embedder.fingerprint, rows=rows)
                generations.put_in_force(at, manifest)
            journals.remove(at)
        except BaseException as error:
            # Also on Ctrl-C: half a generation is of no use and may be what fills the disk. The journal is what
            # the next build goes on from, unless it is the disk that fails.
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, StorageError | OSError):
                journals.remove(at)
            raise
    return BuildReport(added, changed, removed, unchanged, len(rows), embedded)


def _finish(folder: Path, fingerprint: str, *, rows: Sequence[keywords.Row]) -> Manifest:
    """Mirror the vectors that reached Chroma, and take down what the generation consists of."""
    hashes, stamp = vectors.hashes(folder / _CHROMA), None
    if len(rows) <= mirror.MOST_ROWS:
        with closing(vectors.VectorStore(folder / _CHROMA, count=len(rows), hashes=hashes)) as stored:
            stamp = mirror.write(folder, stored.stored([row.vector for row in rows]), rows=len(rows))
    return Manifest(
        format=FORMAT,
        model=fingerprint,
        generation=folder.name,
        passages=len(rows),
        sizes=generations.sizes(folder),
        hashes=hashes,
        mirror=stamp,
    )


def examine(at: Path, embedder: Embeds) -> list[str]:
    """Look for everything that can be wrong with the index in a folder: a sentence a finding, none if it is whole."""
    try:
        with Index.open(at, fingerprint=embedder.fingerprint) as index:
            return index.flaws(embedder)
    except AskbotError as error:
        return [f"{error.message} {error.remedy}"]


def _embedded_text(passage: Passage) -> str:
    """What the model sees of a passage: its heading says what the sentence is about."""
    return f"{passage.heading}: {passage.text}" if passage.heading else passage.text


def _rows(documents: Sequence[Document]) -> tuple[list[keywords.Row], list[vectors.Source]]:
    """Every passage with its place, and beside it what its vector is made from."""
    rows: list[keywords.Row] = []
    sources: list[vectors.Source] = []
    number = 0
    for document in documents:
        seen: Counter[str] = Counter()
        for section in corpus.sections(document):
            number += 1
            for passage in section:
                text = _embedded_text(passage)
                seen[text] += 1
                # Named by what it is made from, so that a passage keeps its vector when it only moves.
                name = hashlib.sha256(f"{document.id}\0{seen[text]}\0{text}".encode()).hexdigest()
                rows.append(keywords.Row(name, number, passage))
                sources.append(vectors.Source(name, document.id, text))
    return rows, sources


def _kept(generation: Path, before: Mapping[str, Document]) -> dict[Document, tuple[Flag, ...]]:
    """The flags that were found before, by the very document they belong to."""
    return {before[name]: found for name, found in flags.read(generation).items() if name in before}


def _flags(
    documents: Mapping[str, Document], rows: Sequence[keywords.Row], kept: Mapping[Document, tuple[Flag, ...]]
) -> dict[str, tuple[Flag, ...]]:
    """The flags of every document; one that has not changed keeps those it had."""
    passages: dict[str, list[Passage]] = {name: [] for name in documents}
    for row in rows:
        passages[row.passage.document_id].append(row.passage)
    return {
        name: kept[document]
        if document in kept
        else tuple(found.flag for found in audit.find(document, passages[name]))
        for name, document in documents.items()
    }


def _sound(at: Path, fingerprint: str) -> Manifest | None:
    """The manifest of an index that can be gone on from, or None where one has to be made from nothing."""
    try:
        manifest = generations.manifest(at)
        if manifest is None or manifest.format != FORMAT or manifest.model != fingerprint:
            return None
        generations.check_sizes(at, manifest)
        folder = at / manifest.generation
        with closing(keywords.Keywords(folder / _KEYWORDS)) as stored:
            whole = not stored.flaws() and stored.count() == manifest.passages
        flags.read(folder)
        whole = whole and vectors.is_whole(folder / _CHROMA) and vectors.hashes(folder / _CHROMA) == manifest.hashes
        if manifest.mirror is not None:
            whole = whole and stamps.holds(folder / mirror.FILE, manifest.mirror, thoroughly=True)
    except StorageError:
        return None
    return manifest if whole else None


def _stored(at: Path, manifest: Manifest | None) -> tuple[Document, ...]:
    if manifest is None:
        return ()
    with closing(keywords.Keywords(at / manifest.generation / _KEYWORDS)) as stored:
        return stored.documents()
