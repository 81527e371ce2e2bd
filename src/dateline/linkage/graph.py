"""Pairs and components of many tellings, as arrays of their numbers: what a million of them leaves of memory and time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.linkage.blocks import ANCHORS, BLOCK_LIMIT, LOOSE_LIMIT
from dateline.linkage.hanging import CUTS, MOST_SCENES
from dateline.text import content_id

Numbers = npt.NDArray[np.int32]
"""Of tellings."""
Codes = npt.NDArray[np.int64]
"""Of pairs: smaller × count + larger."""
Keys = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float64]

MERGED_AT = 2_000_000
"""Pairs that are gathered before doubles are taken out: the same two often share several keys."""


def rank_of(event_id: str) -> int:
    """Return 64 bits by which the anchors of large blocks are chosen, the least first: the beginning of what `anchors_of` sorts by."""
    return int(content_id(event_id)[:16], 16)


def pairs_in_blocks(keys: Keys, owners: Numbers, ranks: Keys, floods: set[bytes] | None = None) -> Iterator[Codes]:
    """Yield the pairs that share a key, some at a time, in no order; most of them once.

    Args:
        keys: numbers of blocking keys, the lowest bit 1 for a loose one; owners: the number of the telling that has each.
        ranks: of all tellings, as `rank_of` gives them.
        floods: takes which large blocks were seen.
    """
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1)) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(starts, append=len(keys))
    loose = (keys[starts] & np.uint64(1)).astype(bool)
    counts = (sizes > 1) & (~loose | (sizes <= LOOSE_LIMIT))
    del order, keys
    waiting, number = [], 0
    blocks = _pairs(owners, starts[counts], sizes[counts], ranks, floods if floods is not None else set())
    for one, two in blocks:
        waiting.append(np.minimum(one, two).astype(np.int64) * len(ranks) + np.maximum(one, two))
        number += len(one)
        if number >= MERGED_AT:
            yield np.unique(np.concatenate(waiting))
            waiting, number = [], 0
    if waiting:
        yield np.unique(np.concatenate(waiting))


def _pairs(
    owners: Numbers, starts: Codes, sizes: Codes, ranks: Keys, floods: set[bytes]
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the pairs of all blocks, those of blocks of one size together."""
    for size in np.unique(sizes[sizes <= BLOCK_LIMIT]).tolist():
        one, two = np.triu_indices(size, 1)
        of_size = starts[sizes == size]
        for some in np.array_split(of_size, 1 + len(of_size) * len(one) // MERGED_AT):
            members = owners[some[:, None] + np.arange(size)]
            yield members[:, one].ravel(), members[:, two].ravel()
    large = sizes > BLOCK_LIMIT
    for start, size in zip(starts[large].tolist(), sizes[large].tolist(), strict=True):
        # A flood of near-copies shares dozens of keys: blocks of the same tellings have the same pairs.
        members = np.sort(owners[start : start + size])
        name = hashlib.blake2b(members.tobytes()).digest()
        if name in floods:
            continue
        floods.add(name)
        members = members[np.argsort(ranks[members], kind="stable")]
        anchors, others = members[:ANCHORS], members[ANCHORS:]
        one, two = np.triu_indices(len(anchors), 1)
        yield anchors[one], anchors[two]
        for some in np.array_split(others, 1 + len(others) * len(anchors) // MERGED_AT):
            yield np.repeat(anchors, len(some)), np.tile(some, len(anchors))


def components(count: int, one: Numbers, two: Numbers, start: Numbers | None = None) -> Numbers:
    """Return for each of so many numbers the least one that it hangs together with, by the pairs of `one` and `two`.

    Args:
        start: the components without these pairs; each number alone where it is left out.
    """
    labels = np.arange(count, dtype=np.int32) if start is None else start.copy()
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
    count: int, one: Numbers, two: Numbers, weights: Weights, scenes: npt.NDArray[np.uint32],
    start: Numbers | None = None,
) -> Numbers:  # fmt: skip
    """Return for each of so many numbers the least one of its component, as `hanging` has it.

    Args:
        scenes: of each number, as `hanging.scene_of` gives it.
        start: the components that hold whatever the weights, as `components` gives them; none where it is left out.
    """
    found = np.full(count, -1, np.int32)
    for cut in CUTS[:-1]:
        labels = components(count, *_above(one, two, weights, cut), start)
        order = np.lexsort((scenes, labels))
        by_label, by_scene = labels[order], scenes[order]
        first = np.ones(count, bool)
        first[1:] = (by_label[1:] != by_label[:-1]) | (by_scene[1:] != by_scene[:-1])
        sizes = np.bincount(by_label[first], minlength=count)
        # What fits at a lower cut is settled; what is left are whole components of the next cut.
        fits = (found < 0) & (sizes[labels] <= MOST_SCENES)
        found[fits] = labels[fits]
    return np.where(found < 0, components(count, *_above(one, two, weights, CUTS[-1]), start), found)


def _above(one: Numbers, two: Numbers, weights: Weights, cut: float) -> tuple[Numbers, Numbers]:
    kept = weights >= cut
    return one[kept], two[kept]


def repeated(values: Keys, order: npt.NDArray[np.intp]) -> Iterator[list[int]]:
    """Yield the places of each value that several have, in the order of places; `order` sorts the values, stably."""
    ordered = values[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    for start, end in _stretches(same):
        yield order[start : end + 2].tolist()


def _stretches(numbers: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of numbers that follow each other."""
    if len(numbers):
        edges = np.flatnonzero(np.diff(numbers) != 1) + 1
        for start, end in pairwise([0, *edges.tolist(), len(numbers)]):
            yield int(numbers[start]), int(numbers[end - 1])


def runs(values: Numbers) -> Iterator[tuple[int, int]]:
    """Yield where each run of equal values starts and ends; equal ones stand together."""
    if len(values):
        edges = np.flatnonzero(values[1:] != values[:-1]) + 1
        yield from pairwise([0, *edges.tolist(), len(values)])
