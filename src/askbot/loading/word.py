"""Word's documents (.docx), through python-docx: paragraphs, headings, lists and tables, in their order.

Tracked deletions, comments and field codes are no text; insertions are. Pages are those of Word's last layout, which
it writes into the file; a file that Word never laid out has none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from askbot.loading import extracted
from askbot.loading.extracted import Block, Extracted, UnreadableError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# The text of a long book is 20 MB of XML; pictures aren't unpacked.
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 5_000
# Deflate can't do better than 1,032 on a real document's XML, and 100 is rare; a bomb is at the limit.
HIGHEST_RATIO = 400
LEAST_SUSPECT_BYTES = 5_000_000
DEEPEST_TABLE = 5

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Not read: text that was deleted, the code of a field, and the second copy of a drawing for older programs.
_PASSED_OVER = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}delText",
        f"{_W}rPr",
        f"{_W}pPr",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


def read(content: bytes) -> Extracted:
    """Read a .docx; UnreadableError where it is none, is encrypted or unpacks to too much."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    _check_parts(content)
    try:
        document = Document(io.BytesIO(content))
        blocks = list(_blocks(document))
    except (OpcError, KeyError, ValueError, LxmlError, zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableError("is no Word document that can be read") from error
    text, pages = extracted.written(blocks, paged=any(block.breaks for block in blocks))
    return _with_fields(document, text, pages, blocks)


def _check_parts(content: bytes) -> None:
    """Look at what the archive says it holds, before anything is unpacked; what unpacks to more ends there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            raise UnreadableError("is encrypted, or a Word document of before 2007") from error
        raise UnreadableError("is no Word document that can be read") from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("is encrypted")
    unpacked = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > LEAST_SUSPECT_BYTES and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if bomb or unpacked > MOST_UNPACKED_BYTES or len(parts) > MOST_PARTS:
        raise UnreadableError(f"unpacks to {unpacked // 1_000_000:,} MB in {len(parts):,} parts")


def _with_fields(document: WordDocument, text: str, pages: tuple[int, ...], blocks: list[Block]) -> Extracted:
    told = document.core_properties
    # Of every property alone: one that can't be parsed must not cost the others.
    fields = {
        name: _property(told, name) for name in ("title", "author", "created", "keywords", "category", "language")
    }
    named = next((b.text for b in blocks if b.mark == "# "), None)
    return Extracted(
        text,
        pages,
        title=named or extracted.title(fields["title"]),
        author=extracted.author(fields["author"]),
        published=extracted.day(fields["created"]),
        language=extracted.language(fields["language"]),
        tags=extracted.tags(value for value in (fields["keywords"], fields["category"]) if value),
    )


def _property(told: Any, name: str) -> object:  # noqa: ANN401 - python-docx's properties
    try:
        return getattr(told, name)
    except (ValueError, AttributeError, TypeError):
        return None


def _blocks(document: WordDocument) -> Iterator[Block]:
    numbered = {style.style_id: style.name or "" for style in document.styles}
    return _of(document.element.body, numbered, depth=0)


def _of(parent: Any, styles: dict[str, str], *, depth: int) -> Iterator[Block]:  # noqa: ANN401 - an lxml element
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl" and depth < DEEPEST_TABLE:
            yield from _table(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _of(child, styles, depth=depth + 1)


def _paragraph(element: Any, styles: dict[str, str]) -> Iterator[Block]:  # noqa: ANN401 - an lxml element
    text, breaks = _text(element)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = styles.get(style.get(f"{_W}val"), "").lower() if style is not None else ""
    # A table of contents says twice what its headings say.
    if not text or name.startswith(("toc ", "table of contents")):
        if breaks:
            yield Block("", breaks=tuple(0 for _ in breaks))
        return
    level = re.match(r"heading (\d)", name)
    listed = element.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list ")
    mark = "# " if name == "title" else "#" * min(6, int(level[1]) + 1) + " " if level else "- " if listed else ""
    yield Block(text, mark, breaks)


def _table(table: Any) -> Iterator[Block]:  # noqa: ANN401 - an lxml element
    for line in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        broken = 0
        for cell in line.iter(f"{_W}tc"):
            texts = [_text(paragraph) for paragraph in cell.iterchildren(f"{_W}p")]
            cells.append(" ".join(text for text, _ in texts if text))
            broken = max(broken, sum(len(breaks) for _, breaks in texts))
        if any(cells):
            # The cells of a row stand side by side: a break in one of them is the row's.
            yield extracted.row(cells, breaks=(0,) * broken)


def _text(paragraph: Any) -> tuple[str, tuple[int, ...]]:  # noqa: ANN401 - an lxml element
    """A paragraph's words on one line, and the offsets in them where a page begins."""
    parts = [""]  # one for each page
    for kind, said in _pieces(paragraph):
        if kind == "page":
            parts.append("")
        else:
            parts[-1] += said
    text, breaks = "", []
    for n, part in enumerate(parts):
        # A break inside a word is none of its letters' business: only white space at the joint counts.
        joint = " " if (text and part[:1].isspace()) or (text and n and parts[n - 1][-1:].isspace()) else ""
        words = extracted.clean(part)
        if n:
            breaks.append(len(text) + (len(joint) if words else 0) if text else 0)
        text += f"{joint if words else ''}{words}"
    return text, tuple(min(offset, max(0, len(text) - 1)) for offset in breaks)


def _pieces(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an lxml element
    for child in element.iterchildren():
        if child.tag in _PASSED_OVER or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield "text", child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}ptab"):
            yield "text", " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "text", "-"
        elif child.tag == f"{_W}lastRenderedPageBreak":
            yield "page", ""
        else:
            yield from _pieces(child)
