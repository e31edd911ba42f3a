"""Dates and periods in running text: which span of the calendar a phrase names.

It finds them and compares them; which figure a period belongs to is for `quantities` to say.
A phrase that names a period only by pointing ("this year") is resolved against the article's own
date and never guessed: without one it is marked as a period that nobody can date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTH_NAMES = """january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|
    october oct|november nov|december dec"""
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), start=1) for name in names.split()}
_COUNT_NAMES = "one two three four five six seven eight nine ten eleven twelve"
COUNTS = {word: number for number, word in enumerate(_COUNT_NAMES.split(), start=1)}
ORDINALS = {
    name: number
    for number, names in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th"), start=1)
    for name in names.split()
}
_LONGEST_REMEMBERED_CHARACTERS = 1_000  # a sentence or two
# An open end ("since 2019") is the last day that the calendar knows.
OPEN_END = date.max

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?<![\w$€£¥.,/])(?<![0-9]-)(?:1[0-9]|20|21)[0-9]{2}(?![\w%]|[.,][0-9]|-[0-9])"
_FISCAL = r"(?:(?:fiscal|financial|calendar)(?: year)? |full[- ]year |fy ?)"
_THIS = (
    r"(?:this|the current|last|the previous|the prior|next|the following|the same|that|the) year\b(?![- ](?:end|old))"
)
_YEARLY = rf"(?:{_FISCAL}?{_YEAR}|fy ?['’]?[0-9]{{2}}\b|{_THIS})"
_COUNT = "(?:" + "|".join(COUNTS) + r"|[0-9]{1,2})"
_ORDINAL = "(?:" + "|".join(ORDINALS) + ")"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?\b"
_DATED = rf"(?:{_MONTH} {_DAY},? {_YEAR}|{_DAY}(?: of)? {_MONTH},? {_YEAR})"
_MONTHLY = rf"{_MONTH}(?: of)?,? {_YEARLY}"
_LEAD = r"(?:early|mid|late)[- ]"

# Tried from top to bottom at each place, so the longest forms come first. They are matched against the lower-cased
# text with every blank made a plain space (one for one, so offsets hold).
_FORMS = (
    ("ended", rf"(?:{_COUNT}[- ]months?|(?:{_FISCAL.rstrip('?')})?(?:years?|quarters?|months?))(?: period)?"
     rf" (?:ended|ending)(?: on)? (?:{_DATED}|{_MONTHLY})"),
    ("edge", rf"(?:end|close|beginning|start) of (?:the )?(?:{_MONTHLY}|[hq][1-4] {_YEARLY}"
     rf"|{_ORDINAL}[- ](?:quarter|half)(?: of)?(?: the)? {_YEARLY}|{_YEARLY})|year[- ]end {_YEAR}"),
    ("part", rf"(?:first|last|final) {_COUNT} (?:months?|quarters?)(?: (?:of|in) (?:the )?{_YEARLY})?"),
    ("half", rf"(?:first|second|1st|2nd)[- ]half,?(?: of)?(?: the)? {_YEARLY}|(?:h[12]|[12]h),?(?: of)? ?{_YEARLY}"
     rf"|{_YEAR} ?h[12]\b|(?:h[12]|[12]h) ?['’]?[0-9]{{2}}\b"),
    ("quarter", rf"{_ORDINAL}[- ]quarter,?(?: of)?(?: the)? {_YEARLY}|(?:q[1-4]|[1-4]q),?(?: of)? ?{_YEARLY}"
     rf"|{_YEAR} ?q[1-4]\b|(?:q[1-4]|[1-4]q) ?['’]?[0-9]{{2}}\b"),
    ("since", rf"since (?:{_DATED}|{_MONTHLY}|{_YEARLY})"),
    ("day", rf"{_DATED}|(?:1[0-9]|20|21)[0-9]{{2}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![\w-])"),
    ("months", rf"(?:from )?{_MONTH}(?: {_YEAR})?(?: ?[-–—] ?| (?:to|through|until|till) (?:the end of )?)"
     rf"{_MONTH}(?: of)?,? {_YEAR}|between {_MONTH}(?: {_YEAR})? and {_MONTH}(?: of)?,? {_YEAR}"),
    ("month", _MONTHLY),
    ("undated", rf"(?!may\b){_MONTH} {_DAY}(?![%,.]?[0-9%])|may {_DAY}(?=,? ?[^\w% ]|$)"
     rf"|{_DAY}(?: of)? (?!may\b|mar\b){_MONTH}|{_DAY}(?: of)? (?:may|mar)(?= ?[^\w ]|$)|[0-9]{{1,4}} bce?\b"),
    ("years", r"(?:(?:from|between) )?(?<![\w$€£¥.,/])(?:1[0-9]|20|21)[0-9]{2}(?: ?[-–—/] ?| (?:to|and|through|until) )"
     r"(?:(?:1[0-9]|20|21)[0-9]{2}|(?<=[-–—/])[0-9]{2})(?![\w%-]|[.,][0-9])"),
    ("decade", rf"(?:{_LEAD})?(?<![\w$€£¥.,])(?:1[0-9]|20)[0-9]0['’]?s\b"),
    ("century", r"[0-9]{1,2}(?:st|nd|rd|th)[- ]century\b"),
    ("lead", rf"{_LEAD}{_YEARLY}"),
    ("year", rf"{_FISCAL}?{_YEAR}|fy ?['’]?[0-9]{{2}}\b|(?:this|last|next|the (?:current|previous|prior)) year\b"),
    ("undated", r"[hq][1-4]\b|[1-4][hq]\b|(?:this|last|the (?:previous|current)) (?:quarter|month)\b"),
)  # fmt: skip
# Chinese has no blank before a year: 2024年, 2024年上半年, 2024年9月30日.
_HAN = (
    r"(?<![0-9])(?:1[0-9]|20|21)[0-9]{2}年(?:[上下]半年|前三季度|第?[一二三四]季度"
    r"|(?:1[0-2]|0?[1-9])月(?:(?:[12][0-9]|3[01]|0?[1-9])日)?)?"
)
_PERIOD = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind}_{n}>{form})" for n, (kind, form) in enumerate(_FORMS)) + rf")|(?P<han_0>{_HAN})"
)
_HAN_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
}  # fmt: skip
_ANY_SIGN = re.compile(r"[0-9]|year|month|quarter")
_BLANKS = {ord(blank): " " for blank in "\t\n\r\v\f\u00a0\u2009\u202f"}
_YEAR_IN = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}")
_MONTH_IN = re.compile(rf"\b{_MONTH}")
_DAY_IN = re.compile(rf"\b{_DAY}")
_SHORT_YEAR = re.compile(r"[0-9]{2}$")
_ORDINAL_IN = re.compile(rf"\b{_ORDINAL}\b")
_CODE_IN = re.compile(r"[hq][1-4]|[1-4][hq]")
_COUNT_IN = re.compile(rf" {_COUNT} ")
_INNER = re.compile(r"(?:ended|ending|since|end|close|beginning|start)(?: on| of)?(?: the)? ")

# What stands before a bare number of four digits that is a year and not a count.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|during|before|after|circa|year|of|for|and|between|through|than|to|its|the|"
    r"their|his|her|our|with|on|as|at|vs|versus|compared|ended|ending)|[(,/;:–—-]|’s|'s)\s?$"
)
_AFTER_COUNT = re.compile(
    r" (?:[a-z-]+ ){0,2}?([a-z]+s|people|men|women|children)\b|[ -]?(?:million|billion|per cent|percent)\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, year or any other span of the calendar, and where a text names it; both dates are within it."""

    printed: str
    start: int
    end: int
    first: date
    last: date

    @property
    def iso(self) -> str:
        """ISO 8601: a day, a month or a year where it is exactly one; otherwise first and last day."""
        if self.first == self.last:
            return self.first.isoformat()
        if self.last == OPEN_END:
            return f"{self.first.isoformat()}/.."
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            if self.first.year == self.last.year:
                return f"{self.first.year:04}"
        elif self.first.day == 1 and self.last == _last_day(self.first.year, self.first.month):
            return self.first.isoformat()[:7]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that name a time; `period` is None where they can't be dated ("this year", "5 May")."""

    start: int
    end: int
    period: Period | None


