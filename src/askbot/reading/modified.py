"""Which of two things of one name a sentence speaks of: a "sailing school" is no "new school" that the article has elsewhere."""

from __future__ import annotations

import re

from askbot.question import Question
from askbot.reading.evidence import Evidence
from askbot.words import is_function_word

_THE_ONE = re.compile(
    r"\b(?:the|its|their|his|her|a|an) (?P<which>[a-z-]+) (?P<noun>[a-z-]{3,})(?=\W|$)", re.IGNORECASE
)
_BEFORE = r"(?:\b(?P<own>[a-z-]+)\s)?\b"


def is_of_another(asked: Question, evidence: Evidence) -> bool:
    """Say whether a sentence has a thing asked about only with other words before it, and the article has it with the asked ones.

    Not where the sentence has the noun bare, or the one before has it as the question does.
    """
    about = f"{evidence.scene.lead} {evidence.text}"
    for found in _THE_ONE.finditer(asked.focus):
        which, noun = found["which"].lower(), found["noun"].lower()
        words = [term.lower for term in asked.terms]
        if which not in words or noun not in words or is_function_word(which) or _has(about, which, noun):
            continue
        if not _has(evidence.document.text, which, noun):
            continue
        own = [one["own"] for one in re.finditer(rf"{_BEFORE}{re.escape(noun)}s?\b", evidence.text)]
        if own and all(word is not None and not is_function_word(word) and len(word) > MOST_ARTICLE for word in own):
            return True
    return False


MOST_ARTICLE = 3  # letters: "the school", "its school", "one school"


def _has(text: str, which: str, noun: str) -> bool:
    return re.search(rf"\b{re.escape(which)}\s(?:[a-z-]+\s)?{re.escape(noun)}", text, re.IGNORECASE) is not None


__all__ = ["is_of_another"]
