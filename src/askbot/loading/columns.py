"""The order in which the words of a page are read: lines, columns and the rows of tables; pure geometry.

A recursive cut, after Nagy and Seth (1984): a page is cut into bands from top to bottom, and bands that share a white
gutter with prose on both sides of it are columns, read one after the other. `base` grows upwards, as in a PDF.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

SAME_LINE = 0.5  # of the size: words nearer in height than that stand on one line
CELL_GAP = 1.3  # of the size: words of one line that are further apart are cells
# Where the file goes on elsewhere, so narrow a gap is a gutter.
BROKEN_GAP = 0.45
LEAST_GUTTER = 0.7  # of the size
LEAST_COLUMN_LINES = 3
# Prose in a narrow column holds as many words a line as this; a table's cells fewer.
LEAST_COLUMN_WORDS = 3
DEEPEST = 12
# A page has some 60 lines; one with thousands is a dump that has no columns.
MOST_BANDS = 400


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without a space: where it stands, how large, and its place in the order of the file."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    order: int
    hyphen: bool = False  # its last letter is a hyphen that the file marks as one of hyphenation


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read, of one or more cells, and the borders of the column that it stands in."""

    cells: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    hyphen: bool
    words: int
    order: tuple[int, int]  # of its first and its last word in the file
    column: int = 0  # which column or band of the page, in reading order
    edge: tuple[float, float] = (0.0, 0.0)

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(self.cells)


