"""Sphere: political, criminal or unclear, by who takes part and by the words of the whole report.

A report of crime talks of suspects, neighbours and stolen cars and hardly of governments, armies or protest. On 368 real
reports coded by hand, three criminal cues and at least four for every political one mark all reports of crime but three,
and no political one that names an armed group.
"""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Draft
from dateline.lexicon.crime import crime_share, talks_politics, tells_shooting
from dateline.stages.coding.material import Material

CRIME_SHARE, MIXED_SHARE = 0.8, 0.5
"""Share of criminal among all cues from which a report is one of crime, or of an attack whose side is not known."""
POLITICAL_KINDS = frozenset({"rebels", "militia", "protesters", "party", "igo", "intelligence"})
LONE = frozenset({"individual", "unidentified", "civilians"})
PREMISES = frozenset({"facility", "company"})
"""Where people are struck; of no side."""
STATE = frozenset({"government", "military"})
OFFICIAL = frozenset({"government", "police", "military", "court", "media"})
BY_HAND = frozenset({"firearms", "primitive", "beat", "targeted", None})
"""Modes of assault that crime and politics share."""
CROWD = 4
"""People killed or hurt from which an attack counts as one on a crowd."""
TYPES = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST", "ACCUSE", "REQUEST", "MOBILIZE"})


def sphere_of(draft: Draft, material: Material, kinds: list[str]) -> v.Sphere:
    """Return the sphere of an event whose participants are of these kinds."""
    share = CRIME_SHARE if tells_shooting(draft.text) else crime_share(draft.text)
    if (
        material.plover not in TYPES
        or POLITICAL_KINDS & set(_sides(draft, material, kinds))
        or _by_state(draft, material)
    ):
        return "political"
    doers = set(material.kinds(draft, "perpetrator", "party", "speaker"))
    struck = set(material.kinds(draft, "target", "victim"))
    if share < MIXED_SHARE:
        # A short note of a crime has few cues of anything.
        nobody = material.plover == "ASSAULT" and material.mode in BY_HAND and doers | struck <= LONE | PREMISES
        return "unclear" if nobody and not talks_politics(draft.text) else "political"
    harmed = sum(t.low or 0 for t in material.tolls if t.measure in {"killed", "injured", "casualties"})
    if material.plover == "ASSAULT" and (harmed >= CROWD or struck & OFFICIAL) and doers <= LONE | {"gang"}:
        return "unclear"
    if share >= CRIME_SHARE:
        return "criminal"
    return "unclear" if material.plover == "ASSAULT" and doers <= LONE else "political"


def _by_state(draft: Draft, material: Material) -> bool:
    """Whether a state or an army that is known by name attacked: its drones are shot at too."""
    doers = (draft.phrases[root] for root, (role, _) in material.roles.items() if role == "perpetrator")
    return material.plover == "ASSAULT" and any(p.kind in STATE and p.actor is not None for p in doers)


def _sides(draft: Draft, material: Material, kinds: list[str]) -> list[str]:
    """Return the kinds that say of what side somebody is.

    In local news of a shooting only those of actors that are known by name do: its parties are guests, its groups youths.
    """
    if not material.cluster.main:
        return kinds
    return [draft.phrases[root].kind for root in material.roles if draft.phrases[root].actor is not None]
