"""The spellings under which a place may stand in the gazetteer: shortened states, "St." and "Mt.", adjectives, parts of towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places.names import SHORTENED, merged
from dateline.stages.places.words import PlaceWords

LEAST_SHARE = 0.5
"""Only in countries with such a share of the leading one's votes is a name sought by its sound: many sound alike."""
_POSSESSIVE = re.compile(r"['’]s?$")
_SPACES = re.compile(r"\s+")


class Spelling:
    """Looks names up in all the forms that news gives them.

    Args:
        gazetteer: where names are looked up.
        words: the word sets.
    """

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self._gazetteer = gazetteer
        self._words = words

    def entries(self, text: str) -> tuple[Entry, ...]:
        """Return the places that words may name which are known to name one; empty where none is known.

        The words as they stand come first; then as a state's short form, an adjective or a people, with short words
        written out, with "County" added, and at last without what tells a part or the kind of a place.
        """
        text = _SPACES.sub(" ", _POSSESSIVE.sub("", text.strip()))
        short = self.state(text)
        if short:
            return short
        found = merged(self._gazetteer.lookup(text), self._gazetteer.lookup(" ".join(self._written(text))))
        if found:
            return found
        people = self.people(text)
        if people is not None:
            return (people,)
        for other in self._variants(text):
            found = self._gazetteer.lookup(other)
            if found:
                return found
        return ()

    def state(self, text: str) -> tuple[Entry, ...]:
        """Return the state or province that a short form means ("Va.", "N.S.W.")."""
        plain = text.replace(".", "").replace(" ", "")
        name = self._words.short_names.get(text)
        if name is not None:
            return self._gazetteer.lookup(name)[:1]
        name = self._words.abbreviations.get(plain)
        if name is None or not (text.endswith(".") or text.isupper()):
            return ()
        return tuple(e for e in self._gazetteer.lookup(name) if e.precision == "admin1" and e.country in SHORTENED)[:1]

    def people(self, text: str) -> Entry | None:
        """Return the state of an adjective or of the name of a people ("Iraqi", "Iraqis")."""
        for form in (text, text.removesuffix("s"), text.removesuffix("es")):
            code = self._gazetteer.country_of_adjective(form)
            if code:
                return self._gazetteer.country(code)
        return None

    def sounding(self, text: str, shares: Mapping[str, float]) -> tuple[Entry, ...]:
        """Return the places in the countries in play whose name in some transcription sounds like the words."""
        countries = {code for code, share in shares.items() if share >= LEAST_SHARE}
        return tuple(e for e in self._gazetteer.lookup_loose(text) if e.country in countries) if countries else ()

    def _variants(self, text: str) -> Iterator[str]:
        written = self._written(text)
        if written and written[0] == "the":
            written = written[1:]
            yield " ".join(written)
        for noun in ("county", "parish", "province", "river", "lake"):
            yield " ".join([*written, noun])
        yield from self._pared(written)

    def _written(self, text: str) -> list[str]:
        """Return the folded words, short ones written out ("mt vernon": mount, vernon)."""
        return [self._words.short_forms.get(word, word) for word in fold(text).split()]

    def _pared(self, words: list[str]) -> Iterator[str]:
        """Yield the words without a part ("greater", "north") before them, and without the noun of a place around them."""
        first, last = 0, len(words)
        while first < last - 1 and (words[first] in self._words.directions or words[first] in self._words.parts):
            first += 1
            yield " ".join(words[first:last])
        if first < last - 2 and words[first] in self._words.areas and words[first + 1] == "of":
            first += 2
            yield " ".join(words[first:last])
        while last > first + 1 and words[last - 1] in self._words.areas:
            last -= 1
            yield " ".join(words[first:last])
