"""The figure that a yes-or-no question holds something against, and the question what that something comes to.

"Does the school have room for more than 150 people?" is settled by the answer to "How many people does the school
have room for?", which is asked like any other question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from askbot import lexicon
from askbot.numerals import NUMBER_WORDS
from askbot.periods import find_periods
from askbot.precision import AT_LEAST, NEARLY, UP_TO, meant
from askbot.quantities import find
from askbot.types import Quantity
from askbot.units import DURATIONS, MEASURED, currency, is_plural
from askbot.words import irregular_forms

_SIDE = re.compile(
    r"\b(?:(?:(?P<how>[a-z]+er) )?(?:more|less|fewer|greater|higher|bigger|larger)|(?P<alone>[a-z]+er(?= than))"
    r"|over|above|under|below|at least|at most|exceed\w*|surpass\w*|upwards|(?:in )?excess)\b[\w\s]{0,12}$",
    re.IGNORECASE,
)
# "Has its weight passed 300 tonnes?"; but "did it pass two laws?", "its top five".
_PASSES = re.compile(r"(?<!the )(?<!its )\b(?:pass(?:ed)?|reach(?:ed)?|topp?(?:ed)?) $", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:more|greater|higher|bigger|larger|over|above|exceed\w*|surpass\w*|pass(?:ed)?|topp?(?:ed)?"
    r"|upwards? of|excess)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|under|below)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:at least|reach(?:ed)?|or more)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:at most|or (?:less|fewer))\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_MINUS = re.compile(r"\bminus $", re.IGNORECASE)
_OR = re.compile(r"(?: [a-z]+)? or (?:more|less|fewer)\b", re.IGNORECASE)
_MAJORITY = re.compile(
    r"\b(?:(?:a |the )?majority(?! (?:leader|shareholder|owner)s?\b)|(?<!the )most(?= of\b| (?P<most>[a-z]+s)\b)|mainly"
    r"|half(?![-a-z]))\b",
    re.IGNORECASE,
)
_NO_HALF = re.compile(
    r"\bhalf[- ](?:year|yearly)\b|\b(?:first|second|top|bottom|other|upper|lower) half\b|thirds? majority\b"
    r"|quarters? majority\b",
    re.IGNORECASE,
)
_TIMES = {"doubl": 100, "tripl": 200, "trebl": 200, "quadrupl": 300, "halv": 50}  # percent of growth, or of a fall
# What is only about so much, or is no side of a figure: nothing is decided by it.
_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|just|only|exactly|precisely|approximately|some|up to|between|beyond"
    r"|short of|no|not|than|from|as (?:many|much|long|high|far) as) (?:the |an? )?$",
    re.IGNORECASE,
)
_ROUGHLY_DOUBLED = re.compile(
    r"\b(?:nearly|almost|about|only|just|exactly|less than|not|roughly|at most) (?:than )?$", re.IGNORECASE
)
# "Over the last three years", "took over two rivals".
_DURING = re.compile(r"\b(?:over|under|within) (?:the )?(?:(?:last|past|next|first|coming) )?$", re.IGNORECASE)
_TAKEN_OVER = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|hand\w*|w[io]n|r[au]n|turn\w*|rul\w*|presid\w*|preside[sd]?) over $", re.IGNORECASE
)
_LASTING = re.compile(
    r"\b(?:for|last(?:s|ed)?|tak(?:e|es|en)|took|is|are|was|were|been|be|run|runs) (?:well )?(?:over|under|within) $",
    re.IGNORECASE,
)
# From a level to another is no level: "did the price fall below $50?" isn't told by how much it fell.
_CHANGED = re.compile(
    r"\b(?:f[ae]ll(?:en|s)?|drop\w*|r[io]se[sn]?|climb\w*|s[aiu]nk|gr[eo]wn?|jump\w*|slip\w*|shr[aiu]nk|go|goes|gone|went"
    r"|come|came|declin\w*|decreas\w*|increas\w*|push\w*|bring|brought|put|puts|cut|keep|kept|stay\w*)"
    r" (?:to )?(?:over|above|under|below) (?:the )?$",
    re.IGNORECASE,
)
# Of whom one would do, or all have to.
_OF_EACH = re.compile(
    r"\b(?:any(?:one|body|thing)?|each|every(?:one|body)?|all|both|none|neither|either)\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"\b(?:and|or|but|to)\b[^.?]*\d|\b(?:and|or|but)\b.*\b(?:more|less|fewer|over|under|than)\b", re.IGNORECASE
)
_DOUBLED = re.compile(
    r"\b(?:more than )?(?P<verb>doubl|tripl|trebl|quadrupl|halv)(?:ed?|ing)\b(?! (?:the|that|of|as)\b)",
    re.IGNORECASE,
)
_AUXILIARY = "is|are|was|were|does|do|did|has|have|had|will|would|can|could|should|may|might"
_ASKS = re.compile(rf"(?P<aux>{_AUXILIARY})(?:n['’]t)? ", re.IGNORECASE)
_BEING = ("is", "are", "was", "were")
_DOING = ("do", "does", "did")
_BEHIND = (
    "in|on|at|by|from|for|to|outside|inside|within|during|after|before|since|with|under|through|over|as|last|this"
    "|year|month|quarter"
)
_TAIL = re.compile(rf"(?:^| )(?:{_BEHIND})\b.*$", re.IGNORECASE)
# Where what a share is of ends and what is done with it begins: "a third of all copies | bought in Korea".
_BEGINS_WHAT_IS_DONE = re.compile(rf"(?:been|be|being|come|comes|{_BEHIND})", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:the|an?|its|their|his|her|our|all|those|these|every|each|of)|.*(?:['’]s|s['’])", re.IGNORECASE
)
_MOST = re.compile(r" (?=\w+s\b)", re.IGNORECASE)  # "most customers"
_OF = re.compile(r" ?of (?=\w)", re.IGNORECASE)
_DEEP = re.compile(r" (?P<how>long|tall|high|wide|deep|old|thick)\b", re.IGNORECASE)
_NO_LESS = re.compile(r"\b(?:no|not) (?:less|fewer)\b", re.IGNORECASE)
_NO_MORE = re.compile(r"\b(?:no|not) more\b|\bat most\b|\bup to\b|\bmaximum\b", re.IGNORECASE)
# Nearly so much is hardly less than this, about so much that far off, less so with more digits.
_NEARLY_FROM, _ABOUT, _ABOUT_DIGITS, DIGITS = Fraction(17, 20), Fraction(1, 20), Fraction(1, 50), 3
_ENDLESS = Fraction(10**40)
MOST_WORDS = 5  # of what is counted
_RELATES = re.compile(r"(?:exceed|surpass|pass|reach|top)(?:s|ed|ped)?\b", re.IGNORECASE)  # a verb that only compares
_EVER = re.compile(r"\b(?:ever|already|even) ?")
_SOMEBODY = re.compile(r"(?:he|she|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)|.*\bwho\b.*")
_BEFORE_SPAN = re.compile(r" ?\b(?:for|by|as)$", re.IGNORECASE)
_NUMBER = re.compile(
    rf"^(?:[\d.,]+|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))}|hundred|thousand|million|billion|an?|-|\s)+",
    re.IGNORECASE,
)
_YOUNGEST, _OLDEST = 14, 120
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure to be held against, on which side of it, and where it stands with the words for the side.

    With neither `more` nor `less` it has to be that very figure; `itself` counts as on the side.
    """

    figure: Quantity
    more: bool
    less: bool
    start: int
    end: int
    itself: bool = False
    how: str = ""  # what it is more of: "longer"
    grown: bool = False  # "double": by how much it has to have grown, or to have fallen for "halve"


