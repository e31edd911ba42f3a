"""Answers as a person or a program reads them: the contract's JSON, and plain text for a terminal.

Knows the nouns and nothing of where answers come from. Whatever stems from an article or a
question is untrusted here: control characters and bidirectional overrides never reach a screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from askbot.screen import Look, Span, clean, dim, highlighted, merged, squeeze, wrapped
from askbot.types import Answer, Calculation, Citation, Claim, Document, Writing
from askbot.working import formula

Json = dict[str, object]

# A quote longer than this is shortened around the answer's words on a screen; JSON always has the whole of it.
LONGEST_QUOTE_CHARACTERS = 300
LONGEST_TITLE_CHARACTERS = 40


def numbered(answer: Answer) -> tuple[Citation, ...]:
    """Return the citations that the marks [1], [2], … of an answer stand for; a refusal's are its nearest evidence."""
    if answer.refusal is None:
        return answer.citations
    return tuple({(c.document_id, c.start, c.end): c for c in answer.refusal.nearest}.values())


def _number(citation: Citation, citations: Sequence[Citation]) -> int:
    place = (citation.document_id, citation.start, citation.end)
    return next(n for n, c in enumerate(citations, 1) if (c.document_id, c.start, c.end) == place)


def _marks(claim: Claim, citations: Sequence[Citation]) -> str:
    operands = claim.calculation.operands.values() if claim.calculation else ()
    own = (*claim.citations, *(o.citation for o in operands if o.citation))
    return "".join(f"[{n}]" for n in dict.fromkeys(_number(c, citations) for c in own))


# --- sentences -------------------------------------------------------------------------------------------------------


def plain(answer: Answer) -> str:
    """Return what a person reads, in plain text with [n] marks: the `text` of the contract.

    The bare answer stands first. The claim behind it is repeated only where the bare answer
    doesn't stand alone: "Yes" and "No" want their reason. Further claims and the formulas of
    calculations follow, each a line.
    """
    return "\n".join(
        (*lead(answer), *(formula(c, partial(_number, citations=answer.citations)) for c in _shown(answer)))
    )


def lead(answer: Answer) -> list[str]:
    """Return the first lines of an answer on every surface: the bare answer and the claims, with their marks."""
    if answer.message is not None:
        return [clean(line) for line in answer.message.splitlines()]
    if answer.refusal is not None:
        return [squeeze(answer.refusal.message)]
    citations = answer.citations
    claims = list(answer.claims)
    if answer.short is None:
        return [_sentence(claim, citations) for claim in claims]
    short = squeeze(answer.short)
    if short in ("Yes", "No"):
        reasons = " ".join(_sentence(claim, citations) for claim in claims)
        # A claim may open with the word itself, as a reader would say it.
        return [reasons if re.match(rf"{short}\b", reasons) else f"{short}. {reasons}"]
    said = [_sentence(claim, citations) for claim in claims]
    # A claim says the bare answer in its own words, or with what belongs to it ("$3 million (end of 2024)").
    return said if short.casefold() in squeeze(claims[0].text).casefold() else [short, *said]


def _sentence(claim: Claim, citations: Sequence[Citation]) -> str:
    text, marks = squeeze(claim.text), _marks(claim, citations)
    return f"{text} {marks}" if marks else text


def workings_of(answer: Answer) -> list[str]:
    """Return the lines that show how figures were worked out: each formula with its marks, then its notes."""
    citations = answer.citations
    lines = []
    for calculation in _shown(answer):
        lines.append(formula(calculation, partial(_number, citations=citations)))
        lines.extend(_as_sentence(note) for note in calculation.notes)
    return lines


def _shown(answer: Answer) -> list[Calculation]:
    """The calculations whose formula is written out; how the result depends on its parts is said in a sentence."""
    return [calculation for calculation in answer.calculations if not calculation.name.startswith("sensitivity")]


def _as_sentence(note: str) -> str:
    note = squeeze(note)
    return f"{note[:1].upper()}{note[1:]}{'' if note.endswith(('.', '!', '?', '…')) else '.'}"


