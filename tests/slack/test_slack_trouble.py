"""When the line breaks or Slack says no: each failure has its defined end, and the health endpoint tells the truth."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from askbot.slack import patience
from conftest import Rig, over_socket
from fakeslack import FakeSlack, Fault, ratelimited, strict
from slackbot import START_S, Bot

QUESTION = "How deep is Tarnwater?"


@pytest.fixture(scope="module")
def broken(own_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A bot whose line the tests of this module break, one after the other."""
    at = tmp_path_factory.mktemp("broken")
    folder = own_index(at / "index")
    with FakeSlack() as fake:
        fake.down()
        with Bot(at / "bot", fake, index=folder) as bot:
            yield Rig(fake, bot, folder, over_socket(fake))


def test_with_slack_down_at_the_start_it_waits_says_so_and_connects_when_slack_is_back(broken: Rig):
    broken.bot.logged("call_failed", n=2, method="auth.test")
    code, facts = broken.bot.health()
    assert code == 503 and facts["phase"] == "starting"
    # Slack that is back may at first say no to whoever wants to listen.
    broken.fake.fail("apps.connections.open", Fault(error="internal_error"))
    broken.fake.up()
    broken.bot.becomes(200)
    assert broken.answers(broken.mention(QUESTION))


def test_a_refresh_loses_and_doubles_nothing(broken: Rig):
    fake = broken.fake
    opened = fake.opened
    sent = [fake.mention(QUESTION) for _ in range(4)]
    fake.refresh()
    fake.wait(lambda: fake.opened > opened, what="a new socket")
    sent += [fake.mention(QUESTION) for _ in range(4)]
    fake.wait(lambda: len(fake.sockets) == 1, what="the old socket closed")
    fake.redeliver()  # what was under way on it
    fake.wait(lambda: all(fake.state.thread("C0ONE", s.ts) for s in sent), what="every answer")
    broken.settled()
    assert [len(fake.state.thread("C0ONE", s.ts)) for s in sent] == [1] * 8


def test_a_broken_connection_is_made_anew(broken: Rig):
    opened = broken.fake.opened
    broken.fake.fail("apps.connections.open", Fault(error="internal_error"))
    broken.fake.fail("link", Fault(drop=True))
    broken.fake.abort()
    broken.fake.wait(lambda: broken.fake.opened > opened and len(broken.fake.sockets) == 1, what="a new socket, alone")
    assert broken.answers(broken.mention(QUESTION))


def test_a_half_open_connection_is_noticed_said_and_replaced(broken: Rig):
    fake = broken.fake
    opened = fake.opened
    for socket in fake.sockets:
        socket.mute = True
    # The next connection is deaf from its first moment on: not even one pong.
    fake.mute_new = True
    broken.bot.becomes(503)
    fake.wait(lambda: fake.opened == opened + 1, what="a second deaf socket")
    fake.mute_new = False
    fake.wait(lambda: fake.opened > opened + 1, what="a socket that hears")
    broken.bot.becomes(200)
    fake.wait(lambda: len(fake.sockets) == 1, what="the deaf ones closed")
    assert broken.answers(broken.mention(QUESTION))


# --- what Slack says -------------------------------------------------------------------------------------------------


def test_a_429_is_waited_out_and_the_answer_posted_once(on_socket: Rig):
    fake = on_socket.fake
    before = len(fake.calls("chat.postMessage"))
    fake.fail("chat.postMessage", ratelimited("1"), ratelimited("1"))
    sent = on_socket.mention(QUESTION)
    assert len(on_socket.answers(sent)) == 1
    first, second, third = fake.calls("chat.postMessage")[before:]
    assert second.at - first.at >= 1.0 and third.at - second.at >= 1.0
    on_socket.settled()
    assert len(on_socket.answers(sent)) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
def test_where_slack_refuses_the_blocks_the_answer_comes_as_text(on_socket: Rig, error: str):
    on_socket.fake.fail("chat.postMessage", Fault(error=error))
    (answer,) = on_socket.answers(on_socket.mention(QUESTION))
    assert "blocks" not in answer
    assert "6.2 metres [1]" in answer["text"] and "nowhere deeper than *6.2 metres*" in answer["text"]
    assert strict.pings(answer) == [] and answer["mrkdwn"] is False


