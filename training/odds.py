"""Fit what the signs of a candidate answer are worth, on ground-truth cases.

    python training/odds.py CASES=INDEX [CASES=INDEX ...] [--cost 1.2] [--written FOLDER --indexes FOLDER]

For every case that the fact room answers, each candidate's signs (`reading/fact.py`) and whether it is right are
gathered; then the worths are fitted that make the right candidate likeliest among all and "no answer" (a
conditional logit). `--cost` is what answering the unanswerable weighs against missing an answer. Signs may only
speak for or against, as their meaning says. `--written` adds the held-out articles of what was written for the reader,
each on an index of its own, made under `--indexes` where it isn't there. Prints the worths, and strict accuracy and wrong answers with each
file in turn left out of the fit. Needs scipy, which sentence-transformers brings.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from askbot import cases, corpus, question, scorers
from askbot.bot import open_bot
from askbot.chain import Chain, request
from askbot.index import build
from askbot.models import EXPORTS, open_embedder
from askbot.question import QuestionKind
from askbot.reading import fact
from askbot.reading.evidence import survey
from askbot.reading_model import SpanReader
from askbot.settings import Settings

KINDS = ("fact", "noisy", "unanswerable", "falsepremise", "offtopic")
AGAINST = frozenset(
    {"absent", "missing_name", "other_period", "other_sort", "untyped", "other_noun", "other_subject", "part", "echo"}
)
RIDGE = 0.3
SHARED_WORDS = 0.5
SPANS = SpanReader()


@dataclass(frozen=True, slots=True)
class Group:
    """One question's candidates: a row of signs each, and which of them are right (none where it has no answer)."""

    name: str
    signs: np.ndarray
    right: np.ndarray
    answerable: bool


def gather(path: Path, index: Path, names: Sequence[str]) -> list[Group]:
    """Look at every case of a file as the fact room does."""
    made = []
    with open_bot(Settings(index=index)) as bot:
        for case in cases.load(path, documents=bot.documents()):
            if case.kind in KINDS and case.number is None and not case.history:
                right = partial(_is_right, case) if case.answerable else None
                made.append(_looked_at(bot.chain, case.question, path.name, names, right))
    return [group for group in made if group is not None]


def gather_written(folder: Path, indexes: Path, names: Sequence[str]) -> list[Group]:
    """Look at every question about the held-out articles of what was written for the reader."""
    sys.path.insert(0, str(folder.parent))
    import written

    made, embedder = [], open_embedder(None, index=indexes)
    embedder.prepare()
    for paper in written.papers(folder, held_out=True):
        at = indexes / paper.name
        if not (at / "index").exists():
            (at / "corpus").mkdir(parents=True, exist_ok=True)
            (at / "corpus" / "article.txt").write_text(paper.text, encoding="utf-8")
            shutil.copytree(indexes / EXPORTS, at / "index" / EXPORTS)  # as `askbot index` leaves it there
            build(corpus.read(at / "corpus").documents, at=at / "index", embedder=embedder)
        with open_bot(Settings(index=at / "index")) as bot:
            for one in paper.sentences:
                for asked, answer in one.answered:
                    right = partial(_is_that, one.text, answer)
                    made.append(_looked_at(bot.chain, asked, "written", names, right))
                made += [_looked_at(bot.chain, asked, "written", names, None) for asked in one.unanswered]
    return [group for group in made if group is not None]


def _looked_at(
    chain: Chain,
    asked: str,
    name: str,
    names: Sequence[str],
    right: Callable[[fact.Candidate], bool] | None,
) -> Group | None:
    """The candidates of a question to the fact room; None for another room's. `right` is None where it has no answer."""
    alone = chain.standalone(request(asked))
    parsed = question.parse(alone.standalone)
    if parsed.kind is not QuestionKind.FACT:
        return None
    # All of them read, unlike in an answer, which leaves out what could bear none.
    found = fact.candidates(survey(parsed, chain.retrieve(alone).hits, chain.library, SPANS))
    rows = [[one.signs.get(sign, 0.0) for sign in names] for one in found]
    good = [right is not None and right(one) for one in found]
    return Group(name, np.array(rows).reshape(-1, len(names)), np.array(good, bool), right is not None)


