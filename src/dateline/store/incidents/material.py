"""What incidents are made of: events as their records have them, with what is told of their reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

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


MOST_HELD = 5_000
"""Events that are held in memory, some 20 kB each with their spans."""


class Held:
    """Events that were read before: large incidents are made anew again and again, for one more report each time.

    What is stored under the row of a record never changes; what is only at hand may yet come to nothing, and is not held.
    """

    def __init__(self) -> None:
        self._events: dict[tuple[int, str], Material] = {}

    def get(self, row: int, event_id: str) -> Material | None:
        """Return an event of the record of a row, if it is held."""
        return self._events.get((row, event_id))

    def put(self, row: int, material: Material) -> None:
        """Hold an event; the oldest half goes where there are too many."""
        if len(self._events) >= MOST_HELD:
            for key in list(islice(self._events, MOST_HELD // 2)):
                self._events.pop(key, None)
        self._events[row, material.event.id] = material


def read_material(
    connection: sa.Connection,
    wanted: Mapping[str, int],
    at_hand: Mapping[int, CodedReport],
    held: Held,
    corrected: Mapping[str, Any] | None = None,
) -> dict[str, Material]:
    """Return events with what is told of their reports, by the events' ids.

    Args:
        wanted: the row of the record that holds each, or that it was added to.
        at_hand: records that need not be read, by their row, as corrected.
        corrected: those that are not as their record has them, in their JSON form.
    """
    corrected = corrected or {}
    by_record: dict[int, set[str]] = {}
    found: dict[str, Material] = {}
    for event_id, row in wanted.items():
        known = None if row in at_hand or event_id in corrected else held.get(row, event_id)
        if known is not None:
            found[event_id] = known
        else:
            by_record.setdefault(row, set()).add(event_id)
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
        by_hand = [corrected[event_id] for event_id in sorted(by_record[line.row]) if event_id in corrected]
        for data in (*line.record["events"], *by_hand):
            if data["id"] in by_record[line.row] and (data in by_hand or data["id"] not in corrected):
                found[data["id"]] = Material(
                    line.id, line.text_id, line.title, line.publisher, line.agency, line.published, line.origin,
                    _event_of(data, line.id),
                )  # fmt: skip
                if data["id"] not in corrected:
                    held.put(line.row, found[data["id"]])
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
