"""The SQLite half of an index: the documents, their passages, their words, and BM25 over them.

One file, written once in one transaction and then only read. It knows nothing of vectors, nor of
which generation of the index is the current one; `index.py` does.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from askbot import lexicon
from askbot.errors import StorageError
from askbot.types import Document, Passage
from askbot.words import is_function_word, tokens

# A heading speaks for every passage under it, so a word there says less about one of them; a title,
# which stands above all of them, less still. Measured: docs/decisions/0001-passages.md.
HEADING_WEIGHT = 0.5
# A synonym is weaker evidence than the word itself, all the more as a rare one scores high by its rarity alone.
RELATED_WEIGHT = 0.4
# No question needs more; a pasted page would make FTS5 evaluate thousands of phrases.
MOST_TERMS = 64
MOST_RELATED_TERMS = 256
# A passage that is further down by one kind of word is not brought up by the other.
DEEPEST_MATCH = 1_000
# A question is cut here before its words are looked for.
LONGEST_QUESTION_CHARACTERS = 10_000

# The columns of the tables are the fields of the types, in their order.
_PLACES = ", ".join("?" for _ in fields(Document))
_SCHEMA = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    published TEXT, author TEXT, path TEXT NOT NULL, language TEXT, tags TEXT NOT NULL, pages TEXT NOT NULL,
    file TEXT NOT NULL
);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, vector TEXT UNIQUE NOT NULL, section INTEGER NOT NULL,
    document_id TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE VIEW span AS SELECT document_id, heading, text, start, "end" FROM passage;
CREATE INDEX passage_span ON passage (document_id, start);
CREATE INDEX passage_section ON passage (section);
CREATE TABLE vocabulary (token TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE keyword USING fts5 (text, heading, content='', tokenize='unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is stored: with the id of its vector and the number of its section, over all documents."""

    vector: str
    section: int
    passage: Passage


def terms(question: str) -> tuple[list[str], list[str]]:
    """Find the stems to look for in a question, and those that answer for them.

    Words that carry no fact are left out, because in a small corpus they are rare enough to mislead,
    unless there are no others.

    >>> asked, related = terms("When was the mill set up?")
    >>> asked, "found" in related
    (['mill', 'set'], True)
    """
    found = tokens(question[:LONGEST_QUESTION_CHARACTERS])
    stems = [token.stem for token in found]
    asked = [t.stem for t in found if not is_function_word(t.lower) and not lexicon.is_generic(t.stem)] or stems
    asked = list(dict.fromkeys(asked))[:MOST_TERMS]
    spoken = lexicon.phrases()
    heads = [
        spoken[phrase]
        for length in (4, 3, 2)
        for phrase in zip(*(stems[n:] for n in range(length)), strict=False)
        if phrase in spoken
    ]
    related = dict.fromkeys([*heads, *(other for stem in [*asked, *heads] for other in lexicon.related(stem))])
    return asked, [stem for stem in related if stem not in asked][:MOST_RELATED_TERMS]


