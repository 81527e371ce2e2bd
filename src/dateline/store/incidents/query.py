"""Lists of incidents: pages in an order, by filters, in a time that does not grow with the store.

A list is read in one of two ways. Where some filter leaves few incidents, these are looked up and the rest is checked on them. Else
the shelves that are shown are walked in the order of the list, each by an index that has it, until the page is full: by the
facet that leaves fewest, where the order is by day, since its incidents may all lie far back. What is asked of days bounds
the walk: `since` by reaching back SHORT_DAYS for those that began before, with the few long ones looked for apart.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.errors import SettingsError
from dateline.settings import nearest
from dateline.store.filters import Clause
from dateline.store.incidents.filters import LISTED_KINDS, Asked, asked_of
from dateline.store.incidents.planning import Plan, long_ids, plan_of, total_on
from dateline.store.incidents.rows import ROW_NAMES, IncidentRow
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import facets, incident_facets, incidents
from dateline.store.indexing import INCIDENT, number_of
from dateline.store.search import hits_of
from dateline.store.tables import search

ORDERS: dict[str, sa.Column[Any]] = {
    "day": incidents.c.day, "reports": incidents.c.reports, "killed": incidents.c.toll, "changed": incidents.c.changed,
    "confidence": incidents.c.confidence,
}  # fmt: skip
"""What lists can be ordered by, most or latest first; what is in RISING, least first."""

SAME_PLACE = 16
"""How far apart the numbers of incidents may be that would have the same in the search."""

RISING = frozenset({"confidence"})
"""Orders that begin with the least: what a review looks at first is what dateline is least sure of."""

_COLUMNS = [incidents.c[name] for name in ROW_NAMES]
Columns = Sequence[sa.ColumnElement[Any]]

_P = incident_facets.c
_I = incidents.c


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Rows of a list, and the cursor of the next page; None where this is the last."""

    rows: tuple[IncidentRow, ...]
    cursor: str | None


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
    plan = plan_of(connection, asked_of(filters), kinds)
    after = _read_cursor(cursor, order) if cursor is not None else None
    found = _found(connection, plan, _COLUMNS, order, after, limit + 1)
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
    connection: sa.Connection, plan: Plan, columns: Columns, order: str, after: tuple[Any, str] | None, number: int
) -> list[sa.Row[Any]]:
    """Return the first rows of a list after a place in it: what the list is ordered by, and then the columns."""
    if plan.impossible:
        return []
    column = ORDERS[order]
    rising = order in RISING
    places = (column, _I.id) if rising else (column.desc(), _I.id.desc())
    select = sa.select(column, *columns).order_by(*places).limit(number)
    if plan.few is not None:
        wanted = select.where(plan.few, *plan.checks(), *_after(column, _I.id, after, rising=rising))
        return list(connection.execute(wanted))
    if order == "day" and plan.question is not None:
        return list(connection.execute(_searched(plan, columns, after).limit(number)))
    if order == "day":
        return _by_day(connection, plan, columns, after, number)
    return _merged(
        (
            select.where(_I.shelf == shelf, *plan.checks(), *_after(column, _I.id, after, rising=rising))
            for shelf in plan.shelves
        ),
        connection, number, rising=rising,
    )  # fmt: skip


def _by_day(
    connection: sa.Connection, plan: Plan, columns: Columns, after: tuple[Any, str] | None, number: int
) -> list[sa.Row[Any]]:
    """Walk the shelves by day; first what began since shortly before `since`, then what had been going on for long."""
    if len(plan.facets) == 1 and not plan.clauses and len(plan.facets[0].ids) > 1:
        return _of_facets(connection, plan, columns, after, number)
    one = plan.facets[0] if plan.facets and len(plan.facets[0].ids) == 1 else None
    queries = []
    for shelf in plan.shelves:
        if one is not None:
            day, name = _P.day, _P.incident
            select = sa.select(_I.day, *columns).join_from(incident_facets, incidents, _P.incident == _I.id)
            select = select.where(_P.facet == one.ids[0], _P.shelf == shelf)
        else:
            day, name = _I.day, _I.id
            select = sa.select(_I.day, *columns).where(_I.shelf == shelf)
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
        sa.select(_I.day, *columns)
        .where(_I.id.in_(long_ids(plan, shelf)), *plan.checks(), *_after(_I.day, _I.id, after))
        .order_by(_I.day.desc(), _I.id.desc())
        .limit(number - len(found))
        for shelf in plan.shelves
    )
    return found + _merged(long, connection, number - len(found))


