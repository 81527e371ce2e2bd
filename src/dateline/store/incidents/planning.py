"""How incidents that fit filters are found: by which index, and what is checked on what it finds.

All that incidents are found by has their number and their shelf, and is called a spine: the list of a facet, the hits of a
question, an index of a column, the incidents themselves in the order of days. What is checked lies in the index `NARROW`.
"""

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
from dateline.store.indexing import DATED, day_number, first_number
from dateline.store.plans import checked
from dateline.store.search import hits_of, is_found_at

FEW = 2000
"""Incidents that are looked up rather than walked to, at least."""

MOST_FACETS = 500
"""Facets that one filter may mean: the commonest, where words are part of very many names."""

SEVERAL = 8
"""Facets from which on those of an incident are read, rather than each looked up."""

ASKING = 10
"""How many times as long it takes to ask whether one incident answers a question as to walk over one that does."""

_I = incidents.c
_P = incident_facets.c


@dataclass(frozen=True, slots=True)
class Spine:
    """Where incidents are found: rows that have their number and shelf.

    Args:
        where: which of the rows.
        by: the facets that this finds them by; bound: the condition on a number; searched: the question is what finds them.
    """

    source: sa.FromClause
    number: sa.ColumnElement[int]
    shelf: sa.ColumnElement[int]
    where: tuple[Clause, ...] = ()
    by: Facets | None = None
    bound: Clause | None = None
    searched: bool = False

    @property
    def joined(self) -> sa.FromClause:
        """The rows with the columns of incidents beside them."""
        return self.source if self.source is incidents else self.source.join(incidents, _I.number == self.number)


ALL = Spine(incidents, _I.number, _I.shelf)
"""All incidents, in the order of days."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets of which an incident must stand under one, and how many stand under each at most."""

    ids: tuple[int, ...]
    number: int

    def check(self, spine: Spine) -> Clause:
        """Return whether an incident stands under one."""
        p = incident_facets.alias().c
        # Of many it is quicker to look at those that the incident has.
        of = (p.facet + 0).in_(self.ids) if len(self.ids) > SEVERAL else p.facet.in_(self.ids)
        return sa.exists().where(of, p.number == spine.number)

    @property
    def spine(self) -> Spine:
        """The incidents under these; in the order of days where it is one facet, else in any, and each once."""
        if len(self.ids) == 1:
            return Spine(incident_facets, _P.number, _P.shelf, (_P.facet == self.ids[0],), by=self)
        found = sa.select(_P.number, _P.shelf).where(_P.facet.in_(self.ids)).distinct().subquery()
        return Spine(found, found.c.number, found.c.shelf, by=self)


@dataclass(slots=True)
class Plan:
    """How a list is read.

    Args:
        shelves: that are shown, and hold something.
        clauses: conditions on columns.
        ids: what was asked for by id. questions: what is searched for, any of which will do.
        few: where few incidents are found, among them all that fit.
        total: incidents of the whole store; shown: of the shelves.
        limit: how many are wanted.
    """

    shelves: tuple[int, ...]
    limit: int
    clauses: list[Clause] = field(default_factory=list)
    facets: list[Facets] = field(default_factory=list)
    since: str | None = None
    until: str | None = None
    ids: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    few: Spine | None = None
    total: int = 0
    shown: int = 0
    impossible: bool = False

    @property
    def most(self) -> int:
        """How many are few: to find and sort them takes no longer than to walk until so many that fit are met."""
        return max(FEW, math.isqrt(self.limit * self.total))

    @property
    def reach(self) -> int | None:
        """The least number of something short that still went on at `since`."""
        if self.since is None:
            return None
        day = dt.date.fromisoformat(self.since)
        return first_number((day - min(dt.timedelta(SHORT_DAYS), day - dt.date.min)).isoformat())

    @property
    def is_plain(self) -> bool:
        """Whether shelves are all that is asked for."""
        return not (self.clauses or self.facets or self.ids or self.questions or self.until)

    @property
    def is_of_one_facet(self) -> bool:
        """Whether to stand under one facet, on some shelf, is all that is asked for."""
        beyond = self.clauses or self.ids or self.questions or self.until
        return not beyond and len(self.facets) == 1 and len(self.facets[0].ids) == 1

    def checks(self, spine: Spine) -> list[Clause]:
        """Return what is checked on each incident that a spine has."""
        return [*spine.where, checked(spine.shelf).in_(self.shelves), *self.beyond(spine)]

    def beyond(self, spine: Spine) -> list[Clause]:
        """Return what is checked beside that, on other tables or columns than the spine's own."""
        found: list[Clause] = []
        if self.until is not None:
            after = (day_number(self.until) + 1) * DATED
            found += [spine.number >= DATED, spine.number < after]
        found += [_unindexed(clause) for clause in self.clauses if clause is not spine.bound]
        found += [one.check(spine) for one in self.facets if one is not spine.by]
        if self.questions and not spine.searched:
            found.append(sa.or_(*(is_found_at(asked, spine.number) for asked in self.questions)))
        return found

    def long(self) -> Spine:
        """Return what began long before `since` and still went on."""
        at = incidents.alias("long")
        where = (at.c.long.is_(True), at.c.last_day >= self.since, at.c.number < self.reach, at.c.number >= DATED)
        return Spine(at, at.c.number, at.c.shelf, where)


