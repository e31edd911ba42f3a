"""What a room hands back: the claims of an answer, its bare words and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from askbot.reading.evidence import Evidence
from askbot.types import Claim

_BLANK = re.compile(r"\s")
MOST_SHORT_WORDS = 40  # the contract's limit for a bare answer


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer before grounding: `highlights` are (document_id, start, end) of the bare answer's words."""

    claims: tuple[Claim, ...]
    short: str | None = None
    highlights: tuple[tuple[str, int, int], ...] = ()
    notes: tuple[str, ...] = ()


def one_span(evidence: Evidence, start: int, end: int, *, text: str | None = None) -> Finding:
    """The finding of one span in one sentence; `text` is what is said of it, the span's words where None."""
    words = " ".join(evidence.text[start:end].split())
    fits = len(words.split()) <= MOST_SHORT_WORDS
    claim = Claim(text or (words if fits else flat(evidence)), (evidence.citation(),))
    offset = evidence.passage.start
    highlights = ((evidence.passage.document_id, offset + start, offset + end),)
    return Finding((claim,), words if fits else None, highlights)


def whole_sentences(evidence: list[Evidence]) -> Finding:
    """The finding that only whole sentences answer: each is a claim of its own words."""
    return Finding(tuple(Claim(flat(one), (one.citation(),)) for one in evidence))


def leveled(text: str) -> str:
    """A text with every blank made a space, so that a phrase is found across lines; offsets hold."""
    return _BLANK.sub(" ", text)


def flat(evidence: Evidence) -> str:
    """A passage's text on one line."""
    return " ".join(evidence.text.split())
