"""Decide whether words that spell a place belong to another name: a person's, a body's, a team's, another village's."""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.gazetteer import Gazetteer
from dateline.stages.places.importance import METROPOLIS, STATE, TOWN
from dateline.stages.places.names import HYPHENS, OWN_SOURCES, Name
from dateline.stages.places.words import PlaceWords

GROUPS_IN = frozenset({"state", "qaeda", "qaida", "jihad", "resistance"})
"""Last words of armed groups that name themselves after where they are ("Al-Qaeda in the Islamic Maghreb")."""
ABBREVIATION = 4
CHANNELS = frozenset({"news", "tv", "radio", "television", "voice"})
PAPERS = frozenset("times post herald tribune journal gazette chronicle united city fc airlines bank".split())
"""Words of names that a title's lowering of common words may have made small."""
THINGS = frozenset("virus flu fever disease syndrome terrier shepherd cheese wine beef chicken rice syrup".split())
"""What is called after a place and is none ("West Nile virus")."""
MOST_BETWEEN = 3
PARTIES = frozenset({"D", "R", "I", "Lib", "Con", "Lab"})


def is_part_of_other_name(name: Name, words: PlaceWords, gazetteer: Gazetteer) -> bool:
    """Whether the words belong to the name of a person, an organisation or a team."""
    tokens = name.sentence.tokens
    previous = tokens[name.first - 1] if name.first else None
    following = tokens[name.last] if name.last < len(tokens) else None
    state = name.top.importance >= STATE
    if following is not None and following.lower in THINGS and not state:
        return True
    # "the Chadian island of Kaiga": a state's adjective before a noun, though a town elsewhere is called so too.
    small = name.words == 1 and name.top.importance < METROPOLIS
    of_state = small and gazetteer.country_of_adjective(tokens[name.first].text) is not None
    if of_state and following is not None and following.text.islower():
        return True
    if _is_abbreviation(name) or (following is not None and following.text == "$"):
        return True
    if _is_hyphenated(name, gazetteer):
        return True
    if previous is not None and _is_person_before(previous, name, words, gazetteer, state=state):
        return True
    if following is not None and _is_name_after(following, name, words, gazetteer, state=state):
        return True
    return _is_of_organisation(name, words)


def is_within_body(name: Name, words: PlaceWords, gazetteer: Gazetteer) -> bool:
    """Whether the words stand inside the name of a body that is called after the place ("Lexington Police Department")."""
    tokens = name.sentence.tokens
    previous = tokens[name.first - 1] if name.first else None
    following = tokens[name.last] if name.last < len(tokens) else None
    state = name.top.importance >= STATE
    if previous is not None and _is_person_before(previous, name, words, gazetteer, state=state):
        return False
    if _is_abbreviation(name) or _is_hyphenated(name, gazetteer):
        return False
    if following is not None and following.text[:1].isupper() and following.start - name.end <= 1:
        plain = following.lower.rstrip(".")
        if plain in words.bodies or plain in words.organisations_after or plain in words.sites:
            return True
    return _is_of_organisation(name, words)


def _is_abbreviation(name: Name) -> bool:
    """Whether the words are short capitals that only happen to spell a place ("HIV", "E.U.")."""
    text = name.sentence.tokens[name.first].text
    if name.words > 1 or name.top.kind == "country" or name.top.source in OWN_SOURCES:
        return False
    return (text.isupper() and len(text) <= ABBREVIATION and name.sentence.section != "title") or "." in text[:-1]


def _is_hyphenated(name: Name, gazetteer: Gazetteer) -> bool:
    """Whether the words are half of a name written with a hyphen ("Wal-Mart"), and not of "Paris-based"."""
    tokens = name.sentence.tokens
    if name.last + 1 < len(tokens) and tokens[name.last].text in HYPHENS and tokens[name.last].start == name.end:
        other = tokens[name.last + 1]
        if other.start == tokens[name.last].end and other.text[:1].isupper() and not _names_state(other, gazetteer):
            return True
    if (
        name.first >= 2
        and tokens[name.first - 1].text in HYPHENS
        and tokens[name.first - 1].end == name.start
        and not is_party_before(name)
    ):
        other = tokens[name.first - 2]
        return (
            other.end == tokens[name.first - 1].start
            and other.text[:1].isupper()
            and not _names_state(other, gazetteer)
        )
    return False


