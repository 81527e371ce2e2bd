"""The partition of many tellings at once: block, compare, connect, cluster; on several processes, in bounded memory.

Tellings lie in a file meanwhile (`spool`), pairs and links are arrays of numbers (`graph`). Numbers follow the days of
publication, so that what is compared together is read together.
"""

from __future__ import annotations

import functools
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from dateline.linkage.blocks import number_of
from dateline.linkage.clustering import Cluster, Link
from dateline.linkage.constraints import Constraints
from dateline.linkage.graph import NO_PAIRS, Numbers, bounded_components, pairs_in_blocks, runs
from dateline.linkage.hanging import TIED, scene_of
from dateline.linkage.keys import keys_of
from dateline.linkage.spool import Reader, Spool
from dateline.linkage.telling import Telling, twin_of

T = TypeVar("T")
R = TypeVar("R")

LEAST_FOR_WORKERS = 5_000
"""Tellings from which on it pays to start processes."""
PAIRS_AT_ONCE = 40_000
MEMBERS_AT_ONCE = 2_000
"""What a process is given at a time: pairs to compare, members of components to cluster."""
UNDATED = 10**9


class Links(Protocol):
    """What a linker does for a partition."""

    def compare(self, a: Telling, b: Telling) -> Link | None:
        """Return the link of two tellings."""

    def cluster(
        self, tellings: Sequence[Telling], links: Iterable[Link], constraints: Constraints
    ) -> tuple[Cluster, ...]:
        """Return the clusters of a component."""


@dataclass(frozen=True, slots=True)
class Component:
    """What hangs together: numbers of tellings, and the links between them as numbers and weights."""

    members: tuple[int, ...]
    one: tuple[int, ...]
    two: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(slots=True)
class Work:
    """What each process has: the linker, the tellings, what people decided."""

    linker: Links
    tellings: Reader
    constraints: Constraints

    def compare(self, pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[float]]:
        """Return which of the pairs are links, by place, and their weights."""
        places, weights = [], []
        for place, (one, two) in enumerate(pairs):
            link = self.linker.compare(self.tellings[one], self.tellings[two])
            if link is not None:
                places.append(place)
                weights.append(link.weight)
        return places, weights

    def cluster(self, found: Sequence[Component]) -> list[Cluster]:
        """Return the clusters of components."""
        clusters: list[Cluster] = []
        for component in found:
            tellings = {number: self.tellings[number] for number in component.members}
            ends = zip(component.one, component.two, component.weights, strict=True)
            links = [_link(tellings[one], tellings[two], weight) for one, two, weight in ends]
            clusters += self.linker.cluster(list(tellings.values()), links, self.constraints)
        return clusters


def partition(
    linker: Links, tellings: Iterable[Telling], constraints: Constraints, *, workers: int = 1
) -> tuple[Cluster, ...]:
    """Return the clusters of all tellings, by id: the same ones for any order and number of workers.

    Args:
        tellings: read once, and not kept in memory.
        workers: processes that compare and cluster; they start by spawn.
    """
    with Spool() as spool:
        nodes = Nodes(spool)
        for telling in tellings:
            nodes.add(telling)
        spool.finish()
        nodes.settle()
        work = Work(linker, spool.reader, constraints)
        many = workers > 1 and len(nodes.ids) >= LEAST_FOR_WORKERS
        pool: AbstractContextManager[ProcessPoolExecutor | None] = nullcontext()
        if many:
            pool = ProcessPoolExecutor(workers, get_context("spawn"), _take, (linker, spool.reader, constraints))
        with pool as processes:
            one, two, weights = _links(nodes, work, processes, workers)
            waiting = _batches(_components(nodes, one, two, weights, constraints))
            found = [c for some in _mapped(processes, workers, Work.cluster, work, waiting) for c in some]
    return tuple(sorted(found, key=lambda cluster: cluster.id))


