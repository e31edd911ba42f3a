"""Clusters: many unit vectors sorted by what they are near to, so that a question compares with a part of them.

An inverted file as in Jégou, Douze and Schmid (2011): k-means over a sample, every vector under its nearest centre.
What is compared is compared exactly; only a vector far from every centre that is near to the question can be missed.
Pure but for the arrays; `mirror.py` owns the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

ROWS_A_CLUSTER = 1_000
MOST_CLUSTERS = 2_048
# Enough for MOST_CLUSTERS centres, and 50 MB of MiniLM's.
SAMPLED_ROWS = 32_768
_ROUNDS = 6
_SEED = 20261124
# Whatever is asked, so many rows are compared at least, and this share of all. Measured: docs/decisions/0013-scale.md.
LEAST_COMPARED = 50_000
COMPARED_SHARE = 0.2


@dataclass(frozen=True)
class Clusters:
    """Where each cluster's rows begin in a file that is sorted by them, and whose passage each of its rows is.

    `starts` has one more entry than there are centres; `numbers` count passages from 1.
    """

    centres: Vectors
    starts: Rows
    numbers: NDArray[np.uint32]

    def probed(self, vector: Vectors, k: int, *, wanted: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
        """Return the spans of rows to compare a vector with, nearest centre first, so that at least `k` are compared.

        `wanted` says of each row whether it counts, where not all do.
        """
        if wanted is None:
            sizes = np.diff(self.starts)
        else:
            sizes = np.diff(np.concatenate([[0], np.cumsum(wanted)])[self.starts])
        budget = max(k, LEAST_COMPARED, int(COMPARED_SHARE * sizes.sum()))
        order = np.argsort(-(self.centres @ vector), kind="stable")
        enough = int(np.searchsorted(np.cumsum(sizes[order]), budget)) + 1
        return [(int(self.starts[n]), int(self.starts[n + 1])) for n in order[:enough]]


def learn(rows: int, sample: Callable[[Rows], Vectors]) -> Vectors:
    """Find centres for so many vectors; `sample` gives those at some rows. The same vectors give the same centres."""
    draw = np.random.default_rng(_SEED)
    taken = sample(np.sort(draw.choice(rows, size=min(rows, SAMPLED_ROWS), replace=False)))
    many = max(1, min(MOST_CLUSTERS, rows // ROWS_A_CLUSTER))
    centres = taken[np.sort(draw.choice(len(taken), size=min(many, len(taken)), replace=False))]
    for _ in range(_ROUNDS):
        nearest = np.argmax(taken @ centres.T, axis=1)
        order = np.argsort(nearest, kind="stable")
        found, begins = np.unique(nearest[order], return_index=True)
        # A centre that nothing is nearest to stays where it is.
        centres = centres.copy()
        centres[found] = np.add.reduceat(taken[order], begins, axis=0)
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    return centres


def assign(centres: Vectors, blocks: Iterable[Vectors]) -> Rows:
    """Return the nearest centre of every vector."""
    return np.concatenate([np.argmax(block @ centres.T, axis=1) for block in blocks]).astype(np.int64)
