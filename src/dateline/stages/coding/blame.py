"""Who says who did it, and whom the report credits for the event as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Attribution, Draft
from dateline.events import Participant, Responsibility, Source, Speaker
from dateline.stages.coding.claims import Claim
from dateline.stages.coding.credit import asserted, speaker_of
from dateline.stages.coding.material import Material
from dateline.stages.coding.sides import distinctive, same_side, voice
from dateline.text import Span

RANK: dict[v.Stance, int] = {"suspected": 0, "claimed": 1, "stated": 2, "blamed": 3, "denied": 4, "unclaimed": 5}
"""Which stance stands where the words of an event give several: any hedge first, then the doer's own word, then the report's."""
HEADLINES = frozenset({"title", "dek"})
SOURCING = frozenset({"says", "reports", "claims", "denies"})
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "CONCEDE", "AGREE", "SANCTION"})
"""Types whose acts are done by words of the doer's own."""
UNDONE = frozenset({"planned", "possible"})
"""What has not happened has nobody responsible for it yet."""


@dataclass(frozen=True, slots=True)
class Word:
    """One statement of who did it: its stance, its speaker and the words that give it."""

    stance: v.Stance
    speaker: Speaker | None = None
    cue: Span | None = None


def responsibility_of(
    draft: Draft, material: Material, participants: tuple[Participant, ...]
) -> tuple[Responsibility, ...]:
    """Return one item for each claim, blame or denial, and one for each doer of whom none of them tells."""
    if material.plover != "ASSAULT" and not (material.plover == "COERCE" and material.mode == "seize"):
        return ()
    found: list[Responsibility] = []
    settled: set[str] = set()
    for claim in material.claims:
        item = _of_claim(draft, claim, participants)
        if item is None or any(
            (o.actor, o.stance) == (item.actor, item.stance) and _name(o) == _name(item) for o in found
        ):
            continue
        found.append(item)
        if item.actor is not None and item.stance in {"claimed", "blamed", "suspected"}:
            settled.add(item.actor)
    for participant in participants:
        if (
            participant.role != "perpetrator"
            or participant.id in settled
            or participant.kind == "unidentified"
            or material.factuality in UNDONE
        ):
            continue
        word = _word(draft, material, participant)
        if word is None:
            if any(item.actor == participant.id for item in found):
                continue  # he is named for what he claims or denies alone
            word = Word("stated")
        found.append(
            Responsibility(
                participant.id, word.stance, word.speaker, participant.spans[:1] + ((word.cue,) if word.cue else ())
            )
        )
    return tuple(found)


def _name(item: Responsibility) -> str | None:
    return item.speaker.name if item.speaker else None


def _of_claim(draft: Draft, claim: Claim, participants: tuple[Participant, ...]) -> Responsibility | None:
    spans = (draft.span(claim.start, claim.end),)
    if claim.stance == "unclaimed":
        return Responsibility(None, "unclaimed", None, spans)
    mine = {(p.start, p.end) for p in draft.chain(draft.phrases[claim.phrase].chain)}
    actor = next((p for p in participants if any((s.start, s.end) in mine for s in p.spans)), None)
    if actor is None:
        return None
    return Responsibility(actor.id, claim.stance, _claimant(draft, claim), spans)


def _claimant(draft: Draft, claim: Claim) -> Speaker | None:
    """Return the speaker of a claim, under the name that its words of saying give where they are words of saying too."""
    if claim.speaker < 0:
        return None
    same = next(
        (
            a
            for a in draft.attributions
            if (a.sentence, a.cue_token, a.phrase) == (claim.sentence, claim.token, claim.speaker)
        ),
        None,
    )
    return (speaker_of(draft, same) if same is not None else None) or voice(draft, claim.speaker)


def _word(draft: Draft, material: Material, participant: Participant) -> Word | None:
    """Return the word on a doer that counts: of all the places where the event's words name him; None where they do nowhere."""
    words = [
        w
        for root, (role, members) in material.roles.items()
        if role == "perpetrator"
        for i in members
        if _is(draft, i, participant)
        for w in [_at(draft, material, participant, i)]
    ]
    return min(words, key=lambda w: RANK[w.stance], default=None)


def _is(draft: Draft, phrase: int, participant: Participant) -> bool:
    """Whether a phrase is one of those that a participant was written from."""
    found = draft.phrases[phrase]
    root = draft.phrases[found.chain] if found.chain >= 0 else found
    return any((p.start, p.end) == (s.start, s.end) for p in (found, root) for s in participant.spans)


