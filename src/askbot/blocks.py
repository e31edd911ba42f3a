"""Answers as Slack shows them: Block Kit messages, the modal of a passage, and texts to fall back on. Pure.

The words, numbers and order are those of the terminal (`render`). Whatever stems from an article or
a question stands in rich text or plain text, neither of which Slack reads as markup, so that nothing
can ping, link or format; the one place that Slack does parse, the notification text, is escaped.
Slack's limits hold by construction: a message that would be too long shows shorter quotes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from askbot import render
from askbot.screen import Span, clean, squeeze
from askbot.types import Answer, Citation, Document

Block = dict[str, object]

PASSAGE_ACTION = "passage"
FEEDBACK_ACTION = "feedback"

# Slack refuses a message of fifty blocks that are within every single limit and have 11,000 characters in all.
MOST_MESSAGE_UNITS = 10_000
# Slack documents 3,000 for a section's text and nothing for an element of rich text.
LONGEST_ELEMENT_UNITS = 2_900
LONGEST_LINES_UNITS = 2_600
LONGEST_NOTICE_UNITS = 3_000
# The whole answer as bare text, where Slack took no blocks; it would cut at 40,000 and shows 4,000 well.
LONGEST_FALLBACK_UNITS = 3_900
LONGEST_NAME_UNITS = 100
# A further claim that would cite more than this is left out, and said to be.
MOST_CITATIONS = 18
MOST_NOTES = 6
# How much of each quote is shown, and of lines what part of the most: the first with which the message is short enough.
_SIZES = ((render.LONGEST_QUOTE_CHARACTERS, 1), (160, 1), (80, 1), (0, 1), (0, 2), (0, 4), (0, 8))
AROUND_CHARACTERS = 600
LONGEST_PASSAGE_UNITS = 8_000
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_WEB = re.compile(r"https?://[^\s<>|\"\\^`{}]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers use in their place."""

    text: str
    blocks: tuple[Block, ...]


def message(answer: Answer, *, id: str, sources: Mapping[str, str], aside: str = "") -> Message:
    """Return an answer as a message: the bare answer first, then why it can be believed, then buttons.

    `id` names the answer in its buttons; `sources` are the documents' sources by id: a title is
    linked where its source is a web address. `aside` is a last line of ours.
    """
    shown = _bounded(answer)
    for longest, part in _SIZES:
        lines = LONGEST_LINES_UNITS // part
        blocks = tuple(_blocks(shown, id=id, sources=sources, aside=aside, longest=longest, lines=lines))
        if _units(json.dumps(blocks, ensure_ascii=False)) <= MOST_MESSAGE_UNITS:
            break
    return Message(notice(render.plain(shown)), blocks)


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """Return the citations that an answer's message shows, in the order of their numbers."""
    return render.numbered(_bounded(answer))[:MOST_CITATIONS]


def said(text: str) -> Message:
    """Return a message of ours that answers nothing: help, a polite no, an apology."""
    return Message(notice(text), (_rich(_section(_texts(cut(text, LONGEST_LINES_UNITS)))),))


def fallback(answer: Answer) -> str:
    """Return the whole answer as text, for when Slack refuses the blocks: as in the terminal, escaped."""
    return _escaped_to(render.to_text(answer, width=100), LONGEST_FALLBACK_UNITS, keep_lines=True)


def notice(text: str) -> str:
    """Return text for a notification: escaped, and short enough whatever it holds."""
    return _escaped_to(text, LONGEST_NOTICE_UNITS, keep_lines=True) or "…"


