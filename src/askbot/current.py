"""The bot on the index that is in force: where `askbot index` has built another, it is opened anew.

A question keeps the index that it began with. What is lent stays open until it is given back, and an
old bot is closed by the last who gives it back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from askbot.bot import Bot


@dataclass(slots=True)
class _Copy:
    bot: Bot
    borrowers: int = 0


class Current:
    """A bot that is exchanged together with its index: `bot` is the first, `reopen` opens the next.

    May be used from several threads.
    """

    def __init__(self, bot: Bot, reopen: Callable[[], Bot]) -> None:
        self._reopen = reopen
        self._lock = threading.Lock()
        self._copy = _Copy(bot)

    def warm(self) -> None:
        """Load the models, so that nobody waits for them."""
        self._copy.bot.warm_up()

    @contextmanager
    def lent(self) -> Iterator[Bot]:
        """Lend the bot for one question: its index stays the same, and open, until the end."""
        with self._lock:
            copy = self._copy
            copy.borrowers += 1
        try:
            yield copy.bot
        finally:
            with self._lock:
                copy.borrowers -= 1
                is_last = copy is not self._copy and not copy.borrowers
            if is_last:
                copy.bot.close()

    def renew(self) -> bool:
        """Exchange the bot where its index is no longer the one in force; say whether that was done.

        Raises AskbotError where the new index can't be opened: the old one still answers. To be called
        from one thread alone.
        """
        if self._copy.bot.is_current():
            return False
        bot = self._reopen()
        try:
            bot.warm_up()
        except BaseException:
            bot.close()
            raise
        with self._lock:
            old, self._copy = self._copy, _Copy(bot)
            is_idle = not old.borrowers
        if is_idle:
            old.bot.close()
        return True

    def close(self) -> None:
        """Close the bot that is in use."""
        self._copy.bot.close()
