"""Decide by case, part of speech and context whether a known name is a place where it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dateline.draft import Sentence
from dateline.gazetteer import Gazetteer
from dateline.stages.places.importance import METROPOLIS, STATE, alternate_penalty
from dateline.stages.places.names import HYPHENS, Name, head_of
from dateline.stages.places.othernames import MOST_BETWEEN, is_part_of_other_name, is_party_before
from dateline.stages.places.words import PlaceWords

ACCEPT = 6.0
"""A name is a place from this score on: its importance (10 a state, 8 a capital, 3 a village of 1,000) plus the
evidence below. Set on the development reports so that bare capitals pass alone, towns need a preposition of place."""
LOCATED, PLACE_OF, WEAKLY_LOCATED, CONTAINED, NAMED_AREA = 3.0, 2.0, 1.0, 4.0, 4.0
SEVERAL_WORDS, IN_PLAY, POSSESSIVE, SEEN_BEFORE = 2.0, 1.5, 0.5, 2.0
TAKEN, SPEAKS, SUFFERS, NO_NAME_TAG, VERB_TAG, BEGINS, LOWER_ELSEWHERE = 2.0, -3.0, -2.0, -2.0, -5.0, -1.0, -3.0
BODY_OF = 2.0
"""The name opens that of a body as towns and counties have them ("Lexington Police Department")."""
LISTED = 2.0
LISTING = frozenset({",", "and", "or", "&", "to", "with", "the"})
TYING = frozenset({"between", "linking", "connecting", "joining", "from"})
INHABITED = 2.0
"""What stands after the name has a town ("a Lindsay man", "Dover police")."""
BASED = frozenset({"based", "area", "born", "bred", "bound", "raised", "headquartered"})
PROVINCE = 5.5
"""Importance of a state or province of some 1.5 million: its name counts though people bear it too ("Virginia")."""
NAMED_AFTER = -5.0
"""The report has a person of that surname ("In Warren's campaign")."""
PERSONAL_VERBS = frozenset(
    "kill arrest tell shoot wound marry meet sentence convict elect appoint name injure stab".split()
)
LEFT_OUT = frozenset(
    {"the", "a", "an", "nearby", "neighboring", "neighbouring", "war-torn", "southernmost", "occupied"}
)
HUMAN_SPEECH = frozenset(
    "say tell add announce argue explain note reply respond believe think hope fear admit recall joke write ask".split()
)
HUMAN_DEPS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the report as a whole says about its names.

    Args:
        surnames: folded last words of people's names.
        lower: words that the report writes in lower case somewhere.
        in_play: codes of the countries that the report speaks of.
        seen: folded names that were taken as places already.
    """

    surnames: Collection[str]
    lower: Collection[str]
    in_play: Collection[str]
    seen: Collection[str]


def before(sentence: Sentence, first: int, words: PlaceWords, gazetteer: Gazetteer) -> int:
    """Return the index of the token that governs a name: what stands before its article, direction and adjectives; -1."""
    i = first - 1
    while i >= 0:
        token = sentence.tokens[i]
        if (
            token.lower in LEFT_OUT
            or token.lower in words.directions
            or token.lower in words.parts
            or token.text in HYPHENS
        ) or (token.text[:1].isupper() and gazetteer.country_of_adjective(token.text)):
            i -= 1
        else:
            break
    return i


def score(
    name: Name,
    known: Known,
    words: PlaceWords,
    gazetteer: Gazetteer,
    *,
    container: bool,
    listed: bool = False,
    within: bool = False,
) -> float:
    """Return how surely the name is a place here; from `ACCEPT` on it is taken as one.

    Args:
        container: a state or province that holds one of its places follows after a comma.
        listed: it goes on with a list whose last name is a place and stands where places stand.
        within: the name stands inside the name of a body, and that is not to count against it.
    """
    sentence = name.sentence
    if name.folded.startswith("the ") and name.top.importance < METROPOLIS and name.top.source != "hand":
        return 0.0
    if not within and is_part_of_other_name(name, words, gazetteer):
        return 0.0
    importance = name.top.importance - alternate_penalty(name.top)
    total = importance + (SEVERAL_WORDS if name.words > 1 else 0.0) + (CONTAINED if container else 0.0)
    governor = before(sentence, name.first, words, gazetteer)
    located = governor >= 0 and sentence.tokens[governor].lower in words.locative
    total += LOCATED if located else LISTED if listed else _location(name, governor, words)
    area = named_area(name, words, gazetteer)
    total += NAMED_AREA if area else 0.0
    if name.words == 1 and name.folded in words.never and not name.is_written_as_state():
        allowed = name.folded in words.never_but_located and (container or (located and importance > 4.5))
        state = name.top.precision == "admin1" and name.top.importance >= PROVINCE
        if not (allowed or state):
            return 0.0
    if within and name.last < len(sentence.tokens) and sentence.tokens[name.last].lower in words.bodies:
        total += BODY_OF
    if any(entry.country in known.in_play for entry in name.entries):
        total += IN_PLAY
    if name.folded in known.seen:
        total += SEEN_BEFORE
    if name.folded in known.surnames and importance < STATE and not container:
        total += NAMED_AFTER
    if name.words > 1 and sentence.tokens[name.first].lower in words.given and importance < 5 and not located:
        total -= 4.0
    return total + _syntax(name, known, words, importance)


