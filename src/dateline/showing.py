"""What the faces show and write of records, and what they look up: the wiring beside `project`, nothing of its own.

The command line and the server call this room and `dateline.project`, and no room under them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dateline.export import (
    HEADINGS,
    SLOTS,
    WRITERS,
    Block,
    Card,
    Change,
    Line,
    Piece,
    RecordWriter,
    ReportTable,
    TableRow,
    View,
    changes,
    open_writer,
    page,
    report_table,
    view,
)  # fmt: skip

if TYPE_CHECKING:
    from dateline.gazetteer import Entry as Entry
    from dateline.gazetteer import Gazetteer
    from dateline.readers import ReadOptions

__all__ = [
    "HEADINGS", "SLOTS", "WRITERS", "Block", "Card", "Change", "Line", "Piece", "RecordWriter", "ReportTable", "TableRow",
    "View", "build_gazetteer", "changes", "open_gazetteer", "open_writer", "page", "read_options", "report_table", "view",
]  # fmt: skip


def read_options(
    *,
    published: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> ReadOptions:
    """Return what a user says of the inputs.

    Raises:
        SettingsError: a value is not valid.
    """
    from dateline.readers import ReadOptions

    return ReadOptions(published=published, publisher=publisher, language=language, encoding=encoding)


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open a gazetteer, the one that ships with dateline where no other is named."""
    from dateline.gazetteer import open_gazetteer

    return open_gazetteer(path)


def build_gazetteer(path: Path) -> Path:
    """Compile a gazetteer from the packages of the extra `gazetteer`."""
    from dateline.gazetteer import build_gazetteer

    return build_gazetteer(path)
