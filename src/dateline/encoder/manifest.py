"""What a learned reader says of itself: `encoder.json` beside its model and its tokenizer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import DataError
from dateline.readings import NONE, Labels

MANIFEST = "encoder.json"
MODEL = "encoder.onnx"
TOKENIZER = "tokenizer.json"
NEEDED = ("event", "anchor", "doer", "undergoer")
"""Outputs that every reader has."""
SMALLEST_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Manifest:
    """The shape of a reader, and the hashes of its files.

    Args:
        version: what the reader is called.
        window: most word pieces that it reads at once, its two marks included.
        flags: names of the flags of a word that it was trained with.
        outputs: names of the outputs that the model has.
        labels: the labels of its heads.
        hashes: SHA-256 of its files, in hexadecimal, by their name.
    """

    version: str
    window: int
    flags: tuple[str, ...]
    outputs: tuple[str, ...]
    labels: Labels
    hashes: tuple[tuple[str, str], ...]


def read_manifest(folder: Path, advice: str) -> Manifest:
    """Read the manifest of the reader in a folder.

    Raises:
        DataError: it is not there, or is none; `advice` says what to do then.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text("utf-8"))
        return _manifest(data)
    except OSError as error:
        raise DataError(f"{path}: the learned reader cannot be read: {error.strerror or error}; {advice}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path}: this is no manifest of a learned reader ({type(error).__name__}: {error}); {advice}"
        ) from error


def _manifest(data: Mapping[str, Any]) -> Manifest:
    heads: Mapping[str, Any] = data["heads"]
    lacking = [name for name in NEEDED if name not in heads]
    window = int(data["window"])
    event = tuple(str(label) for label in heads["event"])
    if lacking or window < SMALLEST_WINDOW or not event or event[0] != NONE:
        raise ValueError(
            f"it must have heads {', '.join(NEEDED)}, of which event starts with {NONE!r}, and a window of at least {SMALLEST_WINDOW}"
        )
    bias = data.get("link_bias", {})
    labels = Labels(
        event, tuple(heads.get("roles", ())), tuple(heads.get("incident", ())), (float(bias.get("doer", 0)), float(bias.get("undergoer", 0)))
    )  # fmt: skip
    hashes = tuple((name, str(data["files"][name])) for name in (MODEL, TOKENIZER))
    flags = tuple(str(name) for name in data["flags"])
    return Manifest(str(data.get("version", "unnamed")), window, flags, tuple(heads), labels, hashes)
