"""The journal of a build: vectors that are embedded but not yet part of a generation.

Embedding is what takes the time, so an interrupted build leaves them here and the next one goes on from them.
A journal that can't be read is worth no more than a missing one: it is begun anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from askbot.errors import StorageError

Vectors = NDArray[np.float32]

FILE = "unfinished.sqlite3"


class Journal:
    """An open journal of one model's vectors, for one build at a time. Raises StorageError throughout."""

    def __init__(self, at: Path, *, fingerprint: str) -> None:
        self._at = at
        try:
            self._connection = _begin(at / FILE, fingerprint)
        except sqlite3.DatabaseError:
            remove(at)
            with _translated(at):
                self._connection = _begin(at / FILE, fingerprint)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def known(self, names: Sequence[str]) -> set[str]:
        """Return those of the names that have a vector here."""
        return {name for name, _ in self._rows("name, NULL", names)}

    def add(self, names: Sequence[str], vectors: Vectors) -> None:
        """Keep the vectors of these names, all or none."""
        rows = [(name, row.astype("<f4").tobytes()) for name, row in zip(names, vectors, strict=True)]
        with _translated(self._at), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def vectors(self, names: Sequence[str]) -> Vectors:
        """Return the vectors of names that are all here, in order."""
        found = dict(self._rows("name, value", names))
        return np.stack([np.frombuffer(found[name], dtype="<f4") for name in names])

    def _rows(self, columns: str, names: Sequence[str]) -> list[tuple[str, bytes]]:
        statement = f"SELECT {columns} FROM vector WHERE name IN (SELECT value FROM json_each(?))"  # noqa: S608 ours
        with _translated(self._at):
            return self._connection.execute(statement, (json.dumps(list(names)),)).fetchall()


def remove(at: Path) -> None:
    """Remove the journal of an index, if there is one."""
    for path in at.glob(f"{FILE}*"):  # with SQLite's own journal
        path.unlink(missing_ok=True)


def _begin(path: Path, fingerprint: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS model (fingerprint TEXT)")
            connection.execute("CREATE TABLE IF NOT EXISTS vector (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
            if connection.execute("SELECT fingerprint FROM model").fetchall() != [(fingerprint,)]:
                # Left by a build with another model.
                connection.execute("DELETE FROM vector")
                connection.execute("DELETE FROM model")
                connection.execute("INSERT INTO model VALUES (?)", (fingerprint,))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _translated(at: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(
            f"The index in '{at}' cannot be written ({error}).", "Free some space, then run: askbot index"
        ) from error
