"""How far a sentence bears out the words of a question: by stem, by related wording, by heading and by what precedes it.

Pure. A name must stand where the sentence speaks of it; a common word may be put in other words (lexicon).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from askbot import lexicon
from askbot.question import Term
from askbot.words import Token, is_function_word, tokens

# What a word is worth where it stands: in the sentence, in its section's heading, in the sentences before it.
IN_SENTENCE, IN_HEADING, IN_LEAD, IN_TITLE = 1.0, 0.8, 0.7, 0.6
MATCHED = 0.45  # a strength below this is no match: a word two sentences away that is itself only loosely related
MAX_CLAUSE_SPLITS = 40

_CLAUSE = re.compile(
    r";\s+|\s*—\s*|,?\s+(?=(?:while|whereas|whilst|although|though|but|compared (?:to|with)|unlike|in contrast)\b)|,\s+(?=and\s+\w+\s+(?:is|are|was|were|has|have|had|may|will)\b)"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words as stems, phrases included: "set up" also stands as what it means."""

    tokens: tuple[Token, ...]
    stems: frozenset[str]

    def holds(self, wanted: str) -> float:
        """The strength with which a stem, or a related one, stands in this text."""
        if wanted in self.stems:
            return 1.0
        related = lexicon.related(wanted)
        return max((strength for other, strength in related.items() if other in self.stems), default=0.0)


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """Take a text's words apart, once."""
    made = tuple(tokens(text))
    stems = [token.stem for token in made]
    return Wording(made, frozenset(stems) | frozenset(_phrases(stems)))


def _phrases(stems: Sequence[str]) -> Iterable[str]:
    known = lexicon.phrases()
    longest = max((len(key) for key in known), default=0)
    for start in range(len(stems)):
        for length in range(2, min(longest, len(stems) - start) + 1):
            head = known.get(tuple(stems[start : start + length]))
            if head is not None:
                yield head


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence and what a reader of the article knows when reaching it."""

    sentence: str
    heading: str = ""
    lead: str = ""  # the sentences before it in its section
    title: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How far a scene bears out a question's terms: strength by stem, and their weighted mean."""

    strengths: Mapping[str, float]
    support: float
    missing: tuple[Term, ...]
    missing_names: tuple[Term, ...]


def match(asked: Sequence[Term], scene: Scene, *, names: frozenset[str], weights: Mapping[str, float]) -> Match:
    """Measure a scene against the terms; `names` are the stems that are names, `weights` the worth of each stem.

    `support` is between 0 and 1, and 1 for a question without terms.
    """
    strengths = {term.stem: strength(term, scene, name=term.stem in names) for term in asked}
    total = sum(weights.get(stem, 1.0) for stem in strengths)
    gained = sum(weights.get(stem, 1.0) * value for stem, value in strengths.items())
    missing = tuple(term for term in asked if strengths[term.stem] < MATCHED)
    return Match(
        strengths,
        gained / total if total else 1.0,
        missing,
        tuple(term for term in missing if term.stem in names),
    )


def strength(term: Term, scene: Scene, *, name: bool) -> float:
    """How strongly a scene bears out one term, 0 to 1.

    A name in the lead counts only where the sentence itself names nobody else in its place.
    """
    direct = wording(scene.sentence).holds(term.stem)
    if direct >= MATCHED:
        return direct * IN_SENTENCE
    heading = wording(scene.heading).holds(term.stem) * IN_HEADING
    lead = wording(scene.lead).holds(term.stem) * IN_LEAD
    title = wording(scene.title).holds(term.stem) * IN_TITLE
    if not name:
        return max(direct, heading, lead, title * 0.5)
    return max(heading, lead, title)


def weights(asked: Sequence[Term], vocabulary: Mapping[str, int], *, passages: int, names: frozenset[str]) -> dict[str, float]:
    """The worth of each term: rarer in the corpus is worth more, a word unknown to it most; a name half as much again."""
    made = {}
    for term in asked:
        frequency = vocabulary.get(term.lower, 0)
        rarity = math.log(1 + passages / (1 + frequency)) / math.log(2 + passages)
        made[term.stem] = (0.35 + rarity) * (1.5 if term.stem in names else 1.0)
    return made


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses that stand side by side in a sentence, in order and without gaps but for their joints.

    >>> text = "One grew; two shrank, while three slept."
    >>> [text[a:b] for a, b in clauses(text)]
    ['One grew', 'two shrank', 'while three slept.']
    """
    spans, start = [], 0
    for joint in list(_CLAUSE.finditer(text))[:MAX_CLAUSE_SPLITS]:
        if joint.start() - start > 12:  # shorter is an aside, not a clause with a subject of its own
            spans.append((start, joint.start()))
            start = joint.end()
    spans.append((start, len(text)))
    return spans


def clause_at(text: str, offset: int) -> tuple[int, int]:
    """The span of the clause that holds an offset."""
    for start, end in clauses(text):
        if offset < end:
            return start, end
    return 0, len(text)


def printed_names(text: str) -> list[Token]:
    """Tokens printed with a capital where the grammar asks for none, in order.

    >>> [token.text for token in printed_names("However, the mayor of Orvella met Dana Reyes.")]
    ['Orvella', 'Dana', 'Reyes']
    """
    found = []
    made = tokens(text)
    for number, token in enumerate(made):
        if not token.text[0].isupper() or is_function_word(token.lower):
            continue
        opening = number == 0 or re.search(r"[.!?:\"“'‘(]\s*$", text[max(0, token.start - 3) : token.start])
        inner = any(c.isupper() for c in token.text[1:])
        if not opening or inner or (number + 1 < len(made) and _joined(text, token, made[number + 1])):
            found.append(token)
    return found


def _joined(text: str, token: Token, following: Token) -> bool:
    """Two capitalised words side by side are a name even at the start of a sentence."""
    return following.text[0].isupper() and text[token.end : following.start] in (" ", "-")


def names_among(asked: Sequence[Term], texts: Sequence[str]) -> frozenset[str]:
    """The terms that are names: printed with a capital in the question, or mostly so in the texts."""
    capital: dict[str, int] = {}
    plain: dict[str, int] = {}
    for text in texts:
        named = {token.start for token in printed_names(text)}
        for token in wording(text).tokens:
            counts = capital if token.start in named else plain
            if token.start in named or token.text[0].islower():
                counts[token.stem] = counts.get(token.stem, 0) + 1
    return frozenset(
        term.stem
        for term in asked
        if (term.capitalised and not plain.get(term.stem)) or capital.get(term.stem, 0) > plain.get(term.stem, 0)
    )
