"""What was said before a question: our own memory first, one look into Slack for a thread never seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from askbot.errors import AskbotError
from askbot.slack.asked import Asked, Home, Kind, plain
from askbot.slack.memory import Memory
from askbot.slack.web import End, Web
from askbot.types import Turn

if TYPE_CHECKING:
    from askbot.bot import Bot

# Each is asked anew, which takes as long as an answer; a follow-up hardly ever reaches back further.
MOST_EARLIER = 3
LONGEST_EARLIER_CHARACTERS = 400
# A thread is read once, its oldest messages first. Slack gives fewer to apps that are sold outside its directory.
MOST_READ_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Earlier:
    """The turns before a question. `unread`: there may be some that Slack wouldn't show."""

    turns: tuple[Turn, ...] = ()
    unread: bool = False


def earlier(asked: Asked, *, bot: Bot, memory: Memory, web: Web, home: Home) -> Earlier:
    """Return the conversation that a question continues; what fails on the way is never fatal."""
    turns = memory.turns(asked)
    if turns or asked.kind is Kind.COMMAND or asked.top_level or memory.has_looked(asked):
        return Earlier(turns)
    page = web.replies(asked, limit=MOST_READ_MESSAGES)
    # Noted afterwards: whoever takes over from a process that died meanwhile has to read it again.
    memory.looked(asked)
    if page.end is not End.DONE or page.fields.get("has_more"):
        # What stands at the beginning of a long thread is not what the question follows.
        return Earlier(unread=True)
    for question in list(_questions(page.fields.get("messages", ()), asked, home))[-MOST_EARLIER:]:
        try:
            turns = (*turns, Turn(question, bot.ask(question, history=turns)))
        except AskbotError:
            continue
    return Earlier(turns)


def _questions(messages: object, asked: Asked, home: Home) -> Iterator[str]:
    """Yield what people asked in a thread before the question: what names the bot, or ends as a question does."""
    for message in messages if isinstance(messages, list) else ():
        if not isinstance(message, Mapping) or message.get("bot_id") or message.get("user") == home.bot_user:
            continue
        text, ts = message.get("text"), message.get("ts")
        if not isinstance(text, str) or not isinstance(ts, str) or ts >= asked.ts:
            continue
        said = plain(text, bot_user=home.bot_user)
        if 0 < len(said) <= LONGEST_EARLIER_CHARACTERS and (f"<@{home.bot_user}" in text or said.endswith("?")):
            yield said
