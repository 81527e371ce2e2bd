"""Participants that an event leaves out because the report has told them elsewhere.

Each rule needs other events of the report that agree on who it was; where they disagree, nothing is taken over.
The participant keeps the spans of the words that name it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dateline import vocabulary as v
from dateline.actors import load_actors
from dateline.draft import Draft, Phrase
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

TALKS = frozenset({"CONSULT", "AGREE"})
ONE_DOER = frozenset({("MOBILIZE", "weapons"), ("ASSAULT", "abduct"), ("SANCTION", "discontinue")})
"""Acts that a report tells of one doer, so that an act of unnamed doer is his too (tests of missiles, the taking of hostages)."""
MOST = 0.6
"""Share of the events of one kind that must agree on the doer, for acts that a report tells of one doer."""
OWN_SHARE = 0.75
"""Share of the named strikes of states from which on aircraft of no named owner are one state's."""
FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
Taken = tuple[v.ParticipantRole, int, int]
"""Role, root of the chain, and the phrase that names it."""


def imply(draft: Draft, materials: list[Material]) -> None:
    """Give events the participants that the rest of the report tells, each rule seeing only what stands in the text."""
    found = [(material, list(_of(draft, material, materials))) for material in materials]
    for material, taken in found:
        for role, root, phrase in taken:
            material.roles.setdefault(root, (role, [phrase]))
    _man(draft, materials)


def _man(draft: Draft, materials: list[Material]) -> None:
    """Put the state whose forces strike in this report, where it is all but one alone, in the place of aircraft and tanks of no named owner."""
    forces: dict[str, tuple[int, int]] = {}
    counts: Counter[str] = Counter()
    for material in materials:
        for root, (role, members) in material.roles.items():
            phrase = draft.phrases[root]
            if (
                role in {"perpetrator", "party"}
                and material.plover in FORCEFUL
                and phrase.country
                and phrase.kind in {"military", "government"}
                and not phrase.pronoun
                and phrase.name != phrase.name.lower()  # "army" alone may be any country's
            ):
                forces.setdefault(phrase.country, (root, members[0]))
                counts[phrase.country] += 1
    country, most = next(iter(counts.most_common(1)), ("", 0))
    if not most or most < OWN_SHARE * counts.total():
        return
    owner, words = forces[country]
    if _is_before_noun(draft, words) or _is_hardware_of(draft, owner):
        owner, words = _state(draft, country) or (owner, words)
    for material in materials:
        for root, (role, members) in list(material.roles.items()):
            if role in {"perpetrator", "party"} and material.plover in FORCEFUL and _is_hardware(draft, material, root):
                del material.roles[root]
                material.roles.setdefault(owner, (role, [words, *members]))


def _state(draft: Draft, country: str) -> tuple[int, int] | None:
    """Return the root of a state and the phrase that names it by a noun, where the report does."""
    return next(
        (
            (p.chain, p.index)
            for p in draft.phrases
            if p.country == country
            and p.named
            and load_actors().is_state(p.actor)
            and draft.sentences[p.sentence].tokens[p.head].pos == "PROPN"
            and not _is_before_noun(draft, p.index)
        ),
        None,
    )


def _is_before_noun(draft: Draft, index: int) -> bool:
    phrase = draft.phrases[index]
    return draft.sentences[phrase.sentence].tokens[phrase.head].dep in {"amod", "compound", "nmod"}


def _is_hardware_of(draft: Draft, root: int) -> bool:
    phrase = draft.phrases[root]
    return draft.sentences[phrase.sentence].tokens[phrase.head].lemma in word_set("hardware")


def _is_hardware(draft: Draft, material: Material, root: int) -> bool:
    phrase = draft.phrases[root]
    lemma = draft.sentences[phrase.sentence].tokens[phrase.head].lemma
    if lemma == "bomber" and material.mode != "aerial":
        return False  # who wears the bomb, and no aircraft
    if draft.sentences[phrase.sentence].kids(phrase.head, "acl"):
        return False  # "a drone launched from the hills": it may be anybody's
    return phrase.country is None and lemma in word_set("hardware")


