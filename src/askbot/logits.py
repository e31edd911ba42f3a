"""Logits: a reading model's folder → start and end logits of token ids, with onnxruntime, or failing that transformers.

It knows what a folder must hold and what can be wrong with it; how texts become tokens and logits become answers is
`reading_model.py`'s business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askbot.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # Token ids and segments of one text, (1, n) each → its start and its end logits, (n,) each.
    Logits = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[NDArray[np.float32], NDArray[np.float32]]]

GRAPHS = ("model.onnx", "onnx/model.onnx")  # the second is where exporting tools put it
TOKENIZER = "tokenizer.json"
CONFIG = "config.json"
# What a model of transformers' is called that marks an answer in a text; any other would get a head at random.
MARKS_ANSWERS = "ForQuestionAnswering"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUTS = ("start_logits", "end_logits")
# RoBERTa and its kin count positions from the padding token's on, so two of those declared are never used.
_UNUSED_POSITIONS = 2
_REMEDY = "Name a folder with tokenizer.json and model.onnx (README, Variables), or unset ASKBOT_READER."


def check(folder: Path) -> None:
    """Raise ModelError where a folder can't hold a reading model; reads no weights."""
    if not folder.is_dir():
        raise ModelError(f"There is no folder '{folder}' with a reading model.", _REMEDY)
    if not (folder / TOKENIZER).is_file():
        raise ModelError(f"The reading model in '{folder}' has no {TOKENIZER}.", _REMEDY)
    if _graph(folder) is not None:
        return
    kinds = _config(folder).get("architectures")
    if not kinds:
        raise ModelError(f"There is neither a model.onnx nor a model of transformers in '{folder}'.", _REMEDY)
    if not isinstance(kinds, list) or not any(str(kind).endswith(MARKS_ANSWERS) for kind in kinds):
        raise ModelError(
            f"The model in '{folder}' ({kinds}) was not trained to mark answers.",
            f"Name a folder whose config.json says …{MARKS_ANSWERS}, or unset ASKBOT_READER.",
        )


def most_tokens(folder: Path) -> int | None:
    """Return how many tokens the model takes at most, where its folder says so."""
    positions = _config(folder).get("max_position_embeddings")
    return positions - _UNUSED_POSITIONS if isinstance(positions, int) and positions > _UNUSED_POSITIONS else None


def load(folder: Path, *, stored: bool = False) -> Logits:
    """Load the model, for several threads at once; ModelError where it is damaged or no extractive reader.

    `stored` as for `open_session`.
    """
    graph = _graph(folder)
    return _run_by_onnxruntime(graph, stored=stored) if graph is not None else _run_by_transformers(folder)


def open_session(graph: Path, *, threads: int = 1, stored: bool = False) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    """Open a graph, with the same results on every processor; ModelError where it is damaged.

    What runs several times at once takes one thread a run: threads inside one would wait for each other at every layer.
    One `stored` as it is to be run (`training/reader/graph.py`) is not optimised again.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    if stored:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if not multiplies_exactly():
        # Without this, int8 products overflow: other margins, and other answers. With it a run takes 2.5 times as long.
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises one of a dozen types of its own, all unrelated
        raise _unusable(graph, type(error).__name__) from error


@lru_cache(maxsize=4)
def multiplies_exactly(processors: Path = Path("/proc/cpuinfo")) -> bool:
    """Say whether onnxruntime's int8 products are exact here by themselves: with VNNI they are added in 32 bits.

    Only where the system says of each of its `processors` what it can do; of any other, no.
    """
    try:
        told = processors.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    able = [set(line.partition(":")[2].split()) for line in told if line.startswith("flags")]
    return bool(able) and all(one & {"avx512_vnni", "avx_vnni"} for one in able)


def _graph(folder: Path) -> Path | None:
    return next((folder / name for name in GRAPHS if (folder / name).is_file()), None)


def _config(folder: Path) -> Mapping[str, Any]:
    try:
        fields = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _run_by_onnxruntime(graph: Path, *, stored: bool) -> Logits:
    import numpy as np

    session = open_session(graph, stored=stored)
    inputs, outputs = [i.name for i in session.get_inputs()], [o.name for o in session.get_outputs()]
    # Those that name nothing give both in this order.
    wanted = list(_OUTPUTS) if set(_OUTPUTS) <= set(outputs) else outputs[:2]
    if "input_ids" not in inputs or not set(inputs) <= set(_INPUTS) or len(wanted) != 2:
        raise _unusable(graph, f"it takes {', '.join(inputs)} and gives {', '.join(outputs)}")

    def run(ids: NDArray[np.int64], kinds: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
        try:
            starts, ends = session.run(wanted, {name: given[name] for name in inputs})
        except Exception as error:  # see above
            raise _unusable(graph, type(error).__name__) from error
        if starts.shape != ids.shape or ends.shape != ids.shape:
            raise _unusable(graph, f"it gives {wanted[0]} of the shape {starts.shape} for {ids.shape}")
        return starts[0], ends[0]

    return run


def _run_by_transformers(folder: Path) -> Logits:
    import torch
    from transformers import AutoModelForQuestionAnswering
    from transformers.utils import logging

    # transformers draws a bar on stderr, where a user looks for errors.
    bars: Any = logging
    drawn = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        model = AutoModelForQuestionAnswering.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, dtype=torch.float32
        ).eval()
    except Exception as error:  # the library raises whatever its parts do: OSError, ValueError, SafetensorError
        raise _unusable(folder, type(error).__name__) from error
    finally:
        if drawn:
            bars.enable_progress_bar()
    segmented = getattr(model.config, "type_vocab_size", 0) > 1

    def run(ids: NDArray[np.int64], kinds: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        tokens = torch.from_numpy(ids)
        given = {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}
        if segmented:
            given["token_type_ids"] = torch.from_numpy(kinds)
        try:
            with torch.inference_mode():
                logits = model(**given)
        except Exception as error:  # any model may reach here, and raises what its code does
            raise _unusable(folder, type(error).__name__) from error
        return logits.start_logits[0].numpy(), logits.end_logits[0].numpy()

    return run


def _unusable(at: Path, reason: str) -> ModelError:
    return ModelError(f"The reading model '{at}' cannot be used ({reason}).", _REMEDY)
