"""An index that is shared through a real Chroma server on loopback: what is published, fetched, kept and refused."""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from askbot.cli import run
from askbot.errors import ServerError, SettingsError, StaleIndexError
from askbot.index import build, examine
from askbot.models import EXPORTS
from askbot.server import editions, replica, segments
from askbot.server.follow import Follower
from askbot.server.rest import Patience, Server
from askbot.settings import ServerSettings
from askbot.types import Document
from test_index import FERRY, MILL, HashEmbedder, document, opened
from test_processes import edition, edition_of

FORKS = multiprocessing.get_context("forkserver")
HASTE = Patience(0.3, 0.5, (0.0,))
OATS = document("mill", "# History\n\nThe mill opened in 1820. Cy Roy ran it.\n\n# Trade\n\nIt ground oats.")
KILN = document("kiln", "The kiln was lit in 1840. " + "It burned for é days. " * 1_500)


@contextmanager
def chroma(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Chroma server on a free port, with its data in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [sys.executable, "-c", "from chromadb.cli.cli import app; app()", "run", "--host", "127.0.0.1"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*started, "--path", str(folder / "data"), "--port", str(port)], stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.1)
        yield url, process
    finally:
        process.kill()
        process.wait(30)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma(tmp_path_factory.mktemp("chroma")) as (url, _):
        yield url


@pytest.fixture
def shared(url: str, request: pytest.FixtureRequest) -> ServerSettings:
    """An index on the server, of this test alone."""
    return ServerSettings(url, name=f"t{abs(hash(request.node.name)):x}")


def silent(said: str) -> None:
    raise AssertionError(said)


def published(at: Path, settings: ServerSettings, documents: list[Document], **how: Any) -> editions.Edition:
    build(documents, at=at, embedder=HashEmbedder())
    return replica.publish(at, settings, fingerprint="hash 1", **how)[0]


def fetched(at: Path, settings: ServerSettings) -> list[Document]:
    replica.refresh(at, settings, HashEmbedder(), tell=silent)
    with opened(at) as index:
        return list(index.documents())


def collections(settings: ServerSettings) -> set[str]:
    with Server(settings) as server:
        return {name for name, _ in server.collections()}


# What is published and fetched


def test_a_replica_holds_what_was_published_and_computes_nothing(tmp_path: Path, shared: ServerSettings):
    first = published(tmp_path / "a", shared, [MILL, FERRY, KILN])
    assert (first.number, first.documents) == (1, 3)
    embedder = HashEmbedder()
    assert replica.refresh(tmp_path / "b", shared, embedder, tell=silent)
    assert embedder.embedded == []
    assert not replica.refresh(tmp_path / "b", shared, embedder, tell=silent)
    with opened(tmp_path / "a") as one, opened(tmp_path / "b") as other:
        assert list(one.documents()) == list(other.documents()) == [FERRY, KILN, MILL]
        # Chroma brings vectors to length 1 anew; on some processors that changes the last bit.
        assert np.allclose(one.vectors("kiln"), other.vectors("kiln"), atol=1e-6)
        assert other.keyword("Who built it?", 1)[0][0].text == "Ada Roy built it."
    assert examine(tmp_path / "b", HashEmbedder()) == []
    assert replica.compare(tmp_path / "b", shared, fingerprint="hash 1") == (first.named, [])


def test_an_update_carries_what_changed_and_reaches_every_replica(tmp_path: Path, shared: ServerSettings):
    first = published(tmp_path / "a", shared, [MILL, FERRY, KILN])
    assert fetched(tmp_path / "b", shared) == [FERRY, KILN, MILL]
    assert replica.publish(tmp_path / "a", shared, fingerprint="hash 1") == (first, False)
    second = published(tmp_path / "a", shared, [OATS, KILN])
    with Server(shared) as server:
        where = {entry.id: entry.segment for entry in editions.entries(server, second)}
        assert where["kiln"] == first.segments != where["mill"]
    assert fetched(tmp_path / "b", shared) == [KILN, OATS]
    assert fetched(tmp_path / "c", shared) == [KILN, OATS]


def test_a_writer_elsewhere_computes_only_what_nobody_has(tmp_path: Path, shared: ServerSettings):
    published(tmp_path / "a", shared, [MILL, FERRY])
    embedder = HashEmbedder()
    with replica.sharing(shared, embedder) as embeds:
        build([OATS, FERRY], at=tmp_path / "b", embedder=embeds)
    assert embedder.embedded == ["History: Cy Roy ran it."]
    assert replica.publish(tmp_path / "b", shared, fingerprint="hash 1")[0].number == 2
    assert fetched(tmp_path / "a", shared) == [FERRY, OATS]


