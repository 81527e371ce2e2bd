"""Lists of incidents: pages in an order, by filters, in a time that does not grow with the store.

A list is read in one of two ways. Where some filter leaves few incidents, these are looked up, and sorted. Else what is in the order
of the list is walked until the page is full: by day the list of the facet that leaves fewest, the hits of a question, or all incidents; by
another order its index. `planning` says which. What is asked of days bounds
the walk: `since` by reaching back SHORT_DAYS for those that began before, with the few long ones looked for apart.

First the numbers of a page are found, in indexes alone, and then the rows that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from dateline.errors import SettingsError
from dateline.settings import nearest
from dateline.store.filters import Clause
from dateline.store.incidents.filters import LISTED_KINDS, Asked, asked_of
from dateline.store.incidents.planning import ALL, Plan, Spine, hits, plan_of, total_under
from dateline.store.incidents.rows import ROW_NAMES, IncidentRow
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import NARROW, facets, incident_facets, incidents
from dateline.store.plans import checked

ORDERS: dict[str, sa.Column[Any]] = {
    "day": incidents.c.day, "reports": incidents.c.reports, "killed": incidents.c.toll, "changed": incidents.c.changed,
    "confidence": incidents.c.confidence,
}  # fmt: skip
"""What lists can be ordered by, most or latest first; what is in RISING, least first."""

LOOKS = 2
"""How many times as many incidents are looked at, where counting is bounded, as are counted."""

RARE = 4
"""Shelves that hold less than such a part of all incidents are walked each by itself."""

MOST_NUMBER = 2**63 - 1
"""No database counts further."""

RISING = frozenset({"confidence"})
"""Orders that begin with the least: what a review looks at first is what dateline is least sure of."""

MOST_ROWS = 2**31
"""As many as there may be."""

_COLUMNS = [incidents.c[name] for name in ROW_NAMES]
_NARROW = {column.name for column in NARROW}
Columns = Sequence[sa.Column[Any]]

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
    after = _read_cursor(cursor, order) if cursor is not None else None
    limit = min(limit, MOST_ROWS)
    plan = plan_of(connection, asked_of(filters), kinds, limit + 1, order=order)
    places = _places(connection, plan, order, after)
    numbers = [place[-1] for place in places[:limit]]
    columns: sa.Select[Any] = sa.select(_I.number, *_COLUMNS)
    found = {row[0]: IncidentRow(*tuple[Any, ...](row)[1:]) for row in rows_in(connection, columns, _I.number, numbers)}
    rows = tuple(found[number] for number in numbers)
    if len(places) <= limit:
        return IncidentPage(rows, None)
    last: tuple[Any, ...] = tuple(places[limit - 1])
    return IncidentPage(rows, f"{order}~{last[0]}" if order == "day" else f"{order}~{last[0]}~{last[1]}")


def _read_cursor(cursor: str, order: str) -> tuple[Any, ...]:
    m = re.fullmatch(r"([a-z]+)~(-?[0-9]{1,19}|[0-9.e-]{1,24})(?:~([0-9a-f]{24}))?", cursor)
    value = _read_place(m[2], order) if m and m[1] == order and (m[3] is None) == (order == "day") else None
    if m is None or value is None:
        raise SettingsError(f"{cursor!r} is no cursor of this list; give back the one that came with the page before")
    return (value,) if order == "day" else (value, m[3])


def _read_place(text: str, order: str) -> Any:
    """Return the value that a cursor stands at; None where it is none of its order."""
    try:
        value = float(text) if order in RISING else int(text)
    except ValueError:
        return None
    return value if abs(value) <= MOST_NUMBER else None


def _after(key: sa.ColumnElement[Any], name: sa.ColumnElement[Any], after: tuple[Any, ...], order: str) -> list[Clause]:
    """Return what comes after a place in an order: the bound of the column first, which an index can use."""
    if order in RISING:
        return [key >= after[0], sa.or_(key > after[0], name > after[1])]
    return [key <= after[0], sa.or_(key < after[0], name < after[1])]


def _places(connection: sa.Connection, plan: Plan, order: str, after: tuple[Any, ...] | None) -> Sequence[sa.Row[Any]]:
    """Return the places of the first incidents of a list after one: what it is ordered by, and last the number."""
    if plan.impossible:
        return []
    if order == "day":
        return _by_day(connection, plan, (), after)
    if plan.few is not None:
        return connection.execute(_ordered(plan, plan.few, order, after)).all()
    walked = incidents.alias("walked")
    where = () if plan.reach is None else (walked.c.number >= plan.reach,)
    spine = Spine(walked, walked.c.number, walked.c.shelf, where)
    found = connection.execute(_ordered(plan, spine, order, after)).all()
    if plan.reach is None:
        return found
    found = [*found, *connection.execute(_ordered(plan, plan.long(), order, after))]
    return sorted(found, key=lambda row: (row[0], row[1]), reverse=order not in RISING)[: plan.limit]


def _ordered(plan: Plan, spine: Spine, order: str, after: tuple[Any, ...] | None) -> sa.Select[Any]:
    """Return the query for the places of the incidents of a spine that fit, in an order other than that of days."""
    # The index of the order has what the walk needs, and that of `NARROW` what is checked.
    walks = isinstance(spine.source, sa.Alias) and spine.source.name == "walked"
    c = spine.source.c if walks else incidents.c
    key, name = c[ORDERS[order].name], c.id
    source = spine.source if walks and not plan.clauses else spine.joined
    query = sa.select(key, name, spine.number).select_from(source).where(*plan.checks(spine))
    if after is not None:
        query = query.where(*_after(key, name, after, order))
    places = (key, name) if order in RISING else (key.desc(), name.desc())
    return query.order_by(*places).limit(plan.limit)


def _by_day(
    connection: sa.Connection, plan: Plan, columns: Columns, after: tuple[Any, ...] | None
) -> Sequence[sa.Row[Any]]:
    """Return the first incidents in the order of days: their number, and columns that are NARROW.

    First come those that began since shortly before `since`, then what had been going on for long.
    """
    first, others = _day_queries(connection, plan, columns, after)
    found = connection.execute(first).all()
    if others is None or len(found) == plan.limit:
        return found
    return [*found, *connection.execute(others(plan.limit - len(found)))]


def _day_queries(
    connection: sa.Connection, plan: Plan, columns: Columns, after: tuple[Any, ...] | None
) -> tuple[sa.Select[Any], Callable[[int], sa.Select[Any]] | None]:
    """Return the query for the first incidents in the order of days, and that for so many of those that follow, if any may."""
    bounds = [] if after is None else [after[0]]
    reach = plan.reach if plan.few is None else None
    queries = [_select(plan, spine, columns, before=bounds, since=reach) for spine in _walked(connection, plan)]
    first = _merged(queries, plan.limit)
    if reach is None:
        return first, None
    return first, lambda number: _merged([_select(plan, plan.long(), columns, before=bounds)], number)


def _walked(connection: sa.Connection, plan: Plan) -> list[Spine]:
    """Return where incidents are found in the order of days."""
    if plan.few is not None:
        return [plan.few]
    if plan.questions:
        return [hits(connection, plan.questions[0])] if len(plan.questions) == 1 else [ALL]
    for one in plan.facets:
        if len(one.ids) == 1:
            return [one.spine]
    if RARE * plan.shown < plan.total:
        return [_of_shelf(shelf) for shelf in plan.shelves]
    return [ALL]


def _of_shelf(shelf: int) -> Spine:
    at = incidents.alias()
    return Spine(at, at.c.number, at.c.shelf, (at.c.shelf == shelf,))


def _select(
    plan: Plan, spine: Spine, columns: Columns, *, before: Sequence[int] = (), since: int | None = None
) -> sa.Select[Any]:
    """Return the query for the incidents of a spine that fit, the latest first, with their numbers.

    Args:
        before: a number that theirs must be below. since: one that they must reach.
    """
    beside = columns or plan.clauses
    where = [spine.number < number for number in before]
    if since is not None:
        where.append(spine.number >= since)
    wanted: list[sa.ColumnElement[Any]] = [spine.number.label("number"), *columns]
    query = sa.select(*wanted).select_from(spine.joined if beside else spine.source)
    return query.where(*where, *plan.checks(spine)).order_by(spine.number.desc())


def _merged(queries: Sequence[sa.Select[Any]], number: int) -> sa.Select[Any]:
    """Return the query for the first rows of several lists that are in the order of days; a number is their first column."""
    limited = [query.limit(number) for query in queries]
    if len(limited) == 1:
        return limited[0]
    union = sa.union_all(*(sa.select(query.subquery()) for query in limited)).subquery()
    return sa.select(union).order_by(union.c.number.desc()).limit(number)


def latest(
    connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...], columns: Columns, number: int
) -> Sequence[sa.Row[Any]]:
    """Return columns of the incidents that fit, at most so many, the latest first; the first value of each row is the number.

    Args:
        columns: of those that are NARROW.
    """
    plan = plan_of(connection, asked, kinds, min(number, MOST_ROWS))
    return [] if plan.impossible else _by_day(connection, plan, _checked(columns), None)


def latest_queries(
    connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...], columns: Columns, number: int
) -> tuple[sa.Select[Any], Callable[[int], sa.Select[Any]] | None] | None:
    """Return the query for what `latest` finds first, and that for so many more, if there may be any; None where nothing fits."""
    plan = plan_of(connection, asked, kinds, min(number, MOST_ROWS))
    return None if plan.impossible else _day_queries(connection, plan, _checked(columns), None)


def _checked(columns: Columns) -> Columns:
    if not {column.name for column in columns} <= _NARROW:
        raise ValueError("what is asked of thousands must stand in the index")
    return columns


@dataclass(frozen=True, slots=True)
class Number:
    """How many fit; where that is not `exact`, so many at least."""

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
    plan = plan_of(connection, asked, kinds, MOST_ROWS if most is None else most + 1)
    if plan.impossible:
        return Number(0, exact=True)
    if plan.is_plain:
        return Number(plan.shown, exact=True)
    if plan.is_of_one_facet:
        return Number(total_under(connection, plan.facets[0].ids[0], plan.shelves), exact=True)
    spines = _walked(connection, plan)
    if plan.reach is not None and plan.few is None:
        spines = [replace(one, where=(*one.where, one.number >= plan.reach)) for one in spines] + [plan.long()]
    number = 0
    for spine in spines:
        query, looks = _counting(plan, spine, most)
        row = connection.execute(query).one()
        number += int(row[0])
        if most is not None and (number > most or (looks is not None and int(row[1]) == looks)):
            return Number(min(number, most), exact=False)
    return Number(number, exact=True)


def _counting(plan: Plan, spine: Spine, most: int | None) -> tuple[sa.Select[Any], int | None]:
    """Return the query for how many incidents of a spine fit and how many were looked at, and how many are at most."""
    beyond = plan.beyond(spine)
    looks = None if most is None else LOOKS * most if beyond else most + 1
    columns: list[sa.ColumnElement[Any]] = [spine.number.label("number"), spine.shelf.label("shelf")]
    rows = sa.select(*columns).select_from(spine.source)
    rows = rows.where(*spine.where, checked(spine.shelf).in_(plan.shelves)).limit(looks)
    some = rows.subquery()
    found = replace(spine, source=some, number=some.c.number, shelf=some.c.shelf, where=())
    fits = sa.func.count(sa.case((sa.and_(sa.true(), *plan.beyond(found)), 1)))
    counted: list[sa.ColumnElement[Any]] = [fits, sa.func.count()]
    asks = [clause for clause in plan.clauses if clause is not spine.bound]
    return sa.select(*counted).select_from(found.joined if asks else some), looks


def under_facet(connection: sa.Connection, name: str) -> list[str]:
    """Return the incidents that stand under a facet, on any shelf."""
    query = sa.select(_I.id).join_from(incident_facets, incidents, _I.number == _P.number)
    return sorted(
        connection.execute(query.join(facets, facets.c.id == _P.facet).where(facets.c.name == name)).scalars()
    )
