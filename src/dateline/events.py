"""The types of the coded record: what dateline writes for one report.

Every value taken from a report carries the spans of the words it came from. Types are frozen and check
themselves when made; a `CodedReport` also checks that every span quotes the report's text. The JSON form
(`dateline.codec`) has the same fields under the same names: a field made with `absent()` is left out where it
is None, any other None is written as null (a toll whose number is not known, an open end).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from dateline import vocabulary as v
from dateline.check import absent, check_bounds, check_moment, check_one_of, check_probability
from dateline.display import as_html
from dateline.errors import RecordError
from dateline.text import Place, Report, Span, content_id

__all__ = [
    "CodedReport", "Coder", "Count", "Cue", "Damage", "Event", "EventType", "Participant", "Place", "Problem", "Responsibility",
    "Source", "Spans", "Speaker", "Thing", "Toll", "WeaponUse", "When", "Who", "event_id", "spans_of",
]  # fmt: skip

SCHEMA = "dateline/1"
MAX_ANCHOR_WORDS = 30
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """To whom words are credited, and the cue ("said", "according to", "believed") that credits them.

    `name` is None where nobody is named ("is believed to have"); `anonymous` where the source is not to be named.
    """

    name: str | None
    spans: Spans = ()
    kind: v.ActorKind | None = absent()
    cue: Span | None = absent()
    anonymous: bool = False

    def __post_init__(self) -> None:
        if self.kind is not None:
            check_one_of(self.kind, v.ActorKind, "a speaker's kind")


@dataclass(frozen=True, slots=True)
class EventType:
    """The codes of an event; ACLED sub-event type, CAMEO root and UCDP type of violence come from the crosswalk."""

    plover: v.Plover
    mode: str | None = None
    acled: str | None = None
    cameo: str | None = None
    ucdp: str | None = None

    def __post_init__(self) -> None:
        check_one_of(self.plover, v.Plover, "an event's type")


@dataclass(frozen=True, slots=True)
class Count:
    """How many attacks or acts; high is None where no upper bound is given."""

    low: int | None = 1
    high: int | None = 1
    approximate: bool = False
    spans: Spans = ()

    def __post_init__(self) -> None:
        check_bounds(self.low, self.high, "a count")


@dataclass(frozen=True, slots=True)
class When:
    """An interval in the zone of the event's place; `end` is inclusive and None where it is open."""

    start: str | None
    end: str | None
    precision: v.TimePrecision
    approximate: bool = False
    basis: v.TimeBasis = "text"
    zone: str | None = absent()
    spans: Spans = ()
    confidence: float | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.precision, v.TimePrecision, "a time's precision")
        check_one_of(self.basis, v.TimeBasis, "a time's basis")
        check_moment(self.start, "a time's start")
        check_moment(self.end, "a time's end")
        if self.start is None and self.end is None:
            raise RecordError("a time needs a start or an end")
        if self.start and self.end and self.start[:10] > self.end[:10]:
            raise RecordError(f"a time must not end before it starts; got {self.start} and {self.end}")
        if self.basis == "text" and not self.spans:
            raise RecordError("a time with basis text needs the words it came from")
        check_probability(self.confidence, "a time's confidence")


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part and how; `name` is the shortest full noun phrase, `actor` an id of the actor dictionary."""

    id: str
    role: v.ParticipantRole
    name: str
    kind: v.ActorKind
    spans: Spans
    actor: str | None = absent()
    country: str | None = absent()
    count: Count | None = absent()
    confidence: float | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.role, v.ParticipantRole, "a participant's role")
        check_one_of(self.kind, v.ActorKind, "a participant's kind")
        if not self.spans:
            raise RecordError(f"a participant needs the words it came from: {self.name!r}")
        check_probability(self.confidence, "a participant's confidence")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who says who did it; `actor` is a participant's id, None where nobody claimed it."""

    actor: str | None
    stance: v.Stance
    speaker: Speaker | None = None
    spans: Spans = ()
    confidence: float | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.stance, v.Stance, "a stance")
        if (self.actor is None) and self.stance != "unclaimed":
            raise RecordError(f"a responsibility with stance {self.stance} needs an actor")
        if not self.spans:
            raise RecordError("a responsibility needs the words it came from")
        check_probability(self.confidence, "a responsibility's confidence")


@dataclass(frozen=True, slots=True)
class WeaponUse:
    """A weapon that was used, with the words that say so."""

    kind: v.Weapon
    spans: Spans

    def __post_init__(self) -> None:
        check_one_of(self.kind, v.Weapon, "a weapon")
        if not self.spans:
            raise RecordError("a weapon needs the words it came from")


@dataclass(frozen=True, slots=True)
class Who:
    """The people whom a toll counts."""

    name: str
    kind: v.ActorKind
    spans: Spans

    def __post_init__(self) -> None:
        check_one_of(self.kind, v.ActorKind, "the kind of people harmed")


