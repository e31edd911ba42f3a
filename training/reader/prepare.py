"""Write training and measuring examples as token ids, so that training needs no text.

    python prepare.py --data FOLDER --tokenizer FOLDER --output FILE.npz --epochs 5
    python prepare.py --data FOLDER --tokenizer FOLDER --output FILE.npz --written written --replayed 0.5

`--data` holds squad-train.json, squadshifts-*.json, qed-dev.json and tatqa-text-dev.json; `--tokenizer` tokenizer.json.
Every epoch draws its negatives, swaps, leads and slips anew (seeds 0, 1, ...). With `--written` an epoch is what stands in
that folder (see `written.py`), and of the sets so many examples as `--replayed` says, as a share of those.
A passage too long for the model is cut to a window that holds the answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from examples import Example, closing, development, paragraphs_asked, sentences, training
from tokenizers import Tokenizer
from written import examples as written_examples
from written import papers

MAX_TOKENS = 320
MAX_QUESTION = 64
MAX_LEAD = 100
MOST_GOLDS = 6
SPECIAL = 3  # [CLS] question [SEP] lead passage [SEP]
MEASURED = ("squad", "near-miss", "written", "whether", "worked")
NULL, UNLABELLED = -1, -2


class Pool:
    """Token ids of every text once, end to end."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, list[tuple[int, int]]]] = {"": (0, [])}
        self.ids: list[np.ndarray] = []
        self._size = 0

    def add(self, texts: Sequence[str]) -> None:
        """Take in the texts that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, made in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            self._known[text] = (self._size, made.offsets)
            self.ids.append(np.array(made.ids, dtype=np.uint16))
            self._size += len(made.ids)

    def place(self, text: str) -> tuple[int, list[tuple[int, int]]]:
        """Where the text's tokens begin, and each token's offsets in the text."""
        return self._known[text]


def tokens(offsets: list[tuple[int, int]], start: int, text: str) -> tuple[int, int] | None:
    """The first and last token of an answer in a passage."""
    finish = start + len(text.rstrip())
    first = next((i for i, (a, b) in enumerate(offsets) if a <= start < b), None)
    last = next((i for i, (a, b) in enumerate(offsets) if a < finish <= b), None)
    return None if first is None or last is None or last < first else (first, last)


def row(example: Example, pool: Pool, draw: random.Random) -> tuple[list[int], list[tuple[int, int]]] | None:
    """Offset and length of question, lead and passage, start and end token; and all answers' tokens.

    None where the answer falls between tokens.
    """
    asked, asked_offsets = pool.place(example.question)
    lead, lead_offsets = pool.place(example.lead)
    at, offsets = pool.place(example.passage)
    length = min(len(asked_offsets), MAX_QUESTION)
    cut = max(len(lead_offsets) - MAX_LEAD, 0)  # from the left: what stands next to the passage tells most
    room = MAX_TOKENS - SPECIAL - length - (len(lead_offsets) - cut)
    golds = [found for start, text in example.answers if (found := tokens(offsets, start, text))]
    if example.answers and not golds:
        return None
    first, last = golds[0] if golds else (NULL, NULL)
    begin, size = 0, len(offsets)
    if size > room:
        low, high = (max(0, last - room + 1), min(first, size - room)) if golds else (0, size - room)
        if low > high:
            return None
        begin, size = draw.randint(low, high), room
    answer = [first - begin, last - begin] if golds else [NULL, NULL]
    if not example.labelled:
        answer = [UNLABELLED, UNLABELLED]
    inside = [(a - begin, b - begin) for a, b in golds if begin <= a and b < begin + size]
    return [asked, length, lead + cut, len(lead_offsets) - cut, at + begin, size, *answer], inside


def write_texts(data: Path, output: Path) -> None:
    """Write every training paragraph with its sentences and questions as JSON."""
    made = [
        {
            "set": name,
            "heading": heading,
            "text": text,
            "sentences": sentences(text),
            "asked": [qa["question"].strip() for qa in qas if not qa.get("is_impossible")],
            "unanswered": [qa["question"].strip() for qa in qas if qa.get("is_impossible")],
        }
        for name, heading, text, qas in paragraphs_asked(data)
    ]
    with gzip.open(output, "wt", encoding="utf-8") as file:
        json.dump(made, file)


def main() -> None:
    """Draw, tokenise, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument(
        "--closings", type=int, default=4, help="epochs of what people wrote alone, to end a training on"
    )
    parser.add_argument(
        "--texts", type=Path, help="write the paragraphs and their questions for invent.py here (.json.gz)"
    )
    parser.add_argument("--written", type=Path, help="articles with questions written for this project")
    parser.add_argument("--spans", type=float, default=1.0, help="the share of the questions with a printed answer")
    parser.add_argument("--replayed", type=float, default=0.5, help="of the sets, as a share of what was written")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pool, written, draw = Pool(tokenizer), {}, random.Random(7)

    def take(name: str, examples: list[Example]) -> None:
        pool.add([text for e in examples for text in (e.question, e.lead, e.passage)])
        rows = [made for e in examples if (made := row(e, pool, draw))]
        written[name] = np.array([made for made, _ in rows], dtype=np.int32)
        golds = np.full((len(rows), MOST_GOLDS, 2), NULL, dtype=np.int16)
        for i, (_, answers) in enumerate(rows):
            for j, answer in enumerate(answers[:MOST_GOLDS]):
                golds[i, j] = answer
        if name in MEASURED:
            written[f"{name}-golds"] = golds
        without, unlabelled = (written[name][:, 6] == NULL).sum(), (written[name][:, 6] == UNLABELLED).sum()
        print(f"{name}: {len(rows)} examples, {without} without an answer, {unlabelled} unlabelled", flush=True)

    if arguments.texts:
        write_texts(arguments.data, arguments.texts)
    sets = development(arguments.data)
    if arguments.written:
        measured = papers(arguments.written, held_out=True)
        sets["written"] = written_examples(measured, random.Random(13), whether=0.0, worked=0.0)
        sets["whether"] = written_examples(measured, random.Random(13), spans=0.0, worked=0.0)
        sets["worked"] = written_examples(measured, random.Random(13), spans=0.0, whether=0.0)
    for name in MEASURED:
        if name in sets:
            take(name, sets[name])
    own = papers(arguments.written, held_out=False) if arguments.written else []
    with ProcessPoolExecutor(2) as workers:
        drawn = workers.map(partial(_epoch, arguments.data), range(arguments.epochs))
        for seed, examples in enumerate(drawn):
            if own:
                fresh = written_examples(own, random.Random(seed), spans=arguments.spans)
                replayed = [one for one in examples if one.labelled][: round(arguments.replayed * len(fresh))]
                examples = [*fresh, *replayed]
            take(f"epoch-{seed}", examples)
    for seed in range(arguments.closings):
        take(f"closing-{seed}", closing(arguments.data, seed=seed))
    special = [tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]")]
    np.savez_compressed(arguments.output, pool=np.concatenate(pool.ids), special=np.array(special), **written)


def _epoch(data: Path, seed: int) -> list[Example]:
    return training(data, seed=seed)


if __name__ == "__main__":
    main()
