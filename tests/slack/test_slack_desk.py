"""What is left at the end: a desk without workers, which has to say something to everybody who waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from askbot import blocks
from askbot.settings import SlackSettings
from askbot.slack.asked import Asked, Home, from_event
from askbot.slack.desk import Desk
from askbot.slack.memory import Memory, Verdict
from askbot.slack.web import Web
from fakes import document, fact
from fakeslack import FakeSlack, strict
from fakeslack.server import APP_TOKEN, BOT_TOKEN

HOME = Home(team="T0HOME", bot_user="U0BOT", bot="B0BOT")
ANSWER = fact(document(), "How tall?", quote="It stands 41 metres tall.", short="41 metres")


def asked(fake: FakeSlack, user: str) -> Asked:
    found = from_event(fake.written("<@U0BOT> How tall?", channel="C0ONE", user=user, type="app_mention").payload, HOME)
    assert found is not None
    return found


def test_at_the_end_the_unbegun_hear_an_apology_strangers_a_no_and_who_was_answered_nothing_more(
    fake: FakeSlack, tmp_path: Path
):
    web = Web(SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=fake.api_url))
    memory = Memory(tmp_path)
    unbegun, stranger, answered, ignored = (asked(fake, user) for user in ("U1", "U2", "U3", "U4"))
    memory.record(answered, Verdict.ANSWER)
    work = memory.claim()
    assert work is not None
    memory.posting(answered.id, ANSWER)
    message = blocks.message(ANSWER, id=answered.id, sources={})
    web.post(answered, message, fallback="")
    memory.later(answered.id, after_s=0, uncertain=True)  # the reply to the post was lost
    memory.record(unbegun, Verdict.ANSWER)
    memory.record(stranger, Verdict.STRANGER)
    memory.record(ignored, Verdict.IGNORE)
    nobody: Any = None
    desk = Desk(current=nobody, memory=memory, web=web, home=HOME, workers=0)
    desk.stop(within_s=0)
    said = {
        one.user: [strict.shown(m) for m in fake.state.thread("C0ONE", one.ts)]
        for one in (unbegun, stranger, answered, ignored)
    }
    assert len(said["U1"]) == 1 and said["U1"][0].startswith("I was stopped before I could answer this.")
    assert len(said["U3"]) == 1 and said["U3"][0].startswith("41 metres [1]")
    assert said["U2"] == said["U4"] == []
    assert [m["user"] for m in fake.state.ephemeral] == ["U2"]
    assert memory.waiting()[0] == 0
    memory.close()
