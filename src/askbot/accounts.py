"""What other articles say to the same question: where their figures differ, all are shown, the newest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from askbot.matching import wording
from askbot.precision import meant
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.reading.evidence import Evidence, Survey
from askbot.selection import told
from askbot.types import Answer, Citation, Document, Hit, Quantity

# Each is read by the model once more; a question that more articles answer differently has been told enough.
MOST_ARTICLES = 4
# A sentence of another article bears the question out at least so much less than the one that answered.
LEAST_SUPPORT = 0.12
_EXPECTED = re.compile(
    r"\b(?:expect\w*|forecast\w*|plan\w*|target\w*|will|would|estimat\w*|guidance|aims?|aimed|project(?:s|ed|ion)|likely)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Account:
    """An answer out of one article alone, with the figure that it comes to."""

    answer: Answer
    document: Document
    figure: Quantity


def collate(
    answer: Answer,
    asked: Question,
    hits: Sequence[Hit],
    *,
    survey: Callable[[Sequence[Hit]], Survey],
    read: Callable[[Sequence[Hit]], Answer],
    document: Callable[[str], Document],
) -> Answer:
    """Put other articles' figures beside an answer's, where they are of the same thing and time and not the same.

    The newest statement comes first and is the bare answer; a note names each article and its day. Only for a fact
    that is one figure out of one article; `read` answers from hits, grounded.
    """
    if asked.kind is not QuestionKind.FACT or len({hit.passage.document_id for hit in hits}) < 2:
        return answer
    own = _account(answer, document)
    if own is None:
        return answer
    view = survey(hits)
    borne = _evidence(view, own.answer.citations[0])
    if borne is None:
        return answer
    found = [own]
    for document_id in _others(view, borne, own.document.id):
        among = [hit for hit in hits if hit.passage.document_id == document_id]
        other = _account(read(among), document)
        if other is not None and _is_borne(view, other, borne) and _contradicts(own, other, asked):
            found.append(other)
    if len(found) < 2:
        return answer
    # Sorting keeps the order of articles without a day, the one that answered first.
    found.sort(key=lambda account: account.document.published or "", reverse=True)
    return _together(answer, found)


def _together(answer: Answer, found: Sequence[Account]) -> Answer:
    said = "; ".join(f"{one.answer.short} ({told(one.document)})" for one in found)
    newest = found[0].answer
    times = {one.figure.period for one in found} - {None}
    what = "speak of different times" if len(times) > 1 else "differ"
    return replace(
        answer,
        short=newest.short,
        claims=tuple(claim for one in found for claim in one.answer.claims),
        highlights=tuple(place for one in found for place in one.answer.highlights),
        notes=(*newest.notes, f"The articles {what}: {said}."),
    )


def _account(answer: Answer, document: Callable[[str], Document]) -> Account | None:
    """The article and the figure of an answer that is one figure out of one sentence; None for any other."""
    if answer.short is None or answer.calculations or len(answer.highlights) != 1 or len(answer.citations) != 1:
        return None
    (citation,), (_, start, end) = answer.citations, answer.highlights[0]
    article = document(citation.document_id)
    at = start - citation.start
    inside = [
        figure
        for figure in find(citation.quote, published=article.published)
        if at <= figure.start and figure.end <= end - citation.start
    ]
    return Account(answer, article, inside[0]) if len(inside) == 1 else None


def _evidence(view: Survey, citation: Citation) -> Evidence | None:
    return next((one for one in view.evidence if one.citation() == citation), None)


def _others(view: Survey, borne: Evidence, own: str) -> list[str]:
    """The other articles with a sentence that bears the question out nearly as well, the best first."""
    found = dict.fromkeys(
        one.document.id for one in view.evidence if one.document.id != own and _bears(view, one, borne)
    )
    return list(found)[:MOST_ARTICLES]


def _bears(view: Survey, one: Evidence, borne: Evidence) -> bool:
    """Whether another article's sentence is of what the question names, and of its other words nearly as well."""
    same = bool(set(one.profile.main) & set(borne.profile.main))
    # A question that names nobody is about whom its article is about; a name may stand further up in such an article.
    before = [term for term in one.match.missing_names if same and wording(one.document.text).holds(term.stem) == 1.0]
    if len(before) < len(one.match.missing_names) or not (view.names or same):
        return False
    total = sum(view.weights.get(term.stem, 1.0) for term in view.asked.terms) or 1.0
    gained = sum(view.weights.get(term.stem, 1.0) for term in before)
    return one.match.support + gained / total >= borne.match.support - LEAST_SUPPORT


def _is_borne(view: Survey, other: Account, borne: Evidence) -> bool:
    evidence = _evidence(view, other.answer.citations[0])
    return evidence is not None and _bears(view, evidence, borne)


def _contradicts(own: Account, other: Account, asked: Question) -> bool:
    """Whether two figures are of the same sort and time, and no rounding makes them one.

    Where the question names no time, a newer article's figure for a later one counts too, as long as neither is
    of what is only expected.
    """
    one, two = own.figure, other.figure
    if one.unit != two.unit or meant(one).meets(meant(two)):
        return False
    if one.period is None or two.period is None or one.period == two.period:
        return True
    expected = any(_EXPECTED.search(account.answer.citations[0].quote) for account in (own, other))
    return not asked.periods and not expected and _is_later(own, other) == _is_newer(own, other)


def _is_later(own: Account, other: Account) -> bool:
    return (other.figure.period or "").rpartition("/")[2] > (own.figure.period or "").rpartition("/")[2]


def _is_newer(own: Account, other: Account) -> bool:
    return (other.document.published or "") > (own.document.published or "")
