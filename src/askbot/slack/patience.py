"""Waiting for Slack: what may pass is waited out with growing pauses, what won't is one clear error."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

from askbot.errors import SettingsError
from askbot.slack.web import End, Reply

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0


class StoppedError(Exception):
    """The process was told to end while it waited for something."""


def pauses() -> Iterator[float]:
    """Yield pauses that grow, a little at random so that many bots don't come back at one moment."""
    pause_s = FIRST_PAUSE_S
    while True:
        yield pause_s * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def wait_out(reply: Reply, name: str, pause_s: float, stop: threading.Event) -> None:
    """Wait where a failure may pass; SettingsError where it won't, StoppedError where the process is to end."""
    if reply.end in (End.LOCKED_OUT, End.REFUSED):
        raise refused_token(name, reply.error)
    if stop.wait(reply.wait_s if reply.end is End.WAIT else pause_s):
        raise StoppedError


def refused_token(name: str, error: str) -> SettingsError:
    """Return the error that names the variable whose token Slack refuses."""
    return SettingsError(f"Slack refuses {name}: {error}.", "See what is wrong: askbot slack --check")