# --- the contract's JSON ---------------------------------------------------------------------------------------------


def to_json(answer: Answer, id: object = None) -> Json:
    """Return the contract's object for an answer, ready for `json.dumps`; `id` is echoed."""
    citations = numbered(answer)
    refusal = answer.refusal
    return {
        "id": id,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status,
        "text": plain(answer),
        "short": answer.short,
        "claims": [
            {
                "text": claim.text,
                "citations": [_number(c, citations) for c in claim.citations],
                "calculation": claim.calculation.name if claim.calculation else None,
            }
            for claim in answer.claims
        ],
        "citations": [_citation_json(n, c) for n, c in enumerate(citations, 1)],
        "calculations": [_calculation_json(c, citations) for c in answer.calculations],
        "refusal": None
        if refusal is None
        else {
            "reason": refusal.reason.value,
            "message": refusal.message,
            "nearest": [_citation_json(n, c) for n, c in enumerate(citations, 1)],
        },
        "notes": list(answer.notes),
        "highlights": [list(place) for place in answer.highlights],
        "engine": answer.engine,
        "seconds": round(answer.seconds, 4),
        "model": _writing_json(answer.writing),
    }


def _writing_json(writing: Writing | None) -> Json | None:
    """A chat model's part in an answer; null where there is no model."""
    if writing is None:
        return None
    return {
        "name": writing.model,
        "used": writing.failure is None,
        "failure": writing.failure,
        "seconds": writing.seconds,
        "calls": writing.calls,
        "input_tokens": writing.input_tokens,
        "output_tokens": writing.output_tokens,
        "cost_usd": writing.cost_usd,
        "dropped_claims": writing.dropped,
    }


def error_json(message: str, remedy: str, *, id: object = None, question: str | None = None) -> Json:
    """Return the contract's object for a question that could not be taken; it has an answer's other fields, empty."""
    return {
        "id": id,
        "question": question,
        "standalone_question": None,
        "status": "error",
        "text": message,
        "message": message,
        "remedy": remedy,
        "short": None,
        "claims": [],
        "citations": [],
        "calculations": [],
        "refusal": None,
        "highlights": [],
        "model": None,
    }


def _citation_json(n: int, citation: Citation) -> Json:
    return {
        "n": n,
        "document_id": citation.document_id,
        "title": citation.title,
        "heading": citation.heading,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "sha256": citation.sha256,
        "page": citation.page,
    }


def _calculation_json(calculation: Calculation, citations: Sequence[Citation]) -> Json:
    return {
        "name": calculation.name,
        "expression": calculation.expression,
        "operands": {
            name: {
                "value": f"{operand.value:f}",
                "unit": operand.unit,
                "printed": operand.printed,
                "period": operand.period,
                "hedge": operand.hedge,
                "start": operand.start,
                "end": operand.end,
                "citation": _number(operand.citation, citations) if operand.citation else None,
                "origin": operand.origin.value,
            }
            for name, operand in calculation.operands.items()
        },
        "result": {
            "value": calculation.result.value,
            "unit": calculation.result.unit,
            "rounded": calculation.result.rounded,
        },
        "notes": list(calculation.notes),
    }


# --- the terminal ----------------------------------------------------------------------------------------------------


def to_text(answer: Answer, *, width: int = 100, colour: bool = False, shown: int = 0) -> str:
    """Return an answer for a terminal: the bare answer first, then why it can be believed.

    Of its first lines (`lead`), and the question above them, those that have been `shown` already are left out.
    The answer's words are bold in their quotes, or between asterisks without colours. No line
    is wider than `width` columns, save one that holds a single wide character.
    """
    look = Look(width, colour)
    lines = opening(answer, look, shown=shown)
    if answer.refusal is not None:
        lines += _nearest(answer, look)
    workings = workings_of(answer)
    if workings:
        lines.append("")
        for line in workings:
            lines += wrapped(line, look, indent="  ", further="    ")
    if answer.claims:
        if not workings:
            lines.append("")
        lines += _sources(answer, look)
    for note in answer.notes:
        lines += wrapped(f"! {squeeze(note)}", look, indent="  ", further="    ")
    if answer.writing is not None:
        lines += wrapped(dim(spent(answer.writing)), look, indent="  ")
    return "\n".join(lines)


