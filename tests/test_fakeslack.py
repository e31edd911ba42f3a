"""The fake is as strict as Slack: real slack_sdk clients get from it what Slack would give them."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from fakeslack import FakeSlack, Fault, ratelimited, strict
from fakeslack.server import APP_TOKEN, BOT_TOKEN


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def client(fake: FakeSlack) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=fake.api_url, retry_handlers=[])


def error_of(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()  # type: ignore[operator]
    return str(caught.value.response["error"])


def text(words: str) -> dict[str, object]:
    return {"type": "plain_text", "text": words}


def rich(*elements: dict[str, object]) -> dict[str, object]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_000}}], None),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}], "invalid_blocks"),
        ([{"type": "section", "text": text("")}], "invalid_blocks"),
        ([{"type": "context", "elements": [text("x")] * 11}], "invalid_blocks"),
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "markdown", "text": "x" * 12_001}], "invalid_blocks"),
        ([{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text("x" * 76)}]}],
         "invalid_blocks"),
        ([{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text("x")}] * 2}],
         "invalid_blocks"),
        ([{"type": "never_heard_of"}], "invalid_blocks"),
        ([rich({"type": "text", "text": "x"})], None),
        ([rich({"type": "text", "text": ""})], "invalid_blocks"),
        ([rich({"type": "text", "text": "😀" * 1_501})], "invalid_blocks"),
        ([rich({"type": "link", "url": "javascript:alert(1)"})], "invalid_blocks"),
        ([rich({"type": "text", "text": "x" * 2_900})] * 4, "msg_blocks_too_long"),
    ],
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_blocks_are_refused_as_slack_refuses_them(client: WebClient, blocks: list[object], error: str | None):
    def post() -> object:
        return client.chat_postMessage(channel="C0ONE", text="t", blocks=blocks)

    if error is None:
        post()
    else:
        assert error_of(post) == error


def test_calls_are_refused_for_the_reasons_that_slack_has(fake: FakeSlack, client: WebClient):
    assert error_of(lambda: client.chat_postMessage(channel="C0GONE", text="t")) == "channel_not_found"
    assert error_of(lambda: client.chat_postMessage(channel="C0OUT", text="t")) == "not_in_channel"
    assert error_of(lambda: client.api_call("chat.postMessage", json={"channel": "C0ONE"})) == "no_text"
    assert error_of(lambda: client.chat_postMessage(channel="C0ONE", text="t", thread_ts="1.0")) == "thread_not_found"
    assert error_of(lambda: client.chat_postMessage(channel="C0ONE", text="x" * 40_001)) == "msg_too_long"
    assert error_of(lambda: client.conversations_replies(channel="C0ONE", ts="1.0")) == "thread_not_found"
    assert error_of(lambda: client.api_call("conversations.replies", json={"channel": "C0ONE"})) == "invalid_arguments"
    assert error_of(lambda: client.views_open(trigger_id="1.x", view={"type": "modal"})) == "invalid_trigger_id"
    wrong = WebClient(token="xoxb-wrong", base_url=fake.api_url, retry_handlers=[])
    assert error_of(wrong.auth_test) == "invalid_auth"
    fake.state.scopes.discard("chat:write")
    assert error_of(lambda: client.chat_postMessage(channel="C0ONE", text="t")) == "missing_scope"
    fake.state.scopes.add("chat:write")


def test_a_thread_is_read_in_pages_with_metadata_only_where_asked_for(fake: FakeSlack, client: WebClient):
    root = fake.state.add("C0ONE", "U0ANN", "root")
    metadata = {"event_type": "t", "event_payload": {"n": 1}}
    for n in range(4):
        client.chat_postMessage(channel="C0ONE", text=f"{n}", thread_ts=root["ts"], metadata=metadata)
    page = client.conversations_replies(channel="C0ONE", ts=root["ts"], limit=3)
    assert [m["text"] for m in page["messages"]] == ["root", "0", "1"] and page["has_more"]
    assert "metadata" not in page["messages"][1]
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_replies(
        channel="C0ONE", ts=root["ts"], limit=3, cursor=cursor, include_all_metadata=True
    )
    assert [m["metadata"] for m in rest["messages"]] == [metadata] * 2


def test_a_trigger_and_a_response_url_are_good_for_as_long_and_as_often_as_slacks(fake: FakeSlack, client: WebClient):
    view = {"type": "modal", "title": text("T"), "blocks": [rich({"type": "text", "text": "x"})]}
    trigger = fake.state.trigger()
    client.views_open(trigger_id=trigger, view=view)
    assert error_of(lambda: client.views_open(trigger_id=trigger, view=view)) == "invalid_trigger_id"
    old = fake.state.trigger()
    fake.state.triggers[old] -= 4
    assert error_of(lambda: client.views_open(trigger_id=old, view=view)) == "expired_trigger_id"
    name, payload = fake.command("x")
    responses = [WebhookClient(payload["response_url"]).send(text="t").status_code for _ in range(6)]
    assert responses == [200] * 5 + [404] and len(fake.state.responses[name].sent) == 5


def test_a_stream_takes_pieces_until_it_is_stopped_or_ended_and_is_changed_only_then(
    fake: FakeSlack, client: WebClient
):
    root = fake.state.add("D0ANN", "U0ANN", "root")
    in_channel = fake.state.add("C0ONE", "U0ANN", "root")["ts"]
    assert (
        error_of(lambda: client.chat_startStream(channel="C0ONE", thread_ts=in_channel)) == "missing_recipient_user_id"
    )
    piece = [{"type": "blocks", "blocks": [rich({"type": "text", "text": "one"})]}]
    ts = client.chat_startStream(channel="D0ANN", thread_ts=root["ts"], chunks=piece)["ts"]
    at = {"channel": "D0ANN", "ts": ts}
    assert fake.state.thread("D0ANN", root["ts"]) == []
    assert error_of(lambda: client.chat_update(**at, text="x")) == "streaming_state_conflict"
    client.chat_appendStream(**at, markdown_text="two")
    client.chat_stopStream(**at, blocks=[rich({"type": "text", "text": "three"})])
    (message,) = fake.state.thread("D0ANN", root["ts"])
    assert [block["type"] for block in message["blocks"]] == ["rich_text", "markdown", "rich_text"]
    for late in (client.chat_appendStream, client.chat_stopStream):
        assert error_of(lambda late=late: late(**at, markdown_text="x")) == "message_not_in_streaming_state"
    client.chat_update(**at, text="whole", blocks=[])
    assert strict.shown(fake.state.thread("D0ANN", root["ts"])[0]) == "whole"
    client.chat_startStream(channel="D0ANN", thread_ts=root["ts"], chunks=piece)
    assert len(fake.state.expire()) == 1 and len(fake.state.thread("D0ANN", root["ts"])) == 2
    assert error_of(lambda: client.chat_update(channel="D0ANN", ts=root["ts"], text="x")) == "cant_update_message"


def test_faults_meet_one_call_each_and_a_hold_ends_when_it_is_let_go(fake: FakeSlack, client: WebClient):
    fake.fail("auth.test", Fault(error="internal_error"), ratelimited("7"), Fault(status=500, body="<html>"))
    assert error_of(client.auth_test) == "internal_error"
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    assert caught.value.response.status_code == 429 and caught.value.response.headers["Retry-After"] == "7"
    with pytest.raises(SlackApiError):
        client.auth_test()
    fake.fail("auth.test", Fault(drop=True))
    with pytest.raises(OSError, match=r"."):
        client.auth_test()
    held = fake.hold("auth.test")
    done = threading.Event()
    caller = threading.Thread(target=lambda: (client.auth_test(), done.set()))
    caller.start()
    fake.wait(held.reached.is_set)
    assert not done.is_set()
    held.release()
    caller.join(10)
    assert done.is_set()


# slack_sdk leaves sockets that it lost to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_socket_mode_says_hello_takes_acknowledgements_answers_pings_and_asks_for_a_new_connection(fake: FakeSlack):
    web = WebClient(base_url=fake.api_url)
    client = SocketModeClient(app_token=APP_TOKEN, web_client=web, ping_interval=1)
    heard: list[str] = []
    client.on_message_listeners.append(lambda message: heard.append(json.loads(message)["type"]))
    client.socket_mode_request_listeners.append(
        lambda c, request: c.send_socket_mode_response(SocketModeResponse(request.envelope_id))
    )
    try:
        client.connect()
        fake.connected()
        sent = fake.written("x", channel="C0ONE")
        assert fake.acked(fake.deliver(sent)) < 5
        fake.wait(lambda: fake.sockets[0].pongs, what="a pong")
        opened = fake.opened
        fake.refresh()
        fake.wait(lambda: fake.opened == opened + 1 and len(fake.sockets) == 1, what="a second socket alone")
        assert heard[0] == "hello" and "disconnect" in heard
    finally:
        # What is closed while the client is still taking the new connection for its own leaves that one open.
        with client.connect_operation_lock:
            pass
        client.close()
    fake.wait(lambda: not fake.sockets, what="the sockets closed")
    del client
    gc.collect()


def test_it_sees_whom_a_message_would_ping_and_what_it_links():
    message = {
        "text": "<!here> <@U1> <https://a.example|a> &lt;!channel&gt; <!date^1^{date}|x>",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel|all>"}},
            {"type": "section", "text": {"type": "plain_text", "text": "<@U2>"}},
            rich({"type": "user", "user_id": "U3"}, {"type": "text", "text": "<@U4>"}),
        ],
    }
    found = strict.pings(message)
    assert found[:3] == ["!here", "@U1", "!channel"] and "U3" in found[3] and len(found) == 4
    assert strict.links(message) == [("https://a.example", "a")]
