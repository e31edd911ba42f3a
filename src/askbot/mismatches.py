"""What speaks against figures taken together: one counts something else, or is no part of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from askbot.periods import find_periods
from askbot.programs import Plan, Slot, UnitKind
from askbot.quantities import find
from askbot.reading.governing import akin
from askbot.ties import Bond, ties
from askbot.types import Calculation, Quantity
from askbot.units import MEASURED, currency
from askbot.words import is_function_word, stem

_CHANGES = ("rise", "fall", "change", "growth")
_PROPORTION = re.compile(
    r"\b(?:shares?|percentages?|proportion|rates?|margins?|stakes?|quotas?|interest|yield|portion|unemployment|turnout)\b"
)
LEAST_SHARE = Decimal("0.001")  # percent: a fare is no share of a price in millions
MOST_MARGIN = 10_000  # percent: who loses a hundred times what it takes in has no margin worth telling
LEAST_OF_A_SIZE = Decimal("0.00001")
LEAST_EACH = Decimal("0.005")  # of a currency: a price shared out among thousands is no amount for each
_WHOLE = 100
_ANYONE = ("person", *MEASURED)
_OF_THEM = re.compile(r" (?:[a-z]+ )?of (?:them|these|those)\b")
BETWEEN_SENTENCES = 2  # characters: the next sentence begins right behind one


def is_counted(slot: Slot, unit: str) -> bool:
    """Say whether what a figure counts may be what the slot's words name: four ferries are no cars."""
    counted = unit.split("/")[0]
    if slot.kind is not UnitKind.COUNT or not (counted.isalpha() and counted.islower()) or counted in _ANYONE:
        return True
    nouns = (re.sub(r"^.*['’]s? ", "", text) for text in (slot.what, *slot.phrases) if " that " not in text)
    words = {stem(word) for noun in nouns for word in re.findall(r"[a-z]+", noun.lower())}
    if stem(counted) in _WORKING and words & _WORKING:
        return True
    return any(akin(stem(counted), word) for word in words)


_WORKING = frozenset(
    stem(word) for word in ["people", "employee", "staff", "worker", "workforce", "headcount", "personnel"]
)
_PROFIT = re.compile(r"\b(?:profits?|earnings|net income|surplus)\b", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:loss(?:es)?|deficit)\b", re.IGNORECASE)


def is_another(slot: Slot, figure: Quantity) -> bool:
    """Say whether a figure can't fill a slot, whatever its words."""
    return is_a_loss(slot, figure) or is_no_amount_of(slot, figure)


def is_gone(figure: Quantity) -> bool:
    """Say whether a figure counts what goes: "to shut 112 shops" leaves it open how many there are."""
    quote = figure.citation.quote[: figure.start - figure.citation.start] if figure.citation else ""
    return _GOES.search(quote) is not None


def is_a_loss(slot: Slot, figure: Quantity) -> bool:
    """Say whether a figure is a loss where a profit is wanted: "its net loss widened to 96 million from 74 million"."""
    if figure.citation is None or not _PROFIT.search(slot.what) or _LOSS.search(slot.what):
        return False
    before = re.split(r"[;:]|[.!?]\s", figure.citation.quote[: figure.start - figure.citation.start])[-1]
    lost, won = ([found.start() for found in one.finditer(before)] for one in (_LOSS, _PROFIT))
    return bool(lost) and (not won or lost[-1] > won[-1])


