"""Many at once: acknowledged within a second whatever the workers do, and each answered once."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import SMALL_CORPUS, Rig, reindex
from fakeslack import FakeSlack, Sent
from slackbot import Bot

QUESTIONS = ("How deep is Tarnwater?", "Who led the angling club?", "How much did the state pay?")
ACK_S = 1.0
SOAK_S = 180.0


def burst(fake: FakeSlack, n: int) -> tuple[list[float], list[int]]:
    """Let n people ask at once; return the times to acknowledge and how many answers each got."""
    sent = [
        fake.written(f"<@U0BOT> {QUESTIONS[k % len(QUESTIONS)]}", channel="C0ONE", user=f"U{k:09}", type="app_mention")
        for k in range(n)
    ]
    envelopes = [fake.deliver(s) for s in sent]
    times = [fake.acked(envelope) for envelope in envelopes]
    fake.wait(lambda: all(fake.state.thread("C0ONE", s.ts) for s in sent), what="every answer", within_s=600)
    return times, [len(fake.state.thread("C0ONE", s.ts)) for s in sent]


def test_mentions_at_once_are_acknowledged_within_a_second_and_each_answered_once(on_socket: Rig):
    times, answers = burst(on_socket.fake, 24)
    assert statistics.quantiles(times, n=100)[98] < ACK_S
    assert answers == [1] * 24


def test_requests_at_once_are_acknowledged_within_a_second_and_each_answered_once(on_http: Rig):
    fake = on_http.fake
    sent = [fake.written(f"<@U0BOT> {QUESTIONS[0]}", channel="C0ONE", type="app_mention") for _ in range(24)]

    def timed(one: Sent) -> float:
        begun = time.perf_counter()
        on_http.send(one.payload)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(12) as slack:
        times = list(slack.map(timed, sent))
    assert statistics.quantiles(times, n=100)[98] < ACK_S
    assert [len(on_http.answers(one)) for one in sent] == [1] * 24


def test_a_command_is_acknowledged_while_every_worker_is_busy(rig: Rig):
    fake = rig.fake
    holds = [fake.hold("chat.postMessage") for _ in range(4)]
    try:
        sent = [rig.mention(QUESTIONS[0]) for _ in range(4)]
        fake.wait(lambda: all(hold.reached.is_set() for hold in holds), what="all four workers busy")
        name, payload = fake.command(QUESTIONS[1])
        begun = time.perf_counter()
        rig.send(payload, type="slash_commands")  # which returns when it is acknowledged
        assert time.perf_counter() - begun < ACK_S
        assert fake.state.responses[name].sent == []
    finally:
        for hold in holds:
            hold.release()
    fake.wait(lambda: fake.state.responses[name].sent, what="the command's answer")
    assert [len(rig.answers(s)) for s in sent] == [1] * 4


@pytest.mark.soak
def test_soak_two_hundred_at_once(fake: FakeSlack, start: Callable[..., Bot]):
    start(fake).logged("started")
    times, answers = burst(fake, 200)
    print(f"acknowledged: median {statistics.median(times):.3f} s, p99 {statistics.quantiles(times, n=100)[98]:.3f} s")
    assert statistics.quantiles(times, n=100)[98] < ACK_S
    assert answers == [1] * 200


@pytest.mark.soak
def test_soak_minutes_of_questions_and_new_indexes_leave_memory_and_threads_where_they_were(
    fake: FakeSlack, index: Path, tmp_path: Path
):
    articles, at = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    shutil.copytree(index, at)
    text = (SMALL_CORPUS / "tarnwater.md").read_text(encoding="utf-8")
    with Bot(tmp_path / "bot", fake, index=at) as bot:
        bot.logged("started")

        def measured() -> tuple[int, int]:
            fields = dict(line.split(":", 1) for line in Path(f"/proc/{bot.pid}/status").read_text().splitlines())
            return int(fields["VmRSS"].split()[0]), int(fields["Threads"])

        begun, measures = time.monotonic(), []
        while time.monotonic() - begun < SOAK_S or len(measures) < 4:
            (articles / "tarnwater.md").write_text(f"{text}\nNote {len(measures)} was added.\n", encoding="utf-8")
            reindex(articles, at)
            bot.logged("index_renewed", n=len(measures) + 1)
            _, answers = burst(fake, 60)
            assert answers == [1] * 60
            measures.append(measured())
            print(f"{time.monotonic() - begun:.0f} s: {measures[-1][0]} kB, {measures[-1][1]} threads")
        (first, threads), (last, threads_after) = measures[1], measures[-1]
        assert last < first * 1.2 and threads_after <= threads + 2
        print(f"log: {bot.stderr.stat().st_size} bytes for {len(bot.log('done'))} answers")
