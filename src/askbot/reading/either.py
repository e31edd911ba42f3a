"""Which of two a sentence bears out, where a question offers both with "or": neither Yes nor No answers that."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import lexicon
from askbot.matching import MATCHED, wording
from askbot.question import Question, QuestionKind, Term
from askbot.reading import earnings
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, one_span, whole_sentences
from askbot.types import Claim

# "Or not" asks for a Yes or a No, "or more" belongs to a figure, and of "any debt or loans" either will do.
_OR = re.compile(r",? or (?!(?:not|so|any\w*|some\w*|ever|even|else|otherwise|at|similar|other)\b)", re.IGNORECASE)
_OF_A_FIGURE = re.compile(
    r"(?:\d\S*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|thousand|million|billion|half|third|quarter))(?: [a-z%]+){0,2}$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:more|less|fewer|over|under|above|below|better|higher|lower|longer|later|earlier)\b", re.IGNORECASE
)
_ANY = re.compile(r"\b(?:any\w*|ever|either|whether|if)\b", re.IGNORECASE)
_BESIDE_A_FIGURE = re.compile(r"\b(?:(?:one|two|three|four|five|six|an? [a-z]+))$", re.IGNORECASE)
_FIGURE = re.compile(r"(?:two\b|three\b|four\b|five\b|six\b|seven\b)", re.IGNORECASE)
_ONE_BEFORE = re.compile(r"(?P<one>[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*)*|[\w'’-]+)$")
_OTHER = re.compile(
    r"(?:(?:by|in|for|from|to|with|at|on) )?(?:(?:an?|the|its|their|his|her) )?"
    r"(?P<other>[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*)*|[\w'’-]+)"
)
_A_PRIVATE_ONE = re.compile(
    r"\b(?P<one>[a-z-]+)(?P<what> [a-z-]+),? or (?:an? |the )?(?P<other>[a-z-]+) (?:one|ones)\b"
)
_WAYS = frozenset({"up", "down", "above", "below"})
QUOTED_SUPPORT = 0.75


def offered(focus: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Find the spans of the two words or names that a yes-or-no question offers to choose from; None for no such question.

    >>> focus = "Is the mill public or private?"
    >>> [focus[a:b] for a, b in offered(focus)], offered("Does it own 50 or more mills?"), offered("Is it sold or not?")
    (['public', 'private'], None, None)
    """
    private = _A_PRIVATE_ONE.search(focus)
    if private is not None and _ANY.search(focus[: private.start()]) is None:
        return private.span("one"), private.span("other")
    for joint in _OR.finditer(focus):
        one, other = _ONE_BEFORE.search(focus, 0, joint.start()), _OTHER.match(focus, joint.end())
        if one is None or other is None or _ANY.search(focus[: joint.start()]):
            continue
        if _BESIDE_A_FIGURE.search(focus[: joint.start()]) and _FIGURE.match(focus, joint.end()):
            continue  # "one or two"
        if _OF_A_FIGURE.search(focus[: joint.start()]) and _BOUND.match(focus, joint.end()):
            continue  # "50 or more"
        span = one.span("one")
        if lexicon.comparative(other["other"].lower()) is not None:  # "older than Arn or younger"
            before = [t for t in wording(focus[: joint.start()]).tokens if lexicon.comparative(t.lower)]
            span = (before[-1].start, before[-1].end) if before else span
        return span, other.span("other")
    return None


def asks(asked: Question) -> bool:
    """Say whether a question with an auxiliary at its head offers two to choose from."""
    return asked.kind is QuestionKind.YESNO and offered(asked.focus) is not None


def read(view: Survey) -> Finding | None:
    """Give the one that a sentence with all other words of the question has; quote what has both, or says it otherwise."""
    pair = offered(view.asked.focus)
    if pair is None:
        return None
    alone = replace(view, asked=replace(view.asked, focus=view.asked.focus[: pair[0][1]]))
    if earnings.asks(alone.asked.focus):  # "profitable or loss-making": a profit that was is none
        told = earnings.read(alone)
        quotes = told.claims[0].citations if told is not None else ()
        return Finding(tuple(Claim(" ".join(one.quote.split()), (one,)) for one in quotes)) if quotes else None
    one, other = (_within(view.asked.terms, span) for span in pair)
    rest = [term for term in view.asked.terms if term not in one and term not in other]
    near = [
        piece
        for piece in view.evidence
        if not piece.match.missing_names and all(piece.match.strengths[term.stem] >= MATCHED for term in rest)
    ]
    for piece in near:
        has = [_places(piece, terms) for terms in (one, other)]
        other_words = any(_places(piece, terms, loosely=True) for terms in (one, other))
        if (has[0] and has[1]) or (other_words and not (has[0] or has[1])):
            return whole_sentences([piece])
        if (has[0] or has[1]) and not _DOUBTFUL.search(piece.text):
            start, end = has[0] or has[1] or (0, 0)
            return one_span(piece, start, end)
    ways = any(
        view.asked.focus[a:b].lower() in _WAYS or lexicon.comparative(view.asked.focus[a:b].lower()) for a, b in pair
    )
    compared = [piece for piece in near if ways and _COMPARES.search(piece.text)]
    return whole_sentences(compared[:1]) if compared else None


# "It isn't private", "may be sold", "rather than renting" bear out neither as it stands.
_DOUBTFUL = re.compile(
    r"\b(?:not|no|never|neither|nor|may|might|could|would|if|whether|unless|rather than|instead of|plan\w*|consider\w*"
    r"|former\w*|once|used to|un(?:like|less))\b|n['’]t\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:than|above|below|up from|down from|up \d|down \d|r[io]se[sn]?|f[ae]ll(?:en|s)?|gr[eo]w\w*|shr[aiu]nk|widen\w*|narrow\w*"
    r"|climb\w*|drop\w*|increas\w*|decreas\w*|declin\w*|improv\w*|worse\w*|slip\w*|jump\w*|doubl\w*|halv\w*)\b",
    re.IGNORECASE,
)


def _within(terms: tuple[Term, ...], span: tuple[int, int]) -> list[Term]:
    return [term for term in terms if span[0] <= term.start < span[1]]


def _places(piece: Evidence, terms: list[Term], *, loosely: bool = False) -> tuple[int, int] | None:
    """Where a sentence has every word of an alternative, or `loosely` another for it: the first of them to the last."""
    least = MATCHED if loosely else lexicon.SAME_ROOT
    found = []
    for term in terms:
        alike = [t for t in wording(piece.text).tokens if wording(t.text).holds(term.stem) >= least]
        if not alike:
            return None
        found.append(alike[0])
    return (min(t.start for t in found), max(t.end for t in found)) if found else None


__all__ = ["asks", "offered", "read"]
