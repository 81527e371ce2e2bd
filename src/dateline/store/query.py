"""Reading the store: lists of events by filters, page by page, and single records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from dateline.errors import Ambiguous, NotFound, SettingsError
from dateline.events import CodedReport, Coder
from dateline.store.filters import Condition
from dateline.store.incidents.sql import among
from dateline.store.plans import checked, looked_up
from dateline.store.rows import record_of, report_of, stored_key
from dateline.store.tables import coders, dated, events, first_known, records, reports, versions
from dateline.text import storable, storable_name

SHORTEST_PREFIX = 4
"""Characters of an id that must be given at least."""

MOST_ROWS = 2**31
"""No page has more, whatever is asked for: databases count no further than 64 bits."""

MOST_CANDIDATES = 5
"""Ids that are shown where a prefix fits several."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """A stored event with the columns that lists show; the whole record is had by `report_id`."""

    event_id: str
    report_id: str
    plover: str
    mode: str | None
    acled: str | None
    cameo: str | None
    ucdp: str | None
    sphere: str
    standing: str
    factuality: str
    count_low: int | None
    count_high: int | None
    start: str | None
    end: str | None
    precision: str | None
    countries: str
    places: str
    actors: str
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    anchor: str
    confidence: float
    title: str | None
    publisher: str | None
    published: str | None
    origin: str
    key: str
    version: int
    current: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and the cursor of the next page; None where this is the last."""

    rows: tuple[EventRow, ...]
    cursor: str | None


def _column(name: str) -> sa.ColumnElement[Any]:
    return next(table.c[name] for table in (events, reports, records) if name in table.c)


_EVENT_COLUMNS = [_column(part.name) for part in fields(EventRow)]
"""`report_id` and `fingerprint` are those of the record, all else of the event or its report."""

_JOINED = events.join(records, events.c.record_id == records.c.id).join(reports, records.c.report_id == reports.c.id)


FEW = 2000
"""Events that are looked up and sorted, at most, rather than walked to: some tens of milliseconds."""

REPORTS = 2
"""What part of the events is looked at, where counting is bounded, if reports are asked about: to look at one takes twice as long."""

BEGAN_WHENEVER = "0001-01-01"
"""When what has no first day began, for `until`."""

_IN_ORDER = (events.c.day.desc(), events.c.id.desc())


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of events.

    Args:
        all_versions: also those of reports that were replaced, as they were coded.
        as_coded: as the machine coded them; else as they stand after what people said.
    """

    conditions: tuple[Condition, ...]
    all_versions: bool = False
    as_coded: bool = False

    def plan(self, connection: sa.Connection, *, walked: bool = True) -> Plan:
        """Return what fits: where a condition leaves few events, an index finds these, and all else is checked on them.

        Args:
            walked: where none does, all that stand, or are coded, are walked along their index; else in another order.
        """
        for condition in self.conditions:
            rows = condition.rows
            if rows is None:
                continue
            with looked_up(connection):
                numbers = connection.execute(rows.limit(FEW + 1)).scalars().all()
            if len(numbers) <= FEW:
                others = [one.clause for one in self.conditions if one is not condition]
                # By their numbers: asked for again they would be looked for by whatever a planner guesses of how many they are.
                found = among(connection, events.c.id, sorted(set(numbers)))
                return Plan((found,), (*self._listed(by_index=False), *others), few=True)
        clauses = tuple(condition.clause for condition in self.conditions)
        return Plan(tuple(self._listed(by_index=walked)), clauses)

    def _listed(self, *, by_index: bool) -> list[sa.ColumnElement[bool]]:
        """Return which rows of events are asked for at all."""
        if self.all_versions:
            return [records.c.latest.is_(True), events.c.ordinal >= 0]
        mark = events.c.coded if self.as_coded else events.c.stands
        return [(mark if by_index else checked(mark)).is_(True)]


@dataclass(frozen=True, slots=True)
class Plan:
    """How events are found: by the first, along an index, and the rest checked on each. `few`: the first finds few."""

    first: tuple[sa.ColumnElement[bool], ...]
    rest: tuple[sa.ColumnElement[bool], ...]
    few: bool = False

    @property
    def where(self) -> list[sa.ColumnElement[bool]]:
        """All conditions."""
        return [*self.first, *self.rest]


def list_events(connection: sa.Connection, asked: Asked, *, limit: int, cursor: str | None) -> Page:
    """Return a page of events, the latest first, those without a date last."""
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    plan = asked.plan(connection)
    where = plan.where
    if cursor is not None:
        day, row = _read_cursor(cursor)
        # The bound of the day alone is what an index can use.
        where += [events.c.day <= day, sa.or_(events.c.day < day, events.c.id < row)]
    most = min(limit, MOST_ROWS) + 1
    query = sa.select(events.c.day, events.c.id, *_EVENT_COLUMNS).select_from(_JOINED)
    found: list[sa.Row[Any]] = []
    until = next((min(one.values) for one in asked.conditions if one.filter.name == "until"), None)
    if until is not None and not plan.few:
        # What is known to have ended later, and not when it began, stands before the day from which all else is walked.
        open_ = query.where(first_known == BEGAN_WHENEVER, dated, events.c.day > until, *where)
        found = list(connection.execute(open_.order_by(*_IN_ORDER).limit(most)))
        where.append(events.c.day <= until)
    if len(found) < most:
        found += connection.execute(query.where(*where).order_by(*_IN_ORDER).limit(most - len(found))).all()
    rows = tuple(EventRow(*tuple[Any, ...](row)[2:]) for row in found[:limit])
    more = len(found) > limit
    return Page(rows, f"{found[limit - 1].day}~{found[limit - 1].id}" if more else None)


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many events fit; where that is not `exact`, so many at least."""

    number: int
    exact: bool