@lru_cache(maxsize=256)  # asked anew for every sentence that is weighed
def threshold(focus: str) -> Threshold | None:
    """Find what a question holds something against: "more than half", "at least $5 million", "seven rounds".

    >>> found = threshold("Is the bridge longer than 300 metres?")
    >>> found and (found.figure.printed, found.more, found.how)
    ('300 metres', True, 'longer')
    """
    periods = find_periods(focus)
    figures = [q for q in find(focus) if not any(p.start <= q.start < p.end for p in periods)]
    figures = [q for q in figures if not q.printed[0].isupper()]  # the Seven of a name
    if (half := _half(focus, figures)) is not None:
        return half
    if (found := _DOUBLED.search(focus)) and not any(q.start >= found.end() for q in figures):
        if _ROUGHLY_DOUBLED.search(focus[: found.start()]):
            return None
        figure = Quantity(Decimal(_TIMES[found["verb"].lower()]), "%", found[0])
        exact = not found[0].lower().startswith("more")
        return Threshold(figure, True, False, *found.span(), itself=exact, grown=True)
    sided = [q for q in figures if _side(focus, q) or _OR.match(focus, q.end)]
    if not figures or (not sided and _THAN.search(focus)):
        return None
    figure = (sided or figures)[0]
    if _MINUS.search(focus[: figure.start]) or (figure.unit in _SPANS and _is_during(focus[: figure.start])):
        return None
    return _of_figure(focus, figure)


