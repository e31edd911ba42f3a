"""Facts: one name, figure, date or phrase, where attribute, entity and period of the question are borne out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from askbot.demands import Demand, demand_of, is_difference
from askbot.lexicon import Kind
from askbot.matching import MATCHED, names_a_sibling, wording
from askbot.periods import Period
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question, Term
from askbot.reading import (
    agents,
    doubts,
    gapped,
    idioms,
    manner,
    margins,
    parts,
    saying,
    slips,
    spots,
    times,
    weighing,
)
from askbot.reading.dealings import taker
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.governing import figure_nouns, is_called
from askbot.reading.kinds import kind_of, untyped
from askbot.reading_model import Span
from askbot.units import currency

# The worth of each sign in log-odds, fitted on the development cases (training/odds.py; docs/decisions/0003-reading.md).
WORTH: Mapping[str, float] = {
    "constant": -3.2,
    "margin": 0.32,
    "lead": 0.11,
    "first": 0.45,
    "support": 0.6,
    "absent": -0.75,
    "rank": 2.0,
    "clause": 0.6,
    "missing_name": -0.8,
    "other_period": -7.0,  # fitted at -1.8; what is plainly of another time is no answer, however sure the model
    "other_sort": -1.2,
    "untyped": -2.5,
    "other_noun": -1.0,
    "other_subject": -3.0,  # fitted at -1.2; what is said of somebody else needs a model that is very sure
    "part": -2.5,
    "echo": -1.5,
    "objections": -1.5,  # docs/decisions/0003-reading.md
    "office": 2.5,  # by hand: fitted on none
}
# Even odds. Below, answers given are as often wrong as right; up to 0.4, nine in ten are right (docs/decisions/0003-reading.md).
ACCEPTED = 0.0
DOUBTS = (
    "missing_name",
    "other_period",
    "other_sort",
    "untyped",
    "other_noun",
    "other_subject",
    "part",
    "echo",
    "objections",
)
# Measured: of 3,842 sentences read for 511 questions one in a hundred had a higher margin, none of those that stand so low.
HIGHEST_MARGIN = 6.6
# Measured: of 3,837 sentences read 389 promised less, and none of the 584 answers stood in them.
LEAST_PROMISE, LEAST_TYPED_PROMISE = 0.25, 0.5
# From here the model may outweigh an objection (docs/decisions/0003-reading.md).
OUTWEIGHING = 3.0
# Measured on the same: with any answer beyond it after two sentences, all the others left it as it was.
SETTLED = 1.0
NEARLY, AS_SURE = 1.5, 3.0  # in odds, and in the model's margin
# Where every word stands by a figure in the best hit, the model's hesitation counts for less: of the development
# questions none lies in between.
PLAIN = -0.3
WHOLE, FAR_AHEAD = 0.9, 3.0
MOSTLY, SURE = 0.7, 1.0
# Where the model sees it there and nowhere else, a low rank and other words count for less.
SURELY, ALONE, HALF, FORGIVEN = 3.5, 4.5, 0.45, -0.6
# More so where no figure is asked for, which may be of anything.
SURE_OF_A_NAME, MOST_ABSENT, FORGIVEN_A_NAME = 2.0, 0.75, -1.0
# Near even odds the model reads the best pieces once more, between their neighbours. Of the development questions a third
# piece answered none, and a single one three fewer than two.
EVEN = (-1.5, 1.0)
READ_AGAIN = 2
MOST_HOLDERS = 1
MOST_LEAD = 6.0  # beyond it a span has left the others behind, by however much

_AMOUNT = re.compile(
    r"\d|\b(?:no|none|nothing|free|half|all|most|third|quarter|tenth|million|billion|thousand|hundred|dozen|twice|double|one|two|three|four|five|six|seven|eight|nine|ten|never|not)s?\b",
    re.IGNORECASE,
)
# "The operator based in Orvik": nobody is called that.
_PLACED = re.compile(
    r"\b(?:based|located|headquartered|situated|born|liv(?:es|ing)|lived) (?:in|at|near|outside) $", re.IGNORECASE
)
_MOST = re.compile(r"biggest|largest|main|smallest|oldest|youngest|busiest|richest|longest", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a piece of evidence that may be the answer; `odds` above 0 is more likely right than wrong."""

    evidence: Evidence
    start: int
    end: int
    odds: float
    signs: Mapping[str, float]
    period: Period | None = None

    @property
    def text(self) -> str:
        """The span's words."""
        return self.evidence.text[self.start : self.end]


