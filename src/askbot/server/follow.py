"""A replica that is kept up to date beside a conversation: a thread looks for new editions and fetches them.

The bot takes the new generation as it takes one that `askbot index` has built. A failure is told once, not each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from askbot.errors import AskbotError
from askbot.server import replica
from askbot.settings import ServerSettings

if TYPE_CHECKING:
    from askbot.models import Embeds

# How long a new edition may stay unseen; looking costs the server two questions of a millisecond.
LOOK_EVERY_S = 15.0
# How long the end waits for a fetch that is going on; what it leaves half done counts for nothing.
FINISH_S = 10.0


class Follower:
    """Keeps the replica in a folder up to date until it is closed; `tell` is called from its thread."""

    def __init__(
        self,
        at: Path,
        settings: ServerSettings,
        embedder: Embeds,
        *,
        tell: Callable[[str], None],
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._at = at
        self._settings = settings
        self._embedder = embedder
        self._tell = tell
        self._every_s = every_s
        self._told = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join(FINISH_S)

    def _follow(self) -> None:
        while not self._stopped.wait(self._every_s):
            heard: list[str] = []
            try:
                replica.refresh(self._at, self._settings, self._embedder, tell=heard.append)
            except AskbotError as error:
                heard.append(error.message)
            except Exception as error:  # noqa: BLE001 - the conversation goes on with the edition that it has
                heard.append(f"The newest edition can't be fetched ({type(error).__name__}).")
            said = heard[-1] if heard else ""
            if said != self._told and not self._stopped.is_set():
                self._tell(said or f"The Chroma server at '{self._settings.url}' answers again.")
            self._told = said
