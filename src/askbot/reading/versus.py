"""Two or more subjects held against each other by one figure or date: older, higher, more, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, owner, wording
from askbot.quantities import find
from askbot.question import Term
from askbot.reading import fact
from askbot.reading.evidence import Evidence, Survey

MOST_CANDIDATES = 12  # per subject; a pair in one unit stands among the first or not at all
LEAST_BORNE_OUT = 0.7  # of the question's common words, in the clause of the figure or what it inherits
MARGIN_WORTH = 0.1  # of the reading model's margin, beside the share of words borne out
OTHER_PERIOD = -99.0
DATE = "date"
_BEGUN = re.compile(
    r"\b(?:founded|established|started|opened|built|born|created|launched|introduced|set up|formed|incorporated|began|begun|since)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)  # what age is counted from
_ORDER = re.compile(
    r"\b(?P<less>before|earlier|first|sooner|older)\b|\b(?P<more>after|later|newer|younger)\b", re.IGNORECASE
)
_THE_TWO = re.compile(
    r"\b(?:the two|both|each|they|their|the (?:two |other )?(?:companies|firms|clubs|teams|operators|groups|sides)|them)\b",
    re.IGNORECASE,
)


_WHICH = re.compile(r"(?:which|what|who|whose)\b", re.IGNORECASE)  # "which airline": one of the article's two


@dataclass(frozen=True, slots=True)
class Subject:
    """One of those compared: as printed, and its stems."""

    name: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one subject comes to, in `unit` ("date" for a day's ordinal), and where that stands in its evidence."""

    subject: Subject
    value: Decimal
    unit: str
    evidence: Evidence
    start: int
    end: int

    @property
    def printed(self) -> str:
        """The figure as the sentence prints it."""
        return self.evidence.text[self.start : self.end]


def subjects(view: Survey) -> list[Subject]:
    """The question's names, each a run of adjacent tokens; "the two" are those that the article is about."""
    runs: list[list[Term]] = []
    for term in view.named:
        between = view.asked.focus[runs[-1][-1].end : term.start] if runs else "x"
        if runs and between in (" ", "-"):
            runs[-1].append(term)
        else:
            runs.append([term])
    named = [Subject(view.asked.focus[run[0].start : run[-1].end], frozenset(t.stem for t in run)) for run in runs]
    both = _THE_TWO.search(view.asked.focus) or (not named and _WHICH.match(view.asked.focus))
    if len(named) < 2 and both and view.evidence:
        main = view.evidence[0].profile.main
        return [Subject(name, wording(name).stems) for name in main] if len(main) == 2 else named
    return named


def direction(view: Survey) -> int:
    """+1 where the question asks for more or later, -1 for less or earlier, 0 where it compares nothing."""
    found = _comparative(view)
    return found[1] if found else 0


def measure(view: Survey, compared: Sequence[Subject]) -> list[Measured]:
    """Find for each subject the figure asked about, all in one unit; empty where the evidence has no such set."""
    found = _comparative(view)
    if found is None or len(compared) < 2:
        return []
    options = [_options(view, one, compared, dated=found[0] == DATE) for one in compared]
    for first in options[0]:
        chosen = [first]
        for other in options[1:]:
            same = next((m for m in other if m.unit == first.unit and not _same_place(m, first)), None)
            if same is not None:
                chosen.append(same)
        if len(chosen) == len(compared):
            return chosen
    return []


def _comparative(view: Survey) -> tuple[str, int] | None:
    """What is compared, and which way: an age runs against its date."""
    for token in wording(view.asked.focus).tokens:
        found = lexicon.comparative(token.lower)
        if found is not None and found[0] in ("age", "date"):
            return DATE, -found[1] if found[0] == "age" else found[1]
        if found is not None:
            return found
    order = _ORDER.search(view.asked.focus)
    if order:
        return DATE, -1 if order["less"] else 1
    return None


def _options(view: Survey, one: Subject, compared: Sequence[Subject], *, dated: bool) -> list[Measured]:
    """What the evidence gives for one subject, the best borne out first."""
    every = frozenset(stem for other in compared for stem in other.stems)
    common = [
        t
        for t in view.asked.terms
        if t.stem not in every and not lexicon.comparative(t.lower) and not _ORDER.fullmatch(t.lower)
    ]
    found: list[tuple[float, Measured]] = []
    for evidence in view.evidence:
        near = {t.stem for t in common if wording(evidence.text).holds(t.stem) >= MATCHED}
        for value, unit, start, end in _values(evidence, common, dated=dated):
            if not _is_of(evidence, start, end, one=one, every=every):
                continue
            first, last = clause_at(evidence.text, start)
            clause = wording(evidence.text[first:last])
            held = sum(1.0 if clause.holds(t.stem) >= MATCHED else 0.5 if t.stem in near else 0.0 for t in common)
            borne = held / len(common) if common else 1.0
            if borne < LEAST_BORNE_OUT and not dated:
                continue
            fits = fact.period_fits(view.asked, evidence.text, evidence.periods, start)
            worth = borne + MARGIN_WORTH * fact.margin(evidence, start, end) if fits else OTHER_PERIOD
            found.append((worth, Measured(one, value, unit, evidence, start, end)))
    found.sort(key=lambda pair: -pair[0])
    return [measured for worth, measured in found[:MOST_CANDIDATES] if worth > OTHER_PERIOD]


def _values(evidence: Evidence, common: Sequence[Term], *, dated: bool) -> Iterator[tuple[Decimal, str, int, int]]:
    """The figures of a sentence; what the question counts is one unit, whatever the sentence calls it."""
    if dated:
        for period in evidence.periods:
            if period.first > date.min and _BEGUN.search(evidence.text[max(0, period.start - 50) : period.start]):
                yield Decimal(period.first.toordinal()), DATE, period.start, period.end
        return
    asked = " ".join(t.lower for t in common)
    for quantity in find(evidence.text):
        unit = quantity.unit
        if fact.kind_of(unit) is Kind.SHARE and not re.search(
            r"\b(?:shar|percent|stake|proportion|margin|rate|grow|rise)", asked
        ):
            continue
        if fact.kind_of(unit) is Kind.COUNT and any(wording(unit).holds(t.stem) >= MATCHED for t in common):
            unit = "asked"
        yield quantity.value, unit, quantity.start, quantity.end


def _is_of(evidence: Evidence, start: int, end: int, *, one: Subject, every: frozenset[str]) -> bool:
    """Whether the figure at a span is this subject's: by its clause, or by what it inherits from before it."""
    first, last = clause_at(evidence.text, start)
    clause = evidence.text[first:last]
    whose = owner(clause, start - first, end - first, every) or owner(evidence.text, start, end, every)
    if whose is not None:
        return whose in one.stems
    if wording(clause).stems & every:
        return bool(wording(clause).stems & one.stems)
    for text in (evidence.scene.lead, evidence.scene.heading):
        named = wording(text).stems & every
        if named:
            return named <= one.stems
    return False


def _same_place(left: Measured, right: Measured) -> bool:
    return left.evidence.passage == right.evidence.passage and left.start == right.start


__all__ = ["DATE", "Measured", "Subject", "direction", "measure", "subjects"]
