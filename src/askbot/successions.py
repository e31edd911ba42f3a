"""What a figure was before, where the words behind it say so: "Sales were $12 million. The year before, it had been 9."

The words point back at the figure, so that both count the same thing; a sentence that stands by itself may not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from askbot.periods import find_periods, read_period
from askbot.quantities import find
from askbot.ties import HEDGES, Bond, alike, ties
from askbot.types import Quantity
from askbot.units import currency

_WHEN = (
    r"(?:(?:an?|one|the) (?:year|quarter|month|decade) (?:earlier|before(?: that)?|previously|ago)"
    r"|(?:in|at the end of|by the end of|at the start of|back in) (?:[A-Z][a-z]+ )?(?:19|20)\d\d"
    r"|[a-z]+ (?:years|months) (?:earlier|before|ago|previously)|(?:in )?(?:the previous|the prior|last) year"
    r"|previously|before(?: that| then| the [a-z]+)?|until then)"
)
_BACK = re.compile(
    rf"(?:(?P<lead>{_WHEN}),? )?(?:it|this|that|they|there|the (?:figure|number|total|price|sum))"
    r"(?P<been> had been| was| were| had(?: had)?| stood at| came to| had come to| cost| totalled| compares? with"
    r"| (?:had )?(?:made|earned|sold|carried|employed|spent|paid|lost|raised|owed|produced|booked)"
    rf"| compared with)\s+{HEDGES}",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?: [a-z]+){{0,2}}?,? (?P<tail>{_WHEN})", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?: [a-z]+)?,? (?:the year (?:before|earlier)|(?:an?|one) year (?:earlier|before|previously|ago)"
    r"|(?:in )?the (?:previous|prior) year)\b",
    re.IGNORECASE,
)
_AGAINST_YEAR = re.compile(
    r"[^.;]{0,50}?\b(?:than|as|up from|down from|up on|down on|against|compared (?:with|to)|from)"
    r"(?: (?:that|those|what it was|it was|the figure|a level))?(?: [$€£]?[\d.,]+(?: (?:million|billion))?)?"
    r" (?:in|of|for) (?:the )?(?:[a-z]+ (?:quarter|half|months) of )?(?P<year>(?:19|20)\d\d)\b"
)
# Results are told beside those of a year before; what else moved, over any time.
_RESULT = re.compile(
    r"\b(?:revenues?|sales|turnover|income|profits?|loss(?:es)?|margins?|earnings|earned|costs?|expenses?|spen[dt]\w*)\b",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(
    r"(?: [a-z]+)?,? (?:over|in|during|for) the (?:same|year-earlier|year-ago) (?:period|time|quarter|half|months)\b"
)
_A_YEAR_BEFORE = re.compile(
    r"\b(?:(?:an?|one) year (?:earlier|before|previously|ago)|the (?:year before|(?:previous|prior) year)|year-on-year"
    r"|year-(?:earlier|ago) (?:period|quarter|half))\b"
)
_OTHER_TIME = re.compile(
    r"[^.,;]{0,30}\b(?:earlier|before|previous(?:ly)?|ago|prior|last|quarter|month|week|day|half|since"
    r"|(?:in|on|at|by) (?:the (?:start|end|beginning)|[A-Z][a-z]+|(?:19|20)\d\d))\b"
)
_YEAR_BEFORE = re.compile(r"\b(?:a|one|the|last|previous|prior) year\b", re.IGNORECASE)
_HELD_AGAINST = re.compile(r"\b(?:as|than|against|versus) (?:in|for|of|that of) ((?:19|20)\d\d)\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_JOINT = re.compile(r"^[^;,\d]*[;,]\s*(?:and |but |while )?")


def former(figure: Quantity, text: str, following: str) -> tuple[Quantity, bool] | None:
    """Find what a figure of a sentence was before, in its own words or the sentence `following`, and whether in that.

    The former figure has its place in its own sentence and the period that the words give it. None where the sentence
    has another figure of the sort, which the words might mean.

    >>> text = "Sales were $12 million in 2025."
    >>> found = former(find(text)[0], text, "The year before, it had been $9 million.")
    >>> found[0].printed, found[0].period, found[1]
    ('$9 million', '2024', True)
    """
    own = [one for one in find(text) if _counts_as(figure, one)]
    if joint := _JOINT.match(text[figure.end :]):
        start = figure.end + joint.end()
        earlier = _pointing_back(figure, text[start:])
        if earlier is not None and len(own) <= 2:
            return replace(earlier, start=earlier.start + start, end=earlier.end + start), False
    earlier = _pointing_back(figure, following) if len(own) == 1 else None
    return (earlier, True) if earlier is not None else None


def year_before(figure: Quantity, text: str, above: str) -> Quantity | None:
    """Find what a figure of a sentence was a year before, in the same sentence, where its words or those above say so.

    >>> text = "Sales climbed to $12 million from $9 million a year earlier."
    >>> year_before(find(text)[0], text, "").printed
    '$9 million'
    >>> text = "Sales climbed to $12 million from $9 million in the quarter before."
    >>> year_before(find(text)[0], text, "") is None
    True
    """
    changes = (tie for tie in ties(text, find(text)) if tie.bond is Bond.CHANGE and tie.second.start == figure.start)
    earlier = next((tie.first for tie in changes), None)
    if earlier is None or earlier.unit != figure.unit:
        return None
    if _BEFORE.match(text, earlier.end) or _SAME_TIME.match(text, earlier.end):
        return earlier
    if figure.period and earlier.period:
        now, then = read_period(figure.period), read_period(earlier.period)
        same_stretch = abs((now.last - now.first) - (then.last - then.first)).days <= 1
        return earlier if now.last.year == then.last.year + 1 and same_stretch else None
    if _OTHER_TIME.match(text, earlier.end) or not _RESULT.search(text[: max(figure.start, earlier.start)]):
        return None
    return earlier if _A_YEAR_BEFORE.search(f"{above} {text}") else None


def is_earlier(text: str, end: int) -> bool:
    """Say whether the figure that ends there is of the time before: "$24 million the year before"."""
    return _BEFORE.match(text, end) is not None


def held_against(text: str, end: int) -> int | None:
    """The year that the figure that ends there is held against: "£6 million, twice as much as in 2024"."""
    found = _AGAINST_YEAR.match(text, end)
    return int(found["year"]) if found else None


def compared_year(behind: str, figure: Quantity, year: int) -> bool | None:
    """Say whether a year is the first behind a figure beside its own, which it is held against; None if unnamed.

    >>> text = "57 boats in 2024, 8% more than in 2023, yet fewer than the 90 of 2019"
    >>> [compared_year(text, find(text)[0], year) for year in (2023, 2019, 2021)]
    [True, False, None]
    """
    own = read_period(figure.period).last.year if figure.period is not None else None
    named = [found for found in map(int, _YEARS.findall(behind)) if found != own]
    named = named or [int(found) for found in _HELD_AGAINST.findall(behind)]  # the only year may pass for its own
    return named[0] == year if year in named else None


def _pointing_back(figure: Quantity, text: str) -> Quantity | None:
    earlier = next((one for one in find(text) if _counts_as(figure, one)), None)
    if earlier is None:
        return None
    lead, behind = _BACK.fullmatch(text[: earlier.start]), _BEHIND.match(text, earlier.end)
    when = lead and (lead["lead"] or (behind and behind["tail"]))
    if lead is None or (when is None and lead["been"] != " had been"):
        return None
    return replace(earlier, unit=figure.unit, period=_period(figure, when or ""))


def _counts_as(figure: Quantity, other: Quantity) -> bool:
    """Of one sort; how often it is paid may be said with the first alone."""
    money = currency(figure.unit)
    return alike(figure, other) or (money is not None and other.unit == money)


def _period(figure: Quantity, when: str) -> str | None:
    if dated := [period for period in find_periods(when) if re.search(r"(?:19|20)\d\d", period.printed)]:
        return dated[0].iso
    if figure.period is None or not _YEAR_BEFORE.search(when):
        return None
    now = read_period(figure.period)
    whole = now.first.year == now.last.year and (now.last - now.first).days >= 364
    return str(now.first.year - 1) if whole else None
