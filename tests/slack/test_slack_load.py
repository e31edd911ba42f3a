"""Many at once: acknowledged within a second whatever the workers do, and each answered once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest

from conftest import Rig
from fakeslack import FakeSlack
from slackbot import Bot

QUESTIONS = ("How deep is Tarnwater?", "Who led the angling club?", "How much did the state pay?")
ACK_S = 1.0


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


def test_a_command_is_acknowledged_while_every_worker_is_busy(on_socket: Rig):
    fake = on_socket.fake
    holds = [fake.hold("chat.postMessage") for _ in range(4)]
    try:
        sent = [fake.mention(QUESTIONS[0]) for _ in range(4)]
        fake.wait(lambda: all(hold.reached.is_set() for hold in holds), what="all four workers busy")
        name, payload = fake.command(QUESTIONS[1])
        assert fake.acked(fake.deliver(payload, type="slash_commands")) < ACK_S
        assert fake.state.responses[name].sent == []
    finally:
        for hold in holds:
            hold.release()
    fake.wait(lambda: fake.state.responses[name].sent, what="the command's answer")
    assert [len(on_socket.answers(s)) for s in sent] == [1] * 4


@pytest.mark.soak
def test_soak_two_hundred_at_once(fake: FakeSlack, start: Callable[..., Bot]):
    start(fake).logged("started")
    times, answers = burst(fake, 200)
    assert statistics.quantiles(times, n=100)[98] < ACK_S
    assert answers == [1] * 200


@pytest.mark.soak
def test_soak_minutes_of_questions_leave_memory_and_threads_where_they_were(fake: FakeSlack, start: Callable[..., Bot]):
    bot = start(fake)
    bot.logged("started")

    def measured() -> tuple[int, int]:
        with open(f"/proc/{bot.pid}/status") as status:  # noqa: PTH123 - a path of the kernel's
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]), int(fields["Threads"])

    burst(fake, 20)
    before = measured()
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        burst(fake, 20)
    after = measured()
    assert after[0] < before[0] * 1.2 and after[1] <= before[1] + 2
