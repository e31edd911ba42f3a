"""An answer as it is kept: the contract's JSON and back. Pure.

What comes back is enough to continue a conversation, to open a passage and to write a case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from askbot import render
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


def write(answer: Answer) -> str:
    """Return an answer as JSON: the fields of the contract."""
    return json.dumps(render.to_json(answer), ensure_ascii=False)


def read(text: str) -> Answer:
    """Return the answer that `write` wrote."""
    fields: dict[str, Any] = json.loads(text)
    citations = [_citation(c) for c in fields["citations"]]
    calculations = (_calculation(c, citations) for c in fields["calculations"])  # one for each claim that has any
    refusal = fields["refusal"]
    return Answer(
        question=fields["question"],
        standalone_question=fields["standalone_question"],
        short=fields["short"],
        claims=tuple(
            Claim(
                claim["text"],
                tuple(citations[n - 1] for n in claim["citations"]),
                next(calculations) if claim["calculation"] else None,
            )
            for claim in fields["claims"]
        ),
        refusal=None
        if refusal is None
        else Refusal(
            RefusalReason(refusal["reason"]), refusal["message"], tuple(_citation(c) for c in refusal["nearest"])
        ),
        message=fields["text"] if fields["status"] == "message" else None,
        notes=tuple(fields["notes"]),
        highlights=tuple((document, start, end) for document, start, end in fields["highlights"]),
        engine=fields["engine"],
        seconds=fields["seconds"],
    )


def _citation(fields: Mapping[str, Any]) -> Citation:
    return Citation(
        fields["document_id"],
        fields["title"],
        fields["heading"],
        fields["quote"],
        fields["start"],
        fields["end"],
        fields["sha256"],
    )


def _calculation(fields: Mapping[str, Any], citations: Sequence[Citation]) -> Calculation:
    operands = {
        name: Quantity(
            value=Decimal(operand["value"]),
            unit=operand["unit"],
            printed=operand["printed"],
            start=operand["start"],
            end=operand["end"],
            period=operand["period"],
            hedge=operand["hedge"],
            citation=citations[operand["citation"] - 1] if operand["citation"] else None,
            origin=Origin(operand["origin"]),
        )
        for name, operand in fields["operands"].items()
    }
    result = fields["result"]
    return Calculation(
        fields["name"],
        fields["expression"],
        operands,
        CalculationResult(result["value"], result["unit"], result["rounded"]),
        tuple(fields["notes"]),
    )
