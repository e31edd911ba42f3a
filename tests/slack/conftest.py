"""The Slack suite's shared parts: one index, one nursery, and a bot on each line that most tests talk to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fakeslack import FakeSlack, Sent
from fakeslack.server import signed
from slackbot import COMMAND, Bot

SMALL_CORPUS = Path(__file__).parents[1] / "corpus_small"
# An article whose every field tries to ping, to link and to format.
HOSTILE = """\
---
title: <!channel> *Skerry* <https://evil.example|Point>
author: <@U0BEN>
source: javascript:alert(1)
---

The harbour at Skerry Point has 14 <https://evil.example/berths|berths> and <!here> a crane. \
The crane lifts 65 <@U0ANN> tonnes &lt;!everyone&gt; at most <#C0TWO>.
"""
# An article with something to work out.
BOATS = """\
---
title: Orrin Boats looks for a buyer
published: 2025-07-02
---

Orrin Boats had a cash balance of £12 million as of June 30, 2025. The boatyard expects monthly cash burn to be \
£0.8 million. Orrin Boats builds dinghies, ketches and ferries.
"""


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, exported: Path) -> Path:
    """An index that bots only copy; none writes into it."""
    folder = tmp_path_factory.mktemp("slack-corpus")
    (folder / "tarnwater.md").write_bytes((SMALL_CORPUS / "tarnwater.md").read_bytes())
    (folder / "skerry.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "orrin.md").write_text(BOATS, encoding="utf-8")
    at = tmp_path_factory.mktemp("slack") / "index"
    # With the export of the model, without which every bot would take half a minute to start.
    shutil.copytree(exported, at / exported.name, copy_function=os.link)
    reindex(folder, at)
    return at


def reindex(corpus: Path, at: Path) -> None:
    """Build or update an index, as a person does."""
    subprocess.run([*COMMAND, "index", str(corpus), "--index", str(at)], check=True, capture_output=True)


@pytest.fixture(scope="session")
def own_index(index: Path) -> Callable[[Path], Path]:
    """Make a folder with the same index and a memory of its own."""

    def make(at: Path) -> Path:
        at.mkdir(parents=True, exist_ok=True)
        for part in index.iterdir():
            (at / part.name).symlink_to(part)
        return at

    return make


@dataclass
class Rig:
    """A bot, the fake it talks to, and the way in which events reach it."""

    fake: FakeSlack
    bot: Bot
    index: Path
    send: Callable[..., Any]

    def mention(self, text: str, **more: Any) -> Sent:
        return self._said(text, type="app_mention", **more)

    def direct(self, text: str, **more: Any) -> Sent:
        return self._said(text, **{"channel": "D0ANN", **more})

    def reply(self, text: str, sent: Sent, **more: Any) -> Sent:
        return self._said(text, channel=sent.channel, thread_ts=sent.thread_ts, **more)

    def _said(self, text: str, *, channel: str = "C0ONE", type: str = "message", **more: Any) -> Sent:
        text = f"<@U0BOT> {text}" if type == "app_mention" else text
        sent = self.fake.written(text, channel=channel, type=type, **more)
        self.send(sent.payload)
        return sent

    def answers(self, sent: Sent, n: int = 1) -> list[dict[str, Any]]:
        """Wait for so many answers in a thread and return them."""
        fake = self.fake
        fake.wait(lambda: len(fake.state.thread(sent.channel, sent.thread_ts)) >= n, what=f"{n} answers to {sent}")
        return fake.state.thread(sent.channel, sent.thread_ts)

    def settled(self) -> None:
        """Wait until the bot has nothing left to do."""
        self.bot.settles()


def over_socket(fake: FakeSlack) -> Callable[..., float]:
    """Return what delivers a payload over the socket and waits for the acknowledgement."""

    def send(payload: dict[str, Any], *, type: str = "events_api", retry: int = 0) -> float:
        return fake.acked(fake.deliver(payload, type=type, retry=retry))

    return send


def post(port: int, body: bytes, headers: dict[str, str], *, path: str = "/slack/events") -> tuple[int, bytes]:
    """Send a request to the bot as Slack, or as somebody else, would; return status and body."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def over_http(port: int) -> Callable[..., int]:
    """Return what delivers a payload by a signed request, in the form that Slack gives each type."""

    def send(payload: dict[str, Any], *, type: str = "events_api", retry: int = 0) -> int:
        if type == "events_api":
            body, content_type = json.dumps(payload).encode(), "application/json"
        else:
            form = payload if type == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type, **signed(body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        status, _ = post(port, body, headers)
        assert status == 200
        return status

    return send


@pytest.fixture(scope="session")
def on_socket(own_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A bot in Socket Mode that most tests share."""
    at = tmp_path_factory.mktemp("socket")
    folder = own_index(at / "index")
    with FakeSlack() as fake, Bot(at / "bot", fake, index=folder) as bot:
        bot.logged("started")
        yield Rig(fake, bot, folder, over_socket(fake))


@pytest.fixture(scope="session")
def on_http(own_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A bot in HTTP mode that most tests share."""
    at = tmp_path_factory.mktemp("http")
    folder = own_index(at / "index")
    with FakeSlack() as fake, Bot(at / "bot", fake, "--http", "127.0.0.1:0", index=folder) as bot:
        port = bot.logged("started")[0]["port"]
        yield Rig(fake, bot, folder, over_http(port))


@pytest.fixture(params=["socket", "http"])
def rig(request: pytest.FixtureRequest) -> Rig:
    """The shared bots, one after the other: the same test on both lines."""
    found: Rig = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.fixture
def start(own_index: Callable[[Path], Path], tmp_path: Path) -> Iterator[Callable[..., Bot]]:
    """Start a bot of a test's own; every one is ended with the test. Bots of one test share a memory."""
    folder = own_index(tmp_path / "index")
    bots: list[Bot] = []

    def begin(fake: FakeSlack, *arguments: str, **more: str) -> Bot:
        bot = Bot(tmp_path / f"bot{len(bots)}", fake, *arguments, index=folder, **more)
        bots.append(bot)
        return bot

    yield begin
    for bot in bots:
        bot.__exit__()


@pytest.fixture
def fake() -> Iterator[FakeSlack]:
    """A Slack of a test's own."""
    with FakeSlack() as fake:
        yield fake
