"""Facts: one name, figure, date or phrase, where attribute, entity and period of the question are borne out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.periods import Period, compatible, find_periods
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question
from askbot.reading.evidence import Evidence, Survey
from askbot.types import Quantity
from askbot.units import CURRENCY_CODES
from askbot.words import is_function_word, tokens

# The worth of each sign, in units of log-odds; set on the development cases (docs/decisions/0003-reading.md).
MARGIN_WEIGHT, MARGIN_MIDDLE = 0.45, 4.5
SUPPORT_WEIGHT, SUPPORT_MIDDLE = 7.0, 0.72
NEARNESS_WEIGHT = 2.5
MISSING_NAME = -4.0
OTHER_PERIOD = -5.0
OTHER_SORT = -4.0
A_PART = -3.0
ECHO = -5.0
UNREAD_MARGIN = -2.0  # for a figure that the model did not put among its spans
ACCEPTED = 0.0
NEARNESS_TOKENS = 8.0

_PARTS = re.compile(
    r"\b(?:consisting of|comprising|comprised of|composed of|made up of|including|of which|namely|broken down)\b|: ", re.IGNORECASE
)
_HEDGE = re.compile(
    r"(?:\b(?:approximately|approx\.?|about|around|roughly|nearly|almost|some|only|just|over|under|above|below|up to|at least|at most|more than|less than|fewer than|no more than|no less than|"
    r"an estimated|estimated|likely|probably|possibly|(?:may|might|could)(?: have)?(?: \w+)?|exceeded|exceeding|close to|as (?:much|many) as)\s+){1,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a piece of evidence that may be the answer; `odds` above 0 is more likely right than wrong."""

    evidence: Evidence
    start: int
    end: int
    odds: float
    period: Period | None = None

    @property
    def text(self) -> str:
        """The span's words."""
        return self.evidence.text[self.start : self.end]


def kind_of(unit: str) -> Kind:
    """The sort of answer that a unit makes."""
    base = unit.split("/", 1)[0]
    if base in CURRENCY_CODES or base in ("krone", "krona"):
        return Kind.MONEY
    if base in ("%", "pp"):
        return Kind.SHARE
    if base == "x":
        return Kind.MULTIPLE
    if base in ("year", "month", "quarter", "week", "day", "hour", "minute", "second", "decade", "century"):
        return Kind.DURATION
    return Kind.COUNT


def candidates(view: Survey) -> list[Candidate]:
    """Every candidate answer in the evidence, the most likely first."""
    found = [candidate for evidence in view.evidence for candidate in _of(view, evidence)]
    return sorted(found, key=lambda candidate: -candidate.odds)


def best(view: Survey) -> Candidate | None:
    """The most likely answer, or None where none is likelier right than wrong."""
    found = candidates(view)
    return found[0] if found and found[0].odds > ACCEPTED else None


def _of(view: Survey, evidence: Evidence) -> Iterator[Candidate]:
    asked = view.asked
    base = standing(view, evidence)
    periods = find_periods(evidence.text)
    if asked.wanted & FIGURES:
        for quantity in find(evidence.text):
            if kind_of(quantity.unit) not in _fitting(asked):
                continue
            odds = (
                base
                + MARGIN_WEIGHT * (_margin(evidence, quantity.start, quantity.end) - MARGIN_MIDDLE)
                + NEARNESS_WEIGHT * (nearness(view, evidence, quantity.start, quantity.end) - 0.5)
                + _counted(asked, evidence, quantity)
                + _part(view, evidence, quantity.start, quantity.end)
                + period_fit(asked, evidence.text, periods, quantity.start)
            )
            start = _hedged(evidence.text, quantity.start)
            yield Candidate(evidence, start, quantity.end, odds, _own_period(evidence.text, periods, quantity.start))
    if asked.wanted & {Kind.DATE}:
        for period in periods:
            odds = base + MARGIN_WEIGHT * (_margin(evidence, period.start, period.end) - MARGIN_MIDDLE)
            odds += NEARNESS_WEIGHT * (nearness(view, evidence, period.start, period.end) - 0.5)
            if any(compatible(one, period) and one.printed == period.printed for one in asked.periods):
                odds += ECHO
            yield Candidate(evidence, period.start, period.end, odds)
    if asked.wanted & (FIGURES | {Kind.DATE}):
        return
    for span in evidence.spans:
        start, end = trimmed(evidence.text, span.start, span.end)
        if start >= end:
            continue
        odds = base + MARGIN_WEIGHT * (span.margin - MARGIN_MIDDLE) + _sort(asked, evidence.text[start:end])
        odds += (ECHO if repeats(view, evidence.text[start:end]) else 0.0) + period_fit(asked, evidence.text, periods, start)
        yield Candidate(evidence, start, end, odds)


def standing(view: Survey, evidence: Evidence) -> float:
    """How well a sentence as a whole bears out the question, in log-odds."""
    odds = SUPPORT_WEIGHT * (evidence.match.support - SUPPORT_MIDDLE)
    return odds + MISSING_NAME * len(evidence.match.missing_names)


