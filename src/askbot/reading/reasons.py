"""Why, how and what for: the clause at a marker of cause, means or purpose; else the sentence alone."""

from __future__ import annotations

import re

from askbot.reading import fact
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, flat, one_span, whole_sentences
from askbot.types import Claim

CAUSE = re.compile(
    r"\b(?:because(?: of)?|since (?!\d|january|february|march|april|may|june|july|august|september|october|november|december|its|the \w+ (?:of|in) )|due to|owing to|as a result of|thanks to|given that|so that|in order to|so as to|to (?=[a-z]+(?:e|t|y|n|d|k|p|s|w|h|l|r|m)\b)|for (?=[a-z]+ing\b)|making|resulting in|driven by|led by|on the grounds that|prompted by|after|constrained by)\b",
    re.IGNORECASE,
)
MEANS = re.compile(
    r"\b(?:by (?=\w+ing\b|means)|through|via|using|with the help of|thanks to|primarily through|leveraging|relying on|on the basis of|in order to|to (?=[a-z]+\b))\b",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\b(?:in order to|so as to|so that|to (?=[a-z]+\b)|for (?=[a-z])|designed (?:to|for|specifically for)|intended (?:to|for)|used (?:to|for)|aimed at|meant (?:to|for)|can|capable of|enabling|allowing|generates?|provides?)\b",
    re.IGNORECASE,
)
MARKER_BONUS = 1.2
CONFIDENT = 1.5  # odds from which the model's own span is given as the bare answer


def read(view: Survey) -> Finding | None:
    """Answer with the sentence that bears the question out and says why, how or what for; the marker's clause is bare."""
    marker = _marker(view.asked.focus)
    ranked = sorted(view.evidence, key=lambda one: -_odds(view, one, marker))
    if not ranked or _odds(view, ranked[0], marker) <= fact.ACCEPTED:
        return None
    chosen = ranked[0]
    span = next((span for span in chosen.spans if span.margin > fact.MARGIN_MIDDLE - CONFIDENT), None)
    if span is None:
        return whole_sentences([chosen])
    start, end = fact.trimmed(chosen.text, span.start, span.end)
    if start >= end or fact.repeats(view, chosen.text[start:end]):
        return whole_sentences([chosen])
    bare = one_span(chosen, start, end)
    return Finding((Claim(flat(chosen), (chosen.citation(),)),), bare.short, bare.highlights)


def _marker(focus: str) -> re.Pattern[str]:
    if re.match(r"how\b", focus, re.IGNORECASE) and not re.match(r"how come\b", focus, re.IGNORECASE):
        return MEANS
    if re.match(r"(?:why|how come|what (?:caused|led|made|prompted|drove|explains))\b", focus, re.IGNORECASE):
        return CAUSE
    return PURPOSE


def _odds(view: Survey, one: Evidence, marker: re.Pattern[str]) -> float:
    """A why that the sentence does not even mark is answered only where the model is sure."""
    margin = max((span.margin for span in one.spans), default=fact.UNREAD_MARGIN)
    bonus = MARKER_BONUS if marker.search(one.text) else 0.0
    return fact.odds({**fact.standing(view, one), "margin": margin}) + bonus
