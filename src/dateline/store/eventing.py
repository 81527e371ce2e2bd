"""The rows of events: as they were coded, and as people corrected them.

An event is `coded` where the latest record of a current report has it, and `stands` where it is what is so after all that people
said. Most are both. Of one that people corrected there are two rows, as coded and as it stands; the second has an ordinal below zero,
as has one that people added. One that they say is none is only coded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dateline.events import CodedReport, Event
from dateline.store.incidents.sql import chunks, insert_all, rows_in
from dateline.store.rows import actor_rows, event_row, place_rows, toll_rows
from dateline.store.tables import event_actors, event_places, event_tolls, events, records, reports

if TYPE_CHECKING:
    from dateline.store.incidents.overlay import Overlay

Placed = tuple[int, int, Event]
"""The row of a record, the place in it, and an event."""


def insert_events(connection: sa.Connection, held: Sequence[Placed], *, coded: bool) -> None:
    """Write the rows of events that stand, with what hangs on them.

    Args:
        coded: whether they are as records have them.
    """
    if not held:
        return
    insert = events.insert().returning(events.c.id, sort_by_parameter_order=True)
    rows = [{"record_id": row, **event_row(event, place), "coded": coded, "stands": True} for row, place, event in held]
    ids = [int(row) for row in connection.execute(insert, rows).scalars()]
    for table, rows_of in ((event_places, place_rows), (event_actors, actor_rows), (event_tolls, toll_rows)):
        children = [
            {"event_row": row, **child}
            for row, (_, _, event) in zip(ids, held, strict=True)
            for child in rows_of(event)
        ]
        insert_all(connection, table, children)


def mark_coded(connection: sa.Connection, report_ids: Iterable[str]) -> None:
    """Have the events of reports stand as they were coded: those of the latest records of current reports."""
    e = events.c
    due = sa.and_(records.c.latest.is_(True), reports.c.current.is_(True))
    query = sa.select(records.c.id, due.label("due")).join(reports, records.c.report_id == reports.c.id)
    rows = list(rows_in(connection, query, records.c.report_id, sorted(report_ids)))
    for some in chunks([row.id for row in rows]):
        connection.execute(events.delete().where(e.record_id.in_(some), e.ordinal < 0))
    for value in (True, False):
        for some in chunks([row.id for row in rows if bool(row.due) is value]):
            other = sa.or_(e.coded.is_not(value), e.stands.is_not(value))
            connection.execute(events.update().where(e.record_id.in_(some), other).values(coded=value, stands=value))


def lay_corrected(connection: sa.Connection, coded: Mapping[int, CodedReport], overlays: Mapping[str, Overlay]) -> None:
    """Lay down how the events of records stand after what people said, where that is not as they were coded.

    Args:
        coded: the records as coded, by row. overlays: the same with what people said, by report.
    """
    e = events.c
    for row, record in coded.items():
        laid = overlays.get(record.report.id)
        if laid is None:
            continue
        was = {event.id: event for event in record.events}
        now = {event.id: event for event in laid.record.events}
        gone = [name for name, event in was.items() if now.get(name) != event]
        for some in chunks(gone):
            connection.execute(
                events.update().where(e.record_id == row, e.ordinal >= 0, e.event_id.in_(some)).values(stands=False)
            )
        new = [event for name, event in now.items() if was.get(name) != event]
        insert_events(connection, [(row, -1 - place, event) for place, event in enumerate(new)], coded=False)


def corrected_reports(connection: sa.Connection, actions: Collection[str]) -> list[str]:
    """Return the reports that something in force is said of: after a migration."""
    from dateline.store.incidents.tables import decision_events, decisions

    held = decision_events.c.held_in
    query = sa.select(held).join(decisions, decisions.c.number == decision_events.c.number).distinct()
    where = (held.is_not(None), decisions.c.undone.is_(False), decisions.c.action.in_(sorted(actions)))
    return sorted(connection.execute(query.where(*where)).scalars())
