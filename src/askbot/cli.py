"""The commands. They read flags, ask the bot, print; everything heavy is imported inside the command that needs it.

Answers go to stdout, progress, warnings and errors to stderr. Exit codes: 0 answered or refused,
1 an error or a finding, 2 usage, 130 Ctrl-C.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from askbot import __version__
from askbot.errors import AskbotError, QuestionError, StorageError
from askbot.settings import DEFAULT_CORPUS, DEFAULT_INDEX, Settings

if TYPE_CHECKING:
    from askbot.bot import Bot
    from askbot.types import Answer, Citation, Document

# Far beyond the longest question that is taken; enough to say how long the one given is.
LONGEST_STDIN_CHARACTERS = 1_000_000
WIDEST_COLUMNS = 110
_SPAN = re.compile(r"(?P<document>.+):(?P<start>\d{1,12})-(?P<end>\d{1,12})")

_index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The index (default: .askbot)."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character shows a question mark; an answer is never lost to it.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written has been said; Python would try once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong is two calm lines on stderr."""
    used: list[Settings] = []
    try:
        code = commands.main(args=list(arguments), prog_name="askbot", standalone_mode=False, obj=used)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        return 130
    except AskbotError as error:
        _complain(error)
        return 1
    except Exception as error:  # noqa: BLE001 - the one place: calm for the user, the traceback to a file
        if "--debug" in arguments:
            traceback.print_exc()
        _complain(_unexpected(error, used[-1].index if used else DEFAULT_INDEX))
        return 1
    return code if isinstance(code, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="askbot")
@click.option("--debug", is_flag=True, help="Print the traceback of an unexpected failure.")
def commands(debug: bool) -> None:
    """Ask a corpus of articles: short answers, each with the sentence that says so."""


@commands.command()
@click.argument("corpus", type=click.Path(path_type=Path), default=DEFAULT_CORPUS, metavar="[FOLDER]")
@_index_option
def index(corpus: Path, folder: Path | None) -> int:
    """Read the articles under FOLDER and build or update the index.

    \b
    Example:
      askbot index corpus
    """
    return _build(corpus, _settings(folder))


@commands.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.File("rb"), metavar="FILE", help="Answer JSON lines from FILE, or - for stdin.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Keep to this document; may be repeated.")
@_json_option
@_index_option
def ask(
    question: str | None, batch: BinaryIO | None, documents: tuple[str, ...], as_json: bool, folder: Path | None
) -> int:
    """Answer QUESTION, or the one on stdin if it is -.

    \b
    Examples:
      askbot ask "When was it founded?"
      askbot ask --json - < question.txt
      askbot ask --batch questions.jsonl
    """
    settings = _settings(folder)
    if (question is None) == (batch is None):
        raise click.UsageError("Give either a QUESTION or --batch FILE.")
    if batch is not None:
        if documents:
            raise click.UsageError("With --batch, name the documents in the lines.")
        return _answer_batch(batch, settings)
    asked = _from_stdin() if question == "-" else _readable(question or "")
    with _opened(settings) as bot:
        answer = bot.ask(asked, documents=documents)
        _print_answer(answer, settings, as_json=as_json)
        _remember(answer, settings)
    return 0


@commands.command()
@click.option("--plain", is_flag=True, help="Line by line, without a screen of its own (always so for now).")
@_index_option
def chat(plain: bool, folder: Path | None) -> int:
    """Talk about the articles, question by question; /help says what else there is.

    \b
    Examples:
      askbot chat
      askbot chat --plain < questions.txt
    """
    from askbot import chat as conversation
    from askbot import generations
    from askbot.screen import Look

    settings = _settings(folder)
    if generations.manifest(settings.index) is None and settings.corpus.is_dir():
        _build(settings.corpus, settings)
    with _opened(settings) as bot:
        return conversation.converse(
            bot,
            look=Look(_columns(), _coloured(settings)),
            remember=lambda answer: _remember(answer, settings),
            complain=_complain,
            unexpected=lambda error: _unexpected(error, settings.index),
        )


