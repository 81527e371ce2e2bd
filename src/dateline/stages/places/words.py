"""The words that tell whether a name is a place, loaded from data/place_words.toml."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import cast

from dateline.errors import DataError
from dateline.vocabulary import PlaceKind, PlacePrecision


@dataclass(frozen=True, slots=True)
class AreaNoun:
    """A noun that makes a name an area or a town ("province"), and what it makes of it."""

    kind: PlaceKind
    precision: PlacePrecision


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The word sets; the data file says what each is."""

    areas: dict[str, AreaNoun]
    sites: frozenset[str]
    sites_capital: frozenset[str]
    directions: dict[str, int]
    parts: frozenset[str]
    never: frozenset[str]
    never_but_located: frozenset[str]
    given: frozenset[str]
    roles: frozenset[str]
    organisations_after: frozenset[str]
    organisations_before: frozenset[str]
    bodies: frozenset[str]
    governments: frozenset[str]
    abbreviations: dict[str, str]
    short_forms: dict[str, str]
    short_names: dict[str, str]
    plural_areas: dict[str, str]
    inhabitants: frozenset[str]
    locative: frozenset[str]
    weak: frozenset[str]
    place_of: frozenset[str]
    place_verbs: frozenset[str]
    speech: frozenset[str]
    experience: frozenset[str]
    politics: frozenset[str]
    political_nouns: frozenset[str]
    scene_nouns: frozenset[str]


@functools.cache
def load_words() -> PlaceWords:
    """Return the word sets.

    Raises:
        DataError: the table lacks a section or holds something unexpected.
    """
    raw = tomllib.loads(resources.files("dateline").joinpath("data/place_words.toml").read_text("utf-8"))
    try:
        areas = {}
        for noun, value in raw["areas"].items():
            kind, precision = value.split()
            areas[noun] = AreaNoun(cast("PlaceKind", kind), cast("PlacePrecision", precision))

        def words(section: str, key: str = "words") -> frozenset[str]:
            return frozenset(raw[section][key].split())

        return PlaceWords(
            areas=areas,
            sites=words("sites", "nouns"),
            sites_capital=words("sites", "capital_only"),
            directions=dict(raw["directions"]),
            parts=words("parts"),
            never=words("never"),
            never_but_located=words("never", "place_after_preposition"),
            given=words("given"),
            roles=words("roles"),
            organisations_after=words("organisations", "after"),
            organisations_before=words("organisations", "before"),
            bodies=words("organisations", "bodies"),
            governments=words("organisations", "governments"),
            abbreviations=dict(raw["abbreviations"]),
            short_forms=dict(raw["short_forms"]),
            short_names=dict(raw["short_names"]),
            plural_areas=dict(raw["plural_areas"]),
            inhabitants=words("inhabitants"),
            locative=words("syntax", "locative"),
            weak=words("syntax", "weak"),
            place_of=words("syntax", "place_of"),
            place_verbs=words("syntax", "place_verbs"),
            speech=words("syntax", "speech"),
            experience=words("syntax", "experience"),
            politics=words("syntax", "politics"),
            political_nouns=words("syntax", "political_nouns"),
            scene_nouns=words("syntax", "scene_nouns"),
        )
    except (KeyError, ValueError) as error:
        raise DataError(f"data/place_words.toml is broken: {error}") from error
