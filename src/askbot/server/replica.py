"""Replicas: an index folder that holds what the newest edition holds, and what writes the next one.

A replica is an index like any other, built here from the documents and the vectors of the server, so a question asks
it as it asks any index, with the server away too. Beside it stands which edition it is of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from askbot import generations
from askbot import index as storage
from askbot.errors import ServerError, StaleIndexError, StorageError
from askbot.index import Index
from askbot.server import editions, segments
from askbot.server.editions import Edition
from askbot.server.rest import BRIEF, CARRYING, Server
from askbot.server.segments import Entry
from askbot.settings import ServerSettings
from askbot.types import Document

if TYPE_CHECKING:
    from askbot.models import Embeds

FILE = "replica.json"
# Segments of an edition; beyond, everything is brought anew, so that what is out of date does not pile up.
MOST_SEGMENTS = 12
# How often a publication begins anew because others were faster, and a fetch because its edition was dropped.
MOST_TRIES = 20
MOST_FETCHES = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What a replica is of: the server, the edition, and the generation of the index that was made of it."""

    url: str
    name: str
    generation: str
    edition: Edition


@contextmanager
def sharing(settings: ServerSettings, embedder: Embeds, *, anew: bool = False) -> Iterator[Embeds]:
    """Yield an embedding model that computes only what the edition in force hasn't; for a build to publish.

    `anew` takes nothing from there. Raises ServerError where the server is away, before anything is built.
    """
    with Server(settings) as server:
        edition = editions.newest(server)
        if anew or edition is None or edition.model != embedder.fingerprint[:256]:
            yield embedder
        else:
            yield segments.SharedVectors(embedder, server, edition.segments.split())


def publish(
    at: Path,
    settings: ServerSettings,
    *,
    fingerprint: str,
    anew: bool = False,
    most_segments: int = MOST_SEGMENTS,
) -> tuple[Edition, bool]:
    """Make the edition in force hold what the index in a folder holds; say which it is, and whether it had to be made.

    Only documents that it lacks are carried; `anew` trusts nothing that is there. Whoever publishes meanwhile is
    published after, and loses nothing but this edition's place. Raises StorageError, ServerError where it doesn't
    succeed: the edition that was in force stays.
    """
    with Index.open(at, fingerprint=fingerprint) as index, Server(settings) as server:
        segment, brought = editions.new_segment(), dict[str, Entry]()
        for _ in range(MOST_TRIES):
            base = editions.newest(server)
            there = {} if anew or base is None else _reusable(server, base, fingerprint, most_segments)
            listed, lacking = [], []
            for document in index.documents():
                digest = segments.sha256(document)
                entry = next((e for e in (there.get(document.id), brought.get(document.id)) if e), None)
                if entry is not None and entry.sha256 == digest:
                    listed.append(entry)
                else:
                    lacking.append(document.id)
            if base is not None and not lacking and len(listed) == len(there) == base.documents and not anew:
                _hold(at, Held(server.url, server.name, index.manifest.generation, base))
                return base, False
            made = (
                segments.upload(server, segment, (index.document(name) for name in lacking), index) if lacking else []
            )
            brought |= {entry.id: entry for entry in made}
            listed = sorted([*listed, *made], key=lambda entry: entry.id)
            edition = editions.publish(
                server, listed, after=base, segment=segment, passages=index.manifest.passages, model=fingerprint
            )
            if edition is not None:
                _hold(at, Held(server.url, server.name, index.manifest.generation, edition))
                _tidy(server)
                return edition, True
    raise ServerError(
        f"Others publish to the Chroma server at '{settings.url}' faster than this can.", "Try again in a moment."
    )


def _reusable(server: Server, base: Edition, fingerprint: str, most_segments: int) -> dict[str, Entry]:
    if base.model != fingerprint[:256] or len(base.segments.split()) > most_segments:
        return {}
    return {entry.id: entry for entry in editions.entries(server, base)}


def _tidy(server: Server) -> None:
    try:
        editions.drop_old(server)
    except ServerError:
        # It is published; whoever publishes next tidies up too.
        return


def refresh(
    at: Path, settings: ServerSettings, embedder: Embeds, *, tell: Callable[[str], None], anew: bool = False
) -> bool:
    """Make the index in a folder a replica of the newest edition; say whether it had to be changed.

    `anew` fetches all of it. Where that fails and there is a replica, it stays, and `tell` hears in a sentence of which
    edition it is. Raises ServerError where there is none, StaleIndexError where another model made the edition.
    """
    held = None if anew else _held(at, settings)
    try:
        return _fetched(at, settings, embedder, held, anew=anew)
    except StaleIndexError:
        raise
    except StorageError as error:
        if held is None or generations.manifest(at) is None:
            raise
        named = held.edition.named
        if not _is_of(at, held):
            named = f"this machine's own index, which is newer than {named} and may not be published"
        tell(f"{error.message} Answering from {named}.")
        return False


