"""Export a trained operation model: the bundled reader's lower layers, whose weights stay in model.data, with a head of its own.

    python export_operations.py --head FILE.pt --start FOLDER --output FOLDER

Writes operations.onnx (the graph) and operations.data (int8 weights of the head) to `--output` and prints their checksums
(sha256); both belong beside the reader's model.data. Needs the packages onnx and onnxscript beside what askbot itself installs.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import graph
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from operations import HIDDEN, LAYERS, Head, begun

from askbot.reading_model import bundled

STATES, OUTPUTS = "states", ("operation", "roles")


class Likely(torch.nn.Module):
    """The head with log-probabilities in place of logits."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, states):  # type: ignore[no-untyped-def]
        """Log-probabilities of the operations and of each token's part."""
        said, parts = self.head(states)
        return torch.log_softmax(said, -1), torch.log_softmax(parts, -1)


def stored(head: Head, output: Path) -> onnx.ModelProto:
    """Write the head's weights to operations.data and return its graph."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        torch.onnx.export(
            Likely(head),
            (torch.randn(1, 12, HIDDEN),),
            folder / "full.onnx",
            input_names=[STATES],
            output_names=list(OUTPUTS),
            dynamic_axes={one: {0: "batch", 1: "tokens"} for one in (STATES, "roles")} | {"operation": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(folder / "full.onnx", folder / "small.onnx", weight_type=QuantType.QInt8, per_channel=True)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = graph.PORTABLE
        options.optimized_model_filepath = str(folder / "operations.onnx")
        options.add_session_config_entry("session.optimized_model_external_initializers_file_name", "operations.data")
        onnxruntime.InferenceSession(str(folder / "small.onnx"), options, providers=["CPUExecutionProvider"])
        shutil.copy(folder / "operations.data", output / "operations.data")
        return onnx.load(folder / "operations.onnx", load_external_data=False)


def joined(head: onnx.ModelProto) -> onnx.ModelProto:
    """Put the head on the reader's lower layers."""
    reader = onnx.load(bundled() / "model.onnx", load_external_data=False)
    between = graph.state(LAYERS)
    nodes, weights = graph.below(reader.graph, between)

    def named(one: str) -> str:
        return between if one == STATES else one if one in (*OUTPUTS, "") else f"head/{one}"

    for node in head.graph.node:
        node.name = f"head/{node.name}"
        node.input[:] = [named(one) for one in node.input]
        node.output[:] = [named(one) for one in node.output]
    for weight in head.graph.initializer:
        weight.name = named(weight.name)
    made = onnx.helper.make_graph(
        [*nodes, *head.graph.node],
        "operations",
        list(reader.graph.input),
        list(head.graph.output),
        initializer=[*weights, *head.graph.initializer],
    )
    return onnx.helper.make_model(made, opset_imports=reader.opset_import, ir_version=reader.ir_version)


def main() -> None:
    """Export, join, print the checksums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--head", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    head = begun(arguments.start)
    head.load_state_dict(torch.load(arguments.head))
    onnx.save(joined(stored(head.eval(), arguments.output)), arguments.output / "operations.onnx")
    for name in ("operations.onnx", "operations.data"):
        print(hashlib.sha256((arguments.output / name).read_bytes()).hexdigest(), name)


if __name__ == "__main__":
    main()