def _at(draft: Draft, material: Material, participant: Participant, phrase: int) -> Word:
    """Return what one sentence says of a doer: by the attributions that hold the event's word there, or the doer's own."""
    where = draft.phrases[phrase]
    sentence = draft.sentences[where.sentence]
    tokens = [m.token for m in material.mentions if m.sentence == where.sentence]
    found: list[Word] = []
    for item in draft.attributions_in(where.sentence):
        if item.cue_token in tokens:
            continue
        named = any(a <= where.start < b for a, b in item.content)
        held = [t for t in tokens if any(a <= sentence.tokens[t].start < b for a, b in item.content)]
        if sentence.start <= item.cue.start < sentence.end and sentence.tokens[item.cue_token].dep == "amod":
            if named or held:
                found.append(Word("suspected", speaker_of(draft, item), item.cue))
        elif any(asserted(sentence, t, item.content) for t in held):
            found += (
                _credited(draft, material, participant, item)
                if item.stance != "hedges"
                else [Word("suspected", speaker_of(draft, item), item.cue)]
            )
        elif (
            item.stance == "hedges"
            and named
            and any(a.i in tokens for a in list(sentence.ancestors(item.cue_token))[:2])
        ):
            # "a raid believed to be the work of": the hedge hangs on the event's own word
            found.append(Word("suspected", speaker_of(draft, item), item.cue))
        if (
            item.stance == "reports"
            and item.phrase < 0
            and named
            and any(asserted(sentence, t, item.content) for t in held)
        ):
            found.append(Word("suspected", None, item.cue))
    return min(found, key=lambda w: RANK[w.stance], default=Word("stated"))


def _credited(draft: Draft, material: Material, participant: Participant, item: Attribution) -> list[Word]:
    """Return the word that a named speaker's statement is on a doer.

    A tag after the news ("soldiers shot dead a man, medics said") vouches for the news; who did it is then told by the report,
    unless the tag's speaker is of the doer's own side.
    """
    speaker = speaker_of(draft, item)
    if speaker is None:
        return []
    if item.stance == "denies":
        return [Word("denied", speaker, item.cue)]
    country = next((t.place.country for t in material.places if t.place.country), None)
    if same_side(draft, participant, item.phrase, at=country):
        return [Word("claimed", speaker, item.cue)]
    tag = (
        all(b <= item.cue.start for _, b in item.content)
        and not item.quoted
        and _leads(draft, material, participant, item)
    )
    return [] if tag else [Word("blamed", speaker, item.cue)]


def _leads(draft: Draft, material: Material, participant: Participant, item: Attribution) -> bool:
    """Whether words are the report's own news: its first sentence, or what its headline tells or whom it names."""
    first = next((s.index for s in draft.sentences if s.section == "body"), 0)
    if item.sentence <= first or any(draft.sentences[m.sentence].section in HEADLINES for m in material.mentions):
        return True
    headline = {t.lower for s in draft.sentences if s.section in HEADLINES for t in s.tokens}
    return bool(headline & distinctive(participant.name))


def sources_of(draft: Draft, material: Material, participants: tuple[Participant, ...]) -> tuple[Source, ...]:
    """Return whom the report credits for the event; nobody for what a speaker does by speaking.

    That is who is credited where the report first passes the event on, and where its fullest words stand; later details
    have speakers of their own. A headline names its speaker in short ("-army", "police say"): it counts where the body credits nobody.
    Who claims or denies the deed by a word of its own ("denied any part") is a source only for the denial.
    """
    told = {(c.sentence, c.token) for c in material.claims}
    words: dict[int, list[int]] = {}
    for mention in material.mentions:
        words.setdefault(mention.sentence, []).append(mention.token)
    items = [
        i for i in material.attributions
        if i.stance in SOURCING and (i.sentence, i.cue_token) not in told
        and _states(draft, words.get(i.sentence, []), i) and not _own(draft, material, participants, i)
    ]  # fmt: skip
    body = [i for i in items if draft.sentences[i.sentence].section not in HEADLINES]
    found: list[Source] = []
    telling = {body[0].sentence, material.lead.sentence} if body else set()
    body = [i for i in body if i.sentence in telling or i.stance == "denies"]
    for item in body or items:
        speaker = speaker_of(draft, item)
        if speaker is not None and not any(s.speaker.name == speaker.name for s in found):
            found.append(Source(speaker, "denies" if item.stance == "denies" else "affirms"))
    for claim in material.claims:
        denier = _claimant(draft, claim) if claim.stance == "denied" else None
        if denier is not None and not any(s.speaker.name == denier.name for s in found):
            found.append(Source(denier, "denies"))
    return tuple(found)


def _own(draft: Draft, material: Material, participants: tuple[Participant, ...], item: Attribution) -> bool:
    """Whether a statement is the act itself: what a speaker does by speaking, or an announcement by the one who decides."""
    if material.plover not in SPOKEN:
        return False
    doers = [p for p in participants if p.role in {"speaker", "perpetrator", "party"}]
    return not doers or any(same_side(draft, p, item.phrase, at=None) for p in doers)


def _states(draft: Draft, held: list[int], item: Attribution) -> bool:
    """Whether a speaker's words assert or deny the event, by its words in their sentence, not only speak of it."""
    sentence = draft.sentences[item.sentence]
    if item.stance == "denies" and any(sentence.tokens[t].head == item.cue_token for t in held):
        return True  # "denied the strike": the very thing, however definite
    return any(
        asserted(sentence, t, item.content)
        for t in held
        if any(a <= sentence.tokens[t].start < b for a, b in item.content)
    )
