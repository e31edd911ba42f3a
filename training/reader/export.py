"""Export a trained reader to ONNX with int8 weights.

    python export.py --model FOLDER --output FOLDER

Writes model.onnx, model.data, tokenizer.json and checksums (sha256) to `--output`. Needs the packages onnx and onnxscript
beside what askbot itself installs.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import graph
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class Logits(torch.nn.Module):
    """The model as a plain function of three tensors to two."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):  # type: ignore[no-untyped-def]
        """Start and end logits."""
        made = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return made.start_logits, made.end_logits


def written(folder: Path, output: Path) -> None:
    """Write the model of a folder as an ONNX graph in full precision."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    sample = tokenizer(["who?", "where was it"], ["somebody", "in a place"], padding=True, return_tensors="pt")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        Logits(model),
        tuple(sample[name] for name in names),
        output,
        input_names=names,
        output_names=["start", "end"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "start", "end"]},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Export, quantise, write the checksums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        written(arguments.model, full)
        small = Path(folder) / "small.onnx"
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        graph.store(small, arguments.output)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    tokenizer.backend_tokenizer.no_truncation()  # set while training
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.save_pretrained(arguments.output / "tokenizer")
    shutil.move(arguments.output / "tokenizer" / "tokenizer.json", arguments.output / "tokenizer.json")
    shutil.rmtree(arguments.output / "tokenizer")
    for name in ("model.onnx", "model.data", "tokenizer.json"):
        digest = hashlib.sha256((arguments.output / name).read_bytes()).hexdigest()
        print(digest, name)


if __name__ == "__main__":
    main()
