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
LINKS = ("anchor", "doer", "undergoer")
"""The outputs that together are the head `links`."""
SMALLEST_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Manifest:
    """The shape of a reader, and the hashes of its files.

    Args:
        window: most word pieces that it reads at once, its two marks included.
        flags: names of the flags of a word that it was trained with.
        outputs: names of the outputs that the model has.
        labels: the labels of its heads.
        hashes: SHA-256 of its files, in hexadecimal, by their name.
    """

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
    heads: Mapping[str, Mapping[str, Any]] = data["heads"]
    event = tuple(str(label) for label in heads["event"]["labels"])
    window = int(data["window"])
    if event[:1] != (NONE,) or window < SMALLEST_WINDOW:
        raise ValueError(f"its labels of events must start with {NONE!r}, and its window be at least {SMALLEST_WINDOW}")
    bias = heads["links"]["bias"]
    labels = Labels(
        event, tuple(heads.get("roles", {}).get("labels", ())), tuple(heads.get("incident", {}).get("labels", ())),
        (float(bias["doer"]), float(bias["undergoer"])),
    )  # fmt: skip
    outputs = tuple(output for name in heads for output in (LINKS if name == "links" else (name,)))
    hashes = tuple((name, str(data["sha256"][name])) for name in (MODEL, TOKENIZER))
    return Manifest(window, tuple(str(name) for name in data["flags"]), outputs, labels, hashes)