def _searched(plan: Plan, columns: Columns, after: tuple[Any, str] | None) -> sa.Select[Any]:
    """Return the query for incidents that a question finds: its hits stand in the order of days, and within one of ids."""
    hits, number = hits_of(str(plan.question), INCIDENT)
    bounds = (
        [] if after is None else [number <= number_of(after[0], after[1]) + SAME_PLACE, *_after(_I.day, _I.id, after)]
    )
    joined = hits.with_only_columns(_I.day, *columns).join(incidents, _I.id == search.c.ref)
    where = (_I.shelf.in_(plan.shelves), *bounds, *plan.checks(searched=True))
    return joined.where(*where).order_by(number.desc())


def _of_facets(
    connection: sa.Connection, plan: Plan, columns: Columns, after: tuple[Any, str] | None, number: int
) -> list[sa.Row[Any]]:
    """Return incidents under any of several facets, where nothing else is asked: the lists of facets alone tell which."""
    first = (
        sa.select(_P.incident)
        .where(_P.facet.in_(plan.facets[0].ids), _P.shelf.in_(plan.shelves), *_after(_P.day, _P.incident, after))
        .group_by(_P.day, _P.incident)
        .order_by(_P.day.desc(), _P.incident.desc())
        .limit(number)
    )
    ids = list(connection.execute(first).scalars())
    rows = list(rows_in(connection, sa.select(_I.day, *columns), _I.id, ids))
    return sorted(rows, key=lambda row: (row[0], row.id), reverse=True)


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


def latest(
    connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...], columns: Columns, number: int
) -> list[sa.Row[Any]]:
    """Return columns of the incidents that fit, at most so many, the latest first; the first value of each row is the day.

    Args:
        columns: the id is among them.
    """
    return _found(connection, plan_of(connection, asked, kinds), columns, "day", None, number)


@dataclass(frozen=True, slots=True)
class Number:
    """How many fit; where that is not `exact`, more than so many."""

    number: int
    exact: bool


def count_incidents(
    connection: sa.Connection,
    filters: Mapping[str, object],
    *,
    kinds: tuple[str, ...] = LISTED_KINDS,
    most: int | None = None,
) -> Number:
    """Return how many incidents fit.

    Args:
        most: how far is counted, where the totals that are kept do not tell.
    """
    return count_asked(connection, asked_of(filters), kinds, most)


def count_asked(
    connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...], most: int | None
) -> Number:
    """Return how many incidents fit what is asked for; `most` as in `count_incidents`."""
    plan = plan_of(connection, asked, kinds)
    if plan.impossible:
        return Number(0, exact=True)
    if plan.is_plain:
        return Number(total_on(connection, plan.shelves), exact=True)
    if plan.is_of_one_facet:
        return Number(total_on(connection, plan.shelves, facets.c.id == plan.facets[0].ids[0]), exact=True)
    query = _counting(plan)
    if most is not None:
        query = query.limit(most + 1)
    number = int(connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())
    return Number(number, exact=True) if most is None or number <= most else Number(most, exact=False)


def _counting(plan: Plan) -> sa.Select[Any]:
    """Return the query for one row of each that fits, in any order."""
    if plan.few is not None:
        return sa.select(_I.id).where(plan.few, *plan.checks())
    if plan.question is not None:
        return _searched(plan, [_I.id], None).order_by(None)
    if not plan.facets:
        return sa.select(_I.id).where(_I.shelf.in_(plan.shelves), *plan.clauses)
    first = plan.facets[0]
    under = (_P.facet.in_(first.ids), _P.shelf.in_(plan.shelves))
    one = sa.select(_P.incident) if len(first.ids) == 1 else sa.select(_P.incident).distinct()
    if len(plan.facets) == 1 and not plan.clauses:
        return one.where(*under)
    return one.join_from(incident_facets, incidents, _P.incident == _I.id).where(*under, *plan.checks(first))


def under_facet(connection: sa.Connection, name: str) -> list[str]:
    """Return the incidents that stand under a facet, on any shelf."""
    query = sa.select(_P.incident).join(facets, facets.c.id == _P.facet).where(facets.c.name == name)
    return sorted(connection.execute(query).scalars())
