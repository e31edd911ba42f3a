"""The keys of the full-screen conversation: what each does, how they are listed, and what terminals send for them."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.binding import Binding
from textual.content import Content
from textual.style import Style

HELP = """\
  Enter             ask              Ctrl+J     another line
  Up, Down          what was typed before
  Ctrl+O            open the next source of an answer; a click on its mark does it too
  Alt+1 … Alt+9     open the source [1] … [9]
  Ctrl+Up, Ctrl+Down  choose an earlier answer, for Ctrl+O and Ctrl+Y
  PageUp, PageDown  scroll           Tab        go to the article and back
  Ctrl+Y            copy the answer  Ctrl+F     search
  Ctrl+L            clear the screen (the session stays)
  Esc               close            F2         colours: the terminal's, light, dark
  Ctrl+C            leave out what is typed, or leave    Ctrl+Q  leave"""
_KEYS = (
    ("Enter", "ask", "send"),
    ("^O", "source", "next_source"),
    ("^Y", "copy", "copy"),
    ("^F", "find", "search"),
    ("F1", "help", "help"),
    ("^Q", "quit", "quit"),
    ("^J", "line", "line"),
    ("^L", "clear", "clear"),
    ("Esc", "close", "close"),
    ("F2", "colours", "colours"),
)
BINDINGS: list[Binding | tuple[str, str] | tuple[str, str, str]] = [
    Binding("ctrl+o", "next_source", "Source", priority=True),
    *[Binding(f"alt+{n}", f"open_mark(0, {n})", f"Source {n}", priority=True, show=False) for n in range(1, 10)],
    Binding("ctrl+up", "choose(-1)", "Earlier answer", priority=True),
    Binding("ctrl+down", "choose(1)", "Later answer", priority=True),
    Binding("ctrl+y", "copy", "Copy", priority=True),
    Binding("ctrl+f", "search", "Search", priority=True),
    Binding("ctrl+l", "clear", "Clear", priority=True),
    Binding("pageup", "page(-1)", "Scroll up", priority=True),
    Binding("pagedown", "page(1)", "Scroll down", priority=True),
    Binding("escape", "close", "Close", priority=True),
    Binding("f1", "help", "Help", priority=True),
    Binding("f2", "colours", "Colours", priority=True),
    Binding("ctrl+c", "leave_out", "Leave", priority=True),
    Binding("ctrl+d", "end", "Leave", priority=True),
    Binding("ctrl+q", "quit", "Quit", priority=True),
]


def let_alt_through() -> None:
    """Have Alt+1 … Alt+9 arrive as these keys.

    A terminal sends Esc and the digit, which Textual takes for the character that a Mac's keyboard has there.
    """
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        for digit in range(1, 10):
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)


def listed(width: int) -> Content:
    """Return the keys with what they do, as many as fit; each can be clicked."""
    made = Content("")
    for key, does, action in _KEYS:
        label = Content.assemble((key, "bold"), f" {does}")
        label = label.stylize(Style.from_meta({"@click": f"app.{action}()"}))
        longer = label if not made.plain else Content.assemble(made, "  ", label)
        if longer.cell_length > width:
            break
        made = longer
    return made
