"""The partition of many: every pair that shares a key is compared once, and neither order nor workers change what comes out."""

import random

import numpy as np
import pytest
from tests.support.made import made_reports

from dateline.linkage import Linker, keys_of, partition, tellings_of, twin_of
from dateline.linkage.blocks import BLOCK_LIMIT, LOOSE, LOOSE_LIMIT, pairs_of
from dateline.linkage.constraints import NO_CONSTRAINTS
from dateline.linkage.graph import components, pairs_in_blocks, runs
from dateline.linkage.spool import Spool

LINKER = Linker.default()


@pytest.fixture(scope="module")
def tellings():
    return [telling for made in made_reports(600) for telling in tellings_of(made.record)]


class Noting:
    """A linker that notes what it was asked."""

    def __init__(self):
        self.compared = []

    def compare(self, a, b):
        self.compared.append(tuple(sorted((a.event_id, b.event_id))))
        return LINKER.compare(a, b)

    def cluster(self, tellings, links, constraints):
        return LINKER.cluster(tellings, links, constraints)


def test_those_that_share_a_key_are_compared_and_no_others(tellings):
    noting = Noting()
    partition.partition(noting, tellings, NO_CONSTRAINTS)
    firsts = {}
    for telling in sorted(tellings, key=lambda t: t.order):
        firsts.setdefault(twin_of(telling), telling)
    keys = {t.event_id: set(keys_of(t)) for t in firsts.values()}
    blocks = {key: [event for event, held in keys.items() if key in held] for key in set().union(*keys.values())}
    assert max(map(len, blocks.values())) <= BLOCK_LIMIT, "a block so large that not all of its pairs are compared"
    assert any(len(pairs) > LOOSE_LIMIT for key, pairs in blocks.items() if key[0] == LOOSE)
    expected = {pair for key, block in blocks.items() for pair in pairs_of(block, loose=key[0] == LOOSE)}
    assert len(noting.compared) == len(set(noting.compared))
    assert set(noting.compared) == expected


@pytest.mark.parametrize("seed", range(4))
def test_the_order_does_not_matter(tellings, seed):
    shuffled = list(tellings)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert LINKER.partition(shuffled) == LINKER.partition(tellings)


def test_nor_do_the_workers(tellings, monkeypatch):
    monkeypatch.setattr(partition, "LEAST_FOR_WORKERS", 100)
    monkeypatch.setattr(partition, "PAIRS_AT_ONCE", 500)
    monkeypatch.setattr(partition, "MEMBERS_AT_ONCE", 50)
    assert LINKER.partition(tellings, workers=2) == LINKER.partition(tellings)


def test_nothing_gives_nothing_and_one_gives_itself(tellings):
    assert LINKER.partition([]) == ()
    (alone,) = LINKER.partition([tellings[0], tellings[0]])
    assert alone.members == (tellings[0].event_id,)


@pytest.mark.parametrize("most", [5, BLOCK_LIMIT, BLOCK_LIMIT + 30])
def test_pairs_of_blocks_are_those_of_the_one_rule(most):
    chance = random.Random(most)  # noqa: S311 - test data
    keys, owners = [], []
    for key in range(40):
        for owner in chance.sample(range(400), chance.randrange(1, most)):
            keys.append(key)
            owners.append(owner)
    found = pairs_in_blocks(np.array(keys, np.uint64), np.array(owners), 400, "n{:03}".format)
    expected = set()
    for key in range(40):
        block = [f"n{owner:03}" for k, owner in zip(keys, owners, strict=True) if k == key]
        expected |= {(int(a[1:]), int(b[1:])) for a, b in pairs_of(block, loose=key % 2 == 1)}
    assert [divmod(int(pair), 400) for pair in found] == sorted(expected)


def test_components_are_those_of_the_links():
    one, two = np.array([5, 7, 3, 9]), np.array([7, 1, 3, 8])
    assert components(10, one, two).tolist() == [0, 1, 2, 3, 4, 1, 6, 1, 8, 8]
    chain = np.arange(999)
    assert components(1000, chain, chain + 1).tolist() == [0] * 1000


def test_runs_are_told_by_where_they_start_and_end():
    assert list(runs(np.array([4, 4, 1, 2, 2, 2]))) == [(0, 2), (2, 3), (3, 6)]
    assert list(runs(np.array([], np.int64))) == []


def test_a_spool_gives_back_what_was_put_in_and_is_gone_when_left(tellings, monkeypatch):
    monkeypatch.setattr("dateline.linkage.spool.HELD", 3)
    with Spool() as spool:
        for telling in tellings[:50]:
            spool.add(telling)
        spool.finish()
        places = [0, 49, 7, 7, 20, 0, 49]
        assert [spool.reader[place] for place in places] == [tellings[place] for place in places]
        path = spool.reader._path
    with pytest.raises(FileNotFoundError):
        open(path, "rb").close()  # noqa: PTH123
