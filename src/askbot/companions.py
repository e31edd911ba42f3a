"""Figures beside a cited figure, in the same quote: the same amount in another currency, its growth, its parts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from askbot.quantities import find
from askbot.ties import Bond, ties
from askbot.types import Quantity
from askbot.units import DURATIONS, currency

# What stands between an amount and the same amount in other money: nothing but a comma, a bracket, "or", a hedge.
_SAME_AMOUNT = re.compile(
    r"[\s,(]*(?:or|i\.e\.,?|equivalent to|equal to|that is,?|which is)?\s*(?:approximately|approx\.?|about|around|roughly|some|~|≈)?\s*",
    re.IGNORECASE,
)
_GREW = re.compile(
    r"\b(?:year[- ]on[- ]year|increase[ds]?|increasing|rose|rise|risen|grew|grown|growth|up|gain(?:ed)?|jump(?:ed)?|climbed|surged|soared)\b",
    re.I,
)
_FELL = re.compile(
    r"\b(?:decrease[ds]?|decreasing|fell|fall|fallen|declin\w+|down|dropp?(?:ed)?|shr[aiu]nk|slipp?(?:ed)?|slid|dipp?(?:ed)?|plunged|tumbled)\b",
    re.I,
)
_PARTS = re.compile(
    r"\b(?:consist(?:s|ing|ed)? of|compris(?:es|ing|ed)(?: of)?|made up of|composed of|includ(?:es|ing|ed)|namely|of which)\b|:",
    re.IGNORECASE,
)
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
_OF_WHOM = re.compile(
    r" (?:stake |share |holding )?(?:of|in) (?P<name>(?!The\b)[A-Z][\w&.-]*[\w](?: (?:& )?[A-Z][\w&.-]*[\w])*)"
)
_FOR_ALL = re.compile(
    r"^\s+(?:for\s+all\s+(?:of\s+them|[a-z]+|\d+)|in\s+all|in\s+total|altogether|all\s+told|together)(?=,?\s)",
    re.IGNORECASE,
)
_NEAR = 90  # characters within which a growth and its figure, or a multiple and its base, stand


def beside(quantity: Quantity) -> list[Quantity]:
    """Find every figure of the quote that a figure is cited from, at its place in the document, with that citation."""
    citation = quantity.citation
    if citation is None:
        return []
    return [
        replace(figure, start=citation.start + figure.start, end=citation.start + figure.end, citation=citation)
        for figure in _figures(citation.quote)
    ]


def counterpart(quantity: Quantity, wanted: str | None = None) -> Quantity | None:
    """Find the same amount in other money, printed right beside it; in the currency `wanted`, if any is."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    money = currency(quantity.unit)
    if place is None or money is None:
        return None
    moneys = [one for one in figures if currency(one.unit) is not None]
    place = moneys.index(figures[place])
    for index in (place + 1, place - 1):
        if not 0 <= index < len(moneys):
            continue
        other = moneys[index]
        other_money = currency(other.unit)
        if other_money is None or other_money == money or (wanted and other_money != wanted):
            continue
        first, second = sorted((moneys[place], other), key=lambda figure: figure.start)
        if _SAME_AMOUNT.fullmatch(_FOR_ALL.sub("", _between(quantity, first.end, second.start))):
            unit = other_money + quantity.unit.removeprefix(money)
            return replace(other, unit=unit, period=quantity.period)
    return None


def primary(quantity: Quantity) -> Quantity:
    """Take the amount that is printed first where a figure only repeats it in other money, else the figure itself."""
    first = counterpart(quantity)
    return first if first is not None and first.start < quantity.start else quantity


def growth(quantity: Quantity) -> Quantity | None:
    """Find by how many percent a figure grew, where its own clause says so; a fall is negative."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    if place is None:
        return None
    for other in sorted(figures, key=lambda figure: abs(figure.start - figures[place].start)):
        first, second = sorted((figures[place], other), key=lambda figure: figure.start)
        between = _between(quantity, first.end, second.start)
        if (
            other.unit != "%"
            or len(between) > _NEAR
            or ";" in between
            or _between(quantity, other.end, other.end + 4) == " of "  # a share of something
            or not _grows(quantity, figures, figures[place], other)
        ):
            continue
        around = _between(
            quantity, max(first.start - 60, quantity.citation.start if quantity.citation else 0), second.end + 30
        )
        if _GREW.search(around):
            return other
        if _FELL.search(around):
            return replace(other, value=-other.value)
    return None


def _grows(quantity: Quantity, figures: list[Quantity], figure: Quantity, share: Quantity) -> bool:
    """A growth is that of the figure it leads to ("4% to 3.1 million"), else of the last figure before it."""
    at = figures.index(share)
    after = figures[at + 1] if at + 1 < len(figures) else None
    if after is not None and re.fullmatch(r"\s*,?\s*to\s+(?:[a-z]+\s+)?", _between(quantity, share.end, after.start)):
        return after is figure or (figure.start > after.start and counterpart(figure) == after)
    before = next((one for one in reversed(figures[:at]) if one.unit != "%" and one.unit not in _SPANS), None)
    return before is figure or (before is not None and counterpart(before) == figure)


def multiple(quantity: Quantity) -> Quantity | None:
    """Find how many times something earlier a figure is: "which is 1.5 times its 2020 revenue"."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    if place is None:
        return None
    for other in figures[place + 1 :]:
        if other.unit == "x" and re.search(r"times$", other.printed) and other.start - figures[place].end <= _NEAR:
            return other
    return None


