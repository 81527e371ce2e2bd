"""An incident as a card in words.

Title; values with the reports that tell them, rivals under them; tolls over time; blame by stance; and the reports with
their sources and grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.cards import ACTING_ROLES, ROLE_LABELS, Line, Part
from dateline.export.slots import SlotName
from dateline.incidents import (
    Incident,
    LabelTold,
    ParticipantTold,
    PlaceTold,
    Teller,
    TollHistory,
    Witness,
)

SHOWN_RIVALS = 6
"""Rivals of one slot that a card lists; of more it says how many are left."""
SHOWN_NAMES = 4
"""Other names of a participant that a card lists."""

ALL_BUT_CERTAIN = 0.994
"""Confidence that would round to 1, which it never is."""
BARE_PLURAL = (2, None)
"""The count of "soldiers": the words tell as much."""


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """An incident for people: heading, codes, badges, and labelled lines; `reports` are its last part."""

    incident: Incident
    heading: str
    code: str
    badges: tuple[str, ...]
    lines: tuple[Line, ...]
    reports: tuple[Line, ...]


class Told(Protocol):
    """A value with those who tell it."""

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Who tells it."""
        ...


def incident_card(incident: Incident) -> IncidentCard:
    """Return the card of an incident."""
    numbers = w.Numbers.of(incident)
    kind = incident.types[0].value
    schemes = (kind.acled, f"CAMEO {kind.cameo}" if kind.cameo else None, f"UCDP {kind.ucdp}" if kind.ucdp else None)
    return IncidentCard(
        incident=incident,
        heading=w.title(incident),
        code=" · ".join((words.type_code(kind), *(scheme for scheme in schemes if scheme))),
        badges=tuple(_badges(incident)),
        lines=tuple(_lines(incident, numbers)),
        reports=tuple(_report(teller, numbers) for teller in incident.tellers),
    )


def _badges(incident: Incident) -> Iterator[str]:
    yield incident.kind if incident.kind != "recalled" else "recalled as background alone"
    reports = len({teller.report_id for teller in incident.tellers})
    yield f"{reports} report{'' if reports == 1 else 's'}"
    yield f"{incident.sources} independent source{'' if incident.sources == 1 else 's'}"
    yield "confidence over 0.99" if incident.confidence > ALL_BUT_CERTAIN else f"confidence {incident.confidence:.2f}"
    yield f"{incident.sphere[0].value} sphere"
    review = incident.review
    if review.state != "machine":
        by = f" by {review.by}" if review.by else ""
        at = f" on {review.at[:10]}" if review.at else ""
        yield f"{review.state}{by}{at}" + (f": {review.reason}" if review.reason else "")


def _lines(incident: Incident, numbers: w.Numbers) -> Iterator[Line]:
    yield from _rivals(
        "what", "event", [(words.type_phrase(t.value), t) for t in incident.types], numbers, codes=incident
    )
    yield from _whether(incident, numbers)
    yield from _sphere(incident, numbers)
    # A day taken from publication is no rival of one that is told.
    times = [told for told in incident.when if told.value.basis != "published"] or incident.when
    yield from _rivals("when", "time", [(words.when_phrase(told.value), told) for told in times], numbers)
    yield from _rivals("where", "place", [(_place(t), t) for t in incident.where], numbers)
    yield from _people(incident, numbers)
    count = words.bounds(incident.count_low, incident.count_high)
    if (incident.count_low, incident.count_high) != (1, 1):
        yield Line("how many", (Part(count, "count"), Part(" acts")))
    weapons = [
        part
        for told in incident.weapons
        for part in (Part(", "), Part(told.value, "weapon"), Part(f" {numbers.refs(told.witnesses)}"))
    ]
    if weapons:
        yield Line("with", tuple(weapons[1:]))
    for toll in incident.tolls:
        yield from _toll(toll, numbers)
    for damage in incident.damage[:SHOWN_RIVALS]:
        said = words.speaker_phrase(damage.witnesses[0].speaker)
        by = f", says {said}" if said else ""
        yield Line(
            "damage",
            (
                Part(damage.value.what.name, "damage"),
                Part(f": {damage.value.effect}{by} {numbers.refs(damage.witnesses)}"),
            ),
        )
    yield from _more("damage", len(incident.damage))
    for blame in incident.responsibility:
        yield Line("blame", (Part(w.blame_phrase(blame, numbers), "claim"),))


def _rivals(
    label: str,
    slot: SlotName,
    told: Sequence[tuple[str, Told]],
    numbers: w.Numbers,
    *,
    codes: Incident | None = None,
) -> Iterator[Line]:
    """Yield the values of a slot, the best first; one that a report tells beside a better one is "also", else it is "or"."""
    before: set[str] = set()
    for at, (phrase, value) in enumerate(told[:SHOWN_RIVALS]):
        events = {witness.event_id for witness in value.witnesses}
        link = "" if at == 0 else "also " if events & before else "or "
        before |= events
        code = f" ({words.type_code(codes.types[at].value)})" if codes is not None and at else ""
        yield Line(label, (Part(link), Part(phrase, slot), Part(f"{code} {numbers.refs(value.witnesses)}")))
    yield from _more(label, len(told))


def _more(label: str, count: int) -> Iterator[Line]:
    if count > SHOWN_RIVALS:
        yield Line(label, (Part(f"and {count - SHOWN_RIVALS} more"),))


