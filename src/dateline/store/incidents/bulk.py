"""Deciding about many incidents at once: one entry, one transaction, and one undo for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa

from dateline.corrections import BulkDone
from dateline.errors import Conflict, SettingsError
from dateline.store.incidents import query
from dateline.store.incidents.deciding import Desk, Entry, lay
from dateline.store.incidents.linking import AT_ONCE
from dateline.store.incidents.rows import REJECTED
from dateline.store.incidents.settling import say_anew
from dateline.store.incidents.sql import chunks, rows_in
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
"""Incidents of one bulk action: some seconds of writing a thousand, in which nobody else writes."""

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


def decide_many(desk: Desk, action: str, chosen: Chosen, entry: Entry, kinds: tuple[str, ...]) -> BulkDone:
    """Accept, reject, mark as seen or give a reason to many incidents.

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
    due = [name for name, state in _states(desk.connection, names).items() if state not in DONE[action]]
    skipped = len(names) - len(due)
    if not due:
        return BulkDone(None, 0, skipped)
    of = sa.select(tellings.c.event_id).join(members, members.c.telling == tellings.c.id)
    events = sorted(row.event_id for row in rows_in(desk.connection, of, members.c.incident, due))
    what = {"action": "reject"} if action == "reject" else {"action": "review", "state": STATES[action]}
    number = lay(desk, {**what, "incidents": len(due)}, events, (), entry)
    for some in chunks(due, AT_ONCE):
        inside = [row.event_id for row in rows_in(desk.connection, of, members.c.incident, some)]
        say_anew(desk.connection, inside, entry.at)
    return BulkDone(number, len(due), skipped)


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


def _states(connection: sa.Connection, names: Sequence[str]) -> dict[str, Any]:
    query_of = sa.select(incidents.c.id, incidents.c.review)
    found = {row.id: row.review for row in rows_in(connection, query_of, incidents.c.id, names)}
    return {name: found[name] for name in names}
