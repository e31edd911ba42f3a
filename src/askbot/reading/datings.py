"""Yes or no by the date: whether something was done in the year, month or day that a question names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from askbot import lexicon
from askbot.matching import MATCHED, clause_at, printed_names, speaks_of, wording
from askbot.periods import Period, compatible
from askbot.question import Question
from askbot.reading.evidence import Evidence, Survey
from askbot.words import Token, stem, tokens

_DONE = re.compile(r"(?:was|were|did|had|has|have)(?:n['’]t)?\b", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|on|during|back in|as early as|already in)(?: the)? $", re.IGNORECASE)
# What is done once: where it was another year, it was not this one.
_ONCE = frozenset(
    stem(word)
    for word in [
        "founded",
        "established",
        "incorporated",
        "born",
        "created",
        "started",
        "begun",
        "launched",
        "released",
        "opened",
        "inaugurated",
        "built",
        "completed",
        "signed",
        "published",
        "introduced",
        "finished",
        "formed",
        "abolished",
        "died",
    ]
)
_THEN = re.compile(r"(?:,? (?:back |only |just |already |as early as |officially )?(?:in|on|during)(?: the)?|,|:)? ?")


def of_its_time(view: Survey) -> Survey:
    """Leave out the sentences that don't say when, where it is asked whether something was done at a time.

    "The founder owns a fifth" doesn't bear out that a firm was founded in 2020.
    """
    asked = view.asked
    if not asked.periods or not _DONE.match(asked.focus):
        return view
    told = tuple(one for one in view.evidence if any(compatible(p, q) for p in asked.periods for q in one.periods))
    return replace(view, evidence=told)


def happened(view: Survey) -> tuple[bool, Evidence, Period] | None:
    """Say whether what is done once was done when the question says, by the date right behind its verb; None if unsaid.

    With the sentence and its date, which is another one where the answer is no.
    """
    asked = view.asked
    verb = _dated_verb(asked)
    if verb is None or asked.negated:
        return None
    within = asked.periods[0]
    for one in view.evidence:
        if one.match.missing_names:
            continue
        for token in wording(one.text).tokens:
            if not _same_verb(token, verb) or not speaks_of(one.text, token.start, view.names, one.profile.subjects):
                continue
            behind = (p for p in one.periods if p.start > token.end and _THEN.fullmatch(one.text[token.end : p.start]))
            dated = next(behind, None)
            if dated is None or not _named_before(view, one, token, verb):
                continue
            if compatible(within, dated):
                return True, one, dated
            if dated.last < within.first or within.last < dated.first:
                return False, one, dated
    return None


def _dated_verb(asked: Question) -> Token | None:
    """The verb of "was it founded in 2018?": something done once, right before the only period of the question."""
    if len(asked.periods) != 1 or not re.match(r"(?:was|were)(?:n['’]t)?\b", asked.focus, re.IGNORECASE):
        return None
    before = asked.focus[: asked.periods[0].start]
    within = _WITHIN.search(before)
    words = tokens(before[: within.start()]) if within else ()
    known = {one for once in _ONCE for one in (once, *lexicon.related(once))}
    return words[-1] if words and words[-1].stem in known else None


def _same_verb(token: Token, verb: Token) -> bool:
    return token.stem == verb.stem or lexicon.related(verb.stem).get(token.stem, 0.0) >= MATCHED


def _named_before(view: Survey, one: Evidence, token: Token, verb: Token) -> bool:
    """The words of the question beside the verb stand in its clause, before it, and its names last."""
    before_text = one.text[clause_at(one.text, token.start)[0] : token.start]
    before = wording(before_text)
    named = printed_names(before_text)
    last = [one for n, one in enumerate(named) if all(_adjacent(*two) for two in pairwise(named[n:]))]
    if last and view.names and not {word.stem for word in last} & view.names:
        return False
    return all(before.holds(term.stem) >= MATCHED for term in view.asked.terms if term.stem != verb.stem)


def _adjacent(one: Token, other: Token) -> bool:
    return other.start - one.end <= 1