def test_many_segments_become_one_again(tmp_path: Path, shared: ServerSettings):
    for n in range(3):
        last = published(
            tmp_path / "a", shared, [document(f"d{k}", f"Line {k} is here.") for k in range(n + 1)], most_segments=1
        )
    assert len(last.segments.split()) == 1
    assert len(fetched(tmp_path / "b", shared)) == 3


# Editions


def test_old_editions_go_with_what_only_they_had_and_the_newest_stays_whole(tmp_path: Path, shared: ServerSettings):
    first = published(tmp_path / "a", shared, [MILL, FERRY])
    for text in ("One is here.", "Two is here."):
        last = published(tmp_path / "a", shared, [FERRY, document("n", text)])
    with Server(shared) as server:
        editions.drop_old(server, most_kept=1)
        assert editions.newest(server) == editions.newest(server, known=last) == last
        assert editions.newest(server, known=first) == last
    left = collections(shared)
    assert len([name for name in left if ".edition-" in name]) == 1
    assert {name.split(".")[1] for name in left if ".edition-" not in name} == {
        *last.segments.split(),
        last.list_name.split(".")[1],
    }
    assert [found.id for found in fetched(tmp_path / "b", shared)] == ["ferry", "n"]


def test_who_publishes_after_an_edition_that_is_not_the_newest_has_to_begin_anew(
    tmp_path: Path, shared: ServerSettings
):
    first = published(tmp_path / "a", shared, [MILL])
    published(tmp_path / "a", shared, [FERRY])
    last = published(tmp_path / "a", shared, [OATS])
    with Server(shared) as server:
        listed = editions.entries(server, first)

        def tried() -> editions.Edition | None:
            segment = editions.new_segment()
            return editions.publish(server, listed, after=first, segment=segment, passages=1, model="hash 1")

        assert tried() is None
        # Also where the one that came next is gone already.
        editions.drop_old(server, most_kept=1)
        assert tried() is None
        assert editions.newest(server) == last
    assert fetched(tmp_path / "b", shared) == [OATS]


def _write(at: Path, settings: ServerSettings, writer: int, writers: int, until: float, report: Any) -> None:
    number, made = writer, 0
    while time.time() < until or not made:
        build(edition(number), at=at, embedder=HashEmbedder())
        made += replica.publish(at, settings, fingerprint="hash 1")[1]
        number += writers
    report.put(made)


def _read(at: Path, settings: ServerSettings, until: float) -> None:
    seen = 0
    while time.time() < until or not seen:
        seen += replica.refresh(at, settings, HashEmbedder(), tell=silent)
        with opened(at) as index:
            edition_of(index)


def _publish(at: Path, settings: ServerSettings) -> None:
    replica.publish(at, settings, fingerprint="hash 1")


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_publication_that_is_killed_counts_whole_or_not_at_all(tmp_path: Path, shared: ServerSettings):
    kills = 30
    FORKS.set_forkserver_preload(["askbot.index", "askbot.server.replica", "chromadb", "test_index"])
    published(tmp_path / "a", shared, edition(0))
    draw, now, whole = random.Random(20261128), 0, 0.0
    for number in range(1, kills + 2):
        build(edition(number), at=tmp_path / "a", embedder=HashEmbedder())
        process = FORKS.Process(target=_publish, args=(tmp_path / "a", shared))
        begun = time.monotonic()
        process.start()
        # The first one is left alone, to see how long one takes.
        process.join(draw.uniform(0, 1.1 * whole) if whole else 120)
        whole = whole or time.monotonic() - begun
        process.kill()
        process.join(30)
        replica.refresh(tmp_path / "b", shared, HashEmbedder(), tell=silent)
        with opened(tmp_path / "b") as index:
            found = edition_of(index)
        assert found in (now, number) if process.exitcode else found == number
        now = found
    last = published(tmp_path / "a", shared, edition(kills + 2))
    assert fetched(tmp_path / "b", shared)
    assert replica.compare(tmp_path / "b", shared, fingerprint="hash 1") == (last.named, [])


