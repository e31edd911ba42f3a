"""Starts bot processes for the Slack tests: forks of one interpreter that has imported the heavy libraries already.

Each child runs the real command line, `askbot.cli.main`, with an environment and streams of its own; only
the seconds that importing torch takes are shared. Reads one JSON object a line on stdin: arguments, environment,
and the files for stdout and stderr; answers with the pid, and with the exit code when asked to wait.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    import sentence_transformers  # noqa: F401
    import slack_bolt  # noqa: F401
    import uvicorn  # noqa: F401

    from askbot import cli

    threads = len(list(Path("/proc/self/task").iterdir()))
    children: set[int] = set()
    _say({"ready": True, "threads": threads})
    for line in sys.stdin:
        order = json.loads(line)
        if "arguments" in order:
            pid = os.fork()
            if pid == 0:
                _become(order)
                cli.main()
                os._exit(0)
            children.add(pid)
            _say({"pid": pid})
        else:
            _say({"code": _code(order["wait"], order["within_s"])})
            children.discard(order["wait"])
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _become(order: dict[str, Any]) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, name in ((0, os.devnull), (1, order["stdout"]), (2, order["stderr"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(name, flags, 0o600), number)
    sys.argv = ["askbot", *order["arguments"]]
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False)


def _code(pid: int, within_s: float) -> int | None:
    descriptor = os.pidfd_open(pid)
    try:
        ended, _, _ = select.select([descriptor], [], [], within_s)
    finally:
        os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if ended else None


def _say(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
