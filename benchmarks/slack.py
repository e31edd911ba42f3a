"""Two hundred mentions at once, with the real index and reader: time to acknowledge, and answers a second beside batch.

The bot is a real process, Slack the fake of the tests. Usage: python benchmarks/slack.py [--index DIR] [--mentions N]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from fakeslack import FakeSlack  # noqa: E402 - the tests' package is no installed one
from slackbot import COMMAND, Bot  # noqa: E402


def questions(n: int) -> list[str]:
    lines = (ROOT / "evals" / "article.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    asked = [case["question"] for case in cases if not case["history"]]
    return list(itertools.islice(itertools.cycle(asked), n))


def processor_s(pid: int) -> float:
    """Return the processor's seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def batch(asked: list[str], index: Path) -> tuple[float, float]:
    """Return answers a second of `askbot ask --batch`, and a processor second, from the first answer on."""
    lines = "".join(json.dumps({"id": n, "question": question}) + "\n" for n, question in enumerate(asked))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(lines)
        file.flush()
        command = [*COMMAND, "ask", "--batch", file.name, "--index", str(index)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            begun, used = time.perf_counter(), processor_s(process.pid)
            rest = sum(1 for _ in process.stdout)
            # It has ended and was not waited for yet, so the system still knows what it used.
            return rest / (time.perf_counter() - begun), rest / (processor_s(process.pid) - used)


def mentions(asked: list[str], index: Path) -> tuple[list[float], float, float, int]:
    """Return the times to acknowledge, answers a second and a processor second, and questions without one answer."""
    with tempfile.TemporaryDirectory() as at, FakeSlack() as fake:
        folder = Path(at) / "index"
        folder.mkdir()
        for part in index.resolve().iterdir():
            if not part.name.startswith("slack"):
                (folder / part.name).symlink_to(part)
        with Bot(Path(at) / "bot", fake, index=folder) as bot:
            bot.logged("started")
            sent = [
                fake.written(f"<@U0BOT> {question}", channel="C0ONE", user=f"U{n:09}", type="app_mention")
                for n, question in enumerate(asked)
            ]
            begun, used = time.perf_counter(), processor_s(bot.pid)
            envelopes = [fake.deliver(s) for s in sent]
            times = [fake.acked(envelope) for envelope in envelopes]
            fake.wait(lambda: all(fake.state.thread("C0ONE", s.ts) for s in sent), within_s=1_800)
            seconds, used = time.perf_counter() - begun, processor_s(bot.pid) - used
            wrong = sum(len(fake.state.thread("C0ONE", s.ts)) != 1 for s in sent)
            return times, len(sent) / seconds, len(sent) / used, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=ROOT / ".askbot")
    parser.add_argument("--mentions", type=int, default=200)
    options = parser.parse_args()
    asked = questions(options.mentions)
    in_batch, in_batch_used = batch(asked, options.index)
    times, in_slack, in_slack_used, wrong = mentions(asked, options.index)
    p99 = statistics.quantiles(times, n=100)[98]
    print("| the same questions | answers a second | a processor second |")
    print("|---|---|---|")
    print(f"| {len(asked)} mentions at once in Slack | {in_slack:.1f} | {in_slack_used:.1f} |")
    print(f"| `askbot ask --batch` | {in_batch:.1f} | {in_batch_used:.1f} |")
    p50, load = statistics.median(times), os.getloadavg()[0]
    print(f"\nSlack comes to {in_slack / in_batch:.0%} of the batch, a processor second to", end=" ")
    print(f"{in_slack_used / in_batch_used:.0%}. A mention is acknowledged after {p50:.2f} s (p50), {p99:.2f} s (p99);")
    print(f"{wrong or 'none'} got other than one answer. {load:.1f} processes waited for {os.cpu_count()} cores.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
