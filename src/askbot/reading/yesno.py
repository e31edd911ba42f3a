"""Yes or no, decided only on the same entity, attribute, period and polarity; else the sentence is quoted undecided."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, printed_names, wording
from askbot.periods import find_periods
from askbot.quantities import find
from askbot.question import QuestionKind, Term
from askbot.reading import fact, versus
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, whole_sentences
from askbot.types import Claim, Quantity

QUOTED_SUPPORT = 0.75  # from here a sentence is worth quoting though it decides nothing
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|without|no longer|cannot|fail(?:s|ed)? to|yet to|denie[sd]|reject(?:s|ed)?|n't)\b|n['’]t\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
_UNDECIDED = re.compile(r"\b(?:may|might|could|whether|if|likely|possibly|perhaps|reportedly|plans? to|planned|expects? to|aims? to|hopes? to|considering)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|greater|higher|bigger|larger|over|above|beyond|exceed\w*|surpass\w*|top(?:s|ped)?|at least|upwards? of|in excess)\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|under|below|at most|short of)\b", re.IGNORECASE)
_MAJORITY = re.compile(r"\b(?:a |the )?majority\b|\bmost (?:of|\w+s\b)|\bmainly\b|\bhalf\b", re.IGNORECASE)


def read(view: Survey) -> Finding | None:
    """Decide by two subjects' figures, by a figure named in the question, by plain wording; else quote."""
    names = versus.subjects(view)
    for attempt in (_by_comparison(view, names), _by_figure(view), _by_wording(view)):
        if attempt is not None:
            return attempt
    near = [one for one in view.evidence if one.match.support >= QUOTED_SUPPORT and not one.match.missing_names]
    return whole_sentences(near[:1]) if near else None


def _decided(verdict: bool, evidence: list[Evidence], *, highlights: tuple[tuple[str, int, int], ...] = (), text: str = "") -> Finding:
    word = "Yes" if verdict else "No"
    citations = tuple(dict.fromkeys(one.citation() for one in evidence))
    return Finding((Claim(f"{word}. {text}" if text else word, citations),), word, highlights)


def _by_comparison(view: Survey, names: list[tuple[Term, ...]]) -> Finding | None:
    """"Is A older than B": both figures, in one unit, decide."""
    way = versus.direction(view)
    if not way or len(names) != 2 or not re.search(r"\b(?:than|as)\b", view.asked.focus, re.IGNORECASE):
        return None
    measured = versus.measure(view, names)
    if len(measured) != 2 or measured[0].value == measured[1].value:
        return None
    verdict = (measured[0].value > measured[1].value) == (way > 0)
    text = "; ".join(f"{m.name}: {m.candidate.text}" for m in measured) + "."
    return _decided(
        verdict != view.asked.negated,
        [m.candidate.evidence for m in measured],
        highlights=tuple(_highlight(m.candidate.evidence, m.candidate.start, m.candidate.end) for m in measured),
        text=text,
    )


def _by_figure(view: Survey) -> Finding | None:
    """"More than half", "at least $5 million", "seven rounds": the corpus's own figure of that sort decides."""
    bound = _bound(view.asked.focus)
    if bound is None:
        return None
    quantity, more, less = bound
    kind = fact.kind_of(quantity.unit)
    figures = {token.stem for token in wording(view.asked.focus[quantity.start : quantity.end]).tokens}
    words = {t.stem for t in wording(view.asked.focus).tokens if lexicon.comparative(t.lower)} | {"major", "half", "most", stemmed("majority")}
    kept = tuple(t for t in view.asked.terms if t.stem not in figures and t.stem not in words)
    asked = replace(view.asked, kind=QuestionKind.FACT, wanted=frozenset({kind}), terms=kept, head=None)
    for candidate in fact.candidates(_again(view, asked))[:3]:
        if candidate.odds <= fact.ACCEPTED:
            return None
        found = next((q for q in find(candidate.text) if q.unit == quantity.unit), None)
        if found is None:
            continue
        verdict = _holds(found, quantity, more=more, less=less)
        if verdict is None:
            return None
        place = _highlight(candidate.evidence, candidate.start, candidate.end)
        return _decided(verdict != view.asked.negated, [candidate.evidence], highlights=(place,))
    return None


