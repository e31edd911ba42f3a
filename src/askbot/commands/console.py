"""What the commands share: settings, an open bot, complaints, and what the terminal can show.

Everything heavy is imported inside the function that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from askbot.errors import AskbotError, QuestionError, StorageError
from askbot.settings import Settings

if TYPE_CHECKING:
    from askbot.bot import Bot
    from askbot.types import Answer

WIDEST_COLUMNS = 110

index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The index (default: .askbot)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def settings(folder: Path | None) -> Settings:
    """Read the environment and the flag into the settings of this command."""
    settings = Settings.from_environment(os.environ, index=folder)
    # `run` learns from it where to leave the traceback of a failure.
    click.get_current_context().obj.append(settings)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Bot]:
    """Open the bot on the settings' index, and close it whatever happens."""
    from askbot.bot import open_bot

    bot = open_bot(settings)
    try:
        yield bot
    finally:
        bot.close()


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