def placed(evidence: Evidence, start: int, end: int) -> tuple[str, int, int]:
    """A span of a passage as one of its document: (document_id, start, end)."""
    return evidence.passage.document_id, evidence.passage.start + start, evidence.passage.start + end


# A survey is asked for its candidates by each step that looks at it; it is kept beside them, so that its id stays its own.
_REMEMBERED: dict[int, tuple[Survey, list[Candidate]]] = {}
MOST_REMEMBERED = 16


def candidates(view: Survey) -> list[Candidate]:
    """Every candidate answer in the evidence, the most likely first; of the same survey the same as before."""
    if (remembered := _REMEMBERED.get(id(view))) is not None and remembered[0] is view:
        return list(remembered[1])
    found = [candidate for evidence in view.evidence for candidate in _of(view, evidence)]
    made = sorted(_by_name(view, _one_holder(found)), key=lambda candidate: -candidate.odds)
    if len(_REMEMBERED) >= MOST_REMEMBERED:
        _REMEMBERED.clear()
    _REMEMBERED[id(view)] = (view, made)
    return list(made)


def _one_holder(found: list[Candidate]) -> list[Candidate]:
    """Where several hold the office asked about, nobody knows whose is meant."""
    holders = {one.text.split()[-1] for one in found if one.signs["office"]}
    if len(holders) < MOST_HOLDERS + 1:
        return found
    return [replace(one, odds=one.odds - WORTH["office"] * one.signs["office"]) for one in found]


def _by_name(view: Survey, found: list[Candidate]) -> list[Candidate]:
    """Where a sentence calls an amount what the question does ("debt"), one that doesn't is of something else."""
    nouns = figure_nouns(view.asked.terms) if Kind.MONEY in view.asked.wanted else []
    if not nouns:
        return found
    called = [one for one in found if is_called(one.evidence.text, nouns)]
    own = any(
        one.odds > 0
        and parts.MONEY.search(one.text)
        and not one.signs["missing_name"]
        and not one.signs["other_subject"]
        for one in called
    )
    return called if own else found


def best(view: Survey) -> Candidate | None:
    """The most likely answer, or None where none is likelier right than wrong.

    What would be gives way to what is ("would add 210 beds" to "has 312 beds"), where that is nearly as likely.
    """
    likely = [one for one in candidates(view) if one.odds > _bar(view.asked, one)]
    near = [
        one
        for one in likely
        if one.odds > likely[0].odds - NEARLY and one.signs["margin"] > likely[0].signs["margin"] - AS_SURE
    ]
    chosen = next(
        (one for one in near if not manner.supposed(view.asked, one.evidence.text, one.start)),
        likely[0] if likely else None,
    )
    if chosen is not None and not agents.says_the_deed(view.asked, chosen.evidence.text):
        chosen = next((one for one in near if agents.says_the_deed(view.asked, one.evidence.text)), chosen)
    if chosen is None or view.asked.currency is not None:
        return chosen
    return next((one for one in near if _is_restated(one, chosen)), chosen)


def _is_restated(one: Candidate, other: Candidate) -> bool:
    """Whether a figure is given once more, in other money, by the other: "$4 million, about EUR 3.7 million"."""
    return one.evidence is other.evidence and saying.restates(one.evidence.text, one.end, other.start, other.end)


def _bar(asked: Question, one: Candidate) -> float:
    """How likely a candidate has to be: less so where its words, or the model by itself, leave hardly a doubt."""
    signs = one.signs
    if asked.terms and signs["lead"] >= ALONE and not any(signs[name] for name in DOUBTS):
        if signs["margin"] >= SURELY and signs["absent"] < HALF:
            return FORGIVEN
        if signs["margin"] >= SURE_OF_A_NAME and signs["absent"] < MOST_ABSENT and not asked.wanted & FIGURES:
            return FORGIVEN_A_NAME
    return PLAIN if _plain(asked, one) else ACCEPTED


