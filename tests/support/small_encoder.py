"""A reader small enough to make in a test: what it says of a word is written in a table, and it is a true model file.

Its outputs at a word piece come from that piece alone (a row of a table), so that tests can say beforehand what must come out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from dateline.encoder.flags import FLAGS

EVENT = ("none", "ASSAULT", "PROTEST")
ROLES = ("O", "B-weapon", "I-weapon")
INCIDENT = ("attack", "bombing")
LINKS = 2
WIDTHS = {
    "event": len(EVENT), "roles": len(ROLES), "anchor": LINKS, "doer": LINKS, "undergoer": LINKS, "incident": len(INCIDENT),
    "current": 1, "happened": 1,
}  # fmt: skip
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def make_encoder(
    folder: Path, rows: Mapping[str, Mapping[str, list[float]]], *, window: int = 32, from_flag: float = 0.0
) -> Path:
    """Write a reader whose vocabulary is the keys of `rows` (`##ing` for a piece inside a word), each with its logits by head.

    Args:
        folder: where its three files go.
        rows: a piece to what each head says of it; a head that is not given says zeros.
        window: most pieces that it reads at once.
        from_flag: what the first flag of a word adds to the second label of `event`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {piece: number for number, piece in enumerate((*MARKS, *rows))}
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(vocabulary)), "utf-8")
    tables = {name: np.zeros((len(vocabulary), width), dtype=np.float32) for name, width in WIDTHS.items()}
    for piece, heads in rows.items():
        for name, logits in heads.items():
            tables[name][vocabulary[piece]] = logits
    onnx.save(_model(tables, from_flag), str(folder / "encoder.onnx"))
    write_manifest(folder, window=window)
    return folder


def write_manifest(folder: Path, **other: object) -> None:
    """Write the manifest of the files in a folder, with other values where they are given."""
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("encoder.onnx", "tokenizer.json")
    }
    heads = {
        "event": {"labels": EVENT}, "roles": {"labels": ROLES}, "links": {"size": LINKS, "bias": {"doer": -1.0, "undergoer": 0.0}},
        "incident": {"labels": INCIDENT}, "current": {}, "happened": {},
    }  # fmt: skip
    manifest = {"about": {}, "window": 32, "flags": list(FLAGS), "heads": heads, "sha256": files}
    (folder / "encoder.json").write_text(json.dumps(manifest | other), "utf-8")


def _tokenizer(vocabulary: dict[str, int]) -> dict[str, object]:
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "normalizer": {
            "type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }  # fmt: skip


def _model(tables: Mapping[str, np.ndarray], from_flag: float) -> onnx.ModelProto:
    added = np.zeros((len(FLAGS), len(EVENT)), dtype=np.float32)
    added[0, 1] = from_flag
    constants = [numpy_helper.from_array(table, f"{name}_table") for name, table in tables.items()]
    constants.append(numpy_helper.from_array(added, "added"))
    nodes = [helper.make_node("MatMul", ["flags", "added"], ["flagged"])]
    for name in tables:
        found = f"{name}_row" if name == "event" else name
        nodes.append(helper.make_node("Gather", [f"{name}_table", "input_ids"], [found], axis=0))
    nodes.append(helper.make_node("Add", ["event_row", "flagged"], ["event"]))
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["b", "t"]),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["b", "t"]),
        helper.make_tensor_value_info("flags", TensorProto.FLOAT, ["b", "t", len(FLAGS)]),
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["b", "t", table.shape[1]])
        for name, table in tables.items()
    ]
    graph = helper.make_graph(nodes, "small", inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
