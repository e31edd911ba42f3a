"""The offline reader: hits in, claims with citations or a refusal out; each kind of question has its room.

It answers from the hits alone (and, for a summary, from the passages around them), never from what it knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from askbot.lexicon import Kind
from askbot.operation_model import OperationModel
from askbot.periods import Period, is_month
from askbot.question import FIGURES, NAMES, Question, QuestionKind, parse
from askbot.reading import (
    careers,
    comparison,
    doubts,
    ends,
    fact,
    fates,
    formerly,
    fragments,
    gapped,
    identities,
    lists,
    lookup,
    multiples,
    pending,
    premises,
    ranking,
    reasons,
    refusal,
    rivals,
    roles,
    rowed,
    saying,
    speakers,
    speech,
    summary,
    tabled,
    tickers,
    unreal,
    vehicles,
    whether,
    yesno,
)
from askbot.reading.evidence import Spans, Survey, Thrift, survey
from askbot.reading.findings import Finding, one_span, whole_sentences
from askbot.types import Answer, Citation, Claim, Document, Hit, Library, Passage, Quantity

# "When did it close, and why?": one span is half an answer.
_ASKS_TWICE = re.compile(
    r",? and (?:(?:(?:for|at|on|in|by|with|to|from|of) )?(?:what|who|whom|when|where|how|why|which)(?: \w+){0,3} "
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can)\b"
    r"|(?:for|at|on|in|by|with|to|from) (?:what|which|how (?:much|many))\b"
    r"|(?:why|when|where|how|who|by whom)\W*$)",
    re.IGNORECASE,
)
# Kinds whose rooms look at the model's spans; the others read whole sentences.
# "What were sales in 2024?" may ask for a list. A table tells best what was when, a sentence what is.
_TABLED = (QuestionKind.FACT, QuestionKind.LIST)
_RANKED = (*_TABLED, QuestionKind.COMPARISON)
MOST_NAMED_WORDS = 14  # a longer row of names is no bare answer
MONTHS_A_YEAR = 12
MOST_OF_IT = 0.9
_READ_BY_MODEL = frozenset(QuestionKind) - {QuestionKind.LOOKUP, QuestionKind.SUMMARY}
# What each room does without: the odds of a fact say what a sentence would have to give, and a comparison quotes whole
# sentences, but only those that the model would have read.
_FACT = Thrift(fact.promise, fact.settled, fact.torn)
_THRIFT = {
    QuestionKind.FACT: _FACT,
    QuestionKind.LIST: _FACT,
    QuestionKind.REASON: Thrift(reasons.promise, reasons.settled),
    QuestionKind.YESNO: Thrift(yesno.promise, lambda _: False),
    QuestionKind.COMPARISON: Thrift(lambda *_: -1.0, lambda _: True),
}


class OfflineReader:
    """Reads answers with rules and the bundled reading model; implements `types.Reader`."""

    def __init__(self, library: Library, spans: Spans) -> None:
        self._library = library
        self._spans = spans
        self.operations = OperationModel()  # reads with the bundled weights, whatever reads the spans

    def prepare(self) -> None:
        """Load the models that the first question would have to wait for."""
        self._spans.spans("What is it?", [("", "It is a word.")])
        self.operations.prepare()

    def read(self, question: str, hits: Sequence[Hit]) -> Answer:
        """Answer from the hits, or refuse with the reason.

        Every claim cites whole passages of the hits' documents; `short` stands in them word for word, or is
        Yes or No. Not yet grounded: the chain puts each answer through the gate.
        """
        if refusal.instructs(question):
            return Answer(question, question, refusal=refusal.unsupported())
        asked = parse(question)
        if asked.kind is QuestionKind.SUMMARY:
            found = summary.read(asked.terms, self._documents(hits), self._library)
            if found is not None:
                return _answer(question, found)
        view = self.survey(asked, hits)
        if asked.kind in _TABLED and (paired := rowed.read(view)) is not None:
            return _answer(question, paired)
        rooms = (
            (_room,) if asked.kind not in _TABLED else (tabled.read, _room) if asked.periods else (_room, tabled.read)
        )
        if asked.kind in _RANKED:
            rooms = (ranking.read, *rooms)
        finding = next((found for room in rooms if (found := room(view)) is not None), None)
        if asked.kind is QuestionKind.YESNO and view.evidence:
            finding = pending.read(view) or _if_known(asked.focus, whether.read(view, self._spans, finding))
        if finding is None:
            return Answer(question, question, refusal=refusal.refuse(view, articles=len(self._library.documents())))
        return _answer(question, self._whole(asked, finding))

    def introduce(self, question: str, hits: Sequence[Hit]) -> Answer | None:
        """Answer what somebody is or does or a figure rests on, or refuse to; None where something else is asked."""
        asked = parse(question)
        articles = self._articles(hits)
        if (resting := premises.read(asked, articles)) is not None:
            return _answer(question, resting)
        printed = (
            speakers.read(asked.focus, articles)
            or tickers.read(asked.focus, articles)
            or vehicles.read(asked.focus, articles)
            or multiples.read(asked.focus, articles, self._library)
            or formerly.read(asked.focus, articles, self._library)
        )
        if printed is not None:
            return _answer(question, printed)
        if (
            tickers.untold(asked.focus, articles)
            or vehicles.untold(asked.focus)
            or formerly.is_of_an_office(asked.focus)
        ):
            none = refusal.refuse(self.survey(asked, hits, model=False), articles=len(self._library.documents()))
            return Answer(question, question, refusal=none)
        name = identities.name_asked(asked.focus)
        if asked.kind is not QuestionKind.FACT or name is None:
            return None
        if careers.asks(asked.focus) and (told := careers.read(self.survey(asked, hits, model=False))) is not None:
            return _answer(question, told)
        if (introduced := identities.read(asked.focus, articles)) is not None:
            return _answer(question, introduced)
        if name[0][0].islower():
            return None  # may be any word
        answer = self.read(question, hits)
        if answer.short is None or identities.introduces(asked.focus, answer.short):
            return answer
        none = refusal.refuse(self.survey(asked, hits, model=False), articles=len(self._library.documents()))
        return Answer(question, question, refusal=none)

    def as_tagged(self, question: str, hits: Sequence[Hit]) -> list[str]:
        """Put a question with the names that the hits' articles print beside codes; empty where none are."""
        return tickers.otherwise(question, self._articles(hits))

    def _whole(self, asked: Question, found: Finding) -> Finding:
        """A finding with the items behind a colon, or with the rest of the row that one name of it was told of."""
        cited = found.claims[-1].citations[-1] if found.claims and found.claims[-1].citations else None
        if cited is None:
            return found
        if cited.quote.rstrip().endswith(":"):
            behind = [one for one in self._library.passages(cited.document_id) if one.start >= cited.end]
            document = self._library.document(cited.document_id)
            items = list(takewhile(lambda one: _ITEM.search(document.text[: one.start][-MARK:]), behind[:MOST_ITEMS]))
            told = tuple(Claim(" ".join(one.text.split()), (document.cite(one),)) for one in items)
            return replace(found, claims=(*found.claims, *told), short=None, highlights=()) if told else found
        alone = len(found.claims) == 1 and found.claims[0].text == " ".join(cited.quote.split())
        if alone and _POINTS_BACK.match(cited.quote) and (before := self._before(cited)) is not None:
            return Finding((Claim(" ".join(before.quote.split()), (before,)), *found.claims))
        several = asked.kind is QuestionKind.LIST or (asked.wanted <= NAMES and _WHICH_SEVERAL.match(asked.focus))
        row = several and len(found.claims) == 1 and found.short is not None
        if row and found.short and not re.search(r",| and ", found.short):
            at = cited.quote.find(found.short)
            if at >= 0 and _MORE_NAMED.match(cited.quote, at + len(found.short)):
                return Finding((Claim(" ".join(cited.quote.split()), (cited,)),))
        return found

    def _before(self, cited: Citation) -> Citation | None:
        """The sentence before a quote, under the same heading."""
        document = self._library.document(cited.document_id)
        earlier = [one for one in self._library.passages(cited.document_id) if one.end <= cited.start]
        before = document.cite(earlier[-1]) if earlier else None
        return before if before is not None and before.heading == cited.heading else None

    def survey(self, asked: Question, hits: Sequence[Hit], *, model: bool = True) -> Survey:
        """Gather the evidence for a question out of the hits; without the `model` no spans are read in it."""
        spans = self._spans if model and asked.kind in _READ_BY_MODEL else None
        return survey(asked, hits, self._library, spans, thrift=_THRIFT.get(asked.kind))

    def survey_read(self, asked: Question, hits: Sequence[Hit]) -> Survey:
        """Gather the evidence as `survey` does, and let the model read every piece of it."""
        return survey(asked, hits, self._library, self._spans)

    def _articles(self, hits: Sequence[Hit]) -> list[tuple[Document, Sequence[Passage]]]:
        """The documents that the hits stand in, with all of their passages."""
        return [(document, self._library.passages(document.id)) for document in self._documents(hits)]

    def _documents(self, hits: Sequence[Hit]) -> list[Document]:
        """What a summary is of: every document the hits stand in, best first."""
        ids = dict.fromkeys(hit.passage.document_id for hit in hits)
        return [self._library.document(document_id) for document_id in ids]


