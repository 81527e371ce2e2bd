"""Loading what hangs together: the tellings that links, twins and people's decisions connect, so that they can be clustered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from dateline.store.incidents.decided import Word, words_about
from dateline.store.incidents.kit import Kit, Pair
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import links, members, tellings

BOND = 0.0
"""The weight from which a link connects; what is under it only speaks against joining."""


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
        pairs: the links among them.
        words: the decisions in force that name any of them.
    """

    held: dict[str, Held] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def company_of(connection: sa.Connection, kit: Kit, seeds: Iterable[int]) -> Company:
    """Return the components that the seeds lie in, and all others that share an incident with them."""
    company = Company()
    seen: set[int] = set()
    pairs: dict[tuple[int, int], float] = {}
    words: dict[int, Word] = {}
    edge = set(seeds)
    while edge:
        seen |= edge
        reached = _linked(connection, edge, pairs) | _read(connection, kit, edge, company)
        edge = (reached | _named(connection, edge, company, words)) - seen
    by_row = {held.row: event_id for event_id, held in company.held.items()}
    for (a, b), weight in sorted(pairs.items()):
        if a in by_row and b in by_row:
            one, two = sorted((by_row[a], by_row[b]))
            company.pairs.append(Pair(one, two, weight))
    company.words = [words[number] for number in sorted(words)]
    return company


def _linked(connection: sa.Connection, edge: set[int], pairs: dict[tuple[int, int], float]) -> set[int]:
    """Note the links of these tellings; return those that a bond leads to."""
    reached: set[int] = set()
    found = sa.select(links.c.a, links.c.b, links.c.weight)
    for column in (links.c.a, links.c.b):
        for row in rows_in(connection, found, column, edge):
            pairs[row.a, row.b] = row.weight
            if row.weight >= BOND:
                reached |= {row.a, row.b}
    return reached


def _read(connection: sa.Connection, kit: Kit, edge: set[int], company: Company) -> set[int]:
    """Read these tellings; return their twins, and those that were in one incident with them."""
    found = sa.select(tellings, members.c.incident, members.c.joined_to, members.c.weight).select_from(
        tellings.outerjoin(members, members.c.telling == tellings.c.id)
    )
    twins: set[int] = set()
    before: set[str] = set()
    for row in rows_in(connection, found, tellings.c.id, edge):
        held = Held(row.id, kit.decode(row.data), row.record_id, row.incident, row.joined_to, row.weight)
        company.held[row.event_id] = held
        twins.add(row.twin)
        if row.incident is not None:
            before.add(row.incident)
    reached = {row.id for row in rows_in(connection, sa.select(tellings.c.id), tellings.c.twin, twins)}
    return reached | {
        row.telling for row in rows_in(connection, sa.select(members.c.telling), members.c.incident, before)
    }


def _named(connection: sa.Connection, edge: set[int], company: Company, words: dict[int, Word]) -> set[int]:
    """Note what people decided of these tellings; return the others that they joined to them."""
    ids = [event_id for event_id, held in company.held.items() if held.row in edge]
    new = [word for word in words_about(connection, ids) if word.number not in words]
    words.update((word.number, word) for word in new)
    others = {event_id for word in new for group in word.together for event_id in group} - company.held.keys()
    return {row.id for row in rows_in(connection, sa.select(tellings.c.id), tellings.c.event_id, sorted(others))}
