"""Thumbs as candidate cases: judged answers in the form of the evals. Pure.

A thumb up makes a case that the bot passes today. A thumb down makes one that somebody has to
complete: what the right answer would have been, nobody has said.
"""

from __future__ import annotations

from askbot.slack.memory import Judged
from askbot.types import Answer

Case = dict[str, object]


def case(judged: Judged) -> Case:
    """Return a judged answer as a candidate case, its fields in the evals' order and what it stems from after them."""
    answer = judged.answer
    right = judged.ups > judged.downs
    accept = [_gold(answer)] if right and answer.claims else []
    worked_out = right and bool(answer.calculations)
    return {
        "id": f"slack-{judged.id}",
        "cat": _kind(judged),
        "question": judged.question,
        "accept": [] if worked_out else accept,
        "all_of": [],
        "evidence": _evidence(answer) if right and answer.claims else [],
        "number": float(answer.calculations[-1].result.value) if worked_out else None,
        "unit": answer.calculations[-1].result.unit if worked_out else None,
        "tol": 0.006,
        "history": list(judged.history),
        "forbid": [] if right or not answer.claims else [_gold(answer)],
        "answerable": bool(answer.claims) if right else True,
        "verdict": {"ups": judged.ups, "downs": judged.downs},
        "answer": {
            "short": answer.short,
            "claims": [claim.text for claim in answer.claims],
            "refusal": answer.refusal.message if answer.refusal else None,
            "citations": [
                {"document_id": c.document_id, "start": c.start, "end": c.end, "quote": c.quote}
                for c in answer.citations
            ],
        },
    }


def is_complete(fields: Case) -> bool:
    """Say whether a case can be scored as it stands."""
    return not fields["answerable"] or bool(fields["accept"]) or fields["number"] is not None


def _gold(answer: Answer) -> str:
    return answer.short or answer.claims[0].text


def _evidence(answer: Answer) -> list[str]:
    """The cited quotes, line by line: a case's evidence lies within a line of the article."""
    return [line.strip() for citation in answer.citations for line in citation.quote.splitlines() if line.strip()]


def _kind(judged: Judged) -> str:
    answer = judged.answer
    if answer.refusal is not None:
        return "unanswerable"
    if judged.history:
        return "followup"
    if answer.calculations:
        return "calc"
    return "yesno" if answer.short in ("Yes", "No") else "fact" if answer.short else "list"
