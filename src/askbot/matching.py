"""How far a sentence bears out the words of a question: by stem, by related wording, by heading and by what precedes it.

Pure. A name must stand where the sentence speaks of it; a common word may be put in other words (lexicon).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from askbot import lexicon
from askbot.question import Term
from askbot.words import Token, is_function_word, tokens

# What a word is worth where it stands: in the sentence, in its section's heading, in the sentences before it.
IN_SENTENCE, IN_HEADING, IN_LEAD, IN_TITLE = 1.0, 0.8, 0.7, 0.6
PART_OF_NAME = 0.9
ANOTHER_SUBJECT = 0.2  # the sentence speaks of another of the article's subjects
MATCHED = 0.45  # a strength below this is no match: a word two sentences away that is itself only loosely related
MAX_CLAUSE_SPLITS = 40

MOST_ARTICLE_CHARACTERS = 4  # "for the Hill"
AGAINST_CHARACTERS = 24
_ADDED = re.compile(r"\s+(?:[a-z]+\s+){0,2}?(?:for|at|by|from|of|in)\s+")
_AGAINST = re.compile(
    r"\b(?:unlike|than|like|(?:as|so) [a-z]+ as|versus|vs\.?|compared (?:to|with)|against|rival|ahead of|behind)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HELD_AGAINST = re.compile(
    r"\b(?:against|compared (?:to|with)|than|versus) (?:(?:about|some|only|just|the) )*[$€£]?\d[\d.,]*(?: (?:million|billion|bn|m|%|per cent))?(?: [a-z]+)?"
    r" (?:at|for|in|by|from) (?:the )?$"
)
_IN_PLACE = re.compile(r"\b(?:in|near|outside|on the) (?:[A-Z][\w'’-]* )*$")
_EXPLAINED = re.compile(r"(?: [A-Z][\w'’-]*)* \(")
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


_POSSESSIVES = frozenset(("its", "their", "his", "her", "my", "our", "your"))


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """Take a text's words apart, once."""
    all_of_them = tokens(text)
    made = tuple(one for at, one in enumerate(all_of_them) if not _is_its_own(all_of_them, at))
    stems = [token.stem for token in made]
    return Wording(made, frozenset(stems) | frozenset(_phrases(stems)))


def _is_its_own(made: Sequence[Token], at: int) -> bool:
    """Whether a word is the "own" of "its own floor", which says that nobody owns anything."""
    return made[at].lower == "own" and at > 0 and made[at - 1].lower in _POSSESSIVES


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max((len(key) for key in lexicon.phrases()), default=0)


def _phrases(stems: Sequence[str]) -> Iterable[str]:
    known, longest = lexicon.phrases(), _longest_phrase()
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
    subjects: frozenset[str] = frozenset()  # stems of the names that the article is about
    topic: str = ""  # the only one of them that its section has named so far


@dataclass(frozen=True, slots=True)
class Match:
    """How far a scene bears out a question's terms: strength by stem, and their weighted mean."""

    strengths: Mapping[str, float]
    support: float
    missing: tuple[Term, ...]
    missing_names: tuple[Term, ...]
    absent: float = 0.0  # the share of the question's weight in words that the corpus uses elsewhere and not here


def match(
    asked: Sequence[Term],
    scene: Scene,
    *,
    names: frozenset[str],
    weights: Mapping[str, float],
    known: frozenset[str] = frozenset(),
) -> Match:
    """Measure a scene against the terms; `names` are the stems that are names, `weights` the worth of each stem.

    `known` are the stems that the corpus uses somewhere: one of them that is missing here tells more than a word
    that the corpus never uses.

    `support` is between 0 and 1, and 1 for a question without terms.
    """
    strengths = {term.stem: strength(term, scene, name=term.stem in names, asked=names) for term in asked}
    _name_whole(asked, strengths, names)
    total = sum(weights.get(stem, 1.0) for stem in strengths)
    gained = sum(weights.get(stem, 1.0) * value for stem, value in strengths.items())
    missing = tuple(term for term in asked if strengths[term.stem] < MATCHED)
    return Match(
        strengths,
        gained / total if total else 1.0,
        missing,
        tuple(term for term in missing if term.stem in names),
        absent=sum(weights.get(term.stem, 1.0) for term in missing if term.stem in known) / total if total else 0.0,
    )


