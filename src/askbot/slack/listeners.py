"""What the bot listens to, on slack_bolt: the same listeners in Socket Mode and over HTTP.

A listener records a question and returns; only then does bolt acknowledge. Where recording fails,
nothing is acknowledged and Slack sends it again. No listener calls Slack: what has to (a modal, a
word of thanks) goes to a small pool of its own, away from those who answer.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from askbot import blocks
from askbot.blocks import FEEDBACK_ACTION, PASSAGE_ACTION
from askbot.current import Current
from askbot.errors import AskbotError
from askbot.settings import SlackSettings
from askbot.slack import asked as questions
from askbot.slack import logs
from askbot.slack.asked import Asked, Home, Kind
from askbot.slack.desk import Desk
from askbot.slack.memory import Memory, Verdict
from askbot.slack.web import Web
from askbot.types import Citation, Document

COMMAND = "/ask"
EVENTS = ("app_mention", "message", "app_home_opened")
MOST_WAITING = 1_000
MINUTE_S = 60.0
QUICK_WORKERS = 4
MOST_QUICK = 100
MOST_PROMPTS = 3

_ANYTHING = re.compile(r".*", re.DOTALL)
_HELP = frozenset({"", "help", "?"})
_INERT = str.maketrans("<>", "‹›")


class Front:
    """Takes what Slack sends; counts what it has no use for."""

    def __init__(
        self, *, current: Current, memory: Memory, web: Web, home: Home, desk: Desk, settings: SlackSettings
    ) -> None:
        self._current = current
        self._memory = memory
        self._web = web
        self._home = home
        self._desk = desk
        self._settings = settings
        self._quick = ThreadPoolExecutor(QUICK_WORKERS, thread_name_prefix="quick")
        self._room = threading.Semaphore(MOST_QUICK)
        self.unhandled: Counter[str] = Counter()

    def app(self) -> App:
        """Return a bolt app with every listener; a last one acknowledges whatever is none of ours."""
        home = self._home
        app = App(
            logger=logs.bolt(),
            client=WebClient(base_url=self._settings.api_url),
            # Ours is one workspace, known since the start: no call to Slack stands before an acknowledgement.
            authorize=lambda: AuthorizeResult(
                enterprise_id=home.enterprise or None,
                team_id=home.team,
                bot_id=home.bot,
                bot_user_id=home.bot_user,
                bot_token=self._settings.bot_token,
            ),
            signing_secret=self._settings.signing_secret or "unused",
            # A listener returns before bolt acknowledges, and takes none of bolt's five threads.
            process_before_response=True,
            attaching_conversation_kwargs_enabled=False,
        )
        app.error(_log_failure)
        app.event("app_mention")(self._on_question)
        app.event("message")(self._on_question)
        app.event("app_home_opened")(self._on_home)
        app.command(COMMAND)(self._on_command)
        app.action(re.compile(rf"^{PASSAGE_ACTION}_\d+$"))(self._on_passage)
        app.action(FEEDBACK_ACTION)(self._on_feedback)
        for listen in (app.event, app.action, app.command, app.shortcut, app.view, app.options):
            listen(_ANYTHING)(self._on_anything)
        return app

    def close(self) -> None:
        """End the small pool; what it was doing is finished."""
        self._quick.shutdown(wait=True, cancel_futures=True)

    # --- questions ---------------------------------------------------------------------------------------------------

    def _on_question(self, body: dict[str, Any]) -> None:
        asked = questions.from_event(body, self._home)
        if asked is None or (asked.kind is Kind.THREAD and not self._memory.knows_thread(asked)):
            return
        self._take(asked)

    def _on_command(self, ack: Callable[[], object], body: dict[str, Any]) -> None:
        asked = questions.from_command(body, self._home)
        if asked is not None:
            self._take(asked)
        ack()

    def _take(self, asked: Asked) -> None:
        begun = time.perf_counter()
        if self._memory.is_known(asked):
            first, verdict = False, None
        else:
            verdict = self._verdict(asked)
            first = self._memory.record(asked, verdict)
        if first:
            self._desk.wake()
        logs.event(
            "received",
            {
                "question": asked.id, "event_id": asked.event_id, "kind": asked.kind, "channel": asked.channel,
                "thread": asked.thread, "first": first, "verdict": verdict,
                "record_ms": round((time.perf_counter() - begun) * 1000, 1),
            },
        )  # fmt: skip

    def _verdict(self, asked: Asked) -> Verdict:
        verdict = self._judged(asked)
        # Who did not name the bot is not told why it keeps silent.
        return Verdict.IGNORE if asked.kind is Kind.THREAD and verdict is not Verdict.ANSWER else verdict

    def _judged(self, asked: Asked) -> Verdict:
        settings = self._settings
        if asked.stranger:
            return Verdict.STRANGER
        if self._is_unlisted(asked.user):
            return Verdict.ELSEWHERE
        if settings.channels and asked.kind is not Kind.DIRECT and asked.channel not in settings.channels:
            return Verdict.ELSEWHERE
        since = time.time() - MINUTE_S
        if self._memory.asked_since(asked.user, since, verdict=Verdict.ANSWER) >= settings.questions_a_minute:
            told = self._memory.asked_since(asked.user, since, verdict=Verdict.TOO_FAST)
            return Verdict.IGNORE if told else Verdict.TOO_FAST
        if asked.text.casefold() in _HELP:
            return Verdict.HELP
        return Verdict.BUSY if self._memory.waiting()[0] >= MOST_WAITING else Verdict.ANSWER

    # --- buttons -----------------------------------------------------------------------------------------------------

    def _on_passage(self, ack: Callable[[], object], body: dict[str, Any]) -> None:
        ack()
        if not self._is_refused(body):
            self._later(lambda: self._open_passage(body))

    def _open_passage(self, body: dict[str, Any]) -> None:
        id, _, number = str(body["actions"][0].get("value", "")).partition(":")
        kept = self._memory.answer(id)
        view = blocks.notice_view("This answer is too old: its passages are not kept any more. Ask again, please.")
        if kept is not None and number.isdigit():
            citations = blocks.shown_citations(kept[1])
            if 1 <= int(number) <= len(citations):
                citation = citations[int(number) - 1]
                view = blocks.passage(citation, int(number), document=self._document(citation))
        reply = self._web.call("views.open", {"trigger_id": body.get("trigger_id", ""), "view": view})
        logs.event("passage", {"question": id, "n": number, "end": reply.end})

    def _document(self, citation: Citation) -> Document | None:
        try:
            with self._current.lent() as bot:
                document = bot.document(citation.document_id)
        except AskbotError:
            return None
        is_same = document.text[citation.start : citation.end] == citation.quote and document.sha256 == citation.sha256
        return document if is_same else None

    def _on_feedback(self, ack: Callable[[], object], body: dict[str, Any]) -> None:
        id, _, thumb = str(body["actions"][0].get("value", "")).partition(":")
        user = str(body.get("user", {}).get("id", ""))
        if not self._is_refused(body) and thumb in ("up", "down") and user:
            kept = self._memory.answer(id)
            if kept is not None:
                self._memory.judge(id, user, up=thumb == "up")
                logs.event("judged", {"question": id, "thumb": thumb})
                self._later(lambda: self._thank(kept[0], user))
        ack()

    def _thank(self, asked: Asked, user: str) -> None:
        message = blocks.said("Thank you. Your verdict is kept with the question and the answer.")
        if asked.kind is not Kind.COMMAND:
            self._web.whisper(asked, user=user, message=message)

    def _is_refused(self, body: Mapping[str, Any]) -> bool:
        person = body.get("user")
        user = str(person.get("id", "")) if isinstance(person, Mapping) else ""
        refused = questions.is_stranger(body, self._home) or self._is_unlisted(user)
        if refused:
            logs.event("stranger", {"type": body.get("type")})
        return refused

    def _is_unlisted(self, user: str) -> bool:
        return bool(self._settings.users) and user not in self._settings.users

    # --- the rest ----------------------------------------------------------------------------------------------------

    def _on_home(self, event: dict[str, Any]) -> None:
        """Offer questions to somebody who opens the bot's own conversation."""
        channel = event.get("channel")
        if self._is_unlisted(str(event.get("user", ""))):
            return
        if event.get("tab") == "messages" and isinstance(channel, str):
            self._later(lambda: self._suggest(channel))

    def _suggest(self, channel: str) -> None:
        with self._current.lent() as bot:
            # What is chosen is sent as if it had been typed, so a title keeps nothing that Slack reads as markup.
            titles = [document.title.translate(_INERT) for document in bot.documents()[:MOST_PROMPTS]]
        asks = [f"What does {title} say?" for title in titles] if len(titles) > 1 else ["What is this about?"]
        prompts = [{"title": blocks.cut(ask, 75), "message": blocks.cut(ask, 500)} for ask in asks]
        arguments = {"channel_id": channel, "prompts": prompts, "title": "Ask the articles"}
        self._web.call("assistant.threads.setSuggestedPrompts", arguments)

    def _on_anything(self, ack: Callable[[], object], body: dict[str, Any]) -> None:
        event = body.get("event")
        name = str((event.get("type") if isinstance(event, dict) else None) or body.get("type") or "command")
        self.unhandled[name[:40] if len(self.unhandled) < 100 else "other"] += 1
        logs.event("unhandled", {"type": name[:40]})
        ack()

    def _later(self, step: Callable[[], None]) -> None:
        """Do something that calls Slack, after the acknowledgement; too much of it is dropped, and said in the log."""
        if not self._room.acquire(blocking=False):
            logs.event("too_busy_for_buttons", {})
            return

        def run() -> None:
            try:
                step()
            except Exception as error:  # noqa: BLE001 - the pool outlives one button
                logs.trouble("button_failed", {}, error=error)
            finally:
                self._room.release()

        try:
            self._quick.submit(run)
        except RuntimeError:  # the process is ending
            self._room.release()


def _log_failure(error: Exception) -> None:
    logs.trouble("listener_failed", {}, error=error)
