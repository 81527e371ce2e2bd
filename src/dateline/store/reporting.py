"""Lists of reports: those that are current, the latest published first, by filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.errors import SettingsError
from dateline.settings import nearest
from dateline.store.filters import Clause, contains, read_first_day, read_last_day, read_search, read_words
from dateline.store.incidents.sql import rows_in
from dateline.store.indexing import DAY_SHIFT, REPORT, day_number
from dateline.store.search import hits_of
from dateline.store.tables import events, ledger, published_order, records, reports, search

AFTER_DAY = "~"
"""What comes after every time of a day in a text that begins with it."""

SEARCH = "search"

STATUS = ("failed", "passed-over", "coded")
"""What the ledger says of a report, what counts for more later."""

UNCODED = "waiting"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """One filter of reports.

    Args:
        read: makes the value from what was given; raises ValueError saying what is valid.
        clause: the condition on the report; None where the search serves it.
        sentence: the condition in words, with `{}` for the value.
    """

    name: str
    read: Callable[[object], str]
    clause: Callable[[str], Clause] | None
    sentence: str


REPORT_FILTERS = (
    ReportFilter("since", read_first_day, lambda day: published_order >= day, "published on or after {}"),
    ReportFilter("until", read_last_day, lambda day: sa.and_(published_order != "", published_order <= day + AFTER_DAY),
                 "published on or before {}"),
    ReportFilter("publisher", read_words, lambda words: contains(reports.c.publisher, words), "published by {}"),
    ReportFilter("language", read_words, lambda code: reports.c.language == code.lower(), "written in {}"),
    ReportFilter(SEARCH, read_search, None, "found by {}"),
)  # fmt: skip
"""What lists of reports can be filtered by."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with what lists show; the whole is had by its id.

    Args:
        published, added_at: ISO 8601.
        status: what came of coding it: coded, passed-over, failed; waiting where no coder has been over it.
        events: of its latest record.
    """

    id: str
    title: str | None
    publisher: str | None
    agency: str | None
    language: str | None
    published: str | None
    url: str | None
    origin: str
    version: int
    added_at: str
    status: str
    events: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Rows of a list, and the cursor of the next page; None where this is the last."""

    rows: tuple[ReportRow, ...]
    cursor: str | None


_NAMES = ("id", "title", "publisher", "agency", "language", "published", "url", "origin", "version", "added_at")
_COLUMNS = [reports.c[name] for name in _NAMES]


def list_reports(
    connection: sa.Connection, filters: Mapping[str, object], *, limit: int, cursor: str | None = None
) -> ReportPage:
    """Return a page of reports.

    Raises:
        SettingsError: there is no such filter, a value is not valid, or the cursor is none.
    """
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    asked = _read(filters)
    of_search = asked.pop(SEARCH, None)
    if of_search is not None and len(of_search) > 1:
        raise SettingsError("search: give one question; OR stands between words")
    clauses = [sa.or_(*(row.clause(value) for value in values)) for row in REPORT_FILTERS
               if row.clause is not None and (values := asked.get(row.name))]  # fmt: skip
    where = [reports.c.current.is_(True), *clauses]
    query = _by_search(connection, of_search[0], where, asked, cursor) if of_search else _by_publication(where, cursor)
    found = connection.execute(query.limit(min(limit, 2**31) + 1)).all()
    rows = _described(connection, found[:limit])
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return ReportPage(rows, None if last is None else f"{last[0]}~{last.id}" if of_search is None else f"{last[0]}")


def _by_publication(where: list[Clause], cursor: str | None) -> sa.Select[Any]:
    if cursor is not None:
        m = re.fullmatch(r"([^~]{0,64})~([0-9a-f]{24})", cursor)
        if not m:
            raise _no_cursor(cursor)
        where = [*where, published_order <= m[1], sa.or_(published_order < m[1], reports.c.id < m[2])]
    return sa.select(published_order, *_COLUMNS).where(*where).order_by(published_order.desc(), reports.c.id.desc())


def _by_search(
    connection: sa.Connection,
    question: str,
    where: list[Clause],
    asked: Mapping[str, Sequence[str]],
    cursor: str | None,
) -> sa.Select[Any]:
    """Return the query for what a question finds: the number of a hit tells its day, so that the walk is bounded by days."""
    words, fits, number = hits_of(connection, question)
    bounds = []
    if "since" in asked:
        bounds.append(number >= day_number(min(asked["since"])) << DAY_SHIFT)
    if "until" in asked:
        bounds.append(number < (day_number(max(asked["until"])) + 1) << DAY_SHIFT)
    if cursor is not None:
        if not re.fullmatch(r"[0-9]{1,18}", cursor):
            raise _no_cursor(cursor)
        bounds.append(number < int(cursor))
    joined = words.join(search, search.c.id == number).join(reports, reports.c.id == search.c.ref)
    found = sa.select(number.label("number"), *_COLUMNS).select_from(joined)
    return found.where(search.c.kind == REPORT, *fits, *where, *bounds).order_by(number.desc())


def _no_cursor(cursor: str) -> SettingsError:
    return SettingsError(f"{cursor!r} is no cursor of this list; give back the one that came with the page before")


def _read(filters: Mapping[str, object]) -> dict[str, list[str]]:
    by_name = {row.name: row for row in REPORT_FILTERS}
    found: dict[str, list[str]] = {}
    for name, given in filters.items():
        if name not in by_name:
            raise SettingsError(f"there is no filter {name!r} of reports{nearest(name, by_name)}")
        for value in given if isinstance(given, (list, tuple)) else [given]:
            if value is None:
                continue
            try:
                found.setdefault(name, []).append(by_name[name].read(value))
            except ValueError as error:
                raise SettingsError(f"{name}: {error}; got {value!r}") from error
    return found


def _described(connection: sa.Connection, found: Sequence[sa.Row[Any]]) -> tuple[ReportRow, ...]:
    ids = [row.id for row in found]
    status: dict[str, str] = {}
    for row in rows_in(connection, sa.select(ledger.c.report_id, ledger.c.status), ledger.c.report_id, ids):
        before = status.get(row.report_id, STATUS[0])
        status[row.report_id] = max(before, row.status, key=STATUS.index)
    r = records.c
    counting = sa.select(r.report_id, sa.func.count().label("number")).join_from(
        records, events, events.c.record_id == r.id
    )
    counting = counting.where(r.latest.is_(True), events.c.ordinal >= 0).group_by(r.report_id)
    number = {row.report_id: int(row.number) for row in rows_in(connection, counting, r.report_id, ids)}
    return tuple(
        ReportRow(
            **{name: row._mapping[name] for name in _NAMES},  # noqa: SLF001 - its public name
            status=status.get(row.id, UNCODED),
            events=number.get(row.id, 0),
        )
        for row in found
    )
