"""Exports: what becomes of a sentence-transformers model beside an index, so that a question needs no torch.

The whole model (transformer, pooling, dense and normalising layers) is traced into one graph, optimised, and
compared with the original on PROBES; what can't be expressed or differs is recorded with its reason, and the
original goes on to be used. It knows nothing of where models come from; `models.py` does.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot import encoder, stamps
from askbot.encoder import Encoder, Recipe
from askbot.errors import ModelError
from askbot.stamps import Stamp

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Raise it with every change to how an export is made: those of another format are made anew.
FORMAT = 1
RECORD = "export.json"
# Below it, rankings of the original and of the graph would differ.
LOWEST_COSINE = 0.999
# Short and long, beyond every model's length, nothing to read, figures, other scripts, what a tokenizer trips on.
PROBES = (
    "How deep is the lake?",
    "when did it open",
    "Prices: The ferry carried 41,300 cars in 2023, 4.5% more than the year before, for €2.1 million (US$2.3m).",
    "The council met on Tuesday and decided nothing. " * 8,
    "The miller's daughter counted sacks of rye and oats until the river froze over. " * 60,
    "supercalifragilisticexpialidocious" * 30,
    "",
    " \n\t ",
    "?",
    "\x07\ufffd",
    "Où est né l’écrivain ? Fünf süße Äpfel kosten 3 €.",
    "数据中心的电力消耗在2025年增长了30%。",
    "Сколько стоит билет до города?",
    "ما هو ارتفاع الجبل؟ 🏔️",
)
# More than the longest text that is ever embedded has.
_LONGEST_TOKENS = 10_000
_KNOWN_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# The graph, its optimised copy and some air, as multiples of the weights.
_ROOM = 3


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it is recorded: usable if `reason` is None, otherwise why the original is used instead.

    `source` holds size and time of change of the original's files, so that the same folder is not read again
    only to find its fingerprint; `made_with` names the libraries that made and run the graph.
    """

    format: int
    fingerprint: str
    made_with: str
    folder: Path
    source_folder: str
    source: Mapping[str, tuple[int, int]]
    reason: str | None
    lowest_cosine: float | None
    recipe: Recipe | None
    files: Mapping[str, Stamp]

    def is_whole(self, *, thoroughly: bool = False) -> bool:
        """Say whether all files are those that were compared with the original."""
        return all(stamps.holds(self.folder / n, s, thoroughly=thoroughly) for n, s in self.files.items())

    def encoder(self) -> Encoder:
        """Give what embeds with it; ModelError where there is a reason against it."""
        if self.recipe is None:
            raise ModelError(f"The model was not exported: {self.reason}.", "Make it anew: askbot index")
        return Encoder(self.folder, self.recipe)


def find(at: Path, *, fingerprint: str) -> Export | None:
    """Return the export of the model with this fingerprint, or None where there is none that can be read."""
    return _read(at / _key(fingerprint), fingerprint)


def known_fingerprint(at: Path, source: Path) -> str | None:
    """Return the fingerprint of a model folder that was exported here and has not been touched since."""
    name, files = str(source.resolve()), source_files(source)
    for record in sorted(at.glob(f"*/{RECORD}")):
        export = _read(record.parent, None)
        if export is not None and export.source_folder == name and export.source == files:
            return export.fingerprint
    return None


def source_files(source: Path) -> dict[str, tuple[int, int]]:
    """Take size and time of change of every file of a model folder, by path. Raises OSError."""
    found = {}
    for path in sorted(source.rglob("*")):
        if path.is_file():
            status = path.stat()
            found[path.relative_to(source).as_posix()] = (status.st_size, status.st_mtime_ns)
    return found


def made_with() -> str:
    """Name the libraries and the format that an export depends on: with others it is made anew."""
    names = ("onnxruntime", "sentence-transformers", "torch", "transformers")
    return ", ".join(f"{name} {metadata.version(name)}" for name in names)


def make(model: SentenceTransformer, at: Path, *, fingerprint: str, source: Path) -> Export:
    """Export a model, compare the graph with it and record the outcome; an earlier export of it is replaced.

    Raises OSError where the disk refuses, and has then left nothing behind.
    """
    at.mkdir(parents=True, exist_ok=True)
    for left in at.glob("new-*"):  # by a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    files = source_files(source)
    if shutil.disk_usage(at).free < _ROOM * sum(size for size, _ in files.values()):
        # Known beforehand, because the libraries report a full disk as anything but that.
        raise OSError(errno.ENOSPC, "No space left on device")
    with tempfile.TemporaryDirectory(dir=at, prefix="new-") as room:
        folder = Path(room) / "export"
        folder.mkdir()
        recipe, lowest, reason = None, None, _reason_against(model)
        if reason is None:
            recipe, lowest, reason = _attempt(model, folder)
        if reason is not None:
            shutil.rmtree(folder)
            folder.mkdir()
        export = Export(
            format=FORMAT,
            fingerprint=fingerprint,
            made_with=made_with(),
            folder=at / _key(fingerprint),
            source_folder=str(source.resolve()),
            source=files,
            reason=reason,
            lowest_cosine=lowest,
            recipe=recipe if reason is None else None,
            files={path.name: stamps.stamp(path) for path in sorted(folder.iterdir())},
        )
        fields = {name: value for name, value in asdict(export).items() if name != "folder"}
        (folder / RECORD).write_text(json.dumps(fields, indent=1), encoding="utf-8")
        shutil.rmtree(export.folder, ignore_errors=True)
        folder.replace(export.folder)
    return export


