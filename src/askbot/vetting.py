"""A chat model's claims before the gate: quotes get their places, sentences their owners, and the question its due.

What is supported is `grounding`'s to say. Here stands what it can't know: which sentences a quote is of, whom they
speak of, whether the claims answer the question at all, and whether they agree with the offline reading of a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askbot import grounding, swaps
from askbot.lexicon import Kind
from askbot.llm_drafts import Draft
from askbot.llm_tools import Shelf, passages_at
from askbot.matching import MATCHED, clauses, strength
from askbot.periods import Period, compatible, find_periods
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question, QuestionKind, Term
from askbot.reader import OfflineReader
from askbot.reading import refusal
from askbot.reading.evidence import Evidence, Survey, scene
from askbot.reading.kinds import kind_of
from askbot.reading.profiles import profile
from askbot.types import Answer, Citation, Claim, Hit, Library, Passage
from askbot.units import MEASURED
from askbot.words import tokens

LEAST_SUPPORT = 0.5  # of a question's words, by worth, that the sentences of an answer have to bear
# "No, it closed", and not "No ferries ran".
_POLAR = re.compile(r"^(yes\b|no(?=[,.:;—–]|\s+[—–-]|\s*$))[\s,.:;—–-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Vetted:
    """A claim that may be said, the spans of the words that it rests on, and a "Yes" or "No" that it began with."""

    claim: Claim
    spans: tuple[tuple[str, int, int], ...]
    polar: str | None = None


def vet(draft: Draft, shelf: Shelf, library: Library) -> Vetted | list[str]:
    """Give a draft's quotes their places and put it through the gate; the reasons, for the model, where it fails."""
    polar = _POLAR.match(draft.text)
    text = draft.text[polar.end() :] if polar else draft.text
    text = text[:1].upper() + text[1:]
    calculation = shelf.calculations.get(draft.calculation) if draft.calculation else None
    if draft.calculation and calculation is None:
        return [f"there is no calculation '{draft.calculation[:20]}'; have it worked out with the tool first"]
    citations: list[Citation] = []
    spans: list[tuple[str, int, int]] = []
    for quote in draft.quotes:
        place = shelf.place(quote)
        if place is None:
            return [f"the quote '{quote[:80]}' stands in no passage word for word"]
        citation, span = place
        if refusal.instructs(citation.quote):
            return [f"the quote '{quote[:80]}' is an instruction inside an article and states nothing"]
        if citation not in citations:
            citations.append(citation)
        spans.append(span)
    if not text or (not citations and calculation is None):
        return ["it has no quote"]
    claim = Claim(text, tuple(citations), calculation)
    reasons = grounding.faults(claim, library.document, written=True)
    if not reasons and calculation is None:
        reasons = _scattered(claim, library)
    return reasons or Vetted(claim, tuple(spans), polar[1].capitalize() if polar else None)


def _scattered(claim: Claim, library: Library) -> list[str]:
    """Name clauses whose figures, times and names no one sentence bears: two sentences joined may say a third thing."""
    found = []
    for start, end in clauses(claim.text):
        slots = [item for item in swaps.items(claim.text[start:end]) if item.is_slot]
        if slots and not any(_bears(citation, slots, library) for citation in claim.citations):
            said = ", ".join(f"'{item.printed}'" for item in slots)
            found.append(f"no one quoted sentence is about {said} together; make it two claims, each with its quote")
    return found


def _bears(citation: Citation, slots: Sequence[swaps.Item], library: Library) -> bool:
    held = swaps.items(citation.quote)
    keys = {item.key for item in held}
    words = {part for item in held for part in item.key.split()} | {token.lower for token in tokens(citation.quote)}
    names: list[str] = []
    for item in slots:
        if item.kind == "name":
            names += [part for part in item.key.split() if part not in words]
        elif item.key not in keys:
            return False
    return not names or _speaks_of(citation, names, library)


