"""From bytes to text: what is binary, what encoding it has, what is packed, and how much may come out."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from dateline.errors import EmptyInput, InputError, LimitExceeded, UnreadableInput
from dateline.readers.options import Limits, ReadOptions, is_charset
from dateline.readers.source import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from fastwarc.stream_io import ZstdReader

HEAD = 65_536
"""Bytes at the start by which an input's kind is told."""
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_SKIPPABLE = b"\x2a\x4d\x18"
"""The end of the mark of a frame that is skipped; WARC has its dictionary in one."""
_ALWAYS_UNPACKED = 10_000_000
"""Up to here no .gz is called a bomb, whatever its ratio."""
_MAGIC = (
    (b"%PDF", "a PDF", "extract its text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save its text as .txt"),
    (b"{\\rtf", "a rich-text document", "save its text as .txt"),
    (b"\x89PNG", "a PNG image", ""), (b"\xff\xd8\xff", "a JPEG image", ""), (b"GIF8", "a GIF image", ""),
    (b"SQLite format 3", "an SQLite database", "a store is opened with --db"), (b"\x7fELF", "a program", ""), (b"MZ\x90", "a program", ""),
    (b"BZh", "bzip2 data", "unpack it first, or pack it with gzip"), (b"\xfd7zXZ", "xz data", "unpack it first, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "zstandard inside another packing", "unpack it once first"), (GZIP_MAGIC, "gzip inside gzip", "unpack it once first"),
)  # fmt: skip
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.02
"""Share of control characters above which bytes are no text (texts of old wires hold a few)."""
_BROKEN_SHARE = 0.1
"""UTF-8 with more broken sequences than this share of its sound ones is taken for another encoding."""
_MOJIBAKE = re.compile(r"â€[\u0080-\u00ff™œ\u201c\u201d\u02dc¦¢]|Ã[\u0080-\u00bf©¨¤¶¼±³¡]|Â[\u0080-\u00bf]|ï»¿")
_MOST_MOJIBAKE_SEEN = 2
_ZSTANDARD_STEP = 1024


class Unpacked(io.RawIOBase):
    """What a packed stream unpacks to, refused once it grows beyond what text grows."""

    def __init__(
        self, packed: BinaryIO, *, origin: str, limits: Limits, packing: Literal["gzip", "zstandard"] = "gzip"
    ) -> None:
        self._counted = _Counted(packed)
        self._plain: Any = (
            gzip.GzipFile(fileobj=io.BufferedReader(self._counted), mode="rb")
            if packing == "gzip"
            else _zstandard(self._counted)
        )
        self._packing = packing
        self._origin = origin
        self._limits = limits
        self._out = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Unpack into a buffer.

        Raises:
            UnreadableInput: the packed data is broken or ends too early.
            LimitExceeded: it unpacks to more than `max_unpacked_ratio` times its size.
        """
        view = memoryview(buffer)
        try:
            data = self._plain.read(len(view))
        except (EOFError, OSError, ValueError, zlib.error) as error:
            raise UnreadableInput(
                self._origin,
                f"its {self._packing} data is broken or cut short ({error})",
                advice="fetch or pack it again",
            ) from error
        self._out += len(data)
        ratio = self._limits.max_unpacked_ratio
        if self._out > _ALWAYS_UNPACKED and self._out > ratio * self._counted.count:
            raise LimitExceeded(
                self._origin,
                f"it unpacks to more than max_unpacked_ratio = {ratio} times its size, as no text does",
                advice="check where it comes from, or raise the limit",
            )
        view[: len(data)] = data
        return len(data)


def _zstandard(inner: _Counted) -> _Zstandard:
    from fastwarc.stream_io import ZstdReader

    return _Zstandard(ZstdReader(inner))


class _Zstandard:
    """Unpacks in small steps: the library gives nothing of a step in which the data breaks off."""

    def __init__(self, inner: ZstdReader) -> None:
        self._inner = inner
        self._broken: Exception | None = None

    def read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        while self._broken is None and size > 0:
            try:
                piece = self._inner.read(min(size, _ZSTANDARD_STEP))
            except (OSError, ValueError) as error:
                self._broken = error
                break
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size -= len(piece)
        if not pieces and self._broken is not None:
            raise self._broken
        return b"".join(pieces)


class _Counted(io.RawIOBase):
    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.count = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.count

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._inner.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


def opened(stream: BinaryIO, *, origin: str, limits: Limits) -> io.BufferedReader:
    """Return a stream that can be looked ahead into, unpacked where it is packed."""
    outer = looked_into(stream)
    head = outer.peek(4)[:4]
    if head[:2] == GZIP_MAGIC:
        return io.BufferedReader(Unpacked(outer, origin=origin, limits=limits), HEAD)
    if head == ZSTD_MAGIC or (head[1:] == ZSTD_SKIPPABLE and 0x50 <= head[0] <= 0x5F):
        return io.BufferedReader(Unpacked(outer, origin=origin, limits=limits, packing="zstandard"), HEAD)
    return outer


def looked_into(stream: BinaryIO) -> io.BufferedReader:
    """Return a stream that can be looked ahead into, as it is."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Counted(stream), HEAD)


def read_whole(stream: BinaryIO, *, origin: str, limit: int, told: str, advice: str) -> bytes:
    """Read a stream to its end.

    Args:
        limit: the most bytes; told: what is said where there are more; advice: what to do then.

    Raises:
        LimitExceeded: it is longer. EmptyInput: there is nothing in it.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitExceeded(origin, told, advice=advice)
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise EmptyInput(
            origin, "it is empty" if not data else "it holds nothing but white space", advice="check the file"
        )
    return data


def refuse_binary(head: bytes, origin: str) -> None:
    """Raise UnreadableInput where the first bytes are those of something that is no text."""
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            raise UnreadableInput(
                origin,
                f"this is {what}, no text",
                advice=advice or "give plain text, Markdown, HTML, JSON or JSON Lines",
            )
    if wide_encoding(head):
        return
    if b"\x00" in head or len(_CONTROL.findall(head)) > _MOST_CONTROL * len(head):
        raise UnreadableInput(
            origin, "this is binary data, no text", advice="give plain text, Markdown, HTML, JSON or JSON Lines"
        )


def wide_encoding(head: bytes) -> str | None:
    """Return the encoding that a byte-order mark or every second byte's being NUL gives away."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    sample = head[:2000]
    if len(sample) >= 8 and b"\x00" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        half = len(sample) // 2
        if odd > 0.7 * half and even < 0.05 * half:
            return "utf-16-le"
        if even > 0.7 * half and odd < 0.05 * half:
            return "utf-16-be"
    return None


def decode(
    data: bytes, *, origin: str, options: ReadOptions, declared: str | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """Return the text that bytes hold, and what is to be said of their encoding.

    Args:
        declared: the encoding that the input itself names (an HTML page's meta element).

    Raises:
        UnreadableInput: they are no text in any encoding that is tried.
    """
    wide = wide_encoding(data[:HEAD])
    if wide:
        return _decode_wide(data, wide, origin)
    if b"\x00" in data:
        raise UnreadableInput(origin, "it holds NUL bytes, as binary data does", advice="give text in UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, origin=origin, options=options, declared=declared)
    return text, _mojibake(text)


def _decode_wide(data: bytes, encoding: str, origin: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            text = data.decode(encoding, "replace")
            return text, (("encoding", "some bytes are no UTF-8, although its mark says so; each is kept as U+FFFD"),)
        raise UnreadableInput(
            origin,
            f"it is marked as {encoding.upper()} but breaks off or is broken ({error.reason})",
            advice="save it as UTF-8",
        ) from error
    if "\x00" in text:
        raise UnreadableInput(origin, "it holds NUL characters, as binary data does", advice="give text in UTF-8")
    return text.removeprefix("\ufeff"), ()


def _decode_other(
    data: bytes, *, origin: str, options: ReadOptions, declared: str | None
) -> tuple[str, tuple[Problem, ...]]:
    named = options.encoding or (declared if declared and _may_declare(declared) else None)
    if named:
        try:
            return data.decode(named), ()
        except UnicodeError:
            if options.encoding:
                raise UnreadableInput(
                    origin,
                    f"it is not in the encoding {named}",
                    advice="give the right --encoding, or save it as UTF-8",
                ) from None
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    sound = sum(1 for c in loose if c > "\x7f") - broken
    if sound and broken <= max(1, _BROKEN_SHARE * sound):
        return loose, (("encoding", f"{broken} sequences of bytes are no UTF-8; each is kept as U+FFFD"),)
    try:
        return data.decode("cp1252"), (
            ("encoding", "it is not UTF-8 and was read as Windows-1252; name another with --encoding"),
        )
    except UnicodeDecodeError:
        return data.decode("latin-1"), (
            ("encoding", "it is not UTF-8 and was read as Latin-1; name another with --encoding"),
        )


def _may_declare(name: str) -> bool:
    """Whether a page whose head was found as ASCII can be in the encoding that it names there (UTF-16 can not)."""
    head = b"<meta charset"
    return is_charset(name) and head.decode(name, "replace") == head.decode("ascii")


def _mojibake(text: str) -> tuple[Problem, ...]:
    if text.isascii():
        return ()
    seen = _MOJIBAKE.findall(text, 0, 50_000) if ("Ã" in text or "â€" in text or "Â" in text) else []
    if len(seen) < _MOST_MOJIBAKE_SEEN and not any(s.startswith("â€") for s in seen):
        return ()
    return (
        (
            "mojibake",
            f"it holds UTF-8 that was once read as Windows-1252 ({seen[0]!r}); it is left as it is: save the source anew",
        ),
    )


def unreadable(origin: str, error: OSError) -> InputError:
    """Map an operating system's refusal to an input error."""
    from dateline.errors import MissingInput

    if isinstance(error, FileNotFoundError):
        return MissingInput(origin, "there is no such file or folder", advice="check the path")
    if isinstance(error, PermissionError):
        return MissingInput(
            origin, "it may not be read (permission denied)", advice="change its permissions, or run as its owner"
        )
    return UnreadableInput(
        origin, f"it cannot be read ({error.strerror or error})", advice="check the disk and the path"
    )
