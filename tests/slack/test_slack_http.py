"""HTTP mode against strangers: whatever is not signed by Slack is refused before anything runs, never with a 500."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Mapping

import pytest

from conftest import Rig, over_http, post
from fakeslack import FakeSlack
from fakeslack.server import signed
from slackbot import START_S, Bot

EVENT_ID = "EvSTRANGER"
# A question that would be answered, were the request that brings it taken.
BODY = json.dumps(
    {
        "type": "event_callback", "team_id": "T0HOME", "event_id": EVENT_ID,
        "event": {"type": "app_mention", "user": "U0ANN", "channel": "C0ONE", "ts": "1700000000.000100",
                  "text": "<@U0BOT> How deep is Tarnwater?"},
    }
).encode()  # fmt: skip


def port_of(rig: Rig) -> int:
    port: int = rig.bot.logged("started")[0]["port"]
    return port


def at(seconds: int) -> dict[str, str]:
    return signed(BODY, timestamp=str(int(time.time()) + seconds))


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, BODY),
        ({"X-Slack-Request-Timestamp": str(int(time.time()))}, BODY),
        ({**signed(BODY), "X-Slack-Signature": "v0=" + "0" * 64}, BODY),
        (signed(BODY, secret="another"), BODY),
        (signed(BODY), BODY + b" "),
        ({**signed(BODY), "X-Slack-Signature": "v0=garbled"}, BODY),
        ({**signed(BODY), "X-Slack-Signature": "v0=" + "é" * 64}, BODY),
        ({**signed(BODY), "X-Slack-Request-Timestamp": "now"}, BODY),
        ({**signed(BODY), "X-Slack-Request-Timestamp": "-1"}, BODY),
        ({**signed(BODY), "X-Slack-Request-Timestamp": "9" * 400}, BODY),
        (signed(b"\xff\xfe{"), b"\xff\xfe{"),
        (signed(b"x" * 1_100_000), b"x" * 1_100_000),
        (signed(b"not json"), b"not json"),
        (signed(b""), b""),
        (signed(b"[" * 100_000), b"[" * 100_000),
        (signed(b"[]"), b"[]"),
        (signed(b"null"), b"null"),
        (signed(b"[]", secret="another"), b"[]"),
        (signed(b'{"user": 3}'), b'{"user": 3}'),
        (signed(b"payload=%5B%5D"), b"payload=%5B%5D"),
    ],
    ids=[
        "nothing", "no signature", "wrong signature", "another secret", "another body", "garbled signature",
        "signature not ascii", "timestamp no number", "negative", "timestamp endless", "body not utf-8",
        "body too long", "body not json", "no body", "body nested without end", "a list", "null", "a list not signed",
        "a user that is none", "a form that holds a list",
    ],
)  # fmt: skip
def test_what_is_not_signed_or_makes_no_sense_is_refused(on_http: Rig, headers: Mapping[str, str], body: bytes):
    calls = len(on_http.fake.log.calls)
    encoded = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
    content_type = "application/x-www-form-urlencoded" if body.startswith(b"payload=") else "application/json"
    try:
        status, _ = post(port_of(on_http), body, {"Content-Type": content_type, **encoded})
    except OSError:
        assert len(body) > 1_000_000  # refused before all of it was sent
        status = 413
    assert 400 <= status < 500
    on_http.settled()
    assert len(on_http.fake.log.calls) == calls
    assert not [line for line in on_http.bot.log("received") if line["event_id"] == EVENT_ID]
    assert on_http.bot.log("listener_failed") == []


def test_a_body_that_does_not_say_how_long_it_is_is_bounded_too(on_http: Rig):
    connection = http.client.HTTPConnection("127.0.0.1", port_of(on_http), timeout=20)
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked", **signed(BODY)}
    connection.putrequest("POST", "/slack/events")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    with contextlib.suppress(OSError):  # it may be refused before all of it was sent
        for _ in range(12):
            connection.send(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_the_question_that_was_refused_to_strangers_is_taken_with_a_signature_only(on_http: Rig, name: str):
    sent = on_http.fake.written("<@U0BOT> How deep is Tarnwater?", channel="C0ONE", type="app_mention")
    body = json.dumps(sent.payload).encode()
    headers = {"Content-Type": "application/json", **signed(body)}
    assert post(port_of(on_http), body, {n: v for n, v in headers.items() if n != name})[0] == 401
    on_http.settled()
    assert on_http.fake.state.thread("C0ONE", sent.ts) == []
    assert post(port_of(on_http), body, headers)[0] == 200
    assert len(on_http.answers(sent)) == 1


def test_nothing_of_a_request_that_was_not_signed_stands_in_the_log(on_http: Rig):
    body = json.dumps({"type": "event_callback", "event": {"type": "app_mention", "text": "marrowbone"}}).encode()
    for headers in (signed(body, secret="another"), {**signed(body), "X-Slack-Signature": "v0=marrowbone"}):
        assert post(port_of(on_http), body, {"Content-Type": "application/json", **headers})[0] == 401
    # Not even whether a body makes sense is told to whoever has no signature.
    assert (
        post(port_of(on_http), b"[", {"Content-Type": "application/json", **signed(b"[", secret="another")})[0] == 401
    )
    assert on_http.bot.log("request_refused")[-1]["status"] == 401
    said = on_http.bot.stderr.read_text()
    assert "marrowbone" not in said and signed(body, secret="another")["X-Slack-Signature"] not in said


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
def test_a_stale_or_future_signature_is_refused(on_http: Rig, seconds: int):
    assert post(port_of(on_http), BODY, {"Content-Type": "application/json", **at(seconds)})[0] == 401


def test_the_address_is_verified_only_with_a_signature(on_http: Rig):
    body = json.dumps({"type": "url_verification", "challenge": "c4a11e2"}).encode()
    status, answered = post(port_of(on_http), body, {"Content-Type": "application/json", **signed(body)})
    assert (status, json.loads(answered)["challenge"]) == (200, "c4a11e2")
    assert post(port_of(on_http), body, {"Content-Type": "application/json", **signed(body, secret="x")})[0] == 401


def test_other_paths_and_methods_are_not_served(on_http: Rig):
    assert post(port_of(on_http), BODY, signed(BODY), path="/")[0] == 404
    connection = http.client.HTTPConnection("127.0.0.1", port_of(on_http), timeout=10)
    connection.request("GET", "/slack/events")
    assert connection.getresponse().status == 405
    connection.close()


def test_a_replayed_request_is_acknowledged_and_answered_once(on_http: Rig):
    sent = on_http.fake.written("<@U0BOT> How deep is Tarnwater?", channel="C0ONE", type="app_mention")
    body = json.dumps(sent.payload).encode()
    headers = {"Content-Type": "application/json", **signed(body)}
    assert [post(port_of(on_http), body, headers)[0] for _ in range(3)] == [200] * 3
    on_http.answers(sent)
    on_http.settled()
    assert len(on_http.answers(sent)) == 1


def test_told_to_end_it_takes_no_more_requests_finishes_what_it_has_and_leaves_with_0(
    fake: FakeSlack, start: Callable[..., Bot]
):
    bot = start(fake, "--http", "127.0.0.1:0")
    port = bot.logged("started")[0]["port"]
    held = fake.hold("chat.postMessage")
    sent = fake.written("<@U0BOT> How deep is Tarnwater?", channel="C0ONE", type="app_mention")
    over_http(port)(sent.payload)
    fake.wait(held.reached.is_set, what="the answer being posted")
    bot.terminate()
    bot.becomes(503)
    while bot.health()[1].get("listening"):
        assert bot.code(0) is None
    with pytest.raises(OSError, match="refused"):
        post(port, BODY, {"Content-Type": "application/json", **signed(BODY)})
    held.release()
    assert bot.code(START_S) == 0
    assert len(fake.state.thread("C0ONE", sent.ts)) == 1
