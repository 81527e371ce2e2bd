"""Readers: what stands under paths, as reports, one by one; an input that fails is an error of its own.

Files, folders, globs and standard input (`-`), of the formats that `dateline.readers.kinds` names; packed with gzip or zstandard or not.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import InputError
from dateline.readers.inputs import Input, count, find
from dateline.readers.options import Limits, ReadOptions
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.readers.files import FileReader

__all__ = ["Limits", "ReadOptions", "count", "is_english", "read", "read_bytes", "read_text"]


def read(
    paths: Iterable[str],
    *,
    options: ReadOptions | None = None,
    stdin: BinaryIO | None = None,
    share: tuple[int, int] = (1, 1),
) -> Iterator[Report | InputError]:
    """Yield the reports that stand under paths, in the order given (folders by name), and an error for each that fails.

    Args:
        paths: files, folders, globs, `-` for standard input.
        options: what the user says of the inputs, and the limits.
        stdin: the stream read for `-`; standard input by default.
        share: (2, 8) reads the second of every eight files, so that eight runs share an archive.
    """
    from dateline.readers.files import FileReader

    first, every = share
    with FileReader(options or ReadOptions(), stdin=stdin) as reader:
        for item in islice(find(paths), first - 1, None, every):
            if isinstance(item, Input):
                yield from reader.read(item.origin, kind=item.kind)
            else:
                yield item


def read_bytes(
    data: bytes,
    *,
    origin: str,
    url: str | None = None,
    options: ReadOptions | None = None,
    reader: FileReader | None = None,
) -> Iterator[Report | InputError]:
    """Yield the reports that bytes hold (a page that was fetched, a feed, JSON …), and an error where they hold none.

    Args:
        origin: how they are named in messages; url: where they were fetched, for a page that does not say so itself.
        reader: an open one, whose process for HTML is kept warm over many calls; its options go before `options`.
    """
    from dateline.readers.files import FileReader

    if reader is not None:
        yield from reader.read_stream(io.BytesIO(data), origin=origin, url=url)
        return
    with FileReader(options or ReadOptions()) as own:
        yield from own.read_stream(io.BytesIO(data), origin=origin, url=url)


def read_text(
    text: str,
    *,
    origin: str = "text",
    title: str | None = None,
    url: str | None = None,
    options: ReadOptions | None = None,
) -> Report:
    """Return the report that a text holds, its header read as that of a text file.

    Raises:
        EmptyInput: there is no text. LimitExceeded: it is too long.
    """
    from dateline.readers.assemble import make_report
    from dateline.readers.source import Source

    return make_report(Source(origin=origin, text=text, title=title, url=url), options or ReadOptions())


def is_english(report: Report) -> bool:
    """Whether a report is in English, the language that is coded; one that is not known is taken for it."""
    return report.language in {None, "en"}
