"""The queue that is the memory: states, order, dead owners, threads, thumbs; real SQLite."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbot.errors import StorageError
from askbot.slack import feedback, records, web
from askbot.slack.asked import Asked, Home, Kind, from_event, identify, plain
from askbot.slack.memory import FILE_NAME, Memory, Outcome, Verdict
from askbot.slack.presence import Presence
from fakes import document, fact, refusal, runway

ARTICLE = document()
ANSWER = fact(ARTICLE, "How tall?", quote="It stands 41 metres tall.", short="41 metres")


def asked(n: int, *, thread: str = "", kind: Kind = Kind.MENTION, user: str = "U1") -> Asked:
    ts = f"{n}.0"
    return Asked(identify("T1", "C1", ts), f"Ev{n}", kind, "T1", "C1", user, f"Question {n}?", ts, thread or ts)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path)
    yield memory
    memory.close()


def test_a_question_is_kept_once_by_its_place_and_by_its_event(memory: Memory):
    first = asked(1)
    assert memory.record(first, Verdict.ANSWER)
    assert not memory.record(first, Verdict.ANSWER)
    assert not memory.record(replace(first, id="another"), Verdict.ANSWER)
    assert not memory.record(replace(first, event_id="Ev9"), Verdict.ANSWER)
    assert memory.is_known(first) and not memory.is_known(asked(2))


def test_questions_are_claimed_in_order_once_and_never_before_an_earlier_one_of_their_thread(memory: Memory):
    for n, thread in ((1, ""), (2, "1.0"), (3, "")):
        memory.record(asked(n, thread=thread), Verdict.ANSWER)
    first, third = memory.claim(), memory.claim()
    assert first is not None and third is not None
    assert (first.asked.text, third.asked.text) == ("Question 1?", "Question 3?")
    assert memory.claim() is None
    memory.posting(first.asked.id, ANSWER)
    memory.done(first.asked.id, Outcome.ANSWERED, posted_ts="1.5")
    second = memory.claim()
    assert second is not None and second.asked.text == "Question 2?"
    assert [turn.question for turn in memory.turns(second.asked)] == ["Question 1?"]


def test_what_is_put_back_waits_for_its_time_and_a_channel_can_be_held(memory: Memory):
    for n in (1, 2):
        memory.record(asked(n), Verdict.ANSWER)
    work = memory.claim()
    assert work is not None
    memory.later(work.asked.id, after_s=60, uncertain=False)
    memory.hold("C1", after_s=60)
    assert memory.claim() is None
    assert memory.waiting()[0] == 2


OTHER = """
import sys, time
from pathlib import Path
from askbot.slack.memory import Memory
memory = Memory(Path(sys.argv[1]))
for _ in range(2):
    work = memory.claim()
