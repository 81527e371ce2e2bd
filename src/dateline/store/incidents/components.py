"""Loading what hangs together: the tellings that links, twins and people's decisions connect, so that they can be clustered.

A component is bounded (`dateline.linkage.hanging`), so what came may make one larger or part it into several. All members of a
component as it was are clustered anew, not only those that are in one with a newcomer now: what is stored then hangs on what
there is, and not on how it came.
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
    """A telling with where it is kept, and the incident that it was in before.

    Args:
        event: the event in its JSON form, where people corrected it; None where it is as its record has it.
        corrections: what is in force of it, in its JSON form.
    """

    row: int
    telling: Any
    record: int
    was_in: str | None
    joined_to: str | None
    weight: float | None
    event: Any = None
    corrections: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """One component: the ids of its events, and the links among them."""

    events: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(slots=True)
class Company:
    """Tellings that nothing outside connects with.

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

    ground = _Ground(connection)
    # Most of what is asked for one by one below, in a few queries.
    near = ground.near(touched.seeds)
    ground.seen({other for found in near.values() for other in found})
    now = Hanging(ground.near)
    before = _before(ground, touched)
    found: list[frozenset[int]] = []
    placed: set[int] = set()
    # What a new link reaches may lie in another component than before, and so may all that it lay with.
    disturbed = touched.seeds | {row for pair in touched.linked for row in pair}
    waiting = set(disturbed)
    while waiting:
        reached: set[int] = set()
        for row in sorted(waiting):
            if row not in placed:
                found.append(now.component_of(row))
                placed |= found[-1]
                reached |= found[-1]
            if before is not None and row in disturbed and row not in touched.fresh:
                reached |= before.component_of(row)
        waiting = (reached | ground.mates(reached)) - placed
    held = _read(connection, kit, placed)
    return Company(
        {one.telling.event_id: one for one in held.values()},
        [ground.part(part, held) for part in found],
        [ground.words[number] for number in sorted(ground.words)],
    )


def _before(ground: _Ground, touched: Touched) -> Any:
    """Return what hung together without what came: None where nothing came."""
    from dateline.linkage import Hanging

    if not (touched.fresh or touched.linked or touched.decided):
        return None

    def near(nodes: Collection[int]) -> dict[int, dict[int, float]]:
        without = max(ground.words, default=None) if touched.decided else None
        return {
            node: {
                other: weight
                for other, weight in ground.near_of(node, without=without).items()
                if other not in touched.fresh and (min(node, other), max(node, other)) not in touched.linked
            }
            for node in ground.seen(nodes)
        }

    return Hanging(near)


class _Ground:
    """The links and ties of tellings as far as they were looked at."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._links: dict[int, dict[int, float]] = {}
        self._twins: dict[int, frozenset[int]] = {}
        self._ties: dict[int, dict[int, set[int]]] = {}
        self._incidents: dict[int, str] = {}
        self._of_incident: dict[str, set[int]] = {}
        self.words: dict[int, Word] = {}
        # Where nobody has decided anything yet, nobody need be asked at each look.
        self._decided = connection.execute(sa.select(decisions.c.number).limit(1)).first() is not None

    def near(self, nodes: Collection[int]) -> dict[int, dict[int, float]]:
        """Return with each of these tellings those that it is linked or tied to."""
        return {node: self.near_of(node) for node in self.seen(nodes)}

    def near_of(self, node: int, *, without: int | None = None) -> dict[int, float]:
        """Return what a telling that was looked at is linked or tied to, but for the ties of one decision."""
        from dateline.linkage import TIED

        found = dict(self._links[node])
        found.update(dict.fromkeys(self._twins[node] - {node}, TIED))
        found.update((other, TIED) for other, by in self._ties[node].items() if by - {without})
        return found

    def seen(self, nodes: Collection[int]) -> Collection[int]:
        """Look at those of these tellings that were not looked at yet; return all."""
        new = sorted(set(nodes) - self._links.keys())
        if new:
            self._look(new)
        return nodes

    def _look(self, new: list[int]) -> None:
        query = sa.select(tellings.c.id, tellings.c.event_id, tellings.c.twin, members.c.incident).select_from(
            tellings.outerjoin(members, members.c.telling == tellings.c.id)
        )
        rows = list(rows_in(self._connection, query, tellings.c.id, new))
        twins: dict[int, set[int]] = {}
        for row in rows_in(
            self._connection, sa.select(tellings.c.id, tellings.c.twin), tellings.c.twin, {row.twin for row in rows}
        ):
            twins.setdefault(row.twin, set()).add(row.id)
        self._links.update((row, {}) for row in new)
        for a, b, weight in _linked(self._connection, new):
            for one, other in ((a, b), (b, a)):
                if one in self._links:
                    self._links[one][other] = weight
        for row in rows:
            self._twins[row.id] = frozenset(twins[row.twin])
            self._ties[row.id] = {}
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
        for word in words:
            for group in word.together:
                there = [rows[event_id] for event_id in group if event_id in rows]
                for one in there:
                    if one in self._ties:
                        for other in there:
                            if other != one:
                                self._ties[one].setdefault(other, set()).add(word.number)

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

    def part(self, nodes: Collection[int], held: Mapping[int, Held]) -> Part:
        """Return a component by its rows."""
        from dateline.linkage import Link

        event_of = {row: held[row].telling.event_id for row in nodes}
        found = []
        for row in nodes:
            for other, weight in self._links[row].items():
                if row < other and other in event_of:
                    one, two = sorted((event_of[row], event_of[other]))
                    found.append(Link(one, two, weight))
        return Part(tuple(sorted(event_of.values())), tuple(found))


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


def _read(connection: sa.Connection, kit: Kit, nodes: Collection[int]) -> dict[int, Held]:
    """Return these tellings by their rows."""
    query = sa.select(tellings, members.c.incident, members.c.joined_to, members.c.weight).select_from(
        tellings.outerjoin(members, members.c.telling == tellings.c.id)
    )
    return {
        row.id: Held(
            row.id,
            kit.telling(row.event_id, row.data),
            row.record_id,
            row.incident,
            row.joined_to,
            row.weight,
            row.event,
            row.corrections,
        )
        for row in rows_in(connection, query, tellings.c.id, sorted(nodes))
    }
