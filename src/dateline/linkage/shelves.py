"""Rows of numbers put by in a file, by shelves, so that as many as one shelf holds are in memory at a time.

What fits in memory stays there, and is one shelf: small work writes no file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

HELD = 1_000_000
"""Rows that are held in memory before they go to the file; of pairs 8 bytes each, of keys 12."""

Rows = npt.NDArray[Any]


class Shelves:
    """Rows of one type by shelf; gone when it is left.

    Args:
        number: of shelves.
        kind: of the rows, as numpy has it.
    """

    def __init__(self, number: int, kind: npt.DTypeLike) -> None:
        self._number = number
        self._kind = np.dtype(kind)
        self._file: IO[bytes] | None = None
        self._waiting: list[tuple[Rows, Rows]] = []
        self._held = 0
        self._runs: list[list[int]] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, shelves: Rows, rows: Rows) -> None:
        """Put rows by, each on its shelf."""
        self._waiting.append((shelves, rows))
        self._held += len(rows)
        self.rows += len(rows)
        if self._held >= HELD:
            self._write()

    def take(self) -> Iterator[Rows]:
        """Yield what is on each shelf, in the order of shelves; all of it at once where it was never too much."""
        if self._file is None:
            yield np.concatenate([np.empty(0, self._kind), *(rows for _, rows in self._waiting)])
            return
        self._write()
        for shelf in range(self._number):
            yield np.concatenate([self._read(run[shelf], run[shelf + 1]) for run in self._runs])

    def _write(self) -> None:
        """Write what is held as one run: its shelves one after the other."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="dateline-linkage-")  # noqa: SIM115 - closed when left
        start = self._runs[-1][-1] if self._runs else 0
        if self._waiting:
            shelves = np.concatenate([some for some, _ in self._waiting])
            order = np.argsort(shelves, kind="stable")
            self._file.write(np.concatenate([rows for _, rows in self._waiting])[order].tobytes())
            ends = np.cumsum(np.bincount(shelves, minlength=self._number))
            self._runs.append([start, *(start + ends).tolist()])
        self._waiting, self._held = [], 0

    def _read(self, start: int, end: int) -> Rows:
        assert self._file is not None  # noqa: S101 - for the type checker
        self._file.seek(start * self._kind.itemsize)
        return np.frombuffer(self._file.read((end - start) * self._kind.itemsize), self._kind)
