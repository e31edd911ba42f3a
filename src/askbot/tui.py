"""The conversation with a screen of its own: exchanges, the article beside them, keys at the bottom.

One thread opens the bot and answers, line after line in order, while the screen takes what is typed next. Knows
the dialogue and how replies look, nothing of flags, folders or what a command does.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.widgets import Input, Static

from askbot import keys
from askbot.dialogue import HELP, Answered, Begun, Dialogue, Ended, Reply, Said, Shown
from askbot.errors import AskbotError
from askbot.panes import Article, Conversation, Exchange, Place, Prompt, content
from askbot.render import numbered
from askbot.screen import Look, clean, squeeze
from askbot.types import Turn

# As many lines may wait while the models load; more than a person types in that time.
MOST_WAITING = 50
# Exchanges on the screen; the session has them all, and what scrolls out of here is in /export.
MOST_EXCHANGES = 200
EARLIER_SHOWN = 20
# Narrower screens put the article below the conversation.
WIDE_COLUMNS = 110
LONGEST_CLIP_CHARACTERS = 50_000

THEMES = ("ansi-dark", "textual-light", "textual-dark")


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that can begin: the dialogue, and the line that it opens with."""

    dialogue: Dialogue
    greeting: str


class ChatApp(App[int]):
    """The full-screen conversation; its result is the exit code."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "askbot"
    CSS = """
    Screen { layout: vertical; }
    #head { height: 1; padding: 0 1; text-style: dim; }
    #body { height: 1fr; layout: vertical; }
    #conversation { height: 1fr; padding: 0 1; overflow-y: scroll; scrollbar-size-vertical: 1; }
    Exchange { height: auto; margin: 0 0 1 0; padding: 0 0 0 1; border-left: blank; }
    Exchange.-chosen { border-left: outer $accent; }
    #article { display: none; height: 1fr; padding: 0 1; border-top: solid $primary; overflow-y: scroll;
      scrollbar-size-vertical: 1; }
    #article.-open { display: block; }
    #article-text { height: auto; }
    Screen.-wide #body { layout: horizontal; }
    Screen.-wide #article { width: 45%; height: 1fr; border-top: none; border-left: solid $primary; }
    #status { height: auto; max-height: 2; padding: 0 1; text-style: dim; }
    #search { display: none; height: 1; border: none; padding: 0 1; }
    #search.-open { display: block; }
    #prompt { height: auto; max-height: 6; border: none; border-top: solid $primary; padding: 0 1; }
    #keys { height: 1; padding: 0 1; text-style: dim; }
    """
    BINDINGS = keys.BINDINGS

    def __init__(
        self,
        load: Callable[[Callable[[str], None]], Opened],
        *,
        session: str,
        earlier: Sequence[Turn],
        unexpected: Callable[[Exception], AskbotError],
        typed: str = "",
    ) -> None:
        """Take what opens the conversation; `load` hears whom to tell how far it is, and runs in a thread.

        `earlier` are the session's last turns, shown at once; `typed` is what was typed before there was a screen,
        whole lines of which are sent.
        """
        super().__init__()
        keys.let_alt_through()
        self._load = load
        self._session = session
        self._earlier = tuple(earlier)
        self._unexpected = unexpected
        self._typed = typed
        self._lines: queue.Queue[tuple[Exchange, str] | None] = queue.Queue(MOST_WAITING)
        self._worker = threading.Thread(target=self._answer_lines, daemon=True, name="answers")
        self._dialogue: Dialogue | None = None
        self._count = 0
        self._chosen: Exchange | None = None
        self._mark = 0
        self._found: list[Exchange] = []
        self._at_found = 0
        self.failure: AskbotError | None = None
        """Why the conversation could not begin; the exit code is then 1."""

    @property
    def busy(self) -> bool:
        """Say whether a thread is still at work, which nothing can stop."""
        return self._worker.is_alive()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(content(f"askbot · {clean(self._session)}"), id="head", markup=False)
        with Container(id="body"):
            yield Conversation(id="conversation")
            yield Article()
        yield Static("", id="status", markup=False)
        yield Input(placeholder="Search the conversation; Enter goes on, Esc ends", id="search", compact=True)
        yield Prompt([turn.question for turn in self._earlier])
        yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        """Show what was said before, let the user type, and begin to load."""
        self.theme = THEMES[0]
        # At once, not with `focus()`, which waits its turn behind the keys that were pressed before.
        prompt = self.query_one(Prompt)
        self.screen.set_focus(prompt)
        self._say_status("Loading; you can type already.")
        for turn in self._earlier[-EARLIER_SHOWN:]:
            self._add(turn.question).reply = Answered(turn)
        *lines, begun = self._typed.split("\n")
        for line in lines:
            prompt.text = line
            prompt.action_send()
        prompt.text = begun
        prompt.move_cursor(prompt.document.end)
        self._worker.start()

    def on_resize(self) -> None:
        """Fit the screen to its new size."""
        self._fit()
        # Once more when the screen has its size: what changes before that may be drawn as it was.
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Put the article beside the conversation where there is room, and as many keys at the bottom as fit."""
        self.screen.set_class(self.size.width >= WIDE_COLUMNS, "-wide")
        self.query_one("#keys", Static).update(keys.listed(self.size.width - 2))

    # --- the thread ----------------------------------------------------------------------------------------------

    def _answer_lines(self) -> None:
        """Open the bot, then answer line after line; every touch of the screen is handed to the screen's own thread."""
        try:
            opened = self._load(lambda text: self._tell(self._say_status, text))
        except AskbotError as error:
            self._tell(self._give_up, error)
            return
        except Exception as error:  # noqa: BLE001 - the one place of this surface; the traceback goes to a file
            self._tell(self._give_up, self._unexpected(error))
            return
        self._tell(self._begin, opened)
        while (waiting := self._lines.get()) is not None:
            exchange, line = waiting
            look = Look(max(self.size.width - 6, 24), colour=True)
            try:
                reply: Reply | AskbotError = opened.dialogue.say(line, look, heard=partial(self._tell, exchange.hear))
            except AskbotError as error:
                reply = error
            except Exception as error:  # noqa: BLE001 - a conversation outlives one question
                reply = self._unexpected(error)
            self._tell(self._show, exchange, reply)

    def _tell(self, what: Callable[..., None], *arguments: object) -> None:
        if self.is_running:
            self.call_from_thread(what, *arguments)

    def _begin(self, opened: Opened) -> None:
        self._dialogue = opened.dialogue
        self._say_status(opened.greeting)

    def _give_up(self, error: AskbotError) -> None:
        self.failure = error
        self.exit(1)

    # --- lines ---------------------------------------------------------------------------------------------------

    def on_prompt_sent(self, message: Prompt.Sent) -> None:
        """Take a line: what needs no bot is done at once, the rest waits its turn."""
        line = message.text
        word = line.split(maxsplit=1)[0].lower()
        if word in ("/quit", "/exit", "/q"):
            self.exit(0)
            return
        if self._lines.full():
            self._say_status("That is more than can wait; a moment, please.")
            return
        exchange = self._add(line)
        if word == "/help":
            exchange.show(Said(f"{HELP}\n\n{keys.HELP}"))
            self._to_end()
            return
        self._lines.put((exchange, line))

    def _add(self, line: str) -> Exchange:
        conversation = self.query_one(Conversation)
        self._count += 1
        exchange = Exchange(self._count, line)
        conversation.mount(exchange)
        for old in list(conversation.query(Exchange))[:-MOST_EXCHANGES]:
            old.remove()
        self._to_end()
        return exchange

    def _show(self, exchange: Exchange, reply: Reply | AskbotError) -> None:
        if isinstance(reply, Ended):
            self.exit(0)
            return
        if isinstance(reply, Begun):
            self.action_clear()
        exchange.show(reply)
        if isinstance(reply, Answered):
            self._choose(None)
        if isinstance(reply, Shown):
            self._open(reply)
        if self._dialogue is not None and self._lines.empty():
            self._say_status("")
        self.call_after_refresh(self._bring, exchange)

    def _say_status(self, text: str) -> None:
        status = self.query_one("#status", Static)
        status.update(content(text))
        status.display = bool(text)

    def _to_end(self) -> None:
        conversation = self.query_one(Conversation)
        self.call_after_refresh(conversation.scroll_end, animate=False)

    def _bring(self, exchange: Exchange) -> None:
        """Show an exchange: the newest with all that came before it, one too long for the pane from its beginning."""
        conversation = self.query_one(Conversation)
        if exchange is not conversation.query(Exchange).last() or exchange.size.height >= conversation.size.height:
            conversation.scroll_to_widget(exchange, animate=False, top=True)
        else:
            conversation.scroll_end(animate=False)

    # --- sources -------------------------------------------------------------------------------------------------

    def _answered(self) -> list[Exchange]:
        return [e for e in self.query(Exchange) if e.answer is not None]

    def _current(self) -> Exchange | None:
        answered = self._answered()
        if self._chosen in answered:
            return self._chosen
        return answered[-1] if answered else None

    def action_choose(self, step: int) -> None:
        """Choose an earlier or later answer."""
        answered = self._answered()
        current = self._current()
        if current is not None:
            at = min(max(answered.index(current) + step, 0), len(answered) - 1)
            self._choose(answered[at])
            answered[at].scroll_visible(animate=False)

    def _choose(self, exchange: Exchange | None) -> None:
        if self._chosen is not None:
            self._chosen.remove_class("-chosen")
        self._chosen, self._mark = exchange, 0
        if exchange is not None:
            exchange.add_class("-chosen")

    def action_next_source(self) -> None:
        """Open the next source of the chosen answer, after the last the first."""
        current = self._current()
        count = len(numbered(current.answer)) if current is not None and current.answer is not None else 0
        if current is not None and count:
            self.action_open_mark(current.number, self._mark % count + 1)
        else:
            self._say_status("No answer with sources yet.")

    def action_open_mark(self, number: int, n: int) -> None:
        """Open the source [n] of an exchange (0 is the chosen one) inside its article."""
        exchange = self._current() if number == 0 else next((e for e in self._answered() if e.number == number), None)
        if exchange is None or exchange.answer is None or self._dialogue is None:
            return
        citations = numbered(exchange.answer)
        if not 1 <= n <= len(citations):
            return
        citation = citations[n - 1]
        if exchange is not self._current():
            self._choose(exchange)
        self._mark = n
        try:
            self._open(self._dialogue.place(citation, n))
        except AskbotError as error:
            self._say_status(f"{squeeze(error.message)} {squeeze(error.remedy)}")

    def _open(self, shown: Shown) -> None:
        article = self.query_one(Article)
        article.add_class("-open")
        place = Place(shown.document, shown.start, shown.end)
        article.open(place, title=f"[{shown.n}] {squeeze(shown.document.title)}")
        if self._chosen is not None:
            self.call_after_refresh(self._bring, self._chosen)
        else:
            self._to_end()

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send what is typed."""
        self.query_one(Prompt).action_send()

    def action_line(self) -> None:
        """Begin another line."""
        self.query_one(Prompt).action_line()

    def action_page(self, direction: int) -> None:
        """Scroll the article where it has the focus, else the conversation."""
        article = self.query_one(Article)
        pane = article if self.focused is article else self.query_one(Conversation)
        (pane.scroll_page_down if direction > 0 else pane.scroll_page_up)(animate=False)

    def action_copy(self) -> None:
        """Copy what the mouse has selected, else the chosen answer with its sources."""
        selected = self.screen.get_selected_text()
        current = self._current()
        text = selected or (current.plain() if current is not None else "")
        if text:
            self.copy_to_clipboard(clean_lines(text)[:LONGEST_CLIP_CHARACTERS])
            self._say_status("Copied." if selected else "Copied the answer.")

    def action_clear(self) -> None:
        """Clear the screen; the session stays as it is."""
        self._choose(None)
        waiting = [e for e in self.query(Exchange) if e.reply is None and e.error is None]
        for exchange in self.query(Exchange):
            if exchange not in waiting:
                exchange.remove()
        self.action_close()

    def action_help(self) -> None:
        """Show the commands and the keys."""
        self._add("/help").show(Said(f"{HELP}\n\n{keys.HELP}"))
        self._to_end()

    def action_colours(self) -> None:
        """Go from the terminal's own colours to light, to dark, and back."""
        self.theme = THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]

    def action_close(self) -> None:
        """Close the search, else the article; the line to type in has the focus again."""
        search, article = self.query_one("#search", Input), self.query_one(Article)
        if search.has_class("-open"):
            search.remove_class("-open")
            self._seek("")
            self._say_status("")
        else:
            article.remove_class("-open")
        self.query_one(Prompt).focus()

    def action_leave_out(self) -> None:
        """Copy a selection, leave out what is typed, or leave."""
        prompt = self.query_one(Prompt)
        if self.screen.get_selected_text():
            self.action_copy()
        elif prompt.text:
            prompt.text = ""
        else:
            self.exit(130)

    def action_end(self) -> None:
        """Leave, as at the end of input; with something typed it deletes a character."""
        prompt = self.query_one(Prompt)
        if prompt.text:
            prompt.action_delete_right()
        else:
            self.exit(0)

    async def action_quit(self) -> None:
        """Leave."""
        self.exit(0)

    # --- search --------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Open the search, or go on to the next place."""
        search = self.query_one("#search", Input)
        if search.has_class("-open"):
            self._go_on()
        search.add_class("-open")
        search.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Mark what is sought while it is typed, and go to the last place."""
        times = self._seek(event.value)
        if event.value:
            self._say_status(f"{times:,} time{'' if times == 1 else 's'} on the screen." if times else "Nowhere.")
        self._at_found = len(self._found)
        self._go_on(-1)

    def on_input_submitted(self) -> None:
        """Go on to the next place."""
        self._go_on()

    def _seek(self, words: str) -> int:
        words = words.strip()
        counts = [(exchange, exchange.seek(words)) for exchange in self.query(Exchange)]
        self._found = [exchange for exchange, times in counts if times]
        return sum(times for _, times in counts)

    def _go_on(self, step: int = -1) -> None:
        # Backwards, from the newest to the oldest, as one looks for what was said lately.
        if self._found:
            self._at_found = (self._at_found + step) % len(self._found)
            self._found[self._at_found].scroll_visible(animate=False, top=True)


def clean_lines(text: str) -> str:
    """Return text without anything that steers a terminal, its lines kept."""
    return "\n".join(clean(line) for line in text.split("\n"))
