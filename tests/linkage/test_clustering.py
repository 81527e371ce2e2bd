"""Clustering: the same from any order, and what must not go together never does."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.linkage.telling import telling

from dateline.incidents import Decision
from dateline.linkage import Apart, Constraints, Link, Together, constraints_of
from dateline.linkage.clustering import cluster

WEIGHTS = st.one_of(st.floats(-6, 8).map(lambda x: round(x, 2)), st.sampled_from([0.0, 1.0, 2.0]))


def graph(size, weights, reports):
    tellings = [telling(f"e{i:02}", report=f"r{reports[i]}", published=f"2024-03-{1 + i % 9:02}") for i in range(size)]
    pairs = dict(zip(itertools.combinations([t.event_id for t in tellings], 2), weights, strict=False))

    def weigh(a, b):
        if a.report_id == b.report_id:
            return -math.inf
        return pairs.get(tuple(sorted((a.event_id, b.event_id))), -1.0)

    links = [Link(a, b, w) for (a, b), w in pairs.items() if w >= 0]
    return tellings, links, weigh


@st.composite
def graphs(draw):
    size = draw(st.integers(1, 9))
    weights = draw(st.lists(WEIGHTS, min_size=size * size, max_size=size * size))
    return graph(size, weights, draw(st.lists(st.integers(0, 7), min_size=size, max_size=size)))


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(made, order):
    tellings, links, weigh = made
    first = cluster(tellings, links, weigh)
    for _ in range(10):
        order.shuffle(tellings)
        order.shuffle(links)
        assert cluster(tellings, links, weigh) == first


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_each_telling_is_in_one_cluster_and_no_report_twice(made):
    tellings, links, weigh = made
    found = cluster(tellings, links, weigh)
    assert sorted(m for c in found for m in c.members) == sorted(t.event_id for t in tellings)
    report = {t.event_id: t.report_id for t in tellings}
    assert all(len({report[m] for m in c.members}) == len(c.members) for c in found)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_joins_lead_every_member_to_the_first(made):
    tellings, links, weigh = made
    for found in cluster(tellings, links, weigh):
        to = {join.event: join.to for join in found.joins}
        assert set(to) == set(found.members) - {found.id}
        for member in found.members:
            path = [member]
            while path[-1] != found.id:
                path.append(to[path[-1]])
                assert len(path) <= len(found.members)


def test_one_link_does_not_chain_two_incidents():
    names = [f"e{i}" for i in range(6)]
    tellings = [telling(name) for name in names]
    left, right = names[:3], names[3:]
    pairs = {p: 4.0 for side in (left, right) for p in itertools.combinations(side, 2)}
    pairs["e2", "e3"] = 3.0

    def weigh(a, b):
        return pairs.get(tuple(sorted((a.event_id, b.event_id))), -5.0)

    found = cluster(tellings, [Link(a, b, w) for (a, b), w in pairs.items()], weigh)
    assert [c.members for c in found] == [tuple(left), tuple(right)]


def both_ways(**spheres):
    tellings = [telling(name, sphere=sphere) for name, sphere in spheres.items()]
    links = [Link(a, b, 5.0) for a, b in itertools.combinations(sorted(spheres), 2)]
    return cluster(tellings, links, lambda _a, _b: 5.0)


def test_what_is_unclear_does_not_carry_a_crime_into_politics():
    found = both_ways(a="political", b="unclear", c="criminal")
    assert all({"a", "c"} - set(c.members) for c in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("standings", "kind"), [("current background", "incident"), ("background background", "recalled")]
)
def test_background_alone_is_recalled(standings, kind):
    tellings = [telling(f"e{i}", standing=s) for i, s in enumerate(standings.split())]
    (found,) = cluster(tellings, [Link("e0", "e1", 3.0)], lambda _a, _b: 3.0)
    assert found.kind == kind


# --- the word of people


def decision(number, action, events, others, *, undone=False):
    return Decision(number, action, events, others, "ana", "2024-03-09", "read both", undone)


def parted(decisions, names="abcd", weight=3.0):
    tellings = [telling(name) for name in names]
    links = [Link(a, b, weight) for a, b in itertools.combinations(names, 2) if weight >= 0]
    found = cluster(tellings, links, lambda _a, _b: weight, constraints_of(decisions))
    return sorted("".join(c.members) for c in found)


def test_a_split_holds_against_any_weight_and_is_undone():
    split = decision(1, "split", ("a",), ("b", "c", "d"))
    assert parted([split]) == ["a", "bcd"]
    assert parted([decision(1, "split", ("a",), ("b", "c", "d"), undone=True)]) == ["abcd"]


def test_a_join_holds_against_any_weight():
    assert parted([decision(1, "join", ("a",), ("c",))], weight=-5.0) == ["ac", "b", "d"]


def test_the_later_word_goes_before_the_earlier():
    split, join = decision(1, "split", ("a",), ("b",)), decision(2, "join", ("a",), ("b",))
    assert parted([split, join], names="ab") == ["ab"]
    assert parted([decision(2, "split", ("a",), ("b",)), decision(1, "join", ("a",), ("b",))], names="ab") == ["a", "b"]


def test_a_joined_telling_says_that_it_was_by_hand():
    tellings = [telling("a"), telling("b")]
    rules = Constraints(together=(Together(1, "b", "a"),))
    (found,) = cluster(tellings, [], lambda _a, _b: -math.inf, rules)
    (join,) = found.joins
    assert (join.event, join.to, join.by_hand) == ("b", "a", True)
    assert math.isfinite(join.weight)


def test_parted_twins_keep_the_links_of_the_first():
    tellings = [telling("a", report="r1"), telling("b", report="r1x"), telling("c")]
    tellings[1] = telling("b", report="r1x", text_id=tellings[0].text_id, clause=tellings[0].clause)
    rules = Constraints(apart=(Apart(1, frozenset("a"), frozenset("bc")),))
    found = cluster(tellings, [Link("a", "c", 4.0)], lambda _a, _b: 4.0, rules)
    assert sorted("".join(c.members) for c in found) == ["a", "bc"]


def test_a_large_cluster_takes_seconds():
    count = 2000
    order = random.Random(1)  # noqa: S311
    tellings = [telling(f"e{i:05}") for i in range(count)]
    ids = [t.event_id for t in tellings]
    links = [Link(*sorted(order.sample(ids, 2)), weight=2.0) for _ in range(20 * count)]
    (found,) = cluster(tellings, links, lambda _a, _b: 2.0)
    assert len(found.members) == count
