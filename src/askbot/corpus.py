"""Articles: read from a folder, and cut into passages with exact offsets.

This module owns what a document's text is, its id, its title and where its sentences and
headings stand. It knows nothing of models, indexes or questions.

`Document.text` of a text file is the whole file, front matter included, as UTF-8 with no newline
translated; only a byte order mark, which is no character of the text, is left off. So an
offset counts the characters that any editor counts. Passages never lie in front matter.
Of any other file it is what `loading` makes of it, Markdown with a paragraph a line, kept with the index.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from askbot import front_matter, layout
from askbot.errors import CorpusError
from askbot.loading.extracted import UnreadableError
from askbot.loading.worker import KINDS, WEB
from askbot.loading.workers import MOST_WORKERS, Workers
from askbot.sentences import sentence_spans
from askbot.types import Document, Passage

_TEXT = (".md", ".txt")
SUFFIXES = (*_TEXT, *KINDS)
NAMED_KINDS = "text (.txt, .md), web pages (.html, .mhtml), PDF (.pdf) or Word (.docx)"
# A long book is 2 MB; what is larger is a log or a dump, and cutting it would take a minute.
LARGEST_FILE_BYTES = 5_000_000
# Files of other kinds are mostly pictures and fonts, which are not read.
LARGEST_OTHER_BYTES = 100_000_000
# Raise it with every change to what is made of a file that is no plain text: what the index holds is then read anew.
LOADING = 2
# Three times a long sentence. What is longer is no sentence (a table, a log line) and is cut at a space,
# so that a citation stays readable and the embedding model sees most of it.
LONGEST_PASSAGE_CHARACTERS = 1_200


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


def read(folder: Path, *, known: Iterable[Document] = ()) -> Corpus:
    """Read every article under a folder; what cannot be read is named, and the rest is read.

    Hidden files and folders are passed over, and no link is followed out of the folder. A file that is still the
    one that a `known` document was made of is not taken apart again. Raises CorpusError where the folder is missing
    or holds no article at all.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"There is no folder '{folder}' to read articles from.",
            f"Make it and put articles into it, or name another: askbot index FOLDER (not '{folder}').",
        )
    root = folder.resolve()
    unread: list[Unread] = []
    paths = _article_paths(root, unread)
    before = {document.path: document for document in known if document.file}
    documents: list[Document] = []
    # Leaving early ends the processes first, so that nothing is waited for.
    with ThreadPoolExecutor(MOST_WORKERS) as threads, Workers() as workers:

        def made(path: Path) -> Document | Unread:
            try:
                return _document(path, root, workers=workers, known=before)
            except CorpusError as error:
                return Unread(folder / path.relative_to(root), error.message)

        for one in threads.map(made, paths):
            if isinstance(one, Document):
                documents.append(one)
            else:
                unread.append(one)
    if not documents:
        found = f": {unread[0].path}: {unread[0].reason}" if unread else ""
        raise CorpusError(
            f"The folder '{folder}' holds no article that can be read{found}.",
            f"Put at least one file into it: {NAMED_KINDS}; then run: askbot index",
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
    plain = document.path.lower().endswith(_TEXT)
    body = front_matter.read(document.text).end if plain else 0
    markdown = not document.path.lower().endswith(".txt")
    return layout.blocks(document.text, body, title=document.title, markdown=markdown)


# Reading.


def _article_paths(root: Path, unread: list[Unread]) -> list[Path]:
    def refused(error: OSError) -> None:
        unread.append(Unread(Path(error.filename), f"cannot be opened ({error.strerror})"))

    paths: list[Path] = []
    for parent, folders, names in os.walk(root, onerror=refused):  # follows no link to a folder
        # Beside a page that it saves, a browser puts a folder with the page's pictures and frames.
        pages = {path.stem for path in map(Path, names) if KINDS.get(path.suffix.lower()) == WEB}
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n.removesuffix("_files") not in pages - {n})
        paths += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _document(path: Path, root: Path, *, workers: Workers, known: Mapping[str, Document]) -> Document:
    kind = KINDS.get(path.suffix.lower())
    content = _content(path, root, most=LARGEST_FILE_BYTES if kind is None else LARGEST_OTHER_BYTES)
    relative = path.relative_to(root)
    document = _plain(content, relative) if kind is None else _other(content, relative, kind, workers, known)
    if all(block.heading is not None for block in _blocks(document)):
        raise CorpusError("has no text", f"Write something into '{relative}', or remove it.")
    return document


def _plain(content: bytes, relative: Path) -> Document:
    text = _text(content, relative)
    told = front_matter.read(text)
    fields = told.fields
    return Document(
        id=relative.as_posix(),  # with its suffix until collisions are known
        title=fields.get("title") or layout.title(text, told.end) or relative.stem,
        text=text,
        source=fields.get("source") or relative.as_posix(),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=fields.get("published"),
        author=fields.get("author"),
        path=relative.as_posix(),
        language=fields.get("language"),
        tags=told.tags,
    )


def _other(content: bytes, relative: Path, kind: str, workers: Workers, known: Mapping[str, Document]) -> Document:
    path = relative.as_posix()
    file = f"{hashlib.sha256(content).hexdigest()}:{LOADING}"
    before = known.get(path)
    if before is not None and before.file == file and hashlib.sha256(before.text.encode()).hexdigest() == before.sha256:
        return replace(before, id=path)
    try:
        found = workers.read(kind, content)
    except UnreadableError as error:
        raise CorpusError(str(error), f"Save '{relative.name}' in another form, or remove it.") from error
    return Document(
        id=path,
        title=found.title or layout.title(found.text, 0) or relative.stem,
        text=found.text,
        source=found.source or path,
        sha256=hashlib.sha256(found.text.encode()).hexdigest(),
        published=found.published,
        author=found.author,
        path=path,
        language=found.language,
        tags=found.tags,
        pages=found.pages,
        file=file,
    )


def _content(path: Path, root: Path, *, most: int) -> bytes:
    """The file's bytes; CorpusError with the reason where there are none to be had."""
    remedy = f"Put a file of at most {most // 1_000_000} MB in place of '{path.name}', or remove it."
    try:
        if not path.relative_to(root).as_posix().isprintable():
            raise CorpusError("has a name that is not UTF-8 or cannot be printed", remedy)
        if not path.resolve().is_relative_to(root):
            raise CorpusError("is a link to a place outside the folder", remedy)
        status = path.stat()
        # A pipe or a device would block for ever.
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError("is not a regular file", remedy)
        if status.st_size > most:
            raise CorpusError(f"is larger than {most // 1_000_000} MB", remedy)
        with path.open("rb") as file:
            content = file.read(most + 1)  # it may have grown since
    except (OSError, RuntimeError) as error:  # RuntimeError is how Python 3.11 reports a loop of links
        raise CorpusError(f"cannot be opened ({getattr(error, 'strerror', None) or error})", remedy) from error
    if len(content) > most:
        raise CorpusError(f"is larger than {most // 1_000_000} MB", remedy)
    return content


def _text(content: bytes, relative: Path) -> str:
    """The file's characters; CorpusError with the reason where there are none to be had."""
    remedy = f"Save '{relative.name}' as text in UTF-8, or remove it, then run: askbot index"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"is not UTF-8 (byte {error.start})", remedy) from error
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
