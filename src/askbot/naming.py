"""How well a sentence, and the words right by its figures, name what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askbot.matching import MATCHED, clause_at, of_one_name, owner, wording
from askbot.quantities import find
from askbot.question import Term
from askbot.reading import manner
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.topics import points_back
from askbot.ties import Tie, beside
from askbot.types import Quantity
from askbot.words import stem

_TWO_SIDES = re.compile(r"\b(?:than|exceeds?|compared|between|difference|gap|versus|against)\b", re.IGNORECASE)
# Words that say what is to be done with the figures, not which figures.
_DOING_WORDS = """
    percent percentage share proportion fraction portion part rise fall increase decrease grow growth climb drop decline change go gap difference size amount
    extent factor multiple multiply times time more less fewer average mean total sum together combined altogether year ago before earlier previous prior preceding
    month week day season term period course whole entire full count counting include come came number figure single one each every shorten lengthen reduce
    compare comparison expensive cheap cheaper dear dearer high low large small long short old young full fuller heavy light fast slow account work fold
    neither nor additional extra exceed money top pay get go lie pass elapse between euro dollar pound forecast expect plan predict budget long
"""
_DOING = frozenset(stem(word) for word in _DOING_WORDS.split())
PAYING = frozenset(stem(word) for word in ("cost", "price", "pay", "spend", "worth"))


def terms(view: Survey) -> list[Term]:
    """The words that say which figures are meant."""
    return [
        term
        for term in view.asked.terms
        if term.stem not in _DOING and term.lower.rstrip("s") not in ("hour", "meter", "metre", "tonne", "kilometre")
    ]


def support(view: Survey, evidence: Evidence) -> float:
    """The share of the naming words, weighed, that a sentence bears out, itself or by what stands above it."""
    asked = terms(view)
    total = sum(view.weights.get(term.stem, 1.0) for term in asked)
    strengths = evidence.match.strengths
    held = sum(view.weights.get(term.stem, 1.0) * min(1.0, strengths.get(term.stem, 0.0)) for term in asked)
    return held / total if total else 0.0


def local(view: Survey, evidence: Evidence, *figures: Quantity) -> float:
    """The share of the naming words that stand in the clauses of the figures themselves."""
    text = evidence.text
    spans = [clause_at(text, figure.start) for figure in figures]
    here = wording(" ".join(dict.fromkeys(text[start:end] for start, end in spans)))
    asked = terms(view)
    total = sum(view.weights.get(term.stem, 1.0) for term in asked)
    held = sum(view.weights.get(term.stem, 1.0) for term in asked if here.holds(term.stem) >= MATCHED)
    return held / total if total else 0.0


def own(
    view: Survey, text: str, figures: Sequence[Quantity], figure: Quantity, *, aside: frozenset[str] = frozenset()
) -> float:
    """The share of the naming words, names and the stems `aside` left out, that stand right by a figure."""
    here = wording(beside(text, figures, figure))
    asked = [term for term in terms(view) if term.stem not in view.names | aside]
    total = sum(view.weights.get(term.stem, 1.0) for term in asked)
    return sum(view.weights.get(t.stem, 1.0) for t in asked if here.holds(t.stem) >= MATCHED) / total if total else 0.0


def own_elsewhere(view: Survey, text: str, figures: Sequence[Quantity], figure: Quantity) -> bool:
    """Say whether a naming word that stands by no name stands by another figure of the sentence, and not by this one."""
    here = wording(beside(text, figures, figure))
    others = [wording(beside(text, figures, one)) for one in figures if one is not figure]
    asked = [term.stem for term in terms(view) if term.stem not in view.names]
    return any(other.holds(word) >= MATCHED > here.holds(word) for other in others for word in asked)


def sided(view: Survey, text: str, figures: Sequence[Quantity], tie: Tie) -> bool:
    """Say whether a question has two sides and each figure stands by a word of its own of it."""
    if not _TWO_SIDES.search(view.asked.focus):
        return False
    near = [wording(beside(text, figures, figure)) for figure in (tie.first, tie.second)]
    held = [{term.stem for term in view.asked.terms if here.holds(term.stem) >= MATCHED} for here in near]
    return bool(held[0] - held[1] and held[1] - held[0])


def of_the_asked(view: Survey, evidence: Evidence, figure: Quantity) -> bool:
    """Say whether a figure is of whom is asked about: one of another subject of the article, or one only hoped for, is not."""
    subjects = evidence.profile.subjects
    whose = owner(evidence.text, figure.start, figure.end, subjects) if view.names & subjects else None
    told = wording(evidence.scene.topic).stems & subjects
    if whose is None and told and points_back(evidence.text, figure.start) and view.names & subjects:
        return bool(told & view.names) and not manner.intended(view.asked, evidence.text, figure.start)
    own = whose is None or whose in view.names or of_one_name(evidence.text, whose, view.names)
    return own and not manner.intended(view.asked, evidence.text, figure.start)


_ASIDE = re.compile(r", (?:(?:some|all|many) )?(?:of whom|of which|who|whose|which|where)\b")


def names_the_part(view: Survey, text: str, tie: Tie) -> bool:
    """Say whether a name of the question stands behind the whole, by the part, and not before."""
    around = [one for one in find(text) if one.start >= tie.first.start]
    start = max((one.end for one in around if one.start < tie.second.start), default=0)
    end = min([clause_at(text, tie.second.start)[1], *(one.start for one in around if one.start > tie.second.start)])
    aside = _ASIDE.search(text, tie.second.end, end)  # "the rest on staff, of whom Orlin has 40"
    end = aside.start() if aside else end
    before, by = wording(text[: tie.first.start]).stems, wording(text[start:end]).stems
    return bool(view.names & by - before)


def uncited(evidence: Evidence, quantity: Quantity) -> Quantity:
    """The figure at its place in the sentence."""
    if quantity.citation is None:
        return quantity
    start = evidence.citation().start
    return replace(quantity, start=quantity.start - start, end=quantity.end - start, citation=None)


def of_some_of_them(view: Survey, text: str, end: int) -> bool:
    """Say whether whom a question names has only some of what is counted up to `end`: "9 million shares, of which Arn holds 2%"."""
    aside = _ASIDE.search(text, end)
    if aside is None or not view.names:
        return False
    return bool(view.names & (wording(text[aside.end() :]).stems - wording(text[: aside.start()]).stems))


_NEXT_DEED = re.compile(r"[,;] (?:and|but) (?:(?:also|then) )?[a-z]+ ")


def of_what_follows(view: Survey, text: str, end: int) -> bool:
    """Say whether what is asked about stands only behind what a figure, up to `end`, is part of: "at $11, and hired a horse"."""
    deed = _NEXT_DEED.search(text, end)
    asked = [one.stem for one in view.asked.terms if not one.capitalised and one.stem not in view.names]
    held = [one for one in wording(text).tokens if any(wording(one.text).holds(stem) >= MATCHED for stem in asked)]
    return bool(held) and deed is not None and all(one.start >= deed.end() for one in held)
