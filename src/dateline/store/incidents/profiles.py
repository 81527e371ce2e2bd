"""The profile of somebody or of a place: their incidents over time, with whom, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dateline.errors import NotFound
from dateline.store.filters import Clause
from dateline.store.incidents.figures import Month
from dateline.store.incidents.filters import asked_of
from dateline.store.incidents.query import narrowed
from dateline.store.incidents.rows import folded
from dateline.store.incidents.tables import facets, incident_facets, incidents

MOST_READ = 20_000
"""Incidents that are counted, the latest first: what is read in half a second."""

MOST_NAMED = 30
"""Names of a list of a profile, the commonest."""

BETWEEN = "; "
"""What parts the names of an incident's columns."""

Named = tuple[tuple[str, int], ...]

_I = incidents.c


@dataclass(frozen=True, slots=True)
class Profile:
    """Incidents of somebody, or at a place.

    Args:
        total: incidents that were counted.
        months: as `dateline.store.Month`, the first first; incidents without a day are in none.
        actors, places, countries: the commonest, each with the number of incidents; without whom it is about.
    """

    name: str
    total: int
    months: tuple[Month, ...]
    actors: Named
    places: Named
    countries: Named


def profile(
    connection: sa.Connection,
    of: Literal["actor", "place"],
    name: str,
    filters: Mapping[str, object],
    *,
    kinds: tuple[str, ...],
) -> Profile:
    """Return the profile of an actor, by a name or code under which incidents stand, or of a place, by its name.

    Raises:
        NotFound: no incident that fits has it.
    """
    where = narrowed(connection, asked_of(filters), kinds)
    columns = (_I.day, _I.plover, _I.killed, _I.actors, _I.places, _I.countries)
    query = sa.select(*columns).where(*(where or [sa.false()]), _of_actor(name) if of == "actor" else _at_place(name))
    rows = connection.execute(query.order_by(_I.day.desc(), _I.id.desc()).limit(MOST_READ)).all()
    if not rows:
        raise NotFound(f"there is no {of} {name!r:.80} in any incident that fits; search finds names by a part of them")
    number: Counter[tuple[str, str]] = Counter()
    killed: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.day:
            number[row.day[:7], row.plover] += 1
            killed[row.day[:7], row.plover] += row.killed or 0
    months = tuple(
        Month(month, plover, count, killed[month, plover]) for (month, plover), count in sorted(number.items())
    )
    return Profile(
        name,
        len(rows),
        months,
        _commonest((row.actors for row in rows), but=name),
        _commonest((row.places for row in rows), but=name),
        _commonest((row.countries for row in rows), but=""),
    )


def _of_actor(name: str) -> Clause:
    named = facets.c.name.in_([f"actor:{folded(name)}", f"actor:{name}"])
    ids = sa.select(facets.c.id).where(named)
    return _I.id.in_(sa.select(incident_facets.c.incident).where(incident_facets.c.facet.in_(ids)))


def _at_place(name: str) -> Clause:
    listed = sa.literal(BETWEEN, _I.places.type).concat(_I.places).concat(BETWEEN)
    return listed.contains(f"{BETWEEN}{name}{BETWEEN}", autoescape=True)


def _commonest(lists: Iterable[str], *, but: str) -> Named:
    number = Counter(one for names in lists for one in names.split(BETWEEN) if one and folded(one) != folded(but))
    ordered = sorted(number.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ordered[:MOST_NAMED])