def _plain(asked: Question, one: Candidate) -> bool:
    """Every word of the question stands in the clause, and nothing speaks against what stands there.

    That is a name or a figure that the model holds far likelier than any other, or the only figure of its sort.
    """
    signs, figures = one.signs, find(one.evidence.text)
    if _sure(asked, one):
        return True
    if signs["support"] < WHOLE or signs["clause"] < WHOLE or any(signs[name] for name in DOUBTS):
        return False
    if signs["margin"] > 0 and signs["lead"] >= FAR_AHEAD:
        return bool(asked.wanted) and len(one.text.split()) <= spots.MOST_WORDS_AROUND + 1
    own = next((figure for figure in figures if one.start <= figure.start < one.end), None)
    alone = own is not None and sum(kind_of(figure.unit) is kind_of(own.unit) for figure in figures) == 1
    return alone and signs["rank"] == 1


def _sure(asked: Question, one: Candidate) -> bool:
    """The model is sure of it, far ahead of any other, and the sentence and what stands before it have every word."""
    signs = one.signs
    return (
        bool(asked.wanted)
        and not one.evidence.match.missing
        and signs["support"] >= MOSTLY
        and signs["margin"] >= SURE
        and signs["lead"] >= FAR_AHEAD
        and not any(signs[name] for name in DOUBTS)
    )


def promise(view: Survey, evidence: Evidence) -> float:
    """How far beyond what is worth reading an answer in an unread sentence could be, with every sign in its favour."""
    most = odds(
        {**weighing.standing(evidence), "margin": HIGHEST_MARGIN, "lead": MOST_LEAD, "first": 1.0, "clause": 1.0}
    )
    most -= ACCEPTED
    if most < LEAST_PROMISE or not view.asked.wanted or not view.asked.wanted <= spots.TYPED:
        return most - LEAST_PROMISE
    # Of a figure or a date the sentence itself tells what speaks against it; whatever else is pointed at is none.
    typed = spots.places(view.asked, evidence, evidence.periods)
    pointed = tuple(Span(start, end, HIGHEST_MARGIN) for start, end, _ in typed)
    likely = _of(view, replace(evidence, spans=pointed))
    best = [one.odds + WORTH["first"] * (1 - one.signs["first"]) - ACCEPTED for one in likely]
    return max([most + WORTH["untyped"] * untyped(view.asked, evidence.text), *best]) - LEAST_TYPED_PROMISE


def settled(view: Survey) -> bool:
    """Say whether what was read so far answers so plainly that no sentence left would change the answer."""
    found = candidates(view)
    if not found or found[0].odds <= SETTLED or manner.supposed(view.asked, found[0].evidence.text, found[0].start):
        return False
    return not any(found[0].signs[name] for name in DOUBTS)  # with a doubt, another sentence may still be likelier


def torn(view: Survey) -> Sequence[Evidence]:
    """The best pieces of evidence, where the odds are near even: between its neighbours a sentence may be clearer."""
    found = candidates(view)
    if not found or not EVEN[0] < found[0].odds < EVEN[1]:
        return ()
    return list({id(one.evidence): one.evidence for one in found if one.evidence.spans}.values())[:READ_AGAIN]


_COINS = frozenset(["crown", "mark", "florin", "guilder", "thaler", "ducat", "credit", "token", "cent", "penny"])


def _of_goods(text: str, start: int, end: int) -> bool:
    """Whether the figures of a span count things, and none is money or a share."""
    units = [figure.unit.split("/")[0] for figure in find(text) if start <= figure.start < end]
    return any(units) and not any(unit == "%" or unit in _COINS or currency(unit) for unit in units)


