"""Train the operation model: top layers of its own on the reader's lower ones, which stay as they are.

    python operations.py states --written written --output FOLDER [--seed 0]
    python operations.py train --states FOLDER [FOLDER ...] --start FOLDER --output FILE.pt --minutes 30 [--begin FILE.pt]

`states` puts the examples of `workings.py` through the bundled reader's lower layers and keeps what comes out, an article a
file (half a second an article and core; 6 GB for all). `train` takes the top layers from `--start` (the weights.npz and config.json that
`recover.py` makes of the bundled reader), or all from `--begin`. The learning rate falls to zero within the minutes given.
Every nineteenth article or so is measured on and not trained on; printed are the share of questions with the right
operation on the right figures, and how many of the likeliest ones are right. Two cores do some 25 examples a second.
`export_operations.py` takes what it writes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import graph
import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer
from workings import Outlined, all_examples

from askbot.operation_model import OPERATIONS, Parts
from askbot.outlined import programs
from askbot.reading_model import bundled, open_tokenizer

LAYERS = 4  # of twelve
HIDDEN = 384
PARTS = 3
BATCH_TOKENS = 3500
RATE, WARM_UP, DECAY = 3e-4, 0.05, 0.01
ROLES_SHARE = 3.0  # of the loss, beside the operation's
FAR = -1e4
UNMARKED = -100
HELD, HELD_EVERY = 3, 19
REPORT_EVERY = 200  # steps
SEED = 1


class Head(nn.Module):
    """The top layers: the lower layers' states in, the logits of the operation and of each token's part out."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.layer = nn.ModuleList([BertLayer(config) for _ in range(LAYERS)])
        self.op = nn.Linear(HIDDEN, len(OPERATIONS))
        self.role = nn.Linear(HIDDEN, PARTS)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (rows, operations) and (rows, tokens, parts)."""
        for layer in self.layer:
            made = layer(states, mask)
            states = made[0] if isinstance(made, tuple) else made
        return self.op(states[:, 0]), self.role(states)


def begun(folder: Path) -> Head:
    """Return a head with the reader's own top layers."""
    config = BertConfig.from_pretrained(folder)
    config._attn_implementation = "eager"
    config.attention_probs_dropout_prob = 0.0
    head, stored = Head(config), np.load(folder / "weights.npz")
    for i, layer in enumerate(head.layer):
        before = f"bert.encoder.layer.{config.num_hidden_layers - LAYERS + i}."
        own = {n.removeprefix(before): torch.from_numpy(stored[n]) for n in stored.files if n.startswith(before)}
        layer.load_state_dict(own)
    return head


