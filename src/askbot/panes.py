"""What the full-screen conversation is made of: exchanges, the article beside them, the line one types in.

Everything shown comes out of `render` and `screen`, cleaned and broken into lines there; these widgets only lay
it out, so that nothing from an article or a question is ever taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static, TextArea

from askbot import render, sources
from askbot.dialogue import Answered, Begun, Reply, Said
from askbot.errors import AskbotError
from askbot.screen import NARROWEST_COLUMNS, Look, clean, highlighted, squeeze, wrapped
from askbot.types import Answer, Document, Doing, Turn, Written

# Of an article that is a book, this much around the quote is laid out; the whole of it is a page away: show --html.
MOST_ARTICLE_CHARACTERS = 120_000
# Lines kept above a quote when its article scrolls there.
LINES_ABOVE = 4
MOST_REMEMBERED_LINES = 500
LONGEST_LINE_CHARACTERS = 200_000
# Ctrl+J works everywhere; the others where the terminal tells them from Enter.
NEW_LINE_KEYS = ("ctrl+j", "shift+enter", "alt+enter")

_SGR = re.compile(r"\x1b\[(1|2|22)m")
_MARK = re.compile(r"\[(\d{1,4})\]")
_STYLES = {"1": Style(bold=True), "2": Style(dim=True)}
_QUESTION = Style(bold=True)
_MARK_STYLE = Style(underline=True)
_FOUND = Style(reverse=True)


def content(text: str, *, strong: Style | None = None) -> Content:
    """Return text with our own bold and dim codes as content; nothing else in it has a meaning."""
    plain, spans = "", []
    running: tuple[int, Style] | None = None
    at = 0
    for code in _SGR.finditer(text):
        plain += text[at : code.start()]
        at = code.end()
        if running is not None:
            spans.append((running[0], len(plain), running[1]))
        style = strong if code[1] == "1" and strong is not None else _STYLES.get(code[1])
        running = (len(plain), style) if style is not None else None
    made = Content(plain + text[at:])
    for start, end, style in spans:
        made = made.stylize(style, start, end)
    return made


class Exchange(Static):
    """A question with what came of it; its marks can be chosen with the mouse."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(markup=False)
        self.number = number
        self.line = line
        self.reply: Reply | None = None
        self.error: AskbotError | None = None
        self.sought = ""
        self.doing = "…"
        self._width = 0

    @property
    def answer(self) -> Answer | None:
        """The answer, where the line was a question that got one."""
        return self.reply.turn.answer if isinstance(self.reply, Answered) else None

    def show(self, reply: Reply | AskbotError) -> None:
        """Show what came of it."""
        if isinstance(reply, AskbotError):
            self.error = reply
        else:
            self.reply = reply
        self.lay_out()

    def hear(self, progress: Doing | Written) -> None:
        """Show how far a chat model's answer is: what it does, then each claim that is let through."""
        if isinstance(progress, Written):
            self.show(Answered(Turn(self.line, progress.answer)))
        elif self.reply is None:
            self.doing = f"{progress.text} …"
            self.lay_out()

    def seek(self, words: str) -> int:
        """Mark some words wherever they are shown; return how often they are."""
        self.sought = words
        return self.lay_out()

    def plain(self) -> str:
        """Return the whole of it as text, for the clipboard."""
        answer = self.answer
        if answer is not None:
            return f"{squeeze(answer.question)}\n{render.to_text(answer)}"
        return _SGR.sub("", self._said(Look(100)))

    def on_resize(self) -> None:
        """Break the lines anew where the width has changed."""
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self.lay_out()

    def lay_out(self) -> int:
        """Set the lines for the present width; return how often the words sought are in them."""
        look = Look(max(self._width, NARROWEST_COLUMNS), colour=True)
        parts = [content("\n".join(wrapped(squeeze(self.line), look, indent="> ", further="  ")), strong=None)]
        parts[0] = parts[0].stylize(_QUESTION, 0, len(parts[0].plain))
        body = content(self._said(look))
        count = len(render.numbered(self.answer)) if self.answer else 0
        for mark in _MARK.finditer(body.plain):
            if 1 <= int(mark[1]) <= count:
                meta = Style.from_meta({"@click": f"app.open_mark({self.number}, {int(mark[1])})"})
                body = body.stylize(_MARK_STYLE, *mark.span()).stylize(meta, *mark.span())
        made = Content("\n").join([*parts, body] if body.plain else parts)
        times = 0
        if self.sought:
            for found in re.finditer(re.escape(self.sought), made.plain, re.IGNORECASE):
                made = made.stylize(_FOUND, *found.span())
                times += 1
        self.update(made)
        return times

    def _said(self, look: Look) -> str:
        if self.error is not None:
            lines = wrapped(f"Error: {squeeze(self.error.message)}", look)
            return "\n".join([*lines, *wrapped(f"Try: {squeeze(self.error.remedy)}", look)])
        if self.reply is None:
            return self.doing
        if isinstance(self.reply, Answered):
            return _with_tables(self.reply.turn.answer, look)
        if isinstance(self.reply, Said | Begun):
            return self.reply.text
        return "Opened beside." if look.colour else ""


