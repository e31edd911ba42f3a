"""What was read, in the terms that were asked for: in another span of time, or for several at the price of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from askbot.calculator import evaluate
from askbot.demands import ONE_COSTS, Demand, demand_of
from askbot.errors import CalculationError
from askbot.finance import EVERY, SPANNED
from askbot.numerals import NUMBER_WORDS
from askbot.quantities import find
from askbot.reading import holdings
from askbot.types import Answer, Calculation, Origin, Quantity
from askbot.units import currency, is_plural, singular

_CONVERTED = ("day", "week", "month", "quarter", "year")
_COSTS = re.compile(r"\b(?:costs?|price|pay|paid|worth|bill|replace|buy)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|both|every one of)(?: of)?(?: (?:the|its|their|these|those|her|his))?"
    r" (?P<many>(?:[a-z-]+ ){0,3}?[a-z-]+s)\b",
    re.IGNORECASE,
)
_SUPPLY = re.compile(
    r"\b(?:an?|one) (?:day|week|month|quarter|year)['’]s (?:worth|supply|stock|need) of "
    r"(?P<many>(?:[a-z-]+ ){0,2}?[a-z-]+s)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:all )?(?:the |its |their )?(?P<count>[1-9][\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|fifty|hundred) (?:of the |of its )?(?P<many>(?:[a-z-]+ ){0,3}?[a-z-]+s)\b",
    re.IGNORECASE,
)


_FROM = re.compile(
    r"\b(?:make|makes|earn|earns|take|takes|get|gets|collect|collects|receive|receives|bring in)\b.*"
    r" (?:from|through|with|by) (?:(?:its|the|their|selling|sales of) )*(?P<many>(?:[a-z-]+ ){0,2}?[a-z-]+s)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\s*(?:each|apiece|a piece)\b", re.IGNORECASE)
_A_SPAN = re.compile(
    r"\b(?:an?|per|each|every|one) (?P<span>hour|day|week|month|quarter|year)\b(?! (?:ago|earlier|before|later))",
    re.IGNORECASE,
)
_SO_MANY = re.compile(r"(?!.*\b(?:and|or)\b)[^.;\d]{0,50}?")
_OF_ONE = re.compile(
    r"\b(?:each|every|per|apiece|single|one|average|unit|individual|prices?|fares?|fees?|rates?|charges?"
    r"|an? (?!year\b|month\b|whole\b|total\b)[a-z-]+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Several:
    """Things of which the price of one is known; how many, where the question says so."""

    noun: str
    count: Quantity | None

    def times(self, figure: Quantity) -> Calculation:
        """What so many come to."""
        operands = {"each": figure} if self.count is None else {"each": figure, "count": self.count}
        return evaluate(" * ".join(operands), operands, name="total")


def figure(answer: Answer) -> Quantity | None:
    """The one figure that an answer was read as, at its place and cited; None where it is none, or worked out."""
    if answer.short is None or answer.calculations or len(answer.highlights) != 1 or len(answer.citations) != 1:
        return None
    (_, start, end), citation = answer.highlights[0], answer.citations[0]
    inside = [one for one in find(citation.quote) if start <= one.start + citation.start < end]
    if len(inside) != 1 or "/" in citation.quote[inside[0].start : inside[0].end]:
        return None
    only = inside[0]
    return replace(only, start=only.start + citation.start, end=only.end + citation.start, citation=citation)


_ASKS_INTEREST = re.compile(r"\b(?:interest|coupon|rates?|yields?|pays?|paid|costs?)\b", re.IGNORECASE)


def is_interest(question: str, figure: Quantity) -> bool:
    """Say whether a share is asked for and the figure is the interest on a debt: "8% notes"."""
    if figure.unit != "%" or figure.citation is None or demand_of(question) is not Demand.SHARE:
        return False
    rate = holdings.is_rate(figure.citation.quote, figure.end - figure.citation.start)
    return rate and not _ASKS_INTEREST.search(question)


def each_behind(printed: Answer) -> bool:
    """Whether a sentence says right behind what was read that it is for each: "15 years apiece"."""
    said = re.compile(rf"{re.escape(printed.short or '?')} (?:each|apiece)\b")
    return any(said.search(one.quote) for one in printed.citations)


def in_span(question: str, figure: Quantity) -> Calculation | None:
    """Work out a rate in the span of time that a question asks for; None where it is printed in it, or in none."""
    asked = list(SPANNED.finditer(question))
    printed = figure.unit.partition("/")[2]
    if not asked or printed not in _CONVERTED:
        return None
    unit = EVERY.get((asked[-1]["every"] or "").lower()) or (asked[-1]["each"] or "").lower()
    spans = {EVERY.get((one["every"] or "").lower()) or (one["each"] or "").lower() for one in asked}
    if printed in spans or unit not in _CONVERTED:
        return None
    try:
        return evaluate(f"{unit}s(figure)", {"figure": figure}, name=f"in a {unit}")
    except CalculationError:
        return None


def is_of_another_span(question: str, figure: Quantity) -> bool:
    """Say whether a figure is for an hour, where a question asks for a day, or the like.

    >>> wage = find("She earns $9 an hour.")[0]
    >>> [is_of_another_span(f"What does she earn {when}?", wage) for when in ("in a day", "an hour")]
    [True, False]
    """
    printed = figure.unit.partition("/")[2]
    asked = {one["span"].lower() for one in _A_SPAN.finditer(question)}
    return printed in ("hour", *_CONVERTED) and bool(asked) and printed not in asked


def of_all(question: str, figure: Quantity) -> Calculation | None:
    """What all of them come to, where a figure is for each of some counted right before it: "30 motors, of 4 kW each".

    None where the question asks of one of them, how much or how big each is, or the sentence gives no such count.
    """
    if figure.citation is None or "/" in figure.unit or figure.unit in ("%", "x", "pp") or _OF_ONE.search(question):
        return None
    text, at = figure.citation.quote, figure.start - figure.citation.start
    counts = [one for one in find(text) if one.end <= at]
    if not counts or not _EACH.match(text, at + len(figure.printed)) or currency(counts[-1].unit) is not None:
        return None
    count = counts[-1]
    between = _SO_MANY.fullmatch(text[count.end : at])
    noun = count.unit or next((one for one in re.findall(r"[a-z]+", text[count.end : at]) if is_plural(one)), "")
    if between is None or count.value < 1 or not noun.isalpha() or not (count.unit == "" or count.unit.islower()):
        return None
    named = re.search(rf"\b{re.escape(singular(noun))}", question, re.IGNORECASE) is not None
    if named and not _COSTS.search(question) and demand_of(question) is not Demand.TOTAL:
        return None  # how big the motors are
    start = figure.citation.start
    cited = replace(count, unit="", start=count.start + start, end=count.end + start, citation=figure.citation)
    return evaluate("count * each", {"count": cited, "each": figure}, name="total")


def several(question: str, figure: Quantity) -> Several | None:
    """Say of what a question wants the price of several, where a figure is the price of one; None elsewhere."""
    if currency(figure.unit.split("/")[0]) is None or figure.citation is None:
        return None
    text, at = figure.citation.quote, figure.start - figure.citation.start
    costs = "/" not in figure.unit and _COSTS.search(question)
    all_of_them = _ALL.search(question) or _SUPPLY.search(question)
    found = (_NUMBER.search(question) or all_of_them if costs else None) or _FROM.search(question)
    if found is None or not is_plural(found["many"].split()[-1].lower()):
        return None
    noun = singular(found["many"].split()[-1].lower())
    one = rf"\b(?:an?|each|every|per|one)\b(?: [\w-]+){{0,3}} {re.escape(noun)}\b"
    behind = at + len(figure.printed)
    priced = ONE_COSTS.search(text[:at]) is not None and found.re is _FROM
    near = re.search(one, text[max(0, at - 60) : behind + 40], re.IGNORECASE)
    if not (near or priced or _EACH.match(text, behind)):
        return None
    counted = found.groupdict().get("count")
    if counted is None:
        return Several(noun, None)
    number = NUMBER_WORDS.get(counted.lower()) or int(counted.replace(",", ""))
    count = Quantity(Decimal(number), "", f"{counted} {found['many']}", origin=Origin.ASSUMED)
    return Several(noun, count)