def _names_state(token: Token, gazetteer: Gazetteer) -> bool:
    if gazetteer.country_of_adjective(token.text):
        return True
    found = gazetteer.lookup(token.text)
    return bool(found) and found[0].importance >= METROPOLIS - 1


def _is_person_before(previous: Token, name: Name, words: PlaceWords, gazetteer: Gazetteer, *, state: bool) -> bool:
    if not previous.text[:1].isupper() or name.start - previous.end > 1:
        return False
    plain = previous.lower.rstrip(".")
    if plain in CHANNELS:
        return True
    if plain in words.given:
        return name.words == 1 or name.top.importance < TOWN
    if plain in words.roles:
        return not state and previous.dep != "appos"
    if state or name.words > 1 or plain in words.areas or plain in words.sites or plain in words.directions:
        return False
    if plain in words.parts or plain in words.never or gazetteer.country_of_adjective(previous.text):
        return False
    titled = name.sentence.section == "title" and name.top.importance >= TOWN + 0.5
    opening = previous.i == 0 and previous.pos != "PROPN"
    return not titled and not opening and previous.pos in {"PROPN", ""} and len(plain) > 1


def _is_name_after(following: Token, name: Name, words: PlaceWords, gazetteer: Gazetteer, *, state: bool) -> bool:
    titled = name.sentence.section == "title" and following.lower in PAPERS
    if (
        not (following.text[:1].isupper() or titled)
        or following.start - name.end > 1
        or not following.text[:1].isalpha()
    ):
        return False
    plain = following.lower.rstrip(".")
    if plain in words.areas or plain in words.sites or plain in words.roles or plain in words.directions:
        return False
    if len(following.text) == 2 and following.text in words.abbreviations:
        return False  # "Springfield MO"
    if plain in words.organisations_after:
        return not state or plain in {"times", "post", "today", "daily", "airlines", "airways", "air", "bank"}
    open_class = following.pos in {"PROPN", ""} and not gazetteer.country_of_adjective(following.text)
    if not open_class or state or name.sentence.section == "title" or plain in words.never or plain in words.given:
        return False
    head = name.sentence.tokens[name.last - 1]
    linked = not name.sentence.parsed or (head.dep == "compound" and head.head == following.i)
    linked = linked or _goes_on_before_area(name, head, following, words)
    known = gazetteer.lookup(following.text)
    return linked and not (known and known[0].importance >= TOWN)


def _goes_on_before_area(name: Name, head: Token, following: Token, words: PlaceWords) -> bool:
    """Whether the name of a small place is only how that of another begins ("Bala" in "Bala Khel Village")."""
    tokens = name.sentence.tokens
    area = tokens[head.head]
    return (
        name.top.importance < TOWN
        and head.dep == following.dep == "compound"
        and following.head == area.i
        and area.lower in words.areas
        and area.text[:1].isupper()
    )


def _is_of_organisation(name: Name, words: PlaceWords) -> bool:
    """Whether "of" or "in" ties the name to an organisation's ("Bank of America", "Islamic State in Iraq")."""
    tokens = name.sentence.tokens
    if ends_name_of_group(name.sentence, name.first):
        return True
    i = name.first - 1
    if i >= 0 and tokens[i].lower == "the":
        i -= 1
    if i < 1 or tokens[i].lower not in {"of", "for"}:
        return False
    holder = tokens[i - 1]
    if not holder.text[:1].isupper() or (holder.i == 0 and holder.pos == "NOUN"):
        return False
    return holder.lower in words.organisations_before


def ends_name_of_group(sentence: Sentence, first: int) -> bool:
    """Whether the words from token `first` end a group's name: "Islamic State in the Greater Sahara"."""
    tokens = sentence.tokens
    i = first - 1
    while i > first - MOST_BETWEEN and i >= 0 and tokens[i].text[:1].isupper():
        i -= 1
    if i >= 0 and tokens[i].lower == "the":
        i -= 1
    if i < 1 or tokens[i].lower != "in":
        return False
    holder = tokens[i - 1]
    return holder.lower in GROUPS_IN and holder.text[:1].isupper() and not (holder.i == 0 and holder.pos == "NOUN")


def is_party_before(name: Name) -> bool:
    """Whether a party's letter stands before the name ("R-Elbow Lake"): a lawmaker's home."""
    tokens = name.sentence.tokens
    hyphen = tokens[name.first - 1]
    return hyphen.text in HYPHENS and hyphen.end == name.start and tokens[name.first - 2].text in PARTIES
