"""A coded event as a card: labelled lines of values, every value with the words of the report it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.events import CodedReport, Damage, Event, Participant, Place, Responsibility, Spans, Speaker, Toll, When
from dateline.export import words
from dateline.export.slots import SlotName

ROLE_LABELS = (
    ("perpetrator", "who"),
    ("party", "between"),
    ("speaker", "who"),
    ("target", "to whom"),
    ("recipient", "to whom"),
    ("victim", "victims"),
)
"""Roles in the order of a card, with the label of their line."""

ACTING_ROLES = frozenset({"perpetrator", "party", "speaker"})
"""The roles of those who act; the others are acted on."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a card's line; where it has a slot it is a coded value, and its spans are its words."""

    text: str
    slot: SlotName | None = None
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of a card: one value with all that belongs to it."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An event for people. `number` counts from 1 in the report; marks and cards point to each other by it."""

    number: int
    event: Event
    heading: str
    code: str
    badges: tuple[str, ...]
    lines: tuple[Line, ...]


def cards(record: CodedReport) -> tuple[Card, ...]:
    """Return a card for each event of the record, in its order."""
    return tuple(card(event, number) for number, event in enumerate(record.events, start=1))


def card(event: Event, number: int) -> Card:
    """Return the card of one event."""
    kind = event.type
    schemes = (kind.acled, f"CAMEO {kind.cameo}" if kind.cameo else None, f"UCDP {kind.ucdp}" if kind.ucdp else None)
    return Card(
        number=number,
        event=event,
        heading=words.type_phrase(kind).capitalize(),
        code=" · ".join((words.type_code(kind), *(scheme for scheme in schemes if scheme))),
        badges=(event.standing, event.factuality, f"{event.sphere} sphere", f"confidence {event.confidence:.2f}"),
        lines=tuple(_lines(event)),
    )


def _lines(event: Event) -> Iterator[Line]:
    yield Line("words", (Part(f"“{event.anchor.quote}”", "event", (event.anchor,)),))
    yield from _participants(event)
    for place in event.where:
        yield Line("where", tuple(_place(place)))
    if event.when:
        yield Line("when", tuple(_when(event.when)))
    counted = words.count_phrase(event.count)
    if counted or event.count.spans:
        number = words.bounds(event.count.low, event.count.high, approximate=event.count.approximate)
        yield Line("how many", (Part(number, "count", event.count.spans), Part(" acts")))
    totals = {toll.id: toll for toll in event.tolls}
    for toll in event.tolls:
        yield Line("harm", tuple(_toll(toll, totals)))
    for damage in event.damage:
        yield Line("damage", tuple(_damage(damage)))
    names = {p.id: p.name for p in event.participants}
    for responsibility in event.responsibility:
        yield Line("responsibility", tuple(_responsibility(responsibility, names)))
    for weapon in event.weapons:
        yield Line("with", (Part(weapon.kind, "weapon", weapon.spans),))
    for source in event.sources:
        yield Line("source", (*_speaker(source.speaker), Part(f" {source.stance} it")))
    for cue in event.cues:
        yield Line("because", (Part(f"{cue.slot}: "), Part(cue.reason, "label" if cue.spans else None, cue.spans)))


def _participants(event: Event) -> Iterator[Line]:
    for role, label in ROLE_LABELS:
        for participant in event.participants:
            if participant.role == role:
                yield Line(label, tuple(_participant(participant)))


def _participant(participant: Participant) -> Iterator[Part]:
    slot: SlotName = "actor" if participant.role in ACTING_ROLES else "target"
    yield Part(participant.name, slot, participant.spans)
    counted = words.count_phrase(participant.count)
    if participant.count is not None and counted:
        yield Part(" ")
        yield Part(counted, "count" if participant.count.spans else None, participant.count.spans)
    known = (participant.kind, participant.country, participant.actor and f"= {participant.actor}")
    yield Part(f" ({', '.join(item for item in known if item)})")


def _place(place: Place) -> Iterator[Part]:
    relation = words.relation_phrase(place)
    if relation:
        yield Part(relation)
    yield Part(place.name, "place", place.spans)
    known = [item for item in (place.admin2, place.admin1, place.country) if item and item != place.name]
    if place.latitude is not None and place.longitude is not None:
        known.append(f"{place.latitude:.3f} {place.longitude:.3f} to the {place.precision}")
    else:
        known.append(f"{place.kind}, no coordinates")
    if place.radius_km is not None:
        known.append(f"± {place.radius_km:.{0 if place.radius_km >= 10 else 1}f} km")
    yield Part(f" ({', '.join(known)})")


def _when(when: When) -> Iterator[Part]:
    yield Part(words.when_phrase(when).removesuffix(words.FROM_PUBLISHED), "time", when.spans)
    known = [f"to the {when.precision}"]
    if when.approximate:
        known.append("approximate")
    if when.basis == "published":
        known.append("no time given: from the day of publication")
    elif when.basis == "event":
        known.append("counted from another event")
    if when.zone:
        known.append(when.zone)
    yield Part(f" ({', '.join(known)})")


def _speaker(speaker: Speaker | None) -> Iterator[Part]:
    """Give who is credited, the words of the cue among the spans."""
    if speaker is not None:
        cue = (speaker.cue,) if speaker.cue else ()
        yield Part(words.speaker_phrase(speaker), "speaker", (*speaker.spans, *cue))
        if speaker.kind:
            yield Part(f" ({speaker.kind})")


def _says(speaker: Speaker | None) -> Iterator[Part]:
    if speaker is not None:
        yield Part(", says " if speaker.name else ", ")
        yield from _speaker(speaker)


def _toll(toll: Toll, totals: dict[str, Toll]) -> Iterator[Part]:
    number = words.bounds(toll.low, toll.high, approximate=toll.approximate)
    unknown = toll.low is None and toll.high is None
    yield Part(f"{toll.measure}: {'number not known' if unknown else number}", "harm", toll.spans)
    if toll.who:
        yield Part(" ")
        yield Part(toll.who.name, "target" if toll.who.spans else None, toll.who.spans)
        yield Part(f" ({toll.who.kind})")
    if toll.part_of is not None:
        yield Part(f", part of {_figure(totals[toll.part_of])}")
    if toll.superseded_by is not None:
        yield Part(f", earlier figure; now {_figure(totals[toll.superseded_by])}")
    yield from _says(toll.speaker)
    if toll.said_at:
        yield Part(f" on {toll.said_at}")


def _figure(toll: Toll) -> str:
    return f"{toll.measure} {words.bounds(toll.low, toll.high, approximate=toll.approximate)}"


def _damage(damage: Damage) -> Iterator[Part]:
    yield Part(damage.what.name, "damage", damage.what.spans)
    yield Part(f": {damage.effect}")
    yield from _says(damage.speaker)


def _responsibility(responsibility: Responsibility, names: dict[str, str]) -> Iterator[Part]:
    yield Part(responsibility.stance, "claim", responsibility.spans)
    if responsibility.actor is not None:
        yield Part(f": {names[responsibility.actor]}")
    yield from _says(responsibility.speaker)


def parts_of(items: Iterable[Card]) -> Iterator[tuple[Card, Line, Part]]:
    """Yield every coded value of the cards that rests on words of the report."""
    for item in items:
        for line in item.lines:
            for part in line.parts:
                if part.slot and part.spans:
                    yield item, line, part
