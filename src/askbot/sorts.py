"""Of which sort a figure is, against the sort that a question asks for: money, a measure, or what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.question import Question
from askbot.types import Quantity
from askbot.units import MEASURED, MEASURES, currency, plural, singular
from askbot.words import is_function_word, stem

_MONEY = re.compile(
    r"\b(?:cost|costs|price|money|cash|revenue|turnover|sales|profit|loss|debt|budget|income|fund(?:s|ing)?|pay|paid|spend|spent|worth|value|grant|loan|wages?|salar(?:y|ies)|rent|fees?|fares?|earn|bill|bring in|take in)\b"
    r"|\bhow much (?:is|was|does|did|do|will|would|more|less|of|went|goes|money|go|had)\b|\b(?:euros?|dollars?|pounds|yuan|rmb|kronor)\b",
    re.IGNORECASE,
)

# What is dearer has a price, whatever else of it is counted.
_PRICED = re.compile(
    r"\b(?:dearer|cheaper|pricier|costlier|(?:more|less) expensive|prices?|fares?|fees?|wages?|salar(?:y|ies)|rents?)\b",
    re.IGNORECASE,
)


_PAID = re.compile(
    r"\b(?:pay\w*|paid|spen[dt]\w*|earn\w*|costs?|worth|bring|take in|raise[ds]?|money|euros?|dollars?|pounds|yuan)\b",
    re.IGNORECASE,
)


def is_price_for(asked: Question, figure: Quantity) -> bool:
    """Say whether a figure may be one of those that a question compares: money, where it speaks of prices."""
    money = currency(figure.unit) is not None
    if money and counts_only(asked):
        return False
    return money or _PRICED.search(asked.focus) is None


def counts_only(asked: Question) -> bool:
    """Say whether what a question names is counted, and no money: attendance, passengers.

    >>> from askbot.question import parse
    >>> [counts_only(parse(f"By how much does {what} rise?")) for what in ("attendance", "income from visitors")]
    [True, False]
    """
    sorts = {lexicon.asked_kind(term.stem) for term in asked.terms if not term.capitalised}
    counted = Kind.COUNT in sorts or any(term.stem in _ATTENDING for term in asked.terms)
    return counted and Kind.MONEY not in sorts and not (_PRICED.search(asked.focus) or _PAID.search(asked.focus))


def asked_for(asked: Question, figure: Quantity, text: str) -> bool:
    """The figure is of the sort that the question asks for: counts its noun, or is money where money is asked for."""
    counted = re.search(
        r"\bhow many (?:of (?:the|its|their|his|her|these|those|(?-i:[A-Z])[\w&.-]*(?: (?-i:[A-Z])[\w&.-]*)*['’]s?) )?(?:more |fewer |full |extra )?(?P<noun>[a-z]+(?: [a-z]+)?)",
        asked.focus,
        re.IGNORECASE,
    )
    money = currency(figure.unit) is not None
    if counted is None:
        measured = figure.unit.split("/")[0] in MEASURED or figure.unit == "%"
        return money or (measured and not _MONEY.search(asked.focus))
    words = counted["noun"].lower().split()
    if money and re.match(r"(?:euros?|dollars?|pounds|yuan|rmb|kronor)\b", words[0]):
        return True
    if words[0] in ("percentage", "percent") or (words[0] == "points" and figure.unit == "%"):
        return figure.unit == "%"
    return not money and any(_counts(figure, word, text) for word in words if not is_function_word(word))


def _counts(figure: Quantity, word: str, text: str) -> bool:
    unit = figure.unit.split("/")[0]
    one = singular(word)
    if unit and (MEASURES.get(one) == unit or MEASURES.get(word) == unit or stem(one) == stem(unit)):
        return True
    if unit in MEASURED or currency(unit) is not None or unit in ("%", "x"):
        return False
    start = figure.start
    near = wording(text[start : start + len(figure.printed) + 40])
    related = lexicon.related(stem(one)).get(stem(unit), 0.0) if unit else 0.0
    return (
        related >= MATCHED
        or (unit == "" and near.holds(stem(one)) >= MATCHED)
        or (unit in ("", "person") and stem(one) in _PEOPLE and not _OF_THEM.match(text, figure.end))
    )


_OF_THEM = re.compile(r" of (?:them|these|those|which)\b")
_PEOPLE = frozenset(stem(word) for word in ("people", "person"))
_ATTENDING = frozenset(
    stem(word)
    for word in [
        "visitors",
        "guests",
        "passengers",
        "spectators",
        "users",
        "patients",
        "pupils",
        "students",
        "members",
        "employees",
        "residents",
    ]
)


def is_for_each(figure: Quantity, word: str, words: Sequence[str], text: str) -> bool:
    """The figure counts what something is wanted for each of: `word`, one of the `words` that name it."""
    if len(words) > 1 and words[0] in ("square", "cubic"):
        return figure.unit == MEASURES.get(" ".join([words[0], singular(words[1])]), "")
    unit = figure.unit.split("/")[0]
    if unit in SPANS or unit.lower() == word:
        return stem(singular(word)) == stem(unit)
    return _counts(figure, word, text) and (
        stem(singular(word)) == stem(unit) or MEASURES.get(singular(word)) == unit or unit == ""
    )


def is_all_of_them(figure: Quantity, words: Sequence[str], text: str) -> bool:
    """The figure counts all of what was named before it: "spent $5 million on players, nine of them"."""
    named = bool(words) and re.search(
        rf"\b{re.escape(plural(singular(words[-1])))}\b[^;.\d]*,\s*$", text[: figure.start]
    )
    return figure.unit == "" and bool(named) and re.match(r" of them(?:,|\.|$)", text[figure.end :]) is not None


_UNDIVIDED = ("%", "x", "pp", "°", "°C", "°F")
_EACH_HAS = re.compile(
    r"\b(?:each|average|averag\w+) (?:(?:of|with|has|have|having|is|was|are|were|weighs|weighing|costs?|costing|about|around|some) )*$",
    re.IGNORECASE,
)


def is_divisible(figure: Quantity, text: str) -> bool:
    """A figure may be shared out: no degrees or percent, nor what is said of each ("22 trams, each 33 metres long")."""
    return figure.unit not in _UNDIVIDED and _EACH_HAS.search(text[: figure.start]) is None


SPANS = ("day", "week", "month", "quarter", "year", "hour")
