"""What the Slack bot remembers, in one SQLite file beside the index: questions, answers, thumbs.

The table of questions is the queue, the memory of threads and the guard against a second answer at
once, so that none of the three can disagree. Several processes may share the file. A question is

    waiting → answering → posting → done

and every step is written before it is taken: whoever finds `answering` of a dead process knows that
nothing was posted, whoever finds `posting` has to look in the thread.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from askbot.errors import StorageError
from askbot.slack import logs, records
from askbot.slack.asked import Asked, Kind
from askbot.slack.presence import Presence
from askbot.types import Answer, Turn

FILE_NAME = "slack.sqlite"

# Two processes write for a millisecond each; far longer than that, and the disk has stopped.
WAIT_S = 5.0
_AGAIN_S = 0.01
_PRIMARY = 0xFF  # of an error code, without what says more of it
# What Slack accepted from a process that died may take a moment to show in the thread.
SETTLED_AFTER_S = 2.0
# Buttons of an older answer say that it is too old; Slack's own retries end after minutes.
KEPT_S = 90 * 86_400.0
# A direct message that opens no thread still follows what was said there within the hour.
DIRECT_TURNS_S = 3_600.0
MOST_TURNS = 20

_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY,
    event_id TEXT UNIQUE,
    kind TEXT NOT NULL,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    user TEXT NOT NULL,
    text TEXT NOT NULL,
    ts TEXT NOT NULL,
    thread TEXT NOT NULL,
    response_url TEXT NOT NULL,
    verdict TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    owner TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    received_at REAL NOT NULL,
    changed_at REAL NOT NULL,
    record TEXT,
    posted_ts TEXT,
    outcome TEXT
);
CREATE INDEX IF NOT EXISTS questions_waiting ON questions (state, received_at);
CREATE INDEX IF NOT EXISTS questions_threads ON questions (channel, thread, state);
CREATE INDEX IF NOT EXISTS questions_users ON questions (user, received_at);
CREATE TABLE IF NOT EXISTS threads (channel TEXT, thread TEXT, looked_at REAL NOT NULL, PRIMARY KEY (channel, thread));
CREATE TABLE IF NOT EXISTS thumbs (
    question TEXT, user TEXT, up INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY (question, user)
);
"""

# The oldest question that is due and that no earlier one of its thread, or of its direct conversation, is still before.
_CLAIM = """
UPDATE questions SET state = 'answering', owner = ?, changed_at = ?, attempts = attempts + 1 WHERE id = (
    SELECT id FROM questions AS next WHERE state = 'waiting' AND not_before <= ? AND NOT EXISTS (
        SELECT 1 FROM questions AS earlier
        WHERE earlier.channel = next.channel AND next.thread <> ''
        AND (earlier.thread = next.thread OR (earlier.kind = 'direct' AND next.kind = 'direct'))
        AND earlier.state IN ('waiting', 'answering', 'posting') AND earlier.rowid < next.rowid
    ) ORDER BY received_at LIMIT 1
) RETURNING *
"""


class Verdict(StrEnum):
    """What a question gets, decided when it comes in."""

    ANSWER = "answer"
    HELP = "help"
    STRANGER = "stranger"
    ELSEWHERE = "elsewhere"  # in a channel, or from somebody, that the bot was told to leave alone
    TOO_FAST = "too_fast"
    BUSY = "busy"
    IGNORE = "ignore"  # was told a moment ago already


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    SAID = "said"  # help, or a polite no
    QUIET = "quiet"  # chatter in a thread that asks nothing
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Work:
    """A question that a worker has claimed. `uncertain`: it may have been answered already, so look first."""

    asked: Asked
    verdict: Verdict
    attempts: int
    uncertain: bool
    received_at: float
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with what people thought of it, and the questions before it in its conversation."""

    question: str
    history: tuple[str, ...]
    answer: Answer
    ups: int
    downs: int
    id: str


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log; SQLite itself doesn't wait where another process does so at the same moment."""
    until = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_S)


