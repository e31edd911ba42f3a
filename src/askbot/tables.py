"""Tables in running text: rows of cells between bars, as Markdown and every loader write them; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_ROWS = 200  # looked at on either side of a row: an article's tables are shorter
LONGEST_ABOVE = 500  # characters looked at before a table
_FIGURE = re.compile(r"\d")
# What a header may hold of figures; any other makes it a row.
_DATES = re.compile(
    r"(?:\b(?:FY|CY|H[1-4]|Q[1-4])\s?)?\b(?:FY|CY)?(?:19|20)\d\d(?:[/–-]\d{2,4})?[AEF]?\b|\b[HQ][1-4]\b"
    r"|\b\d{1,2}(?= [A-Z][a-z]{2})|(?<=[a-z.] )\d{1,2}(?=,)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and where they stand in the text, without the space around them."""

    text: str
    start: int
    end: int

    @property
    def figure(self) -> bool:
        """Say whether a digit stands in it."""
        return _FIGURE.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells, and where the line stands in the text."""

    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, which may be lacking; `above` is the line before the table."""

    header: Row | None
    rows: tuple[Row, ...]
    above: str


def is_row(line: str) -> bool:
    """Say whether a line is a table's row of two cells or more."""
    return line.lstrip().startswith("|") and line.count("|") > 2


def of_several_figures(line: str) -> bool:
    """Say whether a line is a table's row with several figures: which of them is meant, its header alone tells.

    >>> of_several_figures("| Revenue | 12.4 | 13.9 |"), of_several_figures("| Free float | 35.4% |")
    (True, False)
    """
    return is_row(line) and sum(cell.figure for cell in _row(line, 0).cells[1:]) > 1


def around(text: str, at: int) -> Table | None:
    r"""Return the table that the row at an offset stands in; None where no row stands there, or its header is too far.

    >>> table = around("| EUR | 2024 | 2025 |\n|---|---|---|\n| Debt | 3 | 4 |", 36)
    >>> [cell.text for cell in table.header.cells], [cell.text for cell in table.rows[0].cells]
    (['EUR', '2024', '2025'], ['Debt', '3', '4'])
    """
    start = text.rfind("\n", 0, at) + 1
    if not is_row(_line(text, start)):
        return None
    for _ in range(MOST_ROWS):
        before = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if start == 0 or not is_row(_line(text, before)):
            break
        start = before
    else:
        return None
    above = text[max(0, start - LONGEST_ABOVE) : start].rstrip().rpartition("\n")[2].strip()
    lines: list[int] = []
    while start < len(text) and is_row(_line(text, start)) and len(lines) < 2 * MOST_ROWS:
        lines.append(start)
        start += len(_line(text, start)) + 1
    ruled = len(lines) > 1 and _is_rule(_line(text, lines[1]))
    rows = tuple(_row(_line(text, at), at) for at in lines if not _is_rule(_line(text, at)))
    if not rows:
        return None
    headed = ruled or (
        len(rows) > 1 and not any(_FIGURE.search(_DATES.sub("", cell.text)) for cell in rows[0].cells[1:])
    )
    return Table(rows[0], rows[1:], above) if headed else Table(None, rows, above)


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _is_rule(line: str) -> bool:
    """Say whether a line parts a header from its rows."""
    return "--" in line and set(line.strip()) <= set(" :|-")


def _row(line: str, start: int) -> Row:
    cells, at = [], line.index("|") + 1
    for piece in line[at:].rstrip().removesuffix("|").split("|"):
        words = piece.strip()
        begin = start + at + len(piece) - len(piece.lstrip()) if words else start + at
        cells.append(Cell(words, begin, begin + len(words)))
        at += len(piece) + 1
    kept = len(line) - len(line.lstrip())
    return Row(tuple(cells), start + kept, start + len(line.rstrip()))
