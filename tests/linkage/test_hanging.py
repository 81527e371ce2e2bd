"""Bounded components: one rule for a whole archive at once and for one member alone, found without a look at the rest."""

import random

import numpy as np
import pytest

from dateline.linkage import graph, hanging
from dateline.linkage.graph import bounded_components
from dateline.linkage.hanging import CUTS, TIED, Hanging


def made_graph(seed, *, count=120, links=150):
    chance = random.Random(seed)  # noqa: S311 - test data
    weights = {}
    for _ in range(links):
        a, b = sorted(chance.sample(range(count), 2))
        weights[a, b] = TIED if chance.random() < 0.05 else round(chance.uniform(-1, 8), 2)
    return count, weights


def all_at_once(count, weights):
    one, two = np.array(list(weights), np.int64).T
    labels = bounded_components(count, one, two, np.array(list(weights.values())))
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


def near_in(weights, seen):
    def look(nodes):
        seen.update(nodes)
        found = {node: {} for node in nodes}
        for (a, b), weight in weights.items():
            for one, other in ((a, b), (b, a)):
                if one in found:
                    found[one][other] = weight
        return found

    return look


@pytest.fixture(params=[1, 3, 10])
def limit(request, monkeypatch):
    for module in (graph, hanging):
        monkeypatch.setattr(module, "MOST_CORES", request.param)
    return request.param


@pytest.mark.parametrize("seed", range(6))
def test_from_any_member_the_same_component_as_all_at_once(seed, limit):
    count, weights = made_graph(seed)
    expected = all_at_once(count, weights)
    assert len(expected) > 1
    for fresh in (True, False):
        hanging_ = Hanging(near_in(weights, set()))
        for node in random.Random(seed).sample(range(count), count):  # noqa: S311
            if fresh:
                hanging_ = Hanging(near_in(weights, set()))
            found = hanging_.component_of(node)
            assert node in found
            assert found in expected


def test_what_is_tied_or_linked_at_the_highest_cut_is_never_parted(limit):
    for seed in range(4):
        count, weights = made_graph(seed)
        label = {node: part for part in all_at_once(count, weights) for node in part}
        assert all(label[a] == label[b] for (a, b), weight in weights.items() if weight >= CUTS[-1])


def test_in_sparse_news_all_links_count():
    weights = {(0, 1): 0.1, (1, 2): 3.0, (3, 4): 9.0}
    assert all_at_once(6, weights) == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5})}


def test_many_reports_of_one_incident_are_no_crowd():
    weights = {(0, n): 7.0 for n in range(1, 300)} | {(0, 300): 0.5}
    assert all_at_once(301, weights) == {frozenset(range(301))}


def test_a_crowd_falls_apart_and_only_a_little_of_it_is_looked_at():
    count = 5000
    weights = {(n, n + 1): 4.0 if n % 5 else 0.5 for n in range(count - 1)}
    seen = set()
    assert Hanging(near_in(weights, seen)).component_of(2502) == frozenset(range(2501, 2506))
    assert len(seen) < 150
