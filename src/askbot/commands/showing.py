"""The commands that lead back into the articles: show."""

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
@console.json_option
@console.index_option
def show(citation: str, as_json: bool, folder: Path | None) -> int:
    """Show a quote inside its article: CITATION is its number in the last answer, or DOCUMENT:START-END.

    \b
    Examples:
      askbot show 1
      askbot show reuters/2026-01-orvella:120-188
    """
    from askbot import render

    settings = console.settings(folder)
    with console.opened(settings) as bot:
        document, start, end = _place(citation, bot, settings)
    if as_json:
        click.echo(json.dumps(render.excerpt_json(document, start, end), ensure_ascii=False))
    else:
        click.echo(render.excerpt(document, start, end, width=console.columns(), colour=console.coloured(settings)))
    return 0


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