def period_fit(asked: Question, text: str, periods: list[Period], at: int) -> float:
    """A period that the question names must be the one that the words at `at` speak of, where they speak of any."""
    if not asked.periods or not periods:
        return 0.0
    start, end = clause_at(text, at)
    near = [period for period in periods if start <= period.start < end] or periods
    return 0.5 if any(compatible(one, period) for one in asked.periods for period in near) else OTHER_PERIOD


def _fitting(asked: Question) -> frozenset[Kind]:
    """Counts and measures are told apart by their nouns, not by their sort."""
    return asked.wanted | {Kind.COUNT} if Kind.MEASURE in asked.wanted else asked.wanted


def _margin(evidence: Evidence, start: int, end: int) -> float:
    """The reading model's margin for a figure: that of its best span over it, less where the span holds much else."""
    over = [
        span.margin - 0.04 * max(0, (span.end - span.start) - (end - start) - 20)
        for span in evidence.spans
        if span.start < end and start < span.end
    ]
    return max(over, default=min((span.margin for span in evidence.spans), default=0.0) + UNREAD_MARGIN)


def nearness(view: Survey, evidence: Evidence, start: int, end: int) -> float:
    """How close the question's common words stand to a figure, 0 to 1; another clause counts half."""
    made = wording(evidence.text).tokens
    at = next((i for i, token in enumerate(made) if token.end > start), len(made))
    first, last = clause_at(evidence.text, start)
    gained = total = 0.0
    for term in view.asked.terms:
        worth = view.weights.get(term.stem, 1.0)
        total += worth
        closest = 0.0
        for i, token in enumerate(made):
            if start <= token.start < end:
                continue
            strength = wording(token.text).holds(term.stem)
            if strength >= MATCHED:
                near = strength * math.exp(-abs(i - at) / NEARNESS_TOKENS)
                closest = max(closest, near if first <= token.start < last else near / 2)
        gained += worth * closest
    return gained / total if total else 0.5


def _counted(asked: Question, evidence: Evidence, quantity: Quantity) -> float:
    """What is counted must be what "how many …" asks for."""
    if Kind.COUNT not in asked.wanted or asked.head is None or len(asked.wanted) > 1:
        return 0.0
    around = evidence.text[max(0, quantity.start - 60) : quantity.end + 60]
    return 0.0 if wording(around).holds(asked.head) >= MATCHED else OTHER_SORT / 2


def _part(view: Survey, evidence: Evidence, start: int, end: int) -> float:
    """A figure in an itemisation is a part; the total was asked for unless the question names the part."""
    marker = None
    for found in _PARTS.finditer(evidence.text):
        if found.end() <= start:
            marker = found
    if marker is None or not find(evidence.text[: marker.start()]):
        return 0.0
    stop = re.search(r", |; | and (?=[$€£\d])|$", evidence.text[end:])
    own = wording(evidence.text[start : end + (stop.start() if stop else 0)])
    whole = wording(evidence.text[: marker.start()])
    named = [t for t in view.asked.terms if own.holds(t.stem) >= MATCHED and whole.holds(t.stem) < MATCHED]
    return 0.0 if named else A_PART


def _sort(asked: Question, text: str) -> float:
    """A name is asked for and a name it must be."""
    if not asked.wanted & NAMES:
        return 0.0
    return 0.0 if any(token.text[0].isupper() for token in tokens(text)) else OTHER_SORT


def repeats(view: Survey, text: str) -> bool:
    """Say whether a span only repeats the question's words, and so answers nothing."""
    asked = {term.stem for term in view.asked.terms}
    return all(token.stem in asked for token in tokens(text) if not is_function_word(token.lower))


def _own_period(text: str, periods: list[Period], at: int) -> Period | None:
    """The period that stands right before or after a figure, in its clause."""
    start, end = clause_at(text, at)
    near = [period for period in periods if start <= period.start < end]
    return min(near, key=lambda period: abs(period.start - at), default=None)


def _hedged(text: str, start: int) -> int:
    """Where a figure begins with its hedge."""
    found = _HEDGE.search(text[max(0, start - 40) : start])
    return start - (len(found[0]) if found else 0)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without loose punctuation at its ends; an opened bracket or quotation mark is closed or left out."""
    while start < end and text[start] in " ,;:.)”’-–—":
        start += 1
    while end > start and text[end - 1] in " ,;:(“‘-–—":
        end -= 1
    if end > start and text[end - 1] == "." and not re.search(r"\b(?:[A-Z]\.){1,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc)\.$", text[start:end]):
        end -= 1
    for opened, closed in (("(", ")"), ("“", "”"), ('"', '"')):
        inside = text[start:end]
        if inside.count(opened) > inside.count(closed) or (opened == closed and inside.count(opened) % 2):
            if text[end : end + 1] == closed:
                end += 1
            elif inside.startswith(opened):
                start += 1
    return start, end
