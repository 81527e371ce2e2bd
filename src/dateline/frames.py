"""Records as data frames of pandas or Polars, one row an event, and back.

The columns are those of the CSV export, and `event`, the event as the record has it in JSON. With `lossless` a
column `record` holds the whole record as JSON on each of its rows, and a record without events has a row of its
own. From such a frame, sorted, filtered or written to a file in between, the records come back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dateline.codec import dumps, loads, to_data
from dateline.errors import RecordError, SettingsError
from dateline.events import CodedReport
from dateline.export.rows import COLUMNS, Column, rows

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

EVENT, RECORD = "event", "record"
"""The columns that hold JSON: of the event, and of the whole record."""

REPORT_COLUMNS = frozenset(
    {"report_id", "origin", "title", "publisher", "agency", "url", "published", "coder"}
)  # fmt: skip
"""Columns that a record without events fills as well."""

FRACTIONS = frozenset({"latitude", "longitude", "radius_km", "confidence"})
"""Columns of numbers that need not be whole; all other numbers are."""


def to_pandas(records: Iterable[CodedReport], *, lossless: bool = False) -> pd.DataFrame:
    """Return a pandas frame with one row an event; what is not stated is missing (NA), zero is 0.

    Args:
        lossless: with the column `record`, from which `from_pandas` makes the records again.

    Raises:
        SettingsError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise _not_installed("pandas") from error

    kinds: dict[str, Any] = {"text": "string", "flag": "boolean", "whole": "Int64", "fraction": "Float64"}
    table = _table(records, lossless=lossless)
    return pd.DataFrame({name: pd.array(cells, dtype=kinds[kind]) for (name, kind), cells in table})


def to_polars(records: Iterable[CodedReport], *, lossless: bool = False) -> pl.DataFrame:
    """Return a Polars frame with one row an event; what is not stated is null, zero is 0.

    Args:
        lossless: with the column `record`, from which `from_polars` makes the records again.

    Raises:
        SettingsError: Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise _not_installed("polars") from error

    kinds = {"text": pl.String, "flag": pl.Boolean, "whole": pl.Int64, "fraction": pl.Float64}
    table = _table(records, lossless=lossless)
    return pl.DataFrame([pl.Series(name, cells, dtype=kinds[kind]) for (name, kind), cells in table])


def from_pandas(frame: pd.DataFrame) -> list[CodedReport]:
    """Return the records of a frame that was made with `lossless`, each once, in the order of their first rows.

    Raises:
        RecordError: the frame has no column `record`, or holds something else in it.
    """
    if RECORD not in frame.columns:
        raise _no_record()
    return _records(frame[RECORD].dropna())


def from_polars(frame: pl.DataFrame) -> list[CodedReport]:
    """Return the records of a frame that was made with `lossless`, each once, in the order of their first rows.

    Raises:
        RecordError: the frame has no column `record`, or holds something else in it.
    """
    if RECORD not in frame.columns:
        raise _no_record()
    return _records(frame[RECORD].drop_nulls())


def _records(lines: Iterable[str]) -> list[CodedReport]:
    return [loads(line) for line in dict.fromkeys(lines)]


def _table(records: Iterable[CodedReport], *, lossless: bool) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    """Yield the columns: name and kind of cell, and the cells."""
    cells: dict[str, list[Any]] = {column.name: [] for column in COLUMNS} | {EVENT: [], RECORD: []}
    for record in records:
        line = dumps(record) if lossless else None
        found = list(rows(record, criminal=True))
        for row in found:
            for column in COLUMNS:
                # An empty list of names is not a name: what is not stated is missing, as in the record.
                cells[column.name].append(None if (value := column.get(row)) == "" else value)
            cells[EVENT].append(json.dumps(to_data(row.event), ensure_ascii=False, separators=(",", ":")))
            cells[RECORD].append(line)
        if lossless and not found:
            report = record.report
            given = {"report_id": report.id, "coder": record.coder.fingerprint}
            for column in COLUMNS:
                of_report = column.name in REPORT_COLUMNS
                cells[column.name].append(
                    given.get(column.name, getattr(report, column.name, None)) if of_report else None
                )
            cells[EVENT].append(None)
            cells[RECORD].append(line)
    for column in COLUMNS:
        yield (column.name, _kind(column)), cells[column.name]
    yield (EVENT, "text"), cells[EVENT]
    if lossless:
        yield (RECORD, "text"), cells[RECORD]


def _kind(column: Column) -> str:
    if column.kind == "number":
        return "fraction" if column.name in FRACTIONS else "whole"
    return column.kind


def _not_installed(name: str) -> SettingsError:
    return SettingsError(f"{name} is not installed; install it with: pip install 'dateline[frames]'")


def _no_record() -> RecordError:
    return RecordError("the frame has no column 'record'; make it with lossless=True to get the records back from it")
