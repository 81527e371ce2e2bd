"""Checking: that a store is sound, from its pages to what its records say."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from dateline.store.incidents.kit import Kit
from dateline.store.incidents.tables import changes, decisions, incidents, links, tellings
from dateline.store.tables import events, ledger, records, reports, versions
from dateline.store.upkeep.incidents import Incidents
from dateline.store.upkeep.lineage import faults_of_lineage
from dateline.store.upkeep.records import (
    faults_of_coders,
    faults_of_keys,
    faults_of_ledger,
    faults_of_records,
    faults_of_reports,
    faults_of_versions,
)
from dateline.store.upkeep.steps import RESTORE, Checked, Fault, Progress, silent
from dateline.store.upkeep.structure import faults_of_pages, faults_of_references
from dateline.store.upkeep.totals import faults_of_totals
from dateline.store.upkeep.words import faults_of_rows, faults_of_search

MOST_FAULTS = 1_000
"""Faults that are listed; of the others only the number is told."""

CHUNK = 64
"""Reports that are read at a time."""

OfReports = Callable[[sa.Connection, Sequence[str]], Iterator[Fault]]

OF_REPORTS: tuple[OfReports, ...] = (
    faults_of_reports,
    faults_of_records,
    faults_of_keys,
    faults_of_search,
)
"""What is asked of each report; of a sample only, where that is wanted."""

OF_ALL: tuple[tuple[str, Callable[[sa.Connection], Iterator[Fault]]], ...] = (
    ("coders", faults_of_coders),
    ("ledger", faults_of_ledger),
    ("versions", faults_of_versions),
    ("search", faults_of_rows),
    ("lineage", faults_of_lineage),
    ("totals", faults_of_totals),
)
"""What is asked of tables as a whole."""

COUNTED = (
    ("reports", reports), ("versions", versions), ("records", records), ("events", events), ("ledger", ledger),
    ("tellings", tellings), ("links", links), ("incidents", incidents), ("decisions", decisions), ("changes", changes),
)  # fmt: skip


def check(connection: sa.Connection, kit: Kit, *, sample: int | None = None, progress: Progress = silent) -> Checked:
    """Return what is wrong in a store, as it stands at one moment.

    Args:
        kit: the linker by which incidents are measured.
        sample: of how many reports what was stored is read and compared; None for all. Pages, references, the ledger and
            versions are always looked at as a whole.
    """
    found = _Found()
    found.add("pages", connection, lambda: faults_of_pages(connection, progress))
    found.add("references", connection, lambda: faults_of_references(connection, progress))
    for name, part in OF_ALL:
        progress(name, 0, 0)
        found.add(name, connection, lambda part=part: part(connection))  # type: ignore[misc]
    ids: list[str] = []
    found.add("reports", connection, lambda: _pick(connection, sample, ids))
    asked = [*OF_REPORTS]
    found.add("incidents", connection, lambda: _prepare(asked, connection, kit))
    for start in range(0, len(ids), CHUNK):
        progress("reports", start, len(ids))
        chunk = ids[start : start + CHUNK]
        for of_reports in asked:
            found.add("reports", connection, lambda ask=of_reports, chunk=chunk: ask(connection, chunk))  # type: ignore[misc]
    counts: list[tuple[str, int]] = []
    found.add("pages", connection, lambda: _count(connection, counts))
    progress("reports", len(ids), len(ids))
    whole = sample is None or len(ids) < sample
    return Checked(tuple(counts), tuple(found.faults), found.more, whole)


class _Found:
    """The faults so far. A part that the database itself cannot read ends with that as a fault, and the next begins."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.more = 0
        self._seen: set[Fault] = set()

    def add(self, part: str, connection: sa.Connection, ask: Callable[[], Iterator[Fault]]) -> None:
        try:
            with connection.begin_nested():
                for fault in ask():
                    self._take(fault)
        except DBAPIError as error:
            self._take(Fault(part, "the database", " ".join(str(error.orig).split()), RESTORE))

    def _take(self, fault: Fault) -> None:
        if fault in self._seen:
            return
        if len(self.faults) == MOST_FAULTS:
            self.more += 1
            return
        self._seen.add(fault)
        self.faults.append(fault)


def _prepare(asked: list[OfReports], connection: sa.Connection, kit: Kit) -> Iterator[Fault]:
    asked.append(Incidents(connection, kit).faults_of)
    yield from ()


def _pick(connection: sa.Connection, sample: int | None, ids: list[str]) -> Iterator[Fault]:
    """Put the ids of the reports to read into a list; of a sample, others each time."""
    query = sa.select(reports.c.id).order_by(reports.c.id)
    if sample is None:
        ids += connection.execute(query).scalars()
    else:
        # Ids are hashes: from any point on they are a sample.
        start = secrets.token_hex(12)
        ids += connection.execute(query.where(reports.c.id >= start).limit(sample)).scalars()
        ids += connection.execute(query.where(reports.c.id < start).limit(sample - len(ids))).scalars()
    yield from ()


def _count(connection: sa.Connection, counts: list[tuple[str, int]]) -> Iterator[Fault]:
    for name, table in COUNTED:
        counts.append((name, connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()))
    yield from ()
