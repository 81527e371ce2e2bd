"""Loading what hangs together: the tellings that links, twins and people's decisions connect, so that they can be clustered.

A component is bounded (`dateline.linkage.hanging`), so what came may make one larger or part it into several. Which component
each telling lies in is stored with it (`members.part`, `members.cut`). Where tellings and links only came, that is enough to know
what changes (`growing`); where something went, or people decided, the components are sought again from every
member of those that were touched. What is stored then hangs on what there is, and not on how it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dateline.store.incidents.decided import Word, words_about
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.sql import chunks, rows_in
from dateline.store.incidents.tables import decisions, links, members, tellings

if TYPE_CHECKING:
    from dateline.linkage import Link
    from dateline.store.incidents.tellings import Touched


@dataclass(frozen=True, slots=True)
class Held:
    """A telling with where it is kept, and the incident and the component that it was in before.

    Args:
        event: the event in its JSON form, where people corrected it; None where it is as its record has it.
        corrections: what is in force of it, in its JSON form.
    """

    row: int
    twin: int
    telling: Any
    record: int
    was_in: str | None
    joined_to: str | None
    weight: float | None
    part: int | None
    cut: int | None
    event: Any = None
    corrections: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """One component: the ids of its events, the links among them, its least row and the number of its cut."""

    events: tuple[str, ...]
    links: tuple[Link, ...]
    row: int
    cut: int


@dataclass(slots=True)
class Company:
    """Tellings of whole components.

    Args:
        held: by the event's id.
        parts: the components, each to be clustered by itself.
        words: the decisions in force that name any of them, in their order.
    """

    held: dict[str, Held] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def company_of(connection: sa.Connection, kit: Kit, touched: Touched) -> Company:
    """Return the components in which the touched tellings lie, and lay before, and all others that share an incident with them."""
    from dateline.linkage import Hanging

    ground = _Ground(connection, kit)
    disturbed = touched.seeds | {row for pair in touched.linked for row in pair}
    # What a link reached, or reaches now, may lie in another component than before, and so may all that it lay with.
    m = members.c
    of = rows_in(connection, sa.select(m.part).where(m.part.is_not(None)).distinct(), m.telling, sorted(disturbed))
    parts = {row.part for row in of} | touched.parts
    waiting = disturbed | {row.telling for row in rows_in(connection, sa.select(m.telling), m.part, sorted(parts))}
    # Most of what is asked for one by one below, in a few queries.
    near = ground.near(waiting)
    ground.seen({other for found in near.values() for other in found})
    now = Hanging(ground.near, ground.scene)
    found: list[tuple[int, frozenset[int]]] = []
    placed: set[int] = set()
    while waiting:
        reached: set[int] = set()
        for row in sorted(waiting):
            if row not in placed:
                found.append(now.component_of(row))
                placed |= found[-1][1]
                reached |= found[-1][1]
        waiting = ground.mates(reached) - placed
    held = read_held(connection, kit, tellings.c.id, placed)
    return Company(
        {one.telling.event_id: one for one in held.values()},
        [part_of(nodes, cut, ground.links, held) for cut, nodes in found],
        [ground.words[number] for number in sorted(ground.words)],
    )


class _Ground:
    """The links and ties of tellings as far as they were looked at."""

    def __init__(self, connection: sa.Connection, kit: Kit) -> None:
        self._connection = connection
        self._kit = kit
        self.links: dict[int, dict[int, float]] = {}
        self._scenes: dict[int, int] = {}
        self._twins: dict[int, frozenset[int]] = {}
        self._ties: dict[int, set[int]] = {}
        self._incidents: dict[int, str] = {}
        self._of_incident: dict[str, set[int]] = {}
        self.words: dict[int, Word] = {}
        # Where nobody has decided anything yet, nobody need be asked at each look.
        self._decided = connection.execute(sa.select(decisions.c.number).limit(1)).first() is not None

    def near(self, nodes: Collection[int]) -> dict[int, dict[int, float]]:
        """Return with each of these tellings those that it is linked or tied to."""
        return {node: self.near_of(node) for node in self.seen(nodes)}

    def near_of(self, node: int) -> dict[int, float]:
        """Return what a telling that was looked at is linked or tied to."""
        from dateline.linkage import TIED

        found = dict(self.links[node])
        found.update(dict.fromkeys(self._twins[node] - {node}, TIED))
        found.update(dict.fromkeys(self._ties[node], TIED))
        return found

    def scene(self, node: int) -> int:
        """Return the scene of a telling that was looked at."""
        return self._scenes[node]

    def seen(self, nodes: Collection[int]) -> Collection[int]:
        """Look at those of these tellings that were not looked at yet; return all."""
        new = sorted(set(nodes) - self.links.keys())
        if new:
            self._look(new)
        return nodes

    def _look(self, new: list[int]) -> None:
        t = tellings.c
        query = sa.select(t.id, t.event_id, t.twin, t.data, members.c.incident).select_from(
            tellings.outerjoin(members, members.c.telling == t.id)
        )
        rows = list(rows_in(self._connection, query, tellings.c.id, new))
        twins: dict[int, set[int]] = {}
        for row in rows_in(
            self._connection, sa.select(tellings.c.id, tellings.c.twin), tellings.c.twin, {row.twin for row in rows}
        ):
            twins.setdefault(row.twin, set()).add(row.id)
        self.links.update((row, {}) for row in new)
        for a, b, weight in _linked(self._connection, new):
            for one, other in ((a, b), (b, a)):
                if one in self.links:
                    self.links[one][other] = weight
        for row in rows:
            self._scenes[row.id] = self._kit.scene_of(self._kit.telling(row.event_id, row.data))
            self._twins[row.id] = frozenset(twins[row.twin])
            self._ties[row.id] = set()
            if row.incident is not None:
                self._incidents[row.id] = row.incident
        self._tie({row.event_id: row.id for row in rows})

    def _tie(self, row_of: Mapping[str, int]) -> None:
        """Note which tellings people's decisions tie to these."""
        if not self._decided:
            return
        words = words_about(self._connection, row_of.keys())
        self.words.update((word.number, word) for word in words)
        named = {event_id for word in words for group in word.together for event_id in group}
        if not named:
            return
        query = sa.select(tellings.c.id, tellings.c.event_id)
        rows = {row.event_id: row.id for row in rows_in(self._connection, query, tellings.c.event_id, sorted(named))}
        for one, others in ties_of(words, rows).items():
            if one in self._ties:
                self._ties[one] |= others

    def mates(self, nodes: Collection[int]) -> set[int]:
        """Return the tellings that were in one incident with any of these."""
        self.seen(nodes)
        names = {self._incidents[node] for node in nodes if node in self._incidents}
        new = names - self._of_incident.keys()
        self._of_incident.update((name, set()) for name in new)
        columns = sa.select(members.c.telling, members.c.incident)
        for row in rows_in(self._connection, columns, members.c.incident, sorted(new)):
            self._of_incident[row.incident].add(row.telling)
        return {row for name in names for row in self._of_incident[name]}


