"""Places told by what they are to a state: "the Iraqi capital", "Nepal's capital", "the Afghan border"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.draft import Sentence
from dateline.gazetteer import Entry, Gazetteer
from dateline.stages.places.names import HYPHENS

LONGEST_PAIR = 9
"""Two states are sought in so many words after "border"."""
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


@dataclass(frozen=True, slots=True)
class Described:
    """The token range of the words, their noun, and the place: None where only its state is known."""

    first: int
    last: int
    noun: int
    entry: Entry | None
    country: str | None
    is_border: bool


def described_in(
    sentence: Sentence, gazetteer: Gazetteer, *, leading: str | None, placed: Mapping[int, Entry]
) -> Iterator[Described]:
    """Yield the described capitals and borders of a sentence.

    Args:
        leading: the country that the report speaks of most; a border with another state is its border.
        placed: the places already found, by the index of their last token.
    """
    tokens = sentence.tokens
    for token in tokens:
        if token.lower not in {"capital", "border", "frontier"} or token.i == 0:
            continue
        if token.lower != "capital" and (parted := _parted(sentence, token.i, gazetteer, placed)) is not None:
            yield parted
            continue
        owner = _owner(sentence, token.i, gazetteer, placed)
        if owner is None:
            continue
        country, first = owner
        if token.lower == "capital":
            following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
            named = following is not None and (
                following.text[:1].isupper()
                or (following.text == "," and token.i + 2 < len(tokens) and tokens[token.i + 2].text[:1].isupper())
                or following.lower
                in {"of", "punishment", "market", "markets", "gains", "investment", "flows", "controls"}
            )
            told = first >= 2 and any(tokens[j].i in placed for j in range(max(0, first - 3), first))
            entry = gazetteer.capital(country)
            if entry is not None and not named and not told:
                yield Described(first, token.i + 1, token.i, entry, country, is_border=False)
        else:
            yield Described(first, token.i + 1, token.i, _border(country, leading, gazetteer), None, is_border=True)


def _parted(sentence: Sentence, noun: int, gazetteer: Gazetteer, placed: Mapping[int, Entry]) -> Described | None:
    """Return the border that states after its noun share: "the border between Israel and Lebanon", "Iraq's border with Syria"."""
    tokens = sentence.tokens
    if noun + 1 >= len(tokens) or tokens[noun + 1].lower not in {"between", "with", "of"}:
        return None
    joins = tokens[noun + 1].lower
    ends = [i for i in range(noun + 2, min(len(tokens), noun + LONGEST_PAIR)) if i in placed]
    if not ends or placed[ends[0]].kind != "country":
        return None
    one = placed[ends[0]].country
    if joins == "with":
        owner = _owner(sentence, noun, gazetteer, placed)
        if owner is None or one is None:
            return None
        return Described(owner[1], ends[0] + 1, noun, _border(owner[0], one, gazetteer), owner[0], is_border=True)
    if len(ends) < 2 or placed[ends[1]].kind != "country" or one is None:
        return None
    if all(token.lower != "and" for token in tokens[ends[0] + 1 : ends[1]]):
        return None
    shared = _border(one, placed[ends[1]].country, gazetteer)
    return Described(noun, ends[1] + 1, noun, shared, one, is_border=True)


def _owner(sentence: Sentence, noun: int, gazetteer: Gazetteer, placed: Mapping[int, Entry]) -> tuple[str, int] | None:
    """Return the state before a noun and where its words begin."""
    tokens = sentence.tokens
    i = noun - 1
    if tokens[i].lower in POSSESSIVES:
        i -= 1
    if i < 0:
        return None
    if i in placed and placed[i].kind == "country" and placed[i].country:
        first = i
        while (
            first > 0
            and tokens[first - 1].text[:1].isupper()
            and tokens[first].start - tokens[first - 1].end == 1
            and gazetteer.lookup(sentence_words(sentence, first - 1, i + 1))
        ):
            first -= 1
        return str(placed[i].country), first
    for first in (i - 1, i):
        if first >= 0 and tokens[first].text[:1].isupper() and tokens[first].text not in HYPHENS:
            code = gazetteer.country_of_adjective(sentence_words(sentence, first, i + 1))
            if code:
                return code, first
    return None


def sentence_words(sentence: Sentence, first: int, last: int) -> str:
    """Return some words of a sentence, parted by single blanks."""
    return " ".join(t.text for t in sentence.tokens[first:last])


def _border(country: str, leading: str | None, gazetteer: Gazetteer) -> Entry | None:
    """Return the border of a state with the leading one, where our table has it."""
    one, other = gazetteer.country(country), gazetteer.country(leading) if leading else None
    if one is None or other is None or country == leading:
        return None
    found = gazetteer.lookup(f"{one.name}-{other.name} border") or gazetteer.lookup(f"{other.name}-{one.name} border")
    return found[0] if found else None
