"""How long the fault tests run: short in `make test`, long in `make soak`; and the figures that they tell of."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

LONG = os.environ.get("DATELINE_SOAK", "") not in {"", "0"}


@dataclass(frozen=True, slots=True)
class Scale:
    """How often, how many, how long."""

    kills: int
    events: int
    orders: int
    seconds: float
    server_kills: int
    again: int
    """Events of the archive that is added three times over."""


SCALE = Scale(200, 900, 100, 60.0, 25, 800) if LONG else Scale(25, 120, 10, 3.0, 2, 120)


@pytest.fixture
def figure(request):
    """Tells figures of a test: printed, and kept for the soak's table where it asks for them."""

    def tell(**values):
        name = request.node.name
        words = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in values.items())
        print(f"{name}: {words}")  # noqa: T201 - shown with -s, and where the test fails
        path = os.environ.get("DATELINE_SOAK_FIGURES")
        if path:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"test": name, **values}) + "\n")

    return tell
