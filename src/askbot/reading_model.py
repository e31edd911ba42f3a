"""The bundled extractive reader: a question and passages in, answer spans with their margin over "no answer" out.

It owns onnxruntime, tokenizers and the weights under `weights/`; it knows nothing of the kinds of question.
How the weights were made, from which data and how well they read is in `weights/CARD.md` and `training/reader/`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TOKENS = 320  # a question and a sentence with its neighbour; attention beyond costs more than it reads
MAX_QUESTION_TOKENS = 64
MAX_ANSWER_TOKENS = 40  # longer spans are sentences, which are cited whole anyway
MOST_THREADS = 8  # as many passages as are read for a question
TOP_POSITIONS = 12  # starts and ends paired per passage; a best span outside them has not been seen
NEEDED = (
    "model.onnx",
    "tokenizer.json",
)  # of a folder that the user names; the bundled graph has its weights beside it
CHECKSUMS = {
    "model.onnx": "316dc94ccc5b6f9313f462b7126fc3cf4109371af2c199b1171448b335ceedbf",
    "model.data": "ce5feda56b93ed75204ac6c6c7091f624ef4a05eb1546d7c055a345438744305",
    "tokenizer.json": "f17212c38517cfedc9306b57eeffbaf58c4976fcb42e5a87b405f36a7b9a9eb2",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate answer: `text[start:end]`, and by how much it beats the null answer (a logit difference)."""

    start: int
    end: int
    margin: float


class SpanReader:
    """Scores answer spans inside passages with the bundled model, or a folder's of the same layout.

    A folder holds `model.onnx` (inputs input_ids, attention_mask, token_type_ids; outputs start and end logits)
    and `tokenizer.json`. Raises ModelError where a file is missing or the bundled one is not the one expected.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else Path(str(files("askbot") / "weights"))
        for name, expected in CHECKSUMS.items():
            path = self._folder / name
            if folder is not None and name not in NEEDED:
                continue
            if not path.is_file():
                raise ModelError(f"The reading model lacks {name!r}.", "Install askbot again.")
            if folder is None and hashlib.sha256(path.read_bytes()).hexdigest() != expected:
                raise ModelError(f"The reading model's {name!r} is damaged.", "Install askbot again.")

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Passages are what is shared out; threads inside one would wait for each other at every layer.
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS), thread_name_prefix="reader")

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def known_word(self, word: str) -> bool:
        """Say whether the word is one token of the model's vocabulary: an ordinary English word or name."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def spans(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> list[list[Span]]:
        """Return for each (lead, passage) up to `most` spans of the passage, best first, none overlapping a better one.

        The lead (a heading or the sentence before) is read but never answered from. Margins of one question
        are comparable over its passages; they are logits, not probabilities.
        """
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:MAX_QUESTION_TOKENS]
        session = self._session  # loaded here, once, and not by whichever threads come first
        read = [self._pool.submit(self._read, session, asked, lead, passage, most=most) for lead, passage in passages]
        return [one.result() for one in read]

    def _read(self, session: Any, asked: list[int], lead: str, passage: str, *, most: int) -> list[Span]:  # noqa: ANN401 see _session
        """Read one passage, alone: eight padded to the same length take twice the time, and their spans would
        depend on one another, because int8 activations are scaled by the largest of a run.
        """
        import numpy as np

        cls, sep = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        text = f"{lead} {passage}" if lead else passage
        skip = len(text) - len(passage)
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        room = MAX_TOKENS - len(asked) - 3
        ids, offsets = encoded.ids, encoded.offsets
        # What does not fit is taken from the lead first: the passage is what is answered from.
        drop = min(max(len(ids) - room, 0), sum(1 for a, _ in offsets if a < skip))
        ids, offsets = ids[drop:][:room], [(a - skip, b - skip) for a, b in offsets[drop:][:room]]
        first = len(asked) + 2
        tokens = np.array([[cls, *asked, sep, *ids, sep]], dtype=np.int64)
        kinds = np.zeros_like(tokens)
        kinds[0, first:] = 1
        given = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": kinds}
        starts, ends = session.run(None, given)
        return _best(starts[0], ends[0], offsets, first=first, most=most)


def _best(
    starts: NDArray[np.float32], ends: NDArray[np.float32], offsets: list[tuple[int, int]], *, first: int, most: int
) -> list[Span]:
    """The best non-overlapping spans of one passage by start plus end logit over those of position 0."""
    null = float(starts[0] + ends[0])
    allowed = [i for i, (a, _) in enumerate(offsets) if a >= 0]
    begin = sorted(allowed, key=lambda i: -starts[first + i])[:TOP_POSITIONS]
    finish = sorted(allowed, key=lambda i: -ends[first + i])[:TOP_POSITIONS]
    pairs = sorted(
        (
            Span(offsets[a][0], offsets[b][1], float(starts[first + a] + ends[first + b]) - null)
            for a in begin
            for b in finish
            if a <= b < a + MAX_ANSWER_TOKENS
        ),
        key=lambda span: -span.margin,
    )
    kept: list[Span] = []
    for span in pairs:
        if len(kept) == most:
            break
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return kept
