"""Which event a toll, a weapon or a piece of damage belongs to."""

from __future__ import annotations

from dateline.draft import Draft, Mention, Sentence, TollMention
from dateline.lexicon.tallies import counts_long
from dateline.lexicon.words import word_set
from dateline.stages.coding.hosts import hosts
from dateline.stages.coding.material import Material

DAMAGING = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})
"""Types of event that damage property."""
HARMED: dict[str, frozenset[str]] = {
    "killed": frozenset({"ASSAULT"}), "injured": frozenset({"ASSAULT", "PROTEST"}), "casualties": frozenset({"ASSAULT"}),
    "missing": frozenset({"ASSAULT"}), "detained": frozenset({"COERCE", "PROTEST"}), "abducted": frozenset({"ASSAULT"}),
    "displaced": frozenset({"ASSAULT", "COERCE"}),
}  # fmt: skip
"""Types of event that a toll of each measure can belong to."""
MODES: dict[str, frozenset[str | None]] = {
    "abducted": frozenset({"abduct"}), "detained": frozenset({"arrest", None}),
}  # fmt: skip
DRIVING_OUT: frozenset[str | None] = frozenset({"restrict", "deport", "seize", None})
"""Modes of coercion that drive people from their homes."""
"""Modes that an assault or coercion must have for tolls of a measure: who is held hostage is no toll of an air raid, and
who was freed none of his release. Of 100 such tolls in three sets of gold all but two are so."""
REACH = 6
"""Sentences back within which a toll told on its own belongs to an event."""
HEAD_OF_REPORT = 3
"""Sentences at the head of a report whose event has what can be tied to no other."""


def attach_harm(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> None:
    """Give every toll, weapon and damage to the event that it belongs to."""
    # Looked up once a measure: a report may tell one event by thousands of words.
    able = {
        measure: [m for m in materials if can_have(m, measure)] for measure in {toll.measure for toll in draft.tolls}
    }
    for toll in draft.tolls:
        own = any(m.token == toll.token for m in draft.mentions_in(toll.sentence))
        aside = is_aside(draft, toll)
        found = _of_tally(draft, owner, toll)
        if found is None and not (aside and not own):
            found = related(draft, owner, toll.sentence, toll.token, HARMED[toll.measure])
        if found is not None and not any(found is m for m in able[toll.measure]):
            found = None
        if found is None and not aside:
            fitting = _fitting(able[toll.measure], toll)
            found = recalled(draft, fitting, toll.sentence, toll.token, HARMED[toll.measure])
        if found is not None:
            found.tolls.append(toll)
    for weapon in draft.weapons:
        found = (
            owner.get(weapon.mention)
            if weapon.mention >= 0
            else recalled(draft, materials, weapon.sentence, weapon.token, frozenset({"ASSAULT"}))
        )
        if found is not None:
            found.weapons.append(weapon)
    for damage in draft.damages:
        found = related(draft, owner, damage.sentence, damage.token, DAMAGING) or recalled(
            draft, materials, damage.sentence, damage.token, frozenset({"ASSAULT", "PROTEST"})
        )
        if found is not None:
            found.damages.append(damage)


def _of_tally(draft: Draft, owner: dict[int, Material], toll: TollMention) -> Material | None:
    """Return what a count over a long time is told of: its own mention, and never the act told beside it."""
    told = counts_long(draft.sentences[toll.sentence], draft.mentions_in(toll.sentence), toll.token)
    return None if told is None else owner[told.index]


def is_aside(draft: Draft, toll: TollMention) -> bool:
    """Tell whether harm is only named as what something else is about: "a protest over the killing of two men"."""
    sentence = draft.sentences[toll.sentence]
    token = sentence.tokens[toll.token]
    above = sentence.tokens[token.head]
    if token.lemma not in word_set("deeds_of_harm") or token.pos != "NOUN":
        return False
    if token.dep == "pobj":
        governor = sentence.tokens[above.head]
        return governor.pos in {"NOUN", "ADJ"} or governor.lemma in word_set("about_harm")
    return token.dep == "dobj" and above.lemma in word_set("about_harm")


def _fitting(able: list[Material], toll: TollMention) -> list[Material]:
    """Return which of the events that can have its measure a toll may be of: "no arrests" is said of protests, if any."""
    protests = [m for m in able if m.plover == "PROTEST"] if toll.measure == "detained" and toll.high == 0 else []
    return protests or able


def can_have(material: Material, measure: str) -> bool:
    """Tell whether an event can have tolls of a measure, by its type and mode."""
    if material.plover not in HARMED[measure]:
        return False
    modes = DRIVING_OUT if measure == "displaced" and material.plover == "COERCE" else MODES.get(measure)
    if modes is None or material.plover == "PROTEST" or material.mode in modes:
        return True
    return any(m.mode in modes for m in material.mentions if m.plover == material.plover)


def related(
    draft: Draft, owner: dict[int, Material], sentence: int, token: int, types: frozenset[str]
) -> Material | None:
    """Return the event of the mention at a word, above it, or in a phrase under it ("the toll from the blast")."""
    mentions = {m.token: m for m in draft.mentions_in(sentence) if m.plover in types}
    words = draft.sentences[sentence]
    above = [token, *(t.i for t in words.ancestors(token))]
    under = [
        i
        for kid in words.kids(token, "prep", "compound", "amod", "agent")
        for i in (kid.i, *(p.i for p in words.kids(kid.i, "pobj")))
    ]
    for i in (*above, *under):
        if i in mentions:
            return owner[_told_by_clause(words, mentions, i, above).index]
    return None


def _told_by_clause(words: Sentence, mentions: dict[int, Mention], i: int, above: list[int]) -> Mention:
    """Return the last act named before a relative clause, which hangs on a noun further up or down.

    "An attack in revenge for air strikes this month that left 32 dead" tells of the strikes.
    """
    climbed = above[: above.index(i)] if i in above else []
    clause = next((j for j in climbed if words.tokens[j].dep == "relcl" and j > i), -1)
    if clause < 0:
        return mentions[i]
    below = set(words.subtree(i))
    between = [
        m for j, m in mentions.items() if i < j < clause and m.nominal and j in below and words.tokens[j].dep != "conj"
    ]
    return max(between, key=lambda m: m.token, default=mentions[i])


def recalled(
    draft: Draft, materials: list[Material], sentence: int, token: int, types: frozenset[str]
) -> Material | None:
    """Return the event that words belong to which are bound to none: told near and in chief; else the first one told."""
    fitting = [m for m in materials if m.plover in types]
    found = next(hosts(draft, fitting, (sentence, token), REACH), None)
    return found or next((m for m in fitting if m.lead.sentence <= HEAD_OF_REPORT), None)
