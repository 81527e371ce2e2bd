"""What people say of events, laid over records as they were coded: the corrected events that all else is made of.

The stored record stays as it is. Of what was said of a slot the last word of a reviewer counts, else the last of a coder. What
comes out hangs on the record, on the words that are in force and on which events they hold, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import sqlalchemy as sa

from dateline.codec import from_data, to_data
from dateline.corrections import CorrectedSlot, CorrectionAction, Role, SlotValue
from dateline.errors import RecordError
from dateline.events import CodedReport, Event, EventType
from dateline.ontology import Codes, CrosswalkQuery, load_ontology
from dateline.slots import EVENT, SLOTS, laid, stored_value
from dateline.store.incidents.carrying import carried
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, decisions
from dateline.store.tables import reports
from dateline.vocabulary import MATERIAL

CORRECTING: tuple[CorrectionAction, ...] = ("correct", "add")
"""Actions that say something of a slot."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a slot, with where it holds now.

    Args:
        event_id, report_id: that it was said of. holds, held_in: the event and report where it holds; None where it is lost.
        value, old: as stored.
        beside: of an addition, the events that stood on the same words and that the added one is not.
    """

    number: int
    action: CorrectionAction
    slot: str
    value: Any
    old: Any
    by: str
    role: Role
    at: str
    reason: str
    undone: bool
    event_id: str
    report_id: str
    holds: str | None
    held_in: str | None
    beside: frozenset[str] = frozenset()

    @property
    def says(self) -> Any:
        """The slot's value as stored; an addition says that there is an event."""
        return True if self.action == "add" else self.value["is"]


