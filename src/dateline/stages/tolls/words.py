"""The words of harm, loaded from data/toll_words.toml."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import cast

from dateline import vocabulary as v


@dataclass(frozen=True, slots=True)
class TollWords:
    """Lemmas to the measure they state, and the named word sets; a sentence without a word of the gate has no toll."""

    objects: dict[str, v.Measure]
    subjects: dict[str, v.Measure]
    nouns: dict[str, v.Measure]
    adjectives: dict[str, v.Measure]
    sets: dict[str, frozenset[str]]
    gate: frozenset[str]

    def of(self, name: str) -> frozenset[str]:
        """Return a named set of words."""
        return self.sets[name]


@functools.cache
def toll_words() -> TollWords:
    """Load the table."""
    raw = tomllib.loads(resources.files("dateline").joinpath("data/toll_words.toml").read_text("utf-8"))

    def measures(section: str) -> dict[str, v.Measure]:
        return {word: cast("v.Measure", measure) for measure, words in raw[section].items() for word in words.split()}

    objects, subjects, nouns, adjectives = (measures(part) for part in ("object", "subject", "noun", "adjective"))
    sets = {name: frozenset(words.split()) for name, words in raw["words"].items()}
    gate = sets["gate"] | sets["unhurt"] | sets["captive"] | sets["toll"] | sets["phrasal_kill"]
    return TollWords(objects, subjects, nouns, adjectives, sets, gate.union(objects, subjects, nouns, adjectives))
