"""What happened, or will happen, to something: the sentence that begins with it and goes on in that time."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
from askbot.reading import fact
from askbot.reading.evidence import POINTS_BACK, Evidence, Survey
from askbot.reading.findings import Finding, flat, one_span, whole_sentences
from askbot.types import Claim

_ASKED = re.compile(
    r"^what(?:['’]s| is| has| will| would| did)? (?:(?:going to|likely to|to) )?(?:happen(?:s|ed|ing)?|become|became) (?:to|with|of)\b",
    re.IGNORECASE,
)
_ASKED_OF_THE_FUTURE = re.compile(r"^what(?: will| would|['’]s going| is going| is to| is likely)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|would|shall|(?:is|are|due|set|likely|expected|planned|going) to)\b")
_WAS = re.compile(
    r"\b(?:was|were|has|have|had|did|fell|rose|went|came|became|left|lost|won|sold|shut|[a-z]{2,}ed)\b", re.IGNORECASE
)
_SAYING = re.compile(r"^.*\b(?:said|says|told [\w ]+) (?:that )?|\b(?:which|who|that)\b[^,]*,", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:will|would|should|could|can|may|must|is|are)\b|{_WAS.pattern}", re.IGNORECASE)
_ONLY_SAYS = re.compile(r"\b(?:said|says|told|added|warned|claimed|argued|believed|wanted|asked|called|described)\b")
_ASKED_OF_EITHER = re.compile(r"^what happens\b", re.IGNORECASE)
_DOES = re.compile(r"[a-z]+ [a-z]+")  # "settled in June", and no mere figure
LEAST_SURE = 0.4  # odds
HEAD_CHARACTERS = 60  # in which a sentence names what it is about


def asks(focus: str) -> bool:
    """Say whether a question asks what becomes of something."""
    return _ASKED.match(focus) is not None


def read(view: Survey) -> Finding | None:
    """Quote the best sentence whose clause opens with what is asked about, and whose verb is of the time asked about.

    Failing that, the one in which the model is sure of an answer, if it speaks of that time.
    """
    to_come = _ASKED_OF_THE_FUTURE.match(view.asked.focus) is not None
    told = (one for one in view.evidence if not one.match.missing and _tells(view, one, to_come=to_come))
    found, best = next(told, None), fact.best(view)
    if found is None:
        told_else = best is not None and best.odds > LEAST_SURE and _in_time(best.evidence.text, to_come=to_come)
        return whole_sentences([best.evidence]) if best is not None and told_else else None
    if best is None or best.evidence is not found or not _DOES.match(best.text):
        return whole_sentences([found])
    bare = one_span(found, best.start, best.end)
    return Finding((Claim(flat(found), (found.citation(),)),), bare.short, bare.highlights)


def _in_time(text: str, *, to_come: bool) -> bool:
    return (_TO_COME if to_come else _WAS).search(text) is not None


def _tells(view: Survey, one: Evidence, *, to_come: bool) -> bool:
    places = [
        token.start
        for token in wording(one.text).tokens
        if any(wording(token.text).holds(term.stem) >= MATCHED for term in view.asked.terms)
    ]
    pronoun = POINTS_BACK.match(one.text)
    at = places[-1] if places else 0 if pronoun else None
    if at is None:
        return False
    start, end = clause_at(one.text, at)
    if _VERB.search(_SAYING.sub("", one.text[start:at])):
        return False  # it is done by another, or done to it
    either = _ASKED_OF_EITHER.match(view.asked.focus) is not None
    to_come = to_come or (either and _TO_COME.search(one.text, at, end) is not None)
    verb = (_TO_COME if to_come else _WAS).search(one.text, at, end)
    if verb is None or at - start > HEAD_CHARACTERS:
        return False
    if _ONLY_SAYS.search(one.text, at, verb.end()):
        return False  # what somebody said is not what became of them
    return to_come or _TO_COME.search(one.text, at, verb.end()) is None
