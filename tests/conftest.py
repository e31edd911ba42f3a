"""What many tests share: the real embedding model, loaded once, and a small index made with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from askbot import corpus
from askbot.index import Index, build
from askbot.models import EXPORTS, Embedder, open_embedder

# A script for the fuzzer atheris, which the lock doesn't hold; the soak runs it where it is installed.
collect_ignore = ["fuzz_calculator.py"]

SMALL_CORPUS = Path(__file__).parent / "corpus_small"
BUILD = Path(__file__).parents[1] / "build"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model; the first text loads it."""
    return open_embedder(None)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model's export, as `askbot index` leaves it beside an index.

    It takes half a minute to make, so one that stands under build/ is copied; if it is not whole, or another
    model's, it is made anew all the same.
    """
    at = tmp_path_factory.mktemp("exported")
    for earlier in sorted(BUILD.glob(f"**/{EXPORTS}"))[:1]:
        shutil.copytree(earlier, at / EXPORTS)
    open_embedder(None, index=at).prepare()
    return at / EXPORTS


@pytest.fixture(scope="session")
def small_index(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of tests/corpus_small/, for reading only."""
    at = tmp_path_factory.mktemp("small") / "index"
    build(corpus.read(SMALL_CORPUS).documents, at=at, embedder=embedder)
    with Index.open(at, fingerprint=embedder.fingerprint) as index:
        yield index
