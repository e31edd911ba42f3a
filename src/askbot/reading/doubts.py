"""What speaks against a span, whoever proposed it: another subject, another thing counted, another sort, an echo."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.demands import grown
from askbot.holders import apposed
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, of_one_name, owner, speaks_of, wording
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.topics import points_back
from askbot.units import currency
from askbot.words import is_function_word, stem, tokens

_A_THING = re.compile(
    r"^what (?:do|does|did|will) .*\b(?:make|produce|build|sell|offer|grow|supply|export|import)\W*$", re.IGNORECASE
)
_WHO_DEEDS = re.compile(r"^who (?P<verb>took|takes|gave|gives|put|puts|showed|asked|called)\b", re.IGNORECASE)
_WHO_IS = re.compile(r"^who(?:['’]s| is| was)\b", re.IGNORECASE)
_DOER = re.compile(r"\b(?:do|does|did|has|have|had|will|would) (?:the )?(?P<name>[A-Z][\w&-]*)")
_IN_A_PLACE = re.compile(r"\b(?:in|at|near) (?:the )?$")
_PAYEE = re.compile(
    r"\b(?:do|does|did|will|would|has|have|had) [^?]*?\b(?:pay|paid|owe|owed|lend|lent|give|given) (?P<name>[A-Z][\w-]*)"
)
_PAID_HIM = re.compile(
    r"\b(?:pa(?:ys?|id)|ow(?:es?|ed)|len[dt]s?|g(?:ives?|ave)) (?:it|them|him|her|the)\b", re.IGNORECASE
)
_STOP = re.compile(r"(?<=[.!?])\s+")
_ITS_HOLDER = re.compile(r"(?:Its|Their|His|Her) (?:[a-z-]+ ){0,4}[a-z-]+,? (?=[A-Z])")
AROUND = 60  # characters on each side of a figure in which what it counts is named
_OF_THEM = re.compile(r" of (?:them|these|those)\b")
_CONVERSE = tuple(
    frozenset(map(stem, pair.split()))
    for pair in ("buy sell", "purchase sale", "win lose", "lend borrow", "pay receive", "teach learn", "beat defeat")
)
_OWNED = re.compile(r"[^,;]*['’]s? (?P<head>[a-z][a-z -]*)")


_HELD_AGAINST = re.compile(
    r"\b(?:than|as [a-z]+ as|compared (?:with|to)|unlike|versus) (?:(?:the|at|in|for) )?$", re.IGNORECASE
)


def other_subject(view: Survey, evidence: Evidence, start: int, end: int) -> bool:
    """The words are about another of the article's subjects than those asked about."""
    subjects = evidence.profile.subjects
    if _only_held_against(view, evidence.text, start):
        return True
    if (doer := _DOER.search(view.asked.focus)) and (other := apposed(evidence.text)):
        return doer["name"] not in other and doer["name"] not in evidence.text[:start]
    if not speaks_of(evidence.text, start, view.names, subjects):
        return True
    told, said = wording(evidence.scene.topic).stems, wording(evidence.text[:end]).stems
    if told and points_back(evidence.text, start) and not said & (subjects | view.names):
        # "It" may be a name of the sentence before that is none of the article's subjects: the last one there counts.
        before = [one.stem for one in wording(evidence.scene.lead).tokens if one.stem in told | view.names]
        return not {*(before[-1:] or told)} & view.names
    if not view.names & subjects:
        return False
    first, last = clause_at(evidence.text, start)
    whose = owner(evidence.text[first:last], start - first, end - first, subjects)
    return (
        whose is not None and whose not in view.names and not of_one_name(evidence.text[first:last], whose, view.names)
    )


def _only_held_against(view: Survey, text: str, start: int) -> bool:
    """Whoever is asked about stands behind the figure alone, as the measure: "it has 84 shops, more than Orlin"."""
    named = [token.start for token in wording(text).tokens if token.stem in view.names]
    return (
        bool(named)
        and all(at > start and _HELD_AGAINST.search(text[:at]) for at in named)
        and not any(_HELD_AGAINST.search(view.asked.focus[: term.start]) for term in view.named)
    )


def placed_elsewhere(view: Survey) -> bool:
    """Say whether a question asks about a place that no article speaks of."""
    return any(
        term.stem not in view.known and _IN_A_PLACE.search(view.asked.focus[: term.start]) for term in view.named
    )


def other_noun(asked: Question, evidence: Evidence, start: int, end: int) -> bool:
    """What is counted is not what "how many …" asks for, or a growth is no share."""
    if asked.wanted == {Kind.SHARE} and grown(asked.focus, evidence.text, start):
        return True
    if asked.wanted != {Kind.COUNT} or asked.head is None:
        return False
    if _OF_THEM.match(evidence.text, end) and wording(evidence.scene.lead).holds(asked.head) >= MATCHED:
        return False  # "it sold 500 of them"
    return wording(_around(evidence, start, end)).holds(asked.head) < MATCHED