def find_periods(text: str, *, published: str | None = None) -> list[Period]:
    """Find every date and period that can be dated, in order, none overlapping another.

    `published` is the article's ISO date, which "this year" and "last year" are counted from;
    without it they are left out.

    >>> [period.iso for period in find_periods("up in H1 2025 from its level on 30 Sept 2024")]
    ['2025-01-01/2025-06-30', '2024-09-30']
    """
    return [mark.period for mark in mark_times(text, published=published) if mark.period]


def mark_times(text: str, *, published: str | None = None) -> list[Mark]:
    """Mark every phrase that names a time, also those that can't be dated: no figure is to be read out of them."""
    if len(text) > _LONGEST_REMEMBERED_CHARACTERS:
        return list(_marks(text, published))
    return list(_remembered(text, published))


_A_MONTH = re.compile(_MONTHLY)
_MOVED = re.compile(r"\b(?:mov|postpon|delay|put|push|br[io]|shift|r[io]s|f[ae]ll|gr[eo]w|cut)\w*\b[^.;,]{0,60}$")


def _marks(text: str, published: str | None) -> tuple[Mark, ...]:
    plain = fold(text)
    if not _ANY_SIGN.search(plain):
        return ()
    year = int(published[:4]) if published and _YEAR_IN.match(published) else None
    marks = []
    for match in _PERIOD.finditer(plain):
        start, end = match.span()
        kind = str(match.lastgroup).rsplit("_", 1)[0]
        if kind == "year" and not _is_year(plain, start, end):
            continue
        if kind == "months" and _MOVED.search(plain[:start]):  # "moved from June 2026 to May 2028": no stretch
            found = ((one, _resolve("month", one.group(), year)) for one in _A_MONTH.finditer(plain, start, end))
            marks += [Mark(*o.span(), Period(text[o.start() : o.end()], *o.span(), *when)) for o, when in found if when]
            continue
        span = _resolve(kind, match.group(), year)
        marks.append(Mark(start, end, Period(text[start:end], start, end, *span) if span else None))
    return tuple(sorted([*marks, *_continued(text, plain, marks)], key=lambda mark: mark.start))


