"""What the first article's cases lose when the article stands among many others: strictly right, wrong, points lost.

    python benchmarks/among.py --questions a.json b.json --at DIR [--passages 21000]

`--questions` are files in SQuAD's format; their paragraphs become articles of up to 45 paragraphs, as many as make up
`--passages` sentences or so. Both indexes are built in DIR, which is kept.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from askbot import cases, corpus, evaluation
from askbot.bot import open_bot
from askbot.index import build
from askbot.models import open_embedder
from askbot.settings import Settings

CASES, ARTICLES = Path("evals/article.jsonl"), Path("corpus")
MOST_PARAGRAPHS = 45
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)")


def articles(files: Sequence[Path], passages: int) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) until there are sentences enough."""
    made = 0
    for file in files:
        for number, article in enumerate(json.loads(file.read_text(encoding="utf-8"))["data"]):
            title = article.get("title") or file.stem
            paragraphs = list(dict.fromkeys(" ".join(one["context"].split()) for one in article["paragraphs"]))
            for first in range(0, len(paragraphs), MOST_PARAGRAPHS):
                if made >= passages:
                    return
                body = paragraphs[first : first + MOST_PARAGRAPHS]
                made += sum(len(_SENTENCE_ENDS.findall(one)) for one in body)
                name = re.sub(r"\W+", "-", f"{file.stem} {title} {number} {first}".lower())[:70]
                yield f"{name}.txt", "\n\n".join([title.replace("_", " "), *body]) + "\n"


def score(folder: Path, index: Path) -> tuple[int, int, int, int]:
    """Index a folder, put the cases to it and count: passages, cases, strictly right, wrong."""
    count = build(corpus.read(folder).documents, at=index, embedder=open_embedder(None)).passages
    with open_bot(Settings(index=index)) as bot:
        loaded = cases.load(CASES, documents=bot.documents())
        metrics = evaluation.evaluate(loaded, bot, name=folder.name).metrics
    return count, metrics["strict"].n, metrics["strict"].hits, metrics["wrong"].hits


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--questions", type=Path, nargs="+", required=True)
    options.add_argument("--at", type=Path, required=True)
    options.add_argument("--passages", type=int, default=21_000)
    chosen = options.parse_args()
    many = chosen.at / "corpus"
    many.mkdir(parents=True, exist_ok=True)
    for article in ARTICLES.iterdir():
        shutil.copy(article, many)
    for name, text in articles(chosen.questions, chosen.passages):
        (many / name).write_text(text, encoding="utf-8")
    print("| articles | passages | strictly right | wrong |\n|---|---|---|---|")
    rights = []
    for folder, index in ((ARTICLES, chosen.at / "alone"), (many, chosen.at / "among")):
        passages, number, right, wrong = score(folder, index)
        rights.append(right / number)
        print(f"| {sum(1 for _ in folder.iterdir())} | {passages} | {right} of {number} | {wrong} |")
    print(f"\nAmong the others {100 * (rights[0] - rights[1]):.1f} points are lost.")


if __name__ == "__main__":
    main()
