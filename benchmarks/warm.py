"""200 questions on the first article in one process: how long each waits, retrieval, reading and grounding included."""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np

from askbot.bot import open_bot
from askbot.settings import Settings

CASES = Path("evals/article.jsonl")
QUESTIONS = 200


def questions(path: Path) -> list[str]:
    """The first questions among the cases that need no history."""
    asked = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [case["question"] for case in asked if not case.get("history") and case["question"].strip()][:QUESTIONS]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, default=Path(".askbot"))
    options.add_argument("--cases", type=Path, default=CASES)
    chosen = options.parse_args()
    seconds, processor = [], []
    with open_bot(Settings(index=chosen.index)) as bot:
        asked = questions(chosen.cases)
        bot.ask(asked[0])  # loads what the others find loaded
        for question in asked:
            begun, used = time.perf_counter(), time.process_time()
            bot.ask(question)
            seconds.append(time.perf_counter() - begun)
            processor.append(time.process_time() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {len(asked)} questions, one process, {peak:.0f} MB | p50 | p95 | slowest |\n|---|---|---|---|")
    for label, values in (("milliseconds", seconds), ("processor milliseconds", processor)):
        cells = " | ".join(f"{1000 * value:.0f}" for value in (*np.percentile(values, (50, 95)), max(values)))
        print(f"| {label} | {cells} |")


if __name__ == "__main__":
    main()