def opening(answer: Answer, look: Look, *, shown: int = 0) -> list[str]:
    """Return the question that was answered, where it is another, and the answer's first lines after those `shown`."""
    lines: list[str] = []
    if differs(answer.standalone_question, answer.question) and not shown:
        lines += wrapped(dim(f"({squeeze(answer.standalone_question)})"), look, indent="  ")
    for line in lead(answer)[shown:]:
        lines += wrapped(line, look)
    return lines


def spent(writing: Writing) -> str:
    """Return what a chat model took, for a status line: "ollama:qwen3:4b · 2.3 s · 1,204 + 156 tokens · $0.0012"."""
    parts = [squeeze(writing.model), f"{writing.seconds:.1f} s"]
    if writing.input_tokens is not None:
        parts.append(f"{writing.input_tokens:,} + {writing.output_tokens or 0:,} tokens")
    if writing.cost_usd is not None:
        parts.append(f"${writing.cost_usd:.4f}")
    if writing.failure is not None:
        parts.append("not used")
    return " · ".join(parts)


def differs(standalone: str, question: str) -> bool:
    """Say whether the question that was answered is another than the one asked, signs and case aside."""

    def bare(text: str) -> str:
        return "".join(c for c in text.casefold() if c.isalnum())

    return bool(standalone) and bare(standalone) != bare(question)


def _nearest(answer: Answer, look: Look) -> list[str]:
    lines: list[str] = []
    for n, citation in enumerate(numbered(answer), 1):
        label = "Nearest: " if n == 1 else "         "
        quote = _quote(citation, highlights_of(answer, citation))
        lines += wrapped(f"{quote} [{n}]", look, indent=f"  {label}", further=" " * (2 + len(label)))
    return lines


def _sources(answer: Answer, look: Look) -> list[str]:
    lines: list[str] = []
    above: tuple[str, str, int | None] | None = None
    for n, citation in enumerate(answer.citations, 1):
        place = (citation.document_id, citation.heading, citation.page)
        mark, margin = f"  [{n}] ", " " * (5 + len(str(n)))
        repeated = has_said(answer, citation)
        quote = _quote(citation, highlights_of(answer, citation))
        if repeated or place != above:
            same_article = above is not None and above[0] == citation.document_id
            lines += wrapped(whence(citation, titled=not same_article), look, indent=mark, further=margin)
            mark = margin
        if not repeated:
            lines += wrapped(quote, look, indent=mark, further=margin + " ")
        above = place
    return lines


def reads_sentences(answer: Answer) -> bool:
    """Say whether the answer consists of whole sentences, which need not be quoted a second time."""
    return answer.short is None or answer.short in ("Yes", "No")


def has_said(answer: Answer, citation: Citation) -> bool:
    """Say whether a quote has just been read as the answer, so that saying where it stands is enough."""
    said = " ".join(squeeze(claim.text) for claim in answer.claims) if reads_sentences(answer) else ""
    return squeeze(citation.quote) in said