def drop_others(at: Path, *, fingerprint: str) -> None:
    """Remove every export but that of one model."""
    for record in at.glob(f"*/{RECORD}"):
        if record.parent.name != _key(fingerprint):
            shutil.rmtree(record.parent, ignore_errors=True)


def _key(fingerprint: str) -> str:
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:16]


def _read(folder: Path, fingerprint: str | None) -> Export | None:
    try:
        fields = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        recipe = fields.pop("recipe")
        files = {str(name): Stamp(**stamp) for name, stamp in fields.pop("files").items()}
        source = {str(name): (int(size), int(time)) for name, (size, time) in fields.pop("source").items()}
        made = Recipe(**{**recipe, "inputs": tuple(recipe["inputs"])}) if recipe else None
        export = Export(folder=folder, files=files, source=source, recipe=made, **fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    fits = export.format == FORMAT and fingerprint in (None, export.fingerprint)
    return export if fits and (export.recipe is None) == (export.reason is not None) else None


def _reason_against(model: SentenceTransformer) -> str | None:
    """Why a model can't be expressed as a graph over one tokenizer's output, or None."""
    first: Any = model[0]
    tokenizer: Any = getattr(model, "tokenizer", None)
    if getattr(tokenizer, "backend_tokenizer", None) is None:
        return "it has no tokenizer that the tokenizers package can run"
    if tokenizer.padding_side != "right" or tokenizer.truncation_side != "right":
        return "it pads or cuts texts on the left"
    if getattr(first, "do_lower_case", False):
        return "it puts texts into lower case before its tokenizer"
    prompted = any(_prompts(model))
    if prompted and any(getattr(layer, "include_prompt", True) is False for layer in model):
        return "it leaves its prompt out of the pooling"
    return None


def _prompts(model: SentenceTransformer) -> tuple[str, str]:
    """The prompts of a question and of a passage, as `encode_query` and `encode_document` choose them."""
    prompts = model.prompts
    default = prompts.get(model.default_prompt_name or "") or ""
    question = prompts.get("query", default)
    passage = next((prompts[name] for name in ("document", "passage", "corpus") if name in prompts), default)
    return question or "", passage or ""


def _attempt(model: SentenceTransformer, folder: Path) -> tuple[Recipe | None, float | None, str | None]:
    """Export into a folder and compare: the recipe with the lowest cosine, and the reason if it is of no use."""
    try:
        recipe = _write(model, folder)
        lowest = _lowest_cosine(model, Encoder(folder, recipe))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 any model may reach here, and tracing one raises what its code does
        return None, None, f"it cannot be traced into a graph ({type(error).__name__})"
    if not lowest >= LOWEST_COSINE:  # also where it is no number
        return None, lowest, f"its graph differs from it (cosine {lowest:.4f})"
    return recipe, lowest, None


def _write(model: SentenceTransformer, folder: Path) -> Recipe:
    import onnxruntime
    import torch

    first: Any = model[0]
    tokenizer: Any = model.tokenizer
    sample = model.preprocess(["who?", "where was it, in a place"])
    names = tuple(name for name in sample if torch.is_tensor(sample[name]))
    if not set(names) <= set(_KNOWN_INPUTS):
        raise TypeError("the model wants other inputs")

    class Graph(torch.nn.Module):
        """The model as a plain function of tensors to one."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            embedded: torch.Tensor = self.model(dict(zip(names, inputs, strict=True)))["sentence_embedding"]
            return embedded

    traced = folder / "traced.onnx"
    with warnings.catch_warnings():
        # The tracer warns of every branch it takes; whether they were the right ones, the probes tell.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph().eval(),
            tuple(sample[name] for name in names),
            traced,
            input_names=list(names),
            output_names=["vector"],
            dynamic_axes={**{name: {0: "texts", 1: "tokens"} for name in names}, "vector": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
    # Optimised once here, and the weights in a file of their own that is mapped into memory: loading takes
    # 0.06 s instead of 0.23 s, and 100 MB instead of 190.
    options = encoder.options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / encoder.GRAPH)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", encoder.WEIGHTS)
    onnxruntime.InferenceSession(str(traced), options, providers=["CPUExecutionProvider"])
    traced.unlink()
    tokenizer.backend_tokenizer.save(str(folder / encoder.TOKENIZER))
    question_prompt, passage_prompt = _prompts(model)
    # A tokenizer without a limit of its own says 10**30.
    longest = min(model.max_seq_length or tokenizer.model_max_length, _LONGEST_TOKENS)
    return Recipe(
        inputs=names,
        padding=tokenizer.pad_token_id or 0,
        question_prompt=question_prompt,
        passage_prompt=passage_prompt,
        question_tokens=int(getattr(first, "query_length", None) or longest),
        passage_tokens=int(getattr(first, "document_length", None) or longest),
    )


def _lowest_cosine(model: SentenceTransformer, made: Encoder) -> float:
    """The lowest cosine of original and graph over the probes, as questions, and as passages alone and together."""
    import numpy as np

    def original(encode: Any) -> Any:  # noqa: ANN401 two methods of the model with a dozen overloads
        return encode(list(PROBES), show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True)

    questions, passages = original(model.encode_query), original(model.encode_document)
    alone = np.stack([made.question(probe) for probe in PROBES])
    singly = np.stack([made.passages([probe])[0] for probe in PROBES])
    together = made.passages(PROBES)
    pairs = ((questions, alone), (passages, singly), (passages, together))
    return min(float((one * other).sum(axis=1).min()) for one, other in pairs)