def write(path: Path, documents: Sequence[Document], *, rows: Sequence[Row]) -> None:
    """Write a new file with these documents and passages, whole or not at all. Raises StorageError."""
    count = Counter(word for row in rows for word in {token.lower for token in tokens(row.passage.text)})
    above = {row.passage.heading for row in rows} | {document.title for document in documents}
    for word in {token.lower for text in above for token in tokens(text)}:
        # A word of a heading alone is known too.
        count.setdefault(word, 1)
    with _translated(path, doing="written"), closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        with connection:
            connection.executemany(f"INSERT INTO document VALUES ({_PLACES})", map(_stored, documents))  # noqa: S608 - ours
            connection.executemany(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((number, row.vector, row.section, *astuple(row.passage)) for number, row in enumerate(rows, start=1)),
            )
            connection.executemany(
                "INSERT INTO keyword (rowid, text, heading) VALUES (?, ?, ?)",
                (
                    (number, _stemmed(row.passage.text), _stemmed(row.passage.heading))
                    for number, row in enumerate(rows, start=1)
                ),
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
        return tuple(map(_read, self._rows("SELECT * FROM document ORDER BY id")))

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
        """Return every word, lower case and as printed, with the number of passages that hold it; headings count 1."""
        return dict(self._rows("SELECT token, passages FROM vocabulary"))

    def numbers(self, document_ids: Sequence[str]) -> list[int]:
        """Return the numbers of these documents' passages, in order: from 1 on, over all documents."""
        found = self._rows(
            "SELECT number FROM passage WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY number",
            (json.dumps(list(document_ids)),),
        )
        return [number for (number,) in found]

    def by_number(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these numbers."""
        found = self._rows(
            "SELECT * FROM passage WHERE number IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
        )
        return {number: Passage(*rest) for number, _, _, *rest in found}

    def by_vector(self, vectors: Sequence[str]) -> dict[str, Passage]:
        """Return the passages that these vectors stand for."""
        found = self._rows(
            "SELECT * FROM passage WHERE vector IN (SELECT value FROM json_each(?))", (json.dumps(list(vectors)),)
        )
        return {vector: Passage(*rest) for _, vector, _, *rest in found}

    def search(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages with the question's words or their synonyms, with their score, best first.

        The score is the BM25 of the question's own words, by stems, and RELATED_WEIGHT times that of
        words that answer for them. Any text is a question: what FTS5 would take for syntax is not passed on.
        """
        if k < 1:
            return []
        # Lone surrogates can't be stored, so they can't be found either.
        asked, related = terms(question[:LONGEST_QUESTION_CHARACTERS].encode(errors="ignore").decode())
        scores: dict[int, float] = {}
        for stems, weight in ((asked, 1.0), (related, RELATED_WEIGHT)):
            for number, score in self._match(stems, documents):
                scores[number] = scores.get(number, 0.0) + weight * score
        best = sorted(scores, key=lambda number: (-scores[number], number))[:k]
        passages = self.by_number(best)
        return [(passages[number], scores[number]) for number in best]

    def _match(self, stems: Sequence[str], documents: Sequence[str]) -> list[tuple[int, float]]:
        """Find the passages with any of these stems, with their BM25."""
        quoted = " OR ".join(f'"{phrase}"' for stem in stems if (phrase := _words_only(stem)))
        if not quoted:
            return []
        return self._rows(
            "SELECT rowid, -bm25(keyword, 1.0, ?) AS score FROM keyword WHERE keyword MATCH ? AND "
            "(? OR rowid IN (SELECT number FROM passage WHERE document_id IN (SELECT value FROM json_each(?)))) "
            "ORDER BY score DESC, rowid LIMIT ?",
            (HEADING_WEIGHT, quoted, not documents, json.dumps(list(documents)), DEEPEST_MATCH),
        )

    def flaws(self) -> list[str]:
        """Return what SQLite finds wrong with the file; nothing if it is whole."""
        return [row[0] for row in self._rows("PRAGMA quick_check(5)") if row[0] != "ok"]

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, _translated(self._path, doing="read"):
            return self._connection.execute(statement, tuple(parameters)).fetchall()


def _stored(document: Document) -> tuple[Any, ...]:
    """A document's fields as columns, those of several values as JSON."""
    return tuple(json.dumps(value) if isinstance(value, tuple) else value for value in astuple(document))


def _read(row: Sequence[Any]) -> Document:
    columns = dict(zip((field.name for field in fields(Document)), row, strict=True))
    return Document(**columns | {name: tuple(json.loads(columns[name])) for name in ("tags", "pages")})


def _stemmed(text: str) -> str:
    return " ".join(_words_only(token.stem) for token in tokens(text))


def _words_only(stem: str) -> str:
    """A stem without what FTS5 would read as syntax; "r&d" is the phrase "r d", here and where it is stored."""
    return "".join(character if character.isalnum() else " " for character in stem).strip()


@contextmanager
def _translated(path: Path, *, doing: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:
        remedy = "Free some space, then run: askbot index" if "full" in str(error) else "Build it anew: askbot index"
        raise StorageError(f"The index in '{path.parent.parent}' cannot be {doing} ({error}).", remedy) from error
