"""What a figure or a forecast is said to rest on: all that stands behind "assuming", not the first item of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.matching import MATCHED, wording
from askbot.question import Question
from askbot.reading.findings import MOST_SHORT_WORDS, Finding
from askbot.types import Claim, Document, Passage

_ASKS = re.compile(
    r"\b(?:assum(?:es?|ed|ing|ptions?)|presuppos\w+|take[ns]? for granted)\b"
    r"|^(?:under|on) (?:what|which) conditions?\b|^what (?:has|have|needs?) to (?:hold|go right|go well|happen|be true|stay)\b",
    re.IGNORECASE,
)
_NOT_ASKS = re.compile(r"^(?:is|are|was|were|does|do|did|if|who|why|where|how)\b", re.IGNORECASE)
_RESTS_ON = re.compile(
    r"\b(?:assuming(?: that)?|on (?:the|an) assumption(?:s)? (?:that|of)|assumes(?: that)?|provided(?: that)?|(?:this|that|which|it) presupposes(?: that)?) ",
    re.IGNORECASE,
)
_ASKED = re.compile(r"assum|premis|presuppos|condition|grant|hold|behind|base|rest|underl", re.IGNORECASE)


def read(asked: Question, articles: Sequence[tuple[Document, Sequence[Passage]]]) -> Finding | None:
    """Tell what stands behind "assuming" in the one sentence that has it, or in the one that has most of the question's words.

    None where nothing of the sort is asked, no sentence says it, or several might.
    """
    if not _ASKS.search(asked.focus) or _NOT_ASKS.match(asked.focus):
        return None
    told = [
        (document, passage, found)
        for document, passages in articles
        for passage in passages
        if (found := _RESTS_ON.search(passage.text))
    ]
    words = [term.stem for term in asked.terms if not _ASKED.match(term.lower)]
    held = [sum(wording(passage.text).holds(word) >= MATCHED for word in words) for _, passage, _ in told]
    if not told or (len(told) > 1 and held.count(max(held)) > 1):
        return None
    document, passage, found = told[held.index(max(held))]
    start, end = found.end(), len(passage.text.rstrip(' .;"”'))
    citation = document.cite(passage)
    if len(passage.text[start:end].split()) > MOST_SHORT_WORDS:
        return Finding((Claim(" ".join(passage.text.split()), (citation,)),))
    words_told = " ".join(passage.text[start:end].split())
    at = (document.id, passage.start + start, passage.start + end)
    return Finding((Claim(words_told, (citation,)),), words_told, (at,))
