"""The workers that answer: a bounded number of threads that take questions from memory, one at a time.

A question is claimed, answered, noted as being posted, posted, noted as done. Whatever breaks in
between, the next worker knows from the note what may have happened, and looks before it posts.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from askbot import blocks
from askbot.current import Current
from askbot.errors import AskbotError, QuestionError, StorageError
from askbot.slack import logs, streams, threads
from askbot.slack.asked import Asked, Home, Kind
from askbot.slack.memory import Memory, Outcome, Verdict, Work
from askbot.slack.waiting import Waiting
from askbot.slack.web import End, Reply, Web
from askbot.types import Answer, RefusalReason

if TYPE_CHECKING:
    from askbot.bot import Bot

# Another process may have put a question into the shared memory without a word to this one.
IDLE_S = 0.5
# A question that brought down whoever took it is not taken for ever.
MOST_ATTEMPTS = 5
FIRST_PAUSE_S = 1.0
# Nobody waits for an answer that long; they are told instead.
STALE_S = 3_600.0
# A stopping process says sorry for what it could not begin, for this long.
SORRY_S = 4.0

HELP = (
    "Ask me about the articles: mention me with a question, write to me directly, or use /ask.\n"
    "In a thread where I answered you can ask on without naming me.\n"
    "Each number in brackets has a button that opens the passage it stands for."
)
_SAYINGS = {
    Verdict.HELP: HELP,
    Verdict.STRANGER: "I only answer people of the workspace that I was installed in.",
    Verdict.ELSEWHERE: "I was not set up to answer here.",
    Verdict.TOO_FAST: "That is more questions in a minute than I take from one person. Ask again in a minute, please.",
    Verdict.BUSY: "Too many questions are waiting for me just now. Ask again in a few minutes, please.",
}


class Desk:
    """A number of workers at one memory. `start` sets them to work, `wake` tells them of a question, `stop` ends it."""

    def __init__(self, *, current: Current, memory: Memory, web: Web, home: Home, workers: int) -> None:
        self._current = current
        self._memory = memory
        self._web = web
        self._home = home
        self._news = threading.Condition()
        self._stopping = threading.Event()
        self._draining = threading.Event()
        self._workers = [threading.Thread(target=self._work, name=f"desk-{n}", daemon=True) for n in range(workers)]
        self.fatal: str | None = None

    def start(self) -> None:
        """Set the workers to work."""
        for worker in self._workers:
            worker.start()

    def wake(self) -> None:
        """Tell an idle worker that there is a question."""
        with self._news:
            self._news.notify()

    @property
    def is_whole(self) -> bool:
        """Whether every worker is alive."""
        return all(worker.is_alive() for worker in self._workers)

    def stop(self, *, within_s: float) -> None:
        """Finish what is waiting, for so long; then say sorry for what could not be begun, and end."""
        deadline = time.monotonic() + within_s
        self._draining.set()
        if self.fatal:
            self._stopping.set()
        with self._news:
            self._news.notify_all()
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))
        self._stopping.set()
        for worker in self._workers:
            worker.join(0.5)
        if self.fatal is None and not self._memory.has_company():
            self._apologise(time.monotonic() + SORRY_S)

    def _apologise(self, deadline: float) -> None:
        while time.monotonic() < deadline and (work := self._memory.claim()):
            self._attempt(work, partial(self._leave, work))

    def _leave(self, work: Work) -> None:
        """Say sorry for a question that was never begun; what takes no thought is done all the same."""
        if work.verdict is not Verdict.ANSWER:
            self._take(work)
        elif not work.uncertain or self._is_open(work):
            self._fail(work, "I was stopped before I could answer this. Ask again, please.")

    # --- a worker ----------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                work = self._memory.claim()
            except AskbotError as error:
                logs.trouble("memory_failed", {}, error=error)
                self._stopping.wait(FIRST_PAUSE_S)
                continue
            if work is not None:
                self._attempt(work, partial(self._take, work))
            elif self._draining.is_set():
                return
            else:
                with self._news:
                    self._news.wait(IDLE_S)

    def _attempt(self, work: Work, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - a worker outlives whatever one question does to it
            logs.trouble("worker_failed", {"question": work.asked.id, "attempts": work.attempts}, error=error)
            try:
                self._memory.later(work.asked.id, after_s=FIRST_PAUSE_S * 2**work.attempts, uncertain=True)
            except AskbotError as lost:
                logs.trouble("memory_failed", {"question": work.asked.id}, error=lost)

    def _take(self, work: Work) -> None:
        asked = work.asked
        if work.uncertain and not self._is_open(work):
            return
        if work.verdict is Verdict.IGNORE:
            self._end(work, Outcome.QUIET)
        elif work.verdict is not Verdict.ANSWER:
            self._say(work, Outcome.SAID, _SAYINGS[work.verdict], aloud=work.verdict is Verdict.HELP)
        elif work.attempts > MOST_ATTEMPTS or time.time() - work.received_at > STALE_S:
            self._fail(work, "I was interrupted before I could answer this. Ask again, please.")
        else:
            self._answer(work, asked)

    def _is_open(self, work: Work) -> bool:
        """Look whether a question was answered already; where looking fails for good, own up to not knowing."""
        asked = work.asked
        if asked.kind is Kind.COMMAND:
            self._fail(work, "I was interrupted while I answered you. If you see no answer, ask again, please.")
            return False
        if work.verdict not in (Verdict.ANSWER, Verdict.HELP):
            # It was said to one person where it can't be looked up; saying it twice is worse than not at all.
            self._end(work, Outcome.SAID)
            return False
        found = self._web.find(asked)
        if found.end is End.DONE:
            if found.fields["ts"] is None:
                return True
            if found.fields["begun"] and work.answer is not None:
                self._mend(work, work.answer, found.fields["ts"])
                return False
            self._end(work, Outcome.SAID if work.answer is None else _outcome(work.answer), ts=found.fields["ts"])
        elif found.end in (End.WAIT, End.UNKNOWN) and work.attempts <= MOST_ATTEMPTS:
            self._memory.later(asked.id, after_s=max(found.wait_s, FIRST_PAUSE_S * 2**work.attempts), uncertain=True)
        elif found.end is End.LOCKED_OUT:
            self._give_up(work, found)
        else:
            self._fail(work, "I was interrupted while I answered this. If you see no answer above, ask again, please.")
        return False

    def _answer(self, work: Work, asked: Asked) -> None:
        waiting = Waiting(self._web, asked, status="is reading the articles…")
        try:
            # One index from the first look to the last, though another may come into force meanwhile.
            with waiting, self._current.lent() as bot:
                answer, aside = self._found(work, bot)
                sources = _sources(answer, bot)
        except QuestionError as error:
            waiting.clear()
            self._say(work, Outcome.SAID, f"{error.message} {error.remedy}", aloud=False)
            return
        except Exception as error:  # noqa: BLE001 - the person is told, the log has the rest
            waiting.clear()
            reference = asked.id[:8]
            logs.trouble("answer_failed", {"question": asked.id, "reference": reference}, error=error)
            text = f"Something went wrong while I looked for an answer (reference {reference}). Ask again, please."
            self._say(work, Outcome.FAILED, text, aloud=False)
            return
        if asked.kind is Kind.THREAD and _is_chatter(answer):
            self._end(work, Outcome.QUIET)
            return
        self._memory.posting(asked.id, answer)
        message = blocks.message(answer, id=asked.id, sources=sources, aside=aside)
        if asked.kind is Kind.COMMAND:
            reply = self._web.respond(asked, message, fallback=blocks.fallback(answer))
        elif asked.kind is Kind.DIRECT and waiting.noticed:
            # In a channel a stream moves for one person alone.
            reply = streams.show(self._web, asked, message, fallback=blocks.fallback(answer))
        else:
            reply = self._web.post(asked, message, fallback=blocks.fallback(answer))
        self._settle(work, reply, _outcome(answer))

    def _mend(self, work: Work, answer: Answer, ts: str) -> None:
        """Make whole what was begun as a stream by a process that died, or before Slack ended it."""
        with self._current.lent() as bot:
            sources = _sources(answer, bot)
        message = blocks.message(answer, id=work.asked.id, sources=sources)
        reply = streams.mend(self._web, work.asked, ts, message=message, fallback=blocks.fallback(answer))
        self._settle(work, reply, _outcome(answer))

    def _found(self, work: Work, bot: Bot) -> tuple[Answer, str]:
        """Return the answer, the one that was kept where there is one, and a last line to go with it."""
        if work.answer is not None:
            return work.answer, ""
        asked = work.asked
        before = threads.earlier(asked, bot=bot, memory=self._memory, web=self._web, home=self._home)
        answer = bot.ask(asked.text, history=before.turns)
        return answer, "I could not read what was said above in this thread." if before.unread else ""

    # --- how it ends -------------------------------------------------------------------------------------------------

    def _say(self, work: Work, outcome: Outcome, text: str, *, aloud: bool) -> None:
        """Say something that is no answer: aloud in the thread, else to the asker alone where Slack can."""
        asked, message = work.asked, blocks.said(text)
        self._memory.posting(asked.id, None)
        if asked.kind is Kind.COMMAND:
            reply = self._web.respond(asked, message, fallback=message.text)
        elif aloud or asked.kind is Kind.DIRECT:
            reply = self._web.post(asked, message, fallback=message.text)
        else:
            reply = self._web.whisper(asked, message=message)
        self._settle(work, reply, outcome)

    def _fail(self, work: Work, text: str) -> None:
        self._say(work, Outcome.FAILED, f"{text} (reference {work.asked.id[:8]})", aloud=True)

    def _settle(self, work: Work, reply: Reply, outcome: Outcome) -> None:
        id = work.asked.id
        if reply.end is End.DONE:
            self._end(work, outcome, ts=reply.fields.get("ts"))
        elif reply.end is End.WAIT and time.time() - work.received_at < STALE_S:
            self._memory.later(id, after_s=reply.wait_s, uncertain=False)
            self._memory.hold(work.asked.channel, after_s=reply.wait_s)
        elif reply.end is End.UNKNOWN and outcome is Outcome.FAILED and work.asked.kind is Kind.COMMAND:
            self._end(work, outcome)  # an apology that may have arrived, where nothing can be looked up
        elif reply.end is End.UNKNOWN and work.attempts <= MOST_ATTEMPTS:
            self._memory.later(id, after_s=FIRST_PAUSE_S * 2 ** (work.attempts - 1), uncertain=True)
        elif reply.end is End.LOCKED_OUT:
            self._give_up(work, reply)
        else:
            logs.trouble("not_posted", _columns(work) | {"error": reply.error})
            self._end(work, Outcome.FAILED)

    def _give_up(self, work: Work, reply: Reply) -> None:
        """Keep the question for the day when there is a token that Slack takes, and have the process end."""
        self._memory.later(work.asked.id, after_s=0.0, uncertain=work.uncertain)
        self.fatal = reply.error
        self._stopping.set()

    def _end(self, work: Work, outcome: Outcome, *, ts: str | None = None) -> None:
        self._memory.done(work.asked.id, outcome, posted_ts=ts)
        ms = round((time.time() - work.received_at) * 1000)
        logs.event("done", _columns(work) | {"outcome": outcome, "answer_ms": ms, "attempts": work.attempts})


def _columns(work: Work) -> dict[str, object]:
    asked = work.asked
    return {
        "question": asked.id, "event_id": asked.event_id, "kind": asked.kind, "channel": asked.channel,
        "thread": asked.thread,
    }  # fmt: skip


def _sources(answer: Answer, bot: Bot) -> dict[str, str]:
    """Return the sources of what an answer cites; one that was kept may cite what is not there any more."""
    cited = {citation.document_id for citation in answer.citations}
    if answer.refusal is not None:
        cited = {citation.document_id for citation in answer.refusal.nearest}
    sources = {}
    for id in cited:
        with contextlib.suppress(StorageError):
            sources[id] = bot.document(id).source
    return sources


def _outcome(answer: Answer) -> Outcome:
    return {"answered": Outcome.ANSWERED, "refused": Outcome.REFUSED}.get(answer.status, Outcome.SAID)


def _is_chatter(answer: Answer) -> bool:
    """In a thread people also talk to one another: what asks nothing and is about nothing gets no answer."""
    off_topic = answer.refusal is not None and answer.refusal.reason is RefusalReason.OFF_TOPIC
    return "?" not in answer.question and (off_topic or answer.message is not None)