def _speaks_of(citation: Citation, names: Sequence[str], library: Library) -> bool:
    """Say whether a sentence that doesn't print a name speaks of it all the same: as "the company" of its section."""
    document = library.document(citation.document_id)
    subjects = profile(document, library).subjects
    terms = [Term(t.text, t.lower, t.stem, t.start, t.end, True) for name in names for t in tokens(name)]
    asked = frozenset(term.stem for term in terms)
    around = passages_at(library, document.id, citation.start, citation.end)
    scenes = [scene(passage, library, title=document.title, subjects=subjects) for passage in around]
    return all(any(strength(term, one, name=True, asked=asked) >= MATCHED for one in scenes) for term in terms)


# --- the whole answer ------------------------------------------------------------------------------------------------


def amiss(asked: Question, claims: Sequence[Claim], *, reader: OfflineReader, library: Library) -> str | None:
    """Say what keeps claims from being an answer to the question; None where they are one.

    They have to speak of every name and time asked about, bear most of its words, and hold the sort of thing asked for.
    """
    passages = _passages(claims, library)
    view = reader.survey(asked, [Hit(passage, 1.0) for passage in passages], model=False)
    strengths = {
        term.stem: max((one.match.strengths.get(term.stem, 0.0) for one in view.evidence), default=0.0)
        for term in asked.terms
    }
    absent = [term.text for term in view.named if strengths[term.stem] < MATCHED]
    if absent:
        return f"it is not about {', '.join(absent)}"
    total = sum(view.weights[term.stem] for term in asked.terms)
    borne = sum(view.weights[term.stem] * strengths[term.stem] for term in asked.terms)
    calculated = any(claim.calculation for claim in claims)
    if total and borne / total < LEAST_SUPPORT and not calculated and asked.kind is not QuestionKind.SUMMARY:
        lacking = ", ".join(term.text for term in asked.terms if strengths[term.stem] < MATCHED)
        return f"its quotes say nothing of {lacking}"
    if asked.periods and not calculated and not _timely(asked, view):
        return f"its quotes are not of {asked.periods[0].printed}"
    if asked.kind is QuestionKind.FACT and asked.wanted and not any(_is_wanted(asked, claim) for claim in claims):
        return "it does not hold the sort of thing that was asked for"
    return None


def _passages(claims: Sequence[Claim], library: Library) -> list[Passage]:
    cited = Answer("q", "q", claims=tuple(claims)).citations
    return [
        passage
        for citation in cited
        for passage in passages_at(library, citation.document_id, citation.start, citation.end)
    ]


def _timely(asked: Question, view: Survey) -> bool:
    return all(
        any(compatible(period, one) for evidence in view.evidence for one in _times(evidence))
        for period in asked.periods
    )


def _times(evidence: Evidence) -> list[Period]:
    around = f"{evidence.scene.lead} {evidence.scene.heading}"
    return [*evidence.periods, *find_periods(around, published=evidence.profile.dated)]


def _is_wanted(asked: Question, claim: Claim) -> bool:
    if asked.wanted & FIGURES:
        units = [figure.unit for figure in find(claim.text)]
        sorts = {kind_of(unit) for unit in units}
        if any(unit.split("/")[0] in MEASURED for unit in units):
            sorts.add(Kind.MEASURE)
        return bool(sorts & asked.wanted) or (Kind.COUNT in asked.wanted and bool(units))
    if Kind.DATE in asked.wanted:
        return bool(find_periods(claim.text))
    if asked.wanted & NAMES:
        known = {term.lower for term in asked.terms}
        return any(item.kind == "name" and not set(item.key.split()) <= known for item in swaps.items(claim.text))
    return True


def agrees(claims: Sequence[Claim], offline: Answer, polar: str | None) -> bool:
    """Say whether claims hold what the offline engine read or worked out, where that is a figure, a date, yes or no.

    A model is no authority for a number: where the two differ, the one that is worked out by rules stands.
    """
    short = offline.short
    if short is None or not offline.claims:
        return True
    if short in ("Yes", "No"):
        return polar in (None, short)
    said = [claim.text for claim in claims]
    figures = [(one.value, one.unit) for one in find(short)]
    if figures:
        mine = {(one.value, one.unit) for text in said for one in find(text)}
        return all(figure in mine for figure in figures)
    times = [period.iso for period in find_periods(short)]
    if times:
        mine_too = {period.iso for text in said for period in find_periods(text)}
        return all(time in mine_too for time in times)
    return True
