"""Figures in running text: their exact value and unit, the words that hedge them, the period that they belong to.

It reads what is printed and judges nothing: which figure answers a question, and whether two figures
agree, is for others to say. What merely contains digits (years, dates, model names, tickers, list and
section numbers, scores, versions) is not a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from askbot import changes, gapping
from askbot.clauses import Clauses
from askbot.numerals import (
    EXACT,
    MINUS_WORD,
    MULTIPLIERS,
    NUMERAL,
    RAND,
    counts_nothing,
    digits_value,
    either,
    share_figure,
    shortest,
    words_value,
)
from askbot.periods import Mark, fold, mark_times
from askbot.types import Quantity
from askbot.units import (
    CURRENCY_CODES,
    CURRENCY_SYMBOLS,
    CURRENCY_WORDS,
    DURATIONS,
    MEASURED_OR_TIMED,
    MEASURES,
    PIECES,
    SCALES,
    currency,
    is_plural,
    singular,
    yen_or_yuan,
)

_LONGEST_REMEMBERED_CHARACTERS = 1_000  # a sentence or two
_CODES = "|".join(sorted(CURRENCY_CODES))
_SIGNS = "[$€£¥￥₹₩₽₺₪฿₫₱₦₴]"
_MONEY_BEFORE = re.compile(
    rf"(?:(?<![\w])(?P<code>{_CODES}|RMB|Rs\.?|kr|CN|JP|(?:US|HK|NT|NZ|A|AU|C|CA|S|R)(?=\$))?[\s\u00a0]?(?P<sign>{_SIGNS})?)"
    r"[\s\u00a0]?(?P<minus>[-−(])?$"
)
_MONEY_WORD = re.compile(
    rf"[ -]?(?:{either(word for word in CURRENCY_WORDS if word.isascii())})s?\b"
    rf"|(?:{either(word for word in CURRENCY_WORDS if not word.isascii())})"
)
_MONEY_AFTER = re.compile(rf"\s?(?:(?P<code>{_CODES}|RMB)\b|(?P<sign>[€£¥₹₽₺₪฿₫₱₴]|kr\b))")
_SCALE_WORD = re.compile(
    rf"[ -]?({either(word for word in SCALES if word.isascii() and len(word) > 1 and word != 'mm')})\b"
)
_SCALE_LETTER = re.compile(r"\s?([kmbtKMBT]|mm)\b(?![-’'][a-z]{1,2}\b)")
_SCALE_SIGN = re.compile(r"百万|千万|万亿|[百千万亿]")
_PERCENT = re.compile(
    r"[ -]?(?:(?P<points>percentage[ -]points?|ppts?\b|pp\b)|(?P<basis>basis points?|bps\b)"
    r"|(?:%|％|per ?cent\b|pct\b)(?P<of_points>[ -]points?\b)?)"
)
_TIMES = re.compile(r" times\b|[x×](?!\w)| x\b|-?fold\b")
# After "three times" one of these makes it a multiple; otherwise something happened three times.
_OF_SOMETHING = re.compile(
    r" (?:(?P<than>(?:higher|larger|bigger|greater|more|lower|smaller|less|fewer|faster|longer|older|better|cheaper)\b)"
    r"|(?:as|the|its|their|his|her|that|those|what|over|annual|revenue|sales)\b|[a-z-]+[’']s?\b|[A-Z])"
)
_DURATION = re.compile(rf"[ -]({either(DURATIONS)})s?\b(?![’'])")
_SPELLED = [name for name in MEASURES if name.isascii() and name.islower() and len(name) > 3]
_MEASURE = re.compile(
    rf"[ -]?(?P<symbol>{either(name for name in MEASURES if name not in _SPELLED)})(?![\w²/-])"
    rf"|[ -](?P<name>{either(_SPELLED)})s?\b"
)
_ADJECTIVE = re.compile(r"-([a-z]{3,})")
_WORD = re.compile(r"\s([^\W\d_]+(?:[-’'/][^\W\d_]+)*)")
_RATE = re.compile(
    r" ?/ ?(?P<slashed>[a-z]+)"
    r"|,?(?: more| less)? (?P<each>per|each|every|an?)"
    r" (?P<unit>[a-z]+(?:-[a-z]+)?)\b(?! (?:earlier|ago|before|later|old)\b)"
    r"|,? (?P<adverb>monthly|annually|yearly|weekly|daily|quarterly)\b"
)
# "12,500 tonnes of coal a day": what is counted may stand between.
# and "$2 million of it goes every month" is a rate too.
_OF_STUFF = re.compile(
    r" of (?:[a-z]+|(?:it|them|this|that|these|those|which) (?:goes?|went|(?:is|are|was) (?:spent|used|burnt|lost)))"
    r"(?= (?:a|an|per|each|every) )"
)
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "annual": "year", "annually": "year", "yearly": "year",
}  # fmt: skip
_RATE_BEFORE = re.compile(r"\b(hourly|daily|weekly|monthly|quarterly|annual|yearly) ([^.;:()0-9]{0,80})$")
# "Annual revenue of 5 million" is the revenue of a year; only what is spent or made at a pace is a rate.
_PACE = re.compile(
    r"\b(?:burn|costs?|expens|fees?|rents?|spend|salar|wages?|pay\b|budget|payments?|subscription|savings|interest|rate\b)"
)
_STOPS = """a an the this that these those in on at of for from to by with as and or but nor while who whom which whose
    than then is are was were be been being has have had do does did will would can could may might shall should must
    not no it its he she they we you i his her their our my your if when where because since until before after during
    through throughout across over under above below about around between among into onto upon within without against
    per each every more less fewer rose fell grew reached said says sold bought made took came went got gave left won
    lost paid died signed joined worked compared so also only just even still already now there here all both some any
    such up down off out versus vs via plus minus including includes year-on-year annually monthly daily weekly
    respectively ago yet too away apart together alone increase increased decrease decreased rise drop times"""
_NOUN_STOPS = frozenset(_STOPS.split())
# These count nothing when another plural follows: "12 sales offices".
_PLURAL_ADJECTIVES = frozenset(
    ("sales", "sports", "goods", "services", "communications", "systems", "operations", "savings")
)
# A number after one of these is a name.
_LABEL = re.compile(
    r"\b(?:section|chapter|article|figure|fig\.?|table|page|p\.|pp\.|note|no\.?|nos\.|nr\.?|(?<![a-z]{5}s )number|part|"
    r"phase|type|level|step|version|model|flight|route|highway|interstate|room|class|grade|rule|act|scene|appendix|exhibit|"
    r"paragraph|clause|line|lot|gate|platform|track|volume|vol\.|issue|psalm|title|formula|channel|bus|tram|unit|stage|tier|"
    r"schedule|annex|question|list)\s?$"
)
_NAME_BEFORE = re.compile(r"(?:^|[^\w’'])([^\W\d_][\w’'.&-]*)\s$")
_NO_NAMES = """about around approximately over under nearly almost some roughly only just at least up to more than fewer
    less the in of on by from with for its their his her our and but or if when while after before since as all these
    those this that another other every each no not between among there has have had was were is are including plus
    minus used uses with within exactly"""
_NOT_NAMES = frozenset(_NO_NAMES.split())
_LINE_START = re.compile(r"(?:^|\n)\s*$")
_RANGE_GAP = re.compile(r" ?[-–—] ?| (?:to|and|or) ")
_OTHER_HALF = re.compile(r"\b(?:first|second|other|latter|last|top|bottom)[ -]$")
_TWICE_OF = re.compile(r" (?:as|the|its|their|his|her|that|what|those)\b")
_UNIT_NAMES = {"capita": "person"} | {name.lower(): name for name in MEASURES.values() if not name.islower()}


@dataclass(slots=True)
class _Figure:
    """A figure while it is being read; `number` is as printed, before its scale."""

    start: int
    end: int
    number: Decimal
    unit: str = ""
    scale: int = 1
    # Where what is counted ends: "12,000 institutional clients" is longer than its figure.
    counted_end: int = 0
    loose: bool = True  # nothing says yet what the digits count

    def take(self, unit: str, end: int, *, scale: int = 1) -> None:
        """Note the unit that was read, and where it ends."""
        self.unit, self.end, self.scale, self.loose = unit, end, self.scale * scale, False


def find(text: str, *, published: str | None = None) -> list[Quantity]:
    """Find every figure in a text, in order, none overlapping another, each at its exact place.

    For every quantity `text[start:end] == printed` holds; `printed` has the currency, the scale and the
    unit as printed but not the hedge, which stands apart. A counted noun is a unit in the singular.
    `published` is the article's ISO date, for "this year". Time grows linearly with the text.

    >>> [(q.printed, str(q.value), q.unit, q.hedge) for q in find("about $3.2 million from 12,000 new clients")]
    [('$3.2 million', '3200000', 'USD', 'about'), ('12,000', '12000', 'client', None)]
    """
    if len(text) > _LONGEST_REMEMBERED_CHARACTERS:
        return list(_find(text, published))
    return list(_remembered(text, published))


def _find(text: str, published: str | None) -> tuple[Quantity, ...]:
    plain = fold(text)
    marks = mark_times(text, published=published)
    figures = _ranges(plain, _read(text, plain, marks))
    clauses = Clauses(text, plain, marks) if figures else None
    respective = clauses.respective([(figure.start, figure.end) for figure in figures]) if clauses else {}
    found: list[Quantity] = []
    for index, figure in enumerate(figures):
        if clauses is None or figure.start >= figure.end or counts_nothing(plain, figure.start, figure.end):
            continue
        value = EXACT.multiply(figure.number, Decimal(figure.scale))
        unit = figure.unit
        if unit == "bp":
            value, unit = EXACT.divide(value, Decimal(100)), "pp"
        period = respective.get(index) or clauses.period(figure.start, figure.end, multiple=unit == "x")
        printed = text[figure.start : figure.end]
        hedge = clauses.hedge(figure.start, figure.end)
        if hedge is None and found and text[found[-1].end : figure.start] in ("-", "–"):
            hedge = found[-1].hedge  # both ends of a range are as sure as the first
        found.append(Quantity(shortest(value), unit, printed, figure.start, figure.end, period, hedge))
    return changes.dated(text, gapping.completed(text, found), marks)


# Every question about a sentence reads its figures, several times over.
_remembered = lru_cache(maxsize=4096)(_find)


def _read(text: str, plain: str, marks: list[Mark]) -> list[_Figure]:
    """Read the figures that touch no marked time, left to right."""
    figures: list[_Figure] = []
    free, at = 0, 0  # the first place that no figure has taken; the next mark
    for numeral in NUMERAL.finditer(plain):
        if numeral.start() < free:
            continue
        while at < len(marks) and marks[at].end <= numeral.start():
            at += 1
        limit = marks[at].start if at < len(marks) else len(text)
        if limit < numeral.end():
            continue
        figure = _read_one(text, plain, numeral)
        if figure is None or figure.end > limit or figure.start < (marks[at - 1].end if at else 0):
            continue
        if figures and figure.start < figures[-1].end:
            continue
        figures.append(figure)
        free = figure.end
    return figures


def _read_one(text: str, plain: str, numeral: re.Match[str]) -> _Figure | None:
    """Read one figure around its number; None where it is something else."""
    start, end = numeral.span()
    printed = numeral.group()
    if numeral.group("digits"):
        number = digits_value(printed)
        if number is None:
            return None
        figure = _Figure(start, end, number)
        if not _money_before(text, plain, figure):
            return None
        _scale(text, plain, figure)
        _unit(text, plain, figure)
        return figure if _is_figure(text, plain, figure, printed) else None
    if numeral.group("multiplier"):
        if printed in ("twice", "double", "triple") and not _TWICE_OF.match(plain, end):
            return None
        return _Figure(start, end, Decimal(MULTIPLIERS[printed]), unit="x", loose=False)
    if numeral.group("share"):
        if _OTHER_HALF.search(plain[max(0, start - 8) : start]):
            return None
        last, number, unit = share_figure(plain, start, end)
        return _Figure(start, last, number, unit=unit, loose=False)
    if numeral.group("half"):
        figure = _Figure(start, end - 1, Decimal("0.5"))
    else:
        words = words_value(printed)
        if words is None:
            return None
        figure = _Figure(start, end, words)
    _unit(text, plain, figure)
    known = not figure.loose and figure.counted_end == figure.end
    return None if printed == "one" and not known else figure  # "one of them", "no one"


def _money_before(text: str, plain: str, figure: _Figure) -> bool:
    """Take in a currency and a minus before the digits; False where something is attached that makes it a name."""
    first = max(0, figure.start - 10)
    match = _MONEY_BEFORE.search(text[first : figure.start])
    code, sign = (match.group("code"), match.group("sign")) if match else (None, None)
    if match is None or not (code or sign) or (code in ("CN", "JP") and not sign):
        return _rand_before(text, plain, figure) or _minus_before(text, figure)
    if sign and sign in "¥￥":
        unit = {"CN": "CNY", "JP": "JPY"}.get(code or "") or yen_or_yuan(plain)
    elif sign:
        unit = CURRENCY_SYMBOLS.get(f"{code or ''}{sign}", code if code in CURRENCY_CODES else CURRENCY_SYMBOLS[sign])
    else:
        unit = CURRENCY_SYMBOLS.get(code or "", code or "")
    figure.unit, figure.loose = unit, False
    figure.start = first + match.start("code" if code else "sign")
    if match.group("minus") == "(":  # the accountant's minus
        if text[figure.end : figure.end + 1] != ")":
            return False
        figure.end += 1
    lead = text[max(0, figure.start - 2) : figure.start]
    outside = lead[-1:] in ("-", "−") and not lead[:-1].strip("( \n")
    if outside:
        figure.start -= 1
    if match.group("minus") or outside:
        figure.number = -figure.number
    return True


def _rand_before(text: str, plain: str, figure: _Figure) -> bool:
    """Take in the R of "R88 million" and "R96,000"; before a plain number it may be the letter of a room or a road."""
    if not RAND.search(text[max(0, figure.start - 2) : figure.start]):
        return False
    if "," not in text[figure.start : figure.end] and not _SCALE_WORD.match(plain, figure.end):
        return False
    figure.start, figure.unit, figure.loose = figure.start - 1, "ZAR", False
    return _minus_before(text, figure)


def _minus_before(text: str, figure: _Figure) -> bool:
    if word := MINUS_WORD.search(text[max(0, figure.start - 20) : figure.start]):
        figure.start -= len(word["minus"])
        figure.number = -figure.number
        return True
    lead = text[max(0, figure.start - 2) : figure.start]
    before, earlier = lead[-1:], lead[:-1]
    if before in ("-", "−") and before:
        if earlier.strip("( \n\t\u00a0["):
            return earlier.isdigit() or earlier in ("%", ")")  # a range; after a letter it is a name
        figure.start -= 1
        figure.number = -figure.number
        return True
    return not (before.isalpha() and before.isascii()) and before not in tuple("_/#№:@.’'^\\")


def _scale(text: str, plain: str, figure: _Figure) -> None:
    """Read "million", "bn", "k" or "亿" after the digits."""
    word = _SCALE_WORD.match(plain, figure.end)
    sign = _SCALE_SIGN.match(text, figure.end)
    letter = _SCALE_LETTER.match(text, figure.end)
    if word or sign:
        match = word or sign
        name = word.group(1) if word else sign.group() if sign else ""
        figure.scale, figure.end, figure.loose = SCALES[name], match.end() if match else figure.end, False
    elif letter:
        name = letter.group(1)
        after = _WORD.match(text, letter.end())
        counts = after is not None and after.group(1)[0].islower() and after.group(1) not in _NOUN_STOPS
        # "5 m" without a currency is a length, "5m users" is not; "3M" alone may be a company.
        attached = text[figure.end] == name[0]
        if figure.unit or (attached and (name in "kK" or counts or _ADJECTIVE.match(text, letter.end()))):
            figure.scale, figure.end, figure.loose = SCALES[name.lower()], letter.end(), False


def _unit(text: str, plain: str, figure: _Figure) -> None:
    """Read what the number counts, and whether it is a rate."""
    if not figure.unit:
        _named_unit(text, plain, figure)
    figure.counted_end = max(figure.counted_end, figure.end)
    if figure.unit and figure.unit not in ("%", "pp", "bp", "x", "time"):
        _rate(plain, figure)


def _named_unit(text: str, plain: str, figure: _Figure) -> None:
    at = figure.end
    if match := _PERCENT.match(plain, at):
        points = match.group("points") or match.group("of_points")
        figure.take("pp" if points else "bp" if match.group("basis") else "%", match.end())
    elif match := _MONEY_WORD.match(plain, at):
        name = match.group().strip(" -")
        figure.take(CURRENCY_WORDS.get(name) or CURRENCY_WORDS[name.removesuffix("s")], match.end())
        if name == "pence":
            figure.number = EXACT.divide(figure.number, Decimal(100))
    elif (match := _MONEY_AFTER.match(text, at)) and not text[match.end() : match.end() + 1].isdigit():
        name = match.group("code") or match.group("sign")
        figure.take(yen_or_yuan(plain) if name == "¥" else CURRENCY_SYMBOLS.get(name, name), match.end())
    elif match := _TIMES.match(plain, at):
        more = _OF_SOMETHING.match(text, match.end())
        counted = EXACT.multiply(figure.number, Decimal(figure.scale))
        once = match.group() == " times" and not more and counted == counted.to_integral_value()
        # "three times higher" may mean three times or four times as much, so the word stays with the figure.
        figure.take("time" if once else "x", more.end("than") if more and more.group("than") else match.end())
    elif match := _DURATION.match(plain, at):
        unit, many = DURATIONS[match.group(1)]
        figure.take(unit, match.end(), scale=many)
    elif (match := _MEASURE.match(text, at)) and match.group("symbol") != "in":
        figure.take(MEASURES[match.group("symbol") or match.group("name")], match.end())
    else:
        _counted(text, figure)


def _counted(text: str, figure: _Figure) -> None:
    """Name what is counted: the first plural among the words that follow."""
    adjective = _ADJECTIVE.match(text, figure.end)
    if adjective:
        figure.unit, figure.counted_end, figure.loose = singular(adjective.group(1)), adjective.end(), False
        return
    at, plural = figure.end, ""
    for position in range(5):
        word = _WORD.match(text, at)
        if word is None or word.group(1).lower() in _NOUN_STOPS:
            break
        name, at = word.group(1), word.end()
        acronym = len(name) > 1 and name.isupper()
        counted = is_plural(name.lower()) and not acronym and (name[0].islower() or name[:-1].isupper())
        if counted or (acronym and position == 0):
            plural, figure.counted_end = name, at
        if (counted and name not in _PLURAL_ADJECTIVES) or (plural in _PLURAL_ADJECTIVES and not counted):
            break
    if plural:
        figure.unit, figure.loose = singular(plural), False


def _rate(plain: str, figure: _Figure) -> None:
    """Make it a rate where the text says so: "a month" behind it, or "monthly" before it."""
    stuff = _OF_STUFF.match(plain, figure.counted_end)
    after = _RATE.match(plain, stuff.end() if stuff else figure.counted_end)
    if after:
        base = singular(after.group("slashed") or after.group("unit") or _ADVERBS[after.group("adverb")])
        if base in DURATIONS:
            figure.unit += "/" + DURATIONS[base][0]
            return
        sold = after.group("each") in ("a", "an") and currency(figure.unit) and (base in MEASURES or base in PIECES)
        if sold or (after.group("each") == "per" and base not in ("cent", "se")):
            figure.unit += "/" + _UNIT_NAMES.get(base, base)
            return
    before = _RATE_BEFORE.search(plain[max(0, figure.start - 100) : figure.start])
    if (
        before
        and currency(figure.unit)
        and (before.group(1) in ("hourly", "daily", "weekly", "monthly") or _PACE.search(before.group(2)))
    ):
        figure.unit += "/" + _ADVERBS[before.group(1)]


def _is_figure(text: str, plain: str, figure: _Figure, printed: str) -> bool:
    """Tell a figure from a name, a label, a list number or a citation mark."""
    after, later = text[figure.end : figure.end + 1], text[figure.end + 1 : figure.end + 2]
    if (after.isalpha() and (after.isascii() or figure.loose) and after < "\u2e80") or after == "_":
        return False
    if (after and after in "/:@" and later.isdigit()) or (after == "'" and figure.loose):
        return False
    if not figure.loose and (currency(figure.unit) or figure.unit in ("%", "pp", "bp", "x")):
        return True
    before = text[max(0, figure.start - 40) : figure.start]
    if _LABEL.search(before.lower()):
        return False
    if printed.isdigit() and before[-1:] in ("(", "[") and after in (")", "]") and len(printed) <= 3:
        return False
    if printed.isdigit() and figure.scale == 1 and after in (".", ")") and _LINE_START.search(before):
        return False
    if "," in printed or figure.scale > 1 or figure.unit in MEASURED_OR_TIMED:
        return True
    name = _NAME_BEFORE.search(before)
    return not (name and name.group(1)[0].isupper() and name.group(1).lower().rstrip(".") not in _NOT_NAMES)


def _ranges(plain: str, figures: list[_Figure]) -> list[_Figure]:
    """Give the first figure of a range the unit and scale of the second; drop scores and telephone numbers."""
    dropped: set[int] = set()
    for index, (first, second) in enumerate(pairwise(figures)):
        gap = plain[first.end : second.start]
        if len(gap) > 5 or not _RANGE_GAP.fullmatch(gap):
            continue
        if gap.strip() in ("-", "–", "—") and first.loose and (second.loose or first.number > second.number):
            dropped |= {index, index + 1}
            continue
        lead = plain[max(0, first.start - 10) : first.start].rstrip("$€£ ")
        if gap == " and " and not lead.endswith("between"):
            continue
        same_money = second.unit in ("", first.unit) and currency(first.unit)
        if first.scale == 1 < second.scale and first.number < second.number and (same_money or first.loose):
            first.scale = second.scale
        if first.loose and second.unit:
            first.unit, first.loose = second.unit, False
        elif currency(first.unit) and not second.unit:
            second.unit, second.loose = first.unit, False
    return [figure for index, figure in enumerate(figures) if index not in dropped]
