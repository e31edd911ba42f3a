"""What a sentence tells by its grammar alone: a part behind "of which", how many by "its eighth", a name set beside its noun.

Looked for only where nothing else was found, so it asks for every word of the question and takes none beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.numerals import NUMBER_WORDS, either
from askbot.question import Term
from askbot.reading.evidence import Evidence, Survey
from askbot.words import is_function_word

_NUMBER = rf"(?:\d[\d,]*|{either(word for word in NUMBER_WORDS if word != 'zero')})"
_OF_WHICH = re.compile(
    rf"(?<![\w.,-])(?P<count>{_NUMBER}) of (?:which|whom|(?P<them>them|these|those)) (?P<part>[^,;.]+)", re.IGNORECASE
)
_ORDINAL_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_NTH = re.compile(
    rf"\b(?:its|their|his|her) (?P<nth>{either(_ORDINAL_WORDS.split())}|\d+(?:st|nd|rd|th))(?P<noun>(?: [a-z-]+){{1,3}})"
)
# What isn't done yet, or is told of another time.
_NOT_YET = re.compile(
    r"\b(?:before|until|without|ahead of|plan\w*|aim\w*|want\w*|hop(?:e|es|ed|ing) to|seek\w*|prepar\w+|will|would|could|may|might|expect\w*"
    r"|not|never|no|instead|since|after which|fail\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:not|no|never|none|without|nor)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;.]|, (?:and|but|while|whereas|which|who)\b")
_HOW_MANY = re.compile(r"how many\b", re.IGNORECASE)
_DONE = re.compile(r"how many (?!of\b)[^?]+? (?:has|have|did) [^?]+[?. ]*$", re.IGNORECASE)
_ASKS_A_NAME = re.compile(
    r"(?:what|which) (?:is|was|are) (?:the name of (?P<of>[^?]+)|(?P<what>[^?]+?) (?:called|named))[?. ]*$",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"(?:(?:the|its|their|an?) |(?P<whose>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*['’]s? ))?(?P<noun>[a-z][a-z’'-]*(?: [a-z][a-z-]*){0,2})"
)
_CALLED = r",? (?:called |named )?(?P<name>(?!I\b)[A-Z][\w’'&-]*(?: (?:of |de |the )?[A-Z][\w’'&-]*){0,3})"


def counted(view: Survey, evidence: Evidence) -> tuple[int, int] | None:
    """Where a sentence counts what a question counts: "nine" of "nine of which have a school", "its eighth round"."""
    asked = view.asked
    if asked.wanted != {Kind.COUNT} or asked.head is None or not _HOW_MANY.match(asked.focus):
        return None
    return next(chain(_parts(view, evidence), _ordinals(view, evidence)), None)


def _parts(view: Survey, evidence: Evidence) -> Iterator[tuple[int, int]]:
    asked = view.asked
    said = [term for term in asked.terms if term.stem not in view.names and term.stem != asked.head]
    for found in _OF_WHICH.finditer(evidence.text):
        before = evidence.text[: found.start()]
        whole = f"{evidence.scene.lead} {before}" if found["them"] else re.split(r"[;:]", before)[-1]
        if not said or wording(whole).holds(asked.head or "") < MATCHED or not _says_just(found["part"], said):
            continue
        if (_NO.search(asked.focus) is None) == (_NO.search(found["part"]) is None):
            yield found.span("count")


def _says_just(part: str, said: list[Term]) -> bool:
    """Whether words have each of a question's, and none of their own: what is narrower is fewer."""
    own = wording(part)
    asked = wording(" ".join(term.text for term in said))
    return all(own.holds(term.stem) >= MATCHED for term in said) and all(
        is_function_word(token.lower) or asked.holds(token.stem) >= MATCHED for token in own.tokens
    )


def _ordinals(view: Survey, evidence: Evidence) -> Iterator[tuple[int, int]]:
    asked = view.asked
    if not _DONE.match(asked.focus) or evidence.match.missing or asked.periods:
        return
    for found in _NTH.finditer(evidence.text):
        clause = _CLAUSE.split(evidence.text[: found.start()])[-1]
        nouns = found["noun"].split()
        ends = [i for i, word in enumerate(nouns, 1) if wording(word).holds(asked.head or "") >= MATCHED]
        if not ends or _NOT_YET.search(clause):
            continue
        yield found.start(), found.end("nth") + len(" ".join(["", *nouns[: ends[0]]]))


def called(view: Survey, evidence: Evidence) -> tuple[int, int] | None:
    """Where the name of a thing stands right behind its noun: "Sund" of "the fishermen's union Sund"; None for nowhere."""
    found = _ASKS_A_NAME.match(view.asked.focus)
    thing = _NOUNS.fullmatch((found["of"] or found["what"]).strip()) if found else None
    if thing is None:
        return None
    noun = re.escape(thing["noun"]).replace("'", "['’]")
    named = re.search(rf"\b{noun}{_CALLED}", evidence.text)
    return named.span("name") if named else None
