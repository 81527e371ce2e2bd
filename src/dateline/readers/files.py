"""One file (or standard input) to its reports: its kind is told by name and content, then the reader of that kind works."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from dateline.errors import InputError, LimitExceeded, SkippedInput, UnreadableInput
from dateline.readers import archives, feeds, mail, markdown, newsml, objects
from dateline.readers.assemble import make_report
from dateline.readers.content import (
    HEAD,
    decode,
    looked_into,
    opened,
    read_whole,
    refuse_binary,
    unreadable,
    wide_encoding,
)
from dateline.readers.hostile import PageReader
from dateline.readers.inputs import STDIN
from dateline.readers.kinds import Kind, extension, is_packed_warc, kind_of
from dateline.readers.marking import marked_up, of_page
from dateline.readers.options import ReadOptions
from dateline.readers.pages import CHARSET
from dateline.readers.source import Source
from dateline.readers.xmlstream import root_of
from dateline.text import Report

_WIDEST = 4
"""Bytes that one code point has at most, in any encoding that is read."""
Sources = Iterator[Source | InputError]


class FileReader:
    """Reads files one after the other, keeping the process for HTML warm; use as a context."""

    def __init__(self, options: ReadOptions, *, stdin: BinaryIO | None = None) -> None:
        self._options = options
        self._stdin = stdin
        self._pages = PageReader(options.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pages.close()

    def read(self, origin: str, *, kind: Kind = "") -> Iterator[Report | InputError]:
        """Yield the reports of one input; what cannot be read is yielded as an error, and nothing is raised.

        Args:
            kind: of the input, where the folder that it stands in tells it.
        """
        if origin == STDIN:
            yield from self.read_stream(self._stdin or sys.stdin.buffer, origin=origin)
            return
        try:
            with Path(origin).open("rb") as file:
                yield from self.read_stream(file, origin=origin, suffix=extension(origin), kind=kind)
        except OSError as error:
            yield unreadable(origin, error)

    def read_stream(
        self, raw: BinaryIO, *, origin: str, suffix: str = "", kind: Kind = "", url: str | None = None
    ) -> Iterator[Report | InputError]:
        """Yield the reports of a stream, as `read` does.

        Args:
            suffix: the ending of its name; url: where it was fetched, for a page that does not say so itself.
        """
        try:
            for found in self._sources(raw, origin, suffix, kind, url):
                yield found if isinstance(found, InputError) else self._report(found)
        except InputError as error:
            yield error
        except OSError as error:
            yield unreadable(origin, error)

    def _report(self, source: Source) -> Report | InputError:
        try:
            return make_report(marked_up(source, self._pages), self._options)
        except InputError as error:
            return error

    def _sources(self, raw: BinaryIO, origin: str, suffix: str, kind: Kind, url: str | None) -> Sources:
        outer = looked_into(raw)
        if suffix == ".wacz" or outer.peek(4)[:4] == b"PK\x03\x04":
            yield from archives.read_wacz(outer, origin=origin, options=self._options, pages=self._pages)
            return
        if is_packed_warc(outer.peek(HEAD)[:HEAD]):
            yield from archives.read_warc(outer, origin=origin, options=self._options, pages=self._pages)
            return
        with opened(outer, origin=origin, limits=self._options.limits) as stream:
            head = stream.peek(HEAD)[:HEAD]
            kind = kind or kind_of(suffix, head)
            if kind not in {"mail", "mbox", "warc"}:
                refuse_binary(head, origin)
            yield from self._of_kind(kind, stream, origin=origin, url=url)

    def _of_kind(self, kind: Kind, stream: io.BufferedReader, *, origin: str, url: str | None) -> Sources:
        options = self._options
        if kind == "lines":
            yield from objects.read_lines(stream, origin=origin, options=options)
        elif kind == "json":
            advice = "turn it into JSON Lines, which is read line by line, or raise the limit"
            data = self._whole(stream, origin, advice)
            yield from objects.read_document(data, origin=origin, options=options, url=url)
        elif kind == "feed":
            yield from feeds.feed_sources(stream, origin=origin, url=url, limits=options.limits)
        elif kind in {"newsml", "nitf"}:
            yield from newsml.read_newsml(stream, origin=origin, limits=options.limits)
        elif kind == "warc":
            yield from archives.read_warc(stream, origin=origin, options=options, pages=self._pages)
        elif kind == "mbox":
            yield from mail.read_mbox(stream, origin=origin, options=options)
        elif kind == "mail":
            yield from mail.read_message(self._whole(stream, origin, "raise the limit"), origin=origin, options=options)
        elif kind == "html":
            yield self._html(stream, origin, url)
        elif kind in {"xml", "sitemap"}:
            yield _other_xml(kind, stream.peek(HEAD)[:HEAD], origin)
        else:
            yield self._text(stream, origin, kind, url)

    def _text(self, stream: io.BufferedReader, origin: str, kind: Kind, url: str | None) -> Source:
        limit = self._options.limits.max_report_bytes
        told = f"its text has more than max_report_bytes = {limit:,} bytes"
        advice = "split it into its reports, or raise the limit"
        data = read_whole(stream, origin=origin, limit=_WIDEST * limit, told=told, advice=advice)
        if len(data) > limit and not wide_encoding(data[:HEAD]):
            raise LimitExceeded(origin, told, advice=advice)
        text, problems = decode(data, origin=origin, options=self._options)
        if kind == "markdown" or (not kind and markdown.looks_like_markdown(text)):
            return markdown.read_markdown(text, origin=origin, problems=problems)
        return Source(origin=origin, text=text, problems=problems, url=url)

    def _whole(self, stream: io.BufferedReader, origin: str, advice: str) -> bytes:
        limit = self._options.limits.max_file_bytes
        told = f"it has more than max_file_bytes = {limit:,} bytes"
        return read_whole(stream, origin=origin, limit=limit, told=told, advice=advice)

    def _html(self, stream: io.BufferedReader, origin: str, url: str | None) -> Source:
        data = self._whole(stream, origin, "give the article's text, or raise the limit")
        declared = CHARSET.search(data[:4096])
        name = (declared[1] or declared[2]).decode("ascii") if declared else None
        html, problems = decode(data, origin=origin, options=self._options, declared=name)
        source = of_page(self._pages.read(html, origin=origin), origin=origin, problems=problems)
        return archives.settled(source, url)


def _other_xml(kind: Kind, head: bytes, origin: str) -> InputError:
    if kind == "sitemap":
        told = "this is a sitemap: it lists pages and holds no reports"
        return SkippedInput(origin, told, advice="name its address in the configuration of dateline watch")
    root = root_of(head)
    told = (
        f"this is XML of the kind <{root}>, which is not read" if root else "this is no XML, although its name says so"
    )
    return UnreadableInput(origin, told, advice="dateline formats lists what is read")
