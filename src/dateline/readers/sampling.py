"""A look into an archive of any size without reading it: what stands there, and pieces of it drawn at random.

Files that hold one report are drawn as they are. Of those that hold many, windows are drawn, a place in a file being as likely
as any other: cut at the borders of records where the format has such (web archives, JSON Lines, mailboxes), from the start elsewhere.
"""

from __future__ import annotations

import io
import random
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from dateline.errors import InputError, SkippedInput
from dateline.readers.content import GZIP_MAGIC
from dateline.readers.files import FileReader
from dateline.readers.inputs import STDIN, Input, find
from dateline.readers.kinds import KINDS, MANY, PACKED, Kind, extension
from dateline.readers.options import ReadOptions
from dateline.text import Report

WINDOW = 1_500_000
"""Bytes of a window: some seventy packed pages of a web archive, some four hundred lines of JSON."""
MOST_DRAWN = 2_000
"""Files that are kept in mind of those that hold one report each."""
_BORDERS: dict[Kind, bytes] = {"lines": b"\n", "mbox": b"\nFrom ", "warc": b"\r\n\r\nWARC/1."}
_BEFORE: dict[Kind, int] = {"lines": 1, "mbox": 1, "warc": 4}
"""How much of a border belongs to what stands before it."""


@dataclass(slots=True)
class Survey:
    """What stands under paths.

    Args:
        single: files that hold one report, and their bytes; drawn: some of them, each as likely as any other.
        many: files that hold many, with their sizes in bytes.
        unreadable: inputs that are not there or cannot be opened.
    """

    single: int = 0
    single_bytes: int = 0
    drawn: list[Input] = field(default_factory=list)
    many: list[tuple[str, int]] = field(default_factory=list)
    unreadable: list[InputError] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files there are."""
        return self.single + len(self.many)

    @property
    def many_bytes(self) -> int:
        """Bytes of the files that hold many reports."""
        return sum(size for _, size in self.many)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an archive as it was read: how many bytes of files it is, and what came of it."""

    size: int
    reports: tuple[Report, ...]
    failed: int


def survey(paths: Iterable[str], *, seed: int = 1) -> Survey:
    """Return what stands under paths, by names and sizes alone."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    found = Survey()
    for item in find(paths):
        if isinstance(item, InputError):
            found.unreadable += [] if isinstance(item, SkippedInput) else [item]
            continue
        if item.origin == STDIN:
            continue
        try:
            size = Path(item.origin).stat().st_size
        except OSError:
            continue
        if not item.kind and KINDS.get(extension(item.origin), "") in MANY:
            found.many.append((item.origin, size))
            continue
        found.single += 1
        found.single_bytes += size
        place = len(found.drawn) if len(found.drawn) < MOST_DRAWN else chance.randrange(found.single)
        if place == len(found.drawn):
            found.drawn.append(item)
        elif place < MOST_DRAWN:
            found.drawn[place] = item
    chance.shuffle(found.drawn)
    return found


def single_pieces(found: Survey, options: ReadOptions) -> Iterator[Piece]:
    """Yield files that hold one report each, drawn at random."""
    with FileReader(options) as reader:
        for item in found.drawn:
            size = Path(item.origin).stat().st_size if Path(item.origin).exists() else 0
            yield _piece(size, reader.read(item.origin, kind=item.kind), cut=False)


def windows(found: Survey, options: ReadOptions, *, seed: int = 1) -> Iterator[Piece]:
    """Yield windows of files that hold many reports, without end; what is small is read as a whole, once."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    with FileReader(options) as reader:
        if found.many_bytes <= WINDOW:
            for origin, size in found.many:
                yield _piece(size, reader.read(origin), cut=False)
            return
        sums = list(accumulate(size for _, size in found.many))
        while True:
            place = chance.randrange(sums[-1])
            at = bisect_right(sums, place)
            origin, size = found.many[at]
            offset = place - (sums[at] - size)
            try:
                data, cut = _window(origin, size, offset)
            except OSError:
                continue
            if data:
                read = reader.read_stream(io.BytesIO(data), origin=origin, suffix=extension(origin))
                yield _piece(len(data), read, cut=cut)


def _window(origin: str, size: int, offset: int) -> tuple[bytes, bool]:
    """Return the bytes of a window that begins near an offset, and whether a record may be cut at its end."""
    kind = KINDS.get(extension(origin), "")
    with Path(origin).open("rb") as file:
        if kind == "wacz" or size <= WINDOW:
            return file.read(), False
        packed = origin.lower().endswith(PACKED)
        head = file.read(4)
        members = kind == "warc" and head.startswith(GZIP_MAGIC)
        if kind not in _BORDERS or (packed and not members):
            file.seek(0)
            return file.read(WINDOW), True
        # A window that would reach over the end begins earlier; the last records of a file are as likely as others.
        file.seek(min(offset, size - WINDOW))
        at_start = file.tell() == 0
        data = file.read(2 * WINDOW)
    start = 0 if at_start else _member(data) if members else _border(data, kind, 0)
    if start < 0:
        return b"", True
    if len(data) - start <= WINDOW:
        return data[start:], False
    end = _member(data, start + WINDOW) if members else _border(data, kind, start + WINDOW)
    return (data[start : start + WINDOW], True) if end < 0 else (data[start:end], False)


def _border(data: bytes, kind: Kind, start: int) -> int:
    found = data.find(_BORDERS[kind], start)
    return found + _BEFORE[kind] if found >= 0 else -1


def _member(data: bytes, start: int = 0) -> int:
    """Return where the next gzip member of a web archive begins; -1 where none does."""
    at = data.find(GZIP_MAGIC, start)
    while at >= 0:
        try:
            if zlib.decompressobj(31).decompress(data[at : at + 512], 16).startswith(b"WARC/"):
                return at
        except zlib.error:
            pass
        at = data.find(GZIP_MAGIC, at + 1)
    return -1


def _piece(size: int, read: Iterable[Report | InputError], *, cut: bool) -> Piece:
    found = [item for item in read if not isinstance(item, SkippedInput)]
    # The record at the end of a window is damaged by nobody but us.
    if cut and found and isinstance(found[-1], InputError):
        found.pop()
    reports = tuple(item for item in found if isinstance(item, Report))
    return Piece(size, reports, len(found) - len(reports))
