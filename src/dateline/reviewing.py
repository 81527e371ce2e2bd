"""The desk: correcting what was coded, deciding in bulk, who differs from whom, agreement. Wiring beside `casebook`.

    desk = project.incidents.desk
    event = desk.event("91c02ab3")
    desk.correct(event.id, "factuality", "denied", why="the ministry takes it back", version=event.version)

A correction is a decision: it outlives later coding, and `project.incidents.undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.casebook import Opener, user_name, user_role
from dateline.errors import SettingsError
from dateline.slots import SLOTS, Slot, choices_of, slot_of, value_of, value_words

if TYPE_CHECKING:
    from dateline.agreement import Agreement
    from dateline.corrections import BulkDone, Disagreement, EventReview, Proposal, ReportReview, Role
    from dateline.events import CodedReport, Event
    from dateline.incidents import Decision
    from dateline.proposing import Proposer
    from dateline.store import Judged, Store

__all__ = ["SLOTS", "ReviewDesk", "Slot", "choices_of", "modes_of_types", "slot_of", "value_in_words", "values_as_data"]


def value_in_words(event: Event, slot: str) -> str:
    """Return what a slot of an event says, in words."""
    return value_words(value_of(event, slot))


def values_as_data(event: Event, slot: str) -> Any:
    """Return what a slot of an event says, in the form in which it is set."""
    from dateline.codec import to_data

    return to_data(value_of(event, slot))


def modes_of_types() -> Mapping[str, tuple[str, ...]]:
    """Return the modes that each type may have."""
    from dateline.ontology import load_ontology

    ontology = load_ontology()
    return {row.code: ontology.modes_of(row.code) for row in ontology.plover}


class ReviewDesk:
    """What people do at the desk; each change is in the name of somebody, as a coder or as a reviewer."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    @property
    def _store(self) -> Store:
        return self._opener(must_exist=True)

    # --- looking

    def report(self, reference: str) -> ReportReview:
        """Return a report with its events as corrected, and what each person said of every slot.

        Raises:
            NotFound: there is no such report whose latest version is coded.
        """
        return self._store.report_review(reference)

    def event(self, reference: str) -> EventReview:
        """Return an event as corrected, and what each person said of it; by its id or the start of it."""
        return self._store.event_review(reference)

    def corrected(self, reference: str) -> CodedReport:
        """Return the record of a report as people corrected it."""
        return self._store.corrected(reference)

    def all_corrected(self, report_ids: Sequence[str]) -> Sequence[CodedReport]:
        """Return the records of reports as people corrected them, by their ids; those that are not current are left out."""
        return self._store.all_corrected(report_ids)

    def disagreements(
        self, *, slot: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> tuple[Sequence[Disagreement], str | None]:
        """Return slots over which people differ, side by side, and the cursor of the next."""
        return self._store.disagreements(slot=slot, cursor=cursor, limit=limit)

    def agreement(self) -> Agreement:
        """Return how far people agree, slot by slot: Krippendorff's alpha."""
        from dateline.agreement import agreement

        return agreement(self._store.codings())

    def gold(self, **filters: object) -> Sequence[Judged]:
        """Return the reports of which somebody judged an event, with what is judged of each."""
        return self._store.gold(filters)

    # --- correcting

    def correct(
        self,
        event: str,
        slot: str,
        value: Any,
        *,
        why: str = "",
        by: str | None = None,
        role: Role | None = None,
        version: str | None = None,
    ) -> tuple[Decision, EventReview]:
        """Say what a slot of an event says.

        Args:
            slot: one of `SLOTS`, or "event" with true or false: whether there is one.
            value: in the record's JSON form; None or [] for "not stated". version: of the event as it was seen.

        Raises:
            NotFound: there is no such event. Conflict: it has changed since. Unchanged: it says so already.
            ValueRefused: the value is none of the slot.
        """
        return self._store.correct(
            event, slot, value, by=user_name(by), role=user_role(role), why=" ".join(why.split()), version=version
        )

    def add_event(
        self,
        report: str,
        kind: Any,
        anchor: Any,
        slots: Mapping[str, Any] | None = None,
        *,
        why: str = "",
        by: str | None = None,
        role: Role | None = None,
        version: str | None = None,
    ) -> tuple[Decision, EventReview]:
        """Say that a report tells of an event that the machine missed; errors as `correct`.

        Args:
            kind: `{plover, mode}`. anchor: the words that state it. slots: what else is stated, by slot.
            version: of the report as it was seen.
        """
        return self._store.add_event(
            report, kind, anchor, slots or {}, by=user_name(by), role=user_role(role), why=" ".join(why.split()), version=version
        )  # fmt: skip

    def decide_many(
        self,
        action: str,
        *,
        ids: Mapping[str, int | None] | Sequence[str] | None = None,
        filters: Mapping[str, object] | None = None,
        expected: int | None = None,
        why: str = "",
        by: str | None = None,
        role: Role | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[BulkDone, Decision | None]:
        """Accept, reject, mark as seen or give a reason to many incidents at once; one undo takes the whole back.

        Args:
            action: accept, reject, seen or reason.
            ids: of incidents, with the version of each that was seen, or alone. filters: those of `Casebook.list` instead.
            expected: how many fitted the filters when they were looked at.
            progress: called now and then with how many incidents are done, and how many there are.

        Raises:
            SettingsError: no such action, no reason where it needs one, too many. NotFound: there is no such incident.
            Conflict: one has changed since, or another number fits.
        """
        from dateline.store import Chosen

        named = dict.fromkeys(ids) if ids is not None and not isinstance(ids, Mapping) else ids
        chosen = Chosen(named, filters, expected)
        store = self._store
        reason = " ".join(why.split())
        done = store.decide_many(action, chosen, by=user_name(by), role=user_role(role), why=reason, progress=progress)
        return done, None if done.number is None else store.decision(done.number)

    # --- proposing

    def propose(
        self, report: str, slot: str, spans: Sequence[tuple[int, int]], *, event: str | None = None
    ) -> Sequence[Proposal]:
        """Return what marked words may stand for in a slot, the likeliest first.

        Args:
            spans: half-open offsets into the report's text.
            event: that the words are told of, if there is one; else the words alone decide.

        Raises:
            NotFound: there is no such report or event. SettingsError: no words are marked, or they lie outside the text.
        """
        if not spans:
            raise SettingsError("which words? Mark some of the report's text")
        found = self._store.report_review(report)
        about = next((one for one in found.events if event is not None and one.id.startswith(event)), None)
        if event is not None and about is None:
            raise SettingsError(f"event {event!r:.40} is none of report {found.report.id}")
        return self._proposer().propose(found.report, slot, spans, about.event if about else None)

    @staticmethod
    def _proposer() -> Proposer:
        from dateline.proposing import Proposer

        return Proposer()