def _name_whole(asked: Sequence[Term], strengths: dict[str, float], names: frozenset[str]) -> None:
    """Let a part of a name stand for all of it: who is asked about in full is printed by surname."""
    run: list[Term] = []
    for term in (*asked, None):
        if term is not None and term.stem in names and (not run or 0 <= term.start - run[-1].end <= 1):
            run.append(term)
            continue
        whole = max((strengths[one.stem] for one in run), default=0.0)
        for one in run:
            strengths[one.stem] = max(strengths[one.stem], whole * PART_OF_NAME)
        run = [term] if term is not None and term.stem in names else []


def strength(term: Term, scene: Scene, *, name: bool, asked: frozenset[str]) -> float:
    """How strongly a scene bears out one term, 0 to 1; `asked` are the stems of all the question's names.

    A sentence that does not print the name asked about may still speak of it, but the first of sentence, lead,
    heading and title to name one of the article's own subjects says of which; one that the question names too
    (what Orvella paid Talgo) settles nothing.
    """
    direct = _names(term.stem, scene.sentence) if name else wording(scene.sentence).holds(term.stem)
    if direct >= MATCHED:
        return direct * IN_SENTENCE
    if not name:
        return max(
            direct,
            wording(scene.heading).holds(term.stem) * IN_HEADING,
            wording(scene.lead).holds(term.stem) * IN_LEAD,
            wording(scene.title).holds(term.stem) * IN_TITLE / 2,
        )
    if names_a_sibling(term, scene.sentence):
        return ANOTHER_SUBJECT
    for text, worth in (
        (scene.sentence, IN_SENTENCE),
        (scene.lead, IN_LEAD),
        (scene.topic, IN_LEAD),
        (scene.heading, IN_HEADING),
        (scene.title, IN_TITLE),
    ):
        if _names(term.stem, text):
            return worth
        # Only where each of its clauses names another; "the company" of a first clause is not the rival of a second.
        if text and all(_speaks_of_any(text[start:end], scene.subjects - asked) for start, end in clauses(text)):
            return ANOTHER_SUBJECT
    return 0.0


def _speaks_of_any(clause: str, subjects: frozenset[str]) -> bool:
    """Whether a clause names one of the subjects as more than what something is held against."""
    return any(not _only_held_against(clause, stem, -1) for stem in wording(clause).stems & subjects)


def _names(stem: str, text: str) -> float:
    """1 where a text has a name, if in another form ("German"); no synonym is one: an orchestra is not the Ensemble."""
    held = wording(text).holds(stem)
    return held if held >= lexicon.SAME_ROOT else 0.0


_NUMBERED = re.compile(r"(?P<letters>[A-Z][A-Za-z]*)-?\d+")


def names_a_sibling(term: Term, sentence: str) -> bool:
    """Say whether a sentence names the V2 and not the V3, which is the term: it is not about the V3."""
    if term.text in sentence:
        return False
    numbered = _NUMBERED.fullmatch(term.text)
    return numbered is not None and any(
        found["letters"] == numbered["letters"] for found in re.finditer(rf"\b{_NUMBERED.pattern}\b", sentence)
    )


