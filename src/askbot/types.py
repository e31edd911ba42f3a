"""The nouns of askbot: documents, passages, citations, quantities, answers.

Every other module speaks in these values. They are frozen, know nothing of storage,
models or screens, and refuse to exist in a state that would be a lie.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """One article, exactly as it was read; every offset in askbot is a character offset into `text`.

    `path` is the file's, under the corpus folder, with its suffix. `pages` are the offsets where its pages begin,
    none where it has no pages. `file` tells one state of the file from another; "" where nobody kept it.
    """

    id: str
    title: str
    text: str
    source: str
    sha256: str
    published: str | None = None
    author: str | None = None
    path: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    file: str = ""

    def __post_init__(self) -> None:
        if not self.id or not self.text:
            raise ValueError("a document has an id and a text")
        if self.pages and (self.pages[0] != 0 or list(self.pages) != sorted(self.pages)):
            raise ValueError("pages begin at the first character and don't overlap")

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that a character offset stands on, counted from 1; None without pages."""
        return bisect_right(self.pages, offset) or None

    def cite(self, passage: Passage) -> Citation:
        """Quote a passage of this document, whole."""
        start, end = passage.start, passage.end
        return Citation(
            self.id, self.title, passage.heading, passage.text, start, end, self.sha256, self.page_at(start)
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one document, the unit of retrieval: a sentence or a few, never a bare heading."""

    document_id: str
    heading: str
    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.text) or not self.text.strip():
            raise ValueError(f"passage {self.document_id}:{self.start}-{self.end} is not a span of text")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found; a higher score is better, always.

    `similarity` is the cosine between question and passage, or None where only the
    keyword half found it.
    """

    passage: Passage
    score: float
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: `document.text[start:end] == quote`, which grounding checks."""

    document_id: str
    title: str
    heading: str
    quote: str
    start: int
    end: int
    sha256: str
    page: int | None = None  # the page that the quote begins on, where the document has pages

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote:
            raise ValueError(f"citation {self.document_id}:{self.start}-{self.end} does not fit its quote")


class Origin(StrEnum):
    """Where an operand of a calculation comes from."""

    PRINTED = "printed"  # stands in the cited sentence
    DERIVED = "derived"  # the result of an earlier calculation in the same answer
    ASSUMED = "assumed"  # given in the question
    CONSTANT = "constant"  # a fact of units: 12 months in a year


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit, in base scale: "$3.2 million" is 3200000 USD; "12.5%" is 12.5 of unit "%".

    `start` and `end` are the span of `printed` in the text it was found in (the document's,
    once a citation is attached); both are 0 for a figure that was assumed or worked out.
    `period` is ISO 8601: a day "2025-09-30", a year "2025", or "2025-01-01/2025-09-30".
    """

    value: Decimal
    unit: str
    printed: str
    start: int = 0
    end: int = 0
    period: str | None = None
    hedge: str | None = None
    citation: Citation | None = None
    origin: Origin = Origin.PRINTED


@dataclass(frozen=True, slots=True)
class CalculationResult:
    """A worked-out value: `value` to 28 significant digits, `rounded` as a person reads it."""

    value: str
    unit: str
    rounded: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """An expression over named operands and its exact result; built only by the calculator."""

    name: str
    expression: str
    operands: Mapping[str, Quantity]
    result: CalculationResult
    notes: tuple[str, ...] = ()


class Severity(StrEnum):
    """How sure it is that figures disagree, and how much it matters."""

    ERROR = "error"  # no rounding and no reading makes them agree
    WARNING = "warning"  # they disagree unless one of them was meant loosely
    NOTE = "note"  # both may be right, and a reader would still want to know


@dataclass(frozen=True, slots=True)
class Flag:
    """What an answer says that touches figures which disagree, and the document spans of these figures."""

    kind: str
    text: str
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Figures of a document that disagree: what follows from some of them, against what is printed.

    `places` are the document spans of all the figures that it is about: (document_id, start, end).
    """

    kind: str
    severity: Severity
    text: str
    calculation: Calculation
    citations: tuple[Citation, ...]
    places: tuple[tuple[str, int, int], ...]

    def __post_init__(self) -> None:
        if not self.citations or len(self.places) < 2:
            raise ValueError("a discrepancy is about two figures or more, and quotes them")

    @property
    def flag(self) -> Flag:
        """What answers need of it."""
        return Flag(self.kind, self.text, self.places)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, with the citations or the calculation that bear it."""

    text: str
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None

    def __post_init__(self) -> None:
        if not self.citations and self.calculation is None:
            raise ValueError("a claim has a citation or a calculation")


class RefusalReason(StrEnum):
    """Why a question was not answered."""

    NO_EVIDENCE = "no_evidence"  # about the corpus's subjects, but not in it
    OFF_TOPIC = "off_topic"  # nothing to do with the corpus
    NOT_COMPUTABLE = "not_computable"  # an operand is missing
    UNSUPPORTED = "unsupported"  # not a question that askbot answers


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not knowing, said honestly: what is missing and the nearest thing that the corpus does say."""

    reason: RefusalReason
    message: str
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """A chat model's part in an answer: what it took, and why the offline answer stands where it does.

    Tokens are None where the server doesn't count them, the cost where no price was set. `dropped` are the claims
    that the gate let not through; `failure` is None where the answer is the model's.
    """

    model: str
    seconds: float
    calls: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    dropped: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets: claims, a refusal or a message; exactly one of the three.

    `short` is the bare answer in the article's own words, "Yes"/"No", or None where only whole
    sentences answer. `highlights` are the document spans of the bare answer's words inside
    the citations, for the surfaces to mark: (document_id, start, end).
    """

    question: str
    standalone_question: str
    short: str | None = None
    claims: tuple[Claim, ...] = ()
    refusal: Refusal | None = None
    message: str | None = None
    notes: tuple[str, ...] = ()
    highlights: tuple[tuple[str, int, int], ...] = ()
    engine: str = "offline"
    seconds: float = 0.0
    writing: Writing | None = None

    def __post_init__(self) -> None:
        if sum((bool(self.claims), self.refusal is not None, self.message is not None)) != 1:
            raise ValueError("an answer has claims, a refusal or a message, and only one of them")

    @property
    def status(self) -> str:
        """`answered`, `refused` or `message`."""
        if self.claims:
            return "answered"
        return "refused" if self.refusal is not None else "message"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in order of first use (the nearest evidence for a refusal): number n is at n - 1."""
        found: dict[tuple[str, int, int], Citation] = {}
        for claim in self.claims:
            operands = claim.calculation.operands.values() if claim.calculation else ()
            for citation in (*claim.citations, *(o.citation for o in operands if o.citation)):
                found.setdefault((citation.document_id, citation.start, citation.end), citation)
        return tuple(found.values())

    @property
    def calculations(self) -> tuple[Calculation, ...]:
        """The claims' calculations, in order."""
        return tuple(claim.calculation for claim in self.claims if claim.calculation)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Doing:
    """What the bot is at while it answers, for a status line."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as it is written and let through; its claims stay as they are, more may follow."""

    answer: Answer


Heard = Callable[[Doing | Written], None]
"""Who listens while an answer is made. It is called from the thread that asked."""


class Library(Protocol):
    """Where the passages stand: the index, seen from the reader."""

    def __hash__(self) -> int:
        """Return the same as long as the library holds the same."""
        ...

    def document(self, document_id: str) -> Document:
        """Return the document of that id."""
        ...

    def documents(self) -> Sequence[Document]:
        """Return every document."""
        ...

    def passages(self, document_id: str) -> list[Passage]:
        """Return the document's passages, in order."""
        ...

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same heading, in order, the given one among them."""
        ...

    def flags(self, document_id: str) -> Sequence[Flag]:
        """Return what is to be said of the document's figures that disagree."""
        ...

    def holding(self, name: str, most: int) -> tuple[str, ...]:
        """Return the ids of up to `most` documents that print a word of the name; none where more do."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words of the corpus in lower case, with the number of passages that hold each."""
        ...


class Retriever(Protocol):
    """Finds passages for a question, best first."""

    def retrieve(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[Hit]:
        """Return up to `k` hits, only from `documents` (ids) where any are named."""
        ...


class Reader(Protocol):
    """Reads an answer out of hits."""

    def read(self, question: str, hits: Sequence[Hit]) -> Answer:
        """Answer from the hits alone, or refuse."""
        ...
