"""How long a person waits: for help, for the first answer of a process, and for each answer after it.

Run by `make bench`; needs an index in .askbot/ (or ASKBOT_INDEX). Prints medians over a few runs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 5
QUESTIONS = (
    "What is this about?",
    "How much does it cost?",
    "When was it founded?",
    "Who leads it?",
    "Why is that so?",
)


def timed(arguments: list[str], *, given: str = "") -> tuple[float, str]:
    """Run askbot and return seconds and stdout."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from askbot.cli import main; main()", *arguments],
        input=given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - begun, done.stdout


def main() -> None:
    """Print the table."""
    helps = [timed(["--help"])[0] for _ in range(RUNS)]
    print(f"askbot --help            {statistics.median(helps):6.2f} s")
    index = Path(os.environ.get("ASKBOT_INDEX", ".askbot"))
    if not index.exists():
        sys.exit(f"Error: there is no index in '{index}'.\nTry: askbot index")
    firsts = [timed(["ask", QUESTIONS[0]])[0] for _ in range(2)]
    print(f"first answer, cold start {min(firsts):6.2f} s")
    lines = "\n".join(json.dumps({"question": question}) for question in QUESTIONS * RUNS)
    seconds = [json.loads(line)["seconds"] for line in timed(["ask", "--batch", "-"], given=lines)[1].splitlines()]
    print(f"further answers, median  {statistics.median(seconds[1:]):6.3f} s; slowest {max(seconds[1:]):.3f} s")


if __name__ == "__main__":
    main()
