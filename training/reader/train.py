"""Train the extractive reader, from a start folder to a checkpoint, within a time budget.

    python train.py --data FOLDER --start FOLDER --output FOLDER --minutes 90

`--data` holds squad-train.json, squadshifts-*.json, qed-dev.json and tatqa-text-dev.json; `--start` a
BertForQuestionAnswering. The learning rate falls to zero over the budget; every ten minutes a checkpoint is written
to `checkpoint` and the running average of the weights, which is what reads best before the end, to `average`. A run
that finds a checkpoint in `--output` goes on from it with the budget that is left.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
from examples import Example, training
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

BATCH = 16
BATCH_TOKENS = 2400  # whole paragraphs go in smaller batches, so that steps take about as long
PEAK_RATE = 5e-5
WARM_UP = 0.04
MAX_TOKENS = 256
FROZEN_LAYERS = 5  # and the embeddings: a start that reads already keeps them, and a step costs a quarter less
DROPOUT = 0.0  # less than an epoch is seen, so there is nothing to fit too closely; a step costs a tenth less
SAVE_EVERY_S = 600
AVERAGE_EVERY = 10  # steps
AVERAGE_KEPT = 0.97  # of the average at each of them: it spans the last three hundred steps
THREADS = 2
SEED = 7


def batches(examples: list[Example], draw: random.Random) -> list[list[Example]]:
    """Batches of like length, in random order: padding costs more than anything else on a CPU."""

    def size(example: Example) -> float:
        return min((len(example.question) + len(example.lead) + len(example.passage)) / 4, MAX_TOKENS)

    made: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda e: size(e) + draw.random() * 15):
        if len(made[-1]) == BATCH or (len(made[-1]) + 1) * size(example) > BATCH_TOKENS:
            made.append([])
        made[-1].append(example)
    draw.shuffle(made)
    return made


def encoded(batch: list[Example], tokenizer) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:  # type: ignore[no-untyped-def]
    """Token ids; which positions may be answered from; start and end. Position 0 ([CLS]) is the null answer."""
    made = tokenizer(
        [e.question for e in batch],
        [f"{e.lead} {e.passage}" if e.lead else e.passage for e in batch],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    offsets = made.pop("offset_mapping").tolist()
    allowed = torch.zeros_like(made["input_ids"], dtype=torch.bool)
    allowed[:, 0] = True
    targets = torch.zeros(len(batch), 2, dtype=torch.long)
    for row, example in enumerate(batch):
        skip = len(example.lead) + 1 if example.lead else 0
        begin, text = example.answers[0] if example.answers else (-1, "")
        begin, finish = begin + skip, begin + skip + len(text.rstrip())
        first = last = 0
        for position, kind in enumerate(made.encodings[row].sequence_ids):
            if kind != 1:
                continue
            a, b = offsets[row][position]
            if a < skip:
                continue
            allowed[row, position] = True
            if text and not first and a <= begin < b:
                first = position
            if first and a < finish <= b:
                last = position
        if last:
            targets[row, 0], targets[row, 1] = first, last
    return dict(made), allowed, targets


def loss(model: torch.nn.Module, made: dict[str, torch.Tensor], allowed: torch.Tensor, targets: torch.Tensor):  # type: ignore[no-untyped-def]
    """Cross-entropy of start and end over the passage and the null answer: what the product chooses among."""
    logits = model(**made)
    return sum(
        torch.nn.functional.cross_entropy(values.masked_fill(~allowed, -1e4), targets[:, side])
        for side, values in enumerate((logits.start_logits, logits.end_logits))
    )


def main() -> None:
    """Train until the budget is spent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    arguments = parser.parse_args()

    torch.set_num_threads(THREADS)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    checkpoint = arguments.output / "checkpoint"
    spent, epoch = 0.0, 0
    if (checkpoint / "progress.json").exists():
        progress = json.loads((checkpoint / "progress.json").read_text())
        spent, epoch = progress["seconds"], progress["epoch"] + 1  # a new epoch has new negatives
    source = checkpoint if spent else arguments.start
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForQuestionAnswering.from_pretrained(
        source, dtype=torch.float32, hidden_dropout_prob=DROPOUT, attention_probs_dropout_prob=DROPOUT
    )
    model = model.to(device).train()
    average = AutoModelForQuestionAnswering.from_pretrained(source, dtype=torch.float32).to(device).eval()
    for part in (model.bert.embeddings, *model.bert.encoder.layer[:FROZEN_LAYERS]):
        part.requires_grad_(False)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=PEAK_RATE, weight_decay=0.01, fused=True)
    examples = training(arguments.data, seed=SEED + epoch)
    budget, begun, saved, step, running = arguments.minutes * 60, time.monotonic() - spent, time.monotonic(), 0, 0.0
    seen = 0

    def save() -> None:
        for name, made in (("checkpoint", model), ("average", average)):
            made.save_pretrained(arguments.output / name)
            tokenizer.save_pretrained(arguments.output / name)
        state = {"seconds": time.monotonic() - begun, "epoch": epoch, "step": step, "examples": seen}
        (checkpoint / "progress.json").write_text(json.dumps(state))

    while time.monotonic() - begun < budget:
        without = sum(not e.answers for e in examples)
        print(f"epoch {epoch}: {len(examples)} examples, {without} without an answer", flush=True)
        for batch in batches(examples, random.Random(SEED + epoch)):
            done = (time.monotonic() - begun) / budget
            if done >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(done / WARM_UP, 1.0) * (1 - done)
            made, allowed, targets = encoded(batch, tokenizer)
            made = {name: values.to(device) for name, values in made.items()}
            cost = loss(model, made, allowed.to(device), targets.to(device))
            cost.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            seen += len(batch)
            running = cost.item() if step == 1 else 0.98 * running + 0.02 * cost.item()
            if step % AVERAGE_EVERY == 0:
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - AVERAGE_KEPT)
            if step % 20 == 0:
                print(f"step {step}, {seen} examples, {done:.1%} of the budget, loss {running:.3f}", flush=True)
            if time.monotonic() - saved > SAVE_EVERY_S:
                save()
                saved = time.monotonic()
        epoch += 1
        if time.monotonic() - begun < budget:
            examples = training(arguments.data, seed=SEED + epoch)
    save()


if __name__ == "__main__":
    main()
