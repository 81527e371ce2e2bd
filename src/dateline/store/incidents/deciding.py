"""Laying down what people decide: each decision an entry with who, when and why, and the incidents settled by it.

The partition and the reviews follow from the entries that are in force. So undoing one brings back exactly what there would
be without it, and later coding changes what a decision holds on, but never the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import sqlalchemy as sa

from dateline.codec import from_data
from dateline.corrections import Role
from dateline.errors import Conflict, NotAllowed, NotFound, RecordError, SettingsError, StoreError
from dateline.events import Event
from dateline.incidents import Decision, LineageAction, ReviewState
from dateline.slots import stored_value, value_words
from dateline.store.incidents.attaching import siblings_of
from dateline.store.incidents.decided import review_of, sayings_about
from dateline.store.incidents.finding import events_of, find_incident, named_events
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.linking import linked_by
from dateline.store.incidents.overlay import CORRECTING
from dateline.store.incidents.rows import REJECTED
from dateline.store.incidents.settling import say_anew, settle
from dateline.store.incidents.sql import chunks, insert_all, rows_in
from dateline.store.incidents.tables import changes, decision_events, decisions, grades, incidents, members, tellings
from dateline.store.incidents.tellings import Touched, bring_up
from dateline.store.tables import events, records, reports

SAID_AT_ONCE = 1000
"""Events of whose incidents what people say is written in one go."""

MOST_NAMED = 100
"""Events that are named of a bulk action."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who decides, when and why, and as what."""

    by: str
    at: str
    why: str
    role: Role = "reviewer"

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise SettingsError("a decision needs the name of who makes it")
        if self.role not in get_args(Role):
            raise SettingsError(f"a role is one of {', '.join(get_args(Role))}; got {self.role!r:.40}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What deciding needs: the transaction, the linker, the database's name for messages."""

    connection: sa.Connection
    kit: Kit
    name: str

    def __post_init__(self) -> None:
        made_by = linked_by(self.connection)
        if made_by is not None and made_by != self.kit.linker.fingerprint:
            raise StoreError(f"{self.name}: its incidents were linked by another linker; run first: dateline link")

    def find(self, reference: str, version: int | None = None) -> str:
        """Return the incident that is meant, if it still is at the version that was seen.

        Raises:
            NotFound: there is none.
            Conflict: it has changed since; says how.
        """
        found = find_incident(self.connection, reference, name=self.name)
        if version is not None:
            query = sa.select(incidents.c.version).where(incidents.c.id == found)
            stands = int(self.connection.execute(query).scalar_one())
            if stands != version:
                raise Conflict(
                    f"{self.name}: incident {found} is at version {stands}, not {version}: "
                    f"{_since(self.connection, found, version)}; look at it and decide again"
                )
        return found


def _since(connection: sa.Connection, incident: str, version: int) -> str:
    """Return in words what changed of an incident after a version."""
    query = sa.select(changes).where(changes.c.incident == incident, changes.c.version > version)
    rows = connection.execute(query.order_by(changes.c.number)).all()
    said = [
        f"it took the place of another at {row.at}" if row.kind == "new"
        else f"{row.kind} at {row.at}" + (f" ({', '.join(row.slots)})" if row.slots else "")
        for row in rows
    ]  # fmt: skip
    return "; ".join(said) if said else "it is another incident that stands for it now"


def join(desk: Desk, one: str, other: str, entry: Entry, version: int | None) -> Decision:
    """Make two incidents one."""
    a, b = desk.find(one, version), desk.find(other)
    if a == b:
        raise Conflict(f"{desk.name}: {one} and {other} are one incident already: {a}")
    return _decide(desk, "join", events_of(desk.connection, a), events_of(desk.connection, b), entry)


def split(desk: Desk, incident: str, named: Sequence[str], entry: Entry, version: int | None) -> Decision:
    """Make some events of an incident one of their own."""
    found = desk.find(incident, version)
    ours = named_events(desk.connection, found, named, name=desk.name)
    theirs = [event_id for event_id in events_of(desk.connection, found) if event_id not in ours]
    if not ours:
        raise SettingsError("split needs the events, or the reports, that are another incident")
    if not theirs:
        raise SettingsError(f"split must leave something: these are all events of incident {found}")
    return _decide(desk, "split", ours, theirs, entry)


def reject(desk: Desk, incident: str, entry: Entry, version: int | None) -> Decision:
    """Say that an incident is none."""
    found = desk.find(incident, version)
    if _state(desk.connection, found) == REJECTED:
        raise Conflict(f"{desk.name}: incident {found} is rejected already")
    return _decide(desk, "reject", events_of(desk.connection, found), (), entry)


def restore(desk: Desk, incident: str, entry: Entry, version: int | None) -> Decision:
    """Take the rejection of an incident back."""
    found = desk.find(incident, version)
    if _state(desk.connection, found) != REJECTED:
        raise Conflict(f"{desk.name}: incident {found} is not rejected")
    if entry.role == "coder":
        ids = events_of(desk.connection, found)
        said = [one for some in sayings_about(desk.connection, ids).values() for one in some]
        if review_of(one for one in said if one.role == "reviewer").state == REJECTED:
            raise NotAllowed(f"{desk.name}: a reviewer rejected incident {found}; only a reviewer can restore it")
    return _decide(desk, "restore", events_of(desk.connection, found), (), entry)


def review(desk: Desk, incident: str, state: str, entry: Entry, version: int | None) -> str:
    """Set the state of an incident's review; return the incident's id."""
    valid = get_args(ReviewState)
    if state not in valid:
        raise SettingsError(f"a state of review is one of {', '.join(valid)}; got {state!r}")
    found = desk.find(incident, version)
    if state == REJECTED:
        _decide(desk, "reject", events_of(desk.connection, found), (), entry)
    else:
        number = lay(desk, {"action": "review", "state": state}, events_of(desk.connection, found), (), entry)
        say_anew(desk.connection, _held(desk.connection, [number]), entry.at)
    return found


def undo(desk: Desk, number: int | None, entry: Entry) -> Decision:
    """Undo a decision, the last in force where no number is given; undoing an undoing does again what was done."""
    d = decisions.c
    query = sa.select(decisions).where(d.undone.is_(False))
    query = query.where(d.number == number) if number is not None else query.where(d.action != "undo")
    if number is None and entry.role == "coder":
        query = query.where(d.by == entry.by)
    target = desk.connection.execute(query.order_by(d.number.desc()).limit(1)).one_or_none()
    if target is not None and entry.role == "coder" and target.by != entry.by:
        raise NotAllowed(
            f"{desk.name}: decision {target.number} was made by {target.by}; a coder undoes what is their own, a reviewer all"
        )
    if target is None:
        if number is None:
            raise NotFound(f"{desk.name}: there is no decision to undo")
        there = desk.connection.execute(sa.select(d.number).where(d.number == number)).scalar()
        if there is None:
            raise NotFound(f"{desk.name}: there is no decision {number}; see: dateline decisions")
        raise Conflict(f"{desk.name}: decision {number} is undone already")
    ours, others = _sides(desk.connection, target.number)
    made = lay(desk, {"action": "undo", "target": target.number}, ours, others, entry)
    _mark_undone(desk.connection)
    root = _root(desk.connection, target).action
    if root in CORRECTING:
        e = decision_events.c
        told = sa.select(e.report_id).where(e.number.in_((made, target.number)))
        remake(desk, set(desk.connection.execute(told).scalars()), entry.at, forced=ours)
    else:
        _follow(desk, made, root, entry.at)
    return decision(desk.connection, made)


def _follow(desk: Desk, number: int, action: str, at: str) -> None:
    """Settle the incidents that an entry holds on; of what is only said of them no cluster hangs."""
    held = _held(desk.connection, [number])
    if action in {"join", "split"}:
        settle_events(desk, held, at)
        return
    for some in chunks(sorted(held), SAID_AT_ONCE):
        say_anew(desk.connection, some, at)


def _root(connection: sa.Connection, row: sa.Row[Any]) -> sa.Row[Any]:
    """Return what an entry is about in the end: of an undoing what it undoes."""
    while row.action == "undo":
        row = connection.execute(sa.select(decisions).where(decisions.c.number == row.target)).one()
    return row


def remake(desk: Desk, report_ids: Iterable[str], at: str, *, forced: Iterable[str] = ()) -> None:
    """Make the events of reports anew, since something else is said of them, and settle their incidents.

    Args:
        report_ids: that it was said of; their next versions are found.
        forced: events whose incidents are made anew in any case.
    """
    connection = desk.connection
    family = {other for found in siblings_of(connection, set(report_ids)).values() for other in found}
    current = sa.select(reports.c.id).where(reports.c.current.is_(True))
    there = {row.id for row in rows_in(connection, current, reports.c.id, sorted(family))}
    touched = bring_up(connection, desk.kit, there, {}, anew=there)
    settle(connection, desk.kit, touched, at, forced={*touched.disturbed, *forced})


def _mark_undone(connection: sa.Connection) -> None:
    """Write of each decision whether it is undone: from the last to the first, so that an undone undoing undoes nothing."""
    undone: set[int] = set()
    d = decisions.c
    undoings = sa.select(d.number, d.target).where(d.action == "undo").order_by(d.number.desc())
    for row in connection.execute(undoings):
        if row.number not in undone:
            undone.add(row.target)
    marked = set(connection.execute(sa.select(d.number).where(d.undone.is_(True))).scalars())
    for numbers, value in ((undone - marked, True), (marked - undone, False)):
        if numbers:
            connection.execute(decisions.update().where(d.number.in_(sorted(numbers))).values(undone=value))


def _decide(desk: Desk, action: LineageAction, ours: Sequence[str], others: Sequence[str], entry: Entry) -> Decision:
    number = lay(desk, {"action": action}, ours, others, entry)
    _follow(desk, number, action, entry.at)
    return decision(desk.connection, number)


def next_number(connection: sa.Connection) -> int:
    """Return the next number of what people say: decisions, reviews and grades are in one order."""
    last = [connection.execute(sa.select(sa.func.max(table.c.number))).scalar() for table in (decisions, grades)]
    return max((number or 0 for number in last), default=0) + 1


def lay(
    desk: Desk,
    what: Mapping[str, Any],
    named: Iterable[str],
    others: Iterable[str],
    entry: Entry,
    known: Mapping[str, tuple[str, str | None]] | None = None,
) -> int:
    """Write an entry with the events that it is about; return its number.

    Args:
        what: columns of `decisions`.
        known: the report of each event that no record has, and the event that stands for it.
    """
    connection = desk.connection
    number = next_number(connection)
    row: dict[str, Any] = dict.fromkeys(("state", "target", "slot", "value", "old", "incidents")) | {
        "number": number,
        "undone": False,
    }
    who = {"by": entry.by, "at": entry.at, "reason": entry.why, "role": entry.role}
    connection.execute(decisions.insert(), row | dict(what) | who)
    sides = [(event_id, 0) for event_id in named] + [(event_id, 1) for event_id in others]
    known = {**_known_events(connection, [event_id for event_id, _ in sides]), **(known or {})}
    rows = [
        {"number": number, "ordinal": place, "side": side, "event_id": event_id, "report_id": known[event_id][0],
         "holds": known[event_id][1], "held_in": None}
        for place, (event_id, side) in enumerate(sides)
    ]  # fmt: skip
    insert_all(connection, decision_events, rows)
    return number


def lay_more(desk: Desk, number: int, named: Sequence[str], more: int) -> None:
    """Add events to a bulk entry, of so many incidents more.

    Raises:
        Conflict: it was undone meanwhile.
    """
    connection, d, e = desk.connection, decisions.c, decision_events.c
    if connection.execute(sa.select(d.undone).where(d.number == number)).scalar_one():
        raise Conflict(f"{desk.name}: decision {number} was undone while it was carried out")
    last = connection.execute(sa.select(sa.func.max(e.ordinal)).where(e.number == number)).scalar()
    known = _known_events(connection, named)
    rows = [
        {"number": number, "ordinal": place, "side": 0, "event_id": event_id, "report_id": known[event_id][0],
         "holds": known[event_id][1], "held_in": None}
        for place, event_id in enumerate(named, start=(last or 0) + 1)
    ]  # fmt: skip
    insert_all(connection, decision_events, rows)
    connection.execute(decisions.update().where(d.number == number).values(incidents=d.incidents + more))


def _known_events(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Return the report of each event, and the event that stands for it now; those that are gone were named before."""
    e, t = decision_events.c, tellings.c
    named = rows_in(connection, sa.select(e.event_id, e.report_id, e.holds).distinct(), e.event_id, ids)
    found = {row.event_id: (row.report_id, row.holds) for row in named}
    there = rows_in(connection, sa.select(t.event_id, t.report_id), t.event_id, ids)
    found |= {row.event_id: (row.report_id, row.event_id) for row in there}
    # Events that people say are none have no telling.
    of = events.join(records, events.c.record_id == records.c.id)
    query = sa.select(events.c.event_id, records.c.report_id).select_from(of)
    coded = rows_in(connection, query, events.c.event_id, [one for one in ids if one not in found])
    return found | {row.event_id: (row.report_id, row.event_id) for row in coded}


def _held(connection: sa.Connection, numbers: Sequence[int]) -> set[str]:
    """Return all events that these entries hold on."""
    e = decision_events.c
    held = sa.select(e.event_id, e.holds)
    named = {one for row in rows_in(connection, held, e.number, numbers) for one in row if one is not None}
    # What an undone decision held on after recoding is known from the decision itself.
    again = rows_in(connection, sa.select(e.holds).where(e.holds.is_not(None)), e.event_id, sorted(named))
    return named | {row.holds for row in again}


def settle_events(desk: Desk, ids: Iterable[str], at: str) -> None:
    """Settle the incidents of events, though nothing but what is said of them changed."""
    ids = set(ids)
    rows = rows_in(desk.connection, sa.select(tellings.c.id), tellings.c.event_id, sorted(ids))
    settle(desk.connection, desk.kit, Touched(seeds={row.id for row in rows}, lessened=True), at, forced=ids)


def _state(connection: sa.Connection, incident: str) -> str:
    return str(connection.execute(sa.select(incidents.c.review).where(incidents.c.id == incident)).scalar_one())


def _sides(connection: sa.Connection, number: int) -> tuple[list[str], list[str]]:
    e = decision_events.c
    query = sa.select(e.side, e.event_id).where(e.number == number).order_by(e.ordinal)
    sides: tuple[list[str], list[str]] = ([], [])
    for row in connection.execute(query):
        sides[row.side].append(row.event_id)
    return sides


def decision(connection: sa.Connection, number: int) -> Decision:
    """Return a decision."""
    (found,) = _decisions(connection, sa.select(decisions).where(decisions.c.number == number))
    return found


def list_decisions(connection: sa.Connection, incident: str | None) -> tuple[Decision, ...]:
    """Return the decisions on who belongs together and what is rejected, of one incident or all, the first first."""
    d, e = decisions.c, decision_events.c
    query = sa.select(decisions).where(d.action.in_(get_args(LineageAction))).order_by(d.number)
    if incident is not None:
        of = decision_events.join(tellings, tellings.c.event_id == e.holds).join(
            members, members.c.telling == tellings.c.id
        )
        query = query.where(d.number.in_(sa.select(e.number).select_from(of).where(members.c.incident == incident)))
    return _decisions(connection, query)


def _decisions(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Decision, ...]:
    rows = connection.execute(query).all()
    d, e = decisions.c, decision_events.c
    sides: dict[int, tuple[list[str], list[str], list[str]]] = {row.number: ([], [], []) for row in rows}
    # Of what a bulk action is about, the first will do.
    bulk = sa.select(d.number).where(d.incidents.is_not(None))
    named = sa.select(e.number, e.side, e.event_id, e.holds).order_by(e.number, e.ordinal)
    named = named.where(sa.or_(e.ordinal < MOST_NAMED, e.number.not_in(bulk)))
    for row in rows_in(connection, named, e.number, sorted(sides)):
        sides[row.number][row.side].append(row.event_id)
        if row.holds is None:
            sides[row.number][2].append(row.event_id)
    found = []
    for row in rows:
        ours, others, lost = (tuple(side) for side in sides[row.number])
        was, now = words_said(row)
        found.append(
            Decision(
                row.number, row.action, ours, others, row.by, row.at, row.reason, undone=row.undone, lost=lost,
                role=row.role, state=row.state, slot=row.slot, was=was, now=now, incidents=row.incidents,
            )
        )  # fmt: skip
    return tuple(found)


def words_said(row: Any) -> tuple[str | None, str | None]:
    """Return what a slot said and says, in words; None and None for what says nothing of a slot."""
    if row.slot is None:
        return None, None
    try:
        new = from_data(Event, row.value) if row.action == "add" else stored_value(row.slot, row.value["is"])
        return value_words(stored_value(row.slot, row.old["is"])), value_words(new)
    except RecordError:
        return "", "a value that cannot be read"