class Memory:
    """An open file of memories. May be used from several threads; raises StorageError throughout."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._folder = folder
        self._lock = threading.RLock()
        with self._translated():
            self._connection = sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            # A killed process loses nothing this way; a power cut may cost the last moments, as it does Slack's socket.
            _write_ahead(self._connection)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
        self.path.chmod(0o600)  # people's questions
        self._presence = Presence(folder)
        self.owner = self._presence.owner

    def close(self) -> None:
        """Let go of the file; the questions still waiting are the next process's."""
        with self._lock:
            self._connection.close()
        self._presence.close()

    # --- coming in ---------------------------------------------------------------------------------------------------

    def record(self, asked: Asked, verdict: Verdict) -> bool:
        """Keep a question; False where it is kept already, by its event or by its place."""
        now = time.time()
        with self._translated():
            done = self._connection.execute(
                "INSERT OR IGNORE INTO questions (id, event_id, kind, team, channel, user, text, ts, thread,"
                " response_url, verdict, received_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    asked.id, asked.event_id, asked.kind, asked.team, asked.channel, asked.user, asked.text,
                    asked.ts, asked.thread, asked.response_url, verdict, now, now,
                ),
            )  # fmt: skip
            return done.rowcount == 1

    def is_known(self, asked: Asked) -> bool:
        """Say whether the question is kept already."""
        with self._translated():
            return (
                self._one("SELECT 1 FROM questions WHERE id = ? OR event_id = ?", asked.id, asked.event_id) is not None
            )

    def knows_thread(self, asked: Asked) -> bool:
        """Say whether the bot was asked in the question's thread before."""
        query = "SELECT 1 FROM questions WHERE channel = ? AND thread = ? AND verdict IN ('answer', 'help') LIMIT 1"
        with self._translated():
            return self._one(query, asked.channel, asked.thread) is not None

    def asked_since(self, user: str, since: float, *, verdict: Verdict) -> int:
        """Return how many questions with that verdict somebody asked since then; chatter that asked nothing is none."""
        query = (
            "SELECT count(*) FROM questions WHERE user = ? AND received_at >= ? AND verdict = ?"
            " AND outcome IS NOT 'quiet'"
        )
        with self._translated():
            return int(self._connection.execute(query, (user, since, verdict)).fetchone()[0])

    # --- the queue ---------------------------------------------------------------------------------------------------

    def claim(self) -> Work | None:
        """Take the next question that is due, in the order in which they came; no other worker gets it."""
        now = time.time()
        with self._translated():
            row = self._connection.execute(_CLAIM, (self.owner, now, now)).fetchone()
        return None if row is None else _work(row)

    def posting(self, id: str, answer: Answer | None) -> None:
        """Note that the answer is about to be sent, or something else: from now on only a look into the thread tells.

        An answer that is kept already stays: it may have been posted, and its buttons ask for it.
        """
        record = records.write(answer) if answer is not None else None
        self._change(id, "state = 'posting', record = coalesce(?, record)", record)

    def done(self, id: str, outcome: Outcome, *, posted_ts: str | None = None) -> None:
        """Note how a question ended; it will not be claimed again."""
        self._change(id, "state = 'done', outcome = ?, posted_ts = ?", outcome, posted_ts)

    def later(self, id: str, *, after_s: float, uncertain: bool) -> None:
        """Put a question back for another try."""
        self._change(id, "state = 'waiting', not_before = ?, uncertain = ?", time.time() + after_s, int(uncertain))

    def hold(self, channel: str, *, after_s: float) -> None:
        """Let everything that waits in a channel wait, because Slack takes nothing there for now."""
        with self._translated():
            self._connection.execute(
                "UPDATE questions SET not_before = max(not_before, ?), attempts = max(attempts - 1, 0)"
                " WHERE channel = ? AND state = 'waiting'",
                (time.time() + after_s, channel),
            )

    def adopt(self) -> int:
        """Take over what processes that died had begun; return how many questions those were."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT DISTINCT owner FROM questions WHERE state IN ('answering', 'posting') AND owner <> ?",
                (self.owner,),
            ).fetchall()
            dead = [row["owner"] for row in rows if not self._presence.is_alive(row["owner"])]
            adopted = 0
            for owner in dead:
                changed = self._connection.execute(
                    "UPDATE questions SET uncertain = max(uncertain, state = 'posting'), not_before = CASE state"
                    " WHEN 'posting' THEN changed_at + ? ELSE 0 END, state = 'waiting' WHERE owner = ?"
                    " AND state IN ('answering', 'posting')",
                    (SETTLED_AFTER_S, owner),
                )
                adopted += changed.rowcount
        return adopted

    def has_company(self) -> bool:
        """Say whether another process answers from this file now."""
        return self._presence.has_company()

    def waiting(self) -> tuple[int, float]:
        """Return how many questions are not done, and for how many seconds the oldest of them has waited."""
        with self._translated():
            row = self._connection.execute(
                "SELECT count(*), min(received_at) FROM questions WHERE state IN ('waiting', 'answering', 'posting')"
            ).fetchone()
        return int(row[0]), (time.time() - row[1] if row[0] else 0.0)

    def prune(self, *, older_than_s: float = KEPT_S) -> int:
        """Forget what was done long ago, save what people judged; return how many questions went."""
        since = time.time() - older_than_s
        with self._translated():
            gone = self._connection.execute(
                "DELETE FROM questions WHERE state = 'done' AND received_at < ?"
                " AND id NOT IN (SELECT question FROM thumbs)",
                (since,),
            )
            self._connection.execute("DELETE FROM threads WHERE looked_at < ?", (since,))
        return gone.rowcount

    # --- conversations -----------------------------------------------------------------------------------------------

    def turns(self, asked: Asked) -> tuple[Turn, ...]:
        """Return what was said before a question: in its thread, or lately in a direct message's channel."""
        if not asked.thread:
            return ()
        place, since = ("thread = ?", 0.0)
        if asked.kind is Kind.DIRECT and asked.top_level:
            place, since = ("thread <> ?", time.time() - DIRECT_TURNS_S)
        query = (
            f"SELECT id, text, record FROM questions WHERE channel = ? AND {place} AND received_at >= ?"  # noqa: S608 - ours
            # What is being posted may be read before we hear that it was: a follow-up can come at once.
            " AND record IS NOT NULL AND state IN ('posting', 'done') AND outcome IS NOT 'failed' AND id <> ?"
            " ORDER BY received_at DESC LIMIT ?"
        )
        with self._translated():
            rows = self._connection.execute(
                query, (asked.channel, asked.thread, since, asked.id, MOST_TURNS)
            ).fetchall()
        turns = ((row["text"], _answer(row)) for row in reversed(rows))
        return tuple(Turn(text, answer) for text, answer in turns if answer is not None)

    def has_looked(self, asked: Asked) -> bool:
        """Say whether the question's thread was read from Slack before."""
        query = "SELECT 1 FROM threads WHERE channel = ? AND thread = ?"
        with self._translated():
            return self._one(query, asked.channel, asked.thread) is not None

    def looked(self, asked: Asked) -> None:
        """Note that the question's thread was read from Slack, or that Slack would not show it."""
        with self._translated():
            self._connection.execute(
                "INSERT OR IGNORE INTO threads VALUES (?, ?, ?)", (asked.channel, asked.thread, time.time())
            )

    def answer(self, id: str) -> tuple[Asked, Answer] | None:
        """Return a question with its answer; None where it is not known, or not any more."""
        with self._translated():
            row = self._one("SELECT * FROM questions WHERE id = ? AND record IS NOT NULL", id)
        answer = None if row is None else _answer(row)
        return None if row is None or answer is None else (_asked(row), answer)

    # --- thumbs ------------------------------------------------------------------------------------------------------

    def judge(self, id: str, user: str, *, up: bool) -> None:
        """Keep somebody's thumb, in place of the one before."""
        with self._translated():
            self._connection.execute(
                "INSERT INTO thumbs VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET up = excluded.up, at = excluded.at",
                (id, user, int(up), time.time()),
            )

    def judged(self) -> list[Judged]:
        """Return every answer that has a thumb, oldest first."""
        query = (
            "SELECT questions.*, sum(up) AS ups, sum(1 - up) AS downs FROM thumbs JOIN questions ON id = question"
            " WHERE record IS NOT NULL GROUP BY id ORDER BY received_at, id"
        )
        with self._translated():
            rows = self._connection.execute(query).fetchall()
            return [
                Judged(row["text"], self._before(row), answer, row["ups"], row["downs"], row["id"])
                for row in rows
                if (answer := _answer(row)) is not None
            ]

    def _before(self, row: sqlite3.Row) -> tuple[str, ...]:
        if not row["thread"]:
            return ()
        query = (
            "SELECT text FROM questions WHERE channel = ? AND thread = ? AND received_at < ? AND record IS NOT NULL"
            " ORDER BY received_at"
        )
        found = self._connection.execute(query, (row["channel"], row["thread"], row["received_at"]))
        return tuple(earlier["text"] for earlier in found.fetchall())

    # --- within ------------------------------------------------------------------------------------------------------

    def _change(self, id: str, what: str, *values: object) -> None:
        with self._translated():
            self._connection.execute(
                f"UPDATE questions SET {what}, changed_at = ? WHERE id = ?",  # noqa: S608 - ours
                (*values, time.time(), id),
            )

    def _one(self, query: str, *values: object) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return found

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.Error as error:
            raise StorageError(
                f"What the Slack bot remembers in '{self.path}' can't be read or written: {error}.",
                f"Check that '{self._folder}' can be written and has room.",
            ) from error


def _asked(row: sqlite3.Row) -> Asked:
    names: Sequence[str] = ("id", "event_id", "team", "channel", "user", "text", "ts", "thread", "response_url")
    values = {name: row[name] for name in names}
    return Asked(kind=Kind(row["kind"]), **values)


def _work(row: sqlite3.Row) -> Work:
    return Work(
        asked=_asked(row),
        verdict=Verdict(row["verdict"]),
        attempts=row["attempts"],
        uncertain=bool(row["uncertain"]),
        received_at=row["received_at"],
        answer=_answer(row),
    )


def _answer(row: sqlite3.Row) -> Answer | None:
    """Return the answer that is kept; None where there is none, or none that this askbot can read."""
    try:
        return records.read(row["record"]) if row["record"] else None
    except ValueError as error:
        logs.trouble("record_unreadable", {"question": row["id"]}, error=error)
        return None