def _room(view: Survey) -> Finding | None:
    kind = view.asked.kind
    told = tuple(one for one in view.evidence if not roles.reversed_in(view.asked, view.names, one.text))
    view = view if len(told) == len(view.evidence) else replace(view, evidence=told)
    if careers.asks(view.asked.focus) and (beside := careers.read(view)) is not None:
        return beside
    if kind is QuestionKind.LIST:
        return lists.read(view)
    if kind is QuestionKind.REASON:
        return reasons.read(view)
    if kind is QuestionKind.YESNO:
        return yesno.read(view)
    if kind is QuestionKind.COMPARISON:
        return comparison.read(view)
    if kind is QuestionKind.LOOKUP:
        return lookup.read(view)
    if kind is QuestionKind.SUMMARY:
        return None
    return _fact(view)


_DOES = re.compile(r"\s(?!and\b|or\b|of\b|in\b|at\b|from\b|for\b)[a-z]")
_ITEM = re.compile(r"\n[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]*$")
MOST_ITEMS, MARK = 10, 12  # characters in which what marks an item stands before it
_WHICH_SEVERAL = re.compile(r"(?:which|what)(?: [a-z-]+){0,3}? [a-z-]+(?<!s)s\b", re.IGNORECASE)
# "The fund Orlin, which put in $80 million, and Tarvik": of several one is named.
_MORE_NAMED = re.compile(
    r"(?:, (?:which|who|whose|with|a|an|the)\b[^,;.]{0,80})?,? and (?:the |an? )?(?:[a-z-]+ ){0,2}[A-Z]"
)
# "In 2024, this expenditure was …": only the sentence before says which.
_POINTS_BACK = re.compile(
    r"(?:[^,]{1,60}, )?(?:this|these|such) "
    r"(?!(?:year|month|week|quarter|season|time|spring|summer|autumn|fall|winter|morning|is|was|article)\b)"
    r"[a-z]+ (?:is|are|was|were|has|have|had|will|would|means?|meant|led|le[fd]t)\b",
    re.IGNORECASE,
)
# What nobody knows is neither, nor is what is only said not to come sooner.
_OPEN = re.compile(
    r"\b(?:does|do|did)(?: not|n['’]t) (?:yet )?know\b|\b(?:unclear|uncertain|unknown|undecided)\b"
    r"|\bnot (?:yet )?(?:clear|certain|sure|decided|known)\b|\bnot expected to [^,;]*\bbefore\b|\bdeclined to say\b",
    re.IGNORECASE,
)
_ASKS_IF_KNOWN = re.compile(r"\b(?:know\w*|clear|certain|sure|decided|before|say|said)\b", re.IGNORECASE)


