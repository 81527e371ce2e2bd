"""Names in a transcription that the gazetteer does not list: "Ain Issa" for 'Ayn 'Īsá, "Baqouba" for Baqubah."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.draft import Sentence
from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places.names import HYPHENS, SMALL, Name
from dateline.stages.places.words import PlaceWords

LEAST_SHARE = 0.5
"""Only in countries with such a share of the leading one's votes is a name sought by its sound: many sound alike."""
KNOWN_ENOUGH = 6.0
PREPOSITIONS = frozenset("in near at outside around inside into from toward towards".split())
LONGEST = 5


def with_sounding(
    sentence: Sentence, names: list[Name], shares: Mapping[str, float], *, gazetteer: Gazetteer, words: PlaceWords
) -> list[Name]:
    """Return the names of a sentence, with those added, or lengthened, that are known by their sound.

    Args:
        shares: the countries in play with their share of the leading one's votes.
    """
    countries = {code for code, share in shares.items() if share >= LEAST_SHARE}
    if not countries:
        return names
    found = list(names)
    for token in sentence.tokens:
        if token.lower not in PREPOSITIONS:
            continue
        first = token.i + 1
        if first < len(sentence.tokens) and sentence.tokens[first].lower == "the":
            first += 1
        last = _end(sentence, first, words)
        if last == first:
            continue
        inside = [n for n in found if n.first < last and first < n.last]
        if inside and (inside[0].last >= last or inside[0].top.importance >= KNOWN_ENOUGH or inside[0].first > first):
            continue
        name = _sounding(sentence, first, last, countries, gazetteer=gazetteer, words=words)
        if name is not None:
            found = [n for n in found if n not in inside]
            found.append(name)
    return sorted(found, key=lambda n: n.first)


def _end(sentence: Sentence, first: int, words: PlaceWords) -> int:
    """Return where the capitalised words from a token on end."""
    last = first
    tokens = sentence.tokens
    while last < len(tokens) and last - first < LONGEST:
        token = tokens[last]
        if last > first and token.start - tokens[last - 1].end > 1:
            break
        if token.lower in words.areas or token.lower in words.sites or token.lower in words.roles:
            break
        proper = token.text[:1].isupper() and token.pos in {"PROPN", ""}
        inside = (token.text in HYPHENS or token.lower in SMALL) and last + 1 < len(tokens)
        if not proper and not (inside and tokens[last + 1].text[:1].isupper() and token.end == tokens[last + 1].start):
            break
        last += 1
    return last


def _sounding(
    sentence: Sentence, first: int, last: int, countries: set[str], *, gazetteer: Gazetteer, words: PlaceWords
) -> Name | None:
    written = " ".join(t.text for t in sentence.tokens[first:last] if t.text not in HYPHENS)
    folded = fold(written)
    if not folded or folded in words.never or gazetteer.country_of_adjective(folded):
        return None
    if " " not in folded and gazetteer.lookup_folded(folded):
        return None
    entries: tuple[Entry, ...] = tuple(
        e
        for e in gazetteer.lookup_loose(written)
        if e.country in countries and e.precision in {"town", "admin1", "admin2", "site"}
    )
    return Name(sentence, first, last, folded, entries) if entries else None
