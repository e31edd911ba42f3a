"""A thousand turns of one conversation: does it get slower, does it grow, and how fast is it opened again?

Goes through the dialogue and the session's file as `askbot chat` does, on a copy of the index, so that nothing is left
behind. Beside the time stands the processor's, which is what is left when the machine is busy.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from askbot.commands.conversing import InForce, Keeping, dialogue_with
from askbot.errors import AskbotError, QuestionError
from askbot.screen import Look
from askbot.selection import Selection
from askbot.settings import Settings

CASES = Path("evals/article.jsonl")
TURNS = 1_000
ROWS = 10
WIDTH = 100
NAME = "thousand-turns"


def questions(path: Path, turns: int) -> list[str]:
    """The questions of the cases, again and again, follow-ups too."""
    asked = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    return list(islice(cycle(question for question in asked if question.strip()), turns))


def megabytes() -> float:
    """What the process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def raised(error: AskbotError) -> None:
    """End the measurement where a turn could not be kept."""
    raise error


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, default=Path(".askbot"))
    options.add_argument("--cases", type=Path, default=CASES)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "index"
        shutil.copytree(chosen.index, copied)
        settings = Settings(index=copied)
        bot = InForce(settings, Selection())
        dialogue = dialogue_with(bot, Keeping(settings, NAME, tell=raised))
        look = Look(WIDTH, colour=False)
        asked = questions(chosen.cases, chosen.turns)
        step = max(len(asked) // ROWS, 1)
        print("| turns | median ms | median processor ms | megabytes |\n|---|---|---|---|")
        for begin in range(0, len(asked), step):
            seconds, processor = [], []
            for line in asked[begin : begin + step]:
                begun, used = time.perf_counter(), time.process_time()
                with suppress(QuestionError):  # some of the cases are no questions
                    dialogue.say(line, look)
                seconds.append(time.perf_counter() - begun)
                processor.append(time.process_time() - used)
            milliseconds = f"{1000 * median(seconds):.0f} | {1000 * median(processor):.0f}"
            print(f"| {begin + 1} to {begin + len(seconds)} | {milliseconds} | {megabytes():.0f} |", flush=True)
        begun = time.perf_counter()
        again = Keeping(settings, NAME, tell=raised)
        turns = again.count()
        again.latest(20)
        print(f"\nOpened again, its {turns:,} turns counted and the last 20 read: {time.perf_counter() - begun:.3f} s")
        bot.close()


if __name__ == "__main__":
    main()