def _half(focus: str, figures: Sequence[Quantity]) -> Threshold | None:
    """The half that "more than half", "most of" or "a majority" are held against."""
    half = _MAJORITY.search(focus)
    if half is None or _NO_HALF.search(focus) or any(q.start <= half.start() < q.end for q in figures):
        return None
    if half["most"] and not is_plural(half["most"].lower()):
        return None  # "its most famous museum"
    start = (_SIDE.search(focus[: half.start()]) or half).start()
    words = focus[start : half.end()]
    less = bool(_LESS.search(words) or _UNTIL.search(words))
    itself = bool(_FROM.search(words) or _UNTIL.search(words)) or words.lower() == "half"
    return Threshold(Quantity(Decimal(50), "%", "half"), not less, less, start, half.end(), itself)


def _side(focus: str, figure: Quantity) -> re.Match[str] | None:
    """The words for a side before a figure."""
    before = focus[: figure.start]
    if (figure.unit in _SPANS and _is_during(before)) or _TAKEN_OVER.search(before):
        return None
    measured = currency(figure.unit.partition("/")[0]) or figure.unit in MEASURED
    return _SIDE.search(before) or (_PASSES.search(before) if measured else None)


def _is_during(before: str) -> bool:
    """Whether what follows is a stretch of time in which something happened: "over the last three years"."""
    return _DURING.search(before) is not None and _LASTING.search(before) is None


def _of_figure(focus: str, figure: Quantity) -> Threshold:
    side = _side(focus, figure)
    how = (side["how"] or side["alone"] or "").lower() if side and side.re is _SIDE else ""
    way = (lexicon.comparative(how) or ("", 0))[1]
    start = side.start() if side else figure.start
    if side and how and not way:  # "the tower higher than": a noun
        start, how = side.end("how") + 1 if side["how"] else side.start(), ""
    if figure.unit in MEASURED and side and re.search(r"\bhigher\b", focus[start : figure.start]):
        how = "higher"  # not of an amount
    behind = _OR.match(focus, figure.end)
    words = f"{focus[start : figure.start]} {behind[0] if behind else ''}"
    itself = bool(_FROM.search(words) or _UNTIL.search(words))
    more = way > 0 or bool(_FROM.search(words)) or (not itself and not way and bool(_MORE.search(words)))
    less = not more and (way < 0 or bool(_UNTIL.search(words) or _LESS.search(words)))
    return Threshold(figure, more, less, start, behind.end() if behind else figure.end, itself, how)


