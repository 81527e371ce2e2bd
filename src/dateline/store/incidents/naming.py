"""Names of actors and places that incidents have, by a part of them: for those who type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dateline.errors import SettingsError
from dateline.store.filters import Clause
from dateline.store.incidents.filters import shelves_of
from dateline.store.incidents.rows import folded
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import facet_totals, facets

LOOKED_AT = 3
"""How many times as many names are looked at as are wanted: some may stand on shelves that are not shown."""

BEYOND = "\U0010ffff"
"""What comes after every other character."""


@dataclass(frozen=True, slots=True)
class Name:
    """An actor or a place as it is spelt, and the number of incidents that have it."""

    name: str
    incidents: int


def names(
    connection: sa.Connection, of: Literal["actor", "place"], part: str, *, kinds: tuple[str, ...], limit: int
) -> tuple[Name, ...]:
    """Return names that begin with the part, and then those that hold it, the commonest first.

    Args:
        part: case and accents do not matter; empty for the commonest of all.
        kinds: of incidents, that are counted.

    Raises:
        SettingsError: no name is wanted.
    """
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    start = f"{of}:{folded(part)}"
    begins = sa.and_(facets.c.name >= start, facets.c.name < start + BEYOND)
    found = _listed(connection, (facets.c.kind == of, begins), kinds, limit)
    if len(found) < limit and folded(part):
        holds = facets.c.name.contains(folded(part), autoescape=True)
        found += _listed(connection, (facets.c.kind == of, holds, ~begins), kinds, limit - len(found))
    return tuple(found)


def _listed(connection: sa.Connection, where: tuple[Clause, ...], kinds: tuple[str, ...], limit: int) -> list[Name]:
    f, t = facets.c, facet_totals.c
    query = sa.select(f.id, f.label).where(*where, f.label.is_not(None), f.incidents > 0)
    rows = connection.execute(query.order_by(f.incidents.desc(), f.name).limit(LOOKED_AT * limit)).all()
    counting = (
        sa.select(t.facet, sa.func.sum(t.incidents).label("number"))
        .where(t.shelf.in_(shelves_of((), kinds)))
        .group_by(t.facet)
    )
    number = {row.facet: int(row.number) for row in rows_in(connection, counting, t.facet, [row.id for row in rows])}
    named = [Name(row.label, number[row.id]) for row in rows if number.get(row.id)]
    return sorted(named, key=lambda one: (-one.incidents, one.name))[:limit]
