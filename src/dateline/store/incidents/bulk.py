"""Deciding about many incidents at once: one entry and one undo for the whole, laid down a slice at a time.

Each slice is a transaction of its own, so that nobody else waits long for their turn to write, and the entry grows with it: what is
stored is at any time an entry on those incidents that are done. So one that breaks off in the midst leaves a decision that can be undone,
and the same command does the rest, since what is done is passed over. So is what somebody else changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from dateline.errors import Conflict, SettingsError
from dateline.store.incidents import query
from dateline.store.incidents.deciding import Desk, Entry, lay, lay_more
from dateline.store.incidents.rows import REJECTED
from dateline.store.incidents.settling import say_anew
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import incidents, members, tellings

BulkAction = Literal["accept", "reject", "seen", "reason"]

STATES: Mapping[str, str | None] = {"accept": "accepted", "reject": REJECTED, "seen": "seen", "reason": None}
"""The state that each action comes to; a reason is given to the one that stands."""

DONE: Mapping[str, frozenset[str]] = {
    "accept": frozenset({"accepted", REJECTED}),
    "reject": frozenset({REJECTED}),
    "seen": frozenset({"seen", "accepted", "corrected", REJECTED}),
    "reason": frozenset(),
}
"""The states that an action passes over: what is judged is not taken back in bulk."""

MOST_AT_ONCE = 20_000
"""Incidents of one bulk action."""

AT_ONCE = 200
"""Incidents of a slice: about half a second in which nobody else writes."""

BREATH = 0.05
"""Seconds between two slices, in which others take their turn: those who wait for SQLite look only now and then."""

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a bulk action is about: incidents by their ids, with the versions that were seen where they were, or a filter.

    Args:
        expected: how many fitted the filter when it was looked at.
    """

    ids: Mapping[str, int | None] | None = None
    filters: Mapping[str, object] | None = None
    expected: int | None = None

    def __post_init__(self) -> None:
        if (self.ids is None) == (self.filters is None):
            raise SettingsError("which incidents? Give either their ids or filters")


@dataclass(slots=True)
class Batch:
    """A bulk action under way.

    Args:
        due: incidents with their versions, as they were found. number: of the decision, once there is one.
        done, skipped: incidents so far.
    """

    action: str
    entry: Entry
    due: list[tuple[str, int]]
    skipped: int
    number: int | None = None
    done: int = 0

    def lay(self, desk: Desk, some: Sequence[tuple[str, int]]) -> None:
        """Decide about the next incidents.

        Raises:
            Conflict: the decision was undone meanwhile.
        """
        c = incidents.c
        query_of = sa.select(c.id, c.version, c.review)
        now = {row.id: row for row in rows_in(desk.connection, query_of, c.id, [name for name, _ in some])}
        todo = [
            name
            for name, version in some
            if name in now and now[name].version == version and now[name].review not in DONE[self.action]
        ]
        self.skipped += len(some) - len(todo)
        if not todo:
            return
        of = sa.select(tellings.c.event_id).join(members, members.c.telling == tellings.c.id)
        events = sorted(row.event_id for row in rows_in(desk.connection, of, members.c.incident, todo))
        if self.number is None:
            state = (
                {"action": "reject"} if self.action == "reject" else {"action": "review", "state": STATES[self.action]}
            )
            self.number = lay(desk, {**state, "incidents": len(todo)}, events, (), self.entry)
        else:
            lay_more(desk, self.number, events, len(todo))
        say_anew(desk.connection, events, self.entry.at)
        self.done += len(todo)


def begin(desk: Desk, action: str, chosen: Chosen, entry: Entry, kinds: tuple[str, ...]) -> Batch:
    """Return what is to be done: to accept, reject, mark as seen or give a reason to many incidents.

    Raises:
        SettingsError: no such action, or too many incidents.
        NotFound: there is no such incident. Conflict: one has changed since, or another number fits the filter now.
    """
    if action not in get_args(BulkAction):
        raise SettingsError(f"a bulk action is one of {', '.join(get_args(BulkAction))}; got {action!r:.40}")
    if not entry.why and action in {"reject", "reason"}:
        raise SettingsError(f"why? To {action} many incidents at once needs a reason")
    names = _named(desk, chosen, kinds)
    if len(names) > MOST_AT_ONCE:
        raise SettingsError(f"{len(names)} incidents are too many at once; choose {MOST_AT_ONCE} at most")
    c = incidents.c
    found = {row.id: row for row in rows_in(desk.connection, sa.select(c.id, c.version, c.review), c.id, names)}
    due = [(name, int(found[name].version)) for name in names if found[name].review not in DONE[action]]
    return Batch(action, entry, due, len(names) - len(due))


def _named(desk: Desk, chosen: Chosen, kinds: tuple[str, ...]) -> list[str]:
    if chosen.ids is not None:
        if len(chosen.ids) > MOST_AT_ONCE:
            raise SettingsError(f"{len(chosen.ids)} incidents are too many at once; choose {MOST_AT_ONCE} at most")
        return list(dict.fromkeys(desk.find(name, version) for name, version in chosen.ids.items()))
    filters = chosen.filters or {}
    found = query.count_incidents(desk.connection, filters, kinds=kinds).number
    if chosen.expected is not None and found != chosen.expected:
        raise Conflict(f"{desk.name}: {found} incidents fit now, not {chosen.expected}; look at them and decide again")
    if found > MOST_AT_ONCE:
        raise SettingsError(f"{found} incidents are too many at once; choose {MOST_AT_ONCE} at most")
    return list(_fitting(desk.connection, filters, kinds))


def _fitting(connection: sa.Connection, filters: Mapping[str, object], kinds: tuple[str, ...]) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = query.list_incidents(connection, filters, order="day", kinds=kinds, limit=PAGE, cursor=cursor)
        yield from (row.id for row in page.rows)
        cursor = page.cursor
        if cursor is None:
            return
