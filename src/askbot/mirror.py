"""The mirror: a generation's vectors in one plain file, row by row as SQLite numbers its passages.

Chroma keeps the vectors; importing it takes a second, so a question reads this copy of what Chroma stored and
compares with all of them, which is exact. Written once, from Chroma, when a generation is finished, and never
changed; `askbot doctor` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askbot import stamps
from askbot.errors import StorageError
from askbot.generations import REBUILD
from askbot.stamps import Stamp

Vectors = NDArray[np.float32]

FILE = "vectors.npy"
# Comparing with so many takes some 50 ms; beyond, Chroma's graph is worth its import.
MOST_ROWS = 200_000


def write(folder: Path, batches: Iterable[Vectors], *, rows: int) -> Stamp:
    """Write the vectors, in batches of rows, and return the file's stamp. Raises OSError."""
    path = folder / FILE
    with path.open("wb") as file:
        written = 0
        for batch in batches:
            if not written:
                described = {"descr": "<f4", "fortran_order": False, "shape": (rows, batch.shape[1])}
                np.lib.format.write_array_header_1_0(file, described)
            # Not through a memory map, where a full disk ends the process.
            file.write(np.ascontiguousarray(batch, dtype="<f4").tobytes())
            written += len(batch)
    return stamps.stamp(path)


class Mirror:
    """An open mirror; may be used from several threads. Raises StorageError where it is not what was written."""

    def __init__(self, folder: Path, stamp: Stamp, *, rows: int) -> None:
        path = folder / FILE
        if not stamps.holds(path, stamp):
            raise StorageError(f"The vectors of the index in '{folder.parent}' are damaged.", REBUILD)
        try:
            self._rows: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise StorageError(f"The vectors of the index in '{folder.parent}' are damaged.", REBUILD) from error
        if self._rows.ndim != 2 or len(self._rows) != rows:
            raise StorageError(f"The index has {len(self._rows)} vectors for {rows} passages.", REBUILD)

    def nearest(self, vector: Vectors, k: int, *, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `k` passage numbers with their cosine to a unit vector, best first; all are compared.

        `among` are the numbers to keep to, if any. Passages that are equally near come in their order.
        """
        cosines = self._rows @ vector
        rows = np.arange(len(cosines)) if among is None else np.asarray(among, dtype=np.int64) - 1
        cosines = cosines[rows]
        if k < len(rows):
            kept = np.argpartition(-cosines, k - 1)[:k]
            rows, cosines = rows[kept], cosines[kept]
        order = np.lexsort((rows, -cosines))
        # Rounding may take the cosine of a vector with itself just over 1.
        return [(int(rows[n]) + 1, max(-1.0, min(1.0, float(cosines[n])))) for n in order]

    def rows(self, start: int, end: int) -> Vectors:
        """Return the vectors of the passages from number `start` + 1 to `end`."""
        return np.asarray(self._rows[start:end])
