"""Recover a full-precision checkpoint from the bundled int8 model, to train on from it.

    python recover.py --weights FOLDER --start FOLDER --output FOLDER

`--weights` holds model.onnx and tokenizer.json as `export.py` writes them; `--start` a BertForQuestionAnswering of
the same shape, for its configuration and tokenizer files. Every integer tensor is multiplied out with its scale;
what is lost is what the export rounded off. Ends with how far the logits of both lie apart on a few passages.
Needs the package onnx.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

PROBES = (
    ("Who founded the club?", "The club was founded in 1904 by Maria Lindqvist, a teacher of chemistry."),
    ("how many people work there", "The plant closed in May. It had employed 1,240 people before the fire."),
    ("When did it open?", "Rain fell for most of the day, and the match was called off."),
)


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


def parameters(graph: onnx.GraphProto, model: torch.nn.Module) -> dict[str, torch.Tensor]:
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
    for name, parameter in model.state_dict().items():
        values = named.get(name)
        if values is None:
            raise SystemExit(f"Error: the graph holds no weights for {name}.")
        if values.shape != tuple(parameter.shape):
            raise SystemExit(f"Error: {name} is {values.shape} in the graph, {tuple(parameter.shape)} in the model.")
        made[name] = torch.tensor(np.ascontiguousarray(values, dtype=np.float32))
    return made


def main() -> None:
    """Recover, save, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(arguments.start)
    model = AutoModelForQuestionAnswering.from_pretrained(arguments.start, dtype=torch.float32).eval()
    model.load_state_dict(parameters(onnx.load(arguments.weights / "model.onnx").graph, model))
    model.save_pretrained(arguments.output)
    tokenizer.save_pretrained(arguments.output)
    session = onnxruntime.InferenceSession(str(arguments.weights / "model.onnx"), providers=["CPUExecutionProvider"])
    questions, passages = zip(*PROBES, strict=True)
    sample = tokenizer(list(questions), list(passages), padding=True, return_tensors="pt")
    with torch.no_grad():
        ours = model(**sample)
    theirs = session.run(None, {name: values.numpy() for name, values in sample.items()})
    kept = sample["attention_mask"].bool().numpy()
    for name, mine, given in zip(("start", "end"), (ours.start_logits, ours.end_logits), theirs, strict=True):
        apart = np.abs(mine.numpy() - given)[kept]
        spread = np.ptp(given[kept])
        print(f"{name} logits: apart by {apart.mean():.3f} on average, {apart.max():.3f} at most, of {spread:.1f}")


if __name__ == "__main__":
    main()
