"""Summaries: a lead sentence and the most central ones of the sections concerned, in the article's order, each cited."""

from __future__ import annotations

import calendar
import math
import re
from collections import Counter
from collections.abc import Sequence

from askbot.matching import printed_names, wording
from askbot.question import Term
from askbot.reading.findings import Finding
from askbot.reading.profiles import profile
from askbot.types import Claim, Document, Library, Passage
from askbot.words import is_function_word, tokens

MOST_SENTENCES = 5
MOST_WORDS = 130  # a summary that takes longer to read is a section
LEAST_WORDS, LONGEST_WORDS = 8, 60  # shorter is a caption or a byline, longer would be the whole summary
LEADING = 4  # the lead is the most telling of the first sentences: the very first often only sets the scene
# What a sentence is worth beside how much it shares with all others (1 for the one that shares most).
OF_TITLE, OF_SUBJECTS, OPENS_PARAGRAPH, AMONG_FIRST = 0.6, 0.4, 0.35, 0.6
GOING_ON = 0.8  # taken off for a sentence that only goes on from the one before
ALIKE = 0.8  # taken off for each that is picked, by their cosine
APART = 0.25  # ... for standing next to one that is picked
MOSTLY = 0.5  # of the topic's words
MOST_PASSAGES = 400  # of one article; centrality compares each with each
# What points to another page tells nothing of this one.
_ELSEWHERE = re.compile(
    r"\W*(?:for (?:more|further|details)|see (?:also|our)|read (?:more|also|our)|(?:click|follow|subscribe|sign up|download|listen)\b|related:|photo:|image:|source:|credit:|disclaimer)",
    re.IGNORECASE,
)
# What speaks of the sentence before it is no sentence of a summary.
_GOES_ON = re.compile(
    r"\W*(?:it|its|he|she|they|their|his|her|this|that|these|those|such|there|then|here|but|and|or|yet|so|nor|however|also"
    r"|instead|still|thus|hence|meanwhile|moreover|furthermore|besides|otherwise|afterwards|later|another|others|another one"
    r"|since then|until (?:then|now)|(?:by|in) contrast|in comparison|on the (?:other hand|contrary)|for (?:example|instance)"
    r"|as a result|in addition|in return|an? (?:year|month|week|decade|day) (?:earlier|later|before)|if so|the (?:former|latter|rest)"
    r"|neither|either|one of (?:them|these|those)|some of (?:them|these|those)|most of (?:them|these|those))\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|its|he|she|they|their|his|her|them|him|by contrast|in turn|too)\b", re.IGNORECASE)
POINTING = 40  # characters at a sentence's head in which "it" is somebody named before
_DATES = frozenset((*calendar.month_name, *calendar.day_name))
_SPOKEN = re.compile(r"^\W*[\"“„«‘]|[\"”»] (?:he|she|it|[A-Z]\w+) (?:said|says|adds?|added)\b|\?\W*$")
# What an article says of itself or of its use.
_NOTICE = re.compile(
    r"\b(?:investment advice|for (?:reference|information(?:al)?) (?:purposes )?only|reference purposes|does not constitute"
    r"|all rights reserved|views expressed|this (?:article|content|newsletter)|newsletter|terms of use|copyright|contact us|any questions or)\b",
    re.IGNORECASE,
)
ENDING = frozenset({"conclus"})  # also the name of a section
FRAME = frozenset(
    [
        "summar",
        "summari",
        "overview",
        "gist",
        "recap",
        "main",
        "key",
        "point",
        "takeaway",
        "central",
        "theme",
        "topic",
        "idea",
        "messag",
        "articl",
        "piec",
        "stori",
        "text",
        "report",
        "describ",
        "outlin",
        "brief",
        "short",
        "sum",
        "about",
        "overal",
        "paragraph",
        "sentenc",
        "content",
        "high",
        "level",
        "rundown",
        "synopsi",
        "find",
        "major",
        "situat",
        "conclus",
        "conclud",
        "author",
        "draw",
        "posit",
        "side",
        "aspect",
        "detail",
        "nutshel",
        "tl",
        "dr",
        "tldr",
        "featur",
        "give",
        "pleas",
        "part",
        "section",
        "bit",
        "quick",
        "word",
        "sentenc",
        "line",
        "read",
        "news",
        "document",
        "whole",
        "walk",
        "tell",
    ]
)


OPENING = 45  # characters in which a sentence names whom it is about


def read(asked: Sequence[Term], documents: Sequence[Document], library: Library) -> Finding | None:
    """Summarise the documents, or what they say on the question's topic; None where they don't speak of it."""
    topic = [term for term in asked if term.stem not in FRAME or term.stem in ENDING]
    chosen: list[tuple[Document, Passage]] = []
    for document in documents:
        passages = library.passages(document.id)[:MOST_PASSAGES]
        about = _on_topic(topic, passages, document) if topic else passages
        share = MOST_WORDS // max(len(documents), 1)
        main = profile(document, library).main
        chosen.extend((document, passage) for passage in _telling(about, document, main, share=share))
    if not chosen:
        return None
    claims = [
        Claim(" ".join(passage.text.split()), (document.cite(passage),))
        for document, passage in chosen[:MOST_SENTENCES]
    ]
    return Finding(tuple(claims))


