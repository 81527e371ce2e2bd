"""Incidents handed on over HTTP: a file in any of the formats, and beside it what the format left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import StreamingResponse

from dateline.exporting import (
    FORMATS,
    GOLD,
    ExportFormat,
    format_of,
    stream_gold,
    stream_gold_notes,
    stream_incidents,
    stream_notes,
)
from dateline.server import shapes as s
from dateline.server.describing import Responses, gives
from dateline.server.desk import FILTERED, Asked, Served
from dateline.server.heavy import HEAVY
from dateline.server.routes import Router

router = Router(tags=["export"])

Format = Annotated[str, Query(max_length=40, description="One of /api/formats.")]
Order = Annotated[str, Query(pattern="^(day|reports|killed|changed|confidence)$")]

MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".jsonl": "application/x-ndjson",
    ".geojson": "application/geo+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by the last ending of a file; bytes where it is none of these."""

FILE: Responses = {200: {"description": "The file.", "content": {"*/*": {}}}}


@router.get("/formats", response_model=None, responses=gives(s.Formats))
def formats() -> Any:
    """Return the formats that incidents are written in."""
    return {
        "formats": [
            {"name": one.name, "ending": one.ending, "what": one.what, "row": one.row, "notes": one.notes}
            for one in (*FORMATS, GOLD)
        ]
    }


@router.get("/export", response_model=None, dependencies=HEAVY, responses=FILE, openapi_extra=FILTERED)
def export(desk: Served, asked: Asked, format: Format, order: Order = "day") -> StreamingResponse:  # noqa: A002 - as asked
    """Return the incidents that fit as a file."""
    form = format_of(format)
    desk.incidents.list(
        limit=1, cursor=None, order=order, **asked
    )  # what is wrong with the question is told before the file begins
    if form is GOLD:
        return _file(stream_gold(desk.incidents.desk.gold(**asked)), form, f"reports{form.ending}")
    return _file(
        stream_incidents(desk.incidents.each(order=order, **asked), form.name), form, f"incidents{form.ending}"
    )


@router.get("/export/notes", response_model=None, dependencies=HEAVY, responses=FILE, openapi_extra=FILTERED)
def notes(desk: Served, asked: Asked, format: Format, order: Order = "day") -> StreamingResponse:  # noqa: A002 - as asked
    """Return what a format leaves out or loses of the incidents that fit, as CSV."""
    form = format_of(format)
    desk.incidents.list(limit=1, cursor=None, order=order, **asked)
    if form is GOLD:
        left = stream_gold_notes(desk.incidents.desk.gold(**asked))
        return _file(left, format_of("csv"), f"reports.{form.name}.left-out.csv")
    side = stream_notes(desk.incidents.each(order=order, **asked), form.name)
    return _file(side, format_of("csv"), f"incidents.{form.name}.left-out.csv")


def _file(parts: Iterator[bytes], form: ExportFormat, name: str) -> StreamingResponse:
    kind = MEDIA.get(form.ending[form.ending.rindex(".") :], "application/octet-stream")
    # A page of ours that holds others' words is saved, not opened under this server's name.
    return StreamingResponse(parts, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
