"""What the desk is shown: events as corrected, with what each person said of every slot, and where people differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa

from dateline.codec import from_data
from dateline.corrections import (
    Correction,
    Disagreement,
    EventReview,
    PersonReview,
    ReportReview,
    Side,
    SlotReview,
    SlotValue,
)
from dateline.errors import RecordError, SettingsError
from dateline.events import Event
from dateline.slots import EVENT, SLOTS, stored_value, value_of, value_words
from dateline.store.incidents.correcting import Ground, grounds_of
from dateline.store.incidents.decided import judged_by, sayings_about
from dateline.store.incidents.overlay import Laid, Said, by_slot, disputed, said_where
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, decisions, incidents, members, tellings

ORDER = (*(slot.name for slot in SLOTS), EVENT)
"""The slots as the desk has them, whether there is an event at all last."""


def report_review(connection: sa.Connection, ground: Ground) -> ReportReview:
    """Return a report as the desk shows it."""
    record = ground.record
    events = event_reviews(connection, ground, [one.event.id for one in ground.overlay.events])
    gone = said_where(
        connection,
        decision_events.c.report_id == record.report.id,
        decision_events.c.holds.is_(None),
        decisions.c.undone.is_(False),
    )
    lost = [one for one in ground.said if one.number in ground.overlay.lost]
    return ReportReview(
        record.report,
        ground.tag(),
        tuple(events),
        tuple(_correction(one, lost=True) for one in sorted((*gone, *lost), key=lambda one: one.number)),
    )


def event_reviews(connection: sa.Connection, ground: Ground, ids: Collection[str]) -> list[EventReview]:
    """Return events of a report as the desk shows them."""
    of = tellings.join(members, members.c.telling == tellings.c.id).join(
        incidents, incidents.c.id == members.c.incident
    )
    columns = sa.select(tellings.c.event_id, incidents.c.id, incidents.c.version, incidents.c.review).select_from(of)
    placed = {row.event_id: row for row in rows_in(connection, columns, tellings.c.event_id, ids)}
    people = _people(connection, {row.id for row in placed.values()})
    found = []
    for one in ground.overlay.events:
        if one.event.id in ids:
            row = placed.get(one.event.id)
            review = _review(ground, one)
            if row is not None:
                review = replace(
                    review, incident=row.id, incident_version=row.version, state=row.review, reviews=people[row.id]
                )
            found.append(review)
    return found


def _people(connection: sa.Connection, names: Collection[str]) -> dict[str, tuple[PersonReview, ...]]:
    """Return what each person last said of incidents, in the order in which they said it."""
    of = sa.select(tellings.c.event_id, members.c.incident).join(members, members.c.telling == tellings.c.id)
    inside: dict[str, set[str]] = {name: set() for name in names}
    for row in rows_in(connection, of, members.c.incident, sorted(names)):
        inside[row.incident].add(row.event_id)
    sayings = sayings_about(connection, {event for found in inside.values() for event in found})
    found = {}
    for name, events in inside.items():
        by_person = judged_by(said for event in events for said in sayings.get(event, ()))
        found[name] = tuple(sorted(by_person.values(), key=lambda one: one.number))
    return found


def _review(ground: Ground, one: Laid) -> EventReview:
    said = [word for word in ground.said if word.holds == one.event.id and not word.undone]
    slots = by_slot(said)
    return EventReview(
        id=one.event.id,
        report_id=ground.record.report.id,
        version=ground.tag(one.event.id),
        incident=None,
        incident_version=None,
        state="machine",
        added=one.machine is None,
        removed=one.removed,
        event=one.event,
        machine=one.machine,
        slots=tuple(_slot(ground, one, name, slots[name]) for name in ORDER if name in slots),
    )


def _slot(ground: Ground, one: Laid, name: str, said: Iterable[Said]) -> SlotReview:
    said = list(said)
    counts = one.counts.get(name)
    corrections = tuple(
        _correction(
            word, counts=counts is not None and word.number == counts.number, lost=word.number in ground.overlay.lost
        )
        for word in said
    )
    if name == EVENT:
        value: SlotValue = not one.removed
        machine: SlotValue = one.machine is not None
    else:
        value = value_of(one.event, name)
        machine = value_of(one.machine, name) if one.machine is not None else None
    return SlotReview(name, value, machine, counts.number if counts else None, disputed(said), corrections)


def _correction(said: Said, *, counts: bool = False, lost: bool = False) -> Correction:
    value: SlotValue | Event = None
    old: SlotValue = None
    try:
        value = from_data(Event, said.value) if said.action == "add" else stored_value(said.slot, said.says)
        old = stored_value(said.slot, said.old["is"])
    except RecordError:
        lost = True
    return Correction(
        said.number, said.action, said.holds or said.event_id, said.held_in or said.report_id, said.slot, value, old,
        value_words(old), value_words(value), said.by, said.role, said.at, said.reason,
        in_force=counts, undone=said.undone, lost=lost,
    )  # fmt: skip


def disagreements(
    connection: sa.Connection, *, slot: str | None, after: int, limit: int
) -> tuple[list[Disagreement], int | None]:
    """Return slots over which people differ, and the number to go on from; None where these are the last.

    Args:
        after: the first word on a slot by which the last one came was of this number.
    """
    if slot is not None and slot not in ORDER:
        raise SettingsError(f"there is no slot {slot!r:.40}; there are {', '.join(ORDER)}")
    said = said_where(connection, decisions.c.undone.is_(False), decision_events.c.holds.is_not(None))
    groups: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        groups.setdefault((one.holds or "", one.slot), []).append(one)
    differ = sorted(
        (found[0].number, event, name)
        for (event, name), found in groups.items()
        if (slot is None or name == slot)
        and found[0].number > after
        and len({one.by for one in found}) > 1
        and disputed(found)
    )
    some = differ[:limit]
    reports = {groups[event, name][0].held_in or "" for _, event, name in some}
    grounds = grounds_of(connection, reports)
    placed = _incidents_of(connection, {event for _, event, _ in some})
    rows = [
        made
        for _, event, name in some
        if (made := _disagreement(grounds, event, name, groups[event, name], placed)) is not None
    ]
    return rows, some[-1][0] if len(differ) > limit else None


def _incidents_of(connection: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    of = sa.select(tellings.c.event_id, members.c.incident).join(members, members.c.telling == tellings.c.id)
    return {row.event_id: row.incident for row in rows_in(connection, of, tellings.c.event_id, sorted(ids))}


def _disagreement(
    grounds: Mapping[str, Ground], event: str, name: str, said: Iterable[Said], placed: Mapping[str, str]
) -> Disagreement | None:
    said = list(said)
    ground = grounds.get(said[0].held_in or "")
    one = next((laid for laid in ground.overlay.events if laid.event.id == event), None) if ground else None
    if ground is None or one is None:
        return None
    slot = _slot(ground, one, name, said)
    last = {word.by: word for word in slot.corrections}
    sides = tuple(
        Side(word.by, word.role, word.at, word.number, word.now, word.reason, word.in_force)
        for word in sorted(last.values(), key=lambda word: word.number)
    )
    machine = value_words(slot.machine) if one.machine is not None or name == EVENT else ""
    return Disagreement(event, ground.record.report.id, placed.get(event), one.event.anchor.quote, name, machine, sides)
