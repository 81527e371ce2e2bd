"""Places that the gazetteer does not know but the syntax marks as such: "the village of Xyz", "Xyz district"."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.gazetteer import Gazetteer
from dateline.stages.places.names import HYPHENS, SMALL
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


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A marked name: its whole token range (noun included where it follows), the name's own range, and the noun."""

    first: int
    last: int
    name_first: int
    name_last: int
    noun: str


def unlisted_in(
    sentence: Sentence, gazetteer: Gazetteer, words: PlaceWords, *, taken: Collection[int]
) -> Iterator[Unlisted]:
    """Yield the marked names of a sentence whose tokens no other place has taken."""
    tokens = sentence.tokens
    for token in tokens:
        if token.lower not in words.areas or token.i in taken:
            continue
        after = _after(tokens, token, words)
        if after is not None and not any(i in taken for i in range(after.first, after.last)):
            yield after
            continue
        before = _before(tokens, token, gazetteer, words)
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


def _name_end(tokens: tuple[Token, ...], first: int) -> int:
    last = first
    while last < len(tokens) and last - first < LONGEST + 2:
        token = tokens[last]
        if last > first and token.start - tokens[last - 1].end > 1:
            break
        small = (token.text in HYPHENS or token.lower in SMALL - {"and", "of", "the"}) and last + 1 < len(tokens)
        if not (_is_proper(token) or (small and _is_proper(tokens[min(last + 2, len(tokens) - 1)], loose=True))):
            break
        last += 1
    while last > first and not _is_proper(tokens[last - 1]):
        last -= 1
    return last


def _before(tokens: tuple[Token, ...], noun: Token, gazetteer: Gazetteer, words: PlaceWords) -> Unlisted | None:
    """Return the name in "Xyz district"."""
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
    if first == noun.i or all(
        t.lower in words.never or t.lower in words.directions or gazetteer.country_of_adjective(t.text)
        for t in tokens[first : noun.i]
    ):
        return None
    if tokens[first].i == 0 and tokens[first].pos != "PROPN":
        return None
    return Unlisted(first, noun.i + 1, first, noun.i, noun.lower)


def _is_proper(token: Token, *, loose: bool = False) -> bool:
    return token.text[:1].isupper() and (
        loose or token.pos in {"PROPN", ""} or (token.pos in {"NOUN", "ADJ"} and token.i > 0)
    )