def plan_of(
    connection: sa.Connection, asked: tuple[Asked, ...], kinds: tuple[str, ...], limit: int, *, order: str = "day"
) -> Plan:
    """Return how the incidents are found that fit what is asked for.

    Args:
        limit: how many are wanted. order: in which they are.
    """
    on_shelves = total_by_shelf(connection)
    shelves = tuple(shelf for shelf in shelves_of(asked, kinds) if on_shelves.get(shelf))
    plan = Plan(shelves, limit, total=sum(on_shelves.values()), shown=sum(on_shelves[shelf] for shelf in shelves))
    if (states := review_facets(asked)) is not None:
        plan.facets.append(_facets(connection, states))
    for one in asked:
        name = one.filter.name
        if name == SEARCH:
            plan.questions = tuple(map(str, one.values))
        elif name == ID:
            plan.ids = tuple(map(str, one.values))
        elif name == "until":
            plan.until = max(one.values)
        elif (clause := one.clause) is not None:
            plan.clauses.append(clause)
        if name == "since":
            plan.since = min(one.values)
        if (facet := one.facet) is not None:
            plan.facets.append(_facets(connection, facet))
    plan.impossible = not plan.shelves or any(not one.ids for one in plan.facets)
    plan.facets.sort(key=lambda one: (one.number, one.ids))
    if not plan.impossible:
        plan.few = _few(connection, plan, by_day=order == "day")
    return plan


def total_by_shelf(connection: sa.Connection) -> dict[int, int]:
    """Return how many incidents there are on each shelf: each stands under one state of review."""
    t = facet_totals.c
    query = sa.select(t.shelf, sa.func.sum(t.incidents).label("number")).where(facets.c.kind == "review")
    query = query.join_from(facet_totals, facets, t.facet == facets.c.id).group_by(t.shelf)
    return {row.shelf: int(row.number) for row in connection.execute(query) if row.number}


def total_under(connection: sa.Connection, facet: int, shelves: Sequence[int]) -> int:
    """Return how many incidents of some shelves stand under a facet."""
    t = facet_totals.c
    query = sa.select(sa.func.coalesce(sa.func.sum(t.incidents), 0)).where(t.facet == facet, t.shelf.in_(shelves))
    return int(connection.execute(query).scalar_one())


def _facets(connection: sa.Connection, which: Clause) -> Facets:
    query = sa.select(facets.c.id, facets.c.incidents).where(which, facets.c.incidents > 0)
    rows = connection.execute(query.order_by(facets.c.incidents.desc(), facets.c.id).limit(MOST_FACETS)).all()
    return Facets(tuple(row.id for row in rows), sum(row.incidents for row in rows))


def hits(connection: sa.Connection, asked: str) -> Spine:
    """Return the incidents that answer a question, in the order of days."""
    words, fits, number = hits_of(connection, asked)
    hit = incidents.alias("hit")
    return Spine(words.join(hit, hit.c.number == number), number, hit.c.shelf, tuple(fits), searched=True)


