"""Laying down corrections: what a slot of an event says, that an event was missed, that one is none.

Each is a decision like a join or a rejection: it outlives later coding, and undoing it brings back what stood before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from dateline.codec import to_data
from dateline.corrections import SlotValue
from dateline.errors import Ambiguous, Conflict, NotFound, RecordError, Unchanged, ValueRefused
from dateline.events import CodedReport, Event, EventType, event_id
from dateline.incidents import Decision
from dateline.ontology import load_ontology
from dateline.slots import BY_NAME, EVENT, laid, read_value, value_of
from dateline.store import query
from dateline.store.incidents.deciding import Desk, Entry, decision, lay, remake
from dateline.store.incidents.finding import AFTER_HEX, find_event
from dateline.store.incidents.overlay import Laid, Overlay, Said, overlay, said_in, texts_of
from dateline.store.incidents.tables import decision_events, decisions
from dateline.store.query import MOST_CANDIDATES, SHORTEST_PREFIX
from dateline.store.tables import events, records, reports
from dateline.text import Span

TAG_DIGITS = 12
"""Hexadecimal digits of the version of an event at the desk."""

BY_HAND = 1.0
"""How sure dateline is of an event that somebody added: it was seen."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A report with its latest record, and what is said of it.

    Args:
        row: of the record. record: as it was coded.
        said: all that holds here, undone or not. texts: of other reports that it was said of.
    """

    row: int
    record: CodedReport
    overlay: Overlay
    said: tuple[Said, ...]
    texts: Mapping[str, str]

    def event(self, name: str) -> Laid:
        """Return an event of it by its id."""
        return next(one for one in self.overlay.events if one.event.id == name)

    def tag(self, name: str | None = None) -> str:
        """Return the version of an event, or of which events there are: it changes with each word on it and each coding."""
        about = [one for one in self.said if (one.holds == name if name else one.slot == EVENT)]
        last = max(((one.number, one.undone) for one in about), default=(0, False))
        words = f"{self.row} {name} {len(about)} {last} {sum(one.undone for one in about)}"
        return hashlib.sha256(words.encode()).hexdigest()[:TAG_DIGITS]


def grounds_of(connection: sa.Connection, report_ids: Collection[str]) -> dict[str, Ground]:
    """Return current reports with their latest records and what is said of them, by id; those without a record are left out."""
    where = sa.and_(
        records.c.latest.is_(True),
        reports.c.current.is_(True),
        records.c.report_id.in_(sorted(report_ids)),
    )
    said = said_in(connection, report_ids, undone=True)
    texts = texts_of(connection, (one for found in said.values() for one in found))
    found = {}
    for row, record in query.records_where(connection, where):
        about = said.get(record.report.id, [])
        standing = [one for one in about if not one.undone]
        found[record.report.id] = Ground(row, record, overlay(record, standing, texts), tuple(about), texts)
    return found


def find_ground(connection: sa.Connection, reference: str, *, name: str) -> Ground:
    """Return the report that is meant, by its id or the start of it.

    Raises:
        NotFound: there is none that is current and coded. Ambiguous: it is the start of several ids.
    """
    wanted = reference.strip().lower()
    query_of = sa.select(reports.c.id).where(reports.c.id >= wanted, reports.c.id < wanted + AFTER_HEX)
    ids = []
    if re.fullmatch(rf"[0-9a-f]{{{SHORTEST_PREFIX},24}}", wanted):
        ids = list(connection.execute(query_of.order_by(reports.c.id).limit(MOST_CANDIDATES)).scalars())
    if len(ids) > 1:
        raise Ambiguous(f"{reference!r} is the start of several reports ({', '.join(ids)} …); give more of it")
    found = grounds_of(connection, ids)
    if not found:
        raise NotFound(f"{name}: there is no report {reference!r:.80} whose latest version is coded; give its id")
    return found[ids[0]]


def find_event_ground(connection: sa.Connection, reference: str, *, name: str) -> tuple[Ground, str]:
    """Return the report of an event and the event's id: also of one that people say is none, and of one that stands for it now.

    Raises:
        NotFound: no latest record of a current report has it. Ambiguous: it is the start of several ids.
    """
    wanted = reference.strip().lower()
    places = _events_starting(connection, wanted)
    if len(places) > 1:
        raise Ambiguous(
            f"{reference!r} is the start of several events ({', '.join(sorted(places))} …); give more of it"
        )
    if not places:
        there = find_event(connection, reference, name=name)
        places = _events_starting(connection, there)
    for event, report in places.items():
        ground = grounds_of(connection, [report]).get(report)
        if ground is not None and any(one.event.id == event for one in ground.overlay.events):
            return ground, event
    raise NotFound(f"{name}: there is no event {reference!r:.80} in the latest coding of a report; give its id")


def _events_starting(connection: sa.Connection, wanted: str) -> dict[str, str]:
    """Return the reports of the events whose ids start so."""
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST_PREFIX},24}}", wanted):
        return {}
    end = wanted + AFTER_HEX
    of = events.join(records, events.c.record_id == records.c.id).join(reports, records.c.report_id == reports.c.id)
    coded = sa.select(events.c.event_id, records.c.report_id).select_from(of)
    coded = coded.where(events.c.event_id >= wanted, events.c.event_id < end)
    coded = coded.where(records.c.latest.is_(True), reports.c.current.is_(True)).limit(MOST_CANDIDATES + 1)
    e = decision_events.c
    of_added = decision_events.join(decisions, decisions.c.number == e.number)
    added = sa.select(e.event_id, e.held_in).select_from(of_added)
    added = added.where(decisions.c.action == "add", e.side == 0, e.held_in.is_not(None), e.holds == e.event_id)
    added = added.where(e.event_id >= wanted, e.event_id < end, decisions.c.undone.is_(False))
    rows = [*connection.execute(coded), *connection.execute(added.limit(MOST_CANDIDATES + 1))]
    return {str(row[0]): str(row[1]) for row in rows}


def _see(desk: Desk, ground: Ground, name: str | None, version: str | None) -> None:
    stands = ground.tag(name)
    if version is not None and version.strip() != stands:
        raise Conflict(
            f"{desk.name}: {f'event {name}' if name else f'report {ground.record.report.id}'} is at version {stands}, not "
            f"{version[:40]}: somebody corrected it, or it was coded anew; look at it and decide again"
        )


def correct(desk: Desk, event: str, slot: str, data: Any, entry: Entry, version: str | None) -> tuple[Decision, str]:
    """Say what a slot of an event says; return the decision and the event's id.

    Raises:
        NotFound: there is no such event. Conflict: it has changed since. Unchanged: it says so already, by the same person.
        ValueRefused: the value is none of the slot.
    """
    ground, name = find_event_ground(desk.connection, event, name=desk.name)
    _see(desk, ground, name, version)
    here = ground.event(name)
    value = read_value(slot, data, ground.record.report.text, here.event)
    check_type(value)
    old = _standing(here, slot)
    _see_new(desk, here, slot, value, old, entry)
    what = {"action": "correct", "slot": slot, "value": {"is": to_data(value)}, "old": {"is": to_data(old)}}
    number = lay(desk, what, [name], (), entry)
    remake(desk, [ground.record.report.id], entry.at, forced=[name])
    return decision(desk.connection, number), name


def _standing(here: Laid, slot: str) -> SlotValue:
    return not here.removed if slot == EVENT else value_of(here.event, slot)


def _see_new(desk: Desk, here: Laid, slot: str, value: SlotValue, old: SlotValue, entry: Entry) -> None:
    """Refuse what stands already, and what cannot stand beside the rest of the event."""
    mine = [one for one in here.said if one.slot == slot and one.by == entry.by]
    said = to_data(value)
    # Who repeats what another said says that both agree: that is new, where it is not the machine's word alone.
    others = [one for one in here.said if one.slot == slot and one.by != entry.by]
    if (mine and mine[-1].says == said) or (not mine and not others and to_data(old) == said):
        raise Unchanged(f"{desk.name}: {slot} of event {here.event.id} says so already")
    if slot != EVENT:
        try:
            laid(here.event, slot, value)
        except RecordError as error:
            raise ValueRefused(f"{slot}: {error}") from error


def check_type(value: SlotValue) -> None:
    """Raise ValueRefused where a type is none of the ontology's tables."""
    if not isinstance(value, EventType):
        return
    ontology = load_ontology()
    valid: dict[str, list[str]] = {
        "acled": [row.sub_event_type for row in ontology.acled],
        "cameo": [row.code for row in ontology.cameo],
        "ucdp": [row.name for row in ontology.ucdp],
    }
    try:
        ontology.validate(value.plover, value.mode)
    except RecordError as error:
        raise ValueRefused(f"type: {error}") from error
    for name, codes in valid.items():
        code = getattr(value, name)
        if code is not None and code not in codes:
            raise ValueRefused(f"type.{name}: expected one of {', '.join(codes)}; got {code!r:.60}")


