"""How figures of one sentence belong together: before and after, so many more, so many times, a whole and its part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from askbot.quantities import find
from askbot.types import Quantity
from askbot.units import currency


class Bond(StrEnum):
    """What a figure is to another."""

    CHANGE = "change"  # first before, second after
    PAIR = "pair"  # two of a sort, side by side
    MORE = "more"  # the second is by how many, or how many percent, the first is above what it is compared with
    FEWER = "fewer"
    TIMES = "times"  # the second is how many times what it is compared with the first is
    PART = "part"  # first the whole, second a part of it


@dataclass(frozen=True, slots=True)
class Tie:
    """Two figures of one sentence and what they are to each other."""

    bond: Bond
    first: Quantity
    second: Quantity


HEDGES = r"(?:(?:about|around|roughly|some|only|just|nearly|almost|over|approximately|at least|an? [a-z]+ of|the)\s+)*"
_TO = re.compile(rf"\b(?:to|until)\s+{HEDGES}$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\b[^.;,]*$", re.IGNORECASE)
_FROM = re.compile(rf"^[^,;]*(?:,\s*(?:up|down)(?: \w+)?\s+)?\bfrom\s+{HEDGES}$", re.IGNORECASE)
_AFTER = re.compile(rf"[,(]\s*(?:and\s+)?after\s+{HEDGES}$", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    r"^[^(;.]{0,30}\((?:in )?(?:(?:19|20)\d\d|(?:the )?(?:prior|previous) year|(?:a )?year (?:before|earlier|ago))(?:: | )$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"\b(?:compared (?:with|to)|instead of|rather than|up on|against|versus)\s+{HEDGES}$", re.IGNORECASE
)
_GOES_TO = re.compile(
    rf"\b(?:ris|rose|grow|grew|increas|go|went|fall|fell|drop|cut|climb|widen|narrow|shr[aiu]nk)\w*(?: up"
    rf"| down)?\s+to\s+{HEDGES}$",
    re.IGNORECASE,
)
# "Debt fell by $3 million to $9 million"
_STEP = re.compile(
    r"\b(?P<way>ris(?:e|es|en)|rose|increased?|gr[eo]w[ns]?|climb(?:ed|s)?|jump(?:ed|s)?|fall(?:s|en)?|fell|drop(?:ped|s)?|decreased?|declined?"
    rf"|shr[aiu]nk|cut|reduced|lowered|raised|widened|narrowed) by {HEDGES}$",
    re.IGNORECASE,
)
_STEP_TO = re.compile(rf",? to {HEDGES}", re.IGNORECASE)
_DOWN = re.compile(r"f[ae]ll|drop|decreas|declin|shr|cut|reduc|lower|narrow", re.IGNORECASE)
# "cash fell to $4 million from $7 million, while debt rose to $9 million"
_ANOTHER_MOVES = re.compile(
    r",?\s(?:while|whereas|and|but)\s(?:[\w’'-]+\s){1,5}?(?:ris|rose|grow|grew|increas|went|fell|fall|drop|climb"
    r"|widen|narrow|shr[aiu]nk|slip|jump)\w*"
    rf"(?: up| down)?\s(?:to|by|from)\s+{HEDGES}$",
    re.IGNORECASE,
)
# "costs $40 today and is to cost $50"
_NOW_AND_THEN = re.compile(
    r"\b(?:today|now|currently|at present|so far|this year)\b[^,;]*\b(?:(?:is|are) (?:expected |due |set "
    r"|planned )?to|will)\b",
    re.IGNORECASE,
)
# "A ticket will cost $5 instead of $4": a price and what it was.
_REPRICED = re.compile(
    rf"\s*(?:an? [a-z]+ |per [a-z]+ )?(?:instead of|rather than|up from|down from)\s+{HEDGES}$", re.IGNORECASE
)
_PRICE = re.compile(
    r"\b(?:costs?|prices?|pays?|charges?|fares?|fees?|rates?|rents?|tickets?|pass(?:es)?|wages?|salar(?:y|ies))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"^[^.;]{0,25}\b(?:before|earlier|ago|previous|previously|prior|then|last|in (?:19|20)\d\d)\b", re.IGNORECASE
)
_RESULTS = (re.compile(r"\bprofit\b", re.IGNORECASE), re.compile(r"\bloss\b", re.IGNORECASE))
_COMPARED = re.compile(
    r"^\s*(?:[a-z][\w-]*\s+){0,2}?(?P<way>more|fewer|less|higher|lower|ahead|behind|above|below)\b(?:\s+(?:than|of"
    r"|on|what)\b|\s*[,.]|$)",
    re.IGNORECASE,
)
_LOWER = frozenset(("fewer", "less", "lower", "behind", "below"))
_AS_MANY = re.compile(
    r"^\s*as (?:many|much|high|large|big|long|often|heavy)(?: [a-z]+)? as\b|^\s*what (?:had|was|were|they|she|he)\b|^\s*(?:what|the (?:number|figure|amount"
    r"|level)) (?:it|of|in)\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"\b(?:of (?:whom|which|them|these|those|this|that|it)\b|including|among them)", re.IGNORECASE)
_OF_THEM = re.compile(r"^\s*(?:[a-z][\w-]*\s)?of (?:them|these|those|whom|which|that|this|it)\b", re.IGNORECASE)
_OUT_OF = re.compile(
    r"^\s*(?:[a-z][\w-]*\s)?(?:out )?of (?:(?:its|the|their|all|a total of|his|her)\s+)*$", re.IGNORECASE
)
_OF_BEFORE = re.compile(
    r"(?:^|[,;]\s*|\b(?:and|but)\s+)[Oo]f (?:(?:the|its|their|his|her|all)\s*)?(?:(?:[a-z-]+ ){1,3}of\s+)?$"
)
_OR = re.compile(
    r"[,(]\s*(?:or|i\.e\.|that is|equivalent to|representing|which is)\s+(?:about |around |some |only |just "
    r"|nearly |almost |over )?$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|rather than|unlike)\s+(?:about |only |just )?$", re.IGNORECASE
)
_NEAR = 70
# "Two towers of 90 rooms": a small bare number is no figure of the sort of the one before it.
_LEAST_BARE = 2


def alike(one: Quantity, other: Quantity) -> bool:
    """Say whether two figures are of one sort: of one unit, or one of them bare, its unit said with the other."""
    if one.unit == other.unit:
        return True
    first, second = one.unit.split("/")[0], other.unit.split("/")[0]
    counted = all(
        unit == "" or (unit.isalpha() and unit.islower() and unit not in ("x", "pp")) for unit in (first, second)
    )
    return counted and "" in (one.unit, other.unit)


def ties(text: str, figures: Sequence[Quantity]) -> list[Tie]:
    """Find the ties among the figures of a sentence, `figures` in order with offsets into it.

    >>> from askbot.quantities import find
    >>> text = "Sales went up from $4 million to $5 million."
    >>> [(tie.bond.value, tie.first.printed, tie.second.printed) for tie in ties(text, find(text))]
    [('change', '$4 million', '$5 million')]
    """
    return [tie for first, second in pairwise(figures) for tie in _tie(text, first, second)] + list(
        _parts(text, figures)
    )


def _tie(text: str, first: Quantity, second: Quantity) -> Iterator[Tie]:
    lead, mid, tail = text[max(0, first.start - 40) : first.start], text[first.end : second.start], text[second.end :]
    if len(mid) > _NEAR or ";" in mid or _ANOTHER_MOVES.search(mid):
        return
    compared = _COMPARED.match(tail)
    if second.unit == "x":
        if _AS_MANY.match(tail):
            yield Tie(Bond.TIMES, first, second)
        return
    if compared and (alike(first, second) or second.unit == "%"):
        yield Tie(Bond.FEWER if compared["way"].lower() in _LOWER else Bond.MORE, first, second)
        return
    if not alike(first, second):
        # "9 pence a share, up from 8 pence"
        if _FROM.search(mid) and currency(second.unit) and first.unit.partition("/")[0] == second.unit:
            yield Tie(Bond.CHANGE, replace(second, unit=first.unit), first)
        return
    if (step := _STEP.search(lead)) and _STEP_TO.fullmatch(mid):
        yield Tie(Bond.FEWER if _DOWN.match(step["way"]) else Bond.MORE, second, first)
        return
    opposite = any(one.search(lead) and other.search(mid) for one, other in (_RESULTS, _RESULTS[::-1]))
    if _FROM_BEFORE.search(lead) and _TO.search(mid):
        yield Tie(Bond.CHANGE, first, second)
    elif _FROM.search(mid) or _IN_BRACKETS.match(mid) or _is_repriced(text, first, mid):
        yield Tie(Bond.CHANGE, second, first)
    elif _GOES_TO.search(mid) or (not opposite and _NOW_AND_THEN.search(mid)):
        yield Tie(Bond.CHANGE, first, second)
    elif not opposite and (_AFTER.search(mid) or (_AGAINST.search(mid) and _EARLIER.match(tail))):
        yield Tie(Bond.CHANGE, second, first)
    elif not opposite and re.search(r"\b(?:and|while|whereas|but|against|compared|versus|or)\b|,", mid):
        yield Tie(Bond.PAIR, first, second)


def _of_a_span(whole: Quantity, part: Quantity) -> bool:
    """Whether a sum of money is one of those that are spent, or made, in the whole's span of time: "$4 million a year"."""
    above, _, below = whole.unit.partition("/")
    return currency(part.unit) is not None and above == part.unit and below in _SPANS