def marked(one: Outlined, tokenizer: Tokenizer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token ids, segments, and each token's part; UNMARKED outside of figures."""
    asked = tokenizer.encode(one.question, add_special_tokens=False)
    read = tokenizer.encode(one.text, add_special_tokens=False)
    pair = tokenizer.post_process(asked, read)
    parts = np.full(len(pair.ids), UNMARKED, dtype=np.int16)
    begin = len(asked.ids) + 2  # behind the question and the marks around it
    within = (range(1, begin - 1), range(begin, begin + len(read.ids)))
    for tokens, figures in zip(within, (one.of_question, one.of_text), strict=True):
        for start, end, part in reversed(figures):  # the operands come first
            for i in tokens:
                if pair.offsets[i][0] < end and start < pair.offsets[i][1]:
                    parts[i] = part
    return np.array(pair.ids), np.array(pair.type_ids), parts


def write_states(written: Path, output: Path, seed: int) -> None:
    """Write each article's examples with the lower layers' states; those that are there stay."""
    output.mkdir(parents=True, exist_ok=True)
    tokenizer = open_tokenizer(bundled())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.x64quantprecision", "1")
    lower = onnxruntime.InferenceSession(graph.lower(bundled(), output / "lower.onnx", LAYERS), options)
    for name, made in all_examples(written, seed=seed):
        file = output / f"{name}.npz"
        if file.exists():
            continue
        rows = [(marked(one, tokenizer), OPERATIONS.index(one.operation)) for one in made]
        states = []
        for (ids, kinds, _), _ in rows:
            given = {"input_ids": ids[None], "attention_mask": np.ones_like(ids)[None], "token_type_ids": kinds[None]}
            states.append(lower.run(None, given)[0][0].astype(np.float16))
        np.savez(
            file,
            hid=np.concatenate(states),
            lab=np.concatenate([parts for (_, _, parts), _ in rows]),
            op=np.array([operation for _, operation in rows]),
            len=np.array([len(one) for one in states]),
        )


Row = tuple[np.ndarray, np.ndarray, int]  # states, parts, operation


def rows_of(folders: Sequence[Path]) -> tuple[list[Row], list[Row]]:
    """What is trained on, and what is measured on."""
    trained: list[Row] = []
    held: list[Row] = []
    for file in sorted(file for folder in folders for file in folder.glob("*.npz")):
        into = held if sum(map(ord, file.stem)) % HELD_EVERY == HELD else trained
        with np.load(file) as made:
            states, parts, at = made["hid"], made["lab"], 0
            for operation, length in zip(made["op"], made["len"], strict=True):
                into.append((states[at : at + length], parts[at : at + length].astype(np.int64), int(operation)))
                at += length
    return trained, held


def batch(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """States, the mask that is added to attention, parts and operations."""
    width = max(len(parts) for _, parts, _ in rows)
    states, mask = torch.zeros(len(rows), width, HIDDEN), torch.full((len(rows), 1, 1, width), FAR)
    marks = torch.full((len(rows), width), UNMARKED)
    for i, (one, parts, _) in enumerate(rows):
        states[i, : len(parts)] = torch.from_numpy(one.astype(np.float32))
        marks[i, : len(parts)] = torch.from_numpy(parts)
        mask[i, ..., : len(parts)] = 0
    return states, mask, marks, torch.tensor([operation for _, _, operation in rows])


def batches(rows: Sequence[Row], draw: random.Random) -> Iterator[list[Row]]:
    """Batches of like length, in random order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][1]) + 40 * draw.random())
    made: list[list[Row]] = [[]]
    for i in order:
        if made[-1] and max(len(rows[i][1]), *(len(p) for _, p, _ in made[-1])) * (len(made[-1]) + 1) > BATCH_TOKENS:
            made.append([])
        made[-1].append(rows[i])
    draw.shuffle(made)
    yield from made


def train(head: Head, rows: Sequence[Row], seconds: float) -> None:
    """Train until the time is up."""
    head.train()
    trained = list(head.parameters())
    groups = [
        {"params": [one for one in trained if one.ndim > 1], "weight_decay": DECAY},
        {"params": [one for one in trained if one.ndim < 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    draw, start, steps, seen = random.Random(SEED), time.monotonic(), 0, 0
    while (done := (time.monotonic() - start) / seconds) < 1:
        for some in batches(rows, draw):
            if (done := (time.monotonic() - start) / seconds) >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(done / WARM_UP, 1) * (1 - done)
            states, mask, marks, operations = batch(some)
            with torch.autocast("cpu", torch.bfloat16):
                said, parts = head(states, mask)
            loss = functional.cross_entropy(said.float(), operations)
            loss = loss + ROLES_SHARE * functional.cross_entropy(parts.float().flatten(0, 1), marks.flatten())
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            steps, seen = steps + 1, seen + len(some)
            if steps % REPORT_EVERY == 0:
                print(f"  {done:.0%}: {steps} steps, {seen} examples, loss {loss.item():.3f}", flush=True)


@torch.no_grad()
def measured(head: Head, rows: Sequence[Row]) -> str:
    """The shares of questions whose likeliest program is the right one, and of the likeliest programs that are right."""
    head.eval()
    told: list[tuple[float, str, str, bool]] = []
    for row in rows:
        states, mask, _, _ = batch([row])
        said, parts = (torch.log_softmax(one[0].float(), -1) for one in head(states, mask))
        places = runs(row[1])
        figures = [Parts(*parts[start:end].mean(0).tolist()) for start, end, _ in places]
        likely, name, ones, others = max(programs(dict(zip(OPERATIONS, said.tolist(), strict=True)), figures))
        gold = OPERATIONS[row[2]]
        marks = [{i for i, (_, _, part) in enumerate(places) if part == which} for which in (1, 2)]
        same = (name, set(ones), set(others)) == (gold, *marks)
        if {name, gold} <= {"difference", "left"}:
            same = {*ones, *others} == marks[0] | marks[1]
        told.append((likely, name, gold, same or name == gold == "open"))
    worked, rest = [one for one in told if one[2] != "open"], [one for one in told if one[2] == "open"]
    said_of = sorted((one for one in told if one[1] != "open"), reverse=True)
    shares = ", ".join(
        f"{sum(one[3] for one in said_of[:n])} of the {n} likeliest" for n in (len(said_of) // 2, len(said_of))
    )
    right = sum(one[3] for one in worked)
    return (
        f"{right} of {len(worked)} worked out; {sum(one[3] for one in rest)} of {len(rest)} left open; right {shares}"
    )


def runs(parts: np.ndarray) -> list[tuple[int, int, int]]:
    """The stretches of tokens with one part: the figures."""
    found: list[tuple[int, int, int]] = []
    for i, part in enumerate(parts.tolist()):
        if part == UNMARKED:
            continue
        if found and found[-1][1:] == (i, part):
            found[-1] = (found[-1][0], i + 1, part)
        else:
            found.append((i, i + 1, part))
    return found


def main() -> None:
    """Write states, or train on them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("states", "train"))
    parser.add_argument("--written", type=Path)
    parser.add_argument("--states", type=Path, nargs="+")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--begin", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.what == "states":
        write_states(arguments.written, arguments.output, arguments.seed)
        return
    torch.manual_seed(SEED)
    head = begun(arguments.start)
    if arguments.begin:
        head.load_state_dict(torch.load(arguments.begin))
    trained, held = rows_of(arguments.states)
    print(f"{len(trained)} examples to train on, {len(held)} to measure on", flush=True)
    train(head, trained, 60 * arguments.minutes)
    torch.save(head.state_dict(), arguments.output)
    print(measured(head, held))


if __name__ == "__main__":
    main()
