"""Web archives (WARC, WACZ) to sources: responses that are pages, and conversions to text, each under the URL it was fetched from.

Their HTML is read by the fast reader (`blocks`); all else in an archive (pictures, scripts, what was not found) is counted and
passed over. The day of capture is not taken for that of publication.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO
from urllib.parse import urlsplit

from dateline.errors import EmptyInput, InputError, LimitExceeded, SkippedInput, UnreadableInput
from dateline.readers.content import HEAD, decode, wide_encoding
from dateline.readers.hostile import PageReader
from dateline.readers.marking import marked_up
from dateline.readers.options import ReadOptions
from dateline.readers.pages import CHARSET
from dateline.readers.source import Source
from dateline.readers.warc import Record, Records, Trouble

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain"})
_HTTP_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_CHARSET_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SILENT = frozenset({"warcinfo", "request", "metadata"})
_WARCS = (".warc", ".warc.gz")
_MOST_NAMED = 6
_TROUBLES_TOLD = 100
"""Damaged places that are each said; of a file with more the rest is counted."""
_NO_ADVICE = "nothing is to be done"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was answered: its bytes unpacked, and what HTTP says of them."""

    url: str
    body: bytes
    mime: str
    charset: str | None


def read_warc(
    stream: io.BufferedReader, *, origin: str, options: ReadOptions, pages: PageReader, salvage: bool = False
) -> Iterator[Source | InputError]:
    """Yield the pages of a web archive; an error for each that cannot be read and each place that is damaged.

    Args:
        salvage: it is a broken file with packed records somewhere in it; what is none is not said.
    """
    records = Records(stream, options.limits, packed=salvage)
    others: Counter[str] = Counter()
    found = troubles = 0
    for record in records:
        if isinstance(record, Trouble):
            troubles += 1
            if salvage:
                continue
            if troubles <= _TROUBLES_TOLD or record.last:
                yield _told(record, origin, records.number)
            continue
        page = _page_of(record, options)
        if isinstance(page, str):
            others[page] += bool(page)
            continue
        found += 1
        yield _read(page, options, pages)
    if troubles > _TROUBLES_TOLD and not salvage:
        told = f"{troubles:,} places of it are damaged; the first {_TROUBLES_TOLD} are named"
        yield UnreadableInput(origin, told, advice="fetch it again")
    others += Counter()
    if others:
        yield SkippedInput(
            origin,
            f"{sum(others.values()):,} records that are no pages were passed over: {_named(others)}",
            advice=_NO_ADVICE,
        )
    elif not found and not troubles:
        yield EmptyInput(origin, "there is no page in this web archive", advice="check what was archived")


def _named(others: Counter[str]) -> str:
    more = ", ..." if len(others) > _MOST_NAMED else ""
    return ", ".join(f"{kind} ({count:,})" for kind, count in others.most_common(_MOST_NAMED)) + more


def _told(trouble: Trouble, origin: str, before: int) -> InputError:
    where = f" ({trouble.url[:200]})" if trouble.url else ""
    kept = f"; what was read before it is kept ({before:,} records)" if trouble.last else ""
    told = f"at byte {trouble.offset:,}{where}: {trouble.told}{kept}"
    if trouble.kind == "limit":
        return LimitExceeded(origin, told, advice="raise the limit if it is a report")
    return UnreadableInput(origin, told, advice="fetch the archive again if the rest is wanted")


def _page_of(record: Record, options: ReadOptions) -> _Page | str:
    """Return the page that a record holds; else what it is, for the count of what is passed over ("" is not counted)."""
    fields = record.fields
    kind = fields.get("warc-type", "").lower()
    url = fields.get("warc-target-uri", "").strip("<> ")
    declared = fields.get("content-type", "")
    if kind in _SILENT:
        return ""
    if kind == "response" and (declared.lower().startswith("application/http") or record.block.startswith(b"HTTP/")):
        return _answer(url, record.block, options)
    if kind not in {"resource", "conversion"} or not url:
        return kind or "of no type"
    mime = declared.partition(";")[0].strip().lower()
    if mime not in _PAGES | _TEXTS:
        return mime or "of no media type"
    return _Page(url, record.block, mime, _charset(declared))


def _answer(url: str, block: bytes, options: ReadOptions) -> _Page | str:
    end = _HTTP_END.search(block, 0, HEAD)
    if end is None:
        return "answers without an end of their header"
    lines = block[: end.start()].decode("latin-1").splitlines()
    status = lines[0].split(None, 2)[1] if len(lines[0].split(None, 2)) > 1 else ""
    if status != "200":
        return f"status {status[:10]}"
    fields = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
    declared = fields.get("content-type", "")
    mime = declared.partition(";")[0].strip().lower()
    body = block[end.end() :]
    if mime and mime not in _PAGES | _TEXTS:
        return mime[:60]
    unpacked = _unpacked(_unchunked(body, fields), fields, options.limits.max_file_bytes)
    if isinstance(unpacked, str):
        return unpacked
    if not unpacked.strip():
        return "empty answers"
    if not mime and b"<" not in unpacked[:HEAD]:
        return "of no media type"
    return _Page(url, unpacked, mime or "text/html", _charset(declared))


