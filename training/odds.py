"""Fit what the signs of a candidate answer are worth, on ground-truth cases.

    python training/odds.py CASES=INDEX [CASES=INDEX ...] [--cost 1.2]

For every case that the fact room answers, each candidate's signs (`reading/fact.py`) and whether it is right are
gathered; then the worths are fitted that make the right candidate likeliest among all and "no answer" (a
conditional logit). `--cost` is what answering the unanswerable weighs against missing an answer. Signs may only
speak for or against, as their meaning says. Prints the worths, and strict accuracy and wrong answers with each
file in turn left out of the fit. Needs scipy, which sentence-transformers brings.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from askbot import cases, question, scorers, spelling
from askbot.bot import open_bot
from askbot.question import QuestionKind
from askbot.reading import fact
from askbot.reading.evidence import survey
from askbot.reading_model import SpanReader
from askbot.settings import Settings

KINDS = ("fact", "noisy", "unanswerable", "falsepremise", "offtopic")
AGAINST = frozenset(
    {"absent", "missing_name", "other_period", "other_sort", "untyped", "other_noun", "other_subject", "part", "echo"}
)
HITS = 12
RIDGE = 0.3


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
        chain, spans = bot.chain, SpanReader()
        for case in cases.load(path, documents=bot.documents()):
            if case.kind not in KINDS or case.number is not None or case.history:
                continue
            text = spelling.corrected(case.question, chain.library.vocabulary(), chain.word)
            asked = question.parse(text)
            if asked.kind is not QuestionKind.FACT:
                continue
            # All of them read, unlike in an answer, which leaves out what could bear none.
            view = survey(asked, chain.retriever.retrieve(asked.focus, HITS), chain.library, spans)
            found = fact.candidates(view)
            right = [case.answerable and _is_right(case, one) for one in found]
            rows = [[one.signs.get(name, 0.0) for name in names] for one in found]
            made.append(
                Group(path.name, np.array(rows).reshape(-1, len(names)), np.array(right, bool), case.answerable)
            )
    return made


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
    parser.add_argument("--cost", type=float, default=1.2)
    arguments = parser.parse_args()
    names = [name for name in fact.WORTH if name != "constant"]
    groups: list[Group] = []
    for pair in arguments.files:
        path, _, index = pair.partition("=")
        groups.extend(gather(Path(path), Path(index), names))
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
