"""The running Slack bot: connects, keeps watch, stops. One process, until it is told to end.

What can be wrong for good (a token that Slack refuses, no index) ends it with one clear error;
what may pass (no network, Slack down) is waited out with growing pauses, and the health endpoint
says so meanwhile.
"""

from __future__ import annotations

import contextlib
import logging
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from askbot.errors import SettingsError
from askbot.settings import SlackSettings
from askbot.slack import logs
from askbot.slack.asked import Home
from askbot.slack.desk import Desk
from askbot.slack.health import Health
from askbot.slack.listeners import Front
from askbot.slack.memory import Memory
from askbot.slack.over_http import Receiver
from askbot.slack.web import End, Reply, Web

if TYPE_CHECKING:
    from askbot.bot import Bot

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
# How often the watch looks: at the connection, and for questions that a dead process left.
WATCH_S = 0.5
ADOPT_EVERY_S = 5.0
PRUNE_EVERY_S = 3_600.0
# Slack's client gives a silent connection up after four pings; past this many it has failed to.
MOST_SILENT_PINGS = 6
# An operator that restarts the bot waits for this long at most, and a little for the apologies.
FINISH_S = 10.0
OLDEST_HEALTHY_S = 120.0

Announce = Callable[[str], None]


class Line(Protocol):
    """The way in which Slack's events reach this process."""

    def facts(self) -> tuple[bool, dict[str, object]]:
        """Say whether events can arrive now, and what shows it."""
        ...

    def watch(self) -> None:
        """Repair the line where it is broken and its own repair has failed."""
        ...

    def close(self) -> None:
        """Let no more events in."""
        ...


@dataclass(slots=True)
class _State:
    line: Line | None = None
    desk: Desk | None = None
    front: Front | None = None
    phase: str = "starting"


def serve(
    bot: Bot, memory: Memory, settings: SlackSettings, *, health_port: int, http: tuple[str, int] | None, say: Announce
) -> int:
    """Answer Slack until SIGTERM or SIGINT; return the exit code. Raises SettingsError where Slack refuses a token."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    state = _State()
    health = Health(health_port, lambda: _status(state, memory))
    logs.event("health", {"port": health.port})
    try:
        with contextlib.suppress(_StoppedError):
            _run(bot, memory, settings, http=http, say=say, state=state, stop=stop)
    finally:
        state.phase = "stopping"
        if state.line is not None:
            state.line.close()
        if state.desk is not None:
            state.desk.stop(within_s=FINISH_S)
        if state.front is not None:
            state.front.close()
        health.close()
        logs.event("stopped", {})
    if state.desk is not None and state.desk.fatal:
        raise _refused_token("SLACK_BOT_TOKEN", state.desk.fatal)
    return 0


class _StoppedError(Exception):
    """The process was told to end while it waited for something."""


def _run(
    bot: Bot, memory: Memory, settings: SlackSettings, *, http: tuple[str, int] | None, say: Announce, state: _State,
    stop: threading.Event,
) -> None:  # fmt: skip
    web = Web(settings)
    home = _home(web, settings, stop)
    desk = Desk(bot=bot, memory=memory, web=web, home=home, workers=settings.workers)
    front = Front(bot=bot, memory=memory, web=web, home=home, desk=desk, settings=settings)
    # The models are loaded before anybody waits for them.
    bot.ask("What is this about?")
    memory.adopt()
    desk.start()
    state.desk, state.front = desk, front
    where = f"{home.team_name} as bot {home.bot_user}"
    if http is None:
        state.line = _Socket(front.app(), web, settings, stop)
        say(f"Connected to {where}. Ctrl-C ends it.")
    else:
        receiver = Receiver(front.app(), host=http[0], port=http[1])
        state.line = _Http(receiver)
        say(f"Listening on {http[0]}:{receiver.port} for {where}. Ctrl-C ends it.")
    state.phase = "running"
    logs.event("started", {"team": home.team, **state.line.facts()[1]})
    adopted = pruned = time.monotonic()
    while not stop.wait(WATCH_S) and not desk.fatal:
        state.line.watch()
        now = time.monotonic()
        if now - adopted >= ADOPT_EVERY_S:
            adopted = now
            if taken_over := memory.adopt():
                logs.event("adopted", {"questions": taken_over})
                desk.wake()
        if now - pruned >= PRUNE_EVERY_S:
            pruned = now
            logs.event("pruned", {"questions": memory.prune()})


def _home(web: Web, settings: SlackSettings, stop: threading.Event) -> Home:
    for pause_s in _pauses():
        reply = web.call("auth.test", {})
        if reply.end is End.DONE:
            fields = reply.fields
            return Home(
                team=str(fields["team_id"]),
                bot_user=str(fields["user_id"]),
                bot=str(fields.get("bot_id") or ""),
                team_name=str(fields.get("team") or fields["team_id"]),
                enterprise=str(fields.get("enterprise_id") or ""),
                guests=settings.teams,
            )
        _wait_out(reply, "SLACK_BOT_TOKEN", pause_s, stop)
    raise AssertionError("the pauses never end")


def _wait_out(reply: Reply, name: str, pause_s: float, stop: threading.Event) -> None:
    """Wait where the failure may pass; raise where it won't, or where the process is to end."""
    if reply.end in (End.LOCKED_OUT, End.REFUSED):
        raise _refused_token(name, reply.error)
    if stop.wait(reply.wait_s if reply.end is End.WAIT else pause_s):
        raise _StoppedError


