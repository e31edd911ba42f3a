"""A conversation to take along: as Markdown for people, as JSON for programs, and answers' JSON read back.

Pure. Nothing is lost on the way: every citation keeps its place, every calculation its exact operands, so
that what was exported can be checked and replayed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from askbot import render
from askbot.screen import clean, squeeze
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
    Turn,
)

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Exported:
    """A turn with the moment it was finished, ISO 8601, or None where nobody noted it."""

    turn: Turn
    at: str | None = None


# --- JSON ------------------------------------------------------------------------------------------------------------


def to_json(session: str, turns: Sequence[Exported]) -> dict[str, object]:
    """Return a conversation as one object; each answer is the contract's.

    `calculations` are those of all answers together, so that `askbot replay` takes the whole.
    """
    return {
        "format": FORMAT,
        "session": session,
        "turns": [
            {"at": one.at, "question": one.turn.question, "answer": render.to_json(one.turn.answer)} for one in turns
        ],
        "calculations": [calculation for one in turns for calculation in _calculations(one)],
    }


def _calculations(one: Exported) -> list[Any]:
    listed = render.to_json(one.turn.answer)["calculations"]
    return listed if isinstance(listed, list) else []


def answer(fields: Mapping[str, Any]) -> Answer:
    """Read an answer back from the contract's JSON.

    `render.to_json` of the result is what was read, to the last field. Raises ValueError for anything else.
    """
    try:
        return _answer(fields)
    except (KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        raise ValueError(f"not an answer: {type(error).__name__}: {error}") from error


def _answer(fields: Mapping[str, Any]) -> Answer:
    citations = [_citation(one) for one in fields["citations"]]
    calculations = iter([_calculation(one, citations) for one in fields["calculations"]])
    refusal = fields["refusal"]
    return Answer(
        question=str(fields["question"]),
        standalone_question=str(fields["standalone_question"]),
        short=fields["short"],
        claims=tuple(
            Claim(
                one["text"],
                tuple(citations[n - 1] for n in one["citations"]),
                next(calculations) if one["calculation"] is not None else None,
            )
            for one in fields["claims"]
        ),
        refusal=Refusal(
            RefusalReason(refusal["reason"]), refusal["message"], tuple(_citation(one) for one in refusal["nearest"])
        )
        if refusal
        else None,
        message=fields["text"] if fields["status"] == "message" else None,
        notes=tuple(fields.get("notes", ())),
        highlights=tuple((str(d), int(start), int(end)) for d, start, end in fields.get("highlights", ())),
        engine=fields["engine"],
        seconds=float(fields["seconds"]),
    )


def _citation(fields: Mapping[str, Any]) -> Citation:
    names = ("document_id", "title", "heading", "quote", "start", "end", "sha256")
    return replace(Citation(*(fields[name] for name in names)), page=fields.get("page"))


def _calculation(fields: Mapping[str, Any], citations: Sequence[Citation]) -> Calculation:
    result = fields["result"]
    return Calculation(
        fields["name"],
        fields["expression"],
        {name: _operand(one, citations) for name, one in fields["operands"].items()},
        CalculationResult(result["value"], result["unit"], result["rounded"]),
        tuple(fields["notes"]),
    )


def _operand(fields: Mapping[str, Any], citations: Sequence[Citation]) -> Quantity:
    n = fields["citation"]
    return Quantity(
        Decimal(fields["value"]),
        fields["unit"],
        fields["printed"],
        int(fields.get("start", 0)),
        int(fields.get("end", 0)),
        fields["period"],
        fields.get("hedge"),
        citations[n - 1] if n is not None else None,
        Origin(fields["origin"]),
    )


# --- Markdown --------------------------------------------------------------------------------------------------------

# A backslash before a sign is that sign and no markup, anywhere; before a list's mark it matters only at the start.
_SIGNS = frozenset("\\`*_[]#|<>~&$")
_LIST_MARK = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)](?: |$)))")


def to_markdown(session: str, turns: Sequence[Exported]) -> str:
    """Return a conversation as Markdown: answers first, then quotes with their places, then calculations in full.

    What stems from articles and questions is text and nothing else: no link, tag, image or heading of its own.
    A calculation stands there as a reader sees it and as JSON, which `askbot replay` takes.
    """
    lines = [f"# Conversation {escaped(session)}", ""]
    for one in turns:
        lines += _turn_lines(one)
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    r"""Return text as Markdown shows it letter by letter, on one line.

    >>> print(escaped("1. *b* <c> [d](e)"))
    1\. \*b\* \<c\> \[d\](e)
    """
    line = "".join(f"\\{c}" if c in _SIGNS else c for c in squeeze(text))
    return _LIST_MARK.sub(lambda mark: f"\\{mark[0]}" if mark[0] in "-+=" else f"{mark[0]}\\", line)


def _turn_lines(one: Exported) -> list[str]:
    said = one.turn.answer
    lines = [f"## {escaped(one.turn.question) or '…'}", ""]
    if one.at:
        lines += [f"*{escaped(one.at)}*", ""]
    if render.differs(said.standalone_question, one.turn.question):
        lines += [f"*({escaped(said.standalone_question)})*", ""]
    # Two blanks at the end of a line break it there.
    lines += ["  \n".join(escaped(line) for line in render.plain(said).split("\n")), ""]
    for n, citation in enumerate(render.numbered(said), 1):
        whence = ", ".join(escaped(part) for part in (citation.title, citation.heading) if part)
        place = f"{clean(citation.document_id)}:{citation.start}-{citation.end}".replace("`", "'")
        lines += [f"> \\[{n}\\] {escaped(citation.quote)}", ">", f"> {whence}, `{place}`", ""]
    for note in (*said.notes, *(note for c in said.calculations for note in c.notes)):
        lines += [f"- {escaped(note)}", ""]
    if calculations := _calculations(one):
        lines += ["<details><summary>Calculations as data</summary>", "", "```json"]
        # ASCII alone, and no backtick: nothing in a quote can end the fence or turn the text around.
        lines += [json.dumps({"calculations": calculations}, indent=1).replace("`", "\\u0060"), "```", ""]
        lines += ["</details>", ""]
    return lines
