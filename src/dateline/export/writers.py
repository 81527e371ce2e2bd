"""Write records one after another as JSON Lines, CSV or GeoJSON, each as soon as it is there."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TextIO

from dateline.codec import dumps
from dateline.errors import SettingsError
from dateline.events import CodedReport
from dateline.export.rows import COLUMNS, Row, Value, rows

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV injection), with the full-width forms."""


class RecordWriter(Protocol):
    """Something that writes records to a stream; `close` completes what was written and leaves the stream open."""

    def write(self, record: CodedReport) -> None:
        """Write one record."""
        ...

    def close(self) -> None:
        """Write what the format needs at its end."""
        ...


class JsonLinesWriter:
    """One record a line, exactly as the contract has it; criminal events are never left out."""

    def __init__(self, stream: TextIO, *, criminal: bool = False) -> None:
        del criminal  # a record that left events out would be no record
        self._stream = stream

    def write(self, record: CodedReport) -> None:
        """Write one record."""
        self._stream.write(dumps(record) + "\n")

    def close(self) -> None:
        """Nothing stands at the end of JSON Lines."""


class LineFeeds:
    """Ends each line of csv.writer with a line feed alone. Told so itself, it would leave a carriage return unquoted."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> int:
        """Write one line."""
        return self._stream.write(line.removesuffix("\r\n") + "\n")


class CsvWriter:
    """One row an event; the columns are those of `rows.COLUMNS`. The head is written at once, so that it is always there."""

    def __init__(self, stream: TextIO, *, criminal: bool = False) -> None:
        self._criminal = criminal
        self._table = csv.writer(LineFeeds(stream), lineterminator="\r\n")
        self._table.writerow([column.name for column in COLUMNS])

    def write(self, record: CodedReport) -> None:
        """Write the rows of one record."""
        for row in rows(record, criminal=self._criminal):
            self._table.writerow([cell(column.kind, column.get(row)) for column in COLUMNS])

    def close(self) -> None:
        """Nothing stands at the end of CSV."""


class GeoJsonWriter:
    """A FeatureCollection (RFC 7946) with one feature for each event and place."""

    def __init__(self, stream: TextIO, *, criminal: bool = False) -> None:
        self._criminal = criminal
        self._stream = stream
        self._between = ""
        self._stream.write('{"type":"FeatureCollection","features":[')

    def write(self, record: CodedReport) -> None:
        """Write the features of one record."""
        number: dict[str, int] = {}
        for row in rows(record, criminal=self._criminal, by_place=True):
            number[row.event.id] = number.get(row.event.id, 0) + 1
            line = json.dumps(feature(row, number[row.event.id]), ensure_ascii=False, separators=(",", ":"))
            self._stream.write(f"{self._between}\n{line}")
            self._between = ","

    def close(self) -> None:
        """Close the collection."""
        self._stream.write("\n]}\n")


def feature(row: Row, number: int) -> dict[str, Any]:
    """Return a place of an event as a GeoJSON feature; without coordinates its geometry is null.

    Args:
        row: the event with the place.
        number: which place of the event it is, from 1; part of the feature's id.
    """
    place = row.place
    located = place is not None and place.latitude is not None
    return {
        "type": "Feature",
        "id": f"{row.event.id}-{number}",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and located else None,
        "properties": {column.name: column.get(row) for column in COLUMNS},
    }


def cell(kind: str, value: Value) -> str:
    """Return a value as a cell of CSV: empty for none, text that no spreadsheet takes for a formula.

    Args:
        kind: of the column: `number` cells are left as they are.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if kind == "number" else defuse(str(value))


def defuse(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before what would start one."""
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA_STARTS) else text


WRITERS: Mapping[str, Callable[..., RecordWriter]] = MappingProxyType(
    {"jsonl": JsonLinesWriter, "csv": CsvWriter, "geojson": GeoJsonWriter}
)


def open_writer(name: str, stream: TextIO, *, criminal: bool = False) -> RecordWriter:
    """Return a writer of the format.

    Raises:
        SettingsError: no such format.
    """
    if name not in WRITERS:
        raise SettingsError(f"{name!r} is no format to write; valid are {', '.join(WRITERS)}")
    return WRITERS[name](stream, criminal=criminal)
