"""Whose "its" is: of whoever the sentence before tells of by a common noun, "The village …", and not of the article's firm."""

from __future__ import annotations

import re

from askbot.matching import wording
from askbot.question import NAMES, Question
from askbot.reading.halves import flat

_HEADED = re.compile(r"(?:Its|Their|His|Her) (?:[a-z-]+ ){0,4}[a-z-]+,? ")
_THE_NOUN = re.compile(
    r"The (?P<noun>[a-z-]+) (?:is|are|was|were|has|have|had|does|do|did|will|would|may|might|can|could|must|wants?|wanted|needs?|hopes?|fears?"
    r"|says|said|(?!of\b)[a-z]+ed|(?!its\b|as\b)[a-z]+s) "
)
# What any firm may be called after it was named.
_ANYONE = frozenset(
    [
        "company",
        "firm",
        "group",
        "business",
        "bank",
        "club",
        "team",
        "agency",
        "operator",
        "maker",
        "owner",
        "buyer",
        "seller",
        "bidder",
        "rival",
        "startup",
        "start-up",
        "start",
        "organisation",
        "organization",
        "institute",
        "museum",
        "airline",
        "carrier",
        "chain",
        "retailer",
        "producer",
        "publisher",
        "charity",
        "insurer",
        "lender",
        "utility",
        "developer",
        "builder",
        "parent",
        "subsidiary",
        "unit",
        "party",
        "union",
        "association",
        "council",
        "board",
        "man",
        "woman",
        "couple",
        "pair",
        "brothers",
        "sisters",
        "founder",
        "chairman",
        "boss",
        "executive",
        "minister",
        "mayor",
        "president",
        "director",
    ]
)
_STOP = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


def is_of_the_noun(asked: Question, names: frozenset[str], text: str, *, lead: str, article: str) -> bool:
    """Say whether a sentence opens with the "its" of a common noun that the one before is about, and another is asked about.

    `names` are the stems of the question's names, `lead` what stands before, `article` the whole text: a noun that it sets
    beside one of these names may be that one.

    >>> from askbot.question import parse
    >>> asked, names, text = parse("Who is Orlin's lawyer?"), frozenset({"orlin"}), "Its lawyer, Ada Arn, is away."
    >>> its = [is_of_the_noun(asked, names, text, lead=f"The {who} is tired.", article="") for who in ("village", "firm")]
    >>> its, is_of_the_noun(asked, names, text, lead="The brewer is tired.", article="It is the brewer Orlin.")
    ([True, False], False)
    """
    if not names or not asked.wanted & NAMES or _HEADED.match(text) is None or wording(text).stems & names:
        return False
    before = _STOP.split(flat(lead).strip())[-1]
    about = _THE_NOUN.match(before)
    if about is None or about["noun"] in _ANYONE or wording(before).stems & names:
        return False
    return not any(
        wording(found["name"] or found["other"]).stems & names
        for found in re.finditer(
            rf"\b{re.escape(about['noun'])},? (?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)"
            rf"|(?P<other>[A-Z][\w'’-]*), (?:an?|the) (?:[a-z-]+ )*{re.escape(about['noun'])}\b",
            flat(article),
        )
    )


__all__ = ["is_of_the_noun"]
