"""The commands of a conversation: chat."""

from __future__ import annotations

from pathlib import Path

import click

from askbot.commands import console, indexing


@click.command()
@click.option("--plain", is_flag=True, help="Line by line, without a screen of its own (always so for now).")
@console.index_option
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

    settings = console.settings(folder)
    if generations.manifest(settings.index) is None and settings.corpus.is_dir():
        indexing.build(settings.corpus, settings)
    with console.opened(settings) as bot:
        return conversation.converse(
            bot,
            look=Look(console.columns(), console.coloured(settings)),
            remember=lambda answer: console.remember(answer, settings),
            complain=console.complain,
            unexpected=lambda error: console.unexpected(error, settings.index),
        )
