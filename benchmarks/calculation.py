"""Measure what a calculation costs beyond the retrievals and readings of its operands.

    python benchmarks/calculation.py evals/article.jsonl --index .askbot

Each question of kind `calc` is planned and worked out once to warm up, its operands kept; then planning, choosing the
figures that go together, arithmetic and wording are timed over the kept operands. The target is 20 ms a question.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

from askbot import calculating
from askbot.bot import open_bot
from askbot.programs import Found, Slot
from askbot.settings import Settings
from askbot.types import Answer, Refusal, RefusalReason

REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".askbot"))
    arguments = parser.parse_args()
    questions = [
        case["question"]
        for case in map(json.loads, arguments.cases.read_text(encoding="utf-8").splitlines())
        if case["cat"] == "calc"
    ]
    milliseconds = []
    with open_bot(Settings(index=arguments.index)) as bot:
        for question in questions:
            kept: dict[Slot, list[Found]] = {}

            def find(slot: Slot, kept: dict[Slot, list[Found]] = kept) -> list[Found]:
                if slot not in kept:
                    kept[slot] = bot.chain.figures(slot, ())
                return kept[slot]

            def read(text: str) -> Answer:
                return Answer(text, text, refusal=Refusal(RefusalReason.NO_EVIDENCE, "not read here"))

            calculating.calculate(question, read=read, find=find, articles=1)
            begun = time.perf_counter()
            for _ in range(REPEATS):
                calculating.calculate(question, read=read, find=find, articles=1)
            milliseconds.append((time.perf_counter() - begun) * 1000 / REPEATS)
    milliseconds.sort()
    print(f"{len(milliseconds)} calculations, beyond retrieving and reading, in milliseconds:")
    print(
        f"  median {statistics.median(milliseconds):.1f}, 95 % under {milliseconds[int(len(milliseconds) * 0.95)]:.1f}"
    )
    print(f"  slowest {milliseconds[-1]:.1f} (target 20)")


if __name__ == "__main__":
    main()
