"""The word that leads from a mention to a place, for a reader to check: the preposition before it, or what recalls it."""

from __future__ import annotations

from dateline.draft import Tie, Token
from dateline.stages.scene.routes import Route

PREPOSITIONS = frozenset({"prep", "agent"})
NAMING = frozenset({"compound", "nmod", "amod", "poss", "appos", "conj", "nummod", "pobj"})
"""Links that lead from the name of a place to its noun ("the town of X"), below the preposition that governs both."""


def tie(toponym: int, cost: float, way: Route, *, recalled: bool = False) -> Tie:
    """Return how a place stands to a mention, by the way between the two.

    Args:
        recalled: the way starts at words that only recall the place ("the city").
    """
    if recalled:
        first = way.up[0] if way.up else way.meet
        return Tie(toponym, cost, first.i, recalled=True)
    leading = _leading(way)
    return Tie(toponym, cost, leading.i if leading is not None else -1)


def _leading(way: Route) -> Token | None:
    """Return the preposition that leads to a place; None where none does."""
    for token in way.up:
        if token.dep in PREPOSITIONS:
            return token
        if token.dep not in NAMING:
            return None
    return None