# "12 in the first quarter of 2025, 14 in the second and 15 in the third quarter"; "in January 2025, … in February"
_ELLIPSIS = re.compile(
    r"\bthe (?P<ordinal>first|second|third|fourth|final|last)(?: (?P<noun>quarter|half)\b(?! of)"
    r"|(?= ?(?:[,.;:)?!\u2014$€£¥]|$|(?:and|but|to|while|when|after|as|before|until)\b)))"
    rf"|\b(?:in|for|to|from|and|between) (?P<month>{_MONTH})(?<!(?:and|.to) may)"
    r"(?= ?(?:[,.;:)?!]|$|(?:and|but|to|while)\b))"
)
_AND_THE = re.compile(r" (?:and|to|until|or) (?:the )?")
_MONTH_DAYS, _QUARTER_DAYS, _HALF_YEAR_DAYS, _LEAP_DAYS = 31, 93, 184, 3


def _continued(text: str, plain: str, marks: list[Mark]) -> list[Mark]:
    """Date the quarters, halves and months whose year or noun is said with another one, before or right behind."""
    dated = [mark for mark in marks if mark.period and mark.period.first.year == mark.period.last.year]
    made: list[Mark] = []
    for found in _ELLIPSIS.finditer(plain) if dated else ():
        start, end = found.start("month") if found["month"] else found.start(), found.end()
        if any(mark.start < end and start < mark.end for mark in marks):
            continue
        behind = next((m for m in dated if m.start > end and _AND_THE.fullmatch(plain[end : m.start])), None)
        before = max((m for m in (*dated, *made) if m.end <= start), key=lambda m: m.start, default=None)
        base = (behind or before) if not found["month"] else before
        period = base and base.period and _like(base.period, found, later=base is before)
        if period:
            made.append(Mark(start, end, Period(text[start:end], start, end, *period)))
    return made


def _like(base: Period, found: re.Match[str], *, later: bool) -> tuple[date, date] | None:
    """The span of the same year that an ordinal or a month names; None where it isn't later than the one before it."""
    days = (base.last - base.first).days
    if found["month"]:
        span = _part("month", found["month"], base.first.year) if is_month(base) else None
    elif not _MONTH_DAYS < days <= _HALF_YEAR_DAYS:
        return None  # a day in January, or a whole year, may date what came before it
    else:
        noun = found["noun"] or ("quarter" if days < _QUARTER_DAYS else "half")
        last = {"quarter": "fourth", "half": "second"}[noun]
        ordinal = last if found["ordinal"] in ("final", "last") else found["ordinal"]
        if noun == "half" and ORDINALS[ordinal] > 2:
            return None
        span = _part(noun, f"{ordinal} {noun}", base.first.year)
    same_size = span is not None and abs((span[1] - span[0]).days - days) <= _LEAP_DAYS
    return None if span is None or (same_size and later and span[0] <= base.first) else span