@pytest.mark.parametrize(
    ("seconds", "each"), [(4, 2), pytest.param(120, 4, marks=[pytest.mark.soak, pytest.mark.timeout(900)])]
)
def test_writers_and_readers_of_one_server_lose_nothing_and_mix_nothing_up(
    tmp_path: Path, shared: ServerSettings, seconds: int, each: int
):
    """Every publication has an edition of its own, and every replica is one edition, whole."""
    FORKS.set_forkserver_preload(["askbot.index", "askbot.server.replica", "chromadb", "test_index"])
    published(tmp_path / "first", shared, edition(0))
    until, report = time.time() + seconds, FORKS.Queue()
    running = [
        FORKS.Process(target=_write, args=(tmp_path / f"w{n}", shared, n + 1, each, until, report)) for n in range(each)
    ]
    running += [FORKS.Process(target=_read, args=(tmp_path / f"r{n}", shared, until)) for n in range(each)]
    for process in running:
        process.start()
    made = sum(report.get(timeout=seconds + 240) for _ in range(each))
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * (2 * each)
    with Server(shared) as server:
        last = editions.newest(server)
    assert last is not None and last.number == made + 1 > each
    replica.refresh(tmp_path / "last", shared, HashEmbedder(), tell=silent)
    with opened(tmp_path / "last") as index:
        edition_of(index)
    assert replica.compare(tmp_path / "last", shared, fingerprint="hash 1") == (last.named, [])


def test_a_conversation_gets_the_next_edition_by_itself(tmp_path: Path, shared: ServerSettings):
    published(tmp_path / "a", shared, [MILL])
    assert fetched(tmp_path / "b", shared) == [MILL]
    with opened(tmp_path / "b") as index:
        follower = Follower(tmp_path / "b", shared, HashEmbedder(), tell=silent, every_s=0.05)
        published(tmp_path / "a", shared, [OATS])
        deadline = time.monotonic() + 120
        while index.is_current():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        follower.close()
    with opened(tmp_path / "b") as index:
        assert list(index.documents()) == [OATS]


# What is refused


def test_what_is_damaged_on_the_server_is_refused_and_found(tmp_path: Path, shared: ServerSettings):
    first = published(tmp_path / "a", shared, [MILL])
    assert fetched(tmp_path / "b", shared) == [MILL]
    second = published(tmp_path / "a", shared, [OATS])
    with Server(shared) as server:
        (entry,) = editions.entries(server, second)
        text = segments.record(OATS).replace("1820", "1920")
        segments.put(server, f"{shared.name}.{entry.segment}.texts", [(entry.sha256, text)])
    told: list[str] = []
    assert not replica.refresh(tmp_path / "b", shared, HashEmbedder(), tell=told.append)
    assert "damaged" in told[0] and first.named in told[0]
    with opened(tmp_path / "b") as index:
        assert list(index.documents()) == [MILL]
    with pytest.raises(ServerError, match="'mill' is not what was written"):
        replica.refresh(tmp_path / "c", shared, HashEmbedder(), tell=silent)
    named, findings = replica.compare(tmp_path / "b", shared, fingerprint="hash 1")
    assert named == second.named and len(findings) == 2
    # Publishing anew mends it.
    replica.publish(tmp_path / "a", shared, fingerprint="hash 1", anew=True)
    assert fetched(tmp_path / "b", shared) == [OATS]


def test_an_edition_of_another_model_is_refused_and_an_empty_server_says_so(tmp_path: Path, shared: ServerSettings):
    with pytest.raises(ServerError, match="holds no index"):
        replica.refresh(tmp_path / "b", shared, HashEmbedder(), tell=silent)
    published(tmp_path / "a", shared, [MILL])
    with pytest.raises(StaleIndexError, match="another model"):
        replica.refresh(tmp_path / "b", shared, HashEmbedder("other 2"), tell=silent)
    with pytest.raises(ServerError, match="refuses"):
        replica.publish(tmp_path / "a", replace(shared, database="nowhere"), fingerprint="hash 1")


