"""Who says who did it, and whom the report credits for the event as a whole."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.draft import Attribution, Draft
from dateline.events import Participant, Responsibility, Source, Span, Speaker
from dateline.stages.coding.credit import speaker_of
from dateline.stages.coding.material import Material

OWN_SIDE = frozenset({"government", "military", "police", "intelligence"})


def responsibility_of(draft: Draft, material: Material, participants: tuple[Participant, ...]) -> tuple[Responsibility, ...]:
    """Return one item for each doer and each claim, blame or denial."""
    if material.plover != "ASSAULT" and not (material.plover == "COERCE" and material.mode == "seize"):
        return ()
    found: list[Responsibility] = []
    claimed: set[str] = set()
    for claim in material.claims:
        spans = (draft.span(claim.start, claim.end),)
        if claim.stance == "unclaimed":
            found.append(Responsibility(None, "unclaimed", None, spans))
            continue
        root = draft.phrases[claim.phrase].chain
        actor = _participant_of(draft, participants, root)
        if actor is None:
            continue
        speaker = _speaker(draft, claim.speaker) if claim.speaker >= 0 and claim.stance != "claimed" else None
        found.append(Responsibility(actor.id, claim.stance, speaker, spans))
        claimed.add(actor.id)
    for participant in participants:
        if participant.role != "perpetrator" or participant.id in claimed or material.factuality in {"planned", "possible"}:
            continue
        stance, speaker, cue = _stance(draft, material, participant)
        if not _named_doer(participant):
            continue
        found.append(Responsibility(participant.id, stance, speaker, participant.spans[:1] + ((cue,) if cue else ())))
    return tuple(found)


def _named_doer(participant: Participant) -> bool:
    """An actor whom the text does not identify is nobody's responsibility ("gunmen", "a suicide bomber")."""
    return participant.kind != "unidentified"


def _participant_of(draft: Draft, participants: tuple[Participant, ...], root: int) -> Participant | None:
    mine = {(p.start, p.end) for p in draft.phrases if p.chain == root}
    return next((p for p in participants if any((s.start, s.end) in mine for s in p.spans)), None)


def _speaker(draft: Draft, phrase: int) -> Speaker | None:
    found = draft.phrases[phrase]
    if found.pronoun and found.chain != found.index:
        found = draft.phrases[found.chain]
    return Speaker(found.name, (draft.span(found.start, found.end),), found.kind)


def _stance(draft: Draft, material: Material, participant: Participant) -> tuple[v.Stance, Speaker | None, Span | None]:
    """Return stance, speaker and cue from the attributions that cover the event or the doer's words."""
    for item in draft.attributions:
        if item.stance == "hedges" and any(a <= s.start < b for a, b in item.content for s in participant.spans) and _same_sentence(draft, material, item):
            return "suspected", speaker_of(draft, item), item.cue
    for item in material.attributions:
        if item.stance == "hedges":
            return "suspected", speaker_of(draft, item), item.cue
        speaker = speaker_of(draft, item)
        if speaker is None:
            continue
        if item.sentence != material.lead.sentence:
            continue
        if _same_side(participant, item, draft):
            return "claimed", speaker, item.cue
        return "blamed", speaker, item.cue
    return "stated", None, None


def _same_sentence(draft: Draft, material: Material, item: Attribution) -> bool:
    return any(m.sentence == item.sentence for m in material.mentions)


def _same_side(participant: Participant, item: Attribution, draft: Draft) -> bool:
    """Whether a speaker speaks for the doer: the same, the same group, or an organ of the same state."""
    phrase = draft.phrases[item.phrase] if item.phrase >= 0 else None
    if phrase is None:
        return False
    if phrase.actor and phrase.actor == participant.actor:
        return True
    mine = {w.lower() for w in participant.name.split() if len(w) > 2}
    theirs = {w.lower() for w in draft.report.text[draft.sentences[phrase.sentence].tokens[phrase.first].start : phrase.end].split()}
    if mine & theirs:
        return True
    if participant.kind in OWN_SIDE and phrase.kind in OWN_SIDE:
        return participant.country is None or phrase.country is None or participant.country == phrase.country
    return False


def sources_of(draft: Draft, material: Material, participants: tuple[Participant, ...]) -> tuple[Source, ...]:
    """Return whom the report credits for the event; nobody for what a speaker does by speaking."""
    own = {s.start for p in participants if p.role == "speaker" for s in p.spans}
    found: list[Source] = []
    for item in material.attributions:
        if item.stance not in {"says", "reports", "claims", "denies"}:
            continue
        speaker = speaker_of(draft, item)
        if speaker is None or item.start in own or any(s.speaker.name == speaker.name for s in found):
            continue
        found.append(Source(speaker, "denies" if item.stance == "denies" else "affirms"))
    return tuple(found)