# Every question about a sentence looks for its dates, several times over.
_remembered = lru_cache(maxsize=4096)(_marks)


def is_month(period: Period) -> bool:
    """Say whether a period is one month."""
    return period.first.day == 1 and period.last == _last_day(period.first.year, period.first.month)


def read_period(iso: str) -> Period:
    """Read back what `Period.iso` wrote; raises ValueError for anything else.

    >>> read_period("2025-02").last
    datetime.date(2025, 2, 28)
    """
    first, _, last = iso.partition("/")
    start, end = _bounds(first)
    if last:
        end = OPEN_END if last == ".." else _bounds(last)[1]
    return Period(iso, 0, len(iso), start, end)


def compatible(asked: Period, printed: Period) -> bool:
    """Say whether a figure for the printed period may answer a question about the asked one.

    The same days; a whole year (or longer) that includes the printed period; a day or month inside the
    asked one; or two that end on the same day where one of them is just that day, as a balance is.

    >>> nine_months, year, day = find_periods("first three quarters of 2025; 2025; September 30, 2025")
    >>> compatible(year, nine_months), compatible(nine_months, year), compatible(nine_months, day)
    (True, False, True)
    """
    if (asked.first, asked.last) == (printed.first, printed.last):
        return True
    if asked.last == printed.last and (asked.first == asked.last or printed.first == printed.last):
        return True
    if not (asked.first <= printed.first and printed.last <= asked.last):
        return False
    return (asked.last - asked.first).days >= 364 or printed.first == printed.last


def one_of_two(asked: Period, printed: Period) -> bool:
    """Say whether a year is one of two named together: 2021 of "in 2021 and 2023", not of "between 2021 and 2023".

    >>> [year], [two] = find_periods("2021"), find_periods("won in 2021 and 2023")
    >>> one_of_two(year, two), compatible(year, two)
    (True, False)
    """
    both = re.fullmatch(r"(\d{4}) and (\d{4})", printed.printed)
    return both is not None and asked.printed in both.groups()


