"""Rows of figures that a text pairs with things or years: "A and B came to $3 and $5, respectively".

Pure. It pairs by place and never guesses: where the rows are not of one length, or where a question names more than one
of what is paired, no figure is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from askbot import lexicon
from askbot.matching import MATCHED, wording
from askbot.periods import Period, compatible, find_periods, read_period
from askbot.quantities import find
from askbot.question import Question
from askbot.types import Quantity
from askbot.words import is_function_word

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_IN_A_ROW = re.compile(
    r"(?: (?!and\b|or\b)[a-z-]+){0,3}(?:,|,? and|,? or)"
    r"(?: (?:a|approximately|about|around|roughly|nearly|some|only))? "
)
_APART = re.compile(r", and (?:the )?|, (?:the )?|\band (?:the )?")
_LEADING = re.compile(r"[^a-zA-Z]*(?:(?:in|for|at|by|from|to|of|on|with|as|are|were|was|is)\b )?", re.IGNORECASE)
_UP_TO = re.compile(r".*\b(?:of|for|in|from|at|by|on|to|with|under)\b ", re.IGNORECASE | re.DOTALL)
_BRACKETED = re.compile(r"\([^()]*\)|, (?:which|who|that) [^,]*,")
# What is said of the row behind its last thing: "in Hull and Preston, with", "are the main earners, contributing".
_TRAILING = re.compile(r", (?!and\b|or\b)(?:[a-z]+ ?){1,3}$| (?:with|at|of|by)\s*$")
_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|will|would|came?|come to|reached|stood|rose|fell|grew|sank"
    r"|bring|brings|brought|contribute|earn"
    r"|make|made"
    r"|cost|costs|gave|took|drew|draw"
    r"|employ|sell|sold|hold|held|own|carry|run|ran|serve|use|produce|spend|spent|pay|paid|win|won|lose|lost"
    r"|got|get|see|saw|[a-z]{2,}ed)\b(?:(?!\band\b).)*$",
    re.DOTALL,
)
_STOP = re.compile(r"[;:]|\.\s|\b(?:while|whereas|but|compared|versus)\b")
_BLANK = re.compile(r"\s")
_YEAR = re.compile(r"(?<![\w.,$€£])(?:19|20)\d\d(?![\w%]|[.,]\d)")
_AND = re.compile(r"(?:,|,? and) (?:about |around |some |nearly )?")
_AND_LAST = re.compile(r"\band\b")
LEAST, MOST_NAMED = 2, 4


@dataclass(frozen=True, slots=True)
class Paired:
    """A figure of a row, with the words that stand for it alone; none where only its time does."""

    figure: Quantity
    row: int
    words: frozenset[str]
    periods: tuple[Period, ...]
    about: frozenset[str] = frozenset()  # the words around the row


@lru_cache(maxsize=512)
def paired(text: str) -> tuple[Paired, ...]:
    """Pair the figures of each row before "respectively" with the things and times that stand in its order.

    So too a row right behind as many names or years without the word: "Orvik and Sund drew 30 and 40 visitors".

    >>> [(one.figure.printed, sorted(one.words)) for one in paired("Ropes and sails cost $3 and $5, respectively.")]
    [('$3', ['rope']), ('$5', ['sail'])]
    >>> [one.periods[0].printed for one in paired("Rent was $3 and $5 in 2025 and 2024, respectively.")]
    ['2025', '2024']
    """
    found: list[Paired] = []
    text = _BLANK.sub(" ", text)
    figures, opening = find(text), 0
    if len(figures) < LEAST:
        return ()
    marks = list(_RESPECTIVELY.finditer(text))
    if not marks:
        return tuple(_implied(text, figures))
    for number, word in enumerate(marks):
        inside = [one for one in figures if opening <= one.start and one.end <= word.start()]
        row = _row(text, inside)
        # "$9 and $7 is a debt and $3 and $2 a claim, respectively": which of the rows that a question means isn't said.
        if len(row) >= LEAST and len(_row(text, inside[: -len(row)])) < LEAST:
            before = _before(text[opening : row[0].start])
            behind = text[row[-1].end : word.start()]
            own = [_own(one) for one in row]
            apart = all(own) and len({one[0].first for one in own}) == len(row)
            times = _times(behind, len(row)) or _times(before, len(row)) or _as_before(found, number, len(row))
            times = times or (own if apart else [])
            words = [] if times else _words(behind, len(row), behind=True) or _words(before, len(row), behind=False)
            if not times and not words:
                opening = word.end()
                continue
            periods, words = times or own, words or [frozenset()] * len(row)
            about = wording(f"{before} {behind}").stems
            found += [
                Paired(one, number, own_words, when, about)
                for one, own_words, when in zip(row, words, periods, strict=True)
            ]
        opening = word.end()
    return tuple(found)


def _implied(text: str, figures: Sequence[Quantity]) -> list[Paired]:
    """The first row of counts or amounts that has as many names, or years, right before its verb."""
    row = [figures[0]]
    for one in figures[1:]:
        if not (one.unit == row[-1].unit or not row[-1].unit) or not _AND.fullmatch(text, row[-1].end, one.start):
            break
        row.append(one)
    before = _before(text[: row[0].start])
    if len(row) < LEAST or not _AND_LAST.search(text, row[-2].end, row[-1].start):
        return []
    times = _times(before, len(row))
    words = [] if times else _words(before, len(row), behind=False, names=True)
    if not times and not words:
        return []
    words = words or [frozenset()] * len(row)
    periods = times or [_own(one) for one in row]
    return [
        Paired(one, 0, own_words, when, wording(before).stems)
        for one, own_words, when in zip(row, words, periods, strict=True)
    ]


def _as_before(found: Sequence[Paired], number: int, count: int) -> list[tuple[Period, ...]]:
    """The times of the row before, where that has as many: "was $3 and $2, respectively, and rent $5 and $4"."""
    row = [one for one in found if one.row == number - 1]
    times = [one.periods for one in row]
    return times if len(row) == count and all(times) and len({one[0].first for one in times}) == count else []


def _row(text: str, figures: Sequence[Quantity]) -> list[Quantity]:
    """The last figures in one row: "a, b and c"; of one sort."""
    row = list(figures[-1:])
    for one in reversed(figures[:-1]):
        alike = one.unit == row[0].unit or not one.unit or not row[0].unit
        if not alike or not _IN_A_ROW.fullmatch(text, one.end, row[0].start):
            break
        row.insert(0, one)
    return row


def _before(text: str) -> str:
    cuts = list(_STOP.finditer(text))
    return text[cuts[-1].end() :] if cuts else text


def _own(figure: Quantity) -> tuple[Period, ...]:
    period = read_period(figure.period) if figure.period else None
    return (period,) if period else ()


def _times(text: str, count: int) -> list[tuple[Period, ...]]:
    """So many times as there are figures, in their order; none where there are more or fewer."""
    periods = find_periods(text)
    if len(periods) == count:
        return [(one,) for one in periods]
    years = _YEAR.findall(text)
    return [(read_period(one),) for one in years] if len(years) == count and len(set(years)) == count else []


def _words(text: str, count: int, *, behind: bool, names: bool = False) -> list[frozenset[str]]:
    """The words of each of so many things in a row that no other of them has; none where there is no such row.

    With `names` each has to have a capital, and they have to be all that stands before the verb.
    """
    flat = _BRACKETED.sub("", text)
    if names and _VERB.search(flat) is None:
        return []
    flat = flat if behind else _VERB.sub("", _TRAILING.sub("", flat))
    parts = [one for one in _APART.split(flat) if one.strip()]
    if len(parts) < count or (behind and len(parts) != count):
        return []
    parts = parts[-count:]
    parts[0] = _UP_TO.sub("", parts[0]) if not behind else _LEADING.sub("", parts[0])
    if names and (
        not all(re.search(r"[A-Z]", part) for part in parts) or any(len(part.split()) > MOST_NAMED for part in parts)
    ):
        return []
    stems = [
        wording(part).stems - {one.stem for one in wording(part).tokens if is_function_word(one.lower)}
        for part in parts
    ]
    own = [
        frozenset(one - frozenset[str]().union(*(other for j, other in enumerate(stems) if j != i)))
        for i, one in enumerate(stems)
    ]
    return own if all(own) and not any(find_periods(part) for part in parts) else []


def named(asked: Question, text: str) -> list[Paired]:
    """Return those of a text's paired figures that the question names, by thing and by time; else all."""
    pairs = list(paired(text))
    if len({one.row for one in pairs}) > 1:
        told = {
            one.row: sum(term.stem in one.about or _is_akin(one.about, term.stem) for term in asked.terms)
            for one in pairs
        }
        pairs = [one for one in pairs if told[one.row] == max(told.values())]
    for number in {one.row for one in pairs}:
        row = [one for one in pairs if one.row == number]
        hits = _most(
            row, lambda one: sum(1 + term.capitalised for term in asked.terms if term.stem in one.words)
        ) or _most(row, lambda one: sum(_is_akin(one.words, term.stem) for term in asked.terms))
        if hits and len(hits) < len(row):
            pairs = [one for one in pairs if one.row != number or one in hits]
    times = asked.periods or tuple(read_period(term.text) for term in asked.terms if _YEAR.fullmatch(term.text))
    if times:
        timed = [
            one
            for one in pairs
            if any(
                compatible(other, own) or (other.first <= own.first and own.last <= other.last)
                for own in one.periods
                for other in times
            )
        ]
        pairs = timed if timed or all(one.periods for one in pairs) else pairs
    return pairs


