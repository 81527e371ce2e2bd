"""Finding what stands for an event that is gone: recoding moves anchors, and a changed report tells a thing anew.

An event stands for one that is gone if the latest record of the same report has it on overlapping words and of the same
family of types; or, where the report itself was replaced under its key, if the record of its next version has it on the
same words. This hangs on the stored records alone, so that it is the same whenever it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, tellings
from dateline.store.tables import events, records, reports, versions

MATERIAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION"})
"""Types of what is done; the others are of what is said. A new coder that takes one for another of its family moved no event."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an event stands: its report, type and words."""

    event_id: str
    report_id: str
    plover: str
    start: int
    end: int
    quote: str


def _spot(event: dict[str, Any], report_id: str) -> _Spot:
    anchor = event["anchor"]
    return _Spot(event["id"], report_id, event["type"]["plover"], anchor["start"], anchor["end"], anchor["quote"])


def stand_ins(connection: sa.Connection, gone: Collection[str]) -> dict[str, str]:
    """Return which event stands for each of those that are gone; those that nothing stands for are left out."""
    spots = _spots_of(connection, gone)
    siblings = siblings_of(connection, {spot.report_id for spot in spots})
    now = _spots_now(connection, {other for found in siblings.values() for other in found})
    found = {}
    for spot in spots:
        best = _best(spot, [one for other in siblings[spot.report_id] for one in now.get(other, ())])
        if best is not None:
            found[spot.event_id] = best
    return found


def _spots_of(connection: sa.Connection, gone: Collection[str]) -> list[_Spot]:
    query = sa.select(events.c.event_id, records.c.report_id, records.c.record).select_from(
        events.join(records, events.c.record_id == records.c.id)
    )
    found: dict[str, _Spot] = {}
    for row in rows_in(connection, query, events.c.event_id, sorted(gone)):
        for event in row.record["events"]:
            if event["id"] == row.event_id:
                found[row.event_id] = _spot(event, row.report_id)
    return [found[event_id] for event_id in sorted(found)]


def siblings_of(connection: sa.Connection, report_ids: Collection[str]) -> dict[str, set[str]]:
    """Return with each report all that ever stood under one of its keys, itself among them."""
    mine, theirs = versions.alias(), versions.alias()
    query = sa.select(mine.c.report_id, theirs.c.report_id.label("other")).select_from(
        mine.join(theirs, mine.c.key == theirs.c.key)
    )
    found = {report_id: {report_id} for report_id in report_ids}
    for row in rows_in(connection, query, mine.c.report_id, sorted(report_ids)):
        found[row.report_id].add(row.other)
    return found


def _spots_now(connection: sa.Connection, report_ids: Collection[str]) -> dict[str, list[_Spot]]:
    query = sa.select(records.c.report_id, records.c.record).select_from(
        records.join(reports, records.c.report_id == reports.c.id)
    )
    query = query.where(records.c.latest.is_(True), reports.c.current.is_(True))
    return {
        row.report_id: [_spot(event, row.report_id) for event in row.record["events"]]
        for row in rows_in(connection, query, records.c.report_id, sorted(report_ids))
    }


def _best(spot: _Spot, others: Iterable[_Spot]) -> str | None:
    """Return the event that stands for one: of its report before another's, of its type before its family, most words shared."""
    ranked = []
    for other in others:
        same_report = other.report_id == spot.report_id
        shared = min(spot.end, other.end) - max(spot.start, other.start) if same_report else 0
        if not same_report and other.quote == spot.quote:
            shared = len(spot.quote)
        same_type = other.plover == spot.plover
        if shared > 0 and (same_type or (other.plover in MATERIAL) == (spot.plover in MATERIAL)):
            ranked.append((not same_report, not same_type, -shared, other.event_id))
    return min(ranked)[-1] if ranked else None


def reattach(connection: sa.Connection, report_ids: Collection[str]) -> set[str]:
    """Let the decisions on events of these reports, and of what stood under their keys, hold on what stands there now.

    Returns:
        The events that decisions which moved hold or held on: their incidents must be settled anew.
    """
    family = {other for found in siblings_of(connection, report_ids).values() for other in found}
    e = decision_events.c
    named = list(rows_in(connection, sa.select(decision_events), e.report_id, sorted(family)))
    if not named:
        return set()
    ids = sorted({row.event_id for row in named})
    there = {row.event_id for row in rows_in(connection, sa.select(tellings.c.event_id), tellings.c.event_id, ids)}
    stands = {event_id: event_id for event_id in there} | stand_ins(connection, set(ids) - there)
    moved = [row for row in named if stands.get(row.event_id) != row.holds]
    if not moved:
        return set()
    numbers = sorted({row.number for row in moved})
    held = sa.select(e.holds).where(e.holds.is_not(None))
    disturbed = {row.holds for row in rows_in(connection, held, e.number, numbers)}
    change = decision_events.update().where(e.number == sa.bindparam("n"), e.ordinal == sa.bindparam("o"))
    rows = [{"n": row.number, "o": row.ordinal, "h": stands.get(row.event_id)} for row in moved]
    connection.execute(change.values(holds=sa.bindparam("h")), rows)
    return disturbed | {row.holds for row in rows_in(connection, held, e.number, numbers)}