def whence(citation: Citation, *, titled: bool) -> str:
    """Name the article, the section and the page; not the article where it was named just above."""
    page = f"page {citation.page}" if citation.page else ""
    if not titled and (citation.heading or page):
        return ", ".join(part for part in (squeeze(citation.heading), page) if part)
    title = squeeze(citation.title)
    if len(title) > LONGEST_TITLE_CHARACTERS:
        title = title[:LONGEST_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    heading = squeeze(citation.heading)
    parts = (title, heading if heading != squeeze(citation.title) else "", page)
    return ", ".join(part for part in parts if part)


def highlights_of(answer: Answer, citation: Citation) -> list[Span]:
    """Return the spans of the answer's words inside a citation's quote, in order, none overlapping."""
    spans = [(start, end) for document, start, end in answer.highlights if document == citation.document_id]
    for calculation in answer.calculations:
        for operand in calculation.operands.values():
            if operand.citation is not None and operand.citation.document_id == citation.document_id:
                spans.append((operand.start, operand.end))
    inside = ((max(s, citation.start), min(e, citation.end)) for s, e in spans)
    return merged((s - citation.start, e - citation.start) for s, e in inside if s < e)


def _quote(citation: Citation, spans: Sequence[Span]) -> str:
    first, last = window(citation.quote, spans)
    before = "…" if first > 0 else ""
    after = "…" if last < len(citation.quote) else ""
    return f'"{before}{highlighted(citation.quote, spans, within=(first, last))}{after}"'


def window(quote: str, spans: Sequence[Span], *, longest: int = LONGEST_QUOTE_CHARACTERS) -> Span:
    """Return the part of a quote to show: all of it, or whole words around the highlight."""
    if len(quote) <= longest:
        return 0, len(quote)
    middle = (spans[0][0] + min(spans[-1][1], spans[0][0] + longest)) // 2 if spans else 0
    first = max(0, min(middle - longest // 2, len(quote) - longest))
    last = first + longest
    # A text without spaces has no words to keep whole.
    if first > 0 and (space := quote.find(" ", first, first + 40)) >= 0:
        first = space + 1
    if last < len(quote) and (space := quote.rfind(" ", max(first, last - 40), last)) >= 0:
        last = space
    return first, last


# --- a span inside its article ---------------------------------------------------------------------------------------


def line_of(document: Document, offset: int) -> int:
    """Return the number of the line that a character offset stands in, counted from 1."""
    return document.text.count("\n", 0, offset) + 1


def place_of(document: Document, offset: int) -> str:
    """Say where a character offset stands, for a reader: the page, where there are pages, and the line."""
    page = document.page_at(offset)
    return f"page {page}, line {line_of(document, offset)}" if page else f"line {line_of(document, offset)}"


def excerpt(document: Document, start: int, end: int, *, width: int = 100, colour: bool = False) -> str:
    """Return the span `text[start:end]` highlighted inside its article: its lines, numbered, and one on each side."""
    look = Look(width, colour)
    first, last = line_of(document, start), line_of(document, max(start, end - 1))
    place = f"line {first}" if first == last else f"lines {first} to {last}"
    page = document.page_at(start)
    if page:
        place = f"{document.path}, page {page}, {place}"
    lines = wrapped(f"{squeeze(document.title)} ({squeeze(document.id)}, {place})", look)
    lines.append("")
    digits = len(str(last + 2))
    offset = 0
    shown = _lines_around(document.text, first, last)
    for n, text in enumerate(document.text.split("\n"), 1):
        if n in shown and text.strip():
            span = (max(start - offset, 0), min(end - offset, len(text)))
            spans = [span] if span[0] < span[1] else []
            marked = highlighted(text, spans, within=(0, len(text)))
            lines += wrapped(marked, look, indent=f"{n:>{digits + 2}}  ", further=" " * (digits + 4))
        offset += len(text) + 1
    return "\n".join(lines)


def excerpt_json(document: Document, start: int, end: int) -> Json:
    """Return the span with the lines it stands in, for a program."""
    text = document.text
    opening = text.rfind("\n", 0, start) + 1
    closing = text.find("\n", max(start, end - 1))
    return {
        "document_id": document.id,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
        "start": start,
        "end": end,
        "quote": text[start:end],
        "path": document.path,
        "page": document.page_at(start),
        "line": line_of(document, start),
        "before": text[opening:start],
        "after": text[end : closing if closing >= 0 else len(text)],
    }


def _lines_around(text: str, first: int, last: int) -> set[int]:
    """Return the numbers of the span's lines and of the nearest line that isn't blank on each side."""
    written = [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    before = [n for n in written if n < first][-1:]
    after = [n for n in written if n > last][:1]
    return {*before, *range(first, last + 1), *after}
