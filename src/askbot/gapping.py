"""A figure whose unit was said with the one before it: "a captain earns €5,800 a month, a deckhand 3,900".

Only where the words between give nothing but another thing, place or time, and no noun stands behind the figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from askbot.types import Quantity
from askbot.units import currency

_HEDGES = r"(?:(?:about|around|roughly|some|only|just|nearly|almost|over|approximately|at least)\s+)*"
# "from 6.4 million", ", compared with 39 million a year earlier", ", after 12 in 2024"
_HELD_AGAINST = re.compile(
    r"[^,;.\d]{0,30}?,?\s(?:(?:up|down)\s)?(?:from|to|against|versus|after|compared\s(?:with|to)|up\son|down\son)\s+"
    + _HEDGES,
    re.IGNORECASE,
)
# ", a deckhand 39,000", ", by ferry 25", " and repairs 18 million", ", in 2024 32"
_ANOTHER = re.compile(
    r"[^,;\d]{0,60}?(?:[,;]\s(?:and\s|while\s|but\s)?|\sand\s)(?:(?:in|at|by|for|on|with)\s)?"
    r"(?:(?:the|an?|its|their|another|that|those)\s)?(?P<what>[\w’'&-]+(?:\s[\w’'&-]+){0,3})\s" + _HEDGES,
)
_BEHIND = re.compile(
    r"\s*(?:$|[.,;:)\u2014]|\s(?:and|but|while|whereas|or)\s|\s(?:an?|one|the)\s(?:year|month|quarter|week)\b"
    r"|\s(?:in|at|for|on|last|previously|before|this|next|by|from)\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|do|does|did|which|who|that|than|not|of"
    r"|to|from|per|number|no|line|route|page|chapter|version|model|type|phase|stage|class|unit|room|floor|article"
    r"|section|paragraph|flight|gate|platform|age|aged|born|since|until|top|part|grade|level|zone|bus|tram|quay|pier)\b",
    re.IGNORECASE,
)
_PAID_ON = re.compile(
    r"[^.;\d]{0,25}\b(?:and|but)\s(?:it\s)?(?:will|would|is\sto|are\sto)\s"
    r"(?:cost|be|pay|earn|get|rise\sto|go\sup\sto)\s+" + _HEDGES
)
_SCALE = re.compile(r"\b(?:thousand|million|billion|trillion)\b|\b(?:bn|m|k)$", re.IGNORECASE)
# "9.2 million tonnes in the first quarter, 9.6 million in the second": nothing is another but the time.
_ANOTHER_TIME = re.compile(rf"\s(?:in|for|during)\s[^;]{{0,40}}?(?:,|\sand|,\sand)\s{_HEDGES}", re.IGNORECASE)
_IN_A_TIME = re.compile(r"\s(?:in|for|during)\s(?:the\s|[A-Z12])")
# "1,480 in the 12 months to March, against 390 there": no unit of months.
_OF_A_TIME = re.compile(r"\b(?:in|over|during|for) the (?:(?:last|past|first|next) )?$", re.IGNORECASE)
_FARTHEST = Decimal(100)  # times larger or smaller, of figures without a scale word
_UNNAMED = ("x", "pp", "°", "°C", "°F")


def completed(text: str, figures: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Give bare figures the unit of the one before them, where the words between leave it out."""
    made: list[Quantity] = []
    for figure in figures:
        before = made[-1] if made and not _OF_A_TIME.search(text[: made[-1].start]) else None
        if (before is not None and not figure.unit and before.unit and _is_gapped(text, before, figure)) or (
            before is not None and _is_paid_on(text, before, figure)
        ):
            figure = replace(figure, unit=before.unit)
        made.append(figure)
    return tuple(made)


def _is_paid_on(text: str, before: Quantity, figure: Quantity) -> bool:
    """How often it is paid was said with what is paid now: "costs €210 a month, and will cost €231 from January"."""
    money, span = figure.unit, before.unit.partition("/")[2]
    if not span or currency(money) is None or before.unit != f"{money}/{span}":
        return False
    return _PAID_ON.fullmatch(text[before.end : figure.start]) is not None and bool(_BEHIND.match(text, figure.end))


def _is_gapped(text: str, before: Quantity, figure: Quantity) -> bool:
    between = text[before.end : figure.start]
    if before.unit in _UNNAMED or not before.value or not figure.value or not _BEHIND.match(text, figure.end):
        return False
    scaled, so_before = (_SCALE.search(one.printed) is not None for one in (figure, before))
    if scaled != (so_before or scaled) or (scaled and not currency(before.unit.split("/")[0]) and not so_before):
        return False
    if not scaled and (so_before or not 1 / _FARTHEST <= figure.value / before.value <= _FARTHEST):
        return False
    if _HELD_AGAINST.fullmatch(between):
        return True
    if scaled and _ANOTHER_TIME.fullmatch(between) and _IN_A_TIME.match(text, figure.end):
        return True
    another = _ANOTHER.fullmatch(between)
    return another is not None and _VERB.search(another["what"]) is None
