"""The full-screen conversation, key by key, with a bot that answers from a table: no model, no disk, no terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from askbot.dialogue import Dialogue, Tools, greeting
from askbot.errors import AskbotError, StorageError
from askbot.panes import Article, Conversation, Exchange, Prompt
from askbot.transcript import Exported
from askbot.tui import ChatApp, Opened
from askbot.types import Turn
from fakes import FakeBot, document, fact, refusal, runway

LONG = "".join(f"Line {n} of the log says nothing much.\n\n" for n in range(80))
ARTICLE = document(f"{LONG}The lighthouse was built in 1871 from local granite. It stands 41 metres tall.\n\n{LONG}")
MONEY = document(id="money", title="Money matters")
TALL = fact(ARTICLE, "How tall is it?", quote="It stands 41 metres tall.", short="41 metres")
ANSWERS = {
    "How tall is it?": TALL,
    "How long does it last?": runway(MONEY, "How long does it last?"),
    "Who built it?": refusal(
        ARTICLE, "Who built it?", message="Nothing says who.", nearest="It stands 41 metres tall."
    ),
}
SIZES = [(60, 20), (90, 30), (140, 40)]


@dataclass
class Memory:
    """Keeps a conversation in a list; implements `dialogue.Keeps`."""

    turns: list[Exported] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    begun: int = 0

    def name(self) -> str:
        return "memory"

    def keep(self, turn: Turn) -> None:
        self.turns.append(Exported(turn))

    def begin(self) -> None:
        self.begun += 1
        self.turns = []

    def everything(self) -> Sequence[Exported]:
        return self.turns

    def write(self, path: Path, text: str) -> Path:
        self.written[str(path)] = text
        return path


Act = Callable[[ChatApp, Pilot[int]], Awaitable[None]]


def run(
    act: Act,
    *,
    size: tuple[int, int] = (100, 30),
    earlier: Sequence[Turn] = (),
    memory: Memory | None = None,
    loaded: Event | None = None,
    bot: FakeBot | None = None,
    fails: Exception | None = None,
) -> ChatApp:
    """Run the conversation on a screen of a size while `act` types; loading waits for `loaded` where it is given."""
    talks_to = bot or FakeBot((ARTICLE, MONEY), ANSWERS)
    keeps = memory or Memory()

    def load(tell: Callable[[str], None]) -> Opened:
        if loaded is not None:
            loaded.wait(20)
        if fails is not None:
            raise fails
        tools = Tools(find=lambda words: ANSWERS["Who built it?"], audit=lambda look: "Nothing disagrees.")
        return Opened(Dialogue(talks_to, keeps, tools=tools, earlier=earlier), greeting(talks_to))

    app = ChatApp(
        load,
        session="memory",
        earlier=earlier,
        unexpected=lambda error: AskbotError(f"Something went wrong ({type(error).__name__}).", "See the log."),
    )

    async def drive() -> None:
        async with app.run_test(size=size) as pilot:
            await act(app, pilot)

    asyncio.run(drive())
    return app


async def settled(app: ChatApp, pilot: Pilot[int]) -> None:
    """Wait until every line has got its reply."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        await pilot.pause(0.02)
        if not [e for e in app.query(Exchange) if e.reply is None and e.error is None]:
            await pilot.pause()
            await pilot.pause()
            return
    raise AssertionError("no reply within 20 seconds")


async def say(app: ChatApp, pilot: Pilot[int], line: str) -> None:
    app.query_one(Prompt).text = line
    await pilot.press("enter")
    await settled(app, pilot)


