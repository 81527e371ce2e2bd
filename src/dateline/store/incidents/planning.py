"""How incidents that fit filters are found: by which index, and what is checked on what it finds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa

from dateline.store.filters import Clause
from dateline.store.incidents.filters import ID, SEARCH, Asked, review_facets, shelves_of
from dateline.store.incidents.rows import SHORT_DAYS
from dateline.store.incidents.tables import facet_totals, facets, incident_facets, incidents
from dateline.store.indexing import INCIDENT
from dateline.store.search import found_by, is_found

FEW = 2000
"""Incidents that are looked up rather than walked to, at least; in a large store the square root of what there is."""

MOST_FACETS = 500
"""Facets that one filter may mean: the commonest, where words are part of very many names."""

_P = incident_facets.c
_I = incidents.c


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets of which an incident must stand under one, and how many stand under each at most."""

    ids: tuple[int, ...]
    number: int

    @property
    def check(self) -> Clause:
        """Whether an incident stands under one."""
        p = incident_facets.alias("checked").c
        return sa.exists().where(p.facet.in_(self.ids), p.shelf == _I.shelf, p.day == _I.day, p.incident == _I.id)

    def incidents(self, shelves: Sequence[int]) -> sa.Select[Any]:
        """Return the query for those that do."""
        return sa.select(_P.incident).where(_P.facet.in_(self.ids), _P.shelf.in_(shelves))


@dataclass(slots=True)
class Plan:
    """How a list is read.

    Args:
        clauses: conditions on columns; those that bound days among them.
        question: what is searched for, where that finds so many that its own index is walked.
        few: a condition that leaves few incidents and that an index finds, where a filter is one.
        is_given: `few` is what was asked for, and not only a way to find it.
        total: incidents of the whole store.
    """

    shelves: tuple[int, ...]
    clauses: list[Clause] = field(default_factory=list)
    facets: list[Facets] = field(default_factory=list)
    since: str | None = None
    until: str | None = None
    few: Clause | None = None
    question: str | None = None
    is_given: bool = False
    total: int = 0
    impossible: bool = False

    @property
    def most(self) -> int:
        """How many are few."""
        return max(FEW, math.isqrt(50 * self.total))

    @property
    def reach(self) -> str | None:
        """The first day on which something short can have begun that still went on at `since`."""
        if self.since is None:
            return None
        day = dt.date.fromisoformat(self.since)
        return (day - min(dt.timedelta(SHORT_DAYS), day - dt.date.min)).isoformat()

    @property
    def is_plain(self) -> bool:
        """Whether shelves are all that is asked for."""
        return not self.clauses and not self.facets and self.few is None and self.question is None

    @property
    def is_of_one_facet(self) -> bool:
        """Whether to stand under one facet, on some shelf, is all that is asked for."""
        beyond = self.clauses or self.question is not None or self.is_given
        return not beyond and len(self.facets) == 1 and len(self.facets[0].ids) == 1

    def checks(self, but: Facets | None = None, *, searched: bool = False) -> list[Clause]:
        """Return what is checked on each incident that an index finds.

        Args:
            but: facets by which it was found.
            searched: it was found by the question.
        """
        found = [*map(_unindexed, self.clauses), *(one.check for one in self.facets if one is not but)]
        if self.question is not None and not searched:
            found.append(is_found(self.question, INCIDENT, _I.id))
        return found


def plan_of(connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...]) -> Plan:
    """Return how the incidents are found that fit what is asked for."""
    plan = Plan(shelves_of(asked, kinds), total=total_of(connection))
    if (states := review_facets(asked)) is not None:
        plan.facets.append(_facets(connection, states))
    for one in asked:
        if one.filter.name == "since":
            plan.since = max(filter(None, (plan.since, min(one.values))))
        elif one.filter.name == "until":
            plan.until = min(filter(None, (plan.until, max(one.values))))
        if one.filter.name == SEARCH:
            _search(connection, plan, one)
        elif one.filter.name == ID:
            plan.few = _I.id.in_(one.values)
        elif (clause := one.clause) is not None:
            plan.clauses.append(clause)
        if (facet := one.facet) is not None:
            plan.facets.append(_facets(connection, facet))
    plan.impossible = not plan.shelves or any(not one.ids for one in plan.facets)
    plan.facets.sort(key=lambda one: (one.number, one.ids))
    plan.is_given = plan.few is not None
    if plan.few is not None:
        plan.few = sa.and_(_I.shelf.in_(plan.shelves), plan.few)
    elif not plan.impossible:
        plan.few = _few(connection, plan)
    return plan


def total_of(connection: sa.Connection) -> int:
    """Return how many incidents there are in all: each stands under one state of review."""
    counted = sa.select(sa.func.coalesce(sa.func.sum(facets.c.incidents), 0)).where(facets.c.kind == "review")
    return int(connection.execute(counted).scalar_one())


def total_on(connection: sa.Connection, shelves: Sequence[int], *which: Clause) -> int:
    """Return how many incidents stand on some shelves, under facets; each under one of these at most."""
    t = facet_totals.c
    where = which or (facets.c.kind == "review",)
    query = sa.select(sa.func.coalesce(sa.func.sum(t.incidents), 0)).join_from(
        facet_totals, facets, t.facet == facets.c.id
    )
    return int(connection.execute(query.where(*where, t.shelf.in_(shelves))).scalar_one())


def _search(connection: sa.Connection, plan: Plan, asked: Asked) -> None:
    """Look a question up where it finds few; else its index is walked, or of several each incident is asked."""
    for value in asked.values:
        found = found_by(value, INCIDENT).limit(plan.most + 1).subquery()
        if int(connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()) > plan.most:
            if len(asked.values) == 1 and plan.question is None:
                plan.question = value
            else:
                plan.clauses.append(sa.or_(*(is_found(value, INCIDENT, _I.id) for value in asked.values)))
            return
    clause = cast("Clause", asked.clause)
    plan.few = clause if plan.few is None else sa.and_(plan.few, clause)


def _facets(connection: sa.Connection, which: Clause) -> Facets:
    query = sa.select(facets.c.id, facets.c.incidents).where(which, facets.c.incidents > 0)
    rows = connection.execute(query.order_by(facets.c.incidents.desc(), facets.c.id).limit(MOST_FACETS)).all()
    return Facets(tuple(row.id for row in rows), sum(row.incidents for row in rows))


def _few(connection: sa.Connection, plan: Plan) -> Clause | None:
    """Return a condition that leaves few incidents and that an index finds; None where no filter does."""
    if plan.facets and plan.facets[0].number <= plan.most:
        return _I.id.in_(plan.facets[0].incidents(plan.shelves))
    on_shelves = _I.shelf.in_(plan.shelves)
    for clause in plan.clauses:
        if _is_indexed(clause) and _count(connection, plan.most + 1, on_shelves, clause) <= plan.most:
            return sa.and_(on_shelves, clause)
    if plan.since is not None:
        window = [on_shelves, _I.day >= plan.reach]
        if plan.until is not None:
            window.append(_I.day <= plan.until)
        if _count(connection, plan.most + 1, *window) <= plan.most:
            long = sa.union_all(*(long_ids(plan, shelf) for shelf in plan.shelves))
            return sa.or_(sa.and_(*window), _I.id.in_(long))
    return None


def long_ids(plan: Plan, shelf: int) -> sa.Select[Any]:
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