@commands.command()
@click.argument("citation")
@_json_option
@_index_option
def show(citation: str, as_json: bool, folder: Path | None) -> int:
    """Show a quote inside its article: CITATION is its number in the last answer, or DOCUMENT:START-END.

    \b
    Examples:
      askbot show 1
      askbot show reuters/2026-01-orvella:120-188
    """
    from askbot import render

    settings = _settings(folder)
    with _opened(settings) as bot:
        document, start, end = _place(citation, bot, settings)
    if as_json:
        click.echo(json.dumps(render.excerpt_json(document, start, end), ensure_ascii=False))
    else:
        click.echo(render.excerpt(document, start, end, width=_columns(), colour=_coloured(settings)))
    return 0


@commands.command(name="eval")
@click.argument("cases", type=click.Path(path_type=Path))
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Fail below these metrics (default: baseline.json beside CASES, if there is one).",
)
@_json_option
@_index_option
def evaluate(cases: Path, baseline: Path | None, as_json: bool, folder: Path | None) -> int:
    """Put the ground-truth CASES (JSON lines) to the bot and report how it did.

    \b
    Example:
      askbot eval evals/article.jsonl
    """
    from askbot import cases as ground_truth
    from askbot import evaluation

    settings = _settings(folder)
    beside = cases.with_name("baseline.json")
    path = baseline or (beside if beside.is_file() else None)
    bounds = evaluation.load_baseline(path) if path else {}
    with _opened(settings) as bot, _progress("asking") as progress:
        known = ground_truth.load(cases, documents=bot.documents())
        report = evaluation.evaluate(known, bot, name=cases.name, retriever=bot.retriever, progress=progress)
    click.echo(json.dumps(evaluation.to_json(report), ensure_ascii=False) if as_json else evaluation.to_text(report))
    short = evaluation.below(report, bounds)
    for line in short:
        click.echo(f"Below the baseline: {line}", err=True)
    return 1 if short else 0


@commands.command()
@_index_option
def doctor(folder: Path | None) -> int:
    """Check that the index is whole, that the models are the right ones and that the settings make sense.

    \b
    Example:
      askbot doctor
    """
    from askbot import index as storage
    from askbot import models

    settings = _settings(folder)
    embedder = models.open_embedder(settings.embedding_model)
    embedder.question("Is the model whole?")
    click.echo(f"Model: {embedder.name} is whole.")
    findings = storage.examine(settings.index, embedder)
    for finding in findings:
        click.echo(f"Index: {finding}")
    if not findings:
        with _opened(settings) as bot:
            click.echo(f"Index: '{settings.index}' is whole, {_counted(len(bot.documents()), 'document')}.")
    return 1 if findings else 0


# --- what the commands share -----------------------------------------------------------------------------------------


def _settings(folder: Path | None) -> Settings:
    settings = Settings.from_environment(os.environ, index=folder)
    # `run` learns from it where to leave the traceback of a failure.
    click.get_current_context().obj.append(settings)
    return settings


@contextmanager
def _opened(settings: Settings) -> Iterator[Bot]:
    from askbot.bot import open_bot

    bot = open_bot(settings)
    try:
        yield bot
    finally:
        bot.close()


def _build(folder: Path, settings: Settings) -> int:
    from askbot import corpus, models
    from askbot import index as storage

    articles = corpus.read(folder)
    for unread in articles.unread:
        click.echo(f"Warning: {unread.path} was not read: {unread.reason}", err=True)
    embedder = models.open_embedder(settings.embedding_model)
    with _progress("indexing") as progress:
        report = storage.build(articles.documents, at=settings.index, embedder=embedder, progress=progress)
    changes = ", ".join(
        f"{n:,} {what}" for what in ("added", "changed", "removed", "unchanged") if (n := getattr(report, what))
    )
    passages = _counted(report.passages, "passage")
    click.echo(f"'{settings.index}' holds {_counted(len(articles.documents), 'document')}, {passages} ({changes}).")
    return 1 if articles.unread else 0


