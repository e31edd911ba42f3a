"""What many tests share: the real embedding model, loaded once, and a small index made with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from askbot import corpus
from askbot.bot import Bot, open_bot
from askbot.index import Index, build
from askbot.models import EXPORTS, Embedder, open_embedder
from askbot.settings import Settings

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


@pytest.fixture(scope="module")
def bot_on(
    embedder: Embedder, exported: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Bot]]:
    """Makes a bot on one article, given as text."""
    with ExitStack() as opened:

        def make(article: str) -> Bot:
            at = tmp_path_factory.mktemp("article")
            (at / "corpus").mkdir()
            (at / "corpus" / "article.txt").write_text(article, encoding="utf-8")
            build(corpus.read(at / "corpus").documents, at=at / "index", embedder=embedder)
            shutil.copytree(exported, at / "index" / EXPORTS)
            return opened.enter_context(open_bot(Settings(index=at / "index")))

        yield make
