"""Places that the gazetteer does not know but the syntax marks: "the village of Xyz", "Xyz district", "a market in Xyz"."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.gazetteer import Gazetteer
from dateline.stages.places.names import HYPHENS, SMALL
from dateline.stages.places.othernames import ends_name_of_group
from dateline.stages.places.words import PlaceWords

NOT_AFTER = frozenset(
    {
        "state",
        "area",
        "department",
        "division",
        "agency",
        "territory",
        "coast",
        "corridor",
        "road",
        "settlement",
        "quarter",
        "commune",
        "canton",
    }
)
"""Area nouns that, following an unknown name, more often make an organisation or a thing of it."""
LONGEST = 4
MOST_LISTED = 12
SETTING = frozenset({"in", "near", "outside"})
"""Prepositions whose object, where it is a proper name, is a place more often than not; "at" has bodies and events."""
LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A marked name: its whole token range (noun included where it follows), the name's own range, and the noun."""

    first: int
    last: int
    name_first: int
    name_last: int
    noun: str


def unlisted_in(
    sentence: Sentence,
    gazetteer: Gazetteer,
    words: PlaceWords,
    *,
    taken: Collection[int],
    surnames: Collection[str] = (),
) -> Iterator[Unlisted]:
    """Yield the marked names of a sentence whose tokens no other place has taken.

    Args:
        surnames: folded last words of people's names in the report, which no preposition makes a place.
    """
    tokens = sentence.tokens
    for token in tokens:
        if token.lower in SETTING and sentence.parsed:
            yield from _located(sentence, token, gazetteer, words, taken=taken, surnames=surnames)
        if token.lower in words.plural_areas and token.text.islower():
            yield from _listed(tokens, token, words, taken=taken)
        if token.lower not in words.areas or token.i in taken:
            continue
        after = _after(tokens, token, words)
        if after is not None and not any(i in taken for i in range(after.first, after.last)):
            yield after
            continue
        before = _before(sentence, token, gazetteer, words)
        if before is not None and not any(i in taken for i in range(before.first, before.last)):
            yield before


def _after(tokens: tuple[Token, ...], noun: Token, words: PlaceWords) -> Unlisted | None:
    """Return the name in "the village of Xyz" or "the villages of Xyz"."""
    first = noun.i + 1
    # "Department of Transport" is an organisation: a marking noun stands in lower case.
    if not noun.text.islower():
        return None
    if first >= len(tokens) or tokens[first].lower not in {"of", "called", "named"}:
        return None
    first += 1
    last = _name_end(tokens, first)
    if last == first or (last == first + 1 and tokens[first].lower in words.never):
        return None
    return Unlisted(first, last, first, last, noun.lower)


def _listed(tokens: tuple[Token, ...], noun: Token, words: PlaceWords, *, taken: Collection[int]) -> Iterator[Unlisted]:
    """Yield the unknown names in "the towns of Xyz, Abc and Def", each a place of its own."""
    singular = words.plural_areas[noun.lower]
    first = noun.i + 2
    if first >= len(tokens) or tokens[noun.i + 1].lower != "of" or singular not in words.areas:
        return
    for _ in range(MOST_LISTED):
        last = _name_end(tokens, first)
        if last == first:
            return
        if not any(i in taken for i in range(first, last)) and not all(
            t.lower in words.never for t in tokens[first:last]
        ):
            yield Unlisted(first, last, first, last, singular)
        first = last
        while first < len(tokens) and first - last < 2 and tokens[first].lower in {",", "and"}:
            first += 1
        if first == last or first >= len(tokens):
            return


