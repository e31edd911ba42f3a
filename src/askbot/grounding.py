"""The one rule for "supported": what an answer says stands in its quotes or comes out of its calculation.

Pure. It keeps a claim, drops it, or, with nothing left, refuses; it never mends one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from askbot.rounding import spoken
from askbot.types import Answer, Calculation, Citation, Claim, Document, Refusal, RefusalReason
from askbot.words import Token, is_function_word, tokens

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
NOTHING_LEFT = "The articles bear out no answer to that."


def ground(answer: Answer, document: Callable[[str], Document], *, written: bool = False) -> Answer:
    """Keep the claims that are borne out; with none left the answer becomes a refusal.

    After it every quote equals its document's text at its offsets, and every figure and name of a claim
    stands in the claim's quotes or belongs to its calculation. What a chat model has `written` is held to more:
    every unit, time and word too.
    """
    if answer.refusal is not None:
        nearest = tuple(citation for citation in answer.refusal.nearest if quoted(citation, document))
        return replace(answer, refusal=replace(answer.refusal, nearest=nearest))
    if not answer.claims:
        return answer
    kept = tuple(claim for claim in answer.claims if not faults(claim, document, written=written))
    if not kept:
        refusal = Refusal(RefusalReason.NO_EVIDENCE, NOTHING_LEFT)
        return Answer(answer.question, answer.standalone_question, refusal=refusal, engine=answer.engine)
    if kept == answer.claims:
        return answer
    short = answer.short if answer.short is None or stands(answer.short, kept) else None
    return replace(answer, claims=kept, short=short)


def faults(claim: Claim, document: Callable[[str], Document], *, written: bool = False) -> list[str]:
    """Name what a claim says that nothing bears out; empty for a supported claim.

    A claim that a chat model has `written` also keeps its quotes' units, times, words, denials and doubts, and each
    figure stays with the words that it belongs to.
    """
    citations = [*claim.citations, *_operand_citations(claim.calculation)]
    found = [f"quote {c.document_id}:{c.start}-{c.end}" for c in citations if not quoted(c, document)]
    borne = " ".join([c.quote for c in citations] + [c.heading for c in citations] + _worked_out(claim.calculation))
    figures = set(_figures(borne))
    found.extend(f"figure {figure}" for figure in _figures(claim.text) if figure not in figures)
    words = set(re.findall(r"[^\W_]+", borne.lower()))
    found.extend(
        f"name {token.text}"
        for token in tokens(claim.text)
        if _is_capitalised(token) and not set(re.findall(r"[^\W_]+", token.text.lower())) <= words
    )
    if written:
        from askbot import fidelity  # an offline question never needs it

        quotes = list(dict.fromkeys(citation.quote for citation in citations))
        headings = {citation.heading for citation in citations}
        found.extend(fidelity.unborne(claim.text, quotes, beside=headings, worked=_said(claim.calculation)))
    return found


def _said(calculation: Calculation | None) -> list[str]:
    """A result as it is put into words, for units: "37.5 months"."""
    return [spoken(calculation.result), *_worked_out(calculation)] if calculation else []


def _is_capitalised(token: Token) -> bool:
    """A word with a capital may be a name, also where it opens the claim."""
    return token.text != token.text.lower() and not is_function_word(token.lower) and token.text not in ("Yes", "No")


def quoted(citation: Citation, document: Callable[[str], Document]) -> bool:
    """Say whether a citation's quote is its document's text at its offsets, of the very text that was indexed."""
    source = document(citation.document_id)
    return source.sha256 == citation.sha256 and source.text[citation.start : citation.end] == citation.quote


def stands(short: str, claims: Iterable[Claim]) -> bool:
    """Say whether a bare answer's words stand in the claims' quotes or texts."""
    return any(
        " ".join(short.split()) in " ".join(text.split())
        for claim in claims
        for text in (claim.text, *(citation.quote for citation in claim.citations))
    )


def _operand_citations(calculation: Calculation | None) -> list[Citation]:
    operands = calculation.operands.values() if calculation else ()
    return [operand.citation for operand in operands if operand.citation is not None]


def _worked_out(calculation: Calculation | None) -> list[str]:
    if calculation is None:
        return []
    operands = [operand.printed for operand in calculation.operands.values()]
    return [calculation.result.value, calculation.result.rounded, calculation.name, *operands, *calculation.notes]


def _figures(text: str) -> list[str]:
    """Printed figures without their thousands separators: "12,000" and "12000" are one."""
    return [found.replace(",", "").rstrip(".") for found in _FIGURE.findall(text)]
