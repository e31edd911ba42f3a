"""A figure that a sentence gives only against another.

It is the rest of a whole, more or fewer than somebody else's, a share of what the sentence before names, or what is
left after a rise or a fall. Each comes as a name, an expression over cited operands, and how well the words by the
figures name what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from askbot import misfits, naming
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.percentages import denies_something_else
from askbot.quantities import find
from askbot.reading.evidence import Evidence, Survey
from askbot.sorts import asked_for
from askbot.ties import Bond, Tie, beside, ties
from askbot.types import Quantity
from askbot.words import stem

MOST_APART = 30  # characters between a sentence and the one whose figure it takes a share of
LEAST_BOTH = 0.75  # of the question's words, weighed, in the two sentences together
OWN = 0.5

_HELD_AGAINST = re.compile(
    r"^\s*(?:[a-z][\w-]*\s+){0,2}?(?:more|fewer|less|higher|lower|ahead|behind|above|below)\s+(?:than|of)?\s*(?:the\s+)?(?P<name>[A-Z][\w&.’'-]*(?:\s[A-Z][\w&.’'-]*)*)"
)
_REST = re.compile(
    r"\b(?P<verb>[a-z]+)\s+(?:all\s+)?the (?:rest|remainder|others?|remaining)\b"
    r"|\bthe (?:rest|remainder|others) (?:is|are|was|were|will be|ha(?:s|ve) been)\s+(?P<done>[a-z]+)",
    re.IGNORECASE,
)
_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_OF_THAT = re.compile(r"^\s*of (?:it|that|this|them|these|those|the (?P<noun>[a-z]+))\b", re.IGNORECASE)
_SUMS = frozenset(
    stem(word) for word in ("cost", "price", "fee", "sum", "total", "amount", "money", "bill", "proceeds", "budget")
)
_FROM_LEVEL = re.compile(
    r"\b(?P<way>fall|falls|fell|drop|drops|decline[sd]?|decrease[sd]?|shrinks?|cut|reduced?"
    r"|rise|rises|rose|grow|grows|grew|increase[sd]?|climbs?|jumps?|go(?:es)? (?:up|down))\b[^.;]{0,40}?$",
    re.IGNORECASE,
)
_UP = re.compile(r"^(?:ris|rose|grow|grew|increas|climb|jump|go(?:es)? up)", re.IGNORECASE)
_EACH = re.compile(r"\s*(?:each|apiece|a piece)\b", re.IGNORECASE)
_FROM = re.compile(r"^[^.;\d]{0,12}\bfrom\s+(?:about |around |some |nearly |almost )?$", re.IGNORECASE)
_HENCEFORTH = re.compile(r"\bwill\b|\bnow\b|\bfrom now on\b|\bin future\b|\bafter(?:wards)?\b|\bonce\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Portion:
    """A way to work a figure out: `expression` over cited `operands`; `score` as `naming` counts words."""

    name: str
    expression: str
    operands: Mapping[str, Quantity]
    score: float
    unit: str = ""  # of time, in which it is asked for


def portions(view: Survey, evidence: Evidence, support: float) -> Iterator[Portion]:
    """Work out from a sentence, whose `support` by the question's words is given, a figure that it gives only so."""
    figures = find(evidence.text, published=evidence.profile.dated)
    bonds = ties(evidence.text, figures)
    yield from _of_the_other(view, evidence, bonds, support)
    yield from _the_rest(view, evidence, bonds, support)
    yield from _from_now_on(view, evidence, figures, support)


