"""Everything that the annotations say of one cluster of mentions, put together before it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline import vocabulary as v
from dateline.draft import Attribution, Cluster, DamageMention, Draft, Mention, Phrase, TimeExpression, TollMention, Toponym, WeaponMention
from dateline.stages.coding.claims import Claim, claims_of

FIGHTING = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "RETREAT"})
HARMED: dict[str, frozenset[str]] = {
    "killed": frozenset({"ASSAULT"}), "injured": frozenset({"ASSAULT", "PROTEST"}), "casualties": frozenset({"ASSAULT"}),
    "missing": frozenset({"ASSAULT"}), "detained": frozenset({"COERCE", "SANCTION", "PROTEST"}), "abducted": frozenset({"ASSAULT", "RETREAT"}),
    "displaced": frozenset({"ASSAULT", "COERCE"}),
}  # fmt: skip
"""Types of event that a toll of each measure can belong to."""
REACH = 6
"""Sentences back within which a toll told on its own belongs to the last event that can have it."""


@dataclass(slots=True)
class Material:
    """What is known of one event-to-be."""

    cluster: Cluster
    mentions: list[Mention]
    lead: Mention
    plover: v.Plover
    mode: str | None
    roles: dict[int, tuple[v.ParticipantRole, list[int]]] = field(default_factory=dict)
    """Root of a chain of phrases to its role and the phrases found."""
    times: list[TimeExpression] = field(default_factory=list)
    places: list[Toponym] = field(default_factory=list)
    tolls: list[TollMention] = field(default_factory=list)
    weapons: list[WeaponMention] = field(default_factory=list)
    damages: list[DamageMention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    factuality: v.Factuality = "happened"
    factuality_cue: int = -1
    standing: v.Standing = "background"
    standing_reason: str = ""

    def kinds(self, draft: Draft, *roles: str) -> list[str]:
        """Return the kinds of those in these roles."""
        return [draft.phrases[root].kind for root, (role, _) in self.roles.items() if role in roles]


def gather(draft: Draft) -> list[Material]:
    """Return the material of every cluster of a report."""
    owner: dict[int, Material] = {}
    materials = []
    for cluster in draft.clusters:
        mentions = [draft.mentions[i] for i in sorted(cluster.mentions)]
        lead = _lead(draft, mentions)
        material = Material(cluster, mentions, lead, lead.plover, _mode(mentions, lead))
        materials.append(material)
        for mention in mentions:
            owner[mention.index] = material
    for argument in draft.arguments:
        phrase = draft.phrases[argument.phrase]
        root = phrase.chain if phrase.chain >= 0 else phrase.index
        known = owner[argument.mention].roles.get(root)
        if known is None:
            owner[argument.mention].roles[root] = (argument.role, [argument.phrase])
        else:
            known[1].append(argument.phrase)
    for scene in draft.scenes:
        owner[scene.mention].places += [draft.toponyms[n] for n in scene.places]
        owner[scene.mention].times += [draft.times[n] for n in scene.times]
    _harm(draft, owner, materials)
    for claim in claims_of(draft):
        found = _recalled(draft, materials, claim.sentence, claim.token, {"ASSAULT"})
        if found is not None:
            found.claims.append(claim)
    for material in materials:
        material.attributions = _covering(draft, material)
        _judge(draft, material)
    return materials


def _lead(draft: Draft, mentions: list[Mention]) -> Mention:
    """Return the mention that states the event best: not a recall, in the body, with most arguments, early."""
    filled = {m.index: 0 for m in mentions}
    for argument in draft.arguments:
        if argument.mention in filled:
            filled[argument.mention] += 1

    def rank(m: Mention) -> tuple[float, int]:
        title = draft.sentences[m.sentence].section in {"title", "dek"}
        return (m.anaphoric + 0.5 * title - 0.2 * min(filled[m.index], 3) - 0.5 * m.strength, m.index)

    return min(mentions, key=rank)


def _mode(mentions: list[Mention], lead: Mention) -> str | None:
    if lead.mode:
        return lead.mode
    return next((m.mode for m in mentions if m.mode and m.plover == lead.plover), None)


def _harm(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> None:
    for toll in draft.tolls:
        found = _near(draft, owner, toll.sentence, toll.token, HARMED[toll.measure]) or _recalled(draft, materials, toll.sentence, toll.token, set(HARMED[toll.measure]))
        if found is not None:
            found.tolls.append(toll)
    for weapon in draft.weapons:
        found = owner.get(weapon.mention) if weapon.mention >= 0 else _near(draft, owner, weapon.sentence, weapon.token, frozenset({"ASSAULT"}))
        if found is not None and found.plover in {"ASSAULT", "MOBILIZE", "PROTEST", "COERCE"}:
            found.weapons.append(weapon)
    for damage in draft.damages:
        found = _near(draft, owner, damage.sentence, damage.token, FIGHTING) or _recalled(draft, materials, damage.sentence, damage.token, {"ASSAULT", "PROTEST"})
        if found is not None and found.plover in FIGHTING:
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


def _recalled(draft: Draft, materials: list[Material], sentence: int, token: int, types: set[str]) -> Material | None:
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


def _covering(draft: Draft, material: Material) -> list[Attribution]:
    """Return the attributions whose words cover a mention of the event."""
    found = []
    for mention in material.mentions:
        token = draft.sentences[mention.sentence].tokens[mention.token]
        for item in draft.attributions:
            if item.sentence != mention.sentence or item.cue_token == mention.token:
                continue
            if any(a <= token.start < b for a, b in item.content):
                found.append(item)
    return found


def _judge(draft: Draft, material: Material) -> None:
    """The lead mention decides, unless another says that it happened."""
    by_mention = {j.mention: j for j in draft.judgements}
    lead = by_mention[material.lead.index]
    chosen = lead
    if lead.factuality in {"possible", "denied"}:
        chosen = next((by_mention[m.index] for m in material.mentions if by_mention[m.index].factuality == "happened"), lead)
    material.factuality = chosen.factuality
    material.factuality_cue = chosen.mention


def best_phrase(draft: Draft, root: int, members: list[int]) -> Phrase:
    """Return the phrase of a chain that names it best: the longest name of at most five words, else the first."""
    named = [p for p in draft.phrases if p.chain == root and p.named and not p.pronoun]
    fit = [p for p in named if len(p.name.split()) <= 5]
    if fit:
        first = fit[0]
        if first.actor or not first.human:
            return first
        return max(fit, key=lambda p: (len(p.name.split()), -p.index))
    own = [draft.phrases[i] for i in members if not draft.phrases[i].pronoun]
    return own[0] if own else draft.phrases[root]
