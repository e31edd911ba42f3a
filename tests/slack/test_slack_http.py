"""HTTP mode against strangers: whatever is not signed by Slack is refused before anything runs, never with a 500."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping

import pytest

from conftest import Rig, post
from fakeslack.server import signed

BODY = json.dumps({"type": "event_callback", "team_id": "T0HOME", "event": {"type": "app_mention"}}).encode()


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
    ],
    ids=[
        "nothing", "no signature", "wrong signature", "another secret", "another body", "garbled signature",
        "signature not ascii", "timestamp no number", "negative", "timestamp endless", "body not utf-8",
        "body too long", "body not json", "no body",
    ],
)  # fmt: skip
def test_what_is_not_signed_or_makes_no_sense_is_refused(on_http: Rig, headers: Mapping[str, str], body: bytes):
    calls = len(on_http.fake.log.calls)
    encoded = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
    try:
        status, _ = post(port_of(on_http), body, {"Content-Type": "application/json", **encoded})
    except (ConnectionError, OSError):
        status = 413  # refused before all of it was sent
    assert 400 <= status < 500
    assert len(on_http.fake.log.calls) == calls
    assert on_http.bot.health()[0] == 200


def test_nothing_of_a_request_that_was_not_signed_stands_in_the_log(on_http: Rig):
    body = json.dumps({"type": "event_callback", "event": {"type": "app_mention", "text": "marrowbone"}}).encode()
    for headers in (signed(body, secret="another"), {**signed(body), "X-Slack-Signature": "v0=marrowbone"}):
        assert post(port_of(on_http), body, {"Content-Type": "application/json", **headers})[0] == 401
    assert on_http.bot.log("acknowledged")[-1]["status"] == 401
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