def test_where_slack_refuses_the_blocks_of_a_commands_answer_it_comes_as_text(on_socket: Rig):
    on_socket.fake.fail("response_url", Fault(status=400, body="invalid_blocks"))
    name, payload = on_socket.fake.command(QUESTION)
    on_socket.send(payload, type="slash_commands")
    (answer,) = on_socket.fake.wait(lambda: on_socket.fake.state.responses[name].sent, what="an answer")
    assert "blocks" not in answer and "6.2 metres [1]" in answer["text"]
    assert strict.pings(answer) == strict.links(answer) == []


def test_where_slack_refuses_even_the_text_it_is_logged_as_failed_and_not_tried_again(on_socket: Rig):
    fake = on_socket.fake
    before = len(fake.calls("chat.postMessage"))
    fake.fail("chat.postMessage", Fault(error="invalid_blocks"), Fault(error="msg_too_long"))
    sent = on_socket.mention(QUESTION)
    (line,) = on_socket.bot.logged("done", event_id=sent.payload["event_id"])
    (why,) = on_socket.bot.logged("not_posted", event_id=sent.payload["event_id"])
    assert (line["outcome"], why["error"]) == ("failed", "msg_too_long")
    assert len(fake.calls("chat.postMessage")) == before + 2


def test_pauses_grow_to_a_bound_and_no_two_bots_come_back_at_one_moment():
    many = list(itertools.islice(patience.pauses(), 12))
    usual = [min(patience.FIRST_PAUSE_S * 2**n, patience.LONGEST_PAUSE_S) for n in range(12)]
    assert all(0.8 * whole <= pause_s <= 1.2 * whole for pause_s, whole in zip(many, usual, strict=True))
    assert many != list(itertools.islice(patience.pauses(), 12))


def test_told_to_end_while_slack_is_down_it_leaves_with_0(fake: FakeSlack, start: Callable[..., Bot]):
    fake.down()
    bot = start(fake)
    bot.logged("call_failed")
    bot.terminate()
    assert bot.code(START_S) == 0
    assert bot.log("stopped")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(error="internal_error"),
        Fault(status=503, body="<html>Service unavailable</html>"),
        Fault(drop=True),
        Fault(drop=True, after=True),
    ],
    ids=["internal_error", "html", "dropped before", "dropped after"],
)
def test_what_may_or_may_not_have_been_posted_is_looked_up_and_ends_in_one_answer(on_socket: Rig, fault: Fault):
    on_socket.fake.fail("chat.postMessage", fault)
    sent = on_socket.mention(QUESTION)
    on_socket.answers(sent)
    on_socket.settled()
    assert len(on_socket.answers(sent)) == 1


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "missing_scope", "is_archived"])
def test_what_slack_refuses_for_good_is_logged_as_failed_and_not_tried_again(on_socket: Rig, error: str):
    fake = on_socket.fake
    before = len(fake.calls("chat.postMessage"))
    fake.fail("chat.postMessage", Fault(error=error))
    sent = on_socket.mention(QUESTION)
    (line,) = on_socket.bot.logged("done", event_id=sent.payload["event_id"])
    assert line["outcome"] == "failed"
    (why,) = on_socket.bot.logged("not_posted", event_id=sent.payload["event_id"])
    assert why["error"] == error
    assert len(fake.calls("chat.postMessage")) == before + 1
    assert on_socket.bot.health()[0] == 200


def test_a_command_that_could_not_be_answered_is_tried_again_only_where_nothing_arrived(on_socket: Rig):
    fake = on_socket.fake
    fake.fail("response_url", Fault(status=429, headers={"Retry-After": "1"}))
    name, payload = fake.command(QUESTION)
    on_socket.send(payload, type="slash_commands")
    (answer,) = fake.wait(lambda: fake.state.responses[name].sent, what="an answer")
    assert strict.shown(answer).startswith("6.2 metres")
    fake.fail("response_url", Fault(drop=True))
    name, payload = fake.command(QUESTION)
    on_socket.send(payload, type="slash_commands")
    (apology,) = fake.wait(lambda: fake.state.responses[name].sent, what="an apology")
    assert "If you see no answer, ask again" in strict.shown(apology)


