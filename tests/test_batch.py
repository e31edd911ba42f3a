"""A batch answers every line that can be read, in order, whatever the others are."""

from __future__ import annotations

import io
import json

import pytest

from askbot import batch
from askbot.errors import AskbotError
from fakes import FakeBot, document, fact

ARTICLE = document()
TALL = fact(ARTICLE, "How tall?", quote="It stands 41 metres tall.", short="41 metres")


def calm(error: Exception) -> AskbotError:
    return AskbotError(f"Something went wrong ({type(error).__name__}).", "Look into the log.")


def run(*lines: bytes) -> tuple[list[dict], FakeBot]:
    bot = FakeBot((ARTICLE,), {"How tall?": TALL})
    return list(batch.answers(io.BytesIO(b"\n".join(lines)), bot, unexpected=calm)), bot


def test_ids_come_back_as_they_were_sent_and_in_order():
    answers, _ = run(b'{"id": 7, "question": "How tall?"}', b'{"question": "Why?"}', b'{"id": "x", "question": "Why?"}')
    assert [(a["id"], a["status"]) for a in answers] == [(7, "answered"), (None, "refused"), ("x", "refused")]


def test_earlier_questions_are_answered_first_and_documents_are_handed_on():
    _, bot = run(b'{"question": "And it?", "history": ["How tall?", "Why?"], "documents": ["pellam"]}')
    assert bot.asked == [
        ("How tall?", (), ("pellam",)),
        ("Why?", ("How tall?",), ("pellam",)),
        ("And it?", ("How tall?", "Why?"), ("pellam",)),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1]", "not a JSON object"),
        (b"{}", "no text as its 'question'"),
        (b'{"question": 3}', "no text as its 'question'"),
        (b'{"question": "q", "history": "How tall?"}', "'history' is not a list of texts"),
        (b'{"question": "q", "documents": [1]}', "'documents' is not a list of texts"),
        (b'{"question": "' + b"x" * batch.LONGEST_LINE_BYTES + b'"}', "more than"),
        (json.dumps({"question": "q", "history": ["q"] * 101}).encode(), "at most 100"),
        (b'{"question": " "}', "empty"),
        (b'{"question": "break"}', "Something went wrong (ZeroDivisionError)"),
    ],
)
def test_a_line_that_cannot_be_answered_says_why_and_the_next_is_answered(line: bytes, said: str):
    answers, _ = run(line, b"", b'{"id": "next", "question": "How tall?"}')
    assert [a["status"] for a in answers] == ["error", "answered"]
    assert said in answers[0]["message"]
    assert answers[0]["remedy"]
    assert set(answers[1]) - set(answers[0]) <= {"notes", "engine", "seconds"}


def test_an_unusable_line_that_has_an_id_keeps_it():
    answers, _ = run(b'{"id": "q9", "question": null}')
    assert answers[0]["id"] == "q9"