def lines(words: Sequence[Word]) -> list[Line]:
    """Return a page's lines in reading order, each with its column."""
    segments = [segment for line in _rows(words) for segment in _segments(line)]
    found: list[Line] = []
    for column, members in enumerate(_ordered(segments, depth=0)):
        edge = (min(s.left for s in members), max(s.right for s in members))
        found += [replace(line, column=column, edge=edge) for line in _merged(members)]
    return found


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words on one height, from the top, each row from left to right."""
    rows: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda w: (-w.base, w.left)):
        if rows and abs(word.base - base) < SAME_LINE * min(word.size, max(w.size for w in rows[-1])):
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.base
    return [sorted(row, key=lambda w: (w.left, w.order)) for row in rows]


def _segments(row: Sequence[Word]) -> list[Line]:
    """A row cut where a gap is too wide for a space, or wide and the file goes on elsewhere."""
    groups: list[list[Word]] = [[row[0]]]
    for before, word in itertools.pairwise(row):
        gap = (word.left - before.right) / max(before.size, word.size)
        if gap > CELL_GAP or (gap > BROKEN_GAP and word.order != before.order + 1):
            groups.append([word])
        else:
            groups[-1].append(word)
    return [_line(group) for group in groups]


def _line(words: Sequence[Word]) -> Line:
    parts: list[str] = []
    for n, word in enumerate(words):
        # What touches the word before it is set in another style, and is still one word with it.
        if n and word.left - words[n - 1].right < 0.12 * word.size:
            parts[-1] += word.text
        else:
            parts.append(word.text)
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold) * 2 > letters
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    size = sizes.most_common(1)[0][0]
    last = words[-1]
    return Line(
        (" ".join(parts),),
        words[0].left,
        max(word.right for word in words),
        statistics.median(word.base for word in words),
        size,
        bold,
        last.hyphen,
        len(parts),
        (min(word.order for word in words), max(word.order for word in words)),
    )


def _ordered(segments: Sequence[Line], *, depth: int) -> list[list[Line]]:
    """The segments in groups, each a column or what stands between columns, in reading order."""
    bands = _bands(segments)
    found: list[list[Line]] = []
    loose: list[Line] = []
    start = 0
    while start < len(bands):
        end, gutter = _run(bands, start) if depth < DEEPEST else (start, None)
        if gutter is None:
            loose += bands[start]
            start += 1
            continue
        if loose:
            found.append(loose)
            loose = []
        members = [segment for band in bands[start:end] for segment in band]
        for side in _sides(members, gutter):
            found += _ordered(side, depth=depth + 1)
        start = end
    return [*found, loose] if loose else found


def _bands(segments: Sequence[Line]) -> list[list[Line]]:
    """Segments that overlap in height, from the top."""
    bands: list[list[Line]] = []
    lowest = 0.0
    for segment in sorted(segments, key=lambda s: -(s.base + 0.6 * s.size)):
        if bands and segment.base + 0.6 * segment.size > lowest:
            bands[-1].append(segment)
            lowest = min(lowest, segment.base - 0.1 * segment.size)
        else:
            bands.append([segment])
            lowest = segment.base - 0.1 * segment.size
    return bands


def _run(bands: Sequence[Sequence[Line]], start: int) -> tuple[int, float | None]:
    """The bands from `start` on that share a gutter with prose on both sides: where they end, and the gutter."""
    leftmost = min(segment.left for band in bands for segment in band)
    rightmost = max(segment.right for band in bands for segment in band)
    covered: list[tuple[float, float]] = []
    last: tuple[int, list[float]] = (start, [])
    for end in range(start, min(len(bands), start + MOST_BANDS)):
        covered = _union([*covered, *((segment.left, segment.right) for segment in bands[end])])
        least = LEAST_GUTTER * statistics.median(segment.size for segment in bands[end])
        gaps = [(a + b) / 2 for (_, a), (b, _) in itertools.pairwise(covered) if b - a >= least]
        if gaps:
            last = (end + 1, gaps)
        elif covered[-1][1] - covered[0][0] > 0.9 * (rightmost - leftmost):
            break
    members = [segment for band in bands[start : last[0]] for segment in band]
    for gutter in last[1]:
        left, right = _sides(members, gutter)
        if (_is_prose(left) and _is_prose(right)) or _are_read_in_turn(left, right):
            return last[0], gutter
    return start, None


def _sides(members: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    return [s for s in members if s.right < gutter], [s for s in members if s.right >= gutter]


def _is_prose(side: Sequence[Line]) -> bool:
    made = _merged(side)
    if len(made) < LEAST_COLUMN_LINES:
        return False
    width = max(line.right for line in made) - min(line.left for line in made)
    filled = statistics.median(line.right - line.left for line in made)
    return statistics.median(line.words for line in made) >= LEAST_COLUMN_WORDS and filled > 0.5 * width


def _are_read_in_turn(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the file writes all of the left side before the right one: a column's last lines may be few."""
    if max(line.order[1] for line in left) > min(line.order[0] for line in right):
        return False
    made = [_merged(side) for side in (left, right)]
    full = all(statistics.median(line.words for line in side) >= LEAST_COLUMN_WORDS for side in made)
    return full and max(map(len, made)) >= LEAST_COLUMN_LINES


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    made: list[tuple[float, float]] = []
    for first, last in sorted(spans):
        if made and first <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def _merged(segments: Sequence[Line]) -> list[Line]:
    """Segments of one height as one line; those far apart stay its cells."""
    made: list[Line] = []
    for segment in sorted(segments, key=lambda s: (-s.base, s.left)):
        if made and abs(made[-1].base - segment.base) < SAME_LINE * min(made[-1].size, segment.size):
            made[-1] = _beside(made[-1], segment)
        else:
            made.append(segment)
    return made


def _beside(one: Line, other: Line) -> Line:
    left, right = (one, other) if one.left <= other.left else (other, one)
    apart = right.left - left.right > CELL_GAP * max(left.size, right.size)
    cells = (
        (*left.cells, *right.cells)
        if apart
        else (*left.cells[:-1], f"{left.cells[-1]} {right.cells[0]}", *right.cells[1:])
    )
    larger = left if len(left.text) >= len(right.text) else right
    return replace(
        larger,
        cells=cells,
        left=left.left,
        right=max(left.right, right.right),
        base=one.base,
        hyphen=right.hyphen,
        words=left.words + right.words,
        order=(min(left.order[0], right.order[0]), max(left.order[1], right.order[1])),
        bold=left.bold and right.bold,
    )
