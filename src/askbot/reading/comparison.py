"""Comparisons: figures side by side where one is asked for, else one sentence for each subject, contrasting ones first."""

from __future__ import annotations

import re

from askbot.matching import MATCHED
from askbot.reading import versus
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, flat, whole_sentences
from askbot.types import Claim

CONTRAST = re.compile(r"\b(?:while|whereas|whilst|on the other hand|in contrast|by contrast|compared (?:to|with)|in comparison|unlike|rather than|but)\b|;", re.IGNORECASE)
MOST_SENTENCES = 3
MOST_WORDS = 130  # a comparison that takes longer to read is not one
LEAST_SUPPORT = 0.45
CONTRAST_BONUS, BOTH_BONUS = 0.1, 0.25
_GREATEST = re.compile(r"^(?:which|who)\b", re.IGNORECASE)


def read(view: Survey) -> Finding | None:
    """Compare the question's subjects; None where the evidence does not speak of each of them."""
    names = versus.subjects(view)
    way = versus.direction(view)
    if way and len(names) >= 2:
        measured = versus.measure(view, names)
        if measured:
            return _by_figures(measured, way=way, winner=bool(_GREATEST.match(view.asked.focus)))
    return _by_sentences(view, names)


def _by_figures(measured: list[versus.Measured], *, way: int, winner: bool) -> Finding | None:
    order = sorted(measured, key=lambda m: -way * m.value)
    if order[0].value == order[1].value:
        return None
    listed = "; ".join(f"{m.name}: {m.candidate.text}" for m in order)
    citations = tuple(dict.fromkeys(m.candidate.evidence.citation() for m in order))
    text = f"{order[0].name} ({listed})" if winner else listed
    highlights = tuple(
        (m.candidate.evidence.passage.document_id, m.candidate.evidence.passage.start + m.candidate.start, m.candidate.evidence.passage.start + m.candidate.end)
        for m in order
    )
    return Finding((Claim(text, citations),), order[0].name if winner else None, highlights)


def _by_sentences(view: Survey, names: list[tuple[versus.Term, ...]]) -> Finding | None:
    def covers(one: Evidence, run: tuple[versus.Term, ...]) -> bool:
        return all(one.match.strengths.get(term.stem, 0.0) >= MATCHED for term in run)

    def worth(one: Evidence) -> float:
        both = BOTH_BONUS if len(names) > 1 and all(covers(one, run) for run in names) else 0.0
        return one.match.support + both + (CONTRAST_BONUS if CONTRAST.search(one.text) else 0.0) + 0.3 * (one.hit.similarity or 0.0)

    topic = [term for term in view.asked.terms if term.stem not in view.names]
    if topic and not any(one.match.strengths[t.stem] >= MATCHED for one in view.evidence for t in topic):
        return None
    ranked = [one for one in sorted(view.evidence, key=lambda one: -worth(one)) if one.match.support >= LEAST_SUPPORT]
    chosen: list[Evidence] = []
    uncovered = list(names) or [()]
    for one in ranked:
        if len(chosen) == MOST_SENTENCES or not uncovered:
            break
        new = [run for run in uncovered if covers(one, run)]
        if new:
            chosen.append(one)
            uncovered = [run for run in uncovered if run not in new]
    if uncovered or not chosen:
        return None
    words = sum(len(flat(one).split()) for one in chosen)
    for one in ranked:
        length = len(flat(one).split())
        if one not in chosen and len(chosen) < MOST_SENTENCES and words + length <= MOST_WORDS and CONTRAST.search(one.text):
            chosen.append(one)
            words += length
    return whole_sentences(chosen)
