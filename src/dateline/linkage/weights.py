"""The weights of linkage: one number for each level of each comparison, and the bias, read from a table that ships."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from dateline.errors import RecordError


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds by level; a level that is not in the table adds nothing."""

    bias: float
    levels: Mapping[str, float]

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process border, which a read-only mapping cannot."""
        return (_weights, (self.bias, dict(self.levels)))


def _weights(bias: float, levels: dict[str, float]) -> Weights:
    return Weights(bias, MappingProxyType(levels))


def read_weights(text: str) -> Weights:
    """Read weights from the JSON that `bench/train_linkage.py` writes.

    Raises:
        RecordError: it is not such JSON.
    """
    try:
        data = json.loads(text)
        levels = {str(name): float(value) for name, value in data["weights"].items()}
        return _weights(float(data["bias"]), levels)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"these are no weights of linkage: {error!r}") from error


@functools.cache
def default_weights() -> Weights:
    """Return the weights that ship."""
    return read_weights(resources.files("dateline.data").joinpath("linkage_weights.json").read_text("utf-8"))
