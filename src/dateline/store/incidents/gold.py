"""Reports whose events people have judged: what gold is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from dateline.events import CodedReport
from dateline.store.incidents import query
from dateline.store.incidents.correcting import Ground, grounds_of
from dateline.store.incidents.decided import JUDGED
from dateline.store.incidents.rows import REJECTED
from dateline.store.incidents.sql import chunks, rows_in
from dateline.store.incidents.tables import decision_events, decisions, incidents, members, tellings

REPORTS_AT_ONCE = 100

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with what people judged of it.

    Args:
        record: as corrected, without the events of incidents that are rejected.
        waiting: the events that nobody has judged. incidents: those that the events are in.
    """

    record: CodedReport
    waiting: tuple[str, ...]
    incidents: tuple[str, ...]


def judged(connection: sa.Connection, filters: Mapping[str, object], kinds: tuple[str, ...]) -> Iterator[Judged]:
    """Yield the reports of which somebody judged an event: of incidents that fit the filters, or of which people say it is none."""
    every = {"review": sorted(JUDGED), "kind": "all", "sphere": "all"}
    ids = _reports_of(connection, {**every, **filters}, kinds)
    if not filters:
        e = decision_events.c
        of_corrections = sa.select(e.held_in).join(decisions, decisions.c.number == e.number)
        of_corrections = of_corrections.where(e.held_in.is_not(None), decisions.c.undone.is_(False)).distinct()
        ids |= set(connection.execute(of_corrections).scalars())
    for some in chunks(sorted(ids), REPORTS_AT_ONCE):
        grounds = grounds_of(connection, some)
        events = [one.event.id for ground in grounds.values() for one in ground.overlay.events]
        of = tellings.join(members, members.c.telling == tellings.c.id).join(
            incidents, incidents.c.id == members.c.incident
        )
        columns = sa.select(tellings.c.event_id, incidents.c.id, incidents.c.review).select_from(of)
        placed = {row.event_id: row for row in rows_in(connection, columns, tellings.c.event_id, events)}
        for report in sorted(grounds):
            yield _judged(grounds[report], placed)


def _reports_of(connection: sa.Connection, filters: Mapping[str, object], kinds: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    of = sa.select(tellings.c.report_id).join(members, members.c.telling == tellings.c.id)
    cursor: str | None = None
    while True:
        page = query.list_incidents(connection, filters, order="day", kinds=kinds, limit=PAGE, cursor=cursor)
        names = [row.id for row in page.rows]
        found |= {row.report_id for row in rows_in(connection, of, members.c.incident, names)}
        cursor = page.cursor
        if cursor is None:
            return found


def _judged(ground: Ground, placed: Mapping[str, sa.Row[tuple[str, str, str]]]) -> Judged:
    kept, waiting, names = [], [], set()
    for event in ground.overlay.record.events:
        row = placed.get(event.id)
        state = row.review if row is not None else "machine"
        if row is not None:
            names.add(row.id)
        if state not in JUDGED:
            waiting.append(event.id)
        if state != REJECTED:
            kept.append(event)
    return Judged(replace(ground.overlay.record, events=tuple(kept)), tuple(waiting), tuple(sorted(names)))
