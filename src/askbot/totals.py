"""What all of them come to, where one sentence has how many there are and so much for each: "20,000 at $12 each"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from askbot import naming
from askbot.matching import clause_at, printed_names, wording
from askbot.portions import OWN, Portion
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.governing import akin
from askbot.reading.halves import is_price_of_one
from askbot.ties import Bond, beside, ties
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import stem

LEAST_NAMED = 0.5  # of the question's words, weighed, in the sentence or above it
_ALL_PAY = re.compile(
    r"^(?:how much|what)(?: (?:money|rent))? (?:do|did|will) (?:all (?:of )?)?(?:the |its |their |[A-Z][\w-]*['’]s? )?"
    r"(?P<who>[a-z][a-z-]*s)\b[^?]*\b(?:bring in|bring|pay|spend|earn|come to|contribute)\b",
    re.IGNORECASE,
)
# "How much will it raise?", where so many shares are sold at so much
_RAISES = re.compile(
    r"^(?:what|how much)(?: (?:money|cash|capital))? (?:will|would|does|do|did|could|is|are|was) (?P<who>[^?]+?) "
    r"(?:(?:want|plan|hope|expect|aim|seek|intend)(?:s|ing)? to |set to |be able to )?"
    r"(?:raise|take in|bring in|get|collect|receive)\b[^?]*"
    r"\b(?:offering|listing|ipo|flotation|share sale|sale of (?:its |the |new )?shares|shares|stock|range)\b",
    re.IGNORECASE,
)
_IN_ALL = re.compile(
    r"^(?:what|how much)\b.*\b(?:in (?:total|all)|altogether|all told|all(?: of)? (?:the|its|these|them)"
    r"|total (?:cost|price|bill|value))\b",
    re.IGNORECASE,
)
_AT = re.compile(r"[^.;\d]{0,40}\b(?:at|for|costing|worth)\b[^.;\d]{0,25}", re.IGNORECASE)
_HIGHEST = re.compile(r"\b(?:top|upper|high(?:est)?|most|maximum)\b", re.IGNORECASE)
_LOWEST = re.compile(r"\b(?:bottom|lower|low(?:est)?|least|minimum)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(?:an? average of|on average,?|averag(?:e[ds]?|ing)) (?:about |around |some |just |only )?$", re.IGNORECASE
)
_HOLDS = re.compile(
    r"\b(?:holds?|seats?|capacity (?:of|is)|room for|accommodates?) (?:about |around |some |up to )?$", re.IGNORECASE
)
_HOW_MANY = re.compile(
    r"^how many (?P<who>[a-z]+) (?:watched|came|saw|attended|visited|turned|went|did|were|have|had)\b", re.IGNORECASE
)
_TIMES = re.compile(r" (?:[a-z]+ ){0,4}(?:its|the|their|all|his|her)(?: [a-z]+)? ")
_A_CHANGE_OF = re.compile(
    r"\b(?:fall|rise|drop|increase|decline|decrease|gain|cut|growth|reduction) of (?:about |around |some |only )?$",
    re.IGNORECASE,
)
_ONE_COSTS = re.compile(r"\b(?:one|each|every) [a-z]+ costs?\b[^,;.\d]*$", re.IGNORECASE)
_EACH = re.compile(r"\s+(?:each|apiece|a head)\b")


def totals(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Multiply the only count of a sentence by the only price for one of what it counts."""
    yield from _offering(view, evidence)
    yield from _over_all(view, evidence)
    asked, text = _ALL_PAY.match(view.asked.focus), evidence.text
    if asked is None:
        yield from _at_so_much(view, evidence)
        return
    if evidence.match.missing_names or naming.support(view, evidence) < LEAST_NAMED:
        return
    figures = find(text)
    counts = [one for one in figures if _counts(one)]
    prices = [one for one in figures if currency(one.unit)]
    if len(counts) != 1 or any(tie.bond is not Bond.PAIR for tie in ties(text, counts)):
        return
    each = [one for one in prices if _is_for_one(text, one, counts[0])]
    if len(each) != 1 or not _is_called(text, asked["who"], counts[0]):
        return
    count = counts[0] if "/" in each[0].unit else replace(counts[0], unit="")
    names = {"count": evidence.cited(count), "each": evidence.cited(each[0])}
    yield Portion("total", "count * each", names, naming.support(view, evidence) + OWN)