def _of(view: Survey, evidence: Evidence) -> Iterator[Candidate]:
    asked = view.asked
    periods = evidence.periods
    apart = demand_of(asked.focus) is Demand.DIFFERENCE
    most = _superlative(asked)
    if most is not None and asked.wanted & NAMES and wording(evidence.text).holds(most.stem) < MATCHED:
        return  # who owns a share of it is not by that who owns most
    if any(names_a_sibling(term, evidence.text) for term in view.named):
        return
    common = [one.stem for one in asked.terms if one.stem not in view.names]
    unnamed = bool(view.names and figure_nouns(asked.terms)) and all(
        evidence.match.strengths[one] < MATCHED for one in common
    )
    lost = len(common) > 1 and all(one in view.known and evidence.match.strengths[one] < MATCHED for one in common)
    unsaid = bool(  # not one of the words that the articles know
        (lost or doubts.placed_elsewhere(view)) and asked.wanted and asked.wanted <= FIGURES | {Kind.DATE}
    )
    first_of_all = idioms.first_of_all(asked, evidence.text)
    if first_of_all is None and asked.wanted & NAMES and slips.of_a_lower_rank(asked, evidence.text):
        return
    taken = first_of_all or taker(asked, evidence.text)
    for start, end, unit_noun in (*spots.places(asked, evidence, periods), *([(*taken, None)] if taken else [])):
        if asked.wanted and asked.wanted <= weighing.WHO and _PLACED.search(evidence.text[:start]):
            continue
        figure = unit_noun is not None
        place = (start, end, unit_noun)
        if weighing.ruled_out(view, evidence, place):
            continue
        words = evidence.text[start:end]
        amount = figure or _AMOUNT.search(words) is not None
        if asked.wanted == {Kind.MONEY} and (not amount or _of_goods(evidence.text, start, end)):
            continue  # "its largest expense" is no amount, nor are "40 million capsules" one of money
        if unnamed and parts.MONEY.search(words) and manner.SPENT_OR_RAISED.search(evidence.text[:start]):
            continue  # not one word but names: that money was raised says no dividend
        sure = margins.of(evidence, start, end)
        if (start, end) == taken and evidence.spans:  # the model points at the seller
            sure = max(sure, evidence.spans[0].margin, SURELY if first_of_all else 0.0)
        elif first_of_all is not None:
            continue  # whoever is second
        borne = figure and idioms.borne(asked, evidence.text, start, end)
        if borne:
            sure = max(sure, 0.0)
        if figure:  # a part that stands for nothing by itself speaks for its whole
            itemised = parts.itemised(evidence.text, end)
            sure = max([sure, *(margins.of(evidence, *one) for one in itemised if parts.is_part(view, evidence, *one))])
        # Nor is what it came to by how much it rose.
        against = unsaid + (apart and not is_difference(evidence.text, start, end))
        raised = weighing.raised(asked, evidence, place)
        if sure < OUTWEIGHING and (against or raised):
            continue
        weighed = {
            **weighing.of_place(view, evidence, place, first_of_all=first_of_all),
            "margin": sure,
            "lead": max(-MOST_LEAD, min(MOST_LEAD, sure - margins.elsewhere(view, evidence))),
            "first": margins.first(evidence, start, end),
            "objections": float(against + len(raised)),
        }
        said = (
            saying.said(evidence.text, evidence.spans, start, end)
            if figure
            else (saying.within(evidence.text, start), gapped.within(evidence.text, start, start, end)[1])
        )
        if figure and asked.wanted == {Kind.COUNT}:
            said = said[0], saying.without_the_asked(asked.focus, evidence.text, end, said[1])
        if unit_noun is not None and "/" in unit_noun and said[1] == end:
            said = (
                said[0],
                saying.for_each(asked.focus, evidence.text, saying.in_its_span(asked.focus, evidence.text, end)),
            )
        own = times.own_period(evidence.text, periods, start) if figure else None
        yield Candidate(evidence, *said, odds(weighed), weighed, own)


def _superlative(asked: Question) -> Term | None:
    return next((term for term in asked.terms if _MOST.fullmatch(term.lower)), None)


def odds(signs: Mapping[str, float]) -> float:
    """Add up what the signs are worth: the log-odds that an answer is right."""
    return WORTH["constant"] + sum(WORTH[name] * value for name, value in signs.items())
