"""A finished answer held once more against its question, whichever step made it.

A share of something else, a date of something else, a level for a change, figures of parts for the whole, counts of
different things held against each other, and the one already known for "who else": where the figure by itself would
mislead, the sentences that it stands in are quoted whole, which say what it is; where even those are beside the
question, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from askbot import calculating, respective, series, tables
from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.periods import read_period
from askbot.quantities import find
from askbot.question import NAMES, Question, QuestionKind
from askbot.reading import agents, amounts, bases, changed, counts, events, of_two, others
from askbot.types import Answer, Citation, Claim, Refusal, RefusalReason
from askbot.words import stem

_THAT = re.compile(r"\s(?:that|which)\s[^,;.]+")
_TOTAL = re.compile(r"\b(?:total|sum|combined|altogether|together|in all)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
A_YEAR = 366  # days
_LATER = re.compile(
    r"(?:about |around |some |only |just |nearly |almost )?"
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d+) "
    r"(?:day|week|fortnight|month|year|decade|hour)s? (?:later|earlier|afterwards|before)"
)
_WHICH_ONES = re.compile(
    r"(?:which|what) (?!(?:does|this|was|has|its)\b)[a-z-]{3,}(?<!s)s"
    r" (?!(?:of|is|was|has|does|the|an?|its|their|it)\b)[a-z]",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"^(?:[Ww]ho|[Ww]hat) (?:is|was) (?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)\W*$")
_RATHER = re.compile(r"\b(?:rather than|instead of)\b")
_WHAT_DOES = re.compile(r"^what (?:does|do|did|will|would) .+ (?P<verb>[a-z]+)\W*$", re.IGNORECASE)
_VERB_AND_MORE = re.compile(r"\b(?P<verb>[a-z]+) (?:for|about|against|of|from) (?:the |its |their |his |her )?$")
_WHO_DID = re.compile(
    r"^who (?:lost|loses?|wins?|won|gave|took|left|got|made|broke|beat|held|raised|kept|paid|drew|called|ran|set)"
    r" the (?P<what>[a-z]+)\W*$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b[a-z-]+(?<!s)s\W*$|\b(?:men|women|people|children)\W*$")
_SEVERAL = re.compile(r",|\band\b|\bor\b|&|\bboth\b|\ball\b", re.IGNORECASE)
Quotes = Callable[[str], list[Citation]]


def look(asked: Question, answer: Answer, quotes: Quotes) -> Answer:
    """Return the answer, or whole sentences or a refusal in its place; `quotes` are the sentences of an article."""
    if not answer.claims:
        return answer
    if others.asks(asked.focus):
        return _of_others(asked, answer)
    if answer.calculations:
        return _worked_out(asked, answer, quotes)
    if counts.compares(asked) and len(answer.highlights) > 1:
        places = [(quote.quote, start, end) for quote, start, end in _places(answer)]
        partly = any(counts.of_a_place(asked, *place) for place in places)
        return (
            _quoted(answer, [one[0] for one in _places(answer)]) if partly or counts.unlike(asked, places) else answer
        )
    if len(answer.highlights) == 1 and answer.short is not None:
        (quote, start, end) = next(iter(_places(answer)), (None, 0, 0))
        return answer if quote is None else _of_one(asked, answer, quote, start, end, quotes)
    return answer


def _of_one(asked: Question, answer: Answer, quote: Citation, start: int, end: int, quotes: Quotes) -> Answer:
    text = quote.quote
    if tables.is_row(text):
        return answer  # what a cell is of its column says
    if _is_one_of_several(asked, answer.short or ""):
        return _quoted(answer, [quote])
    whom = _WHO_IS.match(asked.focus)
    if whom is not None and re.match(rf"\s(?:of|run by) {re.escape(whom['name'])}", text[end:]):
        return _quoted(answer, [quote])  # "the school of Ada Ek" is not who she is
    if _is_cut_short(asked, answer.short or "", text, start):
        return _quoted(answer, [quote])
    if of_two.points(text):
        return _of_two(asked, answer, quote, start, end, quotes)
    if agents.is_let_go(asked, text, start):
        return _quoted(answer, [quote])
    if (row := _of_a_row(asked, quote, start, end)) is not None:
        return row
    if find(text[start:end]) and amounts.is_of_another(asked, text, start, end):
        return _refused(answer, "The article doesn't give that.")
    if len(respective.named(asked, text)) > 1 and respective.holds_one(text, start, end):
        return _quoted(answer, [quote])
    if _TOTAL.search(asked.focus) and _is_of_less(asked, text, start):
        return _quoted(answer, [quote])
    if changed.asks(asked) and changed.is_level(text, start, end):
        return (
            _quoted(answer, [quote])
            if changed.tells(text, start)
            else _refused(answer, "The article doesn't say that.")
        )
    if bases.of_another_base(asked, text, start, end):
        return _quoted(answer, [quote])
    if asked.wanted == {Kind.DATE} and (events.is_unsaid(asked, text) or events.is_due(asked, text, start)):
        return _quoted(answer, [quote])
    if asked.wanted == {Kind.COUNT} and counts.of_a_place(asked, text, start, end):
        return _quoted(answer, [quote, *counts.goes_on(quote, quotes(quote.document_id))])
    if asked.wanted == {Kind.DATE} and _LATER.fullmatch(answer.short or "") and _FIGURE.search(text[:start]) is None:
        return _counted_from(answer, quote, quotes)
    return answer


def _is_cut_short(asked: Question, short: str, text: str, start: int) -> bool:
    """Whether a span leaves out what turns it: the "for" of "fears for", the other of "rather than", what was done."""
    if not asked.wanted and _RATHER.search(short):
        return True
    verb = _WHAT_DOES.match(asked.focus) if not asked.wanted else None
    if verb is not None and (behind := _VERB_AND_MORE.search(" ".join(text[:start].split()) + " ")) is not None:
        return stem(behind["verb"].lower()) == stem(verb["verb"].lower())
    done = _WHO_DID.match(asked.focus) if asked.wanted & NAMES else None
    return done is not None and wording(text).holds(stem(done["what"].lower())) < MATCHED


def _is_one_of_several(asked: Question, short: str) -> bool:
    """Whether a question asks which there are of several, and one name answers it."""
    plural = _WHICH_ONES.match(asked.focus) if asked.wanted & NAMES or not asked.wanted else None
    return plural is not None and _SEVERAL.search(short) is None and _PLURAL.search(short) is None


def _counted_from(answer: Answer, quote: Citation, quotes: Quotes) -> Answer:
    """A day that is told by its distance, "eight days later", with the sentence before it, which has the other."""
    before = [one for one in quotes(quote.document_id) if one.end <= quote.start and one.heading == quote.heading]
    return replace(answer, claims=(Claim(answer.short or "", (quote, *before[-1:])),))


def _of_two(asked: Question, answer: Answer, quote: Citation, start: int, end: int, quotes: Quotes) -> Answer:
    """What is told of "the former" or "the latter", as of whom the sentence before names; refused if of the other."""
    earlier = [one for one in quotes(quote.document_id) if one.end <= quote.start and one.heading == quote.heading]
    before = earlier[-1].quote if earlier else ""
    told = of_two.told_of(quote.quote, start, before)
    if told is None:
        vague = of_two.points_at(quote.quote, start, end) or of_two.tells_both_apart(quote.quote)
        return _quoted(answer, [*earlier[-1:], quote]) if vague else answer
    if of_two.is_of_the_other(frozenset(term.stem for term in asked.terms), before, told):
        return _refused(answer, "The article doesn't give that.")
    if not of_two.points_at(quote.quote, start, end):
        return answer
    name, at = before[slice(*told)], earlier[-1].start
    claims = (Claim(name, (earlier[-1], quote)),)
    return replace(answer, short=name, claims=claims, highlights=((quote.document_id, at + told[0], at + told[1]),))


def _of_a_row(asked: Question, quote: Citation, start: int, end: int) -> Answer | None:
    """What is asked of several figures of a row, where one of them was read."""
    found = series.of_a_row(asked, quote.quote) if respective.holds_one(quote.quote, start, end) else None
    if found is None:
        return None
    operands = {
        name: replace(one, start=quote.start + one.start, end=quote.start + one.end, citation=quote)
        for name, one in found.operands.items()
    }
    try:
        return calculating.worked_out(asked.text, evaluate(found.expression, operands, name=found.name))
    except CalculationError:
        return None


def _is_of_less(asked: Question, text: str, start: int) -> bool:
    """Whether a figure is of one of the years that a total is asked over."""
    figure = next((one for one in find(text) if one.start <= start < one.end), None)
    if figure is None or not figure.period or not asked.periods:
        return False
    own, first = read_period(figure.period), min(one.first for one in asked.periods)
    last = max(one.last for one in asked.periods)
    inside = first <= own.first and own.last <= last and (own.first, own.last) != (first, last)
    return inside and (last - first).days > A_YEAR


def _worked_out(asked: Question, answer: Answer, quotes: Quotes) -> Answer:
    """A calculation, unless it is one of something else than the question's."""
    told = " ".join(f"{one.heading} {one.quote}" for one in answer.citations)
    spread = any(name.endswith("period") for one in answer.calculations for name in one.operands)
    if spread and changed.asks(asked) and changed.of_something_else(asked, told):
        return _refused(answer, "The article doesn't give that.")
    if (whole := _whole_asked_for(asked, answer)) is not None:
        return whole
    for one in answer.calculations:
        # By what a margin fell and what it fell to: no growth of the one by the other.
        rates = [part.unit in ("%", "pp") for part in one.operands.values()]
        if "before(" in one.expression and len(rates) > 1 and all(rates) and answer.citations:
            return _quoted(answer, answer.citations)
    return _of_parts(asked, answer, quotes)


