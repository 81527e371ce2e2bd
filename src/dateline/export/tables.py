"""The tables of this room's own data: rows under a line of column names, with lines of comment before it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files


def table_rows(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table in `data/export`, by column.

    Args:
        name: of the file, with its ending.
    """
    path = files("dateline") / "data" / "export" / name
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
