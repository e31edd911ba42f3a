"""Questions that a passage no longer answers: one name, year, number or property put in place of another.

What askbot gets wrong is the near miss: the sentence gives another company's cash, another year's revenue. Such
pairs are made from answered ones: the stand-in comes from the same article and must not stand in the passage, so
that the swapped question has no answer there. Put into question and passage alike, it leaves the answer standing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAME = re.compile(r"(?<![\w.])[A-Z][\w’'-]+(?: (?:of |the |de |von |and )?[A-Z0-9][\w’'-]*)*")
_YEAR = re.compile(r"\b1[0-9]\d\d\b|\b20[0-4]\d\b")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?![\w.,]*\d)\b")
_MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINARY = frozenset(
    re.findall(
        r"\w+",
        "The A An In On At For From With By To Of And Or But If When While Where What Who Whom Whose Which "
        "Why How Is Are Was Were Did Does Do Has Have Had It Its He She His Her They Their This That These "
        "Those There As After Before During Since Not No All Some Many Most Several Other Both Each One Two "
        "Three According Although However Also Name Under Between Through Because Since Such Only I We You My "
        "Our",
    )
)
# Properties that stand beside each other in an article and get taken for one another; each swaps for any other.
_PROPERTIES = tuple(
    tuple(line.split())
    for line in (
        "largest smallest",
        "highest lowest",
        "first last second third",
        "oldest newest youngest",
        "most least",
        "more less fewer",
        "increase decrease",
        "increased decreased",
        "before after",
        "minimum maximum average",
        "north south east west",
        "northern southern eastern western",
        "born died",
        "began ended",
        "start end",
        "revenue profit cash debt costs",
        "assets liabilities",
        "income expense",
        "income expenses",
        "sales purchases",
        "import export",
        "won lost",
        "cause prevent",
        "advantage disadvantage",
        "length width height weight",
        "population area",
        "employees customers shareholders",
        "founder owner director",
        "male female",
        "quarter half",
        "daily weekly monthly annual",
        "current former",
        "buy sell",
        "bought sold",
    )
)
_BESIDE = {word: tuple(other for other in row if other != word) for row in _PROPERTIES for word in row}


@dataclass(frozen=True, slots=True)
class Stock:
    """What an article names, as stand-ins: names, years, numbers."""

    names: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """What stands in the question, and what to put there instead."""

    old: str
    new: str


def names(text: str) -> list[str]:
    """Names in a text by their capitals; a first word that is no name is left off."""
    found = []
    for made in _NAME.finditer(text):
        parts = made.group().split(" ")
        while parts and parts[0] in _ORDINARY:
            parts = parts[1:]
        name = " ".join(parts).removesuffix("'s").removesuffix("’s")
        if len(name) > 2 and name not in _MONTHS:
            found.append(name)
    return found


def stock(texts: Iterable[str]) -> Stock:
    """Collect an article's stand-ins; a word that starts a sentence counts only where it also stands inside one."""
    names_, years, numbers = set(), set(), set()
    for text in texts:
        inner = re.sub(r"(?:^|(?<=[.?!] ))[A-Z][a-z]+", "", text)
        names_.update(names(inner))
        years.update(_YEAR.findall(text))
        numbers.update(n for n in _NUMBER.findall(text) if not _YEAR.fullmatch(n))
    return Stock(tuple(sorted(names_)), tuple(sorted(years)), tuple(sorted(numbers)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _apart(old: str, new: str) -> bool:
    """Two names of two things, as far as their letters tell."""
    return not (_words(old) & _words(new)) and old not in (_initials(new), new) and new != _initials(old)


def holds(text: str, phrase: str) -> bool:
    """Say whether a text holds any of the telling words of a phrase."""
    said = _words(text)
    return any(word in said for word in _words(phrase) if len(word) > 3 or word.isdigit() or phrase.lower() == word)


def choose(question: str, text: str, stand_ins: Stock, draw: random.Random) -> Swap | None:
    """Draw a swap: what is swapped out stands in the text, what is swapped in does not; None where there is none."""
    made: list[Swap] = []
    for old in dict.fromkeys(names(question)):
        if holds(text, old):
            like = [n for n in stand_ins.names if (" " in n) == (" " in old) and _apart(old, n)]
            made += [Swap(old, new) for new in draw.sample(like, min(6, len(like))) if not holds(text, new)][:1]
    for old in dict.fromkeys(_YEAR.findall(question)):
        if old in text:
            near = [str(int(old) + step) for step in (-2, -1, 1, 2)]
            new = draw.choice([*near, *stand_ins.years])
            made += [Swap(old, new)] * 2 if new not in text and new != old else []
    for old in _NUMBER.findall(question):
        if old in text and not _YEAR.fullmatch(old) and stand_ins.numbers:
            new = draw.choice(stand_ins.numbers)
            made += [Swap(old, new)] if not holds(text, new) and new != old else []
    for old in _MONTHS:
        if old in question.split() and old in text:
            new = draw.choice(_MONTHS)
            made += [Swap(old, new)] if new not in text else []
    lower = _words(text)
    for old in dict.fromkeys(question.lower().rstrip("?").split()):
        if old in _BESIDE and old in lower:
            new = draw.choice(_BESIDE[old])
            made += [Swap(old, new)] if new not in lower else []
    return draw.choice(made) if made else None


def put(text: str, swap: Swap) -> str:
    """Put the stand-in wherever the old words stand whole."""
    return re.sub(rf"(?<!\w){re.escape(swap.old)}(?!\w)", swap.new.replace("\\", r"\\"), text)
