"""Lines of pages made into headings, paragraphs, lists and tables: hyphenation mended, running heads left off; pure."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from askbot.loading import extracted
from askbot.loading.columns import Line
from askbot.loading.extracted import Block

# A heading is set this much larger than the text; less is another font's idea of the same size.
LARGER = 1.12
SAME_SIZE = 0.06
LONGEST_HEADING_CHARACTERS = 200
MOST_HEADING_WORDS = 25
# Lines further apart than this many leadings are two paragraphs.
PARAGRAPH_GAP = 1.35
INDENT = 0.8  # of the size
HANGING = 0.3  # of the size, to the right of its bullet: a further line of a list's entry
SHORT_LINE = 0.12  # of the column's width, left free at its end
# How many lines from the top and the bottom of a page may be a running head.
EDGE_LINES = 2
LINES_AN_EDGE = 8  # a page of fewer has a running head of one line at most
LEAST_WORD_CHARACTERS = 2
MOST_WRAPPED_WORDS = 3

_ENDS_A_SENTENCE = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_ENDS_LIKE_TEXT = re.compile(r"[.!;:,…][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•‣◦▪■●–·*]|-)(?:\s+|$)")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)](?:\s+|$)")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|–|-|—|\|)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:of|/)\s*\d{1,4}|–|-|—|\|)?", re.IGNORECASE
)


@dataclass(slots=True)
class _Open:
    """A paragraph that may still go on."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    mark: str = ""


def of(pages: Sequence[Sequence[Line]]) -> tuple[list[Block], str | None]:
    """Return the blocks of a document, with the pages' breaks in them, and the title that its first page prints."""
    pages = _without_running_heads(pages)
    every = [line for page in pages for line in page]
    if not every:
        return [], None
    body = _body_size(every)
    leading = _leading(pages, body)
    words = _vocabulary(every)
    bold_body = sum(len(line.text) for line in every if line.bold) * 2 > sum(len(line.text) for line in every)
    groups = list(_groups(pages, leading))
    heads = [_is_heading(group, body, plain_is_bold=bold_body) for group in groups]
    title = _title(groups, heads, body)
    blocks: list[Block] = []
    page = 0
    for n, (group, head) in enumerate(zip(groups, heads, strict=True)):
        begins = tuple(0 for _ in range(group.lines[0][0] - page))
        page = group.lines[0][0]
        if group.mark == "| ":
            for number, line in group.lines:
                begins += (0,) * (number - page)
                page = number
                blocks.append(extracted.row([extracted.clean(cell) for cell in line.cells], breaks=begins))
                begins = ()
            continue
        text, breaks = _joined(group, words)
        page = group.lines[-1][0]
        if not any(map(str.isalnum, text)):
            if begins or breaks:
                blocks.append(Block("", breaks=(*begins, *(0 for _ in breaks))))
            continue
        mark = "# " if n == title else "## " if head else group.mark
        blocks.append(Block(text, mark, (*begins, *breaks)))
    return blocks, next((block.text for block in blocks if block.mark == "# "), None)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0]


def _leading(pages: Sequence[Sequence[Line]], body: float) -> float:
    """How far apart the lines of the text stand, in their size."""
    gaps = [
        (above.base - below.base) / body
        for page in pages
        for above, below in itertools.pairwise(page)
        if above.column == below.column and abs(above.size - body) < 1 and abs(below.size - body) < 1
    ]
    near = [gap for gap in gaps if 0.7 < gap < 3]
    return statistics.median(near) if near else 1.2


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what is printed at the edge of every one of them, and without their numbers."""
    counted: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        counted.update({(top, _masked(line.text)) for top, line in _edges(page)})
    often = {key for key, n in counted.items() if n > 1 and n * 2 >= len(pages)}
    kept = []
    for page in pages:
        off = {
            id(line)
            for top, line in _edges(page)
            if (top, _masked(line.text)) in often or _PAGE_NUMBER.fullmatch(line.text.strip())
        }
        kept.append([line for line in page if id(line) not in off])
    return kept


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).lower())


def _edges(page: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    """The uppermost and the lowest lines of a page, with whether they are the upper ones."""
    down = sorted(page, key=lambda line: -line.base)
    most = max(1, min(EDGE_LINES, len(page) // LINES_AN_EDGE))
    yield from ((True, line) for line in down[:most])
    yield from ((False, line) for line in down[most:][-most:])


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """The words printed whole, hyphenated ones too: what tells how a word broken at a hyphen is written."""
    found: set[str] = set()
    for line in lines:
        words = line.text.lower().split()
        # The last word of a line may be the half of one, and so may the first.
        for word in words[1:-1] if len(words) > 2 else ():
            found.update(part for part in (word.strip(".,;:!?()[]\"'“”‘’"),) if part)
    return frozenset(found)


def _groups(pages: Sequence[Sequence[Line]], leading: float) -> Iterator[_Open]:
    """Lines that belong together, in order."""
    every = [(number, line) for number, page in enumerate(pages) for line in page]
    rows = _rows([line for _, line in every])
    opened: _Open | None = None
    for n, (number, line) in enumerate(every):
        mark = "| " if rows[n] else "- " if _BULLET.match(line.text) else ""
        if opened is not None and _goes_on(opened, number, line, mark, leading):
            opened.lines.append((number, line))
            continue
        if opened is not None:
            yield opened
        opened = _Open([(number, line)], mark)
    if opened is not None:
        yield opened


def _rows(lines: Sequence[Line]) -> list[bool]:
    """Which lines are rows of a table: those of several cells that stand together, also over a page's end."""
    celled = [len(_cells(line)) > 1 for line in lines]
    # Between two rows stands what didn't fit into a cell of one of them.
    rest = [
        0 < n < len(lines) - 1 and celled[n - 1] and celled[n + 1] and line.words <= MOST_WRAPPED_WORDS
        for n, line in enumerate(lines)
    ]
    table = [one or other for one, other in zip(celled, rest, strict=True)]
    return [table[n] and ((n > 0 and table[n - 1]) or (n + 1 < len(table) and table[n + 1])) for n in range(len(table))]


