"""Figures in running text: their exact value and unit, the words that hedge them, the period that they belong to.

It reads what is printed and judges nothing: which figure answers a question, and whether two figures
agree, is for others to say. What merely contains digits (years, dates, model names, tickers, list and
section numbers, scores, versions) is not a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from askbot.clauses import Clauses
from askbot.periods import Mark, fold, mark_times
from askbot.types import Quantity
from askbot.units import (
    CURRENCY_CODES,
    CURRENCY_SYMBOLS,
    CURRENCY_WORDS,
    DURATIONS,
    IRREGULAR,
    MEASURES,
    SCALES,
    is_plural,
    singular,
)

_EXACT = Context(prec=60)
# A third has no last digit; this many are kept of it, as in the calculator's results.
_SIGNIFICANT = Context(prec=28)
# No article prints a figure with more digits, and what isn't one (a hash, a key) is not worth the reading.
_MAX_DIGITS = 40

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WORDS = {word: number for number, word in enumerate(_ONES.split(), start=1)}
_WORDS |= {
    word: number * 10
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_WORDS["zero"] = 0
_WORD_SCALES = {word: SCALES[word] for word in ("dozen", "hundred", "thousand", "million", "billion", "trillion")}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_MULTIPLIERS = {
    "doubled": 2, "doubling": 2, "tripled": 3, "trebled": 3, "tripling": 3, "quadrupled": 4, "quadrupling": 4,
    "quintupled": 5, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10,
    "twice": 2, "double": 2, "triple": 3,
}  # fmt: skip
_HALVED = {"halved": Decimal("0.5"), "halving": Decimal("0.5")}


def _either(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_NUMBER_WORD = _either([*_WORDS, *_WORD_SCALES])
_CORE = re.compile(
    r"(?P<digits>[0-9]+(?:[.,][0-9]+)*(?:[\u00a0\u202f][0-9]{3}(?![0-9]))*|(?<![\w.])\.[0-9]+)"
    rf"|\b(?P<words>(?:half an? |an? )?(?:{_NUMBER_WORD})\b(?:[ -](?:and )?(?:{_NUMBER_WORD})\b)*)"
    rf"|\b(?P<fraction>(?:half(?= (?:of|the|its|their|his|her|our|all)\b)"
    rf"|(?:an?|one)[ -](?:{_either([f for f in _FRACTIONS if f != 'half'])})(?= (?:of|responded|more|less)\b|[.,;]| [a-z]+ed\b)"
    rf"|(?:{_either(list(_WORDS)[1:9])})[ -](?:{_either([f + 's' for f in _FRACTIONS if f != 'half'])})(?= of\b)"
    r"|half an? (?=hour|day|year|century|decade|mile|metre|meter|tonne|litre|liter|kilo)))"
    rf"|\b(?P<multiplier>(?:{_either([*_MULTIPLIERS, *_HALVED])})\b)"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3})+")

_CODES = "|".join(sorted(CURRENCY_CODES))
_MONEY_BEFORE = re.compile(
    rf"(?:(?<![\w])(?P<code>{_CODES}|RMB|Rs\.?|kr|CN¥|JP¥|(?:US|HK|NT|NZ|A|AU|C|CA|S|R)(?=\$))?[\s\u00a0]?(?P<symbol>[$€£¥￥₹₩₽₺₪฿₫₱₦₴])?)"
    r"[\s\u00a0]?(?P<minus>[-−(])?$"
)
_MONEY_AFTER = re.compile(
    rf"[ -]?(?:{_either([w for w in CURRENCY_WORDS if w.isascii()])})s?\b|(?:{_either([w for w in CURRENCY_WORDS if not w.isascii()])})"
)
_CODE_AFTER = re.compile(rf"\s?(?:(?P<code>{_CODES}|RMB)\b|(?P<symbol>[€£¥₹₽₺₪฿₫₱₴]|kr\b))")
_SCALE_WORD = re.compile(
    r"[ -]?(hundred|thousand|million|billion|trillion|quadrillion|crore|lakh|mln|bln|trn|mio|mn|bn|tn)\b"
)
_SCALE_LETTER = re.compile(r"\s?([kmbtKMBT]|mm)\b(?![-’'][a-z]{1,2}\b)")
_SCALE_SIGN = re.compile(r"百万|千万|万亿|[百千万亿]")
_PERCENT = re.compile(
    r"[ -]?(percentage[ -]points?|basis points?|bps\b|ppts?\b|pp\b|%|％|per ?cent\b|pct\b)(?:[ -](points?\b))?"
)
_TIMES = re.compile(r"(?: times\b|[x×](?![\w])| x\b|-?fold\b)")
# After "three times" one of these makes it a multiple; otherwise something happened three times.
_OF_SOMETHING = re.compile(
    r" (?:(?P<than>higher|larger|bigger|greater|more|lower|smaller|less|fewer|faster|longer|older|better|cheaper)\b"
    r"|as\b|the\b|its\b|their\b|his\b|her\b|that\b|those\b|what\b|over\b|[a-z-]+[’']s?\b|[A-Z]|annual|revenue|sales)"
)
_DURATION = re.compile(rf"[ -]({_either([d for d in DURATIONS if d != 'centurie'])}|centurie)s?\b(?![’'])")
_MEASURE = re.compile(
    rf"[ -]?({_either([m for m in MEASURES if not (m.isalpha() and m.islower() and len(m) > 3)])})(?![\w²/-])"
    rf"|[ -]({_either([m for m in MEASURES if m.isascii() and m.islower() and len(m) > 3])})s?\b"
)
_ADJECTIVE = re.compile(r"-([a-z]{3,})")
_WORD = re.compile(r"[ ]([^\W\d_]+(?:[-’'/][^\W\d_]+)*)")
_RATE = re.compile(
    r" ?/ ?([a-z]+)|,? (?:per|each|every|an?) ([a-z]+(?:-[a-z]+)?)|,? (monthly|annually|yearly|weekly|daily|quarterly)\b"
)
_RATE_ADVERBS = {"monthly": "month", "annually": "year", "yearly": "year", "annual": "year", "weekly": "week", "daily": "day",
                 "quarterly": "quarter", "hourly": "hour"}  # fmt: skip
_RATE_BEFORE = re.compile(r"\b(hourly|daily|weekly|monthly|quarterly|annual|yearly) ([^.;:()0-9]{0,80})$")
# "Annual revenue of 5 million" is the revenue of a year; only what is spent or made at a pace is a rate.
_PACE = re.compile(
    r"\b(?:burn|costs?|expens|fees?|rents?|spend|salar|wages?|pay\b|budget|payments?|subscription|savings|interest|rate\b)"
)
_NOUN_STOPS = frozenset(
    """a an the this that these those in on at of for from to by with as and or but nor while who whom which whose than then
    is are was were be been being has have had do does did will would can could may might shall should must not no it its he she
    they we you i his her their our my your if when where because since until before after during through throughout across
    over under above below about around between among into onto upon within without against per each every more less fewer
    rose fell grew reached said says sold bought made took came went got gave left won lost paid died signed joined worked
    compared so also only just even still already now there here all both some any such up down off out versus vs via plus
    minus including includes year-on-year annually monthly daily weekly respectively ago yet too away apart together alone
    increase increased decrease decreased rise drop times""".split()
)
# A word that counts nothing although it ends like a plural, when another plural follows it: "12 sales offices".
_PLURAL_ADJECTIVES = frozenset(
    "sales sports goods services communications systems operations savings securities arms".split()
)
# Numbers after these words are names.
_LABELS = re.compile(
    r"\b(?:section|chapter|article|figure|fig\.?|table|page|p\.|pp\.|note|no\.?|nos\.|nr\.?|number|part|phase|type|level|step|version|"
    r"model|flight|route|highway|interstate|room|class|grade|rule|act|scene|appendix|exhibit|paragraph|clause|line|lot|gate|"
    r"platform|track|volume|vol\.|issue|psalm|title|formula|channel|bus|tram|unit|stage|tier|schedule|annex|question|list|#|№)\s?$"
)
_LINE_START = re.compile(r"(?:^|\n)\s*$")
_NAME_BEFORE = re.compile(r"(?:^|[^\w’'])([^\W\d_][\w’'.&-]*)\s$")
_NOT_NAMES = frozenset(
    """about around approximately over under nearly almost some roughly only just at least up to more than fewer less the in
    of on by from with for its their his her our and but or if when while after before since as all these those this that
    another other every each no not between among some january february march april may june july august september october
    november december there has have had was were is are including plus minus used uses was with within exactly""".split()
)
_RANGE_GAP = re.compile(r" ?[-–—] ?| (?:to|and|or) ")


@dataclass(slots=True)
class _Figure:
    """A figure while it is being read; `number` is as printed, before its scale."""

    start: int
    end: int
    number: Decimal
    unit: str = ""
    scale: int = 1
    worded: bool = False
    # Where what is counted ends: "12,000 institutional clients" is longer than its figure.
    counted_end: int = 0
    loose: bool = True  # nothing says what the digits count


def find(text: str, *, published: str | None = None) -> list[Quantity]:
    """Find every figure in a text, in order, none overlapping another, each at its exact place.

    For every quantity `text[start:end] == printed` holds; `printed` has the currency, the scale and the
    unit as printed but not the hedge, which stands apart. A counted noun is a unit in the singular.
    `published` is the article's ISO date, for "this year". Time grows linearly with the text.

    >>> [(q.printed, str(q.value), q.unit, q.hedge) for q in find("about $3.2 million from 12,000 new clients")]
    [('$3.2 million', '3200000', 'USD', 'about'), ('12,000', '12000', 'client', None)]
    """
    if not text:
        return []
    plain = fold(text)
    marks = mark_times(text, published=published)
    figures = _ranges(plain, _read(text, plain, marks))
    clauses = Clauses(text, plain, marks)
    found = []
    for figure in figures:
        value = _EXACT.multiply(figure.number, Decimal(figure.scale))
        if figure.unit == "bp":
            value, figure.unit = _EXACT.divide(value, Decimal(100)), "pp"
        printed = text[figure.start : figure.end]
        hedge = clauses.hedge(figure.start)
        period = clauses.period(figure.start, figure.end, multiple=figure.unit == "x")
        found.append(Quantity(_shortest(value), figure.unit, printed, figure.start, figure.end, period, hedge))
    return found


def _read(text: str, plain: str, marks: list[Mark]) -> list[_Figure]:
    """Read the figures outside the marked times, left to right."""
    figures: list[_Figure] = []
    position, mark_at = 0, 0
    for core in _CORE.finditer(plain):
        start, end = core.span()
        if start < position:
            continue
        while mark_at < len(marks) and marks[mark_at].end <= start:
            mark_at += 1
        if mark_at < len(marks) and marks[mark_at].start < end:
            continue
        figure = _read_one(text, plain, core)
        if figure and (
            mark_at >= len(marks) or figure.end <= marks[mark_at].start or figure.start >= marks[mark_at].end
        ):
            if figures and figure.start < figures[-1].end:
                continue
            figures.append(figure)
            position = figure.end
        elif core.group("digits"):
            position = end
    return figures


def _read_one(text: str, plain: str, core: re.Match[str]) -> _Figure | None:
    start, end = core.span()
    printed = core.group()
    if core.group("multiplier"):
        return _multiplier(text, plain, start, end)
    if core.group("fraction"):
        return _fraction(plain, start, end, printed)
    if core.group("words"):
        number = _number_in_words(printed)
        if number is None:
            return None
        figure = _Figure(start, end, number, worded=True)
        _unit(text, plain, figure)
        known = figure.scale > 1 or not figure.loose and figure.counted_end == figure.end
        return None if printed == "one" and not known else figure  # "one of them", "no one"
    number = _number(printed)
    if number is None:
        return None
    figure = _Figure(start, end, number)
    if not _money_before(text, plain, figure):
        return None
    _unit(text, plain, figure)
    return figure if _is_figure(text, plain, figure, printed) else None


def _number(printed: str) -> Decimal | None:
    if len(printed) > _MAX_DIGITS:
        return None
    if not _PLAIN.fullmatch(printed) and not _GROUPED.fullmatch(printed):
        return None
    whole = printed.split(".", 1)[0]
    if len(whole) > 1 and whole[0] == "0":
        return None  # a ticker, a code, a telephone number
    return Decimal(re.sub("[,\u00a0\u202f]", "", printed))


def _number_in_words(printed: str) -> Decimal | None:
    """Read "two hundred and fifty", "half a million", "a dozen"; None where the words are several numbers."""
    words = [word for word in re.split("[ -]", printed) if word != "and"]
    half = words[0] == "half"
    if half:
        words = words[2:]
    elif words[0] in ("a", "an"):
        words = ["one", *words[1:]]
        if len(words) == 1 or words[1] not in _WORD_SCALES:
            return None
    if words[0] in _WORD_SCALES:
        if not half:
            return None  # "million" after digits, or "hundreds of"
        words = ["one", *words]
    total = group = 0
    last = 10**18
    for word in words:
        if word in _WORD_SCALES:
            size = _WORD_SCALES[word]
            if size <= 100:
                group = max(group, 1) * size
            else:
                total, group = total + max(group, 1) * size, 0
            last = size
        else:
            value = _WORDS[word]
            if group % 100 and not (group % 10 == 0 and value < 10 <= group % 100) or group and last <= 20:
                if not (20 <= group % 100 and value < 10 and group % 10 == 0):
                    return None
            group += value
            last = value
    number = Decimal(total + group)
    return _EXACT.divide(number, Decimal(2)) if half else number


def _money_before(text: str, plain: str, figure: _Figure) -> bool:
    """Take in a currency, a minus and an opening bracket before the digits; False where a letter is attached."""
    window_start = max(0, figure.start - 10)
    window = text[window_start : figure.start]
    match = _MONEY_BEFORE.search(window)
    money = match and (match.group("code") or match.group("symbol"))
    if match and money:
        code, symbol = match.group("code"), match.group("symbol")
        if code and symbol:
            figure.unit = CURRENCY_SYMBOLS.get(code + symbol) or (code if code in CURRENCY_CODES else "")
            if not figure.unit:
                figure.unit = CURRENCY_SYMBOLS[symbol]
        elif symbol:
            figure.unit = _yen_or_yuan(plain) if symbol in "¥￥" else CURRENCY_SYMBOLS[symbol]
        else:
            figure.unit = CURRENCY_SYMBOLS.get(code) or code
        figure.loose = False
        figure.start = window_start + match.start("code" if code else "symbol")
        if match.group("minus") == "(":
            if text[figure.end : figure.end + 1] != ")":
                return False
            figure.end += 1
            figure.number = -figure.number
        elif match.group("minus"):
            figure.number = -figure.number
        if (
            text[figure.start - 1 : figure.start] in ("-", "−")
            and not text[figure.start - 2 : figure.start - 1].strip()
        ):
            figure.start -= 1
            figure.number = -figure.number
        return True
    before = text[figure.start - 1 : figure.start] if figure.start else ""
    if before in ("-", "−") and figure.start:
        earlier = text[figure.start - 2 : figure.start - 1] if figure.start > 1 else ""
        if not earlier or earlier in " \n\t([\u00a0":
            figure.start -= 1
            figure.number = -figure.number
            return True
        return earlier.isdigit() or earlier in "%)"
    return not (before.isalpha() and before.isascii()) and before not in (
        "_",
        "/",
        "#",
        "№",
        ":",
        "@",
        ".",
        "’",
        "'",
        "^",
        "\\",
    )


def _yen_or_yuan(plain: str) -> str:
    """Decide "¥" by the words that the text has for it: yuan, unless only yen are spoken of."""
    if re.search(r"\b(?:yen|jpy|japan|tokyo|nikkei)", plain) and not re.search(
        r"\b(?:yuan|rmb|cny|renminbi|china|chinese)", plain
    ):
        return "JPY"
    return "CNY"


def _unit(text: str, plain: str, figure: _Figure) -> None:
    """Read scale and unit after the digits."""
    _scale(text, plain, figure)
    if figure.unit == "":
        _plain_unit(text, plain, figure)
    figure.counted_end = max(figure.counted_end, figure.end)
    _rate(plain, figure)


def _scale(text: str, plain: str, figure: _Figure) -> None:
    sign = _SCALE_SIGN.match(text, figure.end)
    word = _SCALE_WORD.match(plain, figure.end)
    letter = _SCALE_LETTER.match(text, figure.end)
    if word and not (word.group(1) == "hundred" and figure.worded):
        figure.scale, figure.end, figure.loose = SCALES[word.group(1)], word.end(), False
    elif sign:
        figure.scale, figure.end, figure.loose = SCALES[sign.group()], sign.end(), False
    elif letter and not figure.worded and (figure.unit or text[figure.end] in "kKmMbBtT"):
        name = letter.group(1)
        after = _WORD.match(text, letter.end())
        counts = after is not None and after.group(1)[0].islower() and after.group(1) not in _NOUN_STOPS
        # "5 m" without a currency is a length, "5m users" is not; "3M" alone may be a company.
        attached = text[figure.end] == name
        if figure.unit or attached and (name in "kK" or counts or _ADJECTIVE.match(text, letter.end())):
            figure.scale, figure.end, figure.loose = SCALES[name.lower()], letter.end(), False


def _plain_unit(text: str, plain: str, figure: _Figure) -> None:
    """Read the unit of a figure that has no currency before it."""
    at = figure.end
    percent = _PERCENT.match(plain, at)
    if percent:
        name = percent.group(1).replace("-", " ")
        figure.unit = "%"
        if percent.group(2) or name.startswith(("percentage point", "pp")):
            figure.unit = "pp"
        elif name.startswith(("basis", "bps")):
            figure.unit = "bp"
        figure.end, figure.loose = percent.end(), False
        return
    money = _MONEY_AFTER.match(plain, at)
    code = _CODE_AFTER.match(text, at)
    if money:
        name = money.group().strip(" -")
        figure.unit = CURRENCY_WORDS.get(name) or CURRENCY_WORDS[name.removesuffix("s")]
        figure.end, figure.loose = money.end(), False
        return
    if code:
        name = code.group("code") or code.group("symbol")
        figure.unit = _yen_or_yuan(plain) if name == "¥" else CURRENCY_SYMBOLS.get(name, name)
        figure.end, figure.loose = code.end(), False
        return
    times = _TIMES.match(plain, at)
    if times:
        more = _OF_SOMETHING.match(text, times.end())
        multiple = more or "times" not in times.group() or figure.number != figure.number.to_integral_value()
        figure.unit = "x" if multiple else "time"
        figure.end, figure.loose = times.end(), False
        if more and more.group("than"):
            figure.end = more.end("than")  # "three times higher" may mean three or four times: the word stays
        return
    duration = _DURATION.match(plain, at)
    if duration:
        unit, many = DURATIONS[duration.group(1)]
        figure.unit, figure.scale = unit, figure.scale * many
        figure.end, figure.loose = duration.end(), False
        return
    measure = _MEASURE.match(text, at)
    if measure and not (
        measure.group(1) == "in" or (measure.group(1) or "").isupper() and len(measure.group(1)) == 1 and figure.worded
    ):
        figure.unit = MEASURES[measure.group(1) or measure.group(2)]
        figure.end, figure.loose = measure.end(), False
        return
    _counted(text, figure)


def _counted(text: str, figure: _Figure) -> None:
    """Name what is counted: the first plural among the words that follow."""
    adjective = _ADJECTIVE.match(text, figure.end)
    if adjective:
        figure.unit, figure.loose = singular(adjective.group(1)), False
        figure.counted_end = adjective.end()
        return
    at, plural = figure.end, None
    for _ in range(5):
        word = _WORD.match(text, at)
        if word is None or word.group(1).lower() in _NOUN_STOPS:
            break
        name, at = word.group(1), word.end()
        acronym = len(name) > 1 and name.isupper()
        if acronym and plural is None and at - len(name) - 1 == figure.end:
            plural, figure.counted_end = name, at
        if is_plural(name.lower()) and not name.isupper() and (not name[0].isupper() or name[-2].isupper()):
            plural, figure.counted_end = name, at
            if name not in _PLURAL_ADJECTIVES:
                break
        elif plural in _PLURAL_ADJECTIVES:
            break
    if plural:
        figure.unit = singular(plural if plural.isupper() or plural[:-1].isupper() else plural.lower())
        figure.loose = False


def _rate(plain: str, figure: _Figure) -> None:
    """Make it a rate where the text says so: "a month" behind it, or "monthly" before it."""
    if figure.unit in ("%", "pp", "bp", "x", "time") or not figure.unit:
        return
    after = _RATE.match(plain, figure.counted_end or figure.end)
    if after:
        slashed, each, adverb = after.groups()
        name = slashed or each or _RATE_ADVERBS[adverb]
        base = singular(name)
        timed = base in DURATIONS
        if timed or each and after.group().lstrip(", ").startswith("per ") and base not in ("cent", "se"):
            figure.unit += "/" + (DURATIONS[base][0] if timed else "person" if base == "capita" else base)
            return
    before = _RATE_BEFORE.search(plain[max(0, figure.start - 100) : figure.start])
    if (
        before
        and figure.unit.isupper() | (figure.unit == "krone")
        and (before.group(1) in ("hourly", "daily", "weekly", "monthly") or _PACE.search(before.group(2)))
    ):
        figure.unit += "/" + _RATE_ADVERBS[before.group(1)]


def _is_figure(text: str, plain: str, figure: _Figure, printed: str) -> bool:
    """Tell a figure from a name, a label, a list number or a citation mark."""
    after = text[figure.end : figure.end + 1]
    later = text[figure.end + 1 : figure.end + 2]
    if after and (after.isalpha() and (after.isascii() or figure.loose and not _is_wide(after)) or after == "_"):
        return False
    if after in ("/", ":", "@") and later.isdigit() or after == "'" and figure.loose:
        return False
    before = plain[max(0, figure.start - 24) : figure.start]
    bare = printed.isdigit()
    if not figure.loose and figure.unit in CURRENCY_CODES | {"%", "pp", "bp", "x"}:
        return True
    if _LABELS.search(before):
        return False
    if bare and before.endswith(("(", "[")) and after in (")", "]") and len(printed) <= 3:
        return False
    if bare and after in (".", ")") and _LINE_START.search(text[max(0, figure.start - 24) : figure.start]):
        return False
    if "," in printed or figure.scale > 1:
        return True
    name = _NAME_BEFORE.search(text[max(0, figure.start - 40) : figure.start])
    if name and name.group(1)[0].isupper() and name.group(1).lower().rstrip(".") not in _NOT_NAMES:
        return figure.unit in DURATIONS or figure.unit in _MEASURED
    return True


_MEASURED = frozenset(MEASURES.values())


def _is_wide(letter: str) -> bool:
    return ord(letter) > 0x2E80


def _multiplier(text: str, plain: str, start: int, end: int) -> _Figure | None:
    word = plain[start:end]
    if word in ("twice", "double", "triple"):
        if not re.match(r" (?:as|the|its|their|his|her|that|what|those)\b", plain[end : end + 8]):
            return None
    number = _HALVED.get(word) or Decimal(_MULTIPLIERS[word])
    return _Figure(start, end, number, unit="x", loose=False, worded=True)


def _fraction(plain: str, start: int, end: int, printed: str) -> _Figure | None:
    words = re.split("[ -]", printed.strip())
    if words[0] == "half" and len(words) == 2:  # half an hour
        figure = _Figure(start, start + len(printed.rstrip()), Decimal("0.5"), worded=True)
        duration = _DURATION.match(plain, figure.end)
        measure = _MEASURE.match(plain, figure.end)
        if duration:
            unit, many = DURATIONS[duration.group(1)]
            figure.unit, figure.scale, figure.end = unit, many, duration.end()
        elif measure:
            figure.unit, figure.end = MEASURES[measure.group(1) or measure.group(2)], measure.end()
        else:
            return None
        figure.loose = False
        return figure
    if re.search(r"\b(?:first|second|other|1st|2nd|latter|last|top|bottom)[ -]$", plain[max(0, start - 8) : start]):
        return None
    parts = 1 if words[0] in ("half", "a", "an", "one") else _WORDS[words[0]]
    share = _SIGNIFICANT.divide(
        Decimal(parts * 100), Decimal(_FRACTIONS[words[-1].removesuffix("s")] if words[-1] != "half" else 2)
    )
    return _Figure(start, end, share, unit="%", loose=False, worded=True)


def _ranges(plain: str, figures: list[_Figure]) -> list[_Figure]:
    """Give the first figure of a range the unit and scale of the second; drop scores and telephone numbers."""
    dropped: set[int] = set()
    for index in range(len(figures) - 1):
        first, second = figures[index], figures[index + 1]
        gap = plain[first.end : second.start]
        if len(gap) > 5 or not _RANGE_GAP.fullmatch(gap):
            continue
        dashed = gap.strip() in ("-", "–", "—")
        if dashed and (second.loose or first.number > second.number) and first.loose:
            dropped |= {index, index + 1}
            continue
        if gap == " and " and not plain[max(0, first.start - 9) : first.start].rstrip("$€£ ").endswith("between"):
            continue
        same_money = first.unit == second.unit and first.unit in CURRENCY_CODES
        if first.scale == 1 and second.scale > 1 and first.number < second.number and (same_money or first.loose):
            first.scale = second.scale
        if first.loose and second.unit:
            first.unit, first.loose = second.unit, False
        elif first.unit in CURRENCY_CODES and not second.unit:
            second.unit, second.loose = first.unit, False
    return [figure for index, figure in enumerate(figures) if index not in dropped]


def _shortest(value: Decimal) -> Decimal:
    """Drop the zeros that say nothing: 3200000 rather than 3.20E+6."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1), context=Context(prec=80)) if value == whole else value.normalize(Context(prec=80))