def _is_that(sentence: str, answer: str, one: fact.Candidate) -> bool:
    """A candidate of the sentence that shares more words with the answer than it lacks."""
    own, gold = re.findall(r"\w+", one.text.lower()), re.findall(r"\w+", answer.lower())
    same = sum((Counter(own) & Counter(gold)).values())
    return one.evidence.text in sentence and 2 * same > SHARED_WORDS * (len(own) + len(gold))


def _is_right(case: cases.Case, one: fact.Candidate) -> bool:
    near = any(piece in one.evidence.document.text and _overlap(piece, one) for piece in case.evidence)
    said = not case.accept or any(scorers.stands_in(word, one.text) for word in case.accept)
    return near and said and all(scorers.stands_in(word, one.text) for word in case.all_of)


def _overlap(piece: str, one: fact.Candidate) -> bool:
    at = one.evidence.document.text.index(piece)
    return one.evidence.passage.start < at + len(piece) and at < one.evidence.passage.end


def fit(groups: Sequence[Group], names: Sequence[str], *, cost: float) -> np.ndarray:
    """The constant and the worth of each sign."""

    def loss(worth: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RIDGE * float(worth[1:] @ worth[1:]), np.zeros_like(worth)
        slope[1:] = 2 * RIDGE * worth[1:]
        for group in groups:
            if not len(group.signs):
                continue
            odds = group.signs @ worth[1:] + worth[0]
            top = max(0.0, float(odds.max()))
            weights = np.exp(odds - top)
            whole = weights.sum() + np.exp(-top)
            likely = weights / whole
            if group.right.any():
                share = likely[group.right].sum()
                total -= np.log(share + 1e-9)
                change = likely - np.where(group.right, likely / (share + 1e-9), 0.0)
            else:
                total -= cost * np.log(np.exp(-top) / whole + 1e-9)
                change = cost * likely
            slope[0] += change.sum()
            slope[1:] += group.signs.T @ change
        return float(total), slope

    bounds = [(None, None), *((None, 0.0) if name in AGAINST else (0.0, None) for name in names)]
    fitted: np.ndarray = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return fitted


def measured(groups: Sequence[Group], worth: np.ndarray) -> Mapping[str, float]:
    """Strict accuracy and the share of wrong answers at the bar that the reader uses."""
    good = wrong = 0
    for group in groups:
        odds = group.signs @ worth[1:] + worth[0]
        best = int(odds.argmax()) if len(odds) else -1
        answered = best >= 0 and odds[best] > fact.ACCEPTED
        right = bool(answered and group.right[best])
        good += right or (not answered and not group.answerable)
        wrong += bool(answered and not right)
    return {"strict": good / len(groups), "wrong": wrong / len(groups)}


def main() -> None:
    """Gather, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="CASES=INDEX")
    parser.add_argument("--written", type=Path, help="training/reader/written")
    parser.add_argument("--indexes", type=Path, default=Path("build/written"))
    parser.add_argument("--cost", type=float, default=1.2)
    arguments = parser.parse_args()
    names = [name for name in fact.WORTH if name != "constant"]
    groups: list[Group] = []
    for pair in arguments.files:
        path, _, index = pair.partition("=")
        groups.extend(gather(Path(path), Path(index), names))
    if arguments.written:
        groups.extend(gather_written(arguments.written, arguments.indexes, names))
    for left_out in dict.fromkeys(group.name for group in groups):
        others = [group for group in groups if group.name != left_out]
        own = [group for group in groups if group.name == left_out]
        if others:
            figures = measured(own, fit(others, names, cost=arguments.cost))
            print(
                f"{left_out} (n {len(own)}), fitted on the others: "
                + ", ".join(f"{k} {v:.3f}" for k, v in figures.items())
            )
    worth = fit(groups, names, cost=arguments.cost)
    for name, value in zip(("constant", *names), worth, strict=True):
        print(f"{name:14}{value:7.2f}")


if __name__ == "__main__":
    main()
