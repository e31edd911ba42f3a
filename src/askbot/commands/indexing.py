"""The commands that make an index and look after it: index, doctor."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from askbot.commands import console
from askbot.errors import AskbotError
from askbot.settings import DEFAULT_CORPUS, Settings

if TYPE_CHECKING:
    from askbot.models import Embedder, Embeds


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path), default=DEFAULT_CORPUS, metavar="[FOLDER]")
@console.index_option
def index(corpus: Path, folder: Path | None) -> int:
    """Read the articles under FOLDER and build or update the index.

    \b
    Example:
      askbot index corpus
    """
    return build(corpus, console.settings(folder))


@click.command()
@click.option("--repair", is_flag=True, help="Build the index anew from its articles where it is not whole.")
@console.index_option
def doctor(repair: bool, folder: Path | None) -> int:
    """Check that the index is whole, that the models are the right ones and that the settings make sense.

    Counts, hashes and a probe question are compared. The index is a cache of the articles: --repair makes it anew
    from the folder that it was built from. A shared index is compared with its server; without the articles, --repair
    fetches it anew.

    \b
    Examples:
      askbot doctor
      askbot doctor --repair
    """
    from askbot import index as storage
    from askbot import models
    from askbot.reading_model import SpanReader

    settings = console.settings(folder)
    embedder = models.open_embedder(settings.embedding_model, index=settings.index)
    worn = embedder.flaws()
    for finding in worn:
        click.echo(f"Model: {finding}")
    if not worn:
        embedder.question("Is the model whole?")
        click.echo(f"Model: {embedder.name} is whole. {embedder.runtime()}")
    # Raises where it is not whole, so that what is said of it is true.
    reader = SpanReader(settings.reading_model)
    reader.spans("Is the model whole?", [("", "It is whole.")])
    named = f"'{settings.reading_model}'" if settings.reading_model else "the bundled model"
    click.echo(f"Reader: {named} reads.")
    away = _refreshed(settings)
    findings = storage.examine(settings.index, embedder)
    for finding in findings:
        click.echo(f"Index: {finding}")
    if findings and repair:
        source = storage.built_from(settings.index) or settings.corpus
        if settings.server is not None and not source.is_dir():
            click.echo(f"Index: fetching it anew from '{settings.server.url}'.")
            console.refresh(settings, anew=True)
        else:
            click.echo(f"Index: building it anew from '{source}'.")
            build(source, settings, anew=True)
        findings = storage.examine(settings.index, embedder)
        for finding in findings:
            click.echo(f"Index: {finding}")
    if not findings:
        with storage.Index.open(settings.index, fingerprint=embedder.fingerprint) as opened:
            click.echo(f"Index: '{settings.index}' is whole, {console.counted(len(opened.documents()), 'document')}.")
        away = away or _differs(settings, embedder.fingerprint)
    return 1 if worn or findings or away else 0


def _refreshed(settings: Settings) -> bool:
    """Bring a replica up to date as a question would, and say why that failed; say whether it did."""
    told: list[str] = []
    try:
        console.refresh(settings, tell=told.append)
    except AskbotError as error:
        told.append(f"{error.message} {error.remedy}")
    for said in told:
        click.echo(f"Server: {said}")
    return bool(told)


def _differs(settings: Settings, fingerprint: str) -> bool:
    """Compare a replica with its server, and say how it is; say whether anything is wrong."""
    if settings.server is None:
        return False
    from askbot.server import replica

    try:
        named, findings = replica.compare(settings.index, settings.server, fingerprint=fingerprint)
    except AskbotError as error:
        named, findings = "", [f"{error.message} {error.remedy}"]
    for finding in findings:
        click.echo(f"Server: {finding}")
    if not findings:
        click.echo(f"Server: '{settings.server.url}' holds {named}, whole; this index is a replica of it.")
    return bool(findings)


def build(folder: Path, settings: Settings, *, anew: bool = False) -> int:
    """Index the articles under a folder and say what changed; return the exit code, 1 where files stay unread.

    `anew` keeps nothing of the index that is there.
    """
    from askbot import corpus, models
    from askbot import index as storage
    from askbot.screen import squeeze

    articles = corpus.read(folder, known=storage.held(settings.index))
    for unread in articles.unread:
        # A name may hold anything, a line break too.
        click.echo(f"Warning: {squeeze(str(unread.path))} was not read: {squeeze(unread.reason)}", err=True)
    embedder = models.open_embedder(settings.embedding_model, index=settings.index)
    with _shared(settings, embedder, anew=anew) as embeds, console.progress("indexing") as progress:
        report = storage.build(
            articles.documents,
            at=settings.index,
            embedder=embeds,
            progress=progress,
            waiting=lambda: click.echo(f"Another build is writing to '{settings.index}'; waiting for it.", err=True),
            source=folder,
            anew=anew,
        )
    changes = ", ".join(
        f"{n:,} {what}" for what in ("added", "changed", "removed", "unchanged") if (n := getattr(report, what))
    )
    passages = console.counted(report.passages, "passage")
    click.echo(
        f"'{settings.index}' holds {console.counted(len(articles.documents), 'document')}, {passages} ({changes})."
    )
    if settings.server is not None:
        from askbot.server import replica

        edition, is_new = replica.publish(settings.index, settings.server, fingerprint=embedder.fingerprint, anew=anew)
        verb = "has" if is_new else "had"
        click.echo(f"'{settings.server.url}' {verb} it as {edition.named}.")
    return 1 if articles.unread else 0


def _shared(settings: Settings, embedder: Embedder, *, anew: bool) -> AbstractContextManager[Embeds]:
    """Take what others have computed from the server, where there is one and anything is to be believed."""
    if settings.server is None:
        return nullcontext(embedder)
    from askbot.server import replica

    return replica.sharing(settings.server, embedder, anew=anew)
