"""Whether a figure is a part of what was asked for: one of an itemisation, of them, of a whole, of the votes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.matching import MATCHED, clause_at, wording
from askbot.numerals import NUMBER_WORDS, either
from askbot.quantities import find
from askbot.question import Question, Term
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import leveled

_PARTS = re.compile(
    r"\b(?:consisting of|comprising|comprised of|composed of|made up of|including|of which|of whom|namely|broken down)\b|: ",
    re.IGNORECASE,
)
_ANYBODY = ("work", "works", "worked", "working", "live", "lives", "lived")  # what all of them do names no part
_OF_THEM = re.compile(r" of (?:them|whom|which|these|those)\b(?P<part>[^,;.]*)", re.IGNORECASE)
_OF_WHOM = re.compile(r"\bof (?:whom|which) (?:(?:about|around|some|only|just) )?$", re.IGNORECASE)
_REST_OF_CLAUSE = re.compile(r"(?P<part>[^,;.]*)")
_AT = re.compile(r"\b(?:in|at|from|near|outside|inside) (?:the )?$", re.IGNORECASE)
_OF_THE_VOTES = re.compile(r"\s*(?:of )?(?:the |its |all )?(?:[a-z]+ ){0,2}(?:voting|votes?)\b", re.IGNORECASE)
_OWNING = re.compile(r"\b(?:own\w*|hold\w*|held|stakes?|equity|shares?|shareholding)\b", re.IGNORECASE)
_VOTING = re.compile(r"\b(?:vot\w+|control\w*)\b", re.IGNORECASE)
_OF_A_WHOLE = re.compile(r" of (?:its|their|his|her|the|this|that|(?:[A-Z][\w&.-]* ?)+['’]s?)(?: [a-z-]+){1,4}")
_OF_SO_MANY = re.compile(
    rf" of (?:its|their|his|her|the|(?:[A-Z][\w&.-]* ?)+['’]s?) (?:\d[\d,]*|{either(NUMBER_WORDS)}) (?P<those>(?:[a-z-]+ )??[a-z-]+s)\b"
)
MONEY = re.compile(r"[$€£¥]|\b[A-Z]{3}\b|\b(?:yuan|dollars?|euros?|pounds?|kronor|yen)\b")

_PORTION = re.compile(r"(?: [a-z-]+)? (?:portion|part|component|element|tranche|slice|instal?lment)\b")
_PORTION_ASKED = re.compile(
    r"\b(?:portion|part|component|element|tranche|slice|instal?lment|cash|share|how big|how large)s?\b", re.IGNORECASE
)
# "It will pay the $7 million with $4 million from its reserves and $3 million from a bond".
_WITH = re.compile(
    r"\b(?:pay(?:s|ing)?|paid|financ\w+|fund(?:s|ed|ing)?)\b[^;.]*\d[^;.]*? with (?:[^;.]* and )?(?:about |some )?$"
)
_WITH_ASKED = re.compile(
    r"\b(?:with|from|itself|own|reserves?|borrow\w*|bonds?|loans?|resources|debt)\b", re.IGNORECASE
)
_AT_A_COST = re.compile(
    r"\bat an? (?:[a-z]+ )?(?:cost|price|expense) of (?:about |around |some |nearly |almost |over )?$"
)
_ALL_COSTS = re.compile(
    r"(?:['’]s?|\b(?:its|their|the|his|her)) (?:total |annual |yearly |running |operating )?(?:costs|expenses|spending)(?: of [^?]+)?\W*$",
    re.IGNORECASE,
)


def is_part(view: Survey, evidence: Evidence, start: int, end: int) -> bool:
    """Say whether a figure is one of an itemisation; the total was asked for unless the question names the part."""
    # "It employs 410, 260 of them in Orvik": asked how many it has, its name names no part, unless asked "in Orvik".
    terms = [t for t in view.asked.terms if t.stem not in view.names or _AT.search(view.asked.focus[: t.start])]
    one_of_them = bool(find(evidence.text[:start])) and of_them(evidence.text, start, end, terms)
    if _PORTION.match(evidence.text, end) and not _PORTION_ASKED.search(view.asked.focus):
        return True  # "the $7 million cash portion"
    if _WITH.search(evidence.text[:start]) and not _WITH_ASKED.search(view.asked.focus):
        return True
    if (many := _OF_SO_MANY.match(evidence.text, end)) and wording(many["those"]).holds(
        view.asked.head or ""
    ) >= MATCHED:
        said = [term for term in terms if term.stem not in view.names and term.stem != view.asked.head]
        own_words = wording(
            f"{evidence.text[slice(clause_at(evidence.text, start)[0], start)]} {evidence.text[many.end() :]}"
        )
        if not any(own_words.holds(term.stem) >= MATCHED for term in said):
            return True  # "six of its nine directors are independent": it has nine
    if one_of_them or _of_a_whole(view, evidence, start, end):
        return True
    marker = None
    for found in _PARTS.finditer(evidence.text):
        if found.end() <= start:
            marker = found
    if marker is None or not find(evidence.text[: marker.start()]):
        return False
    stop = re.search(r", |; | and (?=[$€£\d])|$", evidence.text[end:])
    lead = re.split(r"[,;] | and ", evidence.text[marker.end() : start])[-1]
    own = wording(f"{lead}{evidence.text[start : end + (stop.start() if stop else 0)]}")
    whole = wording(evidence.text[: marker.start()])
    naming = [t for t in view.asked.terms if t.lower not in _ANYBODY]
    return not any(own.holds(t.stem) >= MATCHED > whole.holds(t.stem) for t in naming)


def itemised(text: str, end: int) -> list[tuple[int, int]]:
    """Where the parts stand of the whole that ends at `end`: figures of its sort after the next "consisting of".

    >>> itemised("It has $9 million, consisting of $5 million in cash and $4 million in bonds.", 17)
    [(33, 43), (56, 66)]
    """
    marker = _PARTS.search(text, end)
    if marker is None:
        return []
    figures = find(text)
    whole = next((one for one in figures if one.end == end), None)
    if whole is None or any(end <= one.start < marker.start() for one in figures):
        return []
    return [(one.start, one.end) for one in figures if one.start >= marker.end() and one.unit == whole.unit]


def of_the_votes(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a share of the votes is taken where one of the capital is asked for: a vote is not a share."""
    votes = _OF_THE_VOTES.match(text, end) or _VOTING.search(text[start:end])
    return votes is not None and _OWNING.search(asked.focus) is not None and not _VOTING.search(asked.focus)


