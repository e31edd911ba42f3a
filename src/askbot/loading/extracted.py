"""What a reader makes of a file: Markdown with its page breaks, and the file's own fields; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

# A long book; more is a dump, and every word of it would be embedded.
MOST_CHARACTERS = 5_000_000
LONGEST_FIELD_CHARACTERS = 300
MOST_TAGS = 20

# Characters that a reader doesn't see and a search stumbles over: soft hyphens, joiners, marks of direction.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# What a program writes where its user gave no title.
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - .*|untitled.*|\(?(?:anonymous|unspecified|unknown|none|null)\)?"
    r"|(?:document|doc|title|word document)\s*\d*|.*\.(?:docx?|pdf|indd|qxd|tex|rtf|odt|html?|pages))$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"^\(?(?:anonymous|unspecified|unknown|none|null|user|admin(?:istrator)?|owner|author|python-docx)\)?$",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


class UnreadableError(Exception):
    """A file that can't be read; its text is the reason, as a person reads it."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text, where its pages begin (nothing where it has none), and what it says of itself."""

    text: str
    pages: tuple[int, ...] = ()
    title: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the fields for another process."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Extracted:
        """Read back what `to_json` made; ValueError for anything else."""
        try:
            made = cls(**{**fields, "pages": tuple(fields["pages"]), "tags": tuple(fields["tags"])})
        except (KeyError, TypeError) as error:
            raise ValueError("no extracted text") from error
        words = (made.title, made.author, made.published, made.source, made.language)
        if not isinstance(made.text, str) or any(word is not None and not isinstance(word, str) for word in words):
            raise ValueError("no extracted text")
        if not all(isinstance(n, int) for n in made.pages) or not all(isinstance(tag, str) for tag in made.tags):
            raise ValueError("no extracted text")
        return made


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list's entry or a table's row: what Markdown writes before it, and its words.

    `breaks` are the offsets in `text` where a new page begins; 0 is before the block.
    """

    text: str
    mark: str = ""
    breaks: tuple[int, ...] = ()


def heading(text: str, *, level: int = 2, breaks: tuple[int, ...] = ()) -> Block:
    """Make a heading."""
    return Block(text, "#" * max(1, min(level, 6)) + " ", breaks)


def row(cells: Sequence[str], *, breaks: tuple[int, ...] = ()) -> Block:
    """Make a table's row."""
    return Block(" | ".join(cell.replace("|", "/") for cell in cells) + " |", "| ", breaks)


def written(blocks: Iterable[Block], *, paged: bool) -> tuple[str, tuple[int, ...]]:
    r"""Write blocks as Markdown and say where its pages begin; rows and entries follow one another line by line.

    >>> written([Block("One.", breaks=()), Block("Two, and three.", breaks=(5,))], paged=True)
    ('One.\n\nTwo, and three.\n', (0, 11))
    """
    parts: list[str] = []
    pages = [0]
    length = 0
    before = ""
    carried: tuple[int, ...] = ()
    for block in blocks:
        if not block.text:
            carried += tuple(0 for _ in block.breaks)
            continue
        gap = "" if not parts else "\n" if block.mark == before and block.mark in ("| ", "- ") else "\n\n"
        # A line of prose that looks like one of Markdown's marks would be taken for it.
        mark = block.mark or ("\\" if re.match(r"#{1,6}[ \t]|```|~~~", block.text) else "")
        begins = length + len(gap)
        pages += [begins + (len(mark) + offset if offset else 0) for offset in (*carried, *block.breaks)]
        carried = ()
        parts.append(f"{gap}{mark}{block.text}")
        length += len(parts[-1])
        before = block.mark
        if length > MOST_CHARACTERS:
            raise UnreadableError(f"holds more than {MOST_CHARACTERS // 1_000_000} million characters")
    return "".join(parts) + "\n", tuple(pages) if paged else ()


def clean(text: str) -> str:
    """Return a text on one line, without characters that can't be seen; ligatures become letters."""
    text = _UNSEEN.sub("", text)
    for joined, letters in _LIGATURES.items():
        text = text.replace(joined, letters)
    kept = "".join(
        " " if c.isspace() or unicodedata.category(c) == "Zs" else c
        for c in text
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def field(value: object) -> str | None:
    """Return a field of one line, or None where it says nothing."""
    text = clean(str(value)) if value is not None else ""
    return text[:LONGEST_FIELD_CHARACTERS].strip() or None


def title(value: object) -> str | None:
    """Return a title that someone gave; None for what a program puts there by itself."""
    text = field(value)
    return None if text is None or _NO_TITLE.match(text) else text


def author(value: object) -> str | None:
    """Return an author; None for a program's default."""
    text = field(value)
    return None if text is None or _NO_AUTHOR.match(text) else text


def tags(values: Iterable[object]) -> tuple[str, ...]:
    """Return keywords, each once; one string may hold several with commas or semicolons between them."""
    found = (field(one) for value in values for one in re.split(r"[,;]", str(value)))
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS]


def day(value: object) -> str | None:
    """Return the day of a time stamp as ISO 8601, or None where it isn't one.

    >>> day("2025-09-30T08:15:00Z"), day("D:20250930081500+02'00'"), day("last May")
    ('2025-09-30', '2025-09-30', None)
    """
    text = str(value or "").strip()
    stamp = _PDF_DATE.match(text)
    text = "-".join(stamp.groups()) if stamp else text[:10]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def language(value: object) -> str | None:
    """Return a language's tag in lower case ("en", "pt-br"), or None where it isn't one."""
    text = str(value or "").strip().replace("_", "-").lower()
    return text if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", text) else None
