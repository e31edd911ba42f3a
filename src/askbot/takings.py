"""Revenue that goes by no such name: "it took $96 million in 2024", "the first half brought $7 million".

A verb of taking tells of revenue only where its subject is a firm or a stretch of time; what the sale of a hall
brought, or what came from investors, is none.
"""

from __future__ import annotations

import re

from askbot.matching import clause_at
from askbot.quantities import find
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import is_function_word, stem

REVENUE = frozenset(stem(word) for word in ["revenue", "sales", "turnover", "takings"])
_TOOK = re.compile(
    r"\b(?:took|takes|taken|taking)(?: in)?"
    r"|\b(?:brought|brings|yielded|yields|grossed|grosses|turned over|turns over)(?: in)?"
)
_HEDGED = (
    r"(?: (?:about|around|roughly|nearly|almost|some|only|just|over|more than|less than|a total of|it|them|him|her))*"
)
_TOOK_IT = re.compile(rf"(?:{_TOOK.pattern}){_HEDGED} ?$", re.IGNORECASE)
# What comes from outside, or is taken away, is nothing that was sold.
_GIVERS = r"(?:bank|investors?|lenders?|backers?|funds?|shareholders|owners?)"
_ELSEWHERE = re.compile(
    rf"\s*(?:,? (?:out|away|off)\b|,? from (?:the |its |their |an? )?(?:[\w-]+ )?{_GIVERS}\b"
    r"|,? in (?:new |fresh )?(?:shares?|loans?|capital|funding|cash|debt|equity|subsid\w+|grants?)\b"
    r"|,? of (?:it|that|this|them)\b|,? for (?:the|its|an?)\b)",
    re.IGNORECASE,
)
_APPOSED = re.compile(r",[^,]*,")
_STRETCH_WORDS = """
    first second third fourth last previous next same half halves quarter quarters month months year years six nine
    three twelve stretch period season spring summer autumn winter time company firm group business chain maker start-up
    startup venture start started had has have now only also then together alone still already yet again
"""
_STRETCH = frozenset(_STRETCH_WORDS.split())


def is_taken(text: str, quantity: Quantity) -> bool:
    """Say whether an amount of money is what a firm, or a stretch of its time, took in."""
    if currency(quantity.unit) is None or _ELSEWHERE.match(text, quantity.end):
        return False
    start = clause_at(text, quantity.start)[0]
    before = text[start : quantity.start]
    took = _TOOK_IT.search(before)
    if took is None:
        return False
    subject = re.split(
        r"[;:]|\b(?:where|while|when|and|but|after|because)\b", _APPOSED.sub(" ", before[: took.start()])
    )[-1]
    words = re.findall(r"[^\W\d_][\w'’&-]*", subject)
    return all(not word.islower() or word in _STRETCH or is_function_word(word) for word in words)


def tells(text: str) -> bool:
    """Say whether a text tells what was taken in."""
    return any(is_taken(text, figure) for figure in find(text))
