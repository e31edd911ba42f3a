"""Articles: read from a folder, and cut into passages with exact offsets.

This module owns what a document's text is, its id, its title and where its sentences and
headings stand. It knows nothing of models, indexes or questions.

`Document.text` is the whole file, front matter included, as UTF-8 with no newline
translated; only a byte order mark, which is no character of the text, is left off. So an
offset counts the characters that any editor counts. Passages never lie in front matter.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from askbot import layout
from askbot.errors import CorpusError
from askbot.sentences import sentence_spans
from askbot.types import Document, Passage

SUFFIXES = (".md", ".txt")
# A long book is 2 MB; what is larger is a log or a dump, and cutting it would take a minute.
LARGEST_FILE_BYTES = 5_000_000
# Three times a long sentence. What is longer is no sentence (a table, a log line) and is cut at a space,
# so that a citation stays readable and the embedding model sees most of it.
LONGEST_PASSAGE_CHARACTERS = 1_200

_FRONT_MATTER_OPENS = re.compile(r"\ufeff?---[ \t]*\r?\n(?=[A-Za-z_][\w-]*[ \t]*:|---)")
_FRONT_MATTER_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$")
_FIELDS = ("title", "author", "published", "source")


@dataclass(frozen=True, slots=True)
class Unread:
    """A file under the corpus folder that was not read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds: the documents in order of their ids, and the files that could not be read."""

    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]


def read(folder: Path) -> Corpus:
    """Read every .txt and .md file under a folder; what cannot be read is named, and the rest is read.

    Hidden files and folders are passed over, and no link is followed out of the folder. Raises
    CorpusError where the folder is missing or holds no article at all.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"There is no folder '{folder}' to read articles from.",
            f"Make it and put .txt or .md files into it, or name another: askbot index FOLDER (not '{folder}').",
        )
    root = folder.resolve()
    documents: list[Document] = []
    unread: list[Unread] = []
    for path in _article_paths(root, unread):
        try:
            documents.append(_document(path, root))
        except CorpusError as error:
            unread.append(Unread(folder / path.relative_to(root), error.message))
    if not documents:
        found = f": {unread[0].path}: {unread[0].reason}" if unread else ""
        raise CorpusError(
            f"The folder '{folder}' holds no article that can be read{found}.",
            "Put at least one .txt or .md file in UTF-8 into it, then run: askbot index",
        )
    return Corpus(tuple(sorted(_named(documents), key=lambda d: d.id)), tuple(unread))


def cut(document: Document) -> list[Passage]:
    """Cut a document into passages, one sentence each, in order.

    For every passage `document.text[start:end] == text`; passages don't overlap, none lies in the
    front matter, and none is a heading. `heading` is the nearest one above, "" before the first.
    """
    return [passage for section in sections(document) for passage in section]


def sections(document: Document) -> list[list[Passage]]:
    """Cut a document as `cut` does, grouped by the heading that each passage stands under."""
    found: list[list[Passage]] = [[]]
    heading = ""
    for block in _blocks(document):
        if block.heading is not None:
            heading = block.heading
            found.append([])
            continue
        for start, end in sentence_spans(document.text, block.start, end=block.end, longest=LONGEST_PASSAGE_CHARACTERS):
            if any(map(str.isalnum, document.text[start:end])):
                found[-1].append(Passage(document.id, heading, document.text[start:end], start, end))
    for passage in (passage for section in found for passage in section):
        assert document.text[passage.start : passage.end] == passage.text  # noqa: S101 the promise everything stands on
    return [section for section in found if section]


def _blocks(document: Document) -> Iterator[layout.Block]:
    body = _front_matter(document.text)[1]
    return layout.blocks(document.text, body, title=document.title, markdown=document.path.lower().endswith(".md"))


# Reading.