_FOR_ONE = re.compile(
    r"\s*(?:(?:in|of) [a-z]+ )?(?:(?:from|for|to|per|on|by) (?:each|every)\b|(?:each|apiece|a head|per head)\b)",
    re.IGNORECASE,
)
# "Which values each of its 90 million shares at": a price of one, and no valuation.
_VALUED = re.compile(r"\bvaluation|\bworth\b|\bmarket value\b", re.IGNORECASE)
_EACH_AT = re.compile(r"\b(?:each|every one) of [^.;]{0,60}\b(?:at|for) (?:about |around |some )?$", re.IGNORECASE)
# "The grounding of five planes": so many were grounded, which says nothing of how many there are.
_EVENT = re.compile(
    r"\b(?:grounding|loss|closure|sale|purchase|order|delivery|recall|theft|dismissal|death|arrest|scrapping|retirement"
    r"|hiring)s? of (?:about |some |up to )?$",
    re.IGNORECASE,
)
_HOPED_FOR = re.compile(r"\b(?:peak|potential|projected|possible|future|addressable)\b", re.IGNORECASE)
_HOPED = re.compile(
    rf"{_HOPED_FOR.pattern} (?:annual |yearly )?(?:sales|revenues?|turnover|income|profits?|market)\b[^.;]{{0,40}}$",
    re.IGNORECASE,
)
_OF_MORE = re.compile(r"\s*(?:out )?of (?:(?:its|the|their|his|her|all|a total of) )*\d")
_LOST = re.compile(r"\s*(?:in|of) (?:lost|missed|forgone|foregone|additional|extra) [a-z]+", re.IGNORECASE)
_GOES = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|shuts?|shutting|scrap(?:s|ped|ping)?|ax(?:e|es|ed|ing)|cuts?|cutting|shed(?:s|ding)?"
    r"|retir(?:e|es|ed|ing)|eliminat(?:e|es|ed|ing)|los(?:e|es|ing)|lost|demolish(?:es|ed|ing)?)"
    r"(?: (?:about|around|some|roughly|nearly|up to))?\s*$",
    re.IGNORECASE,
)
_EMPLOYED = _WORKING - {stem("people")}
_STAFF_SAID = re.compile(
    r"\b(?:employ\w*|staff\w*|work\w*|headcount|personnel|payroll|people|jobs?|posts?|strong|men|women|hands|heads)\b",
    re.IGNORECASE,
)
_LET, _GO = re.compile(r"\b(?:let|letting|lets) $"), re.compile(r"(?: [a-z]+)? go\b")
_OF_THE = re.compile(r"\s*of (?:the|its|their|all|these|those) (?P<what>[a-z-]+(?: [a-z-]+)?)")
_A_NAME = re.compile(r"\s[A-Z][a-z]+")
_STAFF_WORDS = """
    people person employee staff worker workforce resident inhabitant population citizen head headcount payroll man
    woman
"""
_STAFF = frozenset(stem(word) for word in _STAFF_WORDS.split())


def is_no_amount_of(slot: Slot, figure: Quantity) -> bool:
    """Say whether a figure can't be all of what a slot names: it is so much for one, a loss, or of some of them.

    People who work there are no passengers, eight Larks not all planes, and the sale of five tells not how many are.
    """
    if figure.citation is None:
        return False
    quote, start = figure.citation.quote, figure.citation.start
    before, behind = quote[: figure.start - start], quote[figure.end - start :]
    if slot.kind is UnitKind.MONEY:
        if (_HOPED.search(before) and not _HOPED_FOR.search(slot.what)) or _LOST.match(behind):
            return True
        for_one = _FOR_ONE.match(behind) or (_VALUED.search(slot.what) and _EACH_AT.search(before))
        return for_one is not None and not _EACH_ASKED.search(slot.what)
    if slot.kind is not UnitKind.COUNT:
        return False
    if not is_counted(slot, figure.unit) or (slot.name != "part" and _OF_MORE.match(behind)):
        return True
    named = " ".join(re.sub(r"^.*['’]s? ", "", text) for text in (slot.what, *slot.phrases))
    nouns = {stem(word) for word in re.findall(r"[a-z]+", named.lower()) if not is_function_word(word)}
    if not figure.unit and nouns & _EMPLOYED and not _STAFF_SAID.search(before[-60:].rpartition(",")[2] + behind[:50]):
        return True  # "workers" said of something else in its sentence
    if _LET.search(before) and _GO.match(behind):
        return True  # "let 30 employees go"
    of = _OF_THE.match(behind) if not figure.unit else None
    if of is not None and not any(akin(noun, stem(word)) for noun in nouns for word in of["what"].lower().split()):
        return True  # "2,560 of the job losses will come in shops" counts no shops
    if figure.unit == "person" and not nouns & _STAFF:
        return nouns.isdisjoint(stem(word) for word in re.findall(r"[a-z]+", quote.lower()))
    if (event := _EVENT.search(before)) is not None:
        return stem(event[0].split()[0].lower()) not in {
            stem(word) for word in re.findall(r"[a-z]+", slot.what.lower())
        }
    called = _A_NAME.match(behind) if not figure.unit else None
    return called is not None and called[0].strip() not in slot.what