def ties_of(words: Iterable[Word], rows: Mapping[str, int]) -> dict[int, set[int]]:
    """Return which rows people's decisions tie to each other.

    Args:
        rows: of events by their ids; those that are left out are not there.
    """
    found: dict[int, set[int]] = {}
    for word in words:
        for group in word.together:
            there = {rows[event_id] for event_id in group if event_id in rows}
            for one in there:
                found.setdefault(one, set()).update(there - {one})
    return found


def part_of(
    nodes: Collection[int], cut: int, near: Mapping[int, Mapping[int, float]], held: Mapping[int, Held]
) -> Part:
    """Return a component by its rows; `near` are links alone, no ties."""
    from dateline.linkage import Link

    event_of = {row: held[row].telling.event_id for row in nodes}
    found = []
    for row in nodes:
        for other, weight in near[row].items():
            if row < other and other in event_of:
                one, two = sorted((event_of[row], event_of[other]))
                found.append(Link(one, two, weight))
    return Part(tuple(sorted(event_of.values())), tuple(found), min(nodes), cut)


def _linked(connection: sa.Connection, nodes: Iterable[int]) -> list[tuple[int, int, float]]:
    """Return the links of these tellings."""
    found: list[tuple[int, int, float]] = []
    columns = sa.select(links.c.a, links.c.b, links.c.weight)
    for some in chunks(nodes):
        # Of a link between two of them one end is enough.
        ends = links.c.b.in_(some) & links.c.a.not_in(some)
        for where in (links.c.a.in_(some), ends):
            found.extend((a, b, weight) for a, b, weight in connection.execute(columns.where(where)).all())
    return found


def read_held(
    connection: sa.Connection, kit: Kit, column: sa.ColumnElement[Any], values: Collection[int]
) -> dict[int, Held]:
    """Return the tellings of which a column of `tellings` or `members` is one of the values, by their rows."""
    t, m = tellings.c, members.c
    # What is asked of members has a row there. SQLite does not see that of several values, and would go through all tellings.
    joined = tellings.join(members, m.telling == t.id, isouter=column.table is tellings)
    query = sa.select(tellings, m.incident, m.joined_to, m.weight, m.part, m.cut).select_from(joined)
    return {
        row.id: Held(
            row.id, row.twin, kit.telling(row.event_id, row.data), row.record_id, row.incident, row.joined_to,
            row.weight, row.part, row.cut, row.event, row.corrections,
        )
        for row in rows_in(connection, query, column, sorted(values))
    }  # fmt: skip
