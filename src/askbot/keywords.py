"""The SQLite half of an index: the documents, their passages, and which words stand in them.

One file, written once (`drafts.py`) and then only read, and beside it the postings that BM25 is worked out from.
It knows nothing of vectors, nor of which generation of the index is the current one; `index.py` does.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, overload

from askbot import lexicon
from askbot.errors import StorageError
from askbot.postings import Postings
from askbot.stamps import Stamp
from askbot.types import Document, Passage
from askbot.words import is_function_word, tokens

# A heading speaks for every passage under it, so a word there says less about one of them; a title,
# which stands above all of them, less still. Measured: docs/decisions/0001-passages.md.
HEADING_WEIGHT = 0.5
# A synonym is weaker evidence than the word itself, all the more as a rare one scores high by its rarity alone.
RELATED_WEIGHT = 0.4
# No question needs more; a pasted page would add up thousands of arrays.
MOST_TERMS = 64
MOST_RELATED_TERMS = 256
# A question is cut here before its words are looked for.
LONGEST_QUESTION_CHARACTERS = 10_000
# Where a name is printed in as many passages, nothing is said of which documents are all that print it.
LOOKED_THROUGH = 500
# How many rows are in memory at once where all are gone through.
ROWS_AT_ONCE = 2_048

FILE = "keywords.sqlite3"

# The columns of the tables are the fields of the types, in their order.
PLACES = ", ".join("?" for _ in fields(Document))
SCHEMA = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    published TEXT, author TEXT, path TEXT NOT NULL, language TEXT, tags TEXT NOT NULL, pages TEXT NOT NULL,
    file TEXT NOT NULL
);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, vector TEXT NOT NULL, section INTEGER NOT NULL,
    document_id TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE VIEW main.span AS SELECT document_id, heading, text, start, "end" FROM passage;
CREATE TABLE vocabulary (token TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stem (stem TEXT PRIMARY KEY, place INTEGER NOT NULL, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
# Made when all rows are there, which sorts once instead of searching a million times.
INDEXES = """
CREATE UNIQUE INDEX passage_vector ON passage (vector);
CREATE INDEX passage_span ON passage (document_id, start);
CREATE INDEX passage_section ON passage (section);
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
    titles = (phrase for phrase, head in spoken.items() if head in asked and lexicon.role(head))
    others = (other for stem in [*asked, *heads] for other in lexicon.related(stem))
    spelt = (one for title in titles for one in title if not is_function_word(one))
    related = dict.fromkeys([*heads, *others, *spelt])
    return asked, [stem for stem in related if stem not in asked][:MOST_RELATED_TERMS]


