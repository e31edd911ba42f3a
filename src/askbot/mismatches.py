"""What speaks against figures taken together: one counts something else, or is no part of the other."""

from __future__ import annotations

import re
from decimal import Decimal

from askbot.programs import Plan, Slot, UnitKind
from askbot.quantities import find
from askbot.reading.governing import akin
from askbot.ties import Bond, ties
from askbot.types import Calculation, Quantity
from askbot.units import MEASURED, currency
from askbot.words import stem

_CHANGES = ("rise", "fall", "change", "growth")
_PROPORTION = re.compile(
    r"\b(?:shares?|percentages?|proportion|rates?|margins?|stakes?|quotas?|interest|yield|portion|unemployment|turnout)\b"
)
LEAST_SHARE = Decimal("0.001")  # percent: a fare is no share of a price in millions
MOST_MARGIN = 10_000  # percent: who loses a hundred times what it takes in has no margin worth telling
LEAST_EACH = Decimal("0.005")  # of a currency: a price shared out among thousands is no amount for each
_WHOLE = 100
_ANYONE = ("person", *MEASURED)


def is_counted(slot: Slot, unit: str) -> bool:
    """Say whether what a figure counts may be what the slot's words name: four ferries are no cars."""
    counted = unit.split("/")[0]
    if slot.kind is not UnitKind.COUNT or not (counted.isalpha() and counted.islower()) or counted in _ANYONE:
        return True
    nouns = (re.sub(r"^.*['’]s? ", "", text) for text in (slot.what, *slot.phrases) if " that " not in text)
    words = {stem(word) for noun in nouns for word in re.findall(r"[a-z]+", noun.lower())}
    return any(akin(stem(counted), word) for word in words)


_TO_MORE = re.compile(r"\s*(?:to|-|–|and|or)\s*(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3} )\d")
_FROM_LESS = re.compile(r"\d\s*(?:to|-|–)\s*$|\bbetween [^,;.]*\d and $")


def is_one_end(figure: Quantity) -> bool:
    """Say whether a figure is one end of a range: "at $18 to $22 each"."""
    quote, start = (figure.citation.quote, figure.citation.start) if figure.citation else ("", 0)
    before = _FROM_LESS.search(quote[: figure.start - start])
    return before is not None or _TO_MORE.match(quote, figure.end - start) is not None


def disproportion(made: Plan, calculation: Calculation) -> str | None:
    """Say why a result can't be what was asked for: of amounts far apart, or the growth of another share."""
    each = calculation.expression == "amount / count" and currency(calculation.result.unit.split("/")[0]) is not None
    if each and abs(Decimal(calculation.result.value)) < LEAST_EACH:
        return "the figures found are too far apart."
    operands = calculation.operands.values()
    if calculation.result.unit != "%":
        return None
    worth = abs(Decimal(calculation.result.value))
    money = any(currency(one.unit) for one in operands)
    if money and (0 < worth < LEAST_SHARE or 0 < _WHOLE - worth < LEAST_SHARE or worth > _WHOLE / LEAST_SHARE):
        return "the figures found are not of one size."
    if money and made.name.endswith("margin") and worth > MOST_MARGIN:
        return "the figures found are not of one size."
    shares = any(one.unit == "%" for one in operands if one.citation) and made.name in _CHANGES
    if shares and "growth" not in calculation.expression and not any(_PROPORTION.search(s.what) for s in made.slots):
        return "the figures found are shares of something else."
    return None


def is_of_another(part: Quantity, whole: Quantity, **_: Quantity) -> bool:
    """The part's own sentence says that it is a part of another figure, or the whole: "won 11 of 20 games"."""
    if part.citation is None:
        return False
    text, at = part.citation.quote, part.citation.start
    parts = [tie for tie in ties(text, find(text)) if tie.bond is Bond.PART and tie.second.unit != "%"]
    wholes = [tie.first.start + at for tie in parts if tie.second.start + at == part.start]
    return any(tie.first.start + at == part.start for tie in parts) or (bool(wholes) and whole.start not in wholes)


def stands_beside(part: Quantity, whole: Quantity, **_: Quantity) -> bool:
    """Both stand in one list: "business tax brings in 74, property tax 33 and income tax 63"."""
    if part.citation is None or part.citation != whole.citation:
        return False
    text, at = part.citation.quote, part.citation.start
    ends = {part.start - at, whole.start - at}
    bonds = [tie for tie in ties(text, find(text)) if {tie.first.start, tie.second.start} == ends]
    return bool(bonds) and all(tie.bond is Bond.PAIR for tie in bonds)
