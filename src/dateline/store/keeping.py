"""Laying one coding into the tables, inside the transaction of its batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dateline.events import CodedReport, Coder
from dateline.pipeline import LANGUAGE, Coding
from dateline.store.eventing import insert_events, mark_coded
from dateline.store.incidents.sql import insert_all, rows_in
from dateline.store.indexing import keep_report_texts
from dateline.store.rows import Row, record_data, report_row, stored_key
from dateline.store.tables import ledger, records, reports, versions
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


def keep_codings(connection: sa.Connection, codings: Sequence[Coding], coder: Coder, now: str) -> list[Laid]:
    """Store codings of reports that were read now, in their order.

    Reports of which nothing is stored, most of an archive, are laid down together: a few statements for all of them.
    """
    new = _new_among(connection, codings)
    laid = dict(zip(new, _keep_new(connection, [codings[place] for place in new], coder, now), strict=True))
    for place, coding in enumerate(codings):
        if place not in laid:
            laid[place] = keep_coding(connection, coding, coder, now)
    return [laid[place] for place in range(len(codings))]


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
    status = _status(coding, is_update=new_version and version > 1, new_record=new_record)
    touched = {report.id} if row is not None or new_version else set()
    if retired is not None:
        touched.add(retired)
    mark_coded(connection, touched)
    return Laid(status, version, new_record, row, tuple(sorted(touched)))


def _status(coding: Coding, *, is_update: bool, new_record: bool) -> Status:
    if coding.failure is not None:
        return "failed"
    if coding.passed_over:
        return "passed over"
    return "new version" if is_update else "stored" if new_record else "unchanged"


def _new_among(connection: sa.Connection, codings: Sequence[Coding]) -> list[int]:
    """Return the places of those whose report and key are neither stored nor twice among them."""
    keys = [stored_key(coding.report.key) for coding in codings]
    ids = [coding.report.id for coding in codings]
    often = Counter(keys), Counter(ids)
    there = (
        {row.key for row in rows_in(connection, sa.select(versions.c.key), versions.c.key, sorted(often[0]))},
        {row.id for row in rows_in(connection, sa.select(reports.c.id), reports.c.id, sorted(often[1]))},
    )
    return [
        place
        for place, names in enumerate(zip(keys, ids, strict=True))
        if all(name not in known and count[name] == 1 for name, known, count in zip(names, there, often, strict=True))
    ]


def _keep_new(connection: sa.Connection, codings: Sequence[Coding], coder: Coder, now: str) -> list[Laid]:
    """Store codings of reports of which nothing is stored."""
    stands: Row = {"version": 1, "current": True, "added_at": now}
    of_reports, of_versions = [], []
    for report in (coding.report for coding in codings):
        place = {"key": report.key, "origin": report.origin, **stands}
        of_reports.append({**report_row(report), **place})
        of_versions.append({**place, "key": stored_key(report.key), "report_id": report.id})
    insert_all(connection, reports, of_reports)
    keep_report_texts(connection, [coding.report for coding in codings])
    insert_all(connection, versions, of_versions)
    found = [coding.record for coding in codings if coding.record is not None]
    row_of = dict(
        zip((record.report.id for record in found), _insert_records(connection, found, coder, now), strict=True)
    )
    insert_all(connection, ledger, [_ledger_row(coding, coder, now) for coding in codings])
    return [
        Laid(_status(coding, is_update=False, new_record=coding.record is not None), 1, coding.record is not None,
             row_of.get(coding.report.id), (coding.report.id,))
        for coding in codings
    ]  # fmt: skip


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
        keep_report_texts(connection, [report])
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
    (row,) = _insert_records(connection, [record], coder, now)
    return row, True


def _insert_records(connection: sa.Connection, found: Sequence[CodedReport], coder: Coder, now: str) -> list[int]:
    """Store records as the latest of their reports, with their events; return their rows."""
    if not found:
        return []
    insert = records.insert().returning(records.c.id, sort_by_parameter_order=True)
    made: Row = {"fingerprint": coder.fingerprint, "latest": True, "created_at": now}
    data = [{"report_id": record.report.id, "record": record_data(record), **made} for record in found]
    rows = [int(row) for row in connection.execute(insert, data).scalars()]
    held = [
        (row, place, event)
        for row, record in zip(rows, found, strict=True)
        for place, event in enumerate(record.events)
    ]
    insert_events(connection, held, coded=True)
    return rows


def _keep_ledger(connection: sa.Connection, coding: Coding, coder: Coder, now: str) -> None:
    status = _ledger_status(coding)
    line = (ledger.c.report_id == coding.report.id, ledger.c.fingerprint == coder.fingerprint)
    before = connection.execute(sa.select(ledger.c.status).where(*line)).scalar()
    if before == status or (before is not None and status == "failed"):
        # What was coded once stays coded, though a second try should fail.
        return
    row = _ledger_row(coding, coder, now)
    if before is None:
        connection.execute(ledger.insert(), row)
    else:
        connection.execute(ledger.update().where(*line).values(**row))


def _ledger_status(coding: Coding) -> str:
    return "failed" if coding.failure is not None else "passed-over" if coding.passed_over else "coded"


def _ledger_row(coding: Coding, coder: Coder, now: str) -> Row:
    status = _ledger_status(coding)
    problem = coding.failure
    if problem is None and status == "passed-over" and coding.record is not None:
        problem = next(found for found in coding.record.problems if found.code == LANGUAGE)
    return {
        "report_id": coding.report.id,
        "fingerprint": coder.fingerprint,
        "status": status,
        "code": problem.code if problem else None,
        "message": problem.message if problem else None,
        "at": now,
    }
