"""Finding what stands for an event that is gone: recoding moves anchors, and a changed report tells a thing anew.

An event stands for one that is gone if the latest record of the same report has it on overlapping words and of the same
family of types; or, where the report itself was replaced under its key, if the record of its next version has it on the
same words. This hangs on the stored records alone, so that it is the same whenever it is asked. An event that people added is
there as long as its report is, or as its words stand in the next version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from dateline.codec import from_data
from dateline.errors import RecordError
from dateline.events import Event
from dateline.store.incidents.carrying import carried
from dateline.store.incidents.overlay import CORRECTING
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, decisions
from dateline.store.tables import events, records, reports, versions
from dateline.vocabulary import MATERIAL


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an event stands: its report, type and words."""

    event_id: str
    report_id: str
    plover: str
    start: int
    end: int
    quote: str


@dataclass(slots=True)
class Moved:
    """What letting decisions hold anew came to.

    Args:
        events: that decisions which moved hold or held on: their incidents must be settled anew.
        reports: that corrections which moved hold or held in: their events must be made anew.
    """

    events: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)


def _spot(event: Mapping[str, Any], report_id: str) -> _Spot:
    anchor = event["anchor"]
    return _Spot(event["id"], report_id, event["type"]["plover"], anchor["start"], anchor["end"], anchor["quote"])


def stand_ins(connection: sa.Connection, gone: Collection[str]) -> dict[str, str]:
    """Return which event stands for each of those that are gone; those that nothing stands for are left out."""
    spots = _spots_of(connection, gone)
    siblings = siblings_of(connection, {spot.report_id for spot in spots})
    now = _spots_now(connection, {other for found in siblings.values() for other in found})
    return {event_id: best.event_id for event_id, best in _stand_ins(spots, siblings, now).items()}


def _stand_ins(
    spots: Iterable[_Spot], siblings: Mapping[str, set[str]], now: Mapping[str, list[_Spot]]
) -> dict[str, _Spot]:
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
    for row in _additions(connection, decision_events.c.event_id, set(gone) - found.keys()):
        found[row.event_id] = _spot(row.value, row.report_id)
    return [found[event_id] for event_id in sorted(found)]


def _additions(connection: sa.Connection, column: sa.ColumnElement[Any], values: Collection[str]) -> list[sa.Row[Any]]:
    """Return the events that people added, undone or not."""
    d, e = decisions.c, decision_events.c
    of = decisions.join(decision_events, d.number == e.number)
    query = sa.select(d.value, d.undone, e.event_id, e.report_id).select_from(of).where(d.action == "add", e.side == 0)
    return list(rows_in(connection, query, column, sorted(values)))


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
    """Return the events that the latest records of current reports have, by report."""
    query = sa.select(records.c.report_id, records.c.record).select_from(
        records.join(reports, records.c.report_id == reports.c.id)
    )
    query = query.where(records.c.latest.is_(True), reports.c.current.is_(True))
    return {
        row.report_id: [_spot(event, row.report_id) for event in row.record["events"]]
        for row in rows_in(connection, query, records.c.report_id, sorted(report_ids))
    }


def _best(spot: _Spot, others: Iterable[_Spot]) -> _Spot | None:
    """Return the event that stands for one: of its report before another's, of its type before its family, most words shared."""
    ranked = []
    for other in others:
        same_report = other.report_id == spot.report_id
        shared = min(spot.end, other.end) - max(spot.start, other.start) if same_report else 0
        if not same_report and other.quote == spot.quote:
            shared = len(spot.quote)
        same_type = other.plover == spot.plover
        # A new coder that takes one type for another of its family, of what is done or of what is said, moved no event.
        if shared > 0 and (same_type or (other.plover in MATERIAL) == (spot.plover in MATERIAL)):
            ranked.append((not same_report, not same_type, -shared, other.event_id, other))
    return min(ranked, key=lambda rank: rank[:-1])[-1] if ranked else None


def reattach(connection: sa.Connection, report_ids: Collection[str]) -> Moved:
    """Let the decisions on events of these reports, and of what stood under their keys, hold on what stands there now."""
    family = {other for found in siblings_of(connection, report_ids).values() for other in found}
    e = decision_events.c
    query = sa.select(decision_events, decisions.c.action).join(decisions, decisions.c.number == e.number)
    named = list(rows_in(connection, query, e.report_id, sorted(family)))
    if not named:
        return Moved()
    siblings = siblings_of(connection, family)
    now = _spots_now(connection, {other for found in siblings.values() for other in found})
    there = {spot.event_id: spot for found in now.values() for spot in found}
    there.update((spot.event_id, spot) for spot in _added_now(connection, siblings, now))
    gone = {row.event_id for row in named} - there.keys()
    if gone:
        there |= _stand_ins(_spots_of(connection, gone), siblings, now)
    return _hold(connection, named, there)


def _hold(connection: sa.Connection, named: Collection[sa.Row[Any]], there: Mapping[str, _Spot]) -> Moved:
    def place(row: sa.Row[Any]) -> tuple[str | None, str | None]:
        spot = there.get(row.event_id)
        if spot is None:
            return None, None
        return spot.event_id, spot.report_id if row.action in CORRECTING else None

    moved = [row for row in named if place(row) != (row.holds, row.held_in)]
    if not moved:
        return Moved()
    e = decision_events.c
    numbers = sorted({row.number for row in moved})
    held = sa.select(e.holds).where(e.holds.is_not(None))
    found = Moved({row.holds for row in rows_in(connection, held, e.number, numbers)})
    found.reports = {report for row in moved for report in (row.held_in, place(row)[1]) if report is not None}
    change = decision_events.update().where(e.number == sa.bindparam("n"), e.ordinal == sa.bindparam("o"))
    rows = [{"n": row.number, "o": row.ordinal, "h": place(row)[0], "i": place(row)[1]} for row in moved]
    connection.execute(change.values(holds=sa.bindparam("h"), held_in=sa.bindparam("i")), rows)
    found.events |= {row.holds for row in rows_in(connection, held, e.number, numbers)}
    return found


def _added_now(
    connection: sa.Connection, siblings: Mapping[str, set[str]], now: Mapping[str, list[_Spot]]
) -> Iterable[_Spot]:
    """Yield the added events that are there: in their own report, else in the next version that has their words."""
    there = [row for row in _additions(connection, decision_events.c.report_id, siblings.keys()) if not row.undone]
    texts: dict[str, str] = {}
    if any(row.report_id not in now for row in there):
        query = sa.select(reports.c.id, reports.c.text)
        ids = {row.report_id for row in there} | now.keys()
        texts = {row.id: row.text for row in rows_in(connection, query, reports.c.id, sorted(ids))}
    for row in there:
        if row.report_id in now:
            yield _spot(row.value, row.report_id)
            continue
        for other in sorted(siblings[row.report_id] & now.keys()):
            moved = _moved(row.value, texts[row.report_id], texts[other])
            if moved is not None:
                yield _Spot(
                    row.event_id, other, moved.type.plover, moved.anchor.start, moved.anchor.end, moved.anchor.quote
                )
                break


def _moved(value: Any, old: str, new: str) -> Event | None:
    try:
        found = carried(from_data(Event, value, where="event"), old, new)
    except RecordError:
        return None
    return None if found is None else found[0]
