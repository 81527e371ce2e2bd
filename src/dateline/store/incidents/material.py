"""What incidents are made of: events as their records have them, with what is told of their reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from dateline.codec import from_data
from dateline.errors import RecordError, StoreError
from dateline.events import CodedReport, Event
from dateline.store.incidents.sql import rows_in
from dateline.store.tables import records, reports


@dataclass(frozen=True, slots=True)
class Material:
    """An event with what an incident tells of its report."""

    report_id: str
    text_id: str
    title: str | None
    publisher: str | None
    agency: str | None
    published: str | None
    origin: str
    event: Event


def read_material(
    connection: sa.Connection, wanted: Mapping[str, int], at_hand: Mapping[int, CodedReport]
) -> dict[str, Material]:
    """Return events with what is told of their reports, by the events' ids.

    Args:
        wanted: the row of the record that holds each.
        at_hand: records that need not be read, by their row.
    """
    by_record: dict[int, set[str]] = {}
    for event_id, row in wanted.items():
        by_record.setdefault(row, set()).add(event_id)
    found: dict[str, Material] = {}
    for row in by_record.keys() & at_hand.keys():
        found.update(_of_record(at_hand[row], by_record[row]))
    r = reports.c
    query = sa.select(
        records.c.id.label("row"),
        records.c.record,
        r.id,
        r.text_id,
        r.title,
        r.publisher,
        r.agency,
        r.published,
        r.origin,
    ).select_from(records.join(reports, records.c.report_id == r.id))
    for line in rows_in(connection, query, records.c.id, sorted(by_record.keys() - at_hand.keys())):
        for data in line.record["events"]:
            if data["id"] in by_record[line.row]:
                found[data["id"]] = Material(
                    line.id, line.text_id, line.title, line.publisher, line.agency, line.published, line.origin,
                    _event_of(data, line.id),
                )  # fmt: skip
    return found


def _of_record(record: CodedReport, wanted: set[str]) -> Iterable[tuple[str, Material]]:
    r = record.report
    for event in record.events:
        if event.id in wanted:
            yield (
                event.id,
                Material(r.id, r.text_id, r.title, r.publisher, r.agency, r.published, r.origin, event),
            )


def _event_of(data: object, report_id: str) -> Event:
    try:
        return from_data(Event, data, where="event")
    except RecordError as error:
        raise StoreError(f"the stored record of report {report_id} is not what was stored: {error}") from error
