"""The commands that lead back into the articles: show, find."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from askbot.commands import console
from askbot.errors import QuestionError, StorageError
from askbot.settings import Settings

if TYPE_CHECKING:
    from askbot.bot import Bot
    from askbot.types import Citation, Document

_SPAN = re.compile(r"(?P<document>.+):(?P<start>\d{1,12})-(?P<end>\d{1,12})")


@click.command()
@click.argument("citation")
@click.option(
    "--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write the article as a page for a browser."
)
@console.json_option
@console.index_option
def show(citation: str, page: Path | None, as_json: bool, folder: Path | None) -> int:
    """Show a quote inside its article: CITATION is its number in the last answer, or DOCUMENT:START-END.

    \b
    Examples:
      askbot show 1
      askbot show reuters/2026-01-orvella:120-188
      askbot show 1 --html quote.html
    """
    from askbot import render

    settings = console.settings(folder)
    with console.opened(settings) as bot:
        document, start, end = _place(citation, bot, settings)
    if page is not None:
        written = _write_page(page, document, start, end)
        click.echo(f"Wrote the article to '{written}'; a browser opens it at the quote.", err=True)
    if as_json:
        click.echo(json.dumps(render.excerpt_json(document, start, end), ensure_ascii=False))
    elif page is None:
        click.echo(render.excerpt(document, start, end, width=console.columns(), colour=console.coloured(settings)))
    return 0


@click.command()
@click.argument("text")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Keep to this document; may be repeated.")
@console.json_option
@console.index_option
def find(text: str, documents: tuple[str, ...], as_json: bool, folder: Path | None) -> int:
    """Find where the articles say TEXT: the exact words first, then what means the same.

    A claim with a figure in it gets a verdict: supported, contradicted by its figures, or not found. Figures support a
    claim only where value, unit, subject and time agree. The passages are then there for `askbot show`.

    \b
    Examples:
      askbot find "dual-class structure"
      askbot find "The bridge cost 12 million euros to build in 2024."
    """
    from askbot import render, search

    settings = console.settings(folder)
    with console.opened(settings) as bot:
        found = bot.find(console.readable(text), documents=documents)
    answer = search.as_answer(found)
    if as_json:
        click.echo(json.dumps(search.to_json(found), ensure_ascii=False))
    else:
        click.echo(render.to_text(answer, width=console.columns(), colour=console.coloured(settings)))
    console.remember(answer, settings)
    return 0


def _write_page(path: Path, document: Document, start: int, end: int) -> Path:
    from askbot import page, store

    return store.write_new(path, page.html(document, start, end))


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
    match = _SPAN.fullmatch(console.readable(citation))
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
            f"The last answer has {console.counted(len(citations), 'citation')}, no number {number[:9]}.",
            "Try another: askbot show 1",
        )
    return citations[n - 1]
