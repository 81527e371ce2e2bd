"""What people's decisions mean for the events at hand: who belongs together, who apart, and what was said of an incident.

Joining puts all events of both incidents together. Splitting puts those that were named together, the rest together, and
the two apart. Where two decisions contradict each other, the later goes before: linkage sees to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from dateline.codec import from_data
from dateline.corrections import CorrectedSlot, PersonReview, Role
from dateline.incidents import Review, ReviewState
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decision_events, decisions

if TYPE_CHECKING:
    from dateline.linkage import Constraints
    from dateline.store.incidents.components import Held

Group = tuple[str, ...]

SAID = ("review", "reject", "restore", "correct", "add")
"""Actions that say something of an incident; the others say who belongs to it."""

JUDGED = frozenset({"accepted", "corrected", "rejected"})
"""States by which somebody has judged an incident."""


@dataclass(frozen=True, slots=True)
class Word:
    """A decision in force on who belongs together, as far as the events that it names are there.

    Args:
        together: groups of events that are one incident.
        apart: two groups of which no two are.
        joined: the two groups that were made one.
    """

    number: int
    by: str
    reason: str
    together: tuple[Group, ...]
    apart: tuple[Group, Group] = ((), ())
    joined: tuple[Group, Group] = ((), ())

    def joins(self, one: str, other: str) -> bool:
        """Whether it was this that brought two events together, and not that they were together before."""
        ours, theirs = self.joined
        return (one in ours and other in theirs) or (one in theirs and other in ours)


def words_about(connection: sa.Connection, ids: Collection[str]) -> list[Word]:
    """Return the joins and splits in force that hold on any of these events."""
    e, d = decision_events.c, decisions.c
    of = decision_events.join(decisions, e.number == d.number)
    naming = sa.select(e.number).select_from(of).where(d.undone.is_(False), d.action.in_(("join", "split"))).distinct()
    numbers = sorted({row.number for row in rows_in(connection, naming, e.holds, ids)})
    if not numbers:
        return []
    sides: dict[int, tuple[list[str], list[str]]] = {}
    held = sa.select(e.number, e.side, e.holds).where(e.holds.is_not(None)).order_by(e.number, e.ordinal)
    for row in rows_in(connection, held, e.number, numbers):
        side = sides.setdefault(row.number, ([], []))[row.side]
        if row.holds not in side:
            side.append(row.holds)
    found = []
    for row in rows_in(connection, sa.select(decisions), d.number, numbers):
        ours, theirs = (tuple(side) for side in sides[row.number])
        if row.action == "join":
            bridge = tuple(side[0] for side in (ours, theirs) if side)
            found.append(Word(row.number, row.by, row.reason, (ours, theirs, bridge), joined=(ours, theirs)))
        else:
            # Two events that recoding has made one are no longer apart.
            theirs = tuple(event_id for event_id in theirs if event_id not in ours)
            found.append(Word(row.number, row.by, row.reason, (ours, theirs), (ours, theirs)))
    return sorted(found, key=lambda word: word.number)


def constraints_of(words: Iterable[Word]) -> Constraints:
    """Return what clustering must keep to."""
    from dateline.linkage import Apart, Constraints, Together

    ordered = sorted(words, key=lambda word: word.number)
    return Constraints(
        together=tuple(
            Together(word.number, group[0], other)
            for word in ordered
            for group in word.together
            for other in group[1:]
            if other != group[0]
        ),
        apart=tuple(Apart(word.number, *map(frozenset, word.apart)) for word in ordered if all(word.apart)),
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """An entry that says something of the incident that holds an event."""

    number: int
    event_id: str
    action: str
    state: str | None
    by: str
    at: str
    reason: str
    role: Role = "reviewer"


def sayings_about(connection: sa.Connection, ids: Collection[str]) -> dict[str, list[Saying]]:
    """Return the reviews, rejections, restorations and corrections in force that hold on these events, by event."""
    e, d = decision_events.c, decisions.c
    of = decision_events.join(decisions, e.number == d.number)
    columns = (e.holds, d.number, d.action, d.state, d.by, d.at, d.reason, d.role)
    query = sa.select(*columns).select_from(of).where(d.undone.is_(False), d.action.in_(SAID), e.side == 0)
    found: dict[str, list[Saying]] = {}
    for row in rows_in(connection, query, e.holds, ids):
        saying = Saying(row.number, row.holds, row.action, row.state, row.by, row.at, row.reason, row.role)
        found.setdefault(row.holds, []).append(saying)
    return found


def review_of(sayings: Iterable[Saying]) -> Review:
    """Return what these came to: what reviewers judged, and else what all said since a reviewer last did.

    Corrections count whoever made them: they are in force where no reviewer said otherwise of their slot.
    """
    found = sorted({saying.number: saying for saying in sayings}.values(), key=lambda saying: saying.number)
    reviewed = [saying for saying in found if saying.role == "reviewer"]
    if _folded(reviewed).state in JUDGED or len(reviewed) == len(found):
        return _folded([said for said in found if said.role == "reviewer" or said.action in {"correct", "add"}])
    last = reviewed[-1].number if reviewed else 0
    return _folded([saying for saying in found if saying.role == "reviewer" or saying.number > last])


def _folded(sayings: Iterable[Saying]) -> Review:
    """Return what the last of these came to; restoring brings back the state before the rejection.

    A correction makes it corrected, and so it stays when somebody accepts it: the values are no longer the machine's.
    """
    review, before = Review(), Review()
    corrected = False
    for said in sayings:
        if said.action == "restore":
            review = Review(before.state, said.by, said.at, said.reason)
            continue
        if said.state == "seen" and review.state in JUDGED and said.by != review.by:
            continue  # That somebody else looked at it takes no judgement back.
        state = _state_said(said, review)
        corrected = corrected or said.action in {"correct", "add"}
        if corrected and state == "accepted":
            state = "corrected"
        review = Review(state, said.by, said.at, said.reason)
        if state != "rejected":
            before = review
    return review


def _state_said(said: Saying, now: Review) -> ReviewState:
    if said.action in {"correct", "add"}:
        return "rejected" if now.state == "rejected" else "corrected"
    if said.action == "reject":
        return "rejected"
    # A review without a state gives the state that stands a reason.
    return cast("ReviewState", said.state) if said.state is not None else now.state


def judged_by(sayings: Iterable[Saying]) -> dict[str, PersonReview]:
    """Return what each person last said of an incident, by name."""
    by_person: dict[str, list[Saying]] = {}
    for saying in sorted({one.number: one for one in sayings}.values(), key=lambda one: one.number):
        by_person.setdefault(saying.by, []).append(saying)
    found = {}
    for name, said in by_person.items():
        last = said[-1]
        found[name] = PersonReview(last.number, _folded(said).state, name, last.role, last.at, last.reason)
    return found


def said_of(sayings: Mapping[str, list[Saying]], members: Iterable[Held]) -> dict[str, Any]:
    """Return what consolidation is told of what people said of the events that it makes an incident of."""
    members = list(members)
    review, judges = judgement_of(said for held in members for said in sayings.get(held.telling.event_id, ()))
    return {
        "review": review,
        "corrections": [
            from_data(CorrectedSlot, data, where="correction") for held in members for data in held.corrections or ()
        ],
        "judges": judges,
    }


def judgement_of(sayings: Iterable[Saying]) -> tuple[Review, tuple[str, ...]]:
    """Return what people's words on an incident come to, and who judged it, by name."""
    about = list(sayings)
    return review_of(about), tuple(sorted(name for name, one in judged_by(about).items() if one.state in JUDGED))