def count_events(connection: sa.Connection, asked: Asked, most: int | None = None) -> EventCount:
    """Return how many events fit.

    Args:
        most: how far is counted; None for to the end.
    """
    plan = asked.plan(connection, walked=False)
    number = sa.func.count()
    if most is None or plan.few:
        query = sa.select(number).select_from(_JOINED).where(*plan.where)
        return EventCount(int(connection.execute(query).scalar_one()), exact=True)
    of_reports = any(one.filter.of_report for one in asked.conditions)
    looks = most // REPORTS if of_reports else most + 1
    some = sa.select(events.c.id).select_from(_JOINED if asked.all_versions else events).where(*plan.first).limit(looks)
    fits = sa.func.count(sa.case((sa.and_(sa.true(), *plan.rest), 1)))
    counting = sa.select(fits, number).select_from(_JOINED if of_reports else events).where(events.c.id.in_(some))
    found, looked_at = connection.execute(counting).one()
    return EventCount(min(int(found), most), exact=int(looked_at) < looks and int(found) <= most)


def _read_cursor(cursor: str) -> tuple[str, int]:
    m = re.fullmatch(r"(|\d{4}-\d{2}-\d{2})~([0-9]{1,18})", cursor)
    if not m:
        raise SettingsError(f"{cursor!r} is no cursor; give back the one that came with the page before")
    return m[1], int(m[2])


def matching_event_ids(
    connection: sa.Connection, asked: Asked, *, after: int, limit: int
) -> list[tuple[int, list[str]]]:
    """Return records that hold events that fit, in the order in which they were stored: their row and those events."""
    where = asked.plan(connection, walked=False).where
    picked = (
        sa.select(records.c.id)
        .select_from(_JOINED)
        .where(*where, records.c.id > after)
        .group_by(records.c.id)
        .order_by(records.c.id)
        .limit(limit)
        .subquery()
    )
    query = (
        sa.select(records.c.id, events.c.event_id)
        .select_from(_JOINED)
        .where(*where, records.c.id.in_(sa.select(picked.c.id)))
        .order_by(records.c.id, events.c.ordinal)
    )
    found: dict[int, list[str]] = {}
    for row, event_id in connection.execute(query):
        found.setdefault(row, []).append(event_id)
    return list(found.items())


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it is stored; can be sent to another process, and read there."""

    row: int
    report: dict[str, Any]
    coder: tuple[str, str, str]
    data: Any

    def read(self) -> CodedReport:
        """Return the record."""
        return record_of(report_of(self.report), Coder(*self.coder), self.data)


def records_where(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> Iterator[tuple[int, CodedReport]]:
    """Yield records with their rows, in the order of these."""
    for raw in raw_records_where(connection, *where):
        yield raw.row, raw.read()


def raw_records_where(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> Iterator[RawRecord]:
    """Yield the same as they are stored."""
    query = (
        sa.select(reports, records.c.id.label("record_row"), records.c.record, coders)
        .select_from(records.join(reports, records.c.report_id == reports.c.id).join(coders))
        .where(*where)
        .order_by(records.c.id)
    )
    for row in connection.execute(query).mappings():
        # `coders` and `reports` both have a column called version.
        yield RawRecord(
            row["record_row"],
            {column.name: row[column] for column in reports.c},
            (row[coders.c.version], row[coders.c.model], row[coders.c.settings]),
            row[records.c.record],
        )


def find_report(connection: sa.Connection, reference: str, *, name: str) -> str:
    """Return the id of the report meant by an id, an event's id, the start of either, an origin or a key.

    Raises:
        NotFound: nothing is stored under it.
        Ambiguous: it is the start of several ids.
    """
    exact = connection.execute(sa.select(reports.c.id).where(reports.c.id == reference)).scalar()
    if exact is not None:
        return str(exact)
    # A path is stored with odd characters escaped, a URL with them replaced.
    names = {storable(reference), storable_name(reference)}
    named = (
        sa.select(versions.c.report_id)
        .where(sa.or_(versions.c.key.in_(map(stored_key, names)), versions.c.origin.in_(names)))
        .order_by(versions.c.current.desc(), versions.c.added_at.desc(), versions.c.version.desc())
        .limit(1)
    )
    under_name = connection.execute(named).scalar()
    if under_name is not None:
        return str(under_name)
    found = _by_prefix(connection, reference.lower()) if re.fullmatch(r"[0-9a-fA-F]{4,24}", reference) else []
    if len(found) > 1:
        raise Ambiguous(
            f"{reference!r} is the start of several ids ({', '.join(found[:MOST_CANDIDATES])} …); give more of it"
        )
    if not found:
        raise NotFound(
            f"{name}: nothing is stored under {reference!r}; give the id of a report or event (or its first "
            f"{SHORTEST_PREFIX} characters or more), or the path or URL it was read from"
        )
    return found[0]


def _by_prefix(connection: sa.Connection, prefix: str) -> list[str]:
    ids = sa.select(reports.c.id).where(_starts(reports.c.id, prefix)).limit(MOST_CANDIDATES + 1)
    found = [str(row) for row in connection.execute(ids).scalars()]
    if found:
        return found
    of_events = (
        sa.select(records.c.report_id)
        .select_from(events.join(records, events.c.record_id == records.c.id))
        .where(_starts(events.c.event_id, prefix))
        .distinct()
        .limit(MOST_CANDIDATES + 1)
    )
    return [str(row) for row in connection.execute(of_events).scalars()]


def _starts(column: sa.ColumnElement[str], prefix: str) -> sa.ColumnElement[bool]:
    """Whether an id starts so: as a range, which every database finds by an index; "g" stands behind all digits."""
    return sa.and_(column >= prefix, column < prefix + "g")
