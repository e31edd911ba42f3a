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

from askbot.errors import CorpusError
from askbot.sentences import sentence_spans
from askbot.types import Document, Passage

SUFFIXES = (".md", ".txt")
# A long book is 2 MB; what is larger is a log or a dump, and cutting it would take minutes.
LARGEST_FILE_BYTES = 10_000_000
# The contract's bound for a first line that serves as the title.
LONGEST_TITLE_CHARACTERS = 149
# Three times a long sentence. What is longer is no sentence (a table, a log line) and is cut at a space,
# so that a citation stays readable and the embedding model sees most of it.
LONGEST_PASSAGE_CHARACTERS = 1_200
# Lines up to here may have been wrapped by an editor; a longer one shows that a line is a paragraph.
WIDEST_WRAP_CHARACTERS = 120

_FRONT_MATTER_OPENS = re.compile(r"\ufeff?---[ \t]*\r?\n(?=[A-Za-z_][\w-]*[ \t]*:|---)")
_FRONT_MATTER_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$")
_FIELDS = ("title", "author", "published", "source")

_FENCE = re.compile(r"(```|~~~)")
_HASH_HEADING = re.compile(r"#{1,6}[ \t]+(?P<heading>.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
_LIST_MARKER = re.compile(
    r"(?:>[ \t]*)*(?:(?:[-*+•‣◦▪–][ \t]+(?:\[[ xX]\][ \t]+)?|\(?\d{1,3}[.)][ \t]+)(?=\S)|(?<=>)(?<=[> \t])(?=\S))"
)
_ENDS_A_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*$")
_ENDS_LIKE_TEXT = re.compile(r"[.!;:,…。！；：，、][\"'”’»)\]*_]*$")
_FIELD_LINE = re.compile(r"[^:]{1,40}:[ \t]+\S")
# Lines about the article rather than of it; they are quoted when asked for, so they are no headings.
_BYLINE = re.compile(
    r"(?:By(?: (?:[^\W\d_a-z][\w.'’-]*|and|&|de|van|von|der|la),?){1,7}$"
    r"|(?i:(?:published|posted|updated|last updated|written by|copyright|©|\(c\))\b"
    r"|(?:text|words|photo(?:graph)?s?|image|source|author|editor)s?:|©"
    r"|(?:figure|fig\.|table|chart|photo|image) ?\d))"
)


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
    line = _title_line(_lines(text, body))
    document = replace(draft, title=draft.title or (line.plain if line else "") or path.stem)
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


# Lines, headings and paragraphs.


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the white space around it: its span, its text, and the text without Markdown's marks."""

    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        hashed = _HASH_HEADING.match(self.text)
        return (hashed["heading"] if hashed else self.text).strip("*_` \t")

    @property
    def reads_as_text(self) -> bool:
        """Whether a heading may stand above it: a sentence, a long line, a list or a table."""
        return (
            len(self.text) > 60
            or bool(_ENDS_A_SENTENCE.search(self.text))
            or bool(_LIST_MARKER.match(self.text))
            or _is_table_row(self.text)
        )


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading (its text) or a paragraph (its span)."""

    start: int
    end: int
    heading: str | None = None


def _lines(text: str, start: int) -> list[_Line]:
    lines = []
    for line in text[start:].splitlines(keepends=True):
        stripped = line.strip()
        begin = start + len(line) - len(line.lstrip()) if stripped else start
        lines.append(_Line(begin, begin + len(stripped), stripped))
        start += len(line)
    return lines


def _title_line(lines: Sequence[_Line]) -> _Line | None:
    """The first line, where it is short and a blank line and more text follow it."""
    written = [number for number, line in enumerate(lines) if line.text]
    if len(written) > 1 and _UNDERLINE.match(lines[written[1]].text) and written[1] == written[0] + 1:
        written.pop(1)
        gap = 2
    else:
        gap = 1
    if len(written) < 2 or len(lines[written[0]].text) > LONGEST_TITLE_CHARACTERS or written[1] <= written[0] + gap:
        return None
    first = lines[written[0]]
    return first if any(map(str.isalnum, first.plain)) and not _FENCE.match(first.text) else None


def _blocks(document: Document) -> Iterator[_Block]:
    """Headings and paragraphs in order; what holds no letter or digit is neither."""
    lines = _lines(document.text, _front_matter(document.text)[1])
    markdown = document.path.lower().endswith(".md")
    title = _title_line(lines)
    fenced = False
    open_paragraph: _Block | None = None
    for number, line in enumerate(lines):
        heading = None
        if title is not None and line == title and line.plain == document.title:
            heading = ""
        elif not fenced and any(map(str.isalnum, line.text)):
            heading = _heading(lines, number, markdown=markdown)
        fence = bool(_FENCE.match(line.text))
        fenced ^= fence
        marker = None if fenced else _LIST_MARKER.match(line.text)
        joined = (
            heading is None
            and open_paragraph is not None
            and not (fence or fenced or marker)
            and _continues(lines, number, markdown=markdown)
        )
        if joined and open_paragraph is not None:
            open_paragraph = replace(open_paragraph, end=line.end)
            continue
        if open_paragraph is not None:
            yield open_paragraph
            open_paragraph = None
        if heading is not None:
            yield _Block(line.start, line.end, heading)
        elif not fence and any(map(str.isalnum, line.text)) and not (number and _underlines(lines, number)):
            open_paragraph = _Block(line.start + (marker.end() if marker else 0), line.end)
    if open_paragraph is not None:
        yield open_paragraph


def _continues(lines: Sequence[_Line], number: int, *, markdown: bool) -> bool:
    """Whether a line goes on the paragraph of the line before it."""
    before, line = lines[number - 1], lines[number]
    if not before.text or not line.text or _is_table_row(line.text) or _is_table_row(before.text):
        return False
    if markdown or (line.text[0].islower() and not _ENDS_A_SENTENCE.search(before.text)):
        return True
    # A line was wrapped where the next word would not have fitted into the widest line of its block.
    first, last = number, number
    while first and lines[first - 1].text and number - first < 50:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].text and last - number < 50:
        last += 1
    width = max(len(other.text) for other in lines[first : last + 1])
    return width <= WIDEST_WRAP_CHARACTERS and len(before.text) + 1 + len(line.text.split()[0]) > width


def _underlines(lines: Sequence[_Line], number: int) -> bool:
    return bool(_UNDERLINE.match(lines[number].text)) and bool(lines[number - 1].text)


def _is_table_row(text: str) -> bool:
    return text.startswith("|") or "\t" in text


def _heading(lines: Sequence[_Line], number: int, *, markdown: bool) -> str | None:
    """The heading that a line is, or None."""
    line = lines[number]
    if _HASH_HEADING.match(line.text):
        return line.plain
    after = lines[number + 1] if number + 1 < len(lines) else None
    alone = number == 0 or not lines[number - 1].text
    if after is not None and after.text and alone and _underlines(lines, number + 1) and len(line.text) <= 150:
        return line.plain
    bold = len(line.text) > 4 and line.text.startswith("**") and line.text.endswith("**")
    if markdown and not bold and not (alone and (after is None or not after.text)):
        return None
    return line.plain if _is_plain_heading(lines, number, markdown=markdown, nested=True) else None


def _is_plain_heading(lines: Sequence[_Line], number: int, *, markdown: bool, nested: bool) -> bool:
    """Whether an unmarked line is a heading: short, not ended like a sentence, with text under it."""
    line = lines[number]
    below = next((n for n in range(number + 1, len(lines)) if lines[n].text), None)
    if (
        below is None
        or not 2 <= len(line.plain) <= 100
        or len(line.text.split()) > 14
        or _ENDS_LIKE_TEXT.search(line.text)
        or not any(map(str.isalpha, line.text))
        or next(c for c in line.plain if c.isalnum()).islower()
        or _is_table_row(line.text)
        or _BYLINE.match(line.plain)
    ):
        return False
    above = next((lines[n] for n in range(number - 1, -1, -1) if lines[n].text), None)
    listed = _LIST_MARKER.match(line.text)
    if listed and (_LIST_MARKER.match(lines[below].text) or (above and _LIST_MARKER.match(above.text))):
        return False
    if listed and not line.text[0].isdigit():
        return False
    if _FIELD_LINE.match(line.text) and (
        _FIELD_LINE.match(lines[below].text) or (above is not None and _FIELD_LINE.match(above.text))
    ):
        return False
    if lines[number - 1].text and number and not markdown and _continues(lines, number, markdown=False):
        return False
    if below == number + 1 and not markdown and _continues(lines, below, markdown=False):
        return False
    if lines[below].reads_as_text:
        return True
    # A heading may stand above another, but a run of short lines is a list or a verse.
    return nested and below > number + 1 and _is_plain_heading(lines, below, markdown=markdown, nested=False)
