"""A question from the start of its process to its end, against the plain LangChain script on the same passages.

The two take turns, so that whatever else the machine does meets both. Beside the best time stands the best
processor time (user and system), which is what is left when the machine is busy, and the most memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from askbot.index import Index
from askbot.models import open_embedder

PLAIN = Path(__file__).with_name("plain_langchain.py")
QUESTION = "When was it founded?"
ASKBOT = [sys.executable, "-c", "from askbot.cli import main; main()"]
RUNS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, or the best of several: seconds, seconds of processor, megabytes at the most."""

    seconds: float
    processor: float
    megabytes: float


def timed(command: Sequence[str]) -> Run:
    begun = time.perf_counter()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 a file object for the child
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"Error: {' '.join(command)} failed.\nTry: askbot index")
    process.returncode = 0  # waited for already
    return Run(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(runs: Sequence[Run]) -> Run:
    return Run(min(r.seconds for r in runs), min(r.processor for r in runs), max(r.megabytes for r in runs))


def measure(index: Path, question: str, *, runs: int = RUNS) -> dict[str, Run]:
    """Time askbot's help, its answer and the plain script's search, each the best of `runs`."""
    embedder = open_embedder(None, index=index)
    with Index.open(index, fingerprint=embedder.fingerprint) as opened:
        passages = [p for d in opened.documents() for p in opened.passages(d.id)]
    texts = [f"{p.heading}: {p.text}" if p.heading else p.text for p in passages]
    with tempfile.TemporaryDirectory() as folder:
        store = [sys.executable, str(PLAIN), "store", folder]
        subprocess.run(store, input=json.dumps(texts), text=True, check=True, capture_output=True)
        commands = {
            "help": [*ASKBOT, "--help"],
            "askbot": [*ASKBOT, "ask", question, "--index", str(index)],
            "plain": [sys.executable, str(PLAIN), "ask", folder, question],
        }
        for command in commands.values():
            timed(command)  # once for the disk's cache
        rounds = [{name: timed(command) for name, command in commands.items()} for _ in range(runs)]
    return {name: best([one[name] for one in rounds]) for name in commands}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, default=Path(".askbot"))
    options.add_argument("--question", default=QUESTION)
    options.add_argument("--runs", type=int, default=RUNS)
    chosen = options.parse_args()
    made = measure(chosen.index, chosen.question, runs=chosen.runs)
    print("| process, start to exit | seconds | processor seconds | megabytes |\n|---|---|---|---|")
    for name, label in (("help", "askbot --help"), ("askbot", "askbot ask"), ("plain", "plain LangChain search")):
        print(f"| {label} | {made[name].seconds:.2f} | {made[name].processor:.2f} | {made[name].megabytes:.0f} |")
    ours, plain = made["askbot"], made["plain"]
    print(
        f"\nThe plain search takes {plain.seconds / ours.seconds:.1f} times as long as an answer, "
        f"{plain.processor / ours.processor:.1f} times the processor and "
        f"{plain.megabytes / ours.megabytes:.1f} times the memory."
    )


if __name__ == "__main__":
    main()
