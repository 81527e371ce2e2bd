"""Reports and records to rows of the tables, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.codec import from_data, to_data
from dateline.errors import RecordError, StoreError
from dateline.events import CodedReport, Coder, Event
from dateline.export.rows import headline_figure
from dateline.text import ID_LENGTH, Report, content_id

Row = dict[str, Any]

REPORT_COLUMNS = (
    "title", "publisher", "agency", "byline", "language", "url", "published", "text", "origin", "key", "version",
)  # fmt: skip
"""Columns of a report that hold its fields as they are."""

NESTED_COLUMNS = ("sections", "dateline", "problems")
"""Columns of a report that hold its fields as JSON."""

KEY_CHARACTERS = 600
"""The longest key that stands in `versions` as it is: an index of PostgreSQL takes 2,700 bytes, and a character has up to 4."""


def stored_key(key: str) -> str:
    """Return a report's key as `versions` has it: a very long one is cut, and a hash of it keeps it apart from others."""
    return key if len(key) <= KEY_CHARACTERS else f"{key[: KEY_CHARACTERS - ID_LENGTH - 1]}…{content_id(key)}"


def report_row(report: Report) -> Row:
    """Return a report as a row of `reports`, but for when it was added and whether it is current."""
    row: Row = {name: getattr(report, name) for name in REPORT_COLUMNS}
    row |= {name: to_data(getattr(report, name)) for name in NESTED_COLUMNS}
    return row | {"id": report.id, "text_id": report.text_id}


def report_of(row: Mapping[str, Any]) -> Report:
    """Return the report of a row.

    Raises:
        StoreError: the row was changed by another hand and is no report any more.
    """
    data = {name: row[name] for name in (*REPORT_COLUMNS, *NESTED_COLUMNS) if row[name] is not None}
    try:
        return from_data(Report, {**data, "id": row["id"]})
    except RecordError as error:
        raise StoreError(f"the stored report {row['id']} is not what was stored: {error}") from error


def record_data(record: CodedReport) -> Row:
    """Return what the coder added to a report, as the JSON of `records`; report and coder have tables of their own."""
    return {
        "dateline": to_data(record.report.dateline),
        "events": to_data(record.events),
        "problems": to_data(record.problems),
    }


def record_of(report: Report, coder: Coder, data: Mapping[str, Any]) -> CodedReport:
    """Return the record that `record_data` was drawn from.

    Raises:
        StoreError: the data was changed by another hand and breaks the contract.
    """
    given = to_data(dataclasses.replace(report, dateline=None))
    try:
        if data["dateline"] is not None:
            given["dateline"] = data["dateline"]
        return from_data(
            CodedReport,
            {"coder": to_data(coder), "report": given, "events": data["events"], "problems": data["problems"]},
        )
    except (RecordError, KeyError) as error:
        raise StoreError(f"the stored record of report {report.id} is not what was stored: {error}") from error


def event_row(event: Event, ordinal: int) -> Row:
    """Return an event as a row of `events`, but for its record."""
    when = event.when
    first = when.start[:10] if when and when.start else None
    last = when.end[:10] if when and when.end else None
    row: Row = {
        "ordinal": ordinal,
        "event_id": event.id,
        **{name: getattr(event.type, name) for name in ("plover", "mode", "acled", "cameo", "ucdp")},
        **{name: getattr(event, name) for name in ("sphere", "standing", "factuality", "confidence")},
        "count_low": event.count.low,
        "count_high": event.count.high,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "day": first or last or "",
        "first_day": first,
        "last_day": last,
        "precision": when.precision if when else None,
        "countries": _listed(place.country for place in event.where),
        "places": _listed(place.name for place in event.where),
        "actors": _listed(participant.name for participant in event.participants),
        "anchor": event.anchor.quote,
    }
    for measure in ("killed", "injured"):
        toll = headline_figure(event, measure)
        row[f"{measure}_low"] = toll.low if toll else None
        row[f"{measure}_high"] = toll.high if toll else None
    return row


def place_rows(event: Event) -> Iterator[Row]:
    """Yield the rows of an event's places."""
    names = ("name", "kind", "country", "admin1", "admin2", "latitude", "longitude", "precision", "geonames_id")
    for ordinal, place in enumerate(event.where):
        yield {"ordinal": ordinal, **{name: getattr(place, name) for name in names}}


def actor_rows(event: Event) -> Iterator[Row]:
    """Yield the rows of an event's participants."""
    for ordinal, participant in enumerate(event.participants):
        names = ("role", "name", "kind", "country", "actor")
        yield {"ordinal": ordinal, **{name: getattr(participant, name) for name in names}}


def toll_rows(event: Event) -> Iterator[Row]:
    """Yield the rows of an event's tolls."""
    for ordinal, toll in enumerate(event.tolls):
        yield {
            "ordinal": ordinal,
            **{name: getattr(toll, name) for name in ("measure", "low", "high", "approximate")},
            "who": toll.who.name if toll.who else None,
            "speaker": toll.speaker.name if toll.speaker else None,
            "superseded": toll.superseded_by is not None,
            "part": toll.part_of is not None,
        }


def _listed(names: Iterator[str | None]) -> str:
    return "; ".join(dict.fromkeys(name for name in names if name))
