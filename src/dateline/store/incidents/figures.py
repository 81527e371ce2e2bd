"""Figures of the incidents that fit: points for maps and timelines, counts a facet, counts a month, who against whom."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from dateline.store.filters import Clause
from dateline.store.incidents.filters import Asked, asked_of, review_facets, shelves_of
from dateline.store.incidents.query import latest, latest_queries
from dateline.store.incidents.sql import among, rows_in
from dateline.store.incidents.tables import facet_totals, facets, incident_facets, incident_months, incidents

MOST_POINTS = 50_000
"""Incidents that are given as points at once, at most: what a browser draws smoothly."""

MOST_LOOKED_AT = 2000
"""Facets of a kind that are looked at for the commonest where no filter narrows them down."""

MOST_VALUES = 50
"""Values of a facet that are given, the commonest first."""

MOST_CELLS = 65_000
"""Cells of a degree that are given: as many as there are."""

MOST_PAIRS = 500
"""Pairs of who did something to whom that are given, the commonest first."""

COUNTED = ("type", "country", "actor", "place", "mode", "weapon", "outlet", "review", "factuality")
"""Facets that are counted."""

NAMED = frozenset({"actor", "place"})
"""Facets whose values are names, as they are spelt; codes of the same are left out."""

FILTER_OF = {"outlet": "publisher"}
"""Filters whose name is not that of their facet."""

_I = incidents.c

Values = list[tuple[str, int]]

MOST_ROWS = 2**31
"""As many as there may be."""


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


@dataclass(frozen=True, slots=True)
class PointTexts:
    """Very many points as a browser is sent them: a column each as a JSON array, in which the same place is one incident.

    The database writes them: to read 20,000 points and write them again took twice as long, and nobody else could be served meanwhile.

    Args:
        number: of points.
        latitude, longitude: in degrees, with four decimals: ten metres. start, end: days alone.
    """

    number: int
    id: str = "[]"
    latitude: str = "[]"
    longitude: str = "[]"
    radius_km: str = "[]"
    place_precision: str = "[]"
    plover: str = "[]"
    killed: str = "[]"
    start: str = "[]"
    end: str = "[]"
    review: str = "[]"


PLACES = 4
"""Decimals of coordinates."""

_POINT = [_I[part.name] for part in fields(Point)]


def points(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...], most: int = MOST_POINTS
) -> list[Point]:
    """Return the incidents that fit as points, at most so many, the latest first."""
    return [Point(*tuple[Any, ...](row)[1:]) for row in latest(connection, asked_of(filters), kinds, _POINT, most)]


def point_texts(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...], most: int = MOST_POINTS
) -> PointTexts:
    """Return the same as JSON arrays."""
    queries = latest_queries(connection, asked_of(filters), kinds, _POINT, most)
    if queries is None:
        return PointTexts(0)
    first, others = queries
    found = _texts(connection, first)
    if others is None or found.number == most:
        return found
    more = _texts(connection, others(most - found.number))
    names = [part.name for part in fields(PointTexts)][1:]
    joined = {name: _spliced(getattr(found, name), getattr(more, name)) for name in names}
    return PointTexts(found.number + more.number, **joined)


def _spliced(one: str, other: str) -> str:
    return one if other == "[]" else other if one == "[]" else f"{one[:-1]},{other[1:]}"


def _texts(connection: sa.Connection, query: sa.Select[Any]) -> PointTexts:
    c = query.subquery().c
    postgres = connection.dialect.name == "postgresql"

    def column(name: str) -> sa.ColumnElement[str]:
        value: sa.ColumnElement[Any] = c[name]
        if name in {"latitude", "longitude"}:
            value = sa.func.round(sa.cast(value, sa.Numeric) if postgres else value, PLACES)
        elif name in {"start", "end"}:
            value = sa.func.substr(value, 1, DAY)
        text = sa.cast(sa.func.json_agg(value), sa.Text) if postgres else sa.func.json_group_array(value, type_=sa.Text)
        return sa.func.coalesce(text, "[]")

    row = connection.execute(sa.select(sa.func.count(c.id), *(column(one.name) for one in _POINT))).one()
    return PointTexts(*tuple[Any, ...](row))


DAY = len("2024-03-02")


@dataclass(frozen=True, slots=True)
class Counted:
    """Values with how many incidents have them, the commonest first, by facet.

    Args:
        of: how many of the incidents that fit were looked at: the latest. None where all were.
    """

    values: Mapping[str, Values]
    of: int | None


def facet_counts(
    connection: sa.Connection,
    filters: Mapping[str, object],
    *,
    kinds: tuple[str, ...],
    facets_of: Mapping[str, int] = MappingProxyType(dict.fromkeys(COUNTED, MOST_VALUES)),
    most: int | None = None,
) -> Counted:
    """Return, for each facet, its commonest values among the incidents that fit all filters but the facet's own.

    Args:
        facets_of: facets, and how many values of each are wanted.
        most: how many incidents are looked at where the totals that are kept do not tell; None for all that fit.
    """
    asked = asked_of(filters)
    together: dict[tuple[Asked, ...], list[str]] = {}
    for kind in facets_of:
        own = FILTER_OF.get(kind, kind)
        together.setdefault(tuple(one for one in asked if one.filter.name != own), []).append(kind)
    found: dict[str, Values] = {}
    fewest: int | None = None
    for others, some in together.items():
        if is_plain(others):
            shelves = shelves_of(others, kinds)
            found |= {kind: _counted_on(connection, kind, shelves, facets_of[kind]) for kind in some}
            continue
        wanted = {kind: facets_of[kind] for kind in some}
        counted, of = _counted(connection, others, kinds, wanted, most)
        found |= counted
        fewest = of if fewest is None else fewest if of is None else min(of, fewest)
    return Counted({kind: found[kind] for kind in facets_of}, fewest)


def is_plain(asked: tuple[Asked, ...]) -> bool:
    """Whether filters choose shelves alone."""
    served = ("kind", "sphere", "review")
    return review_facets(asked) is None and all(one.filter.name in served for one in asked)


def _counted_on(connection: sa.Connection, kind: str, shelves: tuple[int, ...], most: int) -> Values:
    """Return the commonest values on some shelves, by the totals that are kept.

    Facets are looked at by the number of incidents that they have on all shelves, until none that is left can be among
    the commonest; of equally common ones at the end those are given that have more on other shelves.
    """
    t = facet_totals.c
    of_kind = sa.select(facets.c.id, facets.c.name, facets.c.label, facets.c.incidents)
    of_kind = of_kind.where(facets.c.kind == kind, facets.c.incidents > 0, *_named(kind))
    ordered = of_kind.order_by(facets.c.incidents.desc(), facets.c.name)
    rows = connection.execute(ordered.limit(max(MOST_LOOKED_AT, most))).all()
    found: Values = []
    for begin in range(0, len(rows), 2 * most):
        some = {row.id: row.label or _value(row.name) for row in rows[begin : begin + 2 * most]}
        if len(found) == most and found[-1][1] >= rows[begin].incidents:
            break
        query = (
            sa.select(t.facet, sa.func.sum(t.incidents).label("number"))
            .where(t.shelf.in_(shelves), t.incidents > 0)
            .group_by(t.facet)
        )
        found += [(some[row.facet], int(row.number)) for row in rows_in(connection, query, t.facet, list(some))]
        found = _commonest(found, most)
    return found


def _counted(
    connection: sa.Connection,
    asked: tuple[Asked, ...],
    kinds: tuple[str, ...],
    wanted: Mapping[str, int],
    most: int | None,
) -> tuple[dict[str, Values], int | None]:
    """Return the commonest values of some facets among incidents that fit, and how many were looked at if not all."""
    p = incident_facets.c
    every = sys.maxsize if most is None else most
    numbers = [row.number for row in latest(connection, asked, kinds, (), min(every + 1, MOST_ROWS))]
    more = len(numbers) > every
    number = sa.func.count().label("number")
    each = sa.select(p.facet, number).where(among(connection, p.number, numbers[:every])).group_by(p.facet).subquery()
    query = sa.select(facets.c.kind, facets.c.name, facets.c.label, each.c.number).join_from(
        each, facets, facets.c.id == each.c.facet
    )
    found: dict[str, Values] = {kind: [] for kind in wanted}
    for row in connection.execute(query.where(facets.c.kind.in_(wanted))):
        if row.label is not None or row.kind not in NAMED:
            found[row.kind].append((row.label or _value(row.name), row.number))
    return {kind: _commonest(found[kind], wanted[kind]) for kind in wanted}, every if more else None


def _named(kind: str) -> list[Clause]:
    """Return what leaves out the codes of a facet whose values are names."""
    return [facets.c.label.is_not(None)] if kind in NAMED else []


def _value(name: str) -> str:
    return name.partition(":")[2]


def _commonest(found: Values, most: int) -> Values:
    return sorted(found, key=lambda item: (-item[1], item[0]))[:most]


@dataclass(frozen=True, slots=True)
class Months:
    """Counts a month and type of the incidents that fit and have a day, the first month first; `of` as in `Counted`."""

    rows: tuple[Month, ...]
    of: int | None


def months(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...], most: int | None = None
) -> Months:
    """Return counts a month and type of the incidents that fit and have a day; `most` as in `facet_counts`."""
    asked = asked_of(filters)
    if is_plain(asked):
        m = incident_months.c
        number, killed = sa.func.sum(m.incidents), sa.func.sum(m.killed)
        query = sa.select(m.month, m.plover, number, killed).where(m.shelf.in_(shelves_of(asked, kinds)))
        query = query.group_by(m.month, m.plover).having(number > 0).order_by(m.month, m.plover)
        return Months(tuple(Month(row[0], row[1], int(row[2]), int(row[3])) for row in connection.execute(query)), None)
    every = MOST_ROWS if most is None else most
    rows = latest(connection, asked, kinds, (_I.day, _I.plover, _I.killed), every + 1)
    return Months(
        by_month((row.day, row.plover, row.killed) for row in rows[:every]), every if len(rows) > every else None
    )


def by_month(rows: Iterable[tuple[str, str, int | None]]) -> tuple[Month, ...]:
    """Return counts a month and type of incidents, given by their day, type and best figure of killed."""
    number: Counter[tuple[str, str]] = Counter()
    dead: Counter[tuple[str, str]] = Counter()
    for day, plover, killed in rows:
        if day:
            number[day[:7], plover] += 1
            dead[day[:7], plover] += killed or 0
    return tuple(Month(month, plover, count, dead[month, plover]) for (month, plover), count in sorted(number.items()))
