"""The benches are scripts that import each other by name: their folder is on the path while they are tested."""

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module", autouse=True)
def _path():
    sys.path.insert(0, str(BENCH))
    yield
    sys.path.remove(str(BENCH))
