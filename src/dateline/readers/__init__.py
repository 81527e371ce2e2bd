"""Readers: what stands under paths, as reports, one by one; an input that fails is an error of its own.

Plain text, Markdown, HTML, JSON, JSON Lines and .gz of any; files, folders, globs and standard input (`-`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dateline.errors import InputError
from dateline.readers.inputs import Input, count, find
from dateline.readers.options import Limits, ReadOptions
from dateline.text import Report

__all__ = ["Limits", "ReadOptions", "count", "is_english", "read", "read_text"]


def read(
    paths: Iterable[str], *, options: ReadOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Report | InputError]:
    """Yield the reports that stand under paths, in the order given (folders by name), and an error for each that fails.

    Args:
        paths: files, folders, globs, `-` for standard input.
        options: what the user says of the inputs, and the limits.
        stdin: the stream read for `-`; standard input by default.
    """
    from dateline.readers.files import FileReader

    with FileReader(options or ReadOptions(), stdin=stdin) as reader:
        for item in find(paths):
            if isinstance(item, Input):
                yield from reader.read(item.origin)
            else:
                yield item


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
