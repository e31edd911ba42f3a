"""A running bot and an index that is built anew beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import SMALL_CORPUS, reindex
from fakeslack import FakeSlack, strict
from slackbot import Bot

QUESTION = "How deep is Tarnwater?"


def test_a_new_index_is_taken_between_two_questions_and_never_in_the_middle_of_one(
    fake: FakeSlack, index: Path, tmp_path: Path
):
    articles, at = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    shutil.copytree(index, at)
    text = (SMALL_CORPUS / "tarnwater.md").read_text(encoding="utf-8")
    (articles / "tarnwater.md").write_text(text.replace("6.2 metres", "7.9 metres"), encoding="utf-8")
    with Bot(tmp_path / "bot", fake, index=at) as bot:
        bot.logged("started")
        before = fake.mention(QUESTION)
        (old,) = fake.wait(lambda: fake.state.thread("C0ONE", before.ts), what="an answer")
        assert strict.shown(old).startswith("6.2 metres")
        # One question is held in the middle, while it reads its thread.
        root = fake.written("How many visitors came in 2023?", channel="C0TWO")
        held = fake.hold("conversations.replies")
        fake.mention(QUESTION, channel="C0TWO", thread_ts=root.ts)
        fake.wait(held.reached.is_set, what="a question in the middle")
        reindex(articles, at)
        bot.logged("index_renewed")
        after = fake.mention(QUESTION)
        (new,) = fake.wait(lambda: fake.state.thread("C0ONE", after.ts), what="an answer from the new index")
        assert strict.shown(new).startswith("7.9 metres")
        held.release()
        (late,) = fake.wait(lambda: fake.state.thread("C0TWO", root.ts), what="an answer from the old index")
        assert strict.shown(late).startswith("6.2 metres")
        # The first answer's passage is no longer what the article says, and its thread goes on.
        fake.acked(fake.deliver(fake.press(strict.buttons(old)[0]), type="interactive"))
        (view,) = fake.wait(lambda: fake.state.views, what="a modal")
        assert "6.2 metres" in strict.shown(view) and "was changed since this answer" in strict.shown(view)
        fake.mention("And how many hectares?", thread_ts=before.ts)
        assert fake.wait(lambda: fake.state.thread("C0ONE", before.ts)[1:], what="a follow-up")


def test_an_index_that_cannot_be_opened_is_logged_and_the_old_one_answers(fake: FakeSlack, index: Path, tmp_path: Path):
    at = tmp_path / "index"
    shutil.copytree(index, at)
    with Bot(tmp_path / "bot", fake, index=at) as bot:
        bot.logged("started")
        pointer = at / "current.json"
        pointer.write_text(pointer.read_text(encoding="utf-8").replace('"format": ', '"format": 9'), encoding="utf-8")
        (line,) = bot.logged("chore_failed")[:1]
        assert "format" in line["error"] and "askbot index" in line["remedy"]
        sent = fake.mention(QUESTION)
        (answer,) = fake.wait(lambda: fake.state.thread("C0ONE", sent.ts), what="an answer")
        assert strict.shown(answer).startswith("6.2 metres")
