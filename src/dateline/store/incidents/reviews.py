"""The part of the store that the desk works on: corrections, bulk actions, who differs from whom."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.corrections import BulkDone, Disagreement, EventReview, ReportReview, Role
from dateline.errors import DatelineError, SettingsError
from dateline.events import CodedReport
from dateline.incidents import Decision
from dateline.store.incidents import bulk, correcting, gold, reviewing, words
from dateline.store.incidents.bulk import Chosen
from dateline.store.incidents.filters import LISTED_KINDS
from dateline.store.incidents.sql import chunks
from dateline.store.incidents.store import IncidentStore, entry_of

if TYPE_CHECKING:
    import sqlalchemy as sa

MOST_DISAGREEMENTS = 200


class ReviewStore(IncidentStore):
    """The desk: each public method is a transaction of its own."""

    def report_review(self, reference: str) -> ReportReview:
        """Return a report with its events as corrected, and what each person said of every slot.

        Raises:
            NotFound: there is no such report whose latest version is coded.
        """
        with self._reading() as connection:
            return reviewing.report_review(connection, correcting.find_ground(connection, reference, name=self.name))

    def event_review(self, reference: str) -> EventReview:
        """Return an event as corrected, and what each person said of it; by its id or the start of it.

        Raises:
            NotFound: no latest record has it, and nobody added it.
        """
        with self._reading() as connection:
            ground, event = correcting.find_event_ground(connection, reference, name=self.name)
            return self._event_review(connection, ground, event)

    @staticmethod
    def _event_review(connection: sa.Connection, ground: correcting.Ground, event: str) -> EventReview:
        (found,) = reviewing.event_reviews(connection, ground, [event])
        return found

    def corrected(self, reference: str) -> CodedReport:
        """Return the record of a report as people corrected it; errors as `report_review`."""
        with self._reading() as connection:
            return correcting.find_ground(connection, reference, name=self.name).overlay.record

    def all_corrected(self, report_ids: Sequence[str]) -> tuple[CodedReport, ...]:
        """Return the latest records of current reports as people corrected them, by their ids and in their order."""
        with self._reading() as connection:
            found: dict[str, correcting.Ground] = {}
            for some in chunks(report_ids):
                found |= correcting.grounds_of(connection, some)
        return tuple(found[name].overlay.record for name in report_ids if name in found)

    def correct(
        self,
        event: str,
        slot: str,
        value: Any,
        *,
        by: str,
        why: str = "",
        role: Role = "reviewer",
        version: str | None = None,
    ) -> tuple[Decision, EventReview]:
        """Say what a slot of an event says.

        Args:
            value: in its JSON form (`dateline.slots`). version: of the event as it was seen.

        Raises:
            NotFound: there is no such event. Conflict: it has changed since. Unchanged: it says so already.
            ValueRefused: the value is none of the slot.
        """
        with self._writing() as connection:
            desk = self._desk(connection)
            made, name = correcting.correct(desk, event, slot, value, entry_of(by, why, role), version)
            ground, found = correcting.find_event_ground(connection, name, name=self.name)
            return made, self._event_review(connection, ground, found)

    def add_event(
        self,
        report: str,
        kind: Any,
        anchor: Any,
        slots: Mapping[str, Any],
        *,
        by: str,
        why: str = "",
        role: Role = "reviewer",
        version: str | None = None,
    ) -> tuple[Decision, EventReview]:
        """Say that a report tells of an event that the machine missed; errors as `correct`."""
        with self._writing() as connection:
            desk = self._desk(connection)
            made, name = correcting.add(desk, report, kind, anchor, slots, entry_of(by, why, role), version)
            ground, found = correcting.find_event_ground(connection, name, name=self.name)
            return made, self._event_review(connection, ground, found)

    def decide_many(
        self,
        action: str,
        chosen: Chosen,
        *,
        by: str,
        why: str = "",
        role: Role = "reviewer",
        progress: Callable[[int, int], None] | None = None,
    ) -> BulkDone:
        """Accept, reject, mark as seen or give a reason to many incidents: one decision, one undo, a slice at a time.

        Args:
            progress: called after each slice with how many incidents were looked at, and how many there are.

        Raises:
            SettingsError: no such action, or too many incidents.
            NotFound: there is no such incident. Conflict: one has changed since, or another number fits the filter now.
            DatelineError: it broke off; the message says what is done.
        """
        entry = entry_of(by, why, role)
        with self._reading() as connection:
            batch = bulk.begin(self._desk(connection), action, chosen, entry, LISTED_KINDS)
        looked_at = 0
        for some in chunks(batch.due, bulk.AT_ONCE):
            if looked_at:
                time.sleep(bulk.BREATH)
            number, done = batch.number, batch.done
            try:
                with self._writing() as connection:
                    batch.lay(self._desk(connection), some)
            except DatelineError as error:
                if not done:
                    raise
                raise type(error)(
                    f"{error}; before that decision {number} came to hold for {done} of {len(batch.due)} "
                    f"incidents: undo it with dateline undo {number}, or do the rest by the same command"
                ) from error
            looked_at += len(some)
            if progress is not None:
                progress(looked_at, len(batch.due))
        return BulkDone(batch.number, batch.done, batch.skipped)

    def decision(self, number: int) -> Decision:
        """Return a decision by its number."""
        from dateline.store.incidents.deciding import decision

        with self._reading() as connection:
            return decision(connection, number)

    def disagreements(
        self, *, slot: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Disagreement], str | None]:
        """Return slots over which people differ, and the cursor of the next.

        Raises:
            SettingsError: there is no such slot, or the cursor is none.
        """
        if not 1 <= limit <= MOST_DISAGREEMENTS:
            raise SettingsError(f"limit must lie between 1 and {MOST_DISAGREEMENTS}; got {limit}")
        if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 18):
            raise SettingsError(f"{cursor!r:.60} is no cursor; give the one that came with the page before")
        with self._reading() as connection:
            rows, last = reviewing.disagreements(connection, slot=slot, after=int(cursor or 0), limit=limit)
        return rows, None if last is None else str(last)

    def codings(self) -> list[words.EventCodings]:
        """Return the events that people judged, each with what every one of them says of its slots."""
        with self._reading() as connection:
            return list(words.codings(connection))

    def gold(self, filters: Mapping[str, object]) -> list[gold.Judged]:
        """Return the reports that tell incidents that fit, each with what is judged of its events."""
        with self._reading() as connection:
            return list(gold.judged(connection, filters, LISTED_KINDS))
