"""The mirror of many vectors: sorted by clusters, it holds every vector and finds nearly every neighbour."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from askbot import mirror
from askbot.clusters import LEAST_COMPARED
from askbot.errors import StorageError
from askbot.mirror import Mirror, Vectors

ROWS, WIDTH = 120_000, 16


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    draw = np.random.default_rng(7)
    centres = draw.normal(size=(300, WIDTH))
    drawn = centres[draw.integers(len(centres), size=ROWS)] + 0.6 * draw.normal(size=(ROWS, WIDTH))
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def sorted_mirror(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    folder = tmp_path_factory.mktemp("mirror")
    stamped = mirror.write(folder, (vectors[n : n + 2_048] for n in range(0, ROWS, 2_048)), rows=ROWS)
    assert set(stamped) == {mirror.FILE, mirror.CLUSTERS}
    assert sorted(path.name for path in folder.iterdir()) == sorted(stamped)
    yield Mirror(folder, stamped, rows=ROWS)


def test_every_vector_is_there_under_its_number(vectors: Vectors, sorted_mirror: Mirror) -> None:
    assert (sorted_mirror.rows(range(1, ROWS + 1)) == vectors).all()


def test_exactly_is_exact(vectors: Vectors, sorted_mirror: Mirror) -> None:
    for row in range(0, ROWS, 30_000):
        found = sorted_mirror.nearest(vectors[row], 10, exactly=True)
        assert found[0] == (row + 1, pytest.approx(1.0))
        best = np.sort(vectors @ vectors[row])[::-1][:10]
        assert [cosine for _, cosine in found] == pytest.approx(list(best), abs=1e-5)


def test_nineteen_of_twenty_neighbours_are_found_in_the_nearest_clusters(
    vectors: Vectors, sorted_mirror: Mirror
) -> None:
    draw, shares = np.random.default_rng(8), []
    for row in draw.integers(ROWS, size=40):
        asked = vectors[row] + 0.1 * draw.normal(size=WIDTH).astype(np.float32)
        asked /= np.linalg.norm(asked)
        near = {number for number, _ in sorted_mirror.nearest(asked, 10)}
        truth = {number for number, _ in sorted_mirror.nearest(asked, 10, exactly=True)}
        shares.append(len(near & truth) / 10)
    assert np.mean(shares) >= 0.95


@pytest.mark.parametrize("many", [3, 1_000, LEAST_COMPARED + 10_000])
def test_a_search_keeps_to_the_numbers_it_is_given(vectors: Vectors, sorted_mirror: Mirror, many: int) -> None:
    among = sorted(int(n) + 1 for n in np.random.default_rng(many).choice(ROWS, size=many, replace=False))
    found = sorted_mirror.nearest(vectors[among[1] - 1], 20, among=among)
    assert len(found) == min(20, many)
    assert found[0][0] == among[1]
    assert {number for number, _ in found} <= set(among)
    # However many are asked for, so many of those are compared.
    assert len(sorted_mirror.nearest(vectors[among[1] - 1], many, among=among)) == many
    assert len(sorted_mirror.nearest(vectors[among[1] - 1], many)) == many


def test_clusters_that_were_changed_are_refused(vectors: Vectors, tmp_path: Path) -> None:
    stamped = mirror.write(tmp_path, [vectors[:3_000]], rows=3_000, exact_rows=0)
    held = (tmp_path / mirror.CLUSTERS).read_bytes()
    (tmp_path / mirror.CLUSTERS).write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    with pytest.raises(StorageError, match=r"clusters\.npz"):
        Mirror(tmp_path, stamped, rows=3_000)


def test_a_file_that_may_not_grow_by_its_last_bytes_is_an_error(vectors: Vectors, tmp_path: Path) -> None:
    wanted = mirror.write(tmp_path, [vectors[:3_000]], rows=3_000, exact_rows=0)[mirror.FILE].size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wanted - 10, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            mirror.write(tmp_path, [vectors[:3_000]], rows=3_000, exact_rows=0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