def _whether(incident: Incident, numbers: w.Numbers) -> Iterator[Line]:
    """Yield whether it happened, where that is out of the ordinary, disputed, or rests on somebody's word."""
    told = incident.factuality
    if len(told) == 1 and told[0].value == "happened" and not any(x.speaker for x in told[0].witnesses):
        return
    for at, one in enumerate(told):
        said = _speakers(one, numbers)
        link = " by " if one.value == "denied" else ", on the word of "
        owned = [witness for witness in one.witnesses if not words.speaker_phrase(witness.speaker)]
        own = f" {numbers.refs(owned)}" if owned else ""
        yield Line(
            "whether",
            (Part("or " if at else ""), Part(one.value, "label"), Part(f"{own}{link + said if said else ''}")),
        )


def _sphere(incident: Incident, numbers: w.Numbers) -> Iterator[Line]:
    """Yield the spheres where reports differ on them."""
    if len(incident.sphere) > 1:
        for at, one in enumerate(incident.sphere):
            parts = (Part("or " if at else ""), Part(one.value, "label"), Part(f" {numbers.refs(one.witnesses)}"))
            yield Line("sphere", parts)


def _speakers(told: LabelTold, numbers: w.Numbers) -> str:
    """Return who is credited: "police [1], residents [1, 2]"."""
    speakers: dict[str, list[Witness]] = {}
    for witness in told.witnesses:
        speakers.setdefault(words.speaker_phrase(witness.speaker), []).append(witness)
    said = [f"{who} {numbers.refs(found)}" for who, found in speakers.items() if who]
    more = f" and {len(said) - SHOWN_RIVALS} more" if len(said) > SHOWN_RIVALS else ""
    return ", ".join(said[:SHOWN_RIVALS]) + more


def _place(told: PlaceTold) -> str:
    place = told.value
    known = [item for item in (place.admin2, place.admin1, place.country) if item and item != place.name]
    known.append(f"to the {place.precision}" if place.latitude is not None else f"{place.kind}, no coordinates")
    return f"{words.relation_phrase(place)}{place.name} ({', '.join(dict.fromkeys(known))})"


def _people(incident: Incident, numbers: w.Numbers) -> Iterator[Line]:
    for role, label in ROLE_LABELS:
        found = [told for told in incident.participants if told.value.role == role]
        for told in found[:SHOWN_RIVALS]:
            yield Line(label, tuple(_participant(told, numbers)))
        yield from _more(label, len(found))


def _participant(told: ParticipantTold, numbers: w.Numbers) -> Iterator[Part]:
    who = told.value
    yield Part(who.name, "actor" if who.role in ACTING_ROLES else "target")
    if who.count is not None and (who.count.low, who.count.high) != BARE_PLURAL:
        counted = words.count_phrase(who.count)
        yield Part(f" {counted}" if counted else "")
    known = (who.kind, who.country, who.actor and f"= {who.actor}")
    yield Part(f" ({', '.join(item for item in known if item)})")
    others = [name for name in told.names if name.rstrip("s") != who.name.rstrip("s")]
    if others:
        more = f" and {len(others) - SHOWN_NAMES} more" if len(others) > SHOWN_NAMES else ""
        yield Part(f", also {', '.join(others[:SHOWN_NAMES])}{more}")
    yield Part(f" {numbers.refs(told.witnesses)}")


def _toll(toll: TollHistory, numbers: w.Numbers) -> Iterator[Line]:
    """Yield what a history comes to, and under it the figures in the order of saying, then parts of them."""
    said = w.sayings(toll)
    whole = [saying for saying in said if saying.whole]
    if len(whole) == 1:
        yield Line(toll.measure, (Part(w.saying_phrase(whole[0], numbers), "harm"),))
    else:
        course = "" if toll.course == "single" else f", {toll.course}"
        yield Line(toll.measure, (Part(w.summary(toll), "harm"), Part(course)))
        arrow = " → " if toll.course in {"rising", "corrected"} else " · "
        phrases = [
            f"{'earlier ' if one.superseded and toll.course == 'disputed' else ''}{w.saying_phrase(one, numbers)}"
            for one in whole
        ]
        if phrases:
            yield Line(toll.measure, (Part(arrow.join(phrases)),))
    parts = [w.saying_phrase(saying, numbers) for saying in said if not saying.whole]
    if parts:
        more = f" · and {len(parts) - SHOWN_RIVALS} more" if len(parts) > SHOWN_RIVALS else ""
        yield Line(toll.measure, (Part(f"of them {' · '.join(parts[:SHOWN_RIVALS])}{more}"),))


def _report(teller: Teller, numbers: w.Numbers) -> Line:
    """Return a report's line: its number, when, who, its title, its source and grade, and what is special about it."""
    published = (teller.published or "no date").replace("T", " ")[:16]
    notes = [f"source {teller.source}", f"grade {teller.reliability}{teller.credibility}"]
    if teller.broke:
        notes.append("told it first")
    if teller.copies is not None:
        notes.append(f"copies [{numbers.of_report[teller.copies]}]")
    if teller.standing == "background":
        notes.append("as background")
    heading = f"“{teller.title or teller.anchor}”"
    return Line(
        f"[{numbers.of_event[teller.event_id]}]",
        (
            Part(f"{published}  "),
            Part(w.outlet(teller), "speaker"),
            Part(f"  {heading}  {', '.join(notes)}  {w.reference(teller)}"),
        ),
    )
