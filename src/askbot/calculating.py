"""Numeric questions: a plan's operands are read like any question's answer, and the calculator works it out.

An operand that the corpus doesn't give is named in the refusal, and nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable

from askbot import calculator, planner
from askbot.errors import CalculationError
from askbot.lexicon import Kind
from askbot.programs import Found, Missing, Plan, Slot, Stated, UnitKind
from askbot.types import (
    Answer,
    Calculation,
    CalculationResult,
    Citation,
    Claim,
    Origin,
    Quantity,
    Refusal,
    RefusalReason,
)
from askbot.units import plural

LEAST_STATED = 0.6
KINDS = {
    UnitKind.MONEY: frozenset({Kind.MONEY}),
    UnitKind.RATE: frozenset({Kind.MONEY}),
    UnitKind.PRICE: frozenset({Kind.MONEY}),
    UnitKind.SHARE: frozenset({Kind.SHARE}),
    UnitKind.COUNT: frozenset({Kind.COUNT}),
    UnitKind.MULTIPLE: frozenset({Kind.MULTIPLE}),
    UnitKind.DURATION: frozenset({Kind.DURATION}),
    UnitKind.DATE: frozenset({Kind.DATE}),
    UnitKind.ANY: frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.MULTIPLE, Kind.MEASURE, Kind.DURATION}),
}
Read = Callable[[str], Answer]
Find = Callable[[Slot], list[Found]]


def calculate(question: str, *, read: Read, find: Find, articles: int) -> Answer | None:
    """Answer a question that asks for a calculation; None where it asks for none, or a plain reading does as well.

    `read` answers a question by reading, `find` reads one figure. What is typed as arithmetic needs no corpus.
    """
    try:
        typed = calculator.arithmetic(question)
    except CalculationError as error:
        return _refused(question, f"That can't be worked out: {error.message}")
    if typed is not None:
        return _worked_out(question, typed)
    made = planner.plan(question)
    if made is None:
        return None
    if made.printed is not None and any(found.score >= planner.CLEARLY for found in find(made.printed)):
        return None  # the article prints it, so it is read
    if made.fallback and (direct := read(question)).claims:
        return direct
    outcome = planner.work_out(made, find)
    if isinstance(outcome, Calculation):
        return _worked_out(question, outcome, stated=_stated(made, find))
    if isinstance(outcome, Stated):
        return None if made.tentative or made.fallback else _given(question, outcome.quantity)
    if made.tentative or made.fallback:
        return None
    return _refused(question, _missing(outcome, articles=articles))


def _stated(made: Plan, find: Find) -> Quantity | None:
    """What the article itself gives as the result."""
    if made.stated_question is None or made.assumed:
        return None
    slot = Slot("stated", (made.stated_question,), UnitKind.DURATION, made.stated_question)
    found = find(slot)
    return found[0].quantity if found else None


def _worked_out(question: str, calculation: Calculation, *, stated: Quantity | None = None) -> Answer:
    text = said(calculation.result)
    citations = cited(calculation)
    assumed = [o.printed for o in calculation.operands.values() if o.origin is Origin.ASSUMED and citations]
    sentence = f"{text} (assuming {', '.join(assumed)})" if assumed else text
    claims = [Claim(sentence, citations, calculation)]
    if stated is not None and stated.citation is not None:
        claims.append(Claim(f"The article itself says {stated.printed}.", (stated.citation,)))
    highlights = tuple(
        (o.citation.document_id, o.start, o.end)
        for o in (*calculation.operands.values(), *([stated] if stated else []))
        if o.citation is not None and o.end > o.start
    )
    return Answer(question, question, short=text, claims=tuple(claims), highlights=highlights)


def _given(question: str, quantity: Quantity) -> Answer | None:
    if quantity.citation is None:
        return None
    place = (quantity.citation.document_id, quantity.start, quantity.end)
    claim = Claim(quantity.printed, (quantity.citation,))
    return Answer(question, question, short=quantity.printed, claims=(claim,), highlights=(place,))


def _refused(question: str, message: str) -> Answer:
    return Answer(question, question, refusal=Refusal(RefusalReason.NOT_COMPUTABLE, message))


def _missing(outcome: Missing, *, articles: int) -> str:
    here = "The article gives" if articles == 1 else "The articles give"
    if outcome.names:
        named = [f"no figure for {name}" for name in outcome.names]
        return f"{here} {' and '.join(named)}, so that can't be worked out."
    return f"That can't be worked out: {outcome.reason}"


def cited(calculation: Calculation) -> tuple[Citation, ...]:
    """Every operand's citation once, in order."""
    found = [operand.citation for operand in calculation.operands.values() if operand.citation is not None]
    return tuple(dict.fromkeys(found))


def said(result: CalculationResult) -> str:
    """A result as a person reads it: "37.5 months", "$334.8 million a year", "22.4%".

    >>> said(CalculationResult("37.49", "month", "37.5"))
    '37.5 months'
    """
    above, _, below = result.unit.partition("/")
    rounded = result.rounded
    if any(character.isalpha() or character in "%$€£¥" for character in rounded):
        return rounded
    if above == "%":
        return f"{rounded}%"
    if above == "pp":
        return f"{rounded} percentage points"
    if above == "x":
        return f"{rounded} times"
    if above.isupper():
        amount = f"{above} {rounded}"
        return f"{amount} a {below}" if below else amount
    unit = above if rounded == "1" else plural(above)
    return f"{rounded} {unit}{f' a {below}' if below else ''}".strip()
