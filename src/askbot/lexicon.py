"""General English wording: which words answer for which, which contradict, what kind of answer a noun asks for.

Owns what holds for an article on any subject. Knows no article, no name and no figure, and
leaves out whatever differs as a fact: revenue is not profit, a founder is not a chief
executive, a vote is not a share. A wrong synonym makes a wrong answer, which costs more
than a refusal, so a pair in doubt is left out.

The files in `vocabulary/` are written by hand, one group a line; a line that begins with `#`
is a comment. Words stand in any inflection, for they are stemmed on loading; a wording of
several words stands nowhere but in `phrases.txt`.

- `roots.txt`: `grow growth`: one root that the stemmer does not unify; each answers for each, 1.0.
- `synonyms.txt`: `buy/buyer acquire/acquisition purchase`: each answers for each, 0.9;
  joined by `/` are derivations of one root, 1.0.
- `narrower.txt`: `company: firm startup`: asked for the word on the left, a text may use one on the
  right, never the other way round, 0.7.
- `phrases.txt`: `establish: set up | put in place`: several words that read as the one on the left.
- `opposites.txt`: `rise grow | fall shrink`: each word on the left is contrary to each on the right.
- `kinds.txt`: `money: revenue cost`: what a noun asks for. `roles.txt`, `generic.txt`: plain words.
- `comparatives.txt`: `age +1: older elder`. `demonyms.txt`: `china: chinese`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from askbot.words import irregular_forms, known_stems, stem, vocabulary_lines, worked_out_stem

SAME_ROOT: Final = 1.0
SYNONYM: Final = 0.9
NARROWER: Final = 0.7
_ASKED_STEMS_CACHED = 16_384  # several times the vocabulary


class Kind(StrEnum):
    """What sort of answer the head noun of a question asks for."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    MEASURE = "measure"
    MULTIPLE = "multiple"


@lru_cache(maxsize=_ASKED_STEMS_CACHED)
def related(stem: str) -> Mapping[str, float]:
    """Give the stems of words that answer for an asked word, each with its strength, 0 to 1.

    The asked stem itself is never among them. Only what a narrower word allows is one-way:
    "company" may be answered by "startup", not "startup" by "company".

    >>> from askbot.words import stem
    >>> related(stem("acquire"))[stem("bought")], stem("profit") in related(stem("revenue"))
    (0.9, False)
    """
    found = dict.fromkeys(_narrower().get(stem, ()), NARROWER)
    for line in _groups().get(stem, ()):
        for family in map(_family, line.split()):
            strength = SAME_ROOT if stem in family else SYNONYM
            for other in family:
                found[other] = max(strength, found.get(other, 0.0))
    found.pop(stem, None)
    return MappingProxyType(found)


def phrases() -> Mapping[tuple[str, ...], str]:
    """Give the stem sequences that read as one word, each with that word's stem.

    >>> phrases()["set", "up"]
    'establish'
    """
    return _phrases()


def opposites(stem: str) -> frozenset[str]:
    """Give the stems of words contrary to this one; contrariness goes both ways.

    >>> "fall" in opposites("rise"), "rise" in opposites("fall")
    (True, True)
    """
    return _opposites().get(stem, frozenset())


def asked_kind(stem: str) -> Kind | None:
    """Say what kind of answer "which <noun>" or "what is the <noun>" asks for, or None where it may be anything.

    >>> asked_kind("headcount"), asked_kind("reason")
    (<Kind.COUNT: 'count'>, None)
    """
    return _kinds().get(stem)


def is_generic(stem: str) -> bool:
    """Say whether a word of a question carries no fact that a text must match: "amount", "thing", "currently"."""
    return stem in _generic()


def role(stem: str) -> bool:
    """Say whether a word is a person's role or title, which the answer to "who is the <role>" must then bear."""
    return stem in _roles()


def comparative(lower: str) -> tuple[str, int] | None:
    """Give what a comparative or superlative compares, and +1 for more or -1 for less of it.

    >>> comparative("older"), comparative("cheapest"), comparative("old")
    (('age', 1), ('price', -1), None)
    """
    return _comparatives().get(lower)


def positive(more: str) -> str:
    """The plain form of a comparative or superlative: "hotter" is more of hot, "heaviest" of heavy.

    >>> [positive(word) for word in ("hotter", "heaviest", "wider", "longer")]
    ['hot', 'heavy', 'wide', 'long']
    """
    stem = re.sub(r"(?:er|est)$", "", more)
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "slf":
        return stem[:-1]
    return {
        "wid": "wide",
        "larg": "large",
        "dens": "dense",
        "saf": "safe",
        "pur": "pure",
        "fin": "fine",
        "rar": "rare",
        "loos": "loose",
    }.get(stem, stem)


