"""Evidence: hits with what stands around them, how far they bear out the question, and the reading model's spans."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

from askbot import lexicon, tables
from askbot.holders import holder
from askbot.lexicon import Kind
from askbot.matching import Match, Scene, cases, match, names_among, printed_names, weights, wording
from askbot.periods import Period, find_periods
from askbot.phrases import without_currency
from askbot.quantities import find
from askbot.question import Question, QuestionKind, Term
from askbot.reading.topics import is_aside, topic
from askbot.reading_model import Span, Verdict
from askbot.types import Citation, Document, Flag, Hit, Passage, Quantity
from askbot.units import CURRENCY_CODES, currency
from askbot.words import is_function_word, stem, tokens

FEW = 2  # articles, whose own words weigh a question's
FIRST_READ = 6  # hits that are read whatever words they share with the question
MOST_READ = 12  # sentences that the model reads: with eight, answers of the development cases were left unread; each costs 10 ms and more
_IN_ALL = re.compile(r",? (?:in all|all told|altogether)(?=\W*$)", re.IGNORECASE)
READ_AT_ONCE = 2  # before the first look whether that is enough: mostly the answer stands in one of the best two
LEAD_SENTENCES = 2  # a pronoun points no further back than that
MAX_LEAD_CHARACTERS = 400
MOST_CHAINED = 6  # sentences that open with the same "she" or "it"
_PRONOUNS = {word: one for one in ("She Her", "He His", "It Its", "They Their") for word in one.split()}
_PRONOUN = re.compile(rf"(?:{'|'.join(_PRONOUNS)})\b")
# Printed with a capital wherever they stand, and never what an article is about.
_NO_SUBJECTS = frozenset(
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
    r"|(?:had|has|made|makes|took in) (?:an? )?(?:[a-z]+ ){0,2}(?:revenues?|sales|turnover|profits?|loss(?:es)?|cash|debts?|staff|employees)\b)"
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
POINTS_BACK = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|these|those|that|such|the (?:company|firm|group|club|team|project|agency|bank|startup|organi[sz]ation|institute|museum|operator|programme|program|same|two|latter|former))\b",
    re.IGNORECASE,
)


class Library(Protocol):
    """Where the passages stand: the index, seen from the reader."""

    def __hash__(self) -> int:
        """Return the same as long as the library holds the same."""
        ...

    def document(self, document_id: str) -> Document:
        """Return the document of that id."""
        ...

    def documents(self) -> Sequence[Document]:
        """Return every document."""
        ...

    def passages(self, document_id: str) -> list[Passage]:
        """Return the document's passages, in order."""
        ...

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same heading, in order, the given one among them."""
        ...

    def flags(self, document_id: str) -> Sequence[Flag]:
        """Return what is to be said of the document's figures that disagree."""
        ...

    def holding(self, name: str, most: int) -> tuple[str, ...]:
        """Return the ids of up to `most` documents that print a word of the name; none where more do."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words of the corpus in lower case, with the number of passages that hold each."""
        ...


class Spans(Protocol):
    """The reading model, seen from the reader."""

    def spans(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> list[list[Span]]:
        """Return each (lead, passage)'s answer spans, best first."""
        ...

    def verdicts(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Return how far each (lead, passage) bears out a yes-or-no question; none where the model can't tell."""
        ...


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


@lru_cache(maxsize=256)  # it reads the whole article, and an article of an index never changes
def profile(document: Document, library: Library) -> Profile:
    """Tell an article's subjects (named in its title or headings, failing that again and again) and its date.

    Without a date of its own it speaks from the year that it prints most often.
    """
    passages = library.passages(document.id)
    capital, plain = cases([passage.text for passage in passages] + _as_sentences(document.title))
    heads = wording(" \n ".join({document.title, *(passage.heading for passage in passages)})).stems
    often = max(OFTEN_NAMED, len(passages) // 20)
    known = {stem for stem, n in capital.items() if n > plain[stem]} - _NO_SUBJECTS
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
    named |= (_owners(texts, plain) | acting) - _NO_SUBJECTS
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
    found = re.findall(rf"(?:[A-Z][\w-]+ )?(?<!\w){re.escape(name)}(?: (?:& )?[A-Z][\w-]+)*", text)
    return found[0] if len(set(found)) == 1 else name


def _as_sentences(title: str) -> list[str]:
    """The title, where it is written like a sentence: Its Capitals Tell Nothing in Title Case."""
    return [title] if any(word.islower() and len(word) > LONGEST_SMALL_WORD for word in title.split()) else []


def among(passage: Passage, library: Library) -> tuple[list[Passage], int]:
    """Return the passages under the same heading, in order, and which of them this one is."""
    section = library.section(passage)
    return section, bisect_left(section, passage.start, key=lambda one: one.start)


def scene(passage: Passage, library: Library, *, title: str, subjects: frozenset[str]) -> Scene:
    """Put a sentence into its surroundings; the lead is given only to one that needs it."""
    section, at = among(passage, library)
    needs = POINTS_BACK.search(passage.text) or not printed_names(passage.text)
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
    best = [i for i in order if i < FIRST_READ or i in order[: MOST_READ - FIRST_READ]][:MOST_READ]
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


def _read(seen: Survey, those: Sequence[int], reader: Spans) -> Survey:
    """Let the model read these pieces of evidence, each with what comes before where it needs that."""
    asking: dict[str, list[int]] = {}
    for i in those:
        asking.setdefault(_in_its_words(seen.asked, seen.evidence[i]), []).append(i)
    evidence = list(seen.evidence)
    for question, asked in asking.items():
        spans = reader.spans(question, [(leading(evidence[i].scene), evidence[i].text) for i in asked])
        for i, found in zip(asked, spans, strict=True):
            evidence[i] = replace(evidence[i], spans=tuple(found))
    return replace(seen, evidence=tuple(evidence))


def _read_thriftily(seen: Survey, reader: Spans, thrift: Thrift) -> Survey:
    """Read what promises most first, and the rest only where that doesn't settle the question."""
    promise = [thrift.promise(seen, one) for one in seen.evidence]
    waiting = sorted((i for i, worth in enumerate(promise) if worth >= 0), key=lambda i: -promise[i])
    for those in (waiting[:READ_AT_ONCE], waiting[READ_AT_ONCE:]):
        if those:
            seen = _read(seen, those, reader)
            if thrift.settled(seen):
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