def _fetched(
    at: Path,
    settings: ServerSettings,
    embedder: Embeds,
    held: Held | None,
    *,
    anew: bool,
) -> bool:
    with Server(settings, BRIEF) as server:
        newest = editions.newest(server, known=held.edition if held is not None else None)
    if newest is None:
        raise ServerError(
            f"The Chroma server at '{settings.url}' holds no index '{settings.name}' yet.",
            "Publish one: askbot index FOLDER",
        )
    for _ in range(MOST_FETCHES):
        if held is not None and newest == held.edition and _is_of(at, held):
            return False
        if newest.model != embedder.fingerprint[:256]:
            made, asked = newest.model.split(" ")[0], embedder.fingerprint.split(" ")[0]
            raise StaleIndexError(
                f"The index on the Chroma server at '{settings.url}' was made by another model ('{made}', not "
                f"'{asked}').",
                "Set ASKBOT_EMBEDDING_MODEL to that model, or publish it anew: askbot index FOLDER",
            )
        with Server(settings, CARRYING) as server:
            try:
                _build(at, server, embedder, newest, anew=anew)
                return True
            except ServerError:
                latest = editions.newest(server)
                if latest is None or latest == newest:
                    raise
                newest = latest
    raise ServerError(
        f"The index on the Chroma server at '{settings.url}' changes faster than it can be fetched.",
        "Try again in a moment.",
    )


def _build(at: Path, server: Server, embedder: Embeds, edition: Edition, *, anew: bool) -> None:
    listed = editions.entries(server, edition)
    local = None if anew else _opened(at, embedder.fingerprint)
    try:
        vectors = segments.SharedVectors(embedder, server, edition.segments.split())
        storage.build(_documents(server, listed, local), at=at, embedder=vectors, anew=anew)
    finally:
        if local is not None:
            local.close()
    with Index.open(at, fingerprint=embedder.fingerprint) as index:
        # Another process may have built something else since.
        if _hashes(index) != {entry.id: entry.sha256 for entry in listed}:
            raise ServerError(f"The index in '{at}' was changed while it was fetched.", "Try again in a moment.")
        _hold(at, Held(server.url, server.name, index.manifest.generation, edition))


def _hashes(index: Index) -> dict[str, str]:
    return {document.id: segments.sha256(document) for document in index.documents()}


def _opened(at: Path, fingerprint: str) -> Index | None:
    try:
        return Index.open(at, fingerprint=fingerprint)
    except StorageError:
        return None


def _documents(server: Server, listed: list[Entry], local: Index | None) -> Iterator[Document]:
    """Yield the documents of a list: those that are here already from here, the others from the server."""
    wanted = {entry.id: entry.sha256 for entry in listed}
    here: set[str] = set()
    for document in local.documents() if local is not None else ():
        if document.id in wanted and segments.sha256(document) == wanted[document.id]:
            here.add(document.id)
            yield document
    yield from segments.fetch(server, [entry for entry in listed if entry.id not in here])


def compare(at: Path, settings: ServerSettings, *, fingerprint: str) -> tuple[str, list[str]]:
    """Compare the newest edition with itself and with the replica; say which it is, and a sentence a finding.

    Every text is fetched and hashed, every vector counted. Raises ServerError where the server is away.
    """
    with Server(settings) as server, Index.open(at, fingerprint=fingerprint) as index:
        edition = editions.newest(server)
        if edition is None:
            return "", [f"The Chroma server at '{server.url}' holds no index '{server.name}' yet."]
        listed, findings = editions.entries(server, edition), []
        for segment in edition.segments.split():
            own = [entry for entry in listed if entry.segment == segment]
            texts, vectors = segments.counted(server, segment)
            if texts < sum(entry.pieces for entry in own) or not vectors:
                findings.append(f"The server lacks records of segment '{segment}'. Publish it anew: askbot index")
        try:
            for _ in segments.fetch(server, listed):
                pass
        except ServerError as error:
            findings.append(f"{error.message} {error.remedy}")
        here = _hashes(index)
        there = {entry.id: entry.sha256 for entry in listed}
        passages = index.manifest.passages
        if differing := [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]:
            findings.append(f"{len(differing):,} documents of the replica, such as '{min(differing)}', are not those "
                            f"of {edition.named}.")  # fmt: skip
        elif passages != edition.passages:
            findings.append(f"The replica has {passages:,} passages, {edition.named} {edition.passages:,}.")
        return edition.named, findings


def _is_of(at: Path, held: Held) -> bool:
    """Say whether the index in force is still the one that was made of the edition."""
    manifest = generations.manifest(at)
    return manifest is not None and manifest.generation == held.generation


def _held(at: Path, settings: ServerSettings) -> Held | None:
    """Read what the replica in a folder is of; None where it is none of this server's."""
    try:
        stated = json.loads((at / FILE).read_text(encoding="utf-8"))
        held = Held(**stated | {"edition": Edition(**stated["edition"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return held if (held.url, held.name) == (settings.url, settings.name) else None


def _hold(at: Path, held: Held) -> None:
    draft = at / f"{FILE}.{os.getpid()}.new"
    try:
        draft.write_text(json.dumps(asdict(held), indent=1), encoding="utf-8")
        draft.replace(at / FILE)
    except OSError as error:
        raise StorageError(
            f"The index in '{at}' cannot be written ({error.strerror}).", "Free some space, then try again."
        ) from error
