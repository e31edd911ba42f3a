"""Figures that the reading model points at, for a question that has to be worked out of one sentence.

The model was trained to point at the piece of a sentence that holds all the figures needed (`training/reader/written`),
in whatever words the sentence puts them. What is to be done with them the question says (`demands`); which figure is
which, the words between them (`ties`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from askbot.demands import EACH, RATE, Demand, demand_of
from askbot.matching import printed_names
from askbot.misfits import is_governed
from askbot.naming import of_the_asked, support, terms
from askbot.portions import Portion
from askbot.quantities import find
from askbot.reading import tense, times
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.objections import ONE_OR_OTHER
from askbot.sorts import is_all_of_them, is_for_each, is_price_for
from askbot.ties import Bond, Tie, alike, beside, ties
from askbot.types import Quantity
from askbot.units import currency

SURE, AHEAD = 3.0, 2.0  # the margin that a piece has to have, and over the best of any other sentence
BORNE_OUT, SURER = 0.3, 5.0  # of the question's words; below that, the margin has to be
PAIR = 2
_SWING = re.compile(
    r"\bprofits?\b.*\b(?:loss(?:es)?|deficit)\b|\b(?:loss(?:es)?|deficit)\b.*\bprofits?\b", re.IGNORECASE | re.DOTALL
)
_RANGE = re.compile(r"\s*(?:to|-|–|—)\s*")  # the ends of one figure
_GAPS = (Bond.MORE, Bond.FEWER)  # one of them is by how much the other is above or below something
_APART = (Bond.PART, Bond.MORE, Bond.FEWER, Bond.CHANGE, Bond.TIMES)


def pointed(view: Survey) -> Iterator[tuple[Evidence, Portion]]:
    """Find the ways to work out a question from the piece that the model is sure of, far ahead of any other."""
    ranked = sorted((one for one in view.evidence if one.spans), key=lambda one: -one.spans[0].margin)
    if not ranked or ranked[0].match.missing_names:
        return
    best, other = ranked[0], ranked[1].spans[0].margin if len(ranked) > 1 else 0.0
    span = best.spans[0]
    sure = SURE if support(view, best) >= BORNE_OUT else SURER
    if span.margin < sure or span.margin - other < AHEAD or not tense.foretells(view.asked, best.text):
        return
    every = find(best.text, published=best.profile.dated)
    figures = [one for one in every if span.start < one.end and one.start < span.end]
    if not all(
        of_the_asked(view, best, one)
        and is_price_for(view.asked, one)
        and not (currency(one.unit) and is_governed(best.text, one, terms(view)))
        and times.period_fits(view.asked, best.text, best.periods, one.start)
        for one in figures
    ):
        return
    for name, expression, operands in _ways(view, best.text, figures):
        yield best, Portion(name, expression, {key: best.cited(one) for key, one in operands.items()}, 1.0)


def _ways(view: Survey, text: str, figures: Sequence[Quantity]) -> Iterator[tuple[str, str, dict[str, Quantity]]]:
    """What the figures of a piece come to, as the question wants it; each figure has its part in it."""
    bonds = ties(text, list(figures))
    if _SWING.search(text):
        return  # a profit after a loss: see `swings`
    changed = next((tie for tie in bonds if tie.bond is Bond.CHANGE), None)
    pair = len(figures) == PAIR and alike(figures[0], figures[1]) and figures[0].unit not in ("%", "x")
    small, large = sorted(figures, key=lambda one: one.value) if pair else (None, None)
    match demand_of(view.asked.focus):
        case Demand.CHANGE if pair and changed:
            yield change(changed)
        case Demand.FACTOR if pair and changed:
            yield "factor", "ratio(after, before)", {"before": changed.first, "after": changed.second}
        case Demand.FACTOR if small and large and not _RANGE.fullmatch(text[figures[0].end : figures[1].start]):
            yield "factor", "ratio(larger, smaller)", {"larger": large, "smaller": small}
        case Demand.DIFFERENCE if small and large and not any(tie.bond in _GAPS for tie in bonds):
            yield "difference", "larger - smaller", {"larger": large, "smaller": small}
        case Demand.SHARE if small and large and any(tie.bond is Bond.PART for tie in bonds):
            # "Of 900 people 200 work for Harn": not the share that goes.
            if any(name.stem not in view.names for name in printed_names(f"x {beside(text, figures, small)}")):
                return
            yield "share", "share(part, whole)", {"part": small, "whole": large}
        case Demand.TOTAL if len(figures) >= PAIR and all(alike(a, b) for a, b in pairwise(figures)):
            apart = any(tie.bond in _APART for tie in bonds) or any(
                ONE_OR_OTHER.match(text, one.end) for one in figures
            )
            if not apart and figures[0].unit not in ("%", "x"):
                parts = {f"part_{n}": one for n, one in enumerate(figures, 1)}
                yield "sum", f"sum({', '.join(parts)})", parts
        case Demand.EACH if len(figures) == PAIR:
            yield from _for_each(view, text, figures)
        case _:
            return


def change(tie: Tie) -> tuple[str, str, dict[str, Quantity]]:
    """Return the name, the expression and the operands of by how many percent something rose or fell."""
    operands = {"before": tie.first, "after": tie.second}
    if tie.second.value < tie.first.value:
        return "fall", "share(before - after, before)", operands
    return "rise", "change(after, before)", operands


def _for_each(view: Survey, text: str, figures: Sequence[Quantity]) -> Iterator[tuple[str, str, dict[str, Quantity]]]:
    """So much of the one figure for each of what the other counts."""
    each = EACH.search(view.asked.focus)
    words = each["each"].lower().split() if each else []
    counts = [
        one
        for one in figures
        if (any(is_for_each(one, word, words, text) for word in words) or is_all_of_them(one, words, text))
        and not RATE.match(text, one.end)  # "30 wheels, three to a cart"
    ]
    amounts = [one for one in figures if one not in counts]
    if len(counts) == len(amounts) == 1 and counts[0].value >= 1 and currency(counts[0].unit) is None:
        yield f"for each {words[-1]}", "amount / count", {"amount": amounts[0], "count": counts[0]}
