"""Participants of an event: each chain of phrases once, under its best name."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Draft, Phrase
from dateline.events import Count, Participant, Spans
from dateline.lexicon.words import word_set
from dateline.stages.coding.gather import Material, best_phrase

STRIKING = frozenset("aerial drone heavy-weapons explosives firearms".split())
MOST = 8
"""More participants than this come from lists that are no participants."""


def participants_of(draft: Draft, material: Material) -> tuple[Participant, ...]:
    """Return the participants, the doers first."""
    order = {"perpetrator": 0, "speaker": 0, "party": 0, "target": 1, "recipient": 1, "victim": 2}
    found: list[Participant] = []
    names: set[tuple[str, str]] = set()
    claimants = {draft.phrases[c.phrase].chain: c.phrase for c in material.claims if c.phrase >= 0 and c.stance in {"claimed", "blamed", "denied"}}
    roles = dict(material.roles)
    for root, phrase in claimants.items():
        roles.setdefault(root, ("perpetrator", [phrase]))
    for root, (role, members) in sorted(roles.items(), key=lambda item: (order[item[1][0]], item[1][1][0])):
        best = best_phrase(draft, root, members)
        if best.pronoun:
            continue
        key = (role, best.name.lower())
        if key in names or best.name.lower() in word_set("no_actor"):
            continue
        names.add(key)
        count = None if (best.low, best.high) == (1, 1) else Count(best.low, best.high, best.approximate)
        found.append(
            Participant(
                f"p{len(found) + 1}", role, best.name, _kind(material, role, best), _spans(draft, best, members), best.actor, best.country, count
            )
        )
    return tuple(found[:MOST])


def _kind(material: Material, role: v.ParticipantRole, phrase: Phrase) -> v.ActorKind:
    """A country that strikes, tests or deploys is of kind military, people harmed without a kind are civilians."""
    armed = material.plover in {"ASSAULT", "MOBILIZE"} and material.mode not in {"abduct", "torture"}
    if phrase.kind == "government" and phrase.country and armed and role in {"perpetrator", "party"} and phrase.named and _is_state(phrase):
        return "military"
    if phrase.kind in {"individual", "unidentified"} and role == "victim":
        return "civilians"
    return phrase.kind


def _is_state(phrase: Phrase) -> bool:
    return phrase.actor is None and len(phrase.name.split()) <= 3


def _spans(draft: Draft, best: Phrase, members: list[int]) -> Spans:
    spans = [draft.span(best.start, best.end)]
    for i in members:
        phrase = draft.phrases[i]
        span = draft.span(phrase.start, phrase.end)
        if span not in spans:
            spans.append(span)
    return tuple(spans[:4])
