"""Conversations outlive the process, whatever kills it, and two terminals at once never damage one another's."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from askbot import render, sessions, store
from askbot.errors import SessionError, StorageError
from askbot.types import Turn
from fakes import document, fact, runway

ARTICLE = document()
TALL = fact(ARTICLE, "How tall is it?", quote="It stands 41 metres tall.", short="41 metres")
LAST = Turn("How long does it last?", runway(ARTICLE, "How long does it last?"))
TURN = Turn("How tall is it?", TALL)


def test_a_session_comes_back_as_it_was(tmp_path):
    assert sessions.known(tmp_path) == () and sessions.latest(tmp_path) is None
    name = sessions.keep(tmp_path, TURN, session=None)
    assert sessions.keep(tmp_path, LAST, session=name) == name
    kept = sessions.turns(tmp_path, name)
    assert [one.turn.question for one in kept] == [TURN.question, LAST.question]
    assert [render.to_json(one.turn.answer) for one in kept] == [render.to_json(t.answer) for t in (TURN, LAST)]
    assert kept[0].turn.answer == TALL
    assert [one.turn.question for one in sessions.turns(tmp_path, name, most=1)] == [LAST.question]
    (listed,) = sessions.known(tmp_path)
    assert (listed.name, listed.turns, listed.first_question) == (name, 2, TURN.question)


def test_each_new_session_has_a_name_of_its_own_and_the_one_used_last_is_first(tmp_path):
    first = sessions.keep(tmp_path, TURN, session=None)
    time.sleep(0.002)  # the clock ticks in milliseconds
    second = sessions.keep(tmp_path, TURN, session=None)
    assert first != second and sessions.latest(tmp_path) == second
    time.sleep(0.002)
    sessions.keep(tmp_path, LAST, session=first)
    assert [s.name for s in sessions.known(tmp_path)] == [first, second]
    sessions.remove(tmp_path, first)
    assert [s.name for s in sessions.known(tmp_path)] == [second]
    with pytest.raises(SessionError, match="no session"):
        sessions.remove(tmp_path, first)


def test_two_terminals_in_one_session_add_to_its_end_and_lose_nothing(tmp_path):
    def talk(who: int) -> None:
        for n in range(10):
            sessions.keep(tmp_path, Turn(f"{who}-{n}", TALL), session="both")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(talk, range(4)))
    asked = [one.turn.question for one in sessions.turns(tmp_path, "both")]
    assert len(asked) == 40
    for who in range(4):
        assert [q for q in asked if q.startswith(f"{who}-")] == [f"{who}-{n}" for n in range(10)]


WRITER = """
import json, sys
from pathlib import Path
from askbot import sessions, transcript
from askbot.types import Turn
answer = transcript.answer(json.loads(sys.argv[2]))
for n in range(10_000):
    sessions.keep(Path(sys.argv[1]), Turn(f"q{n}", answer), session="killed")
    print(n, flush=True)
"""


def test_a_kill_leaves_every_finished_turn(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), json.dumps(render.to_json(TALL))],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    finished = [int(process.stdout.readline()) for _ in range(12)][-1]
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    process.stdout.close()
    kept = [one.turn.question for one in sessions.turns(tmp_path, "killed")]
    assert kept == [f"q{n}" for n in range(len(kept))] and len(kept) > finished
    sessions.keep(tmp_path, TURN, session="killed")
    assert sessions.count(tmp_path, "killed") == len(kept) + 1


def test_a_thousand_turns_open_in_well_under_a_second(tmp_path):
    name = sessions.keep(tmp_path, TURN, session="long")
    with sqlite3.connect(tmp_path / store.FILE_NAME) as connection:
        row = connection.execute("SELECT at, question, answer FROM turn").fetchone()
        connection.executemany("INSERT INTO turn VALUES ('long', ?, ?, ?, ?)", ((n, *row) for n in range(2, 1001)))
    connection.close()
    begun = time.perf_counter()
    last = sessions.turns(tmp_path, name, most=20)
    assert (sessions.count(tmp_path, name), len(last)) == (1000, 20)
    assert time.perf_counter() - begun < 1.0
    assert len(sessions.turns(tmp_path, name)) == 1000


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 200, "\x1b[31m"])
def test_a_name_that_cannot_stand_in_a_list(name):
    with pytest.raises(SessionError, match="can't be named"):
        sessions.check(name)


def test_a_turn_that_was_spoilt_is_an_error_that_says_which(tmp_path):
    name = sessions.keep(tmp_path, TURN, session="spoilt")
    with sqlite3.connect(tmp_path / store.FILE_NAME) as connection:
        connection.execute("UPDATE turn SET answer = '{}'")
    connection.close()
    with pytest.raises(SessionError, match="Turn 1"):
        sessions.turns(tmp_path, name)


def test_a_spoilt_file_is_one_clear_error(tmp_path):
    (tmp_path / store.FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(StorageError, match="can't be read"):
        sessions.known(tmp_path)


def test_an_export_never_replaces_a_file_and_leaves_nothing_half_written(tmp_path):
    path = store.write_new(tmp_path / "a.md", "one")
    with pytest.raises(StorageError, match="already"):
        store.write_new(tmp_path / "a.md", "two")
    for name in ("nowhere/b.md", "x" * 300, "a\x00b"):
        with pytest.raises(StorageError, match="can't be written"):
            store.write_new(tmp_path / name, "three")
    assert path.read_text() == "one" and [p.name for p in tmp_path.iterdir()] == ["a.md"]
