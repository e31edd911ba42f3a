"""How the words of a bare answer are cut: a figure with its hedge, range and noun; a date with the part of it that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from askbot.clauses import held_from
from askbot.matching import clause_at
from askbot.periods import Period, find_periods
from askbot.quantities import find
from askbot.reading_model import Span
from askbot.ties import alike
from askbot.units import currency

MOST_COUNTED_WORDS = 3  # "one million lines of code"
_DATE_LINK = r"(?:in|as of|as at|for|at|on|by|during|over|of|the|end|first|whole|full|fiscal|financial|year|months?|to|that|which|ended|ending|from|since)"
_THEN_DATED = re.compile(
    rf"(?:[\s,(]|\b{_DATE_LINK}\b|\b(?!matur|expir|fall|due|repa|repay|end|open|start|begin)[a-z]+s?\b(?= (?:in|as of|at the end of)\b))*",
    re.IGNORECASE,
)
_OPENING_DATE = re.compile(rf"(?:[\s,]|\b{_DATE_LINK}\b|\bbut\b|\band\b|\bhowever\b)*", re.IGNORECASE)
_DATED_THEN = re.compile(
    r"(?:[\s,]|\b(?:was|were|is|are|stood at|came to|totall?ed|amounted to|reached|at|of|an?|approximately|about|around|nearly|some|only|just|over)\b)*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:who|whom|which|that|before|after|when|while|because|since|although|if|until|founded|established|born|created|started|opened|"
    r"launched|built|elected|appointed|joined|bought|acquired|set up|from|by)\b|[;:—]",
    re.IGNORECASE,
)
# Another clause, or another name, may be of another time.
_GOES_ON = re.compile(
    r"\b(?:and|but|or|who|which|that|while|whereas|until|before|after|when|than|from)\b|[;:—]|\b[A-Z]\w"
)
_SPAN_TO = re.compile(
    r"\b(?:(?:financial|fiscal) )?(?:year|quarter|half[- ]year|half|(?:\w+ )?(?:months|weeks)) (?:to|through|ended|ending|(?:that|which) ended)(?: on)? $",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|–|—|-)\s*")
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)  # "from 64 to 72" is a change
_BECAME = re.compile(r"(?:\s+(?!to\b)[a-z-]+){0,3}\s+to\s+", re.IGNORECASE)  # "from 64 small boats to 72"
_MAY = re.compile(r"\b(?:may|might|could|would|will|to) (?:\w+ ){1,3}?(?P<from>from)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:an? |the )?$", re.IGNORECASE)
_AND = re.compile(r"(?:\s+[a-z-]+)?\s+and\s+", re.IGNORECASE)
_PART_OF_A_DATE = re.compile(
    r"(?:(?:last|next|this) |(?:by |before |at |until |since )?(?:the )?(?:spring|summer|autumn|fall|winter|end|beginning|start|middle|(?:first|second|third|fourth|last) (?:half|quarter)) of "
    r"|(?:early|late|mid)[- ](?:in )?)$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:\b(?:approximately|approx\.?|about|around|roughly|nearly|almost|some|only|just|over|under|above|below|up to|at least|at most|more than|less than|fewer than|no more than|no less than|"
    r"an estimated|estimated|likely|probably|possibly|(?:may|might|could)(?: have)?(?: be(?:en)?)?(?: \w+)?|exceeded|exceeding|close(?:r)? to|nearer(?: to)?|upwards of|as (?:much|many) as)\s+){1,2}$",
    re.IGNORECASE,
)


def dates(text: str, start: int, end: int, period: Period) -> bool:
    """Say whether a period is plainly that of the figure at a span: it stands right by it, or opens the sentence.

    >>> from askbot.periods import find_periods
    >>> one, other = "In 2024 it sold 500 boats.", "It costs $5 million and opens in 2030."
    >>> dates(one, 16, 19, find_periods(one)[0]), dates(other, 9, 19, find_periods(other)[0])
    (True, False)
    """
    if period.start >= end:
        return _THEN_DATED.fullmatch(text[end : period.start]) is not None
    first = clause_at(text, start)[0]
    if ":" in text[period.end : start] or period.printed.lower().startswith("since"):
        return False
    opens = first <= period.start and _OPENING_DATE.fullmatch(text[first : period.start])
    if opens or _DATED_THEN.fullmatch(text[period.end : start]):
        return True
    # "Sales in 2024 went well, up 9% to $5 million": the sentence speaks of that time, and of nothing beside it.
    return not (_ASIDE.search(text[: period.start]) or _GOES_ON.search(text[period.end : start]))


_AND_TOO = re.compile(r"\band\b")  # "took in €27 million in 2024 and lost €41 million": both of that year


def dated_elsewhere(text: str, start: int, end: int, asked_for: Sequence[Period]) -> bool:
    """Say whether the periods asked for are another figure's: "19 million last year, down from 24 million in 2018"."""
    figures = find(text)
    here = next((one for one in figures if one.start < end and start < one.end), None)
    if here is None or any(dates(text, start, end, one) for one in asked_for):
        return False
    return any(
        alike(one, here)
        and (one.start > here.start or (one.end < here.start and not _AND_TOO.search(text[one.end : here.start])))
        and dates(text, one.start, one.end, period)
        for one in figures
        for period in asked_for
    )