def of_a_single_one(asked: Question, evidence: Evidence, start: int, end: int) -> bool:
    """Say whether what is counted stands by a figure as one thing: "it employs 420 people and last built a tram"."""
    if asked.wanted != {Kind.COUNT} or asked.head is None:
        return False
    made = wording(_around(evidence, start, end)).tokens
    held = [i for i, token in enumerate(made) if wording(token.text).holds(asked.head) >= MATCHED]
    return bool(held) and all(i > 0 and made[i - 1].lower in ("a", "an") for i in held)


def _around(evidence: Evidence, start: int, end: int) -> str:
    return evidence.text[max(0, start - AROUND) : end + AROUND]


def no_thing(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether "what does it make?" meets nothing but a figure."""
    figure = next((one for one in find(text[start:end]) if not one.unit.isalpha() or one.unit.isupper()), None)
    return _A_THING.match(asked.focus) is not None and figure is not None and figure.end - figure.start == end - start


def no_such_deed(asked: Question, text: str) -> bool:
    """Say whether "who took the horse?" meets a text in which nothing is taken; the verb is none of the question's terms."""
    if paid_to_another(asked, text):
        return True
    found = _WHO_DEEDS.match(asked.focus)
    return found is not None and wording(text).holds(stem(found["verb"].lower())) < MATCHED


def paid_to_another(asked: Question, text: str) -> bool:
    """Say whether "how much does it pay Orlin?" meets a text in which neither Orlin nor "it" is paid anything.

    >>> from askbot.question import parse
    >>> paid_to_another(parse("How much does the town pay Orlin a year?"), "It spent $9 on paint.")
    True
    """
    found = _PAYEE.search(asked.focus)
    if found is None or found["name"] in text:
        return False
    return _PAID_HIM.search(text) is None


def of_another_house(asked: Question, text: str, lead: str, start: int) -> bool:
    """Say whether a name is of "its founder", where the sentence before speaks of none that the question names.

    >>> from askbot.question import parse
    >>> asked, text = parse("Who is the founder of Arn?"), "Its founder, Ada Brill, used to work for Arn."
    >>> of_another_house(asked, text, "Bero is a rival.", 13), of_another_house(asked, text, "Arn is a rival.", 13)
    (True, False)
    """
    found = _ITS_HOLDER.match(text)
    names = [term.stem for term in asked.terms if term.capitalised]
    if found is None or not lead or not names or not found.end() <= start <= found.end() + 1:
        return False
    office = wording(found[0])
    if not _WHO_IS.match(asked.focus) and not any(office.holds(term.stem) >= MATCHED for term in asked.terms):
        return False  # "who used to work for Arn?"
    said = wording(_STOP.split(lead.strip())[-1])
    return not any(said.holds(name) >= MATCHED for name in names)


def contrary(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure or a date stands in a clause on the contrary of what is asked: when it closed, not opened.

    What one party sells another buys: for such words the contrary is the same deal.
    """
    if not asked.wanted or not asked.wanted <= FIGURES | {Kind.DATE}:
        return False
    said = wording(text)
    start, end = clause_at(text, at)
    clause = wording(text[start:end])
    return any(
        said.holds(term.stem) < MATCHED and lexicon.opposites(term.stem) & clause.stems and not _converse(term.stem)
        for term in asked.terms
    )


def _converse(one: str) -> bool:
    return any(one in pair for pair in _CONVERSE)


def other_sort(asked: Question, words: str) -> bool:
    """A name is asked for, and this is none: nor is a thing of somebody's, "Arn's boat building"."""
    if not asked.wanted & NAMES:
        return False
    owned = _OWNED.fullmatch(words) if asked.wanted <= {Kind.PERSON, Kind.ORGANISATION} else None
    thing = owned is not None and lexicon.asked_kind(stem(owned["head"].split()[-1])) not in NAMES
    return thing or not any(token.text != token.text.lower() for token in tokens(words))


def other_currency(asked: Question, unit: str | None) -> bool:
    """An amount is asked for in another currency."""
    money = currency(unit or "")
    return asked.currency is not None and money is not None and money != asked.currency


def repeats(view: Survey, text: str) -> bool:
    """Say whether a span only repeats the question's words, and so answers nothing."""
    asked = {term.stem for term in view.asked.terms}
    related = {
        stem
        for term in view.asked.terms
        for stem, strength in lexicon.related(term.stem).items()
        if strength >= MATCHED
    }
    return all(token.stem in asked | related for token in tokens(text) if not is_function_word(token.lower))
