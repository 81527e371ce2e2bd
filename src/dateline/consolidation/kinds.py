"""The values that are words of closed lists: type, factuality, sphere, weapons; and damage, blame and counts.

A type without a mode agrees with the same type with one, which is the more exact. Labels and weapons are told or not
told: nothing agrees but the same word. `denied` is told of an event by whoever denies it, though the report gives it as
having happened. Blame is one for each stance and doer; the doer under several names is one by the rules of `people`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.consolidation.people import Someone, naming
from dateline.consolidation.support import Group, Said, Voice, agreed, gathered, ranked
from dateline.events import Count, Damage, EventType, Spans
from dateline.incidents import BlameTold, Witness
from dateline.vocabulary import Stance, Weapon

STANCE_ORDER: tuple[Stance, ...] = ("claimed", "stated", "blamed", "suspected", "denied", "unclaimed")
"""Who owns up first, then what is told as fact, then what is only believed, then who says no."""


def types_told(voices: Sequence[Voice]) -> list[Group[EventType]]:
    """Return the types of the members, the best supported first."""
    said = [
        Said(event.type, voice.witness((event.anchor,)), voice, float(event.type.mode is not None))
        for voice in voices
        for event in (voice.member.event,)
    ]
    return agreed(gathered(said, lambda t: (t.plover, t.mode)), _coarser)


def _coarser(fine: EventType, coarse: EventType) -> bool:
    return fine.plover == coarse.plover and coarse.mode is None


def factuality_told(voices: Sequence[Voice]) -> list[Group[str]]:
    """Return what the members say of whether it happened; a source that denies the event is a witness of `denied`."""
    said: list[Said[str]] = []
    for voice in voices:
        event = voice.member.event
        spans = _cued(voice, "factuality")
        affirming = [s.speaker for s in event.sources if (s.stance == "affirms") or event.factuality == "denied"]
        # What the report holds goes before the word of one whom it only quotes.
        said += [Said(event.factuality, voice.witness(spans, speaker=one), voice, 1.0) for one in affirming or (None,)]
        if event.factuality != "denied":
            for source in event.sources:
                if source.stance == "denies":
                    words = source.speaker.spans or spans
                    said.append(Said("denied", voice.witness(words, speaker=source.speaker), voice))
    return ranked(gathered(said, lambda label: label))


def sphere_told(voices: Sequence[Voice]) -> list[Group[str]]:
    """Return the spheres that the members are of, the best supported first."""
    said: list[Said[str]] = [
        Said(voice.member.event.sphere, voice.witness(_cued(voice, "sphere")), voice) for voice in voices
    ]
    return ranked(gathered(said, lambda label: label))


def _cued(voice: Voice, slot: str) -> Spans:
    """Return the words that decided a label, else the anchor."""
    event = voice.member.event
    return next((cue.spans for cue in event.cues if cue.slot == slot and cue.spans), (event.anchor,))


def weapons_told(voices: Sequence[Voice]) -> list[Group[Weapon]]:
    """Return the weapons of the members, the best supported first, `unknown` last."""
    said: list[Said[Weapon]] = [
        Said(use.kind, voice.witness(use.spans), voice, float(use.kind != "unknown"))
        for voice in voices
        for use in voice.member.event.weapons
    ]
    found = ranked(gathered(said, lambda kind: kind))
    return sorted(found, key=lambda group: group.head.value == "unknown")


def damage_told(voices: Sequence[Voice]) -> list[Group[Damage]]:
    """Return what became of which property, the best supported first."""
    said = [
        Said(damage, voice.witness(damage.what.spans, speaker=damage.speaker), voice)
        for voice in voices
        for damage in voice.member.event.damage
    ]
    return ranked(gathered(said, lambda d: (naming(d.what.name).head, d.effect)))


def count_told(voices: Sequence[Voice]) -> Count:
    """Return the best supported count of acts."""
    said = [
        Said(event.count, voice.witness(event.count.spans), voice, float(event.count.low == event.count.high))
        for voice in voices
        for event in (voice.member.event,)
    ]
    return ranked(gathered(said, lambda c: (c.low, c.high)))[0].head.value


def blame_told(voices: Sequence[Voice], people: Sequence[Someone]) -> list[BlameTold]:
    """Return who says who did it: by stance, and within one the best supported first."""
    doers = {(said.voice.member.event.id, said.value.id): someone for someone in people for said in someone.group.said}
    said: list[Said[tuple[Stance, Someone | None]]] = [
        Said(
            (claim.stance, doers[event.id, claim.actor] if claim.actor is not None else None),
            voice.witness(claim.spans, speaker=claim.speaker),
            voice,
        )
        for voice in voices
        for event in (voice.member.event,)
        for claim in event.responsibility
    ]
    groups = ranked(gathered(said, _stance_and_doer))
    groups.sort(key=lambda group: STANCE_ORDER.index(group.head.value[0]))
    return [_blame(group) for group in groups]


def _stance_and_doer(value: tuple[Stance, Someone | None]) -> object:
    stance, doer = value
    return stance, id(doer)


def _blame(group: Group[tuple[Stance, Someone | None]]) -> BlameTold:
    stance, doer = group.head.value
    witnesses: tuple[Witness, ...] = group.witnesses
    if doer is None:
        return BlameTold(stance, None, None, witnesses)
    return BlameTold(stance, doer.value.name, doer.value.actor, witnesses)