def add(
    desk: Desk, report: str, kind: Any, anchor: Any, slots: Mapping[str, Any], entry: Entry, version: str | None
) -> tuple[Decision, str]:
    """Say that a report tells of an event that the machine missed; return the decision and the event's id.

    Args:
        kind, anchor, slots: type, words and what else is stated, in their JSON forms.

    Raises:
        NotFound: there is no such report. Conflict: its events have changed since, or it stands there already.
        ValueRefused: a value is none.
    """
    ground = find_ground(desk.connection, report, name=desk.name)
    _see(desk, ground, None, version)
    event = _event(ground.record, kind, anchor, slots)
    there = [one.event for one in ground.overlay.events]
    if any(one.id == event.id for one in there):
        raise Unchanged(f"{desk.name}: event {event.id} of this type stands on these words already")
    near = [one.id for one in there if one.anchor.overlaps(event.anchor)]
    what = {"action": "add", "slot": EVENT, "value": to_data(event), "old": {"is": False}}
    known = {event.id: (ground.record.report.id, event.id)}
    number = lay(desk, what, [event.id], near, entry, known)
    remake(desk, [ground.record.report.id], entry.at, forced=[event.id])
    return decision(desk.connection, number), event.id


def _event(record: CodedReport, kind: Any, anchor: Any, slots: Mapping[str, Any]) -> Event:
    text = record.report.text
    given = read_value("type", kind, text)
    check_type(given)
    words = cast("Span", read_value("anchor", anchor, text))
    of = cast("EventType", given)
    try:
        event = Event(
            id=event_id(record.report, of.plover, words), type=of, anchor=words, standing="current",
            factuality="happened", confidence=BY_HAND,
        )  # fmt: skip
        for name in BY_NAME:
            if name in slots:
                if name in {"type", "anchor"}:
                    raise ValueRefused(f"{name}: say it beside slots, not among them")
                event = laid(event, name, read_value(name, slots[name], text, event))
    except RecordError as error:
        raise ValueRefused(f"event: {error}") from error
    if unknown := slots.keys() - BY_NAME.keys():
        raise ValueRefused(f"there is no slot {min(unknown)!r:.40}; there are {', '.join(BY_NAME)}")
    return event