@dataclass(frozen=True, slots=True)
class Toll:
    """People harmed. No value and zero differ: 0 to 0 is a statement, null to null one that the number is not known."""

    id: str
    measure: v.Measure
    low: int | None
    high: int | None
    spans: Spans
    who: Who | None = absent()
    approximate: bool = False
    speaker: Speaker | None = absent()
    part_of: str | None = absent()
    said_at: str | None = absent()
    superseded_by: str | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.measure, v.Measure, "a toll's measure")
        check_bounds(self.low, self.high, "a toll")
        if not self.spans:
            raise RecordError("a toll needs the words it came from")


@dataclass(frozen=True, slots=True)
class Thing:
    """A piece of property."""

    name: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of property."""

    what: Thing
    effect: v.DamageEffect
    speaker: Speaker | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.effect, v.DamageEffect, "an effect on property")
        if not self.what.spans:
            raise RecordError(f"damage needs the words it came from: {self.what.name!r}")


@dataclass(frozen=True, slots=True)
class Source:
    """Whom the report credits for the event as a whole."""

    speaker: Speaker
    stance: v.SourceStance = "affirms"

    def __post_init__(self) -> None:
        check_one_of(self.stance, v.SourceStance, "a source's stance")


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a label or an inferred value is what it is: the words that decided it, and the rule in words."""

    slot: str
    reason: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that the report says happened, was tried, is planned or is threatened."""

    id: str
    type: EventType
    anchor: Span
    standing: v.Standing
    factuality: v.Factuality
    confidence: float
    sphere: v.Sphere = "political"
    count: Count = Count()
    when: When | None = absent()
    where: tuple[Place, ...] = ()
    participants: tuple[Participant, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    weapons: tuple[WeaponUse, ...] = ()
    tolls: tuple[Toll, ...] = ()
    damage: tuple[Damage, ...] = ()
    sources: tuple[Source, ...] = ()
    cues: tuple[Cue, ...] = ()

    def __post_init__(self) -> None:
        check_one_of(self.sphere, v.Sphere, "a sphere")
        check_one_of(self.standing, v.Standing, "a standing")
        check_one_of(self.factuality, v.Factuality, "a factuality")
        check_probability(self.confidence, "an event's confidence")
        if len(self.anchor.quote.split()) > MAX_ANCHOR_WORDS:
            raise RecordError(f"an anchor has at most {MAX_ANCHOR_WORDS} words; got {self.anchor.quote!r}")
        known = {p.id for p in self.participants}
        if len(known) != len(self.participants):
            raise RecordError("two participants of one event share an id")
        lost = [r.actor for r in self.responsibility if r.actor is not None and r.actor not in known]
        if lost:
            raise RecordError(f"responsibility names a participant that is not there: {lost[0]!r}")
        tolls = {t.id for t in self.tolls}
        for toll in self.tolls:
            for other in (toll.part_of, toll.superseded_by):
                if other is not None and (other not in tolls or other == toll.id):
                    raise RecordError(f"toll {toll.id} points to a toll that is not there: {other!r}")


@dataclass(frozen=True, slots=True)
class Coder:
    """Who coded: version, model and settings together are the coder's fingerprint."""

    version: str
    model: str
    settings: str

    @property
    def fingerprint(self) -> str:
        """The hash of the three."""
        return content_id(self.version, self.model, self.settings)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was cut, unreadable, undated, or in another language."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report and the events coded from it: one line of `dateline code --format jsonl`."""

    coder: Coder
    report: Report
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()

    _repr_html_ = as_html

    def __post_init__(self) -> None:
        if len({e.id for e in self.events}) != len(self.events):
            raise RecordError("two events of one report share an id")
        text = self.report.text
        for span in spans_of(self.events):
            if text[span.start : span.end] != span.quote:
                raise RecordError(f"a span does not quote the report: {span.start}:{span.end} {span.quote!r}")

    @property
    def relevant(self) -> bool:
        """False where the report tells of no event."""
        return bool(self.events)


def event_id(report: Report, plover: str, anchor: Span) -> str:
    """Return the id of an event: from the report's id, its type and its anchor."""
    return content_id(report.id, plover, str(anchor.start), str(anchor.end))


def spans_of(value: object) -> Iterator[Span]:
    """Return every span anywhere inside a value made of the record's types."""
    found: list[Span] = []
    _gather_spans(value, found)
    return iter(found)


def _gather_spans(value: object, found: list[Span]) -> None:
    kind = type(value)
    if kind in _WITHOUT:
        return
    if kind is tuple:
        for item in value:  # type: ignore[attr-defined]
            _gather_spans(item, found)
    elif isinstance(value, Span):
        found.append(value)
    elif not isinstance(value, (type, Report)):
        for name in _parts_of(kind):
            _gather_spans(getattr(value, name), found)


_WITHOUT = frozenset({str, int, float, bool, type(None)})
"""Types of most values of a record, in which no span is."""
_PARTS: dict[type, tuple[str, ...]] = {}
"""What `_parts_of` told of a type: every span of every record is looked up by it."""


def _parts_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a type of the record, none of any other."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()
    return _PARTS[kind]
