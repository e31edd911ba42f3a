"""Comparisons: one sentence for each subject, contrasting ones first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.matching import MATCHED, wording
from askbot.reading import versus
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, flat, whole_sentences

CONTRAST = re.compile(
    r"\b(?:while|whereas|whilst|on the other hand|in contrast|by contrast|compared (?:to|with)|in comparison|unlike|rather than|but)\b|;",
    re.IGNORECASE,
)
# What is alike is said of both at once.
ALIKE = re.compile(r"\b(?:both|each|alike|the same|similar(?:ly)?|neither|too|as well)\b|^like\b", re.IGNORECASE)
_ASKS_ALIKE = re.compile(r"\b(?:in common|similar\w*|alike|same|share)\b", re.IGNORECASE)
_BOTH = re.compile(r"^(?:both|the two|neither|each)\b", re.IGNORECASE)
MOST_SENTENCES = 3
MOST_WORDS = 130  # a comparison that takes longer to read is not one
LEAST_SUPPORT = 0.4
MARKER_BONUS, BOTH_BONUS = 0.1, 0.2
_WINNER = re.compile(r"\b(?:which|who|whose)\b", re.IGNORECASE)


def read(view: Survey) -> Finding | None:
    """Compare the question's subjects; None where the evidence does not speak of each of them.

    Who has more is told by figures (`contests`), or not at all.
    """
    if versus.comparative(view.asked.focus) and _WINNER.search(view.asked.focus):
        return None
    return _by_sentences(view, versus.subjects(view))


def _by_sentences(view: Survey, compared: Sequence[versus.Subject]) -> Finding | None:
    names = frozenset(stem for one in compared for stem in one.stems)
    topic = [term for term in view.asked.terms if term.stem not in names and term.stem not in view.names]
    if topic and not any(one.match.strengths[t.stem] >= MATCHED for one in view.evidence for t in topic):
        return None
    marker = ALIKE if _ASKS_ALIKE.search(view.asked.focus) else CONTRAST
    ranked = sorted(view.evidence, key=lambda one: -_worth(one, compared, marker))
    ranked = [one for one in ranked if one.match.support >= LEAST_SUPPORT]
    if topic:
        ranked = [one for one in ranked if any(one.match.strengths[t.stem] >= MATCHED for t in topic)]
    chosen: list[Evidence] = []
    words = 0

    def take(one: Evidence | None) -> None:
        nonlocal words
        if one is None or one in chosen or len(chosen) == MOST_SENTENCES:
            return
        length = len(flat(one).split())
        if not chosen or words + length <= MOST_WORDS:
            chosen.append(one)
            words += length

    if marker is ALIKE:
        for one in ranked:
            if marker.search(one.text) and all(_covers(one, subject) for subject in compared):
                take(one)
        return whole_sentences(chosen) if chosen else None
    take(next((one for one in ranked if marker.search(one.text) and all(_covers(one, s) for s in compared)), None))
    for subject in compared:
        rivals = [other for other in compared if other != subject]
        alone = (one for one in ranked if _covers(one, subject) and not any(_covers(one, r) for r in rivals))
        take(next(alone, None))
    for one in ranked:
        if not all(any(_covers(picked, subject) for picked in chosen) for subject in compared):
            take(one)
    if not chosen or not all(any(_covers(one, subject) for one in chosen) for subject in compared):
        return None
    return whole_sentences(chosen)


def _covers(one: Evidence, subject: versus.Subject) -> bool:
    """The sentence prints the subject's name, whole, or speaks of both."""
    return subject.stems <= wording(one.text).stems or _BOTH.match(one.text) is not None


def _worth(one: Evidence, compared: Sequence[versus.Subject], marker: re.Pattern[str]) -> float:
    both = BOTH_BONUS if len(compared) > 1 and all(_covers(one, subject) for subject in compared) else 0.0
    return (
        one.match.support
        + both
        + (MARKER_BONUS if marker.search(one.text) else 0.0)
        + 0.3 * (one.hit.similarity or 0.0)
    )
