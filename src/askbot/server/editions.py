"""Editions: what has been published of an index on the server, of which the one with the highest number is in force.

An edition is a collection without records, named by its number, whose fields say where its list of documents is. Two
collections can't have one name, so of two writers who publish the next edition one succeeds; there is no lock that
somebody could leave behind. What an edition names is complete before it exists and is never changed afterwards.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise

from askbot.server import segments
from askbot.server.rest import Server
from askbot.server.segments import Entry

# Raise it with every change to what is stored on the server.
FORMAT = 1
# A replica that is being fetched may need an edition that isn't the newest any more for so long, or so many further.
KEPT_SECONDS, MOST_KEPT = 3_600.0, 50
# A segment of no edition: a publication that is still going on, or one that ended on the way.
UNFINISHED_SECONDS = 86_400.0
_NUMBER_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Edition:
    """What the fields of its collection say; no value has more than 256 characters, Chroma Cloud's limit."""

    number: int
    model: str
    documents: int
    passages: int
    published: str  # UTC, ISO 8601
    segments: str  # of texts and vectors, blanks between them, the oldest first
    list_name: str  # the collection that holds the list of its documents
    list_pieces: int
    list_sha256: str
    format: int = FORMAT

    @property
    def named(self) -> str:
        """The edition as a person is told of it."""
        return f"edition {self.number} of {self.published[:16].replace('T', ' ')} UTC"


def newest(server: Server, *, known: Edition | None = None) -> Edition | None:
    """Return the edition in force, None where nothing has been published.

    Where `known` is still the newest one, which two short questions tell, nothing is listed. Raises ServerError.
    """
    if known is not None and server.fields(_name(server, known.number + 1)) is None:
        fields = server.fields(_name(server, known.number))
        # Old ones go first: what is still there and has no successor is the newest.
        if fields is not None and _read(known.number, fields) == known:
            return known
    found = _listed(server)
    if not found:
        return None
    latest = found[-1]
    # A list that came in several pages may have missed one that was made meanwhile.
    while (fields := server.fields(_name(server, latest.number + 1))) is not None:
        successor = _read(latest.number + 1, fields)
        if successor is None:
            break
        latest = successor
    return latest


def _listed(server: Server) -> list[Edition]:
    pattern = re.compile(rf"{re.escape(server.name)}\.edition-(\d+)")
    read = [_read(int(match[1]), fields) for name, fields in server.collections() if (match := pattern.fullmatch(name))]
    return sorted((edition for edition in read if edition is not None), key=lambda edition: edition.number)


def entries(server: Server, edition: Edition) -> list[Entry]:
    """Fetch the list of an edition's documents, in order of id. Raises ServerError where it is not what was written."""
    text = segments.pieces(server, edition.list_name, [("list", edition.list_pieces)])["list"]
    if hashlib.sha256(text.encode()).hexdigest() != edition.list_sha256:
        raise segments.damaged(server, f"the list of {edition.named} is not what was written")
    return [Entry(*written) for written in json.loads(text)]


def publish(
    server: Server, listed: Sequence[Entry], *, after: Edition | None, segment: str, passages: int, model: str
) -> Edition | None:
    """Put a list of documents in force as the edition after another; None where somebody else has been faster.

    Everything that the list names has to be on the server. Raises ServerError.
    """
    number = after.number + 1 if after is not None else 1
    text = json.dumps([[entry.id, entry.sha256, entry.segment, entry.pieces] for entry in listed])
    list_name = f"{server.name}.{segment}.list-{number}"
    server.drop(list_name)
    server.create(list_name)
    used = {entry.segment for entry in listed}
    edition = Edition(
        number=number,
        model=model[:256],
        documents=len(listed),
        passages=passages,
        published=datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        segments=" ".join(sorted(used)),
        list_name=list_name,
        list_pieces=segments.put(server, list_name, [("list", text)])["list"],
        list_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    name = _name(server, number)
    if not server.create(name, asdict(edition)):
        fields = server.fields(name)
        # An answer that was lost on its way here: it was this publication that made it.
        if fields is None or _read(number, fields) != edition:
            return None
    if (latest := _listed(server)) and latest[-1].number > number:
        # Who was asleep while many editions came and went has filled a gap that they left.
        server.drop(name)
        return None
    return edition


def new_segment() -> str:
    """Name a segment that nobody else names, and that sorts by time."""
    return f"{int(time.time()):09x}{secrets.token_hex(3)}"


def drop_old(server: Server, *, most_kept: int = MOST_KEPT, kept_s: float = KEPT_SECONDS) -> None:
    """Remove the editions that nobody reads any more, and the segments that belong to none. Raises ServerError."""
    found = _listed(server)
    now = datetime.now(UTC).replace(tzinfo=None)
    dropped: set[str] = set()
    kept: list[Edition] = found[-1:]
    for edition, successor in pairwise(found):
        age_s = (now - datetime.fromisoformat(successor.published)).total_seconds()
        if edition.number <= found[-1].number - most_kept or age_s > kept_s:
            server.drop(_name(server, edition.number))
            dropped |= {*edition.segments.split(), _segment(edition.list_name)}
        else:
            kept.append(edition)
    needed = {name for edition in kept for name in (*edition.segments.split(), _segment(edition.list_name))}
    for name in [name for name, _ in server.collections()]:
        segment = _segment(name)
        if not re.fullmatch(r"[0-9a-f]{15}", segment) or segment in needed:
            continue
        if segment in dropped or time.time() - int(segment[:9], 16) > UNFINISHED_SECONDS:
            server.drop(name)


def _segment(collection: str) -> str:
    return collection.split(".")[1]


def _name(server: Server, number: int) -> str:
    return f"{server.name}.edition-{number:0{_NUMBER_WIDTH}}"


def _read(number: int, fields: dict[str, object]) -> Edition | None:
    """Read an edition out of its fields; None where another version of askbot, or somebody else, wrote them."""
    try:
        edition = Edition(**fields)  # type: ignore[arg-type]
    except TypeError:
        return None
    kinds = {name: type(value) for name, value in asdict(edition).items()}
    right = all(kinds[name] is (str if kind == "str" else int) for name, kind in Edition.__annotations__.items())
    return edition if right and edition.number == number and edition.format == FORMAT else None