_THAN = re.compile(
    r"\b(?:than|as (?:much|many|large|high|big|long) as) (?:(?:at|in|during|for|over) )?(?:(?:the|this|that) )?(?:same )?(?:(?:time|point|period|stage) (?:in |of )?)?(?:the )?$",
    re.IGNORECASE,
)

# "Which is 1.5 times its full-year 2024 revenue": what comes before is of another year.
_TIMES = re.compile(
    r"\S+ (?:times|x|twice|double|triple|half)(?: (?:as (?:much|many) as|more than|that|those|of|in|for|its|the|their|full-year|full|annual|total|whole))*\s$",
    re.IGNORECASE,
)


def compared(text: str, period: Period, end: int) -> bool:
    """Say whether a period is only what the figure that ends there is held against: "1,400 more than at this time last year"."""
    held = held_from(text, period.start)
    if (times := _TIMES.search(text[: period.start])) is not None and end <= times.start():
        return True
    return _THAN.search(text[: period.start]) is not None or (held is not None and end <= held)


def dated(text: str, period: Period) -> str:
    """A period in its sentence's words, with the span that it ends: "year to 31 March 2025" is no day."""
    span = _SPAN_TO.search(text[: period.start])
    return text[span.start() if span else period.start : period.end]


def said(text: str, spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    """A figure as it is given in an answer: with what it counts, where the model's span says so, and its hedge."""
    for span in spans:
        if span.start <= start and end <= span.end and len(text[end : span.end].split()) <= MOST_COUNTED_WORDS:
            behind = text[end : span.end]
            if find(behind) or find_periods(behind) or "," in behind.rstrip(" ,"):
                break
            end = trimmed(text, start, span.end)[1]
            break
    start, end = _ranged(text, start, end)
    end += len("-old") if text.startswith("-old", end) else 0  # "the 44-year-old"
    return hedged(text, start), end


def without_the_asked(question: str, text: str, end: int, last: int) -> int:
    """Where a figure ends without what it counts, where the question has just those words.

    >>> text = "It employs 86 people."
    >>> [text[11 : without_the_asked(q, text, 13, 20)] for q in ("How many people does it employ?", "How many does it employ?")]
    ['86', '86 people']
    """
    behind = text[end:last].strip().lower()
    return end if behind and re.search(rf"\b{re.escape(behind)}\b", question.lower()) else last


def _ranged(text: str, start: int, end: int) -> tuple[int, int]:
    """A figure with the other end of its range, "34 to 41 m", or what it became, "from 34 to 41"."""
    figures = find(text)
    at = next((i for i, one in enumerate(figures) if one.start == start), None)
    if at is None:
        return start, end
    before, after = figures[at - 1 : at] if at else [], figures[at + 1 : at + 2]
    if before and _BECAME.fullmatch(text[before[0].end : start]) and (former := _MAY.search(text[: before[0].start])):
        return former.start("from"), end  # "may grow from one to three": there are not three
    changed = _FROM.search(text[:start])
    if changed:
        became = after and _BECAME.fullmatch(text[end : after[0].start])
        return (changed.start(), after[0].end) if became else (start, end)
    for first, last in ((figures[at], after), (before[0] if before else None, [figures[at]])):
        # "Between 34 and 41 m": one end of it is half an answer.
        opened = _BETWEEN.search(text[: first.start]) if first is not None else None
        if first is not None and opened and last and _AND.fullmatch(text[first.end : last[0].start]):
            return opened.start(), max(end, last[0].end)
    if after and _RANGE.fullmatch(text[end : after[0].start]) and figures[at].unit in ("", after[0].unit):
        return (start, after[0].end) if not _is_tally(text, start, after[0].start) else (start, end)
    if before and _RANGE.fullmatch(text[before[0].end : start]) and before[0].unit in ("", figures[at].unit):
        apart = _FROM.search(text[: before[0].start]) or _is_tally(text, before[0].start, start)
        return (start, end) if apart else (before[0].start, end)
    return start, end


def from_where(text: str, start: int) -> int:
    """Where a change begins that opens at an offset: "from 34 to 41" is no range of 34 to 41."""
    found = _FROM.search(text[:start])
    return found.start() if found else start


def one_range(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Say whether two figures are the ends of one range or change."""
    if len(places) != 2:
        return False
    (first, end), (start, _) = sorted(places)
    units = {figure.unit for figure in find(text) if figure.start in (first, start)} - {""}
    # "A rise of 9% to EUR 41,000" is none.
    return len(units) <= 1 and _RANGE.fullmatch(text[end:start]) is not None and not _is_tally(text, first, start)


def whole_range(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that ends with one end of a range to all of it: "$2 billion" of "$2 billion to $3 billion".

    >>> text = "It expects $2 billion to $3 billion."
    >>> a, b = whole_range(text, 11, 21)
    >>> text[a:b]
    '$2 billion to $3 billion'
    """
    for one, other in pairwise(find(text)):
        touched = (one.start < end and start < one.end) or start == other.start
        if touched and one_range(text, [(one.start, one.end), (other.start, other.end)]):
            return min(start, one.start), max(end, other.end)
    return start, end


def _is_tally(text: str, first: int, second: int) -> bool:
    """Say whether two bare figures, the larger one first, are a result: "9 to 6 against"."""
    values = {figure.start: figure.value for figure in find(text) if figure.unit in ("", "vote")}
    return first in values and second in values and values[first] > values[second] and not _FROM.search(text[:first])


def within(text: str, start: int) -> int:
    """Where a date begins with the part of it that is meant: "the spring of 2029" is not all of 2029."""
    found = _PART_OF_A_DATE.search(text[max(0, start - 40) : start])
    return start - len(found[0]) if found else start


def hedged(text: str, start: int) -> int:
    """Where a figure begins with its hedge."""
    found = _HEDGE.search(text[max(0, start - 40) : start])
    return start - (len(found[0]) if found else 0)


_FOR_EACH = re.compile(r",? (?:per|a|an|each|every) (?P<each>[a-z]+(?:-[a-z]+)?)\b")


_A_SPAN = re.compile(
    r"(?: [a-z-]+){0,3} (?:an?|per|each|every) (?P<span>minute|hour|day|night|week|month|quarter|year)\b"
)
_ANY_SPAN = re.compile(
    r"\b(?:an?|per|each|every) (?P<span>minute|hour|day|night|week|month|quarter|year)\b", re.IGNORECASE
)


def in_its_span(question: str, text: str, end: int) -> int:
    """Where a rate ends with its own span of time, where the question asks for another: "60 carts a week", asked a year."""
    own, asked = _A_SPAN.match(text, end), [one["span"].lower() for one in _ANY_SPAN.finditer(question)]
    return own.end() if own is not None and asked and own["span"] not in asked else end


def for_each(question: str, text: str, end: int) -> int:
    """Where a rate ends with all that it is for one of, where the question leaves any of that out: "£4 per nurse per month".

    >>> text = "It pays £4 per nurse per month."
    >>> text[8 : for_each("What does it pay?", text, 10)], text[8 : for_each("What per nurse a month?", text, 10)]
    ('£4 per nurse per month', '£4')
    """
    at, named = end, True
    while found := _FOR_EACH.match(text, at):
        said = re.search(rf"\b(?:per|an?|each|every|one) {found['each']}", question, re.IGNORECASE)
        at, named = found.end(), named and said is not None
    return end if named else at


_HALF_DAY = re.compile(r"\d ?[ap]\.m$")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without loose punctuation at its ends; an opened bracket or quotation mark is closed or left out."""
    while start < end and text[start] in " ,;:.)”’-–—":
        start += 1
    while end > start and text[end - 1] in " ,;:(“‘-–—":
        end -= 1
    end += text.startswith(".", end) and _HALF_DAY.search(text[start:end]) is not None  # "4 p.m."
    if (
        end > start
        and text[end - 1] == "."
        and not _HALF_DAY.search(text[start : end - 1])
        and not re.search(r"\b(?:[A-Z]\.){1,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc)\.$", text[start:end])
    ):
        end -= 1
    for opened, closed in (("(", ")"), ("“", "”"), ('"', '"')):
        inside = text[start:end]
        if inside.count(opened) > inside.count(closed) or (opened == closed and inside.count(opened) % 2):
            if text[end : end + 1] == closed:
                end += 1
            elif inside.startswith(opened):
                start += 1
            elif opened != closed:
                end = start + len(inside[: inside.rindex(opened)].rstrip(" ,"))
    return start, end


_ONCE_MORE = re.compile(
    r"(?:\s(?:for\sall(?:\sof\sthem|\s[a-z]+|\s\d+)|in\sall|in\stotal|altogether))?(?:,| \(|, or| or| \(or)\s*(?:(?:about|approximately|around|roughly|some|nearly|equivalent to|equal to|worth|i\.e\.,?)\s*)*$",
    re.IGNORECASE,
)


def restates(text: str, first_end: int, start: int, end: int) -> bool:
    """Say whether the money at `start` only gives in other money what ends at `first_end`.

    >>> text = "It raised $4 million, approximately EUR 3.7 million, and $2 million more."
    >>> restates(text, 20, 22, 51), restates(text, 20, 57, 67)
    (True, False)
    """
    one, other = find(text[:first_end]), find(text[start:end])
    if not one or not other or one[-1].end != first_end:
        return False
    codes = {currency(one[-1].unit), currency(other[0].unit)}
    between = text[first_end : start + other[0].start]
    return None not in codes and len(codes) > 1 and _ONCE_MORE.match(between) is not None
