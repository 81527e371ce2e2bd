"""From the trained network to the files that ship: an int8 ONNX graph, the tokenizer, and a description of both."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from reader_examples import EVENTS, INCIDENTS, ROLE_LABELS, WINDOW
from reader_model import HEADS, HIDDEN, LINK_SIZE, Layer, ReaderModel
from torch import Tensor, nn

from dateline.encoder.flags import FLAGS

if TYPE_CHECKING:
    from reader_scores import Reader

OPSET = 17
FILES = ("encoder.onnx", "tokenizer.json", "encoder.json")
MOST_MEGABYTES = 30
"""What the shipped files may have together."""


class _Graph(nn.Module):
    """The network as it is run: one product for query, key and value, one for all heads, word vectors in 8 bits.

    Each word vector has a scale of its own; with one scale for all of them, as quantize_dynamic would have it, the
    rare long ones decide and the others lose half of their bits.
    """

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        vectors = model.words.weight.detach()
        scale = vectors.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("words", (vectors / scale).round().to(torch.int8))
        self.places, self.flags, self.norm = model.places.weight, model.flags, model.norm
        self.layers = model.layers
        self.joint = nn.ModuleList(_joined([p.query, p.key, p.value]) for p in model.layers if isinstance(p, Layer))
        self.names = list(model.heads)
        self.heads = _joined([model.heads[name] for name in self.names])
        scales = [LINK_SIZE**-0.25 if name in {"anchor", "doer", "undergoer"} else 1.0 for name in self.names]
        self.sizes = [model.shape.outputs[name] for name in self.names]
        with torch.no_grad():
            each = torch.cat([torch.full((n,), s) for n, s in zip(self.sizes, scales, strict=True)])
            self.heads.weight.mul_(each[:, None])
            self.heads.bias.mul_(each)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, flags: Tensor) -> tuple[Tensor, ...]:
        words = self.words[input_ids].float() * self.scale[input_ids]  # type: ignore[index]
        positions = torch.arange(input_ids.shape[1])
        x = self.norm(words + self.places[positions][None] + self.flags(flags))
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -10000.0
        for layer, joint in zip(self.layers, self.joint, strict=True):
            assert isinstance(layer, Layer)  # noqa: S101 - for the type checker
            batch, length, _ = x.shape
            parts = joint(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
            scores = parts[0] @ parts[1].transpose(2, 3) * (1 / math.sqrt(HIDDEN // HEADS)) + mask
            mixed = (scores.softmax(-1) @ parts[2]).transpose(1, 2).reshape(batch, length, HIDDEN)
            x = layer.norm_attention(x + layer.output(mixed))
            x = layer.norm_inner(x + layer.fall(nn.functional.gelu(layer.rise(x))))
        return self.heads(x).split(self.sizes, -1)  # type: ignore[no-any-return]


def _joined(parts: list[Any]) -> nn.Linear:
    """Return linear maps of one input as one."""
    joined = nn.Linear(parts[0].in_features, sum(p.out_features for p in parts))
    with torch.no_grad():
        joined.weight.copy_(torch.cat([p.weight for p in parts]))
        joined.bias.copy_(torch.cat([p.bias for p in parts]))
    return joined


def export(model: ReaderModel, folder: Path, tokenizer: Path, about: Mapping[str, Any]) -> None:
    """Write encoder.onnx, tokenizer.json and encoder.json."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from tokenizers import Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    graph, whole = _Graph(model.eval()), folder / "whole.onnx"
    sample = (torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long), torch.zeros(2, 9, len(FLAGS)))
    given, told = ["input_ids", "attention_mask", "flags"], graph.names
    free = {name: {0: "windows", 1: "pieces"} for name in (*given, *told)}
    torch.onnx.export(
        graph, sample, str(whole), input_names=given, output_names=told, dynamic_axes=free, opset_version=OPSET, dynamo=False
    )  # fmt: skip
    quantize_dynamic(
        str(whole), str(folder / "encoder.onnx"), per_channel=True, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8
    )  # fmt: skip
    whole.unlink()
    plain = Tokenizer.from_file(str(tokenizer))
    plain.no_truncation()
    plain.no_padding()
    plain.save(str(folder / "tokenizer.json"), pretty=False)
    bias = [round(b, 6) for b in model.link_bias.tolist()]
    described = {
        "about": dict(about),
        "layers": model.shape.layers,
        "window": WINDOW,
        "flags": FLAGS,
        "heads": {
            "event": {"labels": EVENTS},
            "roles": {"labels": ROLE_LABELS},
            "links": {"size": LINK_SIZE, "bias": {"doer": bias[0], "undergoer": bias[1]}},
            "incident": {"labels": INCIDENTS},
            "current": {},
            "happened": {},
        },
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES[:2]},
    }
    (folder / "encoder.json").write_text(json.dumps(described, indent=1) + "\n", "utf-8")
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    if size > MOST_MEGABYTES:
        raise ValueError(f"{folder} has {size:.1f} MB; {MOST_MEGABYTES} are allowed: take fewer layers")


def open_reader(folder: Path, threads: int = 1) -> Reader:
    """Return the exported graph as a function of its inputs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
    told = [output.name for output in session.get_outputs()]

    def read(input_ids: Tensor, attention_mask: Tensor, flags: Tensor) -> dict[str, Tensor]:
        fed = {"input_ids": input_ids.numpy(), "attention_mask": attention_mask.numpy(), "flags": flags.numpy()}
        return {name: torch.from_numpy(value) for name, value in zip(told, session.run(None, fed), strict=True)}

    return read