_EACH_ASKED = re.compile(r"\b(?:each|every|per|average|single)\b|\ban? [a-z]+\b", re.IGNORECASE)
_TO_MORE = re.compile(r"\s*(?:to|-|–|and|or)\s*(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3} )\d")
_FROM_LESS = re.compile(r"\d\s*(?:to|-|–)\s*$|\bbetween [^,;.]*\d and $")


def is_one_end(figure: Quantity) -> bool:
    """Say whether a figure is one end of a range: "at $18 to $22 each"."""
    quote, start = (figure.citation.quote, figure.citation.start) if figure.citation else ("", 0)
    before = _FROM_LESS.search(quote[: figure.start - start])
    return before is not None or _TO_MORE.match(quote, figure.end - start) is not None


def disproportion(made: Plan, calculation: Calculation) -> str | None:
    """Say why a result can't be what was asked for: of amounts far apart, or the growth of another share."""
    each = calculation.expression == "amount / count" and currency(calculation.result.unit.split("/")[0]) is not None
    if each and abs(Decimal(calculation.result.value)) < LEAST_EACH:
        return "the figures found are too far apart."
    if each and _PER_HEAD.search(made.name) and abs(Decimal(calculation.result.value)) < 1:
        return "the figures found are too far apart."  # what one thing costs is not what a town spends
    operands = calculation.operands.values()
    if made.name == "difference" and currency(calculation.result.unit) is not None:
        sizes = sorted(abs(one.value) for one in operands if one.citation)
        if sizes and 0 < sizes[0] < sizes[-1] * LEAST_OF_A_SIZE:
            return "the figures found are not of one size."  # a share's price and a firm's sales
    if calculation.result.unit != "%":
        return None
    worth = abs(Decimal(calculation.result.value))
    money = any(currency(one.unit) for one in operands)
    if money and (0 < worth < LEAST_SHARE or 0 < _WHOLE - worth < LEAST_SHARE or worth > _WHOLE / LEAST_SHARE):
        return "the figures found are not of one size."
    if money and made.name.endswith("margin") and worth > MOST_MARGIN:
        return "the figures found are not of one size."
    shares = any(one.unit == "%" for one in operands if one.citation) and made.name in _CHANGES
    if shares and "growth" not in calculation.expression and not any(_PROPORTION.search(s.what) for s in made.slots):
        return "the figures found are shares of something else."
    return None


_BY_ONE = re.compile(r"\s+(?:an?|per) (?P<one>[a-z]+)\b")
_SPANS_SAID = ("year", "month", "week", "day", "quarter", "hour")
_TWO_TIMES = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:before|earlier|ago|previous\w*|last|now|today|then|year|season|month|quarter|half|old"
    r"|new|current\w*|former\w*|after|at first)\b",
    re.IGNORECASE,
)


def are_no_two_sides(made: Plan, one: Quantity, other: Quantity) -> bool:
    """Say whether two figures are no sides of a comparison: a rate and an amount, or one thing's at two times.

    The times may be those that the plan's slots name.
    """
    timed = any(_TWO_TIMES.search(text) for slot in made.slots for text in (slot.what, *slot.phrases))
    return are_of_other_rates([one, other]) or (not timed and are_ends_of_a_change(one, other))


_PER_HEAD = re.compile(r"\bper (?:inhabitant|resident|citizen|head|person|capita|employee)\b")
_NO_TIME = r"(?!first|second|third|fourth|last|past|same|year|month|quarter|period|end)"
_SCOPE_BEHIND = re.compile(
    rf"\s*(?:[a-z-]+ ){{0,3}}(?:on|for|of) (?:its|the|their) (?P<what>{_NO_TIME}[a-z][\w-]*(?: [a-z][\w-]*)?)"
)
_COMES_TO = r"(?:reached|exceeded|totall?ed|numbered|came to|stood at|rose to|grew to|fell to|was|were|is|are)"
_SCOPE_BEFORE = re.compile(
    r"\b(?:of|for|on) (?:its |the |their )?(?P<what>[A-Za-z][\w-]*(?: [a-z][\w-]*)?) "
    rf"{_COMES_TO}(?: (?:about|around|over|nearly|some))?\s*$"
)


