"""What sort of answer some words are: a figure by its unit, a date, a share, a span of time, a number of times."""

from __future__ import annotations

import re

from askbot.lexicon import Kind
from askbot.periods import MONTHS, find_periods
from askbot.quantities import find
from askbot.question import FIGURES, Question
from askbot.units import currency
from askbot.words import stem

LEAST_BARE_MONEY = 1_000  # "41 of its 268" is no loss in money
PEOPLE = frozenset(
    stem(one)
    for one in [
        "people",
        "residents",
        "voters",
        "members",
        "nurses",
        "workers",
        "employees",
        "staff",
        "customers",
        "users",
        "students",
        "pupils",
        "patients",
        "women",
        "men",
        "officers",
    ]
)
_PERCENT = re.compile(r"\d ?(?:%|per ?cent\b)")
_FIXED = frozenset({Kind.MONEY, Kind.SHARE, Kind.DURATION})  # sorts that their units tell beyond doubt
_DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d{1,2}(?:st|nd|rd|th)?\b (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:1[5-9]|20)\d\d\b|\b(?:spring|summer|autumn|fall|winter|century|decade|year|month|week|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|noon|midnight|easter|christmas|ramadan|diwali|thanksgiving|whitsun|midsummer)\b|\d{1,2}(?:st|nd|rd|th)\b|\d[:.]\d\d|\d ?[ap]\.?m\b"
    rf"|(?-i:\b(?:{'|'.join(month.capitalize() for month in MONTHS)})\b)",
    re.IGNORECASE,
)
# "Two years later" is a date, by what the sentence or the one before it tells.
LATER = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d+)(?: [a-z]+)? (?:hour|day|week|month|quarter|year|decade)s? (?:later|earlier|afterwards)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|half|third|quarter|once|twice|thrice|dozens?|none|no|double|triple|every|daily|weekly|monthly|yearly|annually|hourly)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"%|\b(?:per ?cent|percentage|half|halves|thirds?|quarters?|fifths?|tenths?|majority|minority|most|all|none)\b|\b(?:out )?of (?:every |its |the )?(?:\d|ten|five|three|four|six|nine|hundred)|\bin (?:every )?(?:ten|five|three|four|six|hundred)\b",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)|seasons?)\b",
    re.IGNORECASE,
)
_A_TIME = re.compile(
    r"\b(?:an?|the whole|several|many|a few)(?: [a-z]+)? (?:second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur|season)(?:s|y|ies)?\b",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(r"how (?:often|frequently|regularly|many times)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:times?|once|twice|thrice|every|each|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|hourly|(?:an?|per) (?:second|minute|hour|day|week|month|quarter|year|season|decade))\b",
    re.IGNORECASE,
)


def kind_of(unit: str) -> Kind:
    """The sort of answer that a unit makes."""
    base = unit.split("/", 1)[0]
    if currency(unit) is not None:
        return Kind.MONEY
    if base in ("%", "pp"):
        return Kind.SHARE
    if base == "x":
        return Kind.MULTIPLE
    if base in ("year", "month", "quarter", "week", "day", "hour", "minute", "second", "decade", "century"):
        return Kind.DURATION
    return Kind.COUNT


def untyped(asked: Question, words: str) -> bool:
    """A figure or a date is asked for, and these words hold none that is written as one."""
    if _HOW_OFTEN.match(asked.focus):
        return not _OFTEN.search(words)
    dated = Kind.DATE in asked.wanted and bool(find_periods(words) or _DATED.search(words) or LATER.fullmatch(words))
    if dated or asked.wanted == {Kind.DATE}:
        return not dated
    if asked.wanted == {Kind.SHARE}:
        return not _SHARED.search(words)
    if asked.wanted == {Kind.DURATION}:
        return not _LASTING.search(words)
    if not asked.wanted & FIGURES:
        return False
    if Kind.DURATION in asked.wanted and _A_TIME.search(words):
        return False
    if asked.wanted == {Kind.COUNT} and asked.head in PEOPLE and _PERCENT.search(words):
        return False  # "how many people want it?" is answered by 41% of them
    other = [one for one in find(words) if kind_of(one.unit) not in asked.wanted and (one.unit or words != one.printed)]
    sorts = {kind_of(one.unit) for one in other}
    # "Nine days" is no number of signatures, 1.3 GWh no amount of money.
    if asked.wanted == {Kind.MONEY} and find(words):
        return not any(currency(one.unit) or abs(one.value) >= LEAST_BARE_MONEY for one in find(words))
    wrong = bool(other) and len(other) == len(find(words)) and sorts <= _FIXED and Kind.MEASURE not in asked.wanted
    return wrong or not COUNTED.search(words)
