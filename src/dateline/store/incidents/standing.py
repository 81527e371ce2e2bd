"""Laying down anew how events stand that people corrected: after a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store import query
from dateline.store.eventing import corrected_reports, lay_corrected, mark_coded
from dateline.store.incidents.overlay import CORRECTING, overlays_of
from dateline.store.incidents.sql import chunks
from dateline.store.tables import records, reports

if TYPE_CHECKING:
    import sqlalchemy as sa

AT_ONCE = 200
"""Reports whose records are read together."""


def stand_corrected(connection: sa.Connection) -> None:
    """Lay down how the events of reports stand that something is said of."""
    for some in chunks(corrected_reports(connection, CORRECTING), AT_ONCE):
        mark_coded(connection, some)
        where = (records.c.latest.is_(True), reports.c.current.is_(True), records.c.report_id.in_(some))
        coded = dict(query.records_where(connection, *where))
        lay_corrected(connection, coded, overlays_of(connection, coded.values()))
