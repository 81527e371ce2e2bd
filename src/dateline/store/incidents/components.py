"""Loading what hangs together: the tellings that links, twins and people's decisions connect, so that they can be clustered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dateline.store.incidents.decided import Word, words_about
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.sql import chunks, rows_in
from dateline.store.incidents.tables import links, members, tellings

if TYPE_CHECKING:
    from dateline.linkage import Link


@dataclass(frozen=True, slots=True)
class Held:
    """A telling with where it is kept, and the incident that it was in before."""

    row: int
    telling: Any
    record: int
    was_in: str | None
    joined_to: str | None
    weight: float | None


@dataclass(slots=True)
class Company:
    """Tellings that nothing outside connects with: one component or several.

    Args:
        held: by the event's id.
        links: those among them.
        words: the decisions in force that name any of them, in their order.
    """

    held: dict[str, Held] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def company_of(connection: sa.Connection, kit: Kit, seeds: Iterable[int]) -> Company:
    """Return the components that the seeds lie in, and all others that share an incident with them."""
    from dateline.linkage import Link

    company = Company()
    event_of: dict[int, str] = {}
    weights: dict[tuple[int, int], float] = {}
    words: dict[int, Word] = {}
    edge = set(seeds)
    while edge:
        found, reached = _read(connection, kit, edge)
        event_of.update((held.row, event_id) for event_id, held in found.items())
        company.held.update(found)
        reached |= _linked(connection, edge, weights)
        others = _named(connection, found.keys(), words) - company.held.keys()
        rows = rows_in(connection, sa.select(tellings.c.id), tellings.c.event_id, sorted(others))
        reached |= {row.id for row in rows}
        edge = reached - event_of.keys()
    for (a, b), weight in weights.items():
        one, two = sorted((event_of[a], event_of[b]))
        company.links.append(Link(one, two, weight))
    company.words = [words[number] for number in sorted(words)]
    return company


def _linked(connection: sa.Connection, edge: set[int], weights: dict[tuple[int, int], float]) -> set[int]:
    """Note the links of these tellings; return the ends."""
    reached: set[int] = set()
    found = sa.select(links.c.a, links.c.b, links.c.weight)
    for some in chunks(edge):
        # Of a link between two of them one end is enough.
        ends = links.c.b.in_(some) & links.c.a.not_in(some)
        for where in (links.c.a.in_(some), ends):
            for a, b, weight in connection.execute(found.where(where)):
                weights[a, b] = weight
                reached.add(a)
                reached.add(b)
    return reached


def _read(connection: sa.Connection, kit: Kit, edge: set[int]) -> tuple[dict[str, Held], set[int]]:
    """Return these tellings by their events, and the rows of their twins and of those that were in one incident with them."""
    query = sa.select(tellings, members.c.incident, members.c.joined_to, members.c.weight).select_from(
        tellings.outerjoin(members, members.c.telling == tellings.c.id)
    )
    found: dict[str, Held] = {}
    twins: set[int] = set()
    before: set[str] = set()
    for row in rows_in(connection, query, tellings.c.id, edge):
        telling = kit.telling(row.event_id, row.data)
        found[row.event_id] = Held(row.id, telling, row.record_id, row.incident, row.joined_to, row.weight)
        twins.add(row.twin)
        if row.incident is not None:
            before.add(row.incident)
    reached = {row.id for row in rows_in(connection, sa.select(tellings.c.id), tellings.c.twin, twins)}
    mates = rows_in(connection, sa.select(members.c.telling), members.c.incident, before)
    return found, reached | {row.telling for row in mates}


def _named(connection: sa.Connection, ids: Collection[str], words: dict[int, Word]) -> set[str]:
    """Note what people decided of these events; return all that were joined to any of them."""
    new = [word for word in words_about(connection, ids) if word.number not in words]
    words.update((word.number, word) for word in new)
    return {event_id for word in new for group in word.together for event_id in group}
