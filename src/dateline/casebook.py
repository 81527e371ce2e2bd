"""The incidents of a store and what people say of them: `Project.incidents`, the wiring beside `project`.

Everything that a person decides (join, split, reject, restore, undo, review, grade) is an entry with who, when and why.
It outlives later coding, and undoing it brings back exactly what stood before.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, cast, get_args

from dateline.corrections import Role
from dateline.errors import SettingsError

if TYPE_CHECKING:
    from dateline.incidents import (
        Change,
        Decision,
        Incident,
        ReviewState,
    )
    from dateline.reviewing import ReviewDesk
    from dateline.store import (
        Counted,
        Grade,
        Hit,
        IncidentPage,
        Months,
        Name,
        Number,
        Point,
        PointTexts,
        Profile,
        ReportPage,
        Store,
    )

USER_VARIABLE = "DATELINE_USER"
"""The environment variable that says in whose name decisions are made, where none is given."""

ROLE_VARIABLE = "DATELINE_ROLE"
"""The environment variable that says whether decisions are made as a coder or as a reviewer, where it is not said."""

ROWS = 1000
"""Changes or rows that are read at a time where all are asked for: none holds the database for long."""


FIRST_ROWS = 60
"""Rows that are read at first: who wants a few does not wait for many."""


class Opener(Protocol):
    """Opens the store of a project, once."""

    def __call__(self, *, must_exist: bool) -> Store:
        """Return the store."""
        ...


def user_name(given: str | None = None) -> str:
    """Return in whose name a decision is made: as given, else as DATELINE_USER says, else who is logged in.

    Raises:
        SettingsError: nobody can be told.
    """
    name = given or os.environ.get(USER_VARIABLE, "")
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError):
            name = ""
    if not name.strip():
        raise SettingsError(f"in whose name? Give --by NAME, or set {USER_VARIABLE}")
    return name.strip()


def user_role(given: str | None = None) -> Role:
    """Return as what a decision is made: as given, else as DATELINE_ROLE says, else as a reviewer.

    Raises:
        SettingsError: there is no such role.
    """
    name = given or os.environ.get(ROLE_VARIABLE, "") or "reviewer"
    if name not in get_args(Role):
        raise SettingsError(f"a role is one of {', '.join(get_args(Role))}; got {name!r:.40}")
    return cast("Role", name)


def reason_of(why: str) -> str:
    """Return why a decision is made.

    Raises:
        SettingsError: it says nothing.
    """
    if not why.strip():
        raise SettingsError('why? Say it in a few words, such as --why "two shops, two hours apart"')
    return " ".join(why.split())


class Casebook:
    """Incidents: listing and opening them, deciding about them, following what changes."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    @property
    def _store(self) -> Store:
        return self._opener(must_exist=True)

    # --- asking

    def list(
        self, *, limit: int = 50, cursor: str | None = None, order: str = "day", **filters: object
    ) -> IncidentPage:
        """Return a page of incidents.

        Args:
            cursor: of the page before, for the next.
            order: `day` (the latest first), `reports` (told by most), `killed` (the deadliest), `changed` (the last changed),
                `confidence` (the least sure).
            filters: those of `Project.list`, and kind, review, sources (at least), search; `dateline.store.INCIDENT_FILTERS`
                says what each means.
        """
        return self._store.incidents(filters, limit=limit, cursor=cursor, order=order)

    def each(self, *, order: str = "day", **filters: object) -> Iterator[Incident]:
        """Yield whole incidents that fit the filters of `list`."""
        cursor: str | None = None
        rows = FIRST_ROWS
        while True:
            page = self._store.incidents(filters, limit=rows, cursor=cursor, order=order)
            yield from self._store.whole_incidents([row.id for row in page.rows])
            cursor = page.cursor
            if cursor is None:
                return
            rows = min(4 * rows, ROWS)

    def count(self, **filters: object) -> int:
        """Return how many incidents fit the filters of `list`."""
        return self._store.count_incidents(filters)

    def get(self, reference: str) -> Incident:
        """Return an incident: by its id, one it had before, the id of any event in it, or the start of one.

        Raises:
            NotFound: nothing is stored under it.
        """
        return self._store.incident(reference)

    def why(self, reference: str) -> Incident:
        """Return an incident with all evidence that joined its reports: each teller's `joined` is complete."""
        return self._store.why(reference)

    def search(self, words: str, *, kinds: Sequence[str] = (), limit: int = 50) -> Sequence[Hit]:
        """Return reports and incidents that say some words, the best first.

        Args:
            words: words; "a phrase"; OR between alternatives; a minus before what must not be there.
            kinds: `report`, `incident`; both where none is given.
        """
        store = self._store
        found = store.search(words, kinds=tuple(kinds), limit=limit) if kinds else store.search(words, limit=limit)
        return found.hits

    def count_up_to(self, most: int, **filters: object) -> Number:
        """Return how many incidents fit, counted no further than `most` where that takes counting."""
        return self._store.count_up_to(most, filters)

    def points(self, *, most: int = 50_000, **filters: object) -> tuple[Point, ...]:
        """Return the incidents that fit as points for maps and timelines, at most so many, the latest first."""
        return self._store.points(filters, most=most)

    def point_texts(self, *, most: int = 50_000, **filters: object) -> PointTexts:
        """Return the same as JSON arrays, a column each: for sending very many."""
        return self._store.point_texts(filters, most=most)

    def facet_counts(
        self, *, facets: Mapping[str, int] | None = None, most: int | None = None, **filters: object
    ) -> Counted:
        """Return, for each facet, its commonest values and how many incidents have them that fit the other filters.

        Args:
            facets: which, and how many values of each; without it the usual ones.
            most: how many incidents are looked at where the totals that are kept do not tell, the latest; None for all.
        """
        return self._store.facet_counts(filters, facets=facets, most=most)

    def months(self, *, most: int | None = None, **filters: object) -> Months:
        """Return how many incidents that fit there were a month and type, and how many were killed; `most` as above."""
        return self._store.months(filters, most=most)

    def profile(self, of: Literal["actor", "place"], name: str, *, most: int = 2000, **filters: object) -> Profile:
        """Return the incidents of an actor or a place over time, with whom and where; of the latest `most`.

        Raises:
            NotFound: no incident that fits has it.
        """
        return self._store.profile(of, name, filters, most=most)

    def names(self, of: Literal["actor", "place"], part: str = "", *, limit: int = 20) -> tuple[Name, ...]:
        """Return actors or places by a part of their name, the commonest first."""
        return self._store.names(of, part, limit=limit)

    def reports(self, *, limit: int = 50, cursor: str | None = None, **filters: object) -> ReportPage:
        """Return a page of stored reports that are current, the latest published first.

        Args:
            cursor: of the page before, for the next.
            filters: since, until (of publication), publisher, language, search; `dateline.store.REPORT_FILTERS`.
        """
        return self._store.reports(filters, limit=limit, cursor=cursor)

    def of_events(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the incident that each event is in, by the events' ids; events that are in none are left out."""
        return self._store.incidents_of_events(ids)

    def changes(self, since: int = 0, *, limit: int | None = None) -> Iterator[Change]:
        """Yield what changed after a number of the change feed, in order; numbers have no gaps."""
        left = limit
        while left is None or left > 0:
            found = self._store.changes(since, limit=ROWS if left is None else min(ROWS, left))
            yield from found
            if not found:
                return
            since = found[-1].number
            left = None if left is None else left - len(found)

    def changes_after(self, since: int, *, limit: int) -> tuple[Change, ...]:
        """Return the first changes after a number of the change feed, at most so many."""
        return self._store.changes(since, limit=limit)

    def last_change(self) -> int:
        """Return the number of the last change; 0 where there was none."""
        return self._store.last_change()

    def decisions(self, reference: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided, of one incident or of all, the first decision first."""
        return self._store.decisions(reference)

    # --- deciding

    def join(
        self,
        one: str,
        other: str,
        *,
        why: str,
        by: str | None = None,
        role: Role | None = None,
        version: int | None = None,
    ) -> Decision:
        """Say that two incidents are one.

        Args:
            version: of the incident `one` as it was seen; Conflict where it has changed since.

        Raises:
            NotFound: there is no such incident. Conflict: it has changed, or they are one already.
        """
        return self._store.join(one, other, by=user_name(by), role=user_role(role), why=reason_of(why), version=version)

    def split(
        self,
        incident: str,
        events: Sequence[str],
        *,
        why: str,
        by: str | None = None,
        role: Role | None = None,
        version: int | None = None,
    ) -> Decision:
        """Say that some events (or all events of some reports) of an incident are another one."""
        return self._store.split(
            incident, tuple(events), by=user_name(by), role=user_role(role), why=reason_of(why), version=version
        )

    def reject(
        self, incident: str, *, why: str, by: str | None = None, role: Role | None = None, version: int | None = None
    ) -> Decision:
        """Say that an incident is none: it stays out of lists and exports, and can be restored."""
        return self._store.reject(incident, by=user_name(by), role=user_role(role), why=reason_of(why), version=version)

    def restore(
        self, incident: str, *, why: str, by: str | None = None, role: Role | None = None, version: int | None = None
    ) -> Decision:
        """Take a rejection back."""
        return self._store.restore(
            incident, by=user_name(by), role=user_role(role), why=reason_of(why), version=version
        )

    def undo(
        self, number: int | None = None, *, why: str = "undone", by: str | None = None, role: Role | None = None
    ) -> Decision:
        """Undo a decision, the last one that stands where no number is given; a coder undoes what is their own."""
        return self._store.undo(number, by=user_name(by), role=user_role(role), why=reason_of(why))

    def review(
        self,
        incident: str,
        state: ReviewState,
        *,
        why: str = "",
        by: str | None = None,
        role: Role | None = None,
        version: int | None = None,
    ) -> Incident:
        """Set the state of an incident's review."""
        return self._store.review(incident, state, by=user_name(by), role=user_role(role), why=why, version=version)

    def grade_outlet(self, publisher: str, reliability: str, *, why: str = "", by: str | None = None) -> None:
        """Grade how reliable an outlet is, A to F; its incidents are weighed anew."""
        self._store.set_grade(publisher, reliability, by=user_name(by), why=why)

    def grade_telling(self, reference: str, credibility: str, *, why: str = "", by: str | None = None) -> None:
        """Grade how credible what a report tells of an event is, 1 to 6."""
        self._store.set_credibility(reference, credibility, by=user_name(by), why=why)

    def grades(self) -> tuple[Grade, ...]:
        """Return the grades that people gave."""
        return self._store.grades()

    @property
    def desk(self) -> ReviewDesk:
        """The desk: correcting what was coded, deciding in bulk, who differs from whom, agreement."""
        from dateline.reviewing import ReviewDesk

        return ReviewDesk(self._opener)

    # --- keeping

    def link(self, *, progress: Callable[[int, int], None] | None = None, anew: bool = False, workers: int = 1) -> int:
        """Link what waits to be linked, or everything anew where linkage has changed; return how many events were linked.

        Args:
            anew: link everything anew in any case: where `dateline db check` found faults.
            workers: processes by which everything is linked anew; the incidents are the same for any number.
        """
        return self._store.link(progress=progress, anew=anew, workers=workers)
