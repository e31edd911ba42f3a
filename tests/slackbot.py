"""The bot under test: a real process of `askbot slack`, its log, its health, its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from fakeslack.server import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from askbot.cli import main; main()")
START_S = 120.0
_PASSED_ON = ("PATH", "HOME", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "OPENBLAS_CORETYPE", "VIRTUAL_ENV")


def environment(fake: FakeSlack, **more: str) -> dict[str, str]:
    """Return what a bot sees: no proxy, no network, the fake's address and tokens."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **kept, "PYTHONPATH": str(ROOT / "src"), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false",
        "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": fake.api_url, "ASKBOT_SLACK_PING": "1", "ASKBOT_SLACK_RATE": "1000", **more,
    }  # fmt: skip


class Bot:
    """A running bot. Its stderr is a log of JSON lines; `health_port` is known once it has logged it."""

    def __init__(self, folder: Path, fake: FakeSlack, *arguments: str, index: Path, **more: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.stdout, self.stderr = folder / "stdout", folder / "stderr"
        with self.stdout.open("w") as stdout, self.stderr.open("w") as stderr:
            self._process = subprocess.Popen(
                [*COMMAND, "slack", "--health", "0", "--index", str(index), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=environment(fake, **more),
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._read = 0
        self._lines: list[dict[str, Any]] = []

    def __enter__(self) -> Bot:
        return self

    def __exit__(self, *_: object) -> None:
        if self.code(0) is None:
            self.kill()
        said = self.stdout.read_text(encoding="utf-8") + self.stderr.read_text(encoding="utf-8")
        for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
            assert secret not in said, "a token stands in the log"

    # --- what it says ------------------------------------------------------------------------------------------------

    def log(self, event: str | None = None) -> list[dict[str, Any]]:
        """Return the lines of its log so far, or those of one event."""
        with self.stderr.open("rb") as stderr:
            stderr.seek(self._read)
            whole, _, _ = stderr.read().rpartition(b"\n")
        if whole:
            self._read += len(whole) + 1
            self._lines += [json.loads(line) for line in whole.split(b"\n") if line.startswith(b"{")]
        return [line for line in self._lines if event is None or line["event"] == event]

    def logged(self, event: str, *, n: int = 1, within_s: float = START_S, **fields: object) -> list[dict[str, Any]]:
        """Wait until it has logged something so often."""
        deadline = time.monotonic() + within_s
        while True:
            found = [line for line in self.log(event) if fields.items() <= line.items()]
            if len(found) >= n:
                return found
            assert self.code(0) is None, (
                f"the bot ended with {self._process.returncode}: {self.stderr.read_text()[-3000:]}"
            )
            assert time.monotonic() < deadline, f"no {event} {fields} in {self.stderr.read_text()[-3000:]}"
            # A file tells nobody that it grew; this is the one place that looks again after a moment.
            threading.Event().wait(0.02)

    def health(self) -> tuple[int, dict[str, Any]]:
        """Return the status code of its health endpoint, and what it says."""
        port = self.logged("health")[0]["port"]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def becomes(self, code: int, *, within_s: float = START_S) -> dict[str, Any]:
        """Wait until the health endpoint answers with a status code."""
        deadline = time.monotonic() + within_s
        while True:
            now, facts = self.health()
            if now == code:
                return facts
            assert time.monotonic() < deadline, f"still {now}: {facts}"
            threading.Event().wait(0.05)

    def settles(self) -> None:
        """Wait until it has nothing left to do."""
        deadline = time.monotonic() + START_S
        while waiting := self.becomes(200)["waiting"]:
            assert time.monotonic() < deadline, f"still {waiting} waiting"
            threading.Event().wait(0.02)

    # --- its end -----------------------------------------------------------------------------------------------------

    def code(self, within_s: float) -> int | None:
        """Return its exit code, waiting so long for it; None while it runs."""
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.code(30) == -signal.SIGKILL

    def terminate(self) -> None:
        """Ask it to end, as an operator does."""
        os.kill(self.pid, signal.SIGTERM)