def _answer_batch(lines: BinaryIO, settings: Settings) -> int:
    from askbot import batch

    with _opened(settings) as bot:
        for line in batch.answers(lines, bot, unexpected=lambda error: _unexpected(error, settings.index)):
            click.echo(json.dumps(line, ensure_ascii=False))
    return 0


def _print_answer(answer: Answer, settings: Settings, *, as_json: bool) -> None:
    from askbot import render

    if as_json:
        click.echo(json.dumps(render.to_json(answer), ensure_ascii=False))
    else:
        click.echo(render.to_text(answer, width=_columns(), colour=_coloured(settings)))


def _remember(answer: Answer, settings: Settings) -> None:
    """Keep the citations for `askbot show`; an answer that was given is worth more than being able to."""
    from askbot import render, store

    try:
        store.remember(settings.index, render.numbered(answer))
    except StorageError as error:
        click.echo(f"Warning: {error.message}", err=True)


def _place(citation: str, bot: Bot, settings: Settings) -> tuple[Document, int, int]:
    from askbot import store

    if citation.isascii() and citation.isdigit():
        remembered = store.recall(settings.index)
        found = _remembered(citation, remembered)
        document = bot.document(found.document_id)
        if document.sha256 != found.sha256:
            raise StorageError(
                f"'{found.document_id}' has changed since that answer.", 'Ask again: askbot ask "your question"'
            )
        return document, found.start, found.end
    match = _SPAN.fullmatch(_readable(citation))
    if match is None:
        raise click.UsageError("CITATION is a number, or DOCUMENT:START-END.")
    document = bot.document(match["document"])
    start, end = int(match["start"]), int(match["end"])
    if not start < end <= len(document.text):
        raise QuestionError(
            f"'{document.id}' has {len(document.text)} characters, no span {start}-{end}.",
            f"Name a span inside it: askbot show {document.id}:0-{min(80, len(document.text))}",
        )
    return document, start, end


def _remembered(number: str, citations: Sequence[Citation]) -> Citation:
    n = int(number) if len(number) < 9 else 0
    if not citations:
        raise QuestionError("There is no last answer with citations.", 'Ask first: askbot ask "your question"')
    if not 1 <= n <= len(citations):
        raise QuestionError(
            f"The last answer has {_counted(len(citations), 'citation')}, no number {number[:9]}.",
            "Try another: askbot show 1",
        )
    return citations[n - 1]


def _from_stdin() -> str:
    text = sys.stdin.buffer.read(4 * LONGEST_STDIN_CHARACTERS)
    try:
        return text.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise QuestionError("The question on standard input is not UTF-8.", "Send it as UTF-8 text.") from error


def _readable(text: str) -> str:
    # An argument that isn't valid UTF-8 reaches Python with lone surrogates, which nothing can print.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise QuestionError("The question is not UTF-8.", "Type it in a terminal set to UTF-8.") from error
    return text


def _unexpected(error: Exception, folder: Path) -> AskbotError:
    from askbot import store

    path = store.record_failure(folder, "".join(traceback.format_exception(error)))
    where = f"see '{path}' for the details" if path else "run it again as: askbot --debug …"
    return AskbotError(
        f"Something went wrong inside askbot ({type(error).__name__}).", f"{where[0].upper()}{where[1:]}"
    )


def _complain(error: AskbotError) -> None:
    from askbot.screen import squeeze

    click.echo(f"Error: {squeeze(error.message)}", err=True)
    click.echo(f"Try: {squeeze(error.remedy)}", err=True)


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST_COLUMNS)


def _coloured(settings: Settings) -> bool:
    return settings.colour and sys.stdout.isatty()


@contextmanager
def _progress(doing: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what draws a bar on stderr, told how many are done of how many; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