def weights(
    asked: Sequence[Term], vocabulary: Mapping[str, int], *, passages: int, names: frozenset[str]
) -> dict[str, float]:
    """The worth of each term: rarer in the corpus is worth more, a word unknown to it most; a name half as much again."""
    made = {}
    for term in asked:
        frequency = vocabulary.get(term.lower, 0)
        rarity = math.log(1 + passages / (1 + frequency)) / math.log(2 + passages)
        made[term.stem] = (0.35 + rarity) * (1.5 if term.stem in names else 1.0)
    return made


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses that stand side by side in a sentence, in order and without gaps but for their joints.

    >>> text = "The first grew; two shrank, while three slept."
    >>> [text[a:b] for a, b in clauses(text)]
    ['The first grew', 'two shrank, while three slept.']
    """
    return list(_clauses(text))


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    spans, start = [], 0
    for joint in list(_CLAUSE.finditer(text))[:MAX_CLAUSE_SPLITS]:
        if joint.start() - start > 12:  # shorter is an aside, not a clause with a subject of its own
            spans.append((start, joint.start()))
            start = joint.end()
    spans.append((start, len(text)))
    return tuple(spans)


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
    return list(_printed_names(text))


@lru_cache(maxsize=4096)
def _printed_names(text: str) -> tuple[Token, ...]:
    found = []
    made = wording(text).tokens
    for number, token in enumerate(made):
        if token.text == token.text.lower() or is_function_word(token.lower):
            continue
        opening = number == 0 or re.search(r"[.!?:\"“'‘(]\s*$", text[max(0, token.start - 3) : token.start])
        inner = any(c.isupper() for c in token.text[1:])
        if not opening or inner or (number + 1 < len(made) and _joined(text, token, made[number + 1])):
            found.append(token)
    return tuple(found)


def _joined(text: str, token: Token, following: Token) -> bool:
    """Two capitalised words side by side are a name even at the start of a sentence."""
    return following.text[0].isupper() and text[token.end : following.start] in (" ", "-")


def names_among(asked: Sequence[Term], texts: Sequence[str], subjects: frozenset[str] = frozenset()) -> frozenset[str]:
    """The terms that are names: mostly capitalised in the texts, or strange to them and capitalised in the question.

    So are those of the articles' `subjects` (stems) that the texts never print small: a name may open every sentence
    that it stands in. An abbreviation that the texts never print is no name: they may well spell it out.
    """
    capital, plain = cases(texts)
    return frozenset(
        term.stem
        for term in asked
        if (capital[term.stem] > plain[term.stem] and (term.capitalised or not _ordinary(term.stem)))
        or (term.capitalised and not plain[term.stem] and not _ordinary(term.stem) and not _abbreviation(term))
        or (term.stem in subjects and not plain[term.stem] and not _ordinary(term.stem))
    )


def cases(texts: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Count for each stem how often it is printed as a name, and how often in lower case."""
    capital: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for text in texts:
        named = {token.start for token in printed_names(text)}
        for token in wording(text).tokens:
            if token.start in named:
                capital[token.stem] += 1
            elif token.text == token.text.lower():
                plain[token.stem] += 1
    return capital, plain


def _ordinary(stem: str) -> bool:
    """A word of the language: "university" is no name, however often it stands in one."""
    if lexicon.is_country(stem):
        return False
    return bool(lexicon.related(stem) or lexicon.asked_kind(stem) or lexicon.opposites(stem))


def _abbreviation(term: Term) -> bool:
    return term.text.isupper() and term.text.isalpha()


def owner(text: str, start: int, end: int, subjects: frozenset[str]) -> str | None:
    """The stem of the subject that a figure belongs to: the one that "for", "at" or "of" adds, else the last before it.

    A name that is only held against another ("unlike Orvella", "than Talgo") owns nothing. None where the text
    names no subject before the figure or right after it.

    >>> text = "Orvella serves 142 routes, against 61 for Talgo."
    >>> [owner(text, text.index(n), text.index(n) + len(n), frozenset({"orvella", "talgo"})) for n in ("142", "61")]
    ['orvella', 'talgo']
    """
    added = added_owner(text, end, subjects)
    if added is not None:
        return added
    for token in reversed(wording(text).tokens):
        against = is_against(text, token.start) or is_aside(text, token, start)
        if token.end <= start and token.stem in subjects and not against:
            return token.stem
    return None


