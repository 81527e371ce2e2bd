"""Lists of incidents: pages in an order, by filters, in a time that does not grow with the store.

A list is read in one of two ways. Where some filter leaves few incidents, these are looked up and the rest is checked on them. Else
the shelves that are shown are walked in the order of the list, each by an index that has it, until the page is full: by the
facet that leaves fewest, where the order is by day, since its incidents may all lie far back. What is asked of days bounds
the walk: `since` by reaching back SHORT_DAYS for those that began before, with the few long ones looked for apart.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa

from dateline.errors import SettingsError
from dateline.settings import nearest
from dateline.store.filters import Clause
from dateline.store.incidents.filters import LISTED_KINDS, Asked, asked_of, review_facets, shelves_of
from dateline.store.incidents.rows import ROW_NAMES, SHORT_DAYS, IncidentRow
from dateline.store.incidents.tables import facets, incident_facets, incidents

ORDERS: dict[str, sa.Column[Any]] = {
    "day": incidents.c.day, "reports": incidents.c.reports, "killed": incidents.c.toll, "changed": incidents.c.changed,
    "confidence": incidents.c.confidence,
}  # fmt: skip
"""What lists can be ordered by, most or latest first; what is in RISING, least first."""

RISING = frozenset({"confidence"})
"""Orders that begin with the least: what a review looks at first is what dateline is least sure of."""

FEW = 2000
"""Incidents that are looked up rather than walked to, at least; in a large store the square root of what there is."""

MOST_FACETS = 500
"""Facets that one filter may mean: the commonest, where words are part of very many names."""

_COLUMNS = [incidents.c[name] for name in ROW_NAMES]
_P = incident_facets.c
_I = incidents.c


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Rows of a list, and the cursor of the next page; None where this is the last."""

    rows: tuple[IncidentRow, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class _Facets:
    """Facets of which an incident must stand under one, and how many stand under each at most."""

    ids: tuple[int, ...]
    number: int

    @property
    def check(self) -> Clause:
        p = incident_facets.alias("checked").c
        return sa.exists().where(p.facet.in_(self.ids), p.shelf == _I.shelf, p.day == _I.day, p.incident == _I.id)

    def incidents(self, shelves: Sequence[int]) -> sa.Select[Any]:
        return sa.select(_P.incident).where(_P.facet.in_(self.ids), _P.shelf.in_(shelves))


@dataclass(slots=True)
class _Plan:
    """How a list is read.

    Args:
        clauses: conditions on columns; those that bound days among them.
        total: incidents of the whole store.
    """

    shelves: tuple[int, ...]
    clauses: list[Clause] = field(default_factory=list)
    facets: list[_Facets] = field(default_factory=list)
    since: str | None = None
    until: str | None = None
    total: int = 0
    impossible: bool = False

    @property
    def few(self) -> int:
        return max(FEW, math.isqrt(50 * self.total))

    @property
    def reach(self) -> str | None:
        """The first day on which something short can have begun that still went on at `since`."""
        if self.since is None:
            return None
        day = dt.date.fromisoformat(self.since)
        return (day - min(dt.timedelta(SHORT_DAYS), day - dt.date.min)).isoformat()

    def checks(self, but: _Facets | None = None) -> list[Clause]:
        return [*map(_unindexed, self.clauses), *(one.check for one in self.facets if one is not but)]


def _plan(connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...]) -> _Plan:
    counted = sa.select(sa.func.coalesce(sa.func.sum(facets.c.incidents), 0)).where(facets.c.kind == "review")
    plan = _Plan(shelves_of(asked, kinds), total=int(connection.execute(counted).scalar_one()))
    if (states := review_facets(asked)) is not None:
        plan.facets.append(_facets(connection, states))
    for one in asked:
        if one.filter.name == "since":
            plan.since = min(one.values)
        elif one.filter.name == "until":
            plan.until = max(one.values)
        if (clause := one.clause) is not None:
            plan.clauses.append(clause)
        if (facet := one.facet) is not None:
            plan.facets.append(_facets(connection, facet))
    plan.impossible = not plan.shelves or any(not one.ids for one in plan.facets)
    plan.facets.sort(key=lambda one: (one.number, one.ids))
    return plan


def narrowed(connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...]) -> list[Clause] | None:
    """Return the conditions on `incidents` for what is asked for; None where nothing can fit."""
    plan = _plan(connection, asked, kinds)
    if plan.impossible:
        return None
    few = _few(connection, plan)
    return [_I.shelf.in_(plan.shelves) if few is None else few, *plan.checks()]


def _facets(connection: sa.Connection, which: Clause) -> _Facets:
    query = sa.select(facets.c.id, facets.c.incidents).where(which, facets.c.incidents > 0)
    rows = connection.execute(query.order_by(facets.c.incidents.desc(), facets.c.id).limit(MOST_FACETS)).all()
    return _Facets(tuple(row.id for row in rows), sum(row.incidents for row in rows))