def _if_known(focus: str, found: Finding | None) -> Finding | None:
    """Quote, instead of a Yes or No, what says that it isn't known."""
    quotes = (
        [one for claim in found.claims for one in claim.citations] if found and found.short in ("Yes", "No") else []
    )
    if not any(_OPEN.search(one.quote) for one in quotes) or _ASKS_IF_KNOWN.search(focus):
        return found
    return Finding(tuple(Claim(" ".join(one.quote.split()), (one,)) for one in quotes))


_WHO_HOLDS = re.compile(r"^who (?:owns?|holds?|has|have) (?:the |its |all (?:the )?)?shares\b", re.IGNORECASE)
_WHO_OWNS = re.compile(
    r"^who (?:owns?|controls?|are the owners of|is the owner of) (?!(?:most|the largest|a|an|\d|half|more)\b)",
    re.IGNORECASE,
)
_A_SHARE = re.compile(
    r"(?<![\d.])(?:[1-9]|[1-9]\d)(?:\.\d+)? ?(?:%|per ?cent)|\b(?:a third|a quarter|a fifth|a tenth|a half)\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never|no)|n['’]t)\b[^,;]*\b(?:before|until) (?:the )?(?:[a-z]+ of )?$", re.IGNORECASE
)
_AND_THE_REST = re.compile(r",? and the (?:rest|remainder|remaining|others|last)\b")
_THE_REST = re.compile(r"\bthe (?:rest|remainder|remaining|other shares)\b", re.IGNORECASE)
_MORE_OF_IT = re.compile(
    r"(?:,[^,.;]{1,40},)?,? (?:and|as well as|plus)(?:,[^,.;]{1,40},)? (?!(?:is|are|was|were|has|have|had|will|would"
    r"|which|who|that|it|he|she|they|[a-z]+ed|then|so|now)\b)"
)
_REST_OF_IT = re.compile(
    r"\b(?:and|as well as|plus|(?:rest|remainder|balance) [a-z ]{0,20}(?:to|for|on|in)) (?:(?:for|to|in|on|with) )?$"
)
_VAGUE = re.compile(r"(?:different|various|several|certain|similar) [a-z-]+", re.IGNORECASE)  # tells not which


