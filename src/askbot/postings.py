"""Postings: which passages a stem stands in and what that is worth by BM25, stem by stem in one plain file.

The worth is worked out when the file is written, so that a question adds up a few arrays: a stem that stands in
every fifth of a million passages costs a millisecond, and no score is cut. Written once, never changed. What the
stems are called is the business of `keywords.py`.
"""

from __future__ import annotations

import math
import os
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askbot import stamps
from askbot.errors import StorageError
from askbot.generations import REBUILD
from askbot.stamps import Stamp

FILE = "postings.bin"
# The parameters that SQLite's FTS5 and Lucene use: how soon repetition stops counting, how much length counts against.
K1, B = 1.2, 0.75
# What is kept in memory before it goes to the disk: some 12 MB.
SPOOLED = 1_000_000
_SPOOL = "postings.spool"
_ENTRY = np.dtype([("stem", "<i4"), ("passage", "<u4"), ("frequency", "<f4")])


class Writer:
    """Takes passages one after another and writes their postings; memory grows with the stems alone. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, int] = {}
        self._stems, self._passages, self._frequencies = array("i"), array("I"), array("f")
        self._lengths = array("I")
        self._spool = (folder / _SPOOL).open("wb+")

    def close(self) -> None:
        """Let go of what lay on the disk meanwhile."""
        self._spool.close()
        (self._folder / _SPOOL).unlink(missing_ok=True)

    def add(self, stems: Sequence[str], above: Sequence[str], *, above_weight: float) -> None:
        """Take the next passage: its stems, and those above it, each of which counts `above_weight` times."""
        number = len(self._lengths)
        self._lengths.append(len(stems) + len(above))
        counts: dict[str, float] = dict(Counter(stems))
        for stem in above:
            counts[stem] = counts.get(stem, 0.0) + above_weight
        for stem, count in counts.items():
            self._stems.append(self._numbers.setdefault(stem, len(self._numbers)))
            self._passages.append(number)
            self._frequencies.append(count)
        if len(self._stems) >= SPOOLED:
            self._flush()

    def finish(self) -> Iterator[tuple[str, int, int]]:
        """Write the file; yield each stem with the place of its postings and how many there are."""
        self._flush()
        lengths = np.frombuffer(self._lengths, dtype=np.uint32)
        worn = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0))
        counts = np.zeros(len(self._numbers), dtype=np.int64)
        for block in self._blocks():
            counts += np.bincount(block["stem"], minlength=len(counts))
        starts = np.concatenate([[0], np.cumsum(counts)])
        total, free = int(starts[-1]), starts[:-1].copy()
        with (self._folder / FILE).open("wb+") as file:
            if total:
                # Through a memory map a full disk would end the process, so the room is taken beforehand.
                os.posix_fallocate(file.fileno(), 0, 8 * total)
                passages = np.memmap(file, dtype="<u4", mode="r+", shape=(total,))
                worths = np.memmap(file, dtype="<f4", mode="r+", offset=4 * total, shape=(total,))
                for block in self._blocks():
                    block = block[np.argsort(block["stem"], kind="stable")]
                    stems, begins, many = np.unique(block["stem"], return_index=True, return_counts=True)
                    places = np.arange(len(block)) + np.repeat(free[stems] - begins, many)
                    free[stems] += many
                    frequency = block["frequency"].astype(np.float64)
                    passages[places] = block["passage"]
                    worths[places] = frequency * (K1 + 1) / (frequency + worn[block["passage"]])
                passages.flush()
                worths.flush()
        for stem, number in self._numbers.items():
            yield stem, int(starts[number]), int(counts[number])

    def _flush(self) -> None:
        block = np.empty(len(self._stems), dtype=_ENTRY)
        block["stem"], block["passage"], block["frequency"] = self._stems, self._passages, self._frequencies
        self._spool.write(block.tobytes())
        self._stems, self._passages, self._frequencies = array("i"), array("I"), array("f")

    def _blocks(self) -> Iterator[NDArray[np.void]]:
        self._spool.seek(0)
        while held := self._spool.read(SPOOLED * _ENTRY.itemsize):
            yield np.frombuffer(held, dtype=_ENTRY)


class Postings:
    """An open file of postings, for several threads. Raises StorageError where it is not what was written."""

    def __init__(self, folder: Path, stamp: Stamp, *, passages: int) -> None:
        damaged = StorageError(f"The index in '{folder.parent}' is damaged ('{FILE}').", REBUILD)
        path, total = folder / FILE, stamp.size // 8
        self._count = passages
        if not stamps.holds(path, stamp):
            raise damaged
        try:
            held = np.memmap(path, dtype="<u4", mode="r") if total else np.zeros(0, dtype="<u4")
            self._passages, self._worths = held[:total], held[total:].view("<f4")
        except (OSError, ValueError) as error:
            raise damaged from error

    def best(
        self, places: Sequence[tuple[int, int, float]], k: int, *, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` numbers of passages (from 1) with any of the stems and their BM25, best first.

        `places` are the place, the count and the weight of each stem; `among` the numbers to keep to, if any.
        Every passage with any of the stems is scored, those that are equally good come in their order.
        """
        scores = np.zeros(self._count)
        for place, count, weight in places:
            # A stem in more than half of the passages says nothing, but still more than one that is missing.
            rarity = max(1e-6, math.log((self._count - count + 0.5) / (count + 0.5)))
            scores[self._passages[place : place + count]] += (weight * rarity) * self._worths[place : place + count]
        if among is None:
            rows = np.flatnonzero(scores)
        else:
            rows = np.asarray(among, dtype=np.int64) - 1
            rows = rows[scores[rows] > 0]
        found = scores[rows]
        if k < len(rows):
            # All that are as good as the last one that is taken, so that their order decides and not the partition's.
            kept = found >= np.partition(found, len(found) - k)[len(found) - k]
            rows, found = rows[kept], found[kept]
        order = np.lexsort((rows, -found))[:k]
        return [(int(rows[n]) + 1, float(found[n])) for n in order]
