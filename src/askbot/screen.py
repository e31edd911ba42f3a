"""Untrusted text on its way to a terminal: cleaned, highlighted, broken into lines of so many columns.

Knows nothing of answers. A highlight is a pair of marks inside a line, private to this module,
which become ANSI or asterisks last of all; text from outside is cleaned of them first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

# Narrower screens get lines of this width, which they break themselves.
NARROWEST_COLUMNS = 24
NARROWEST_CELL_COLUMNS = 5

_ON, _OFF = "\ue000", "\ue001"
_DIM_ON, _DIM_OFF = "\ue002", "\ue003"
_ANSI = {_ON: "\x1b[1m", _OFF: "\x1b[22m", _DIM_ON: "\x1b[2m", _DIM_OFF: "\x1b[22m"}
_PLAIN = {_ON: "*", _OFF: "*", _DIM_ON: "", _DIM_OFF: ""}

# Embeddings, overrides and isolates reorder what is read; the marks U+200E and U+200F only help and stay.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a screen is and whether it has colours."""

    width: int = 100
    colour: bool = False


def clean(text: str) -> str:
    r"""Return the text without anything that would steer a terminal; line breaks and tabs become spaces.

    >>> clean("a\x1b[31mred\u202edetrever\nb")
    'a[31mreddetrever b'
    """
    return "".join(" " if c in "\n\r\t\u2028\u2029\x85" else c for c in text if not _steers(c))


def _steers(character: str) -> bool:
    if character in "\n\r\t\x85":
        return False
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Co") or character in _REORDERING


def squeeze(text: str) -> str:
    r"""Return the cleaned text with every run of white space as one space.

    >>> squeeze("  two\n  words ")
    'two words'
    """
    return " ".join(clean(text).split())


def dim(text: str) -> str:
    """Return the text marked to be shown faintly."""
    return f"{_DIM_ON}{text}{_DIM_OFF}"


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that touch or overlap as one.

    >>> merged([(8, 9), (0, 3), (2, 5)])
    [(0, 5), (8, 9)]
    """
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def highlighted(text: str, spans: Sequence[Span], *, within: Span) -> str:
    """Return the part `within` of the text, cleaned and on one line, its spans (merged ones) marked as highlights."""
    pieces, at = [], within[0]
    for start, end in spans:
        start, end = max(start, at), min(end, within[1])
        if start < end:
            pieces += [clean(text[at:start]), _ON, clean(text[start:end]), _OFF]
            at = end
    pieces.append(clean(text[at : within[1]]))
    return " ".join("".join(pieces).split())


def _columns(text: str, look: Look) -> int:
    """Return how many columns the text takes: wide East Asian characters two, combining ones none."""
    if text.isascii():
        return len(text)
    columns = 0
    for character in text:
        if character in _ANSI:
            columns += 0 if look.colour else len(_PLAIN[character])
        elif unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
            continue
        else:
            columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def wrapped(text: str, look: Look, *, indent: str = "", further: str | None = None) -> list[str]:
    """Break a line at spaces (inside a word only where it is too long for a line) and set its highlights."""
    further = indent if further is None else further
    margin = max(_columns(indent, look), _columns(further, look))
    room = max(look.width, NARROWEST_COLUMNS) - margin
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        for n, piece in enumerate(_pieces(word, look, room)):
            taken = _columns(piece, look)
            space = 1 if line and n == 0 else 0
            if line and used + space + taken > room:
                lines.append(line)
                line, used, space = "", 0, 0
            line += " " * space + piece
            used += space + taken
    lines.append(line)
    margins = [indent] + [further] * (len(lines) - 1)
    return [before + shown for before, shown in zip(margins, _set(lines, look), strict=True)]


def table_lines(rows: Sequence[Sequence[str]], look: Look, *, indent: str = "") -> list[str]:
    r"""Set rows in columns, the last one under a rule; a cell too wide for its share of the screen is cut with "…".

    >>> print("\n".join(table_lines([("cash", "$9"), ("runway", "= 3 months")], Look(40))))
    cash    $9
    ──────────────────
    runway  = 3 months
    """
    plain = Look(look.width)
    count = max(map(len, rows), default=0)
    wide = [max(_columns(row[i], plain) for row in rows) for i in range(count)]
    room = max(look.width, NARROWEST_COLUMNS) - len(indent) - 2 * (count - 1)
    # The widest column gives first, and none becomes too narrow to tell what stands in it.
    while sum(wide) > room and max(wide) > NARROWEST_CELL_COLUMNS:
        wide[wide.index(max(wide))] -= 1
    cells = [[_cut(cell, wide[i]) for i, cell in enumerate(row)] for row in rows]
    lines = [
        indent + "  ".join(cell + " " * (wide[i] - _columns(cell, plain)) for i, cell in enumerate(row)).rstrip()
        for row in cells
    ]
    rule = indent + "─" * (sum(wide) + 2 * (count - 1))
    return [*lines[:-1], rule, *lines[-1:]] if len(lines) > 1 else lines


def _cut(text: str, columns: int) -> str:
    plain = Look()
    if _columns(text, plain) <= columns:
        return text
    kept = ""
    for character in text:
        if _columns(kept + character, plain) > columns - 1:
            break
        kept += character
    return f"{kept}…"


def _pieces(word: str, look: Look, room: int) -> list[str]:
    if _columns(word, look) <= room:
        return [word]
    pieces, piece, used = [], "", 0
    for character in word:
        taken = _columns(character, look)
        if piece and used + taken > room:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += taken
    return [*pieces, piece]


def _set(lines: Sequence[str], look: Look) -> Iterator[str]:
    """Turn our marks into ANSI or asterisks; a colour never runs on into the margin of the next line."""
    signs = _ANSI if look.colour else _PLAIN
    running = ""
    for line in lines:
        shown = signs[running] if running and look.colour else ""
        for character in line:
            if character in _ANSI:
                running = character if character in (_ON, _DIM_ON) else ""
            shown += signs.get(character, character)
        if running and look.colour:
            shown += signs[_OFF]
        yield shown.rstrip()