@dataclass(frozen=True, slots=True)
class Laid:
    """An event with what people said of it.

    Args:
        event: as corrected; of a removed one as it would be. machine: as coded; None where people added it.
        counts: with each slot the word that is in force, and that could be laid over it.
        said: all that was said and stands, in its order.
    """

    event: Event
    machine: Event | None
    removed: bool
    counts: Mapping[str, Said]
    said: tuple[Said, ...]

    def in_force(self) -> Iterator[CorrectedSlot]:
        """Yield what is in force of it, as incidents name it."""
        slots = by_slot(self.said)
        for slot, one in self.counts.items():
            differ = disputed(slots[slot])
            yield CorrectedSlot(one.number, self.event.id, slot, one.by, one.role, one.at, disputed=differ)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A record as corrected; `lost` are the numbers of words that could not be laid over it."""

    record: CodedReport
    events: tuple[Laid, ...]
    lost: frozenset[int] = frozenset()

    @property
    def stored(self) -> dict[str, dict[str, Any]]:
        """What `tellings` keeps of the events that people corrected, by id: the event where it differs, what is in force."""
        return {
            one.event.id: {
                "event": to_data(one.event) if one.event != one.machine else None,
                "corrections": to_data(tuple(one.in_force())),
            }
            for one in self.events
            if one.counts
        }


def said_in(connection: sa.Connection, report_ids: Collection[str], *, undone: bool = False) -> dict[str, list[Said]]:
    """Return what was said of events of these reports, in its order, by the report where it holds.

    Args:
        undone: also what was taken back.
    """
    d, e = decisions.c, decision_events.c
    query = _said().where(e.side == 0, d.action.in_(CORRECTING))
    if not undone:
        query = query.where(d.undone.is_(False))
    found = [_of_row(row) for row in rows_in(connection, query, e.held_in, sorted(report_ids))]
    return _by_report(connection, found)


def _by_report(connection: sa.Connection, found: Iterable[Said]) -> dict[str, list[Said]]:
    by_report: dict[str, list[Said]] = {}
    for said in sorted(beside(connection, found), key=lambda one: one.number):
        by_report.setdefault(said.held_in or said.report_id, []).append(said)
    return by_report


def _said() -> sa.Select[Any]:
    e = decision_events.c
    of = decisions.join(decision_events, decisions.c.number == e.number)
    return sa.select(decisions, e.event_id, e.report_id, e.holds, e.held_in).select_from(of)


def said_where(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Said]:
    """Return the words on slots for which conditions on `decisions` and `decision_events` hold, in their order."""
    query = _said().where(decision_events.c.side == 0, decisions.c.action.in_(CORRECTING), *where)
    found = [_of_row(row) for row in connection.execute(query)]
    return sorted(beside(connection, found), key=lambda one: one.number)


def _of_row(row: sa.Row[Any]) -> Said:
    return Said(
        row.number, row.action, row.slot, row.value, row.old, row.by, row.role, row.at, row.reason, row.undone,
        row.event_id, row.report_id, row.holds, row.held_in,
    )  # fmt: skip


def beside(connection: sa.Connection, found: Iterable[Said]) -> list[Said]:
    """Return words with the events that additions stand beside."""
    found = list(found)
    e = decision_events.c
    query = sa.select(e.number, e.holds).where(e.side == 1, e.holds.is_not(None))
    held: dict[int, set[str]] = {}
    for row in rows_in(connection, query, e.number, [one.number for one in found if one.action == "add"]):
        held.setdefault(row.number, set()).add(row.holds)
    return [replace(one, beside=frozenset(held[one.number])) if one.number in held else one for one in found]


def texts_of(connection: sa.Connection, found: Iterable[Said]) -> dict[str, str]:
    """Return the texts of the reports that words were said of and where they hold no longer."""
    ids = {one.report_id for one in found if one.report_id != one.held_in}
    query = sa.select(reports.c.id, reports.c.text)
    return {row.id: row.text for row in rows_in(connection, query, reports.c.id, sorted(ids))}


def overlays_of(connection: sa.Connection, records: Iterable[CodedReport]) -> dict[str, Overlay]:
    """Return records as corrected, by their reports; those that nothing is said of are left out."""
    by_report = {record.report.id: record for record in records}
    said = said_in(connection, by_report.keys())
    texts = texts_of(connection, (one for found in said.values() for one in found))
    return {report_id: overlay(by_report[report_id], found, texts) for report_id, found in said.items()}


def overlay(record: CodedReport, said: Sequence[Said], texts: Mapping[str, str]) -> Overlay:
    """Return a record with what people say of its events laid over it.

    Args:
        said: the words in force that hold on its events, in their order.
        texts: of other reports that they were said of.
    """
    lost: set[int] = set()
    base: list[tuple[Event, Event | None]] = []
    added = _added(record, said, texts, lost)
    taken = {event.id for _, event in added} | _told_again(record, added)
    base += [(event, event) for event in record.events if event.id not in taken]
    base += [(event, None) for _, event in added]
    by_event: dict[str, list[Said]] = {}
    for one in said:
        by_event.setdefault(one.holds or "", []).append(one)
    events = tuple(
        _laid(event, machine, by_event.pop(event.id, []), _Ground(record.report.id, record.report.text, texts, lost))
        for event, machine in base
    )
    lost |= {one.number for found in by_event.values() for one in found}
    kept = tuple(one.event for one in events if not one.removed)
    # Most records have nothing said of them: to make these anew would be to check every span again.
    return Overlay(record if kept == record.events else replace(record, events=kept), events, frozenset(lost))


@dataclass(frozen=True, slots=True)
class _Ground:
    """The report that words are laid over: its id and text, those of reports they were said of, and which are lost on it."""

    report_id: str
    text: str
    texts: Mapping[str, str]
    lost: set[int]

    def value(self, said: Said, read: Callable[[], Any]) -> Any:
        """Return a value with its spans in the report's own text; None, and the word lost, where they are not there."""
        try:
            value = read()
        except RecordError:
            self.lost.add(said.number)
            return None
        if said.report_id == self.report_id:
            return (value,)
        moved = carried(value, self.texts.get(said.report_id, ""), self.text)
        if moved is None:
            self.lost.add(said.number)
        return moved


def _added(
    record: CodedReport, said: Sequence[Said], texts: Mapping[str, str], lost: set[int]
) -> list[tuple[Said, Event]]:
    ground = _Ground(record.report.id, record.report.text, texts, lost)
    found = []
    for one in said:
        if one.action == "add":
            value = ground.value(one, lambda one=one: from_data(Event, one.value, where="event"))  # type: ignore[misc]
            if value is not None:
                found.append((one, cast("Event", value[0])))
    return found


