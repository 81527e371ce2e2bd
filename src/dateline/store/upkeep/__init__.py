"""Upkeep: backup and restoring, vacuuming, and the check that a store is sound."""

from __future__ import annotations

from dateline.store.upkeep.checking import check
from dateline.store.upkeep.copying import Backup, Restored, backup, restore
from dateline.store.upkeep.steps import Checked, Fault, Progress, silent
from dateline.store.upkeep.vacuum import Vacuumed, size_of, vacuum

__all__ = [
    "Backup", "Checked", "Fault", "Progress", "Restored", "Vacuumed", "backup", "check", "restore", "silent", "size_of", "vacuum",
]  # fmt: skip
