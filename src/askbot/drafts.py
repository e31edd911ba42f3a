"""Drafts: the SQLite half of a generation on its way, as a stream: no list of documents or passages is ever held.

What has not changed is taken over from the generation before, its passages too; what has is cut anew. A draft
also says which vectors the two generations share, which is what an update needs to know.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from askbot import corpus, keywords, postings
from askbot.keywords import HEADING_WEIGHT, INDEXES, PLACES, ROWS_AT_ONCE, SCHEMA, Keywords, stem_key, translated
from askbot.types import Document, Passage
from askbot.vectors import Source
from askbot.words import Token, tokens

# Half of a SHA-256: names stand in three places for every passage.
_NAME_CHARACTERS = 32
# A document may have megabytes.
_DOCUMENTS_AT_ONCE = 8
_NEW = "FROM passage WHERE vector NOT IN (SELECT vector FROM earlier.passage)"


class Draft:
    """A draft in an empty folder, to be closed whatever happens. Raises StorageError throughout.

    `earlier` is the folder of the finished generation to go on from, if there is one.
    """

    def __init__(self, folder: Path, *, earlier: Path | None) -> None:
        self._folder = folder
        self._words: Counter[str] = Counter()
        self._count = 0
        self._sections = 0
        with translated(folder, doing="written"):
            self._postings = postings.Writer(folder)
            self._connection = sqlite3.connect(
                f"{(folder / keywords.FILE).resolve().as_uri()}?mode=rwc", uri=True, isolation_level=None
            )
            # A generation is flushed as a whole before it counts, so SQLite needs neither a journal nor flushes.
            self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
            if earlier is None:
                self._connection.execute("ATTACH ':memory:' AS earlier")
                self._connection.executescript(
                    SCHEMA.replace("CREATE TABLE ", "CREATE TABLE earlier.").replace("main.span", "earlier.span")
                )
            else:
                uri = f"{(earlier / keywords.FILE).resolve().as_uri()}?mode=ro"
                self._connection.execute("ATTACH ? AS earlier", (uri,))
            self._connection.execute("BEGIN")

    def close(self) -> None:
        """Close the file, and let go of what lay beside it meanwhile."""
        self._postings.close()
        self._connection.close()

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return self._count

    def add(self, document: Document) -> None:
        """Add a document that is new or has changed."""
        self._do(f"INSERT INTO document VALUES ({PLACES})", keywords.stored_document(document))  # noqa: S608 our own

    def keep(self, document_ids: Sequence[str]) -> None:
        """Take documents over from the generation before."""
        for start in range(0, len(document_ids), ROWS_AT_ONCE):
            self._do(
                "INSERT INTO document SELECT * FROM earlier.document WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(document_ids[start : start + ROWS_AT_ONCE]),),
            )

    def cut(self, kept: set[str]) -> Iterator[tuple[Document, list[Passage]]]:
        """Add the passages of every document; yield each with its own, in order of id.

        Those of the `kept` documents are taken over, all others are cut.
        """
        for row in self._each("SELECT * FROM document ORDER BY id", at_once=_DOCUMENTS_AT_ONCE):
            document = keywords.read_document(row)
            sections = self._earlier_sections(document.id) if document.id in kept else corpus.sections(document)
            self.add_passages(document.id, sections)
            yield document, [passage for section in sections for passage in section]

    def add_passages(self, document_id: str, sections: Iterable[Sequence[Passage]]) -> None:
        """Add the next document's passages, by sections, in order."""
        seen: Counter[str] = Counter()
        rows = []
        for section in sections:
            self._sections += 1
            for passage in section:
                self._count += 1
                text = embedded_text(passage.heading, passage.text)
                seen[text] += 1
                # Named by what it is made from, so that a passage keeps its vector when it only moves.
                name = hashlib.sha256(f"{document_id}\0{seen[text]}\0{text}".encode()).hexdigest()[:_NAME_CHARACTERS]
                rows.append((self._count, name, self._sections, *astuple(passage)))
                found = tokens(passage.text)
                self._words.update({token.lower for token in found})
                with translated(self._folder, doing="written"):
                    self._postings.add(_stems(found), _heading_stems(passage.heading), above_weight=HEADING_WEIGHT)
        with translated(self._folder, doing="written"):
            self._connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Write what is known of the words; what is left are the questions about vectors."""
        for (above,) in self._each("SELECT heading FROM passage UNION SELECT title FROM document"):
            for token in tokens(above):
                # A word of a heading alone is known too.
                self._words.setdefault(token.lower, 1)
        with translated(self._folder, doing="written"):
            self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", self._words.items())
            self._connection.executemany("INSERT INTO stem VALUES (?, ?, ?)", self._postings.finish())
            self._connection.execute("COMMIT")
            self._connection.executescript(INDEXES)

    def count_new(self) -> int:
        """Return how many vectors the generation before lacks."""
        found: int = self._do(f"SELECT count(*) {_NEW}")[0][0]
        return found

    def new(self) -> Iterator[Source]:
        """Yield what the vectors are made from that the generation before lacks, those of like length together."""
        # Padding is computed like words.
        for vector, document_id, heading, text in self._each(
            f"SELECT vector, document_id, heading, text {_NEW} ORDER BY length(heading) + length(text)"
        ):
            yield Source(vector, document_id, embedded_text(heading, text))

    def gone(self) -> Iterator[str]:
        """Yield the names of the vectors that only the generation before has."""
        for (vector,) in self._each(
            "SELECT vector FROM earlier.passage WHERE vector NOT IN (SELECT vector FROM main.passage)"
        ):
            yield vector

    def origins(self) -> Iterator[tuple[str, int | None]]:
        """Yield the name of every passage's vector, in order, and the number that it had before, if it had any."""
        yield from self._each(
            "SELECT p.vector, e.number FROM passage p LEFT JOIN earlier.passage e ON e.vector = p.vector "
            "ORDER BY p.number"
        )

    def _earlier_sections(self, document_id: str) -> list[list[Passage]]:
        sections: dict[int, list[Passage]] = {}
        for section, *rest in self._do(
            'SELECT section, document_id, heading, text, start, "end" FROM earlier.passage '
            "WHERE document_id = ? ORDER BY number",
            (document_id,),
        ):
            sections.setdefault(section, []).append(Passage(*rest))
        return list(sections.values())

    def _do(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with translated(self._folder, doing="written"):
            return self._connection.execute(statement, tuple(parameters)).fetchall()

    def _each(self, statement: str, *, at_once: int = ROWS_AT_ONCE) -> Iterator[tuple[Any, ...]]:
        with translated(self._folder, doing="written"):
            cursor = self._connection.execute(statement)
            while rows := cursor.fetchmany(at_once):
                yield from rows


class Intake:
    """What becomes of the documents of a build, as they come; a draft is begun with the first that is new or other.

    `before` is what the generation in the folder `earlier` holds, and is closed with this.
    """

    def __init__(self, folder: Path, earlier: Path | None, before: Keywords | None) -> None:
        self._folder = folder
        self._earlier = earlier
        self._before = before
        self._draft: Draft | None = None
        self.kept: set[str] = set()
        self.added = self.changed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            self._before.close()
        if self._draft is not None:
            self._draft.close()

    @property
    def seen(self) -> int:
        """How many documents came."""
        return len(self.kept) + self.added + self.changed

    @property
    def removed(self) -> int:
        """How many documents of the generation before did not come."""
        before = self._before.count_documents() if self._before is not None else 0
        return before - len(self.kept) - self.changed

    def take(self, document: Document) -> None:
        """Take the next document. Raises StorageError, also where two have one id."""
        before = self._before.document(document.id) if self._before is not None else None
        if before == document and document.id not in self.kept:
            self.kept.add(document.id)
            return
        self._begun().add(document)
        self.added += before is None
        self.changed += before is not None

    def is_unchanged(self) -> bool:
        """Say whether exactly the documents came that are there."""
        return self._draft is None and not self.removed

    def completed(self) -> Draft:
        """Return the draft, with all documents in it."""
        draft = self._begun()
        draft.keep(sorted(self.kept))
        return draft

    def _begun(self) -> Draft:
        if self._draft is None:
            self._folder.mkdir()
            self._draft = Draft(self._folder, earlier=self._earlier)
        return self._draft


def embedded_text(heading: str, text: str) -> str:
    """What the model sees of a passage: its heading says what the sentence is about."""
    return f"{heading}: {text}" if heading else text


def _stems(found: Iterable[Token]) -> list[str]:
    return [key for token in found if (key := stem_key(token.stem))]


@lru_cache(maxsize=64)
def _heading_stems(heading: str) -> list[str]:
    return _stems(tokens(heading))
