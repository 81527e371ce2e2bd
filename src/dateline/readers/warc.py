"""The records of a web archive (WARC 1.0 and 1.1, ISO 28500), one by one, from a file that may be cut, damaged or lying.

Framed by our own code and not by FastWARC, which was measured on damaged files: it ends at the first record whose length is
false or whose packing is broken, and gives a record that was cut short as a whole one. Here the next record is looked for
instead, and what was lost is said. Never more than one record is held.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.errors import InputError
from dateline.readers.content import GZIP_MAGIC
from dateline.readers.options import Limits

CHUNK = 65_536
LONGEST_HEAD = 65_536
"""Bytes of a record's header; usual ones have 500."""
_BEGIN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_NEXT = re.compile(rb"\r?\n\r?\nWARC/[01]\.\d{1,2}\r?\n[A-Za-z-]+:")
"""The end of a record and the begin of another, as it stands inside of a record whose length is false."""
_ENDED = re.compile(rb"(?:\r?\n){2}|(?:\r?\n)*WARC/[01]\.")
"""What stands after a record's block: two empty lines, of which careless writers leave out one or both."""
_MARK = 64
"""Bytes that such a mark has at most."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_NUMBER = re.compile(rb"\d{1,15}")
_ALWAYS_UNPACKED = 10_000_000
_CUT = "the file breaks off in the middle of a record"


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its header's fields by lower-case name, its block, and where it begins in the file (packed bytes)."""

    fields: Mapping[str, str]
    block: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a file lost: what, where (packed bytes), of which page, and whether nothing comes after it."""

    told: str
    offset: int
    kind: str = "unreadable"
    url: str = ""
    last: bool = False


class _Damaged(Exception):
    def __init__(self, told: str, *, last: bool = False) -> None:
        super().__init__(told)
        self.told = told
        self.last = last


class _Plain:
    """A stream as it is."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self.offset = 0

    def read(self) -> bytes:
        try:
            data = self._stream.read1(CHUNK)
        except InputError as error:
            raise _Damaged(error.problem, last=True) from None
        self.offset += len(data)
        return data

    def skip_member(self) -> bool:
        """Nothing is packed that could be skipped."""
        return False


class _Members:
    """A file of gzip members, one a record as a rule, unpacked one after the other; after damage the next one is found.

    `offset` is where the member begins that is read now.
    """

    def __init__(self, stream: io.BufferedIOBase, ratio: int) -> None:
        self._stream = stream
        self._ratio = ratio
        self._packed = b""
        self._at = 0  # of the first byte of _packed, in the file
        self._member: zlib._Decompress | None = None
        self._in = self._out = 0
        self.offset = 0

    def read(self) -> bytes:
        """Return some bytes, b"" at the end.

        Raises:
            _Damaged: the packing is broken; the next call goes on with the next member that begins.
        """
        while True:
            if self._member is None and not self._open():
                return b""
            data = self._unpack()
            if data:
                return data

    def _open(self) -> bool:
        """Begin the next member; False at the end of the file."""
        self._have(2)
        if not self._packed:
            return False
        if not self._packed.startswith(GZIP_MAGIC):
            lost = self._at
            # Padding with zeros is no damage.
            padding = not self._packed.strip(b"\x00")
            if len(self._packed) < 2 and not padding:
                raise _Damaged(_CUT, last=True)
            found = self._seek()
            if not (padding and not found):
                raise _Damaged(f"{self._at - lost:,} bytes after byte {lost:,} are no gzip data", last=not found)
            return False
        self.offset, self._member, self._in, self._out = self._at, zlib.decompressobj(31), 0, 0
        return True

    def _unpack(self) -> bytes:
        member = self._member
        if member is None:
            return b""
        if not self._have(1):
            self._member = None
            raise _Damaged(_CUT, last=True)
        try:
            data = member.decompress(self._packed, CHUNK)
        except zlib.error as error:
            self._take(2 if self._at == self.offset else 1)
            found = self.skip_member()
            why = str(error).partition(": ")[2] or str(error)
            raise _Damaged(f"its gzip data is broken ({why})", last=not found) from None
        rest = member.unused_data if member.eof else member.unconsumed_tail
        self._take(len(self._packed) - len(rest))
        self._out += len(data)
        if member.eof:
            self._member = None
        elif self._out > _ALWAYS_UNPACKED and self._out > self._ratio * self._in:
            found = self.skip_member()
            raise _Damaged(f"it unpacks to more than max_unpacked_ratio = {self._ratio} times its size", last=not found)
        return data

    def skip_member(self) -> bool:
        """Give up the member that is read, and find where the next one begins; False where none does."""
        self._member = None
        return self._seek()

    def _seek(self) -> bool:
        while True:
            # The third byte is the method (8 is all there is), the fourth flags of which five may be set.
            at = self._packed.find(GZIP_MAGIC + b"\x08")
            if at >= 0 and self._have(at + 4):
                self._take(at)
                if self._packed[3] < 0x20:
                    return True
                self._take(1)
                continue
            self._take(max(0, len(self._packed) - 3) if at < 0 else at)
            if not self._have(len(self._packed) + 1):
                self._take(len(self._packed))
                return False

    def _take(self, count: int) -> None:
        self._packed = self._packed[count:]
        self._at += count
        self._in += count

    def _have(self, size: int) -> bool:
        """Read until so many packed bytes wait; False where the file ends before."""
        while len(self._packed) < size:
            data = self._stream.read1(CHUNK)
            if not data:
                return False
            self._packed += data
        return True


