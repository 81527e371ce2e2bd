"""The incident that its members make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.consolidation.confidence import confidence
from dateline.consolidation.kinds import (
    blame_told,
    count_told,
    damage_told,
    factuality_told,
    sphere_told,
    types_told,
    weapons_told,
)
from dateline.consolidation.members import NO_GRADES, Grades, Member
from dateline.consolidation.people import people_told
from dateline.consolidation.places import places_told
from dateline.consolidation.sources import sourcing
from dateline.consolidation.support import Voice, moment, voices
from dateline.consolidation.times import times_told
from dateline.consolidation.tolls import tolls_told
from dateline.corrections import CorrectedSlot
from dateline.errors import RecordError
from dateline.events import Count
from dateline.incidents import (
    DamageTold,
    Incident,
    IncidentKind,
    LabelTold,
    ParticipantTold,
    PlaceTold,
    Review,
    Teller,
    TypeTold,
    WeaponTold,
    WhenTold,
)

MACHINE = Review()


def consolidate(
    members: Iterable[Member],
    *,
    grades: Grades = NO_GRADES,
    review: Review = MACHINE,
    aliases: Iterable[str] = (),
    version: int = 1,
    corrections: Iterable[CorrectedSlot] = (),
    judges: Iterable[str] = (),
) -> Incident:
    """Return the incident that these tellings make; any order of them gives the same.

    Args:
        grades: of outlets and of information.
        review: what people have said of it. aliases: ids that it had before; its own is left out.
        version: its number, raised by the caller with each change.
        corrections: of its events, as they are in force. judges: who said of it that it is right or wrong.

    Raises:
        RecordError: there is no member, or one event stands among them twice.
    """
    ordered = sorted(members, key=lambda member: member.order)
    if not ordered:
        raise RecordError("an incident needs a report that tells it")
    sources = sourcing(ordered)
    told = voices(ordered, sources, grades)
    people = people_told(told)
    kind = kind_of(ordered)
    count = count_told(told) if kind != "incident" else Count()
    dated = sorted((m.published for m in ordered if m.published), key=lambda text: (moment(text), text))
    identity = ordered[0].event.id
    return Incident(
        id=identity,
        kind=kind,
        types=tuple(TypeTold(g.head.value, g.witnesses) for g in types_told(told)),
        factuality=tuple(LabelTold(g.head.value, g.witnesses) for g in factuality_told(told)),
        sphere=tuple(LabelTold(g.head.value, g.witnesses) for g in sphere_told(told)),
        tellers=_tellers(told),
        sources=max(source.number for source in sources),
        confidence=confidence(told),
        when=tuple(WhenTold(g.head.value, g.witnesses) for g in times_told(told)),
        where=tuple(PlaceTold(g.head.value, g.witnesses) for g in places_told(told)),
        participants=tuple(ParticipantTold(one.value, one.names, one.group.witnesses) for one in people),
        responsibility=tuple(blame_told(told, people)),
        weapons=tuple(WeaponTold(g.head.value, g.witnesses) for g in weapons_told(told)),
        tolls=tuple(tolls_told(told)),
        damage=tuple(DamageTold(g.head.value, g.witnesses) for g in damage_told(told)),
        count_low=count.low,
        count_high=count.high,
        first_report=dated[0] if dated else None,
        last_report=dated[-1] if dated else None,
        review=review,
        aliases=tuple(sorted(set(aliases) - {identity})),
        version=version,
        corrections=tuple(sorted(corrections, key=lambda one: (one.event_id, one.slot))) or None,
        judges=tuple(sorted(set(judges))) or None,
    )


def kind_of(members: Sequence[Member]) -> IncidentKind:
    """Return what kind of incident tellings make.

    `recalled` where all of them are background; else `series` where all tell of several acts; else `incident`: one that some
    tell as several and others as one is one.
    """
    if all(member.event.standing == "background" for member in members):
        return "recalled"
    if all(m.event.count.high is None or (m.event.count.low or 0) > 1 for m in members):
        return "series"
    return "incident"


def _tellers(told: Sequence[Voice]) -> tuple[Teller, ...]:
    """Return the reports that tell it, in their order."""
    breaking = _breaking(told)
    return tuple(
        Teller(
            report_id=voice.member.report_id,
            event_id=voice.member.event.id,
            standing=voice.member.event.standing,
            source=voice.source.number,
            title=voice.member.title,
            publisher=voice.member.publisher,
            published=voice.member.published,
            anchor=voice.member.event.anchor.quote,
            reliability=voice.reliability,
            credibility=voice.credibility,
            broke=voice is breaking,
            copies=voice.source.copies,
            joined=voice.member.joined,
            agency=voice.member.agency,
            origin=voice.member.origin,
        )
        for voice in told
    )


def _breaking(told: Sequence[Voice]) -> Voice | None:
    """Return who told it first of all; None where that cannot be known: no date, or a day that others share."""
    dated = [voice for voice in told if voice.member.published and voice.source.copies is None]
    if not dated:
        return None
    first = min(dated, key=lambda voice: voice.order)
    day = (first.member.published or "")[:10]
    for other in dated:
        published = other.member.published or ""
        if other is first or published[:10] != day:
            continue
        if len(published) == 10 or len(first.member.published or "") == 10 or other.said == first.said:
            return None
    return first
