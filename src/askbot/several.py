"""Questions about the articles themselves: which of them mention something, and what changed from one to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from askbot.matching import wording
from askbot.precision import meant
from askbot.quantities import find
from askbot.question import terms
from askbot.reading.profiles import profile
from askbot.selection import told
from askbot.types import Answer, Claim, Document, Library, Passage, Quantity, Refusal, RefusalReason
from askbot.words import is_function_word, tokens

# Every article is looked through, so that none is forgotten; more take longer than a question may, and that is said.
MOST_ARTICLES = 2_000
MOST_SHOWN = 8
MOST_CHANGES = 6
# Of the words of two sentences, for them to say the same thing with another figure.
LEAST_SHARED = 0.5

# Answers a question out of the articles with these ids.
Ask = Callable[[str, Sequence[str]], Answer]

_ARTICLES = r"(?:articles?|pieces?|documents?|stor(?:y|ies)|reports?|filings?|papers?)"
_MENTIONS = (
    r"(?:mention|discuss|talk about|cover|refer to|deal with|describe|report on|report|write about|speak of"
    r"|say (?:something|anything) about|about|mentioning|covering|discussing)(?:s|es)?"
)
_MENTION = re.compile(
    r"^\s*(?:which|what|how many|in which|list (?:all |the )?|show (?:me )?(?:all |the )?)\s*(?:of\s+)?"
    rf"(?:the\s+|these\s+|those\s+|our\s+)?{_ARTICLES}\s+(?:do\s+|does\s+|that\s+|which\s+|is\s+|are\s+)*"
    rf"{_MENTIONS}\s+(?P<what>.+?)\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_CHANGES = r"(?:changes?|changed|differs?|different|differences?|new|updated?)"
_CHANGED = re.compile(
    r"^\s*(?:what(?:'s|’s| has| have| is| was)?|how (?:has|have|did)|which figures(?: have)?)\b.*?"
    rf"\b{_CHANGES}\b.*?\b(?:between|from|since|in)\b.*?\b{_ARTICLES}\b.*$"
    rf"|^\s*(?:what|which) {_CHANGES} .*\b{_ARTICLES}\b.*$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^\s*(?:please\s+)?compare\s+(?:the\s+)?(?P<what>[\w -]+?)\s+(?:of|for|at|between)\s+(?:the\s+)?(?P<one>.+?)\s+"
    r"(?:and|with|to|against|versus|vs\.?)\s+(?:that of\s+)?(?:the\s+)?(?P<other>.+?)\s*[?.!]*\s*$",
    re.IGNORECASE,
)
# Where a sentence goes on with something else.
_JOINT = re.compile(r",\s+|;\s+|\s—\s|\s(?=(?:because|while|although|after|when|which|who)\b)")
_ABOUT = re.compile(rf"\b(?:about|on|for|of)\s+(?P<what>(?:(?!{_ARTICLES}\b).)+?)\s*[?.!]*\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Change:
    """One statement of two articles that gives another figure: the older sentence and the newer, and their likeness."""

    older: tuple[Document, Passage]
    newer: tuple[Document, Passage]
    shared: float


def read(text: str, library: Library, *, documents: Sequence[str], most: int = MOST_ARTICLES) -> Answer | None:
    """Answer a question about the articles themselves, out of `documents` (ids) or all; None for any other question.

    At most so many articles are looked through; an answer that depends on it says so.
    """
    total = len(documents or library.documents())
    if total < 2:
        return None  # the one article is what every question is about
    mention = _MENTION.match(text)
    if mention is not None:
        return _mentioned(text, mention["what"], _articles(library, documents, most), library, total=total)
    if _CHANGED.match(text):
        about = _ABOUT.search(text)
        return _changed(text, about["what"] if about else "", _articles(library, documents, most), library)
    return None


def _articles(library: Library, documents: Sequence[str], most: int = MOST_ARTICLES) -> list[Document]:
    if documents:
        return [library.document(document_id) for document_id in documents[:most]]
    return list(islice(library.documents(), most))


def _mentioned(text: str, what: str, articles: Sequence[Document], library: Library, *, total: int) -> Answer:
    looked = f"the first {len(articles):,} of {total:,}" if len(articles) < total else f"{total:,}"
    wanted = [term.stem for term in terms(what)] or [t.stem for t in tokens(what) if not is_function_word(t.lower)]
    found = [(one, passage) for one in articles if (passage := _mention(one, what, wanted, library)) is not None]
    if not found:
        none = "No article mentions" if len(articles) == total else f"None of {looked} articles mentions"
        missing = Refusal(RefusalReason.NO_EVIDENCE, f"{none} {_quoted(what)}.")
        return Answer(text, text, refusal=missing)
    shown = found[:MOST_SHOWN]
    claims = tuple(Claim(" ".join(passage.text.split()), (one.cite(passage),)) for one, passage in shown)
    count = f"{len(found):,} of {looked} articles"
    more = "" if len(found) == len(shown) else f"; {len(found) - len(shown)} more are not shown"
    titles = "; ".join(f"{one.title} ({told(one)})" if one.source != one.path else told(one) for one, _ in shown)
    return Answer(text, text, claims=claims, notes=(f"{count}: {titles}{more}.",))


def _mention(article: Document, what: str, wanted: Sequence[str], library: Library) -> Passage | None:
    """The passage of an article that mentions something: in these words if it can be, else with all of them."""
    if not wanted:
        return None
    exact = _bare(what)
    best: Passage | None = None
    for passage in library.passages(article.id):
        if exact in _bare(passage.text):
            return passage
        if best is None:
            stems = wording(passage.text).stems
            if all(stem in stems for stem in wanted):
                best = passage
    return best


def _bare(text: str) -> str:
    """The words alone, with a space around each."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {words} "


