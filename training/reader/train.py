"""Train the extractive reader: teachers from one start, then a pupil that learns what all teachers say.

    python train.py --examples FILE.npz --output FOLDER --minutes 3 --start FOLDER --turn 0
    python train.py --examples FILE.npz --output FOLDER --minutes 5 --teachers FOLDER FOLDER FOLDER --layers 6

`--examples` is what `prepare.py` wrote; `--start` a folder with the config.json and weights.npz of `recover.py`. Each
teacher (`--turn` 0, 1, ...) sees the examples in another order, at another learning rate; a pupil of as many layers
starts from the teachers' mean weights, one of fewer from every other layer of the first. The learning rate falls to zero
within the minutes given. Figures (F1 of token positions, at the best threshold) are printed at the end. Word embeddings
are kept as they are. Writes a BertForQuestionAnswering in half precision to `--output`, which `evaluate.py` and
`export.py` take. Made for an accelerator, where several runs go well beside each other (a step waits for its launches).

On two CPU cores (some 3,000 examples of a sentence a minute; with OMP_NUM_THREADS=1 half of that, and where anything else wants a core
two threads wait for one another and are slower than one), going on from a trained reader with what `prepare.py --written` wrote:

    MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_ARENA_MAX=1 python train.py --examples FILE.npz \
        --output FOLDER --minutes 45 --start FOLDER --rate 6e-5 --batch-tokens 2400 --frozen 3 --no-dropout --measured written

Without these settings half the time goes into handing memory back and forth.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import BertConfig, BertForQuestionAnswering

BATCH_TOKENS = 16384
MEASURED = ("squad", "near-miss", "written", "whether", "worked")
RATES = (9e-5, 1.3e-4, 1.8e-4)  # one for each teacher, in turn
PUPIL_RATES = {True: 1.2e-4, False: 3e-4}  # of as many layers as the teachers; of fewer
WARM_UP = 0.06
DECAY = 0.01
SOFTENED = 2.0  # the temperature at which a pupil learns the teachers' distribution
LABELS_SHARE = 0.3  # of a pupil's loss, beside the teachers'
HIDDEN_SHARE = 0.5  # of a shorter pupil's first loss: its layers against the teacher's that they stand for
FAR = -1e4
UNLABELLED = -2
SEED = 7
REPORT_EVERY = 100  # steps
CLOSING_RATE = 6e-5
REST = 25_000  # rows of an epoch that stay when a training closes
INVENTED = 40_000  # ... of invented questions
BELIEVED = 0.75  # of the unanswered ones, those that the judges find least answered
WEAK, WEAKLY = -3, 0.5  # marks a label that was only believed, and what it weighs
MOST_ANSWER = 40


class Store:
    """The prepared examples: their tokens lie on the device, where batches are put together."""

    def __init__(
        self, files: Sequence[Path], device: str, *, batch_tokens: int, measured_on: Sequence[str] = MEASURED
    ) -> None:
        self.batch_tokens, self.measured_on = batch_tokens, measured_on
        self.sets: dict[str, torch.Tensor] = {}
        pools, size = [], 0
        for file in files:
            with np.load(file) as made:
                for name in made.files:
                    values = torch.from_numpy(made[name].astype(np.float32 if name == "margins" else np.int64))
                    if name == "pool":
                        continue
                    if values.ndim == 2:
                        values[:, [0, 2, 4]] += size  # where its texts lie among all
                    self.sets.setdefault(name, values)
                pools.append(torch.from_numpy(made["pool"].astype(np.int64)))
                size += len(pools[-1])
        self.pool = torch.cat(pools).to(device)
        self.cls, self.sep, self.pad = self.sets.pop("special").tolist()
        self.epochs = self._all("epoch-")
        self.closings = self._all("closing-")
        self.invented = self._judged()

    def _all(self, beginning: str) -> list[torch.Tensor]:
        return [self.sets[name] for name in sorted(self.sets) if name.startswith(beginning)]

    def _judged(self) -> torch.Tensor:
        """Invented questions: the unanswered ones that judges don't find answered are weakly labelled, no others."""
        if "margins" not in self.sets:
            return torch.zeros((0, 8), dtype=torch.int64)
        rows, margins = self.sets["invented"].clone(), self.sets["margins"]
        unanswered = rows[:, 6] != UNLABELLED
        limit = margins[unanswered].quantile(BELIEVED)
        rows[unanswered & (margins < limit), 7] = WEAK
        rows[unanswered & (margins >= limit), 6] = UNLABELLED
        return rows

    def batch(self, rows: torch.Tensor) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor, torch.Tensor]:
        """Model inputs, the positions that may be answered from, targets, and where the passage begins."""
        width = int(lengths(rows).max() + 7) // 8 * 8
        rows = rows.to(self.pool.device, non_blocking=True)
        asked, n_asked, lead, n_lead, passage, n_passage, first, last = rows.T[:, :, None]
        at = torch.arange(width, device=rows.device)[None]
        begin = n_asked + 2
        home = begin + n_lead
        end = home + n_passage
        source = torch.where(at < begin, asked + at - 1, torch.where(at < home, lead + at - begin, passage + at - home))
        ids = self.pool[source.clamp(0, len(self.pool) - 1)]
        ids = torch.where(at == 0, self.cls, ids)
        ids = torch.where((at == begin - 1) | (at == end), self.sep, ids)
        ids = torch.where(at > end, self.pad, ids)
        seen = (at <= end)[:, None, None].expand(-1, 1, width, -1)
        if not seen.is_cuda:  # added to the scores there, see `attending`
            seen = torch.where(seen, 0.0, FAR).to(torch.bfloat16)
        inputs = {
            "input_ids": ids,
            # As attention takes it: made by the model from a flat mask, it would wait for the device at every step.
            "attention_mask": seen,
            "token_type_ids": ((at >= begin) & (at <= end)).long(),
        }
        allowed = (at == 0) | ((at >= home) & (at < end))
        targets = torch.cat([torch.where(side >= 0, side + home, 0) for side in (first, last)], dim=1)
        return inputs, allowed, targets, home[:, 0]


