"""A conversation line by line: prompt, question, answer; or the questions piped into it, each echoed.

Knows the dialogue and how its replies look, nothing of flags, folders or what a command does.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from typing import Protocol

from askbot import render
from askbot.dialogue import Answered, Begun, Dialogue, Ended, Reply, Said
from askbot.errors import AskbotError
from askbot.screen import Look, clean
from askbot.types import Answer, Doing, Written

# A line is read in pieces of this size; the bot refuses a question long before it.
LONGEST_LINE_CHARACTERS = 200_000
# An echo is there to tell the answers apart; a question that long is refused anyway.
LONGEST_ECHO_CHARACTERS = 2_000


class Tells(Protocol):
    """Shows an answer as it comes."""

    def hear(self, progress: Doing | Written) -> None:
        """Show what has been done."""
        ...

    def end(self, answer: Answer) -> str:
        """Return what is still to be shown of the whole answer."""
        ...


def converse(
    dialogue: Dialogue,
    *,
    opening: str,
    look: Look,
    complain: Callable[[AskbotError], None],
    unexpected: Callable[[Exception], AskbotError],
    telling: Callable[[], Tells],
) -> int:
    """Answer questions from standard input until it ends or says /quit; return the exit code.

    `telling` makes what shows an answer while a chat model writes it, one for each line.
    A question that can't be taken is complained about, and the conversation goes on.
    """
    _say(f"{opening}\n")
    for line in _lines():
        if not line:
            continue
        try:
            tells = telling()
            reply = dialogue.say(line, look, heard=tells.hear)
            if isinstance(reply, Ended):
                break
            _say((tells.end(reply.turn.answer) if isinstance(reply, Answered) else _shown(reply, look)) + "\n")
        except AskbotError as error:
            complain(error)
        except Exception as error:  # noqa: BLE001 - a conversation outlives one question
            complain(unexpected(error))
    return 0


def _shown(reply: Reply, look: Look) -> str:
    if isinstance(reply, Said | Begun):
        return reply.text
    if isinstance(reply, Ended | Answered):
        return ""
    return render.excerpt(reply.document, reply.start, reply.end, width=look.width, colour=look.colour)


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