def stemmed(word: str) -> str:
    """The stem of one word."""
    return wording(word).tokens[0].stem


def _again(view: Survey, asked: object) -> Survey:
    from askbot.matching import match
    from askbot.question import Question

    if not isinstance(asked, Question):
        raise TypeError("a survey is of a question")
    evidence = tuple(
        replace(one, match=match(asked.terms, one.scene, names=view.names, weights=view.weights)) for one in view.evidence
    )
    return replace(view, asked=asked, evidence=evidence)


def _bound(focus: str) -> tuple[Quantity, bool, bool] | None:
    """The figure that a question asks to be held against, and on which side: (figure, more, less)."""
    if _MAJORITY.search(focus) and not re.search(r"\bhalf[- ](?:year|yearly)\b|\b(?:first|second) half\b", focus, re.IGNORECASE):
        return Quantity(Decimal(50), "%", "half"), not _LESS.search(focus), bool(_LESS.search(focus))
    periods = find_periods(focus)
    figures = [q for q in find(focus) if not any(p.start <= q.start < p.end for p in periods)]
    if not figures:
        return None
    before = focus[max(0, figures[0].start - 30) : figures[0].start]
    return figures[0], bool(_MORE.search(before)), bool(_LESS.search(before))


def _holds(found: Quantity, bound: Quantity, *, more: bool, less: bool) -> bool | None:
    """Whether the printed figure lies on the asked side; None where its hedge leaves that open."""
    if more or less:
        return found.value > bound.value if more else found.value < bound.value
    return found.value == bound.value


def _by_wording(view: Survey) -> Finding | None:
    """Every word of the question stands in one clause, or all but one whose contrary stands there."""
    for one in view.evidence:
        if fact.period_fit(view.asked, one.text, find_periods(one.text), 0) < 0:
            continue
        terms = [term for term in view.asked.terms if term.stem not in view.names]
        if not terms or one.match.missing_names:
            continue
        said = wording(one.text)
        opposed = [t for t in terms if lexicon.opposites(t.stem) & said.stems and t.stem not in said.stems]
        missing = [t for t in terms if one.match.strengths[t.stem] < MATCHED and t not in opposed]
        if missing or len(opposed) > 1:
            continue
        places = [token for token in said.tokens if _answers(token.stem, terms, opposed)]
        if not places or not _same_subject(view, one, places[0].start):
            continue
        start, end = clause_at(one.text, places[0].start)
        clause = one.text[start:end]
        if _UNDECIDED.search(clause) and not re.match(r"(?:may|might|could|will)\b", view.asked.focus, re.IGNORECASE):
            return whole_sentences([one])
        denied = bool(_NOT.search(_NOT_ONLY.sub("", clause)))
        verdict = (bool(opposed) == denied) != view.asked.negated
        return _decided(verdict, [one], highlights=tuple(_highlight(one, t.start, t.end) for t in places))
    return None


def _answers(stem: str, terms: list[Term], opposed: list[Term]) -> bool:
    for term in terms:
        if stem == term.stem or lexicon.related(term.stem).get(stem, 0.0) >= MATCHED:
            return True
        if term in opposed and stem in lexicon.opposites(term.stem):
            return True
    return False


def _same_subject(view: Survey, one: Evidence, at: int) -> bool:
    """The clause speaks of the question's names, or names nobody before the words that matched."""
    start, end = clause_at(one.text, at)
    if not view.names:
        return True
    clause = one.text[start:end]
    if wording(clause).stems & {term.stem for term in view.named}:
        return True
    return not any(token.start + start < at for token in printed_names(clause))


def _highlight(evidence: Evidence, start: int, end: int) -> tuple[str, int, int]:
    return evidence.passage.document_id, evidence.passage.start + start, evidence.passage.start + end


__all__ = ["Kind", "read"]
