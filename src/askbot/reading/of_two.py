"""Which of two "the former" and "the latter" are: the pair of names that the sentence before sets side by side."""

from __future__ import annotations

import re

from askbot.matching import wording
from askbot.reading.halves import flat

_WHICH = re.compile(
    r"(?<![\w-])[Tt]he (?P<which>former|latter)(?=,|;|:|\.|['’]s | (?:is|was|has|had|will|would|can|could|may|might|did|does|do"
    r"|still|now|also|then|later|since|never|soon|left|led|ran|sold|bought|went|got|took|gave|won|lost|held|kept|made|paid|set"
    r"|built|began|became|came|fell|rose|grew|spent|said|says|runs|owns|leads|[a-z]+ed|[a-z]+s (?:an?|the|its|his|her|their)|in|at|for|with)\b)"
)
_NAME = r"[A-Z][\w'’&.-]*(?: (?:(?:de|van|von|der|of|&) )?[A-Z][\w'’&.-]*)*"
_APPOSED = r"(?:, (?:an?|the|its|his|her|who|which|then) [^,;.]{2,60},|,? \([^()]{1,40}\))?"
_KIND = r"(?:(?:the|an?|its|his|her|their) (?:[a-z-]+ ){1,3})?"
_PAIR = re.compile(rf"(?P<one>{_NAME}){_APPOSED} (?:and|or|against|versus) {_KIND}(?P<other>{_NAME})")
# "Ada Arn won it twice; Bo Ek, who is older, once."
_OPENS = re.compile(rf"(?:^|; (?:and |but )?|, (?:while|whereas|but) )(?P<name>{_NAME})(?!['’]s)(?=,| [a-z])")
_TITLES = frozenset(("Dr", "Prof", "Professor", "Mr", "Ms", "Mrs", "Sir", "Dame", "Judge", "The"))


def points(text: str) -> bool:
    """Say whether a text tells of "the former" or "the latter" of two.

    >>> points("The latter left in 2009."), points("The former mayor left in 2009.")
    (True, False)
    """
    text = flat(text)
    return _WHICH.search(text) is not None


def tells_both_apart(text: str) -> bool:
    """Say whether a text tells one thing of the former and another of the latter."""
    text = flat(text)
    return len({found["which"] for found in _WHICH.finditer(text)}) > 1


def points_at(text: str, start: int, end: int) -> bool:
    """Say whether a span is no more than "the former" or "the latter"."""
    return re.fullmatch(r"[Tt]he\s(?:former|latter)", text[start:end]) is not None


def pair(before: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where the only two names stand that a sentence sets side by side; None where it sets none, or more.

    >>> text = "It was founded by Ada Arn, a vet, and Bo Ek in 2010."
    >>> [text[slice(*one)] for one in pair(text)]
    ['Ada Arn', 'Bo Ek']
    """
    before = flat(before)
    found = list(_PAIR.finditer(before))
    if len(found) == 1:
        return found[0].span("one"), found[0].span("other")
    opening = [one.span("name") for one in _OPENS.finditer(before)] if not found else []
    return (opening[0], opening[1]) if len(opening) == 2 else None


def told_of(text: str, start: int, before: str) -> tuple[int, int] | None:
    """Where the name stands, in the sentence before, of whom a text tells at an offset; None where that can't be said.

    >>> text, before = "The former is 81; the latter left in 2009.", "Ada Arn and Bo Ek built it."
    >>> [before[slice(*told_of(text, text.index(at), before))] for at in ("81", "2009")]
    ['Ada Arn', 'Bo Ek']
    """
    text = flat(text)
    both = pair(before)
    said = [found for found in _WHICH.finditer(text) if found.start() <= start]
    if both is None or not said:
        return None
    if said[-1].end() < start and re.search(rf"[;.] (?!the (?:former|latter)\b){_NAME} ", text[said[-1].end() : start]):
        return None  # of somebody else by then
    return both[0] if said[-1]["which"] == "former" else both[1]


def is_of_the_other(asked: frozenset[str], before: str, told: tuple[int, int]) -> bool:
    """Say whether a question's words (their stems) name one of the pair and not the one that is told of.

    >>> before = "Ada Ek and Bo Ek built it."
    >>> [is_of_the_other(frozenset(stems), before, (0, 6)) for stems in ({"bo", "ek"}, {"ada"}, {"ek"})]
    [True, False, False]
    """
    both = pair(before)
    if both is None:
        return False
    own, other = (_untitled(before[slice(*one)]) for one in (told, both[1] if told == both[0] else both[0]))
    if (" " in own) != (" " in other):  # "the brothers Ada and Bo Ek"
        family = max(own, other, key=len).split()[-1]
        own, other = f"{own} {family}", f"{other} {family}"
    here, there = wording(own).stems, wording(other).stems
    return bool(asked & (there - here)) and not asked & (here - there)


def _untitled(name: str) -> str:
    return " ".join(word for word in name.split() if word.rstrip(".") not in _TITLES)


__all__ = ["is_of_the_other", "pair", "points", "points_at", "tells_both_apart", "told_of"]
