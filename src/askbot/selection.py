"""Which articles a question is put to: by source and day, and by the words that name them in a question; pure."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from askbot.errors import QuestionError
from askbot.types import Document

# "2025", "2025-03" or "2025-03-14": how a day is given, and how front matter gives it.
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_PIECE = r"(?:articles?|pieces?|stor(?:y|ies)|reports?|filings?|papers?|posts?|coverage|interviews?|columns?)"
_NAMED = re.compile(
    rf",?\s*\b(?:in|from|per|according to|as (?:told|reported) (?:in|by))\s+(?:the|that|their)\s+"
    rf"(?P<name>(?:[\w&.'’-]+\s+){{1,6}}?){_PIECE}\b\s*,?",
    re.IGNORECASE,
)
_BY = re.compile(
    rf",?\s*\b(?i:in|per|according to)\s+(?:the|that|an?)\s+{_PIECE}\s+(?:by|from|of|in|on)\s+(?:the\s+)?"
    rf"(?P<name>[A-Z0-9][\w&.'’-]*(?:\s+[A-Z0-9][\w&.'’-]*){{0,5}})\s*,?",
)
_ACCORDING = re.compile(
    r",?\s*\b(?i:according to|per)\s+(?:the\s+)?(?P<name>[A-Z][\w&.'’-]*(?:\s+[A-Z][\w&.'’-]*){0,5})\s*,?"
)
_EVERYWHERE = re.compile(
    rf",?\s*\b(?:across|throughout|among|in)\s+(?:(?:all|both|any)\s+(?:of\s+)?)?(?:the\s+|these\s+|those\s+|our\s+)?"
    rf"(?:two\s+|three\s+|different\s+|various\s+)?{_PIECE}(?<=s)\s*(?=[?.!,]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the flags say: ids, the first and the last day of publication, words of the source; nothing is all."""

    documents: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether every article is meant."""
        return not (self.documents or self.since or self.until or self.sources)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids of the articles that a selection means, and how many it left out for having no date."""

    ids: tuple[str, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Scoped:
    """A question without the words that name its articles, and those articles' ids; none are all."""

    question: str
    ids: tuple[str, ...] = ()


def choose(selection: Selection, articles: Iterable[Document]) -> Chosen:
    """Choose the articles that a selection means; QuestionError where it means none, or a date is none.

    An article is of a source where the words stand in its source (or the folders of its id) one after the other.
    """
    if not (selection.since or selection.until or selection.sources):
        return Chosen(selection.documents)
    first = _first(selection.since) if selection.since else date.min
    last = _last(selection.until) if selection.until else date.max
    dated = bool(selection.since or selection.until)
    ids: list[str] = []
    undated = 0
    known: dict[str, None] = {}
    for article in articles:
        known[article.source if article.source != article.path else article.id] = None
        if selection.documents and article.id not in selection.documents:
            continue
        if selection.sources and not any(_is_of(article, source) for source in selection.sources):
            continue
        if dated and article.published is None:
            undated += 1
            continue
        if article.published and not (_first(article.published) <= last and first <= _last(article.published)):
            continue
        ids.append(article.id)
    if not ids:
        raise QuestionError(_nothing(selection, undated), _remedy(selection, list(known)))
    return Chosen(tuple(ids), undated)


def scoped(question: str, articles: Sequence[Document]) -> Scoped:
    """Take the words that name articles out of a question: "in the Courier piece", "according to the Courier".

    A name may be of a source, an author, a month or year, or words of a title; one that fits no article, or every
    one of several, stays a part of the question.
    """
    if len(articles) < 2:
        return Scoped(question)
    for pattern, of_title in ((_BY, False), (_NAMED, True), (_ACCORDING, False)):
        for found in pattern.finditer(question):
            ids = _named(found["name"], articles, of_title=of_title)
            if ids:
                return Scoped(_without(question, found), ids)
    found_all = _EVERYWHERE.search(question)
    return Scoped(_without(question, found_all)) if found_all else Scoped(question)


def told(article: Document) -> str:
    """Name an article by where and when it appeared, for a reader: "Northern Courier, 2025-03-14"."""
    source = article.source if article.source != article.path else article.title
    return f"{source}, {article.published}" if article.published else f"{source}, undated"


def _named(name: str, articles: Sequence[Document], *, of_title: bool) -> tuple[str, ...]:
    wanted = _words(name)
    if not wanted:
        return ()
    for fits in (_is_of, _is_by, _is_dated, *((_is_titled,) if of_title else ())):
        ids = tuple(article.id for article in articles if fits(article, name))
        if ids:
            return ids if len(ids) < len(articles) else ()
    return ()


def _is_of(article: Document, name: str) -> bool:
    folders = article.id.rpartition("/")[0]
    return _within(_words(name), _words(article.source)) or _within(_words(name), _words(folders))


def _is_by(article: Document, name: str) -> bool:
    return _within(_words(name), _words(article.author or ""))


def _is_dated(article: Document, name: str) -> bool:
    """Whether a name is the month, the year or the day of an article: "March", "March 2025", "2025-03-14"."""
    if article.published is None:
        return False
    words = _words(name)
    day = _first(article.published)
    own = {str(day.year), month_name[day.month].lower() if len(article.published) > 4 else "", str(day.day)}
    return all(word in own for word in words) and any(not word.isdigit() or len(word) == 4 for word in words)


def _is_titled(article: Document, name: str) -> bool:
    return set(_words(name)) <= set(_words(article.title))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("'s", "").replace("’s", ""))


def _within(words: Sequence[str], of: Sequence[str]) -> bool:
    return bool(words) and any(list(of[n : n + len(words)]) == list(words) for n in range(len(of)))


def _without(question: str, found: re.Match[str]) -> str:
    before, after = question[: found.start()].rstrip(" ,"), question[found.end() :].lstrip(" ,")
    if not before:
        return after[:1].upper() + after[1:]
    return f"{before}{'' if after[:1] in ('?', '.', '!', '') else ' '}{after}"


def _first(day: str) -> date:
    year, month, number = _parts(day)
    return date(year, month or 1, number or 1)


def _last(day: str) -> date:
    year, month, number = _parts(day)
    month = month or 12
    return date(year, month, number or monthrange(year, month)[1])


def _parts(day: str) -> tuple[int, int, int]:
    found = _DAY.match(day)
    try:
        if found is None or (len(day) > found.end() and day[found.end()] not in "T "):
            raise ValueError(day)
        year, month, number = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        date(year, month or 1, number or 1)
    except ValueError as error:
        raise QuestionError(f"'{day[:40]}' is no date.", "Write it as 2025-03-14, 2025-03 or 2025.") from error
    return year, month, number


def _nothing(selection: Selection, undated: int) -> str:
    parts = [f"of '{' or '.join(selection.sources)}'"] if selection.sources else []
    parts += [f"since {selection.since}"] if selection.since else []
    parts += [f"until {selection.until}"] if selection.until else []
    parts += ["among those named"] if selection.documents else []
    without = f" ({undated} have no date)" if undated else ""
    return f"There is no article {' '.join(parts)}{without}."


def _remedy(selection: Selection, known: Sequence[str]) -> str:
    if selection.sources and known:
        return (
            f"Name one of these sources: {', '.join(repr(one) for one in known[:5])}{', …' if len(known) > 5 else ''}"
        )
    return "Leave --from and --to off, or give earlier and later days."