def is_located(name: Name, words: PlaceWords, gazetteer: Gazetteer) -> bool:
    """Whether a preposition of place, or one that ties two places, opens the name."""
    governor = before(name.sentence, name.first, words, gazetteer)
    return governor >= 0 and name.sentence.tokens[governor].lower in (words.locative | TYING)


def goes_on(name: Name, previous: Name) -> bool:
    """Whether a name follows another in a list, or as the far end of "from A to B"."""
    between = name.sentence.tokens[previous.last : name.first]
    return 0 < len(between) <= MOST_BETWEEN and all(token.lower in LISTING for token in between)


def _location(name: Name, governor: int, words: PlaceWords) -> float:
    """Return what the words around a name add for it that no preposition of place opens.

    Args:
        governor: the index of the token that governs it, or -1.
    """
    tokens = name.sentence.tokens
    if governor >= 1 and tokens[governor].lower == "of" and tokens[governor - 1].lower in words.place_of:
        return PLACE_OF
    if _is_beside_inhabitant(name, words):
        return INHABITED
    return WEAKLY_LOCATED if governor >= 0 and tokens[governor].lower in words.weak else 0.0


def _is_beside_inhabitant(name: Name, words: PlaceWords) -> bool:
    """Whether the name tells where somebody is from or something stands: "a Lindsay man", "Dover-based", "Smith, D-Dover"."""
    tokens = name.sentence.tokens
    following = tokens[name.last] if name.last < len(tokens) else None
    if name.first >= 2 and is_party_before(name):
        return True
    if following is None:
        return False
    if following.text in HYPHENS and name.last + 1 < len(tokens):
        return tokens[name.last + 1].lower in BASED and tokens[name.last + 1].start - name.end <= 2
    return following.lower in words.inhabitants and following.text.islower() and following.start - name.end == 1


def _syntax(name: Name, known: Known, words: PlaceWords, importance: float) -> float:
    sentence = name.sentence
    head = head_of(sentence, name.first, name.last)
    total = 0.0
    following = sentence.tokens[name.last] if name.last < len(sentence.tokens) else None
    if following is not None and following.lower in {"'s", "’s"}:
        total += POSSESSIVE
    if name.first == 0:
        total += BEGINS
        if name.words == 1 and name.folded in known.lower:
            total += LOWER_ELSEWHERE
    if not sentence.parsed:
        return total
    no_name = head.pos in {"VERB", "AUX", "PRON", "DET", "ADP", "ADV", "CCONJ", "SCONJ", "INTJ", "NUM"}
    # In the middle of a sentence an object of a verb is a noun, whatever the tagger takes it for ("attacked Mosul").
    if no_name and name.words == 1 and not (name.first and head.dep in {"dobj", "pobj"}):
        total += VERB_TAG if importance < STATE else NO_NAME_TAG
    elif head.pos != "PROPN" and name.words == 1:
        total += NO_NAME_TAG
    if importance < METROPOLIS and head.dep in HUMAN_DEPS:
        verb = sentence.tokens[head.head]
        if verb.lemma in HUMAN_SPEECH:
            total += SPEAKS
    elif head.dep == "dobj" and sentence.tokens[head.head].lemma in words.place_verbs:
        total += TAKEN
    elif importance < METROPOLIS and head.dep == "dobj" and sentence.tokens[head.head].lemma in PERSONAL_VERBS:
        total += SUFFERS
    return total


def named_area(name: Name, words: PlaceWords, gazetteer: Gazetteer) -> str | None:
    """Return the area noun beside the name: "X province", "the village of X"; None where there is none."""
    tokens = name.sentence.tokens
    if name.noun:
        return name.noun
    if name.first and tokens[name.first - 1].lower in {"a", "an"}:
        # "a Baghdad district" is some part of the town, not the district of that name.
        return None
    if (
        name.last < len(tokens)
        and tokens[name.last].lower in words.areas
        and tokens[name.last].lower not in {"state", "area"}
    ):
        return tokens[name.last].lower
    if (
        name.last < len(tokens)
        and tokens[name.last].lower in {"state", "area"}
        and tokens[name.last].pos in {"NOUN", "PROPN", ""}
    ):
        return tokens[name.last].lower
    governor = before(name.sentence, name.first, words, gazetteer)
    if governor >= 1 and tokens[governor].lower == "of" and tokens[governor - 1].lower in words.areas:
        return tokens[governor - 1].lower
    # "the southern city Basra": the noun stands right before the name.
    if governor >= 1 and tokens[governor].lower in words.areas and tokens[governor].text.islower():
        return tokens[governor].lower
    return None
