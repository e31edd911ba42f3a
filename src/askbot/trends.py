"""Whether a calculation is of the time and direction that a question asks for: what fell tells nothing of what grew."""

from __future__ import annotations

import re

from askbot.question import parse
from askbot.reading import opposed, tense
from askbot.types import Calculation

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
    grew = _UP.search(question) is not None and _DOWN.search(question) is None
    fell = "before - after" in calculation.expression or (_DOWN.search(said) is not None and not _UP.search(said))
    return not (grew and fell) and (not quotes or any(tense.foretells(asked, quote) for quote in quotes))
