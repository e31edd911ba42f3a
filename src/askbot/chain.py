"""The retrieval chain: a question passes through named steps, each a plain function from one value to the next.

standalone → retrieve → read or calculate → ground → flag. `as_runnable` hands the same steps to LangChain, which is
imported only then.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from askbot import (
    accounts,
    audit,
    both_sides,
    calculating,
    contests,
    conversation,
    demands,
    derivations,
    each_of,
    each_side,
    ellipsis,
    endurance,
    framing,
    grounding,
    imprint,
    operands,
    outlined,
    outright,
    planner,
    question,
    rephrasing,
    reworded,
    runway,
    second_look,
    selection,
    series,
    several,
    spelling,
    takings,
    trade,
    unnamed,
    wanted,
    whereabouts,
)
from askbot.matching import wording
from askbot.programs import Found, Slot, figured, fits
from askbot.question import Question, QuestionKind
from askbot.reader import OfflineReader
from askbot.reading import profiles, refusal, tabled, versus
from askbot.reading.evidence import Survey
from askbot.reading.governing import figure_nouns, is_called
from askbot.retriever import printing
from askbot.types import Answer, Calculation, Citation, Document, Hit, Library, RefusalReason, Retriever, Turn
from askbot.wording import name_runs
from askbot.words import tokens

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

HITS = 12  # the evidence stands among the first 8 hits on the development cases; the rest is for lists and contrasts
HITS_EACH = 6  # for each subject of a comparison
MOST_SUBJECTS = 4
# Of the hits that are read first: those for the question, and those for what it asks of whom it names.
NAMED_FIRST, NAMELESS = 4, 2
SEVERAL, MOST_PRINTING = 2, 12  # articles, from which on it is looked for those that print a name, and of those at most
NEAR = 3  # articles that are looked through for it: those of the best hits
OPERAND_HITS = 8  # that are read for an operand which the words alone don't name
FIGURE_HITS = 24  # an operand's words are held against more sentences than the model could read
_DATES = frozenset((*calendar.month_name, *calendar.day_name))
EARLIER = 0.01  # less for each period further back, in a table
MODEL_QUESTIONS = 1
# "Which of the two is older?", "when did the companies list?", and nobody is named.
_OF_THOSE = re.compile(
    r"\b(?:the (?:two|three|four|pair)"
    r"|(?:the|both|these|those) (?:companies|firms|groups|banks|clubs|rivals|makers|operators))\b",
    re.IGNORECASE,
)
WHICH = re.compile(r"(?:which|who|whose)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it came: with the turns before it and the documents to keep to."""

    question: str
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] = ()
    reworded: bool = False  # asked in the stead of one that was refused, so not to be reworded once more


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands by itself, its typing errors mended."""

    request: Request
    standalone: str
    shown: str = ""  # with the words that name articles, which `standalone` has given up to the request
    printing: tuple[str, ...] = ()  # the articles that print the question's names, where those are few

    @property
    def among(self) -> tuple[str, ...]:
        """The articles that are looked through; empty for all."""
        return self.request.documents or self.printing


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A standalone question with its hits."""

    asked: Asked
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps with the parts they work on; `english` gives the common English words with their ranks."""

    retriever: Retriever
    reader: OfflineReader
    library: Library
    english: Callable[[], Mapping[str, int]]

    def answer(self, request: Request) -> Answer:
        """Answer a question; the whole way, in order."""
        return self.flag(self.ground(self.read_or_calculate(self.retrieve(self.standalone(request)))))

    def standalone(self, request: Request) -> Asked:
        """Resolve the question against the conversation, and mend its spelling."""
        question = framing.bare(request.question)
        made = conversation.standalone(framing.bare(request.question, joined=True), request.history)
        scoped = selection.scoped(made, self._articles(request.documents))
        mended = spelling.corrected(framing.bare(scoped.question), self.library.vocabulary(), self.english())
        if scoped.ids:
            request = replace(request, documents=scoped.ids)
        shown = made if scoped.question != made else request.question if mended == question else mended
        standalone = rephrasing.canonical(framing.bare(mended))
        among = () if request.documents else self._printing(standalone) or self._last_cited(request, standalone)
        return Asked(request, standalone, shown, among)

    def _last_cited(self, request: Request, text: str) -> tuple[str, ...]:
        """The articles that the last answer cites, where a question among many asks of "the two" or "the company"."""
        if not request.history or len(self.library.documents()) < SEVERAL or not _OF_THOSE.search(text):
            return ()
        return tuple(document.id for document in self._in_hand(request)) if request.history[-1].answer.citations else ()

    def _printing(self, text: str) -> tuple[str, ...]:
        """The articles that print any of a question's names: nothing is said of them in others."""
        if len(self.library.documents()) < SEVERAL:
            return ()
        runs = [f"x {text}"[start:end] for start, end in name_runs(f"x {text}")]
        # An abbreviation that is a word too ("CEO") may be spelt out where the answer stands.
        names = [
            one
            for one in runs
            if one not in _DATES and not (one.isalpha() and one.isupper() and one.lower() in self.english())
        ]
        if not runs:  # "orlin rev 2024": what is no word of English may be one
            names = [one.text for one in tokens(text) if one.text.isalpha() and one.lower not in self.english()]
        found = [self.library.holding(name, MOST_PRINTING) for name in names]
        # Where one of two compared is in many articles, or in none, the other's are not all that can tell of both.
        if runs and not all(found) and question.parse(text).kind is QuestionKind.COMPARISON:
            return ()
        return tuple(dict.fromkeys(one for ids in found for one in ids))

    def _articles(self, documents: Sequence[str]) -> Sequence[Document]:
        """The articles that a request keeps to."""
        return [self.library.document(one) for one in documents] if documents else self.library.documents()

    def _in_hand(self, request: Request) -> Sequence[Document]:
        """What "this article" can mean: those that a request keeps to, else those that the last answer cites."""
        cited = request.history[-1].answer.citations if request.history and not request.documents else ()
        return self._articles(request.documents or tuple(dict.fromkeys(one.document_id for one in cited)))

    def retrieve(self, asked: Asked) -> Retrieved:
        """Find the passages; for a comparison also those of each subject on its own."""
        documents = asked.among
        parsed = question.parse(asked.standalone)
        lookup = parsed.kind is QuestionKind.LOOKUP
        looked_for = question.lookup_phrase(parsed.focus) if lookup else parsed.focus
        hits = printing(self.retriever, looked_for, HITS_EACH, documents=documents) if lookup else []
        hits.extend(self.retriever.retrieve(looked_for, HITS, documents=documents))
        if parsed.kind in (QuestionKind.COMPARISON, QuestionKind.YESNO):
            runs = name_runs(f"x {parsed.focus}")[:MOST_SUBJECTS]
            names = [f"x {parsed.focus}"[a:b] for a, b in runs]
            if not names and parsed.kind is QuestionKind.COMPARISON and hits:
                # "How do the two differ?" names neither: they are those that the article is about.
                both = f"{' '.join(self._main(hits))} {parsed.focus}"
                hits.extend(self.retriever.retrieve(both, HITS, documents=documents))
            if len(names) > 1:
                for name in names:
                    others = [other for other in names if other != name]
                    alone = " ".join(word for word in parsed.focus.split() if not any(o in word for o in others))
                    hits.extend(self.retriever.retrieve(alone, HITS_EACH, documents=documents))
        unique: dict[tuple[str, int], Hit] = {}
        for hit in hits:
            unique.setdefault((hit.passage.document_id, hit.passage.start), hit)
        ranked = sorted(unique.values(), key=lambda hit: -hit.score)
        best = ranked[: NAMED_FIRST + NAMELESS]
        first = [hit for hit in self._nameless(parsed, ranked) if hit.passage not in [one.passage for one in best]]
        behind = [hit for hit in ranked[NAMED_FIRST:] if hit.passage not in [one.passage for one in first]]
        return Retrieved(asked, (*ranked[:NAMED_FIRST], *first, *behind))

    def _main(self, hits: Sequence[Hit]) -> Sequence[str]:
        """Those that the article of the best hit is about."""
        best = [self.library.document(hit.passage.document_id) for hit in hits[:1]]
        return profiles.profile(best[0], self.library).main if best else ()

    def _nameless(self, parsed: Question, hits: Sequence[Hit]) -> list[Hit]:
        """What the rest of a question finds where its names were found: "it employs 90 people" names nobody."""
        names = [term for term in parsed.terms if term.capitalised]
        if not names or len(names) == len(parsed.terms) or not hits:
            return []
        rest = parsed.focus
        for term in reversed(names):
            rest = rest[: term.start] + rest[term.end :]
        near = tuple(dict.fromkeys(hit.passage.document_id for hit in hits))[:NEAR]
        found = self.retriever.retrieve(" ".join(rest.split()), HITS, documents=near)
        unnamed = [hit for hit in found if not any(term.text in hit.passage.text for term in names)]
        return sorted(unnamed, key=lambda hit: -(hit.similarity or 0.0))[:NAMELESS]

    def read_or_calculate(self, retrieved: Retrieved) -> Answer:
        """Read the answer out of the hits, or work it out over figures that are read each on its own."""
        asked, hits = retrieved.asked, retrieved.hits
        documents = asked.among

        def find(slot: Slot) -> list[Found]:
            return self.figures(slot, documents)

        def read(text: str) -> Answer:
            return self.reader.read(text, hits)

        def derive(text: str) -> Calculation | None:
            parsed = question.parse(text)
            if (
                parsed.kind is QuestionKind.REASON
                or demands.HOW_WELL.match(parsed.focus)
                or wanted.asks_for_goods(parsed.focus)
            ):
                return None
            near = self.retriever.retrieve(parsed.focus, FIGURE_HITS, documents=documents)
            made = derivations.derive(self.reader.survey(parsed, near, model=False))
            if made is None and demands.demand_of(parsed.focus) is not demands.Demand.NONE:
                made = derivations.derive_pointed(self.reader.survey_read(parsed, near))
            if made is not None and made.name == "time between" and runway.asks(text):
                return None
            nouns = figure_nouns(parsed.terms)
            quotes = [one.quote for one in calculating.cited(made)] if made is not None else []
            # Revenue's growth tells of no profit; so many at so much each are a price, whatever the question calls it.
            told = made is not None and (made.expression.endswith("* each") or made.name in (*trade.TOLD, "swing"))
            called = any(
                is_called(quote, nouns) or ({noun.stem for noun in nouns} <= takings.REVENUE and takings.tells(quote))
                for quote in quotes
            )
            return made if told or not nouns or called else None

        articles, parsed = len(self.library.documents()), question.parse(asked.standalone)
        ask = partial(self._ask, documents=documents)
        answer = (
            imprint.read(asked.standalone, self._in_hand(asked.request))
            or several.read(asked.standalone, self.library, documents=asked.request.documents)
            or self.reader.introduce(asked.standalone, hits)
            or whereabouts.told(parsed, ask)
            or endurance.told(parsed, ask)
            or self.worked_out_contest(asked, hits)
            or self.extreme(asked, read)
            or each_side.against(parsed, ask)
            or both_sides.told(parsed, ask)
            or each_of.told(parsed, ask, partial(read, asked.standalone))
            or calculating.calculate(asked.standalone, read=read, find=find, derive=derive, articles=articles)
            or self.contest(asked, hits, find)
            or read(asked.standalone)
        )
        answer = calculating.restated(asked.standalone, answer) or answer
        if not asked.request.reworded:  # in other words it is outlined no better
            answer = self.by_outline(asked, answer) or answer
        if answer.refusal is not None and answer.refusal.reason is RefusalReason.NO_EVIDENCE:
            read_by_words = partial(self.reader.survey, hits=hits, model=False)
            answer = outright.named(asked.standalone, read_by_words, self.library) or answer
        answer = calculating.in_money(asked.standalone, answer, ask=ask, quotes=self._quotes) or answer
        if answer.refusal is not None and not asked.request.reworded:
            answer = self.in_other_words(asked, hits) or answer
        if answer.refusal is not None:
            answer = (
                several.compare(asked.standalone, self.library, documents=asked.request.documents, ask=self._ask)
                or answer
            )
        if not asked.request.reworded:
            each = unnamed.told(parsed, answer, self._main(hits), hits, ask)
            answer = each if each is not None and self.ground(each).refusal is None else answer
        answer = self.collate(second_look.look(parsed, answer, self._quotes), asked, hits)
        if _hangs(asked, answer):
            return Answer(asked.request.question, asked.request.question, refusal=refusal.hanging())
        if answer.refusal is not None:
            answer = replace(answer, refusal=refusal.in_own_words(answer.refusal, asked.shown or asked.standalone))
        return replace(answer, question=asked.request.question, standalone_question=asked.shown or asked.standalone)

    def by_outline(self, asked: Asked, answer: Answer) -> Answer | None:
        """Work a question out that was refused, as the operation model outlines it."""
        parsed = question.parse(asked.standalone)
        if not outlined.may_ask(parsed, answer) or wanted.asks_for_goods(parsed.focus) or runway.asks(asked.standalone):
            return None
        near = self.retriever.retrieve(parsed.focus, FIGURE_HITS, documents=asked.among)
        guess = outlined.outlined(self.reader.survey(parsed, near, model=False), self.reader.operations)
        if guess is None:
            return None
        return calculating.worked_out(asked.standalone, guess.calculation, counted=guess.counted)

    def in_other_words(self, asked: Asked, hits: Sequence[Hit]) -> Answer | None:
        """Answer what was refused by a question that means the same."""
        texts = (*reworded.others(asked.standalone), *self.reader.as_tagged(asked.standalone, hits))
        requests = (Request(one, documents=asked.among, reworded=True) for one in texts)
        found = (reworded.told(asked.standalone, self.answer(one)) for one in requests)
        return next((one for one in found if one.refusal is None), None)

    def _ask(self, text: str, documents: Sequence[str]) -> Answer:
        """Answer a question on the way to another one."""
        return self.answer(Request(text, documents=tuple(documents)))

    def _quotes(self, document_id: str) -> list[Citation]:
        """Every sentence of an article, quoted."""
        document = self.library.document(document_id)
        return [document.cite(passage) for passage in self.library.passages(document_id)]

    def collate(self, answer: Answer, asked: Asked, hits: Sequence[Hit]) -> Answer:
        """Put what other articles say of the same thing and time beside a fact, where it differs."""
        parsed = question.parse(asked.standalone)
        return accounts.collate(
            answer,
            parsed,
            hits,
            survey=lambda among: self.reader.survey(parsed, among, model=False),
            read=lambda among: self.ground(self.reader.read(asked.standalone, among)),
            document=self.library.document,
        )

    def contest(self, asked: Asked, hits: Sequence[Hit], find: contests.Find) -> Answer | None:
        """Say which of two has more, or whether one has, by the figure of each."""
        parsed = question.parse(asked.standalone)
        if parsed.kind not in (QuestionKind.COMPARISON, QuestionKind.YESNO):
            return None
        view = self.reader.survey(parsed, hits, model=False)
        subjects = versus.subjects(view)
        article = view.evidence[0].document.text if view.evidence else ""
        ask = partial(self._ask, documents=asked.among)
        otherwise = partial(contests.settle, parsed, subjects, find=find, naming=self._naming)
        return each_side.settle(parsed, subjects, article=article, ask=ask, otherwise=otherwise, naming=self._naming)

    def worked_out_contest(self, asked: Asked, hits: Sequence[Hit]) -> Answer | None:
        """Say which of two has more of what has to be worked out for each, where the question names neither."""
        parsed = question.parse(asked.standalone)
        plan = planner.plan(asked.standalone) if WHICH.match(parsed.focus) else None
        if plan is None or not all(slot.what.startswith("the ") for slot in plan.slots):
            return None
        subjects = versus.subjects(self.reader.survey(parsed, hits, model=False))
        ask = partial(self._ask, documents=asked.among)
        return contests.settle_worked_out(parsed, subjects, plan.name, ask=ask, naming=self._naming)

    def extreme(self, asked: Asked, read: calculating.Read) -> Answer | None:
        """Say in which quarter, month or year there was most of what a question asks for; read only what says so."""
        parsed = question.parse(asked.standalone)
        if not series.asks_when(parsed.focus):
            return None
        near = self.retriever.retrieve(parsed.focus, FIGURE_HITS, documents=asked.among)
        view = self.reader.survey(parsed, near, model=False)
        if (worked := series.extreme(view)) is not None:
            return worked
        found = read(asked.standalone)
        if series.is_guessed(found):
            none = refusal.refuse(view, articles=len(self.library.documents()))
            return Answer(asked.standalone, asked.standalone, refusal=none)
        return found

    def _naming(self, quote: Citation, subject: versus.Subject) -> Citation | None:
        """The nearest sentence before a quote that names the subject."""
        before = [one for one in self.library.passages(quote.document_id) if one.start < quote.start]
        named = (one for one in reversed(before) if wording(one.text).stems & subject.stems)
        found = next(named, None)
        return self.library.document(quote.document_id).cite(found) if found is not None else None

    def figures(self, slot: Slot, documents: Sequence[str]) -> list[Found]:
        """Find the figures that a slot's words name; failing that, the one that the model reads for its question."""
        views = []
        for phrase in slot.phrases or (slot.what,):
            near = self.retriever.retrieve(phrase, FIGURE_HITS, documents=documents)
            views.append(view := self.reader.survey(figured(phrase, slot), near, model=False))
            if cells := [cell for cell in tabled.figures(view) if fits(cell, slot.kind)]:
                return [Found(cell, 1 - n * EARLIER, next(iter(cells[n + 1 :]), None)) for n, cell in enumerate(cells)]
            # Of a year a table tells by any of the names, before a sentence that may be of another.
            if not slot.celled and not view.asked.periods and (found := self._named(views[-1:], slot)):
                return found
        if not slot.celled and (found := self._named(views, slot)):
            return found
        for asked in slot.questions[: 0 if slot.celled else MODEL_QUESTIONS]:
            near = self.retriever.retrieve(asked, OPERAND_HITS, documents=documents)
            view = self.reader.survey(figured(asked, slot), near)
            if found := operands.read(view, slot.kind, self.library):
                return found
        return []

    def _named(self, views: Sequence[Survey], slot: Slot) -> list[Found]:
        """The figures that the first of the surveyed phrases to name any names."""
        return next(filter(None, (operands.named(view, slot.kind, self.library) for view in views)), [])

    def ground(self, answer: Answer) -> Answer:
        """Let through what is borne out."""
        return grounding.ground(answer, self.library.document)

    def flag(self, answer: Answer) -> Answer:
        """Say of an answer's figures where they disagree with others of their article."""
        flags = [
            flag for name in dict.fromkeys(c.document_id for c in answer.citations) for flag in self.library.flags(name)
        ]
        notes = [flag.text for flag in audit.touching(flags, audit.shown(answer)) if flag.text not in answer.notes]
        return replace(answer, notes=(*answer.notes, *notes)) if notes else answer

    def as_runnable(self) -> Runnable[Request, Answer]:
        """Offer the same steps as a LangChain sequence: invoke, stream, batch and any tracer work."""
        from langchain_core.runnables import RunnableLambda

        return (
            RunnableLambda(self.standalone, name="standalone")
            | RunnableLambda(self.retrieve, name="retrieve")
            | RunnableLambda(self.read_or_calculate, name="read or calculate")
            | RunnableLambda(self.ground, name="ground")
            | RunnableLambda(self.flag, name="flag")
        )


def _hangs(asked: Asked, answer: Answer) -> bool:
    """Say whether a fragment that nothing completed ("and of the votes?") finds no answer where the last one stood."""
    if not asked.request.history or not ellipsis.dangles(asked.shown or asked.standalone):
        return False
    return not answer.claims or not set(answer.citations) <= set(asked.request.history[-1].answer.citations)


def request(text: str, *, history: Sequence[Turn] = (), documents: Sequence[str] = ()) -> Request:
    """Make a request of a question."""
    return Request(text, tuple(history), tuple(documents))
