"""Weapons and damage of an event."""

from __future__ import annotations

from dateline.draft import Draft
from dateline.events import Damage, Thing, WeaponUse
from dateline.stages.coding.credit import credited
from dateline.stages.coding.material import Material


def weapons_of(draft: Draft, material: Material) -> tuple[WeaponUse, ...]:
    """Return the weapons, each kind once; a bomb in a vehicle is a vehicle bomb."""
    found: dict[str, WeaponUse] = {}
    for weapon in material.weapons:
        found.setdefault(weapon.kind, WeaponUse(weapon.kind, (draft.span(weapon.start, weapon.end),)))
    for mention in material.mentions:
        if mention.weapon and mention.weapon not in found:
            token = draft.sentences[mention.sentence].tokens[mention.token]
            found[mention.weapon] = WeaponUse(mention.weapon, (draft.span(token.start, token.end),))
    if "vehicle bomb" in found:
        found.pop("suicide vest", None)
        found.pop("bomb", None)
    if "suicide vest" in found:
        found.pop("bomb", None)
    if {"rocket", "missile", "mortar"} & found.keys():
        found.pop("artillery", None)
    return tuple(found.values())


def damage_of(draft: Draft, material: Material) -> tuple[Damage, ...]:
    """Return what became of property, with who says so."""
    found = []
    for item in material.damages:
        span = draft.span(item.start, item.end)
        cue = draft.sentences[item.sentence].tokens[item.token]
        found.append(Damage(Thing(span.quote, (span,)), item.effect, credited(draft, item.sentence, cue.start)))
    return tuple(found)
