"""Other money, at a rate that the article itself prints: "one euro buys 11 kronor", "at $1.16 to the euro".

Only a rate of the very article that gives the amount, and only where it prints a single one for the two moneys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.phrases import currency_named
from askbot.quantities import find
from askbot.types import Answer, Calculation, Citation, Quantity
from askbot.units import CURRENCY_WORDS, currency

_WORDS = "|".join(re.escape(word) for word in sorted(CURRENCY_WORDS, key=len, reverse=True))
_GIVES = (
    r"(?:(?:is|was|are|were|buys?|bought|equals|equalled|costs?|fetch(?:es|ed)|stands?|stood|trad(?:es|ed|ing)|gets?|got"
    r"|worth|at|for|to|into|makes?|made|converts?|converted|taken|put|set|as|about|around|roughly|some|only|just)\s+)+"
)
_ONE_BEFORE = re.compile(rf"\b(?:an?|the|each|every|per)\s+(?P<word>{_WORDS})s?\s+{_GIVES}$", re.IGNORECASE)
_ONE_BEHIND = re.compile(
    rf"\s*(?:(?:to|for|per|against|=)\s+)?(?:the|an?|one|each|every|per)\s+(?P<word>{_WORDS})\b(?!['’])", re.IGNORECASE
)
_BETWEEN_ONE = re.compile(rf"\s*(?:[=≈:]\s*|,?\s*{_GIVES}|(?:to|for|per)\s+|\s)?", re.IGNORECASE)


def rate(citations: Sequence[Citation], one: str, other: str) -> Quantity | None:
    """Find how much of one money the quotes give for one of another; None where they print none, or several.

    >>> quote = "One euro buys 11 kronor."
    >>> found = rate([Citation("a", "", "", quote, 0, len(quote), "")], "SEK", "EUR")
    >>> found.printed, found.unit
    ('11 kronor', 'SEK/EUR')
    """
    made = [_of_the(found, one, other) for citation in citations for found in _rates(citation)]
    found = [one_rate for one_rate in made if one_rate.unit in _either(one, other)]
    wanted = [made for made in found if made.unit == f"{one}/{other}"] or found
    return wanted[0] if len({(made.value, made.unit) for made in wanted}) == 1 else None


def in_money(calculation: Calculation, money: str, citations: Sequence[Citation]) -> Calculation | None:
    """Put what was worked out into other money; None where no rate is printed."""
    own = currency(calculation.result.unit.split("/")[0])
    printed = rate(citations, money, own) if own else None
    if printed is None:
        return None
    sign = "*" if printed.unit.startswith(money) else "/"
    simple = re.fullmatch(r"\w+", calculation.expression) is not None
    worked = calculation.expression if simple else f"({calculation.expression})"
    operands = {**calculation.operands, "exchange_rate": printed}
    try:
        made = evaluate(f"{worked} {sign} exchange_rate", operands, name=f"{calculation.name} in other money")
    except CalculationError:
        return None
    return made if currency(made.result.unit.split("/")[0]) == money else None


def is_in(answer: Answer, money: str) -> bool:
    """Say whether an answer's amount is in a money: what was worked out, or else what its bare words print."""
    worked = [one.result.unit for one in answer.calculations[:1]]
    units = worked or [one.unit for one in find(answer.short or "")]
    return any(currency(unit.split("/")[0]) == money for unit in units)


# Whose they are, the other money says: kroner where Danish or Norwegian ones are spoken of.
_SHARED = {"krone": ("DKK", "NOK"), "franc": ("CHF",)}


def _of_the(found: Quantity, one: str, other: str) -> Quantity:
    unit = found.unit
    for name, codes in _SHARED.items():
        meant = next((code for code in (one, other) if code in codes), None)
        unit = unit.replace(name, meant) if meant else unit
    return replace(found, unit=unit)


def _either(one: str, other: str) -> tuple[str, str]:
    return f"{one}/{other}", f"{other}/{one}"


def _rates(citation: Citation) -> list[Quantity]:
    """Every rate that a quote prints, at its place: "SEK/EUR" is kronor for a euro."""
    text, made = citation.quote, []
    figures = [one for one in find(text) if currency(one.unit.split("/")[0])]
    for figure in figures:
        money, _, below = figure.unit.partition("/")
        before, behind = _ONE_BEFORE.search(text[: figure.start]), _ONE_BEHIND.match(text, figure.end)
        named = below or (before["word"] if before else behind["word"] if behind else "")
        for_one = currency_named(named) if named else None
        if for_one and for_one != money:
            made.append(replace(figure, unit=f"{money}/{for_one}"))
    for first, second in pairwise(figures):
        one, many = (first, second) if first.value == 1 else (second, first)
        apart = one.value == 1 and one.unit != many.unit and "/" not in one.unit + many.unit
        if apart and _BETWEEN_ONE.fullmatch(text[first.end : second.start]):
            made.append(replace(many, unit=f"{many.unit}/{one.unit}"))
    return [
        replace(one, start=one.start + citation.start, end=one.end + citation.start, period=None, citation=citation)
        for one in made
    ]