def holds(value: Fraction, found: Quantity | None, against: Threshold) -> bool | None:
    """Say whether a value lies on the side of the threshold; None where it is given too roughly to tell.

    `found` is the figure with its hedge, of which `value` is the value in the threshold's unit; None for a bare value.
    """
    edge = Fraction(against.figure.value)
    low, high, beside = _range(value, (found.hedge or "").lower() if found is not None else "", found)
    if not against.more and not against.less:
        return True if low == high == edge else None if low <= edge <= high else False
    if against.less:  # the same, seen from the other end
        low, high, edge = -high, -low, -edge
        beside = -beside
    if low > edge or (low == edge and (against.itself or beside > 0)):
        return True
    if high < edge or (high == edge and (not against.itself or beside < 0)):
        return False
    return None


def _range(value: Fraction, hedge: str, found: Quantity | None) -> tuple[Fraction, Fraction, int]:
    """The least and the most that a figure may stand for; +1 where it is more than the least, -1 less than the most."""
    if found is not None and not hedge and found.unit == "x" and meant(found).low < value < meant(found).high:
        return meant(found).low, meant(found).high, 0  # "three times" is rarely meant to the decimal
    if not hedge or found is None:
        return value, value, 0
    if _NO_LESS.search(hedge) or (AT_LEAST.search(hedge) and not UP_TO.search(hedge) and not NEARLY.search(hedge)):
        return value, _ENDLESS, 0 if _NO_LESS.search(hedge) or _FROM.search(hedge) else 1
    if UP_TO.search(hedge):
        return -_ENDLESS, value, 0 if _NO_MORE.search(hedge) else -1
    rough, scale = meant(replace(found, hedge=None)), value / Fraction(found.value) if found.value else Fraction(1)
    low, high = rough.low * scale, rough.high * scale
    if NEARLY.search(hedge):
        return value * _NEARLY_FROM, value, -1
    width = abs(value) * (_ABOUT_DIGITS if sum(one.isdigit() for one in found.printed) >= DIGITS else _ABOUT)
    return min(low, value - width), max(high, value + width), 0


def question(focus: str, against: Threshold) -> str | None:
    """Return the question that asks what is held against the threshold; None where it can't be put.

    >>> focus = "Does the school have room for more than 150 people?"
    >>> question(focus, threshold(focus))
    'How many people does the school have room for?'
    >>> focus = "Did Orlin's sales more than double last year?"
    >>> question(focus, threshold(focus))
    "By what percentage did Orlin's sales grow last year?"
    """
    asks = _ASKS.match(focus)
    if asks is None or against.start < asks.end() or not (against.more or against.less):
        return None
    if _is_unclear(focus, against):
        return None
    aux, figure = asks["aux"].lower(), against.figure
    before = _EVER.sub("", focus[asks.end() : against.start]).strip()
    behind = focus[against.end :].rstrip("?!. ")
    if against.grown:
        return _grown(aux, before, behind, falls="halv" in figure.printed.lower())
    lasting = figure.unit in _SPANS and against.how in ("", "longer", "shorter")
    if (against.how and not lasting) or _DEEP.match(behind):
        return _how(aux, before, behind, against)
    if _RELATES.match(focus, against.start) and figure.unit != "%":
        many = is_plural(before.split()[-1].lower())
        now = aux in ("is", "are", "do", "does")
        return _asked("What", ("are" if many else "is") if now else "were" if many else "was", before, behind)
    if figure.unit == "%":
        return _share(aux, before, behind)
    if currency(figure.unit.partition("/")[0]):
        of, behind = _of_what(behind)
        return _asked(f"How much{of}", aux, before, behind)
    if figure.unit in _SPANS:
        if re.match(r" (?:of|ago|old)\b", behind):
            return None
        return _asked("How long", aux, _BEFORE_SPAN.sub("", before), behind)
    if figure.unit in MEASURED:
        unit = _NUMBER.sub("", figure.printed).strip()
        of, behind = _of_what(behind, kept=True)
        return _asked(f"How many {unit}{of}", aux, before, behind) if unit else None
    return _many(aux, before, behind, figure)


