"""Measure open questions: answerable ones of the held-out articles against all their paragraphs, none given.

    python open_questions.py --data FOLDER --model FOLDER [--model FOLDER ...] [--questions 500] [--index FOLDER]

Each paragraph is an article of askbot's own index; its retrieval finds the sentences, its survey orders them and
reads the best eight. The answer is the span of the best margin, or of the best margin with what the question's words
are worth (the weights that the product reads facts with). Beside it stands the reader alone, its paragraph given.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluate import SEED, measured, onnx_reading, overlap, plain
from examples import Example, articles, held_out, whole

from askbot.chain import HITS
from askbot.index import Index, build
from askbot.models import open_embedder
from askbot.question import parse
from askbot.reading import fact, weighing
from askbot.reading.evidence import Survey, survey
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever
from askbot.types import Document


def asked(data: Path, most: int) -> tuple[list[Document], list[Example]]:
    """The held-out articles' paragraphs as documents under their article's heading, and questions on them."""
    held = held_out(data)
    documents, questions = [], []
    for title, article in articles(data / "squad-train.json"):
        if title not in held:
            continue
        for number, (paragraph, qas) in enumerate(article.paragraphs):
            text = f"# {article.heading}\n\n{' '.join(paragraph.splitlines())}"
            identity = f"{title}/{number}"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            documents.append(Document(identity, identity, text, identity, sha256, path=f"{identity}.md"))
            questions += [whole(qa, paragraph) for qa in qas if not qa.get("is_impossible") and qa["answers"]]
    return documents, random.Random(SEED).sample(questions, min(most, len(questions)))


def answers(view: Survey) -> dict[str, str]:
    """The answer by each way to choose among the sentences read."""
    found = [(one, span) for one in view.evidence for span in one.spans[:1]]
    if not found:
        return {"margin alone": "", "margin and words": ""}

    def worth(pair) -> float:  # type: ignore[no-untyped-def]
        one, span = pair
        return fact.odds({**weighing.standing(one), "margin": span.margin})

    chosen = {"margin alone": max(found, key=lambda p: p[1].margin), "margin and words": max(found, key=worth)}
    return {name: one.text[span.start : span.end] for name, (one, span) in chosen.items()}


def scores(text: str, example: Example) -> tuple[float, float]:
    """EM and F1 against the best gold answer."""
    golds = [gold for _, gold in example.answers]
    return max(float(plain(text) == plain(gold)) for gold in golds), max(overlap(text, gold) for gold in golds)


def shown(name: str, made: Sequence[tuple[float, float]]) -> float:
    """Print EM and F1 in percent, and return F1."""
    exact, f1 = (100 * statistics.fmean(values) for values in zip(*made, strict=True))
    print(f"  {name}: EM {exact:.1f}, F1 {f1:.1f}", flush=True)
    return f1


def main() -> None:
    """Index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, action="append", required=True, help="model.onnx and tokenizer.json")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--index", type=Path, help="keep the index here; the next run starts from it")
    arguments = parser.parse_args()
    documents, questions = asked(arguments.data, arguments.questions)
    embedder = open_embedder(None)
    with tempfile.TemporaryDirectory() as folder:
        at = arguments.index or Path(folder) / "index"
        build(documents, at=at, embedder=embedder, progress=lambda done, of: None)
        with Index.open(at, fingerprint=embedder.fingerprint) as index:
            retriever = HybridRetriever(index, embedder)
            hits = [retriever.retrieve(example.question, HITS) for example in questions]
            for model in arguments.model:
                reader = SpanReader(model)
                print(f"\n{model}: {len(questions)} questions, {len(documents)} paragraphs")
                views = [
                    survey(parse(e.question), found, index, reader) for e, found in zip(questions, hits, strict=True)
                ]
                held = [
                    any(gold.lower() in one.text.lower() for one in view.evidence for _, gold in example.answers)
                    for view, example in zip(views, questions, strict=True)
                ]
                print(f"  a gold answer stands in a sentence read: {100 * statistics.fmean(held):.1f} %")
                alone = measured(questions, onnx_reading(model), form="paragraph")
                given = shown("the paragraph given", [(r.exact, r.f1) for r in alone])
                chosen = [answers(view) for view in views]
                for way in chosen[0]:
                    made = [scores(c[way], e) for c, e in zip(chosen, questions, strict=True)]
                    print(f"  behind it by {given - shown(way, made):.1f}")


if __name__ == "__main__":
    main()
