"""A status under the question while its answer is looked for, from when that takes noticeably long."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from askbot.slack.asked import Asked, Kind
from askbot.slack.web import Web

# Nielsen (1993): within a second nobody's thoughts wander off. Most answers are there sooner.
NOTICED_AFTER_S = 1.0
# The answer waits so long for a status that is being shown: one that came after it would stay for minutes.
LONGEST_OVERLAP_S = 2.0


class Waiting:
    """A context in which an answer is looked for; `noticed` afterwards says whether the asker was shown a status.

    Slack takes the status away when the bot posts in the thread. Whoever posts nothing calls `clear`.
    """

    def __init__(self, web: Web, asked: Asked, *, status: str) -> None:
        self._web = web
        self._asked = asked
        self._status = status
        self._over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(NOTICED_AFTER_S, self._notice)
        self._timer.daemon = True
        self.noticed = False

    def __enter__(self) -> Self:
        # In a thread where nobody named the bot, nothing may come of it.
        if self._asked.kind in (Kind.MENTION, Kind.DIRECT):
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._over = True
        if self._lock.acquire(timeout=LONGEST_OVERLAP_S):
            self._lock.release()

    def clear(self) -> None:
        """Take the status away where there is one."""
        if self.noticed:
            self._web.status(self._asked, "")

    def _notice(self) -> None:
        with self._lock:
            if not self._over:
                self.noticed = True
                self._web.status(self._asked, self._status)
