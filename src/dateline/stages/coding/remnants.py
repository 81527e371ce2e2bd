"""Harm told on its own: mentions that only say who was killed or hurt belong to the event told last that can have it.

"A bomb went off in the market. Three policemen were wounded, officials said." is one event: the second sentence
says nothing but harm, so it is folded into the first before anything is written down. Harm whose own candidate is
weighed out later goes the same way, as words without an event of their own (`rehome`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from dateline.draft import Draft, Mention
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

TELLS_HARM = frozenset({"harm", "die"})
REACH = 6
"""Sentences back within which harm told on its own belongs to an event."""
SHORT_REACH = 3
"""Sentences after an attack within which attackers shot dead, or fires set, are part of it."""
AHEAD = 2
"""Sentences ahead in which an event may be told whose harm was told first."""
HARM_OF: dict[str, frozenset[str]] = {
    "killed": frozenset({"ASSAULT", "PROTEST"}), "injured": frozenset({"ASSAULT", "PROTEST"}), "casualties": frozenset({"ASSAULT", "PROTEST"}),
    "missing": frozenset({"ASSAULT"}), "abducted": frozenset({"ASSAULT"}), "displaced": frozenset({"ASSAULT", "COERCE"}),
    "detained": frozenset({"COERCE", "PROTEST"}),
}  # fmt: skip
"""Types of event that harm of each measure can be of."""
DAMAGED_BY = frozenset({"ASSAULT", "PROTEST"})
Sort = Literal["harm", "attackers", "fire"]
"""Why words are no event of their own."""
UNREAL = frozenset({"planned", "threatened", "possible", "denied"})


def fold_remnants(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> list[Material]:
    """Fold the materials that only tell harm into the events that did it; return those that stay."""
    remnants = [(m, sort) for m in materials if (sort := _sort(draft, m)) is not None]
    folding = {m.cluster.index for m, _ in remnants}
    hosts = [m for m in materials if m.cluster.index not in folding]
    for material, sort in remnants:
        near = _told_near(_first(material), hosts, REACH if sort == "harm" else SHORT_REACH)
        home = next((m for m in near if _can_have(draft, m, material.mentions, sort)), None)
        if home is None:
            folding.discard(material.cluster.index)
            continue
        home.mentions += material.mentions
        for mention in material.mentions:
            owner[mention.index] = home
    return [m for m in materials if m.cluster.index not in folding]


def _sort(draft: Draft, material: Material) -> Sort | None:
    """Return why a material is none of its own: only harm, the end of attackers, or fires set in an attack."""
    if _is_end_of_attackers(draft, material):
        return "attackers"
    if _is_harm_alone(draft, material):
        return "harm"
    fire = all(m.weapon == "arson" and m.mode == "destroy" and not m.nominal and "other" not in m.flags for m in material.mentions)
    return "fire" if fire and material.plover == "ASSAULT" else None


def rehome(draft: Draft, dropped: Iterable[Material], kept: list[Material]) -> None:
    """Give the harm and the damage of candidates that are weighed out to the event told last that can have them."""
    for material in dropped:
        own = {(m.sentence, m.token) for m in material.mentions}
        for toll in material.tolls:
            at = (toll.sentence, toll.token)
            home = _home(draft, material, kept, at, HARM_OF[toll.measure], told=at in own)
            if home is not None:
                home.tolls.append(toll)
        for damage in material.damages:
            at = (damage.sentence, damage.token)
            home = _home(draft, material, kept, at, DAMAGED_BY, told=at in own)
            if home is not None:
                home.damages.append(damage)


def _home(draft: Draft, lost: Material, kept: list[Material], at: tuple[int, int], types: frozenset[str], *, told: bool) -> Material | None:
    """Return the event for words whose own candidate is lost; `told` where they are the words of that candidate itself."""
    if told and lost.factuality in UNREAL:
        return None
    fitting = [m for m in kept if m.plover in types and m.plover == lost.plover]
    mentions = lost.mentions if told else []
    found = next((m for m in _told_near(at, fitting, REACH) if _can_have(draft, m, mentions, "harm")), None)
    if found is None and not told:
        return next((m for m in fitting if m.standing == "current"), None)
    return found


def _first(material: Material) -> tuple[int, int]:
    return min((m.sentence, m.token) for m in material.mentions)


def _is_harm_alone(draft: Draft, material: Material) -> bool:
    """Whether the words say who was killed or hurt and nothing new of how ("were hurt in the attack"), in the body."""
    return any(_tells_harm(m) for m in material.mentions) and all(
        m.plover == "ASSAULT" and "other" not in m.flags and draft.sentences[m.sentence].section == "body"
        and (_tells_harm(m) or (m.nominal and m.anaphoric and "definite" in m.flags))
        for m in material.mentions
    )  # fmt: skip


def _tells_harm(mention: Mention) -> bool:
    return mention.frame in TELLS_HARM and "general" in mention.flags and not mention.nominal and mention.mode is None


def _is_end_of_attackers(draft: Draft, material: Material) -> bool:
    """Whether the words say that attackers were killed: they are a toll of the attack that they made."""
    mentions = material.mentions
    if any(m.plover != "ASSAULT" or m.frame not in TELLS_HARM or m.nominal or m.mode not in {None, "firearms"} for m in mentions):
        return False
    chosen = {m.index for m in mentions}
    undergoing = [draft.phrases[a.phrase] for a in draft.arguments if a.mention in chosen and a.role in {"target", "victim"}]
    return bool(undergoing) and all(draft.sentences[p.sentence].tokens[p.head].lemma in word_set("attackers") for p in undergoing)


def _told_near(at: tuple[int, int], materials: list[Material], reach: int) -> Iterator[Material]:
    """Yield the events told in a sentence or before it, the nearest first; then those told right after it."""
    found: list[tuple[int, int, int]] = []
    for n, other in enumerate(materials):
        before = [(m.sentence, m.token) for m in other.mentions if at[0] - reach <= m.sentence <= at[0]]
        after = [m.sentence for m in other.mentions if at[0] < m.sentence <= at[0] + AHEAD]
        if before:
            sentence, token = max(before, key=lambda p: (p[0], -abs(p[1] - at[1])))
            found.append((at[0] - sentence, abs(token - at[1]) if sentence == at[0] else -token, n))
        elif after:
            found.append((reach + min(after) - at[0], 0, n))
    yield from (materials[n] for _, _, n in sorted(found))


def _can_have(draft: Draft, event: Material, harm: list[Mention], sort: Sort) -> bool:
    """Whether an event can have harm told elsewhere: its kind, reality, doer, time and place do not speak against it."""
    if all(draft.sentences[m.sentence].section == "caption" for m in event.mentions):
        return False
    if harm and event.plover != harm[0].plover and not (sort == "fire" and event.plover == "PROTEST"):
        return False
    if _factuality(draft, event.mentions) <= UNREAL or _factuality(draft, harm) & UNREAL:
        return False
    if sort != "attackers" and not _same_doer(draft, event.mentions, harm):
        return False
    return not _elsewhere(draft, event.mentions, harm) and not _at_other_time(draft, event.mentions, harm)


def _factuality(draft: Draft, mentions: list[Mention]) -> set[str]:
    chosen = {m.index for m in mentions}
    return {j.factuality for j in draft.judgements if j.mention in chosen}


def _same_doer(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm names no doer (a pronoun or "the gunmen" names none), or one that the event has too."""
    own = _doers(draft, harm)
    return all(_recalls(draft, i) for i in own) or bool(own & _doers(draft, event))


