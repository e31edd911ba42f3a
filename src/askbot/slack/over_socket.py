"""Socket Mode: the bolt app on slack_sdk's own client, with a second watch over the connection beside the library's.

The library connects anew by itself once a connection is closed. What it can't do is notice that nobody
reads the connection that it has: that is seen here by the silence, whichever connection it is.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from askbot.settings import SlackSettings
from askbot.slack import logs, patience
from askbot.slack.web import End, Reply, Web

# Slack's client gives a silent connection up after four pings; past this many it has failed to.
MOST_SILENT_PINGS = 6
# A connection is pinged when it is made; what has not been heard from after this many pings more is deaf.
GRACE_PINGS = 2
# Connections that were given up as deaf, one after the other, before the client itself is replaced.
MOST_DEAF = 3
# To connect takes a call of at most 15 s and a handshake; whoever holds the lock for longer has stopped.
LONGEST_CONNECTING_S = 60.0
# The client waits for its threads at the end, one of which may never come back.
CLOSE_S = 5.0
CONCURRENCY = 10


class SocketLine:
    """The way in which Slack's events reach this process over a web socket."""

    def __init__(self, app: App, web: Web, settings: SlackSettings, stop: threading.Event) -> None:
        self._app = app
        self._web = web
        self._settings = settings
        self._client = self._made()
        self._heard_at = time.time()
        self._repairs = patience.pauses()
        self._repair_at = 0.0
        self._deaf = 0
        self._seen: tuple[str | None, float] = (None, 0.0)
        for pause_s in patience.pauses():
            reply = web.call("apps.connections.open", {}, token=settings.app_token)
            if reply.end is End.DONE:
                self._client.wss_uri = str(reply.fields["url"])
                # A failure leaves the client unconnected, or raises, by what failed.
                with contextlib.suppress(Exception):
                    self._client.connect()
                if self._client.is_connected():
                    break
                reply = Reply(End.UNKNOWN)
            try:
                patience.wait_out(reply, "SLACK_APP_TOKEN", pause_s, stop)
            except BaseException:
                self._client.close()
                raise
        self._heard_at = time.time()

    def _made(self) -> SocketModeClient:
        handler = SocketModeHandler(
            self._app,
            self._settings.app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._web.client,
            ping_interval=self._settings.ping_s,
            concurrency=CONCURRENCY,
        )
        client = handler.client
        if not isinstance(client, SocketModeClient):
            raise TypeError("bolt's socket handler has another client than its built-in one")
        client.connect_operation_lock = _PatientLock()  # type: ignore[assignment] # a lock in all but its type

        def timed(_: BaseSocketModeClient, request: SocketModeRequest) -> None:
            begun = time.perf_counter()
            handler.handle(client, request)
            ms = round((time.perf_counter() - begun) * 1000, 1)
            fields = {"over": "socket", "type": request.type, "retry": request.retry_attempt, "ack_ms": ms}
            logs.event("acknowledged", fields)

        client.socket_mode_request_listeners[:] = [timed]
        return client

    def facts(self) -> tuple[bool, dict[str, object]]:
        """Connected, and heard from within the last pings."""
        connected, silent_s = self._client.is_connected(), self._silent_s()
        alive = connected and silent_s <= 3 * self._settings.ping_s
        return alive, {"connected": connected, "silent_s": round(silent_s, 1)}

    def watch(self) -> None:
        """Close a connection that is silent though it looks open; connect anew where the library has long failed to.

        To force a new connection while the library makes one would leave two, one of which nobody reads: here
        it is only closed, and the library goes on. One that was made a moment ago is left alone: events may be
        on their way over it. Where one connection after the other stays deaf, it is the
        client whose reading has stopped, and another takes its place.
        """
        silent_s, age_s = self._silent_s(), self._age_s()
        if silent_s <= MOST_SILENT_PINGS * self._settings.ping_s:
            self._repairs, self._repair_at, self._deaf = patience.pauses(), 0.0, 0
            return
        now = time.monotonic()
        if now < self._repair_at or (self._client.is_connected() and age_s < GRACE_PINGS * self._settings.ping_s):
            return
        self._repair_at = now + max(next(self._repairs), 2 * self._settings.ping_s)
        logs.event("reconnecting", {"silent_s": round(silent_s, 1)})
        try:
            self._repair()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try comes
            logs.event("reconnect_failed", {"error": type(error).__name__})

    def _repair(self) -> None:
        if not self._client.is_connected():
            self._client.connect_to_new_endpoint()
            return
        self._deaf += 1
        if self._deaf < MOST_DEAF:
            self._client.disconnect()
            return
        logs.event("client_replaced", {})
        self._deaf = 0
        old, self._client = self._client, self._made()
        old.auto_reconnect_enabled = False
        old.disconnect()
        threading.Thread(target=old.close, name="closing", daemon=True).start()
        self._client.connect_to_new_endpoint()

    def close(self) -> None:
        """Close the connection: Slack sends what comes next to another one, or later."""
        closing = threading.Thread(target=self._client.close, name="closing", daemon=True)
        closing.start()
        closing.join(CLOSE_S)

    def _age_s(self) -> float:
        """Return for how long this connection has been seen."""
        id = self._client.session_id()
        if id != self._seen[0]:
            self._seen = (id, time.monotonic())
        return time.monotonic() - self._seen[1]

    def _silent_s(self) -> float:
        """Return for how long no connection has been heard from; each is pinged at once when it is made."""
        session = self._client.current_session
        heard = session.last_ping_pong_time if session is not None else None
        self._heard_at = max(self._heard_at, heard or 0.0)
        return time.time() - self._heard_at


class _PatientLock:
    """The client's lock around connecting, without the five seconds after which a refresh would not wait for it.

    It would then connect beside whoever holds the lock, and one of the two connections would stay open, unread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock, waiting longer than was asked for."""
        return self._lock.acquire(timeout=LONGEST_CONNECTING_S)

    def release(self) -> None:
        """Let it go."""
        self._lock.release()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
