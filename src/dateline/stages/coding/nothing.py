"""Candidates that are certainly no event: acts of fiction and of drills, and harm that nobody meant."""

from __future__ import annotations

from dateline.draft import Draft
from dateline.stages.coding.material import Material
from dateline.stages.coding.mishaps import mishap
from dateline.stages.coding.unreal import unreal


def nothing(draft: Draft, material: Material) -> str:
    """Return why a candidate is certainly no event, "" where nothing says so."""
    return unreal(draft, material) or mishap(draft, material)
