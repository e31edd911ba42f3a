"""The commands of a conversation: chat, sessions, export."""

from __future__ import annotations

import json
import os
import re
import select
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from askbot.commands import checking, console, indexing
from askbot.errors import AskbotError, SessionError, StorageError
from askbot.settings import OFFLINE, Settings

if TYPE_CHECKING:
    from askbot.bot import Bot
    from askbot.dialogue import Dialogue
    from askbot.search import Found
    from askbot.selection import Selection
    from askbot.transcript import Exported
    from askbot.tui import Opened
    from askbot.types import Answer, Document, Heard, Turn

MOST_TYPED_AHEAD_BYTES = 4096  # more than a terminal keeps of a line
# Arrows and the like, and whatever else is no letter.
_ESCAPED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# The other screen, cleared, with a first line; and the way back from it.
_FIRST_FRAME = "\x1b[?1049h\x1b[2J\x1b[H\x1b[2m askbot · loading\x1b[22m"
_LAST_FRAME = "\x1b[?1049l\x1b[?25h"


def _complete_session(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a session, for Tab in a shell."""
    from askbot import sessions

    folder = context.params.get("folder")
    settings = Settings.from_environment(os.environ, index=folder, model=OFFLINE)
    try:
        return [one.name for one in sessions.known(settings.index) if one.name.startswith(begun)]
    except StorageError:
        return []


@click.command()
@click.option("--plain", is_flag=True, help="Line by line, for pipes and screen readers, without a screen of its own.")
@click.option("--continue", "go_on", is_flag=True, help="Go on with the session used last.")
@click.option(
    "--session", "named", metavar="NAME", shell_complete=_complete_session, help="Go on with this session, or begin it."
)
@console.selecting
@console.model_option
@console.index_option
def chat(
    plain: bool,
    go_on: bool,
    named: str | None,
    documents: tuple[str, ...],
    since: str | None,
    until: str | None,
    sources: tuple[str, ...],
    model: str | None,
    folder: Path | None,
) -> int:
    """Talk about the articles, question by question; /help says what else there is.

    Every turn is kept: --continue goes on where you stopped. In a terminal the conversation has the whole screen;
    with --plain, or where questions are piped in, it goes line by line.

    \b
    Examples:
      askbot chat
      askbot chat --continue
      askbot chat --session research
      askbot chat --plain < questions.txt
      askbot chat --model ollama:qwen3:4b
      askbot chat --source reuters --from 2025
    """
    from askbot import generations, sessions
    from askbot.selection import Selection

    if go_on and named is not None:
        raise click.UsageError("Give either --continue or --session NAME.")
    settings = console.settings(folder, model=model)
    if settings.server is None and generations.manifest(settings.index) is None:
        if not settings.corpus.is_dir():
            raise StorageError(f"There is no index in '{settings.index}'.", "Build it: askbot index")
        indexing.build(settings.corpus, settings)
    name = sessions.check(console.readable(named)) if named is not None else None
    if go_on:
        name = sessions.latest(settings.index)
        if name is None:
            raise SessionError("There is no session to go on with yet.", "Begin one: askbot chat")
    keeping = Keeping(settings, name, tell=console.warn)
    selection = Selection(documents, since, until, sources)
    # Textual draws on stderr, so that has to be the terminal too.
    if plain or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return _plainly(settings, keeping, selection)
    return _on_a_screen(settings, keeping, selection)


@click.command(name="sessions")
@click.option(
    "--delete", "deleted", metavar="NAME", shell_complete=_complete_session, help="Forget this session for good."
)
@console.json_option
@console.index_option
def list_sessions(deleted: str | None, as_json: bool, folder: Path | None) -> int:
    """List the conversations that are kept, the one used last first.

    \b
    Examples:
      askbot sessions
      askbot sessions --delete 2026-01-31-0915
    """
    from askbot import sessions
    from askbot.screen import squeeze

    settings = console.settings(folder)
    if deleted is not None:
        sessions.remove(settings.index, console.readable(deleted))
        click.echo(f"Session '{squeeze(deleted)}' is gone.", err=True)
        return 0
    known = sessions.known(settings.index)
    if as_json:
        fields = [
            {"session": s.name, "turns": s.turns, "last_at": s.last_at, "first_question": s.first_question}
            for s in known
        ]
        click.echo(json.dumps(fields, ensure_ascii=False))
        return 0
    wide = max((len(s.name) for s in known), default=0)
    for s in known:
        line = f"{s.name:<{wide}}  {console.counted(s.turns, 'turn'):>9}  {squeeze(s.first_question)}"
        click.echo(line if len(line) <= console.columns() else f"{line[: console.columns() - 1]}…")
    if not known:
        click.echo("There are no sessions yet; begin one: askbot chat", err=True)
    return 0


@click.command()
@click.argument("session", required=False, shell_complete=_complete_session)
@click.option(
    "--format", "form", type=click.Choice(["md", "json"]), help="Markdown or JSON (default: as FILE ends; md)."
)
@click.option(
    "--output", "-o", "path", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, not to stdout."
)
@console.index_option
def export(session: str | None, form: str | None, path: Path | None, folder: Path | None) -> int:
    """Write SESSION (the one used last, if none is named) with every citation and calculation.

    \b
    Examples:
      askbot export > conversation.md
      askbot export research --output research.json
    """
    from askbot import dialogue, sessions, store

    settings = console.settings(folder)
    name = console.readable(session) if session is not None else sessions.latest(settings.index)
    turns = sessions.turns(settings.index, name) if name is not None else ()
    if name is None or not turns:
        missing = f"There is no session '{name}'." if name is not None else "There is no session yet."
        raise SessionError(missing, sessions.NEWEST if sessions.known(settings.index) else "Begin one: askbot chat")
    as_json = form == "json" or (form is None and path is not None and path.suffix.lower() == ".json")
    text = dialogue.export(name, turns, as_json=as_json)
    if path is None:
        click.echo(text, nl=False)
    else:
        written = store.write_new(path, text)
        click.echo(f"Wrote {console.counted(len(turns), 'turn')} to '{written}'.", err=True)
    return 0


class Keeping:
    """A session on the disk, for a conversation: implements `dialogue.Keeps`."""

    def __init__(self, settings: Settings, name: str | None, *, tell: Callable[[AskbotError], None]) -> None:
        self._settings = settings
        self._name = name
        self._unkept: list[Exported] = []
        self._warned: set[str] = set()
        self._tell = tell

    def name(self) -> str:
        """Name the session."""
        return self._name or "new"

    def keep(self, turn: Turn) -> None:
        """Keep a turn in the session and its citations for `askbot show`; a failure becomes a warning."""
        from askbot import render, sessions, store
        from askbot.transcript import Exported

        try:
            self._name = sessions.keep(self._settings.index, turn, session=self._name)
        except StorageError as error:
            # The conversation goes on without its record, and /export still has what was said.
            self._unkept.append(Exported(turn))
            self._warn(error)
            return
        try:
            store.remember(self._settings.index, render.numbered(turn.answer))
        except StorageError as error:
            self._warn(error)

    def _warn(self, error: StorageError) -> None:
        if error.message not in self._warned:
            self._warned.add(error.message)
            self._tell(error)

    def begin(self) -> None:
        """Begin a new session; its name comes with its first turn."""
        self._name = None
        self._unkept = []

    def everything(self) -> Sequence[Exported]:
        """Return the whole session."""
        return (*self.latest(None), *self._unkept)

    def latest(self, most: int | None) -> tuple[Exported, ...]:
        """Return the session's last turns."""
        from askbot import sessions

        return sessions.turns(self._settings.index, self._name, most=most) if self._name is not None else ()

    def count(self) -> int:
        """Return how many turns are kept."""
        from askbot import sessions

        return sessions.count(self._settings.index, self._name) if self._name is not None else 0

    def write(self, path: Path, text: str) -> Path:
        """Write an export."""
        from askbot import store

        return store.write_new(path, text)


def _plainly(settings: Settings, keeping: Keeping, selection: Selection) -> int:
    from askbot import chat as conversation
    from askbot.dialogue import greeting
    from askbot.screen import Look

    with closing(InForce(settings, selection)) as bot:
        turns = keeping.count()
        return conversation.converse(
            dialogue_with(bot, keeping),
            opening=greeting(bot, session=keeping.name(), turns=turns),
            look=Look(console.columns(), console.coloured(settings)),
            complain=console.complain,
            unexpected=lambda error: console.unexpected(error, settings.index),
            telling=lambda: console.Telling(settings),
        )


def _on_a_screen(settings: Settings, keeping: Keeping, selection: Selection) -> int:
    """Run the full-screen conversation; its frame is there before the libraries that draw it are imported."""
    with _own_screen() as typed:
        from askbot import tui

        count = keeping.count()
        bots: list[InForce] = []
        app = tui.ChatApp(
            lambda tell: _opened_for(settings, keeping, selection, count, tell, bots),
            session=keeping.name(),
            earlier=[one.turn for one in keeping.latest(tui.EARLIER_SHOWN)],
            unexpected=lambda error: console.unexpected(error, settings.index),
            typed=typed,
        )
        code = app.run()
    if app.failure is not None:
        console.complain(app.failure)
    code = code or 0
    if app.busy:
        # The thread may be deep inside a model; every finished turn is on the disk, so nothing is lost with it.
        os._exit(code)
    for bot in bots:
        bot.close()
    return code


@contextmanager
def _own_screen() -> Iterator[str]:
    """Take the terminal's other screen at once, and give the terminal back as it was, whatever happens.

    Yields what was typed before that. What is typed from then on waits for Textual, unseen, with Enter as Enter.
    """
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    early = termios.tcgetattr(terminal)
    early[0] &= ~termios.ICRNL
    early[3] &= ~(termios.ECHO | termios.ICANON)
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, early)
        sys.stdout.write(_FIRST_FRAME)
        sys.stdout.flush()
        yield _typed_ahead(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
        sys.stdout.write(_LAST_FRAME)
        sys.stdout.flush()


def _typed_ahead(terminal: int) -> str:
    """Return what waits in the terminal, lines apart: there Enter is the end of a line, and Textual takes that for
    Ctrl+J, another line of the same question.
    """
    waiting, _, _ = select.select([terminal], [], [], 0)
    ahead = os.read(terminal, MOST_TYPED_AHEAD_BYTES).decode("utf-8", "ignore") if waiting else ""
    return _ESCAPED.sub("", ahead.replace("\r", "\n"))


def _opened_for(
    settings: Settings,
    keeping: Keeping,
    selection: Selection,
    count: int,
    tell: Callable[[str], None],
    bots: list[InForce],
) -> Opened:
    from askbot.dialogue import greeting
    from askbot.tui import Opened

    bot = InForce(settings, selection, tell=tell)
    bots.append(bot)
    tell("Reading the models; you can type already.")
    bot.warm_up()
    return Opened(dialogue_with(bot, keeping), greeting(bot, session=keeping.name(), turns=count))


class InForce:
    """The bot of a conversation, on the index in force: one that `askbot index` has built is taken with a question."""

    def __init__(self, settings: Settings, selection: Selection, *, tell: Callable[[str], None] = console.note) -> None:
        from askbot.bot import opener
        from askbot.current import Current

        console.refresh(settings, tell=tell)
        opened = opener(settings)

        def reopen() -> Bot:
            bot = opened()
            try:
                return console.narrowed(bot, selection, tell=tell)
            except AskbotError:
                bot.close()
                raise

        self._current = Current(reopen(), reopen)
        self._following = ExitStack()
        self._following.enter_context(console.followed(settings, tell=tell))

    def warm_up(self) -> None:
        """Load what a first question would have to wait for; no chat model is asked."""
        self._current.warm()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        heard: Heard | None = None,
    ) -> Answer:
        """Answer a question from the newest index that can be opened."""
        # What answers now is better than a new index that fails; `askbot doctor` says what is wrong with that.
        with suppress(AskbotError):
            self._current.renew()
        with self._current.lent() as bot:
            return bot.ask(question, history=history, documents=documents, heard=heard)

    def find(self, words: str) -> Found:
        """Find where the articles say something."""
        with self._current.lent() as bot:
            return bot.find(words)

    def document(self, document_id: str) -> Document:
        """Return the article of that id."""
        with self._current.lent() as bot:
            return bot.document(document_id)

    def documents(self) -> Sequence[Document]:
        """Return every article."""
        with self._current.lent() as bot:
            return bot.documents()

    def close(self) -> None:
        """Let go of the index."""
        self._following.close()
        self._current.close()


def dialogue_with(bot: InForce, keeping: Keeping) -> Dialogue:
    """Make the dialogue of a bot and a session, with everything that its commands call on."""
    from askbot import search
    from askbot.dialogue import MOST_TURNS, Dialogue, Tools

    tools = Tools(find=lambda words: search.as_answer(bot.find(words)), audit=lambda look: checking.audited(bot, look))
    earlier = [one.turn for one in keeping.latest(MOST_TURNS)]
    return Dialogue(bot, keeping, tools=tools, earlier=earlier)
