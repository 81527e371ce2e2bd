"""The table of all formats that incidents are written in: what each is, what it needs, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from dateline.errors import SettingsError
from dateline.export.formats.notes import Notes, NoteTally
from dateline.export.incidents import INCIDENT_WRITERS, IncidentWriter

Opener = Callable[[Any, Notes], IncidentWriter]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format.

    Args:
        name: as --format takes it.
        ending: of its files, with the dot. Several formats may share one; the first of the table is meant by it.
        what: it is, in a few words.
        row: what one row, line or item of it is.
        binary: whether it is written as bytes.
        extra: of dateline, which installs what it needs; None where dateline alone is enough.
        notes: whether something may be left out or lost, so that a side file tells.
    """

    name: str
    ending: str
    what: str
    row: str
    open: Opener
    binary: bool = False
    extra: str | None = None
    notes: bool = True


def _plain(name: str) -> Opener:
    return lambda stream, _notes: INCIDENT_WRITERS[name](stream)


def _acled(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.acled import ACLED
    from dateline.export.formats.rows import SchemeWriter

    return SchemeWriter(ACLED, stream, notes)


def _ucdp(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.rows import SchemeWriter
    from dateline.export.formats.ucdp import UCDP

    return SchemeWriter(UCDP, stream, notes)


def _polecat(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.polecat import POLECAT
    from dateline.export.formats.rows import SchemeWriter

    return SchemeWriter(POLECAT, stream, notes)


def _hxl(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.hxl import HXL
    from dateline.export.formats.rows import SchemeWriter

    return SchemeWriter(HXL, stream, notes)


def _kml(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.kml import KmlWriter

    return KmlWriter(stream, notes)


def _html(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.html import HtmlReport

    return HtmlReport(stream, notes)


def _xlsx(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.xlsx import XlsxWriter

    return XlsxWriter(stream, notes)


def _parquet(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.parquet import ParquetWriter

    return ParquetWriter(stream, notes)


def _geoparquet(stream: Any, notes: Notes) -> IncidentWriter:
    from dateline.export.formats.parquet import ParquetWriter

    return ParquetWriter(stream, notes, geometry=True)


FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat("csv", ".csv", "CSV with all columns of dateline", "an incident", _plain("csv"), notes=False),
    ExportFormat("jsonl", ".jsonl", "JSON Lines: the whole incident, nothing left out", "an incident", _plain("jsonl"), notes=False),
    ExportFormat("geojson", ".geojson", "GeoJSON for maps (RFC 7946)", "an incident at its best place", _plain("geojson"), notes=False),
    ExportFormat("xlsx", ".xlsx", "a workbook: incidents, figures told, who says who did it, reports", "an incident; on the other sheets an item of one", _xlsx, binary=True, extra="excel"),
    ExportFormat("parquet", ".parquet", "Parquet, with nested columns for figures, blame and reports", "an incident", _parquet, binary=True, extra="parquet", notes=False),
    ExportFormat("geoparquet", ".geoparquet", "GeoParquet 1.1: the same with a column of points", "an incident", _geoparquet, binary=True, extra="parquet"),
    ExportFormat("acled", ".acled.csv", "ACLED's 31 columns", "a political incident that happened", _acled),
    ExportFormat("ucdp", ".ucdp.csv", "UCDP GED's 49 columns", "an incident of organised violence with a death at least", _ucdp),
    ExportFormat("polecat", ".polecat.tsv", "POLECAT's 40 columns, parted by tabs", "an incident that happened or a threat", _polecat),
    ExportFormat("hxl", ".hxl.csv", "CSV under HXL tags", "an incident", _hxl),
    ExportFormat("kml", ".kml", "KML for maps", "an incident at its best place", _kml),
    ExportFormat("html", ".html", "a page with map, timeline and tables that needs nothing else", "an incident", _html),
)  # fmt: skip


def _no_incidents(_stream: Any, _notes: Notes) -> IncidentWriter:
    raise SettingsError("gold is written of reports, not of incidents: use dateline.exporting.write_gold")


GOLD = ExportFormat(
    "gold", ".gold.jsonl", "reviewed reports as gold records, for dateline evaluate and training",
    "a report whose events have all been reviewed", _no_incidents,
)  # fmt: skip
"""The one format that is written of reports: what people accepted and corrected."""


def format_of(name: str) -> ExportFormat:
    """Return a format by its name.

    Raises:
        SettingsError: no such format.
    """
    found = next((one for one in (*FORMATS, GOLD) if one.name == name), None)
    if found is None:
        valid = ", ".join(one.name for one in (*FORMATS, GOLD))
        raise SettingsError(f"{name!r} is no format to write incidents in; valid are {valid}")
    return found


def format_of_file(path: PurePath) -> ExportFormat:
    """Return the format that a file's ending stands for; the longest that fits.

    Raises:
        SettingsError: the ending stands for none.
    """
    fitting = [one for one in (*FORMATS, GOLD) if path.name.lower().endswith(one.ending)]
    if not fitting:
        endings = ", ".join(one.ending for one in (*FORMATS, GOLD))
        raise SettingsError(f"{path}: its ending names no format; end it with {endings}, or give --format")
    return max(fitting, key=lambda one: len(one.ending))


def open_format(name: str, stream: Any, notes: Notes | None = None) -> IncidentWriter:
    """Return a writer of a format.

    Args:
        stream: of bytes for a binary format, else of text with newlines left as they are.
        notes: takes what is left out or lost.

    Raises:
        SettingsError: no such format, or a library that it needs is not installed.
    """
    return format_of(name).open(stream, notes if notes is not None else NoteTally())
