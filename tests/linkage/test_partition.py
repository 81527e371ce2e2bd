"""The partition of many: every pair that shares a key is compared once, and neither order nor workers change what comes out."""

import dataclasses
import pickle
import random

import numpy as np
import pytest
from tests.support.made import made_reports

from dateline.linkage import Linker, keys_of, partition, tellings_of, twin_of
from dateline.linkage.blocks import BLOCK_LIMIT, LOOSE, LOOSE_LIMIT, pairs_of
from dateline.linkage.constraints import NO_CONSTRAINTS, Constraints, Together
from dateline.linkage.graph import components, pairs_in_blocks, rank_of, repeated, runs
from dateline.linkage.shelves import Shelves
from dateline.linkage.spool import Spool, written

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


@pytest.mark.parametrize("days", [7, 64])
def test_nor_do_ranges_of_days_or_what_goes_to_files(tellings, monkeypatch, days):
    together = LINKER.partition(tellings)
    monkeypatch.setattr("dateline.linkage.shelves.HELD", 50)
    monkeypatch.setattr("dateline.linkage.nodes.KEYS_AT_ONCE", 100)
    monkeypatch.setattr("dateline.linkage.nodes.RANGE", days)
    monkeypatch.setattr("dateline.linkage.graph.MERGED_AT", 300)
    monkeypatch.setattr("dateline.linkage.spool.HELD", 20)
    monkeypatch.setattr(partition, "PAIRS_AT_ONCE", 11)
    monkeypatch.setattr(partition, "MOST_AT_ONCE", 11)
    assert LINKER.partition(tellings) == together


def test_crowded_keys_give_one_partition_however_they_are_cut(tellings, monkeypatch):
    for place in ("dateline.linkage.graph", "dateline.linkage.blocks"):
        monkeypatch.setattr(f"{place}.BLOCK_LIMIT", 6)
        monkeypatch.setattr(f"{place}.ANCHORS", 2)
    together = LINKER.partition(tellings)
    monkeypatch.setattr("dateline.linkage.nodes.KEYS_AT_ONCE", 100)
    monkeypatch.setattr("dateline.linkage.shelves.HELD", 50)
    monkeypatch.setattr("dateline.linkage.graph.MERGED_AT", 5)
    shuffled = list(tellings)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert LINKER.partition(shuffled) == together


def test_of_one_id_the_first_counts_and_decisions_find_theirs(tellings):
    one, other = tellings[0], next(t for t in tellings if t.report_id != tellings[0].report_id)
    again = [dataclasses.replace(t, event_id=one.event_id) for t in (other, other)]
    assert LINKER.partition([*tellings, *again]) == LINKER.partition(tellings)
    ends = (tellings[3].event_id, tellings[-1].event_id)
    join = Together(1, *ends)
    together = partition.partition(LINKER, tellings, Constraints((join, Together(2, ends[0], "nobody's"))))
    assert any(set(ends) <= set(cluster.members) for cluster in together)


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
    ranks = np.array([rank_of(f"n{owner:03}") for owner in range(400)], np.uint64)
    found = pairs_in_blocks(np.array(keys, np.uint64), np.array(owners, np.int32), ranks)
    expected = set()
    for key in range(40):
        block = [f"n{owner:03}" for k, owner in zip(keys, owners, strict=True) if k == key]
        expected |= {(int(a[1:]), int(b[1:])) for a, b in pairs_of(block, loose=key % 2 == 1)}
    assert [divmod(int(pair), 400) for pair in np.unique(np.concatenate(list(found)))] == sorted(expected)


def test_components_are_those_of_the_links():
    one, two = np.array([5, 7, 3, 9]), np.array([7, 1, 3, 8])
    assert components(10, one, two).tolist() == [0, 1, 2, 3, 4, 1, 6, 1, 8, 8]
    chain = np.arange(999)
    assert components(1000, chain, chain + 1).tolist() == [0] * 1000


def test_runs_are_told_by_where_they_start_and_end():
    assert list(runs(np.array([4, 4, 1, 2, 2, 2]))) == [(0, 2), (2, 3), (3, 6)]
    assert list(runs(np.array([], np.int64))) == []


def test_repeated_values_are_found_with_their_places():
    values = np.array([9, 4, 9, 1, 4, 9, 2, 3, 3], np.uint64)
    assert list(repeated(values, np.argsort(values, kind="stable"))) == [[7, 8], [1, 4], [0, 2, 5]]
    assert list(repeated(values[:0], np.argsort(values[:0]))) == []


def test_shelves_give_back_what_is_on_each(monkeypatch):
    monkeypatch.setattr("dateline.linkage.shelves.HELD", 5)
    rows = np.arange(23)
    with Shelves(4, np.int64) as shelves:
        for some in np.array_split(rows, 7):
            shelves.add(some % 4, some)
        assert [found.tolist() for found in shelves.take()] == [rows[rows % 4 == n].tolist() for n in range(4)]
        assert shelves.rows == 23


def test_a_spool_gives_back_what_was_put_in_and_is_gone_when_left(tellings, monkeypatch):
    monkeypatch.setattr("dateline.linkage.spool.HELD", 3)
    with Spool() as spool:
        for telling in tellings[:50]:
            spool.add(written(telling))
        spool.finish()
        places = [0, 49, 7, 7, 20, 0, 49]
        assert [spool.reader[place] for place in places] == [tellings[place] for place in places]
        path = spool.reader._path
        assert pickle.loads(pickle.dumps(spool.reader))[20] == tellings[20]  # noqa: S301 - our own
    with pytest.raises(FileNotFoundError):
        open(path, "rb").close()  # noqa: PTH123
