"""Evidence: hits with what stands around them, how far they bear out the question, and the reading model's spans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Protocol, TypeVar

from askbot import tables
from askbot.matching import Match, Scene, match, names_among, printed_names, weights, wording
from askbot.periods import Period, find_periods
from askbot.phrases import without_currency
from askbot.quantities import find
from askbot.question import Question, QuestionKind, Term
from askbot.reading.profiles import NO_SUBJECTS, Profile, profile
from askbot.reading.topics import is_aside, topic
from askbot.reading_model import Span, Verdict
from askbot.types import Citation, Document, Hit, Library, Passage, Quantity
from askbot.units import currency
from askbot.words import tokens

T = TypeVar("T")

FEW = 2  # articles, whose own words weigh a question's
FIRST_READ = 6  # hits that are read whatever words they share with the question
MOST_GATHERED = 12  # sentences that the model may read
_IN_ALL = re.compile(r",? (?:in all|all told|altogether)(?=\W*$)", re.IGNORECASE)
# Of those the model reads so many before each look whether that is enough: mostly the answer stands in one of the best
# two. Of the development questions none was answered by one beyond the best eight.
READ_AT_ONCE = (2, 2, 4)
READ_AHEAD = 2  # of the next look: what the best two left open the next two mostly leave open too
LEAD_SENTENCES = 2  # a pronoun points no further back than that
MAX_LEAD_CHARACTERS = 400
MOST_CHAINED = 6  # sentences that open with the same "she" or "it"
_PRONOUNS = {word: one for one in ("She Her", "He His", "It Its", "They Their") for word in one.split()}
_PRONOUN = re.compile(rf"(?:{'|'.join(_PRONOUNS)})\b")
POINTS_BACK = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|these|those|that|such|the (?:company|firm|group|club|team|project|agency|bank|startup|organi[sz]ation|institute|museum|operator|programme|program|same|two|latter|former))\b",
    re.IGNORECASE,
)

# "Each will hold two crews": of those that the sentence before speaks of.
_OF_THOSE = re.compile(
    r"(?:Each|Both|All|Neither|None|Most|Some) (?:will|would|can|could|may|must|should|has|have|had|is|are|was|were|takes?"
    r"|carr(?:y|ies|ied)|costs?|holds?|seats?|weighs?|runs?|employs?|of them|of these)\b"
)


class Spans(Protocol):
    """The reading model, seen from the reader."""

    def spans(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> list[list[Span]]:
        """Return each (lead, passage)'s answer spans, best first."""
        ...

    def prefetch(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> None:
        """Begin to read what `spans` may be asked for next."""
        ...

    def verdicts(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Return how far each (lead, passage) bears out a yes-or-no question; none where the model can't tell."""
        ...


@dataclass(frozen=True)
class Evidence:
    """One hit as the rooms see it."""

    hit: Hit
    scene: Scene
    match: Match
    spans: tuple[Span, ...]
    document: Document
    profile: Profile
    place: float = 0.0  # 1 for the first hit, 1/2 for the second
    # Read once more between its neighbours, where that was asked for; offsets as in `text`, or before and behind it.
    again: tuple[Span, ...] | None = None
    # What the rules found in the text, whatever the model points at; shared by what is made of this piece.
    found: dict[object, tuple[Question, Any]] = field(default_factory=dict, compare=False, repr=False)

    def once(self, asked: Question, key: object, find: Callable[[], T]) -> T:
        """Return what `find` finds in the text for a question; asked again, the same without looking again."""
        known = self.found.get(key)
        if known is None or known[0] is not asked:
            known = self.found[key] = (asked, find())
        value: T = known[1]
        return value

    @property
    def passage(self) -> Passage:
        """The hit's passage."""
        return self.hit.passage

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.hit.passage.text

    @cached_property
    def periods(self) -> list[Period]:
        """The passage's dates and periods."""
        return find_periods(self.text, published=self.profile.dated)

    def citation(self) -> Citation:
        """Quote the whole passage."""
        return self.document.cite(self.passage)

    def cited(self, figure: Quantity) -> Quantity:
        """Put a figure of the passage's text at its place in the document, cited; one that is cited stays as it is."""
        if figure.citation is not None:
            return figure
        citation = self.citation()
        return replace(figure, start=citation.start + figure.start, end=citation.start + figure.end, citation=citation)


@dataclass(frozen=True, slots=True)
class Thrift:
    """What need not be read: a sentence that can bear no answer anyway, and any once the answer is plain."""

    promise: Callable[[Survey, Evidence], float]  # what an unread sentence could come to; not worth reading below 0
    settled: Callable[[Survey], bool]  # whether what was read answers so plainly that no other would change it
    torn: Callable[[Survey], Sequence[Evidence]] = lambda _: ()  # what is worth a second reading once all was read


@dataclass(frozen=True, slots=True)
class Survey:
    """All evidence for a question, the best borne out first, with its names and the worth of its words.

    Rows of tables that hold several figures are no evidence by themselves and stand in `rows`, with all other rows.
    """

    asked: Question
    names: frozenset[str]
    weights: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    known: frozenset[str]  # the terms' stems that stand anywhere in the corpus's vocabulary
    rows: tuple[Evidence, ...] = ()

    @property
    def named(self) -> tuple[Term, ...]:
        """The question's names, in order."""
        return tuple(term for term in self.asked.terms if term.stem in self.names)


def among(passage: Passage, library: Library) -> tuple[list[Passage], int]:
    """Return the passages under the same heading, in order, and which of them this one is."""
    section = library.section(passage)
    return section, bisect_left(section, passage.start, key=lambda one: one.start)


def scene(passage: Passage, library: Library, *, title: str, subjects: frozenset[str]) -> Scene:
    """Put a sentence into its surroundings; the lead is given only to one that needs it."""
    section, at = among(passage, library)
    needs = (
        _OF_THOSE.match(passage.text)
        or POINTS_BACK.search(passage.text)
        or {t.stem for t in printed_names(passage.text)} <= NO_SUBJECTS
    )
    lead = _lead_of([one.text for one in section[: at + 1]]) if needs else ""
    heading = passage.heading if passage.heading != title else ""
    return Scene(
        passage.text, heading, lead, title, subjects, topic(passage.text, [one.text for one in section[:at]], subjects)
    )


def _lead_of(texts: Sequence[str]) -> str:
    """What a reader has just read before the last of the texts: two sentences, the first of them whom a "she" stands for.

    Where sentence upon sentence opens with the same "she", that is the one before them all.
    """
    *before, last = texts[-MOST_CHAINED - 1 :]
    pronoun = _PRONOUN.match(last)
    chained = 0
    while pronoun and chained < len(before) and _same_pronoun(before[-1 - chained], pronoun[0]):
        chained += 1
    if chained < LEAD_SENTENCES or chained == len(before):
        return " ".join(before[-LEAD_SENTENCES:])[-MAX_LEAD_CHARACTERS:]
    opener, rest = before[-1 - chained], before[-1]
    return f"{opener} {rest}"[-MAX_LEAD_CHARACTERS:]


def _same_pronoun(text: str, pronoun: str) -> bool:
    found = _PRONOUN.match(text)
    return found is not None and _PRONOUNS[found[0]] == _PRONOUNS[pronoun]


def _vocabulary(documents: Sequence[Document], library: Library) -> Mapping[str, int]:
    """The words that weigh a question's: those of the articles that its hits are from, where these are one or two of many."""
    if not 0 < len(documents) <= FEW < len(library.documents()):
        return library.vocabulary()
    found = [_printed(document, library) for document in documents]
    return found[0] if len(found) == 1 else sum(found, Counter())


@lru_cache(maxsize=256)
def _printed(document: Document, library: Library) -> Counter[str]:
    """Every word of an article, in lower case and as printed, with the number of its passages that hold it."""
    made: Counter[str] = Counter()
    for passage in library.passages(document.id):
        made.update(
            {form for token in tokens(f"{passage.text} {passage.heading}") for form in (token.text, token.lower)}
        )
    return made


def survey(
    asked: Question, hits: Sequence[Hit], library: Library, reader: Spans | None, *, thrift: Thrift | None = None
) -> Survey:
    """Look at the hits with the question in mind; `reader` None leaves the model out (for kinds that need no span).

    With `thrift` the model reads no more than an answer needs; evidence that it left unread has no spans.
    """
    documents = {hit.passage.document_id: library.document(hit.passage.document_id) for hit in hits}
    vocabulary = _vocabulary(tuple(documents.values()), library)
    profiles = {document.id: profile(document, library) for document in documents.values()}
    subjects = frozenset[str]().union(*(one.subjects for one in profiles.values()))
    names = names_among(asked.terms, [hit.passage.text for hit in hits], subjects)
    passages = max(vocabulary.values(), default=1)
    worth = weights(asked.terms, vocabulary, passages=passages, names=names)
    scenes = [
        scene(
            hit.passage,
            library,
            title=documents[hit.passage.document_id].title,
            subjects=profiles[hit.passage.document_id].owning(names),
        )
        for hit in hits
    ]
    known = frozenset(term.stem for term in asked.terms if _known(term, vocabulary, hits))
    matches = [match(asked.terms, one, names=names, weights=worth, known=known) for one in scenes]
    order = sorted(range(len(hits)), key=lambda i: -(matches[i].support + 0.3 * (hits[i].similarity or 0.0)))
    if asked.kind is not QuestionKind.LOOKUP:
        order = [i for i in order if not is_aside(hits[i].passage.text, asked.focus)]
    # The best hits are read even where they share few words with the question: it may be put in other words.
    best = [i for i in order if i < FIRST_READ or i in order[: MOST_GATHERED - FIRST_READ]][:MOST_GATHERED]
    read = best if reader is not None else order

    def piece(i: int) -> Evidence:
        document = documents[hits[i].passage.document_id]
        return Evidence(hits[i], scenes[i], matches[i], (), document, profiles[document.id], 1 / (1 + i))

    rows = tuple(piece(i) for i, hit in enumerate(hits) if tables.is_row(hit.passage.text))
    seen = Survey(asked, names, worth, tuple(piece(i) for i in read), known, rows)
    if reader is None or not read:
        return seen
    if thrift is None:
        return _read(seen, range(len(read)), reader)
    return _read_again(_read_thriftily(seen, reader, thrift), library, reader, thrift)


def _read(seen: Survey, those: Sequence[int], reader: Spans, *, then: Sequence[int] = ()) -> Survey:
    """Let the model read these pieces of evidence, each with what comes before where it needs that, and begin the next."""
    now, next_ = _asking(seen, those), _asking(seen, then)
    for question, pieces in (*now.items(), *next_.items()) if next_ else ():
        reader.prefetch(question, [_with_its_lead(seen.evidence[i]) for i in pieces])
    evidence = list(seen.evidence)
    for question, pieces in now.items():
        spans = reader.spans(question, [_with_its_lead(seen.evidence[i]) for i in pieces])
        for i, found in zip(pieces, spans, strict=True):
            evidence[i] = replace(evidence[i], spans=tuple(found))
    return replace(seen, evidence=tuple(evidence))


def _asking(seen: Survey, those: Sequence[int]) -> dict[str, list[int]]:
    """What is asked of which pieces of evidence."""
    asking: dict[str, list[int]] = {}
    for i in those:
        asking.setdefault(_in_its_words(seen.asked, seen.evidence[i]), []).append(i)
    return asking


def _with_its_lead(one: Evidence) -> tuple[str, str]:
    return leading(one.scene), one.text


def _read_thriftily(seen: Survey, reader: Spans, thrift: Thrift) -> Survey:
    """Read what promises most first, and the rest only where that doesn't settle the question."""
    promise = [thrift.promise(seen, one) for one in seen.evidence]
    waiting = sorted(range(len(promise)), key=lambda i: -promise[i])
    worth_it = sum(worth >= 0 for worth in promise)
    # Never one alone: how far the model is ahead elsewhere tells how sure it is here.
    waiting = waiting[: max(worth_it, READ_AT_ONCE[0])] if worth_it else []
    for look, most in enumerate(READ_AT_ONCE):
        those, waiting = waiting[:most], waiting[most:]
        seen = _read(seen, those, reader, then=waiting[: READ_AHEAD if look else 0])
        if not waiting or thrift.settled(seen):
            break
    return seen


def _read_again(seen: Survey, library: Library, reader: Spans, thrift: Thrift) -> Survey:
    """Read once more, between their neighbours, what the first reading left the answer torn about."""
    torn = thrift.torn(seen)
    those = [i for i, one in enumerate(seen.evidence) if any(one is other for other in torn)]
    if not those:
        return seen
    evidence = list(seen.evidence)
    around = [_between_neighbours(evidence[i], library) for i in those]
    read = reader.spans(seen.asked.text, [("", text) for text, _ in around])
    for i, (_, before), found in zip(those, around, read, strict=True):
        spans = (replace(one, start=one.start - before, end=one.end - before) for one in found)
        evidence[i] = replace(evidence[i], again=tuple(spans))
    return replace(seen, evidence=tuple(evidence))


def _between_neighbours(one: Evidence, library: Library) -> tuple[str, int]:
    """A sentence with the one before and the one after it, and how far in it begins."""
    section, at = among(one.passage, library)
    near = section[max(0, at - 1) : at + 2]
    return one.document.text[near[0].start : near[-1].end], one.passage.start - near[0].start


def _in_its_words(asked: Question, one: Evidence) -> str:
    """Put a question with a sentence's own name of the period: "nine months" is "three quarters" to the rules alone.

    A currency misleads the model where the sentence has no other to choose from.
    """
    focus = _IN_ALL.sub("", asked.focus)  # whether it is all of them is for the rules to say
    if asked.currency is not None and {currency(figure.unit) for figure in find(one.text)} - {None} == {asked.currency}:
        focus = without_currency(focus)
    for period in sorted(asked.periods, key=lambda period: -period.start):
        days = (period.first, period.last)
        same = [own.printed for own in one.periods if (own.first, own.last) == days]
        if same and period.printed not in same:
            focus = f"{focus[: period.start]}{same[0]}{focus[period.end :]}"
    return focus


def leading(one: Scene) -> str:
    """Return what the model reads before the sentence: the heading as a sentence, then the last one before it."""
    heading = f"{one.heading.rstrip('.:')}." if one.heading else ""
    return f"{heading} {one.lead}".strip()


def _known(term: Term, vocabulary: Mapping[str, int], hits: Sequence[Hit]) -> bool:
    return term.lower in vocabulary or any(wording(hit.passage.text).holds(term.stem) for hit in hits)
