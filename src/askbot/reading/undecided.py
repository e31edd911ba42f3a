"""What a clause only wishes, foretells, needs or asks for: neither so nor not so."""

from __future__ import annotations

import re

from askbot.matching import wording
from askbot.reading.evidence import Survey
from askbot.words import stem

_UNDECIDED = re.compile(
    r"\b(?:may|might|could|whether|if|likely|possibly|perhaps|reportedly|plans? to|planned|expect(?:s|ed)?|aims? to|hopes?|hoped|considering|considered (?=[a-z]+ing\b)|weigh(?:s|ed|ing)|mull(?:s|ed|ing)|contemplat(?:es|ed|ing)|forecast\w*|predict\w*|target(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
# What somebody wants, what is needed or nearly done is neither so nor not so.
_WISHED = re.compile(
    r"\b(?:want(?:s|ed)?|seek(?:s|ing)?|sought|demand(?:s|ed)|urg(?:es|ed)|propos(?:es|ed|al)|call(?:s|ed)? (?:for|on)|ask(?:s|ed)? for"
    r"|asks?(?:ed)? (?:the |an? )?(?:[\w'’-]+ ){1,6}?to (?=[a-z]+\b)|(?:(?<=has )|(?<=have )|(?<=had ))to be\b|needs?|requires?|awaits?|awaiting|subject to|pending|tr(?:y|ies|ied|ying) to|attempts?|attempted|discuss(?:es|ed|ing)?|negotiat\w+|talks|within (?:an?|one|two|three) \w+ of|close to|nearly|almost|threat\w*|vow(?:s|ed)?|pledg\w*|promis\w*|for sale|on the market|(?:brink|verge) of)\b",
    re.IGNORECASE,
)
_MONTH_OF_MAY = re.compile(r"(?<=[\w,] )May\b")
_WILL_IT = re.compile(r"will\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|could|perhaps|possibly|whether)\b", re.IGNORECASE)
_THERE_BE = re.compile(r"(?:will|would|could|might|may) there be\b", re.IGNORECASE)
_WILL = re.compile(r"\b(?:there (?:will|is to|are to) be|will (?:have|hold|host|get|offer))\b", re.IGNORECASE)
_RULED_OUT = re.compile(r"\b(?:rul(?:es|ed|ing)|has ruled) out\b", re.IGNORECASE)


def leaves_open(view: Survey, clause: str) -> bool:
    """Whether a clause only wishes, foretells or needs it; what the question asks after in the same word is said."""
    clause = _MONTH_OF_MAY.sub(" ", clause)
    asked = wording(view.asked.focus).stems
    if _WISHED.search(clause) and not any(
        stem(found[0].split()[0].lower()) in asked for found in _WISHED.finditer(clause)
    ):
        return True
    if _THERE_BE.match(view.asked.focus) and not _WILL.search(clause) and not _RULED_OUT.search(clause):
        return True  # that there is talk of one says not that there will be
    if _WILL_IT.match(view.asked.focus) and _MAYBE.search(clause):
        return True  # what might be sold is not to be sold
    may = re.match(r"(?:may|might|could|will)\b", view.asked.focus, re.IGNORECASE)
    return may is None and any(stem(found[0].split()[0].lower()) not in asked for found in _UNDECIDED.finditer(clause))


__all__ = ["leaves_open"]
