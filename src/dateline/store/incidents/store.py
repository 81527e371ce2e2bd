"""The part of the store that keeps incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.pipeline import Coding
from dateline.store.incidents.kit import Kit, default_kit
from dateline.store.incidents.linking import link_reports
from dateline.store.keeping import Laid
from dateline.store.opened import OpenStore

if TYPE_CHECKING:
    import sqlalchemy as sa


def moment() -> str:
    """Return the time as the store writes it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class IncidentStore(OpenStore):
    """Incidents: each public method is a transaction of its own."""

    kit: Kit | None = None
    """The linker; that which ships where None."""

    @property
    def _kit(self) -> Kit:
        return self.kit or default_kit()

    def _link_laid(self, connection: sa.Connection, laid: Sequence[tuple[Coding, Laid]], now: str) -> None:
        """Bring the incidents up to date with what was just stored."""
        at_hand = {what.row: coding.record for coding, what in laid if what.new_record and what.row is not None}
        touched = {report_id for _, what in laid for report_id in what.touched}
        known = {row: record for row, record in at_hand.items() if record is not None}
        link_reports(connection, self._kit, touched, now, known)
