"""Exactly one answer for each question: redelivered, doubled, shared between processes, killed in the middle."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Rig
from fakeslack import FakeSlack, strict
from slackbot import START_S, Bot

QUESTION = "How deep is Tarnwater?"


def test_a_redelivered_event_is_acknowledged_each_time_and_answered_once(rig: Rig):
    sent = rig.mention(QUESTION)
    for retry in (1, 2, 3):
        rig.send(sent.payload, retry=retry)
    rig.answers(sent)
    rig.send(sent.payload, retry=3)
    rig.settled()
    assert len(rig.answers(sent)) == 1


def test_an_event_first_seen_as_a_retry_is_answered(rig: Rig):
    sent = rig.fake.written(f"<@U0BOT> {QUESTION}", channel="C0ONE", type="app_mention")
    rig.send(sent.payload, retry=1)
    assert len(rig.answers(sent)) == 1


def test_a_mention_that_comes_as_a_message_too_is_answered_once(on_socket: Rig):
    fake = on_socket.fake
    sent = fake.written(f"<@U0BOT> {QUESTION}", channel="C0ONE", type="app_mention")
    twin = fake.event({**sent.payload["event"], "type": "message", "channel_type": "channel"})
    assert twin["event_id"] != sent.payload["event_id"]
    for payload in (twin, sent.payload, twin):
        on_socket.send(payload)
    on_socket.answers(sent)
    on_socket.settled()
    assert len(on_socket.answers(sent)) == 1


def test_two_processes_give_one_answer_and_a_restart_changes_nothing(fake: FakeSlack, start: Callable[..., Bot]):
    one, two = start(fake), start(fake)
    one.logged("started")
    two.logged("started")
    fake.connected(2)
    sent = [fake.written(f"<@U0BOT> {QUESTION}", channel="C0ONE", type="app_mention") for _ in range(4)]
    envelopes = [fake.deliver(s, socket=n, retry=n) for s in sent for n in (0, 1)]
    for envelope in envelopes:
        fake.acked(envelope)
    fake.wait(lambda: all(fake.state.thread("C0ONE", s.ts) for s in sent), what="four answers")
    one.terminate()
    assert one.code(START_S) == 0
    fake.wait(lambda: len(fake.sockets) == 1, what="one socket left")
    for s in sent:
        fake.acked(fake.deliver(s, retry=3))
    # Work was left to do after the redeliveries, and is done: whatever they would have caused is done too.
    last = fake.mention(QUESTION)
    fake.wait(lambda: fake.state.thread("C0ONE", last.ts), what="the last answer")
    assert [len(fake.state.thread("C0ONE", s.ts)) for s in (*sent, last)] == [1] * 5


def test_killed_in_the_middle_of_answers_each_question_ends_in_one_answer_or_an_apology(
    fake: FakeSlack, start: Callable[..., Bot]
):
    first = start(fake)
    first.logged("started")
    # One is reading its thread, one is about to be posted, one has been accepted by Slack, a command is being answered.
    root = fake.written("How many visitors came in 2023?", channel="C0TWO")
    reading = fake.hold("conversations.replies", drop=True)
    before = fake.mention("and in 2012?", channel="C0TWO", thread_ts=root.ts)
    fake.wait(reading.reached.is_set, what="the thread being read")
    unsent = fake.hold("chat.postMessage", drop=True)
    during = fake.mention(QUESTION)
    fake.wait(unsent.reached.is_set, what="an answer being posted")
    accepted = fake.hold("chat.postMessage", after=True, drop=True)
    after = fake.mention("Who led the angling club?")
    fake.wait(accepted.reached.is_set, what="an answer accepted")
    responding = fake.hold("response_url", drop=True)
    name, payload = fake.command("How much did the state pay?")
    fake.acked(fake.deliver(payload, type="slash_commands"))
    fake.wait(responding.reached.is_set, what="a command being answered")
    first.kill()
    for hold in (reading, unsent, accepted, responding):
        hold.release()
    fake.wait(lambda: not fake.sockets, what="the socket of the dead process closed")

    second = start(fake)
    second.logged("started")
    second.logged("done", n=4)
    shown = [strict.shown(m) for s in (before, during, after) for m in fake.state.thread(s.channel, s.thread_ts)]
    assert [line.splitlines()[-1 if n == 0 else 0] for n, line in enumerate(shown)][1:] == [
        "6.2 metres [1]", "Jonas Ek [1]",
    ]  # fmt: skip
    assert len(shown) == 3 and "6,000" in shown[0]
    (apology,) = fake.state.responses[name].sent
    assert "I was interrupted" in strict.shown(apology) and "reference" in strict.shown(apology)
    # Slack sends again what it is not sure of; nothing more comes of it.
    for s in (before, during, after):
        fake.acked(fake.deliver(s, retry=1))
    last = fake.mention(QUESTION)
    fake.wait(lambda: fake.state.thread("C0ONE", last.ts), what="the last answer")
    assert [len(fake.state.thread(s.channel, s.thread_ts)) for s in (before, during, after)] == [1, 1, 1]


def test_where_the_thread_cannot_be_looked_at_the_question_is_marked_and_not_answered_twice(
    fake: FakeSlack, start: Callable[..., Bot]
):
    first = start(fake)
    first.logged("started")
    accepted = fake.hold("chat.postMessage", after=True, drop=True)
    sent = fake.mention(QUESTION)
    fake.wait(accepted.reached.is_set, what="an answer accepted")
    first.kill()
    accepted.release()
    fake.state.scopes.discard("channels:history")
    start(fake).logged("done")
    answer, apology = (strict.shown(m) for m in fake.state.thread("C0ONE", sent.ts))
    assert answer.startswith("6.2 metres")
    assert "If you see no answer above, ask again" in apology


def test_told_to_end_it_finishes_what_is_waiting_takes_nothing_more_and_leaves_with_0(
    fake: FakeSlack, start: Callable[..., Bot]
):
    bot = start(fake, ASKBOT_SLACK_WORKERS="2")
    bot.logged("started")
    holds = [fake.hold("chat.postMessage") for _ in range(2)]
    sent = [fake.mention(QUESTION) for _ in range(6)]
    fake.wait(lambda: all(hold.reached.is_set() for hold in holds), what="both workers busy")
    bot.logged("received", n=6)
    bot.terminate()
    fake.wait(lambda: not fake.sockets, what="the socket closed first")
    for hold in holds:
        hold.release()
    assert bot.code(START_S) == 0
    assert [len(fake.state.thread("C0ONE", s.ts)) for s in sent] == [1] * 6
