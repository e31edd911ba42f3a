"""The figure that a yes-or-no question holds something against, and the question what that something comes to.

"Does the school have room for more than 150 people?" is settled by the answer to "How many people does the school
have room for?", which is asked like any other question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from askbot import lexicon
from askbot.periods import find_periods
from askbot.precision import AT_LEAST, NEARLY, UP_TO, meant
from askbot.quantities import find
from askbot.types import Quantity
from askbot.units import DURATIONS, MEASURED, currency, is_plural
from askbot.words import irregular_forms

_SIDE = re.compile(
    r"\b(?:(?:(?P<how>[a-z]+er) )?(?:more|less|fewer|greater|higher|bigger|larger)|(?P<alone>[a-z]+er(?= than))"
    r"|over|above|under|below|at least|at most|exceed\w*|surpass\w*|pass(?:ed)?|reach(?:ed)?|topp?(?:ed)?|upwards"
    r"|(?:in )?excess)\b[\w\s]{0,12}$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:more|greater|higher|bigger|larger|over|above|beyond|exceed\w*|surpass\w*|pass(?:ed)?|topp?(?:ed)?"
    r"|upwards? of|excess)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|under|below|short of)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:at least|reach(?:ed)?|or more)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:at most|or (?:less|fewer))\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_MINUS = re.compile(r"\bminus $", re.IGNORECASE)
_OR = re.compile(r"(?: [a-z]+)? or (?:more|less|fewer)\b", re.IGNORECASE)
_MAJORITY = re.compile(r"\b(?:a |the )?majority\b|\bmost(?= of\b| \w+s\b)|\bmainly\b|\bhalf\b", re.IGNORECASE)
_HALF_YEAR = re.compile(r"\bhalf[- ](?:year|yearly)\b|\b(?:first|second) half\b", re.IGNORECASE)
_TIMES = {"doubl": 100, "tripl": 200, "trebl": 200, "quadrupl": 300, "halv": 50}  # percent of growth, or of a fall
_DOUBLED = re.compile(
    r"\b(?:more than |nearly |almost )?(?P<verb>doubl|tripl|trebl|quadrupl|halv)(?:ed?|ing)\b(?! (?:the|that|of|as)\b)",
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
    r"(?:the|an?|its|their|his|her|our|all|those|these|every|each|of|['’]s|\w+['’]s?)$", re.IGNORECASE
)
_MOST = re.compile(r" (?=\w+s\b)", re.IGNORECASE)  # "most customers"
_OF = re.compile(r" ?of (?=\w)", re.IGNORECASE)
MOST_WORDS = 5  # of what is counted
_RELATES = re.compile(r"(?:exceed|surpass|pass|reach|top)(?:s|ed|ped)?\b", re.IGNORECASE)  # a verb that only compares
_EVER = re.compile(r"\b(?:ever|already|even|only|just) ?", re.IGNORECASE)
_DEEP = re.compile(r" (?P<how>long|tall|high|wide|deep|old|thick)\b", re.IGNORECASE)
_OLDEST = 120
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
_BEFORE_SPAN = re.compile(r" ?\b(?:for|by|as)$", re.IGNORECASE)


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


def threshold(focus: str) -> Threshold | None:
    """Find what a question holds something against: "more than half", "at least $5 million", "seven rounds".

    >>> found = threshold("Is the bridge longer than 300 metres?")
    >>> found and (found.figure.printed, found.more, found.how)
    ('300 metres', True, 'longer')
    """
    half = _MAJORITY.search(focus)
    periods = find_periods(focus)
    figures = [q for q in find(focus) if not any(p.start <= q.start < p.end for p in periods)]
    figures = [q for q in figures if not q.printed[0].isupper()]  # the Seven of a name
    if half and not _HALF_YEAR.search(focus) and not any(q.start <= half.start() < q.end for q in figures):
        start = (_SIDE.search(focus[: half.start()]) or half).start()
        less = bool(_LESS.search(focus[start : half.end()]))
        return Threshold(Quantity(Decimal(50), "%", "half"), not less, less, start, half.end())
    if (found := _DOUBLED.search(focus)) and not any(q.start >= found.end() for q in figures):
        figure = Quantity(Decimal(_TIMES[found["verb"].lower()]), "%", found[0])
        return Threshold(figure, True, False, *found.span(), itself=not found[0].lower().startswith("more"), grown=True)
    sided = [q for q in figures if _SIDE.search(focus[: q.start]) or _OR.match(focus, q.end)]
    if not figures or (not sided and _THAN.search(focus)):
        return None
    figure = (sided or figures)[0]
    if _MINUS.search(focus[: figure.start]):
        return None
    side = _SIDE.search(focus[: figure.start])
    start = side.start() if side else figure.start
    behind = _OR.match(focus, figure.end)
    end = figure.end + (len(behind[0]) if behind and " or " in behind[0][:4] else 0)
    words = f"{focus[start : figure.start]} {behind[0] if behind else ''}"
    how = (side["alone"] or side["how"] or "").lower() if side else ""
    way = (lexicon.comparative(how) or ("", 0))[1]
    itself = bool(_FROM.search(words) or _UNTIL.search(words))
    more = way > 0 or bool(_FROM.search(words)) or (not itself and not way and bool(_MORE.search(words)))
    less = not more and (way < 0 or bool(_UNTIL.search(words) or _LESS.search(words)))
    return Threshold(figure, more, less, start, end, itself, how)


def holds(value: Fraction, found: Quantity | None, against: Threshold) -> bool | None:
    """Say whether a value lies on the side of the threshold; None where it is given too roughly to tell.

    `found` is the printed figure with its hedge; None for a value that was worked out.
    """
    edge = Fraction(against.figure.value)
    low = high = value
    hedge = (found.hedge or "").lower() if found is not None else ""
    if found is not None and hedge:
        rough = meant(found)
        low, high = (value if AT_LEAST.search(hedge) and not NEARLY.search(hedge) else rough.low), rough.high
        if UP_TO.search(hedge):
            high = value
    if not against.more and not against.less:
        return value == edge if not hedge or low <= edge <= high else False
    beyond, short = (low > edge, high < edge) if against.more else (high < edge, low > edge)
    if against.itself:
        beyond, short = beyond or low == high == edge, short
    else:
        short = short or low == high == edge
    if hedge and AT_LEAST.search(hedge) and against.more and value == edge:
        return True
    return True if beyond else False if short else None


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
    if asks is None or against.start < asks.end():
        return None
    aux, figure = asks["aux"].lower(), against.figure
    before = _EVER.sub("", focus[asks.end() : against.start]).strip()
    behind = focus[against.end :].rstrip("?!. ")
    if figure.printed == "half" and "mainly" in focus[against.start : against.end].lower():
        return None  # "are its members mainly nurses?" says not of what
    if against.grown:
        return _grown(aux, before, behind, falls="halv" in figure.printed.lower())
    lasting = figure.unit in _SPANS and against.how in ("", "longer", "shorter")
    if (against.how and not lasting) or _DEEP.match(behind):
        return _how(aux, before, behind, against)
    if _RELATES.match(focus, against.start) and before and figure.unit != "%":
        many = is_plural(before.split()[-1].lower())
        now = aux in ("is", "are", "do", "does")
        return _asked("What", ("are" if many else "is") if now else "were" if many else "was", before, behind)
    if figure.unit == "%":
        return _share(aux, before, behind)
    if currency(figure.unit.partition("/")[0]):
        of, behind = _of_what(behind)
        return _asked(f"How much{of}", aux, before, behind)
    if figure.unit in _SPANS:
        if behind.lower().startswith(" of "):
            return None
        return _asked("How long", aux, _BEFORE_SPAN.sub("", before), behind)
    if figure.unit in MEASURED:
        unit = re.sub(r"^[\d.,\s]*(?:(?:hundred|thousand|million|billion) )?", "", figure.printed)
        of, behind = _of_what(behind, kept=True)
        return _asked(f"How many {unit}{of}", aux, before, behind) if unit else None
    return _many(aux, before, behind, figure)


def _asked(what: str, aux: str, before: str, behind: str) -> str:
    """Put a question: the auxiliary is left out where what is asked for is itself what does it."""
    words = [what, "" if aux in _DOING and not before else aux, before, behind.strip()]
    return f"{' '.join(' '.join(filter(None, words)).split())}?"


def _grown(aux: str, before: str, behind: str, *, falls: bool) -> str | None:
    if aux in _BEING or not before:
        return None
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
        if _DETERMINER.search(words[at - 1]):
            continue
        past = word.endswith("ed") or (word in irregular_forms() and not is_plural(word))
        if past or _BEGINS_WHAT_IS_DONE.fullmatch(word) or (counted and is_plural(words[at - 1].lower())):
            return " ".join(words[:at]), " ".join(words[at:])
    return text.strip(), ""


def _many(aux: str, before: str, behind: str, figure: Quantity) -> str | None:
    words = behind.split()
    ends = next((i for i, word in enumerate(words[:MOST_WORDS], start=1) if is_plural(word.lower())), None)
    if ends is not None and not any(_BEGINS_WHAT_IS_DONE.fullmatch(word) for word in words[:ends]):
        return _asked(f"How many {' '.join(words[:ends])}", aux, before, " ".join(words[ends:]))
    if aux in _BEING and before and not behind.strip() and 1 < figure.value < _OLDEST:
        return _asked("How old", aux, before, "")
    return None
