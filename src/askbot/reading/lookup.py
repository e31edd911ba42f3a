"""Where does it say: the passages themselves, exact words first, then the best borne out."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
from askbot.question import lookup_phrase
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding
from askbot.reading.topics import points_elsewhere
from askbot.types import Claim

MOST_PASSAGES = 3
MOST_TEXT_WORDS = 60  # of all passages' words in the answer; the quotes below it are whole
LEAST_SUPPORT = 0.6
WORSE_BY = 0.2  # a further passage is as good as the first, or nearly


def read(view: Survey) -> Finding | None:
    """Answer with up to three passages that hold the words looked for; None where none holds most of them."""
    phrase = " ".join(lookup_phrase(view.asked.focus).lower().strip(" ?.!\"'").split())
    told = [one for one in view.evidence if not points_elsewhere(one.text) or phrase in one.text.lower()]
    ranked = sorted(told, key=lambda one: (phrase not in " ".join(one.text.lower().split()), -_worth(one)))
    if not ranked or (_worth(ranked[0]) < LEAST_SUPPORT and phrase not in ranked[0].text.lower()) or not phrase:
        return None
    named = all(term.capitalised for term in view.asked.terms)
    if named and any(ranked[0].match.strengths.get(term.stem, 0.0) < MATCHED for term in view.asked.terms):
        return None  # half of a name is another's
    best = _worth(ranked[0])
    chosen = [
        one
        for one in ranked
        if (_worth(one) >= max(LEAST_SUPPORT, best - WORSE_BY))
        and len(one.match.missing) <= len(ranked[0].match.missing)
    ] or ranked[:1]
    claims: list[Claim] = []
    highlights: list[tuple[str, int, int]] = []
    words = 0
    for one in chosen[:MOST_PASSAGES]:
        text = _shown(view, one)
        words += len(text.split())
        if claims and words > MOST_TEXT_WORDS:
            break
        claims.append(Claim(text, (one.citation(),)))
        highlights.extend(_places(view, one, phrase))
    return Finding(tuple(claims), None, tuple(highlights))


def _worth(one: Evidence) -> float:
    return one.match.support


def _shown(view: Survey, one: Evidence) -> str:
    """The sentence, or of a long one the clause that holds the words looked for."""
    text = " ".join(one.text.split())
    if len(text.split()) <= MOST_TEXT_WORDS:
        return text
    at = next((t.start for t in wording(one.text).tokens if any(t.stem == term.stem for term in view.asked.terms)), 0)
    start, end = clause_at(one.text, at)
    words = one.text[start:end].split()
    return " ".join(words[:MOST_TEXT_WORDS]) + (" …" if len(words) > MOST_TEXT_WORDS else "")


def _places(view: Survey, one: Evidence, phrase: str) -> list[tuple[str, int, int]]:
    """The phrase where it stands; failing that each of its words."""
    found = re.search(r"\s+".join(map(re.escape, phrase.split())), one.text, re.IGNORECASE)
    spans = (
        [found.span()]
        if found
        else [
            (token.start, token.end)
            for token in wording(one.text).tokens
            if any(wording(token.text).holds(term.stem) >= MATCHED for term in view.asked.terms)
        ]
    )
    return [(one.passage.document_id, one.passage.start + a, one.passage.start + b) for a, b in spans]