def _told_again(record: CodedReport, added: Sequence[tuple[Said, Event]]) -> set[str]:
    """Return the events of the record that are what people added before the coder found it: on its words, of its family.

    Events that stood there when it was added are others: the person saw them.
    """
    taken: set[str] = set()
    for said, event in added:
        ranked = []
        for other in record.events:
            shared = min(event.anchor.end, other.anchor.end) - max(event.anchor.start, other.anchor.start)
            family = (other.type.plover in MATERIAL) == (event.type.plover in MATERIAL)
            if shared > 0 and family and other.id not in said.beside and other.id not in taken:
                ranked.append((other.type.plover != event.type.plover, -shared, other.id))
        if ranked:
            taken.add(min(ranked)[-1])
    return taken


def counting(said: Iterable[Said]) -> Said:
    """Return which of some words on one slot counts: the last of a reviewer, else the last of all."""
    return max(said, key=lambda one: (one.role == "reviewer", one.number))


def by_slot(said: Iterable[Said]) -> dict[str, list[Said]]:
    """Return words by their slots."""
    found: dict[str, list[Said]] = {}
    for one in said:
        found.setdefault(one.slot, []).append(one)
    return found


def disputed(said: Iterable[Said]) -> bool:
    """Whether the last words of two people on a slot differ."""
    last = {one.by: one.says for one in sorted(said, key=lambda one: one.number)}
    values = list(last.values())
    return any(value != values[0] for value in values)


def _laid(event: Event, machine: Event | None, said: Sequence[Said], ground: _Ground) -> Laid:
    counts: dict[str, Said] = {}
    now = event
    slots = by_slot(said)
    for slot in SLOTS:
        left = list(slots.get(slot.name, ()))
        while left:
            one = counting(left)
            value = ground.value(one, lambda one=one: stored_value(one.slot, one.says))  # type: ignore[misc]
            done = None if value is None else _tried(now, one.slot, value[0])
            if done is not None:
                now, counts[slot.name] = done, one
                break
            # What cannot be laid over it any more leaves the word before.
            ground.lost.add(one.number)
            left.remove(one)
    if EVENT in slots:
        counts[EVENT] = counting(slots[EVENT])
    removed = EVENT in counts and not counts[EVENT].says
    if now != event or machine is None:
        now = _coded(now, machine, given=counts.get("type"))
    return Laid(now, machine, removed, counts, tuple(said))


def _tried(event: Event, slot: str, value: SlotValue) -> Event | None:
    try:
        return laid(event, slot, value)
    except RecordError:
        return None


# --- codes of other schemes


def _coded(event: Event, machine: Event | None, *, given: Said | None) -> Event:
    """Return an event with the codes that the crosswalk gives it, where what it is given differs from what the machine was.

    The coder also saw flags of the wording that no record holds: its own codes stay wherever the correction changes none.
    """
    codes = codes_of(event)
    if codes is None:
        return event
    kind = event.type
    if given is None and machine is not None:
        before = codes_of(machine)
        if before is None:
            return event
        changed = {name: getattr(codes, name) for name in _SCHEMES if getattr(codes, name) != getattr(before, name)}
        return replace(event, type=replace(kind, **changed)) if changed else event
    filled = {name: getattr(kind, name) or getattr(codes, name) for name in _SCHEMES}
    return replace(event, type=EventType(kind.plover, kind.mode, **filled))


_SCHEMES = ("acled", "cameo", "ucdp")


def codes_of(event: Event) -> Codes | None:
    """Return what the crosswalk makes of an event; None where its type is none of the tables."""

    def kinds(*roles: str) -> tuple[str, ...]:
        return tuple(one.kind for one in event.participants if one.role in roles)

    ontology = load_ontology()
    kind = event.type
    query = CrosswalkQuery(
        kind.plover, kind.mode, kinds("perpetrator", "speaker"), kinds("target", "recipient"), kinds("victim"), kinds("party"),
        frozenset(one.kind for one in event.weapons), frozenset(t.measure for t in event.tolls if t.high != 0),
        event.factuality, event.sphere, many=(event.count.low or 0) > 1,
        flags=ontology.flags_in(kind.plover, event.anchor.quote),
    )  # fmt: skip
    try:
        return ontology.crosswalk(query)
    except RecordError:
        return None
