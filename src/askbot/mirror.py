"""The mirror: a generation's vectors in one plain file, which is what questions are compared with.

Chroma keeps the vectors; importing it takes a second, and its graph has to be loaded whole, so a question reads this
copy. Up to EXACT_ROWS a row is a passage, in the order of SQLite's numbers, and all are compared; beyond, the rows are
sorted by clusters and the nearest fifth is. Written once, when a generation is finished, and never changed;
`askbot doctor` compares it with Chroma.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from askbot import clusters, stamps
from askbot.clusters import Clusters
from askbot.errors import StorageError
from askbot.generations import REBUILD
from askbot.stamps import Stamp

Vectors = NDArray[np.float32]

FILE = "vectors.npy"
CLUSTERS = "clusters.npz"
# Comparing with so many takes some 20 ms; a file sorted by clusters takes longer to write and may miss a neighbour.
EXACT_ROWS = 100_000
_DRAFT = "vectors.draft"
_BLOCK_ROWS = 8_192


def write(folder: Path, batches: Iterable[Vectors], *, rows: int, exact_rows: int = EXACT_ROWS) -> dict[str, Stamp]:
    """Write the vectors, in batches of rows, and return the stamps of the files by their names. Raises OSError."""
    path = folder / FILE
    if rows <= exact_rows:
        with path.open("wb") as file:
            for number, batch in enumerate(batches):
                if not number:
                    _write_header(file, rows, batch.shape[1])
                # Not through a memory map, where a full disk ends the process.
                file.write(_bytes(batch))
        return {FILE: stamps.stamp(path)}
    draft = folder / _DRAFT
    try:
        with draft.open("wb+") as file:
            width = 0
            for batch in batches:
                width = batch.shape[1]
                file.write(_bytes(batch))
            file.flush()
            _sort(np.memmap(draft, dtype="<f4", mode="r", shape=(rows, width)), folder)
    finally:
        draft.unlink(missing_ok=True)
    return {name: stamps.stamp(folder / name) for name in (FILE, CLUSTERS)}


def _sort(drafted: Vectors, folder: Path) -> None:
    """Write the vectors sorted by clusters, and what says where they are."""
    rows, width = drafted.shape
    centres = clusters.learn(rows, lambda taken: np.ascontiguousarray(drafted[taken]))
    nearest = clusters.assign(centres, _blocks(drafted))
    starts = np.concatenate([[0], np.cumsum(np.bincount(nearest, minlength=len(centres)))])
    free, numbers = starts[:-1].copy(), np.empty(rows, dtype=np.uint32)
    with (folder / FILE).open("wb+") as file:
        _write_header(file, rows, width)
        first = file.tell()
        for at, block in zip(range(0, rows, _BLOCK_ROWS), _blocks(drafted), strict=True):
            of_block = nearest[at : at + len(block)]
            order = np.argsort(of_block, kind="stable")
            found, begins, many = np.unique(of_block[order], return_index=True, return_counts=True)
            for cluster, begin, count in zip(found, begins, many, strict=True):
                taken, to = order[begin : begin + count], free[cluster]
                file.seek(first + int(to) * 4 * width)
                file.write(_bytes(block[taken]))
                numbers[to : to + count] = at + taken + 1
                free[cluster] += count
    with (folder / CLUSTERS).open("wb") as file:
        np.savez(file, centres=centres, starts=starts, numbers=numbers)


def _write_header(file: BinaryIO, rows: int, width: int) -> None:
    np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": (rows, width)})


def _bytes(vectors: Vectors) -> bytes:
    return np.ascontiguousarray(vectors, dtype="<f4").tobytes()


def _blocks(vectors: Vectors) -> Iterator[Vectors]:
    for start in range(0, len(vectors), _BLOCK_ROWS):
        yield np.asarray(vectors[start : start + _BLOCK_ROWS])


class Mirror:
    """An open mirror; may be used from several threads. Raises StorageError where it is not what was written."""

    def __init__(self, folder: Path, stamped: dict[str, Stamp], *, rows: int) -> None:
        for name, stamp in stamped.items():
            if not stamps.holds(folder / name, stamp):
                raise StorageError(f"The index in '{folder.parent}' is damaged ('{name}').", REBUILD)
        self._clusters: Clusters | None = None
        self._places: NDArray[np.int64] | None = None
        try:
            self._rows: Vectors = np.load(folder / FILE, mmap_mode="r", allow_pickle=False)
            if CLUSTERS in stamped:
                with np.load(folder / CLUSTERS, allow_pickle=False) as held:
                    self._clusters = Clusters(held["centres"], held["starts"], held["numbers"])
        except (OSError, ValueError, KeyError) as error:
            raise StorageError(f"The index in '{folder.parent}' is damaged ('{FILE}').", REBUILD) from error
        if self._rows.ndim != 2 or len(self._rows) != rows:
            raise StorageError(f"The index has {len(self._rows)} vectors for {rows} passages.", REBUILD)

    def nearest(
        self, vector: Vectors, k: int, *, among: Sequence[int] | None = None, exactly: bool = False
    ) -> list[tuple[int, float]]:
        """Return up to `k` passage numbers with their cosine to a unit vector, best first.

        `among` are the numbers to keep to, if any; `exactly` compares with all, also where there are clusters.
        Passages that are equally near come in their order.
        """
        if self._clusters is None or exactly or (among is not None and len(among) <= clusters.LEAST_COMPARED):
            rows, cosines = self._all(vector, among)
        else:
            rows, cosines = self._probed(vector, k, among)
        if k < len(rows):
            kept = np.argpartition(-cosines, k - 1)[:k]
            rows, cosines = rows[kept], cosines[kept]
        numbers = self._numbers(rows)
        order = np.lexsort((numbers, -cosines))
        # Rounding may take the cosine of a vector with itself just over 1.
        return [(int(numbers[n]), max(-1.0, min(1.0, float(cosines[n])))) for n in order]

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """Return the vectors of the passages with these numbers."""
        return np.asarray(self._rows[self._place(numbers)])

    def _all(self, vector: Vectors, among: Sequence[int] | None) -> tuple[NDArray[np.int64], Vectors]:
        if among is None:
            return np.arange(len(self._rows)), self._rows @ vector
        rows = self._place(among)
        if self._clusters is None:
            return rows, (self._rows @ vector)[rows]
        blocks = [self._rows[rows[start : start + _BLOCK_ROWS]] @ vector for start in range(0, len(rows), _BLOCK_ROWS)]
        return rows, np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)

    def _probed(self, vector: Vectors, k: int, among: Sequence[int] | None) -> tuple[NDArray[np.int64], Vectors]:
        assert self._clusters is not None  # noqa: S101 says `nearest`
        wanted = None
        if among is not None:
            wanted = np.zeros(len(self._rows), dtype=np.bool_)
            wanted[self._place(among)] = True
        spans = self._clusters.probed(vector, k, wanted=wanted)
        rows = np.concatenate([np.arange(start, end) for start, end in spans])
        cosines = np.concatenate([self._rows[start:end] @ vector for start, end in spans])
        return (rows, cosines) if wanted is None else (rows[wanted[rows]], cosines[wanted[rows]])

    def _numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return rows + 1 if self._clusters is None else self._clusters.numbers[rows].astype(np.int64)

    def _place(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """The rows of these passages."""
        wanted = np.asarray(numbers, dtype=np.int64) - 1
        if self._clusters is None:
            return wanted
        if self._places is None:
            places = np.empty(len(self._rows), dtype=np.int64)
            places[self._clusters.numbers.astype(np.int64) - 1] = np.arange(len(places))
            self._places = places
        return self._places[wanted]
