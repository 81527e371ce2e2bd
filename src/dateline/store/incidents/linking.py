"""Linking: what is done to incidents when records come, go or are replaced, and for a whole store at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

import sqlalchemy as sa

from dateline.events import CodedReport
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.relinking import lay_all
from dateline.store.incidents.settling import settle
from dateline.store.incidents.sql import chunks, delete_in, insert_all, rows_in
from dateline.store.incidents.tables import linkage, links, members, telling_keys, tellings, waiting
from dateline.store.incidents.tellings import Touched, bring_up
from dateline.store.tables import reports

LINKER = "linker"
"""The setting that holds the fingerprint of the linker that links and incidents were made by."""

AT_ONCE = 256
"""Reports that are linked, or tellings that are settled, in one go where all are."""

PLACED_AT_ONCE = 20_000
"""Tellings that are given their incident of before in one go."""

Progress = Callable[[int, int], None]
"""Called with how many reports are linked, and how many there are to link."""


def linked_by(connection: sa.Connection) -> str | None:
    """Return the fingerprint of the linker that made the incidents; None where there are none yet."""
    return connection.execute(sa.select(linkage.c.value).where(linkage.c.name == LINKER)).scalar()


def link_reports(
    connection: sa.Connection, kit: Kit, report_ids: Iterable[str], at: str, at_hand: Mapping[int, CodedReport]
) -> int:
    """Bring the incidents of reports up to date, or let them wait where the store was linked by another linker.

    Args:
        at: the time that changes bear.
        at_hand: records that need not be read, by their row.

    Returns:
        How many events came in.
    """
    ids = sorted(set(report_ids))
    if not ids:
        return 0
    made_by = linked_by(connection)
    if made_by is None:
        connection.execute(linkage.insert(), {"name": LINKER, "value": kit.linker.fingerprint})
    elif made_by != kit.linker.fingerprint:
        _let_wait(connection, ids)
        return 0
    delete_in(connection, waiting, waiting.c.report_id, ids)
    touched = bring_up(connection, kit, ids, at_hand)
    if touched.reports:
        settle_touched(connection, kit, touched, at)
    return len(touched.fresh)


def settle_touched(connection: sa.Connection, kit: Kit, touched: Touched, at: str) -> None:
    """Settle the incidents around what was touched."""
    touched.lessened |= bool(touched.disturbed)
    settle(connection, kit, touched, at, forced=touched.disturbed)


def _let_wait(connection: sa.Connection, ids: list[str]) -> None:
    there = {row.report_id for row in rows_in(connection, sa.select(waiting), waiting.c.report_id, ids)}
    insert_all(connection, waiting, [{"report_id": report_id} for report_id in ids if report_id not in there])


def some_waiting(connection: sa.Connection, number: int) -> list[str]:
    """Return so many reports that wait to be linked."""
    query = sa.select(waiting.c.report_id).order_by(waiting.c.report_id).limit(number)
    return list(connection.execute(query).scalars())


def count_waiting(connection: sa.Connection) -> int:
    """Return how many reports wait to be linked."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(waiting)).scalar_one())


def is_stale(connection: sa.Connection, kit: Kit) -> bool:
    """Whether the incidents were made by another linker than this."""
    made_by = linked_by(connection)
    return made_by is not None and made_by != kit.linker.fingerprint


def link_anew(
    connection: sa.Connection, kit: Kit, at: str, progress: Progress, *, remake: bool = False, workers: int = 1
) -> int:
    """Link a whole store with this linker; return how many events are linked.

    What people decided stays, and so do ids: an incident that holds the same events is the same, with no change to tell of.

    Args:
        remake: make also those incidents anew that hold the same events.
        workers: processes that draw and compare.
    """
    of = members.join(tellings, members.c.telling == tellings.c.id)
    before: dict[str, str] = {}
    for row in connection.execute(sa.select(tellings.c.event_id, members.c.incident).select_from(of)).yield_per(
        AT_ONCE
    ):
        # Many events are in one incident, which has the id of one of them.
        before[row.event_id] = sys.intern(row.incident)
    for table in (members, links, telling_keys, tellings):
        connection.execute(table.delete())
    connection.execute(linkage.update().where(linkage.c.name == LINKER).values(value=kit.linker.fingerprint))
    ids = sorted(connection.execute(sa.select(reports.c.id).where(reports.c.current.is_(True))).scalars())
    disturbed: set[str] = set()
    if kit.standard:
        disturbed = lay_all(connection, kit, ids, lambda done: progress(done, 2 * len(ids)), workers=workers)
    else:
        for done, some in enumerate(chunks(ids, AT_ONCE)):
            disturbed |= bring_up(connection, kit, some, {}).disturbed
            progress(min((done + 1) * AT_ONCE, len(ids)), 2 * len(ids))
    there: set[str] = set()
    left: set[int] = set()
    for some_rows in chunks(connection.execute(sa.select(tellings.c.id, tellings.c.event_id)).all(), PLACED_AT_ONCE):
        left.update(row.id for row in some_rows)
        there.update(row.event_id for row in some_rows)
        places = [{"telling": r.id, "incident": before[r.event_id]} for r in some_rows if r.event_id in before]
        insert_all(connection, members, places)
    number = len(left)
    gone = {event_id: incident for event_id, incident in before.items() if event_id not in there}
    while left:
        touched = Touched(seeds=set(islice(left, AT_ONCE)), gone=gone, lessened=True, partial=True)
        left -= settle(connection, kit, touched, at, forced=there if remake else disturbed)
        progress(2 * len(ids) - len(ids) * len(left) // max(1, number), 2 * len(ids))
    emptied = set(gone.values()) - {before[event_id] for event_id in there & before.keys()}
    rest = {event_id: incident for event_id, incident in gone.items() if incident in emptied}
    settle(connection, kit, Touched(gone=rest, lessened=True), at)
    connection.execute(waiting.delete())
    return number
