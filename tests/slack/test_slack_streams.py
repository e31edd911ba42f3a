"""Answers that take long: a status meanwhile, and in a direct conversation a stream that always ends whole, once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest

from conftest import Rig
from fakeslack import FakeSlack, Fault, ratelimited, strict
from fakeslack.server import Sent
from slackbot import Bot

EARLIER = "How many visitors came in 2023?"
READ_AS, SHORT = "(How many visitors came in 2012?)", "roughly 6,000 [1]"


@contextmanager
def slowly(fake: FakeSlack, text: str = "and in 2012?", *, channel: str = "D0ANN"):
    """Ask in a thread that Slack is slow to show; the body runs once the asker has been shown a status."""
    root = fake.written(EARLIER, channel=channel)
    before = len(fake.state.statuses)
    held = fake.hold("conversations.replies")
    kind = "message" if channel[0] == "D" else "app_mention"
    mark = "" if channel[0] == "D" else "<@U0BOT> "
    sent = fake.written(mark + text, channel=channel, thread_ts=root.ts, type=kind)
    fake.deliver(sent)
    (status,) = fake.wait(lambda: fake.state.statuses[before:], what="a status")
    assert status["status"].startswith("is reading") and status["thread_ts"] == root.ts
    yield sent
    held.release()


def whole(fake: FakeSlack, sent: Sent) -> dict[str, Any]:
    """Wait for the one answer in the thread and check that all of it stands there."""
    (answer,) = fake.wait(lambda: fake.state.thread(sent.channel, sent.thread_ts), what="an answer")
    shown = strict.shown(answer).splitlines()
    assert shown[:2] == [READ_AS, SHORT] and len(shown) == 4
    assert len(strict.buttons(answer)) == 1 and answer["blocks"][-1]["type"] == "context_actions"
    assert answer["metadata"]["event_payload"]["event_id"] == sent.payload["event_id"]
    return answer


def test_an_answer_that_took_long_is_streamed_in_a_direct_conversation_bare_answer_first(on_socket: Rig):
    fake = on_socket.fake
    with slowly(fake) as sent:
        paused = fake.hold("chat.appendStream")
    fake.wait(paused.reached.is_set, what="the second piece")
    (begun,) = [m for m in fake.state.messages["D0ANN"] if m.get("streaming")]
    assert strict.shown(begun).splitlines() == [READ_AS, SHORT]
    paused.release()
    whole(fake, sent)


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
def test_a_stream_that_slack_has_ended_is_made_whole(on_socket: Rig, method: str):
    fake = on_socket.fake
    with slowly(fake) as sent:
        paused = fake.hold(method)
    fake.wait(paused.reached.is_set, what=method)
    updates = len(fake.calls("chat.update"))
    assert len(fake.state.expire()) == 1
    paused.release()
    fake.wait(lambda: len(fake.calls("chat.update")) > updates, what="an update")
    on_socket.settled()
    assert whole(fake, sent)["text"] == SHORT


@pytest.mark.parametrize(
    ("method", "faults"),
    [
        ("chat.startStream", [ratelimited("1")]),
        ("chat.startStream", [Fault(error="channel_type_not_supported")]),
        ("chat.startStream", [Fault(drop=True)]),
        ("chat.startStream", [Fault(drop=True, after=True)]),
        ("chat.stopStream", [Fault(drop=True, after=True)]),
        ("chat.update", [ratelimited("1")]),
    ],
    ids=["rate limit", "no streams here", "dropped before", "dropped after", "stopped unheard", "update later"],
)
def test_whatever_goes_wrong_with_a_stream_one_whole_answer_stands_there(
    on_socket: Rig, method: str, faults: list[Fault]
):
    fake = on_socket.fake
    with slowly(fake) as sent:
        fake.fail(method, *faults)
        if method == "chat.update":
            fake.fail("chat.appendStream", Fault(error="message_not_in_streaming_state"))
    on_socket.bot.logged("done", event_id=sent.payload["event_id"])
    whole(fake, sent)


def test_killed_in_the_middle_of_a_stream_the_next_process_makes_it_whole(fake: FakeSlack, start: Callable[..., Bot]):
    first = start(fake)
    first.logged("started")
    with slowly(fake) as sent:
        paused = fake.hold("chat.appendStream", drop=True)
    fake.wait(paused.reached.is_set, what="the second piece")
    first.kill()
    paused.release()
    start(fake).logged("done", event_id=sent.payload["event_id"])
    whole(fake, sent)


def test_in_a_channel_there_is_a_status_and_no_stream_and_an_error_takes_the_status_away(on_socket: Rig):
    fake = on_socket.fake
    streams = len(fake.calls("chat.startStream"))
    with slowly(fake, channel="C0TWO") as sent:
        pass
    whole(fake, sent)
    with slowly(fake, "why " * 600, channel="C0TWO"):
        pass
    fake.wait(lambda: fake.state.statuses[-1]["status"] == "", what="the status taken away")
    assert len(fake.calls("chat.startStream")) == streams
