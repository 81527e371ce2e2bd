"""Keeping a database sound: upgrade, check, backup, restore, vacuum; the wiring beside `project`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.store import Backup, Checked, Progress, Restored, Vacuumed


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def upgrade(db: str | Path | None = None) -> tuple[str | None, str]:
    """Bring a database to the schema of this version; return the schema before (None where there was none) and now."""
    from dateline.store import upgrade

    return upgrade(db)


def check(db: str | Path | None = None, *, sample: int | None = None, progress: Progress = _silent) -> Checked:
    """Prove that what a database holds agrees with itself; lists what does not.

    Args:
        sample: read only so many reports with their records; all where None.
        progress: told what is being done, how much of it is done, and how much there is.
    """
    from dateline.store import open_store

    store = open_store(db, must_exist=True)
    try:
        return store.check(sample=sample, progress=progress)
    finally:
        store.close()


def backup(path: Path, db: str | Path | None = None, *, replace: bool = False, progress: Progress = _silent) -> Backup:
    """Write a copy of a database, as it is at one moment, into a file that dateline opens as a store.

    Args:
        replace: whether a file that is there may be replaced.
    """
    from dateline.store import open_store

    store = open_store(db, must_exist=True)
    try:
        return store.backup(path, replace=replace, progress=progress)
    finally:
        store.close()


def restore(source: Path, db: str | Path | None = None, *, progress: Progress = _silent) -> Restored:
    """Make a store of a copy, where there is none yet."""
    from dateline.store import restore

    return restore(source, db, progress=progress)


def vacuum(db: str | Path | None = None, *, words: bool = False, progress: Progress = _silent) -> Vacuumed:
    """Give unused room back, and let the database look at its own figures; with `words`, index the words anew as well."""
    from dateline.store import open_store

    store = open_store(db, must_exist=True)
    try:
        return store.vacuum(words=words, progress=progress)
    finally:
        store.close()
