"""Krippendorff's alpha against the worked examples of "Computing Krippendorff's Alpha-Reliability" (2011), and what is compared."""

import itertools
import random

import pytest

from dateline.agreement import DISTANCES, alpha

TWO = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
"""Example A: binary, two observers, no missing data."""
NAMED = [list("aabbddccceddab"[:12]), list("babbbcccceddab"[:12])]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
"""Example C: any number of observers, values missing."""


def units(observers):
    return [[value for value in unit if value is not None] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "level", "published"),
    [(TWO, "nominal", 0.095), (FOUR, "nominal", 0.743), (FOUR, "interval", 0.849), (FOUR, "ratio", 0.797)],
)
def test_the_published_examples(observers, level, published):
    assert alpha(units(observers), level) == pytest.approx(published, abs=0.0005)


def test_it_is_what_its_definition_says():
    """Observed over expected disagreement, written out pair by pair."""
    rng = random.Random(3)  # noqa: S311
    for level, distance in DISTANCES.items():
        some = [[rng.randint(0, 9) for _ in range(rng.randint(1, 4))] for _ in range(30)]
        kept = [unit for unit in some if len(unit) > 1]
        values = [value for unit in kept for value in unit]
        observed = sum(distance(a, b) / (len(u) - 1) for u in kept for a, b in itertools.permutations(u, 2)) / len(
            values
        )
        pairs = list(itertools.permutations(values, 2))
        expected = sum(distance(a, b) for a, b in pairs) / len(pairs)
        assert alpha(some, level) == pytest.approx(1 - observed / expected)


def test_what_cannot_be_told_is_none():
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a", "a"], ["b", "b"]]) == 1.0
