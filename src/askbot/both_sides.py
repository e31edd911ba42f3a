"""How two differ in something, by what answers for each: "How do A and B differ in price?" asks for either price."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from askbot import planner
from askbot.periods import find_periods
from askbot.phrases import strip_article
from askbot.question import Question, QuestionKind
from askbot.types import Answer, Claim

_IN = r"(?:in|on|over|about|regarding|as to|as regards|with regard to|when it comes to|in terms of|for)"
_PAIR = r"(?P<one>.+?) (?:and|vs\.?|versus) (?P<other>.+?)"
_FROM = r"(?:different from|differ from|compare (?:with|to))"
_OF = r"(?:['’]s|(?<=s)['’])"
_DIFFERENCE = re.compile(
    rf"^what(?:['’]s| is| are| was| were) the differences? between {_PAIR} {_IN} (?P<what>.+)$", re.IGNORECASE
)
_DIFFER = (
    re.compile(rf"^how (?:do|does|did) {_PAIR} (?:differ|compare|contrast) {_IN} (?P<what>.+)$", re.IGNORECASE),
    _DIFFERENCE,
    re.compile(rf"^how (?:do|does|did) (?P<one>.+?) {_FROM} (?P<other>.+?) {_IN} (?P<what>.+)$", re.IGNORECASE),
    # "How is the main problem at A different from the one at B?"
    re.compile(
        rf"^how (?:is|are|was|were|does|do|did) (?:the )?(?P<what>.+?) (?:at|of|in|for) (?P<one>.+?) {_FROM}"
        r" (?:the ones?|that|those) (?:at|of|in|for) (?P<other>.+)$",
        re.IGNORECASE,
    ),
    # "How does A's price compare with B's?", "How do A's and B's prices differ?"
    re.compile(
        rf"^how (?:is|are|was|were|does|do|did) (?P<one>.+?){_OF} (?P<what>.+?) {_FROM} (?P<other>.+?)(?:['’]s?)?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^how (?:do|does|did) (?P<one>.+?)['’]s? and (?P<other>.+?){_OF} (?P<what>.+?) (?:differ|compare)$",
        re.IGNORECASE,
    ),
    re.compile(rf"^how (?:do|does|did) the (?P<what>.+?) of {_PAIR} (?:differ|compare)$", re.IGNORECASE),
    re.compile(r"^(?P<one>[^:,]+?) (?:vs\.?|versus) (?P<other>[^:,]+?)(?:[:,] | on )(?P<what>.+)$", re.IGNORECASE),
)
_WAY = r"(?:how|the (?:ways?|manner)(?: in which| that)?)"
_HOW_THEY = re.compile(rf"{_WAY} (?:they|each of them|each|it|the two) (?P<rest>.+)$", re.IGNORECASE)
# "How patients take them": others do something with either.
_HOW_OTHERS = re.compile(
    rf"{_WAY} (?P<who>(?:[a-z-]+ ){{0,2}}?[a-z]+s|people|children) (?P<verb>[a-z]+)"
    r" (?:them|each(?: of them)?|either)(?P<rest>(?: [a-z]+){0,4})$",
    re.IGNORECASE,
)
# A side that compares again would be taken apart again, and so on.
_COMPARES = re.compile(r"\b(?:differ\w*|compar\w*|contrast\w*|versus|vs)\b", re.IGNORECASE)
_NO_SIDE = re.compile(
    r"[,:;?]|^(?:how|what|which|who|whose|when|where|why|is|are|was|were|does|do|did)\b"
    r"|^(?:that|this|it|those|these|them|they|both|the two)$",
    re.IGNORECASE,
)
LONGEST, MOST_WORDS = 200, 8  # characters of a question, words of a side
Ask = Callable[[str], Answer]
SIDES = 2


def questions(text: str) -> dict[str, list[str]]:
    """The questions about either side alone, in each way that it can be put; empty where no two are set apart.

    >>> questions("How do Orlin and Tarvik differ in price?")["Tarvik"]
    ["What is Tarvik's price?", 'What was the price of Tarvik?', "Tarvik's price"]
    >>> questions("How do Orlin and Tarvik differ in how they pay?")["Orlin"]
    ['How does Orlin pay?', 'How did Orlin pay?']
    >>> questions("How do Orlin and Tarvik differ in the way tourists reach them?")["Orlin"]
    ['How do tourists reach Orlin?', 'How did tourists reach Orlin?']
    """
    plain = " ".join(text.split()).rstrip("?!. ")
    if len(plain) > LONGEST:
        return {}
    found = next((one for pattern in _DIFFER if (one := pattern.match(plain))), None)
    if found is None or _COMPARES.search(found["what"]) or _is_time(found["what"]):
        return {}
    if not all(_is_side(side) for side in found.group("one", "other")) or (
        found.re is _DIFFERENCE and planner.plan(text) is not None
    ):
        return {}
    return {side: _alone(found["what"], side) for side in found.group("one", "other")}


def _is_side(text: str) -> bool:
    """Whether words name one thing: no question, no row, nothing that only points, no time."""
    few = len(text.split()) <= MOST_WORDS
    return few and not _NO_SIDE.search(text) and not _COMPARES.search(text) and not _is_time(text)


def _is_time(text: str) -> bool:
    return any((one.start, one.end) == (0, len(text)) for one in find_periods(text))


def _alone(what: str, side: str) -> list[str]:
    if how := _HOW_THEY.match(what):
        return [f"How does {side} {how['rest']}?", f"How did {side} {how['rest']}?"]
    if how := _HOW_OTHERS.match(what):
        return [f"How {did} {how['who']} {how['verb']} {side}{how['rest']}?" for did in ("do", "did")]
    what = strip_article(what)
    whose = f"{side}'" if side.endswith("s") else f"{side}'s"
    return [f"What is {whose} {what}?", f"What was the {what} of {side}?", f"{whose} {what}"]


def told(asked: Question, ask: Ask) -> Answer | None:
    """Answer with what is told of each, its sentences or its calculation; None where it isn't told of both."""
    ways = questions(asked.focus) if asked.kind is QuestionKind.COMPARISON else {}
    if len(ways) != SIDES:
        return None
    answers: list[Answer] = []
    for each in ways.values():
        found = next((one for way in each if (one := ask(way)).claims), None)
        if found is None:
            return None  # nor need the other be asked about
        answers.append(found)
    first, second = answers
    if first.citations == second.citations and first.short == second.short:
        return None  # one figure for both tells nothing apart
    claims: list[Claim] = []
    for side, answer in zip(ways, answers, strict=True):
        claims += [claim for claim in _claims(side, answer) if claim not in claims]
    places = dict.fromkeys(place for one in answers for place in one.highlights)
    return Answer(asked.text, asked.text, claims=tuple(claims), highlights=tuple(places))


def _claims(side: str, answer: Answer) -> list[Claim]:
    """What an answer rests on: its calculation, named where its quotes name it, else its first sentence."""
    first = answer.claims[0]
    if first.calculation is None:
        return [Claim(" ".join(one.quote.split()), (one,)) for one in first.citations[:1]]
    named = any(side in one.quote for one in first.citations)
    return [replace(first, text=f"{side}: {first.text}") if named else first]
