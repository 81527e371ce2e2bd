"""Laying one coding into the tables, inside the transaction of its batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dateline.events import CodedReport, Coder, Event
from dateline.pipeline import LANGUAGE, Coding
from dateline.store.indexing import keep_report_text
from dateline.store.rows import Row, actor_rows, event_row, place_rows, record_data, report_row, stored_key, toll_rows
from dateline.store.tables import event_actors, event_places, event_tolls, events, ledger, records, reports, versions
from dateline.text import Report

Status = Literal["stored", "unchanged", "new version", "passed over", "failed"]


@dataclass(frozen=True, slots=True)
class Laid:
    """What was done.

    Args:
        version: at which the report now stands.
        new_record: whether its record is new to the store.
        row: of the record that is now the latest, where that changed.
        touched: reports of which the latest record, or whether they are current, changed.
    """

    status: Status
    version: int
    new_record: bool
    row: int | None = None
    touched: tuple[str, ...] = ()


def keep_coding(connection: sa.Connection, coding: Coding, coder: Coder, now: str, *, reading: bool = True) -> Laid:
    """Store a coding: its report, the version under its key, its record, its line in the ledger.

    Args:
        reading: whether the report was read from its origin now; not so where a stored report is coded anew.
    """
    report = coding.report
    version, new_version, retired = _keep_version(connection, report, now) if reading else (report.version, False, None)
    row, new_record = None, False
    if coding.record is not None:
        row, new_record = _keep_record(connection, coding.record, coder, now, reading=reading)
    _keep_ledger(connection, coding, coder, now)
    status: Status = "unchanged"
    if coding.failure is not None:
        status = "failed"
    elif coding.passed_over:
        status = "passed over"
    elif new_version and version > 1:
        status = "new version"
    elif new_record:
        status = "stored"
    touched = {report.id} if row is not None or new_version else set()
    if retired is not None:
        touched.add(retired)
    return Laid(status, version, new_record, row, tuple(sorted(touched)))


def _keep_version(connection: sa.Connection, report: Report, now: str) -> tuple[int, bool, str | None]:
    """Make the report the current one under its key; return its version, whether that is new, and whom it replaced."""
    key = stored_key(report.key)
    of_key = versions.c.key == key
    stands = connection.execute(
        sa.select(versions.c.report_id, versions.c.version).where(of_key, versions.c.current.is_(True))
    ).one_or_none()
    if stands is not None and stands.report_id == report.id:
        return int(stands.version), False, None
    version = int(stands.version) + 1 if stands is not None else 1
    place = {"key": report.key, "version": version, "origin": report.origin}
    stored = connection.execute(sa.select(reports.c.current).where(reports.c.id == report.id)).scalar()
    if stored is None:
        connection.execute(reports.insert(), {**report_row(report), **place, "current": True, "added_at": now})
        keep_report_text(connection, report)
    elif not stored:
        # It is the text of an earlier version again.
        connection.execute(reports.update().where(reports.c.id == report.id).values(current=True, **place))
    if stands is not None:
        connection.execute(versions.update().where(of_key, versions.c.current.is_(True)).values(current=False))
    row = {**place, "key": key, "report_id": report.id, "current": True, "added_at": now}
    connection.execute(versions.insert(), row)
    if stands is not None:
        _retire(connection, stands.report_id)
    return version, True, stands.report_id if stands is not None else None


def _retire(connection: sa.Connection, report_id: str) -> None:
    """Take a report off the current ones, unless it still stands under another key."""
    elsewhere = connection.execute(
        sa.select(versions.c.key, versions.c.version, versions.c.origin)
        .where(versions.c.report_id == report_id, versions.c.current.is_(True))
        .limit(1)
    ).one_or_none()
    change = {"current": False} if elsewhere is None else elsewhere._asdict()
    connection.execute(reports.update().where(reports.c.id == report_id).values(**change))


def _keep_record(
    connection: sa.Connection, record: CodedReport, coder: Coder, now: str, *, reading: bool
) -> tuple[int | None, bool]:
    """Store a record as the latest of its report, unless the same coder's is there.

    Where that is so and the report is coded anew by a coder that was there before, its record is the latest again.

    Returns:
        The row of the record where it now is the latest and was not, and whether it is new.
    """
    of_report = records.c.report_id == record.report.id
    query = sa.select(records.c.id, records.c.latest).where(of_report, records.c.fingerprint == coder.fingerprint)
    there = connection.execute(query).one_or_none()
    if there is not None and (reading or there.latest):
        return None, False
    if there is not None:
        connection.execute(records.update().where(of_report, records.c.latest.is_(True)).values(latest=False))
        connection.execute(records.update().where(records.c.id == there.id).values(latest=True))
        return int(there.id), False
    connection.execute(records.update().where(of_report, records.c.latest.is_(True)).values(latest=False))
    row: Row = {"report_id": record.report.id, "fingerprint": coder.fingerprint, "latest": True, "created_at": now}
    made = connection.execute(records.insert().values(record=record_data(record), **row).returning(records.c.id))
    made_row = int(made.scalar_one())
    _keep_events(connection, record.events, made_row)
    return made_row, True


def _keep_events(connection: sa.Connection, found: tuple[Event, ...], record_row: int) -> None:
    if not found:
        return
    insert = events.insert().returning(events.c.id, sort_by_parameter_order=True)
    rows = [{"record_id": record_row, **event_row(event, ordinal)} for ordinal, event in enumerate(found)]
    ids = [int(row) for row in connection.execute(insert, rows).scalars()]
    for table, rows_of in ((event_places, place_rows), (event_actors, actor_rows), (event_tolls, toll_rows)):
        children = [
            {"event_row": row, **child} for row, event in zip(ids, found, strict=True) for child in rows_of(event)
        ]
        _insert_all(connection, table, children)


def _insert_all(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        connection.execute(table.insert(), rows)


def _keep_ledger(connection: sa.Connection, coding: Coding, coder: Coder, now: str) -> None:
    status = "failed" if coding.failure is not None else "passed-over" if coding.passed_over else "coded"
    line = (ledger.c.report_id == coding.report.id, ledger.c.fingerprint == coder.fingerprint)
    before = connection.execute(sa.select(ledger.c.status).where(*line)).scalar()
    if before == status or (before is not None and status == "failed"):
        # What was coded once stays coded, though a second try should fail.
        return
    problem = coding.failure
    if problem is None and status == "passed-over" and coding.record is not None:
        problem = next(found for found in coding.record.problems if found.code == LANGUAGE)
    values = {
        "status": status,
        "code": problem.code if problem else None,
        "message": problem.message if problem else None,
        "at": now,
    }
    if before is None:
        row = {"report_id": coding.report.id, "fingerprint": coder.fingerprint}
        connection.execute(ledger.insert(), row | values)
    else:
        connection.execute(ledger.update().where(*line).values(**values))
