"""The network of the learned reader: a small BERT encoder with one linear head for each thing that it reads.

Only what training and export need is here; dateline itself runs the exported graph (dateline.encoder). The encoder is the
first layers of all-MiniLM-L6-v2 (Apache-2.0); beside the word pieces it is given flags of each word (dateline.encoder.flags).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

HIDDEN, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
"""Sizes of all-MiniLM-L6-v2."""
EPSILON = 1e-12
LINK_SIZE = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """What is built: how many layers of the encoder, how many flags, labels and link dimensions."""

    layers: int
    flags: int
    outputs: dict[str, int] = field(default_factory=dict)


class Layer(nn.Module):
    """One encoder layer: self-attention and a feed-forward network, each with its residual."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.output = nn.Linear(HIDDEN, HIDDEN)
        self.norm_attention = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.rise, self.fall = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm_inner = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states after this layer; `mask` is added to the attention scores."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = query @ key.transpose(2, 3) * (1 / math.sqrt(HIDDEN // HEADS)) + mask
            mixed = scores.softmax(-1) @ value
        else:
            mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm_attention(x + self.dropout(self.output(mixed)))
        found: Tensor = self.norm_inner(x + self.dropout(self.fall(nn.functional.gelu(self.rise(x)))))
        return found


class ReaderModel(nn.Module):
    """The encoder and its heads; every output is per word piece."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Embedding(POSITIONS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.flags = nn.Linear(shape.flags, HIDDEN, bias=False)
        nn.init.zeros_(self.flags.weight)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in shape.outputs.items()})
        self.link_bias = nn.Parameter(torch.tensor([-2.0, -2.0]))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, flags: Tensor) -> dict[str, Tensor]:
        """Return the logits of each head."""
        positions = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.norm(self.words(input_ids) + self.places(positions)[None] + self.flags(flags))
        x = self.dropout(x)
        mask = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, mask)
        x = self.dropout(x)
        found = {name: head(x) for name, head in self.heads.items()}
        for name in ("anchor", "doer", "undergoer"):
            found[name] = found[name] * LINK_SIZE**-0.25
        return found


def load_base(model: ReaderModel, weights: Path) -> None:
    """Fill the encoder from the safetensors file of all-MiniLM-L6-v2; heads and flags stay as they are."""
    from safetensors.torch import load_file

    given = load_file(weights)
    names = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "output": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
        "rise": "intermediate.dense", "fall": "output.dense", "norm_inner": "output.LayerNorm",
    }  # fmt: skip
    with torch.no_grad():
        model.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        kind = given["embeddings.token_type_embeddings.weight"][0]
        model.places.weight.copy_(given["embeddings.position_embeddings.weight"] + kind)
        model.norm.weight.copy_(given["embeddings.LayerNorm.weight"])
        model.norm.bias.copy_(given["embeddings.LayerNorm.bias"])
        for n, layer in enumerate(model.layers):
            for ours, theirs in names.items():
                part = getattr(layer, ours)
                part.weight.copy_(given[f"encoder.layer.{n}.{theirs}.weight"])
                part.bias.copy_(given[f"encoder.layer.{n}.{theirs}.bias"])
