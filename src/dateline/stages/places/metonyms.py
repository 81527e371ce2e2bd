"""Tell the place that acts ("Washington said") from the place where something happens."""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.gazetteer import Entry
from dateline.stages.places.gates import METROPOLIS
from dateline.stages.places.words import PlaceWords

STATES_AS_ACTORS = frozenset({"us", "united states", "eu", "uk"})
RECEIVERS = frozenset(
    {
        "sanctions",
        "sanction",
        "pressure",
        "embargo",
        "talks",
        "relations",
        "ties",
        "war",
        "threats",
        "case",
        "complaint",
    }
)
ACTS_WITH = frozenset({"with", "against", "by"})


def is_metonym(sentence: Sentence, first: int, last: int, entry: Entry, *, words: PlaceWords) -> bool:
    """Whether a name of a state, a province or a capital stands for its government or army.

    Args:
        first, last: the half-open token range of the name.
        entry: the place that it names.
    """
    if not sentence.parsed or not _can_act(entry):
        return False
    head = sentence.tokens[last - 1]
    if any(t.lower in words.directions for t in sentence.tokens[max(0, first - 1) : first]):
        return False
    while head.dep == "conj" and head.head != head.i:
        head = sentence.tokens[head.head]
    governor = sentence.tokens[head.head]
    state = entry.kind == "country" or entry.name == "Gaza Strip"
    if head.dep in {"nsubj", "agent"}:
        return _acts(governor, words, state=state)
    if head.dep == "poss":
        return state and _possesses_actor(governor, words)
    if head.dep in {"compound", "nmod", "amod"}:
        return state and _modifies_actor(sentence, head, governor, words)
    if head.dep == "dobj":
        return state and governor.lemma in words.politics
    if head.dep in {"dative", "nsubjpass"}:
        return state and (head.dep == "dative" or governor.lemma in words.politics)
    if head.dep == "pobj":
        return _receives(sentence, governor, words, state=state)
    return False


def _can_act(entry: Entry) -> bool:
    return entry.kind == "country" or entry.importance >= METROPOLIS or entry.precision in {"admin1", "site"}


def _acts(governor: Token, words: PlaceWords, *, state: bool) -> bool:
    if governor.lemma in words.speech:
        return True
    return state and governor.pos == "VERB" and governor.lemma not in words.experience


def _possesses_actor(noun: Token, words: PlaceWords) -> bool:
    return noun.lower not in words.scene_nouns and noun.lower not in words.sites and noun.lower not in words.areas


def _modifies_actor(sentence: Sentence, name: Token, noun: Token, words: PlaceWords) -> bool:
    if noun.lower in words.scene_nouns or noun.lower in words.areas or noun.lower in words.sites:
        return name.lower in {"us", "u.s.", "u.s"} and noun.lower in {"attack", "attacks", "bombing"}
    if name.lower in {"us", "u.s.", "u.s", "uk", "u.k.", "eu"}:
        return True
    del sentence
    return noun.lower in words.political_nouns


def _receives(sentence: Sentence, preposition: Token, words: PlaceWords, *, state: bool) -> bool:
    holder = sentence.tokens[preposition.head] if preposition.head >= 0 else preposition
    if preposition.lower == "by":
        return state or holder.pos == "VERB"
    if preposition.lower == "of":
        return state and holder.lower in words.governments
    if preposition.lower in {"with", "against"}:
        return state
    if preposition.lower in {"on", "between", "to"}:
        return state and holder.lower in RECEIVERS
    return False