def _whole_asked_for(asked: Question, answer: Answer) -> Answer | None:
    """The whole that a share was taken of, where it is what the question asks for: "half of the $4 that it cost"."""
    for one in answer.calculations:
        whole = one.operands.get("whole") if one.expression == "share of whole" else None
        if whole is None or whole.citation is None:
            continue
        quote = whole.citation
        behind = _THAT.match(quote.quote, whole.end - quote.start)
        told = wording(behind[0]) if behind else None
        if told is None or not asked.terms or any(told.holds(term.stem) < MATCHED for term in asked.terms):
            continue
        places = ((quote.document_id, whole.start, whole.end),)
        words = quote.quote[whole.start - quote.start : whole.end - quote.start]
        return replace(answer, short=words, claims=(Claim(words, (quote,)),), highlights=places, notes=())
    return None


def _of_parts(asked: Question, answer: Answer, quotes: Quotes) -> Answer:
    """A calculation, unless it takes figures of places for all of them."""
    cited = [
        (one.citation, one.start - one.citation.start, one.end - one.citation.start)
        for calculation in answer.calculations
        for one in calculation.operands.values()
        if one.citation is not None
    ]
    parts = [one for one in cited if counts.of_a_place(asked, one[0].quote, one[1], one[2])]
    if not parts:
        return answer
    adds = all(calculation.name in ("sum", "total") for calculation in answer.calculations)
    behind = [one for quote, _, _ in parts for one in counts.goes_on(quote, quotes(quote.document_id))]
    if adds and len(parts) == len(cited) and not behind and not any(counts.is_open(one[0].quote) for one in parts):
        return answer
    return _quoted(answer, [*(one[0] for one in cited), *behind])


