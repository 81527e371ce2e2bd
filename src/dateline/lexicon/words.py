"""Word sets that the trigger table's conditions and the stages' rules name."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from dateline.errors import DataError


@functools.cache
def word_sets() -> dict[str, frozenset[str]]:
    """Return the named sets of lemmas of data/word_sets.toml."""
    raw = tomllib.loads(resources.files("dateline").joinpath("data/word_sets.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}


def word_set(name: str) -> frozenset[str]:
    """Return one set.

    Raises:
        DataError: there is no such set.
    """
    try:
        return word_sets()[name]
    except KeyError as error:
        raise DataError(f"data/word_sets.toml has no set {name!r}; it has {', '.join(sorted(word_sets()))}") from error
