"""Folders that are watched: which files are new or changed, and whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import InputError
from dateline.readers.inputs import find
from dateline.store.watching.store import FileState
from dateline.watching.config import FolderSource

AT_ONCE = 16
"""Files that are read together."""

UNFINISHED = (".part", ".tmp", ".crdownload", ".swp", "~")
"""Ends of names by which programs say that they are not ready."""


@dataclass(slots=True)
class Folder:
    """A folder that is looked at from time to time.

    A file is taken when two looks in a row find it of the same size and time, so that one that is still being written is not
    read half. Files written whole elsewhere and moved here are taken at the second look as well.
    """

    said: FolderSource
    known: Callable[[Iterable[str]], Mapping[str, FileState]]
    due: float = 0.0
    trouble: str | None = None
    _before: dict[str, FileState] = field(default_factory=dict)
    _done: dict[str, FileState] = field(default_factory=dict)

    def look(self) -> list[FileState]:
        """Return the files that are to be read now, the first by name; others wait for the next look."""
        started = time.monotonic()
        now = {one.path: one for one in self._files()}
        fresh = {path: one for path, one in now.items() if self._done.get(path) != one}
        unsure = [path for path in fresh if path not in self._done]
        stored = self.known(unsure) if unsure else {}
        for path, one in stored.items():
            self._done[path] = one
        ready = [one for path, one in fresh.items() if self._done.get(path) != one and self._before.get(path) == one]
        self._before = now
        self._done = {path: one for path, one in self._done.items() if path in now}
        # A look at a large folder takes its time; it should not be all that is done.
        self.due = time.monotonic() + max(self.said.seconds, 10 * (time.monotonic() - started))
        if len(ready) > AT_ONCE:
            self.due = 0.0
        return ready[:AT_ONCE]

    def read(self, files: Iterable[FileState]) -> None:
        """Remember that files were read."""
        self._done.update((one.path, one) for one in files)

    def _files(self) -> Iterable[FileState]:
        self.trouble = None
        if not Path(self.said.path).is_dir():
            self.trouble = f"{self.said.path}: there is no such folder"
            return
        for found in find([self.said.path]):
            if isinstance(found, InputError):
                if found.code not in {"skipped", "empty"}:
                    self.trouble = str(found)
                continue
            if not found.origin.lower().endswith(UNFINISHED):
                try:
                    status = Path(found.origin).stat()
                except OSError:
                    continue
                yield FileState(found.origin, status.st_size, status.st_mtime_ns)