def of_the_sentence_before(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out a share of what the sentence before names: "The tower costs $80 million. The state pays half of it."."""
    text = evidence.text
    figures = find(text, published=evidence.profile.dated)
    of = None
    if not view.asked.wanted & _AMOUNTS:
        return
    for share in figures:
        of = of or _OF_THAT.match(text[share.end :])  # "60% of it for ships and 40% for a crane"
        if denies_something_else(view.asked.focus, text):
            continue
        if share.unit != "%" or of is None or misfits.is_from_elsewhere(view.asked, text, share.end):
            continue
        before = sentence_before(view, evidence)
        if (
            before is None
            or not _sets_apart(view, beside(text, figures, share), before.text)
            or set(evidence.match.missing_names) & set(before.match.missing_names)
        ):
            continue
        noun = stem(of["noun"].lower()) if of["noun"] else None
        if noun and noun not in _SUMS and wording(before.text).holds(noun) < MATCHED:
            continue
        whole = _whole(view, before, wording(text).stems)
        support = _support(view, evidence, before)
        if whole is None or support < LEAST_BOTH or _said_elsewhere(view, (evidence, before), support):
            continue
        names = {"share": evidence.cited(share), "whole": before.cited(whole)}
        yield Portion("part", "share of whole", names, support + OWN)


def _of_the_other(view: Survey, evidence: Evidence, bonds: Sequence[Tie], support: float) -> Iterator[Portion]:
    """Work out what Orvella has from "Talgo has 48 trains, 12 more than Orvella"."""
    text = evidence.text
    for tie in bonds:
        against = _HELD_AGAINST.match(text[tie.second.end :])
        if tie.bond not in (Bond.MORE, Bond.FEWER) or against is None or not asked_for(view.asked, tie.first, text):
            continue
        other = wording(against["name"]).stems & view.names
        before = wording(text[: tie.first.start]).stems & view.names
        if not other or before:
            continue
        first, second = evidence.cited(tie.first), evidence.cited(tie.second)
        if second.unit == "%":
            growth = second if tie.bond is Bond.MORE else replace(second, value=-second.value)
            yield Portion("the other's", "before(figure, more)", {"figure": first, "more": growth}, support + OWN)
        else:
            sign, name = ("-", "more") if tie.bond is Bond.MORE else ("+", "fewer")
            yield Portion("the other's", f"figure {sign} {name}", {"figure": first, name: second}, support + OWN)


def _the_rest(view: Survey, evidence: Evidence, bonds: Sequence[Tie], support: float) -> Iterator[Portion]:
    """Work out how many it leases from "It runs 50 buses, of which it owns 20 and leases the rest"."""
    text = evidence.text
    for found in _REST.finditer(text):
        doing = stem((found["verb"] or found["done"]).lower())
        if not any(term.stem == doing for term in view.asked.terms):
            continue
        parts = [
            tie
            for tie in bonds
            if tie.bond is Bond.PART and tie.second.end <= found.start() and asked_for(view.asked, tie.first, text)
        ]
        if not parts or len({tie.first.start for tie in parts}) > 1:
            continue
        whole = evidence.cited(parts[0].first)
        named = {f"part_{n}": evidence.cited(tie.second) for n, tie in enumerate(parts, 1)}
        if all(one.unit == "%" for one in named.values()):
            expression = f"rest({', '.join(named)}) of whole"
        elif any(one.unit == "%" for one in named.values()):
            continue
        else:
            expression = " - ".join(["whole", *named])
        yield Portion("the rest", expression, {"whole": whole, **named}, support + OWN)


def _from_now_on(view: Survey, evidence: Evidence, figures: Sequence[Quantity], support: float) -> Iterator[Portion]:
    """Work out what they will be from "Emissions fall by 62%, from 900 tonnes"."""
    text = evidence.text
    if not _HENCEFORTH.search(view.asked.focus):
        return
    for change, level in pairwise(figures):
        way = _FROM_LEVEL.search(text[: change.start])
        if (
            way is None
            or change.unit != "%"
            or not _FROM.match(text[change.end : level.start])
            or re.match(r"[^.;]{0,20}\bto\b", text[level.end :])
            or not asked_for(view.asked, level, text)
        ):
            continue
        names = {"before": evidence.cited(level), "change": evidence.cited(change)}
        yield Portion(
            "after", f"{'raised' if _UP.match(way['way']) else 'lowered'}(before, change)", names, support + OWN
        )


def _said_elsewhere(view: Survey, those: Sequence[Evidence], support: float) -> bool:
    """Another sentence bears the question out as well, alone, with a figure of the sort asked for."""
    return any(
        one not in those
        and not one.match.missing_names
        and naming.support(view, one) >= support
        and any(asked_for(view.asked, figure, one.text) for figure in find(one.text, published=one.profile.dated))
        for one in view.evidence
    )


def _sets_apart(view: Survey, here: str, before: str) -> bool:
    """Words by a share hold a word of the question, not a name, that the sentence before doesn't."""
    return any(
        wording(here).holds(term.stem) >= MATCHED > wording(before).holds(term.stem)
        for term in naming.terms(view)
        if term.stem not in view.names and term.stem not in _SUMS
    )


def sentence_before(view: Survey, evidence: Evidence) -> Evidence | None:
    """The sentence right before, where it is among the evidence."""
    return next((one for one in view.evidence if _follows(evidence, one)), None)


def sentence_after(view: Survey, evidence: Evidence) -> Evidence | None:
    """The sentence right after, where it is among the evidence."""
    return next((one for one in view.evidence if _follows(one, evidence)), None)


def _follows(one: Evidence, other: Evidence) -> bool:
    later, earlier = one.passage, other.passage
    return (
        later.document_id == earlier.document_id
        and one.scene.heading == other.scene.heading
        and 0 <= later.start - earlier.end <= MOST_APART
    )


def _whole(view: Survey, before: Evidence, held: frozenset[str]) -> Quantity | None:
    """The one figure of the sort asked for that is no difference and not what was before; of several, that whose clause alone holds a name."""
    text = before.text
    figures = find(text, published=before.profile.dated)
    bonds = ties(text, figures)
    second = {tie.second.start for tie in bonds if tie.bond in (Bond.MORE, Bond.FEWER)}
    second |= {tie.first.start for tie in bonds if tie.bond is Bond.CHANGE}  # what there was before
    fitting = [
        one
        for one in figures
        if one.start not in second
        and one.unit not in ("%", "x", "pp")
        and "/" not in one.unit
        and asked_for(view.asked, one, text)
        and not _EACH.match(text, one.end)
    ]
    if len(fitting) > 1:
        names = view.names - held
        held_by = {one.start: len(_clause_stems(text, one.start) & names) for one in fitting}
        fitting = [one for one in fitting if held_by[one.start] and held_by[one.start] == max(held_by.values())]
    return fitting[0] if len(fitting) == 1 else None


def _clause_stems(text: str, at: int) -> frozenset[str]:
    start, end = clause_at(text, at)
    return wording(text[start:end]).stems


def _support(view: Survey, *sentences: Evidence) -> float:
    """The share of the naming words, weighed, that the sentences hold between them, themselves or in their heading."""
    here = wording(" ".join([sentences[0].scene.heading, *(one.text for one in sentences)]))
    asked = naming.terms(view)
    total = sum(view.weights.get(term.stem, 1.0) for term in asked)
    held = sum(view.weights.get(term.stem, 1.0) for term in asked if here.holds(term.stem) >= MATCHED)
    return held / total if total else 0.0