@contextmanager
def answering(says: bytes, *, drips: bool = False) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says the same to everybody, or begins to and never ends."""
    heard: list[bytes] = []
    over = threading.Event()

    def serve(line: socket.socket) -> None:
        with line:
            heard.append(line.recv(65_536))
            line.sendall(says)
            while drips and not over.wait(0.05):
                try:
                    line.sendall(b"x")
                except OSError:
                    return

    def accept() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve, args=(line,)))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threads = [threading.Thread(target=accept)]
        threads[0].start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join(30)


@pytest.mark.parametrize(
    ("says", "drips", "tries"),
    [
        (b"", True, 2),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n[", True, 2),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", False, 2),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", False, 1),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            False,
            1,
        ),
    ],
)
def test_a_server_that_does_not_answer_as_one_is_given_up(says: bytes, drips: bool, tries: int):
    with (
        answering(says, drips=drips) as (url, heard),
        Server(ServerSettings(url), HASTE) as server,
        pytest.raises(ServerError) as failed,
    ):
        editions.newest(server)
    assert len(heard) == tries
    assert url in failed.value.message and "\n" not in failed.value.message


def test_the_token_goes_to_the_server_and_nowhere_else():
    said = json.dumps({"message": "the token hunter2 is unknown"}).encode()
    denied = b"HTTP/1.1 400 Bad\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)
    with answering(denied) as (url, heard):
        settings = ServerSettings.from_environment({"ASKBOT_CHROMA_URL": url, "ASKBOT_CHROMA_TOKEN": "hunter2"})
        assert settings is not None and "hunter2" not in repr(settings)
        with Server(settings, HASTE) as server, pytest.raises(ServerError) as failed:
            editions.newest(server)
    assert b"X-Chroma-Token: hunter2\r\n" in heard[0] and b"Authorization: Bearer hunter2\r\n" in heard[0]
    assert "hunter2" not in failed.value.message + failed.value.remedy


@pytest.mark.parametrize(
    "wrong",
    [
        {"URL": "localhost:8000"},
        {"URL": "http://[::1"},
        {"URL": "http://me:secret@host"},
        {"URL": "http://host/?token=secret"},
        {"URL": "http://host:8000", "TOKEN": "secret"},
        {"URL": "https://host", "TOKEN": "secret\nHost: other"},
        {"URL": "https://host", "TENANT": "a/b"},
        {"URL": "https://host", "NAME": "a.b"},
    ],
)
def test_settings_that_make_no_sense_are_refused_without_their_secret(wrong: dict[str, str]):
    with pytest.raises(SettingsError) as refused:
        ServerSettings.from_environment({f"ASKBOT_CHROMA_{name}": value for name, value in wrong.items()})
    assert "ASKBOT_CHROMA_" in refused.value.message and "secret" not in refused.value.message


# The commands


def test_from_the_first_index_to_a_server_that_is_away(
    tmp_path: Path, exported: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "mill.txt").write_text("The mill\n\nThe mill opened in 1820. Ada Roy ran it.\n")
    a, b, c = (tmp_path / name for name in "abc")
    for at in (a, b):
        shutil.copytree(exported, at / EXPORTS)

    def asked(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    (tmp_path / "server").mkdir()
    with chroma(tmp_path / "server") as (url, process):
        monkeypatch.setenv("ASKBOT_CHROMA_URL", url)
        code, out, _ = asked("index", str(corpus), "--index", str(a))
        assert code == 0 and f"'{url}' has it as edition 1 of" in out
        question = "When did the mill open?"
        code, out, err = asked("ask", question, "--index", str(b))
        assert (code, out.split("\n")[0], err) == (0, "1820 [1]", "")
        code, out, _ = asked("doctor", "--index", str(b))
        assert code == 0 and f"'{url}' holds edition 1" in out
        # A machine without the articles repairs its replica from the server.
        (next(b.glob("generation-*")) / "flags.json").write_text("{")
        monkeypatch.chdir(tmp_path / "server")
        code, out, _ = asked("doctor", "--repair", "--index", str(b))
        assert code == 0 and "fetching it anew" in out
        process.kill()
        process.wait(30)
        code, out, err = asked("ask", question, "--index", str(b))
        assert (code, out.split("\n")[0]) == (0, "1820 [1]")
        assert err.count("\n") == 1 and err.startswith(f"Note: The Chroma server at '{url}' can't be reached")
        assert "Answering from edition 1 of 20" in err
        for command in (["ask", question], ["index", str(corpus)]):
            code, out, err = asked(*command, "--index", str(c))
            assert (code, out) == (1, "") and [line.split(":")[0] for line in err.splitlines()] == ["Error", "Try"]
        code, out, _ = asked("doctor", "--index", str(b))
        assert code == 1 and "Server: The Chroma server" in out


def test_without_a_server_none_of_this_is_imported_and_with_one_no_chroma_and_nothing_that_reads_files():
    check = (
        "import sys; import askbot.cli, askbot.bot; "
        "assert not [n for n in sys.modules if n.startswith(('askbot.server', 'http.client', 'chromadb'))]; "
        "import askbot.server.replica, askbot.server.follow; "
        "assert not [n for n in sys.modules if n.startswith(('askbot.loading', 'askbot.drafts', 'chromadb', 'httpx'))]"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
