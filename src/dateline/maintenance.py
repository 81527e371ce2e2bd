"""Keeping a database sound: upgrade, check, backup, restore, vacuum; the wiring beside `project`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.store import CheckReport, Copied, Upgraded, Vacuumed

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def upgrade(db: str | Path | None = None) -> Upgraded:
    """Bring a database to the schema of this version."""
    from dateline.store import upgrade

    return upgrade(db)


def check(db: str | Path | None = None, *, progress: Progress | None = None) -> CheckReport:
    """Prove that what a database holds agrees with itself; lists what does not."""
    from dateline.store import check

    return check(db, progress=progress)


def backup(target: Path, db: str | Path | None = None, *, progress: Progress | None = None) -> Copied:
    """Write a copy of a database, as it is at one moment, into a file that dateline opens."""
    from dateline.store import backup

    return backup(target, db, progress=progress)


def restore(source: Path, db: str | Path | None = None, *, progress: Progress | None = None) -> Copied:
    """Bring a copy back into an empty database."""
    from dateline.store import restore

    return restore(source, db, progress=progress)


def vacuum(db: str | Path | None = None) -> Vacuumed:
    """Give unused space back, and let the database look at its own figures."""
    from dateline.store import vacuum

    return vacuum(db)
