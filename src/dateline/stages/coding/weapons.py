"""The weapons of an event: those that the text names in use, what its words imply, and what its mode goes with."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Draft, Mention
from dateline.events import WeaponUse
from dateline.stages.coding.material import Material
from dateline.text import Span

ARMED = frozenset({"ASSAULT", "PROTEST"})
"""Types whose weapons are written; of the others only a test of weapons has any."""
OF_MODE: dict[str, v.Weapon] = {
    "firearms": "small arms", "aerial": "aircraft", "drone": "drone", "suicide-attack": "suicide vest", "explosives": "unknown",
}  # fmt: skip
"""The weapon of a mode whose words name none (record.md: a suicide bomber of unstated means has a suicide vest)."""
DROPS: dict[str, frozenset[v.Weapon]] = {
    "aerial": frozenset({"bomb", "small arms", "vehicle"}), "drone": frozenset({"aircraft", "bomb"}), "suicide-attack": frozenset({"bomb", "vehicle"}),
    "explosives": frozenset({"vehicle"}), "crowd-control": frozenset({"grenade", "small arms", "bomb", "stones", "arson"}),
}  # fmt: skip
"""Weapons that are part of another's use ("aircraft dropped bombs") or of the other side."""
OF_CROWDS: frozenset[v.Weapon] = frozenset({"stones", "arson", "blade", "vehicle"})
"""Weapons of those who protest; others that are told in one breath are the police's."""
BY_HAND = frozenset(
    {None, "destroy", "firearms", "targeted", "primitive", "riot", "demo", "vandalize", "obstruct", "beat", "abduct"}
)
"""Modes in which a fire was laid, not lit by a blast."""
COVERS: dict[v.Weapon, frozenset[v.Weapon]] = {
    "vehicle bomb": frozenset({"bomb", "suicide vest", "vehicle"}), "suicide vest": frozenset({"bomb"}), "mine": frozenset({"bomb"}),
    "grenade": frozenset({"bomb"}), "rocket": frozenset({"artillery"}), "missile": frozenset({"artillery"}), "mortar": frozenset({"artillery"}),
}  # fmt: skip
"""What a more telling kind stands for: a mortar shell is no artillery, a bomb in a car no other bomb."""


def weapons_of(draft: Draft, material: Material, mode: str | None) -> tuple[WeaponUse, ...]:
    """Return the weapons of an event, each kind once.

    Args:
        mode: the event's final mode, which decides what incidental words mean and what is implied.
    """
    if material.plover not in ARMED and not (material.plover == "MOBILIZE" and mode == "weapons"):
        return ()
    found = _told(draft, material, mode)
    if mode in BY_HAND:
        for span in _fires(draft, material):
            found.setdefault("arson", span)
    for kind, span in _implied(draft, material):
        if kind not in found:
            found[kind] = span
    if (
        mode in {"suicide-attack", "explosives"}
        and "vehicle" in found
        and (mode == "suicide-attack" or "bomb" in found)
    ):
        found.setdefault("vehicle bomb", found["vehicle"])
    default = OF_MODE.get(mode or "") if material.plover == "ASSAULT" else None
    if default is not None and not _has(found, default, mode):
        found[default] = _word(draft, material.lead)
    dropped = DROPS.get(mode or "", frozenset()) | {
        k for kind, covered in COVERS.items() if kind in found for k in covered
    }
    kept = {kind: span for kind, span in found.items() if kind not in dropped}
    if material.plover == "PROTEST":
        kept = {kind: span for kind, span in kept.items() if kind in OF_CROWDS}
    elif not kept and mode in OF_MODE:
        kept = found
    if len(kept) > 1:
        kept.pop("unknown", None)
    return tuple(WeaponUse(kind, (span,)) for kind, span in kept.items())


def _has(found: dict[v.Weapon, Span], default: v.Weapon, mode: str | None) -> bool:
    """Whether the weapon of a mode is there already; another one will do for blasts and suicide attacks."""
    if mode == "explosives":
        return bool(found)
    if mode == "firearms":
        return bool(found.keys() & {"small arms", "artillery", "rocket", "mortar", "missile"})
    if mode == "suicide-attack":
        return bool(found.keys() & {"suicide vest", "vehicle bomb", "aircraft", "grenade"})
    return default in found


def _fires(draft: Draft, material: Material) -> list[Span]:
    """Return the words that say that somebody set something on fire."""
    tokens = [
        draft.sentences[d.sentence].tokens[d.token] for d in material.damages if d.fire and d.effect != "not damaged"
    ]
    return [draft.span(t.start, t.end) for t in tokens]


def _told(draft: Draft, material: Material, mode: str | None) -> dict[v.Weapon, Span]:
    found: dict[v.Weapon, Span] = {}
    for weapon in material.weapons:
        # who seizes people holds a gun that is not used
        if not (weapon.bearer and mode == "abduct"):
            found.setdefault(weapon.kind, draft.span(weapon.start, weapon.end))
    return found


def _implied(draft: Draft, material: Material) -> list[tuple[v.Weapon, Span]]:
    """Return what the words of the event imply, where their own sentence names no weapon."""
    found: list[tuple[v.Weapon, Span]] = []
    for mention in material.mentions:
        kind = mention.weapon
        if kind is None or (mention.frame != "harm" and any(w.sentence == mention.sentence for w in material.weapons)):
            continue
        if material.plover == "MOBILIZE" and not {"missile", "rocket"} & _words(draft, mention):
            continue
        # a blast may be of anything, until a bomb is named
        found.append(("unknown" if kind == "bomb" and _is_blast(draft, mention) else kind, _word(draft, mention)))
    return found


def _is_blast(draft: Draft, mention: Mention) -> bool:
    return mention.frame == "blast" or bool(_words(draft, mention) & {"blast", "explosion"})


def _words(draft: Draft, mention: Mention) -> set[str]:
    """Return the lemmas of a mention's own clause: the word with what hangs on it."""
    sentence = draft.sentences[mention.sentence]
    kids = sentence.children[mention.token]
    return {sentence.tokens[i].lemma for i in (mention.token, *kids)} | {
        sentence.tokens[k].lemma for i in kids for k in sentence.children[i]
    }


def _word(draft: Draft, mention: Mention) -> Span:
    tokens = draft.sentences[mention.sentence].tokens
    return draft.span(tokens[mention.token].start, tokens[max(mention.token, mention.last - 1)].end)
