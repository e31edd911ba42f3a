"""Measure readers on the held-out questions: EM and F1, with and without refusals, and how sure a margin is.

    python evaluate.py --data FOLDER --model FOLDER [--model FOLDER ...] [--questions N] [--form product|paragraph]
                       [--plot FILE.svg]

`--data` holds squad-train.json and squadshifts-*.json; a model is a folder with model.onnx and tokenizer.json (read
as askbot reads it) or a BertForQuestionAnswering in full precision. Every model sees the same questions: N of each
set, drawn with a fixed seed, 0 for all. In the form `paragraph` a question is read over its whole paragraph, as the
published figures are; in `product` sentence by sentence with its lead, the best margin winning. The set `near-miss`
is read as it was made, in the product's form. Scores follow the
official SQuAD script: lower case, no articles or punctuation, the best of all gold answers.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from examples import Example, development, sentences

from askbot.reading_model import MAX_ANSWER_TOKENS, Span, SpanReader

SEED = 20261124
PARAGRAPH_TOKENS = 384
RIGHT_F1 = 0.5  # a span that shares most words with a gold answer counts as right where margins are shown
COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)

Reading = Callable[[str, Sequence[tuple[str, str]]], list[Span | None]]


@dataclass(frozen=True, slots=True)
class Read:
    """One question read: the best span's scores against the gold answers, and its margin over null."""

    answerable: bool
    exact: float
    f1: float
    margin: float