def _charset(declared: str) -> str | None:
    found = _CHARSET_PARAMETER.search(declared)
    return found[1] if found else None


def _unchunked(body: bytes, fields: dict[str, str]) -> bytes:
    """Return a body without the sizes of its chunks; many archives have taken them out and left the header."""
    if "chunked" not in fields.get("transfer-encoding", "").lower():
        return body
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body[at : at + 2] == b"\r\n" else 0
    return b"".join(pieces) if at >= len(body) and pieces else body


def _unpacked(body: bytes, fields: dict[str, str], limit: int) -> bytes | str:
    """Return a body unpacked, within the limit; else why not."""
    coding = fields.get("content-encoding", "").strip().lower()
    try:
        if body.startswith(b"\x1f\x8b") or coding == "deflate":
            bits = 31 if body.startswith(b"\x1f\x8b") else 15 if body[:1] == b"\x78" else -15
            data = zlib.decompressobj(bits).decompress(body, limit + 1)
        elif coding == "br":
            data = _brotli(body, limit)
        else:
            return body
    except (zlib.error, ValueError):
        # Archives store bodies unpacked and leave the header as it was.
        return body if b"<" in body[:1000] else "broken packing"
    return data if len(data) <= limit else "unpacks to more than max_file_bytes"


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    decompressor = brotli.Decompressor()
    try:
        pieces = [decompressor.process(body, output_buffer_limit=limit + 1)]
        return b"".join(pieces)
    except brotli.error as error:
        raise ValueError(str(error)) from error


def _read(page: _Page, options: ReadOptions, pages: PageReader) -> Source | InputError:
    origin = page.url or "a page without a URL"
    declared = page.charset
    if not declared and (found := CHARSET.search(page.body[:4096])):
        declared = (found[1] or found[2]).decode("ascii")
    try:
        if not wide_encoding(page.body[:HEAD]) and b"\x00" in page.body:
            # Pages are cut and joined by many hands; a stray NUL is no reason to lose one.
            page = replace(page, body=page.body.replace(b"\x00", b""))
        text, problems = decode(page.body, origin=origin, options=options, declared=declared)
        source = Source(origin=origin, text=text, problems=problems, markup="fast" if page.mime in _PAGES else "")
        return settled(marked_up(source, pages), page.url or None)
    except InputError as error:
        return error


def settled(source: Source, fetched: str | None) -> Source:
    """Return a source with the URL that it may claim: that of its own page where it is of the same site, else where it was fetched."""
    if fetched is None or (source.url and _site(source.url) == _site(fetched)):
        return source
    return replace(source, url=fetched)


def _site(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


# --- WACZ


def read_wacz(
    stream: io.BufferedReader, *, origin: str, options: ReadOptions, pages: PageReader
) -> Iterator[Source | InputError]:
    """Yield the pages of the web archives in a WACZ file (1.1.1), which is a ZIP archive.

    Raises:
        UnreadableInput: it is a ZIP archive of something else, or comes by standard input.
    """
    if not stream.seekable():
        told = "a WACZ or ZIP archive cannot be read from standard input, since its directory stands at its end"
        raise UnreadableInput(origin, told, advice="give the file itself")
    try:
        with zipfile.ZipFile(stream) as packed:
            inside = [i for i in packed.infolist() if i.filename.lower().endswith(_WARCS)]
            if not inside:
                raise _no_archive(origin)
            for info in inside:
                with packed.open(info) as member:
                    part = f"{origin}/{info.filename}"
                    yield from read_warc(io.BufferedReader(_Raw(member)), origin=part, options=options, pages=pages)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, RuntimeError) as error:
        # Its web archives are stored as they are, so what is there of them can be read without the directory.
        stream.seek(0)
        head = stream.peek(HEAD)[:HEAD]
        if not any(ending.encode() in head for ending in _WARCS):
            raise _no_archive(origin) from None
        told = f"the WACZ file is broken or cut short ({error}); what is found in it is read"
        yield UnreadableInput(origin, told, advice="fetch it again")
        yield from read_warc(stream, origin=origin, options=options, pages=pages, salvage=b".warc.gz" in head)


def _no_archive(origin: str) -> UnreadableInput:
    told = "this is a ZIP archive or an office document, and no web archive (WACZ) that can be read"
    return UnreadableInput(origin, told, advice="unpack it, or save its text as .txt")


class _Raw(io.RawIOBase):
    """A member of a ZIP archive as a raw stream."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        data = self._inner.read(len(view))
        view[: len(data)] = data
        return len(data)
