"""What "how heavy", "how tall" and "how old" ask for, by unit: no weight is given in metres, no age by how long a job took."""

from __future__ import annotations

import re
from collections.abc import Mapping

from askbot.lexicon import Kind
from askbot.matching import MATCHED
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.halves import flat
from askbot.reading.kinds import kind_of
from askbot.units import MEASURED
from askbot.words import stem

_LENGTHS = frozenset(["m", "km", "cm", "mm", "mi", "ft", "in"])
_WEIGHTS = frozenset(["g", "kg", "mg", "t", "ton", "lb"])
_HEATS = frozenset(["°", "°C", "°F"])
_ASKED = (
    (re.compile(r"\bhow heavy\b|\bhow much (?:do|does|did|will|would)\b.*\bweigh\b|\bwhat (?:is|was)\b.*\bweight\b", re.IGNORECASE), _WEIGHTS),
    (re.compile(r"\bhow (?:tall|deep|wide|thick)\b", re.IGNORECASE), _LENGTHS),
    (re.compile(r"\bhow (?:hot|cold|warm)\b|\bwhat temperature\b", re.IGNORECASE), _HEATS),
)  # fmt: skip
_MEASURES = _LENGTHS | _WEIGHTS | _HEATS
_HOW_OLD = re.compile(r"^how old\b", re.IGNORECASE)
_OLD = re.compile(r"\b(?:old|olds|aged?|ages|birthday|oldest|youngest)\b", re.IGNORECASE)
_HOW_IS = re.compile(
    r"^how [a-z]+ (?:is|are|was|were) (?:the|its|their|an?) (?:[a-z-]+ )*?(?P<head>[a-z-]+)\W*$", re.IGNORECASE
)
_HOW_LONG_DID = re.compile(
    r"^how long (?:do|does|did|will|would) (?:the|its|their|an?) (?:[a-z-]+ )*?(?P<head>[a-z-]+) (?:last|take|run|go on|continue)\W*$",
    re.IGNORECASE,
)
# What a crane lifts is not what it weighs.
_HOW_HEAVY = re.compile(r"\bhow heavy\b|\bhow much\b.*\bweigh\b|\bweight\b", re.IGNORECASE)
_LIFTS = re.compile(
    r"\b(?:lift|hoist|carry|carries|tow|pull|haul|push|move|shift|hold|bear|raise|transport|handle|load|take|swallow|store|process|burn)(?:s|ed|ing)?"
    r" (?:up to |as much as |about |around |some |nearly |over |more than |at most )?$",
    re.IGNORECASE,
)
_MOST = re.compile(r"^(?:what|how)\b.*\b(?:maximum|maximal|peak)\b", re.IGNORECASE)
_AT_MOST = re.compile(
    r"\b(?:max\w*|peak\w*|up to|as (?:much|many|high|fast|far|long|heavy) as|at (?:most|its (?:best|height))|no (?:more|longer) than|limit\w*|capacity|top|most"
    r"|\w+est|record|full|ceiling|cap(?:ped)?|can|could|able)\b",
    re.IGNORECASE,
)
NEAR_CHARACTERS = 30


def of_another_degree(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether the figure at a span is measured in units that no answer to "how heavy", "how deep" … can have."""
    figure = next((one for one in find(text) if one.start < end and start < one.end), None)
    if figure is None:
        return False
    if _HOW_OLD.match(asked.focus):
        around = text[max(0, start - NEAR_CHARACTERS) : end + NEAR_CHARACTERS]
        return figure.unit in MEASURED or (kind_of(figure.unit) is Kind.DURATION and _OLD.search(around) is None)
    if _MOST.search(asked.focus) and not _AT_MOST.search(text):
        return True
    if _HOW_HEAVY.search(asked.focus) and _LIFTS.search(flat(text[:start])):
        return True
    unit = figure.unit.split("/")[0]
    wanted = next((units for words, units in _ASKED if words.search(asked.focus)), None)
    return wanted is not None and unit in _MEASURES and unit not in wanted


def of_another_thing(asked: Question, strengths: Mapping[str, float]) -> bool:
    """Say whether "how long is the tram line" meets a sentence on trams and no line; `strengths` are those of its words."""
    return _lacks_head(_HOW_IS, asked, strengths)


def of_another_event(asked: Question, strengths: Mapping[str, float]) -> bool:
    """Say whether "how long did the debate last" meets a sentence without a debate; `strengths` are those of its words."""
    return _lacks_head(_HOW_LONG_DID, asked, strengths)


def _lacks_head(asks: re.Pattern[str], asked: Question, strengths: Mapping[str, float]) -> bool:
    found = asks.match(asked.focus)
    return found is not None and strengths.get(stem(found["head"].lower()), 1.0) < MATCHED
