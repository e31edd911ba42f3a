"""Who is answered, what is logged, what the check finds, and that the manifest is what the code needs."""

from __future__ import annotations

import re
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from askbot.slack import check, listeners, over_http
from conftest import Rig, over_socket
from fakeslack import FakeSlack, Fault, strict
from fakeslack.server import APP_TOKEN, BOT_TOKEN, SECRET
from fakeslack.workspace import SCOPES
from slackbot import COMMAND, ROOT, START_S, Bot, environment

QUESTION = "How deep is Tarnwater?"


@pytest.fixture(scope="module")
def careful(own_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A bot that answers in one channel, three questions a minute, and the people of one other workspace."""
    at = tmp_path_factory.mktemp("careful")
    folder = own_index(at / "index")
    limits = {"ASKBOT_SLACK_CHANNELS": "C0ONE", "ASKBOT_SLACK_RATE": "3", "ASKBOT_SLACK_TEAMS": "T0FRIEND"}
    with FakeSlack() as fake, Bot(at / "bot", fake, index=folder, **limits) as bot:
        bot.logged("started")
        yield Rig(fake, bot, folder, over_socket(fake))


def told(rig: Rig, user: str) -> list[str]:
    return [strict.shown(m) for m in rig.fake.state.ephemeral if m["user"] == user]


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ({"user_team": "T0ELSE"}, {}),
        ({"team": "T0ELSE"}, {"is_ext_shared_channel": True}),
        ({"source_team": "T0ELSE", "team": "T0HOME"}, {}),
        ({"team": ""}, {"is_ext_shared_channel": True}),
    ],
    ids=["user_team", "team", "source_team", "not named in a shared channel"],
)
def test_people_of_other_workspaces_are_refused(careful: Rig, event: dict[str, str], body: dict[str, object]):
    user = f"U{abs(hash(str(event))) % 10**9}"
    sent = careful.mention(QUESTION, user=user, event=event, body=body)
    careful.fake.wait(lambda: told(careful, user), what="a polite no")
    assert told(careful, user) == ["I only answer people of the workspace that I was installed in."]
    careful.settled()
    assert careful.fake.state.thread("C0ONE", sent.ts) == []


def test_a_workspace_that_was_let_in_is_answered(careful: Rig):
    sent = careful.mention(
        QUESTION, user="U0FRIEND", event={"user_team": "T0FRIEND"}, body={"is_ext_shared_channel": True}
    )
    assert careful.answers(sent)


def test_a_stranger_opens_no_passage_and_gives_no_thumb(careful: Rig):
    (answer,) = careful.answers(careful.mention(QUESTION, user="U0OPEN"))
    views = len(careful.fake.state.views)
    careful.send(careful.fake.press(strict.buttons(answer)[0], user="U0ELSE", team="T0ELSE"), type="interactive")
    careful.bot.logged("stranger")
    careful.send(careful.fake.press(strict.buttons(answer)[0], user="U0OPEN"), type="interactive")
    careful.fake.wait(lambda: len(careful.fake.state.views) > views, what="a modal for somebody else")
    assert len(careful.fake.state.views) == views + 1


def test_a_command_from_another_workspace_is_refused(careful: Rig):
    name, payload = careful.fake.command(QUESTION, team="T0ELSE")
    careful.send(payload, type="slash_commands")
    (answer,) = careful.fake.wait(lambda: careful.fake.state.responses[name].sent, what="a polite no")
    assert "I only answer people" in strict.shown(answer)


def test_a_channel_that_is_not_on_the_list_is_left_alone_politely(careful: Rig):
    sent = careful.mention(QUESTION, channel="C0TWO", user="U0LIST")
    careful.fake.wait(lambda: told(careful, "U0LIST"), what="a polite no")
    assert told(careful, "U0LIST") == ["I was not set up to answer here."]
    assert careful.fake.state.thread("C0TWO", sent.ts) == []
    assert careful.answers(careful.direct(QUESTION, user="U0LIST"))


def test_who_asks_too_fast_is_told_once_and_others_are_answered(careful: Rig):
    sent = [careful.mention(QUESTION, user="U0FAST") for _ in range(5)]
    other = careful.mention(QUESTION, user="U0CALM")
    careful.answers(other)
    careful.settled()
    assert [len(careful.fake.state.thread("C0ONE", s.ts)) for s in sent] == [1, 1, 1, 0, 0]
    (word,) = told(careful, "U0FAST")
    assert "Ask again in a minute, please." in word


def test_where_people_are_listed_nobody_else_is_answered_opens_a_passage_gives_a_thumb_or_is_offered_questions(
    fake: FakeSlack, start: Callable[..., Bot]
):
    bot = start(fake, ASKBOT_SLACK_USERS="U0ANN")
    bot.logged("started")
    theirs, ours = fake.mention(QUESTION, user="U0BEN"), fake.mention(QUESTION)
    (answer,) = fake.wait(lambda: fake.state.thread("C0ONE", ours.ts), what="an answer to who is listed")
    (told,) = fake.wait(lambda: fake.state.ephemeral, what="a polite no")
    assert (told["user"], strict.shown(told)) == ("U0BEN", "I was not set up to answer here.")
    assert fake.state.thread("C0ONE", theirs.ts) == []
    thumbs = next(b["elements"][0] for b in answer["blocks"] if b["type"] == "context_actions")
    thumb = {**thumbs, "value": thumbs["positive_button"]["value"]}
    for user in ("U0BEN", "U0ANN"):
        fake.acked(fake.deliver(fake.press(strict.buttons(answer)[0], user=user), type="interactive"))
        fake.acked(fake.deliver(fake.press(thumb, user=user), type="interactive"))
        home = {"type": "app_home_opened", "user": user, "channel": "D0ANN", "tab": "messages"}
        fake.acked(fake.deliver(fake.event(home)))
    fake.wait(lambda: fake.state.views and fake.state.prompts, what="a modal and prompts for who is listed")
    bot.terminate()
    assert bot.code(START_S) == 0
    assert (len(fake.state.views), len(fake.state.prompts), len(bot.log("judged"))) == (1, 1, 1)


# --- logs ------------------------------------------------------------------------------------------------------------


def test_the_log_says_what_happened_when_and_how_it_ended_without_the_words(rig: Rig):
    sent = rig.mention("How much did the angling club of Tarnwater pay?")
    rig.answers(sent)
    event_id = sent.payload["event_id"]
    (received,) = rig.bot.logged("received", event_id=event_id)
    (done,) = rig.bot.logged("done", event_id=event_id)
    assert received["first"] is True and received["question"] == done["question"]
    assert done["thread"] == sent.ts and done["outcome"] in ("answered", "refused") and done["answer_ms"] > 0
    assert rig.bot.log("acknowledged")[-1]["ack_ms"] >= 0
    whole = rig.bot.stderr.read_text()
    assert "angling" not in whole and "Tarnwater" not in whole


def test_the_health_endpoint_is_on_loopback_alone_and_serves_nothing_else(on_socket: Rig):
    port = on_socket.bot.logged("health")[0]["port"]
    assert on_socket.bot.health()[0] == 200
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=10)
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
    refused.value.close()


def test_no_token_stands_in_any_log_even_when_everything_is_debugged_and_fails(
    own_index: Callable[[Path], Path], tmp_path: Path
):
    with FakeSlack() as fake:
        environment_of = environment(fake, SLACK_BOT_TOKEN=BOT_TOKEN + "WRONG")
        command = [*COMMAND, "--debug", "slack", "--health", "0", "--index", str(own_index(tmp_path / "index"))]
        done = subprocess.run(command, env=environment_of, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1 and "invalid_auth" in done.stderr
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in done.stdout + done.stderr


# --- the check -------------------------------------------------------------------------------------------------------


def checked(fake: FakeSlack, index: Path, *arguments: str, **more: str) -> tuple[int, str]:
    command = [*COMMAND, "slack", "--check", "--index", str(index), *arguments]
    done = subprocess.run(
        command, env=environment(fake, **more), capture_output=True, text=True, check=False, timeout=120
    )
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_check_says_ok_line_by_line(fake: FakeSlack, index: Path):
    code, said = checked(fake, index)
    assert code == 0
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "ok     Bot token", "ok     Scopes", "ok     App token", "ok     Socket", "ok     Index",
    ]  # fmt: skip
    assert fake.sockets == [] or fake.wait(lambda: not fake.sockets, what="the socket closed again")


def test_the_check_names_what_is_wrong_and_what_to_do(fake: FakeSlack, index: Path, tmp_path: Path):
    fake.state.scopes -= {"commands", "im:history"}
    code, said = checked(fake, tmp_path, SLACK_APP_TOKEN="xapp-other")
    assert code == 1
    lines = said.splitlines()
    assert lines[1].startswith(
        "wrong  Scopes: missing commands (/ask), im:history (direct messages). Paste manifest.yaml"
    )
    assert lines[2].startswith("wrong  App token: Slack says invalid_auth. Make an app token")
    assert lines[3].startswith("wrong  Index: There is no index in")
    fake.fail("link", Fault(drop=True))
    lines = checked(fake, tmp_path, SLACK_BOT_TOKEN="xoxb-other")[1].splitlines()
    assert lines[0].startswith("wrong  Bot token: Slack says invalid_auth. Copy the bot token anew")
    assert lines[2] == "wrong  Socket: no connection. See whether a firewall or a proxy keeps web sockets out."
    fake.down()
    code, said = checked(fake, tmp_path)
    assert code == 1
    assert [line.split(" (")[0] for line in said.splitlines()[:2]] == [
        "wrong  Bot token: Slack can't be asked", "wrong  App token: Slack can't be asked",
    ]  # fmt: skip


def test_the_check_of_http_wants_no_app_token_and_opens_no_socket(fake: FakeSlack, tmp_path: Path):
    said = checked(fake, tmp_path, "--http", "127.0.0.1:0", SLACK_APP_TOKEN="")[1]
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "ok     Bot token", "ok     Scopes", "ok     Signing secret", "wrong  Index",
    ]  # fmt: skip
    assert fake.opened == 0 and fake.calls("apps.connections.open") == []


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set."),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN does not begin with xapp-"),
        ({"SLACK_API_URL": "http://slack.example/api/"}, "is not https."),
        ({"SLACK_API_URL": "https://[::1"}, "is not https."),
        ({"ASKBOT_SLACK_CHANNELS": "general"}, "holds 'general', which is no id of Slack's."),
        ({"ASKBOT_SLACK_RATE": "many"}, "ASKBOT_SLACK_RATE is 'many'."),
    ],
    ids=str,
)
def test_settings_that_make_no_sense_are_one_clear_line(fake: FakeSlack, index: Path, more: dict[str, str], error: str):
    code, said = checked(fake, index, **more)
    assert code == 1 and error in said
    assert [line.split(":")[0] for line in said.splitlines()] == ["Error", "Try"]


# --- the manifest ----------------------------------------------------------------------------------------------------


def test_the_manifest_has_the_events_commands_and_scopes_of_the_code_and_no_more():
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert {event.split(".")[0] for event in events} == set(listeners.EVENTS)
    assert [c["command"] for c in manifest["features"]["slash_commands"]] == [listeners.COMMAND]
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    assert scopes == set(check.SCOPES) == set(SCOPES)
    needed = {
        "app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
        "message.im": "im:history",
    }  # fmt: skip
    assert {scope for event, scope in needed.items() if event in events} <= scopes
    assert "user" not in manifest["oauth_config"]["scopes"]
    assert manifest["settings"]["interactivity"]["is_enabled"] and manifest["settings"]["socket_mode_enabled"]
    assert len(manifest["features"]["agent_view"]["agent_description"]) <= 300


def test_the_readme_names_the_path_and_every_variable():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:ASKBOT_SLACK|SLACK)_[A-Z_]+", (ROOT / "src/askbot/settings.py").read_text()))
    assert {name for name in named if name not in readme and not name.endswith("_") and name != "SLACK_API"} == set()
    assert over_http.PATH in readme
    steps = re.findall(r"^(\d+)\. ", readme[readme.index("From nothing to an answering bot") :], re.MULTILINE)
    assert steps[:10] == [str(n) for n in range(1, 11)]


def test_every_test_that_the_checklist_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "tests/slack/README.md").read_text(encoding="utf-8")))
    files = [*(ROOT / "tests/slack").glob("test_*.py"), *(ROOT / "tests").glob("test_*.py")]
    written = {name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)}
    assert named and named <= written, named - written