def _is_unclear(focus: str, against: Threshold) -> bool:
    """Whether a question gives its figure roughly, or two, or says not of what, or asks what something fell to."""
    words = focus[against.start : against.end].lower()
    return (
        _ROUGHLY.search(focus[: against.start]) is not None
        or ((against.more or against.less) and re.match(r"(?:well |just |slightly )", words) is not None)
        or _CHANGED.search(focus[: against.figure.start or against.end]) is not None
        or _ANOTHER.search(focus, against.end) is not None
        or "mainly" in words
        or _OF_EACH.search(focus[: against.start]) is not None
    )


def _asked(what: str, aux: str, before: str, behind: str) -> str:
    """Put a question: the auxiliary is left out where what is asked for is itself what does it."""
    words = [what, "" if aux in _DOING and not before else aux, before, behind.strip()]
    return f"{' '.join(' '.join(filter(None, words)).split())}?"


def _grown(aux: str, before: str, behind: str, *, falls: bool) -> str | None:
    if aux in _BEING or not before:
        return None
    before = re.sub(r" at least$", "", before)
    tail = _TAIL.match(behind) or not behind.strip() or find_periods(behind)
    verb = ("fall" if tail else "reduce") if falls else ("grow" if tail else "increase")
    verb = {"fall": "fallen", "grow": "grown"}.get(verb, f"{verb}d") if aux in ("has", "have", "had") else verb
    return _asked("By what percentage", aux, before, f"{verb} {behind.strip()}")


def _how(aux: str, before: str, behind: str, against: Threshold) -> str | None:
    deep = _DEEP.match(behind)
    if deep is not None:
        return _asked(f"How {deep['how'].lower()}", aux, before, behind[deep.end() :])
    plain = lexicon.positive(against.how)
    return _asked(f"How {plain}", aux, before, behind) if plain and aux in _BEING else None


def _share(aux: str, before: str, behind: str) -> str | None:
    of = _OF.match(behind) or _MOST.match(behind)
    if of is None:
        if before.lower().endswith(" by"):
            return _asked("By what percentage", aux, before[:-3], behind)
        return _asked("What" if aux in _BEING else "What percentage", aux, before, behind) if before else None
    whole, done = _parted(behind[of.end() :], counted=not before)
    return _asked(f"What share of {whole}", aux, before, done)


def _of_what(behind: str, *, kept: bool = False) -> tuple[str, str]:
    """What an amount is of, and what follows: "$5 million of debt in 2024" asks how much debt."""
    of = _OF.match(behind)
    if of is None:
        return "", behind
    what, done = _parted(behind[of.end() :])
    return f"{' of' if kept else ''} {what}", done


def _parted(text: str, *, counted: bool = False) -> tuple[str, str]:
    """Part what something is of from what is done with it: "all copies | bought in Korea".

    With `counted` it ends with its first plural, too: "its members | independent".
    """
    words = text.split()
    for at, word in enumerate(words[1:], start=1):
        if _DETERMINER.fullmatch(words[at - 1]):
            continue
        past = word.endswith("ed") or (word in irregular_forms() and not is_plural(word))
        if past or _BEGINS_WHAT_IS_DONE.fullmatch(word) or (counted and is_plural(words[at - 1].lower())):
            return " ".join(words[:at]), " ".join(words[at:])
    return text.strip(), ""


def _many(aux: str, before: str, behind: str, figure: Quantity) -> str | None:
    words = behind.split()
    ends = next((i for i, word in enumerate(words[:MOST_WORDS], start=1) if is_plural(word.lower())), None)
    while ends is not None and ends < len(words) and is_plural(words[ends].lower()):
        ends += 1  # "claims offices"
    if ends is not None and not any(_BEGINS_WHAT_IS_DONE.fullmatch(word) for word in words[:ends]):
        return _asked(f"How many {' '.join(words[:ends])}", aux, before, " ".join(words[ends:]))
    if aux in _BEING and _SOMEBODY.fullmatch(before) and not behind.strip() and _YOUNGEST < figure.value < _OLDEST:
        return _asked("How old", aux, before, "")
    return None
