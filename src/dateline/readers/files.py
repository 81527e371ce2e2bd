"""One file (or standard input) to its reports: its kind is told by name and content, then the reader of that kind works."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from dateline.errors import InputError, LimitExceeded
from dateline.readers import markdown, objects
from dateline.readers.assemble import make_report
from dateline.readers.content import HEAD, decode, opened, read_whole, refuse_binary, unreadable, wide_encoding
from dateline.readers.hostile import PageReader
from dateline.readers.inputs import KINDS, STDIN, extension
from dateline.readers.options import ReadOptions
from dateline.readers.pages import CHARSET, Page
from dateline.readers.source import Problem, Source
from dateline.text import Report

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_WIDEST = 4
"""Bytes that one code point has at most, in any encoding that is read."""


class FileReader:
    """Reads files one after the other, keeping the process for HTML warm; use as a context."""

    def __init__(self, options: ReadOptions, *, stdin: BinaryIO | None) -> None:
        self._options = options
        self._stdin = stdin
        self._pages = PageReader(options.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pages.close()

    def read(self, origin: str) -> Iterator[Report | InputError]:
        """Yield the reports of one input; what cannot be read is yielded as an error, and nothing is raised."""
        try:
            for found in self._sources(origin):
                yield found if isinstance(found, InputError) else self._report(found)
        except InputError as error:
            yield error
        except OSError as error:
            yield unreadable(origin, error)

    def _report(self, source: Source) -> Report | InputError:
        try:
            return make_report(source, self._options)
        except InputError as error:
            return error

    def _sources(self, origin: str) -> Iterator[Source | InputError]:
        if origin == STDIN:
            yield from self._stream(self._stdin or sys.stdin.buffer, origin, "")
            return
        with Path(origin).open("rb") as file:
            yield from self._stream(file, origin, extension(origin))

    def _stream(self, raw: BinaryIO, origin: str, suffix: str) -> Iterator[Source | InputError]:
        limits = self._options.limits
        with opened(raw, origin=origin, limits=limits) as stream:
            head = stream.peek(HEAD)[:HEAD]
            refuse_binary(head, origin)
            kind = kind_of(suffix, head)
            if kind == "lines":
                yield from map(self._marked_up, objects.read_lines(stream, origin=origin, options=self._options))
            elif kind == "json":
                data = self._whole(
                    stream, origin, "turn it into JSON Lines, which is read line by line, or raise the limit"
                )
                yield from map(self._marked_up, objects.read_document(data, origin=origin, options=self._options))
            elif kind == "html":
                yield self._html(stream, origin)
            else:
                yield self._text(stream, origin, kind)

    def _text(self, stream: io.BufferedReader, origin: str, kind: str) -> Source:
        limit = self._options.limits.max_report_bytes
        told = f"its text has more than max_report_bytes = {limit:,} bytes"
        advice = "split it into its reports, or raise the limit"
        data = read_whole(stream, origin=origin, limit=_WIDEST * limit, told=told, advice=advice)
        if len(data) > limit and not wide_encoding(data[:HEAD]):
            raise LimitExceeded(origin, told, advice=advice)
        text, problems = decode(data, origin=origin, options=self._options)
        if kind == "markdown" or (not kind and markdown.looks_like_markdown(text)):
            return markdown.read_markdown(text, origin=origin, problems=problems)
        return Source(origin=origin, text=text, problems=problems)

    def _whole(self, stream: io.BufferedReader, origin: str, advice: str) -> bytes:
        limit = self._options.limits.max_file_bytes
        told = f"it has more than max_file_bytes = {limit:,} bytes"
        return read_whole(stream, origin=origin, limit=limit, told=told, advice=advice)

    def _html(self, stream: io.BufferedReader, origin: str) -> Source:
        data = self._whole(stream, origin, "give the article's text, or raise the limit")
        declared = CHARSET.search(data[:4096])
        name = (declared[1] or declared[2]).decode("ascii") if declared else None
        html, problems = decode(data, origin=origin, options=self._options, declared=name)
        return _of_page(self._pages.read(html, origin=origin), origin=origin, problems=problems)

    def _marked_up(self, found: Source | InputError) -> Source | InputError:
        """Read the text of a JSON field that is HTML as a page; the object's own fields go first."""
        if isinstance(found, InputError) or not objects.is_markup(found.text):
            return found
        try:
            page = _of_page(
                self._pages.read(found.text, origin=found.origin), origin=found.origin, problems=found.problems
            )
        except InputError as error:
            return error
        return Source(
            origin=found.origin, text=page.text, title=found.title or page.title, dek=found.dek or page.dek,
            published=found.published or page.published, publisher=found.publisher or page.publisher,
            byline=found.byline or page.byline, url=found.url or page.url, language=found.language or page.language,
            agency=found.agency, captions=(*found.captions, *page.captions), hints=page.hints, problems=page.problems,
        )  # fmt: skip


def kind_of(suffix: str, head: bytes) -> str:
    """Return the kind of an input: text, markdown, html, json, lines, or "" where name and content tell nothing."""
    named = KINDS.get(suffix, "")
    kind = named if suffix else ""
    if kind in {"json", "lines"}:
        return "lines" if kind == "lines" or objects.looks_like_lines(head) else "json"
    if kind == "html":
        return "html" if b"<" in head or wide_encoding(head) else "text"
    if _HTML_START.match(head[:4096]):
        return "html"
    if kind != "markdown" and objects.looks_like_json(head):
        return "lines" if objects.looks_like_lines(head) else "json"
    return kind


def _of_page(page: Page, *, origin: str, problems: tuple[Problem, ...]) -> Source:
    return Source(
        origin=origin, text=page.text, title=page.title, dek=page.dek, published=page.published, publisher=page.publisher,
        byline=page.byline, url=page.url, language=page.language, captions=tuple(page.captions), hints=dict(page.hints),
        problems=problems,
    )  # fmt: skip