_BEGAN = re.compile(
    r"\b(?:beg[au]n|beginning|start(?:ed|ing)?|open(?:ed|ing)?|founded|launched|born|built|completed|finished|ended|closed|signed|bought|announced)"
    r"(?: [a-z]+)? (?:in|on|at|by) (?:the )?$",
    re.IGNORECASE,
)


def is_of_a_beginning(figure: Quantity) -> bool:
    """Say whether the time of a figure is when something began or ended: "the trial, begun in May 2024, cost $9"."""
    if figure.citation is None or figure.period is None:
        return False
    text = figure.citation.quote
    own = [one for one in find_periods(text) if one.iso == figure.period]
    return bool(own) and all(_BEGAN.search(text[: one.start]) for one in own)


def are_of_other_rates(figures: Sequence[Quantity]) -> bool:
    """Say whether one figure is for one of something by the words behind it, another not: "6 tonnes a hectare"."""
    behind = [
        _BY_ONE.match(one.citation.quote, one.end - one.citation.start) for one in figures if one.citation is not None
    ]
    return len({found["one"] if found and found["one"] not in _SPANS_SAID else "" for found in behind}) > 1


def are_ends_of_a_change(one: Quantity, other: Quantity) -> bool:
    """Say whether two figures are what a single thing came to before and after: "$9, up from $8"."""
    if one.citation is None or one.citation != other.citation:
        return False
    text, ends = one.citation.quote, {one.start - one.citation.start, other.start - one.citation.start}
    return any(
        tie.bond is Bond.CHANGE and {tie.first.start, tie.second.start} == ends for tie in ties(text, find(text))
    )


def of_other_scopes(one: Quantity, other: Quantity) -> bool:
    """Say whether two sentences count in different bounds: users "of its games", users "of maps"."""
    if one.citation is None or other.citation is None or one.citation == other.citation:
        return False
    first, second = _scope(one), _scope(other)
    return bool(first and second) and first.isdisjoint(second)


def _scope(figure: Quantity) -> set[str]:
    if figure.citation is None:
        return set()
    quote, start = figure.citation.quote, figure.citation.start
    found = _SCOPE_BEHIND.match(quote, figure.end - start) or _SCOPE_BEFORE.search(quote[: figure.start - start])
    return {stem(word) for word in found["what"].lower().split()} if found else set()


def is_of_another(part: Quantity, whole: Quantity, **_: Quantity) -> bool:
    """The part's own sentence says that it is a part of another figure, or the whole: "won 11 of 20 games"."""
    if part.citation is None:
        return False
    text, at = part.citation.quote, part.citation.start
    parts = [tie for tie in ties(text, find(text)) if tie.bond is Bond.PART and tie.second.unit != "%"]
    wholes = [tie.first.start + at for tie in parts if tie.second.start + at == part.start]
    return any(tie.first.start + at == part.start for tie in parts) or (bool(wholes) and whole.start not in wholes)


def are_of_another(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Say whether a part is "four of them", and what they are stands neither in its sentence nor in the one before."""
    for part in parts:
        if part.citation is None or whole.citation is None or part.citation == whole.citation:
            continue
        behind = part.citation.quote[part.end - part.citation.start :]
        near = 0 <= part.citation.start - whole.citation.end <= BETWEEN_SENTENCES
        if _OF_THEM.match(behind) and not near:
            return True
    return False


def stands_beside(part: Quantity, whole: Quantity, **_: Quantity) -> bool:
    """Both stand in one list: "business tax brings in 74, property tax 33 and income tax 63"."""
    if part.citation is None or part.citation != whole.citation:
        return False
    text, at = part.citation.quote, part.citation.start
    ends = {part.start - at, whole.start - at}
    bonds = [tie for tie in ties(text, find(text)) if {tie.first.start, tie.second.start} == ends]
    return bool(bonds) and all(tie.bond is Bond.PAIR for tie in bonds)
