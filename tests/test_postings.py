"""Postings give the BM25 that its formula gives, whatever the passages and however they were written."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import postings, stamps
from askbot.postings import K1, B, Postings, Writer

STEM = st.sampled_from(["mill", "rye", "oats", "ferry", "noon", "r d"])
PASSAGES = st.lists(st.tuples(st.lists(STEM, max_size=8), st.lists(STEM, max_size=3)), min_size=1, max_size=30)


def bm25(passages: list[tuple[list[str], list[str]]], asked: dict[str, float]) -> dict[int, float]:
    """Work BM25 out as Robertson and Zaragoza (2009) write it, stem by stem and passage by passage."""
    average = max(1.0, sum(len(text) + len(above) for text, above in passages) / len(passages))
    scores: dict[int, float] = {}
    for stem, weight in asked.items():
        holding = [n for n, (text, above) in enumerate(passages) if stem in text or stem in above]
        rarity = max(1e-6, math.log((len(passages) - len(holding) + 0.5) / (len(holding) + 0.5)))
        for n in holding:
            text, above = passages[n]
            often = text.count(stem) + 0.5 * above.count(stem)
            worn = K1 * (1 - B + B * (len(text) + len(above)) / average)
            scores[n + 1] = scores.get(n + 1, 0.0) + weight * rarity * often * (K1 + 1) / (often + worn)
    return scores


@given(PASSAGES, st.dictionaries(STEM, st.sampled_from([0.4, 1.0]), min_size=1), st.integers(1, 40))
def test_every_passage_has_the_score_of_the_formula_and_the_best_come_first(
    passages: list[tuple[list[str], list[str]]], asked: dict[str, float], k: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = Writer(folder)
        for text, above in passages:
            writer.add(text, above, above_weight=0.5)
        places = {stem: (place, count) for stem, place, count in writer.finish()}
        writer.close()
        assert [path.name for path in folder.iterdir()] == [postings.FILE]
        opened = Postings(folder, stamps.stamp(folder / postings.FILE), passages=len(passages))
        wanted = bm25(passages, asked)
        known = [(*places[stem], weight) for stem, weight in asked.items() if stem in places]
        found = opened.best(known, k)
        assert [score for _, score in found] == pytest.approx(sorted(wanted.values(), reverse=True)[:k], rel=1e-5)
        assert [score for _, score in found] == pytest.approx([wanted[n] for n, _ in found], rel=1e-5)
        odd = opened.best(known, k, among=range(1, len(passages) + 1, 2))
        assert {n for n, _ in odd} <= {n for n in wanted if n % 2}
        assert len(odd) == min(k, sum(n % 2 for n in wanted))


def test_what_does_not_fit_into_memory_at_once_comes_out_in_order(tmp_path: Path) -> None:
    """Three spools' worth of entries."""
    writer = Writer(tmp_path)
    many = postings.SPOOLED // 4
    stems = [f"s{n}" for n in range(10)]
    for n in range(many):
        writer.add(stems if n % 2 else stems[:1], (), above_weight=0.5)
    places = {stem: (place, count) for stem, place, count in writer.finish()}
    writer.close()
    assert places["s0"][1] == many
    assert places["s9"][1] == many // 2
    opened = Postings(tmp_path, stamps.stamp(tmp_path / postings.FILE), passages=many)
    assert [n for n, _ in opened.best([(*places["s9"], 1.0)], 3)] == [2, 4, 6]
