"""The types of a correction: what people say of one slot of one event of one report, against what the machine coded.

The stored record stays as it is. A correction is laid over it, and undone is lifted off again; what each person said is kept,
in force is the last reviewer's word, else the last coder's. Which slots there are and how values go into an event stands in
`dateline.slots`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline import vocabulary as v
from dateline.check import check_one_of
from dateline.errors import RecordError
from dateline.events import (
    Count,
    Damage,
    Event,
    EventType,
    Participant,
    Source,
    Spans,
    Speaker,
    Toll,
    WeaponUse,
    When,
)
from dateline.text import Place, Report, Span

Role = Literal["coder", "reviewer"]
"""What somebody decides as: a reviewer's word goes before any coder's."""

CorrectionAction = Literal["correct", "add"]
"""`correct`: a slot says something else (the slot "event" says whether there is one at all). `add`: there is an event that
the machine missed."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Who says who did it, whole in itself: the doer with words of its own, not by an id that later coding may give away.

    Args:
        doer: None where nobody claimed it.
    """

    stance: v.Stance
    doer: Participant | None = None
    speaker: Speaker | None = None
    spans: Spans = ()

    def __post_init__(self) -> None:
        check_one_of(self.stance, v.Stance, "a stance")
        if self.doer is None and self.stance != "unclaimed":
            raise RecordError(f"a responsibility with stance {self.stance} needs a doer")
        if not self.spans:
            raise RecordError("a responsibility needs the words it came from")


Items = (
    tuple[Place, ...]
    | tuple[Participant, ...]
    | tuple[Blame, ...]
    | tuple[WeaponUse, ...]
    | tuple[Toll, ...]
    | tuple[Damage, ...]
    | tuple[Source, ...]
)
SlotValue = EventType | Span | Count | When | Items | str | bool | None
"""What a slot says; None and no items are "not stated"."""


@dataclass(frozen=True, slots=True)
class CorrectedSlot:
    """A correction in force, as an incident names it.

    Args:
        number: of the decision.
        disputed: somebody else said otherwise.
    """

    number: int
    event_id: str
    slot: str
    by: str
    role: Role
    at: str
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody said of a slot.

    Args:
        number: of the decision. event: that it holds on now; where it is lost, that it was said of.
        report: of the event now. slot: "event" where an event was added, or said to be none.
        value: what the slot says; of an added event the event itself. old: what stood before. was, now: the same in words.
        in_force: it is what counts. undone: it was taken back. lost: its event, or its words, are gone.
    """

    number: int
    action: CorrectionAction
    event: str
    report: str
    slot: str
    value: SlotValue | Event
    old: SlotValue
    was: str
    now: str
    by: str
    role: Role
    at: str
    reason: str
    in_force: bool = False
    undone: bool = False
    lost: bool = False

    def __post_init__(self) -> None:
        check_one_of(self.action, CorrectionAction, "an action")
        check_one_of(self.role, Role, "a role")


@dataclass(frozen=True, slots=True)
class SlotReview:
    """A slot that people said something of: what is in force, what the machine said, and every word in its order.

    Args:
        in_force: the number of the decision that counts; None where all of them were lost.
        disputed: the last words of two people differ.
    """

    slot: str
    value: SlotValue
    machine: SlotValue
    in_force: int | None
    disputed: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class PersonReview:
    """What one person last said of the incident that an event is in."""

    number: int
    state: str
    by: str
    role: Role
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventReview:
    """An event as the desk shows it.

    Args:
        version: what must be sent back to correct it; it changes with each word on the event, and with each new coding.
        added: people added it. removed: in force is that there is none.
        event: as corrected; of a removed one as it would be. machine: as coded, None where it was added.
    """

    id: str
    report_id: str
    version: str
    incident: str | None
    incident_version: int | None
    state: str
    added: bool
    removed: bool
    event: Event
    machine: Event | None
    slots: tuple[SlotReview, ...] = ()
    reviews: tuple[PersonReview, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportReview:
    """A report as the desk shows it; `lost` are the corrections whose event or words are gone."""

    report: Report
    version: str
    events: tuple[EventReview, ...]
    lost: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One person's word in a disagreement, the value in words."""

    by: str
    role: Role
    at: str
    number: int
    words: str
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A slot over which people differ, side by side."""

    event: str
    report_id: str
    incident: str | None
    anchor: str
    slot: str
    machine: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that marked words may stand for.

    Args:
        value: of a slot of many values one of them. words: for people. why: how it was found.
    """

    slot: str
    value: SlotValue | Place | Participant | Blame | WeaponUse | Toll | Damage | Source
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What came of a bulk action: the number of its decision (None where nothing was to do), incidents done and passed over."""

    number: int | None
    done: int
    skipped: int
