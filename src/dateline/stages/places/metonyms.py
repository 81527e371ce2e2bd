"""Tell the place that acts ("Washington said") from the place where something happens."""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.gazetteer import Entry
from dateline.stages.places.importance import METROPOLIS
from dateline.stages.places.names import HYPHENS, head_of
from dateline.stages.places.words import PlaceWords

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
HELD = frozenset({"controlled", "held", "occupied", "administered", "wide", "area"})
SUPPORT = frozenset({"backing", "support", "aid", "help", "arms", "weapons"})
AGENCIES = frozenset({"agency", "department", "division", "state"})


def is_metonym(sentence: Sentence, first: int, last: int, entry: Entry, *, words: PlaceWords) -> bool:
    """Whether a name of a state, a province or a capital stands for its government or army.

    Args:
        first, last: the half-open token range of the name.
        entry: the place that it names.
    """
    if not sentence.parsed or not _can_act(entry):
        return False
    if _qualifies(sentence, last):
        return True
    head = head_of(sentence, first, last)
    if any(t.lower in words.directions for t in sentence.tokens[max(0, first - 1) : first]):
        return False
    while head.dep == "conj" and head.head != head.i:
        head = sentence.tokens[head.head]
    governor = sentence.tokens[head.head]
    state = entry.kind == "country" or entry.name == "Gaza Strip"
    if head.dep in {"nsubj", "agent"}:
        return _acts(governor, words, state=state)
    if head.dep == "pobj":
        return _receives(sentence, governor, words, state=state)
    return state and _serves(head, governor, words)


def _qualifies(sentence: Sentence, last: int) -> bool:
    """Whether the name is joined to a participle ("Iran-aligned", "US-led"): it tells whose, not where."""
    if last + 1 >= len(sentence.tokens) or sentence.tokens[last].text not in HYPHENS:
        return False
    other = sentence.tokens[last + 1]
    return other.start == sentence.tokens[last].end and other.text.islower() and other.lower not in HELD


def _serves(head: Token, governor: Token, words: PlaceWords) -> bool:
    """Whether a state's name stands before, or is the object of, what only a government has or suffers."""
    if head.dep == "poss":
        return _possesses_actor(governor, words)
    if head.dep in {"compound", "nmod", "amod"}:
        return _modifies_actor(head, governor, words)
    if head.dep in {"dobj", "nsubjpass"}:
        return governor.lemma in words.politics
    return head.dep == "dative"


def _can_act(entry: Entry) -> bool:
    if entry.kind == "site":
        return entry.source == "hand"
    return (
        entry.kind == "country"
        or (entry.kind == "settlement" and entry.importance >= METROPOLIS)
        or entry.kind == "admin"
    )


def _acts(governor: Token, words: PlaceWords, *, state: bool) -> bool:
    if governor.lemma in words.experience:
        return False
    return governor.lemma in words.speech or (state and governor.pos == "VERB")


def _possesses_actor(noun: Token, words: PlaceWords) -> bool:
    if noun.lower in AGENCIES:
        return True
    return noun.lower not in words.scene_nouns and noun.lower not in words.sites and noun.lower not in words.areas


def _modifies_actor(name: Token, noun: Token, words: PlaceWords) -> bool:
    if noun.lower in words.scene_nouns or noun.lower in words.areas or noun.lower in words.sites:
        return name.lower in {"us", "u.s.", "u.s"} and noun.lower in {"attack", "attacks", "bombing"}
    if name.lower in {"us", "u.s.", "u.s", "uk", "u.k.", "eu"}:
        return True
    return noun.lower in words.political_nouns


def _receives(sentence: Sentence, preposition: Token, words: PlaceWords, *, state: bool) -> bool:
    holder = sentence.tokens[preposition.head] if preposition.head >= 0 else preposition
    if preposition.lower == "by":
        return state or holder.pos == "VERB"
    if preposition.lower == "of":
        return state and holder.lower in words.governments
    if preposition.lower in {"with", "against"}:
        return state
    if preposition.lower == "for":
        return state and holder.lower in SUPPORT
    if preposition.lower in {"on", "between", "to"}:
        return state and holder.lower in RECEIVERS
    return False
