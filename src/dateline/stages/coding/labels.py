"""The mode and the sphere of an event."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Draft
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

BY_WEAPON: tuple[tuple[str, str], ...] = (
    ("suicide vest", "suicide-attack"), ("drone", "drone"), ("aircraft", "aerial"), ("rocket", "heavy-weapons"), ("missile", "heavy-weapons"),
    ("artillery", "heavy-weapons"), ("mortar", "heavy-weapons"), ("vehicle bomb", "explosives"), ("bomb", "explosives"), ("mine", "explosives"),
    ("grenade", "explosives"), ("small arms", "firearms"), ("blade", "primitive"), ("stones", "primitive"), ("vehicle", "primitive"),
    ("chemical", "unconventional"), ("arson", "destroy"),
)  # fmt: skip
"""The mode of an attack whose words do not say it, by its weapon, most telling first."""


def final_mode(material: Material) -> str | None:
    """Return the mode: what the words say, else what the weapon says of an attack."""
    if material.plover != "ASSAULT" or material.mode is not None or material.lead.frame == "clash":
        return material.mode
    kinds = {w.kind for w in material.weapons} | {m.weapon for m in material.mentions if m.weapon}
    return next((mode for weapon, mode in BY_WEAPON if weapon in kinds), None)


def sphere_of(draft: Draft, material: Material, kinds: list[str]) -> v.Sphere:
    """Return whether an event is political, criminal or unclear, by who takes part and by the report's own words."""
    if material.plover not in {"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST"}:
        return "political"
    if any(k in {"rebels", "militia", "military", "protesters", "party", "igo", "intelligence", "ngo", "media"} for k in kinds):
        return "political"
    text = draft.report.text.lower()
    political = sum(text.count(w) for w in word_set("political_cues"))
    criminal = sum(text.count(w) for w in word_set("criminal_cues"))
    if "government" in kinds and political:
        return "political"
    if criminal >= 2 and criminal > 2 * political:
        return "criminal"
    return "political"
