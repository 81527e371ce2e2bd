"""What a slot of an event says, and the event with a slot saying something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from dateline import vocabulary as v
from dateline.corrections import Blame, SlotValue
from dateline.events import Event, Participant, Responsibility, Toll
from dateline.slots.kinds import BY_NAME, Slot, id_of


def value_of(event: Event, name: str) -> SlotValue:
    """Return what a slot of an event says."""
    slot = BY_NAME[name]
    value = getattr(event, slot.field)
    if slot.part is not None:
        return cast("SlotValue", tuple(item for item in value if getattr(item, slot.part) == slot.only))
    if slot.name == "responsibility":
        people = {one.id: one for one in event.participants}
        return tuple(Blame(r.stance, people.get(r.actor or ""), r.speaker, r.spans) for r in event.responsibility)
    return cast("SlotValue", value)


def laid(event: Event, name: str, value: SlotValue) -> Event:
    """Return the event with a slot saying something else.

    What pointed to a person or a toll that is no longer there points to what stands on the same words now, to the only
    one where one took the place of one, and else goes.

    Raises:
        RecordError: the value does not go together with the rest of the event.
    """
    slot = BY_NAME[name]
    cues = tuple(cue for cue in event.cues if cue.slot != slot.field)
    if slot.part == "role":
        return _with_people(replace(event, cues=cues), slot, cast("tuple[Participant, ...]", value))
    if slot.part == "measure":
        return replace(event, cues=cues, tolls=_with_tolls(event.tolls, slot, cast("tuple[Toll, ...]", value)))
    if slot.name == "responsibility":
        return _with_blame(replace(event, cues=cues), cast("tuple[Blame, ...]", value))
    change: dict[str, Any] = {slot.field: value}
    return replace(event, cues=cues, **change)


def _in_place(items: Sequence[Any], slot: Slot, value: Sequence[Any]) -> tuple[Any, ...]:
    """Return the items of a field with those of a slot replaced, where the first of them stood."""
    part = str(slot.part)
    at = next((n for n, item in enumerate(items) if getattr(item, part) == slot.only), len(items))
    rest = [item for item in items if getattr(item, part) != slot.only]
    return (*rest[:at], *value, *rest[at:])


def _successor(item: Any, old: Sequence[Any], new: Sequence[Any]) -> str | None:
    """Return the id of what takes an item's place among new ones; None where nothing does."""
    same = [one for one in new if any(a.overlaps(b) for a in item.spans for b in one.spans)]
    if same:
        return cast("str", same[0].id)
    return cast("str", new[0].id) if len(old) == len(new) == 1 else None


def _with_people(event: Event, slot: Slot, value: Sequence[Participant]) -> Event:
    old = [one for one in event.participants if one.role == slot.only]
    people = _in_place(event.participants, slot, value)
    moved = {one.id: _successor(one, old, value) for one in old}
    kept: list[Responsibility] = []
    for blame in event.responsibility:
        end = moved.get(blame.actor, blame.actor) if blame.actor is not None else None
        if end is not None or blame.actor is None:
            kept.append(replace(blame, actor=end))
    return replace(event, participants=people, responsibility=tuple(kept))


def _with_tolls(tolls: Sequence[Toll], slot: Slot, value: Sequence[Toll]) -> tuple[Toll, ...]:
    old = [toll for toll in tolls if toll.measure == slot.only]
    moved = {toll.id: _successor(toll, old, value) for toll in old}
    found = _in_place(tolls, slot, value)
    known = {toll.id for toll in found}

    def end(toll: Toll, name: str) -> str | None:
        other = getattr(toll, name)
        other = other if other in known else moved.get(other or "")
        return other if other in known and other != toll.id else None

    return tuple(
        replace(toll, part_of=end(toll, "part_of"), superseded_by=end(toll, "superseded_by")) for toll in found
    )


def _with_blame(event: Event, value: Sequence[Blame]) -> Event:
    people = list(event.participants)
    blames = []
    for blame in value:
        actor = None
        if blame.doer is not None:
            found = _same_person(blame.doer, people)
            if found is None:
                # Suspected perpetrators stand in both places (the record's contract).
                role = blame.doer.role if blame.doer.role in v.DOING else "perpetrator"
                found = replace(blame.doer, role=role, confidence=None)
                found = replace(found, id=id_of(found))
                people.append(found)
            actor = found.id
        blames.append(Responsibility(actor, blame.stance, blame.speaker, blame.spans))
    return replace(event, participants=tuple(people), responsibility=tuple(blames))


def _same_person(doer: Participant, people: Iterable[Participant]) -> Participant | None:
    """Return the participant that a doer is: on the same words, else of the same name; those who do things first."""
    ranked = sorted(people, key=lambda one: one.role not in v.DOING)
    tests = (
        lambda one: any(a.overlaps(b) for a in doer.spans for b in one.spans),
        lambda one: one.name.casefold() == doer.name.casefold(),
    )
    return next((one for test in tests for one in ranked if test(one)), None)