def is_country(stem: str) -> bool:
    """Say whether a word is a country's name.

    >>> is_country("chile"), is_country("chilean")
    (True, False)
    """
    return stem in _countries()


def demonym(lower: str) -> str | None:
    """Give the stem of the country that an adjective or an inhabitant's name belongs to.

    >>> demonym("chinese")
    'china'
    """
    return _demonyms().get(lower)


def stem_table() -> str:
    """Work out the contents of `vocabulary/stems.txt`: the stem of every word in the other files.

    Write it anew after any change there, from the root of the repository:
    `python -c "from pathlib import Path; from askbot.lexicon import stem_table;
    Path('src/askbot/vocabulary/stems.txt').write_text(stem_table(), encoding='utf-8')"`
    """
    names = ("roots", "synonyms", "narrower", "phrases", "opposites", "kinds", "roles", "generic", "demonyms")
    lines = [line for name in names for line in vocabulary_lines(f"{name}.txt")]
    lines += vocabulary_lines("function_words.txt")
    words = {word for line in lines for word in _words(line)} | set(irregular_forms())
    head = "# Worked out by lexicon.stem_table; not to be edited by hand.\n"
    return head + "".join(f"{word} {worked_out_stem(word)}\n" for word in sorted(words))


def _words(line: str) -> list[str]:
    for separator in "/:|":
        line = line.replace(separator, " ")
    return line.split()


def _stem(word: str) -> str:
    # Past the cache of `stem`, which would cost 20 ms for the whole vocabulary.
    return known_stems().get(word) or stem(word)


def _stemmed(words: str) -> frozenset[str]:
    return frozenset(map(_stem, words.split()))


def _family(words: str) -> frozenset[str]:
    return _stemmed(words.replace("/", " "))


def _halves(name: str, separator: str) -> Iterator[tuple[str, str]]:
    for line in vocabulary_lines(name):
        left, _, right = line.partition(separator)
        if not left.strip() or not right.strip():
            raise ValueError(f"vocabulary/{name}: '{line}' lacks a side of '{separator}'")
        yield left.strip(), right.strip()


def _merged(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Give every word of each left side all that stands on its right sides."""
    merged: dict[str, frozenset[str]] = {}
    for left, right in pairs:
        given = _stemmed(right)
        for word in _stemmed(left):
            merged[word] = merged.get(word, frozenset()) | given
    return merged


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, list[str]]:
    """Give the lines that each stem stands on; they are taken apart only for a stem that is asked for."""
    # A root line, and a country with its adjectives, read as one family of a synonym line.
    lines = [line.replace(" ", "/") for line in vocabulary_lines("roots.txt")]
    lines += vocabulary_lines("synonyms.txt")
    lines += [f"{country}/{name}" for country, names in _halves("demonyms.txt", ":") for name in names.split()]
    by_stem: dict[str, list[str]] = {}
    for line in lines:
        for word in line.replace("/", " ").split():
            by_stem.setdefault(_stem(word), []).append(line)
    return by_stem


@lru_cache(maxsize=1)
def _narrower() -> Mapping[str, frozenset[str]]:
    return _merged(_halves("narrower.txt", ":"))


@lru_cache(maxsize=1)
def _opposites() -> Mapping[str, frozenset[str]]:
    return _merged(pair for left, right in _halves("opposites.txt", "|") for pair in ((left, right), (right, left)))


@lru_cache(maxsize=1)
def _phrases() -> Mapping[tuple[str, ...], str]:
    return MappingProxyType(
        {
            tuple(map(_stem, wording.split())): _stem(head)
            for head, wordings in _halves("phrases.txt", ":")
            for wording in wordings.split("|")
        }
    )


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, Kind]:
    return {noun: Kind(kind) for kind, nouns in _halves("kinds.txt", ":") for noun in _stemmed(nouns)}


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset[str]().union(*map(_stemmed, vocabulary_lines("roles.txt")))


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset[str]().union(*map(_stemmed, vocabulary_lines("generic.txt")))


@lru_cache(maxsize=1)
def _comparatives() -> Mapping[str, tuple[str, int]]:
    return {
        word: (dimension, int(direction))
        for compared, words in _halves("comparatives.txt", ":")
        for dimension, direction in (compared.split(),)
        for word in words.split()
    }


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(_demonyms().values())


@lru_cache(maxsize=1)
def _demonyms() -> Mapping[str, str]:
    return {name: _stem(country) for country, names in _halves("demonyms.txt", ":") for name in names.split()}
