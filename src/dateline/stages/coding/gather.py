"""Everything that the annotations say of one cluster of mentions, put together before it is written down."""

from __future__ import annotations

from dateline.draft import Argument, Attribution, Draft, Mention
from dateline.lexicon.tallies import TALLY, number_of
from dateline.stages.coding.attach import attach_harm
from dateline.stages.coding.claiming import attach_claims
from dateline.stages.coding.material import Material
from dateline.stages.coding.remnants import fold_remnants
from dateline.stages.coding.split import split_by_place
from dateline.vocabulary import DOING


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
    materials = fold_remnants(draft, owner, materials)
    for argument in draft.arguments:
        if argument.role in DOING and (
            argument.mention in owner[argument.mention].ended or _does_other(draft, argument)
        ):
            continue
        _take_part(draft, owner[argument.mention], argument)
    for scene in draft.scenes:
        owner[scene.mention].places += [draft.toponyms[n] for n in scene.places]
        owner[scene.mention].times += [draft.times[n] for n in scene.times]
        owner[scene.mention].near += [draft.toponyms[n] for n in scene.near]
    attach_harm(draft, owner, materials)
    attach_claims(draft, owner, materials)
    materials = split_by_place(draft, materials)
    for material in materials:
        material.attributions = _covering(draft, material)
        _judge(draft, material)
    return materials


def _does_other(draft: Draft, argument: Argument) -> bool:
    """Whether one is told to do an act, and not all that a count over a long time holds beside it."""
    mention = draft.mentions[argument.mention]
    if TALLY not in mention.flags:
        return False
    sentence = draft.sentences[mention.sentence]
    phrase = draft.phrases[argument.phrase]
    return phrase.head not in sentence.subtree(number_of(sentence, mention.token))


def take_linked(draft: Draft, material: Material) -> None:
    """Let the doer take part whom the learned reader links to the event, where it still has none.

    After it was weighed: that the reader finds somebody says nothing of whether there is an event.
    """
    told = {mention.index for mention in material.mentions}
    for argument in draft.linked:
        if argument.mention in told and not any(role in DOING for role, _ in material.roles.values()):
            _take_part(draft, material, argument)


def _take_part(draft: Draft, material: Material, argument: Argument) -> None:
    phrase = draft.phrases[argument.phrase]
    root = phrase.chain if phrase.chain >= 0 else phrase.index
    known = material.roles.get(root)
    if known is None:
        material.roles[root] = (argument.role, [argument.phrase])
    else:
        known[1].append(argument.phrase)


HARM = frozenset({"harm", "die"})
"""Frames of words that tell harm done; what has harmed has happened."""
ASIDE = frozenset({"relcl", "acl", "xcomp"})
"""Clauses that recall or qualify rather than state."""


def _lead(draft: Draft, mentions: list[Mention]) -> Mention:
    """Return the mention that states the event best: not a recall, in the body, with most arguments, early."""
    filled = {m.index: len(draft.arguments_of([m.index])) for m in mentions}

    body = [m.sentence for m in mentions if draft.sentences[m.sentence].section not in {"title", "dek"}]
    first = min(body, default=mentions[0].sentence)

    def rank(m: Mention) -> tuple[float, int]:
        sentence = draft.sentences[m.sentence]
        title = sentence.section in {"title", "dek"}
        aside = any(t.dep in ASIDE for t in [sentence.tokens[m.token], *list(sentence.ancestors(m.token))[:2]])
        token = sentence.tokens[m.token]
        # "came down in the zone, wrecking two cars": the clause that goes with an act tells what it did
        effect = token.dep == "advcl" and (m.frame in {"harm", "die"} or (token.tag == "VBG" and m.mode is None))
        later = 0.25 * min(m.sentence - first, 4) if not title else 0.0
        told = 0.2 * min(filled[m.index], 3) + 0.5 * m.strength
        return (m.anaphoric + 0.5 * title + 0.4 * aside + 0.4 * effect + later - told, m.index)

    return min(mentions, key=rank)


def _mode(mentions: list[Mention], lead: Mention) -> str | None:
    if lead.mode:
        return lead.mode
    return next((m.mode for m in mentions if m.mode and m.plover == lead.plover), None)


def _covering(draft: Draft, material: Material) -> list[Attribution]:
    """Return the attributions whose words cover a mention of the event."""
    found = []
    for mention in material.mentions:
        token = draft.sentences[mention.sentence].tokens[mention.token]
        for item in draft.attributions_in(mention.sentence):
            if item.cue_token == mention.token:
                continue
            if any(a <= token.start < b for a, b in item.content):
                found.append(item)
    return found


def _judge(draft: Draft, material: Material) -> None:
    """The lead mention decides, unless another says that it happened."""
    by_mention = {j.mention: j for j in draft.judgements_of(m.index for m in material.mentions)}
    lead = by_mention[material.lead.index]
    chosen = lead
    told = [by_mention[m.index] for m in material.mentions if by_mention[m.index].factuality == "happened"]
    harm = [j for j in told if draft.mentions[j.mention].frame in HARM]
    if lead.factuality in {"possible", "denied"}:
        chosen = next(iter(told), lead)
    elif lead.factuality == "planned":
        chosen = next(iter(harm), lead)
    # Local news of a shooting exists because it happened, whatever is still being looked into.
    told_of = material.cluster.main and material.tolls and chosen.factuality == "possible"
    material.factuality = "happened" if told_of else chosen.factuality
    material.factuality_cue = chosen.mention