def _most(row: Sequence[Paired], hits: Callable[[Paired], int]) -> list[Paired]:
    """Those of a row that are hit most often; none where none is hit."""
    most = max(map(hits, row))
    return [one for one in row if hits(one) == most] if most else []


def _is_akin(words: frozenset[str], stemmed: str) -> bool:
    related = lexicon.related(stemmed)
    return any(related.get(word, 0.0) >= MATCHED for word in words)


def of_another(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a span has a figure paired with a thing or a time that the question doesn't name, where it names one.

    >>> from askbot.question import parse
    >>> text = "Ropes and sails cost $3 and $5, respectively."
    >>> [of_another(parse("What do the sails cost?"), text, at, at + 2) for at in (text.index("$3"), text.index("$5"))]
    [True, False]
    """
    row = paired(text)
    if not row:
        return False
    chosen = named(asked, text)
    if len(chosen) == len(row):
        return False
    inside = [one for one in row if start < one.figure.end and one.figure.start < end]
    return any(one not in chosen for one in inside)


def of_one_thing(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is of one of several things that are told in a row, and the question names none of them.

    >>> from askbot.question import parse
    >>> text = "Revenue from ropes and sails was $3 and $5, respectively."
    >>> of_one_thing(parse("What is revenue?"), text, text.index("$5"))
    True
    """
    one = next((one for one in paired(text) if one.figure.start <= start < one.figure.end), None)
    return (
        one is not None
        and bool(one.words)
        and not any(term.stem in one.words or _is_akin(one.words, term.stem) for term in asked.terms)
    )


def holds_one(text: str, start: int, end: int) -> bool:
    """Say whether a span has one figure of such a row, and no other."""
    return len([one for one in paired(text) if start < one.figure.end and one.figure.start < end]) == 1


def tells_of(row: Sequence[Paired], text: str, stems: Sequence[str]) -> bool:
    """Say whether a row is of what some words say: where its sentence has other figures too, by the words around it."""
    if len(find(_BLANK.sub(" ", text))) <= len(row):
        return True
    return all(stemmed in row[0].about or _is_akin(row[0].about, stemmed) for stemmed in stems)
