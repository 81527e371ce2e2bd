"""The types of the incident: what merging makes of the events of many reports that tell one thing.

An incident keeps every rival value with who told it; nothing in it is an average. The records of its reports hold the
words; here stand their spans, with the ids that say whose they are. The JSON form follows from these types
(`dateline.codec.to_data`), as that of records does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline import vocabulary as v
from dateline.check import absent, check_bounds, check_moment, check_one_of
from dateline.corrections import CorrectedSlot, Role
from dateline.display import as_html
from dateline.errors import RecordError
from dateline.events import Damage, EventType, Participant, Spans, Speaker, When
from dateline.text import Place

INCIDENT_SCHEMA = "dateline-incident/1"

IncidentKind = Literal["incident", "series", "recalled"]
"""`incident`: one thing; `series`: an aggregate of several, which points at incidents and never swallows them;
`recalled`: told as background alone, and shown only where it is asked for."""

ReviewState = Literal["machine", "seen", "accepted", "corrected", "rejected"]

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""How reliable an outlet is, as in the Admiralty code (NATO AJP-2.1): A completely … E unreliable, F cannot be judged."""

Credibility = Literal["1", "2", "3", "4", "5", "6"]
"""How credible a piece of information is, as in the Admiralty code: 1 confirmed … 5 improbable, 6 cannot be judged."""

LineageAction = Literal["join", "split", "reject", "restore", "review", "correct", "add", "undo"]
"""What people decide: who belongs together, what is none, how far it is checked, what a slot says, what was missed."""

Course = Literal["single", "rising", "corrected", "disputed"]
"""How a figure went; see TollHistory."""

ChangeKind = Literal["new", "updated", "merged", "split", "retracted", "restored"]
"""`merged`: it went into another incident, which `into` names. `retracted`: it is no incident (rejected by hand, or its
last report was withdrawn)."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One telling of a value: the event of the report that says so, its words, and whom the report credits.

    Args:
        source: the number of the independent source within the incident: wire copies share one.
        said_at: ISO 8601; when it was said, else when the report was published.
    """

    report_id: str
    event_id: str
    source: int
    said_at: str | None
    spans: Spans = ()
    speaker: Speaker | None = absent()


Witnesses = tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class TypeTold:
    """A type that the event is told to be of."""

    value: EventType
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class LabelTold:
    """A label (factuality, sphere) with those who give it."""

    value: str
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class WhenTold:
    """A time that is told."""

    value: When
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place that is told."""

    value: Place
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class ParticipantTold:
    """Somebody who is told to take part; `names` are all the names that reports use, the commonest first."""

    value: Participant
    names: tuple[str, ...]
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class BlameTold:
    """Who says who did it: one stance towards one doer. `name` and `actor` are None where nobody claimed it."""

    stance: v.Stance
    name: str | None
    actor: str | None
    witnesses: Witnesses

    def __post_init__(self) -> None:
        check_one_of(self.stance, v.Stance, "a stance")


@dataclass(frozen=True, slots=True)
class WeaponTold:
    """A weapon that is told to have been used."""

    value: v.Weapon
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class DamageTold:
    """What became of property, as told."""

    value: Damage
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of people harmed, as one report gives it.

    Args:
        whole: False for a part of a total ("including two policemen") and for people of one group where a total is told.
        superseded: a later figure of the same report, source or official speaker stands in its place.
    """

    low: int | None
    high: int | None
    approximate: bool
    witness: Witness
    who: str | None = absent()
    whole: bool = True
    superseded: bool = False

    def __post_init__(self) -> None:
        check_bounds(self.low, self.high, "a figure")


