"""Train the extractive reader, from a start folder to a checkpoint, within a time budget.

    python train.py --data FOLDER --start FOLDER --output FOLDER --minutes 90

`--data` holds squad-train.json, squadshifts-*.json, qed-dev.json and tatqa-text-dev.json; `--start` a
BertForQuestionAnswering. The learning rate falls to zero over the budget; a checkpoint is written every
ten minutes, and a run that finds one in `--output` goes on from it with the budget that is left.
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
PEAK_RATE = 5e-5
WARM_UP = 0.04
MAX_TOKENS = 256
SAVE_EVERY_S = 600
SEED = 7


def batches(examples: list[Example], draw: random.Random) -> list[list[Example]]:
    """Batches of like length, in random order: padding costs more than anything else on a CPU."""
    ordered = sorted(examples, key=lambda e: len(e.passage) + draw.random() * 60)
    made = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    draw.shuffle(made)
    return made


def encoded(batch: list[Example], tokenizer) -> dict[str, torch.Tensor]:  # type: ignore[no-untyped-def]
    """Token ids with start and end positions; position 0 ([CLS]) is the null answer."""
    made = tokenizer(
        [e.question.strip() for e in batch],
        [e.passage for e in batch],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    offsets = made.pop("offset_mapping")
    starts, ends = [], []
    for row, example in enumerate(batch):
        first = last = 0
        if example.answers:
            begin, text = example.answers[0]
            finish = begin + len(text.rstrip())
            for position, kind in enumerate(made.encodings[row].sequence_ids):
                if kind != 1:
                    continue
                a, b = offsets[row][position].tolist()
                if not first and a <= begin < b:
                    first = position
                if first and a < finish <= b:
                    last = position
            if not last:
                first = 0
        starts.append(first)
        ends.append(last)
    return {**made, "start_positions": torch.tensor(starts), "end_positions": torch.tensor(ends)}


def main() -> None:
    """Train until the budget is spent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    arguments = parser.parse_args()

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    checkpoint = arguments.output / "checkpoint"
    spent, epoch = 0.0, 0
    if (checkpoint / "progress.json").exists():
        progress = json.loads((checkpoint / "progress.json").read_text())
        spent, epoch = progress["seconds"], progress["epoch"] + 1  # a new epoch has new negatives
    source = checkpoint if spent else arguments.start
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForQuestionAnswering.from_pretrained(source, dtype=torch.float32).to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    budget, begun, saved, step, running = arguments.minutes * 60, time.monotonic() - spent, time.monotonic(), 0, 0.0

    def save() -> None:
        checkpoint.mkdir(parents=True, exist_ok=True)
        model.save_pretrained(checkpoint)
        tokenizer.save_pretrained(checkpoint)
        state = {"seconds": time.monotonic() - begun, "epoch": epoch, "step": step}
        (checkpoint / "progress.json").write_text(json.dumps(state))

    while time.monotonic() - begun < budget:
        examples = training(arguments.data, seed=SEED + epoch)
        print(
            f"epoch {epoch}: {len(examples)} examples, {sum(not e.answers for e in examples)} without an answer",
            flush=True,
        )
        for batch in batches(examples, random.Random(SEED + epoch)):
            done = (time.monotonic() - begun) / budget
            if done >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(done / WARM_UP, 1.0) * (1 - done)
            loss = model(**{k: v.to(device) for k, v in encoded(batch, tokenizer).items()}).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"step {step}, {done:.1%} of the budget, loss {running:.3f}", flush=True)
            if time.monotonic() - saved > SAVE_EVERY_S:
                save()
                saved = time.monotonic()
        epoch += 1
    save()


if __name__ == "__main__":
    main()
