"""Any extractive model's folder reads in place of the bundled one: real small models, made here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from askbot import corpus, logits
from askbot.cli import run
from askbot.errors import ModelError
from askbot.index import build
from askbot.models import Embedder
from askbot.reading_model import SpanReader, bundled
from askbot.settings import Settings

WORDS = ("how", "deep", "is", "the", "lake", "it", "forty", "metres", "and", "cold", "in", "winter", "?", ".", ",")
QUESTION, PASSAGE = "How deep is the lake?", "The lake is forty metres, and cold in winter."


def tokenizer(folder: Path, *, template: Sequence[str] = ("[CLS]", "[SEP]", "[SEP]")) -> dict[str, int]:
    """Write a tokenizer of WORDS; `template` are the tokens before, between and after question and passage."""
    names = ["[PAD]", "[UNK]", *dict.fromkeys(template), *WORDS]
    vocabulary = {word: n for n, word in enumerate(names)}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    before, between, after = template
    special = [(token, vocabulary[token]) for token in dict.fromkeys(template)]
    made.post_processor = processors.TemplateProcessing(
        single=f"{before} $A {after}", pair=f"{before}:0 $A:0 {between}:0 $B:1 {after}:1", special_tokens=special
    )
    folder.mkdir(parents=True, exist_ok=True)
    made.save(str(folder / "tokenizer.json"))
    return vocabulary


def pointer(
    folder: Path,
    liked: Mapping[str, float],
    *,
    template: Sequence[str] = ("[CLS]", "[SEP]", "[SEP]"),
    inputs: Sequence[str] = ("input_ids",),
    outputs: Sequence[str] = ("start_logits", "end_logits"),
) -> Path:
    """Write a model that gives each word a logit of its own, as an answer's start and as its end: 0 but for `liked`."""
    vocabulary = tokenizer(folder, template=template)
    table = np.zeros((len(vocabulary), 1), dtype=np.float32)
    for word, logit in liked.items():
        table[vocabulary[word]] = logit
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["looked_up"]),
            helper.make_node("Squeeze", ["looked_up", "last"], [outputs[0]]),
            *(helper.make_node("Identity", [outputs[0]], [name]) for name in outputs[1:]),
        ],
        "pointer",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "tokens"]) for name in outputs],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([2]), "last")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(made, folder / "model.onnx")
    return folder


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        (("input_ids",), ("start_logits", "end_logits")),
        (("input_ids", "attention_mask", "token_type_ids"), ("end_logits", "start_logits", "hidden")),
        (("input_ids", "attention_mask"), ("first", "second")),
    ],
)
def test_a_folder_with_a_graph_reads(tmp_path: Path, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    reader = SpanReader(pointer(tmp_path, {"forty": 5.0, "metres": 4.0, "lake": 1.0}, inputs=inputs, outputs=outputs))
    (spans,) = reader.spans(QUESTION, [("", PASSAGE)])
    assert [(PASSAGE[s.start : s.end], s.margin) for s in spans[:2]] == [("forty", 10.0), ("metres", 8.0)]


def test_tokens_between_question_and_passage_are_the_tokenizers_own(tmp_path: Path) -> None:
    """RoBERTa's begin with <s> and part the two with </s></s>: position 0 is still "no answer"."""
    reader = SpanReader(pointer(tmp_path, {"cold": 3.0, "<s>": 1.0}, template=("<s>", "</s>", "</s>")))
    (spans,) = reader.spans(QUESTION, [("It is the lake in winter.", PASSAGE)])
    assert (PASSAGE[spans[0].start : spans[0].end], spans[0].margin) == ("cold", 4.0)


def test_what_is_too_long_is_cut_from_the_lead_first_and_to_what_the_model_takes(tmp_path: Path) -> None:
    folder = pointer(tmp_path, {"cold": 3.0})
    for positions, found in ((34, ["cold"]), (14, [])):
        (folder / "config.json").write_text(json.dumps({"max_position_embeddings": positions}))
        (spans,) = SpanReader(folder).spans(QUESTION, [("The lake is deep. " * 40, PASSAGE)])
        assert [PASSAGE[s.start : s.end] for s in spans if s.margin > 0] == found
        assert all(0 <= s.start < s.end <= len(PASSAGE) for s in spans)


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_a_folder_of_transformers_reads_as_its_own_library_does(tmp_path: Path, kind: str) -> None:
    import torch
    from transformers import AutoConfig, AutoModelForQuestionAnswering

    vocabulary = tokenizer(tmp_path)
    sizes = {"bert": {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}}
    small = sizes.get(kind, {"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 32})
    torch.manual_seed(7)
    config = AutoConfig.for_model(kind, vocab_size=len(vocabulary), max_position_embeddings=64, **small)
    model = AutoModelForQuestionAnswering.from_config(config).eval()
    model.save_pretrained(tmp_path)
    (spans,) = SpanReader(tmp_path).spans(QUESTION, [("", PASSAGE)], most=1)
    made = Tokenizer.from_file(str(tmp_path / "tokenizer.json")).encode(QUESTION, PASSAGE)
    given = {"input_ids": torch.tensor([made.ids]), "attention_mask": torch.tensor([made.attention_mask])}
    if kind == "bert":
        given["token_type_ids"] = torch.tensor([made.type_ids])
    with torch.no_grad():
        logits = model(**given)
    starts, ends = logits.start_logits[0].tolist(), logits.end_logits[0].tolist()
    inside = [n for n, whose in enumerate(made.sequence_ids) if whose == 1]
    a, b = max(((a, b) for a in inside for b in inside if a <= b), key=lambda pair: starts[pair[0]] + ends[pair[1]])
    assert (spans[0].start, spans[0].end) == (made.offsets[a][0], made.offsets[b][1])
    assert spans[0].margin == pytest.approx(starts[a] + ends[b] - starts[0] - ends[0], abs=1e-5)


def test_what_a_folder_lacks_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no folder"):
        SpanReader(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"has no tokenizer\.json"):
        SpanReader(tmp_path)
    tokenizer(tmp_path)
    with pytest.raises(ModelError, match=r"neither a model\.onnx nor"):
        SpanReader(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    with pytest.raises(ModelError, match="was not trained to mark answers"):
        SpanReader(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertForQuestionAnswering"]}))
    with pytest.raises(ModelError, match="cannot be used"):  # without weights
        SpanReader(tmp_path).spans(QUESTION, [("", PASSAGE)])


def test_what_is_damaged_or_no_reader_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="takes input_ids and gives vector"):
        read = SpanReader(pointer(tmp_path / "one", {}, outputs=("vector",)))
        read.spans(QUESTION, [("", PASSAGE)])
    folder = pointer(tmp_path / "two", {})
    (folder / "model.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match="cannot be used"):
        SpanReader(folder).spans(QUESTION, [("", PASSAGE)])
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="is no tokenizer"):
        SpanReader(folder).spans(QUESTION, [("", PASSAGE)])


def test_the_variable_names_the_folder(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the command: the answer is the one that this model points at, and a folder that isn't there ends it."""
    folder, index = pointer(tmp_path / "model", {"forty": 9.0}), str(tmp_path / "index")
    assert Settings.from_environment({"ASKBOT_READER": str(folder)}).reading_model == folder
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "lake.md").write_text("# The lake\n\nThe lake is forty metres deep, and cold in winter.\n")
    build(corpus.read(articles).documents, at=Path(index), embedder=embedder)
    monkeypatch.setenv("ASKBOT_READER", str(folder))
    assert run(["ask", "What is the lake in winter?", "--index", index, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["short"] == "forty"
    assert run(["doctor", "--index", index]) == 0
    assert f"Reader: '{folder}' reads." in capsys.readouterr().out
    monkeypatch.setenv("ASKBOT_READER", str(tmp_path / "nowhere"))
    assert run(["ask", "How deep is the lake?", "--index", index]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == ["Error", "Try"]


def test_int8_products_are_the_same_as_where_they_are_told_to_be_exact():
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")
    told = onnxruntime.InferenceSession(str(bundled() / "model.onnx"), options, providers=["CPUExecutionProvider"])
    ids = np.arange(2000, 2090, dtype=np.int64)[None]
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    exact = told.run(["start", "end"], given)
    plain = logits.load(bundled())(ids, np.zeros_like(ids))
    assert all(np.array_equal(one[0], other) for one, other in zip(exact, plain, strict=True))


@pytest.mark.parametrize(
    ("flags", "exact"),
    [
        (["fpu avx2 avx512_vnni", "fpu avx2 avx512_vnni"], True),
        (["fpu avx2 avx_vnni"], True),
        (["fpu avx2 avx_vnni", "fpu avx2"], False),
        (["fpu avx2"], False),
        ([], False),
    ],
)
def test_a_processor_is_exact_by_itself_only_where_the_system_says_so(tmp_path, flags, exact):
    told = tmp_path / "cpuinfo"
    told.write_text("".join(f"processor : {n}\nflags : {one}\n\n" for n, one in enumerate(flags)))
    assert logits.multiplies_exactly(told) is exact
    assert logits.multiplies_exactly(tmp_path / "none") is False
