"""What the commands share: settings, an open bot, complaints, and what the terminal can show.

Everything heavy is imported inside the function that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from askbot.errors import AskbotError, QuestionError, StorageError
from askbot.screen import Look
from askbot.settings import OFFLINE, Settings
from askbot.types import Answer, Doing, Written

if TYPE_CHECKING:
    from askbot.bot import Bot
    from askbot.selection import Selection

WIDEST_COLUMNS = 110

index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The index (default: .askbot)."
)
model_option = click.option(
    "--model", metavar="NAME", help="The chat model that writes, as PROVIDER:MODEL; offline for none (ASKBOT_MODEL)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def settings(folder: Path | None, *, model: str | None = OFFLINE) -> Settings:
    """Read the environment and the flags into the settings of this command.

    A command that asks no chat model says nothing of one, and ASKBOT_MODEL isn't even looked at.
    """
    settings = Settings.from_environment(os.environ, index=folder, model=model)
    # `run` learns from it where to leave the traceback of a failure.
    click.get_current_context().obj.append(settings)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Bot]:
    """Open the bot on the settings' index, brought up to date where it is shared, and close it whatever happens."""
    from askbot.bot import open_bot

    refresh(settings)
    bot = open_bot(settings)
    try:
        yield bot
    finally:
        bot.close()


def note(text: str) -> None:
    """Say on stderr what is worth knowing and no failure."""
    from askbot.screen import squeeze

    click.echo(f"Note: {squeeze(text)}", err=True)


def refresh(settings: Settings, *, tell: Callable[[str], None] = note, anew: bool = False) -> None:
    """Make the index a replica of the newest edition where it is shared; where that fails, an older one will do.

    `anew` fetches all of it.
    """
    if settings.server is None:
        return
    from askbot.models import open_embedder
    from askbot.server import replica

    embedder = open_embedder(settings.embedding_model, index=settings.index)
    replica.refresh(settings.index, settings.server, embedder, tell=tell, anew=anew)


@contextmanager
def followed(settings: Settings, *, tell: Callable[[str], None] = note) -> Iterator[None]:
    """Keep the index up to date meanwhile, where it is shared; `tell` hears, in another thread, when that fails."""
    if settings.server is None:
        yield
        return
    from askbot.models import open_embedder
    from askbot.server.follow import Follower

    embedder = open_embedder(settings.embedding_model, index=settings.index)
    with closing(Follower(settings.index, settings.server, embedder, tell=tell)):
        yield


def narrowed(bot: Bot, selection: Selection, *, tell: Callable[[str], None] = note) -> Bot:
    """Keep a bot to a selection of articles, and tell (on stderr) what that leaves out for having no date."""
    from askbot.selection import choose

    if selection.is_all:
        return bot
    chosen = choose(selection, bot.documents())
    if chosen.undated:
        articles = counted(chosen.undated, "article")
        tell(f"{articles} without a date {'is' if chosen.undated == 1 else 'are'} left out.")
    return bot.within(chosen.ids)


def selecting(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the flags that choose articles."""
    for option in (
        click.option("--source", "sources", multiple=True, metavar="NAME", help="Keep to this source; repeatable."),
        click.option("--to", "until", metavar="DATE", help="Keep to articles published on or before this day."),
        click.option("--from", "since", metavar="DATE", help="Keep to articles published on or after this day."),
        click.option("--document", "documents", multiple=True, metavar="ID", help="Keep to this document; repeatable."),
    ):
        command = option(command)
    return command


def remember(answer: Answer, settings: Settings) -> None:
    """Keep the citations for `askbot show`; an answer that was given is worth more than being able to."""
    from askbot import render, store

    try:
        store.remember(settings.index, render.numbered(answer))
    except StorageError as error:
        warn(error)


def readable(text: str) -> str:
    """Return an argument that can be printed; QuestionError for one that is not UTF-8."""
    # An argument that isn't valid UTF-8 reaches Python with lone surrogates, which nothing can print.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise QuestionError("The question is not UTF-8.", "Type it in a terminal set to UTF-8.") from error
    return text


def unexpected(error: Exception, folder: Path) -> AskbotError:
    """Turn a failure that nobody expected into a calm error, its traceback in a file beside the index."""
    from askbot import store

    path = store.record_failure(folder, "".join(traceback.format_exception(error)))
    where = f"see '{path}' for the details" if path else "run it again as: askbot --debug …"
    return AskbotError(
        f"Something went wrong inside askbot ({type(error).__name__}).", f"{where[0].upper()}{where[1:]}"
    )


def complain(error: AskbotError) -> None:
    """Say on stderr what failed and what to try."""
    from askbot.screen import squeeze

    click.echo(f"Error: {squeeze(error.message)}", err=True)
    click.echo(f"Try: {squeeze(error.remedy)}", err=True)


def warn(error: AskbotError) -> None:
    """Say on stderr what didn't work, where the command goes on without it."""
    from askbot.screen import squeeze

    click.echo(f"Warning: {squeeze(error.message)}", err=True)


class Telling:
    """An answer as it comes: a status on stderr while the model works, each claim on stdout once it is let through."""

    def __init__(self, settings: Settings) -> None:
        self._look = Look(columns(), coloured(settings))
        self._shown = 0
        self._status = ""

    def hear(self, progress: Doing | Written) -> None:
        """Show what has been done; implements `types.Heard`."""
        from askbot import render

        if isinstance(progress, Doing):
            self._say(f"{progress.text} …")
            return
        self._say("")
        for line in render.opening(progress.answer, self._look, shown=self._shown):
            click.echo(line)
        self._shown = len(render.lead(progress.answer))

    def end(self, answer: Answer) -> str:
        """Return what is still to be shown of the whole answer."""
        from askbot import render

        self._say("")
        return render.to_text(answer, width=self._look.width, colour=self._look.colour, shown=self._shown)

    def _say(self, status: str) -> None:
        """Write over the status; nothing moves where stderr is no terminal."""
        if sys.stderr.isatty() and status != self._status:
            click.echo(f"\r\x1b[K{status}", err=True, nl=False)
        self._status = status


def columns() -> int:
    """Return how wide an answer may be printed."""
    return min(shutil.get_terminal_size().columns, WIDEST_COLUMNS)


def coloured(settings: Settings) -> bool:
    """Say whether stdout is a terminal that should have colours."""
    return settings.colour and sys.stdout.isatty()


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what draws a bar on stderr, told how many are done of how many; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: "1 article", "2 articles"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
