"""Example questions out of the corpus itself: of its articles' own subjects and headings.

They are only candidates. Whether one is really answered is for the bot to try before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askbot.framing import focused
from askbot.reading.profiles import profile
from askbot.types import Answer, Document, Library

MOST_ARTICLES = 3  # a large corpus has more articles than anybody needs examples of
MOST_TRIED = 12  # each costs a reading
WANTED = 3
# What people want to know of a company, a person, a place or a work; the ones that the corpus answers are shown.
_ASKED = (
    "When was {name} founded?",
    "How many people work at {name}?",
    "What does {name} do?",
    "How much revenue did {name} have?",
    "Where is {name}?",
    "Who runs {name}?",
)


def candidates(documents: Sequence[Document], library: Library) -> Iterator[str]:
    """Yield questions about the articles, the likeliest first, each article and subject in turn."""
    shown = documents[:MOST_ARTICLES]
    names = [profile(document, library).main for document in shown]
    for number, question in enumerate(_ASKED):
        for main in names:
            if main:
                yield question.format(name=main[number % len(main)])
    for document in shown:
        headings = dict.fromkeys(passage.heading for passage in library.passages(document.id))
        for heading in headings:
            if heading and heading != document.title:
                yield f"What does the article say about {heading}?"


def overview(documents: Sequence[Document]) -> str:
    """Ask what it is all about: always answerable."""
    return "What is this article about?" if len(documents) == 1 else f"What is “{documents[0].title}” about?"


def is_borne_out(question: str, answer: Answer) -> bool:
    """Say whether an answer is one to advertise: with a bare answer, in a sentence that names what was asked about."""
    names = [word for word in focused(question).rstrip("?").split()[1:] if word[0].isupper()]
    quotes = " ".join(citation.quote for citation in answer.citations)
    return bool(answer.claims) and answer.short is not None and all(name.strip("’'s") in quotes for name in names)