def places(text: str) -> frozenset[str]:
    """The stems of the names that only say where: behind "in", "near", "outside" or "on the" wherever they stand.

    What brackets explain ("on the Bero Exchange (BRX)") is more than that.

    >>> sorted(places("Orvella rose in New Talgo and on the Bero Exchange, as Talgo did."))
    ['bero', 'exchang', 'new']
    """
    where: set[str] = set()
    elsewhere: set[str] = set()
    for token in printed_names(text):
        alone = _IN_PLACE.search(text[: token.start]) and not _EXPLAINED.match(text, token.end)
        (where if alone else elsewhere).add(token.stem)
    return frozenset(where - elsewhere)


def of_one_name(text: str, stem: str, names: frozenset[str]) -> bool:
    """Say whether a word stands in a text right beside one of the names, as a part of it: "Orvella Rail".

    >>> of_one_name("Orvella Rail was founded first.", "rail", frozenset({"orvella"}))
    True
    """
    made = wording(text).tokens
    return any(
        {one.stem, other.stem} >= {stem} and (one.stem in names or other.stem in names) and other.start == one.end + 1
        for one, other in pairwise(made)
        if one.text[0].isupper() and other.text[0].isupper()
    )


def added_owner(text: str, end: int, subjects: frozenset[str]) -> str | None:
    """Give the stem of the subject that "for", "at" or "of" adds right behind a figure, None where none does."""
    added = _ADDED.match(text, end)
    if added is None:
        return None
    name = next((token for token in tokens(text[added.end() : added.end() + 40]) if token.text[0].isupper()), None)
    if name is None or name.start > MOST_ARTICLE_CHARACTERS or name.stem not in subjects:
        return None
    return name.stem


def speaks_of(text: str, at: int, names: frozenset[str], subjects: frozenset[str]) -> bool:
    """Say whether the words at an offset may be about one of the names.

    They are not where their clause, or the last one before it to name a subject at all, names only others, or the
    names only as what something is held against.

    >>> speaks_of("Talgo has 90 points, nine ahead of Orvella.", 10, frozenset({"orvella"}), frozenset({"talgo"}))
    False
    """
    others = subjects - names
    for start, end in reversed([span for span in clauses(text) if span[0] <= at]):
        stems = wording(text[start:end]).stems
        against = {stem for stem in stems & names if _only_held_against(text[start:end], stem, at - start)}
        if (stems & names) - against:
            return True
        if any(not _only_held_against(text[start:end], stem, at - start) for stem in stems & others) or (
            against and any(t.start < at - start for t in printed_names(text[start:end]))
        ):
            return False
    return True


def is_aside(text: str, name: Token, at: int) -> bool:
    """Say whether a name only owns a figure that another is held against, and not what stands at an offset.

    >>> text = "It brews 9,000 barrels a year, against 160,000 at Talgo, and has 14 staff."
    >>> name = next(token for token in wording(text).tokens if token.text == "Talgo")
    >>> [is_aside(text, name, text.index(figure)) for figure in ("9,000", "160,000", "14")]
    [True, False, True]
    """
    found = _HELD_AGAINST.search(text[: name.start])
    return found is not None and not found.start() <= at <= name.start


def is_against(text: str, at: int) -> bool:
    """Say whether the name at an offset is only what something else is held against: "more than Talgo"."""
    return _AGAINST.search(text[max(0, at - AGAINST_CHARACTERS) : at]) is not None


def _only_held_against(clause: str, stem: str, at: int) -> bool:
    """A name stands only as what the words at an offset are held against: "90, nine ahead of Talgo"."""
    return all(
        (token.start > at and is_against(clause, token.start)) or is_aside(clause, token, at)
        for token in wording(clause).tokens
        if token.stem == stem
    )
