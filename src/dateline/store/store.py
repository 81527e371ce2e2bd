"""The store: keeps codings a batch at a time, and gives back what it keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from dateline.errors import NotFound
from dateline.events import CodedReport, Coder, Event
from dateline.pipeline import Coding
from dateline.store import query, sqlite
from dateline.store.database import is_writable, make_engine, reading, shown, troubles_mapped, url_of
from dateline.store.filters import ALL_SPHERES, conditions_of
from dateline.store.incidents.filters import LISTED_KINDS
from dateline.store.incidents.linking import count_waiting
from dateline.store.incidents.overlay import overlays_of
from dateline.store.incidents.query import count_incidents
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.store import moment
from dateline.store.indexing import KINDS
from dateline.store.keeping import Laid, keep_coding, keep_codings
from dateline.store.reporting import ReportPage, list_reports
from dateline.store.rows import report_of, stored_key
from dateline.store.schema import HEAD, bring_up, schema_of
from dateline.store.search import SearchPage, find
from dateline.store.tables import coders, ledger, records, reports, versions
from dateline.store.totals import counted, kept_totals
from dateline.store.upkeep.store import TendedStore
from dateline.text import Report

PAGE = 50
"""Events of a page, where no other number is asked for."""

CHUNK = 64
"""Reports or records that are read at a time where all are asked for: none holds the database for long."""


@dataclass(frozen=True, slots=True)
class Known:
    """A report that the coder has been over before: its record with the report as it was read now.

    `unchanged`: it still stands under the same key, so that nothing needs storing.
    """

    record: CodedReport
    unchanged: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a coding in the store; the record is the stored one."""

    status: Literal["stored", "unchanged", "new version", "passed over", "failed"]
    coding: Coding
    record: CodedReport | None


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much is stored: reports that are current and in all versions, and what the latest coder made of the current.

    `waiting`: reports that are not linked yet, so that their events are in no incident.
    """

    reports: int
    versions: int
    records: int
    events: int
    failed: int
    passed_over: int
    coders: int
    incidents: int = 0
    waiting: int = 0


class Store(TendedStore):
    """One database. Every public method is a transaction of its own, and raises StoreError where it cannot be had."""

    # --- keeping

    def look_up(self, batch: Sequence[Report], coder: Coder) -> dict[tuple[str, str], Known]:
        """Return which reports the coder has been over, by id and key; those at which it failed are not among them."""
        with self._reading() as connection:
            ids = {report.id for report in batch}
            found = {
                record.report.id: record
                for _, record in query.records_where(
                    connection, records.c.report_id.in_(ids), records.c.fingerprint == coder.fingerprint
                )
            }
            under_key = sa.select(versions.c.key, versions.c.report_id, versions.c.version).where(
                versions.c.key.in_({stored_key(report.key) for report in batch}), versions.c.current.is_(True)
            )
            current = {row.key: row for row in connection.execute(under_key)}
        known = {}
        for report in batch:
            if report.id in found:
                stands = current.get(stored_key(report.key))
                unchanged = stands is not None and stands.report_id == report.id
                version = stands.version if stands is not None and unchanged else report.version
                known[report.id, report.key] = Known(_as_read(found[report.id], report, version), unchanged)
        return known

    def keep(self, codings: Sequence[Coding], coder: Coder) -> tuple[Kept, ...]:
        """Store codings in one transaction, with their incidents; when this returns, they outlive a power cut."""
        now = moment()
        kept = []
        laid: list[tuple[Coding, Laid]] = []
        with self._writing() as connection:
            _keep_coder(connection, coder, now)
            with counted(connection, _touched_by(connection, codings)):
                laid += zip(codings, keep_codings(connection, codings, coder, now), strict=True)
            for coding, what in laid:
                record = coding.record
                if record is not None and not what.new_record:
                    stored = query.records_where(
                        connection,
                        records.c.report_id == coding.report.id,
                        records.c.fingerprint == coder.fingerprint,
                    )
                    record = next(found for _, found in stored)
                if record is not None:
                    record = _as_read(record, coding.report, what.version)
                kept.append(Kept(what.status, coding, record))
            self._link_laid(connection, laid, now)
        return tuple(kept)

    def recode(self, codings: Sequence[Coding], coder: Coder) -> None:
        """Store new codings of reports that are stored already, in one transaction; no version changes."""
        now = moment()
        with self._writing() as connection:
            _keep_coder(connection, coder, now)
            with counted(connection, {coding.report.id for coding in codings}):
                laid = [(coding, keep_coding(connection, coding, coder, now, reading=False)) for coding in codings]
            self._link_laid(connection, laid, now)

    # --- giving back

    def to_recode(self, coder: Coder, *, all_versions: bool = False) -> Iterator[tuple[Report, CodedReport | None]]:
        """Yield the reports of which the coder has not made the latest record, each with that, a chunk at a time."""
        after = ""
        # What another coder has coded since is coded anew: the latest record is what counts.
        done = sa.exists().where(
            records.c.report_id == reports.c.id, records.c.fingerprint == coder.fingerprint, records.c.latest.is_(True)
        )
        while True:
            with self._reading() as connection:
                where = [reports.c.id > after, ~done]
                if not all_versions:
                    where.append(reports.c.current.is_(True))
                picked = sa.select(reports).where(*where).order_by(reports.c.id).limit(CHUNK)
                found = [report_of(dict(row)) for row in connection.execute(picked).mappings()]
                ids = [report.id for report in found]
                latest = query.records_where(connection, records.c.report_id.in_(ids), records.c.latest.is_(True))
                old = {record.report.id: record for _, record in latest}
            if not found:
                return
            for report in found:
                yield report, old.get(report.id)
            after = ids[-1]

    def list(
        self,
        filters: Mapping[str, object],
        *,
        all_versions: bool = False,
        as_coded: bool = False,
        limit: int = PAGE,
        cursor: str | None = None,
    ) -> query.Page:
        """Return a page of events that fit the filters (`dateline.store.FILTERS`), the latest first.

        Args:
            all_versions: also those of reports that were replaced; all then are as they were coded.
            as_coded: as they were coded, and not as people corrected them.
        """
        asked = query.Asked(conditions_of(filters), all_versions=all_versions, as_coded=as_coded)
        with self._reading() as connection:
            return query.list_events(connection, asked, limit=limit, cursor=cursor)

    def reports(self, filters: Mapping[str, object], *, limit: int = PAGE, cursor: str | None = None) -> ReportPage:
        """Return a page of current reports that fit (`dateline.store.REPORT_FILTERS`), the latest published first."""
        with self._reading() as connection:
            return list_reports(connection, filters, limit=limit, cursor=cursor)

    def search(
        self,
        words: str,
        *,
        kinds: Sequence[str] = KINDS,
        limit: int = PAGE,
        cursor: str | None = None,
    ) -> SearchPage:
        """Return a page of the reports and incidents that answer a question, those that say it in the headline first.

        Args:
            words: words, "phrases", OR between two, - before what must not be there, * after a word's start.
            kinds: report, incident; incidents are found by their headline, anchors, names and places.
        """
        with self._reading() as connection:
            return find(connection, words, kinds=kinds, limit=limit, cursor=cursor)

    def records(
        self, filters: Mapping[str, object], *, all_versions: bool = False, as_coded: bool = False
    ) -> Iterator[CodedReport]:
        """Yield the records that hold events that fit, each with these events alone, in the order of their storing; as `list`."""
        asked = query.Asked(conditions_of(filters), all_versions=all_versions, as_coded=as_coded)
        after = 0
        while True:
            with self._reading() as connection:
                found = query.matching_event_ids(connection, asked, after=after, limit=CHUNK)
                fitting = dict(found)
                whole = list(query.records_where(connection, records.c.id.in_(fitting)))
                laid = {} if all_versions or as_coded else overlays_of(connection, [record for _, record in whole])
            if not found:
                return
            for row, record in whole:
                stands = laid[record.report.id].record if record.report.id in laid else record
                yield dataclasses.replace(stands, events=_only(stands.events, set(fitting[row])))
            after = found[-1][0]

    def get(self, reference: str, *, coder: str | None = None) -> CodedReport:
        """Return the record of a report: by its id, an event's id, the start of either, its origin or its key.

        Args:
            coder: the fingerprint of the coder whose record is wanted; else the latest.

        Raises:
            NotFound: nothing is stored under the reference, or nothing by that coder.
        """
        with self._reading() as connection:
            report_id = query.find_report(connection, reference, name=self.name)
            by = records.c.latest.is_(True) if coder is None else records.c.fingerprint == coder
            found = next(query.records_where(connection, records.c.report_id == report_id, by), None)
            if found is not None:
                return found[1]
            failure = connection.execute(
                sa.select(ledger.c.message).where(ledger.c.report_id == report_id, ledger.c.status == "failed")
            ).scalar()
        raise NotFound(
            f"{self.name}: report {report_id} is stored, but has no record"
            + (f" ({failure})" if failure else "" if coder is None else f" by coder {coder}")
        )

    def history(self, reference: str) -> tuple[CodedReport, ...]:
        """Return the latest record of every version that stood under the key of a report, the first version first."""
        with self._reading() as connection:
            report_id = query.find_report(connection, reference, name=self.name)
            keys = sa.select(versions.c.key).where(versions.c.report_id == report_id)
            stood = sa.select(versions.c.report_id).where(versions.c.key.in_(keys)).distinct()
            where = (records.c.report_id.in_(stood), records.c.latest.is_(True))
            found = [record for _, record in query.records_where(connection, *where)]
        return tuple(sorted(found, key=lambda record: record.report.version))

    def count(self, filters: Mapping[str, object], *, all_versions: bool = False, as_coded: bool = False) -> int:
        """Return how many events fit the filters; as `list`."""
        asked = query.Asked(conditions_of(filters), all_versions=all_versions, as_coded=as_coded)
        with self._reading() as connection:
            return query.count_events(connection, asked).number

    def count_events_up_to(
        self, most: int, filters: Mapping[str, object], *, all_versions: bool = False, as_coded: bool = False
    ) -> query.EventCount:
        """Return how many events fit, looking at no more than so many where no index finds those that do."""
        asked = query.Asked(conditions_of(filters), all_versions=all_versions, as_coded=as_coded)
        with self._reading() as connection:
            return query.count_events(connection, asked, most)

    def counts(self) -> StoreCounts:
        """Return how much is stored; the totals are kept, and none is counted now but of what is seldom much."""
        with self._reading() as connection:

            def number(table: sa.Table) -> int:
                return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())

            return StoreCounts(
                **kept_totals(connection),
                coders=number(coders),
                incidents=count_incidents(connection, {"sphere": ALL_SPHERES}, kinds=LISTED_KINDS).number,
                waiting=count_waiting(connection),
            )


def upgrade(db: str | Path | None = None) -> tuple[str | None, str]:
    """Bring a database to the schema of this dateline; return the schema before (None: there was none) and now.

    Raises:
        StoreError: it cannot be used; NotFound: there is no such file.
    """
    url = url_of(db)
    path = sqlite.path_of(url)
    if path is not None and not path.exists():
        raise NotFound(f"{shown(url)}: there is no such database; make one with: dateline add PATH… --db {shown(url)}")
    engine = make_engine(url)
    with troubles_mapped(url):
        with reading(engine) as connection:
            before = schema_of(connection, shown(url))
        bring_up(engine, shown(url), writable=is_writable(url))
    engine.dispose()
    return before, HEAD


def name_of(db: str | Path | None = None) -> str:
    """Return how a database is named in messages."""
    return shown(url_of(db))


def open_store(db: str | Path | None = None, *, must_exist: bool = False, patience: float | None = None) -> Store:
    """Open a database, made and migrated as needed.

    Args:
        db: a path, a database URL, or None for `./dateline.db`.
        must_exist: do not make a new one: for those who only want to read.
        patience: seconds that one query of a reader may take (TooSlow): for a server, which many ask.

    Raises:
        StoreError: it cannot be used; says why.
        NotFound: there is none, and it must exist.
    """
    url = url_of(db)
    if must_exist and url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise NotFound(f"{shown(url)}: there is no such database; make one with: dateline add PATH… --db {shown(url)}")
    engine = make_engine(url, patience=patience)
    writable = is_writable(url)
    with troubles_mapped(url):
        bring_up(engine, shown(url), writable=writable, must_exist=must_exist)
    return Store(engine, url, writable=writable)


def _touched_by(connection: sa.Connection, codings: Sequence[Coding]) -> set[str]:
    """Return the reports that keeping these may change: they themselves, and what stands under their keys."""
    keys = {stored_key(coding.report.key) for coding in codings}
    query = sa.select(versions.c.report_id).where(versions.c.current.is_(True))
    stand = {row.report_id for row in rows_in(connection, query, versions.c.key, sorted(keys))}
    return stand | {coding.report.id for coding in codings}


def _keep_coder(connection: sa.Connection, coder: Coder, now: str) -> None:
    known = sa.select(coders.c.fingerprint).where(coders.c.fingerprint == coder.fingerprint)
    if connection.execute(known).scalar() is None:
        row = {"version": coder.version, "model": coder.model, "settings": coder.settings}
        connection.execute(coders.insert(), {"fingerprint": coder.fingerprint, "first_used": now, **row})


def _as_read(record: CodedReport, report: Report, version: int) -> CodedReport:
    """Return a record with key, version and origin as they are now; the report's id does not hang on them."""
    now = dataclasses.replace(record.report, key=report.key, origin=report.origin, version=version)
    return dataclasses.replace(record, report=now)


def _only(found: tuple[Event, ...], ids: set[str]) -> tuple[Event, ...]:
    return tuple(event for event in found if event.id in ids)
