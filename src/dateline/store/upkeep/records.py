"""Whether reports, versions, records, events and the ledger are what was stored, and agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from dateline.errors import RecordError, StoreError
from dateline.events import CodedReport, Coder, Event, event_id
from dateline.store.rows import (
    actor_rows,
    event_row,
    place_rows,
    record_of,
    report_of,
    stored_key,
    toll_rows,
)
from dateline.store.tables import (
    coders,
    event_actors,
    event_places,
    event_tolls,
    events,
    ledger,
    records,
    reports,
    versions,
)
from dateline.store.upkeep.steps import RECODE, RESTORE, Fault
from dateline.text import Report

CHILDREN = (
    (event_places, place_rows, "places"),
    (event_actors, actor_rows, "participants"),
    (event_tolls, toll_rows, "tolls"),
)
MOST_ROWS = 100
"""Rows that are listed of one kind of fault."""


def faults_of_reports(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Fault]:
    """Yield which of these reports are not what their ids are the hashes of, or quote what they do not say."""
    for row in connection.execute(sa.select(reports).where(reports.c.id.in_(ids)).order_by(reports.c.id)).mappings():
        where = f"reports, id {row['id']}"
        try:
            report = report_of(dict(row))
        except (StoreError, TypeError, ValueError) as error:
            yield Fault("reports", where, _told(error), RESTORE)
            continue
        if report.text_id != row["text_id"]:
            yield Fault("reports", where, f"text_id is {row['text_id']}, but the text gives {report.text_id}", RESTORE)


def faults_of_records(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Fault]:
    """Yield which records of these reports break the contract, or differ from the rows that were drawn from them."""
    query = (
        sa.select(reports, records.c.id.label("record_row"), records.c.record, coders)
        .select_from(records.join(reports, records.c.report_id == reports.c.id).join(coders))
        .where(records.c.report_id.in_(ids))
        .order_by(records.c.id)
    )
    read: dict[int, CodedReport] = {}
    for row in connection.execute(query).mappings():
        coder = Coder(row[coders.c.version], row[coders.c.model], row[coders.c.settings])
        where = f"records, id {row['record_row']} (report {row[reports.c.id]})"
        try:
            report = report_of({column.name: row[column] for column in reports.c})
            record = record_of(report, coder, row["record"])
        except (StoreError, RecordError, TypeError, ValueError) as error:
            yield Fault("records", where, _told(error), RECODE)
            continue
        read[row["record_row"]] = record
        yield from _of_ids(where, report, record.events)
    yield from _of_rows(connection, read)


def _of_ids(where: str, report: Report, found: Sequence[Event]) -> Iterator[Fault]:
    for event in found:
        id_ = event_id(report, event.type.plover, event.anchor)
        if event.id != id_:
            yield Fault("records", where, f"an event's id is {event.id}, but type and anchor give {id_}", RECODE)


def _of_rows(connection: sa.Connection, read: Mapping[int, CodedReport]) -> Iterator[Fault]:
    """Yield where the rows of events and of what hangs on them are not those that the records give."""
    stored: dict[int, list[Mapping[str, Any]]] = {}
    query = (
        sa.select(events)
        .where(events.c.record_id.in_(read), events.c.ordinal >= 0)
        .order_by(events.c.record_id, events.c.ordinal)
    )
    for row in connection.execute(query).mappings():
        stored.setdefault(row["record_id"], []).append(dict(row))
    rows = [row["id"] for found in stored.values() for row in found]
    hanging: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for table, _, _ in CHILDREN:
        of_events = hanging.setdefault(table.name, {})
        children = sa.select(table).where(table.c.event_row.in_(rows)).order_by(table.c.event_row, table.c.ordinal)
        for child in connection.execute(children).mappings():
            plain = {name: value for name, value in child.items() if name != "event_row"}
            of_events.setdefault(child["event_row"], []).append(plain)
    for number, record in read.items():
        where = f"events of record {number} (report {record.report.id})"
        found = stored.get(number, [])
        if len(found) != len(record.events):
            yield Fault("events", where, f"there are {len(found)} rows for {len(record.events)} events", RECODE)
            continue
        for ordinal, event in enumerate(record.events):
            drawn = found[ordinal]
            given = event_row(event, ordinal)
            for name, value in given.items():
                if drawn[name] != value:
                    what = f"event {event.id}: {name} is {drawn[name]!r:.60}, but the record gives {value!r:.60}"
                    yield Fault("events", where, what, RECODE)
            for table, rows_of, named in CHILDREN:
                if hanging[table.name].get(drawn["id"], []) != list(rows_of(event)):
                    yield Fault("events", where, f"event {event.id}: its {named} are not those of the record", RECODE)


def faults_of_coders(connection: sa.Connection) -> Iterator[Fault]:
    """Yield coders whose fingerprint is not the hash of what they are."""
    for row in connection.execute(sa.select(coders)).mappings():
        made = Coder(row["version"], row["model"], row["settings"]).fingerprint
        if made != row["fingerprint"]:
            what = f"version, model and settings give the fingerprint {made}"
            yield Fault("coders", f"coders, fingerprint {row['fingerprint']}", what, RESTORE)


def faults_of_ledger(connection: sa.Connection) -> Iterator[Fault]:
    """Yield where ledger and records disagree, or a report has not exactly one latest record."""
    same = sa.and_(ledger.c.report_id == records.c.report_id, ledger.c.fingerprint == records.c.fingerprint)
    done = ledger.c.status.in_(("coded", "passed-over"))
    coding = (records.c.report_id, records.c.fingerprint)
    line = (ledger.c.report_id, ledger.c.fingerprint)
    latest = sa.func.sum(sa.case((records.c.latest.is_(True), 1), else_=0))
    asked = (
        (
            "records",
            sa.select(*coding).where(~sa.exists().where(same, done).correlate(records)),
            "the ledger does not say that it was coded",
            RECODE,
        ),
        (
            "ledger",
            sa.select(*line).where(done, ~sa.exists().where(same).correlate(ledger)),
            "it says that the report was coded, but there is no record",
            RECODE,
        ),
        (
            "ledger",
            sa.select(*line).where(~ledger.c.status.in_(("coded", "passed-over", "failed"))),
            "it says nothing that dateline would",
            RESTORE,
        ),
        (
            "records",
            sa.select(records.c.report_id, latest).group_by(records.c.report_id).having(latest != 1),
            "of a report's records, not one is the latest",
            RECODE,
        ),
    )
    for table, query, what, advice in asked:
        for row in connection.execute(query.limit(MOST_ROWS)):
            yield Fault("ledger", f"{table}, report {row[0]}, {row[1]}", what, advice)


def faults_of_versions(connection: sa.Connection) -> Iterator[Fault]:
    """Yield keys that have not exactly one current version, or versions without a number of their own in one row."""
    current = sa.func.sum(sa.case((versions.c.current.is_(True), 1), else_=0))
    highest = sa.func.max(versions.c.version)
    of_current = sa.func.max(sa.case((versions.c.current.is_(True), versions.c.version), else_=0))
    by_key = sa.select(versions.c.key, current, highest, sa.func.count(), of_current).group_by(versions.c.key)
    odd = sa.or_(current != 1, highest != sa.func.count(), sa.func.min(versions.c.version) != 1, of_current != highest)
    for row in connection.execute(by_key.having(odd).limit(MOST_ROWS)):
        what = f"{row[3]} versions up to number {row[2]}, of which {row[1]} are current; must be 1, the last"
        yield Fault("versions", f"versions, key {row[0]:.100}", what, RESTORE)
    stands = sa.exists().where(versions.c.report_id == reports.c.id, versions.c.current.is_(True)).correlate(reports)
    odd_reports = sa.select(reports.c.id, reports.c.current).where(reports.c.current != stands).limit(MOST_ROWS)
    for row in connection.execute(odd_reports):
        what = f"it is {'' if row.current else 'not '}marked as current, but its versions say otherwise"
        yield Fault("versions", f"reports, id {row.id}", what, RESTORE)


def faults_of_keys(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Fault]:
    """Yield which of these reports stand under a key and version that no row of theirs in `versions` has."""
    there: dict[str, set[tuple[str, int]]] = {}
    for row in connection.execute(sa.select(versions).where(versions.c.report_id.in_(ids))):
        there.setdefault(row.report_id, set()).add((row.key, row.version))
    shown = sa.select(reports.c.id, reports.c.key, reports.c.version).where(reports.c.id.in_(ids))
    for row in connection.execute(shown.order_by(reports.c.id)):
        if (stored_key(row.key), row.version) not in there.get(row.id, set()):
            what = f"it says that it is version {row.version} under {row.key!r:.100}, which `versions` does not"
            yield Fault("versions", f"reports, id {row.id}", what, RESTORE)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
