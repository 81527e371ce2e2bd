"""Tolls, weapons and damage of an event, each with its speaker."""

from __future__ import annotations

from dateline.draft import Draft, TollMention
from dateline.events import Damage, Thing, Toll, WeaponUse, Who
from dateline.stages.coding.credit import credited
from dateline.stages.coding.material import Material


def tolls_of(draft: Draft, material: Material) -> tuple[Toll, ...]:
    """Return the tolls, each figure once; a repeated figure adds its words."""
    written: list[Toll] = []
    ids: dict[int, str] = {}
    for toll in material.tolls:
        same = next((i for i, t in enumerate(written) if _same(t, toll)), None)
        if same is not None:
            ids[toll.index] = written[same].id
            continue
        identity = f"t{len(written) + 1}"
        ids[toll.index] = identity
        written.append(_toll(draft, toll, identity, ids))
    return tuple(_resolved(t, source, ids) for t, source in zip(written, _sources(material, ids, written), strict=True))


def _sources(material: Material, ids: dict[int, str], written: list[Toll]) -> list[TollMention]:
    first: dict[str, TollMention] = {}
    for toll in material.tolls:
        first.setdefault(ids[toll.index], toll)
    return [first[t.id] for t in written]


def _same(written: Toll, toll: TollMention) -> bool:
    if (written.measure, written.low, written.high) != (toll.measure, toll.low, toll.high):
        return False
    return not (written.part_of or toll.part_of >= 0)


def _toll(draft: Draft, toll: TollMention, identity: str, ids: dict[int, str]) -> Toll:
    spans = (draft.span(toll.start, toll.end),)
    who = Who(toll.who.quote, toll.who_kind, (toll.who,)) if toll.who is not None else None
    speaker = credited(draft, toll.sentence, toll.cue.start) or (credited(draft, toll.sentence, toll.start))
    return Toll(identity, toll.measure, toll.low, toll.high, spans, who, toll.approximate, speaker)


def _resolved(toll: Toll, source: TollMention, ids: dict[int, str]) -> Toll:
    part, later = ids.get(source.part_of), ids.get(source.superseded_by)
    part = part if part != toll.id else None
    later = later if later != toll.id else None
    if part is None and later is None:
        return toll
    return Toll(toll.id, toll.measure, toll.low, toll.high, toll.spans, toll.who, toll.approximate, toll.speaker, part, toll.said_at, later)


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
