"""Linking: what is done to incidents when records come, go or are replaced, and for a whole store at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import sqlalchemy as sa

from dateline.events import CodedReport
from dateline.store.incidents.attaching import reattach
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.settling import settle
from dateline.store.incidents.sql import delete_in, insert_all, rows_in
from dateline.store.incidents.tables import linkage, tellings, waiting
from dateline.store.incidents.tellings import Touched, bring_up

LINKER = "linker"
"""The setting that holds the fingerprint of the linker that links and incidents were made by."""

Progress = Callable[[int, int], None]
"""Called with how many reports are linked, and how many there are to link."""


def linked_by(connection: sa.Connection) -> str | None:
    """Return the fingerprint of the linker that made the incidents; None where there are none yet."""
    return connection.execute(sa.select(linkage.c.value).where(linkage.c.name == LINKER)).scalar()


def link_reports(
    connection: sa.Connection, kit: Kit, report_ids: Iterable[str], at: str, at_hand: Mapping[int, CodedReport]
) -> None:
    """Bring the incidents of reports up to date, or let them wait where the store was linked by another linker.

    Args:
        at: the time that changes bear.
        at_hand: records that need not be read, by their row.
    """
    ids = sorted(set(report_ids))
    if not ids:
        return
    made_by = linked_by(connection)
    if made_by is None:
        connection.execute(linkage.insert(), {"name": LINKER, "value": kit.linker.fingerprint})
    elif made_by != kit.linker.fingerprint:
        _let_wait(connection, ids)
        return
    delete_in(connection, waiting, waiting.c.report_id, ids)
    touched = bring_up(connection, kit, ids, at_hand)
    if touched.reports:
        settle_touched(connection, kit, touched, at)


def settle_touched(connection: sa.Connection, kit: Kit, touched: Touched, at: str) -> None:
    """Let decisions hold on what stands now, and settle the incidents around what was touched."""
    disturbed = reattach(connection, touched.reports)
    rows = rows_in(connection, sa.select(tellings.c.id), tellings.c.event_id, sorted(disturbed))
    touched.seeds |= {row.id for row in rows}
    settle(connection, kit, touched, at, forced=disturbed)


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
