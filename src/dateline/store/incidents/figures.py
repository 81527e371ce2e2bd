"""Figures of the incidents that fit: points for maps and timelines, counts a facet, counts a month, who against whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.store.filters import Clause
from dateline.store.incidents.filters import asked_of
from dateline.store.incidents.query import narrowed
from dateline.store.incidents.tables import facets, incident_facets, incidents

MOST_POINTS = 50_000
"""Incidents that are given as points at once: what a browser draws smoothly."""

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
        where = narrowed(connection, tuple(one for one in asked if one.filter.name != own), kinds)
        found[kind] = [] if where is None else list(_counted(connection, kind, where))
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
