"""Writing an event down: from gathered material to the record's types."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Draft
from dateline.events import Count, Cue, Event, EventType, Participant, Toll, event_id
from dateline.ontology import FLAG_MEANINGS, CrosswalkQuery, load_ontology
from dateline.stages.coding.anchors import anchor_of
from dateline.stages.coding.blame import responsibility_of, sources_of
from dateline.stages.coding.counts import count_of
from dateline.stages.coding.harm import damage_of
from dateline.stages.coding.labels import final_mode
from dateline.stages.coding.material import Material
from dateline.stages.coding.scene import where_of
from dateline.stages.coding.sphere import sphere_of
from dateline.stages.coding.tolls import tolls_of
from dateline.stages.coding.weapons import weapons_of
from dateline.stages.coding.when import when_of
from dateline.stages.coding.who import participants_of


def compose(draft: Draft, material: Material, confidence: float) -> Event | None:
    """Return the event of a cluster, or None where nothing stands that can be written."""
    anchor = anchor_of(draft, material)
    participants = participants_of(draft, material)
    kinds = [p.kind for p in participants]
    low, high, approximate, stretch = count_of(draft, material)
    mode = final_mode(draft, material)
    weapons = weapons_of(draft, material, mode)
    tolls = tolls_of(draft, material)
    if _is_nothing(material, tolls, participants):
        return None
    sphere = sphere_of(draft, material, [str(k) for k in kinds])
    cues = [Cue("standing", material.standing_reason)]
    judgement = next(iter(draft.judgements_of([material.factuality_cue])), None)
    if judgement is not None and judgement.cue is not None:
        cues.append(Cue("factuality", judgement.rule, (judgement.cue,)))
    dated, located = when_of(draft, material), where_of(draft, material)
    cues += [cue for cue in (dated.cue, located.cue) if cue is not None]
    factuality = material.factuality
    kind = _codes(
        material,
        mode,
        participants,
        [w.kind for w in weapons],
        [t.measure for t in tolls if t.high != 0],
        sphere,
        anchor.quote,
        many=(low or 0) > 1,
    )
    return Event(
        id=event_id(draft.report, material.plover, anchor),
        type=kind,
        anchor=anchor,
        standing=material.standing,
        factuality=factuality,
        confidence=confidence,
        sphere=sphere,
        count=Count(low, high, approximate, (draft.span(*stretch),) if stretch else ()),
        when=dated.when,
        where=located.places,
        participants=participants,
        responsibility=responsibility_of(draft, material, participants),
        weapons=weapons,
        tolls=tolls,
        damage=damage_of(draft, material),
        sources=sources_of(draft, material, participants),
        cues=tuple(cues),
    )


def _is_nothing(material: Material, tolls: tuple[Toll, ...], participants: tuple[Participant, ...]) -> bool:
    """Whether words only say that nothing was done to anybody ("no one has been arrested"): nobody is charged with it, nobody denies it."""
    harmless = bool(tolls) and all(toll.high == 0 for toll in tolls)
    return harmless and material.factuality == "denied" and not participants and not material.claims


def _codes(
    material: Material,
    mode: str | None,
    participants: tuple[Participant, ...],
    weapons: list[v.Weapon],
    tolls: list[v.Measure],
    sphere: v.Sphere,
    wording: str,
    *,
    many: bool,
) -> EventType:
    """Look the codes up; they come from the crosswalk table alone."""
    ontology = load_ontology()
    if mode is not None and mode not in ontology.modes_of(material.plover):
        mode = None
    flags = set(ontology.flags_in(material.plover, wording))
    flags |= {f for m in material.mentions for f in m.flags if f in FLAG_MEANINGS}
    if material.lead.frame == "clash":
        flags.add("clash")

    def kinds(*roles: str) -> tuple[str, ...]:
        return tuple(p.kind for p in participants if p.role in roles)

    query = CrosswalkQuery(
        material.plover, mode, kinds("perpetrator", "speaker"), kinds("target", "recipient"), kinds("victim"), kinds("party"),
        frozenset(weapons), frozenset(tolls), material.factuality, sphere, many=many, flags=frozenset(flags & set(FLAG_MEANINGS)),
    )  # fmt: skip
    codes = ontology.crosswalk(query)
    return EventType(material.plover, mode, codes.acled, codes.cameo, codes.ucdp)