class Nodes:
    """The tellings by their numbers: ids, and keys of those that are compared.

    Tellings that no comparison can tell apart (`twin_of`) are compared as one, the first of them.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._numbers: dict[str, int] = {}
        self._days = array("q")
        self._twins = array("Q")
        self._scenes = array("q")
        self._keys = array("Q")
        self._owners = array("q")
        self.ids: tuple[str, ...] = ()
        self.places: Numbers = NO_PAIRS
        self._by_place: Numbers = NO_PAIRS
        self.firsts: Numbers = NO_PAIRS

    def add(self, telling: Telling) -> None:
        """Note a telling; one that is there already is left out."""
        number = len(self._numbers)
        if self._numbers.setdefault(telling.event_id, number) != number:
            return
        self._spool.add(telling)
        day = telling.published
        self._days.append(int(day[:10].replace("-", "")) if day else UNDATED)
        self._twins.append(number_of(twin_of(telling)))
        self._scenes.append(scene_of(telling))
        for key in keys_of(telling):
            self._keys.append(number_of(key))
            self._owners.append(number)

    def settle(self) -> None:
        """Say that all are there."""
        self.ids = tuple(self._numbers)
        self.places = np.empty(len(self.ids), np.int64)
        self._by_place = np.argsort(_array(self._days), kind="stable")
        self.places[self._by_place] = np.arange(len(self.ids))
        self.firsts = np.arange(len(self.ids))
        twins = np.frombuffer(self._twins, np.uint64) if len(self.ids) else np.empty(0, np.uint64)
        order = np.argsort(twins, kind="stable")
        for start, end in runs(twins[order]):
            if end - start > 1:
                same = order[start:end].tolist()
                self.firsts[same] = min(same, key=lambda number: self._spool.reader[number].order)

    @property
    def scenes(self) -> Numbers:
        """The scene of each telling, by its number."""
        return _array(self._scenes)

    def number_of(self, event: str) -> int | None:
        """Return the number of an event id, None where it is not there."""
        return self._numbers.get(event)

    def pairs(self) -> Numbers:
        """Return each pair that is compared as one number (`ends` takes it apart), in the order of days; can be asked for once."""
        if not self._keys:
            return NO_PAIRS
        keys, owners = np.frombuffer(self._keys, np.uint64), _array(self._owners)
        chosen = self.firsts[owners] == owners
        count, by_place = len(self.ids), self._by_place
        found = pairs_in_blocks(
            keys[chosen], self.places[owners[chosen]], count, lambda place: self.ids[int(by_place[place])]
        )
        del keys, owners, chosen
        self._keys, self._owners = array("Q"), array("q")
        return found

    def ends(self, pairs: Numbers) -> tuple[Numbers, Numbers]:
        """Return the numbers of the tellings of pairs."""
        return self._by_place[pairs // len(self.ids)], self._by_place[pairs % len(self.ids)]


def _links(
    nodes: Nodes, work: Work, processes: ProcessPoolExecutor | None, workers: int
) -> tuple[Numbers, Numbers, npt.NDArray[np.float64]]:
    """Return the links: the numbers at their ends, and their weights."""
    pairs = nodes.pairs()
    starts = range(0, len(pairs), PAIRS_AT_ONCE)
    # Taken apart some at a time: tens of millions of pairs are half a gigabyte as they are.
    chunks = (
        list(zip(*(end.tolist() for end in nodes.ends(pairs[at : at + PAIRS_AT_ONCE])), strict=True)) for at in starts
    )
    kept: list[Numbers] = [NO_PAIRS]
    weights: list[npt.NDArray[np.float64]] = [np.empty(0)]
    for at, (places, found) in zip(starts, _mapped(processes, workers, Work.compare, work, chunks), strict=True):
        kept.append(pairs[np.array(places, np.int64) + at])
        weights.append(np.array(found))
    del pairs
    return *nodes.ends(np.concatenate(kept)), np.concatenate(weights)


def _components(
    nodes: Nodes, one: Numbers, two: Numbers, weights: npt.NDArray[np.float64], constraints: Constraints
) -> Iterator[Component]:
    """Yield what hangs together by links, by twins or by the word of people."""
    ends = ((nodes.number_of(rule.one), nodes.number_of(rule.other)) for rule in constraints.together)
    told = [(a, b) for a, b in ends if a is not None and b is not None]
    everyone = np.arange(len(nodes.ids))
    tied = np.full(len(everyone) + len(told), TIED)
    labels = bounded_components(
        len(everyone),
        np.concatenate((one, everyone, np.array([a for a, _ in told], np.int64))),
        np.concatenate((two, nodes.firsts, np.array([b for _, b in told], np.int64))),
        np.concatenate((weights, tied)),
        nodes.scenes,
    )
    # Links between two components are none.
    inside = labels[one] == labels[two]
    one, two, weights = one[inside], two[inside], weights[inside]
    # Components that were published at one time are read together.
    when = nodes.places[labels]
    order = np.argsort(when, kind="stable")
    links = np.argsort(when[one], kind="stable")
    at, edges = 0, when[one][links]
    for start, end in runs(when[order]):
        name = when[order[start]]
        last = at + int(np.searchsorted(edges[at:], name, side="right"))
        own = links[at:last]
        at = last
        yield Component(
            tuple(order[start:end].tolist()),
            tuple(one[own].tolist()), tuple(two[own].tolist()), tuple(weights[own].tolist()),
        )  # fmt: skip


def _batches(found: Iterator[Component]) -> Iterator[list[Component]]:
    """Yield components together until there is enough to do."""
    batch: list[Component] = []
    members = 0
    for component in found:
        batch.append(component)
        members += len(component.members)
        if members >= MEMBERS_AT_ONCE:
            yield batch
            batch, members = [], 0
    if batch:
        yield batch


def _mapped(
    processes: ProcessPoolExecutor | None, workers: int, step: Callable[[Work, T], R], work: Work, items: Iterator[T]
) -> Iterator[R]:
    """Yield what a step makes of each item, in order; a few are under way at a time, so that none pile up."""
    if processes is None:
        yield from (step(work, item) for item in items)
        return
    under_way: deque[Future[R]] = deque()
    for item in items:
        under_way.append(processes.submit(functools.partial(_on_mine, step), item))
        if len(under_way) > 2 * workers:
            yield under_way.popleft().result()
    for future in under_way:
        yield future.result()


_MINE: list[Work] = []
"""The work of this process, where it was started for one."""


def _take(linker: Links, tellings: Reader, constraints: Constraints) -> None:
    _MINE[:] = [Work(linker, tellings, constraints)]


def _on_mine(step: Callable[[Work, T], R], item: T) -> R:
    return step(_MINE[0], item)


def _link(a: Telling, b: Telling, weight: float) -> Link:
    one, two = sorted((a.event_id, b.event_id))
    return Link(one, two, weight)


def _array(numbers: array[int]) -> Numbers:
    return np.frombuffer(numbers, np.int64) if numbers else NO_PAIRS
