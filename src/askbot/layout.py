"""How an article is laid out: its title line, headings, paragraphs, lists and tables; pure.

It finds spans in text, plain or Markdown, and changes nothing. What a document is and where
sentences end is other modules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# The contract's bound for a first line that serves as the title.
LONGEST_TITLE_CHARACTERS = 149
# A line that Markdown marks as a heading is one up to here; beyond, someone marked a paragraph.
LONGEST_MARKED_HEADING_CHARACTERS = 300
# Lines up to here may have been wrapped by an editor; a longer one shows that a line is a paragraph.
WIDEST_WRAP_CHARACTERS = 120

_FENCE = re.compile(r"(```|~~~)")
_HASH_HEADING = re.compile(r"#{1,6}[ \t]+(?P<heading>.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}$")
_QUOTE_MARKS = re.compile(r"(?:>[ \t]*)+")
_LIST_MARKER = re.compile(r"(?:>[ \t]*)*(?:[-*+•‣◦▪–][ \t]+(?:\[[ xX]\][ \t]+)?|\(?\d{1,3}[.)][ \t]+)(?=\S)")
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
class Block:
    """A heading (its text) or a paragraph (its span)."""

    start: int
    end: int
    heading: str | None = None


def title(text: str, start: int) -> str | None:
    r"""Return the first line from `start` on, where it is short and a blank line and more text follow it.

    >>> title("# The mill\n\nIt was built in 1820.", 0)
    'The mill'
    """
    line = _title_line(_lines(text, start))
    return line.plain if line else None


def blocks(text: str, start: int, *, title: str, markdown: bool) -> Iterator[Block]:
    """Find headings and paragraphs from `start` on, in order; what holds no letter or digit is neither.

    A title line that says `title` is a heading "". A line that Markdown marks as a heading is one in
    any text; an unmarked line is one where it is short, isn't ended like a sentence and has text under it.
    """
    lines = _lines(text, start)
    opening = _title_line(lines)
    fenced = False
    open_paragraph: Block | None = None
    for number, line in enumerate(lines):
        heading = None
        if opening is not None and line == opening and line.plain == title:
            heading = ""
        elif not fenced and any(map(str.isalnum, line.text)):
            heading = _heading(lines, number, markdown=markdown)
        fence = bool(_FENCE.match(line.text))
        fenced ^= fence
        marker = None if fenced else _LIST_MARKER.match(line.text) or _QUOTE_MARKS.match(line.text)
        joined = (
            heading is None
            and open_paragraph is not None
            and not (fence or fenced or _LIST_MARKER.match(line.text))
            and _continues(lines, number, markdown=markdown)
        )
        if joined and open_paragraph is not None:
            open_paragraph = replace(open_paragraph, end=line.end)
            continue
        if open_paragraph is not None:
            yield open_paragraph
            open_paragraph = None
        if heading is not None:
            yield Block(line.start, line.end, heading)
        elif not fence and any(map(str.isalnum, line.text)) and not (number and _underlines(lines, number)):
            open_paragraph = Block(line.start + (marker.end() if marker else 0), line.end)
    if open_paragraph is not None:
        yield open_paragraph


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the white space around it: its span, its text, and the text without Markdown's marks."""

    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        # A longer line is no heading, and the pattern would take quadratic time over it.
        hashed = _HASH_HEADING.match(self.text) if len(self.text) <= LONGEST_MARKED_HEADING_CHARACTERS else None
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


def _continues(lines: Sequence[_Line], number: int, *, markdown: bool) -> bool:
    """Whether a line goes on the paragraph of the line before it."""
    before, line = lines[number - 1], lines[number]
    if not before.text or not line.text or any(_stands_alone(text) for text in (before.text, line.text)):
        return False
    if bool(_QUOTE_MARKS.match(line.text)) != bool(_QUOTE_MARKS.match(before.text)):
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


def _stands_alone(text: str) -> bool:
    return _is_table_row(text) or bool(_RULE.match(text))


def _is_table_row(text: str) -> bool:
    return text.startswith("|") or "\t" in text


def _heading(lines: Sequence[_Line], number: int, *, markdown: bool) -> str | None:
    """The heading that a line is, or None."""
    line = lines[number]
    if len(line.text) <= LONGEST_MARKED_HEADING_CHARACTERS and _HASH_HEADING.match(line.text):
        return line.plain
    after = lines[number + 1] if number + 1 < len(lines) else None
    alone = number == 0 or not lines[number - 1].text
    underlined = after is not None and after.text and alone and _underlines(lines, number + 1)
    if underlined and len(line.text) <= LONGEST_MARKED_HEADING_CHARACTERS and not _ENDS_LIKE_TEXT.search(line.text):
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
