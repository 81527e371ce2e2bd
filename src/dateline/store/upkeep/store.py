"""The store as those see it who look after it."""

from __future__ import annotations

from pathlib import Path

from dateline.store import upkeep
from dateline.store.database import troubles_mapped
from dateline.store.incidents.reviews import ReviewStore
from dateline.store.upkeep.steps import Progress, silent
from dateline.store.watching.store import WatchStore


class TendedStore(ReviewStore, WatchStore):
    """Backup, check and vacuum of a database that is open."""

    def backup(self, path: str | Path, *, replace: bool = False, progress: Progress = silent) -> upkeep.Backup:
        """Write the store into a file that dateline opens as a store, while others go on using it.

        Args:
            replace: whether a file that is there may be replaced.

        Raises:
            StoreError: the file is there, cannot be written, or came out unsound.
        """
        with troubles_mapped(self._url):
            return upkeep.backup(self._engine, path, replace=replace, progress=progress)

    def check(self, *, sample: int | None = None, progress: Progress = silent) -> upkeep.Checked:
        """Return what is wrong in the store, as it stands at one moment.

        Args:
            sample: of how many reports all that was stored is read and compared, others each time; None for all.
        """
        with self._reading() as connection:
            return upkeep.check(connection, self._kit, sample=sample, progress=progress)

    def vacuum(self, *, words: bool = False, progress: Progress = silent) -> upkeep.Vacuumed:
        """Give back room that nothing needs; on SQLite nobody else may write meanwhile.

        Args:
            words: make the index of words anew as well: where a check found faults in it.
        """
        self._see_writable()
        with troubles_mapped(self._url):
            return upkeep.vacuum(self._engine, words=words, progress=progress)
