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
    from dateline.gazetteer import Entry, Gazetteer
    from dateline.readers import ReadOptions

__all__ = [
    "HEADINGS", "SLOTS", "WRITERS", "Block", "Card", "Change", "Line", "Piece", "RecordWriter", "ReportTable", "TableRow",
    "View", "build_gazetteer", "changes", "describe_place", "open_gazetteer", "open_writer", "page", "places_called", "read_options", "report_table", "view",
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


def places_called(name: str, *, country: str | None = None, path: Path | None = None) -> tuple[Entry, ...]:
    """Return the places that bear a name, the likeliest first, of one country (ISO 3166-1 alpha-2) or of all."""
    found = open_gazetteer(path).lookup(name)
    return tuple(entry for entry in found if country is None or entry.country == country.upper())


def describe_place(entry: Entry) -> str:
    """Return all that is known of a place in one line."""
    area = ", ".join(part for part in (entry.admin2, entry.admin1, entry.country) if part and part != entry.name)
    known = [entry.kind, f"{entry.lat:.4f} {entry.lon:.4f} ± {entry.radius_km:g} km"]
    if entry.population:
        known.append(f"population {entry.population:,}")
    if entry.geonames_id:
        known.append(f"GeoNames {entry.geonames_id}")
    return f"{entry.name}{f' ({area})' if area else ''}: {', '.join(known)}"


def build_gazetteer(path: Path) -> Path:
    """Compile a gazetteer from the packages of the extra `gazetteer`."""
    from dateline.gazetteer import build_gazetteer

    return build_gazetteer(path)
