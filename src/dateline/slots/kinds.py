"""Which slots there are: names for programs and people, what each holds, the closed lists that its fields take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dateline import vocabulary as v
from dateline.corrections import Blame
from dateline.errors import ValueRefused
from dateline.events import Count, Damage, EventType, Participant, Source, Toll, WeaponUse, When
from dateline.text import Place, Span, content_id

EVENT = "event"
"""The slot that says whether there is an event at all."""

ID_DIGITS = 8
"""Hexadecimal digits of the id of a value that people set: it must be one of its event alone."""

Part = Literal["role", "measure"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot.

    Args:
        name, label: as programs and as people call it.
        field: of the event that holds it; for slots that are a part of one the items whose `part` is `only`.
        kind: of the value, or of one item; for words of a closed list `words` is the list.
        many: it holds as many items as are stated. optional: it may be not stated.
        colour: the slot of `dateline.export.SLOTS` that it is shown as. key: the letter proposed for it at the desk.
    """

    name: str
    label: str
    field: str
    kind: type
    colour: str
    key: str
    many: bool = True
    optional: bool = True
    words: Any = None
    part: Part | None = None
    only: str = ""


def _one(name: str, label: str, kind: type, colour: str, key: str, words: Any = None) -> Slot:
    return Slot(name, label, name, kind, colour, key, many=False, optional=False, words=words)


def _people(name: str, label: str, colour: str, key: str, role: v.ParticipantRole) -> Slot:
    return Slot(name, label, "participants", Participant, colour, key, part="role", only=role)


def _harmed(name: v.Measure, key: str) -> Slot:
    return Slot(name, name, "tolls", Toll, "harm", key, part="measure", only=name)


SLOTS: tuple[Slot, ...] = (
    _one("type", "type and mode", EventType, "event", "t"),
    _one("anchor", "words that state it", Span, "event", "a"),
    _one("sphere", "sphere", str, "label", "y", v.Sphere),
    _one("standing", "standing", str, "label", "s", v.Standing),
    _one("factuality", "factuality", str, "label", "f", v.Factuality),
    _one("count", "how many acts", Count, "count", "n"),
    Slot("when", "when", "when", When, "time", "w", many=False),
    Slot("where", "where", "where", Place, "place", "l"),
    _people("perpetrators", "perpetrators", "actor", "p", "perpetrator"),
    _people("targets", "targets", "target", "g", "target"),
    _people("victims", "victims", "target", "v", "victim"),
    _people("parties", "parties", "actor", "q", "party"),
    _people("speakers", "speakers", "actor", "o", "speaker"),
    _people("recipients", "recipients", "target", "r", "recipient"),
    Slot("responsibility", "who says who did it", "responsibility", Blame, "claim", "b"),
    Slot("weapons", "weapons", "weapons", WeaponUse, "weapon", "e"),
    _harmed("killed", "d"),
    _harmed("injured", "i"),
    _harmed("casualties", "c"),
    _harmed("missing", "m"),
    _harmed("detained", "h"),
    _harmed("abducted", "x"),
    _harmed("displaced", "z"),
    Slot("damage", "damage", "damage", Damage, "damage", "D"),
    Slot("sources", "sources", "sources", Source, "speaker", "S"),
)

BY_NAME: Mapping[str, Slot] = {slot.name: slot for slot in SLOTS}


def slot_of(name: str) -> Slot:
    """Return a slot by its name.

    Raises:
        ValueRefused: there is none.
    """
    if name not in BY_NAME:
        raise ValueRefused(f"there is no slot {name!r:.40}; there are {', '.join(BY_NAME)}")
    return BY_NAME[name]


def id_of(item: Participant | Toll) -> str:
    """Return the id of a value that people set: the same words in the same place have the same."""
    where = [f"{span.start}-{span.end}" for span in item.spans]
    what = (item.role, item.name) if isinstance(item, Participant) else (item.measure, f"{item.low}-{item.high}")
    return f"by-hand-{content_id(*what, *where)[:ID_DIGITS]}"


def choices_of(slot: Slot) -> dict[str, tuple[str, ...]]:
    """Return the closed lists that the fields of a slot's values take."""
    if slot.words is not None:
        return {"value": get_args(slot.words)}
    fields: dict[type, dict[str, Any]] = {
        EventType: {"plover": v.Plover},
        When: {"precision": v.TimePrecision, "basis": v.TimeBasis},
        Place: {"kind": v.PlaceKind, "precision": v.PlacePrecision, "relation": v.PlaceRelation},
        Participant: {"kind": v.ActorKind},
        Blame: {"stance": v.Stance},
        WeaponUse: {"kind": v.Weapon},
        Toll: {"who.kind": v.ActorKind},
        Damage: {"effect": v.DamageEffect},
        Source: {"stance": v.SourceStance},
    }
    return {name: get_args(words) for name, words in fields.get(slot.kind, {}).items()}
