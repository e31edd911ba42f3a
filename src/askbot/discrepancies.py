"""What an audit found, as a person or a program reads it: the contract's JSON, and plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from askbot.screen import Look, clean, highlighted, merged, squeeze, wrapped
from askbot.types import Citation, Discrepancy, Severity
from askbot.working import formula

Json = dict[str, object]


def to_json(found: Sequence[Discrepancy]) -> Json:
    """Return an audit for a program: how many of each severity, and each discrepancy with its quotes and places."""
    return {
        **{f"{severity.value}s": _count(found, severity) for severity in Severity},
        "discrepancies": [_one_json(one) for one in found],
    }


def _one_json(one: Discrepancy) -> Json:
    return {
        "kind": one.kind,
        "severity": one.severity.value,
        "text": one.text,
        "places": [{"document_id": document, "start": start, "end": end} for document, start, end in one.places],
        "citations": [
            {
                "n": n,
                "document_id": citation.document_id,
                "title": citation.title,
                "heading": citation.heading,
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
                "sha256": citation.sha256,
            }
            for n, citation in enumerate(one.citations, 1)
        ],
        "calculation": {
            "name": one.calculation.name,
            "expression": one.calculation.expression,
            "operands": {
                name: {
                    "value": f"{operand.value:f}",
                    "unit": operand.unit,
                    "printed": operand.printed,
                    "period": operand.period,
                    "citation": _number(one, operand.citation) if operand.citation else None,
                    "origin": operand.origin.value,
                }
                for name, operand in one.calculation.operands.items()
            },
            "result": {
                "value": one.calculation.result.value,
                "unit": one.calculation.result.unit,
                "rounded": one.calculation.result.rounded,
            },
            "notes": list(one.calculation.notes),
        },
    }


def to_text(found: Sequence[Discrepancy], *, documents: int, width: int = 100, colour: bool = False) -> str:
    """Return an audit for a terminal: what disagrees, how it was worked out, and the sentences, article by article."""
    look = Look(width, colour)
    lines: list[str] = []
    article = ""
    for one in found:
        first = one.citations[0]
        if first.document_id != article:
            article = first.document_id
            lines += ["", *wrapped(f"{squeeze(first.title)} ({squeeze(article)})", look)]
        lines += [
            "",
            *wrapped(f"{one.severity.value.capitalize()}: {squeeze(one.text)}", look, indent="  ", further="    "),
        ]
        lines += wrapped(formula(one.calculation, partial(_number, one)), look, indent="    ", further="      ")
        for n, citation in enumerate(one.citations, 1):
            mark = f"    [{n}] "
            quote = f'"{_marked(one, citation)}"'
            lines += wrapped(quote, look, indent=mark, further=" " * (len(mark) + 1))
    summary = _summary(found, documents)
    return "\n".join([summary, *lines])


def _number(one: Discrepancy, citation: Citation) -> int:
    return one.citations.index(citation) + 1


def _marked(one: Discrepancy, citation: Citation) -> str:
    inside = [
        (start - citation.start, end - citation.start)
        for document, start, end in one.places
        if document == citation.document_id and citation.start <= start and end <= citation.end
    ]
    return highlighted(citation.quote, merged(inside), within=(0, len(citation.quote)))


def _summary(found: Sequence[Discrepancy], documents: int) -> str:
    read = f"{documents:,} document{'' if documents == 1 else 's'}"
    if not found:
        return clean(f"{read}: no figures that disagree.")
    counts = [f"{n} {severity.value}{'' if n == 1 else 's'}" for severity in Severity if (n := _count(found, severity))]
    return f"{read}: {', '.join(counts)}."


def _count(found: Sequence[Discrepancy], severity: Severity) -> int:
    return sum(one.severity is severity for one in found)
