"""Which event a toll, a weapon or a piece of damage belongs to."""

from __future__ import annotations

from dateline.draft import Draft
from dateline.stages.coding.material import Material

DAMAGING = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})
"""Types of event that damage property."""
HARMED: dict[str, frozenset[str]] = {
    "killed": frozenset({"ASSAULT"}), "injured": frozenset({"ASSAULT", "PROTEST"}), "casualties": frozenset({"ASSAULT"}),
    "missing": frozenset({"ASSAULT"}), "detained": frozenset({"COERCE", "SANCTION", "PROTEST"}), "abducted": frozenset({"ASSAULT", "RETREAT"}),
    "displaced": frozenset({"ASSAULT", "COERCE"}),
}  # fmt: skip
"""Types of event that a toll of each measure can belong to."""
REACH = 6
"""Sentences back within which a toll told on its own belongs to the last event that can have it."""


def attach_harm(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> None:
    """Give every toll, weapon and damage to the event that it belongs to."""
    for toll in draft.tolls:
        found = _near(draft, owner, toll.sentence, toll.token, HARMED[toll.measure]) or recalled(draft, materials, toll.sentence, toll.token, set(HARMED[toll.measure]))
        if found is not None:
            found.tolls.append(toll)
    for weapon in draft.weapons:
        found = owner.get(weapon.mention) if weapon.mention >= 0 else recalled(draft, materials, weapon.sentence, weapon.token, {"ASSAULT"})
        if found is not None:
            found.weapons.append(weapon)
    for damage in draft.damages:
        found = _near(draft, owner, damage.sentence, damage.token, DAMAGING) or recalled(draft, materials, damage.sentence, damage.token, {"ASSAULT", "PROTEST"})
        if found is not None:
            found.damages.append(damage)


def _near(draft: Draft, owner: dict[int, Material], sentence: int, token: int, types: frozenset[str]) -> Material | None:
    """Return the event of the mention at a word, above it, or elsewhere in its sentence."""
    mentions = {m.token: m for m in draft.mentions if m.sentence == sentence and m.plover in types}
    if not mentions:
        return None
    if token in mentions:
        return owner[mentions[token].index]
    words = draft.sentences[sentence]
    for above in words.ancestors(token):
        if above.i in mentions:
            return owner[mentions[above.i].index]
    for below in words.subtree(token):
        if below in mentions:
            return owner[mentions[below].index]
    nearest = min(mentions, key=lambda i: abs(i - token))
    return owner[mentions[nearest].index]


def recalled(draft: Draft, materials: list[Material], sentence: int, token: int, types: set[str]) -> Material | None:
    """Return the event told last before a word that needs one; in the first sentences, the first event that can be it."""
    best: Material | None = None
    best_at = (-1, -1)
    for material in materials:
        if material.plover not in types:
            continue
        for mention in material.mentions:
            at = (mention.sentence, mention.token)
            if mention.sentence == sentence:
                at = (mention.sentence, mention.token - 1000)
            if sentence - REACH <= mention.sentence <= sentence and at > best_at:
                best, best_at = material, at
    if best is None:
        best = next((m for m in materials if m.plover in types and m.lead.sentence <= 3), None)
    return best
