"""Whether a calculation is of the time and direction that a question asks for: what fell tells nothing of what grew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from askbot import lexicon, sides
from askbot.matching import MATCHED, wording
from askbot.periods import find_periods
from askbot.programs import Plan
from askbot.quantities import find
from askbot.question import parse
from askbot.reading import opposed, tense
from askbot.ties import Bond, ties
from askbot.types import Calculation, Citation, Quantity
from askbot.units import MEASURES, currency
from askbot.words import is_function_word, tokens

_COMPARING = ("difference", "percentage difference", "ratio")
_DEARER = re.compile(r"\b(?:cheaper|dearer|costlier|pricier|(?:more|less) (?:expensive|costly))\b", re.IGNORECASE)
_WAS = re.compile(
    r"(?:what|how (?:much|many|high|big|large)) (?:was|were|did|had)\b"
    r"(?!.*\b(?:expect|plan|target|forecast|aim|hope)\w*)",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:expects|forecasts|aims (?:for|at)|hopes (?:for|to)|targets|is targeting|plans to|intends to)\b[^;.]*$"
)
TWO = 2  # figures make a change
_IN_UNITS = re.compile(r",? in (?P<unit>[A-Za-z]{1,12})(?:,| |\W*$)")
_THE_REST = re.compile(r"\bthe (?:rest|remainder|others?|balance)\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\bout of (?:the |its |their )?\d")
_UP = re.compile(
    r"\b(?:grow|grew|grown|ris(?:e|en)|rose|increased?|gain(?:ed)?|climb(?:ed)?|jump(?:ed)?|improved?|widen(?:ed)?)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:f[ae]ll(?:en)?|drop(?:ped)?|decreased?|declined?|shr[iau]nk|cut|narrow(?:ed)?|lost|lose|worsen(?:ed)?|slip(?:ped)?)\b",
    re.IGNORECASE,
)


def fits(question: str, calculation: Calculation) -> bool:
    """Say whether a calculation is of what was or will be, grew or fell, as the question has it."""
    asked = parse(question)
    operands = [(one, one.citation) for one in calculation.operands.values() if one.citation is not None]
    quotes = [citation.quote for _, citation in operands]
    if any(opposed.is_forecast(asked, citation.quote, one.start - citation.start) for one, citation in operands):
        return False
    if _WAS.match(question) and any(_HOPED.search(c.quote[: max(0, o.start - c.start)]) for o, c in operands):
        return False  # what somebody expects was not
    said = " ".join(quotes)
    if calculation.expression.startswith("sum(") and _OUT_OF.search(said):
        return False  # "nine reopen out of 19"
    if not _is_sound(question, calculation) or _is_of_the_rest(question, calculation):
        return False
    if _goes_the_other_way(question, operands):
        return False
    grew = _UP.search(question) is not None and _DOWN.search(question) is None
    fell = "before - after" in calculation.expression or (_DOWN.search(said) is not None and not _UP.search(said))
    return not (grew and fell) and (not quotes or any(tense.foretells(asked, quote) for quote in quotes))


def _goes_the_other_way(question: str, operands: Sequence[tuple[Quantity, Citation]]) -> bool:
    """Whether two figures are the ends of a rise, and it is asked how much something fell, or the other way round."""
    fell, grew = _DOWN.search(question) is not None, _UP.search(question) is not None
    if len(operands) != TWO or fell == grew or len({citation for _, citation in operands}) > 1:
        return False
    quote, starts = operands[0][1].quote, {one.start - citation.start for one, citation in operands}
    changes = (tie for tie in ties(quote, find(quote)) if tie.bond is Bond.CHANGE)
    return any(
        {tie.first.start, tie.second.start} == starts and (tie.second.value > tie.first.value) == fell
        for tie in changes
    )


def speaks_of_the_other(made: Plan, quotes: Sequence[str]) -> bool:
    """Say whether sentences have a word of what a comparison holds something against, where it names that."""
    other = next((slot for slot in made.slots if slot.name == "other"), None)
    if other is None or made.name not in _COMPARING:
        return True
    periods = [word for period in find_periods(other.what) for word in period.printed.split()]
    words = [token for token in tokens(other.what) if not is_function_word(token.lower) and token.text not in periods]
    said = wording(" ".join(quotes))
    return not words or any(said.holds(word.stem) >= MATCHED for word in words)


def speaks_of_all(made: Plan, quotes: Sequence[str]) -> bool:
    """Say whether sentences name everybody whose figures a sum adds up: what one has is not what two have together."""
    if made.name != "sum":
        return True
    said = wording(" ".join(quotes))
    owners = filter(None, (sides.read(slot.what).owner for slot in made.slots))
    names = [token for owner in owners for token in tokens(owner)[:1] if token.text[:1].isupper()]
    return all(said.holds(name.stem) >= MATCHED for name in names)


_AT_A_LEVEL = re.compile(
    r"\b(?:to|from|at|below|above|of)(?: (?:the|an?|about|around|some|roughly|nearly|almost|only|just|over))* $"
)


def is_a_level(figure: Quantity) -> bool:
    """Say whether a figure is what something came to or from, and not by how much it moved.

    >>> from dataclasses import replace
    >>> from askbot.types import Citation
    >>> text = "Sales rose by $2 million to $9 million."
    >>> cite = Citation("a", "", "", text, 0, len(text), "")
    >>> [is_a_level(replace(one, citation=cite)) for one in find(text)]
    [False, True]
    """
    if figure.citation is None or figure.unit in ("%", "pp"):
        return False
    quote, at = figure.citation.quote, figure.start - figure.citation.start
    changes = (tie for tie in ties(quote, find(quote)) if tie.bond is Bond.CHANGE)
    return _AT_A_LEVEL.search(quote[:at]) is not None or any(
        at in (one.first.start, one.second.start) for one in changes
    )


def holds(made: Plan, quotes: Sequence[str]) -> bool:
    """Say whether sentences speak of what the part of a share has to be of: of research, where that is asked for."""
    part = next((slot for slot in made.slots if slot.name == "part" and slot.holding), None)
    if part is None or not quotes:
        return True
    said = wording(" ".join(quotes))
    words = [token for token in tokens(part.holding) if not is_function_word(token.lower)]
    return not words or any(said.holds(word.stem) >= MATCHED for word in words)


def _is_sound(question: str, calculation: Calculation) -> bool:
    """Whether a calculation comes to what can be: no runway below nothing, nothing cheaper in tonnes, the asked unit.

    Money that the question gives is one of its figures, or it is of something else.
    """
    unit = calculation.result.unit
    if calculation.name == "runway" and Decimal(calculation.result.value) <= 0:
        return False
    if _DEARER.search(question) and currency(unit) is None and unit not in ("%", "x", "pp"):
        return False
    asked = _IN_UNITS.search(question)
    measure = MEASURES.get(asked["unit"]) or MEASURES.get(asked["unit"].lower()) if asked else None
    if measure is not None and measure != unit:
        return False
    given = {one.value for one in find(question) if currency(one.unit)}
    return given <= {one.value for one in calculation.operands.values()}


def _is_of_the_rest(question: str, calculation: Calculation) -> bool:
    """Whether a share of an amount is taken where the question asks of what its sentence calls the rest."""
    if " of " not in calculation.expression or "rest(" in calculation.expression:
        return False
    names = {term.stem for term in parse(question).terms}
    for one in calculation.operands.values():
        quote = one.citation.quote if one.citation is not None and one.unit == "%" else ""
        rest = _THE_REST.search(quote)
        if rest is not None and wording(quote[rest.end() :]).stems & names - wording(quote[: rest.start()]).stems:
            return True
    return False


_EXCEEDS = re.compile(r"\b(?:exceed(?:s|ed)?|outstrip(?:s|ped)?|surpass(?:es|ed)?|top(?:s|ped)?)\b", re.IGNORECASE)
_OF_TIME = ("age", "date")


def larger_after_all(question: str, made: Plan, calculation: Calculation) -> str | None:
    """What is the larger of two where a question takes the other one for it: "how much bigger is A than B?".

    None where it has them the right way round, or says not which is more.
    """
    if made.name != "difference" or set(calculation.operands) != {"one", "other"} or len(made.slots) != TWO:
        return None
    before = re.split(r"\bthan\b", question, maxsplit=1, flags=re.IGNORECASE)
    words = [lexicon.comparative(one.lower) for one in tokens(before[0])] if len(before) == TWO else []
    ways = [found[1] for found in words if found is not None and found[0] not in _OF_TIME]
    way = ways[0] if ways else 1 if _EXCEEDS.search(question) else 0
    one, other = (calculation.operands[name] for name in ("one", "other"))
    if one.unit != other.unit:
        return None
    one_is_larger = one.value > other.value
    if way == 0 or one_is_larger == (way > 0) or not calculation.result.value:
        return None
    return made.slots[0 if one_is_larger else 1].what
