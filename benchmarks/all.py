"""Run the measurements of speed and write their tables to docs/benchmarks.md.

Needs an index of corpus/, which `make bench` builds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

REPORT = Path("docs/benchmarks.md")
PARTS = {
    "cold_start.py": "A question, from the start of its process to its end",
    "warm.py": "Questions in one process",
    "index.py": "Indexing",
    "slack.py": "Many mentions at once in Slack",
}
HEAD = """# Benchmarks

Written by `make bench`, on {cores} processor cores with {load:.1f} processes waiting for them at the start. Times are
those of this machine at that moment: compare rows of one table, and where others worked on the machine too, the
processor's time rather than the clock's. Each way takes turns with the other; the best of its runs counts.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", default=".askbot")
    chosen = options.parse_args()
    made = [HEAD.format(cores=os.cpu_count(), load=os.getloadavg()[0])]
    for script, title in PARTS.items():
        command = [sys.executable, str(Path(__file__).with_name(script)), "--index", chosen.index]
        shown = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        made.append(f"## {title}\n\n{shown}")
        print(made[-1], flush=True)
    REPORT.write_text("\n".join(made), encoding="utf-8")


if __name__ == "__main__":
    main()
