"""The watch over the socket, with slack_sdk's own client in the two states from which it does not recover alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from askbot.settings import SlackSettings
from askbot.slack.over_socket import SocketLine, _PatientLock
from askbot.slack.web import Web
from fakeslack import FakeSlack
from fakeslack.server import APP_TOKEN, BOT_TOKEN

# slack_sdk leaves sockets that it lost to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def line(fake: FakeSlack) -> Iterator[SocketLine]:
    settings = SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=fake.api_url, ping_s=1.0)
    known = AuthorizeResult(enterprise_id=None, team_id="T0HOME", bot_user_id="U0BOT", bot_token=BOT_TOKEN)
    app = App(client=WebClient(base_url=fake.api_url), authorize=lambda: known, signing_secret="unused")
    app.event("app_mention")(lambda: None)
    line = SocketLine(app, Web(settings), settings, threading.Event())
    fake.connected()
    yield line
    line.close()


def acked(fake: FakeSlack) -> bool:
    return fake.acked(fake.deliver(fake.written("<@U0BOT> x", channel="C0ONE", type="app_mention"))) >= 0


def test_whoever_wants_to_connect_waits_for_the_one_who_does():
    lock, done = _PatientLock(), threading.Event()
    assert lock.acquire(blocking=True, timeout=5)
    waiting = threading.Thread(target=lambda: (lock.acquire(blocking=True, timeout=0.01), done.set()))
    waiting.start()
    assert not done.wait(0.2)
    lock.release()
    assert done.wait(10)
    waiting.join(10)


@pytest.mark.soak
def test_soak_a_refresh_and_a_broken_connection_at_once_leave_one_connection_and_it_is_read(
    fake: FakeSlack, line: SocketLine
):
    held, opened = fake.hold("apps.connections.open"), fake.opened
    fake.abort()
    fake.wait(held.reached.is_set, what="the library connecting anew")
    line._client.enqueue_message('{"type": "disconnect", "reason": "refresh_requested"}')
    # The library itself would have stopped waiting after five seconds, and connected beside.
    assert not threading.Event().wait(6) and len(fake.calls("apps.connections.open")) == 1
    held.release()
    # Each has made its connection and the first of them is closed: what is sent over it comes again only from Slack.
    fake.wait(lambda: fake.opened >= opened + 2 and len(fake.sockets) == 1, what="one socket")
    assert acked(fake)


@pytest.mark.soak
def test_soak_a_client_that_has_stopped_reading_is_replaced(fake: FakeSlack, line: SocketLine):
    fake.wait(lambda: fake.sockets[0].pongs, what="a pong")
    while line._client.current_session.last_ping_pong_time is None:  # now it is being read
        threading.Event().wait(0.05)
    # What is left where the library's reader starts between its two assignments to a new connection.
    line._client.current_session_state = ConnectionState()
    first, opened = line._client, fake.opened
    fake.refresh()
    fake.wait(lambda: fake.opened > opened, what="a connection that nobody reads")
    while line._client is first or not line.facts()[0]:
        line.watch()
        threading.Event().wait(0.05)
    fake.wait(lambda: len(fake.sockets) == 1, what="one socket")
    assert acked(fake)
