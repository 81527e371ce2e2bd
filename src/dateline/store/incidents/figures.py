"""Figures of the incidents that fit: points for maps and timelines, counts a facet, counts a month, who against whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.store.filters import Clause
from dateline.store.incidents.filters import Asked, asked_of, review_facets, shelves_of
from dateline.store.incidents.query import narrowed
from dateline.store.incidents.tables import facets, incident_facets, incidents

MOST_POINTS = 50_000
"""Incidents that are given as points at once: what a browser draws smoothly."""

MOST_LOOKED_AT = 2000
"""Facets of a kind that are looked at for the commonest where no filter narrows them down."""

MOST_VALUES = 50
"""Values of a facet that are given, the commonest first."""

COUNTED = ("type", "country", "actor", "mode", "weapon", "outlet", "review", "factuality")
"""Facets that are counted."""

FILTER_OF = {"outlet": "publisher"}
"""Filters whose name is not that of their facet."""

_I = incidents.c


@dataclass(frozen=True, slots=True)
class Point:
    """An incident as maps and timelines draw it; days are ISO 8601, the radius in kilometres."""

    id: str
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    place_precision: str | None
    plover: str
    killed: int | None
    start: str | None
    end: str | None
    review: str


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month ("2023-12"): incidents of one type, and the best figures of the killed added up."""

    month: str
    plover: str
    incidents: int
    killed: int


_POINT = [
    _I.id, _I.latitude, _I.longitude, _I.radius_km, _I.place_precision, _I.plover, _I.killed,
    _I.start, _I.end, _I.review,
]  # fmt: skip


def points(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...], most: int = MOST_POINTS
) -> list[Point]:
    """Return the incidents that fit as points, at most so many, the latest first."""
    where = narrowed(connection, asked_of(filters), kinds)
    if where is None:
        return []
    query = sa.select(*_POINT).where(*where).order_by(_I.day.desc(), _I.id.desc()).limit(most)
    return [Point(*row) for row in connection.execute(query)]


def facet_counts(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...]
) -> dict[str, list[tuple[str, int]]]:
    """Return, for each facet, its commonest values among the incidents that fit all filters but the facet's own."""
    asked = asked_of(filters)
    found = {}
    for kind in COUNTED:
        own = FILTER_OF.get(kind, kind)
        others = tuple(one for one in asked if one.filter.name != own)
        if _is_plain(others):
            found[kind] = _counted_on(connection, kind, shelves_of(others, kinds))
            continue
        where = narrowed(connection, others, kinds)
        found[kind] = [] if where is None else list(_counted(connection, kind, where))
    return found


def _is_plain(asked: tuple[Asked, ...]) -> bool:
    """Whether filters choose shelves alone."""
    return review_facets(asked) is None and all(one.clause is None and one.facet is None for one in asked)


def _counted_on(connection: sa.Connection, kind: str, shelves: tuple[int, ...]) -> list[tuple[str, int]]:
    """Return the commonest values on some shelves, by index alone.

    Facets are looked at by the number of incidents that they have on all shelves, until none that is left can be among
    the commonest; of equally common ones at the end those are given that have more on other shelves.
    """
    p = incident_facets.c
    of_kind = sa.select(facets).where(facets.c.kind == kind, facets.c.incidents > 0)
    ordered = connection.execute(of_kind.order_by(facets.c.incidents.desc(), facets.c.name).limit(MOST_LOOKED_AT)).all()
    found: list[tuple[str, int]] = []
    for begin in range(0, len(ordered), 2 * MOST_VALUES):
        some = {row.id: row.name for row in ordered[begin : begin + 2 * MOST_VALUES]}
        if len(found) == MOST_VALUES and found[-1][1] >= ordered[begin].incidents:
            break
        query = sa.select(p.facet, sa.func.count()).where(p.facet.in_(some), p.shelf.in_(shelves)).group_by(p.facet)
        found += [(some[row[0]].partition(":")[2], int(row[1])) for row in connection.execute(query)]
        found = sorted(found, key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    return found


def _counted(connection: sa.Connection, kind: str, where: Sequence[Clause]) -> Iterator[tuple[str, int]]:
    fitting = sa.select(_I.id).where(*where)
    number = sa.func.count().label("number")
    query = (
        sa.select(facets.c.name, number)
        .join_from(incident_facets, facets, facets.c.id == incident_facets.c.facet)
        .where(facets.c.kind == kind, incident_facets.c.incident.in_(fitting))
        .group_by(facets.c.name)
        .order_by(number.desc(), facets.c.name)
        .limit(MOST_VALUES)
    )
    for name, count in connection.execute(query):
        yield name.partition(":")[2], int(count)


def months(connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...]) -> list[Month]:
    """Return counts a month and type of the incidents that fit and have a day, the first month first."""
    where = narrowed(connection, asked_of(filters), kinds)
    if where is None:
        return []
    month = sa.func.substr(_I.day, 1, 7).label("month")
    query = (
        sa.select(month, _I.plover, sa.func.count(), sa.func.coalesce(sa.func.sum(_I.killed), 0))
        .where(*where, _I.day != "")
        .group_by(month, _I.plover)
        .order_by(month, _I.plover)
    )
    return [Month(row[0], row[1], int(row[2]), int(row[3])) for row in connection.execute(query)]


def sides(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...], most: int
) -> Iterator[Any]:
    """Yield the JSON of the participants of incidents that fit, at most so many, the latest first."""
    where = narrowed(connection, asked_of(filters), kinds)
    if where is None:
        return
    query = sa.select(_I.incident["participants"]).where(*where).order_by(_I.day.desc(), _I.id.desc()).limit(most)
    for (participants,) in connection.execute(query):
        yield participants
