"""The operation model: a number question and sentences in, the operation and each figure's part in it out.

A second head on the reading model (`reading_model.py`): it shares the lower layers and has top layers of its own. It
knows nothing of units and works nothing out. How it was made is in `weights/CARD.md` and `training/reader/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot import logits, reading_model
from askbot.reading_model import MAX_QUESTION_TOKENS, MAX_TOKENS, bundled, open_tokenizer, verify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAPH = "operations.onnx"
THREADS = 2  # one text at a time, and a long one
LOWER = "model.data"  # the reading model's weights, of which the graph takes the lower layers'
CHECKSUMS = {
    "operations.onnx": "dbb5c81acfb83d285bc45b0f3b0dbef2df95b7b12061d8a2d8f1b51fc606ee31",
    "operations.data": "d6b53ae2f239f0f90aea72806e89002011b1afa29016eb4f7ef3961e4bd72f3e",
    LOWER: reading_model.CHECKSUMS[LOWER],
}
# In the order of the model's outputs; "open" works nothing out.
OPERATIONS = (
    "open",
    "sum",
    "difference",
    "times",
    "share",
    "change",
    "each",
    "product",
    "part",
    "left",
    "rest",
    "before-rise",
    "before-fall",
    "rise",
    "fall",
    "whole",
    "mean",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Of a figure, in log-probabilities: that it has no part, that it is the first operand, that it is the second."""

    none: float
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Outline:
    """What the model makes of a question: each operation's log-probability, and the part of each figure asked about.

    A figure beyond what the model reads has None.
    """

    operations: dict[str, float]
    of_question: tuple[Parts | None, ...]
    of_text: tuple[Parts | None, ...]


class OperationModel:
    """Reads with the bundled weights, whichever model reads spans; loads at the first question that needs it.

    Raises ModelError, once it reads, where a file is missing or isn't the one expected.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or bundled()

    @cached_property
    def _run(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        verify(self._folder, CHECKSUMS)
        return logits.open_session(self._folder / GRAPH, threads=THREADS)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        return open_tokenizer(self._folder)

    def prepare(self) -> None:
        """Load what the first question would have to wait for."""
        _ = self._run, self._tokenizer

    def outline(
        self, question: str, text: str, in_question: Sequence[tuple[int, int]], in_text: Sequence[tuple[int, int]]
    ) -> Outline:
        """Say what is to be done with which of the figures, given by their spans in the question and in the text."""
        import numpy as np

        asked = self._tokenizer.encode(question, add_special_tokens=False)
        asked.truncate(MAX_QUESTION_TOKENS)
        read = self._tokenizer.encode(text, add_special_tokens=False)
        read.truncate(MAX_TOKENS - len(asked.ids) - self._tokenizer.num_special_tokens_to_add(is_pair=True))
        pair = self._tokenizer.post_process(asked, read)
        ids, kinds = np.array([pair.ids], dtype=np.int64), np.array([pair.type_ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
        operations, roles = self._run.run(["operation", "roles"], given)
        begin = len(asked.ids) + 2  # behind the question and the marks around it
        within = (range(1, begin - 1), range(begin, begin + len(read.ids)))
        parts = [
            [_parts(roles[0], pair.offsets, tokens, span) for span in spans]
            for tokens, spans in zip(within, (in_question, in_text), strict=True)
        ]
        likely = dict(zip(OPERATIONS, map(float, operations[0]), strict=True))
        return Outline(likely, tuple(parts[0]), tuple(parts[1]))


def _parts(
    roles: NDArray[np.float32], offsets: Sequence[tuple[int, int]], within: Sequence[int], span: tuple[int, int]
) -> Parts | None:
    """The mean over a span's tokens."""
    tokens = [i for i in within if offsets[i][0] < span[1] and span[0] < offsets[i][1]]
    return Parts(*map(float, roles[tokens].mean(axis=0))) if tokens else None