def of_them(text: str, start: int, end: int, terms: Sequence[Term]) -> bool:
    """Say whether the figure there is a part that no term names: "287 people, 96 of them in the plant", "of whom 96 …"."""
    found = _OF_THEM.match(text, end)
    if found is None and _OF_WHOM.search(text[:start]):
        found = _REST_OF_CLAUSE.match(text, end)
        terms = [term for term in terms if term.lower not in _ANYBODY]
    return found is not None and not any(wording(found["part"]).holds(term.stem) >= MATCHED for term in terms)


def _of_a_whole(view: Survey, evidence: Evidence, start: int, end: int) -> bool:
    """An amount of what was asked about ("refunds made up £5m of its revenue"), where the question names no part."""
    first = clause_at(evidence.text, start)[0]
    return of_a_whole(evidence.text, first, start, end, [t for t in view.asked.terms if t.stem not in view.names])


def of_a_whole(text: str, first: int, start: int, end: int, terms: Sequence[Term]) -> bool:
    """Say whether the money at a span is a part of the thing that the terms name, and no term names the part."""
    whole = _OF_A_WHOLE.match(text, end)
    if whole is None or not MONEY.search(text[start:end]):
        return False
    named = [term for term in terms if wording(whole[0]).holds(term.stem) >= MATCHED]
    return bool(named) and not any(wording(text[first:start]).holds(term.stem) >= MATCHED for term in terms)


def of_one_item(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is what one thing comes to ("it has a watchman, at a cost of £44,000"), where all costs are asked for.

    >>> from askbot.question import parse
    >>> text = "Arn keeps a guard at a cost of $9,000."
    >>> of_one_item(parse("What were Arn's costs?"), text, 31), of_one_item(parse("What does Arn's guard cost?"), text, 31)
    (True, False)
    """
    return _AT_A_COST.search(text[:start]) is not None and _ALL_COSTS.search(asked.focus) is not None


_FOR_EACH = re.compile(
    r"(?: (?:an?|per|for (?:each|every)|for an?) [a-z-]+| each| apiece)(?:,| \(?or\b)[^.;]{0,40}?\d[^.;,]{0,30} (?:for all|in all|in total|altogether|together)\b",
    re.IGNORECASE,
)
_ASKS_FOR_EACH = re.compile(r"\b(?:each|every|per|apiece|single|one|unit|individual)\b| an? [a-z-]+\W*$", re.IGNORECASE)


def for_each_before_all(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is for each of some, the figure for all behind it, and the question asks not of each.

    >>> from askbot.question import parse
    >>> text = "The refit costs $2 million a berth, or $6 million for all three."
    >>> [for_each_before_all(parse(one), text, 16) for one in ("What does the refit cost?", "What does it cost per berth?")]
    [True, False]
    """
    figure = next((one for one in find(text) if one.start <= start < one.end), None)
    if figure is None or _ASKS_FOR_EACH.search(asked.focus):
        return False
    bare = re.sub(r" (?:an?|per|each) .*$", "", leveled(text[figure.start : figure.end]))
    return _FOR_EACH.match(leveled(text), figure.start + len(bare)) is not None