def screen(app: ChatApp) -> str:
    """Return what the screen shows, as text."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    assert len(lines) == height and all(line.cell_length == width for line in lines)
    return "\n".join(line.text.rstrip() for line in lines)


def status(app: ChatApp) -> str:
    return str(app.query_one("#status", Static).render())


# --- asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_question_gets_its_answer_first_and_the_keys_stay_at_the_bottom(size: tuple[int, int]):
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await pilot.press(*"How tall is it?", "enter")
        await settled(app, pilot)
        shown = screen(app)
        lines = [line.strip() for line in shown.splitlines()]
        asked = next(n for n, line in enumerate(lines) if "> How tall is it?" in line)
        assert "41 metres [1]" in lines[asked + 1]
        assert "Enter ask" in lines[-1] and "^Q quit" in lines[-1]
        assert app.query_one(Prompt).text == ""

    run(act, size=size)


def test_what_is_typed_while_the_models_load_is_answered_in_order():
    loaded = Event()

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        assert "you can type already" in status(app)
        await pilot.press(*"How tall is it?", "enter")
        app.query_one(Prompt).text = "Who built it?"
        await pilot.press("enter")
        assert [e.reply for e in app.query(Exchange)] == [None, None]
        loaded.set()
        await settled(app, pilot)
        assert [e.answer.status for e in app.query(Exchange) if e.answer] == ["answered", "refused"]

    bot = FakeBot((ARTICLE, MONEY), ANSWERS)
    run(act, loaded=loaded, bot=bot)
    assert bot.asked[1] == ("Who built it?", ("How tall is it?",), ())


def test_a_conversation_that_cannot_begin_ends_with_the_reason():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        until = time.monotonic() + 20
        while app.failure is None and time.monotonic() < until:
            await pilot.pause(0.02)

    app = run(act, fails=StorageError("The index is broken.", "askbot index"))
    assert app.return_value == 1 and app.failure is not None and "broken" in app.failure.message


def test_a_fault_and_a_refused_line_leave_the_conversation_standing():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "break")
        await say(app, pilot, "/calc nonsense")
        await say(app, pilot, "How tall is it?")
        shown = screen(app)
        assert "Something went wrong (ZeroDivisionError)" in shown and "Try: See the log." in shown
        assert "isn't something to work out" in shown and "41 metres [1]" in shown

    run(act, size=(100, 40))


def test_a_calculation_has_a_table_of_its_operands():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "How long does it last?")
        lines = [" ".join(line.split()) for line in screen(app).splitlines()]
        assert "reserve £600,000 [1]" in lines and "factor 1.20 assumed" in lines
        assert "runway = 10 months worked out" in lines

    run(act, size=(100, 40))


# --- commands --------------------------------------------------------------------------------------------------------


def test_every_command_does_what_it_does_line_by_line():
    memory = Memory()

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "/sources")
        assert "The last answer has no citations." in screen(app)
        await say(app, pilot, "How tall is it?")
        await say(app, pilot, "/sources")
        assert "pellam:" in screen(app) and "line 161" in screen(app)
        await say(app, pilot, "/show 1")
        assert app.query_one(Article).has_class("-open")
        await say(app, pilot, "/show 7")
        assert "Say which: /show 1 to 1." in screen(app)
        await say(app, pilot, "/export talk.md")
        assert "Wrote 1 turn to talk.md." in screen(app) and "41 metres" in memory.written["talk.md"]
        await say(app, pilot, "/find some words")
        assert "Nothing says who." in screen(app)
        await say(app, pilot, "/audit")
        assert "Nothing disagrees." in screen(app)
        await say(app, pilot, "/help")
        assert "Ctrl+O" in screen(app) and "/export FILE" in "\n".join(e.plain() for e in app.query(Exchange))
        await say(app, pilot, "/nonsense")
        assert "There is no /nonsense" in screen(app)
        await say(app, pilot, "/new")
        assert memory.begun == 1 and len(app.query(Exchange)) == 1 and "A new conversation." in screen(app)
        await say(app, pilot, "/show 1")
        assert "no citations" in screen(app)
        app.query_one(Prompt).text = "/quit"
        await pilot.press("enter")

    assert run(act, memory=memory, size=(100, 50)).return_value == 0


# --- sources ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_mark_opens_the_article_with_the_quote_highlighted_and_in_view(size: tuple[int, int]):
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "How tall is it?")
        await pilot.press("ctrl+o")
        await pilot.pause(0.1)
        article = app.query_one(Article)
        assert article.has_class("-open") and article.scroll_offset.y > 20
        assert "It stands 41 metres tall." in " ".join(screen(app).split())
        visible = app.screen._compositor.render_strips()
        reversed_text = "".join(s.text for line in visible for s in line if s.style and s.style.reverse)
        assert "41 metres tall." in " ".join(reversed_text.split())
        await pilot.press("escape")
        assert not article.has_class("-open") and app.focused is app.query_one(Prompt)
        await pilot.press("alt+1")
        assert article.has_class("-open")

    run(act, size=size)


def test_a_mark_can_be_clicked():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "How tall is it?")
        lines = screen(app).splitlines()
        row = next(n for n, line in enumerate(lines) if "41 metres [1]" in line)
        await pilot.click(offset=(lines[row].index("[1]") + 1, row))
        await pilot.pause(0.1)
        assert app.query_one(Article).has_class("-open")

    run(act)


def test_an_earlier_answer_can_be_chosen_for_its_sources_and_copied():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+o", "ctrl+y")
        assert "No answer with sources yet." in status(app)
        await say(app, pilot, "How tall is it?")
        await say(app, pilot, "How long does it last?")
        await pilot.press("ctrl+o")
        assert app.query_one(Article).place.document is MONEY
        await pilot.press("ctrl+up", "ctrl+o")
        assert app.query_one(Article).place.document is ARTICLE
        await pilot.press("ctrl+y")
        assert app.clipboard.startswith("How tall is it?\n41 metres [1]") and "Copied" in status(app)
        await pilot.press("ctrl+down", "ctrl+y")
        assert app.clipboard.startswith("How long does it last?\n10 months [1]")

    run(act)


def test_an_article_that_has_changed_since_is_not_shown_as_the_source():
    changed = document(ARTICLE.text + "More.")

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "How tall is it?")
        await pilot.press("ctrl+o")
        assert "has changed since" in status(app) and not app.query_one(Article).has_class("-open")

    run(act, bot=FakeBot((changed,), ANSWERS))


# --- typing ----------------------------------------------------------------------------------------------------------


def test_an_answer_longer_than_the_screen_is_shown_from_its_beginning():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        for line in ("How tall is it?", "How long does it last?"):
            await say(app, pilot, line)
        until = time.monotonic() + 20
        while "> How long does it last?" not in screen(app) and time.monotonic() < until:
            await pilot.pause(0.05)
        assert "10 months [1]" in screen(app)

    run(act, size=(60, 14))


def test_lines_history_and_drafts():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        prompt = app.query_one(Prompt)
        await pilot.press("up")
        assert prompt.text == "Earlier?"
        await pilot.press("down", "a", "ctrl+j", "b")
        assert prompt.text == "a\nb"
        await pilot.press("up", "up")
        assert prompt.text == "Earlier?"
        await pilot.press("down")
        assert prompt.text == "a\nb"
        await pilot.press("ctrl+c")
        assert prompt.text == ""
        await say(app, pilot, "How tall is it?")
        await pilot.press("up")
        assert prompt.text == "How tall is it?"

    run(act, earlier=[Turn("Earlier?", TALL)])


@pytest.mark.parametrize(("key", "code"), [("ctrl+c", 130), ("ctrl+d", 0), ("ctrl+q", 0)])
def test_leaving(key: str, code: int):
    assert run(lambda app, pilot: pilot.press(key)).return_value == code


def test_ctrl_d_deletes_where_something_is_typed():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await pilot.press("a", "b", "home", "ctrl+d")
        assert app.query_one(Prompt).text == "b"

    run(act)


def test_search_clear_scroll_and_colours():
    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        for _ in range(6):
            await say(app, pilot, "How tall is it?")
        await say(app, pilot, "Who built it?")
        bottom = app.query_one(Conversation).scroll_offset.y
        await pilot.press("pageup")
        assert app.query_one(Conversation).scroll_offset.y < bottom
        await pilot.press("pagedown")
        await pilot.press("ctrl+f", *"how tall")
        assert "6 times on the screen." in status(app)
        await pilot.press("enter", "ctrl+f")
        app.query_one(Input).value = "granite?"
        await pilot.pause()
        assert "Nowhere." in status(app)
        await pilot.press("escape")
        assert app.focused is app.query_one(Prompt)
        themes = [app.theme]
        for _ in range(3):
            await pilot.press("f2")
            themes.append(app.theme)
        assert len(set(themes)) == 3 and themes[0] == themes[3]
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert len(app.query(Exchange)) == 0
        await pilot.press("f1")
        assert "Ctrl+O" in "\n".join(e.plain() for e in app.query(Exchange))

    run(act, size=(100, 20))


def test_a_session_is_gone_on_with_at_once_and_a_long_one_is_bounded():
    turns = [Turn(f"Question {n}?", TALL) for n in range(1000)]

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        until = time.monotonic() + 20
        while "Question 999?" not in screen(app) and time.monotonic() < until:
            await pilot.pause(0.05)
        assert "Question 999?" in screen(app) and len(app.query(Exchange)) == 20
        await say(app, pilot, "How tall is it?")
        assert "Question 980?" in [e.line for e in app.query(Exchange)]

    begun = time.perf_counter()
    bot = FakeBot((ARTICLE, MONEY), ANSWERS)
    run(act, earlier=turns, bot=bot)
    assert len(bot.asked[0][1]) == 20 and time.perf_counter() - begun < 20


# --- hostile text ----------------------------------------------------------------------------------------------------

HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x1b[10;10H [link=http://a]x[/link] [@click=app.quit]q[/] \u202etxet\u202c 👩‍👩‍👧 漢字漢字 "
    + "w" * 10_000
)


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_moves_nothing_and_means_nothing(size: tuple[int, int]):
    article = document(f"It says {HOSTILE} here.\n\nEnd.", id="h[b]", title=f"T {HOSTILE}")
    answer = fact(article, HOSTILE, quote=article.text.split("\n")[0], short="here")

    async def act(app: ChatApp, pilot: Pilot[int]) -> None:
        await say(app, pilot, "hostile [bold]question[/bold]")
        await pilot.press("ctrl+o")
        await pilot.pause(0.1)
        shown = screen(app)
        assert not {*"\x1b\x07\u202e\u202c"} & {*shown}
        said = str(app.query_one(Exchange).render())
        assert "> hostile [bold]question[/bold]" in said and "wwww" in said
        assert "Enter ask" in shown.splitlines()[-1] and shown.splitlines()[0].startswith(" askbot")

    bot = FakeBot((article,), {"hostile [bold]question[/bold]": answer})
    run(act, size=size, bot=bot)