_SPANS = ("day", "week", "month", "quarter", "year")


def _is_repriced(text: str, first: Quantity, mid: str) -> bool:
    priced = currency(first.unit) is not None and _PRICE.search(text[: first.start]) is not None
    return priced and _REPRICED.fullmatch(mid) is not None


def _parts(text: str, figures: Sequence[Quantity]) -> Iterator[Tie]:
    for at, whole in enumerate(figures):
        if whole.unit in ("%", "x", "pp") or _OF_THEM.match(text[whole.end :]):
            continue  # "$4 million of that" is itself a part
        opened = bool(_OF_BEFORE.search(text[: whole.start]))
        for part in figures[at + 1 :]:
            mid, tail = text[whole.end : part.start], text[part.end :]
            if (";" in mid and not _OF_THEM.match(tail)) or re.search(r"[.!?]\s", mid):
                break
            if not (alike(whole, part) or part.unit == "%" or _of_a_span(whole, part)):
                continue
            itemised = re.match(r"^[^,.;]{0,20}:\s", mid) is not None
            smaller = part.unit == "%" or part.value < whole.value
            if part.unit == "%" and _OR.search(mid) and _OF_THEM.match(tail):
                continue  # "500 homes, or a third of those here": the whole is not printed
            if _OF_OTHERS.search(text[: part.start]) and _OF_THEM.match(tail):
                continue  # "against 19% of those without it": of others
            if smaller and (opened or _OF_WHICH.search(mid) or _OF_THEM.match(tail) or itemised):
                yield Tie(Bond.PART, whole, part)
    for part, whole in pairwise(figures):
        if part.unit == "%" and re.fullmatch(r" of (?:the|its|their|all) ", text[part.end : whole.start]):
            if whole.unit not in ("%", "x", "pp"):
                yield Tie(Bond.PART, whole, part)  # "38% of the 200 people"
        elif alike(whole, part) and _OUT_OF.match(text[part.end : whole.start]) and part.value < whole.value:
            yield Tie(Bond.PART, whole, part)


def beside(text: str, figures: Sequence[Quantity], figure: Quantity) -> str:
    """Return the words right by a figure: those since the last one, up to the next, within its phrase."""
    before = max((one.end for one in figures if one.end <= figure.start), default=0)
    after = min((one.start for one in figures if one.start >= figure.end), default=len(text))
    joint = max((found.end() for found in re.finditer(r"[,;:]\s|\band\s", text[before : figure.start])), default=0)
    end = re.search(r"[;:()]|,(?!\d)|\s(?:and|while|whereas|but)\s", text[figure.end : after])
    return text[before + joint : figure.end + end.start() if end else after]


def is_given(tie: Tie, question: str) -> bool:
    """Say whether a question gives one of the figures itself: "at 100 micrograms" says which is meant, and is no part."""
    given = {one.value for one in find(question)}
    return tie.first.value in given or tie.second.value in given