def _few(connection: sa.Connection, plan: Plan, *, by_day: bool) -> Spine | None:
    """Return where few incidents are found, among them all that fit; None where no filter leaves few."""
    if plan.ids:
        return Spine(incidents, _I.number, _I.shelf, (_I.id.in_(plan.ids),))
    if plan.questions:
        return _few_hits(connection, plan, by_day=by_day)
    first = plan.facets[0] if plan.facets else None
    if first is not None and first.number <= plan.most and not (by_day and len(first.ids) == 1):
        return first.spine
    found = _few_by_number(connection, plan) if first is None or first.number > FEW else None
    if found is not None or by_day:
        return found
    if plan.since is not None and _count(connection, plan.most + 1, _I.number >= plan.reach) <= plan.most:
        return _lately(plan)
    return _on_shelves(plan) if plan.shown <= plan.most else None


def _few_hits(connection: sa.Connection, plan: Plan, *, by_day: bool) -> Spine | None:
    """Return where few are found that answer what is searched for: its hits, or a facet where that leaves far fewer."""
    first = plan.facets[0] if plan.facets else None
    if first is not None and first.number <= FEW and _is_common(connection, plan, ASKING * first.number):
        return first.spine
    alone = len(plan.questions) == 1
    if (by_day and alone) or _is_common(connection, plan, math.isqrt(ASKING) * plan.most):
        return None
    if alone:
        return hits(connection, plan.questions[0])
    spines = [hits(connection, asked) for asked in plan.questions]
    found = sa.union(*(_numbers(one) for one in spines)).subquery()
    return Spine(found, found.c.number, found.c.shelf, searched=True)


def _few_by_number(connection: sa.Connection, plan: Plan) -> Spine | None:
    """Return where the index of a number finds few: many killed, many reports."""
    for clause in plan.clauses:
        if _is_indexed(clause) and _count(connection, plan.most + 1, clause) <= plan.most:
            bound = cast("sa.BinaryExpression[bool]", clause)
            at = incidents.alias("at")
            where = at.c[cast("Any", bound.left).name] >= bound.right
            return Spine(at, at.c.number, at.c.shelf, (where,), bound=clause)
    return None


def _lately(plan: Plan) -> Spine:
    """Return what began shortly before `since` or later, or had been going on for long."""
    at = incidents.alias("lately")
    late = Spine(at, at.c.number, at.c.shelf, (at.c.number >= plan.reach,))
    found = sa.union_all(_numbers(late), _numbers(plan.long())).subquery()
    return Spine(found, found.c.number, found.c.shelf)


def _on_shelves(plan: Plan) -> Spine:
    """Return the incidents of the shelves that are shown, where these are few among all."""
    at = incidents.alias("at")
    return Spine(at, at.c.number, at.c.shelf, (at.c.shelf.in_(plan.shelves),))


def _numbers(spine: Spine) -> sa.Select[Any]:
    columns: list[sa.ColumnElement[Any]] = [spine.number.label("number"), spine.shelf.label("shelf")]
    return sa.select(*columns).select_from(spine.source).where(*spine.where)


def _is_common(connection: sa.Connection, plan: Plan, most: int) -> bool:
    """Whether more incidents than so many answer what is searched for."""
    number = 0
    for one in (hits(connection, asked) for asked in plan.questions):
        some = sa.select(sa.literal(1)).select_from(one.source).where(*one.where).limit(most + 1).subquery()
        number += int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())
    return number > most


def _unindexed(clause: Clause) -> Clause:
    """Return a condition on a number as none that an index could serve: it is checked on what another index finds in order."""
    if not _is_indexed(clause):
        return clause
    bound = cast("sa.BinaryExpression[bool]", clause)
    return checked(bound.left) >= bound.right


def _is_indexed(clause: Clause) -> bool:
    """Whether an index of its column serves a condition."""
    left = getattr(clause, "left", None)
    return left is not None and getattr(left, "name", "") in {"killed", "injured", "sources", "reports", "confidence"}


def _count(connection: sa.Connection, most: int, *where: Clause) -> int:
    """Return how many incidents there are, counting no further than `most`."""
    some = sa.select(sa.literal(1)).where(*where).select_from(incidents).limit(most).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())
