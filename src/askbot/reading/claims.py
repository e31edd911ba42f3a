"""Claims with figures in them, held against the evidence: supported, contradicted by its figures, or not found.

Careful on purpose: a figure supports a claim only where value, unit, entity and period agree, and contradicts it
only where the sentence is about the same thing beyond doubt. Everything else is "not found".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from askbot import question
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.periods import Period, compatible, find_periods
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.reading import fact
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.fact import Candidate
from askbot.reading.kinds import kind_of
from askbot.types import Citation, Quantity
from askbot.words import stem, tokens


class Verdict(StrEnum):
    """What the articles make of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Checked:
    """One figure of a claim: as claimed, what becomes of it, and what the article prints in its place."""

    claimed: str
    verdict: Verdict
    printed: str | None = None
    citation: Citation | None = None
    place: tuple[str, int, int] | None = None


# Fewer words are something to look for, not something that is true or false.
LEAST_CLAIM_WORDS = 5
# Of the claim's words, by worth: a supporting sentence may put one of them otherwise.
LEAST_SUPPORT = 0.75
# Two figures of a sentence that are nearly as likely: nobody knows which one the claim is about.
CLEARLY = 0.5
# For saying that an article contradicts a claim, being likelier than not isn't enough.
BEYOND_DOUBT = 1.5
# "About 1 billion" may round to a single digit; without such a word two are needed to be called the same.
LEAST_DIGITS = 2
# "Approximately 37" leaves room for what lies this near.
NEARLY = Decimal("0.05")

_AT_LEAST = re.compile(r"\b(?:over|above|exceed\w*|more than|at least|no less than|no fewer than|upwards of)\b", re.I)
_AT_MOST = re.compile(r"\b(?:under|below|less than|fewer than|at most|up to|no more than|nearly|almost)\b", re.I)


def is_claim(text: str) -> bool:
    """Say whether a text states something with a figure or a date, rather than being words to look for.

    >>> is_claim("The bridge cost 12 million euros to build"), is_claim("12 million euros")
    (True, False)
    """
    return len(tokens(text)) >= LEAST_CLAIM_WORDS and bool(find(text) or find_periods(text))


def check(claim: str, survey: Callable[[Question], Survey]) -> tuple[Checked, ...]:
    """Hold each figure of a claim against the evidence; of a claim without one, each date.

    `survey` gathers evidence for a question. A claim that denies something is never judged.
    """
    figures = find(claim)
    if figures:
        return tuple(_figure(claim, figure, survey) for figure in figures)
    return tuple(_date(claim, period, survey) for period in find_periods(claim))


def verdict(checked: Sequence[Checked]) -> Verdict:
    """Say what becomes of a claim as a whole: one wrong figure spoils it, and all must be borne out."""
    if any(one.verdict is Verdict.CONTRADICTED for one in checked):
        return Verdict.CONTRADICTED
    if checked and all(one.verdict is Verdict.SUPPORTED for one in checked):
        return Verdict.SUPPORTED
    return Verdict.NOT_FOUND


def _figure(claim: str, figure: Quantity, survey: Callable[[Question], Survey]) -> Checked:
    kind = kind_of(figure.unit)
    start = figure.start - len(_hedge_before(claim, figure))
    asked = _asked(claim, start, figure.end)
    if asked.negated:
        return Checked(figure.printed, Verdict.NOT_FOUND)
    head = stem(figure.unit.split()[-1]) if kind is Kind.COUNT and figure.unit else None
    view = survey(replace(asked, wanted=frozenset({kind}), head=head))
    found = [
        (candidate, said)
        for candidate in fact.candidates(view)
        if (said := _quantity(candidate)) is not None and _same_unit(figure.unit, said.unit)
    ]
    claimed = claim[start : figure.end].strip()
    hedge = _hedge_before(claim, figure)
    agreeing = [(c, said) for c, said in found if agrees(figure, said, hedge=hedge)]
    for candidate, said in agreeing:
        if _supports(view, candidate, [c for c, _ in found]):
            return _checked(claimed, Verdict.SUPPORTED, candidate, said.start, said.end)
    if found and not any(_is_about(view, c) for c, _ in agreeing):
        candidate, said = found[0]
        rivals = [c for c, _ in found if c.evidence is candidate.evidence]
        if _contradicts(view, candidate, rivals) and not _leaves_room(figure, said, hedge=hedge):
            return _checked(claimed, Verdict.CONTRADICTED, candidate, said.start, said.end)
    return Checked(claimed, Verdict.NOT_FOUND)


