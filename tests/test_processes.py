"""Many processes on one index: builds that are killed, builds and readers side by side, and what each of them sees.

Every process is a real one, forked from a server that has imported Chroma, so that a build takes as long as it takes
and not as long as an import.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from askbot import generations
from askbot.drafts import embedded_text
from askbot.errors import StorageError
from askbot.index import Index, build, examine
from askbot.types import Document
from test_index import FERRY, MILL, HashEmbedder, answers, document, opened

FORKS = multiprocessing.get_context("forkserver")
SENTENCES = 400
WRITERS = READERS = 4


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    FORKS.set_forkserver_preload(["askbot.index", "chromadb", "test_index"])


def edition(number: int) -> list[Document]:
    """A corpus of which one document changes from edition to edition, half of it each time."""
    lines = [f"Line {n} of edition {number if n % 2 else 'all'} tells of {n}." for n in range(SENTENCES)]
    return [MILL, FERRY, document("long", "\n".join([f"This is edition {number}.", *lines]))]


def _build(at: Path, number: int) -> None:
    build(edition(number), at=at, embedder=HashEmbedder())


def started(target: Any, *arguments: object) -> ForkServerProcess:
    process = FORKS.Process(target=target, args=arguments)
    process.start()
    return process


def edition_of(index: Index) -> int:
    """Read which edition an index holds, having seen that it holds all of that one and nothing of another."""
    text = index.document("long").text
    number = int(text.split()[3].rstrip("."))
    assert tuple(index.documents()) == tuple(sorted(edition(number), key=lambda d: d.id))
    passages = [p for d in index.documents() for p in index.passages(d.id)]
    assert len(passages) == SENTENCES + 1 + 7
    for passage in passages[:: len(passages) // 12]:
        vector = HashEmbedder().question(embedded_text(passage.heading, passage.text))
        assert index.dense(vector, 1)[0][0] == passage
        assert index.keyword(passage.text, 1)[0][0] == passage
    return number


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(3000)])])
def test_a_build_that_is_killed_at_any_moment_leaves_one_whole_edition(tmp_path: Path, kills: int) -> None:
    at, draw = tmp_path / "index", random.Random(20261124)
    build(edition(0), at=at, embedder=HashEmbedder())
    process = started(_build, at, 1)
    begun = time.monotonic()
    process.join(120)
    assert process.exitcode == 0
    whole, now, ended = time.monotonic() - begun, 1, 0
    for number in range(2, kills + 2):
        process = started(_build, at, number)
        process.join(draw.uniform(0, 1.1 * whole))
        process.kill()
        process.join(30)
        with opened(at) as index:
            found = edition_of(index)
        assert found in (now, number) if process.exitcode else found == number
        ended += found == number
        now = found
    assert ended < kills  # otherwise nothing was killed in time
    build(edition(now), at=at, embedder=HashEmbedder())
    assert build(edition(kills + 2), at=at, embedder=HashEmbedder()).unchanged == 2
    assert examine(at, HashEmbedder()) == []
    assert len(list(at.glob("generation-*"))) <= generations.GENERATIONS_KEPT


def _write(at: Path, writer: int, until: float) -> None:
    number = writer
    while time.time() < until:
        _build(at, number)
        number += WRITERS


def _read(at: Path, until: float, report: Any) -> None:
    """Ask on one index as long as it is the one in force and a little longer, as a conversation does."""
    seen = set()
    while time.time() < until:
        with opened(at) as index:
            number = edition_of(index)
            while index.is_current() and time.time() < until:
                time.sleep(0.01)
            assert edition_of(index) == number
            seen.add(number)
    report.put(len(seen))


@pytest.mark.parametrize("seconds", [10, pytest.param(120, marks=[pytest.mark.soak, pytest.mark.timeout(600)])])
def test_four_writers_and_four_readers_lose_nothing_and_mix_nothing_up(tmp_path: Path, seconds: int) -> None:
    at = tmp_path / "index"
    build(edition(0), at=at, embedder=HashEmbedder())
    until, report = time.time() + seconds, FORKS.Queue()
    running = [started(_write, at, writer, until) for writer in range(WRITERS)]
    running += [started(_read, at, until, report) for _ in range(READERS)]
    for process in running:
        process.join(seconds + 120)
    assert [process.exitcode for process in running] == [0] * (WRITERS + READERS)
    # Builds came and went while each reader looked.
    assert all(report.get(timeout=10) > 1 for _ in range(READERS))
    assert examine(at, HashEmbedder()) == []
    with opened(at) as index:
        edition_of(index)


def test_four_processes_that_make_the_index_together_make_one(tmp_path: Path) -> None:
    running = [started(_build, tmp_path / "index", number) for number in range(4)]
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * 4
    assert examine(tmp_path / "index", HashEmbedder()) == []


def test_who_waits_for_another_build_is_told_so_once(tmp_path: Path) -> None:
    told: list[str] = []
    with (
        generations.writing(tmp_path),
        pytest.raises(StorageError, match="Another"),
        generations.writing(tmp_path, wait_seconds=0.5, waiting=lambda: told.append("wait")),
    ):
        raise AssertionError("two builds at once")
    assert told == ["wait"]
    with generations.writing(tmp_path, waiting=lambda: told.append("again")):
        assert told == ["wait"]


def test_who_builds_again_and_again_lets_others_in_between(tmp_path: Path) -> None:
    begun, over = threading.Event(), threading.Event()

    def build_on() -> None:
        while not over.is_set():
            with generations.writing(tmp_path):
                begun.set()
                time.sleep(0.05)

    builder = threading.Thread(target=build_on)
    builder.start()
    begun.wait(10)
    try:
        for _ in range(2):
            with generations.writing(tmp_path, wait_seconds=3):
                pass
    finally:
        over.set()
        builder.join(10)


def test_an_index_that_was_dropped_is_read_to_the_end(tmp_path: Path) -> None:
    """Everything was opened with it, so even its last file may go."""
    at = tmp_path / "index"
    build(edition(0), at=at, embedder=HashEmbedder())
    with opened(at) as index:
        for number in range(1, 4):
            build(edition(number), at=at, embedder=HashEmbedder())
        assert not (at / "generation-000001").exists()
        assert edition_of(index) == 0


def test_a_process_that_is_stopped_in_a_build_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    at = tmp_path / "index"
    build(edition(0), at=at, embedder=HashEmbedder())
    process = started(_build, at, 1)
    while not list(at.glob("generation-000002")):
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(StorageError, match="Another"), generations.writing(at, wait_seconds=0.3):
            raise AssertionError("two builds at once")
        assert answers(at)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    process.join(60)
    assert process.exitcode == 0