class Records:
    """Reads records and troubles; iterate over it.

    Args:
        stream: the file, packed record by record, as a whole, or not at all.
        packed: that there are packed records in it, wherever they begin.
    """

    def __init__(self, stream: io.BufferedReader, limits: Limits, *, packed: bool = False) -> None:
        head = stream.peek(CHUNK)[:CHUNK]
        packed = packed or head.startswith(GZIP_MAGIC) or (b"WARC/" not in head and GZIP_MAGIC + b"\x08" in head)
        self._source = _Members(stream, limits.max_unpacked_ratio) if packed else _Plain(stream)
        self._packed = packed
        self._limit = limits.max_file_bytes
        self._buffer = b""
        self._base = 0  # unpacked bytes before the buffer
        self._damage: tuple[_Damaged, int] | None = None  # behind what the buffer holds, and where
        self.number = 0

    def __iter__(self) -> Iterator[Record | Trouble]:
        while True:
            found = self._next()
            if self._damage is not None and (found is None or (isinstance(found, Trouble) and found.last)):
                # What is not whole is so because of the damage behind it.
                (damage, offset), self._damage = self._damage, None
                self._drop(len(self._buffer))
                found = Trouble(damage.told, offset, url=found.url if found else "", last=damage.last)
            if found is None:
                return
            self.number += isinstance(found, Record)
            yield found
            if isinstance(found, Trouble) and found.last:
                return

    def _where(self) -> int:
        return self._source.offset if self._packed else self._base

    def _next(self) -> Record | Trouble | None:
        while True:
            self._buffer_at_least(1)
            blank = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
            self._drop(blank)
            if self._buffer:
                break
            if not blank:
                return None
        offset = self._where()
        self._buffer_at_least(_MARK)
        if not _BEGIN.match(self._buffer):
            lost = self._base
            found = self._to_next_begin()
            told = f"{self._base - lost:,} bytes are no record of a web archive"
            return Trouble(told, offset, last=not found)
        head = self._head()
        if head is None:
            self._drop(1)
            found = self._to_next_begin()
            return Trouble("a record's header has no end", offset, last=not found)
        fields = _fields(head)
        length = fields.get("content-length", "").encode("ascii", "replace")
        if not _NUMBER.fullmatch(length):
            self._drop(len(head))
            self._to_next_begin()
            told = f"a record's length is no number ({length.decode()[:40]!r}); it is passed over"
            return Trouble(told, offset, url=fields.get("warc-target-uri", ""))
        self._drop(len(head))
        return self._block(fields, int(length), offset)

    def _block(self, fields: dict[str, str], length: int, offset: int) -> Record | Trouble:
        url = fields.get("warc-target-uri", "").strip("<>")
        if length > self._limit:
            return self._oversize(url, length, offset)
        self._buffer_at_least(length)
        if len(self._buffer) < length:
            return self._cut_or_false(url, length, offset)
        block = self._buffer[:length]
        self._buffer_at_least(length + _MARK)
        after = self._buffer[length : length + _MARK]
        if after.strip(b"\r\n") and not _ENDED.match(after):
            self._resume_inside()
            return Trouble(f"a record's length ({length:,}) is false; it is passed over", offset, url=url)
        self._drop(length)
        return Record(fields, block, offset)

    def _oversize(self, url: str, length: int, offset: int) -> Trouble:
        """Pass over a record that is too large, or says that it is."""
        left, told = (
            length,
            f"a record has {length:,} bytes, more than max_file_bytes = {self._limit:,}; it is passed over",
        )
        while left > 0:
            self._buffer_at_least(CHUNK)
            if not self._buffer:
                told = f"{_CUT}, or its length ({length:,}) is false"
                return Trouble(told, offset, url=url, last=True)
            found = _NEXT.search(self._buffer, 0, min(len(self._buffer), left))
            if found:
                self._drop(found.start())
                return Trouble(f"a record's length ({length:,}) is false; it is passed over", offset, url=url)
            step = min(left, max(1, len(self._buffer) - _MARK))
            self._drop(step)
            left -= step
        return Trouble(told, offset, kind="limit", url=url)

    def _cut_or_false(self, url: str, length: int, offset: int) -> Trouble:
        """Say what a record is whose block ends with the file before its length is reached."""
        if _NEXT.search(self._buffer):
            self._resume_inside()
            return Trouble(f"a record's length ({length:,}) is false; it is passed over", offset, url=url)
        have = len(self._buffer)
        self._drop(have)
        told = f"{_CUT} ({have:,} of {length:,} bytes)"
        return Trouble(told, offset, url=url, last=True)

    def _resume_inside(self) -> None:
        """Go on with the next record that begins in what is read or after it."""
        found = _NEXT.search(self._buffer)
        if found:
            self._drop(found.start())
        else:
            self._to_next_begin()

    def _to_next_begin(self) -> bool:
        """Drop everything before the next begin of a record; False where there is none."""
        while True:
            found = _BEGIN.search(self._buffer)
            if found:
                self._drop(found.start())
                return True
            self._drop(max(0, len(self._buffer) - _MARK))
            before = len(self._buffer)
            self._buffer_at_least(before + 1)
            if len(self._buffer) == before:
                self._drop(before)
                return False

    def _head(self) -> bytes | None:
        """Return a record's header with the empty line after it; None where it is too long or has no end."""
        size = 0
        while True:
            end = _HEAD_END.search(self._buffer, max(0, size - 3), LONGEST_HEAD)
            if end:
                return self._buffer[: end.end()]
            size = len(self._buffer)
            if size >= LONGEST_HEAD:
                return None
            self._buffer_at_least(size + 1)
            if len(self._buffer) == size:
                return None

    def _buffer_at_least(self, size: int) -> None:
        """Read until so many bytes wait, or the stream ends."""
        if len(self._buffer) >= size or self._damage is not None:
            return
        pieces, have = [self._buffer], len(self._buffer)
        try:
            while have < size and (data := self._source.read()):
                pieces.append(data)
                have += len(data)
        except _Damaged as damage:
            self._damage = damage, self._where()
        self._buffer = b"".join(pieces)

    def _drop(self, count: int) -> None:
        self._buffer = self._buffer[count:]
        self._base += count


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in {" ", "\t"} and name:
            fields[name] += " " + line.strip()
            continue
        key, colon, value = line.partition(":")
        if colon:
            name = key.strip().lower()
            fields.setdefault(name, value.strip())
    return fields
