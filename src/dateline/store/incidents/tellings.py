"""Bringing the tellings of reports up to date: those of latest records of current reports, as corrected, are in, all others out.

With each telling go its keys and its links. What is left after `bring_up` hangs on which tellings there are, not on how they
came: links join the firsts of twins that share a key, and twins have their first by the order of their ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from dateline import failpoints
from dateline.events import CodedReport
from dateline.store import query
from dateline.store.eventing import lay_corrected, mark_coded
from dateline.store.incidents.attaching import reattach
from dateline.store.incidents.blocks import lay, lift, read_nodes
from dateline.store.incidents.kit import Kit, encode, hashed
from dateline.store.incidents.overlay import overlays_of
from dateline.store.incidents.sql import chunks, delete_in, rows_in
from dateline.store.incidents.tables import members, tellings
from dateline.store.tables import records, reports

AS_CODED = {"event": None, "corrections": None}
"""What is kept of an event that nobody corrected."""


@dataclass(slots=True)
class Touched:
    """What bringing tellings up to date touched.

    Args:
        seeds: rows of tellings around which incidents must be settled anew.
        fresh: rows of the tellings that came in; their incidents are made anew even where they hold the same events.
        gone: the events that went, with the incidents that they were in; some may have come back.
        reports: whose tellings changed.
        records: those that were at hand, by row, as corrected.
        disturbed: events that decisions which hold elsewhere now hold or held on.
        linked: pairs of rows that a link came between, with its weight.
        lessened: tellings or links went, or people decided: not everything that held together before need do so now.
        parts: components of what went.
        partial: the events that are gone are those of a whole store, of which only these incidents are settled.
    """

    seeds: set[int] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    records: dict[int, CodedReport] = field(default_factory=dict)
    linked: dict[tuple[int, int], float] = field(default_factory=dict)
    disturbed: set[str] = field(default_factory=set)
    lessened: bool = False
    parts: set[int] = field(default_factory=set)
    partial: bool = False


def bring_up(
    connection: sa.Connection,
    kit: Kit,
    report_ids: Iterable[str],
    at_hand: Mapping[int, CodedReport],
    *,
    anew: Collection[str] = (),
) -> Touched:
    """Bring the tellings of reports up to date with their records, and with what people say of these.

    Args:
        at_hand: records that need not be read, by their row.
        anew: reports of which something else was said than before.
    """
    touched = Touched()
    ids = {*report_ids, *anew}
    changed = {*anew, *_changed(connection, ids)}
    # What a new coding made of an event may be what a correction holds on now, here or in another version of the report.
    moved = reattach(connection, changed)
    changed |= moved.reports
    touched.disturbed = moved.events
    touched.reports = set(changed)
    due = due_records(connection, sorted(changed))
    columns = sa.select(tellings.c.id, tellings.c.event_id, tellings.c.twin, tellings.c.report_id)
    leaving = list(rows_in(connection, columns, tellings.c.report_id, sorted(changed)))
    touched.records = _read_records(connection, sorted(due.values()), at_hand)
    laid = overlays_of(connection, touched.records.values())
    mark_coded(connection, {*laid, *(row.report_id for row in leaving)})
    lay_corrected(connection, touched.records, laid)
    for row, record in list(touched.records.items()):
        if record.report.id in laid:
            touched.records[row] = laid[record.report.id].record
    corrected = {event_id: what for found in laid.values() for event_id, what in found.stored.items()}
    if leaving:
        _take_out(connection, kit, leaving, touched)
    failpoints.reach("mid-linking")
    _put_in(connection, kit, touched, corrected)
    seeds = rows_in(connection, sa.select(tellings.c.id), tellings.c.event_id, sorted(touched.disturbed))
    touched.seeds |= {row.id for row in seeds}
    return touched


def _changed(connection: sa.Connection, ids: Collection[str]) -> set[str]:
    """Return the reports whose tellings are not those of their latest record."""
    due = due_records(connection, sorted(ids))
    present: dict[str, set[int]] = {}
    columns = sa.select(tellings.c.report_id, tellings.c.record_id)
    for row in rows_in(connection, columns, tellings.c.report_id, sorted(ids)):
        present.setdefault(row.report_id, set()).add(row.record_id)
    return {
        report_id
        for report_id in ids
        if present.get(report_id, set()) != ({due[report_id]} if report_id in due else set())
    }


def due_records(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Return the row of the latest record of each of the reports that is current."""
    found = sa.select(records.c.id, records.c.report_id).join(reports, records.c.report_id == reports.c.id)
    found = found.where(records.c.latest.is_(True), reports.c.current.is_(True))
    return {row.report_id: int(row.id) for row in rows_in(connection, found, records.c.report_id, ids)}


