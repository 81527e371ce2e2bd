"""What each person says of every slot of the events that they judged: what agreement is told from.

Who accepted an incident says that its events are as they stood then; who corrected a slot says what it says, of this slot alone
where they did not accept the whole. What nobody judged is nobody's coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dateline.corrections import SlotValue
from dateline.errors import RecordError
from dateline.slots import EVENT, SLOTS, stored_value, value_of
from dateline.store.incidents.correcting import Ground, grounds_of
from dateline.store.incidents.decided import SAID, Saying
from dateline.store.incidents.overlay import Said, overlay
from dateline.store.incidents.sql import chunks
from dateline.store.incidents.tables import decision_events, decisions
from dateline.store.tables import events, records, reports

REPORTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class PersonCoding:
    """What one person says of an event: of each slot that they judged its value; the slot "event" whether there is one."""

    by: str
    slots: Mapping[str, SlotValue]


@dataclass(frozen=True, slots=True)
class EventCodings:
    """An event with what each person says of it."""

    event: str
    report_id: str
    people: tuple[PersonCoding, ...]


def codings(connection: sa.Connection) -> Iterator[EventCodings]:
    """Yield the events that anybody judged, with what each person says of them, report by report."""
    sayings = _sayings(connection)
    homes = _homes(connection, sayings)
    by_report: dict[str, list[str]] = {}
    for event, report in homes.items():
        by_report.setdefault(report, []).append(event)
    for some in chunks(sorted(by_report), REPORTS_AT_ONCE):
        for report, ground in grounds_of(connection, some).items():
            for event in sorted(by_report[report]):
                people = tuple(_people(ground, event, sayings[event]))
                if people:
                    yield EventCodings(event, report, people)


def _sayings(connection: sa.Connection) -> dict[str, list[Saying]]:
    """Return all words in force that judge, by the event that they hold on."""
    d, e = decisions.c, decision_events.c
    of = decisions.join(decision_events, d.number == e.number)
    columns = (e.holds, d.number, d.action, d.state, d.by, d.at, d.reason, d.role)
    query = sa.select(*columns).select_from(of).where(d.undone.is_(False), d.action.in_(SAID), e.side == 0)
    found: dict[str, list[Saying]] = {}
    for row in connection.execute(query.where(e.holds.is_not(None)).order_by(d.number)):
        said = Saying(row.number, row.holds, row.action, row.state, row.by, row.at, row.reason, row.role)
        found.setdefault(row.holds, []).append(said)
    return found


def _homes(connection: sa.Connection, sayings: Mapping[str, Sequence[Saying]]) -> dict[str, str]:
    """Return the current reports of events, by event."""
    found: dict[str, str] = {}
    of = events.join(records, events.c.record_id == records.c.id).join(reports, records.c.report_id == reports.c.id)
    query = sa.select(events.c.event_id, records.c.report_id).select_from(of)
    query = query.where(records.c.latest.is_(True), reports.c.current.is_(True))
    e = decision_events.c
    added = sa.select(e.holds, e.held_in).where(e.held_in.is_not(None))
    for some in chunks(sorted(sayings)):
        found |= {row.event_id: row.report_id for row in connection.execute(query.where(events.c.event_id.in_(some)))}
        found |= {row.holds: row.held_in for row in connection.execute(added.where(e.holds.in_(some)))}
    return found


def _people(ground: Ground, event: str, sayings: Sequence[Saying]) -> Iterator[PersonCoding]:
    said = [one for one in ground.said if one.holds == event and not one.undone]
    for name in sorted({one.by for one in sayings}):
        mine = [one for one in sayings if one.by == name]
        slots = dict(_own(one for one in said if one.by == name))
        judged = [one for one in mine if one.action in {"reject", "review"} and one.state != "seen"]
        last = judged[-1] if judged else None
        if last is not None and (last.action == "reject" or last.state == "rejected"):
            yield PersonCoding(name, {EVENT: False})
            continue
        if last is not None and last.state in {"accepted", "corrected"}:
            slots = {**_seen(ground, event, last.number), **slots}
        if slots:
            yield PersonCoding(name, slots)


def _own(said: Iterable[Said]) -> Iterator[tuple[str, SlotValue]]:
    """Yield what one person said of slots; a later word takes the place of an earlier one."""
    for one in said:
        try:
            yield one.slot, stored_value(one.slot, one.says)
        except RecordError:
            continue


def _seen(ground: Ground, event: str, number: int) -> dict[str, SlotValue]:
    """Return the slots of an event as they stood when somebody accepted it: with the words that had been said by then."""
    standing = [one for one in ground.said if not one.undone and (one.number < number or one.action == "add")]
    then = overlay(ground.record, standing, ground.texts)
    laid = next((one for one in then.events if one.event.id == event), None)
    if laid is None or laid.removed:
        return {EVENT: laid is not None}
    return {EVENT: True, **{slot.name: value_of(laid.event, slot.name) for slot in SLOTS}}