def list_incidents(
    connection: sa.Connection,
    filters: Mapping[str, object],
    *,
    order: str = "day",
    kinds: tuple[str, ...] = LISTED_KINDS,
    limit: int,
    cursor: str | None = None,
) -> IncidentPage:
    """Return a page of incidents.

    Raises:
        SettingsError: there is no such filter or order, a value is not valid, or the cursor is none.
    """
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    if order not in ORDERS:
        raise SettingsError(f"incidents cannot be ordered by {order!r}{nearest(order, ORDERS)}")
    plan = _plan(connection, asked_of(filters), kinds)
    after = _read_cursor(cursor, order) if cursor is not None else None
    found = [] if plan.impossible else _found(connection, plan, order, after, limit + 1)
    rows = tuple(IncidentRow(*tuple(row)[1:]) for row in found[:limit])
    more = len(found) > limit
    return IncidentPage(rows, f"{order}~{found[limit - 1][0]}~{rows[-1].id}" if more else None)


def _read_cursor(cursor: str, order: str) -> tuple[Any, str]:
    m = re.fullmatch(r"([a-z]+)~(|[0-9]{4}-[0-9]{2}-[0-9]{2}|-?[0-9]{1,18}|[0-9.e-]{1,24})~([0-9a-f]{24})", cursor)
    value = _read_place(m[2], order) if m and m[1] == order else None
    if m is None or value is None:
        raise SettingsError(f"{cursor!r} is no cursor of this list; give back the one that came with the page before")
    return value, m[3]


def _read_place(text: str, order: str) -> Any:
    """Return the value that a cursor stands at; None where it is none of its order."""
    if order == "day":
        return text if text == "" or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    try:
        return float(text) if order in RISING else int(text)
    except ValueError:
        return None


def _after(
    column: sa.ColumnElement[Any], name: sa.ColumnElement[Any], after: tuple[Any, str] | None, *, rising: bool = False
) -> list[Clause]:
    """Return what comes after a place in an order: the bound of the column first, which an index can use."""
    if after is None:
        return []
    if rising:
        return [column >= after[0], sa.or_(column > after[0], name > after[1])]
    return [column <= after[0], sa.or_(column < after[0], name < after[1])]


def _found(
    connection: sa.Connection, plan: _Plan, order: str, after: tuple[Any, str] | None, number: int
) -> list[sa.Row[Any]]:
    column = ORDERS[order]
    rising = order in RISING
    places = (column, _I.id) if rising else (column.desc(), _I.id.desc())
    select = sa.select(column, *_COLUMNS).order_by(*places).limit(number)
    few = _few(connection, plan)
    if few is not None:
        wanted = select.where(few, *plan.checks(), *_after(column, _I.id, after, rising=rising))
        return list(connection.execute(wanted))
    if order == "day":
        return _by_day(connection, plan, after, number)
    return _merged(
        (
            select.where(_I.shelf == shelf, *plan.checks(), *_after(column, _I.id, after, rising=rising))
            for shelf in plan.shelves
        ),
        connection, number, rising=rising,
    )  # fmt: skip


def _few(connection: sa.Connection, plan: _Plan) -> Clause | None:
    """Return a condition that leaves few incidents and that an index finds; None where no filter does."""
    if plan.facets and plan.facets[0].number <= plan.few:
        return _I.id.in_(plan.facets[0].incidents(plan.shelves))
    on_shelves = _I.shelf.in_(plan.shelves)
    for clause in plan.clauses:
        if _is_indexed(clause) and _count(connection, plan.few + 1, on_shelves, clause) <= plan.few:
            return sa.and_(on_shelves, clause)
    if plan.since is not None:
        window = [on_shelves, _I.day >= plan.reach]
        if plan.until is not None:
            window.append(_I.day <= plan.until)
        if _count(connection, plan.few + 1, *window) <= plan.few:
            long = sa.union_all(*(_long_ids(plan, shelf) for shelf in plan.shelves))
            return sa.or_(sa.and_(*window), _I.id.in_(long))
    return None


def _long_ids(plan: _Plan, shelf: int) -> sa.Select[Any]:
    """Return the query for what began long before `since` and still went on."""
    c = incidents.alias("long").c
    return sa.select(c.id).where(
        c.shelf == shelf, c.long.is_(True), c.day < plan.reach, c.day != "", c.last_day >= plan.since
    )


def _unindexed(clause: Clause) -> Clause:
    """Return a condition on a number as none that an index could serve: it is checked on what another index finds in order."""
    if not _is_indexed(clause):
        return clause
    bound = cast("sa.BinaryExpression[bool]", clause)
    return (bound.left + 0) >= bound.right