memory.posting(work.asked.id, None)
print("ready", flush=True)
time.sleep(60)
"""


def test_what_a_dead_process_had_begun_is_adopted_and_only_what_it_was_posting_is_uncertain(
    memory: Memory, tmp_path: Path
):
    for n in (1, 2):
        memory.record(asked(n), Verdict.ANSWER)
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    with other.stdout:
        assert other.stdout.readline() == "ready\n"
        assert memory.has_company() and memory.adopt() == 0
        other.kill()
        other.wait(10)
    assert memory.adopt() == 2 and not memory.has_company()
    first = memory.claim()
    assert first is not None and first.asked.text == "Question 1?" and not first.uncertain
    # What was being posted is looked for a moment later, when Slack has settled.
    assert memory.claim() is None and memory.waiting()[0] == 2


def test_thumbs_are_kept_one_a_person_and_come_back_with_the_conversation(memory: Memory):
    for n, thread in ((1, ""), (2, "1.0")):
        memory.record(asked(n, thread=thread), Verdict.ANSWER)
        memory.posting(asked(n).id, ANSWER)
        memory.done(asked(n).id, Outcome.ANSWERED)
    for user, up in (("U1", False), ("U1", True), ("U2", False)):
        memory.judge(asked(2).id, user, up=up)
    (judged,) = memory.judged()
    assert (judged.ups, judged.downs, judged.history) == (1, 1, ("Question 1?",))
    case = feedback.case(judged)
    assert case["cat"] == "followup" and case["forbid"] == ["41 metres"] and not feedback.is_complete(case)
    assert feedback.is_complete(feedback.case(replace(judged, ups=2)))


def test_what_is_old_and_was_not_judged_is_forgotten(memory: Memory):
    for n in (1, 2, 3):
        memory.record(asked(n), Verdict.ANSWER)
        memory.posting(asked(n).id, ANSWER)
    memory.done(asked(1).id, Outcome.ANSWERED)
    memory.done(asked(2).id, Outcome.ANSWERED)
    memory.judge(asked(2).id, "U1", up=True)
    assert memory.prune() == 0
    assert memory.prune(older_than_s=-1.0) == 1
    assert not memory.is_known(asked(1)) and memory.is_known(asked(2)) and memory.is_known(asked(3))


def test_an_apology_keeps_the_answer_that_may_have_been_posted_but_a_follow_up_does_not_point_at_it(memory: Memory):
    for n, thread in ((1, ""), (2, "1.0")):
        memory.record(asked(n, thread=thread), Verdict.ANSWER)
    memory.posting(asked(1).id, ANSWER)
    memory.posting(asked(1).id, None)
    memory.done(asked(1).id, Outcome.FAILED)
    kept = memory.answer(asked(1).id)
    assert kept is not None and records.write(kept[1]) == records.write(ANSWER)
    assert memory.turns(asked(2, thread="1.0")) == ()


def test_an_answer_that_another_askbot_wrote_otherwise_is_no_answer_and_breaks_nothing(memory: Memory):
    memory.record(asked(1), Verdict.ANSWER)
    memory.posting(asked(1).id, ANSWER)
    with closing(sqlite3.connect(memory.path, isolation_level=None)) as connection:
        connection.execute("UPDATE questions SET record = '{\"claims\": 7}'")
    memory.judge(asked(1).id, "U1", up=True)
    assert memory.answer(asked(1).id) is None and memory.judged() == []
    memory.later(asked(1).id, after_s=0, uncertain=False)
    work = memory.claim()
    assert work is not None and work.answer is None


def test_a_direct_conversation_is_answered_in_order_though_each_message_opens_a_thread(memory: Memory):
    for n, kind in ((1, Kind.DIRECT), (2, Kind.DIRECT), (3, Kind.MENTION)):
        memory.record(asked(n, kind=kind), Verdict.ANSWER)
    claimed = [memory.claim() for _ in range(3)]
    assert [work.asked.text if work else None for work in claimed] == ["Question 1?", "Question 3?", None]
    memory.posting(asked(1).id, ANSWER)
    memory.done(asked(1).id, Outcome.ANSWERED)
    second = memory.claim()
    assert second is not None
    assert [turn.question for turn in memory.turns(second.asked)] == ["Question 1?"]


def test_chatter_that_asked_nothing_does_not_count_as_asking_fast(memory: Memory):
    for n in (1, 2, 3):
        memory.record(asked(n), Verdict.ANSWER)
    memory.done(asked(1).id, Outcome.QUIET)
    assert memory.asked_since("U1", 0.0, verdict=Verdict.ANSWER) == 2


STARTER = """
import sys
from pathlib import Path
from askbot.slack.presence import Presence
for _ in range(200):
    presence = Presence(Path(sys.argv[1]))
    assert Presence(Path(sys.argv[1])).is_alive(presence.owner)
    presence.close()
"""


def test_processes_that_come_and_go_never_take_a_living_one_for_dead(tmp_path: Path):
    here = Presence(tmp_path)
    others = [subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path)]) for _ in range(2)]
    while any(other.poll() is None for other in others):
        here.has_company()
    assert [other.wait(60) for other in others] == [0, 0]
    assert here.is_alive(here.owner) and not here.has_company()


def test_a_memory_waits_for_another_process_that_is_just_creating_it(tmp_path: Path):
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.commit)
    done.start()
    memory = Memory(tmp_path)
    assert memory.record(asked(1), Verdict.ANSWER)
    memory.close()
    done.join()
    other.close()


def test_a_memory_that_is_no_database_is_one_clear_error(tmp_path: Path):
    (tmp_path / "slack.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(StorageError, match="can't be read or written"):
        Memory(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        runway(ARTICLE, "How long?"),
        refusal(ARTICLE, "Who?", message="Nothing says.", nearest="It stands 41 metres tall."),
        replace(ANSWER, short=None, claims=(), message="Hello."),
    ],
)
def test_an_answer_comes_back_as_it_was_kept(answer: object):
    kept = records.read(records.write(answer))  # type: ignore[arg-type]
    assert records.write(kept) == records.write(answer)  # type: ignore[arg-type]


# --- payloads --------------------------------------------------------------------------------------------------------

HOME = Home(team="T1", bot_user="U0BOT")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=4,
)
FIELDS = ("type", "user", "channel", "ts", "thread_ts", "text", "subtype", "bot_id", "team", "channel_type")


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON | st.sampled_from(["message", "app_mention", "im"]), max_size=10),
    JSON,
)
def test_whatever_a_payload_holds_it_is_a_question_or_nothing(event: dict[str, object], team: object):
    found = from_event({"event": event, "team_id": team, "event_id": team}, HOME)
    if found is not None:
        assert found.user and found.channel and found.ts
        found.text.encode()


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=60))
def test_a_mention_of_the_bot_goes_and_the_rest_of_a_text_stays(text: str):
    shown = plain(f"<@U0BOT> {text.replace('<', '').replace('>', '').replace('&', '')}", bot_user="U0BOT")
    assert "U0BOT" not in shown.replace(text, "") or "U0BOT" in text
    assert shown == " ".join(shown.split())


def test_a_retry_after_is_honoured_and_capped():
    for header, seconds in (("3", 3.0), ("0", 1.0), ("86400", 120.0), ("soon", 5.0), (None, 5.0)):
        headers = {} if header is None else {"Retry-After": header}
        assert web.retry_after(headers) == seconds
