"""Summaries: a lead sentence and the most central ones of the sections concerned, in the article's order, each cited."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from askbot.matching import wording
from askbot.question import Term
from askbot.reading.evidence import Library
from askbot.reading.findings import Finding
from askbot.types import Claim, Document, Passage
from askbot.words import is_function_word, tokens

MOST_SENTENCES = 5
MOST_WORDS = 130  # a summary that takes longer to read is a section
LEAST_WORDS, LONGEST_WORDS = 8, 75  # shorter is a caption or a byline, longer would be the whole summary
LEADING = 3  # the lead is the most central of the first sentences: the very first often only sets the scene
MOSTLY = 0.5  # of the topic's words
MOST_PASSAGES = 400  # of one article; centrality compares each with each
# What points to another page tells nothing of this one.
_ELSEWHERE = re.compile(
    r"\W*(?:for (?:more|further|details)|see (?:also|our)|read (?:more|also|our)|(?:click|follow|subscribe|sign up|download|listen)\b|related:|photo:|image:|source:|credit:|disclaimer)",
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


def read(asked: Sequence[Term], documents: Sequence[Document], library: Library) -> Finding | None:
    """Summarise the documents, or what they say on the question's topic; None where they don't speak of it."""
    topic = [term for term in asked if term.stem not in FRAME or term.stem in ENDING]
    chosen: list[tuple[Document, Passage]] = []
    for document in documents:
        passages = library.passages(document.id)[:MOST_PASSAGES]
        about = _on_topic(topic, passages, document) if topic else passages
        chosen.extend((document, passage) for passage in _central(about, share=MOST_WORDS // max(len(documents), 1)))
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


def _central(passages: Sequence[Passage], *, share: int) -> list[Passage]:
    """The lead sentence and the most central ones, at most one a section until each has one, within `share` words."""
    fit = [p for p in passages if LEAST_WORDS <= len(p.text.split()) <= LONGEST_WORDS and not _ELSEWHERE.match(p.text)]
    if not fit:
        return list(passages[:1])
    worth = [central / math.sqrt(len(p.text.split())) for central, p in zip(_centrality(fit), fit, strict=True)]
    lead = max(range(min(LEADING, len(fit))), key=lambda i: worth[i])
    order = [lead, *sorted((i for i in range(len(fit)) if i != lead), key=lambda i: -worth[i])]
    picked: list[int] = []
    words = 0
    for fresh in (True, False):  # first a sentence of each section, then what is left
        for i in order:
            length = len(fit[i].text.split())
            seen = any(fit[j].heading == fit[i].heading for j in picked)
            if i in picked or (fresh and seen) or len(picked) == MOST_SENTENCES or (picked and words + length > share):
                continue
            picked.append(i)
            words += length
    return [fit[i] for i in sorted(picked)]


def _centrality(passages: Sequence[Passage]) -> list[float]:
    """How much each passage shares with all others, as the mean cosine of their tf-idf vectors (LexRank's degree)."""
    bags = [Counter(t.stem for t in tokens(p.text) if not is_function_word(t.lower)) for p in passages]
    frequency = Counter(stem for bag in bags for stem in bag)
    vectors = [{s: n * math.log(1 + len(bags) / frequency[s]) for s, n in bag.items()} for bag in bags]
    norms = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    total: Counter[str] = Counter()
    for vector, norm in zip(vectors, norms, strict=True):
        for s, v in vector.items():
            total[s] += v / norm  # type: ignore[assignment]
    return [
        sum(v / norm * total[s] for s, v in vector.items()) / len(bags)
        for vector, norm in zip(vectors, norms, strict=True)
    ]
