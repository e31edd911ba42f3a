"""The reading model: a question and passages in, answer spans with their margin over "no answer" out.

It owns tokenizers and the bundled weights under `weights/`; any other extractive model's folder can take their place
(`logits.py`). It knows nothing of the kinds of question. How the bundled weights were made, from which data and how
well they read is in `weights/CARD.md` and `training/reader/`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot import logits
from askbot.errors import ModelError

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

    import numpy as np
    from numpy.typing import NDArray

MAX_TOKENS = 320  # a question and a sentence with its neighbour; attention beyond costs more than it reads
MAX_QUESTION_TOKENS = 64
MAX_ANSWER_TOKENS = 40  # longer spans are sentences, which are cited whole anyway
MOST_REMEMBERED = 64  # readings: those of a question and little more
MOST_THREADS = 8  # as many passages as are read for a question
TOP_POSITIONS = 12  # starts and ends paired per passage; a best span outside them has not been seen
VERDICTS = "yes no"
UNSEEN = -9.0
CHECKSUMS = {
    "model.onnx": "ee3dadab7d771ef1e3775ebcb5835a43e29794a7cd544d372e7e74add316fe40",
    "model.data": "3fccfe4a41df659cfc37b8dd9982c71d49eb6dae1d8701bb20bdb6d08c8baf59",
    "tokenizer.json": "f17212c38517cfedc9306b57eeffbaf58c4976fcb42e5a87b405f36a7b9a9eb2",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate answer: `text[start:end]`, and by how much it beats the null answer (a logit difference)."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """By how much "yes" and "no" each beat "it doesn't say", in logits."""

    yes: float
    no: float


class SpanReader:
    """Scores answer spans inside passages with the bundled model, or with the extractive model in a folder.

    A folder holds `tokenizer.json` and `model.onnx` (input_ids in, with attention_mask and token_type_ids where it
    wants them; start and end logits out, position 0 for "no answer here"), or a model that transformers loads for
    question answering. Raises ModelError where a file is missing or the bundled one is not the one expected; a
    folder's weights are looked at when the first passage is read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else bundled()
        if folder is not None:
            logits.check(folder)
            return
        verify(self._folder, CHECKSUMS)

    @cached_property
    def _logits(self) -> logits.Logits:
        return logits.load(self._folder, stored=self._folder == bundled())

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS), thread_name_prefix="reader")

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        return open_tokenizer(self._folder)

    @cached_property
    def _vocabulary(self) -> Any:  # noqa: ANN401 see _tokenizer
        """The bundled tokenizer, whichever model reads: another's parts of words tell no word from a typing error."""
        return self._tokenizer if self._folder == bundled() else open_tokenizer(bundled())

    @cached_property
    def _most_tokens(self) -> int:
        return min(MAX_TOKENS, logits.most_tokens(self._folder) or MAX_TOKENS)

    def common_words(self) -> Mapping[str, int]:
        """Return the words of the bundled vocabulary, in lower case: English words and names, the commonest first."""
        return _Words(self._vocabulary)

    def spans(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> list[list[Span]]:
        """Return for each (lead, passage) up to `most` spans of the passage, best first, none overlapping a better one.

        The lead (a heading or the sentence before) is read but never answered from. Margins of one question
        are comparable over its passages; they are logits, not probabilities.
        """
        self.prefetch(question, passages, most=most)
        try:
            return [list(self._reading(question, lead, passage, most).result()) for lead, passage in passages]
        except Exception:
            self._reading.cache_clear()  # what failed once is tried again
            raise

    def prefetch(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> None:
        """Begin to read what `spans` will soon be asked for, behind what is being read; waits for nothing.

        The longest first, so that no thread is left with it alone at the end.
        """
        _ = self._tokenizer, self._logits  # loaded here, once, and not by whichever threads come first
        for lead, passage in sorted(passages, key=lambda one: -len(one[0]) - len(one[1])):
            self._reading(question, lead, passage, most)

    def verdicts(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Return of each (lead, passage) how far it bears out a yes-or-no question; none of an untrained model.

        The bundled model was trained to point at a word of "yes no" behind the passage (`training/reader/written.py`).
        """
        if self._folder != bundled():
            return []
        behind = [(f"{lead} {passage}".strip(), VERDICTS) for lead, passage in passages]
        return [Verdict(_margin(spans, "yes"), _margin(spans, "no")) for spans in self.spans(question, behind, most=2)]

    @cached_property
    def _reading(self) -> _lru_cache_wrapper[Future[list[Span]]]:
        """What a question has read on its way to a calculation, or is reading, isn't read again for its answer."""
        return lru_cache(maxsize=MOST_REMEMBERED)(lambda *what: self._pool.submit(self._read, *what))

    def _read(self, question: str, lead: str, passage: str, most: int) -> list[Span]:
        """Read one passage, alone: eight padded to the same length take twice the time, and their spans would
        depend on one another, because int8 activations are scaled by the largest of a run.
        """
        import numpy as np

        asked = self._tokenizer.encode(question, add_special_tokens=False)
        asked.truncate(min(MAX_QUESTION_TOKENS, self._most_tokens // 2))
        text = f"{lead} {passage}" if lead else passage
        skip = len(text) - len(passage)
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        room = self._most_tokens - len(asked.ids) - self._tokenizer.num_special_tokens_to_add(is_pair=True)
        # What does not fit is taken from the lead first: the passage is what is answered from.
        drop = min(max(len(encoded.ids) - room, 0), sum(1 for a, _ in encoded.offsets if a < skip))
        if drop:
            encoded.truncate(len(encoded.ids) - drop, direction="left")
        encoded.truncate(max(room, 0))
        pair = self._tokenizer.post_process(asked, encoded)
        whose = pair.sequence_ids
        if 1 not in whose:
            return []
        first, length = whose.index(1), whose.count(1)
        offsets = [(a - skip, b - skip) for a, b in pair.offsets[first : first + length]]
        starts, ends = self._logits(np.array([pair.ids], dtype=np.int64), np.array([pair.type_ids], dtype=np.int64))
        return _best(starts, ends, offsets, first=first, most=most)


class _Words(Mapping[str, int]):
    """A tokenizer's whole words with their ranks, looked up one by one: to list them all takes some 30 ms."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401 see _tokenizer
        self._tokenizer = tokenizer

    def __getitem__(self, word: str) -> int:
        rank = self._tokenizer.token_to_id(word) if word[:1].isalnum() else None
        if rank is None:
            raise KeyError(word)
        return int(rank)

    def __iter__(self) -> Iterator[str]:
        return (word for word in self._tokenizer.get_vocab() if word[:1].isalnum())

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())


def bundled() -> Path:
    """Return the folder of the bundled model."""
    return Path(str(files("askbot") / "weights"))


def verify(folder: Path, checksums: Mapping[str, str]) -> None:
    """Raise ModelError where a file of a bundled model is missing or isn't the one expected (sha256)."""
    for name, expected in checksums.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"The reading model lacks {name!r}.", "Install askbot again.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ModelError(f"The reading model's {name!r} is damaged.", "Install askbot again.")


def _margin(spans: Sequence[Span], word: str) -> float:
    """The margin of one of the two words; far below null where the model saw it not even as one of two."""
    start = VERDICTS.index(word)
    return max((one.margin for one in spans if (one.start, one.end) == (start, start + len(word))), default=UNSEEN)


def open_tokenizer(folder: Path) -> Any:  # noqa: ANN401 - tokenizers ships no types
    """Open a model's tokenizer, which neither shortens nor fills up; ModelError where the file is none."""
    from tokenizers import Tokenizer

    try:
        made = Tokenizer.from_file(str(folder / logits.TOKENIZER))
    except Exception as error:  # the library raises bare Exception
        raise ModelError(
            f"'{folder / logits.TOKENIZER}' is no tokenizer ({error}).", "Take the model's own tokenizer.json."
        ) from error
    made.no_truncation()
    made.no_padding()
    return made


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
