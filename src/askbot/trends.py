"""Whether a calculation is of the time and direction that a question asks for: what fell tells nothing of what grew."""

from __future__ import annotations

import re
from decimal import Decimal

from askbot.matching import wording
from askbot.quantities import find
from askbot.question import parse
from askbot.reading import opposed, tense
from askbot.types import Calculation
from askbot.units import MEASURES, currency

_DEARER = re.compile(r"\b(?:cheaper|dearer|costlier|pricier|(?:more|less) (?:expensive|costly))\b", re.IGNORECASE)
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
    said = " ".join(quotes)
    if calculation.expression.startswith("sum(") and _OUT_OF.search(said):
        return False  # "nine reopen out of 19"
    if not _is_sound(question, calculation) or _is_of_the_rest(question, calculation):
        return False
    grew = _UP.search(question) is not None and _DOWN.search(question) is None
    fell = "before - after" in calculation.expression or (_DOWN.search(said) is not None and not _UP.search(said))
    return not (grew and fell) and (not quotes or any(tense.foretells(asked, quote) for quote in quotes))


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
