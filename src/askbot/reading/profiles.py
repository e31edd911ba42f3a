"""Profiles: what an article is about, told by its title, headings and whose money and people it speaks of."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from askbot import lexicon
from askbot.holders import holder
from askbot.lexicon import Kind
from askbot.matching import cases, wording
from askbot.quantities import find
from askbot.types import Document, Library
from askbot.units import CURRENCY_CODES
from askbot.words import is_function_word, stem

# Printed with a capital wherever they stand, and never what an article is about.
NO_SUBJECTS = frozenset(
    stem(word.lower()) for word in (*calendar.month_name, *calendar.day_name, *CURRENCY_CODES) if word
)
LONGEST_SMALL_WORD = 4  # "from", "with": small in title case too
MOST_MAIN_TOKENS = 4  # the two may be named by two words each
OFTEN_NAMED = 4  # passages of a short article that name a subject of it
# "says Reyes": a company may say something too, but not in quotation marks.
_SPEAKER = re.compile(
    r"[”\"’']\s+(?:says?|said|adds?|added|asks?|asked|jokes?|joked)\s+(?:(?:(?-i:[A-Z])[\w.-]+)\s+)*((?-i:[A-Z])[\w-]+)"
)
# Whoever has revenues, debts or employees of its own is spoken of, however seldom: "Orlin's net loss", "Orlin employs 300".
_POSSESSOR = re.compile(r"(?P<name>(?<![\w&-])[A-Z][\w&-]*)['’]s? (?P<thing>(?:[a-z]+ ){0,2}[a-z]+)")
_EARNER = re.compile(
    r"^(?:The )?(?P<name>[A-Z][\w&-]*)(?: [A-Z][\w&-]*){0,2} (?:employ(?:s|ed)|earn(?:s|ed)|posted|reported|generat(?:es|ed)|turned over"
    r"|(?:had|has|made|makes|took in) (?:an? )?(?:[a-z]+ ){0,2}(?:revenues?|sales|turnover|profits?|loss(?:es)?|cash|debts?|staff|employees)\b"
    r"|(?:increas|rais|lift|doubl|tripl|boost|expand|reduc|improv|report|widen|narrow|halv)ed (?:its|their) (?:[a-z]+ ){0,2}?(?:revenues?|sales|turnover|profits?|loss(?:es)?|earnings|income|debts?|workforce|output))"
)
# Who does something with a figure at the head of a sentence, again and again: "Brackport handled 9 million tonnes".
_ACTOR = re.compile(
    r"^(?:The )?(?P<name>[A-Z][\w&-]*)(?: [A-Z][\w&-]*){0,2} (?!(?:and|or|of|in|at|on|for|from|to|with|by|as|but|that|which|who|where)\b)[a-z]+\b"
)
_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Sir|[Ff]ounder|[Cc]hair(?:wo)?man|[Cc]hief executive|[Mm]ayor)\.?,? (?:[A-Z][\w-]+ )?([A-Z][\w-]+)"
)
LEAST_ACTS = 2  # sentences that begin with a name of the article's make a subject of it
# "Orlin manages with less. It has 24 boats": whoever the next sentence goes on about.
_GOES_ON = re.compile(r"Its? ")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an article is about and when: the stems of its own subjects' names, and the year it speaks from."""

    subjects: frozenset[str]
    main: tuple[str, ...]  # the two names printed most often, as printed: what "the two" means
    dated: str | None
    people: frozenset[str] = frozenset()  # of the subjects, those that speak: theirs are no revenues

    def owning(self, asked: frozenset[str]) -> frozenset[str]:
        """Return the subjects that may own a figure: people only where they are asked about."""
        return self.subjects - (self.people - asked)


@lru_cache(maxsize=256)  # it reads the whole article, and an article of an index never changes
def profile(document: Document, library: Library) -> Profile:
    """Tell an article's subjects (named in its title or headings, failing that again and again) and its date.

    Without a date of its own it speaks from the year that it prints most often.
    """
    passages = library.passages(document.id)
    capital, plain = cases([passage.text for passage in passages] + _as_sentences(document.title))
    heads = wording(" \n ".join({document.title, *(passage.heading for passage in passages)})).stems
    often = max(OFTEN_NAMED, len(passages) // 20)
    known = {stem for stem, n in capital.items() if n > plain[stem]} - NO_SUBJECTS
    capitals = [
        token
        for passage in passages
        for token in {one.text: one for one in wording(passage.text).tokens if one.text[0].isupper()}.values()
    ]
    # What is a name within a sentence is one at the head of it too.
    total = Counter(token.stem for token in capitals if token.stem in known)
    named = known & heads or {stem for stem in known if total[stem] >= often}
    texts = [passage.text for passage in passages]
    # One that the title names beside another may open every sentence that it stands in.
    title = wording(document.title).stems
    rivals = {one for one in title if known & title and not plain[one] and not is_function_word(one)}
    acting = {one for one in _actors(texts) if total[one] >= often or one in rivals}
    named |= (_owners(texts, plain) | acting) - NO_SUBJECTS
    years = Counter(year for passage in passages for year in _YEAR.findall(passage.text))
    year = max(years, key=lambda year: (years[year], year), default=None)
    people = {stem(found) for passage in passages for found in _SPEAKER.findall(passage.text)} & named
    spelt = Counter(token.text for token in capitals if token.stem in named - people)
    printed = dict.fromkeys(_in_full(name, document.text) for name, _ in spelt.most_common(MOST_MAIN_TOKENS))
    main: list[str] = []
    for one in printed:
        if not any(one in other or other in one for other in main):
            main.append(one)
    return Profile(
        frozenset(named), tuple(main[:2]), document.published or (f"{year}-12-31" if year else None), frozenset(people)
    )


def _owners(texts: Sequence[str], plain: Mapping[str, int]) -> frozenset[str]:
    """The names whose money or people a text speaks of, by the grammar of possession, as stems."""
    found = [one["name"] for text in texts for one in _POSSESSOR.finditer(text) if _owned(one["thing"])]
    found += [one["name"] for text in texts if (one := _EARNER.match(text))]
    told = ((holder(text), after) for text, after in pairwise(texts))
    found += [name.split()[0] for name, after in told if name and _GOES_ON.match(after) and find(after)]
    return frozenset(
        name for name in (stem(one.lower()) for one in found) if not plain.get(name) and not is_function_word(name)
    )


def _actors(texts: Sequence[str]) -> frozenset[str]:
    """The names, of nobody who speaks, that sentences with figures begin with, as stems."""
    acts = Counter(one["name"] for text in texts if (one := _ACTOR.match(text)) and find(text))
    people = {found for text in texts for found in (*_SPEAKER.findall(text), *_PERSON.findall(text))}
    return frozenset(stem(name.lower()) for name, times in acts.items() if times >= LEAST_ACTS and name not in people)


def _owned(thing: str) -> bool:
    return any(lexicon.asked_kind(stem(word)) in (Kind.MONEY, Kind.COUNT) for word in thing.split())


def _in_full(name: str, text: str) -> str:
    """The longer name that one is always printed in: "Orlin" of "Orlin Rail"."""
    found = re.findall(rf"(?:[A-Z][\w-]+ )?(?<!\w){re.escape(name)}(?!\w)(?: (?:& )?[A-Z][\w-]+)*", text)
    return found[0] if len(set(found)) == 1 else name


def _as_sentences(title: str) -> list[str]:
    """The title, where it is written like a sentence: Its Capitals Tell Nothing in Title Case."""
    return [title] if any(word.islower() and len(word) > LONGEST_SMALL_WORD for word in title.split()) else []
