"""The partition of many tellings at once, in memory: block, compare, connect, cluster."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dateline.linkage.blocks import pairs_of
from dateline.linkage.clustering import Cluster, Link
from dateline.linkage.constraints import Constraints
from dateline.linkage.keys import keys_of
from dateline.linkage.telling import Telling, twin_of


class Links(Protocol):
    """What a linker does for a partition."""

    def compare(self, a: Telling, b: Telling) -> Link | None:
        """Return the link of two tellings."""

    def cluster(
        self, tellings: Sequence[Telling], links: Iterable[Link], constraints: Constraints
    ) -> tuple[Cluster, ...]:
        """Return the clusters of a component."""


def partition(
    linker: Links, tellings: Iterable[Telling], constraints: Constraints, *, workers: int
) -> tuple[Cluster, ...]:
    """Return the clusters of all tellings, by id."""
    del workers
    known = {t.event_id: t for t in tellings}
    nodes: dict[str, list[str]] = defaultdict(list)
    for event, telling in known.items():
        nodes[twin_of(telling)].append(event)
    firsts = {min(events, key=lambda e: known[e].order): events for events in nodes.values()}
    links = []
    for a, b in candidate_pairs(known[event] for event in firsts):
        link = linker.compare(known[a], known[b])
        if link is not None:
            links.append(link)
    found: list[Cluster] = []
    for members, own in components(known, firsts, links, constraints):
        found += linker.cluster([known[event] for event in members], own, constraints)
    return tuple(sorted(found, key=lambda c: c.id))


def candidate_pairs(tellings: Iterable[Telling]) -> Iterator[tuple[str, str]]:
    """Yield each pair of tellings that is compared, once, ids sorted."""
    ids: list[str] = []
    keys: list[int] = []
    owners: list[int] = []
    for number, telling in enumerate(tellings):
        ids.append(telling.event_id)
        for key in keys_of(telling):
            keys.append(_hash(key))
            owners.append(number)
    if not keys:
        return
    pairs = _pairs(np.array(keys, np.uint64), np.array(owners, np.int64), ids)
    seen = np.unique(pairs)
    count = len(ids)
    for value in seen.tolist():
        one, two = ids[value // count], ids[value % count]
        yield (one, two) if one < two else (two, one)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _pairs(keys: npt.NDArray[np.uint64], owners: npt.NDArray[np.int64], ids: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return pairs of numbers as one number each, smaller × count + larger."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    ends = np.concatenate((starts[1:], [len(keys)]))
    count = len(ids)
    numbers = {event: number for number, event in enumerate(ids)}
    found: list[int] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start < 2:
            continue
        for a, b in pairs_of([ids[owner] for owner in owners[start:end].tolist()]):
            one, two = numbers[a], numbers[b]
            found.append(one * count + two if one < two else two * count + one)
    return np.array(found, np.int64)


def components(
    known: Mapping[str, Telling], firsts: Mapping[str, Sequence[str]], links: Sequence[Link], constraints: Constraints
) -> Iterator[tuple[list[str], list[Link]]]:
    """Yield what hangs together by links, by twins or by the word of people: event ids, with their links."""
    root = {event: event for event in known}

    def find(event: str) -> str:
        while root[event] != event:
            root[event] = root[root[event]]
            event = root[event]
        return event

    def unite(a: str, b: str) -> None:
        one, two = sorted((find(a), find(b)))
        root[two] = one

    for first, events in firsts.items():
        for event in events:
            unite(first, event)
    for link in links:
        unite(link.a, link.b)
    for rule in constraints.together:
        if rule.one in root and rule.other in root:
            unite(rule.one, rule.other)
    members: dict[str, list[str]] = defaultdict(list)
    for event in known:
        members[find(event)].append(event)
    own: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        own[find(link.a)].append(link)
    for name, events in members.items():
        yield events, own.get(name, [])