class Keywords:
    """An open folder of documents and passages; may be used from several threads. Raises StorageError throughout."""

    def __init__(self, folder: Path, stamp: Stamp, *, passages: int | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        with translated(folder, doing="read"):
            # Read only, so that a reader can't harm what a writer has finished.
            uri = f"{(folder / FILE).resolve().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            self._rows("SELECT number FROM passage LIMIT 1")
            self._postings = Postings(folder, stamp, passages=self.count() if passages is None else passages)
        except StorageError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def ids(self) -> list[str]:
        """Return the id of every document, in order."""
        return [name for (name,) in self._rows("SELECT id FROM document ORDER BY id")]

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, None where there is none."""
        found = self._rows("SELECT * FROM document WHERE id = ?", (document_id,))
        return read_document(found[0]) if found else None

    def count_documents(self) -> int:
        """Return how many documents there are."""
        found: int = self._rows("SELECT count(*) FROM document")[0][0]
        return found

    def documents(self) -> Iterator[Document]:
        """Yield every document, in order of id."""
        last = ""
        while rows := self._rows("SELECT * FROM document WHERE id > ? ORDER BY id LIMIT 64", (last,)):
            found = [read_document(row) for row in rows]
            yield from found
            last = found[-1].id

    def unknown(self, document_ids: Sequence[str]) -> list[str]:
        """Return those of the ids that no document has."""
        found = self._rows(
            "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM document)", (_json(document_ids),)
        )
        return [name for (name,) in found]

    def rows(self) -> Iterator[Row]:
        """Yield every passage as it is stored, in order."""
        last = 0
        while found := self._rows(
            "SELECT * FROM passage WHERE number > ? ORDER BY number LIMIT ?", (last, ROWS_AT_ONCE)
        ):
            yield from (Row(vector, section, Passage(*rest)) for _, vector, section, *rest in found)
            last = found[-1][0]

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
            (_json(document_ids),),
        )
        return [number for (number,) in found]

    def by_number(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these numbers."""
        found = self._rows(
            "SELECT * FROM passage WHERE number IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
        )
        return {number: Passage(*rest) for number, _, _, *rest in found}

    def by_vector(self, vectors: Sequence[str]) -> dict[str, Passage]:
        """Return the passages that these vectors stand for, as far as they are here."""
        found = self._rows("SELECT * FROM passage WHERE vector IN (SELECT value FROM json_each(?))", (_json(vectors),))
        return {vector: Passage(*rest) for _, vector, _, *rest in found}

    def search(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[tuple[Passage, float]]:
        """Return up to `k` passages with the question's words or their synonyms, with their score, best first.

        The score is the BM25 of the question's own words, by stems, and RELATED_WEIGHT times that of
        words that answer for them. Any text is a question.
        """
        if k < 1:
            return []
        asked, related = terms(question)
        weights = {key: RELATED_WEIGHT for stem in related if (key := stem_key(stem))}
        weights |= {key: 1.0 for stem in asked if (key := stem_key(stem))}
        known = self._rows("SELECT * FROM stem WHERE stem IN (SELECT value FROM json_each(?))", (_json(weights),))
        places = [(place, count, weights[stem]) for stem, place, count in known]
        among = self.numbers(documents) if documents else None
        found = self._postings.best(places, k, among=among) if places else []
        passages = self.by_number([number for number, _ in found])
        return [(passages[number], score) for number, score in found]

    def holding(self, name: str, most: int) -> tuple[str, ...]:
        """Return the ids of up to `most` documents that print a word of the name; none where more do, or may do.

        A name in lower case is one that is printed with a capital throughout.
        """
        found = [passage for passage, _ in self.search(name, LOOKED_THROUGH)]
        words = "|".join(rf"\b{re.escape(word)}\b" for word in name.split())
        printed = re.compile(words, re.IGNORECASE if name.islower() else re.NOFLAG)
        ids: dict[str, None] = {}
        for passage in found:
            said = printed.findall(f"{passage.heading} {passage.text}")
            if any(word.islower() for word in said) and name.islower():
                return ()
            if said:
                ids[passage.document_id] = None
        return tuple(ids) if len(found) < LOOKED_THROUGH and len(ids) <= most else ()

    def flaws(self) -> list[str]:
        """Return what SQLite finds wrong with the file; nothing if it is whole."""
        return [row[0] for row in self._rows("PRAGMA quick_check(5)") if row[0] != "ok"]

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, translated(self._folder, doing="read"):
            return self._connection.execute(statement, tuple(parameters)).fetchall()


class Documents(Sequence[Document]):
    """Every document of an index, in order of id: how many there are is known, each is read when it is looked at."""

    def __init__(self, stored: Keywords) -> None:
        self._stored = stored
        self._ids: list[str] | None = None

    def __len__(self) -> int:
        return self._stored.count_documents()

    def __iter__(self) -> Iterator[Document]:
        return self._stored.documents()

    @overload
    def __getitem__(self, position: int) -> Document: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Document]: ...
    def __getitem__(self, position: int | slice) -> Document | Sequence[Document]:
        if self._ids is None:
            self._ids = self._stored.ids()
        if isinstance(position, slice):
            return [self[n] for n in range(*position.indices(len(self._ids)))]
        found = self._stored.document(self._ids[position])
        assert found is not None  # noqa: S101 a generation never changes
        return found


def stem_key(stem: str) -> str:
    """The stem as it is stored: letters and digits, so that "r&d" is "r d"; empty where it has none.

    >>> stem_key("r&d"), stem_key("2.5"), stem_key("mill")
    ('r d', '2 5', 'mill')
    """
    return "".join(character if character.isalnum() else " " for character in stem).strip()


def read_document(row: Sequence[Any]) -> Document:
    """Read a document out of its columns."""
    columns = dict(zip((field.name for field in fields(Document)), row, strict=True))
    return Document(**columns | {name: tuple(json.loads(columns[name])) for name in ("tags", "pages")})


def stored_document(document: Document) -> tuple[Any, ...]:
    """Give a document's fields as columns, those of several values as JSON."""
    return tuple(json.dumps(value) if isinstance(value, tuple) else value for value in astuple(document))


def _json(texts: Iterable[str]) -> str:
    # Lone surrogates can't be stored, so they can't be found either.
    return json.dumps([text.encode(errors="ignore").decode() for text in texts])


@contextmanager
def translated(folder: Path, *, doing: str) -> Iterator[None]:
    """Turn what SQLite and the disk raise into a StorageError about the index that a folder is a part of."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:
        remedy = "Free some space, then run: askbot index" if "full" in str(error) else "Build it anew: askbot index"
        raise StorageError(f"The index in '{folder.parent}' cannot be {doing} ({error}).", remedy) from error
