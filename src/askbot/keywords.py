"""The SQLite half of an index: the documents, their passages, their words, and BM25 over them.

One file, written once in one transaction and then only read. It knows nothing of vectors, nor of
which generation of the index is the current one; `index.py` does.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from askbot.errors import StorageError
from askbot.types import Document, Passage

# A heading speaks for every passage under it, so a word there says less about one of them; a title,
# which stands above all of them, less still. Measured: docs/decisions/0001-passages.md.
HEADING_WEIGHT = 0.5
# No question needs more; a pasted page would make FTS5 evaluate thousands of phrases.
MOST_TERMS = 64
# A question is cut here before its words are looked for.
LONGEST_QUESTION_CHARACTERS = 10_000

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
# The columns of the tables are the fields of the types, in their order.
_SCHEMA = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    published TEXT, author TEXT, path TEXT NOT NULL
);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, vector TEXT UNIQUE NOT NULL, section INTEGER NOT NULL,
    document_id TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE VIEW span AS SELECT document_id, heading, text, start, "end" FROM passage;
CREATE INDEX passage_span ON passage (document_id, start);
CREATE INDEX passage_section ON passage (section);
CREATE TABLE vocabulary (token TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE keyword USING fts5 (text, heading, content='', tokenize='porter unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is stored: with the id of its vector and the number of its section, over all documents."""

    vector: str
    section: int
    passage: Passage


def words(text: str) -> list[str]:
    """Split a text into its words, lower case and otherwise as printed, without the possessive's s.

    >>> words("The lake's 3.2 sq. km, re-measured")
    ['the', 'lake', '3', '2', 'sq', 'km', 're', 'measured']
    """
    return _WORD.findall(_POSSESSIVE.sub("", text).lower())


def write(path: Path, documents: Sequence[Document], *, rows: Sequence[Row]) -> None:
    """Write a new file with these documents and passages, whole or not at all. Raises StorageError."""
    count = Counter(token for row in rows for token in set(words(row.passage.text)))
    with _translated(path, doing="written"), closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        with connection:
            connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, documents))
            connection.executemany(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((number, row.vector, row.section, *astuple(row.passage)) for number, row in enumerate(rows, start=1)),
            )
            connection.executemany(
                "INSERT INTO keyword (rowid, text, heading) VALUES (?, ?, ?)",
                ((number, row.passage.text, row.passage.heading) for number, row in enumerate(rows, start=1)),
            )
            connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", count.items())


class Keywords:
    """An open file of documents and passages; may be used from several threads. Raises StorageError throughout."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with _translated(path, doing="read"):
            # Read only, so that a reader can't harm what a writer has finished.
            self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._rows("SELECT number FROM passage LIMIT 1")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def documents(self) -> tuple[Document, ...]:
        """Return every document, in order of id."""
        return tuple(Document(*row) for row in self._rows("SELECT * FROM document ORDER BY id"))

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, or None."""
        found = self._rows("SELECT * FROM document WHERE id = ?", (document_id,))
        return Document(*found[0]) if found else None

    def ids(self) -> list[str]:
        """Return the ids of all documents, in order."""
        return [row[0] for row in self._rows("SELECT id FROM document ORDER BY id")]

    def rows(self) -> list[Row]:
        """Return every passage as it is stored, in order."""
        found = self._rows("SELECT * FROM passage ORDER BY number")
        return [Row(vector, section, Passage(*rest)) for _, vector, section, *rest in found]

    def passages(self, document_id: str) -> list[Passage]:
        """Return a document's passages, in order."""
        found = self._rows("SELECT * FROM span WHERE document_id = ? ORDER BY start", (document_id,))
        return [Passage(*row) for row in found]

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same occurrence of a heading, in order; the passage itself is one of them."""
        found = self._rows(
            "SELECT * FROM passage WHERE section = "
            "(SELECT section FROM passage WHERE document_id = ? AND start = ?) ORDER BY number",
            (passage.document_id, passage.start),
        )
        return [Passage(*rest) for _, _, _, *rest in found]

    def count(self) -> int:
        """Return how many passages there are."""
        found: int = self._rows("SELECT count(*) FROM passage")[0][0]
        return found

    def vocabulary(self) -> Mapping[str, int]:
        """Return every word of the passages, as `words` splits them, with the number of passages that hold it."""
        return dict(self._rows("SELECT token, passages FROM vocabulary"))

    def by_vector(self, vectors: Sequence[str]) -> dict[str, Passage]:
        """Return the passages that these vectors stand for."""
        found = self._rows(
            "SELECT * FROM passage WHERE vector IN (SELECT value FROM json_each(?))", (json.dumps(list(vectors)),)
        )
        return {vector: Passage(*rest) for _, vector, _, *rest in found}

    def search(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages that share a word's stem with the question, with their BM25, best first.

        Any text is a question: what FTS5 would take for syntax is not passed on.
        """
        # Lone surrogates can't be stored, so they can't be found either.
        asked = question[:LONGEST_QUESTION_CHARACTERS].encode(errors="ignore").decode()
        terms = list(dict.fromkeys(words(asked)))[:MOST_TERMS]
        if not terms or k < 1:
            return []
        found = self._rows(
            "SELECT passage.*, -bm25(keyword, 1.0, ?) AS score "
            "FROM keyword JOIN passage ON passage.number = keyword.rowid "
            "WHERE keyword MATCH ? AND (? OR document_id IN (SELECT value FROM json_each(?))) "
            "ORDER BY score DESC, number LIMIT ?",
            (
                HEADING_WEIGHT,
                " OR ".join(f'"{term}"' for term in terms),
                not documents,
                json.dumps(list(documents)),
                k,
            ),
        )
        return [(Passage(*rest), score) for _, _, _, *rest, score in found]

    def flaws(self) -> list[str]:
        """Return what SQLite finds wrong with the file; nothing if it is whole."""
        return [row[0] for row in self._rows("PRAGMA quick_check(5)") if row[0] != "ok"]

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, _translated(self._path, doing="read"):
            return self._connection.execute(statement, tuple(parameters)).fetchall()


@contextmanager
def _translated(path: Path, *, doing: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:
        remedy = "Free some space, then run: askbot index" if "full" in str(error) else "Build it anew: askbot index"
        raise StorageError(f"The index in '{path.parent.parent}' cannot be {doing} ({error}).", remedy) from error
