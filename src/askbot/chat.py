"""A conversation line by line: prompt, question, answer; or the questions piped into it, each echoed.

Knows the bot and how answers look, nothing of flags or folders.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from askbot import render
from askbot.errors import AskbotError
from askbot.screen import Look, clean
from askbot.types import Answer, Turn

if TYPE_CHECKING:
    from askbot.bot import Bot

# What came earlier than this bears on no follow-up, and the list stays bounded.
MOST_TURNS = 20
# A line is read in pieces of this size; the bot refuses a question long before it.
LONGEST_LINE_CHARACTERS = 200_000
# An echo is there to tell the answers apart; a question that long is refused anyway.
LONGEST_ECHO_CHARACTERS = 2_000

HELP = """\
Ask a question about the articles; a follow-up may leave out what was just said.
  /show N   the quote [N] of the last answer inside its article
  /new      forget what was said and start again
  /quit     leave (so does Ctrl-D)"""


@dataclass(slots=True)
class _Conversation:
    turns: list[Turn] = field(default_factory=list)
    cited: Answer | None = None


def converse(
    bot: Bot,
    *,
    look: Look,
    remember: Callable[[Answer], None],
    complain: Callable[[AskbotError], None],
    unexpected: Callable[[Exception], AskbotError],
) -> int:
    """Answer questions from standard input until it ends or says /quit; return the exit code.

    A question that can't be taken is complained about, and the conversation goes on.
    """
    articles = len(bot.documents())
    _say(f"{articles:,} article{'' if articles == 1 else 's'}. Ask anything {_pronoun(articles)}; /help for more.\n")
    so_far = _Conversation()
    for line in _lines():
        if line in ("/quit", "/exit", "/q"):
            break
        try:
            if line.startswith("/"):
                _say(_command(line, bot, so_far, look) + "\n")
            elif line:
                answer = bot.ask(line, history=tuple(so_far.turns))
                _say(render.to_text(answer, width=look.width, colour=look.colour) + "\n")
                so_far.turns = [*so_far.turns, Turn(line, answer)][-MOST_TURNS:]
                so_far.cited = answer
                remember(answer)
        except AskbotError as error:
            complain(error)
        except Exception as error:  # noqa: BLE001 - a conversation outlives one question
            complain(unexpected(error))
    return 0


def _pronoun(articles: int) -> str:
    return "it says" if articles == 1 else "they say"


def _command(line: str, bot: Bot, so_far: _Conversation, look: Look) -> str:
    name, _, argument = line.partition(" ")
    if name == "/help":
        return HELP
    if name == "/new":
        so_far.turns = []
        so_far.cited = None
        return "A new conversation."
    if name == "/show":
        return _shown(argument.strip(), bot, so_far, look)
    return f"There is no {clean(name)[:40]}; /help says what there is."


def _shown(number: str, bot: Bot, so_far: _Conversation, look: Look) -> str:
    citations = render.numbered(so_far.cited) if so_far.cited else ()
    n = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    if not 1 <= n <= len(citations):
        return f"Say which: /show 1 to {len(citations)}." if citations else "The last answer has no citations."
    citation = citations[n - 1]
    document = bot.document(citation.document_id)
    return render.excerpt(document, citation.start, citation.end, width=look.width, colour=look.colour)


def _lines() -> Iterator[str]:
    """Yield what was typed, line by line; piped lines are echoed behind the prompt so that a transcript reads well."""
    if sys.stdin.isatty():
        if importlib.util.find_spec("readline"):  # arrow keys and history while typing, where Python was built with it
            importlib.import_module("readline")
        while True:
            try:
                yield input("> ").strip()
            except EOFError:
                _say("")
                return
    while raw := sys.stdin.buffer.readline(LONGEST_LINE_CHARACTERS):
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            _say(f"> {_shortened(clean(line))}")
            yield line


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_ECHO_CHARACTERS else f"{line[:LONGEST_ECHO_CHARACTERS]}…"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
