"""Values and a bot for tests of the surfaces: real types, no model, no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from askbot.errors import QuestionError
from askbot.types import (
    Answer,
    Calculation,
    CalculationResult,
    Citation,
    Claim,
    Document,
    Heard,
    Hit,
    Origin,
    Passage,
    Quantity,
    Refusal,
    RefusalReason,
    Turn,
)

TEXT = """The lighthouse at Pellam Head

The lighthouse was built in 1871 from local granite. It stands 41 metres tall.
Money
The trust spent £2.4 million on the repair in 2023. It holds £600,000 in reserve, and it expects to spend £50,000 \
a month.
"""


def document(text: str = TEXT, id: str = "pellam", title: str = "The lighthouse at Pellam Head") -> Document:
    return Document(id, title, text, "tests", hashlib.sha256(text.encode()).hexdigest())


def cite(article: Document, quote: str, heading: str = "") -> Citation:
    start = article.text.index(quote)
    return Citation(article.id, article.title, heading, quote, start, start + len(quote), article.sha256)


def fact(article: Document, question: str, *, quote: str, short: str, heading: str = "", **more: object) -> Answer:
    citation = cite(article, quote, heading)
    start = citation.start + quote.index(short)
    return Answer(
        question,
        question,
        short=short,
        claims=(Claim(short, (citation,)),),
        highlights=((article.id, start, start + len(short)),),
        **more,  # type: ignore[arg-type]
    )


def sentence(article: Document, question: str, *, quote: str, short: str | None = None) -> Answer:
    return Answer(question, question, short=short, claims=(Claim(quote, (cite(article, quote),)),))


def refusal(article: Document, question: str, *, message: str, nearest: str | None = None) -> Answer:
    citations = (cite(article, nearest),) if nearest else ()
    return Answer(question, question, refusal=Refusal(RefusalReason.NO_EVIDENCE, message, citations))


def runway(article: Document, question: str) -> Answer:
    quote = "It holds £600,000 in reserve, and it expects to spend £50,000 a month."
    citation = cite(article, quote, "Money")

    def amount(value: str, unit: str, printed: str) -> Quantity:
        start = article.text.index(printed)
        return Quantity(Decimal(value), unit, printed, start, start + len(printed), citation=citation)

    calculation = Calculation(
        "runway",
        "reserve / (monthly_burn * factor)",
        {
            "reserve": amount("600000", "GBP", "£600,000"),
            "monthly_burn": amount("50000", "GBP/month", "£50,000 a month"),
            "factor": Quantity(Decimal("1.20"), "", "1.20", origin=Origin.ASSUMED),
        },
        CalculationResult("10", "month", "10"),
        ("Counts the reserve alone.",),
    )
    return Answer(question, question, short="10 months", claims=(Claim("10 months", (citation,), calculation),))


@dataclass
class FakeBot:
    """Answers from a table; every question that isn't in it is refused, an empty one can't be taken."""

    articles: tuple[Document, ...]
    answers: Mapping[str, Answer]
    asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        heard: Heard | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(turn.question for turn in history), tuple(documents)))
        if not question.strip():
            raise QuestionError("The question is empty.", 'Ask something: askbot ask "When was it founded?"')
        if question == "break":
            raise ZeroDivisionError("a fault inside")
        return self.answers.get(question) or refusal(self.articles[0], question, message="Nothing says so.")

    def documents(self) -> tuple[Document, ...]:
        return self.articles

    def document(self, id: str) -> Document:
        return next(article for article in self.articles if article.id == id)

    def close(self) -> None:
        return None


@dataclass
class FakeRetriever:
    """Returns the same hits for every question."""

    hits: Sequence[Hit]

    def retrieve(self, question: str, k: int, *, documents: Sequence[str] = ()) -> list[Hit]:
        return list(self.hits[:k])


def hit(article: Document, quote: str, score: float = 1.0) -> Hit:
    start = article.text.index(quote)
    return Hit(Passage(article.id, "", quote, start, start + len(quote)), score)
