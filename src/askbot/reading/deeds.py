"""Whether a sentence speaks of the deed that a question asks the cost or the cause of, or of the office that it names."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.question import Question, Term
from askbot.reading.evidence import Evidence, Survey

_COSTS_TO = re.compile(r"^(?:how much|what) [^?]*\bcost\b[^?]*? to (?P<deed>[a-z]+)\b", re.IGNORECASE)
_HEAD_OF = re.compile(
    r"\b(?:head|director|minister|professor|vice[- ]president|secretary|manager) of (?P<part>[a-z]+)(?=\W|$)"
)
_DIRECTOR = re.compile(
    r"\b(?!(?:chief|managing|executive|general|new|current|present|former|deputy|first|acting|interim|main|the|its|their|a|an|is|was|company|firm)\b)"
    r"(?P<part>[a-z]+) (?:director|officer|manager|editor|minister|coach)\b"
)
BEFORE = 300  # characters in which a thing was spoken of last
_WHO_DID = re.compile(
    r"^(?:who|which [a-z]+) (?!is\b|are\b|was\b|were\b)[a-z]+ the (?P<what>[a-z]+)\W*$", re.IGNORECASE
)
_WHY_WAS = re.compile(
    r"^[Ww]hy (?:was|were|is|are|has|have|had) (?:not )?(?:the|its|their|[A-Z])[^?,]*? (?:been )?(?P<deed>[a-z]+(?:ed|en|wn|ld|lt|ught|nt))"
    r"(?: (?:down|up|off|out|away|back|apart|over))?\W*$"
)


def is_of_another(view: Survey, evidence: Evidence) -> bool:
    """Say whether a question asks what a deed costs or why it was done, and a sentence has no word for it that others have.

    So it is with what somebody is the head of. "A repair would cost $2 million" tells nothing of what it costs to pull a thing down; of a deed that no article has a
    word for, nobody can say what it would be called.
    """
    thing = _object(view.asked)
    at = evidence.passage.start
    if thing is not None and wording(evidence.document.text[max(0, at - BEFORE) : at]).holds(thing.stem) >= MATCHED:
        thing = None  # "the design" is that of what was spoken of last
    deed = _deed(view.asked) or _part(view.asked) or thing
    return deed is not None and deed.stem in view.known and evidence.match.strengths.get(deed.stem, 1.0) < MATCHED


def _part(asked: Question) -> Term | None:
    """What somebody is the head of, where that is asked about: no head of service is told by a chief executive."""
    found = [one for pattern in (_HEAD_OF, _DIRECTOR) if (one := pattern.search(asked.focus)) is not None]
    return next(
        (one for one in asked.terms if any(at.start("part") <= one.start < at.end("part") for at in found)), None
    )


def _object(asked: Question) -> Term | None:
    """What somebody is asked to have done something to: who directs a comedy no sentence tells that has but a tragedy."""
    found = _WHO_DID.match(asked.focus)
    if found is None:
        return None
    return next((one for one in asked.terms if found.start("what") <= one.start < found.end("what")), None)


def _deed(asked: Question) -> Term | None:
    """The verb whose cost or cause is asked for.

    >>> from askbot.question import parse
    >>> [deed.lower for q in ("How much would it cost to mend the dam?", "Why was the dam built?") if (deed := _deed(parse(q)))]
    ['mend', 'built']
    """
    found = _COSTS_TO.match(asked.focus) or _WHY_WAS.match(asked.focus)
    if found is None:
        return None
    return next((one for one in asked.terms if found.start("deed") <= one.start < found.end("deed")), None)


__all__ = ["is_of_another"]