def _date(claim: str, period: Period, survey: Callable[[Question], Survey]) -> Checked:
    """A claim about when: its date is what is checked, and no longer what narrows the search."""
    asked = _asked(claim, period.start, period.end)
    asked = replace(asked, wanted=frozenset({Kind.DATE}), periods=())
    if asked.negated:
        return Checked(period.printed, Verdict.NOT_FOUND)
    view = survey(asked)
    found = [(c, p) for c in fact.candidates(view) for p in c.evidence.periods if c.start <= p.start < c.end]
    agreeing = [(c, p) for c, p in found if compatible(period, p) and not period.last < p.first]
    for candidate, said in agreeing:
        if _supports(view, candidate, [c for c, _ in found]):
            return _checked(period.printed, Verdict.SUPPORTED, candidate, said.start, said.end)
    if found and not any(_is_about(view, c) for c, _ in agreeing):
        candidate, said = found[0]
        apart = said.last < period.first or period.last < said.first
        if apart and _contradicts(view, candidate, [c for c, _ in found if c.evidence is candidate.evidence]):
            return _checked(period.printed, Verdict.CONTRADICTED, candidate, said.start, said.end)
    return Checked(period.printed, Verdict.NOT_FOUND)


def _checked(claimed: str, verdict: Verdict, candidate: Candidate, start: int, end: int) -> Checked:
    evidence = candidate.evidence
    place = fact.placed(evidence, start, end)
    return Checked(claimed, verdict, evidence.text[start:end], evidence.citation(), place)


def _asked(claim: str, start: int, end: int) -> Question:
    """The claim as the question that its figure answers: what is left without it, and without its other figures."""
    parsed = question.parse(f"{claim[:start].rstrip()} {claim[end:].lstrip()}".strip())
    periods = tuple(find_periods(parsed.focus))
    skip = (*((p.start, p.end) for p in periods), *((q.start, q.end) for q in find(parsed.focus)))
    return replace(parsed, kind=QuestionKind.FACT, terms=question.terms(parsed.focus, skip=skip), periods=periods)


def _hedge_before(claim: str, figure: Quantity) -> str:
    """The words before a figure that hedge or bound it, with the blank after them."""
    before = claim[: figure.start]
    if figure.hedge:
        at = before.lower().rfind(figure.hedge.lower())
        if at >= 0:
            return before[at:]
    return ""


def _quantity(candidate: Candidate) -> Quantity | None:
    figures = find(candidate.evidence.text, published=candidate.evidence.profile.dated)
    return next((q for q in figures if candidate.start <= q.start < candidate.end), None)


def _same_unit(claimed: str, printed: str) -> bool:
    """The same unit; of things counted, also another word for them, or none."""
    if claimed == printed:
        return True
    if kind_of(claimed) is not Kind.COUNT or kind_of(printed) is not Kind.COUNT:
        return False
    if "/" in claimed or "/" in printed or not claimed or not printed:
        return not claimed or not printed
    return wording(printed).holds(stem(claimed.split()[-1])) >= MATCHED