def _of_others(asked: Question, answer: Answer) -> Answer:
    left_out = others.known(asked.focus)
    told = [one for one in answer.citations if others.tells_of_several(one.quote)]
    if asked.kind is QuestionKind.YESNO:
        yes = answer.short == "Yes" and not told and not left_out
        return _refused(answer, "The article doesn't say that.") if yes else answer
    kept = others.beside(answer.short, left_out) if answer.short is not None and left_out else None
    if kept and answer.short is not None and len(answer.highlights) == 1:
        whole = answer.short
        if kept == [(0, len(whole))]:
            return answer
        if len(kept) == 1:
            (document, at, end), (first, last) = answer.highlights[0], kept[0]
            places = ((document, at + first, at + last),) if end - at == len(whole) else answer.highlights
            claims = (Claim(whole[first:last], answer.citations),)
            return replace(answer, short=whole[first:last], claims=claims, highlights=places)
    if answer.short is not None and not left_out and others.is_row(answer.short):
        return answer
    if kept == [] or not told:
        return _refused(answer, "The article names nobody else for that.")
    return _quoted(answer, told)


def _places(answer: Answer) -> list[tuple[Citation, int, int]]:
    """The highlights, each in the sentence that is cited for it."""
    return [
        (one, start - one.start, end - one.start)
        for document, start, end in answer.highlights
        for one in answer.citations
        if one.document_id == document and one.start <= start and end <= one.end
    ]


def _quoted(answer: Answer, quotes: Sequence[Citation]) -> Answer:
    cited = dict.fromkeys(quotes)
    claims = tuple(Claim(" ".join(one.quote.split()), (one,)) for one in cited)
    return replace(answer, short=None, claims=claims, highlights=(), notes=())


def _refused(answer: Answer, message: str) -> Answer:
    nearest = answer.citations[:1]
    made = Refusal(RefusalReason.NO_EVIDENCE, message, nearest)
    return replace(answer, short=None, claims=(), highlights=(), notes=(), refusal=made)
