"""What the report, the paragraph and the sentence of a candidate talk about, and of what sphere those are that act and suffer in it.

Arsenal attacks, cold air invades and markets are held hostage: the words state an event, the sphere of talk says that there is
none. An army, a minister or a bomb speaks against that wherever it stands, so everything here is a feature to be weighed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dateline.draft import Draft, Sentence
from dateline.grammar import modifiers, objects, possessors, prepositions, subjects
from dateline.lexicon.spheres import GRAVE, LIGHT, SPHERES, Talk, Weights, sphere_of_word, talk_of, telling
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material
from dateline.vocabulary import PARTY_TYPES, SPEECH_TYPES

POWERS = frozenset("military police intelligence militia rebels government gang igo court".split())
"""Kinds whose acts are acts of force or of state, whatever the report is about."""
SHORT = 12
"""Words of some sphere under which a report is too short for its shares to say much."""


@dataclass(frozen=True, slots=True)
class ReportTalk:
    """The talk of a whole report, of each of its sentences, and of each with its neighbours in the paragraph."""

    whole: Talk
    size: int
    sentences: tuple[Talk, ...]
    around: tuple[Talk, ...]


def report_talk(draft: Draft) -> ReportTalk:
    """Return what a report talks about."""
    words = [telling(draft.text_of(s)) for s in draft.sentences]
    whole: dict[str, Weights] = {}
    for found in words:
        whole |= found
    around = []
    for n, sentence in enumerate(draft.sentences):
        beside: dict[str, Weights] = {}
        for k in range(max(0, n - 1), min(len(words), n + 2)):
            if k == n or draft.sentences[k].paragraph == sentence.paragraph or k == n + 1:
                beside |= words[k]
        around.append(talk_of(beside.values()))
    return ReportTalk(talk_of(whole.values()), len(whole), tuple(talk_of(w.values()) for w in words), tuple(around))


def spheres_of(draft: Draft, material: Material) -> dict[str, float]:
    """Return the features of a candidate by name."""
    talk = draft.once(report_talk)
    lead = material.lead
    kind = "word" if material.plover in SPEECH_TYPES | PARTY_TYPES else "deed"
    own, around = talk.sentences[lead.sentence], talk.around[lead.sentence]
    found: dict[str, float] = {}
    parts = [("report", talk.whole), ("sentence", own), ("around", around)]
    for n, sphere in enumerate(SPHERES):
        for name, part in parts:
            if part.weights[n]:
                found[f"sphere/{name}/{sphere}/{kind}"] = part.share(sphere)
    found[f"sphere/light/{kind}"] = talk.whole.light
    found[f"sphere/light around/{kind}"] = around.light
    found[f"sphere/light of both/{kind}"] = talk.whole.light * around.light
    found[f"sphere/length/{kind}"] = math.log1p(len(draft.sentences))
    if talk.size < SHORT:
        found[f"sphere/short/{kind}"] = 1.0
    found |= dict.fromkeys(_filled(draft, material, kind), 1.0)
    powers = any(draft.phrases[r].kind in POWERS for r in material.roles)
    if not powers:
        found[f"sphere/light, no power/{kind}"] = talk.whole.light
        found[f"sphere/light around, no power/{kind}"] = around.light
    return found


def _filled(draft: Draft, material: Material, kind: str) -> set[str]:
    """Return of what sphere the words are that do, undergo or surround the act."""
    lead = material.lead
    sentence = draft.sentences[lead.sentence]
    doers = subjects(sentence, lead.token) if not lead.nominal else possessors(sentence, lead.token)
    undergoers = objects(sentence, lead.token) if not lead.nominal else []
    circumstances = [h for _, heads in prepositions(sentence, lead.token) for h in heads]
    if lead.nominal:
        circumstances += [m.i for m in modifiers(sentence, lead.token)]
    found: set[str] = set()
    for name, heads in (("doer", doers), ("undergoer", undergoers), ("beside", circumstances)):
        for head in heads:
            sphere = _sphere(sentence, head)
            if sphere is None:
                continue
            found.add(f"sphere/{name}={sphere}/{kind}")
            if sphere in LIGHT:
                found.add(f"sphere/{name} light/{material.plover}")
                found.add(f"sphere/{name} light/{kind}")
            elif sphere in GRAVE:
                found.add(f"sphere/{name} grave/{kind}")
    return found


def _sphere(sentence: Sentence, head: int) -> str | None:
    """Return the sphere of a noun, or of what it is a mass of ("an army of ants")."""
    if sentence.tokens[head].lemma in word_set("masses"):
        within = [h for p, heads in prepositions(sentence, head) if p == "of" for h in heads]
        light = next((s for h in within if (s := _own_sphere(sentence, h)) in LIGHT), None)
        if light is not None:
            return light
    return _own_sphere(sentence, head)


def _own_sphere(sentence: Sentence, head: int) -> str | None:
    """Return the sphere of a noun, or of what stands before it where it has none of its own ("cold air")."""
    token = sentence.tokens[head]
    own = sphere_of_word(token.lower) or sphere_of_word(token.lemma)
    if own is not None:
        return own
    return next((s for m in modifiers(sentence, head) if (s := sphere_of_word(m.lower)) is not None), None)
