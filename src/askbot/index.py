"""The index: Chroma for meaning, SQLite for words and documents; the only door to both.

Chroma is a cache here: the articles and SQLite are the truth, and what a passage's vector is made
from names the vector, so that an update embeds only what is new. A generation never changes, so what
was read of it once is kept.
"""

from __future__ import annotations

import difflib
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from askbot import audit, flags, generations, mirror, postings, stamps, vectors
from askbot import journal as journals
from askbot.errors import AskbotError, StaleIndexError, StorageError
from askbot.generations import REBUILD, Manifest
from askbot.journal import Journal
from askbot.keywords import Documents, Keywords
from askbot.mirror import Mirror
from askbot.types import Document, Flag, Passage
from askbot.vectors import batched

if TYPE_CHECKING:
    from askbot.drafts import Draft
    from askbot.models import Embeds, Vectors

# Raise it with every change to what is stored or embedded: an index of another format is refused.
FORMAT = 7

# What is kept of a generation besides its documents; a question looks at a dozen sections of a few documents.
CACHED_DOCUMENTS = 256
CACHED_SECTIONS = 4_096

_CHROMA = "chroma"
# How often an index is opened anew because builds end while it is opened; each of them takes a second.
_MOST_OPENINGS = 8


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
        # All files are opened now: once they are, this generation can be read on when it has been dropped.
        folder = at / manifest.generation
        self._at = at
        self._manifest = manifest
        self._mirror = Mirror(folder, _mirrored(manifest), rows=manifest.passages)
        self._flags = flags.read(folder)
        self._keywords = _keywords(at, manifest)
        self._vectors = vectors.VectorStore(folder / _CHROMA, count=manifest.passages, hashes=manifest.hashes)
        self._vocabulary: Mapping[str, int] | None = None
        self._document = lru_cache(maxsize=CACHED_DOCUMENTS)(self._keywords.document)
        self._passages = lru_cache(maxsize=CACHED_DOCUMENTS)(self._keywords.passages)
        self._section = lru_cache(maxsize=CACHED_SECTIONS)(self._keywords.section)

    @classmethod
    def open(cls, at: Path, *, fingerprint: str) -> Self:
        """Open the index in a folder, as long as the model with this fingerprint and this format made it.

        Raises StorageError where it is missing or broken, StaleIndexError where something else made it.
        """
        for _ in range(_MOST_OPENINGS):
            manifest = _in_force(at, fingerprint)
            try:
                generations.check_sizes(at, manifest)
                return cls(at, manifest)
            except StorageError:
                # Builds that ended meanwhile may have dropped the generation.
                if generations.manifest(at) == manifest:
                    raise
        raise StorageError(f"The index in '{at}' changes faster than it can be opened.", "Try again in a moment.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close both halves; the index can't be used afterwards."""
        self._keywords.close()
        self._vectors.close()

    @property
    def manifest(self) -> Manifest:
        """What the generation was finished with."""
        return self._manifest

    def is_current(self) -> bool:
        """Say whether this is still the generation in force: False once `askbot index` has built another."""
        return generations.manifest(self._at) == self._manifest

    def documents(self) -> Documents:
        """Return every document, in order of id; each is read when it is looked at."""
        return Documents(self._keywords)

    def document(self, document_id: str) -> Document:
        """Return the document with this id; StorageError names the nearest ids where there is none."""
        found = self._document(document_id)
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

    def vectors(self, document_id: str) -> Vectors:
        """Return the vectors of a document's passages, a row each, in order."""
        return self._mirror.rows(self._keywords.numbers([document_id]))

    def vocabulary(self) -> Mapping[str, int]:
        """Return every word of the corpus, lower case and as printed, with the number of passages that hold it.

        A word that stands in a heading or a title alone counts 1.
        """
        if self._vocabulary is None:
            self._vocabulary = self._keywords.vocabulary()
        return self._vocabulary

    def flags(self, document_id: str) -> tuple[Flag, ...]:
        """Return what an answer has to say of this document's figures that disagree; mostly nothing."""
        return self._flags.get(document_id, ())

    def keyword(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by BM25 over stems and synonyms, best first, only from `documents` if named."""
        self._check_ids(documents)
        return self._keywords.search(question, k, documents=documents)

    def holding(self, name: str, most: int) -> tuple[str, ...]:
        """Return the ids of up to `most` documents that print a word of the name; none where more do, or may do."""
        return self._keywords.holding(name, most)

    def dense(self, vector: Vectors, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages by cosine to a unit vector, best first, only from `documents` if named."""
        self._check_ids(documents)
        if k < 1:
            return []
        among = self._keywords.numbers(documents) if documents else None
        found = self._mirror.nearest(vector, k, among=among)
        passages = self._keywords.by_number([number for number, _ in found])
        if len(passages) != len(found):
            raise StorageError(f"The two halves of the index in '{self._at}' disagree.", REBUILD)
        return [(passages[number], cosine) for number, cosine in found]

    def exactly(self, vector: Vectors, k: int) -> list[tuple[Passage, float]]:
        """Return what `dense` would if it compared with every vector at every size; for measuring it."""
        found = self._mirror.nearest(vector, k, exactly=True)
        passages = self._keywords.by_number([number for number, _ in found])
        return [(passages[number], cosine) for number, cosine in found]

    def _nearest_in_chroma(self, vector: Vectors, k: int) -> list[tuple[Passage, float]]:
        found = self._vectors.nearest(vector, k)
        passages = self._keywords.by_vector([name for name, _ in found])
        if len(passages) != len(found):
            raise StorageError(f"The two halves of the index in '{self._at}' disagree.", REBUILD)
        return [(passages[name], cosine) for name, cosine in found]

    def flaws(self, embedder: Embeds) -> list[str]:
        """Look for everything that can be wrong inside: a sentence a finding, none if the index is whole."""
        findings = [f"SQLite: {flaw}" for flaw in self._keywords.flaws()]
        stored, folder = self._manifest.copies, self._at / self._manifest.generation
        findings += [
            f"The index in '{self._at}' is damaged ('{name}'). {REBUILD}"
            for name, stamp in stored.items()
            if not stamps.holds(folder / name, stamp, thoroughly=True)
        ]
        if self._keywords.count() != self._manifest.passages or self._vectors.count() != self._manifest.passages:
            findings.append(
                f"SQLite has {self._keywords.count():,} passages and Chroma {self._vectors.count():,} vectors; "
                f"the index was finished with {self._manifest.passages:,}. {REBUILD}"
            )
        return findings or [*self._misplaced(), *self._difference()] or self._probe(embedder)

    def _misplaced(self) -> Iterator[str]:
        """Compare every text with its hash, and every passage with the text that it is a part of."""
        for document in self._keywords.documents():
            if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
                yield f"The text of '{document.id}' does not match its hash."
            for passage in self._keywords.passages(document.id):
                if document.text[passage.start : passage.end] != passage.text:
                    yield f"A passage of '{passage.document_id}' does not lie at {passage.start}."

    def _difference(self) -> list[str]:
        """Compare the mirror with Chroma, vector by vector; each passage's has to be in both."""
        copied, start = self._mirror, 0
        for batch in self._vectors.stored(row.vector for row in self._keywords.rows()):
            numbers = range(start + 1, start + len(batch) + 1)
            if not (copied.rows(numbers) == batch).all():
                return [f"'{mirror.FILE}' does not hold the vectors that Chroma holds. {REBUILD}"]
            start += len(batch)
        return []

    def _probe(self, embedder: Embeds) -> list[str]:
        """Ask for a passage in the middle by its own words and by its own vector."""
        from askbot.drafts import embedded_text

        middle = (self._manifest.passages + 1) // 2
        passage = self._keywords.by_number([middle])[middle]
        findings = []
        if passage.text not in [found.text for found, _ in self.keyword(passage.text, 5)]:
            findings.append("The keyword index does not find a passage by its own words.")
        vector = embedder.passages([embedded_text(passage.heading, passage.text)])[0]
        # Other threads or another batch change a vector in its last digits only.
        if float(vector @ self._mirror.rows([middle])[0]) < 0.999:
            findings.append("A passage's vector is not the one that the model gives for it.")
        if passage.text not in [found.text for found, _ in self.dense(vector, 5)]:
            findings.append("A passage is not found by its own vector.")
        # Chroma's graph is approximate, most of all after changes: one passage that it misses is no damage.
        probes = sorted({1, middle, self._manifest.passages})
        sought = self._keywords.by_number(probes)
        if not any(
            sought[number].text
            in [found.text for found, _ in self._nearest_in_chroma(self._mirror.rows([number])[0], 5)]
            for number in probes
        ):
            findings.append("Chroma finds no passage by its own vector.")
        return findings

    def _check_ids(self, document_ids: Sequence[str]) -> None:
        if document_ids and (unknown := self._keywords.unknown(document_ids)):
            raise self._unknown(unknown[0])

    def _unknown(self, document_id: str) -> StorageError:
        known = self._keywords.ids()
        nearest = difflib.get_close_matches(document_id[:200], known, n=3, cutoff=0.3) or known[:3]
        return StorageError(
            f"There is no document '{document_id[:200]}' in the index.",
            "Name one that is: " + ", ".join(f"'{name}'" for name in nearest),
        )


def held(at: Path) -> Sequence[Document]:
    """Return the documents of the index in a folder, to tell what has changed; none where they can't be read."""
    try:
        manifest = generations.manifest(at)
        if manifest is None or manifest.format != FORMAT:
            return ()
        with closing(_keywords(at, manifest)) as stored:
            return [document for document in stored.documents() if document.file]
    except StorageError:
        return ()


def build(
    documents: Iterable[Document],
    *,
    at: Path,
    embedder: Embeds,
    progress: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
    source: Path | None = None,
    anew: bool = False,
) -> BuildReport:
    """Make the index in a folder hold exactly these documents, which may come in a stream.

    Nothing is computed or written where it holds them already, and a passage that has not changed
    keeps its vector; `anew` trusts nothing that is there. `progress` hears (passages embedded, passages to embed),
    `waiting` is told once if another build has to end first, `source` is the articles' folder, to be remembered.
    Raises StorageError, after which the index that was there still answers.
    """
    with generations.writing(at, waiting=waiting):
        embedder.prepare()
        old = None if anew else _sound(at, embedder.fingerprint)
        if anew:
            journals.remove(at)
        folder = generations.next_folder(at)
        try:
            return _built(documents, folder, old=old, embedder=embedder, progress=progress, source=source)
        except BaseException as error:
            # Also on Ctrl-C: half a generation is of no use and may be what fills the disk. The journal is what
            # the next build goes on from, unless it is the disk that fails.
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, StorageError | OSError):
                journals.remove(at)
            raise


def _built(
    documents: Iterable[Document],
    folder: Path,
    *,
    old: Manifest | None,
    embedder: Embeds,
    progress: Callable[[int, int], None] | None,
    source: Path | None,
) -> BuildReport:
    # Only a build cuts articles into passages; a question doesn't import what reads files.
    from askbot.drafts import Intake

    at = folder.parent
    earlier = at / old.generation if old is not None else None
    with Intake(folder, earlier, None if old is None else _keywords(at, old)) as intake:
        for document in documents:
            intake.take(document)
        if not intake.seen:
            raise StorageError("There are no documents to index.", "Put articles into corpus/, then run: askbot index")
        if old is not None and intake.is_unchanged():
            return BuildReport(0, 0, 0, len(intake.kept), old.passages, 0)
        draft = intake.completed()
        found = flags.read(earlier) if earlier is not None else {}
        known = {
            document.id: found.get(document.id, ())
            if document.id in intake.kept
            else tuple(one.flag for one in audit.find(document, passages))
            for document, passages in draft.cut(intake.kept)
        }
        flags.write(folder, {name: raised for name, raised in known.items() if raised})
        draft.finish()
        if earlier is not None:
            shutil.copytree(earlier / _CHROMA, folder / _CHROMA)
        with Journal(at, fingerprint=embedder.fingerprint) as journal:
            embedded = vectors.write(
                folder / _CHROMA,
                draft.new,
                gone=draft.gone(),
                count=draft.passages,
                embedder=embedder,
                journal=journal,
                progress=progress,
            )
            copies = _mirror(folder, draft, old=old)
            passages = draft.passages
            draft.close()
            manifest = Manifest(
                format=FORMAT,
                model=embedder.fingerprint,
                generation=folder.name,
                passages=passages,
                sizes=generations.sizes(folder),
                hashes=vectors.hashes(folder / _CHROMA),
                copies={**copies, postings.FILE: stamps.stamp(folder / postings.FILE)},
                corpus=str(source.resolve()) if source is not None else "",
            )
            generations.put_in_force(at, manifest)
        journals.remove(at)
        return BuildReport(intake.added, intake.changed, intake.removed, len(intake.kept), passages, embedded)


def _mirror(folder: Path, draft: Draft, *, old: Manifest | None) -> dict[str, stamps.Stamp]:
    """Copy the vectors in the order of the passages: the new ones as they reached Chroma, the others as they were."""
    hashes, before = vectors.hashes(folder / _CHROMA), None
    if old is not None:
        before = Mirror(folder.parent / old.generation, _mirrored(old), rows=old.passages)
    with closing(vectors.VectorStore(folder / _CHROMA, count=draft.passages, hashes=hashes)) as stored:

        def gathered() -> Iterator[Vectors]:
            for batch in batched(draft.origins(), vectors.ADDED_AT_ONCE):
                old_rows = [number for _, number in batch if number is not None]
                new = [name for name, number in batch if number is None]
                parts = [before.rows(old_rows)] if before is not None and old_rows else []
                parts += stored.stored(new)
                made = np.concatenate(parts)
                order = [n for n, (_, number) in enumerate(batch) if number is not None]
                order += [n for n, (_, number) in enumerate(batch) if number is None]
                made[order] = made.copy()
                yield made

        return mirror.write(folder, gathered(), rows=draft.passages)


def examine(at: Path, embedder: Embeds) -> list[str]:
    """Look for everything that can be wrong with the index in a folder: a sentence a finding, none if it is whole."""
    try:
        with Index.open(at, fingerprint=embedder.fingerprint) as index:
            return index.flaws(embedder)
    except AskbotError as error:
        return [f"{error.message} {error.remedy}"]


def built_from(at: Path) -> Path | None:
    """Return the folder of the articles that the index was built from, None where it doesn't tell."""
    try:
        manifest = generations.manifest(at)
    except StorageError:
        return None
    return Path(manifest.corpus) if manifest is not None and manifest.corpus else None


def _in_force(at: Path, fingerprint: str) -> Manifest:
    """The manifest of an index that this askbot can read with this model."""
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
    return manifest


def _keywords(at: Path, manifest: Manifest) -> Keywords:
    if postings.FILE not in manifest.copies:
        raise StorageError(f"The index in '{at}' is damaged ('{generations.POINTER}').", REBUILD)
    folder = at / manifest.generation
    return Keywords(folder, manifest.copies[postings.FILE], passages=manifest.passages)


def _mirrored(manifest: Manifest) -> dict[str, stamps.Stamp]:
    return {name: stamp for name, stamp in manifest.copies.items() if name != postings.FILE}


def _sound(at: Path, fingerprint: str) -> Manifest | None:
    """The manifest of an index that can be gone on from, or None where one has to be made from nothing."""
    try:
        manifest = generations.manifest(at)
        if manifest is None or manifest.format != FORMAT or manifest.model != fingerprint:
            return None
        generations.check_sizes(at, manifest)
        folder = at / manifest.generation
        with closing(_keywords(at, manifest)) as stored:
            whole = not stored.flaws() and stored.count() == manifest.passages
        flags.read(folder)
        whole = whole and vectors.is_whole(folder / _CHROMA, count=manifest.passages)
        whole = whole and vectors.hashes(folder / _CHROMA) == manifest.hashes
        whole = whole and all(
            stamps.holds(folder / name, stamp, thoroughly=True) for name, stamp in manifest.copies.items()
        )
    except StorageError:
        return None
    return manifest if whole else None
