"""Participants of an event: each chain of phrases once, under its best name."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.actors import load_actors
from dateline.draft import Draft, Phrase
from dateline.events import Count, Participant, Spans
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

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
    return tuple([*found, *_counted(draft, material, found)][:MOST])


HARM: dict[str, v.ParticipantRole] = {
    "killed": "victim", "injured": "victim", "casualties": "victim", "missing": "victim", "detained": "target", "abducted": "target", "displaced": "victim",
}  # fmt: skip


def _counted(draft: Draft, material: Material, known: list[Participant]) -> list[Participant]:
    """Return those whom the tolls count and who are not yet there under another role."""
    found: list[Participant] = []
    if material.plover not in {"ASSAULT", "COERCE", "PROTEST"}:
        return found
    for toll in material.tolls:
        if toll.who is None or toll.high == 0 or toll.who.quote.lower() in ELLIPTIC:
            continue
        words = _words(toll.who.quote)
        if not words or any(words & _words(p.name) for p in [*known, *found]) or any(s.overlaps(toll.who) for p in [*known, *found] for s in p.spans):
            continue
        count = Count(toll.low, toll.high, toll.approximate) if (toll.low, toll.high) != (1, 1) else None
        found.append(Participant(f"p{len(known) + len(found) + 1}", HARM[toll.measure], toll.who.quote, toll.who_kind, (toll.who,), count=count))
    return found


ELLIPTIC = frozenset("others other more some many dozens hundreds several two three four five".split())


def _words(name: str) -> set[str]:
    return {w.lower() for w in name.split() if len(w) > 2}


def _kind(material: Material, role: v.ParticipantRole, phrase: Phrase) -> v.ActorKind:
    """A country that strikes, tests or deploys is of kind military, people harmed without a kind are civilians."""
    armed = material.plover in {"ASSAULT", "MOBILIZE"} and material.mode not in {"abduct", "torture"}
    if phrase.kind == "government" and phrase.country and armed and role in {"perpetrator", "party"} and phrase.named and _is_state(phrase):
        return "military"
    if phrase.kind in {"individual", "unidentified"} and role == "victim":
        return "civilians"
    return phrase.kind


def _is_state(phrase: Phrase) -> bool:
    state = load_actors().state(phrase.country) if phrase.country else None
    return state is not None and phrase.actor in {None, state.id}


def _spans(draft: Draft, best: Phrase, members: list[int]) -> Spans:
    spans = [draft.span(best.start, best.end)]
    for i in members:
        phrase = draft.phrases[i]
        span = draft.span(phrase.start, phrase.end)
        if span not in spans:
            spans.append(span)
    return tuple(spans[:4])


def best_phrase(draft: Draft, root: int, members: list[int]) -> Phrase:
    """Return the phrase that names a chain best: a person by the fullest name of the report, others as the event's own words do."""
    own = [draft.phrases[i] for i in members if not draft.phrases[i].pronoun]
    named = [p for p in draft.phrases if p.chain == root and p.named and not p.pronoun and len(p.name.split()) <= 5]
    if named and (not own or (own[0].named and own[0].actor is None and own[0].kind != "facility")):
        if named[0].actor or named[0].country and own:
            return own[0] if own else named[0]
        return max(named, key=lambda p: (len(p.name.split()), -p.index))
    if own:
        return next((p for p in own if p.named), own[0])
    plain = [p for p in draft.phrases if p.chain == root and not p.pronoun]
    return plain[0] if plain else draft.phrases[root]
