"""How much is stored, kept beside what is stored: counting a large store takes seconds, and looking up does not.

What a report adds to the totals is counted before and after it is touched, in the transaction that does so.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from dateline.store.incidents.sql import add_to, chunks
from dateline.store.incidents.tables import facet_totals, incident_facets, incident_months, incidents
from dateline.store.tables import events, ledger, records, reports, totals, versions

NAMES = ("reports", "versions", "records", "events", "failed", "passed_over")
"""What is counted: as `dateline.store.StoreCounts` has it."""

_MONTH = sa.func.substr(incidents.c.day, 1, 7)


def tally(connection: sa.Connection, ids: Collection[str] | None = None) -> dict[str, int]:
    """Count what is stored, of some reports alone where their ids are given."""
    found: Counter[str] = Counter()
    for some in [None] if ids is None else chunks(sorted(ids)):
        # All in one question: to ask costs more than to count a few.
        row = connection.execute(_tallied(of_some=some is not None), {} if some is None else {"ids": some}).one()
        found.update(dict(zip(NAMES, map(int, row), strict=True)))
    return {name: found[name] for name in NAMES}


@functools.cache
def _tallied(*, of_some: bool) -> sa.Select[Any]:
    of = [reports.c.id.in_(sa.bindparam("ids", expanding=True))] if of_some else []
    queries = dict(_queries())
    return sa.select(*(queries[name].where(*of).scalar_subquery() for name in NAMES))


def _queries() -> Iterator[tuple[str, sa.Select[Any]]]:
    current = reports.c.current.is_(True)
    of_reports = records.join(reports, records.c.report_id == reports.c.id)
    latest = (current, records.c.latest.is_(True))
    over = ledger.join(reports, ledger.c.report_id == reports.c.id)
    same = sa.and_(records.c.report_id == ledger.c.report_id, records.c.fingerprint == ledger.c.fingerprint)
    unread = ~sa.exists().where(records.c.report_id == reports.c.id)
    number = sa.select(sa.func.count())
    yield "reports", number.select_from(reports).where(current)
    yield "versions", number.select_from(versions.join(reports, versions.c.report_id == reports.c.id))
    yield "records", number.select_from(of_reports).where(*latest)
    of_events = of_reports.join(events, events.c.record_id == records.c.id)
    yield "events", number.select_from(of_events).where(*latest, events.c.ordinal >= 0)
    yield "failed", number.select_from(over).where(current, ledger.c.status == "failed", unread)
    yield "passed_over", number.select_from(over.join(records, same)).where(*latest, ledger.c.status == "passed-over")


@contextmanager
def counted(connection: sa.Connection, ids: Collection[str]) -> Iterator[None]:
    """Keep the totals while these reports are changed, and no others."""
    before = tally(connection, ids)
    yield
    after = tally(connection, ids)
    more = [{"name": name, "number": after[name] - before[name]} for name in NAMES if after[name] != before[name]]
    add_to(connection, totals, more)


def kept_totals(connection: sa.Connection) -> Mapping[str, int]:
    """Return how much is stored, as it is kept."""
    found = {row.name: int(row.number) for row in connection.execute(sa.select(totals))}
    return {name: found.get(name, 0) for name in NAMES}


def renew_totals(connection: sa.Connection) -> None:
    """Count everything anew: after a migration."""
    connection.execute(totals.delete())
    connection.execute(totals.insert(), [{"name": name, "number": n} for name, n in tally(connection).items()])
    for table, query in ((facet_totals, facets_counted()), (incident_months, months_counted())):
        connection.execute(table.delete())
        connection.execute(table.insert().from_select([column.name for column in table.c], query))


def facets_counted() -> sa.Select[Any]:
    """Return the query for what `facet_totals` must hold."""
    p = incident_facets.c
    return sa.select(p.facet, p.shelf, sa.func.count().label("incidents")).group_by(p.facet, p.shelf)


def months_counted() -> sa.Select[Any]:
    """Return the query for what `incident_months` must hold."""
    c = incidents.c
    number, killed = sa.func.count().label("incidents"), sa.func.coalesce(sa.func.sum(c.killed), 0).label("killed")
    query = sa.select(c.shelf, _MONTH.label("month"), c.plover, number, killed).where(c.day != "")
    return query.group_by(c.shelf, _MONTH, c.plover)