def _of(draft: Draft, material: Material, materials: list[Material]) -> Iterator[Taken]:
    others = [m for m in materials if m is not material]
    same = [m for m in others if (m.plover, m.mode) == (material.plover, material.mode)]
    if material.plover in TALKS:
        yield from _talks(draft, material, others)
    elif (material.plover, material.mode) in ONE_DOER and not _has(material, "perpetrator", "party"):
        yield from _shared(draft, same, "perpetrator", most=MOST)
    elif (material.plover, material.mode) == ("RETREAT", "release") and not _has(material, "perpetrator"):
        yield from _shared(
            draft, (m for m in others if m.mode == "abduct" and _same_people(draft, m, material)), "perpetrator"
        )
    elif (material.plover, material.mode) == ("COERCE", "arrest") and not _has(material, "perpetrator"):
        yield from _told_by_police(draft, material)
    if material.plover in {"ACCUSE", "REQUEST"} and not _has(material, "recipient"):
        yield from _answerable(draft, material, others)
    if (
        material.plover == "SANCTION"
        and material.mode == "discontinue"
        and material.lead.nominal
        and not _has(material, "target", "victim")
    ):
        yield from _shared(draft, same, "target")


def _told_by_police(draft: Draft, material: Material) -> Iterator[Taken]:
    """Yield the police who tell of an arrest that nobody else is said to have made ("police said two men had been held")."""
    for item in material.attributions:
        speaker = draft.phrases[item.phrase] if item.phrase >= 0 else None
        if speaker is None or item.stance not in {"says", "reports"} or speaker.kind != "police":
            continue
        beside = [speaker, *(p for p in draft.phrases_in(speaker.sentence) if p.kind == "police")]
        force = next((p for p in beside if _is_force(draft, p)), None)
        if force is not None and force.chain not in material.roles:
            yield "perpetrator", force.chain, force.index
        return


def _is_force(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase names a force and not one who is of it."""
    lemma = draft.sentences[phrase.sentence].tokens[phrase.head].lemma.lower()
    return not phrase.pronoun and (lemma in word_set("collective") or phrase.actor is not None)


def _has(material: Material, *roles: str) -> bool:
    return any(role in roles for role, _ in material.roles.values())


def _answerable(draft: Draft, material: Material, others: list[Material]) -> Iterator[Taken]:
    """Yield the known doers of the act that a speaker condemns or wants ended ("condemned the shooting")."""
    lead = material.lead
    below = set(draft.sentences[lead.sentence].subtree(lead.token))
    acts = [
        m
        for m in others
        if m.plover in FORCEFUL
        and any(x.sentence == lead.sentence and x.token in below and x.nominal for x in m.mentions)
    ]
    speakers = {root for root, (role, _) in material.roles.items() if role == "speaker"}
    for act in acts[:1]:
        for root, (role, members) in act.roles.items():
            if (
                role == "perpetrator"
                and root not in speakers
                and draft.phrases[root].kind not in {"unidentified", "facility"}
            ):
                yield "recipient", root, members[0]


def _same_people(draft: Draft, first: Material, second: Material) -> bool:
    """Whether those taken and those freed are called by the same noun."""

    def nouns(material: Material) -> set[str]:
        held = [
            draft.phrases[i]
            for role, members in material.roles.values()
            if role in {"target", "victim"}
            for i in members
        ]
        return {draft.sentences[p.sentence].tokens[p.head].lemma for p in held} | {
            draft.phrases[p.chain].name for p in held
        }

    return bool(nouns(first) & nouns(second))


def _shared(draft: Draft, others: Iterable[Material], role: v.ParticipantRole, *, most: float = 1.0) -> Iterator[Taken]:
    """Yield those in a role in which all other events that name anybody name the same, or `most` of them do."""
    sets: dict[frozenset[str], list[tuple[int, int]]] = {}
    counts: Counter[frozenset[str]] = Counter()
    for other in others:
        roots = [
            (root, members[0])
            for root, (r, members) in other.roles.items()
            if r == role and not draft.phrases[root].pronoun
        ]
        if roots:
            key = frozenset(_key(draft, root) for root, _ in roots)
            sets.setdefault(key, roots)
            counts[key] += 1
    for key, count in counts.most_common(1):
        if count >= most * counts.total():
            yield from ((role, root, phrase) for root, phrase in sets[key])


def _key(draft: Draft, root: int) -> str:
    phrase = draft.phrases[root]
    return phrase.actor or phrase.name.lower()


def _talks(draft: Draft, material: Material, others: list[Material]) -> Iterator[Taken]:
    """Yield the parties of the report's only other talks, for talks that are named without any ("the negotiations will continue")."""
    if not material.lead.nominal or _has(material, "party"):
        return
    yield from _shared(
        draft,
        (
            m
            for m in others
            if m.plover in TALKS and m.mode != "third-party" and sum(r == "party" for r, _ in m.roles.values()) > 1
        ),
        "party",
    )
