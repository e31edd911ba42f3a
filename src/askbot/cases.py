"""Ground truth: one case a line, validated when read and, given the documents, checked against them.

Owns the form of an evaluation file. How an answer is judged is the scorers' affair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from askbot.errors import CaseError
from askbot.types import Document

# The tolerance of a calculated figure where a case names none: "about 37.5 months" for 37.498 is right.
USUAL_TOLERANCE = 0.006

# Lists, summaries and comparisons take more words than a fact does.
LONG_KINDS = frozenset({"list", "summary", "compare"})
WORDS_USUAL, WORDS_LONG = 70, 140


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what makes its answer right.

    Any one of `accept` and all of `all_of` stand in a right answer, none of `forbid` does.
    A cited quote contains or overlaps any one of `evidence`, and each of it where `number` is given.
    """

    id: str
    kind: str
    question: str
    accept: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    number: float | None = None
    unit: str | None = None
    tolerance: float = USUAL_TOLERANCE
    history: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    answerable: bool = True

    @property
    def words(self) -> int:
        """The most words that an answer to this kind of question may take."""
        return WORDS_LONG if self.kind in LONG_KINDS else WORDS_USUAL


def load(path: Path, *, documents: Sequence[Document] = ()) -> list[Case]:
    """Read the cases of a JSON Lines file, each checked.

    Ids are unique, every answerable case has something to be judged by, and where documents
    are given each gold quote stands in one of them. Raises CaseError that names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"The cases '{path}' can't be read: {error}.", "Name a JSON Lines file of cases.") from error
    cases: list[Case] = []
    ids: set[str] = set()
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case = _read(line, where=f"{path}:{n}")
        if case.id in ids:
            raise _wrong(f"{path}:{n}", f"has the id '{case.id}' of an earlier case", "Give each case its own id.")
        if documents:
            _check_evidence(case, documents, where=f"{path}:{n}")
        ids.add(case.id)
        cases.append(case)
    if not cases:
        raise CaseError(f"There is no case in '{path}'.", "Write one JSON object a line.")
    return cases


def _wrong(where: str, what: str, remedy: str) -> CaseError:
    return CaseError(f"Case {where} {what}.", remedy)


def _read(line: str, *, where: str) -> Case:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _wrong(where, "is not JSON", "Write one JSON object a line.") from error
    if not isinstance(fields, dict):
        raise _wrong(where, "is not a JSON object", "Write one JSON object a line.")
    case = Case(
        id=_text(fields, "id", where),
        kind=_text(fields, "cat", where),
        question=_text(fields, "question", where),
        accept=_texts(fields, "accept", where),
        all_of=_texts(fields, "all_of", where),
        evidence=_texts(fields, "evidence", where),
        number=_figure(fields, "number", where),
        unit=_text(fields, "unit", where) if fields.get("unit") is not None else None,
        tolerance=_figure(fields, "tol", where) or USUAL_TOLERANCE,
        history=_texts(fields, "history", where),
        forbid=_texts(fields, "forbid", where),
        answerable=_truth(fields, "answerable", where),
    )
    judged = case.accept or case.all_of or case.evidence or case.number is not None
    if case.answerable and not judged:
        raise _wrong(where, "has nothing that its answer could be judged by", "Give it accept, all_of or a number.")
    if not case.answerable and (case.accept or case.all_of or case.number is not None):
        raise _wrong(where, "must be refused, yet names a right answer", "Leave accept, all_of and number empty.")
    return case


def _text(fields: Mapping[str, object], name: str, where: str) -> str:
    text = fields.get(name)
    if not isinstance(text, str) or not text.strip():
        raise _wrong(where, f"has no text as its '{name}'", f"Give '{name}' a text.")
    return text


def _texts(fields: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    texts = fields.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise _wrong(where, f"has something else than a list of texts as its '{name}'", f"Give '{name}' a list.")
    return tuple(texts)


def _figure(fields: Mapping[str, object], name: str, where: str) -> float | None:
    figure = fields.get(name)
    if figure is None:
        return None
    if isinstance(figure, bool) or not isinstance(figure, int | float):
        raise _wrong(where, f"has something else than a number as its '{name}'", f"Give '{name}' a number.")
    return float(figure)


def _truth(fields: Mapping[str, object], name: str, where: str) -> bool:
    truth = fields.get(name, True)
    if not isinstance(truth, bool):
        raise _wrong(where, f"has neither true nor false as its '{name}'", f"Set '{name}' to true or false.")
    return truth


def _check_evidence(case: Case, documents: Sequence[Document], *, where: str) -> None:
    for quote in case.evidence:
        if not places(quote, documents):
            raise _wrong(where, f"quotes what stands in no document: '{quote}'", "Quote a document word for word.")


def places(quote: str, documents: Sequence[Document]) -> list[tuple[str, int, int]]:
    r"""Return where the documents say this, as (document id, start, end); line breaks count as spaces.

    >>> places("two words", [Document("a", "A", "x two\nwords", "a.txt", "0")])
    [('a', 2, 11)]
    """
    wanted = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    return [(d.id, m.start(), m.end()) for d in documents for m in wanted.finditer(d.text)]
