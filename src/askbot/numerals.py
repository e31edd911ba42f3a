"""Numbers as they are printed, in digits or in words, without their units: where one stands and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal

from askbot.units import SCALES

EXACT = Context(prec=60)
# A third has no last digit; this many are kept of it, as in the calculator's results.
_SIGNIFICANT = Context(prec=28)
# No article prints a figure with more digits; what has more (a hash, a key) is none.
_MAX_DIGITS = 40

_ONES = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {"zero": 0}
NUMBER_WORDS |= {word: number for number, word in enumerate(_ONES.split(), start=1)}
NUMBER_WORDS |= {word: number * 10 for number, word in enumerate(_TENS.split(), start=2)}
_WORD_SCALES = {word: SCALES[word] for word in ("dozen", "hundred", "thousand", "million", "billion", "trillion")}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
MULTIPLIERS: dict[str, int | str] = {
    "doubled": 2, "doubling": 2, "tripled": 3, "trebled": 3, "tripling": 3, "quadrupled": 4, "quadrupling": 4,
    "quintupled": 5, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10,
    "twice": 2, "double": 2, "triple": 3, "halved": "0.5", "halving": "0.5",
}  # fmt: skip


def either(words: Iterable[str]) -> str:
    """Write an alternation that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER_WORD = either([*NUMBER_WORDS, *_WORD_SCALES])
_SMALL = either(_ONES.split()[1:9])
_PART = either(_PARTS)
_WHOLE = "hour|day|year|century|decade|mile|metre|meter|tonne|litre|liter|kilo|percentage point|per ?cent|point"
# Where a number may stand in folded text; the named group says how it is written.
NUMERAL = re.compile(
    r"(?P<digits>[0-9]+(?:[.,][0-9]+)*(?:[\u00a0\u202f][0-9]{3}(?![0-9]))*|(?<![\w.])\.[0-9]+)"
    r"|\b(?P<share>half(?= (?:of|the|its|their|his|her|our|all)\b)"
    rf"|(?:an?|one)[ -](?:{_PART})(?= (?:of|more|less|[a-z]+ed)\b|[.,;])|(?:{_SMALL})[ -](?:{_PART})s(?= of\b)"
    rf"|(?:one|{_SMALL}) (?:in|out of) (?:every )?(?:{_SMALL}|ten)\b"
    r"(?! (?:years|months|weeks|days|hundred|thousand|million)))"
    rf"|\b(?P<words>(?:(?:half )?an? (?=(?:{either(_WORD_SCALES)})\b))?(?:{_NUMBER_WORD})\b"
    rf"(?:[ -](?:and )?(?:{_NUMBER_WORD})\b)*)"
    rf"|\b(?P<half>half an? (?={_WHOLE}))"
    rf"|\b(?P<multiplier>(?:{either(MULTIPLIERS)})\b)"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3})+")


def digits_value(printed: str) -> Decimal | None:
    """Read digits with or without thousands separators; None for a version, a ticker, a telephone number.

    >>> digits_value("1,204.5"), digits_value("00412"), digits_value("1.2.3")
    (Decimal('1204.5'), None, None)
    """
    if len(printed) > _MAX_DIGITS or not (_PLAIN.fullmatch(printed) or _GROUPED.fullmatch(printed)):
        return None
    whole = printed.split(".", 1)[0]
    if len(whole) > 1 and whole[0] == "0":
        return None
    return Decimal(re.sub("[,\u00a0\u202f]", "", printed))


def words_value(printed: str) -> Decimal | None:
    """Read a number in lower-case words; None where the words are several numbers or none ("thousand and one two").

    >>> [str(words_value(words)) for words in ("two hundred and fifty", "half a million", "a dozen", "five six")]
    ['250', '500000', '12', 'None']
    """
    words = [word for word in re.split("[ -]", printed) if word != "and"]
    half = words[0] == "half"
    if half:
        words = ["one", *words[2:]]
    elif words[0] in ("a", "an"):
        words = ["one", *words[1:]]
        if len(words) == 1 or words[1] not in _WORD_SCALES:
            return None
    if words[0] in _WORD_SCALES:
        return None  # "million" alone, "hundreds of"
    total = group = 0
    for word in words:
        if word in _WORD_SCALES:
            size = _WORD_SCALES[word]
            if size <= 100:
                group *= size
            else:
                total, group = total + group * size, 0
            continue
        value = NUMBER_WORDS[word]
        free = 100 if group % 100 == 0 else 10 if group % 10 == 0 and group % 100 >= 20 else 0
        if value >= free:
            return None
        group += value
    number = Decimal(total + group)
    return shortest(EXACT.multiply(number, Decimal("0.5"))) if half else number


def share_value(printed: str) -> Decimal:
    """Read a fraction of a whole as percent, to 28 significant digits where it has no end.

    >>> share_value("half"), share_value("two-thirds")
    (Decimal('50'), Decimal('66.66666666666666666666666667'))
    """
    words = re.split("[ -]", printed)
    if words[-1] in NUMBER_WORDS:  # "two out of three"
        return shortest(_SIGNIFICANT.divide(Decimal(NUMBER_WORDS[words[0]] * 100), Decimal(NUMBER_WORDS[words[-1]])))
    if words[-1] == "half":
        return Decimal(50)
    parts = NUMBER_WORDS.get(words[0], 1)
    return _SIGNIFICANT.divide(Decimal(parts * 100), Decimal(_PARTS[words[-1].removesuffix("s")]))


_OF_A_POINT = re.compile(r" of an? (?:percentage point|point|per ?cent)\b")


def share_figure(plain: str, start: int, end: int) -> tuple[int, Decimal, str]:
    """Read a fraction in folded text: its end, its number and unit, which is percent but of a point.

    >>> share_figure("a quarter of a percentage point", 0, 9)
    (31, Decimal('0.25'), 'pp')
    """
    number, point = share_value(plain[start:end]), _OF_A_POINT.match(plain, end)
    return (point.end(), shortest(number / 100), "pp") if point else (end, number, "%")


def shortest(value: Decimal) -> Decimal:
    """Write a value without exponent and without zeros that say nothing.

    >>> shortest(Decimal("3.20E+6")), shortest(Decimal("1.50"))
    (Decimal('3200000'), Decimal('1.5'))
    """
    long = Context(prec=120)
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1), context=long) if value == whole else value.normalize(long)


RAND = re.compile(r"(?<!\w)R$")  # before the digits of "R88 million"
# "Fell to minus 12": a sign, where no sum is told ("5 million minus 2 million").
MINUS_WORD = re.compile(
    r"(?:^|[(,;:]\s?|\b(?:to|of|at|by|from|was|were|is|are|and|between|below|above|about|around|nearly) "
    r"|\b(?:reached|showed|shows|hit) )"
    r"(?P<minus>minus )$",
    re.IGNORECASE,
)
_POINTING = frozenset(("two", "three", "four", "five"))
# "About the two, 90 complained": whom was spoken of, and no number.
_THE = re.compile(r"\b(?:the|these|those|its|their|between) $")
_NOTHING_COUNTED = re.compile(
    r"[,.;:)]|$| (?:and|or|but|is|are|was|were|have|has|had|do|did|will|would|can|could|that|which|who)\b"
)


def counts_nothing(plain: str, start: int, end: int) -> bool:
    """Say whether a numeral counts nothing: "of 90 complaints about the two, …"."""
    word = plain[start:end]
    return word in _POINTING and bool(_THE.search(plain[:start]) and _NOTHING_COUNTED.match(plain, end))
