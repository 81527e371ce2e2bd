"""Harm that nobody meant: earthquakes, collisions, leaks, epidemics, beasts; no events of the record.

A mishap is told by its cause, in the sentence of the harm or beside it, and by there being nobody who did it: no doer who can
mean harm, no claim, and no word of attack or arson around.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.draft import Draft, Sentence
from dateline.grammar import conjuncts, subjects
from dateline.lexicon.spheres import SPHERES, Weights, sphere_of_word, telling
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

CAUSE = 3.0
"""Weight in the table of spheres of words that say the cause of a mishap."""
GRAVE_CRIME = 2.0
"""Weight of words of crime that let somebody be guilty; lesser ones only name those who look into it."""
TELLS = frozenset({"police said", "police say", "police spokesman", "police spokeswoman", "police spokesperson"})
"""Words of crime that only say who tells it."""
HARMING = frozenset({"harm", "die", "blast"})
DOERS = frozenset("military police intelligence militia rebels gang government individual protesters".split())
UNWITTING = frozenset({"nature", "weather", "accident"})
"""Spheres of doers that mean nothing by what they do."""
_ACCIDENT, _ARMS, _CRIME = (SPHERES.index(name) for name in ("accident", "arms", "crime"))


def mishap(draft: Draft, material: Material) -> str:
    """Return why the harm that a candidate tells was meant by nobody, "" where nothing says so."""
    if material.plover != "ASSAULT" or material.claims or material.factuality in {"threatened", "planned"}:
        return ""
    if any(m.frame not in HARMING and not _unwitting(draft, m.sentence, m.token) for m in material.mentions):
        return ""
    doers = [draft.phrases[root] for root, (role, _) in material.roles.items() if role in {"perpetrator", "party"}]
    if any(doer.human and doer.kind in DOERS for doer in doers):
        return ""
    told = {m.sentence for m in material.mentions}
    harm = [m for m in material.mentions if m.frame in HARMING]
    if harm and all(_in_mishap(draft.sentences[m.sentence], m.token) for m in harm):
        around = [n for k in sorted(told) for n in (k - 1, k, k + 1) if 0 <= n < len(draft.sentences)]
        if not any(_meant(telling(draft.text_of(draft.sentences[n]))) for n in around):
            return "in a mishap"
    if _caused(draft, sorted(told)):
        return "cause"
    beside = [n for k in sorted(told) for n in (k - 1, k + 1) if 0 <= n < len(draft.sentences) and n not in told]
    beside = [n for n in beside if draft.sentences[n].section == "body"]
    blameless = not any(_meant(telling(draft.text_of(draft.sentences[n]))) for n in told)
    return "cause beside" if blameless and _caused(draft, beside) else ""


def _caused(draft: Draft, numbers: list[int]) -> bool:
    """Whether sentences say the cause of a mishap, and none that anybody meant it."""
    words = [telling(draft.text_of(draft.sentences[n])) for n in numbers]
    return any(_cause(w) for w in words) and not any(_meant(w) for w in words)


def _in_mishap(sentence: Sentence, token: int) -> bool:
    """Whether harm is told with what went wrong: "killed when a wall collapsed", "died in a fire"."""
    for clause in sentence.kids(token, "advcl"):
        for k in conjuncts(sentence, clause.i):
            things = [sentence.tokens[h].lemma for h in subjects(sentence, k)]
            went_wrong = sentence.tokens[k].lemma in word_set("mishap_verb") and not sentence.kids(k, "dobj")
            if went_wrong and things and set(things) <= word_set("mishap_thing"):
                return True
    for preposition in sentence.kids(token, "prep"):
        for noun in sentence.kids(preposition.i, "pobj") if preposition.lower == "in" else ():
            # "in a fire", but not "in fire from the hills" nor "in sniper fire".
            a_thing = (
                noun.tag != "NNS" and sentence.kids(noun.i, "det", "poss") and not sentence.kids(noun.i, "relcl", "acl")
            )
            if a_thing and noun.lemma in word_set("mishap_noun"):
                return True
    return False


def _cause(words: Mapping[str, Weights]) -> bool:
    return any(sphere == _ACCIDENT and weight >= CAUSE for weights in words.values() for sphere, weight in weights)


def _meant(words: Mapping[str, Weights]) -> bool:
    """Whether somebody may have meant it: words of attack, arms or crime that do not only say who was hurt or what blew up."""
    for word, weights in words.items():
        of = dict(weights)
        if of.get(_ACCIDENT, 0.0) >= CAUSE:
            continue
        if _ARMS in of and not ({word, word.removesuffix("s")} & word_set("unmeant_arms")):
            return True
        if of.get(_CRIME, 0.0) >= GRAVE_CRIME and word not in TELLS and word not in word_set("unmeant_crime"):
            return True
    return False


def _unwitting(draft: Draft, number: int, token: int) -> bool:
    """Whether all that acts is a beast, weather or a thing gone wrong."""
    sentence: Sentence = draft.sentences[number]
    heads = [sentence.tokens[h] for h in subjects(sentence, token)]
    return bool(heads) and all(
        h.pos == "NOUN" and (sphere_of_word(h.lower) or sphere_of_word(h.lemma)) in UNWITTING for h in heads
    )
