"""Where something stands: the quotes that answer the question whose place is asked for."""

from __future__ import annotations

from collections.abc import Callable

from askbot.question import Question, looked_for
from askbot.types import Answer, Claim


def told(asked: Question, ask: Callable[[str], Answer]) -> Answer | None:
    """Quote what answers the question that another asks the place of: "where does it say how many …?"."""
    found = ask(inner) if (inner := looked_for(asked)) else None
    if found is None or not found.claims:
        return None
    claims = tuple(Claim(" ".join(one.quote.split()), (one,)) for one in found.citations)
    return found if found.calculations else Answer(asked.text, asked.text, claims=claims)