def escape(text: str) -> str:
    """Return text that Slack shows as it stands: the three characters that it reads as markup are entities.

    >>> escape("<!channel> & <@U1>")
    '&lt;!channel&gt; &amp; &lt;@U1&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- the message -----------------------------------------------------------------------------------------------------


def _bounded(answer: Answer) -> Answer:
    """Leave out the last claims of an answer that cites more than a message can show."""
    kept = len(answer.claims)
    while kept > 1 and len(replace(answer, claims=answer.claims[:kept]).citations) > MOST_CITATIONS:
        kept -= 1
    notes = answer.notes[:MOST_NOTES]
    if kept < len(answer.claims):
        more = len(answer.claims) - kept
        notes = (*notes, f"{more} more {'statement does' if more == 1 else 'statements do'} not fit into a message.")
    return replace(answer, claims=answer.claims[:kept], notes=notes)


def _blocks(
    answer: Answer, *, id: str, sources: Mapping[str, str], aside: str, longest: int, lines: int
) -> Iterator[Block]:
    if render.differs(answer.standalone_question, answer.question):
        yield _context(f"({squeeze(answer.standalone_question)})")
    yield _rich(_section(_lead(answer, lines)))
    if workings := "\n".join(render.workings_of(answer)):
        yield _rich(_section(_texts(cut(workings, lines))))
    citations = render.numbered(answer)[:MOST_CITATIONS]
    if citations:
        yield _rich(*_sources(answer, citations, sources=sources, longest=longest))
    if answer.notes:
        notes = "\n".join(f"! {squeeze(note)}" for note in answer.notes)
        yield _rich(_section(_texts(cut(notes, lines // 2))))
    if aside:
        yield _context(aside)
    if citations:
        yield {"type": "actions", "elements": [_passage_button(id, n) for n in range(1, len(citations) + 1)]}
    if answer.message is None:
        yield _feedback(id)


def _lead(answer: Answer, most: int) -> list[Block]:
    """Return the first lines, the very first of them in bold: it is the bare answer."""
    first, *further = render.lead(answer) or [""]
    # A line that is a whole sentence or a refusal says enough as it is.
    bold = answer.short is not None
    elements = _texts(cut(first, most), bold=bold)
    if further:
        elements += _texts(cut("\n" + "\n".join(further), most // 2))
    return elements


def _sources(
    answer: Answer, citations: Sequence[Citation], *, sources: Mapping[str, str], longest: int
) -> Iterator[Block]:
    for n, citation in enumerate(citations, 1):
        nearest = "Nearest: " if answer.refusal is not None and n == 1 else ""
        whence = _short(render.whence(citation, titled=True))
        source = sources.get(citation.document_id, "")
        name: list[Block] = [{"type": "link", "url": source, "text": whence}] if is_web(source) else _texts(whence)
        yield _section([*_texts(f"{nearest}[{n}] "), *name])
        if longest and not render.has_said(answer, citation):
            yield {"type": "rich_text_quote", "elements": _quoted(answer, citation, longest)}


def _quoted(answer: Answer, citation: Citation, longest: int) -> list[Block]:
    """Return a quote with the answer's words in bold, shortened around them where it is long."""
    spans = render.highlights_of(answer, citation)
    first, last = render.window(citation.quote, spans, longest=longest)
    elements: list[Block] = _texts("…") if first > 0 else []
    for start, end, bold in _stretches(spans, first, last):
        elements += _texts(clean(citation.quote[start:end]), bold=bold)
    return elements + (_texts("…") if last < len(citation.quote) else []) or _texts("…")


def _stretches(spans: Sequence[Span], first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    at = first
    for start, end in spans:
        start, end = max(start, at), min(end, last)
        if start < end:
            yield at, start, False
            yield start, end, True
            at = end
    yield at, last, False


def _passage_button(id: str, n: int) -> Block:
    return {
        "type": "button",
        "text": _plain(f"Passage {n}"),
        "action_id": f"{PASSAGE_ACTION}_{n}",
        "value": f"{id}:{n}",
    }


def _feedback(id: str) -> Block:
    def button(label: str, thumb: str) -> Block:
        return {"text": _plain(label), "value": f"{id}:{thumb}", "accessibility_label": label}

    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK_ACTION,
        "positive_button": button("Right", "up"),
        "negative_button": button("Wrong", "down"),
    }
    return {"type": "context_actions", "elements": [buttons]}


# --- the modal of a passage ------------------------------------------------------------------------------------------


