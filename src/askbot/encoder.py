"""An embedding model as a graph: texts to unit vectors with onnxruntime and tokenizers alone, no torch.

It runs what `exports.py` made of a sentence-transformers model and knows nothing of how that was done.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

GRAPH = "model.onnx"
WEIGHTS = "model.data"
TOKENIZER = "tokenizer.json"
# What one run is given, padding included: measured, larger runs fall out of the cache and take up to 40 % longer.
MOST_TEXTS = 64
MOST_TOKENS = 256


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the model's own library does to a text before the graph: prompts, lengths, inputs."""

    inputs: tuple[str, ...]  # of input_ids, attention_mask, token_type_ids those that the graph takes
    padding: int
    question_prompt: str
    passage_prompt: str
    question_tokens: int
    passage_tokens: int


class Encoder:
    """Embeds texts with the graph in a folder. Not for several threads at once; raises ModelError throughout."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._folder = folder
        self._recipe = recipe
        self._loaded_session: Any = None
        self._loaded_tokenizer: Any = None

    def load(self) -> None:
        """Load the tokenizer and the graph now, as the first question would."""
        self._tokenizer()
        self._session()

    def question(self, text: str) -> Vectors:
        """Embed a question: one unit vector."""
        recipe = self._recipe
        first: Vectors = self._encode([recipe.question_prompt + text], most_tokens=recipe.question_tokens)[0]
        return first

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, at least one: one unit vector a row, in order."""
        recipe = self._recipe
        prompted = [recipe.passage_prompt + text for text in texts]
        return self._encode(prompted, most_tokens=recipe.passage_tokens)

    def _encode(self, texts: Sequence[str], *, most_tokens: int) -> Vectors:
        import numpy as np

        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(most_tokens)
        # One text goes without the threads that a batch would start.
        encodings = tokenizer.encode_batch(list(texts)) if len(texts) > 1 else [tokenizer.encode(texts[0])]
        session, recipe = self._session(), self._recipe
        runs = list(batches([len(encoding.ids) for encoding in encodings]))

        def embed(run: Sequence[int]) -> Any:  # noqa: ANN401 see below
            return _run(session, [encodings[n] for n in run], recipe=recipe)

        if len(runs) == 1:
            found = [embed(runs[0])]
        else:
            # Whole runs are what is shared out; threads inside one would wait for each other at every layer.
            with ThreadPoolExecutor(min(os.cpu_count() or 1, len(runs))) as pool:
                found = list(pool.map(embed, runs))
        made: list[Any] = [None] * len(texts)
        for run, vectors in zip(runs, found, strict=True):
            for n, vector in zip(run, vectors, strict=True):
                made[n] = vector
        stacked = np.stack(made).astype(np.float32, copy=False)
        lengths = np.linalg.norm(stacked, axis=1, keepdims=True)
        unit: Vectors = stacked / np.maximum(lengths, 1e-12)
        return unit

    def _tokenizer(self) -> Any:  # noqa: ANN401 tokenizers ships no types
        if self._loaded_tokenizer is None:
            from tokenizers import Tokenizer

            try:
                self._loaded_tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
            except Exception as error:  # the library raises bare Exception
                raise _unusable(self._folder, error) from error
            self._loaded_tokenizer.no_padding()
        return self._loaded_tokenizer

    def _session(self) -> Any:  # noqa: ANN401 onnxruntime ships no types
        if self._loaded_session is None:
            import onnxruntime

            try:
                self._loaded_session = onnxruntime.InferenceSession(
                    str(self._folder / GRAPH), options(), providers=["CPUExecutionProvider"]
                )
            except Exception as error:  # the library raises one of a dozen types of its own, all unrelated
                raise _unusable(self._folder, error) from error
        return self._loaded_session


def options() -> Any:  # noqa: ANN401 onnxruntime ships no types
    """Give the options of a session whose graph is optimised already: it loads in a fifth of the time."""
    import onnxruntime

    made = onnxruntime.SessionOptions()
    made.log_severity_level = 3
    made.intra_op_num_threads = 1
    made.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return made


def _run(session: Any, encodings: Sequence[Any], *, recipe: Recipe) -> Any:  # noqa: ANN401 see above
    import numpy as np

    width = max(1, *(len(encoding.ids) for encoding in encodings))
    tokens = np.full((len(encodings), width), recipe.padding, dtype=np.int64)
    mask, kinds = np.zeros_like(tokens), np.zeros_like(tokens)
    for row, encoding in enumerate(encodings):
        length = len(encoding.ids)
        tokens[row, :length] = encoding.ids
        mask[row, :length] = encoding.attention_mask
        kinds[row, :length] = encoding.type_ids
    given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": kinds}
    return session.run(None, {name: given[name] for name in recipe.inputs})[0]


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The positions of the texts in runs of like length, so that little of a run is padding."""
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        # Sorted, the text that comes is the longest, so it sets the width of the run.
        if batch and (len(batch) == MOST_TEXTS or (len(batch) + 1) * lengths[n] > MOST_TOKENS):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _unusable(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"The exported embedding model in '{folder}' cannot be loaded ({type(error).__name__}).",
        "Make it anew: askbot index",
    )
