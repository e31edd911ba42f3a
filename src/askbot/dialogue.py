"""A conversation as every terminal surface has it: a line goes in, what to show comes out.

It owns the turns and the commands; how a reply looks, where sessions are kept and who audits is handed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from askbot import calculator, render, sources, transcript
from askbot.errors import QuestionError, StorageError
from askbot.screen import Look, clean
from askbot.transcript import Exported
from askbot.types import Answer, Citation, Document, Heard, Turn

# What came earlier than this bears on no follow-up, and the list stays bounded.
MOST_TURNS = 20
# What a command is told is a name, a number or an expression.
LONGEST_COMMAND_CHARACTERS = 2_000

HELP = """\
Ask a question about the articles; a follow-up may leave out what was just said.
  /sources          the quotes behind the last answer, with their places
  /show N           the quote [N] of the last answer inside its article
  /find WORDS       where the articles say this; checks a claim with figures
  /calc EXPRESSION  work something out: /calc 15% of 1,200
  /audit            figures in the articles that disagree with one another
  /export FILE      write this conversation to FILE, as .md or .json
  /new              forget what was said and start again
  /help             this list
  /quit             leave (so does Ctrl-D)"""


class Asks(Protocol):
    """The bot, seen from a conversation."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        heard: Heard | None = None,
    ) -> Answer:
        """Answer a question; `heard` is told how far it is, where a chat model writes."""
        ...

    def document(self, document_id: str) -> Document:
        """Return the article of that id."""
        ...

    def documents(self) -> Sequence[Document]:
        """Return every article."""
        ...


class Keeps(Protocol):
    """Where a conversation is kept."""

    def name(self) -> str:
        """Name the session, or "new" before its first turn."""
        ...

    def keep(self, turn: Turn) -> None:
        """Keep a finished turn; warns rather than raises, because an answer is worth more than its record."""
        ...

    def begin(self) -> None:
        """Begin a new session."""
        ...

    def everything(self) -> Sequence[Exported]:
        """Return the whole session."""
        ...

    def write(self, path: Path, text: str) -> Path:
        """Write an export to a file that isn't there yet."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got its answer."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Said:
    """Lines to show as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A span to show inside its article; `n` is its mark in the last answer."""

    document: Document
    start: int
    end: int
    n: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The conversation starts again, from nothing."""

    text: str = "A new conversation."


@dataclass(frozen=True, slots=True)
class Ended:
    """The conversation is over."""


Reply = Answered | Said | Shown | Begun | Ended


@dataclass(frozen=True, slots=True)
class Tools:
    """What else a conversation may call on."""

    find: Callable[[str], Answer]
    audit: Callable[[Look], str]


class Dialogue:
    """The state of one conversation, and what each line does to it. Not for several threads at once."""

    def __init__(self, bot: Asks, keeps: Keeps, *, tools: Tools, earlier: Sequence[Turn] = ()) -> None:
        self._bot = bot
        self._keeps = keeps
        self._tools = tools
        self._turns = list(earlier)[-MOST_TURNS:]
        self._commands: dict[str, Callable[[str, Look], Reply]] = {
            "/sources": self._sources,
            "/show": self._show,
            "/find": self._find,
            "/calc": self._calc,
            "/audit": lambda _, look: Said(self._tools.audit(look)),
            "/export": self._export,
            "/new": self._new,
            "/help": lambda _, __: Said(HELP),
        } | dict.fromkeys(("/quit", "/exit", "/q"), lambda _, __: Ended())

    @property
    def last(self) -> Answer | None:
        """The last answer that has been given."""
        return self._turns[-1].answer if self._turns else None

    def say(self, line: str, look: Look, *, heard: Heard | None = None) -> Reply:
        """Answer a question or carry out a command, those that begin with "/"; `heard` follows a chat model's answer.

        Raises AskbotError for what can't be taken; the conversation then stands as it stood.
        """
        if not line.startswith("/"):
            return self._finished(line, self._bot.ask(line, history=tuple(self._turns), heard=heard))
        if len(line) > LONGEST_COMMAND_CHARACTERS:
            raise QuestionError("That command is too long.", "See what there is: /help")
        name, _, argument = line.partition(" ")
        command = self._commands.get(name.lower())
        if command is None:
            return Said(f"There is no {clean(name)[:40]}; /help says what there is.")
        return command(argument.strip(), look)

    def show(self, n: int) -> Shown | None:
        """Return the place of the last answer's mark [n], or None where it has none such."""
        citations = render.numbered(self.last) if self.last else ()
        if not 1 <= n <= len(citations):
            return None
        return self.place(citations[n - 1], n)

    def place(self, citation: Citation, n: int) -> Shown:
        """Return where a citation stands; StorageError where its article is another by now."""
        document = self._bot.document(citation.document_id)
        if document.sha256 != citation.sha256:
            raise StorageError(f"'{citation.document_id}' has changed since that answer.", "Ask again.")
        return Shown(document, citation.start, citation.end, n)

    def _finished(self, question: str, answer: Answer) -> Answered:
        turn = Turn(question, answer)
        self._turns = [*self._turns, turn][-MOST_TURNS:]
        self._keeps.keep(turn)
        return Answered(turn)

    def _show(self, number: str, _: Look) -> Reply:
        n = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        count = len(render.numbered(self.last)) if self.last else 0
        return self.show(n) or Said(f"Say which: /show 1 to {count}." if count else "The last answer has no citations.")

    def _sources(self, _: str, look: Look) -> Reply:
        if self.last is None or not render.numbered(self.last):
            return Said("The last answer has no citations.")
        return Said(sources.listed(self.last, self._bot.document, look=look))

    def _find(self, words: str, _: Look) -> Reply:
        if not words:
            return Said("Say what to find: /find some words, or a claim")
        return self._finished(words, self._tools.find(words))

    def _calc(self, expression: str, _: Look) -> Reply:
        if not expression:
            return Said("Say what to work out: /calc 15% of 1,200")
        if calculator.arithmetic(expression) is None:
            raise QuestionError(
                f"'{expression[:60]}' isn't something to work out.", "Write figures and signs: /calc 15% of 1,200"
            )
        return self._finished(expression, self._bot.ask(expression))

    def _export(self, name: str, _: Look) -> Reply:
        if not name:
            return Said("Say where to: /export conversation.md, or .json")
        turns = self._keeps.everything()
        if not turns:
            return Said("There is nothing to export yet.")
        path = Path(name)
        written = self._keeps.write(path, export(self._keeps.name(), turns, as_json=path.suffix.lower() == ".json"))
        count = f"{len(turns):,} turn{'' if len(turns) == 1 else 's'}"
        return Said(f"Wrote {count} to {clean(str(written))}.")

    def _new(self, _: str, __: Look) -> Reply:
        self._turns = []
        self._keeps.begin()
        return Begun()


def export(session: str, turns: Sequence[Exported], *, as_json: bool) -> str:
    """Return a conversation as Markdown or as JSON."""
    if as_json:
        return json.dumps(transcript.to_json(session, turns), ensure_ascii=False, indent=1) + "\n"
    return transcript.to_markdown(session, turns)


def greeting(bot: Asks, *, session: str | None = None, turns: int = 0) -> str:
    """Return the line that a conversation opens with."""
    articles = len(bot.documents())
    line = f"{articles:,} article{'' if articles == 1 else 's'}. Ask anything "
    line += f"{'it says' if articles == 1 else 'they say'}; /help for more."
    if session is None or not turns:
        return line
    return f"{line}\nGoing on with {clean(session)}, {turns:,} turn{'' if turns == 1 else 's'} so far."