def agrees(claimed: Quantity, printed: Quantity, *, hedge: str = "") -> bool:
    """Say whether a printed figure bears out a claimed one: equal, rounded as the claim has it, or within its bound.

    >>> claim, text = find("$2.05 billion")[0], find("$2.0478 billion")[0]
    >>> agrees(claim, text), agrees(text, claim)
    (True, False)
    """
    if claimed.value == printed.value:
        return True
    if _AT_LEAST.search(hedge):
        return printed.value >= claimed.value
    if _AT_MOST.search(hedge):
        return printed.value <= claimed.value
    digits = len(str(_significant(claimed.printed)))
    finer = len(str(_significant(printed.printed))) > digits
    if not finer or (digits < LEAST_DIGITS and not hedge):
        return False
    place = Decimal(1).scaleb(claimed.value.adjusted() - digits + 1)
    return (printed.value / place).quantize(Decimal(1), ROUND_HALF_UP) * place == claimed.value


def _significant(printed: str) -> int:
    """The digits that a figure prints, as a whole number without leading zeros; 1 for one in words."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    return int(re.sub(r"\D", "", found[0]).lstrip("0") or "0") if found else 1


def _leaves_room(claimed: Quantity, printed: Quantity, *, hedge: str) -> bool:
    """What is printed may be true together with the claim: "over 200" with 250, "about 37" with 37.5."""
    said = printed.hedge or ""
    if _AT_LEAST.search(said) and claimed.value >= printed.value:
        return True
    if _AT_MOST.search(said) and claimed.value <= printed.value:
        return True
    hedged = bool(said or hedge)
    near = abs(claimed.value - printed.value) <= NEARLY * max(abs(claimed.value), abs(printed.value))
    # A claim that rounds more coarsely than it may is loose, not false.
    return (hedged and near) or agrees(replace(claimed, hedge="about"), printed, hedge="about")


def _is_about(view: Survey, candidate: Candidate) -> bool:
    """The sentence speaks of the claim's entities, in its time."""
    signs = candidate.signs
    return not (signs["missing_name"] or signs["other_subject"] or signs["other_period"] or signs["other_noun"])


def _supports(view: Survey, candidate: Candidate, found: Sequence[Candidate]) -> bool:
    evidence = candidate.evidence
    # "Up to 6 million in 2024 from 5 million in 2023": a figure of another time is no rival.
    rivals = [c for c in found if c.evidence is evidence and c is not candidate and _of_the_time(view.asked, c)]
    return (
        candidate.odds > fact.ACCEPTED
        and _is_about(view, candidate)
        and evidence.match.support >= LEAST_SUPPORT
        and _in_time(view.asked, evidence)
        and _of_the_time(view.asked, candidate)
        and not any(rival.odds > candidate.odds for rival in rivals)
        and not _denied(candidate)
    )


def _contradicts(view: Survey, candidate: Candidate, rivals: Sequence[Candidate]) -> bool:
    evidence = candidate.evidence
    said = wording(evidence.text)
    return (
        candidate.odds > BEYOND_DOUBT
        and _is_about(view, candidate)
        and not candidate.signs["part"]
        and all(said.holds(term.stem) >= MATCHED for term in view.asked.terms if term.stem not in view.names)
        and _in_time(view.asked, evidence)
        and _of_the_time(view.asked, candidate)
        and not any(c is not candidate and c.odds > candidate.odds - CLEARLY for c in rivals)
        and not _denied(candidate)
    )


def _in_time(asked: Question, evidence: Evidence) -> bool:
    """Where the claim names a time, the sentence or what stands before it names the same."""
    if not asked.periods:
        return True
    scene = evidence.scene
    printed = evidence.periods or find_periods(f"{scene.heading} {scene.lead}", published=evidence.profile.dated)
    return all(any(compatible(one, other) for other in printed) for one in asked.periods)


def _of_the_time(asked: Question, candidate: Candidate) -> bool:
    """The period nearest to a figure is the one that the claim names, where both name one."""
    own = candidate.period
    return own is None or not asked.periods or any(compatible(one, own) for one in asked.periods)


def _denied(candidate: Candidate) -> bool:
    """A clause that denies something bears out no plain claim, and contradicts none."""
    text = candidate.evidence.text
    start, end = clause_at(text, candidate.start)
    return question.parse(text[start:end]).negated
