"""Bounded components: one rule for a whole archive at once, for one member alone, and for what newcomers change."""

import random

import numpy as np
import pytest

from dateline.linkage import graph, hanging
from dateline.linkage.graph import bounded_components
from dateline.linkage.hanging import CUTS, TIED, Hanging, parted


def made_graph(seed, *, count=120, links=150, kinds=60):
    chance = random.Random(seed)  # noqa: S311 - test data
    weights = {}
    for _ in range(links):
        a, b = sorted(chance.sample(range(count), 2))
        weights[a, b] = TIED if chance.random() < 0.05 else round(chance.uniform(-1, 8), 2)
    return [chance.randrange(kinds) for _ in range(count)], weights


def all_at_once(scenes, weights):
    one, two = np.array(list(weights), np.int64).T
    labels = bounded_components(len(scenes), one, two, np.array(list(weights.values())), np.array(scenes))
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
        monkeypatch.setattr(module, "MOST_SCENES", request.param)
    return request.param


@pytest.mark.parametrize("seed", range(6))
def test_from_any_member_the_same_component_as_all_at_once(seed, limit):
    scenes, weights = made_graph(seed)
    expected = all_at_once(scenes, weights)
    assert len(expected) > 1
    for fresh in (True, False):
        hanging_ = Hanging(near_in(weights, set()), scenes.__getitem__)
        for node in random.Random(seed).sample(range(len(scenes)), len(scenes)):  # noqa: S311
            if fresh:
                hanging_ = Hanging(near_in(weights, set()), scenes.__getitem__)
            _, found = hanging_.component_of(node)
            assert node in found
            assert found in expected


@pytest.mark.parametrize("seed", range(6))
def test_newcomers_change_only_what_they_reach(seed, limit):
    scenes, weights = made_graph(seed)
    chance = random.Random(seed)  # noqa: S311
    there = set(chance.sample(range(len(scenes)), 90))
    floors = {}
    for came in range(len(scenes)):
        if came in there:
            continue
        there.add(came)
        known = {pair: weight for pair, weight in weights.items() if there.issuperset(pair)}
        near = near_in(known, set())(there)
        found = list(parted(near, scenes.__getitem__, floors))
        hanging_ = Hanging(near_in(known, set()), scenes.__getitem__)
        assert set(found) == {hanging_.component_of(node) for node in there}
        floors = {node: cut for cut, nodes in found for node in nodes}


def test_what_is_tied_or_linked_at_the_highest_cut_is_never_parted(limit):
    for seed in range(4):
        scenes, weights = made_graph(seed)
        label = {node: part for part in all_at_once(scenes, weights) for node in part}
        assert all(label[a] == label[b] for (a, b), weight in weights.items() if weight >= CUTS[-1])


def test_in_sparse_news_all_links_count():
    weights = {(0, 1): 0.1, (1, 2): 3.0, (3, 4): 9.0}
    assert all_at_once(range(6), weights) == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5})}


def test_many_reports_of_one_incident_are_no_crowd():
    weights = {(0, n): 7.0 for n in range(1, 300)} | {(0, 300): 0.5}
    assert all_at_once([0] * 300 + [1], weights) == {frozenset(range(301))}


def test_a_crowd_falls_apart_and_only_a_little_of_it_is_looked_at():
    count = 5000
    weights = {(n, n + 1): 4.0 if n % 5 else 0.5 for n in range(count - 1)}
    seen = set()
    assert Hanging(near_in(weights, seen), lambda node: node).component_of(2502) == (1, frozenset(range(2501, 2506)))
    assert len(seen) < 60
