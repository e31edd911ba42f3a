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
from askbot.periods import read_period
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.reading import amounts, bases, changed, counts, events, others
from askbot.types import Answer, Citation, Claim, Refusal, RefusalReason

_TOTAL = re.compile(r"\b(?:total|sum|combined|altogether|together|in all)\b", re.IGNORECASE)
A_YEAR = 366  # days
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
    return answer


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
    for one in answer.calculations:
        # By what a margin fell and what it fell to: no growth of the one by the other.
        rates = [part.unit in ("%", "pp") for part in one.operands.values()]
        if "before(" in one.expression and len(rates) > 1 and all(rates) and answer.citations:
            return _quoted(answer, answer.citations)
    return _of_parts(asked, answer, quotes)


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
