"""Reading the store: lists of events by filters, page by page, and single records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from dateline.errors import Ambiguous, NotFound, SettingsError
from dateline.events import CodedReport, Coder
from dateline.store.filters import Condition
from dateline.store.rows import record_of, report_of, stored_key
from dateline.store.tables import coders, events, records, reports, versions
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


def _matching(conditions: Sequence[Condition], *, all_versions: bool) -> list[sa.ColumnElement[bool]]:
    where = [records.c.latest.is_(True), *(condition.clause for condition in conditions)]
    return where if all_versions else [*where, reports.c.current.is_(True)]


def list_events(
    connection: sa.Connection,
    conditions: Sequence[Condition],
    *,
    all_versions: bool,
    limit: int,
    cursor: str | None,
) -> Page:
    """Return a page of events, the latest first, those without a date last."""
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    where = _matching(conditions, all_versions=all_versions)
    if cursor is not None:
        day, row = _read_cursor(cursor)
        where.append(sa.or_(events.c.day < day, sa.and_(events.c.day == day, events.c.id < row)))
    query = (
        sa.select(events.c.day, events.c.id, *_EVENT_COLUMNS)
        .select_from(_JOINED)
        .where(*where)
        .order_by(events.c.day.desc(), events.c.id.desc())
        .limit(min(limit, MOST_ROWS) + 1)
    )
    found = connection.execute(query).all()
    rows = tuple(EventRow(*row[2:]) for row in found[:limit])
    more = len(found) > limit
    return Page(rows, f"{found[limit - 1].day}~{found[limit - 1].id}" if more else None)


def count_events(connection: sa.Connection, conditions: Sequence[Condition], *, all_versions: bool) -> int:
    """Return how many events fit."""
    where = _matching(conditions, all_versions=all_versions)
    query = sa.select(sa.func.count()).select_from(_JOINED).where(*where)
    return int(connection.execute(query).scalar_one())


def _read_cursor(cursor: str) -> tuple[str, int]:
    m = re.fullmatch(r"(|\d{4}-\d{2}-\d{2})~([0-9]{1,18})", cursor)
    if not m:
        raise SettingsError(f"{cursor!r} is no cursor; give back the one that came with the page before")
    return m[1], int(m[2])


def matching_event_ids(
    connection: sa.Connection, conditions: Sequence[Condition], *, all_versions: bool, after: int, limit: int
) -> list[tuple[int, list[str]]]:
    """Return records that hold events that fit, in the order in which they were stored: their row and those events."""
    where = _matching(conditions, all_versions=all_versions)
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