def plain(text: str) -> str:
    """Normalise an answer as the official script does."""
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def overlap(given: str, gold: str) -> float:
    """F1 of the words of two answers."""
    ours, theirs = plain(given).split(), plain(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    same = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * same / (len(ours) + len(theirs))


def onnx_reading(folder: Path) -> Reading:
    """Read with the product's own code."""
    reader = SpanReader(folder)

    def read(question: str, passages: Sequence[tuple[str, str]]) -> list[Span | None]:
        return [spans[0] if spans else None for spans in reader.spans(question, passages, most=1)]

    return read


def full_reading(folder: Path) -> Reading:
    """Read with a checkpoint in full precision, through the product's own choice of spans."""
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    from askbot.reading_model import _best

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32).eval()

    def read(question: str, passages: Sequence[tuple[str, str]]) -> list[Span | None]:
        texts = [f"{lead} {passage}" if lead else passage for lead, passage in passages]
        made = tokenizer(
            [question] * len(texts),
            texts,
            truncation="only_second",
            max_length=PARAGRAPH_TOKENS,
            padding=True,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = made.pop("offset_mapping").tolist()
        with torch.no_grad():
            logits = model(**made)
        found: list[Span | None] = []
        for row, (text, (_, passage)) in enumerate(zip(texts, passages, strict=True)):
            kinds = made.encodings[row].sequence_ids
            first, skip = kinds.index(1), len(text) - len(passage)
            inside = [(a - skip, b - skip) for (a, b), kind in zip(offsets[row], kinds, strict=True) if kind == 1]
            spans = _best(logits.start_logits[row].numpy(), logits.end_logits[row].numpy(), inside, first=first, most=1)
            found.append(spans[0] if spans else None)
        return found

    return read


def opened(folder: Path) -> Reading:
    """Open a model of either kind."""
    return onnx_reading(folder) if (folder / "model.onnx").exists() else full_reading(folder)


def pieces(example: Example, form: str) -> list[tuple[str, str]]:
    """What is read for a question: its paragraph, or each sentence with the one before as lead.

    A near miss is read as it was made. A paragraph too long for the model is read in pieces of whole sentences that overlap by a third.
    """
    if form == "given":
        return [(example.lead, example.passage)]
    spans, text = sentences(example.passage), example.passage
    if form == "product":
        whole = [text[a:b] for a, b in spans]
        return list(zip(["", *whole[:-1]], whole, strict=True))
    limit = 4 * (300 - MAX_ANSWER_TOKENS)
    if len(text) <= limit:
        return [("", text)]
    made, first = [], 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= limit:
            last += 1
        made.append(("", text[spans[first][0] : spans[last][1]]))
        if last + 1 == len(spans):
            break
        first = max(first + 1, last - (last - first) // 3)
    return made


def measured(examples: Sequence[Example], read: Reading, *, form: str) -> list[Read]:
    """Read every question."""
    made = []
    for example in examples:
        passages = pieces(example, form)
        spans = read(example.question.strip(), passages)
        margin, text = max(
            ((s.margin, p[s.start : s.end]) for s, (_, p) in zip(spans, passages, strict=True) if s is not None),
            default=(-99.0, ""),
        )
        golds = [answer for _, answer in example.answers]
        exact = max((float(plain(text) == plain(gold)) for gold in golds), default=0.0)
        f1 = max((overlap(text, gold) for gold in golds), default=0.0)
        made.append(Read(bool(golds), exact, f1, margin))
    return made


def refusing(reads: Sequence[Read], threshold: float) -> tuple[float, float]:
    """EM and F1, in percent, where a margin under the threshold is a refusal."""
    exact = [float(not r.answerable) if r.margin < threshold else r.exact for r in reads]
    f1 = [float(not r.answerable) if r.margin < threshold else r.f1 for r in reads]
    return 100 * statistics.fmean(exact), 100 * statistics.fmean(f1)


def best_threshold(reads: Sequence[Read]) -> float:
    """The threshold of the best F1, at the middle between the margins that it parts."""
    ordered = sorted(reads, key=lambda r: r.margin)
    score = sum(r.f1 for r in ordered)
    best, place = score, 0
    for i, r in enumerate(ordered, start=1):
        score += float(not r.answerable) - r.f1
        if score > best:
            best, place = score, i
    if place == 0:
        return ordered[0].margin - 1
    if place == len(ordered):
        return ordered[-1].margin + 1
    return (ordered[place - 1].margin + ordered[place].margin) / 2


def risk(reads: Sequence[Read]) -> list[tuple[float, float, float]]:
    """(coverage, threshold, risk): the share answered, from which margin on, and how much of it is wrong by F1."""
    ordered = sorted(reads, key=lambda r: -r.margin)
    made = []
    for coverage in COVERAGES:
        kept = ordered[: max(1, round(coverage * len(ordered)))]
        made.append((coverage, kept[-1].margin, 100 * (1 - statistics.fmean(r.f1 for r in kept))))
    return made


def odds(reads: Sequence[Read]) -> tuple[float, float]:
    """(worth of a margin, constant) of the log-odds that a span is right, fitted by Newton's method."""
    margins = np.array([[r.margin, 1.0] for r in reads])
    right = np.array([float(r.answerable and r.f1 >= RIGHT_F1) for r in reads])
    fitted = np.zeros(2)
    for _ in range(25):
        likely = 1 / (1 + np.exp(-np.clip(margins @ fitted, -30, 30)))
        bend = (margins * (likely * (1 - likely))[:, None]).T @ margins + 1e-6 * np.eye(2)
        fitted += np.linalg.solve(bend, margins.T @ (right - likely))
    return float(fitted[0]), float(fitted[1])


def shown(values: Sequence[float]) -> str:
    """Mean, median and the tenths at both ends."""
    if len(values) < 2:
        return "none"
    tenths = statistics.quantiles(values, n=10)
    middle = f"mean {statistics.fmean(values):.2f}, median {statistics.median(values):.2f}"
    return f"{middle}, a tenth under {tenths[0]:.2f}, a tenth over {tenths[-1]:.2f} (n {len(values)})"


def report(name: str, reads: Sequence[Read]) -> None:
    """Print a set's figures."""
    answerable = [r for r in reads if r.answerable]
    exact, f1 = 100 * statistics.fmean(r.exact for r in answerable), 100 * statistics.fmean(r.f1 for r in answerable)
    print(f"{name}: answerable alone EM {exact:.1f}, F1 {f1:.1f} (n {len(answerable)})")
    if len(answerable) < len(reads):
        best = best_threshold(reads)
        for said, threshold in (("0", 0.0), (f"the best, {best:.2f}", best)):
            exact, f1 = refusing(reads, threshold)
            refused = [r.margin < threshold for r in reads if not r.answerable]
            wrongly = [r.margin < threshold for r in answerable]
            print(
                f"  with refusals at {said}: EM {exact:.1f}, F1 {f1:.1f}; refused {100 * statistics.fmean(refused):.0f} %"
                f" of the unanswerable, {100 * statistics.fmean(wrongly):.0f} % of the answerable (n {len(reads)})"
            )
        worth, constant = odds(reads)
        print(f"  log-odds of a right answer: {worth:.3f} × margin {constant:+.2f}")
        print(f"  margins of unanswerables: {shown([r.margin for r in reads if not r.answerable])}")
    print(f"  margins of right answers: {shown([r.margin for r in answerable if r.f1 >= RIGHT_F1])}")
    print(f"  margins of wrong answers: {shown([r.margin for r in answerable if r.f1 < RIGHT_F1])}")


def plot(curves: dict[str, Sequence[Read]]) -> str:
    """The risk-coverage curves as SVG."""
    width, height, left, top = 560, 320, 50, 20
    dashes = ("", "6 4", "2 3", "8 3 2 3")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 90} {height + 70}" font-family="sans-serif"'
        ' font-size="12">',
        f'<rect width="{width + 90}" height="{height + 70}" fill="white"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = left + width * tenth / 10, top + height * (1 - tenth / 10)
        lines.append(f'<text x="{x}" y="{top + height + 18}" text-anchor="middle">{10 * tenth}</text>')
        lines.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{6 * tenth}</text>')
        lines.append(f'<path d="M{left} {y}h{width}" stroke="#ddd"/>')
    lines.append(
        f'<text x="{left + width / 2}" y="{top + height + 38}" text-anchor="middle">'
        "questions answered, the largest margins first (%)</text>"
    )
    lines.append(f'<text x="{left}" y="14">wrong among them, by F1 (%)</text>')
    for number, (name, reads) in enumerate(curves.items()):
        ordered = sorted(reads, key=lambda r: -r.margin)
        wrong, points = 0.0, []
        for i, r in enumerate(ordered, start=1):
            wrong += 1 - r.f1
            if i % max(1, len(ordered) // 100) == 0 and i * 50 >= len(ordered):
                x = left + width * i / len(ordered)
                points.append(f"{x:.1f},{top + height * (1 - min(1.0, wrong / i / 0.6)):.1f}")
        dash = dashes[number % len(dashes)]
        lines.append(
            f'<polyline points="{" ".join(points)}" fill="none" stroke="black" stroke-width="1.5"'
            f' stroke-dasharray="{dash}"/>'
        )
        y = top + 14 + 18 * number
        lines.append(f'<path d="M{left + 12} {y}h34" stroke="black" stroke-width="1.5" stroke-dasharray="{dash}"/>')
        lines.append(f'<text x="{left + 54}" y="{y + 4}">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> None:
    """Measure and print; write the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, action="append", required=True)
    parser.add_argument("--questions", type=int, default=0, help="of each set; 0 takes all")
    parser.add_argument("--sets", nargs="*", help="squad, near-miss, new-wiki, amazon-reviews, reddit; all without it")
    parser.add_argument("--form", choices=("paragraph", "product"), default="paragraph")
    parser.add_argument("--plot", type=Path, help="write the risk-coverage curves on squad, with unanswerables, here")
    arguments = parser.parse_args()
    sets = development(arguments.data)
    curves: dict[str, Sequence[Read]] = {}
    for folder in arguments.model:
        read = opened(folder)
        print(f"\n{folder} ({'int8 ONNX' if (folder / 'model.onnx').exists() else 'fp32'}, {arguments.form})")
        for name in arguments.sets or sets:
            examples = sets[name]
            if arguments.questions and len(examples) > arguments.questions:
                examples = random.Random(SEED).sample(examples, arguments.questions)
            reads = measured(examples, read, form="given" if name == "near-miss" else arguments.form)
            report(name, reads)
            if name == "squad":
                curves[f"{folder.name}"] = reads
                print("  | answered | from margin | wrong by F1 |\n  |---|---|---|")
                for coverage, threshold, wrong in risk(reads):
                    print(f"  | {coverage:.0%} | {threshold:.2f} | {wrong:.1f} % |", flush=True)
    if arguments.plot:
        arguments.plot.write_text(plot(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
