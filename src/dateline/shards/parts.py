"""One shard: the columns of CSV with types, a row an event, and in the first row of each report its whole record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from dateline._version import __version__
from dateline.codec import dumps, loads
from dateline.errors import InputError, RecordError, UnreadableInput
from dateline.events import CodedReport
from dateline.export.formats.extras import needed
from dateline.export.rows import COLUMNS as EVENT_COLUMNS
from dateline.export.rows import rows

GROUP_REPORTS, GROUP_CHARACTERS = 500, 8_000_000
"""Reports of a row group, and characters of their records: what is held in memory before it is written, some 20 MB."""
DECIMALS = frozenset({"latitude", "longitude", "radius_km", "confidence"})
"""Columns of numbers that are not whole."""
OF_REPORT = frozenset({"report_id", "origin", "title", "publisher", "agency", "url", "published", "coder"})
"""Columns that a report without events has as well."""
Kind = Literal["text", "number", "flag"]


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column that shards have beside those of CSV, read off the record."""

    name: str
    kind: Kind
    meaning: str
    get: Callable[[CodedReport], str | int | None]


REPORT_COLUMNS = (
    ReportColumn("language", "text", "ISO 639-1", lambda record: record.report.language),
    ReportColumn("events", "number", "how many events the report tells, in each of its rows", lambda record: len(record.events)),
    ReportColumn("problems", "text", "codes of what is to be known of the record", lambda record: "; ".join(problem.code for problem in record.problems)),
)  # fmt: skip
COLUMNS: tuple[tuple[str, Kind, str], ...] = (
    *((column.name, column.kind, column.meaning) for column in EVENT_COLUMNS),
    *((column.name, column.kind, column.meaning) for column in REPORT_COLUMNS),
    ("event_number", "number", "which event of the report the row is, from 1; empty where it tells none"),
    (
        "record",
        "text",
        "the whole record as JSON, with the report's text: in the first row of each report, and nowhere else",
    ),
)
"""Every column of a shard: name, kind, meaning."""


class PartWriter:
    """Writes records to a stream, row group by row group; the file is whole after `close`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._arrow = needed("pyarrow", extra="parquet", what="writing shards")
        parquet = needed("pyarrow.parquet", extra="parquet", what="writing shards")
        self._schema = _schema(self._arrow)
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._waiting: list[dict[str, Any]] = []
        self._reports = self._characters = 0

    def write(self, record: CodedReport) -> None:
        """Write the rows of one record."""
        line = dumps(record)
        self._waiting += _rows_of(record, line)
        self._reports += 1
        self._characters += len(line)
        if self._reports >= GROUP_REPORTS or self._characters >= GROUP_CHARACTERS:
            self._flush()

    def close(self) -> None:
        """Write what waits, and the end of the file; the stream stays open."""
        self._flush()
        self._writer.close()

    def drop(self) -> None:
        """Give the file up; nothing more is written to the stream."""
        # Else pyarrow would write the file's end as the writer is collected.
        self._writer.is_open = False

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []
        self._reports = self._characters = 0


def read_part(path: Path) -> Iterator[CodedReport | InputError]:
    """Yield the records of a shard, one by one, and an error for each that is none."""
    arrow = needed("pyarrow", extra="parquet", what="reading shards")
    parquet = needed("pyarrow.parquet", extra="parquet", what="reading shards")
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=GROUP_REPORTS, columns=["record"]):
                for line in batch.column(0).to_pylist():
                    number += line is not None
                    if line is not None:
                        yield _read(line, f"{path}:{number}")
    except (OSError, arrow.ArrowException) as error:
        told = " ".join(str(error).split())[:200]
        yield UnreadableInput(str(path), f"this is no whole shard: {told}", advice="write it anew with dateline code")


def _read(line: str, origin: str) -> CodedReport | InputError:
    try:
        return loads(line)
    except RecordError as error:
        return UnreadableInput(origin, str(error), advice="write it anew with dateline code")


def _rows_of(record: CodedReport, line: str) -> Iterator[dict[str, Any]]:
    of_report = {column.name: column.get(record) for column in REPORT_COLUMNS}
    number = 0
    for number, row in enumerate(rows(record, criminal=True), 1):
        values = {column.name: column.get(row) for column in EVENT_COLUMNS}
        yield values | of_report | {"event_number": number, "record": line if number == 1 else None}
    if not number:
        report = record.report
        named = {"report_id": report.id, "coder": record.coder.fingerprint}
        named |= {name: getattr(report, name) for name in OF_REPORT - named.keys()}
        yield named | of_report | {"record": line}


def _schema(pa: Any) -> Any:
    def kind_of(name: str, kind: Kind) -> Any:
        if kind == "number":
            return pa.float64() if name in DECIMALS else pa.int64()
        return pa.bool_() if kind == "flag" else pa.string()

    fields = [pa.field(name, kind_of(name, kind), metadata={"meaning": meaning}) for name, kind, meaning in COLUMNS]
    return pa.schema(fields, metadata={"creator": f"dateline {__version__}"})
