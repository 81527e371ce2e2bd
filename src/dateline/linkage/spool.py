"""Tellings put by in a file while many are linked: a million would need seven gigabytes of memory, each a few kilobytes.

What is needed at one time lies close together in time, so the last ones read are held ready.
"""

from __future__ import annotations

import marshal
import os
import tempfile
from array import array
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Self

from dateline.linkage.telling import Telling, plain_of, telling_of

HELD = 32_000
"""Tellings held ready, with what comparing made of them some 7 kB each: those of some hundred days of the made archive (bench/made_archive.py), in which
nine in ten of the pairs lie. With 12,000 each telling of 60,000 was read 2.1 times, with 24,000 once."""


PLAIN = 2
"""The form of marshal that looks for no values told twice: they are few, and looking costs more. Written and read by one Python."""


class Reader:
    """Reads tellings by their number; can be sent to another process.

    Args:
        path: the spool's file, of this program's own making a moment ago.
        starts: where each telling begins in it, and where the last one ends.
    """

    def __init__(self, path: str, starts: array[int]) -> None:
        self._path = path
        self._starts = starts
        self._file: int | None = None
        self._held: OrderedDict[int, Telling] = OrderedDict()

    def __reduce__(self) -> tuple[object, ...]:
        return (Reader, (self._path, self._starts))

    def __getitem__(self, number: int) -> Telling:
        held = self._held.get(number)
        if held is not None:
            self._held.move_to_end(number)
            return held
        if self._file is None:
            self._file = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        start = self._starts[number]
        telling = telling_of(marshal.loads(_read(self._file, self._starts[number + 1] - start, start)))  # noqa: S302 - our own
        self._held[number] = telling
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return telling

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Spool:
    """A file of tellings, gone when it is left."""

    def __init__(self) -> None:
        number, self._path = tempfile.mkstemp(prefix="dateline-linkage-")
        self._file = os.fdopen(number, "wb")
        self._starts = array("Q", [0])
        self.reader = Reader(self._path, self._starts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self.reader.close()
        Path(self._path).unlink()

    def add(self, plain: bytes) -> None:
        """Put a telling by under the next number, as `written` gives it."""
        self._starts.append(self._starts[-1] + self._file.write(plain))

    def finish(self) -> None:
        """Say that all are there, and can be read."""
        self._file.flush()


def written(telling: Telling) -> bytes:
    """Return a telling as it is put by."""
    return marshal.dumps(plain_of(telling), PLAIN)


def _read(file: int, size: int, start: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file, size, start)
    os.lseek(file, start, os.SEEK_SET)
    return os.read(file, size)
