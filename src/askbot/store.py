"""What askbot remembers between two commands, in SQLite beside the index: the citations of the last answer.

Knows nothing of screens or of how an answer came to be. Also the place where a failure leaves its traceback
and an export its file, because only this layer touches the disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from askbot.errors import StorageError
from askbot.types import Citation

FILE_NAME = "askbot.sqlite"
FAILURE_NAME = "last-failure.log"

# Two askbots may answer at the same moment; each holds the file for milliseconds, on a slow disk for some tenths.
WAIT_S = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS last_citations (
    n INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    title TEXT NOT NULL,
    heading TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sha256 TEXT NOT NULL
)
"""


def remember(folder: Path, citations: Sequence[Citation]) -> None:
    """Keep the citations of an answer, numbered from 1, in place of those of the answer before it.

    All or nothing: a reader sees either the former answer's or this one's. Raises StorageError
    where the folder can't be written.
    """
    rows = [
        (n, c.document_id, c.title, c.heading, c.quote, c.start, c.end, c.sha256) for n, c in enumerate(citations, 1)
    ]
    with opened(folder) as connection:
        connection.execute(_SCHEMA)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM last_citations")
            connection.executemany("INSERT INTO last_citations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def recall(folder: Path) -> tuple[Citation, ...]:
    """Return the citations of the last answer, in order; none before the first answer."""
    if not (folder / FILE_NAME).is_file():
        return ()
    columns = 'document_id, title, heading, quote, start, "end", sha256'
    with opened(folder) as connection:
        connection.execute(_SCHEMA)
        rows = connection.execute(f"SELECT {columns} FROM last_citations ORDER BY n").fetchall()  # noqa: S608 - ours
    return tuple(Citation(*row) for row in rows)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for a moment; whatever SQLite refuses meanwhile is a StorageError with its remedy."""
    path = folder / FILE_NAME
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
            yield connection
    except (sqlite3.Error, ValueError) as error:
        raise StorageError(
            f"What askbot remembers in '{path}' can't be read or written: {error}.",
            f"Check that '{folder}' can be written, or delete '{path}'.",
        ) from error


def record_failure(folder: Path, traceback: str) -> Path | None:
    """Write the traceback of an unexpected failure into the folder, over the one before; None if that fails too."""
    path = folder / FAILURE_NAME
    try:
        path.write_text(traceback, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path


def write_new(path: Path, text: str) -> Path:
    """Write a file that isn't there yet, whole or not at all; StorageError where it is there or can't be written."""
    path = path.expanduser()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", errors="backslashreplace")
        # A link, unlike a move, refuses to replace what is there.
        os.link(draft, path)
    except FileExistsError as error:
        raise StorageError(f"'{path}' is there already.", "Name another file.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StorageError(f"'{path}' can't be written ({reason}).", "Name a file in a folder of yours.") from error
    finally:
        with suppress(OSError, ValueError):  # where the name itself is no name, nothing was written
            draft.unlink(missing_ok=True)
    return path