_PRONOUN = re.compile(
    r"(?:them|it|they|him|her|he|she|this|these|those|that)\b(?! [a-z]+(?:s|ed)? (?:is|was|are|were)\b)", re.IGNORECASE
)


def _fact(view: Survey) -> Finding | None:
    if fates.asks(view.asked.focus):
        return fates.read(view)
    found = fact.best(view)
    said = speech.asks(view.asked.focus)
    if found is None:
        return speech.read(view) if said else None
    if _ASKS_TWICE.search(view.asked.focus) or _VAGUE.fullmatch(found.text) or doubts.is_clause(view.asked, found.text):
        return whole_sentences([found.evidence])
    if said and speech.only_told(view, found.evidence):
        return speech.read(view)
    if said and (told := speech.reported(view, found.evidence, found.start, found.end)) is not None:
        return told
    typed = bool(view.asked.wanted & (FIGURES | {Kind.DATE}))
    if not typed and (whole := fragments.whole_name(found.evidence.text, found.start)) != found.start:
        return one_span(found.evidence, whole, found.end)
    if not typed and not said and fragments.is_torn(view.asked.focus, found.evidence.text, found.start, found.end):
        return whole_sentences([found.evidence])
    if _PRONOUN.match(found.text) and not found.text[:1].isupper():
        return whole_sentences([found.evidence])  # "them" says nothing by itself
    if (other := rivals.rival(view, found)) is not None:
        return whole_sentences([found.evidence, other.evidence])  # both are figures of it, and either is half an answer
    if not said and unreal.says_more(view.asked, found.evidence.text, found.start, found.end):
        return whole_sentences([found.evidence])
    if said:
        start, end = speech.whole(found.evidence.text, found.start, found.end)
        if (start, end) != (found.start, found.end):
            return one_span(found.evidence, start, end)
    if _WHO_OWNS.match(view.asked.focus) and _A_SHARE.search(found.evidence.text):
        return whole_sentences([found.evidence])  # who owns a third of it isn't who owns it
    if view.asked.wanted and view.asked.wanted <= NAMES:
        start, end = lists.coordination(found.evidence.text, found.start, found.end)
        start, end = gapped.within(found.evidence.text, found.start, start, end)
        joint = found.evidence.text[start:end]
        together = re.search(r"\b(?:and|or)\b", joint) is not None and len(joint.split()) <= MOST_NAMED_WORDS
        named = found.text != found.text.lower() and lists.of_names(
            joint
        )  # what opens with a figure is no row of names
        named = named and not _DOES.match(found.evidence.text, found.end, end)  # "Arn opposes it, and Bero"
        if together and named and '"' not in joint and (start, end) != (found.start, found.end):
            return one_span(found.evidence, start, end)  # "she and the shipbuilder Ek" founded it, not Ek alone
        if (last := roles.together(view.asked, found.evidence.text, found.end)) is not None:
            return one_span(found.evidence, found.start, last)
    if Kind.DATE in view.asked.wanted and _AND_THE_REST.match(found.evidence.text, found.end):
        return whole_sentences([found.evidence])  # when the first close is half of when they do
    if (now := ends.now(view.asked, found.evidence.text, found.start, found.end)) is not None:
        return one_span(found.evidence, *now)
    before = found.evidence.text[: found.start]
    if Kind.DATE in view.asked.wanted and _NOT_BEFORE.search(before) and "before" not in view.asked.focus:
        return whole_sentences([found.evidence])  # "not expected to open before 2029" is no "2029"
    if _WHO_HOLDS.search(view.asked.focus) and _THE_REST.search(found.evidence.text):
        return whole_sentences([found.evidence])  # of several one is named
    if not view.asked.wanted and (
        _MORE_OF_IT.match(found.evidence.text, found.end)
        or (found.text[0].islower() and _REST_OF_IT.search(found.evidence.text[: found.start]))
    ):
        return whole_sentences([found.evidence])  # "a tablet and a chair": half of it is no answer
    text = found.text
    part = found.period is not None and any(_is_within(found.period, whole) for whole in view.asked.periods)
    if found.period is not None and (part or not view.asked.periods) and Kind.DATE not in view.asked.wanted:
        # A figure without its date is half an answer: "was 3.2 million" depends on when.
        near = sorted(found.evidence.periods, key=lambda period: abs(period.start - found.start))
        own = (one for one in near if saying.dates(found.evidence.text, found.start, found.end, one))
        if (dated := next(own, None)) is not None:
            text = f"{text} ({saying.dated(found.evidence.text, dated)})"
    return one_span(found.evidence, found.start, found.end, text=" ".join(text.split()))


def _is_within(part: Period, whole: Period) -> bool:
    """Say whether a period is no more than three quarters or so of another: half a year of the year asked about."""
    inside = whole.first <= part.first and part.last <= whole.last
    return inside and (part.last - part.first).days < MOST_OF_IT * (whole.last - whole.first).days


def _answer(question: str, found: Finding) -> Answer:
    return Answer(
        question, question, short=found.short, claims=found.claims, notes=found.notes, highlights=found.highlights
    )


def dated(period: Period) -> Quantity:
    """Make a figure of a date, for spans between dates: a day in days, a month in months, otherwise a year in years."""
    if period.first == period.last:
        return Quantity(Decimal(period.first.toordinal()), "day", period.printed, period.start, period.end, period.iso)
    if is_month(period):
        month = Decimal(period.first.year * MONTHS_A_YEAR + period.first.month - 1)
        return Quantity(month, "month", period.printed, period.start, period.end, period.iso)
    return Quantity(Decimal(period.first.year), "year", period.printed, period.start, period.end, period.iso)
