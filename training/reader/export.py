"""Export a trained reader to ONNX with int8 weights.

    python export.py --model FOLDER --tokenizer FOLDER --output FOLDER [--temperature T] [--shift S]

`--model` is what `train.py` wrote, `--tokenizer` holds tokenizer.json. All logits are divided by the temperature, so that
a margin is worth the same from one training to the next (`evaluate.py` prints what it is worth), and the shift is added to every
margin, for the same end. Writes model.onnx, model.data, tokenizer.json and checksums (sha256) to `--output`. Needs the packages onnx and onnxscript
beside what askbot itself installs.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import graph
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering


class Logits(torch.nn.Module):
    """The model as a plain function of three tensors to two."""

    def __init__(self, model: torch.nn.Module, shift: float) -> None:
        super().__init__()
        self.model, self.shift = model, shift

    def forward(self, input_ids, attention_mask, token_type_ids):  # type: ignore[no-untyped-def]
        """Start and end logits."""
        made = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        # The null answer's logit is that of the first position.
        start = torch.cat([made.start_logits[:, :1] - self.shift, made.start_logits[:, 1:]], dim=1)
        return start, made.end_logits


def written(folder: Path, output: Path, *, temperature: float, shift: float) -> None:
    """Write the model of a folder as an ONNX graph in full precision."""
    model = AutoModelForQuestionAnswering.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    for parameter in model.qa_outputs.parameters():
        parameter.data /= temperature
    names = ["input_ids", "attention_mask", "token_type_ids"]
    sample = torch.ones(2, 12, dtype=torch.long)  # any two texts: the numbers of both are dynamic
    torch.onnx.export(
        Logits(model, shift),
        (sample, sample, torch.zeros_like(sample)),
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
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--shift", type=float, default=0.0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        written(arguments.model, full, temperature=arguments.temperature, shift=arguments.shift)
        small = Path(folder) / "small.onnx"
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        graph.store(small, arguments.output)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(arguments.output / "tokenizer.json"), pretty=False)
    for name in ("model.onnx", "model.data", "tokenizer.json"):
        digest = hashlib.sha256((arguments.output / name).read_bytes()).hexdigest()
        print(digest, name)


if __name__ == "__main__":
    main()