def test_a_question_that_cannot_be_taken_is_told_to_its_asker_alone(on_socket: Rig):
    fake = on_socket.fake
    before = len(fake.state.ephemeral)
    sent = on_socket.mention("why " * 600)
    (told,) = fake.wait(lambda: fake.state.ephemeral[before:], what="a word to the asker")
    assert told["user"] == "U0ANN" and "at most 2,000" in strict.shown(told)
    assert fake.state.thread("C0ONE", sent.ts) == []


def test_a_revoked_token_ends_it_with_one_clear_line_and_the_question_is_kept(
    fake: FakeSlack, start: Callable[..., Bot]
):
    bot = start(fake)
    bot.logged("started")
    fake.fail("chat.postMessage", Fault(error="token_revoked"))
    sent = fake.mention(QUESTION)
    assert bot.code(START_S) == 1
    assert "Error: Slack refuses SLACK_BOT_TOKEN: token_revoked.\n" in bot.stderr.read_text()
    start(fake)
    fake.wait(lambda: fake.state.thread("C0ONE", sent.ts), what="the answer, by the next process")


def test_a_failure_inside_is_told_calmly_with_an_id_that_stands_in_the_log(
    fake: FakeSlack, index: Path, tmp_path: Path
):
    folder = tmp_path / "index"
    shutil.copytree(index, folder)
    with Bot(tmp_path / "bot", fake, index=folder) as bot:
        bot.logged("started")
        for path in folder.glob("generation-*/keywords.sqlite3"):
            path.write_bytes(b"no database any more" * 4_000)
        sent = fake.mention("How much did the restoration of Tarnwater cost, and who paid for it?")
        (failed,) = bot.logged("answer_failed")
        (told,) = fake.wait(lambda: fake.state.ephemeral, what="a word to the asker")
        assert f"(reference {failed['reference']})" in strict.shown(told)
        assert "Traceback" not in strict.shown(told) and "Traceback" in failed["traceback"]
        assert fake.state.thread("C0ONE", sent.ts) == []
        bot.becomes(200)


def test_a_wrong_token_at_the_start_is_one_clear_line(fake: FakeSlack, start: Callable[..., Bot]):
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}
    for name, bot in [(name, start(fake, **{name: value})) for name, value in wrong.items()]:
        assert bot.code(START_S) == 1
        errors = [line for line in bot.stderr.read_text().splitlines() if not line.startswith("{")]
        assert errors == [f"Error: Slack refuses {name}: invalid_auth.", "Try: See what is wrong: askbot slack --check"]


@pytest.mark.soak
def test_soak_a_minute_without_slack_is_survived(fake: FakeSlack, start: Callable[..., Bot]):
    bot = start(fake)
    bot.logged("started")
    fake.down()
    bot.becomes(503)
    seen = len(bot.log())
    bot.logged("reconnect_failed", n=4, within_s=120)
    assert len(bot.log()) - seen < 400  # it does not fill the disk meanwhile
    fake.up()
    bot.becomes(200)
    sent = fake.mention(QUESTION)
    fake.wait(lambda: fake.state.thread("C0ONE", sent.ts), what="an answer")


@pytest.mark.soak
def test_soak_told_to_end_with_slack_silent_it_leaves_within_a_bound(fake: FakeSlack, start: Callable[..., Bot]):
    bot = start(fake, ASKBOT_SLACK_WORKERS="1")
    bot.logged("started")
    held = fake.hold("chat.postMessage")
    # Of several at once any may be taken first, so the others come when one is.
    begun = fake.mention(QUESTION)
    fake.wait(held.reached.is_set, what="the worker held")
    waiting = [fake.mention(QUESTION) for _ in range(2)]
    bot.logged("received", n=3)
    bot.terminate()
    assert bot.code(40) == 0
    held.release()
    # Those that were never begun got an apology, none got two messages.
    assert all(len(fake.state.thread("C0ONE", s.ts)) <= 1 for s in [begun, *waiting])
    apologies = [strict.shown(m) for s in waiting for m in fake.state.thread("C0ONE", s.ts)]
    assert all("I was stopped before I could answer this" in a for a in apologies) and len(apologies) == 2
