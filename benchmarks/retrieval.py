"""Measure retrieval alone: recall@1, 5, 10 and MRR of dense, keyword and fused ranking.

    python benchmarks/retrieval.py --questions squad-train.json [--articles N] [--index DIR]
    python benchmarks/retrieval.py --cases evals/article-dev.jsonl --corpus corpus
    python benchmarks/retrieval.py --questions squad-train.json --articles 8 --passages

`--questions` takes a file in SQuAD's format; each paragraph is a document, the article's name its
heading. A paragraph is found when a passage of it is; an answer, when a passage overlaps its words.
`--cases` looks for the cases' evidence among the first 8 hits. `--passages` compares the ways to
cut and to embed, in memory. Questions and articles are drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from askbot import corpus, postings, stamps
from askbot.drafts import Draft
from askbot.index import Index, build
from askbot.keywords import Keywords
from askbot.models import Embedder, open_embedder
from askbot.retriever import DEPTH_PASSAGES, RANK_CONSTANT, HybridRetriever
from askbot.types import Document, Passage

SEED = 20261123
QUESTIONS = 500
CUTOFFS = (1, 5, 8, 10)
DEPTH = DEPTH_PASSAGES


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the spans (document, start, end) any of which answers it."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


Ranking = Callable[[str], list[Passage]]


def squad(path: Path, articles: int) -> tuple[list[Document], list[Question]]:
    """Read paragraphs as documents, a heading line on top, and draw answerable questions."""
    draw = random.Random(SEED)
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    documents, questions = [], []
    for article in draw.sample(data, min(articles or len(data), len(data))):
        name = article["title"].replace("_", " ")
        for number, paragraph in enumerate(article["paragraphs"]):
            head = f"# {name}\n\n"
            text = head + " ".join(paragraph["context"].split("\n"))
            identity = f"{article['title']}/{number}"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            documents.append(Document(identity, identity, text, identity, sha256, path=f"{identity}.md"))
            for asked in paragraph["qas"]:
                if not asked.get("is_impossible") and asked["answers"]:
                    start = len(head) + asked["answers"][0]["answer_start"]
                    end = start + len(asked["answers"][0]["text"])
                    questions.append(Question(asked["question"], ((identity, start, end),)))
    return documents, draw.sample(questions, min(QUESTIONS, len(questions)))


def cases(path: Path, documents: Sequence[Document]) -> list[Question]:
    """Read the answerable cases that need no history; a calculation has one question for each operand."""
    questions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        spans = [
            (document.id, document.text.index(evidence), document.text.index(evidence) + len(evidence))
            for evidence in case["evidence"]
            for document in documents
            if evidence in document.text
        ]
        if case["answerable"] and spans and not case.get("history"):
            each = [(span,) for span in spans] if case["cat"] == "calc" else [tuple(spans)]
            questions += [Question(case["question"], wanted) for wanted in each]
    return questions


def score(questions: Sequence[Question], ranking: Ranking) -> tuple[str, list[str]]:
    """Give a table row of paragraph and answer recall and MRR, and the questions not answered in the first 8."""
    documents, answers, reciprocal, missed = [], [], 0.0, []
    for question in questions:
        found = ranking(question.text)[:DEPTH]
        rank = first(p.document_id in {span[0] for span in question.spans} for p in found)
        documents.append(rank)
        rank = first(any(covers(p, span) for span in question.spans) for p in found)
        answers.append(rank)
        reciprocal += 1 / rank
        if rank > 8:
            missed.append(question.text)
    cells = [sum(rank <= k for rank in ranks) / len(ranks) for ranks in (documents, answers) for k in CUTOFFS]
    row = " | ".join(f"{cell:.3f}" for cell in (*cells, reciprocal / len(questions)))
    return row, missed


def first(matches: Iterable[bool]) -> float:
    """Give the rank of the first match, infinity where there is none."""
    return next((float(rank) for rank, match in enumerate(matches, start=1) if match), float("inf"))


def covers(passage: Passage, span: tuple[str, int, int]) -> bool:
    """Say whether a passage overlaps a span."""
    return passage.document_id == span[0] and passage.start < span[2] and span[1] < passage.end


def header(title: str) -> None:
    recalls = " | ".join(f"{what}@{k}" for what in ("document", "answer") for k in CUTOFFS)
    print(f"\n{title}\n| ranking | {recalls} | MRR of the answer |\n|{'---|' * (2 * len(CUTOFFS) + 2)}")


def measure(title: str, documents: Sequence[Document], questions: Sequence[Question], *, at: Path) -> None:
    """Print the three rankings of a real index."""
    embedder = open_embedder(None)
    report = build(documents, at=at, embedder=embedder, progress=lambda done, of: print(f"{done}/{of}", end="\r"))
    header(f"{title}: {len(questions)} questions, {len(documents)} documents, {report.passages} passages")
    with Index.open(at, fingerprint=embedder.fingerprint) as index:
        retriever = HybridRetriever(index, embedder)
        rankings: dict[str, Ranking] = {
            "dense": lambda asked: [p for p, _ in index.dense(embedder.question(asked), DEPTH)],
            "keyword": lambda asked: [p for p, _ in index.keyword(asked, DEPTH)],
            "fused": lambda asked: [hit.passage for hit in retriever.retrieve(asked, DEPTH)],
        }
        for name, ranking in rankings.items():
            row, missed = score(questions, ranking)
            print(f"| {name} | {row} |")
        print(f"\nnot among the first 8 of the fused ranking: {len(missed)}")
        for text in missed[:12]:
            print(f"- {text}")


def compare(documents: Sequence[Document], questions: Sequence[Question], title: str) -> None:
    """Print the ways to cut and to embed."""
    embedder = open_embedder(None)
    asked = {question.text: embedder.question(question.text) for question in questions}
    header(f"{title}: {len(questions)} questions, fused")
    for sentences in (1, 2, 3):
        windows = [window for document in documents for window in cut(document, sentences)]
        passages = [passage for passage, _ in windows]
        characters = sum(len(passage.text) for passage in passages) // len(passages)
        by_words = keyword_ranking(passages)
        for heading in (False, True):
            for before in (False, True) if sentences == 1 else (False,):
                dense = dense_ranking(windows, embedder, asked=asked, heading=heading, before=before)
                row, _ = score(questions, fused(dense, by_words))
                form = ", heading" * heading + ", sentence before" * before
                print(f"| {sentences} sentence(s), {characters} characters{form} | {row} |", flush=True)


def cut(document: Document, sentences: int) -> list[tuple[Passage, str]]:
    """Cut windows of so many sentences that share one, each with the sentence before it."""
    windows = []
    for section in corpus.sections(document):
        step = max(1, sentences - 1)
        for begin in range(0, len(section), step):
            window = section[begin : begin + sentences]
            if begin and len(window) <= sentences - step:
                break
            start, end = window[0].start, window[-1].end
            passage = Passage(document.id, window[0].heading, document.text[start:end], start, end)
            windows.append((passage, section[begin - 1].text if begin else ""))
    return windows


def keyword_ranking(passages: Sequence[Passage]) -> Ranking:
    folder = Path(tempfile.mkdtemp())
    draft = Draft(folder, earlier=None)
    for passage in passages:
        draft.add_passages(f"{passage.document_id} {passage.start} {passage.end}", [[passage]])
    draft.finish()
    draft.close()
    keywords = Keywords(folder, stamps.stamp(folder / postings.FILE))
    return lambda asked: [passage for passage, _ in keywords.search(asked, DEPTH)]


def dense_ranking(
    windows: Sequence[tuple[Passage, str]],
    embedder: Embedder,
    *,
    asked: dict[str, np.ndarray],
    heading: bool,
    before: bool,
) -> Ranking:
    texts = [
        (f"{passage.heading}: " if heading and passage.heading else "")
        + (f"{previous} " if before and previous else "")
        + passage.text
        for passage, previous in windows
    ]
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    vectors = np.empty((len(texts), len(next(iter(asked.values())))), dtype=np.float32)
    vectors[order] = embedder.passages([texts[n] for n in order])
    return lambda text: [windows[n][0] for n in np.argsort(-(vectors @ asked[text]), kind="stable")[:DEPTH]]


def fused(*rankings: Ranking) -> Ranking:
    def ranking(asked: str) -> list[Passage]:
        scores: dict[Passage, float] = {}
        for found in rankings:
            for rank, passage in enumerate(found(asked), start=1):
                scores[passage] = scores.get(passage, 0.0) + 1 / (RANK_CONSTANT + rank)
        return sorted(scores, key=lambda p: (-scores[p], p.document_id, p.start))

    return ranking


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--questions", type=Path, help="a file in SQuAD's format")
    options.add_argument("--articles", type=int, default=0, help="draw so many of its articles; 0 takes all")
    options.add_argument("--cases", type=Path, help="evaluation cases, JSON lines")
    options.add_argument("--corpus", type=Path, default=Path("corpus"), help="the articles that the cases ask about")
    options.add_argument("--index", type=Path, help="keep the index here; the next run starts from it")
    options.add_argument("--passages", action="store_true", help="compare ways to cut and to embed instead")
    chosen = options.parse_args()
    sets = []
    if chosen.questions:
        sets.append((chosen.questions.name, *squad(chosen.questions, chosen.articles)))
    if chosen.cases:
        documents = corpus.read(chosen.corpus).documents
        sets.append((chosen.cases.name, documents, cases(chosen.cases, documents)))
    with tempfile.TemporaryDirectory() as folder:
        for name, documents, questions in sets:
            if chosen.passages:
                compare(documents, questions, name)
            else:
                measure(name, documents, questions, at=(chosen.index or Path(folder)) / name)


if __name__ == "__main__":
    main()
