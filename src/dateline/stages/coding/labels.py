"""The mode of an event."""

from __future__ import annotations

from dateline.draft import Draft
from dateline.stages.coding.material import Material

BY_WEAPON: tuple[tuple[str, str], ...] = (
    ("suicide vest", "suicide-attack"), ("drone", "drone"), ("aircraft", "aerial"), ("rocket", "heavy-weapons"), ("missile", "heavy-weapons"),
    ("artillery", "heavy-weapons"), ("mortar", "heavy-weapons"), ("vehicle bomb", "explosives"), ("bomb", "explosives"), ("mine", "explosives"),
    ("grenade", "explosives"), ("small arms", "firearms"), ("blade", "primitive"), ("stones", "primitive"), ("vehicle", "primitive"),
    ("chemical", "unconventional"), ("arson", "destroy"),
)  # fmt: skip
"""The mode of an attack whose words do not say it, by its weapon, most telling first."""


STATED_BY_MEANS = frozenset({"heavy-weapons", "explosives", "aerial", None})
"""Modes that an aircraft or a drone in the same sentence overrules: bombs and missiles fall from both."""
SUICIDE = frozenset({"suicide"})
FLYING = {
    **dict.fromkeys(("jet", "warplane", "aircraft", "plane", "helicopter", "gunship"), "aerial"),
    **dict.fromkeys(("drone", "uav"), "drone"),
}
"""Attackers that are named by what they fly in, whose raids and strikes come from the air."""
SHOT = frozenset({"firearms", "primitive", "beat", None})
"""Modes that yield to `targeted` where one chosen person was killed."""
THIRD_PARTY = frozenset("mediator mediate mediation broker facilitator facilitate sponsor chief-mediator envoy".split())
MANY_PARTIES = 3


def final_mode(draft: Draft, material: Material) -> str | None:
    """Return the mode: what the words say, else what the weapon says of an attack, or who was killed and who sat down."""
    if material.plover == "CONSULT":
        return _consulted(draft, material)
    if material.plover != "ASSAULT":
        return material.mode
    mode = material.mode
    sentence = material.lead.sentence
    near = {w.kind for w in material.weapons if w.sentence == sentence}
    flown = next((m for w, m in (("drone", "drone"), ("aircraft", "aerial")) if w in near), None) or _flies(
        draft, material
    )
    if flown and mode in STATED_BY_MEANS and material.lead.frame != "clash":
        return flown
    if any(SUICIDE & set(draft.phrases[r].name.lower().replace("-", " ").split()) for r in material.roles):
        return "suicide-attack"
    if mode is None and material.lead.frame != "clash":
        kinds = near or ({w.kind for w in material.weapons} | {m.weapon for m in material.mentions if m.weapon})
        mode = next((found for weapon, found in BY_WEAPON if weapon in kinds), None)
    return "targeted" if mode in SHOT and _one_was_chosen(draft, material) else mode


def _flies(draft: Draft, material: Material) -> str | None:
    """Return the mode of an attack whose perpetrator is an aircraft by name ("Russian jets conducted raids")."""
    doers = [draft.phrases[r] for r, (role, _) in material.roles.items() if role == "perpetrator"]
    heads = [draft.sentences[d.sentence].tokens[d.head].lemma for d in doers]
    return next((FLYING[h] for h in heads if h in FLYING), None)


def _one_was_chosen(draft: Draft, material: Material) -> bool:
    """Whether the attack killed one person of a rank or a name and nobody else."""
    killed = [t for t in material.tolls if t.measure == "killed" and t.high != 0]
    if (
        not killed
        or any((t.low, t.high) != (1, 1) for t in killed)
        or any(t.measure == "injured" and t.high != 0 for t in material.tolls)
    ):
        return False
    struck = [
        draft.phrases[r]
        for r, (role, _) in material.roles.items()
        if role in {"target", "victim"} and draft.phrases[r].human
    ]
    return len(struck) == 1 and not struck[0].plural and (struck[0].named or struck[0].kind in CHOSEN_KINDS)


CHOSEN_KINDS = frozenset("government media ngo party court rebels individual intelligence".split())
"""Kinds of people who are killed for who they are."""


def _consulted(draft: Draft, material: Material) -> str | None:
    if material.mode not in {None, "multilateral"}:
        return material.mode
    sentence = draft.sentences[material.lead.sentence]
    words = {part for t in sentence.tokens for part in t.lemma.split("-")}
    if words & (THIRD_PARTY - {"envoy"}) or any(
        t.lower.endswith(("brokered", "mediated", "sponsored")) for t in sentence.tokens
    ):
        return "third-party"
    parties = [draft.phrases[r] for r, (role, _) in material.roles.items() if role == "party"]
    if len(parties) == 1 and parties[0].kind == "igo":
        return "multilateral"  # a body of states that meets or debates
    states = {
        draft.phrases[r].country or draft.phrases[r].actor for r, (role, _) in material.roles.items() if role == "party"
    }
    return "multilateral" if len(states - {None}) >= MANY_PARTIES else material.mode
