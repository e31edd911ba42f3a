"""Two or more subjects held against each other by one figure or date: older, higher, more, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import clause_at, wording
from askbot.periods import find_periods
from askbot.quantities import find
from askbot.question import FIGURES, QuestionKind, Term
from askbot.reading import fact
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.fact import Candidate

MOST_CANDIDATES = 12  # per subject; a pair in one unit stands among the first or not at all
BEGINNINGS = ("found", "establish", "start", "open", "build", "born", "creat", "launch", "introduc")  # what age counts from


@dataclass(frozen=True, slots=True)
class Measured:
    """What one subject comes to, in `unit` ("date" for a day's ordinal), and where it stands."""

    name: str
    value: Decimal
    unit: str
    candidate: Candidate


def subjects(view: Survey) -> list[tuple[Term, ...]]:
    """The question's names, each a run of adjacent tokens."""
    runs: list[list[Term]] = []
    for term in view.named:
        between = view.asked.focus[runs[-1][-1].end : term.start] if runs else "x"
        if runs and between.strip("'’s") in ("", " ", "-"):
            runs[-1].append(term)
        else:
            runs.append([term])
    return [tuple(run) for run in runs]


def measure(view: Survey, names: Sequence[tuple[Term, ...]]) -> list[Measured]:
    """Find for each subject the figure asked about, all in one unit; empty where the evidence has no such set."""
    dimension = _dimension(view)
    if dimension is None or len(names) < 2:
        return []
    options = [_options(view, name, names, dated=dimension in ("age", "date")) for name in names]
    for first in options[0]:
        chosen = [first]
        for other in options[1:]:
            same = next((m for m in other if m.unit == first.unit and not _same_span(m, first)), None)
            if same is None:
                break
            chosen.append(same)
        if len(chosen) == len(names):
            return chosen
    return []


def direction(view: Survey) -> int:
    """+1 where the question asks for more, -1 for less, 0 where it compares nothing; an age runs against its date."""
    for token in wording(view.asked.focus).tokens:
        found = lexicon.comparative(token.lower)
        if found is not None:
            return -found[1] if found[0] in ("age",) else found[1]
    return 0


def _dimension(view: Survey) -> str | None:
    for token in wording(view.asked.focus).tokens:
        found = lexicon.comparative(token.lower)
        if found is not None:
            return found[0]
    return None


def _options(view: Survey, name: tuple[Term, ...], names: Sequence[tuple[Term, ...]], *, dated: bool) -> list[Measured]:
    """What the evidence gives for one subject, the likeliest first."""
    rivals = {term.stem for run in names if run != name for term in run} - {term.stem for term in name}
    printed = view.asked.focus[name[0].start : name[-1].end]
    comparing = {t.stem for t in wording(view.asked.focus).tokens if lexicon.comparative(t.lower)}
    kept = tuple(t for t in view.asked.terms if t.stem not in rivals and t.stem not in comparing)
    found: list[tuple[float, Measured]] = []
    for evidence in view.evidence:
        if any(evidence.match.strengths.get(term.stem, 0.0) < fact.MATCHED for term in name):
            continue
        common = [t for t in kept if t.stem not in view.names]
        worth = sum(view.weights.get(t.stem, 1.0) for t in common)
        gained = sum(view.weights.get(t.stem, 1.0) * evidence.match.strengths[t.stem] for t in common)
        if common and gained / worth < 0.5:
            continue
        asked = replace(view.asked, kind=QuestionKind.FACT, terms=kept, wanted=frozenset({Kind.DATE}) if dated else FIGURES)
        near = replace(view, asked=asked)
        for value, unit, start, end in _values(evidence, dated=dated):
            if not _speaks_of(evidence, start, name, rivals):
                continue
            odds = fact.nearness(near, evidence, start, end) + (gained / worth if common else 0.0)
            candidate = Candidate(evidence, start, end, odds)
            found.append((odds, Measured(printed, value, unit, candidate)))
    found.sort(key=lambda pair: -pair[0])
    return [measured for _, measured in found[:MOST_CANDIDATES]]


def _values(evidence: Evidence, *, dated: bool) -> list[tuple[Decimal, str, int, int]]:
    if dated:
        return [
            (Decimal(period.first.toordinal()), "date", period.start, period.end)
            for period in find_periods(evidence.text)
            if period.first > date.min and any(b in evidence.text[max(0, period.start - 40) : period.start] for b in BEGINNINGS)
        ]
    return [(q.value, q.unit, q.start, q.end) for q in find(evidence.text)]


def _speaks_of(evidence: Evidence, at: int, name: tuple[Term, ...], rivals: set[str]) -> bool:
    """Whether the words at an offset are about this subject: in its clause, or with no rival nearer before them."""
    start, end = clause_at(evidence.text, at)
    clause = wording(evidence.text[start:end])
    own = {term.stem for term in name}
    if clause.stems & own and not clause.stems & rivals:
        return True
    if clause.stems & rivals and not clause.stems & own:
        return False
    before = [token for token in wording(evidence.text).tokens if token.start < at and token.stem in own | rivals]
    return bool(before) and before[-1].stem in own or (not before and not rivals & wording(evidence.scene.heading).stems)


def _same_span(left: Measured, right: Measured) -> bool:
    return left.candidate.evidence.passage == right.candidate.evidence.passage and left.candidate.start == right.candidate.start