def _read_records(
    connection: sa.Connection, rows: Sequence[int], at_hand: Mapping[int, CodedReport]
) -> dict[int, CodedReport]:
    found = {row: at_hand[row] for row in rows if row in at_hand}
    for some in chunks(row for row in rows if row not in found):
        found.update(query.records_where(connection, records.c.id.in_(some)))
    return found


def _take_out(connection: sa.Connection, kit: Kit, leaving: Sequence[sa.Row[Any]], touched: Touched) -> None:
    """Take tellings out, with their keys, links and places in incidents; where a first goes, the next twin is first."""
    ids = {int(row.id) for row in leaving}
    m = members.c
    placed = sa.select(tellings.c.event_id, m.incident, m.part).join(members, m.telling == tellings.c.id)
    for row in rows_in(connection, placed, tellings.c.id, ids):
        touched.gone[row.event_id] = row.incident
        if row.part is not None:
            touched.parts.add(row.part)
    touched.lessened = True
    company = sa.select(members.c.telling)
    incidents = set(touched.gone.values())
    touched.seeds |= {row.telling for row in rows_in(connection, company, members.c.incident, incidents)}
    _unlink(connection, kit, ids, touched)
    touched.seeds -= ids
    delete_in(connection, members, members.c.telling, ids)
    delete_in(connection, tellings, tellings.c.id, ids)
    _choose_firsts(connection, kit, {int(row.twin) for row in leaving}, touched)


def _unlink(connection: sa.Connection, kit: Kit, ids: set[int], touched: Touched) -> None:
    """Take away the keys and links of those tellings that have them; what they were linked to is touched."""
    touched.lessened = True
    keyed = sa.select(tellings.c.id).where(tellings.c.first.is_(True))
    firsts = [row.id for row in rows_in(connection, keyed, tellings.c.id, ids)]
    touched.seeds |= lift(connection, kit, list(read_nodes(connection, kit, firsts).values()), touched.linked)


def _put_in(connection: sa.Connection, kit: Kit, touched: Touched, corrected: Mapping[str, Any]) -> None:
    """Put in the tellings of the records that were read, and link them.

    Args:
        corrected: what is kept of the events that people corrected.
    """
    rows: list[dict[str, Any]] = [
        {
            "event_id": telling.event_id, "report_id": telling.report_id, "record_id": record_row,
            "twin": hashed(kit.twin_of(telling)), "first": False, "data": encode(telling),
            **(corrected.get(telling.event_id) or AS_CODED),
        }
        for record_row, record in touched.records.items()
        for telling in kit.tellings_of(record)
    ]  # fmt: skip
    if not rows:
        return
    insert = tellings.insert().returning(tellings.c.id, sort_by_parameter_order=True)
    ids = [int(row) for row in connection.execute(insert, rows).scalars()]
    touched.fresh |= set(ids)
    touched.seeds |= set(ids)
    _choose_firsts(connection, kit, {row["twin"] for row in rows}, touched)


def _choose_firsts(connection: sa.Connection, kit: Kit, twins: set[int], touched: Touched) -> None:
    """Let the first of each group of twins by id, and no other, have keys and links."""
    groups: dict[int, list[sa.Row[Any]]] = {}
    columns = sa.select(tellings.c.id, tellings.c.event_id, tellings.c.twin, tellings.c.first)
    for row in rows_in(connection, columns, tellings.c.twin, twins):
        groups.setdefault(row.twin, []).append(row)
    up: set[int] = set()
    down: set[int] = set()
    for group in groups.values():
        first = min(group, key=lambda row: row.event_id)
        down |= {row.id for row in group if row.first and row.id != first.id}
        touched.seeds |= {row.id for row in group}
        if not first.first:
            up.add(first.id)
    if down:
        _unlink(connection, kit, down, touched)
    for ids, value in ((down, False), (up, True)):
        for some in chunks(sorted(ids)):
            connection.execute(tellings.update().where(tellings.c.id.in_(some)).values(first=value))
    if up:
        unlinked = lay(connection, kit, list(read_nodes(connection, kit, up).values()), touched.linked)
        touched.seeds |= unlinked
        touched.lessened |= bool(unlinked)