def _with_tables(answer: Answer, look: Look) -> str:
    text = render.to_text(answer, width=look.width, colour=look.colour)
    tables = [sources.operand_table(c, render.numbered(answer), look=look) for c in answer.calculations]
    return "\n\n".join([text, *(table for table in tables if table)])


class Conversation(VerticalScroll):
    """The exchanges, the newest at the bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of an article to be seen."""

    document: Document
    start: int
    end: int


class Article(VerticalScroll):
    """An article with a span highlighted and in view."""

    def __init__(self) -> None:
        super().__init__(id="article")
        self.place: Place | None = None
        self._width = 0
        self.row = 0

    def compose(self) -> ComposeResult:
        """Hold one text, scrolled as a whole."""
        yield Static(markup=False, id="article-text")

    def open(self, place: Place, *, title: str) -> None:
        """Show a place; the pane scrolls there as soon as it is laid out."""
        self.place = place
        self.border_title = content(clean(title))
        self.lay_out()
        # A pane that is shown while its neighbour scrolls may get its size and never hear of it.
        self.call_after_refresh(self.on_resize)

    def on_resize(self) -> None:
        """Break the lines anew where the width has changed, and keep the span in view."""
        if self.size.width != self._width:
            self.lay_out()
        elif self.place is not None:
            self._scroll_there()

    def lay_out(self) -> None:
        """Set the article's lines for the present width."""
        self._width = self.size.width
        if self.place is None or not self._width:
            return
        look = Look(max(self.scrollable_content_region.width, NARROWEST_COLUMNS), colour=True)
        lines, self.row = article_lines(self.place, look)
        self.query_one("#article-text", Static).update(content("\n".join(lines), strong=Style(reverse=True)))
        self._scroll_there()

    def _scroll_there(self) -> None:
        self.call_after_refresh(self.scroll_to, y=max(0, self.row - LINES_ABOVE), animate=False)


def article_lines(place: Place, look: Look) -> tuple[list[str], int]:
    """Return an article's lines, numbered, its span between bold codes, and the row at which the span begins.

    Of a very long article it is the part around the span.
    """
    text = place.document.text
    first = max(0, place.start - MOST_ARTICLE_CHARACTERS // 2)
    first = text.rfind("\n", 0, first) + 1
    last = text.find("\n", min(len(text), place.end + MOST_ARTICLE_CHARACTERS // 2))
    last = len(text) if last < 0 else last
    number = render.line_of(place.document, first)
    digits = len(str(number + text.count("\n", first, last)))
    lines: list[str] = []
    row, offset = -1, first
    for n, line in enumerate(text[first:last].split("\n"), number):
        span = (max(place.start - offset, 0), min(place.end - offset, len(line)))
        if span[0] < span[1] and row < 0:
            row = len(lines) + len(wrapped(highlighted(line, [], within=(0, span[0])), look)) - 1
        marked = highlighted(line, [span] if span[0] < span[1] else [], within=(0, len(line)))
        if marked:
            lines += wrapped(marked, look, indent=f"{n:>{digits}}  ", further=" " * (digits + 2))
        elif lines and lines[-1]:
            lines.append("")
        offset += len(line) + 1
    return lines, max(row, 0)


class Prompt(TextArea):
    """The line one types in: Enter sends, Ctrl+J makes another line, the arrows bring back what was typed before."""

    class Sent(Message):
        """What was typed, when Enter was pressed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, before: Sequence[str]) -> None:
        super().__init__(
            id="prompt",
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            placeholder="Ask about the articles, or /help",
        )
        self._before = list(before)[-MOST_REMEMBERED_LINES:]
        self._at = len(self._before)
        self._draft = ""

    async def on_key(self, event: events.Key) -> None:
        """Take Enter and its relatives in their turn among the letters: a binding of the app would overtake them."""
        if event.key not in ("enter", *NEW_LINE_KEYS):
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.action_send()
        else:
            self.action_line()

    def action_send(self) -> None:
        """Hand over what was typed and begin a new line."""
        text = self.text.strip()[:LONGEST_LINE_CHARACTERS]
        if not text:
            return
        if self._before[-1:] != [text]:
            self._before = [*self._before, text][-MOST_REMEMBERED_LINES:]
        self._at, self._draft = len(self._before), ""
        self.text = ""
        self.post_message(self.Sent(text))

    def action_line(self) -> None:
        """Begin another line of the same question."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up a line, from the first one to what was typed before."""
        if self.cursor_at_first_line and not select:
            self._recall(self._at - 1)
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down a line, from the last one to what was typed after."""
        if self.cursor_at_last_line and not select:
            self._recall(self._at + 1)
        else:
            super().action_cursor_down(select)

    def _recall(self, at: int) -> None:
        if not 0 <= at <= len(self._before):
            return
        if self._at == len(self._before):
            self._draft = self.text
        self._at = at
        self.text = self._before[at] if at < len(self._before) else self._draft
        self.move_cursor(self.document.end)