def lengths(rows: torch.Tensor) -> torch.Tensor:
    """How many tokens each row has."""
    return rows[:, [1, 3, 5]].sum(dim=1) + 3


def batches(rows: torch.Tensor, draw: random.Random, most: int) -> Iterator[torch.Tensor]:
    """Batches of like length and of at most so many tokens, in random order."""
    sizes = lengths(rows).tolist()
    order = sorted(range(len(sizes)), key=lambda i: sizes[i] + 12 * draw.random())
    made, current, longest = [], [], 0
    for i in order:
        longest = max(longest, sizes[i])
        if current and longest * (len(current) + 1) > most:
            made.append(current)
            current, longest = [], sizes[i]
        current.append(i)
    made.append(current)
    draw.shuffle(made)
    for chosen in made:
        yield rows[torch.tensor(chosen)]


def endless(store: Store, seed: int, *, labelled: bool, closing: bool = False) -> Iterator[torch.Tensor]:
    """Batches of one prepared epoch after the other, the labelled rows alone or all; `closing` with more of what people
    wrote and less of the rest.
    """
    draw, turn = random.Random(seed), seed
    shuffled = torch.Generator().manual_seed(seed)

    def some(rows: torch.Tensor, most: int) -> torch.Tensor:
        return rows[torch.randperm(len(rows), generator=shuffled)[:most]]

    while True:
        rows, invented = store.epochs[turn % len(store.epochs)], store.invented
        if labelled:
            rows, invented = (part[part[:, 6] != UNLABELLED] for part in (rows, invented))
        if closing:
            written = store.closings[turn % len(store.closings)]
            rows = torch.cat([written, some(written, len(written) // 2), some(rows, REST), some(invented, INVENTED)])
        else:
            rows = torch.cat([rows, invented])
        yield from batches(rows, draw, store.batch_tokens)
        turn += 1


def weights(rows: torch.Tensor, device: torch.device) -> torch.Tensor:
    """What the label of each row weighs: nothing where there is none, less where it was only believed."""
    made = (rows[:, 6] != UNLABELLED).float() * torch.where(rows[:, 7] == WEAK, WEAKLY, 1.0)
    return made.to(device, non_blocking=True)


def logits(model: torch.nn.Module, inputs: dict[str, torch.Tensor], allowed: torch.Tensor, *, hidden: bool = False):  # type: ignore[no-untyped-def]
    """Start and end logits (2, rows, positions), and the layers' states."""
    with torch.autocast(allowed.device.type, dtype=torch.bfloat16, enabled=torch.is_grad_enabled() or allowed.is_cuda):
        made = model(**inputs, output_hidden_states=hidden)
    both = torch.stack([made.start_logits, made.end_logits]).float()
    return both.masked_fill(~allowed, FAR), made.hidden_states


def labelled_loss(both: torch.Tensor, targets: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of start and end over the labelled rows."""
    each = functional.cross_entropy(both.permute(1, 2, 0), targets, reduction="none").sum(dim=1)
    return (each * known).sum() / known.sum().clamp(min=1)


def taught_loss(both: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """Divergence from the teachers' softened distributions."""
    ours, theirs = functional.log_softmax(both / SOFTENED, -1), functional.log_softmax(taught / SOFTENED, -1)
    apart = functional.kl_div(ours, theirs, log_target=True, reduction="none").sum(-1).sum(0)
    return apart.mean() * SOFTENED**2


def stepper(model: torch.nn.Module, rate: float):  # type: ignore[no-untyped-def]
    """Return a function that steps after a backward pass, given the share of the budget that is spent."""
    trained = [p for p in model.parameters() if p.requires_grad]
    plain = [p for p in trained if p.ndim < 2]
    groups = [
        {"params": [p for p in trained if p.ndim >= 2], "weight_decay": DECAY},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=True)

    def step(done: float) -> None:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(done / WARM_UP, 1.0) * (1 - done)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()

    return step


def teach(model: torch.nn.Module, store: Store, *, rate: float, seed: int, seconds: float, closing: bool) -> None:
    """Train a teacher on the labels."""
    model.train()
    step, feed = stepper(model, rate), endless(store, seed, labelled=True, closing=closing)
    begun, steps, seen = time.monotonic(), 0, 0
    while (done := (time.monotonic() - begun) / seconds) < 1:
        rows = next(feed)
        inputs, allowed, targets, _ = store.batch(rows)
        both, _ = logits(model, inputs, allowed)
        cost = labelled_loss(both, targets, weights(rows, both.device))
        cost.backward()
        step(done)
        steps, seen = steps + 1, seen + len(rows)
        if steps % REPORT_EVERY == 0:
            print(f"  {done:.0%}: {steps} steps, {seen} examples, loss {cost.item():.3f}", flush=True)


def learn(
    pupil: torch.nn.Module, teachers: list[torch.nn.Module], store: Store, *, seed: int, seconds: float, closing: bool
) -> None:
    """Train a pupil on the teachers' mean logits and on the labels."""
    depth, layers = (len(model.bert.encoder.layer) for model in (teachers[0], pupil))
    step = stepper(pupil, PUPIL_RATES[layers == depth])
    pupil.train()
    feed = endless(store, seed, labelled=False, closing=closing)
    begun, steps, seen = time.monotonic(), 0, 0
    while (done := (time.monotonic() - begun) / seconds) < 1:
        rows = next(feed)
        inputs, allowed, targets, _ = store.batch(rows)
        known = weights(rows, allowed.device)
        with torch.no_grad():
            said = [logits(teacher, inputs, allowed, hidden=not i) for i, teacher in enumerate(teachers)]
            taught = torch.stack([both for both, _ in said]).mean(dim=0)
        both, states = logits(pupil, inputs, allowed, hidden=layers < depth)
        cost = taught_loss(both, taught) + LABELS_SHARE * labelled_loss(both, targets, known)
        if layers < depth:
            inside = inputs["attention_mask"][:, 0, 0, :, None]
            apart = sum(
                ((ours - said[0][1][(i + 1) * depth // layers].float()) ** 2 * inside).sum()
                / (inside.sum() * ours.shape[-1])
                for i, ours in enumerate(states[1:])
            )
            cost = cost + HIDDEN_SHARE * (1 - done) * apart
        cost.backward()
        step(done)
        steps, seen = steps + 1, seen + len(rows)
        if steps % REPORT_EVERY == 0:  # reading the loss waits for the device
            print(f"  {done:.0%}: {steps} steps, {seen} examples, loss {cost.item():.3f}", flush=True)


def spans(both: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The margin over null of each row's best span, and where in the pairs of positions it lies."""
    pair = both[0][:, :, None] + both[1][:, None, :]
    at = torch.arange(both.shape[-1], device=pair.device)
    fits = (at[:, None] <= at[None]) & (at[None] < at[:, None] + MOST_ANSWER) & (at[:, None] > 0)
    best, where = pair.masked_fill(~fits, 2 * FAR).flatten(1).max(dim=1)
    return best - both[0, :, 0] - both[1, :, 0], where


@torch.no_grad()
def judged(models: list[torch.nn.Module], store: Store) -> np.ndarray:
    """The margins over null that the models' mean logits give the invented questions."""
    rows = store.sets["invented"]
    margins = np.zeros(len(rows), dtype=np.float32)
    order = lengths(rows).argsort()
    for part in order.split(256):
        inputs, allowed, _, _ = store.batch(rows[part])
        both = torch.stack([logits(model, inputs, allowed)[0] for model in models]).mean(dim=0)
        margins[part.numpy()] = spans(both)[0].cpu().numpy()
    return margins


@torch.no_grad()
def measured(models: list[torch.nn.Module], store: Store) -> str:
    """Token F1 of the models' mean logits on the measuring sets, alone and with refusals at the best threshold."""
    said = []
    for model in models:
        model.eval()
    for name in (one for one in store.measured_on if one in store.sets):
        rows, golds = store.sets[name], store.sets[f"{name}-golds"]
        margins, scores, answerable = [], [], []
        for begin in range(0, len(rows), 128):
            part, gold = rows[begin : begin + 128], golds[begin : begin + 128].to(store.pool.device)
            inputs, allowed, _, home = store.batch(part)
            both = torch.stack([logits(model, inputs, allowed)[0] for model in models]).mean(dim=0)
            length = both.shape[-1]
            margin, where = spans(both)
            first, last = where // length - home, where % length - home
            margins.append(margin)
            # Overlap of token spans: F1 of positions, which the words' own can only exceed.
            same = torch.minimum(last[:, None], gold[:, :, 1]) - torch.maximum(first[:, None], gold[:, :, 0]) + 1
            size = (last - first + 1)[:, None] + gold[:, :, 1] - gold[:, :, 0] + 1
            f1 = torch.where(gold[:, :, 0] >= 0, 2 * same.clamp(min=0) / size, 0.0)
            scores.append(f1.max(dim=1).values)
            answerable.append(gold[:, 0, 0] >= 0)
        margin, f1, has = torch.cat(margins), torch.cat(scores), torch.cat(answerable)
        order = margin.argsort()
        gain = torch.cumsum((~has[order]).float() - f1[order], 0).cpu()
        best = int(gain.argmax())
        with_refusals = (f1.sum().item() + max(gain[best].item(), 0.0)) / len(f1)
        at_best = margin[order][best].item()
        said.append(
            f"{name} {100 * f1[has].mean():.1f} alone, {100 * with_refusals:.1f} with refusals at {at_best:.1f}"
        )
    return "; ".join(said)


def fresh(config: BertConfig, state: dict[str, torch.Tensor], device: str, *, seed: int) -> torch.nn.Module:
    """A model with the start's weights; what the start lacks is drawn anew. Word embeddings are kept."""
    torch.manual_seed(seed)
    model = BertForQuestionAnswering(config)
    missing, unknown = model.load_state_dict(state, strict=False)
    if unknown or any("qa_outputs" not in name and "position_ids" not in name for name in missing):
        raise SystemExit(f"Error: the start doesn't fit (missing {missing}, unknown {unknown}).")
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    return attending(model, device)


def attending(model: torch.nn.Module, device: str) -> torch.nn.Module:
    """The model on a device, attention written out on a CPU: the fused one's backward pass in bfloat16 takes three quarters of a step there."""
    if device == "cpu":
        model.set_attn_implementation("eager")
    return model.to(device)


def shorter(state: dict[str, torch.Tensor], depth: int, layers: int) -> dict[str, torch.Tensor]:
    """Every other (third, ...) layer of a model, the last among them."""
    every, made = depth // layers, {}
    for name, values in state.items():
        parts = name.split(".")
        if parts[1:3] == ["encoder", "layer"]:
            if (int(parts[3]) + 1) % every:
                continue
            parts[3] = str((int(parts[3]) + 1) // every - 1)
        made[".".join(parts)] = values
    return made


def opened(folder: Path, device: str) -> torch.nn.Module:
    """A model that this script wrote."""
    return attending(BertForQuestionAnswering.from_pretrained(folder, dtype=torch.float32), device)


def begun(arguments: argparse.Namespace, device: str) -> torch.nn.Module:
    """The model that is trained: from recovered weights, from a teacher, or every other layer of one."""
    torch.manual_seed(SEED + arguments.turn)
    if arguments.start:
        if not (arguments.start / "weights.npz").exists():
            model = opened(arguments.start, device)
            model.bert.embeddings.word_embeddings.requires_grad_(False)
            return model
        with np.load(arguments.start / "weights.npz") as made:
            start = {name: torch.from_numpy(made[name].astype(np.float32)) for name in made.files}
        return fresh(BertConfig.from_pretrained(arguments.start), start, device, seed=SEED)
    first = opened(arguments.teachers[0], "cpu")
    config = first.config
    depth, config.num_hidden_layers = config.num_hidden_layers, arguments.layers
    return fresh(config, shorter(first.state_dict(), depth, arguments.layers), device, seed=SEED)


def main() -> None:
    """Judge, or teach or learn, measure and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--turn", type=int, default=0)
    parser.add_argument("--closing", action="store_true", help="go on, mostly with what people wrote")
    parser.add_argument("--teachers", type=Path, nargs="*")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--judges", type=Path, nargs="*", help="write their margins of the invented questions, no more")
    parser.add_argument("--batch-tokens", type=int, default=BATCH_TOKENS)
    parser.add_argument("--measured", nargs="*", choices=MEASURED, default=MEASURED, help="on a CPU they take minutes")
    parser.add_argument("--rate", type=float, help="the highest learning rate, where not the usual one")
    parser.add_argument("--no-dropout", action="store_true", help="for a training of less than an epoch")
    parser.add_argument("--frozen", type=int, default=0, help="so many of the lowest layers are kept as they are")
    arguments = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_float32_matmul_precision("high")
    store = Store(arguments.examples, device, batch_tokens=arguments.batch_tokens, measured_on=arguments.measured)
    if arguments.judges:
        judges = [opened(folder, device).eval() for folder in arguments.judges]
        with np.load(arguments.examples[-1]) as made:
            kept = {name: made[name] for name in made.files}
        np.savez(arguments.output, margins=judged(judges, store), **kept)
        return
    if bool(arguments.start) == bool(arguments.teachers) or not arguments.minutes:
        parser.error("give --minutes, and either --start or --teachers")
    seconds, seed = arguments.minutes * 60, SEED + arguments.turn
    model = begun(arguments, device)
    if arguments.start:
        rate = arguments.rate or (CLOSING_RATE if arguments.closing else RATES[arguments.turn % len(RATES)])
        for module in model.modules() if arguments.no_dropout else ():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        for layer in model.bert.encoder.layer[: arguments.frozen]:
            layer.requires_grad_(False)
        teach(model, store, rate=rate, seed=seed, seconds=seconds, closing=arguments.closing)
    else:
        teachers = [opened(folder, device).eval().requires_grad_(False) for folder in arguments.teachers]
        print(f"all teachers: {measured(teachers, store)}", flush=True)
        learn(model, teachers, store, seed=seed, seconds=seconds, closing=arguments.closing)
    copy.deepcopy(model).half().save_pretrained(arguments.output)  # first: on a CPU measuring takes minutes
    print(f"{arguments.output.name}: {measured([model], store)}", flush=True)


if __name__ == "__main__":
    main()