def passage(citation: Citation, n: int, *, document: Document | None) -> Block:
    """Return the modal that shows a citation's passage, exactly, with the text around it.

    Without its document (it is gone, or was changed since) the passage stands alone, and says so.
    """
    elements: list[Block] = []
    if document is not None:
        first = _first_of_text(document)
        before = document.text[max(first, citation.start - AROUND_CHARACTERS) : citation.start]
        if _readable(before).strip():
            cut_off = citation.start - first > AROUND_CHARACTERS
            elements.append(_section(_texts(("…" if cut_off else "") + _readable(before).strip())))
    whole = cut(_readable(citation.quote), LONGEST_PASSAGE_UNITS)
    elements.append({"type": "rich_text_quote", "elements": _texts(whole, bold=True) or _texts("…")})
    if document is not None:
        after = document.text[citation.end : citation.end + AROUND_CHARACTERS]
        if _readable(after).strip():
            cut_off = citation.end + AROUND_CHARACTERS < len(document.text)
            elements.append(_section(_texts(_readable(after).strip() + ("…" if cut_off else ""))))
    blocks: list[Block] = [_context(_short(render.whence(citation, titled=True))), _rich(*elements)]
    if document is None:
        blocks.append(_context("The article is not there any more, or was changed since this answer."))
    elif is_web(document.source):
        link: Block = {"type": "link", "url": document.source, "text": "The article"}
        blocks.append(_rich(_section([link])))
    return {"type": "modal", "title": _plain(f"Passage {n}"), "close": _plain("Close"), "blocks": blocks}


def _first_of_text(document: Document) -> int:
    """Return where an article's text begins, after its front matter."""
    head = _FRONT_MATTER.match(document.text)
    return head.end() if head else 0


def notice_view(text: str) -> Block:
    """Return a modal that says one thing."""
    return {"type": "modal", "title": _plain("Passage"), "close": _plain("Close"), "blocks": [_context(text)]}


# --- pieces ----------------------------------------------------------------------------------------------------------


def is_web(source: str) -> bool:
    """Say whether a source can be linked: an http or https address of one piece.

    >>> is_web("https://example.org/a(b)"), is_web("javascript:alert(1)"), is_web("notes.pdf"), is_web("http://")
    (True, False, False, False)
    """
    return _WEB.fullmatch(source) is not None


def cut(text: str, units: int) -> str:
    """Return the text, or its beginning with an ellipsis: at most so many UTF-16 units, as Slack counts.

    No character is split, nor parted from its combining marks.

    >>> cut("one two three", 9), cut("né", 5)
    ('one two…', 'né')
    """
    if _units(text) <= units:
        return text
    kept, used = 0, 1  # the ellipsis
    for character in text:
        used += _units(character)
        if used > units:
            break
        kept += 1
    while kept and (unicodedata.combining(text[kept]) or text[kept] in "\u200d\ufe0f" or text[kept - 1] == "\u200d"):
        kept -= 1
    space = text.rfind(" ", max(0, kept - 40), kept)
    return f"{text[: space if space > 0 else kept].rstrip()}…"


def _escaped_to(text: str, units: int, *, keep_lines: bool) -> str:
    lines = (clean(line) for line in text.split("\n")) if keep_lines else [clean(text)]
    whole = "\n".join(lines).strip()
    room = units
    # An entity is longer than its character and is never cut; five times is the most.
    while _units(escaped := escape(cut(whole, room))) > units:
        room = room * units // (_units(escaped) + 1)
    return escaped


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _readable(text: str) -> str:
    """Return a piece of an article with its lines, without what steers a screen."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _short(text: str) -> str:
    return cut(squeeze(text), LONGEST_NAME_UNITS) or "…"


def _texts(text: str, *, bold: bool = False) -> list[Block]:
    """Return text as elements of rich text, none too long."""
    pieces: list[str] = []
    piece, used = "", 0
    for character in text if _units(text) > LONGEST_ELEMENT_UNITS else ():
        taken = _units(character)
        if used + taken > LONGEST_ELEMENT_UNITS:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += taken
    pieces.append(piece or text)
    style: Block = {"style": {"bold": True}} if bold else {}
    return [{"type": "text", "text": piece, **style} for piece in pieces if piece]


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements) or _texts("…")}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_plain(cut(text, LONGEST_ELEMENT_UNITS // 2) or "…")]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