def _is_indexed(clause: Clause) -> bool:
    """Whether an index of (shelf, column) serves a condition."""
    left = getattr(clause, "left", None)
    return left is not None and getattr(left, "name", "") in {"killed", "injured", "sources", "reports", "confidence"}


def _count(connection: sa.Connection, most: int, *where: Clause) -> int:
    """Return how many incidents there are, counting no further than `most`."""
    some = sa.select(sa.literal(1)).where(*where).select_from(incidents).limit(most).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _by_day(connection: sa.Connection, plan: _Plan, after: tuple[Any, str] | None, number: int) -> list[sa.Row[Any]]:
    """Walk the shelves by day; first what began since shortly before `since`, then what had been going on for long."""
    if len(plan.facets) == 1 and not plan.clauses and len(plan.facets[0].ids) > 1:
        return _of_facets(connection, plan, after, number)
    one = plan.facets[0] if plan.facets and len(plan.facets[0].ids) == 1 else None
    queries = []
    for shelf in plan.shelves:
        if one is not None:
            day, name = _P.day, _P.incident
            select = sa.select(_I.day, *_COLUMNS).join_from(incident_facets, incidents, _P.incident == _I.id)
            select = select.where(_P.facet == one.ids[0], _P.shelf == shelf)
        else:
            day, name = _I.day, _I.id
            select = sa.select(_I.day, *_COLUMNS).where(_I.shelf == shelf)
        bounds = [*_after(day, name, after)]
        if plan.reach is not None:
            bounds.append(day >= plan.reach)
        if plan.until is not None:
            bounds.append(day <= plan.until)
        queries.append(select.where(*bounds, *plan.checks(one)).order_by(day.desc(), name.desc()).limit(number))
    found = _merged(queries, connection, number)
    if plan.since is None or len(found) == number:
        return found
    long = (
        sa.select(_I.day, *_COLUMNS)
        .where(_I.id.in_(_long_ids(plan, shelf)), *plan.checks(), *_after(_I.day, _I.id, after))
        .order_by(_I.day.desc(), _I.id.desc())
        .limit(number - len(found))
        for shelf in plan.shelves
    )
    return found + _merged(long, connection, number - len(found))


def _of_facets(connection: sa.Connection, plan: _Plan, after: tuple[Any, str] | None, number: int) -> list[sa.Row[Any]]:
    """Return incidents under any of several facets, where nothing else is asked: the lists of facets alone tell which."""
    first = (
        sa.select(_P.incident)
        .where(_P.facet.in_(plan.facets[0].ids), _P.shelf.in_(plan.shelves), *_after(_P.day, _P.incident, after))
        .group_by(_P.day, _P.incident)
        .order_by(_P.day.desc(), _P.incident.desc())
        .limit(number)
    )
    ids = list(connection.execute(first).scalars())
    query = sa.select(_I.day, *_COLUMNS).order_by(_I.day.desc(), _I.id.desc())
    return list(connection.execute(query.where(_I.id.in_(ids))))


def _merged(
    queries: Sequence[sa.Select[Any]] | Iterator[sa.Select[Any]],
    connection: sa.Connection,
    number: int,
    *,
    rising: bool = False,
) -> list[sa.Row[Any]]:
    """Return the first rows of several ordered lists; the first column and `id` are what they are ordered by."""
    lists = [connection.execute(query).all() for query in queries]
    merged = heapq.merge(*lists, key=lambda row: (row[0], row.id), reverse=not rising)
    return [row for row, _ in zip(merged, range(number), strict=False)]


def count_incidents(
    connection: sa.Connection, filters: Mapping[str, object], *, kinds: tuple[str, ...] = LISTED_KINDS
) -> int:
    """Return how many incidents fit."""
    plan = _plan(connection, asked_of(filters), kinds)
    if plan.impossible:
        return 0
    if len(plan.facets) == 1 and not plan.clauses:
        ids = plan.facets[0].ids
        number = sa.func.count() if len(ids) == 1 else sa.func.count(_P.incident.distinct())
        under = sa.select(number).select_from(incident_facets).where(_P.facet.in_(ids), _P.shelf.in_(plan.shelves))
        return int(connection.execute(under).scalar_one())
    query = sa.select(sa.func.count()).select_from(incidents)
    few = _few(connection, plan)
    if few is not None:
        return int(connection.execute(query.where(few, *plan.checks())).scalar_one())
    if plan.facets:
        by = _I.id.in_(plan.facets[0].incidents(plan.shelves))
        return int(connection.execute(query.where(by, *plan.checks(plan.facets[0]))).scalar_one())
    return int(connection.execute(query.where(_I.shelf.in_(plan.shelves), *plan.clauses)).scalar_one())


def under_facet(connection: sa.Connection, name: str) -> list[str]:
    """Return the incidents that stand under a facet, on any shelf."""
    query = sa.select(_P.incident).join(facets, facets.c.id == _P.facet).where(facets.c.name == name)
    return sorted(connection.execute(query).scalars())