def _located(
    sentence: Sentence,
    setting: Token,
    gazetteer: Gazetteer,
    words: PlaceWords,
    *,
    taken: Collection[int],
    surnames: Collection[str],
) -> Iterator[Unlisted]:
    """Yield the unknown name in "a market in Xyz": a proper name that is all the object of the preposition."""
    tokens = sentence.tokens
    first = setting.i + 1
    last = _name_end(tokens, first)
    if setting.dep != "prep" or sentence.section == "title" or last == first or last - first > LONGEST:
        return
    if setting.i and tokens[setting.i - 1].pos == "PROPN" and tokens[setting.i - 1].text[:1].isupper():
        return  # "Islamic State in Xyz"
    name, head = tokens[first:last], tokens[last - 1]
    following = tokens[last] if last < len(tokens) else None
    if head.dep != "pobj" or head.head != setting.i or any(t.pos != "PROPN" for t in (name[0], head)):
        return
    if following is not None and (
        following.lower in {"'s", "’s", "'", "’", "of"}
        or following.text in HYPHENS
        or (following.pos in {"NOUN", "PROPN"} and following.start - head.end <= 1)
    ):
        return
    if head.lower in surnames or any(i in taken for i in range(first, last)) or _is_other_name(name, words):
        return
    if len(name) == 1 and head.lower.endswith("s") and gazetteer.lookup(head.text[:-1]):
        return  # "in Iraqs capital": the apostrophe is lost
    if name[0].lower in words.areas and len(name) > 1:
        yield Unlisted(first, last, first + 1, last, name[0].lower)  # "in Barangay Xyz"
    else:
        yield Unlisted(first, last, first, last, "")


def _is_other_name(name: tuple[Token, ...], words: PlaceWords) -> bool:
    """Whether an unknown proper name looks like that of a body, a person, a day or a thing."""
    bodies = (
        words.organisations_after | words.organisations_before | words.bodies | words.governments | words.sites_capital
    )
    return (
        name[0].lower in words.given
        or name[0].lower in words.roles
        or any(t.lower in bodies for t in name)
        or any(t.lower in words.never for t in (name[0], name[-1]))
        or any(c.isdigit() for t in name for c in t.text)
        or (len(name) == 1 and name[0].text.isupper() and len(name[0].text) <= LONGEST_ACRONYM)
    )


def _name_end(tokens: tuple[Token, ...], first: int) -> int:
    last = first
    while last < len(tokens) and last - first < LONGEST + 2:
        token = tokens[last]
        if last > first and token.start - tokens[last - 1].end > 1:
            break
        small = (token.text in HYPHENS or token.lower in SMALL - {"and", "of", "the"}) and last + 1 < len(tokens)
        ahead = tokens[last + 1 : last + 2] if token.text in HYPHENS else tokens[last + 2 : last + 3]
        if not (_is_proper(token) or (small and any(_is_proper(t, loose=True) for t in ahead))):
            break
        last += 1
    while last > first and not _is_proper(tokens[last - 1]):
        last -= 1
    return last


def _before(sentence: Sentence, noun: Token, gazetteer: Gazetteer, words: PlaceWords) -> Unlisted | None:
    """Return the name in "Xyz district"."""
    tokens = sentence.tokens
    if noun.lower in NOT_AFTER:
        return None
    first = noun.i
    while first > 0 and noun.i - first < LONGEST:
        token = tokens[first - 1]
        if tokens[first].start - token.end > 1 or not (_is_proper(token) or (token.text in HYPHENS and first > 1)):
            break
        first -= 1
    while first < noun.i and (not _is_proper(tokens[first]) or tokens[first].lower in words.roles):
        first += 1
    if (
        first == noun.i
        or ends_name_of_group(sentence, first)
        or all(
            t.lower in words.never or t.lower in words.directions or gazetteer.country_of_adjective(t.text)
            for t in tokens[first : noun.i]
        )
    ):
        return None
    if tokens[first].i == 0 and tokens[first].pos != "PROPN":
        return None
    return Unlisted(first, noun.i + 1, first, noun.i, noun.lower)


def _is_proper(token: Token, *, loose: bool = False) -> bool:
    return token.text[:1].isupper() and (
        loose or token.pos in {"PROPN", ""} or (token.pos in {"NOUN", "ADJ"} and token.i > 0)
    )