def _pauses() -> Iterator[float]:
    """Yield pauses that grow, a little at random so that many bots don't come back at one moment."""
    pause_s = FIRST_PAUSE_S
    while True:
        yield pause_s * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def _refused_token(name: str, error: str) -> SettingsError:
    return SettingsError(f"Slack refuses {name}: {error}.", "See what is wrong: askbot slack --check")


def _status(state: _State, memory: Memory) -> tuple[bool, dict[str, object]]:
    line, desk, front = state.line, state.desk, state.front
    connected, facts = line.facts() if line is not None else (False, {})
    waiting, oldest_s = memory.waiting()
    working = desk is not None and desk.is_whole and desk.fatal is None
    healthy = state.phase == "running" and connected and working and oldest_s < OLDEST_HEALTHY_S
    return healthy, {
        "phase": state.phase, **facts, "workers": working, "waiting": waiting, "oldest_waiting_s": round(oldest_s, 1),
        "unhandled": sum(front.unhandled.values()) if front is not None else 0,
    }  # fmt: skip


class _Socket:
    """Socket Mode, with a second watch over the connection beside the library's own."""

    def __init__(self, app: App, web: Web, settings: SlackSettings, stop: threading.Event) -> None:
        self._settings = settings
        handler = SocketModeHandler(
            app,
            settings.app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=web.client,
            ping_interval=settings.ping_s,
            concurrency=10,
        )
        client = handler.client
        if not isinstance(client, SocketModeClient):
            raise TypeError("bolt's socket handler has another client than its built-in one")
        self._client = client
        self._since = time.time()
        self._repairs = _pauses()
        self._repair_at = 0.0

        def timed(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
            begun = time.perf_counter()
            handler.handle(self._client, request)
            ms = round((time.perf_counter() - begun) * 1000, 1)
            fields = {"over": "socket", "type": request.type, "retry": request.retry_attempt, "ack_ms": ms}
            logs.event("acknowledged", fields)

        client.socket_mode_request_listeners[:] = [timed]
        for pause_s in _pauses():
            reply = web.call("apps.connections.open", {}, token=settings.app_token)
            if reply.end is End.DONE:
                client.wss_uri = str(reply.fields["url"])
                # A failure leaves the client unconnected, or raises, by what failed.
                with contextlib.suppress(Exception):
                    client.connect()
                if client.is_connected():
                    break
                reply = Reply(End.UNKNOWN)
            try:
                _wait_out(reply, "SLACK_APP_TOKEN", pause_s, stop)
            except BaseException:
                client.close()
                raise
        self._since = time.time()

    def facts(self) -> tuple[bool, dict[str, object]]:
        """Connected, and heard from within the last pings."""
        connected, silent_s = self._client.is_connected(), self._silent_s()
        alive = connected and silent_s <= 3 * self._settings.ping_s
        return alive, {"connected": connected, "silent_s": round(silent_s, 1)}

    def watch(self) -> None:
        """Close a connection that is silent though it looks open; connect anew where the library has long failed to.

        The library itself connects anew once a connection is closed. To force it to while it does so would
        leave two connections, one of which nobody reads.
        """
        if self._silent_s() <= MOST_SILENT_PINGS * self._settings.ping_s:
            self._repairs, self._repair_at = _pauses(), 0.0
            return
        now = time.monotonic()
        if now < self._repair_at:
            return
        self._repair_at = now + max(next(self._repairs), self._settings.ping_s)
        logs.event("reconnecting", {"silent_s": round(self._silent_s(), 1)})
        try:
            if self._client.is_connected():
                self._client.disconnect()
            else:
                self._client.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try comes
            logs.event("reconnect_failed", {"error": type(error).__name__})

    def close(self) -> None:
        """Close the connection: Slack sends what comes next to another one, or later."""
        self._client.close()

    def _silent_s(self) -> float:
        session = self._client.current_session
        heard = session.last_ping_pong_time if session is not None else None
        if session is not None and session.is_active() and heard is None:
            # A connection is given the time for its first pong from when it was first seen.
            if session.session_id != getattr(self, "_seen", None):
                self._seen, self._since = session.session_id, time.time()
            heard = self._since
        elif heard is not None:
            self._since = heard
        return time.time() - (heard if heard is not None else self._since)


class _Http:
    """HTTP mode: Slack calls us."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def facts(self) -> tuple[bool, dict[str, object]]:
        """Listening."""
        return self._receiver.is_listening, {"listening": self._receiver.is_listening, "port": self._receiver.port}

    def watch(self) -> None:
        """Nothing: a listening socket needs no repair."""

    def close(self) -> None:
        """Take no more requests."""
        self._receiver.close()