def _cells(line: Line) -> tuple[str, ...]:
    """A line's cells; a bullet or a number stands apart from its entry and is none."""
    if len(line.cells) > 1 and (_BULLET.fullmatch(line.cells[0]) or _NUMBERED.fullmatch(line.cells[0])):
        return line.cells[1:]
    return line.cells


def _goes_on(opened: _Open, page: int, line: Line, mark: str, leading: float) -> bool:
    """Whether a line belongs to the block before it."""
    before_page, before = opened.lines[-1]
    if "| " in (mark, opened.mark):
        return mark == opened.mark
    if mark or abs(before.size - line.size) > SAME_SIZE * max(before.size, line.size) or before.bold != line.bold:
        return False
    if _NUMBERED.match(line.text) and _ENDS_A_SENTENCE.search(before.text):
        return False
    if (page, line.column) != (before_page, before.column):
        # The text goes on in the next column or on the next page, unless a sentence ended with the last one.
        return not _ENDS_A_SENTENCE.search(before.text)
    gap = (before.base - line.base) / line.size
    if gap > PARAGRAPH_GAP * leading or gap < 0:
        return False
    if opened.mark:
        hangs = line.left - opened.lines[0][1].left > HANGING * line.size
        return hangs or not _ENDS_A_SENTENCE.search(before.text)
    if line.left - before.left > INDENT * line.size and before.left - before.edge[0] < INDENT * line.size:
        return not _ENDS_A_SENTENCE.search(before.text)
    free = before.edge[1] - before.right
    ended = free > SHORT_LINE * (before.edge[1] - before.edge[0]) and _ENDS_A_SENTENCE.search(before.text)
    return not ended


def _is_heading(group: _Open, body: float, *, plain_is_bold: bool) -> bool:
    """Whether a block is set as a heading: larger or bolder than the text, short, and no sentence."""
    lines = [line for _, line in group.lines]
    text = " ".join(line.text for line in lines)
    if group.mark or len(text) > LONGEST_HEADING_CHARACTERS or len(text.split()) > MOST_HEADING_WORDS:
        return False
    larger = lines[0].size >= LARGER * body
    bold = all(line.bold for line in lines) and not plain_is_bold and lines[0].size > (1 - SAME_SIZE) * body
    return (larger or bold) and not _ENDS_LIKE_TEXT.search(text) and any(map(str.isalpha, text))


def _title(groups: Sequence[_Open], heads: Sequence[bool], body: float) -> int | None:
    """Which block is the document's title: the largest heading of its first page."""
    first = groups[0].lines[0][0]
    found = [n for n, group in enumerate(groups) if heads[n] and group.lines[0][0] == first]
    largest = max(found, key=lambda n: (groups[n].lines[0][1].size, -n), default=None)
    return largest if largest is not None and groups[largest].lines[0][1].size >= LARGER * body else None


def _joined(group: _Open, words: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """A block's words on one line, its hyphenation mended, and where in them a page begins."""
    text = ""
    breaks: list[int] = []
    page = group.lines[0][0]
    for n, (number, line) in enumerate(group.lines):
        said = extracted.clean(" ".join(line.cells))
        if n == 0 and group.mark:
            said = _BULLET.sub("", said, count=1)
        if not text:
            text = said
        else:
            text, said = _closed_up(text, said, words, sure=group.lines[n - 1][1].hyphen)
            breaks += [len(text)] * (number - page)
            text += said
        page = number
    return text, tuple(min(offset, max(len(text) - 1, 0)) for offset in breaks)


def _closed_up(text: str, said: str, words: frozenset[str], *, sure: bool) -> tuple[str, str]:
    """The text so far and what follows it, with what belongs between them at the end of the first."""
    if not said:
        return text, ""
    broken = re.search(r"(\S+?)[-‐‑]$", text)
    if broken is None or not said[0].isalnum():
        tight = bool(re.search(r"\S[–—/]$", text)) and said[0].isalnum()
        return (text if tight else f"{text} "), said
    left, right = broken[1].lower(), re.split(r"[^\w'’-]", said, maxsplit=1)[0].lower()
    left = re.split(r"[^\w'’-]", left)[-1]
    if not sure and (not said[0].islower() or not left[-1:].isalpha() or _is_compound(left, right, words)):
        return text, said
    # The other half goes up to the line where the word began.
    rest = said[len(right) :]
    return f"{text[:-1]}{said[: len(right)]}", rest


def _is_compound(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether a word that was broken after a hyphen is written with it, going by how the document prints its words."""
    if left + right in words:
        return False
    if f"{left}-{right}" in words or "-" in left:
        return True
    own = right.split("-")[0]
    return left in words and own in words and min(len(left), len(own)) > LEAST_WORD_CHARACTERS
