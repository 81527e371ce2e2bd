"""The part of the store that keeps incidents."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from dateline.consolidation.members import outlet_key
from dateline.corrections import Role
from dateline.incidents import Change, Decision, Incident, Joined, Teller
from dateline.pipeline import Coding
from dateline.store.incidents import deciding, figures, linking, naming, profiles, query
from dateline.store.incidents.deciding import Desk, Entry
from dateline.store.incidents.digest import digests
from dateline.store.incidents.filters import LISTED_KINDS
from dateline.store.incidents.finding import find_event, find_incident
from dateline.store.incidents.grading import Grade, GradeOf, all_standing, check_grade
from dateline.store.incidents.kit import Kit, default_kit
from dateline.store.incidents.profiles import Profile
from dateline.store.incidents.query import IncidentPage
from dateline.store.incidents.rows import incident_of
from dateline.store.incidents.sql import chunks, rows_in
from dateline.store.incidents.tables import changes, grades, incidents, members, tellings
from dateline.store.keeping import Laid
from dateline.store.opened import OpenStore

if TYPE_CHECKING:
    from dateline.linkage import Telling
    from dateline.store.incidents.linking import Progress

PAGE = 50
"""Incidents of a page, where no other number is asked for."""

MOST_CHANGES = 1000
"""Changes that are given at a time, where no other number is asked for."""


def moment() -> str:
    """Return the time as the store writes it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class IncidentStore(OpenStore):
    """Incidents: each public method is a transaction of its own."""

    kit: Kit | None = None
    """The linker; that which ships where None."""

    _fitted: tuple[Kit, Kit] | None = None

    @property
    def _kit(self) -> Kit:
        kit = self.kit or default_kit()
        if self._fitted is None or self._fitted[0] is not kit:
            self._fitted = (kit, kit.of_store())
        return self._fitted[1]

    # --- linking

    def _link_laid(self, connection: sa.Connection, laid: Sequence[tuple[Coding, Laid]], now: str) -> None:
        """Bring the incidents up to date with what was just stored."""
        at_hand = {what.row: coding.record for coding, what in laid if what.new_record and what.row is not None}
        touched = {report_id for _, what in laid for report_id in what.touched}
        known = {row: record for row, record in at_hand.items() if record is not None}
        linking.link_reports(connection, self._kit, touched, now, known)

    def link(self, progress: Progress | None = None, *, anew: bool = False, workers: int = 1) -> int:
        """Link the reports that wait, or the whole store where another linker linked it; return how many events were linked.

        What waits is linked some at a time, so that a run that is broken off goes on where it stopped; a whole store in one
        transaction, so that nobody sees half of it.

        Args:
            progress: called with how much is done, and of how much.
            anew: link the whole store, whoever linked it: where a check found faults.
            workers: processes by which a whole store is linked.
        """
        tell = progress or (lambda _done, _all: None)
        with self._reading() as connection:
            stale = anew or linking.is_stale(connection, self._kit)
            total = linking.count_waiting(connection)
        if stale:
            with self._writing() as connection:
                return linking.link_anew(connection, self._kit, moment(), tell, remake=anew, workers=workers)
        number = done = 0
        while done < total:
            with self._writing() as connection:
                some = linking.some_waiting(connection, linking.AT_ONCE)
                number += linking.link_reports(connection, self._kit, some, moment(), {})
            if not some:
                break
            done += len(some)
            tell(min(done, total), total)
        return number

    # --- asking

    def incidents(
        self,
        filters: Mapping[str, object],
        *,
        limit: int = PAGE,
        cursor: str | None = None,
        kinds: Sequence[str] = LISTED_KINDS,
        order: str = "day",
    ) -> IncidentPage:
        """Return a page of incidents that fit the filters (`dateline.store.INCIDENT_FILTERS`).

        Args:
            kinds: that are shown where the filters ask for none.
            order: `day` (the latest first), `reports` (told by most), `killed` (the deadliest), `changed` (changed last),
                `confidence` (the least sure).
        """
        with self._reading() as connection:
            return query.list_incidents(
                connection, filters, order=order, kinds=tuple(kinds), limit=limit, cursor=cursor
            )

    def count_incidents(self, filters: Mapping[str, object], *, kinds: Sequence[str] = LISTED_KINDS) -> int:
        """Return how many incidents fit the filters, however long counting takes."""
        with self._reading() as connection:
            return query.count_incidents(connection, filters, kinds=tuple(kinds)).number

    def count_up_to(self, most: int, filters: Mapping[str, object]) -> query.Number:
        """Return how many incidents fit the filters, counted no further than `most` where that takes counting."""
        with self._reading() as connection:
            return query.count_incidents(connection, filters, kinds=LISTED_KINDS, most=most)

    def points(self, filters: Mapping[str, object], *, most: int = figures.MOST_POINTS) -> tuple[figures.Point, ...]:
        """Return the incidents that fit as points for maps and timelines, at most so many, the latest first."""
        with self._reading() as connection:
            return tuple(figures.points(connection, filters, kinds=LISTED_KINDS, most=most))

    def point_texts(self, filters: Mapping[str, object], *, most: int = figures.MOST_POINTS) -> figures.PointTexts:
        """Return the same as JSON arrays."""
        with self._reading() as connection:
            return figures.point_texts(connection, filters, kinds=LISTED_KINDS, most=most)

    def facet_counts(
        self, filters: Mapping[str, object], *, facets: Mapping[str, int] | None = None, most: int | None = None
    ) -> figures.Counted:
        """Return the commonest values of each facet among the incidents that fit the other filters, with their number.

        Args:
            facets: which, and how many values of each; the usual ones where None.
            most: how many incidents are looked at where the totals that are kept do not tell, the latest; None for all.
        """
        wanted = facets or dict.fromkeys(figures.COUNTED, figures.MOST_VALUES)
        with self._reading() as connection:
            return figures.facet_counts(connection, filters, kinds=LISTED_KINDS, facets_of=wanted, most=most)

    def months(self, filters: Mapping[str, object], *, most: int | None = None) -> figures.Months:
        """Return counts a month and type of the incidents that fit; `most` as in `facet_counts`."""
        with self._reading() as connection:
            return figures.months(connection, filters, kinds=LISTED_KINDS, most=most)

    def profile(
        self,
        of: Literal["actor", "place"],
        name: str,
        filters: Mapping[str, object],
        *,
        most: int = profiles.MOST_READ,
    ) -> Profile:
        """Return the incidents of an actor or a place over time, with whom and where; of the latest `most`.

        Raises:
            NotFound: no incident that fits has it.
        """
        with self._reading() as connection:
            return profiles.profile(connection, of, name, filters, kinds=LISTED_KINDS, most=most)

    def names(self, of: Literal["actor", "place"], part: str, *, limit: int = 20) -> tuple[naming.Name, ...]:
        """Return actors or places of incidents by a part of their name, the commonest first."""
        with self._reading() as connection:
            return naming.names(connection, of, part, kinds=LISTED_KINDS, limit=limit)

    def incidents_of_events(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the incident that each event is in; events that are in none are left out."""
        query = sa.select(tellings.c.event_id, members.c.incident).join(members, members.c.telling == tellings.c.id)
        with self._reading() as connection:
            return {row.event_id: row.incident for row in rows_in(connection, query, tellings.c.event_id, ids)}

    def incident(self, reference: str) -> Incident:
        """Return an incident: by its id, one that it had before, the id of any event in it, or the start of one.

        Raises:
            NotFound: there is none under it.
        """
        with self._reading() as connection:
            return self._incident(connection, find_incident(connection, reference, name=self.name))

    def whole_incidents(self, ids: Sequence[str]) -> tuple[Incident, ...]:
        """Return incidents by their ids, in that order; those that are none any more are left out."""
        with self._reading() as connection:
            columns = sa.select(incidents.c.id, incidents.c.incident)
            found = {row.id: row.incident for row in rows_in(connection, columns, incidents.c.id, ids)}
        return tuple(incident_of(found[name], self.name) for name in ids if name in found)

    def _incident(self, connection: sa.Connection, name: str) -> Incident:
        data = connection.execute(sa.select(incidents.c.incident).where(incidents.c.id == name)).scalar_one()
        return incident_of(data, self.name)

    def why(self, reference: str) -> Incident:
        """Return an incident with all evidence that joined its tellers: each one's `joined` is complete."""
        kit = self._kit
        with self._reading() as connection:
            found = self._incident(connection, find_incident(connection, reference, name=self.name))
            columns = sa.select(tellings.c.event_id, tellings.c.data)
            ids = [teller.event_id for teller in found.tellers]
            known = {
                row.event_id: kit.telling(row.event_id, row.data)
                for row in rows_in(connection, columns, tellings.c.event_id, ids)
            }
        return dataclasses.replace(found, tellers=tuple(_explained(kit, teller, known) for teller in found.tellers))

    def changes(self, since: int = 0, *, limit: int = MOST_CHANGES) -> tuple[Change, ...]:
        """Return what changed after a number of the change feed, in order; numbers rise by one.

        Who follows it from 0 holds what there is: `new` and `restored` bring an incident, `updated` and `split` say that it is
        not as it was, `merged` and `retracted` take it away.
        """
        c = changes.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(changes).where(c.number > since).order_by(c.number).limit(limit)).all()
        return tuple(
            Change(row.number, row.incident, row.kind, row.version, row.at, tuple(row.slots), row.into) for row in rows
        )

    def last_change(self) -> int:
        """Return the number of the last change; 0 where there was none."""
        with self._reading() as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(changes.c.number), 0))).scalar_one())

    def decisions(self, reference: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided on who belongs together and what is none, of one incident or of all."""
        with self._reading() as connection:
            name = None if reference is None else find_incident(connection, reference, name=self.name)
            return deciding.list_decisions(connection, name)

    def grades(self) -> tuple[Grade, ...]:
        """Return the grades that stand."""
        with self._reading() as connection:
            return all_standing(connection)

    def digest(self) -> str:
        """Return the digest of all content but times and rows: equal for stores of equal content, on any database."""
        return "-".join(f"{name}:{part[:12]}" for name, part in self.digests().items())

    def digests(self) -> Mapping[str, str]:
        """Return the digest of each part: reports, versions, records, ledger, partition, incidents, decisions, grades."""
        with self._reading() as connection:
            return digests(connection)

    # --- deciding

    def join(
        self, one: str, other: str, *, by: str, why: str, role: Role = "reviewer", version: int | None = None
    ) -> Decision:
        """Make two incidents one.

        Args:
            version: of `one` as it was seen.

        Raises:
            NotFound: there is no such incident.
            Conflict: it has changed since, or they are one already.
        """
        with self._writing() as connection:
            return deciding.join(self._desk(connection), one, other, entry_of(by, why, role), version)

    def split(
        self,
        incident: str,
        events: Sequence[str],
        *,
        by: str,
        why: str,
        role: Role = "reviewer",
        version: int | None = None,
    ) -> Decision:
        """Make some events of an incident, or all events of some reports, an incident of their own; errors as `join`."""
        with self._writing() as connection:
            return deciding.split(self._desk(connection), incident, events, entry_of(by, why, role), version)

    def reject(
        self, incident: str, *, by: str, why: str, role: Role = "reviewer", version: int | None = None
    ) -> Decision:
        """Say that an incident is none; errors as `join`."""
        with self._writing() as connection:
            return deciding.reject(self._desk(connection), incident, entry_of(by, why, role), version)

    def restore(
        self, incident: str, *, by: str, why: str, role: Role = "reviewer", version: int | None = None
    ) -> Decision:
        """Take the rejection of an incident back; errors as `join`."""
        with self._writing() as connection:
            return deciding.restore(self._desk(connection), incident, entry_of(by, why, role), version)

    def undo(self, number: int | None = None, *, by: str, why: str, role: Role = "reviewer") -> Decision:
        """Undo a decision, the last in force where no number is given, of a coder the last of their own.

        Raises:
            NotFound: there is no such decision.
            Conflict: it is undone already.
            NotAllowed: a coder asks, and another made it.
        """
        with self._writing() as connection:
            return deciding.undo(self._desk(connection), number, entry_of(by, why, role))

    def review(
        self,
        incident: str,
        state: str,
        *,
        by: str,
        why: str = "",
        role: Role = "reviewer",
        version: int | None = None,
    ) -> Incident:
        """Set the state of an incident's review; errors as `join`."""
        with self._writing() as connection:
            name = deciding.review(self._desk(connection), incident, state, entry_of(by, why, role), version)
            return self._incident(connection, name)

    def _desk(self, connection: sa.Connection) -> Desk:
        return Desk(connection, self._kit, self.name)

    # --- grading

    def set_grade(self, publisher: str, reliability: str, *, by: str, why: str = "", role: Role = "reviewer") -> None:
        """Grade how reliable an outlet is, A to F; all incidents that it tells are made anew.

        Raises:
            SettingsError: there is no such grade.
        """
        with self._writing() as connection:
            desk = self._grade(connection, "publisher", outlet_key(publisher), reliability, entry_of(by, why, role))
            told = query.under_facet(connection, f"outlet:{outlet_key(publisher)}")
            for some in chunks(told, linking.AT_ONCE):
                of = sa.select(tellings.c.event_id).join(members, members.c.telling == tellings.c.id)
                ids = [row.event_id for row in rows_in(connection, of, members.c.incident, some)]
                deciding.settle_events(desk, ids, moment())

    def set_credibility(
        self, reference: str, credibility: str, *, by: str, why: str = "", role: Role = "reviewer"
    ) -> None:
        """Grade how credible a report is, or what it tells of one event, 1 to 6; by the id of either or its start.

        Raises:
            NotFound: there is no such event or report.
            SettingsError: there is no such grade.
        """
        with self._writing() as connection:
            t = tellings.c
            query_of = sa.select(t.event_id).where(t.report_id == reference.strip().lower())
            ids = list(connection.execute(query_of).scalars())
            of: GradeOf = "report" if ids else "event"
            subject = reference.strip().lower() if ids else find_event(connection, reference, name=self.name)
            desk = self._grade(connection, of, subject, credibility, entry_of(by, why, role))
            deciding.settle_events(desk, ids or [subject], moment())

    def _grade(self, connection: sa.Connection, of: GradeOf, subject: str, grade: str, entry: Entry) -> Desk:
        check_grade(of, grade)
        row = {"of": of, "subject": subject, "grade": grade, "by": entry.by, "at": entry.at, "reason": entry.why}
        connection.execute(grades.insert(), row | {"number": deciding.next_number(connection)})
        return self._desk(connection)


def entry_of(by: str, why: str, role: Role = "reviewer") -> Entry:
    """Return who decides now, and why."""
    return Entry(by.strip(), moment(), why.strip(), role)


def _explained(kit: Kit, teller: Teller, known: Mapping[str, Telling]) -> Teller:
    """Return a teller with all that spoke for its join, and against it."""
    joined = teller.joined
    if joined is None or teller.event_id not in known or joined.to not in known:
        return teller
    weight, evidence = kit.linker.explain(known[teller.event_id], known[joined.to])
    # What people joined, or another linker did, may be barred to this one: then what it was joined with is all there is to say.
    stands = joined.weight if joined.by or not math.isfinite(weight) else weight
    full = Joined(joined.to, stands, evidence, by=joined.by, reason=joined.reason)
    return dataclasses.replace(teller, joined=full)
