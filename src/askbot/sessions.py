"""Conversations that last: every finished turn goes to SQLite beside the index before the next question is taken.

A turn is one transaction, so that a kill leaves whole turns; two terminals, also in the same session, each
add to the end. Answers are kept as the contract's JSON, complete enough to go on from.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from askbot import render, transcript
from askbot.errors import SessionError
from askbot.store import FILE_NAME, opened
from askbot.transcript import Exported
from askbot.types import Turn

LONGEST_NAME_CHARACTERS = 80
NEWEST = "The sessions there are: askbot sessions"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (name TEXT PRIMARY KEY, begun TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turn (
    session TEXT NOT NULL REFERENCES session (name),
    n INTEGER NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (session, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS turn_at ON turn (at);
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation in the list of those there are; `last_at` is ISO 8601 in UTC."""

    name: str
    turns: int
    last_at: str
    first_question: str


def check(name: str) -> str:
    """Return a session's name; SessionError for one that is empty, too long or can't be printed on a line."""
    if not name.strip() or len(name) > LONGEST_NAME_CHARACTERS or not name.isprintable():
        raise SessionError(
            f"A session can't be named {name[:LONGEST_NAME_CHARACTERS]!r}.",
            f"Name it with up to {LONGEST_NAME_CHARACTERS} letters, such as: --session research",
        )
    return name.strip()


def keep(folder: Path, turn: Turn, *, session: str | None) -> str:
    """Add a finished turn to a session and return the session's name; None begins a new one, named by the time.

    When it returns, the turn is on the disk.
    """
    answer = json.dumps(render.to_json(turn.answer))
    now = datetime.now(UTC)
    with opened(folder) as connection:
        connection.executescript(_SCHEMA)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            name = session if session is not None else _fresh_name(connection, now)
            at = now.isoformat(timespec="milliseconds")
            connection.execute("INSERT OR IGNORE INTO session VALUES (?, ?)", (name, at))
            connection.execute(
                "INSERT INTO turn SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ? FROM turn WHERE session = ?",
                (name, at, _storable(turn.question), answer, name),
            )
    return name


def known(folder: Path) -> tuple[Session, ...]:
    """Return every session, the one used last first."""
    rows = _rows(
        folder,
        "SELECT session, count(*), max(at), min(CASE WHEN n = 1 THEN question END) FROM turn GROUP BY session "
        "ORDER BY max(at) DESC, session DESC",
    )
    return tuple(Session(name, turns, at, question or "") for name, turns, at, question in rows)


def latest(folder: Path) -> str | None:
    """Return the name of the session used last, or None before the first turn of all."""
    found = known(folder)
    return found[0].name if found else None


def turns(folder: Path, name: str, *, most: int | None = None) -> tuple[Exported, ...]:
    """Return a session's turns in order, only the last `most` where that is given; none for an unknown session.

    A turn that can't be read any more is an error, not a gap: SessionError.
    """
    rows = _rows(
        folder,
        "SELECT n, at, question, answer FROM turn WHERE session = ? ORDER BY n DESC LIMIT ?",
        (name, -1 if most is None else most),
    )
    return tuple(_turn(name, *row) for row in reversed(rows))


def count(folder: Path, name: str) -> int:
    """Return how many turns a session has."""
    rows = _rows(folder, "SELECT count(*) FROM turn WHERE session = ?", (name,))
    return int(rows[0][0]) if rows else 0


def remove(folder: Path, name: str) -> None:
    """Forget a session for good; SessionError where there is none of that name."""
    if not count(folder, name):
        raise SessionError(f"There is no session '{name}'.", NEWEST)
    with opened(folder) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM turn WHERE session = ?", (name,))
        connection.execute("DELETE FROM session WHERE name = ?", (name,))


def _turn(session: str, n: int, at: str, question: str, answer: str) -> Exported:
    try:
        return Exported(Turn(question, transcript.answer(json.loads(answer))), at)
    except (ValueError, RecursionError) as error:
        raise SessionError(
            f"Turn {n} of session '{session}' can't be read ({error}).", "Begin another one: askbot chat"
        ) from error


def _fresh_name(connection: sqlite3.Connection, now: datetime) -> str:
    name = now.astimezone().strftime("%Y-%m-%d-%H%M")
    taken = {row[0] for row in connection.execute("SELECT name FROM session WHERE name GLOB ?", (f"{name}*",))}
    return next(new for new in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if new not in taken)


def _rows(folder: Path, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    if not (folder / FILE_NAME).is_file():
        return []
    with opened(folder) as connection:
        connection.executescript(_SCHEMA)
        return connection.execute(statement, parameters).fetchall()


def _storable(text: str) -> str:
    # SQLite takes no lone surrogates, which only a broken terminal sends.
    return text.encode("utf-8", "replace").decode("utf-8")
