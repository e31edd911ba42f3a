"""How long a person waits in front of the full-screen conversation, seen from outside, through tmux.

First paint, when typing is possible, the first answer from the start of the process, and each answer after it. Needs
tmux and an index in .askbot/ (or ASKBOT_INDEX). The screen is looked at every few milliseconds, so that each figure is
late by up to as much; python benchmarks/terminal.py [RUNS] [QUESTIONS]
"""

from __future__ import annotations

import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROGRAM = "from askbot.cli import main; main()"
QUESTIONS = (
    "What is this about?",
    "How much does it cost?",
    "When was it founded?",
    "Who leads it?",
    "Why is that so?",
)
PATIENCE_S = 60.0


class Screen:
    """A conversation in a tmux of its own."""

    def __init__(self, folder: str, index: Path) -> None:
        self._tmux = ["tmux", "-S", f"{folder}/socket", "-f", os.devnull]
        chat = shlex.join([sys.executable, "-c", PROGRAM, "chat", "--session", "benchmark", "--index", str(index)])
        self.begun = time.perf_counter()
        self._run("new-session", "-d", "-x", "100", "-y", "40", chat)

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=False).stdout

    def type(self, *keys: str) -> None:
        """Send keys."""
        self._run("send-keys", *keys)

    def wait(self, there: Callable[[str], bool]) -> float:
        """Wait until the screen shows something; return the seconds since the process began."""
        while time.perf_counter() - self.begun < PATIENCE_S:
            if there(self._run("capture-pane", "-p")):
                return time.perf_counter() - self.begun
            time.sleep(0.005)
        sys.exit("Error: nothing came on the screen within a minute.\nTry: askbot chat --plain")

    def close(self) -> None:
        """End it."""
        self._run("kill-server")


def answered(question: str) -> Callable[[str], bool]:
    """Say whether the last exchange on a screen is this question, with its answer below."""

    def there(shown: str) -> bool:
        lines = [line.strip() for line in shown.splitlines()]
        at = max((n for n, line in enumerate(lines) if line == f"> {question}"), default=None)
        return at is not None and at + 1 < len(lines) and lines[at + 1] not in ("", "…")

    return there


def measured(index: Path, further: int) -> tuple[float, float, float, list[float]]:
    """Return first paint, typing possible, first answer, and the seconds of each further one."""
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder, index)
        paint = screen.wait(lambda shown: "askbot" in shown)
        screen.wait(lambda shown: "Ask about the articles" in shown)
        screen.type(QUESTIONS[0])
        typing = screen.wait(lambda shown: QUESTIONS[0] in shown)
        screen.type("Enter")
        first = screen.wait(answered(QUESTIONS[0]))
        screen.wait(lambda shown: "Loading" not in shown and "Reading the models" not in shown)
        seconds = []
        for n in range(further):
            # Numbered, so that no answer is taken for the one to the same question before.
            question = f"{n + 1}: {QUESTIONS[n % len(QUESTIONS)]}"
            screen.type("C-l")
            screen.type(question)
            screen.wait(lambda shown, typed=question: typed in shown)
            begun = time.perf_counter() - screen.begun
            screen.type("Enter")
            seconds.append(screen.wait(answered(question)) - begun)
        screen.close()
    return paint, typing, first, seconds


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    further = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    index = Path(os.environ.get("ASKBOT_INDEX", ".askbot"))
    if not shutil.which("tmux"):
        sys.exit("Error: there is no tmux to look through.\nTry: apt-get install tmux")
    if not index.exists():
        sys.exit(f"Error: there is no index in '{index}'.\nTry: askbot index")
    paints, typings, firsts, laters = [], [], [], []
    for _ in range(runs):
        paint, typing, first, seconds = measured(index, further)
        paints.append(paint)
        typings.append(typing)
        firsts.append(first)
        laters += seconds
    print(f"first paint              {statistics.median(paints):6.2f} s; slowest {max(paints):.2f} s")
    print(f"typing possible          {statistics.median(typings):6.2f} s; slowest {max(typings):.2f} s")
    print(f"first answer, from start {statistics.median(firsts):6.2f} s; slowest {max(firsts):.2f} s")
    p95 = sorted(laters)[max(0, round(0.95 * len(laters)) - 1)]
    print(f"further answers, median  {statistics.median(laters):6.3f} s; p95 {p95:.3f} s of {len(laters)}")


if __name__ == "__main__":
    main()
