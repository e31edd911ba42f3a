"""Store a graph as onnxruntime runs it: optimised once, its weights in a file that is mapped into memory.

    python graph.py MODEL.onnx FOLDER

Writes model.onnx (the graph alone) and model.data to FOLDER; loading takes a quarter of the time and two thirds of the
memory. Optimised but for one thing: where onnxruntime adds and normalises in one step it takes several times as
long as in two, a tenth of a reading. Open it without optimising it again, which would put the two together.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import onnx
import onnxruntime

# Further levels bind a graph to the processor it was optimised on.
PORTABLE = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED


def store(model: Path, folder: Path) -> None:
    """Write model.onnx and model.data to a folder, which must not be the model's own."""
    folder.mkdir(parents=True, exist_ok=True)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = PORTABLE
    options.optimized_model_filepath = str(folder / "model.onnx")
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", "model.data")
    onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def state(layers: int, of: int = 12) -> str:
    """Name what the last of the lower layers gives, below so many top layers of a stored reader."""
    return f"/model/bert/encoder/layer.{of - layers - 1}/output/LayerNorm/LayerNormalization_output_0"


def below(graph: onnx.GraphProto, name: str) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return the nodes that a value of a graph needs, in order, and their weights."""
    makers = {output: i for i, node in enumerate(graph.node) for output in node.output}
    weights = {one.name: one for one in graph.initializer}
    nodes: set[int] = set()
    used: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in weights:
            used.add(one)
        elif one in makers and makers[one] not in nodes:
            nodes.add(makers[one])
            waiting += graph.node[makers[one]].input
    return [graph.node[i] for i in sorted(nodes)], [one for n, one in weights.items() if n in used]


def lower(folder: Path, output: Path, layers: int) -> Path:
    """Write the reader's graph in a folder without its top layers, its weights beside it."""
    whole = onnx.load(folder / "model.onnx", load_external_data=False)
    name = state(layers)
    nodes, weights = below(whole.graph, name)
    made = onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", "tokens", "states"])
    cut = onnx.helper.make_graph(nodes, "lower", list(whole.graph.input), [made], initializer=weights)
    onnx.save(onnx.helper.make_model(cut, opset_imports=whole.opset_import, ir_version=whole.ir_version), output)
    shutil.copy(folder / "model.data", output.parent / "model.data")
    return output


if __name__ == "__main__":
    store(Path(sys.argv[1]), Path(sys.argv[2]))
