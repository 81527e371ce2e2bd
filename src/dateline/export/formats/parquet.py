"""Parquet and GeoParquet: the columns of CSV with types, and nested columns for figures, blame and reports.

GeoParquet 1.1 is Parquet with a column of points as well-known binary and a note in the file's metadata that says so
(github.com/opengeospatial/geoparquet); without a coordinate system named, it is OGC:CRS84: longitude, then latitude.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

from dateline._version import __version__
from dateline.export.formats.children import CHILDREN
from dateline.export.formats.extras import needed
from dateline.export.formats.notes import Notes, lost
from dateline.export.incident_columns import INCIDENT_COLUMNS, IncidentColumn, best_place
from dateline.incidents import Decision, Incident

GROUP_ROWS = 5_000
"""Incidents of one row group: some megabytes, so that readers can skip and writers need little memory."""
DECIMALS = frozenset({"latitude", "longitude", "radius_km", "confidence"})
"""Columns of numbers that are not whole."""
POINT = struct.Struct("<BIdd")
WKB_POINT = 1
GEO_VERSION = "1.1.0"


class ParquetWriter:
    """Writes row groups as they fill.

    Args:
        geometry: whether the file is GeoParquet.
    """

    def __init__(self, stream: BinaryIO, notes: Notes, *, geometry: bool = False) -> None:
        what = "GeoParquet" if geometry else "Parquet"
        self._arrow = needed("pyarrow", extra="parquet", what=what)
        self._parquet = needed("pyarrow.parquet", extra="parquet", what=what)
        self._notes = notes
        self._geometry = geometry
        self._schema = self._made_schema()
        self._stream = stream
        self._writer: Any = None
        self._waiting: list[dict[str, Any]] = []
        self._box: tuple[float, float, float, float] | None = None

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the row of one incident."""
        del decisions
        row: dict[str, Any] = {column.name: column.get(incident) for column in INCIDENT_COLUMNS}
        for table in CHILDREN:
            row[table.name] = [{c.name: c.get(item) for c in table.columns} for item in table.items(incident)]
        if self._geometry:
            row["geometry"] = self._point(incident)
        self._waiting.append(row)
        if len(self._waiting) >= GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        self._flush()
        writer = self._begun()
        if self._geometry:
            writer.add_key_value_metadata({"geo": json.dumps(self._geo())})
        writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._begun().write_table(self._arrow.Table.from_pylist(self._waiting, schema=self._schema))
            self._waiting = []

    def _begun(self) -> Any:
        """Return the file's writer: not made before there is something to write, for it cannot be given up quietly."""
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._stream, self._schema, compression="zstd")
        return self._writer

    def _point(self, incident: Incident) -> bytes | None:
        place = best_place(incident)
        if place is None or place.latitude is None or place.longitude is None:
            lost(self._notes, incident, "geometry", "its place has no coordinates", place.name if place else "")
            return None
        east, north = place.longitude, place.latitude
        west, south, right, top = self._box or (east, north, east, north)
        self._box = (min(west, east), min(south, north), max(right, east), max(top, north))
        return POINT.pack(1, WKB_POINT, east, north)

    def _geo(self) -> dict[str, Any]:
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
        if self._box is not None:
            column["bbox"] = list(self._box)
        return {"version": GEO_VERSION, "primary_column": "geometry", "columns": {"geometry": column}}

    def _made_schema(self) -> Any:
        pa = self._arrow
        kinds = {"text": pa.string(), "integer": pa.int64(), "flag": pa.bool_()}
        fields = [
            pa.field(column.name, self._type(column), metadata={"meaning": column.meaning})
            for column in INCIDENT_COLUMNS
        ]
        for table in CHILDREN:
            inner = pa.struct([pa.field(column.name, kinds[column.kind]) for column in table.columns])
            fields.append(pa.field(table.name, pa.list_(inner), metadata={"meaning": table.meaning}))
        if self._geometry:
            fields.append(pa.field("geometry", pa.binary()))
        return pa.schema(fields, metadata={"creator": f"dateline {__version__}"})

    def _type(self, column: IncidentColumn) -> Any:
        if column.kind == "number":
            return self._arrow.float64() if column.name in DECIMALS else self._arrow.int64()
        return self._arrow.bool_() if column.kind == "flag" else self._arrow.string()
