"""A folder of shards: what stands in it, and the shard that is being written."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from dateline import failpoints
from dateline.errors import InputError, SettingsError, StoreError, UnreadableInput
from dateline.events import CodedReport, Coder
from dateline.shards.ledger import LEDGER, Ledger, Shard
from dateline.shards.parts import PartWriter, read_part

PART = re.compile(r"part-\d{6,}\.parquet|\.part-\d{6,}\.parquet\.tmp")
SHARD_REPORTS = 10_000
"""Reports of a shard: some 30 MB, minutes of work of a machine, and few enough files for an archive of a hundred million."""


@dataclass(frozen=True, slots=True)
class ShardSettings:
    """How shards are cut.

    Args:
        reports: of a shard, at most. A run that is killed does as many again, at most.
    """

    reports: int = SHARD_REPORTS

    def __post_init__(self) -> None:
        if self.reports < 1:
            raise SettingsError(f"a shard holds 1 report or more; got {self.reports}")


class ShardFolder:
    """The finished shards of a folder, to be read.

    Raises:
        StoreError: there are none, or a run is writing them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        ledger = Ledger(folder, None)
        try:
            self.shards = tuple(ledger.shards())
            self.coder = ledger.coder()
        finally:
            ledger.close()

    def records(self) -> Iterator[CodedReport | InputError]:
        """Yield the records of all shards that the ledger knows, and an error for each shard that is not what was written."""
        for shard in self.shards:
            path = self._folder / shard.name
            wrong = _difference(path, shard)
            if wrong:
                advice = "bring the file back from a copy, or code into another folder"
                yield UnreadableInput(str(path), wrong, advice=advice)
            else:
                yield from read_part(path)


@dataclass(slots=True)
class _Part:
    """The shard that is being written."""

    number: int
    scratch: Path
    stream: IO[bytes]
    writer: PartWriter
    ids: set[str]
    events: int = 0


class ShardWriter:
    """Writes shards into a folder; a context that finishes the last of them at its end, unless that is torn.

    Args:
        folder: is made where it is not there.
        coder: whose records come.

    Raises:
        SettingsError: the folder holds other files, or pyarrow is not installed.
        StoreError: another run writes here, the shards are another coder's, or one of them is gone.
    """

    def __init__(self, folder: Path, coder: Coder, settings: ShardSettings | None = None) -> None:
        self._folder = folder
        self._settings = settings or ShardSettings()
        self._part: _Part | None = None
        self._torn = False
        _prepare(folder)
        self._ledger = Ledger(folder, coder)
        try:
            shards = self._ledger.shards()
            self._check(shards)
            self._clean({shard.name for shard in shards})
        except BaseException:
            self._ledger.close()
            raise
        self._next = shards[-1].number + 1 if shards else 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the shard that is being written, and let go of the folder; twice does no harm."""
        try:
            # What was broken off in the middle of a record, by Ctrl-C or a full disk, is no shard: the next run codes it again.
            if not self._torn:
                self.finish()
        finally:
            self._drop()
            self._ledger.close()

    def known(self, ids: Iterable[str]) -> set[str]:
        """Return which of the reports are done."""
        asked = set(ids)
        written = self._part.ids & asked if self._part else set()
        return written | self._ledger.known(asked - written)

    def write(self, record: CodedReport) -> bool:
        """Write a record, unless it stands there already; return whether it was written.

        It is there for good when its shard is finished: when enough have come, or at `close`.
        """
        if self.known([record.report.id]):
            return False
        self._torn = True
        with _full(self._folder):
            part = self._part or self._open()
            part.writer.write(record)
            part.ids.add(record.report.id)
            part.events += len(record.events)
            failpoints.reach("mid-shard")
            if len(part.ids) >= self._settings.reports:
                self.finish()
        self._torn = False
        return True

    def finish(self) -> None:
        """Bring the shard that is being written to its place, and enter it in the ledger."""
        part = self._part
        if part is None:
            return
        with _full(self._folder):
            part.writer.close()
            part.stream.flush()
            os.fsync(part.stream.fileno())
            part.stream.close()
            name = part.scratch.name[1:].removesuffix(".tmp")
            digest, size = _digest(part.scratch)
            part.scratch.replace(self._folder / name)
            _sync(self._folder)
            failpoints.reach("before-ledger")
            self._ledger.enter(Shard(part.number, name, digest, size, len(part.ids), part.events), part.ids)
        self._part = None
        self._next = part.number + 1

    def _open(self) -> _Part:
        scratch = self._folder / f".part-{self._next:06}.parquet.tmp"
        stream = scratch.open("wb")
        self._part = _Part(self._next, scratch, stream, PartWriter(stream), set())
        return self._part

    def _drop(self) -> None:
        part, self._part = self._part, None
        if part is not None:
            part.writer.drop()
            # What waits in the stream may have no room on the disk; nobody wants it.
            with suppress(OSError):
                part.stream.close()
            with suppress(OSError):
                part.scratch.unlink(missing_ok=True)

    def _check(self, shards: list[Shard]) -> None:
        for shard in shards:
            path = self._folder / shard.name
            size = path.stat().st_size if path.exists() else None
            if size != shard.size:
                told = "is gone" if size is None else f"has {size:,} bytes and not the {shard.size:,} that were written"
                raise StoreError(
                    f"{path}: the shard {told}; bring it back from a copy, or write all anew to another folder"
                )

    def _clean(self, names: set[str]) -> None:
        """Take away what a run that was killed left behind: files that the ledger does not know."""
        for path in self._folder.iterdir():
            if PART.fullmatch(path.name) and path.name not in names:
                path.unlink()


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{folder}: shards go into a folder, and this is a file")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [] if (folder / LEDGER).exists() else sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    if others:
        raise SettingsError(
            f"{folder}: the folder holds other files ({', '.join(others[:3])}); shards need one of their own"
        )


def _difference(path: Path, shard: Shard) -> str:
    """Return how a file differs from what was written; nothing where it does not."""
    try:
        digest, _ = _digest(path)
    except OSError as error:
        return f"the shard cannot be read: {error.strerror or error}"
    return "" if digest == shard.sha256 else "the shard is not what was written: its hash is another"


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _full(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        told = "the disk is full; what was finished before is safe, and the same command goes on from there"
        raise StoreError(f"{folder}: {told if full else error.strerror or error}") from error
