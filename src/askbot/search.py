"""Where the articles say something: the exact words first, then what means the same; and what they make of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askbot import question, render
from askbot.question import QuestionKind
from askbot.reader import OfflineReader
from askbot.reading import claims, lookup
from askbot.reading.claims import Checked, Verdict
from askbot.types import Answer, Citation, Claim, Document, Library, Passage, Refusal, RefusalReason, Retriever

HITS = 12
MOST_PASSAGES = 5
# A quotation of fewer words stands in many sentences that say different things.
LEAST_QUOTED_WORDS = 5
_SAME = ("'’‘`", '"“”', "-–—‑")


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for some words, best first, where the words stand in them, and what becomes of a claim.

    `exact` says that the passages hold the very words. `verdict` is None for words that claim nothing.
    """

    text: str
    exact: bool
    citations: tuple[Citation, ...] = ()
    highlights: tuple[tuple[str, int, int], ...] = ()
    checked: tuple[Checked, ...] = ()
    verdict: Verdict | None = None


def find(
    text: str, *, retriever: Retriever, reader: OfflineReader, library: Library, documents: Sequence[str] = ()
) -> Found:
    """Find where the articles say something, only in `documents` (ids) where any are named.

    A claim, a sentence with a figure or a date in it, gets a verdict besides; one that stands there word for word
    is supported by that.
    """
    text = " ".join(text.split())
    exact = _exactly(text, library, documents)
    if exact.citations:
        quoted = len(text.split()) >= LEAST_QUOTED_WORDS and claims.is_claim(text)
        return replace(exact, verdict=Verdict.SUPPORTED) if quoted else exact
    hits = retriever.retrieve(text, HITS, documents=documents)
    words = question.terms(text)
    asked = replace(question.parse(text), kind=QuestionKind.LOOKUP, focus=text, terms=words)
    near = lookup.read(reader.survey(asked, hits))
    cited = tuple(c for claim in near.claims for c in claim.citations) if near else ()
    found = Found(text, exact=False, citations=cited, highlights=near.highlights if near else ())
    if not claims.is_claim(text):
        return found
    checked = claims.check(text, lambda made: reader.survey(made, hits))
    verdict = claims.verdict(checked)
    bearing = [one for one in checked if one.citation is not None and one.verdict is not Verdict.NOT_FOUND]
    # The sentences that decide stand first, their figures marked; what is merely near follows a claim that isn't found.
    deciding = tuple(dict.fromkeys(one.citation for one in bearing if one.citation))
    places = tuple(one.place for one in bearing if one.place)
    if verdict is Verdict.NOT_FOUND:
        return replace(
            found,
            citations=tuple(dict.fromkeys((*deciding, *cited)))[:MOST_PASSAGES],
            highlights=(*places, *found.highlights),
            checked=checked,
            verdict=verdict,
        )
    return replace(found, citations=deciding, highlights=places, checked=checked, verdict=verdict)


def as_answer(found: Found) -> Answer:
    """Put what was found as an answer, so that it is shown, numbered and exported like any other."""
    if not found.citations:
        what = "Not found: no passage gives that." if found.verdict else "No article says anything like that."
        return _told(found, refusal=what)
    if found.verdict is Verdict.NOT_FOUND:
        return _told(found, refusal="Not found: no passage gives these figures for the same thing and time.")
    if found.verdict is Verdict.CONTRADICTED:
        wrong = [one for one in found.checked if one.verdict is Verdict.CONTRADICTED]
        said = " and ".join(f"{one.printed}, not {one.claimed}" for one in wrong)
        return _told(found, claim=f"Contradicted by its figures: the article says {said}.")
    if found.verdict is Verdict.SUPPORTED and found.exact:
        return _told(found, claim="Supported, word for word.")
    if found.verdict is Verdict.SUPPORTED:
        said = " and ".join(dict.fromkeys(one.printed for one in found.checked if one.printed))
        return _told(found, claim=f"Supported: the article says {said}.")
    places = f"{len(found.citations)} passage{'' if len(found.citations) == 1 else 's'}"
    return _told(
        found, claim=f"{places}, word for word." if found.exact else f"Nowhere word for word; {places} like it."
    )


def to_json(found: Found) -> render.Json:
    """Return what was found for a program: the contract's answer, with the verdict and each figure's own."""
    numbers = {(c.document_id, c.start, c.end): n for n, c in enumerate(found.citations, 1)}
    return render.to_json(as_answer(found)) | {
        "exact": found.exact,
        "verdict": found.verdict.value if found.verdict else None,
        "figures": [
            {
                "claimed": one.claimed,
                "verdict": one.verdict.value,
                "printed": one.printed,
                "citation": numbers.get((one.citation.document_id, one.citation.start, one.citation.end))
                if one.citation
                else None,
            }
            for one in found.checked
        ],
    }


def _told(found: Found, *, claim: str | None = None, refusal: str | None = None) -> Answer:
    if refusal is not None:
        made = Refusal(RefusalReason.NO_EVIDENCE, refusal, found.citations)
        return Answer(found.text, found.text, refusal=made, highlights=found.highlights)
    return Answer(found.text, found.text, claims=(Claim(claim or "", found.citations),), highlights=found.highlights)


def _exactly(text: str, library: Library, documents: Sequence[str]) -> Found:
    words = text.strip(" .,;:!?\"'“”‘’").split()
    if not words:
        return Found(text, exact=False)
    # The same letters, whatever the case, the line breaks and the shape of apostrophes and dashes.
    pattern = re.compile(r"\s+".join(_loosely(word) for word in words), re.IGNORECASE)
    citations: dict[tuple[str, int], Citation] = {}
    highlights: list[tuple[str, int, int]] = []
    for document in library.documents():
        if documents and document.id not in documents:
            continue
        for start, end in _places(document, pattern):
            citation = _around(document, library.passages(document.id), start, end)
            if len(citations) == MOST_PASSAGES and (document.id, citation.start) not in citations:
                return Found(text, True, tuple(citations.values()), tuple(highlights))
            citations.setdefault((document.id, citation.start), citation)
            highlights.append((document.id, start, end))
    return Found(text, bool(citations), tuple(citations.values()), tuple(highlights))


def _places(document: Document, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand as words: "use" isn't found in "museum"."""
    for found in pattern.finditer(document.text):
        start, end = found.span()
        before, after = document.text[start - 1 : start], document.text[end : end + 1]
        if not (_joined(before) and _joined(found[0][0])) and not (_joined(after) and _joined(found[0][-1])):
            yield start, end


def _joined(character: str) -> bool:
    return bool(character) and character.isascii() and character.isalnum()


def _loosely(word: str) -> str:
    return "".join(next((f"[{re.escape(same)}]" for same in _SAME if c in same), re.escape(c)) for c in word)


def _around(document: Document, passages: Sequence[Passage], start: int, end: int) -> Citation:
    """Quote the whole sentences that hold a span; a span in a heading or a title is its own quote."""
    over = [passage for passage in passages if passage.start < end and start < passage.end]
    first, last = min([start, *(p.start for p in over)]), max([end, *(p.end for p in over)])
    heading = over[0].heading if over else ""
    quote, page = document.text[first:last], document.page_at(first)
    return Citation(document.id, document.title, heading, quote, first, last, document.sha256, page)