def fold(text: str) -> str:
    """Lower the letters and make every blank a space, one for one, so that offsets still hold."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_BLANKS)


def _is_year(plain: str, start: int, end: int) -> bool:
    """Tell a year from a count of things: "its 2019 results", but "had 2000 employees" and "1500 people"."""
    if end - start != 4 or not plain[start].isdigit():
        return True
    led = _BEFORE_YEAR.search(plain[max(0, start - 12) : start])
    counted = _AFTER_COUNT.match(plain[end : end + 40])
    if 1900 <= int(plain[start:end]) <= 2099:
        return bool(led or not counted)
    return bool(led and not counted)


def _resolve(kind: str, phrase: str, published: int | None) -> tuple[date, date] | None:
    """Date a phrase of a known form; None where it points at a year that nobody named."""
    if kind == "undated":
        return None
    if kind == "months":
        return _months(phrase)
    if kind == "century":
        first = (int(re.split(r"\D", phrase, maxsplit=1)[0]) - 1) * 100 + 1
        return (date(first, 1, 1), date(first + 99, 12, 31)) if 1 <= first <= 9000 else None
    if kind == "years":
        return _years(phrase)
    if kind == "han":
        return _han(phrase)
    if kind in ("ended", "edge", "since"):
        return _relative(kind, phrase, published)
    year = _year(phrase, published)
    if year is None:
        return None
    if kind == "decade":
        return date(year, 1, 1), date(year + 9, 12, 31)
    if kind == "day":
        return _day(phrase, year)
    return _part(kind, phrase, year)


def _part(kind: str, phrase: str, year: int) -> tuple[date, date]:
    """Date a year or a part of one."""
    first, last = 1, 12
    if kind == "month":
        first = last = _month(phrase)
    elif kind in ("half", "quarter"):
        size = 6 if kind == "half" else 3
        ordinal, code = _ORDINAL_IN.search(phrase), _CODE_IN.search(phrase)
        number = ORDINALS[ordinal.group()] if ordinal else int(code.group().strip("hq")) if code else 1
        first, last = (number - 1) * size + 1, number * size
    elif kind == "lead":
        third = ("early", "mid", "late").index(re.split("[- ]", phrase, maxsplit=1)[0])
        first, last = third * 4 + 1, third * 4 + 4
    elif kind == "part":
        counted = _COUNT_IN.search(phrase)
        word = counted.group().strip() if counted else "12"
        months = min(12, (COUNTS.get(word) or int(word)) * (3 if "quarter" in phrase else 1)) or 12
        first, last = (1, months) if phrase.startswith("first") else (13 - months, 12)
    return date(year, first, 1), _last_day(year, last)


def _relative(kind: str, phrase: str, published: int | None) -> tuple[date, date] | None:
    """Date a phrase that hangs on another one: "since …", "end of …", "nine months ended …"."""
    lead = _INNER.search(phrase)
    inner = phrase[lead.end() :] if lead else phrase.removeprefix("year-end ").removeprefix("year end ")
    match = _PERIOD.match(inner)
    if match is None:
        return None
    span = _resolve(str(match.lastgroup).rsplit("_", 1)[0], match.group(), published)
    if span is None:
        return None
    first, last = span
    if kind == "since":
        return first, OPEN_END
    if kind == "edge":
        return (first, first) if phrase.startswith(("beginning", "start")) else (last, last)
    head = phrase[: lead.start()] if lead else phrase
    counted = re.match(_COUNT, head)
    months = COUNTS.get(counted.group()) or int(counted.group()) if counted else 12 if "year" in head else 3
    if not counted and "month" in head:
        months = 1
    return _months_before(last, months) + timedelta(days=1), last


def _years(phrase: str) -> tuple[date, date] | None:
    numbers = re.findall(r"[0-9]+", phrase)
    first, last = int(numbers[0]), int(numbers[1])
    if last < 100:
        last += first - first % 100
    return (date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _months(phrase: str) -> tuple[date, date] | None:
    """Date a stretch from one month to another: "from January to September 2025"."""
    months, years = _MONTH_IN.findall(phrase), _YEAR_IN.findall(phrase)
    first = date(int(years[0]), MONTHS[months[0].rstrip(".")], 1)
    last = _last_day(int(years[-1]), MONTHS[months[-1].rstrip(".")])
    return (first, last) if first < last else None


def _han(phrase: str) -> tuple[date, date] | None:
    """Date a Chinese year, or the part of it that is named behind it."""
    year, rest = int(phrase[:4]), phrase[5:]
    part = next((months for name, months in _HAN_PARTS.items() if rest.endswith(name)), None)
    if part:
        return date(year, part[0], 1), _last_day(year, part[1])
    numbers = [int(number) for number in re.findall(r"[0-9]+", rest)]
    if not numbers:
        return date(year, 1, 1), date(year, 12, 31)
    if len(numbers) == 1:
        return date(year, numbers[0], 1), _last_day(year, numbers[0])
    if numbers[1] > calendar.monthrange(year, numbers[0])[1]:
        return None
    return date(year, numbers[0], numbers[1]), date(year, numbers[0], numbers[1])


def _year(phrase: str, published: int | None) -> int | None:
    found = _YEAR_IN.search(phrase)
    if found:
        return int(found.group())
    short = _SHORT_YEAR.search(phrase)
    if short:
        return 2000 + int(short.group())
    if published is None:
        return None
    for words, shift in (("this year", 0), ("current year", 0), ("last year", -1), ("previous year", -1),
                         ("prior year", -1), ("next year", 1)):  # fmt: skip
        if words in phrase:
            return published + shift
    return None


def _day(phrase: str, year: int) -> tuple[date, date] | None:
    if phrase[4:5] == "-":
        month, day = int(phrase[5:7]), int(phrase[8:10])
    else:
        found = _DAY_IN.search(phrase)
        month, day = _month(phrase), int(re.sub(r"\D", "", found.group())) if found else 1
    if day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _month(phrase: str) -> int:
    found = _MONTH_IN.search(phrase)
    return MONTHS[found.group().rstrip(".")] if found else 1


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months_before(day: date, months: int) -> date:
    """Go back whole months; the last day of a month stays a last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = max(1, index // 12), index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if at_end else min(day.day, last))


def _bounds(iso: str) -> tuple[date, date]:
    if len(iso) == 4:
        return date(int(iso), 1, 1), date(int(iso), 12, 31)
    if len(iso) == 7:
        return date.fromisoformat(iso + "-01"), _last_day(int(iso[:4]), int(iso[5:]))
    return date.fromisoformat(iso), date.fromisoformat(iso)
