"""Which event a claim of responsibility is about."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft
from dateline.stages.coding.claims import Claim, claims_of
from dateline.stages.coding.material import Material
from dateline.stages.coding.sides import same_side

NEAR = 2
"""Sentences back within which a claim is about the event told last; farther off it is about the report's main event."""


def attach_claims(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> None:
    """Give every claim to the event that it is about."""
    attacks = [m for m in materials if m.plover == "ASSAULT" or (m.plover == "COERCE" and m.mode == "seize")]
    told = [m for m in attacks if _told(draft, m)]
    for claim in claims_of(draft):
        found = _named(draft, owner, attacks, claim)
        if found is None and (claim.recalls or claim.stance == "unclaimed"):
            found = _recalled(told, claim) or _recalled(attacks, claim)
        if found is not None:
            found.claims.append(_by_doer(draft, found, claim))


def _by_doer(draft: Draft, material: Material, claim: Claim) -> Claim:
    """Let a claim or denial by somebody of the doer's side be about the doer whom the event's words name."""
    if claim.phrase < 0 or claim.stance not in {"claimed", "denied"}:
        return claim
    country = next((t.place.country for t in material.places if t.place.country), None)
    for role, members in material.roles.values():
        doer = draft.phrases[members[0]]
        if (
            role == "perpetrator"
            and not doer.pronoun
            and doer.kind != "unidentified"
            and same_side(draft, doer, claim.phrase, at=country)
        ):
            return replace(claim, phrase=members[0])
    return claim


def _told(draft: Draft, material: Material) -> bool:
    """Whether the report tells an event in its own right: not in the headline alone, not only by recalling it."""
    return any(
        not m.anaphoric and draft.sentences[m.sentence].section not in {"title", "dek"} for m in material.mentions
    )


def _named(draft: Draft, owner: dict[int, Material], attacks: list[Material], claim: Claim) -> Material | None:
    """Return the event of a mention among the words that tell the deed, where they are not all that is told of it."""
    for mention in draft.mentions:
        if mention.sentence != claim.sentence or mention.token not in claim.about:
            continue
        material = owner[mention.index]
        if any(material is m for m in attacks) and (
            not mention.anaphoric or any(m.sentence != claim.sentence for m in material.mentions if not m.anaphoric)
        ):
            return material
    return None


def _recalled(attacks: list[Material], claim: Claim) -> Material | None:
    """Return the event told last before the claim, outside the words that recall the deed; the first event where none is near."""
    best: Material | None = None
    best_at = (-1, False, -1)
    for material in attacks:
        for mention in material.mentions:
            # a war or a fight is not what somebody claims while a deed is told beside it
            at = (mention.sentence, mention.frame != "clash", mention.token)
            if at[0] == claim.sentence and (mention.token in claim.about or mention.token > claim.token):
                continue
            if claim.sentence - NEAR <= at[0] <= claim.sentence and at > best_at:
                best, best_at = material, at
    return best or next(iter(attacks), None)