def _quoted(what: str) -> str:
    return f"'{' '.join(what.split())[:80]}'"


def _changed(text: str, about: str, articles: Sequence[Document], library: Library) -> Answer:
    pair = _pair(text, about, articles)
    if pair is None:
        which = "Name two of them, as in: what changed between the pieces about …?"
        return Answer(
            text, text, refusal=Refusal(RefusalReason.UNSUPPORTED, f"There are {len(articles)} articles. {which}")
        )
    changes = sorted(_changes(*pair, library), key=lambda change: -change.shared)
    kept: list[_Change] = []
    for change in changes:
        if not any(one.older[1] == change.older[1] or one.newer[1] == change.newer[1] for one in kept):
            kept.append(change)
    if not kept:
        none = f"No figure stands in both articles with another value ({told(pair[0])}; {told(pair[1])})."
        return Answer(text, text, refusal=Refusal(RefusalReason.NO_EVIDENCE, none))
    kept = sorted(kept[:MOST_CHANGES], key=lambda change: change.newer[1].start)
    claims = tuple(
        Claim(" ".join(passage.text.split()), (document.cite(passage),))
        for change in kept
        for document, passage in (change.older, change.newer)
    )
    note = f"Each pair: first {told(pair[0])}, then {told(pair[1])}."
    return Answer(text, text, claims=claims, notes=(note,))


def _pair(text: str, about: str, articles: Sequence[Document]) -> tuple[Document, Document] | None:
    """The two articles that are meant, the older one first: the only two, the two named, or the two about something."""
    if len(articles) != 2:
        named = [one for one in articles if one.source != one.path and _bare(one.source) in _bare(text)]
        if len(named) != 2 and about:
            wanted = {term.stem for term in terms(about)}
            named = [one for one in articles if wanted and wanted <= wording(one.title).stems]
        articles = named
    if len(articles) != 2:
        return None
    older, newer = sorted(articles, key=lambda one: one.published or "")
    return older, newer


def _changes(older: Document, newer: Document, library: Library) -> Iterator[_Change]:
    """Sentences of the two that agree in what they are about and when, and differ in the figure."""
    names = frozenset(
        token.stem for one in (older, newer) for name in profile(one, library).main for token in tokens(name)
    )
    before = [(passage, _statements(passage, older, names)) for passage in library.passages(older.id)]
    for passage in library.passages(newer.id):
        for words, figures in _statements(passage, newer, names):
            for earlier, others in before:
                for own, known in others:
                    likeness = len(words & own) / max(1, min(len(words), len(own)))
                    pairs = [(one, other) for one in figures for other in known]
                    agree = any(one.unit == other.unit and one.value == other.value for one, other in pairs)
                    if likeness >= LEAST_SHARED and not agree and any(_rival(*pair) for pair in pairs):
                        yield _Change((older, earlier), (newer, passage), likeness)


def _rival(one: Quantity, other: Quantity) -> bool:
    same_time = one.period is None or other.period is None or one.period == other.period
    return one.unit == other.unit and same_time and not meant(one).meets(meant(other))


def _statements(
    passage: Passage, document: Document, names: frozenset[str]
) -> list[tuple[frozenset[str], list[Quantity]]]:
    """The parts of a sentence that hold figures: the stems that say of what, names aside, and the figures."""
    figures = find(passage.text, published=document.published)
    found = []
    start = 0
    for joint in (*_JOINT.finditer(passage.text), None):
        end = joint.start() if joint else len(passage.text)
        inside = [figure for figure in figures if start <= figure.start < end]
        if inside:
            words = frozenset(term.stem for term in terms(passage.text[start:end]) if not term.text[0].isdigit())
            found.append((words - names, inside))
        start = joint.end() if joint else end
    return found


# Two subjects of which each has an article of its own.


def compare(text: str, library: Library, *, documents: Sequence[str], ask: Ask) -> Answer | None:
    """Put one attribute of two subjects side by side, each read in the articles that its name titles; else None."""
    found = _COMPARE.match(text)
    if found is None or len(documents or library.documents()) < 2:
        return None
    articles = _articles(library, documents)
    parts: list[tuple[str, Answer]] = []
    for name in (found["one"], found["other"]):
        wanted = {term.stem for term in terms(name)}
        ids = [one.id for one in articles if wanted and wanted <= wording(one.title).stems]
        if not ids:
            capital = {term.stem for term in terms(name) if term.capitalised}
            ids = [one.id for one in articles if capital and capital <= wording(one.title).stems]
        answer = ask(f"What is the {found['what']} of {name}?", ids) if ids else None
        if answer is None or answer.short is None or not answer.claims:
            return None
        parts.append((name, answer))
    claims = tuple(claim for _, answer in parts for claim in answer.claims)
    return Answer(
        text,
        text,
        claims=claims,
        highlights=tuple(place for _, answer in parts for place in answer.highlights),
        notes=("; ".join(f"{name}: {answer.short}" for name, answer in parts) + ".",),
    )
