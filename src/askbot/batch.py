"""Many questions in one process: JSON lines in, JSON lines out, in the same order.

A line that can't be read or answered becomes a line that says so; the lines after it are still answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from askbot import render
from askbot.errors import AskbotError, QuestionError
from askbot.evaluation import Answerer, converse

# A question has at most 2,000 characters; even a long history with long ids fits many times.
LONGEST_LINE_BYTES = 1_000_000
MOST_EARLIER_QUESTIONS = 100

_REMEDY = 'Write one JSON object a line, such as {"id": "q1", "question": "When was it founded?"}.'


@dataclass(frozen=True, slots=True)
class Request:
    """A line of the contract: a question, those before it, and the documents to keep to; `id` is echoed as it came."""

    question: str
    id: object = None
    history: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def read_request(line: bytes) -> Request:
    """Read one line; raise QuestionError where it isn't a JSON object of the contract."""
    fields = _fields(line)
    question = fields.get("question")
    if not isinstance(question, str):
        raise QuestionError("The line has no text as its 'question'.", _REMEDY)
    history = _texts(fields, "history")
    if len(history) > MOST_EARLIER_QUESTIONS:
        raise QuestionError(
            f"The line's history has {len(history)} questions; at most {MOST_EARLIER_QUESTIONS} can be taken.",
            "Send the latest ones.",
        )
    return Request(question, fields.get("id"), history, _texts(fields, "documents"))


def _fields(line: bytes) -> dict[str, object]:
    if len(line) > LONGEST_LINE_BYTES:
        raise QuestionError(f"The line has more than {LONGEST_LINE_BYTES:,} bytes.", _REMEDY)
    try:
        fields = json.loads(line.decode("utf-8"))
    # Deeply nested brackets exhaust the stack of the JSON reader, not ours.
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"The line is not JSON: {_reason(error)}.", _REMEDY) from error
    if not isinstance(fields, dict):
        raise QuestionError("The line is not a JSON object.", _REMEDY)
    return fields


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "it is not UTF-8"


def _texts(fields: dict[str, object], name: str) -> tuple[str, ...]:
    texts = fields.get(name)
    if texts is None:
        return ()
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise QuestionError(f"The line's '{name}' is not a list of texts.", _REMEDY)
    return tuple(texts)


def answers(lines: BinaryIO, bot: Answerer, *, unexpected: Callable[[Exception], AskbotError]) -> Iterator[render.Json]:
    """Answer each line in its turn, as the contract's objects; blank lines are passed over.

    `unexpected` keeps the details of a failure that isn't an AskbotError and says it calmly.
    """
    for line in _lines(lines):
        if not line.strip():
            continue
        request: Request | None = None
        try:
            request = read_request(line)
            answer = converse(bot, request.question, request.history, documents=request.documents)
            yield render.to_json(answer, request.id)
        except AskbotError as error:
            yield _refused(line, request, error)
        except Exception as error:  # noqa: BLE001 - the lines after this one are still answered
            yield _refused(line, request, unexpected(error))


def _lines(lines: BinaryIO) -> Iterator[bytes]:
    """Yield lines of bounded length: of a longer one the beginning, which is enough to refuse it."""
    while line := lines.readline(LONGEST_LINE_BYTES + 1):
        yield line
        while len(line) > LONGEST_LINE_BYTES and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE_BYTES + 1)


def _refused(line: bytes, request: Request | None, error: AskbotError) -> render.Json:
    if request is not None:
        return render.error_json(error.message, error.remedy, id=request.id, question=request.question)
    try:
        fields = _fields(line)
    except QuestionError:
        return render.error_json(error.message, error.remedy)
    return render.error_json(error.message, error.remedy, id=fields.get("id"))
