"""Families of types: what one thing may be coded as by different reports of it (`data/linkage_families.tsv`)."""

from __future__ import annotations

import functools
from importlib import resources


@functools.cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    text = resources.files("dateline.data").joinpath("linkage_families.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(plover, mode): frozenset(families.split()) for plover, mode, families in rows[1:]}


@functools.cache
def families_of(plover: str, mode: str | None) -> frozenset[str]:
    """Return the families of a type with its mode."""
    table = _table()
    return table.get((plover, mode or "")) or table[plover, ""]