def _on_topic(topic: Sequence[Term], passages: Sequence[Passage], document: Document) -> list[Passage]:
    """The sections whose heading holds most of the topic's words, else the sentences that hold them, best first.

    A name in the title is what every sentence is about, so it asks for nothing in particular.
    """
    if topic and all(term.capitalised for term in topic):
        return _opening_with(topic, passages)
    title = wording(document.title)
    asked = [term for term in topic if not title.holds(term.stem)] or list(topic)
    heads = {p.heading for p in passages if p.heading != document.title}

    def share(text: str) -> float:
        return sum(wording(text).holds(term.stem) for term in asked) / len(asked)

    best = max((share(head) for head in heads), default=0.0)
    if best >= MOSTLY:
        top = {head for head in heads if share(head) == best}
        return [p for p in passages if p.heading in top]
    return [p for p in passages if share(f"{p.heading if p.heading != document.title else ''} {p.text}") >= MOSTLY]


def _opening_with(names: Sequence[Term], passages: Sequence[Passage]) -> list[Passage]:
    """The sentences that begin with somebody, where there are several, else all that name them."""
    held = [p for p in passages if all(wording(p.text).holds(name.stem) for name in names)]
    opening = [p for p in held if all(wording(p.text[:OPENING]).holds(name.stem) for name in names)]
    return opening if len(opening) > 1 else held


def _telling(passages: Sequence[Passage], document: Document, main: Sequence[str], *, share: int) -> list[Passage]:
    """The lead sentence and the most telling ones, at most one a section until each has one, within `share` words.

    Telling is what is central, shares words with the title, names whom the article is about and opens a paragraph;
    what only goes on from the sentence before tells little.
    """
    fit = [p for p in passages if LEAST_WORDS <= len(p.text.split()) <= LONGEST_WORDS]
    fit = [p for p in fit if not _ELSEWHERE.match(p.text) and not _NOTICE.search(p.text)]
    if not fit:
        return list(passages[:1])
    vectors = _vectors(fit)
    central = _centrality(vectors)
    most = max(central) or 1.0
    worth = [c / most + _marked(p, document, main, at=i) for i, (c, p) in enumerate(zip(central, fit, strict=True))]
    order = [max(range(min(LEADING, len(fit))), key=lambda i: worth[i])]
    words = len(fit[order[0]].text.split())
    sections = {p.heading for p in fit}
    while len(order) < MOST_SENTENCES:
        covered = {fit[i].heading for i in order}
        left = [
            i
            for i, p in enumerate(fit)
            if i not in order
            and words + len(p.text.split()) <= share
            and (covered >= sections or p.heading not in covered)
        ]
        if not left and covered < sections:
            sections = covered  # what is left of the others is too long
            continue
        if not left:
            break
        order.append(max(left, key=lambda i: worth[i] - _repeats(i, order, vectors)))
        words += len(fit[order[-1]].text.split())
    return [fit[i] for i in sorted(order)]


def stands_alone(text: str) -> bool:
    """Say whether a sentence can be read without the one before it, and is said by the article itself.

    >>> [stands_alone(t) for t in ("Arn sold its mill.", "It sold a mill.", "In May its board met.", "But Arn sold.")]
    [True, False, False, False]
    """
    if _GOES_ON.match(text) or _SPOKEN.search(text):
        return False
    opening = next(iter(tokens(text)), None)
    points = _POINTS.search(text, 0, POINTING)
    if points is None or (opening is not None and not is_function_word(opening.lower)):
        return True
    named = (token for token in printed_names(text) if token.text not in _DATES)
    return next((token.start for token in named), len(text)) < points.start()


def _marked(passage: Passage, document: Document, main: Sequence[str], *, at: int) -> float:
    """What marks a sentence as telling besides its words: the title's, the article's subjects, where it stands."""
    said = wording(passage.text)
    title = [t.stem for t in tokens(document.title) if not is_function_word(t.lower)]
    held = sum(said.holds(one) for one in title) / len(title) if title else 0.0
    named = sum(name in passage.text for name in main) / len(main) if main else 0.0
    opens = not document.text[: passage.start].rstrip(" \t").rpartition("\n")[2]
    first = AMONG_FIRST * (1 - at / LEADING) if at < LEADING else 0.0
    marks = OF_TITLE * held + OF_SUBJECTS * named + OPENS_PARAGRAPH * opens + first
    return marks if stands_alone(passage.text) else marks - GOING_ON


def _repeats(one: int, picked: Sequence[int], vectors: Sequence[dict[str, float]]) -> float:
    """What is taken off a sentence for being like those that are picked, or right beside one."""
    alike = max(sum(v * vectors[other].get(s, 0.0) for s, v in vectors[one].items()) for other in picked)
    return ALIKE * alike + (APART if any(abs(one - other) == 1 for other in picked) else 0.0)


def _vectors(passages: Sequence[Passage]) -> list[dict[str, float]]:
    """Each passage's tf-idf vector, of length 1."""
    bags = [Counter(t.stem for t in tokens(p.text) if not is_function_word(t.lower)) for p in passages]
    frequency = Counter(stem for bag in bags for stem in bag)
    vectors = [{s: n * math.log(1 + len(bags) / frequency[s]) for s, n in bag.items()} for bag in bags]
    norms = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    return [{s: v / norm for s, v in vector.items()} for vector, norm in zip(vectors, norms, strict=True)]


def _centrality(vectors: Sequence[dict[str, float]]) -> list[float]:
    """How much each passage shares with all others, as the mean cosine of their vectors (LexRank's degree)."""
    total: dict[str, float] = {}
    for vector in vectors:
        for s, v in vector.items():
            total[s] = total.get(s, 0.0) + v
    return [sum(v * total[s] for s, v in vector.items()) / len(vectors) for vector in vectors]
