"""The running Slack bot: connects, keeps watch, stops. One process, until it is told to end.

What can be wrong for good (a token that Slack refuses, no index) ends it with one clear error;
what may pass (no network, Slack down) is waited out with growing pauses, and the health endpoint
says so meanwhile.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from askbot.current import Current
from askbot.errors import AskbotError
from askbot.settings import SlackSettings
from askbot.slack import logs, patience
from askbot.slack.asked import Home
from askbot.slack.desk import Desk
from askbot.slack.health import Health
from askbot.slack.listeners import Front
from askbot.slack.memory import Memory
from askbot.slack.over_http import Receiver
from askbot.slack.over_socket import SocketLine
from askbot.slack.web import End, Web

# How often the watch looks: at the connection, for another index, and for questions that a dead process left.
WATCH_S = 0.5
RENEW_EVERY_S = 2.0
ADOPT_EVERY_S = 5.0
PRUNE_EVERY_S = 3_600.0
# An operator that restarts the bot waits for this long at most, and a little for the apologies.
FINISH_S = 10.0
OLDEST_HEALTHY_S = 120.0
# What fails is tried again after pauses that double so often at most.
MOST_FAILURES = 5

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
    current: Current, memory: Memory, settings: SlackSettings, *, health_port: int, http: tuple[str, int] | None,
    say: Announce,
) -> int:  # fmt: skip
    """Answer Slack until SIGTERM or SIGINT; return the exit code. Raises SettingsError where Slack refuses a token."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    state = _State()
    health = Health(health_port, lambda: _status(state, memory))
    logs.event("health", {"port": health.port})
    try:
        with contextlib.suppress(patience.StoppedError):
            _run(current, memory, settings, http=http, say=say, state=state, stop=stop)
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
        raise patience.refused_token("SLACK_BOT_TOKEN", state.desk.fatal)
    return 0


def _run(
    current: Current, memory: Memory, settings: SlackSettings, *, http: tuple[str, int] | None, say: Announce,
    state: _State, stop: threading.Event,
) -> None:  # fmt: skip
    web = Web(settings)
    home = _home(web, settings, stop)
    desk = Desk(current=current, memory=memory, web=web, home=home, workers=settings.workers)
    front = Front(current=current, memory=memory, web=web, home=home, desk=desk, settings=settings)
    current.warm()
    memory.adopt()
    desk.start()
    state.desk, state.front = desk, front
    where = f"{home.team_name} as bot {home.bot_user}"
    if http is None:
        state.line = SocketLine(front.app(), web, settings, stop)
        say(f"Connected to {where}. Ctrl-C ends it.")
    else:
        receiver = Receiver(front.app(), signing_secret=settings.signing_secret, host=http[0], port=http[1])
        state.line = _Http(receiver)
        say(f"Listening on {http[0]}:{receiver.port} for {where}. Ctrl-C ends it.")
    state.phase = "running"
    logs.event("started", {"team": home.team, **state.line.facts()[1]})
    chores = [
        _Chore(RENEW_EVERY_S, lambda: _renew(current)),
        _Chore(ADOPT_EVERY_S, lambda: _adopt(memory, desk)),
        _Chore(PRUNE_EVERY_S, lambda: logs.event("pruned", {"questions": memory.prune()})),
    ]
    while not stop.wait(WATCH_S) and not desk.fatal:
        state.line.watch()
        for chore in chores:
            chore.do(time.monotonic())


@dataclass(slots=True)
class _Chore:
    """Something to do every so often; where it fails, the next time comes after a longer pause."""

    every_s: float
    step: Callable[[], None]
    due: float = 0.0
    failures: int = 0

    def do(self, now: float) -> None:
        if now < self.due:
            return
        try:
            self.step()
            self.failures = 0
        except AskbotError as error:
            self.failures = min(self.failures + 1, MOST_FAILURES)
            logs.trouble("chore_failed", {"error": error.message, "remedy": error.remedy})
        self.due = now + self.every_s * 2**self.failures


def _renew(current: Current) -> None:
    if current.renew():
        logs.event("index_renewed", {})


def _adopt(memory: Memory, desk: Desk) -> None:
    if taken_over := memory.adopt():
        logs.event("adopted", {"questions": taken_over})
        desk.wake()


def _home(web: Web, settings: SlackSettings, stop: threading.Event) -> Home:
    for pause_s in patience.pauses():
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
        patience.wait_out(reply, "SLACK_BOT_TOKEN", pause_s, stop)
    raise AssertionError("the pauses never end")


def _status(state: _State, memory: Memory) -> tuple[bool, dict[str, object]]:
    line, desk, front = state.line, state.desk, state.front
    connected, facts = line.facts() if line is not None else (False, {})
    try:
        waiting, oldest_s = memory.waiting()
    except AskbotError as error:
        return False, {"phase": state.phase, **facts, "error": error.message}
    working = desk is not None and desk.is_whole and desk.fatal is None
    healthy = state.phase == "running" and connected and working and oldest_s < OLDEST_HEALTHY_S
    return healthy, {
        "phase": state.phase, **facts, "workers": working, "waiting": waiting, "oldest_waiting_s": round(oldest_s, 1),
        "unhandled": sum(front.unhandled.values()) if front is not None else 0,
    }  # fmt: skip


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