def _counts(figure: Quantity) -> bool:
    unit = figure.unit.split("/")[0]
    return figure.value > 1 and (unit == "" or (unit.isalpha() and unit.islower() and unit not in ("x", "pp")))


def _is_for_one(text: str, price: Quantity, count: Quantity) -> bool:
    below = price.unit.partition("/")[2]
    counted = count.unit.split("/")[0]
    return _EACH.match(text, price.end) is not None or (below != "" and below == counted)


def _is_called(text: str, who: str, count: Quantity) -> bool:
    """Whoever pays is counted, or stands in the sentence."""
    unit = stem(count.unit.split("/")[0]) if count.unit else ""
    return akin(stem(who), unit) or stem(who) in {stem(word) for word in re.findall(r"[a-z]+", text.lower())}


def _at_so_much(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """What all of them come to, where the question says in total and the sentence "60 machines at $42,000 apiece"."""
    text = evidence.text
    if not _IN_ALL.search(view.asked.focus) or evidence.match.missing_names:
        return
    if naming.support(view, evidence) < LEAST_NAMED:
        return
    figures = find(text)
    each = [one for one in figures if currency(one.unit) and _EACH.match(text, one.end)]
    counts = [one for one in figures if _counts(one) and each and one.end <= each[0].start]
    if len(each) != 1 or naming.of_what_follows(view, text, each[0].end):
        return
    if counts and _AT.fullmatch(text[counts[-1].end : each[0].start]):
        names = {"count": evidence.cited(replace(counts[-1], unit="")), "each": evidence.cited(each[0])}
        yield Portion("total", "count * each", names, naming.support(view, evidence) + OWN)


def _offering(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """What shares bring that are sold at a price; of a range, at the end of it that the question names."""
    asked, text = view.asked.focus, evidence.text
    if not _RAISES.match(asked) or not view.names or evidence.match.missing_names:
        return
    figures = [one for one in find(text) if naming.of_the_asked(view, evidence, one)]
    counts = [one for one in figures if one.unit == "share"]
    prices = [
        one for one in figures if currency(one.unit.split("/")[0]) and one.unit.partition("/")[2] in ("", "share")
    ]
    if len(counts) != 1 or not prices or not re.search(r"\b(?:at|for)\b", text[counts[0].end : prices[0].start]):
        return
    ordered = sorted(prices, key=lambda one: one.value)
    if len(prices) > 1:  # nothing but the two ends of a range
        apart = text[prices[0].end : prices[1].start]
        if len(prices) > 2 or not re.fullmatch(r"\s*(?:to|and|-|–)\s*", apart):
            return
        if bool(_HIGHEST.search(asked)) == bool(_LOWEST.search(asked)):
            return
    price = ordered[-1 if _HIGHEST.search(asked) else 0]
    count = counts[0] if "/" in price.unit else replace(counts[0], unit="")
    names = {"shares": evidence.cited(count), "each": evidence.cited(price)}
    yield Portion("proceeds", "shares * each", names, max(naming.support(view, evidence), LEAST_NAMED) + OWN)


_PAIR = re.compile(r"\b(?P<one>[\w-]+),? and (?:the |its |their )?(?P<other>[\w-]+)")


def of_the_pair(asked: Question, text: str, row: list[Quantity]) -> list[Quantity]:
    """Return those of a row that stand by one of two things that the question names: of "tickets bring 3, the city 5"."""
    for pair in _PAIR.finditer(asked.focus):
        both = {stem(pair["one"].lower()), stem(pair["other"].lower())}
        own = [wording(beside(text, row, figure)).stems & both for figure in row]
        if frozenset[str]().union(*own) == both:
            return [figure for figure, held in zip(row, own, strict=True) if held]
    return row


def of_one_alone(asked: Question, text: str, row: Sequence[Quantity]) -> bool:
    """Say whether one figure of a row is what is asked for: of "subscriptions bring in 5, advertising 2" what subscribers pay."""
    heads = [re.search(r"(?:^|[,;] |\band )([A-Za-z][a-z]+)(?: [a-z]+){0,3} $", text[: one.start]) for one in row]
    if not all(heads) or currency(row[0].unit) is None:
        return False
    held = [any(akin(term.stem, stem(head[1].lower())) for term in asked.terms) for head in heads if head]
    return any(held) and not all(held)


_FOR_EACH = re.compile(r"\s+(?:for (?:every|each)|per|each|every|apiece)\b", re.IGNORECASE)


def are_apart(asked: Question, text: str, row: Sequence[Quantity]) -> bool:
    """Say whether the figures of a row are not to be added: one alone is asked for, or one is no part of the same."""
    priced = re.search(r"\b(?:and|both|two)\b", asked.focus) is None and _are_prices(text, row)
    return priced or of_one_alone(asked, text, row) or of_one_whole(text, row) or is_no_part(text, row)


def _are_prices(text: str, row: Sequence[Quantity]) -> bool:
    """Whether figures are what one of something costs, of which no sum is what all of it comes to."""
    return any(
        currency(one.unit) is not None
        and (is_price_of_one(text, one.start, one.end, one.unit) or _ONE_COSTS.search(text[: one.start]))
        for one in row
    )


def is_no_part(text: str, row: Sequence[Quantity]) -> bool:
    """Say whether one of a row is an average, a change, how many fit or what each of some costs: nothing is added to it."""
    before = any(found.search(text[: one.start]) for one in row for found in (_AVERAGE, _HOLDS, _A_CHANGE_OF))
    return before or any(_FOR_EACH.match(text, one.end) for one in row)


def _over_all(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Multiply an average with the number of times: "an average of 9,000 came to its 12 games"."""
    asked, text = view.asked.focus, re.sub(r"\s", " ", evidence.text)
    many = _HOW_MANY.match(asked)
    if many is None or re.search(r"\b(?:average|per|each|every|a)\b", asked):
        return
    if evidence.match.missing_names or naming.support(view, evidence) < LEAST_NAMED:
        return
    for one, times in pairwise(find(text)):
        behind = _TIMES.fullmatch(text[one.end : times.start])
        things = times.unit.split("/")[0]
        named = things and re.search(rf"\b{re.escape(things)}s\b", asked[many.end("who") :])
        if _AVERAGE.search(text[: one.start]) and _counts(times) and behind and named:
            names = {"average": evidence.cited(replace(one, unit="")), "times": evidence.cited(replace(times, unit=""))}
            yield Portion("total", "average * times", names, naming.support(view, evidence) + 2 * OWN)


def of_one_whole(text: str, row: Sequence[Quantity]) -> bool:
    """Say whether two counts are of one owner held against each other: who pays is one of the users already."""
    return any(
        re.search(r"\b(?:while|whereas)\b", text[one.end : other.start])
        and {name.stem for name in printed_names(text[slice(*clause_at(text, one.start))])}
        >= {name.stem for name in printed_names(text[slice(*clause_at(text, other.start))])}
        for one, other in pairwise(row)
    )


_A_VALUE = re.compile(r"\b(?:valu\w+|worth)\b[^,;.]{0,30}$", re.IGNORECASE)
_RAISING = re.compile(r"\b(?:rais\w+|fund\w*|invest\w*|capital|rounds?)\b", re.IGNORECASE)


def is_a_value(asked: Question, text: str, figure: Quantity) -> bool:
    """At what somebody is valued that raises money, which is not more of it."""
    return _RAISING.search(asked.focus) is not None and _A_VALUE.search(text[: figure.start]) is not None
