"""What people's decisions mean for the events at hand: who belongs together, who apart, and what was said of an incident.

Joining puts all events of both incidents together. Splitting puts those that were named together, the rest together, and
the two apart. Where two decisions contradict each other, the later goes before: linkage sees to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dateline.incidents import Review
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, decisions

if TYPE_CHECKING:
    from dateline.linkage import Constraints

Group = tuple[str, ...]

SAID = ("review", "reject", "restore")
"""Actions that say something of an incident; the others say who belongs to it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A decision in force on who belongs together, as far as the events that it names are there.

    Args:
        together: groups of events that are one incident.
        apart: two groups of which no two are.
        joined: the two groups that were made one.
    """

    number: int
    by: str
    reason: str
    together: tuple[Group, ...]
    apart: tuple[Group, Group] = ((), ())
    joined: tuple[Group, Group] = ((), ())

    def joins(self, one: str, other: str) -> bool:
        """Whether it was this that brought two events together, and not that they were together before."""
        ours, theirs = self.joined
        return (one in ours and other in theirs) or (one in theirs and other in ours)


def words_about(connection: sa.Connection, ids: Collection[str]) -> list[Word]:
    """Return the joins and splits in force that hold on any of these events."""
    e, d = decision_events.c, decisions.c
    of = decision_events.join(decisions, e.number == d.number)
    naming = sa.select(e.number).select_from(of).where(d.undone.is_(False), d.action.in_(("join", "split"))).distinct()
    numbers = sorted({row.number for row in rows_in(connection, naming, e.holds, ids)})
    if not numbers:
        return []
    sides: dict[int, tuple[list[str], list[str]]] = {}
    held = sa.select(e.number, e.side, e.holds).where(e.holds.is_not(None)).order_by(e.number, e.ordinal)
    for row in rows_in(connection, held, e.number, numbers):
        side = sides.setdefault(row.number, ([], []))[row.side]
        if row.holds not in side:
            side.append(row.holds)
    found = []
    for row in rows_in(connection, sa.select(decisions), d.number, numbers):
        ours, theirs = (tuple(side) for side in sides[row.number])
        if row.action == "join":
            bridge = tuple(side[0] for side in (ours, theirs) if side)
            found.append(Word(row.number, row.by, row.reason, (ours, theirs, bridge), joined=(ours, theirs)))
        else:
            # Two events that recoding has made one are no longer apart.
            theirs = tuple(event_id for event_id in theirs if event_id not in ours)
            found.append(Word(row.number, row.by, row.reason, (ours, theirs), (ours, theirs)))
    return sorted(found, key=lambda word: word.number)


def constraints_of(words: Iterable[Word]) -> Constraints:
    """Return what clustering must keep to."""
    from dateline.linkage import Apart, Constraints, Together

    ordered = sorted(words, key=lambda word: word.number)
    return Constraints(
        together=tuple(
            Together(word.number, group[0], other)
            for word in ordered
            for group in word.together
            for other in group[1:]
            if other != group[0]
        ),
        apart=tuple(Apart(word.number, *map(frozenset, word.apart)) for word in ordered if all(word.apart)),
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """An entry that says something of the incident that holds an event."""

    number: int
    event_id: str
    action: str
    state: str | None
    by: str
    at: str
    reason: str


def sayings_about(connection: sa.Connection, ids: Collection[str]) -> dict[str, list[Saying]]:
    """Return the reviews, rejections and restorations in force that hold on these events, by event."""
    e, d = decision_events.c, decisions.c
    of = decision_events.join(decisions, e.number == d.number)
    query = sa.select(e.holds, decisions).select_from(of).where(d.undone.is_(False), d.action.in_(SAID))
    found: dict[str, list[Saying]] = {}
    for row in rows_in(connection, query, e.holds, ids):
        saying = Saying(row.number, row.holds, row.action, row.state, row.by, row.at, row.reason)
        found.setdefault(row.holds, []).append(saying)
    return found


def review_of(sayings: Iterable[Saying]) -> Review:
    """Return what the last of these came to; restoring brings back the state before the rejection."""
    by_number = {saying.number: saying for saying in sayings}
    review, before = Review(), Review()
    for number in sorted(by_number):
        said = by_number[number]
        if said.action == "restore":
            review = Review(before.state, said.by, said.at, said.reason)
            continue
        state = "rejected" if said.action == "reject" else said.state
        review = Review(state, said.by, said.at, said.reason)  # type: ignore[arg-type] # checked when it was said
        if state != "rejected":
            before = review
    return review
