"""The weights of linkage: one number for each level of each comparison in each sphere, and the bias, from a table that ships."""

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
    """Log-odds by level; a level that is not in a table adds nothing.

    Args:
        political: of pairs of which one at least is political. Wars, coups and protests fill the world's news and name few.
        local: of all other pairs: crimes, and what is unclear. Local news names streets and the hurt, and hardly an actor.
    """

    bias: float
    political: Mapping[str, float]
    local: Mapping[str, float]

    def of(self, one: str, other: str) -> Mapping[str, float]:
        """Return the table for two tellings of these spheres."""
        return self.political if "political" in {one, other} else self.local

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process border, which a read-only mapping cannot."""
        return (_weights, (self.bias, dict(self.political), dict(self.local)))


def _weights(bias: float, political: dict[str, float], local: dict[str, float]) -> Weights:
    return Weights(bias, MappingProxyType(political), MappingProxyType(local))


def read_weights(text: str) -> Weights:
    """Read weights from the JSON that `bench/train_linkage.py` writes.

    Raises:
        RecordError: it is not such JSON.
    """
    try:
        data = json.loads(text)
        political, local = (
            {str(name): float(value) for name, value in data[sphere].items()} for sphere in ("political", "local")
        )
        return _weights(float(data["bias"]), political, local)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"these are no weights of linkage: {error!r}") from error


@functools.cache
def default_weights() -> Weights:
    """Return the weights that ship."""
    return read_weights(resources.files("dateline.data").joinpath("linkage_weights.json").read_text("utf-8"))
