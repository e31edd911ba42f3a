"""The command line: it runs one command, and whatever goes wrong is two calm lines.

Answers go to stdout, progress, warnings and errors to stderr. Exit codes: 0 answered or refused,
1 an error or a finding, 2 usage, 130 Ctrl-C.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from askbot import __version__
from askbot.commands import checking, console, conversing, indexing, showing, slacking
from askbot.errors import AskbotError, QuestionError
from askbot.settings import DEFAULT_INDEX, OFFLINE, Settings

# Far beyond the longest question that is taken; enough to say how long the one given is.
LONGEST_STDIN_CHARACTERS = 1_000_000


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
        console.complain(error)
        return 1
    except Exception as error:  # noqa: BLE001 - the one place: calm for the user, the traceback to a file
        if "--debug" in arguments:
            traceback.print_exc()
        console.complain(console.unexpected(error, used[-1].index if used else DEFAULT_INDEX))
        return 1
    return code if isinstance(code, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="askbot")
@click.option("--debug", is_flag=True, help="Print the traceback of an unexpected failure.")
def commands(debug: bool) -> None:
    """Ask a corpus of articles: short answers, each with the sentence that says so."""


@commands.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.File("rb"), metavar="FILE", help="Answer JSON lines from FILE, or - for stdin.")
@console.selecting
@console.model_option
@console.json_option
@console.index_option
def ask(
    question: str | None,
    batch: BinaryIO | None,
    documents: tuple[str, ...],
    model: str | None,
    since: str | None,
    until: str | None,
    sources: tuple[str, ...],
    as_json: bool,
    folder: Path | None,
) -> int:
    """Answer QUESTION, or the one on stdin if it is -.

    \b
    Examples:
      askbot ask "When was it founded?"
      askbot ask --json - < question.txt
      askbot ask --batch questions.jsonl
      askbot ask --source reuters --from 2025-06 "How many people work there?"
      askbot ask --model ollama:qwen3:4b "What does it do, and for whom?"
    """
    from askbot.selection import Selection

    settings = console.settings(folder, model=model)
    if (question is None) == (batch is None):
        raise click.UsageError("Give either a QUESTION or --batch FILE.")
    if batch is not None:
        if documents or since or until or sources:
            raise click.UsageError("With --batch, name the documents in the lines.")
        return _answer_batch(batch, settings)
    asked = _from_stdin() if question == "-" else console.readable(question or "")
    with console.opened(settings) as bot:
        telling = console.Telling(settings)
        for document_id in documents:
            bot.document(document_id)
        chosen = console.narrowed(bot, Selection(documents, since, until, sources))
        answer = chosen.ask(asked, heard=None if as_json else telling.hear)
        if as_json:
            from askbot import render

            click.echo(json.dumps(render.to_json(answer), ensure_ascii=False))
        else:
            click.echo(telling.end(answer))
        console.remember(answer, settings)
    return 0


@commands.command(name="eval")
@click.argument("cases", type=click.Path(path_type=Path))
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Fail below these metrics (default: baseline.json beside CASES, if there is one).",
)
@console.model_option
@console.json_option
@console.index_option
def evaluate(cases: Path, baseline: Path | None, model: str | None, as_json: bool, folder: Path | None) -> int:
    """Put the ground-truth CASES (JSON lines) to the bot and report how it did.

    With --model, to the offline engine and then with that chat model, both in one table; ASKBOT_MODEL alone does
    nothing here. The baseline is the offline engine's.

    \b
    Examples:
      askbot eval evals/article.jsonl
      askbot eval evals/article.jsonl --model ollama:qwen3:4b
    """
    from askbot import cases as ground_truth
    from askbot import evaluation

    settings = console.settings(folder, model=model or OFFLINE)
    near = cases.with_name("baseline.json")
    path = baseline or (near if near.is_file() else None)
    bounds = evaluation.load_baseline(path) if path else {}
    written = None
    with console.opened(settings) as bot, console.progress("asking") as progress:
        known = ground_truth.load(cases, documents=bot.documents())
        report = evaluation.evaluate(known, bot.offline(), name=cases.name, retriever=bot.retriever, progress=progress)
        if settings.chat_model is not None:
            written = evaluation.evaluate(known, bot, name=cases.name, progress=progress)
    engines = {"offline": report} | ({settings.chat_model.name: written} if settings.chat_model and written else {})
    if as_json and written is not None:
        click.echo(json.dumps({name: evaluation.to_json(one) for name, one in engines.items()}, ensure_ascii=False))
    elif as_json:
        click.echo(json.dumps(evaluation.to_json(report), ensure_ascii=False))
    else:
        click.echo(evaluation.to_text(written or report))
    if settings.chat_model is not None and written is not None and not as_json:
        click.echo(f"\n{evaluation.beside(report, written, model=settings.chat_model.name)}")
    short = evaluation.below(report, bounds)
    if written is not None and written.broken:
        short.append(f"{len(written.broken)} broken laws with the model; none is ever allowed")
    for line in short:
        click.echo(f"Below the baseline: {line}", err=True)
    return 1 if short else 0


for command in (
    indexing.index,
    conversing.chat,
    conversing.list_sessions,
    conversing.export,
    showing.show,
    checking.audit,
    checking.replay,
    showing.find,
    indexing.doctor,
    slacking.slack,
    slacking.feedback,
):
    commands.add_command(command)


@commands.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands and flags with Tab.

    \b
    Examples:
      eval "$(askbot completion bash)"
      askbot completion fish > ~/.config/fish/completions/askbot.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(commands, {}, "askbot", "_ASKBOT_COMPLETE").source())


def _answer_batch(lines: BinaryIO, settings: Settings) -> int:
    from askbot import batch

    with console.opened(settings) as bot:
        for line in batch.answers(lines, bot, unexpected=lambda error: console.unexpected(error, settings.index)):
            click.echo(json.dumps(line, ensure_ascii=False))
    return 0


def _from_stdin() -> str:
    text = sys.stdin.buffer.read(4 * LONGEST_STDIN_CHARACTERS)
    try:
        return text.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise QuestionError("The question on standard input is not UTF-8.", "Send it as UTF-8 text.") from error