def _article_paths(root: Path, unread: list[Unread]) -> list[Path]:
    def refused(error: OSError) -> None:
        unread.append(Unread(Path(error.filename), f"cannot be opened ({error.strerror})"))

    paths: list[Path] = []
    for parent, folders, names in os.walk(root, onerror=refused):  # follows no link to a folder
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _document(path: Path, root: Path) -> Document:
    text = _text(path, root)
    relative = path.relative_to(root)
    fields, body = _front_matter(text)
    draft = Document(
        id=relative.as_posix(),  # with its suffix until collisions are known
        title=fields.get("title", ""),
        text=text,
        source=fields.get("source") or relative.as_posix(),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=fields.get("published"),
        author=fields.get("author"),
        path=relative.as_posix(),
    )
    document = replace(draft, title=draft.title or layout.title(text, body) or path.stem)
    if all(block.heading is not None for block in _blocks(document)):
        raise CorpusError("has no text", f"Write something into '{relative}', or remove it.")
    return document


def _text(path: Path, root: Path) -> str:
    """The file's characters; CorpusError with the reason where there are none to be had."""
    remedy = f"Save '{path.name}' as text in UTF-8, or remove it, then run: askbot index"
    try:
        if not path.relative_to(root).as_posix().isprintable():
            raise CorpusError("has a name that is not UTF-8 or cannot be printed", remedy)
        if not path.resolve().is_relative_to(root):
            raise CorpusError("is a link to a place outside the folder", remedy)
        status = path.stat()
        # A pipe or a device would block for ever.
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError("is not a regular file", remedy)
        if status.st_size > LARGEST_FILE_BYTES:
            raise CorpusError(f"is larger than {LARGEST_FILE_BYTES // 1_000_000} MB", remedy)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 (byte {error.start})", remedy) from error
    except (OSError, RuntimeError) as error:  # RuntimeError is how Python 3.11 reports a loop of links
        raise CorpusError(f"cannot be opened ({getattr(error, 'strerror', None) or error})", remedy) from error
    if "\0" in text:
        raise CorpusError(f"is not text (a NUL at character {text.index(chr(0))})", remedy)
    if not any(map(str.isalnum, text)):
        raise CorpusError("is empty", remedy)
    return text


def _named(documents: Sequence[Document]) -> list[Document]:
    """The documents with their final ids: the suffix goes, except where two would then share an id."""
    ids = {document.path: document.path.rpartition(".")[0] for document in documents}
    while shared := {name for name, count in Counter(ids.values()).items() if count > 1}:
        # Paths differ, so every round settles at least one document for good.
        ids = {path: path if name in shared else name for path, name in ids.items()}
    return [replace(document, id=ids[document.path]) for document in documents]


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """The known fields and where the body begins; CorpusError names the line that cannot be read."""
    opening = _FRONT_MATTER_OPENS.match(text)
    if opening is None:
        return {}, 0
    closing = _FRONT_MATTER_CLOSES.search(text, opening.end())
    if closing is None:
        raise CorpusError("has front matter that never ends (line 1)", "Close it with a line of three dashes: ---")
    fields: dict[str, str] = {}
    for number, line in enumerate(text[opening.end() : closing.start()].splitlines(), start=2):
        # Lists, nested values and remarks belong to fields of other tools, which mean nothing here.
        if not line.strip() or line[0] in " \t#-":
            continue
        field = _FIELD.match(line)
        if field is None:
            raise CorpusError(
                f"has front matter that cannot be read: {line[:60]!r} (line {number})", "Write 'name: value'."
            )
        name, value = field[1].lower(), _unquoted((field[2] or "").strip())
        if name in _FIELDS:
            _check_field(name, value, number=number, known=fields)
            fields[name] = value
    return fields, closing.end()


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _check_field(name: str, value: str, *, number: int, known: dict[str, str]) -> None:
    if name in known:
        raise CorpusError(f"has '{name}' twice in its front matter (line {number})", "Keep one.")
    if not value or value in "|>" or value[0] in "[{":
        raise CorpusError(f"has no plain '{name}' in its front matter (line {number})", f"Write '{name}: value'.")
    if name == "published":
        try:
            # A year or a month alone is a date too.
            date.fromisoformat(value[:10] + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value[:10])
        except ValueError as error:
            message = f"has a 'published' in its front matter that is no date: {value[:40]!r} (line {number})"
            raise CorpusError(message, "Write it as 2025-09-30.") from error