def fewer(quantity: Quantity) -> Quantity | None:
    """Find by how many a figure is below what there is now: "40 rooms, three fewer than before"; more is negative."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    citation = quantity.citation
    if place is None or citation is None or place + 1 >= len(figures):
        return None
    other = figures[place + 1]
    behind = _between(quantity, other.start, citation.start + len(citation.quote))
    found = re.match(r"[\w-]+ (?P<way>fewer|less|more) than (?:now|today|before|at present|currently)", behind)
    if found is None or _between(quantity, figures[place].end, other.start).count(",") > 1:
        return None
    return replace(other, value=other.value if found["way"] != "more" else -other.value, unit=quantity.unit)


def parts(quantity: Quantity) -> list[Quantity]:
    """Find the parts that a figure's own sentence itemises behind it; empty where there aren't at least two."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    citation = quantity.citation
    if place is None or citation is None:
        return []
    end = citation.start + len(citation.quote)
    opening = _PARTS.search(_between(quantity, figures[place].end, end))
    if opening is None:
        return []
    first = figures[place].end + opening.end()
    stop = re.search(r"[.;](?:\s|$)", _between(quantity, first, end))
    last = first + stop.start() if stop else end
    found = [figure for figure in figures if first <= figure.start < last and figure.unit == quantity.unit]
    return found if len(found) > 1 else []


def itemised(quantity: Quantity) -> list[tuple[Quantity, str]]:
    """Name the parts of a figure as its sentence does: "$3 million in bank deposits" is "bank deposits"."""
    made = []
    for part in parts(quantity):
        citation = part.citation
        rest = citation.quote[part.end - citation.start :] if citation else ""
        label = re.match(
            r"\s+(?:in|of|as)\s+(?:the\s+)?(?P<label>[^,.;()]+?)(?=,|;|\.|\)|\s+and\s+[$€£¥]|\s+and\s+[A-Z]{2,3}\b|$)",
            rest,
        )
        made.append((part, " ".join(label["label"].split()) if label else ""))
    return made


def from_to(quantity: Quantity) -> tuple[Quantity, Quantity] | None:
    """Find the two ends of a change that a figure is one of: "from 64 to 72", "fell to 64 from 72"."""
    citation = quantity.citation
    if citation is None:
        return None
    for tie in ties(citation.quote, _figures(citation.quote)):
        ends = [
            replace(one, start=citation.start + one.start, end=citation.start + one.end, citation=citation)
            for one in (tie.first, tie.second)
        ]
        if (
            tie.bond is Bond.CHANGE
            and any(one.start == quantity.start for one in ends)
            and ends[0].unit == ends[1].unit
        ):
            first, second = (replace(one, unit=quantity.unit) for one in ends)  # in the money that the article calls it
            return first, second
    return None


def shares(quantity: Quantity) -> Quantity | None:
    """Find how many shares a price's own sentence speaks of, where it counts them once."""
    found = [one for one in beside(quantity) if one.unit == "share"]
    return replace(found[0], unit="") if len(found) == 1 else None


def higher_end(quantity: Quantity) -> Quantity | None:
    """Find the higher end of the range that a figure is the lower end of: "$18 to $22 each"."""
    figures = beside(quantity)
    place = _place(quantity, figures)
    if place is None or place + 1 >= len(figures):
        return None
    between = _between(quantity, figures[place].end, figures[place + 1].start)
    other = figures[place + 1]
    if not re.fullmatch(r"\s*(?:to|-|–|—|and)\s*", between) or other.value <= quantity.value:
        return None
    opened = re.search(r"\bbetween\s*$", _between(quantity, quantity.start - 12, quantity.start))
    joined = between.strip() != "and" or opened is not None
    return (
        replace(other, unit=quantity.unit)
        if joined and other.unit.split("/")[0] == quantity.unit.split("/")[0]
        else None
    )


def of_whom(quantity: Quantity) -> str | None:
    """Name whom a share is of: "owns 22 percent of Brightwell"; None where its sentence names nobody."""
    citation = quantity.citation
    if citation is None:
        return None
    # "Voss owns 18 percent of Brightwell and Ek 22 percent": what the first is of the next is of too.
    ends = [one.end for one in beside(quantity) if one.unit == "%" and one.start <= quantity.start]
    found = (_OF_WHOM.match(citation.quote, end - citation.start) for end in reversed(ends))
    return next((one["name"] for one in found if one), None)


def _place(quantity: Quantity, figures: list[Quantity]) -> int | None:
    return next((i for i, figure in enumerate(figures) if figure.start <= quantity.start < figure.end), None)


def _between(quantity: Quantity, start: int, end: int) -> str:
    citation = quantity.citation
    return citation.quote[max(0, start - citation.start) : max(0, end - citation.start)] if citation else ""


@lru_cache(maxsize=256)
def _figures(quote: str) -> tuple[Quantity, ...]:
    return tuple(find(quote))
