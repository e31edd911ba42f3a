"""What a question asks to be measured, and in what: a weight is in no megawatt-hours."""

from __future__ import annotations

import re

from askbot.quantities import find
from askbot.units import MEASURED, currency

_MASS = frozenset(["mg", "g", "kg", "t", "ton", "lb", "pound", "ounce"])
_LENGTH = frozenset(["mm", "cm", "m", "km", "mi", "mile", "ft", "in", "yard"])
_TEMPERATURE = frozenset(["°C", "°F", "°"])
_SPEED = frozenset(["knot", "mph", "km/h", "km/hour", "mi/hour", "m/second"])
_ASKED = (
    (re.compile(r"\b(?:weighs?|weighed|weight|heavy)\b", re.IGNORECASE), _MASS),
    (re.compile(r"^how (?:tall|deep|wide)\b", re.IGNORECASE), _LENGTH),
    (re.compile(r"^how (?:hot|cold|warm)\b|\btemperature\b", re.IGNORECASE), _TEMPERATURE),
    (re.compile(r"\b(?:top|maximum|service|cruising) speed\b", re.IGNORECASE), _SPEED),
)


def of_another_dimension(focus: str, text: str, start: int, end: int) -> bool:
    """Say whether a span measures something else than a question asks for.

    >>> said = "Each battery weighs 9 tonnes and holds 1.4 MWh."
    >>> [of_another_dimension("How heavy is it?", said, said.index(one), said.index(one) + 7) for one in ("9", "1.4")]
    [False, True]
    """
    allowed = next((units for pattern, units in _ASKED if pattern.search(focus)), None)
    if allowed is None:
        return False
    units = [figure.unit for figure in find(text) if start <= figure.start < end]
    measured = [
        one for one in units if one == "%" or {one, one.split("/")[0]} & MEASURED or currency(one.split("/")[0])
    ]
    return bool(measured) and not any({one, one.split("/")[0]} & allowed for one in measured)
