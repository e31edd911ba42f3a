"""Front matter: the lines between dashes above an article that name its title, author, day and source; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from askbot.errors import CorpusError

MOST_TAGS = 20
LONGEST_TAG_CHARACTERS = 300

_OPENS = re.compile(r"\ufeff?---[ \t]*\r?\n(?=[A-Za-z_][\w-]*[ \t]*:|---)")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(.+)$")
_FIELDS = ("title", "author", "published", "source", "language")
_TAGS = "tags"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known fields of an article's front matter, its tags, and the offset where the article itself begins."""

    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    end: int = 0


def read(text: str) -> FrontMatter:
    r"""Read what stands above an article; CorpusError names the line that cannot be read.

    >>> read("---\ntags: [mills, history]\nauthor: A. Roy\n---\nIt was built in 1820.").tags
    ('mills', 'history')
    """
    opening = _OPENS.match(text)
    if opening is None:
        return FrontMatter({})
    closing = _CLOSES.search(text, opening.end())
    if closing is None:
        raise CorpusError("has front matter that never ends (line 1)", "Close it with a line of three dashes: ---")
    fields: dict[str, str] = {}
    tags: list[str] = []
    under = ""
    for number, line in enumerate(text[opening.end() : closing.start()].splitlines(), start=2):
        # Other lists, nested values and remarks belong to fields of other tools, which mean nothing here.
        if not line.strip() or line[0] in " \t#-":
            entry = _ENTRY.match(line)
            if entry is not None and under == _TAGS:
                tags.append(_unquoted(entry[1].strip()))
            continue
        field = _FIELD.match(line)
        if field is None:
            raise CorpusError(
                f"has front matter that cannot be read: {line[:60]!r} (line {number})", "Write 'name: value'."
            )
        name, value = field[1].lower(), _unquoted((field[2] or "").strip())
        under = name
        if name in _FIELDS:
            _check_field(name, value, number=number, known=fields)
            fields[name] = value
        elif name == _TAGS:
            tags += [_unquoted(tag.strip()) for tag in value.strip("[]").split(",")]
    kept = tuple(dict.fromkeys(tag[:LONGEST_TAG_CHARACTERS] for tag in tags if tag))[:MOST_TAGS]
    return FrontMatter(fields, kept, closing.end())


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
