"""An answer as Slack's memory keeps it: the contract's JSON and back. Pure.

What comes back is enough to continue a conversation, to open a passage and to write a case.
"""

from __future__ import annotations

import json

from askbot import render, transcript
from askbot.types import Answer


def write(answer: Answer) -> str:
    """Return an answer as JSON: the fields of the contract."""
    return json.dumps(render.to_json(answer), ensure_ascii=False)


def read(text: str) -> Answer:
    """Return the answer that `write` wrote; ValueError for anything else."""
    return transcript.answer(json.loads(text))
