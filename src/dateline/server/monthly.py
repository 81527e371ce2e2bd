"""Counts a month as the page draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dateline.showing import FAMILIES, family_of
from dateline.store import Month


def by_month(rows: Sequence[Month]) -> dict[str, Any]:
    """Return columns: months, in each the number of each family, and how many were killed."""
    place = {family.name: number for number, family in enumerate(FAMILIES)}
    months: dict[str, list[int]] = {}
    killed: Counter[str] = Counter()
    for row in rows:
        months.setdefault(row.month, [0] * len(FAMILIES))[place[family_of(row.plover).name]] += row.incidents
        killed[row.month] += row.killed
    return {"months": list(months), "families": list(months.values()), "killed": [killed[month] for month in months]}


def fewest(*numbers: int | None) -> int | None:
    """Return of how many something was counted, where some of it was counted in all (None)."""
    return min((number for number in numbers if number is not None), default=None)