def _recalls(draft: Draft, phrase: int) -> bool:
    """Whether a phrase only recalls somebody told of before."""
    found = draft.phrases[phrase]
    lemma = draft.sentences[found.sentence].tokens[found.head].lemma
    return found.pronoun or (found.definite and not found.named and lemma in word_set("attackers") | word_set("lone_arms"))


def _doers(draft: Draft, mentions: list[Mention]) -> set[int]:
    chosen = {m.index for m in mentions}
    phrases = [draft.phrases[a.phrase] for a in draft.arguments if a.mention in chosen and a.role in {"perpetrator", "party"}]
    return {p.chain if p.chain >= 0 else p.index for p in phrases}


def _elsewhere(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm is placed in towns that are not the event's, or in another country."""
    first, second = _places(draft, event), _places(draft, harm)
    towns, own = first[0], second[0]
    if towns and own and not towns & own:
        return True
    return bool(first[1] and second[1] and not first[1] & second[1])


def _places(draft: Draft, mentions: list[Mention]) -> tuple[set[str], set[str]]:
    chosen = {m.index for m in mentions}
    places = [draft.toponyms[n].place for s in draft.scenes if s.mention in chosen for n in s.places]
    return {p.name.lower() for p in places if p.precision not in {"country", "region"}}, {p.country for p in places if p.country}


def _at_other_time(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm is told of another time, or of a stretch of time ("since 2015")."""
    # the day somebody died of wounds is not the day of the attack
    own = _times(draft, [m for m in harm if m.frame != "die"])
    if any(kind != "interval" for _, _, kind in own) and not any(kind != "interval" for _, _, kind in _times(draft, event)):
        return True
    return any(a[0] > b[1] or b[0] > a[1] for a in own for b in _times(draft, event) if a[2] == b[2] == "interval")


def _times(draft: Draft, mentions: list[Mention]) -> set[tuple[str, str, str]]:
    chosen = {m.index for m in mentions}
    times = [draft.times[n] for s in draft.scenes if s.mention in chosen for n in s.times]
    return {((t.begin or "0")[:10], (t.until or "9")[:10], t.kind) for t in times if t.basis == "text"}