@dataclass(frozen=True, slots=True)
class TollHistory:
    """The figures of one measure: low, best and high by the rule in `dateline.consolidation`, and all that was told.

    Args:
        course: how the figure went: `single` (told once or always alike), `rising`, `corrected` (a later one of the
            same source is lower), `disputed` (sources differ at one time).
        figures: in the order in which they were said.
    """

    measure: v.Measure
    low: int | None
    best: int | None
    high: int | None
    course: Course
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        check_one_of(self.measure, v.Measure, "a toll's measure")
        check_one_of(self.course, Course, "the course of a toll")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of what speaks for two tellings being one incident, or against it.

    Args:
        name: of the comparison, a key of the weights.
        words: what was found, for people ("both on 8 December 2023", "Baghdad is 2 km from the US embassy").
        weight: what it adds to the log-odds; below 0 it speaks against.
    """

    name: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Joined:
    """Why a telling is in the incident: the one that it was joined to, and what spoke for it.

    Args:
        to: the id of the other event.
        weight: the log-odds that the two tell one incident.
        by: None for the machine, else who joined them by hand; `reason` is what they gave.
    """

    to: str
    weight: float
    evidence: tuple[Evidence, ...] = ()
    by: str | None = absent()
    reason: str | None = absent()


@dataclass(frozen=True, slots=True)
class Teller:
    """A report that tells the incident, with the event that it tells it by.

    Args:
        source: the number of its independent source; reports that copy one wire text share one.
        broke: it is the first of all to tell it.
        copies: the id of the report whose text it copies.
        agency: the wire whose text it is, where that is not the publisher. origin: where the report was read from.
        joined: why it is here; None for the earliest, to which the others came.
    """

    report_id: str
    event_id: str
    standing: v.Standing
    source: int
    title: str | None
    publisher: str | None
    published: str | None
    anchor: str
    reliability: Reliability = "F"
    credibility: Credibility = "6"
    broke: bool = False
    copies: str | None = absent()
    joined: Joined | None = absent()
    agency: str | None = absent()
    origin: str | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.reliability, Reliability, "a reliability")
        check_one_of(self.credibility, Credibility, "a credibility")


@dataclass(frozen=True, slots=True)
class Review:
    """What people have said of the incident: the state, and by whom and when it was last set."""

    state: ReviewState = "machine"
    by: str | None = absent()
    at: str | None = absent()
    reason: str | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.state, ReviewState, "a state of review")
        check_moment(self.at, "a review's time")


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, as all its reports tell it: of each slot the best-supported value first.

    Args:
        id: of its earliest teller by (published, event id): that event's id. The id of any event in it finds it.
        aliases: ids that it had before, or that incidents had that went into it.
        count_low, count_high: how many attacks or acts, as best supported; more than one for a series, high None where open.
        first_report, last_report: when the first and the last of its dated reports were published.
        sources: how many independent sources tell it.
        confidence: that it is right: of its events, told by independent sources (0 … 1).
        version: raised by each change; who edits says which version was seen.
        corrections: the slots of its events that people corrected, as they are in force; None where there are none.
        judges: who accepted, corrected or rejected it, by name; None where nobody did.
    """

    id: str
    kind: IncidentKind
    types: tuple[TypeTold, ...]
    factuality: tuple[LabelTold, ...]
    sphere: tuple[LabelTold, ...]
    tellers: tuple[Teller, ...]
    sources: int
    confidence: float
    when: tuple[WhenTold, ...] = ()
    where: tuple[PlaceTold, ...] = ()
    participants: tuple[ParticipantTold, ...] = ()
    responsibility: tuple[BlameTold, ...] = ()
    weapons: tuple[WeaponTold, ...] = ()
    tolls: tuple[TollHistory, ...] = ()
    damage: tuple[DamageTold, ...] = ()
    count_low: int | None = 1
    count_high: int | None = 1
    first_report: str | None = absent()
    last_report: str | None = absent()
    review: Review = Review()
    aliases: tuple[str, ...] = ()
    version: int = 1
    corrections: tuple[CorrectedSlot, ...] | None = absent()
    judges: tuple[str, ...] | None = absent()

    _repr_html_ = as_html

    def __post_init__(self) -> None:
        check_one_of(self.kind, IncidentKind, "a kind of incident")
        if not self.tellers or not self.types:
            raise RecordError("an incident needs a report that tells it")
        if len({teller.event_id for teller in self.tellers}) != len(self.tellers):
            raise RecordError("one event stands in an incident twice")


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the lineage made by hand: it outlives later coding, and can be undone.

    Args:
        number: its place in the order of all decisions.
        events: the ids of the events that it is about, of a bulk action the first of them; `others` those that they are
            joined to, parted from, or that an added one stands beside.
        undone: whether a later entry undid it.
        lost: events that it was about and that no record holds any more, so that it has no hold on them.
        state: of a review. slot, was, now: of a correction, the values in words.
        incidents: of a bulk action, how many it is about.
    """

    number: int
    action: LineageAction
    events: tuple[str, ...]
    others: tuple[str, ...]
    by: str
    at: str
    reason: str
    undone: bool = False
    lost: tuple[str, ...] = ()
    role: Role = "reviewer"
    state: ReviewState | None = absent()
    slot: str | None = absent()
    was: str | None = absent()
    now: str | None = absent()
    incidents: int | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.action, LineageAction, "an action")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change feed.

    Args:
        number: rises by one with each change, without gaps, in the order in which changes became visible.
        slots: what changed of it, in the incident's own field names.
        into: the incident that holds what this one held, where it was merged.
    """

    number: int
    incident: str
    kind: ChangeKind
    version: int
    at: str
    slots: tuple[str, ...] = ()
    into: str | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.kind, ChangeKind, "a kind of change")
