"""Pairs and components of many tellings, as arrays of their numbers: what a million of them leaves of memory and time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.linkage.blocks import BLOCK_LIMIT, LOOSE_LIMIT, pairs_of
from dateline.linkage.hanging import CUTS, MOST_SCENES

Numbers = npt.NDArray[np.int64]

MERGED_AT = 6_000_000
"""Pairs that are gathered before doubles are taken out: the same two often share several keys."""
NO_PAIRS: Numbers = np.empty(0, np.int64)


def pairs_in_blocks(
    keys: npt.NDArray[np.uint64], owners: Numbers, count: int, name_of: Callable[[int], str]
) -> Numbers:
    """Return the pairs that share a key, each once, as smaller × count + larger, in order.

    Args:
        keys: numbers of blocking keys, the lowest bit 1 for a loose one; owners: the number of the telling that has each.
        name_of: the event id of a number, by which the anchors of large blocks are chosen.
    """
    order = np.argsort(keys, kind="stable")
    owners = owners[order]
    ends = np.flatnonzero(np.diff(keys[order], append=keys[order[-1:]] + np.uint64(1))) + 1
    starts = np.concatenate(([0], ends[:-1]))
    sizes = ends - starts
    loose = (keys[order[starts]] & np.uint64(1)).astype(bool)
    starts, sizes = starts[~loose | (sizes <= LOOSE_LIMIT)], sizes[~loose | (sizes <= LOOSE_LIMIT)]
    del order
    merged, waiting, number = NO_PAIRS, [], 0
    for found in _pairs(owners, starts, sizes, name_of):
        low, high = np.minimum(found[0], found[1]), np.maximum(found[0], found[1])
        waiting.append(np.unique(low * count + high))
        number += len(waiting[-1])
        if number >= MERGED_AT:
            merged, waiting, number = np.unique(np.concatenate((merged, *waiting))), [], 0
    return np.unique(np.concatenate((merged, *waiting)))


def _pairs(
    owners: Numbers, starts: Numbers, sizes: Numbers, name_of: Callable[[int], str]
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the pairs of all blocks, those of blocks of one size together."""
    for size in np.unique(sizes[(sizes > 1) & (sizes <= BLOCK_LIMIT)]).tolist():
        one, two = np.triu_indices(size, 1)
        of_size = starts[sizes == size]
        for some in np.array_split(of_size, 1 + len(of_size) * len(one) // MERGED_AT):
            members = owners[some[:, None] + np.arange(size)]
            yield members[:, one].ravel(), members[:, two].ravel()
    seen: set[bytes] = set()
    for start, size in zip(starts[sizes > BLOCK_LIMIT].tolist(), sizes[sizes > BLOCK_LIMIT].tolist(), strict=True):
        # A flood of near-copies shares dozens of keys: blocks of the same tellings have the same pairs.
        members = hashlib.blake2b(np.sort(owners[start : start + size]).tobytes()).digest()
        if members in seen:
            continue
        seen.add(members)
        numbers = {name_of(owner): owner for owner in owners[start : start + size].tolist()}
        found = np.array([(numbers[a], numbers[b]) for a, b in pairs_of(list(numbers))], np.int64)
        yield found[:, 0], found[:, 1]


def components(count: int, one: Numbers, two: Numbers) -> Numbers:
    """Return for each of so many numbers the least one that it hangs together with, by the pairs of `one` and `two`."""
    labels = np.arange(count)
    while len(one):
        a, b = labels[one], labels[two]
        apart = a != b
        one, two, a, b = one[apart], two[apart], a[apart], b[apart]
        np.minimum.at(labels, np.maximum(a, b), np.minimum(a, b))
        above = labels[labels]
        while not np.array_equal(above, labels):
            labels, above = above, above[above]
    return labels


def bounded_components(
    count: int, one: Numbers, two: Numbers, weights: npt.NDArray[np.float64], scenes: Numbers
) -> Numbers:
    """Return for each of so many numbers the least one of its component, as `hanging` has it.

    Args:
        scenes: of each number, as `hanging.scene_of` gives it.
    """
    found = np.full(count, -1)
    for cut in CUTS[:-1]:
        labels = components(count, *_above(one, two, weights, cut))
        order = np.lexsort((scenes, labels))
        by_label, by_scene = labels[order], scenes[order]
        first = np.ones(count, bool)
        first[1:] = (by_label[1:] != by_label[:-1]) | (by_scene[1:] != by_scene[:-1])
        sizes = np.bincount(by_label[first], minlength=count)
        # What fits at a lower cut is settled; what is left are whole components of the next cut.
        fits = (found < 0) & (sizes[labels] <= MOST_SCENES)
        found[fits] = labels[fits]
    return np.where(found < 0, components(count, *_above(one, two, weights, CUTS[-1])), found)


def _above(one: Numbers, two: Numbers, weights: npt.NDArray[np.float64], cut: float) -> tuple[Numbers, Numbers]:
    kept = weights >= cut
    return one[kept], two[kept]


def runs(values: Numbers | npt.NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Yield where each run of equal values starts and ends; equal ones stand together."""
    if len(values):
        edges = np.flatnonzero(values[1:] != values[:-1]) + 1
        yield from pairwise([0, *edges.tolist(), len(values)])
