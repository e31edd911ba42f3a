"""Recover full-precision weights from an int8 BERT in ONNX, to train on from them.

    python recover.py --weights FILE.onnx --config FOLDER --output FOLDER

`--config` holds the config.json of a BertForQuestionAnswering of the same shape. Every integer tensor is multiplied out
with its scale; what is lost is what the export rounded off. A ranking or an embedding model's graph will do: a head that
it lacks is left out, and drawn anew by `train.py`. Writes weights.npz and config.json. Needs the package onnx.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from transformers import BertConfig, BertForQuestionAnswering


def dequantised(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """Every weight of the graph in full precision, by the name it had before the export."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made: dict[str, np.ndarray] = {}
    for name, values in stored.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            scale, zero = stored[plain + "_scale"], stored[plain + "_zero_point"]
            made[plain] = (values.astype(np.float32) - zero.astype(np.float32)) * scale
        elif values.dtype == np.float32 and not name.endswith("_scale"):
            made[name] = values
    return made


def parameters(graph: onnx.GraphProto, config: BertConfig) -> dict[str, np.ndarray]:
    """The model's parameters; a matrix that lost its name is found by the module path in its node's name."""
    weights = dequantised(graph)
    named = {name.removeprefix("model."): values for name, values in weights.items()}
    for node in graph.node:
        path = node.name.strip("/").removeprefix("model/")
        for name in node.input:
            plain = name.removesuffix("_quantized")
            if "MatMul" in node.op_type and plain in weights and plain.startswith("onnx::"):
                named[".".join(path.split("/")[:-1]) + ".weight"] = weights[plain].T
    made = {}
    for name, parameter in BertForQuestionAnswering(config).state_dict().items():
        values = named.get(name)
        if values is None and name.startswith("qa_outputs"):
            continue
        if values is None or values.shape != tuple(parameter.shape):
            raise SystemExit(f"Error: the graph holds no weights of the right shape for {name}.")
        made[name] = np.ascontiguousarray(values, dtype=np.float32)
    return made


def main() -> None:
    """Recover and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    made = parameters(onnx.load(arguments.weights).graph, BertConfig.from_pretrained(arguments.config))
    arguments.output.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.output / "weights.npz", **made)
    shutil.copy(arguments.config / "config.json", arguments.output / "config.json")
    print(
        f"{len(made)} tensors"
        + ("" if any(n.startswith("qa_outputs") for n in made) else ", without a head that marks answers")
    )


if __name__ == "__main__":
    main()
