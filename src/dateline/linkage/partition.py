"""The partition of many tellings at once: block, compare, connect, cluster; on several processes, in bounded memory.

Tellings lie in a file meanwhile (`spool`), their keys and pairs on shelves (`nodes`); links are arrays of numbers (`graph`). Pairs are
made and compared range by range of days, and no process is given more of them at a time than it can read without going back and forth.
"""

from __future__ import annotations

import functools
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt

from dateline.linkage.clustering import Cluster, Link
from dateline.linkage.constraints import Constraints
from dateline.linkage.graph import Numbers, Weights, bounded_components, components, runs
from dateline.linkage.nodes import DROPPED, Nodes, Noted
from dateline.linkage.spool import Reader, Spool
from dateline.linkage.telling import Telling

T = TypeVar("T")
R = TypeVar("R")

LEAST_FOR_WORKERS = 5_000
"""Tellings from which on it pays to start processes."""
PAIRS_AT_ONCE, MOST_AT_ONCE = 40_000, 320_000
SHARES = 16
"""Pairs that a process is given at a time: each gets so many shares, within these bounds. In a large share a telling is read for many of its
pairs; a small one keeps all processes at work to the end."""
MEMBERS_AT_ONCE = 2_000
"""Members of components that a process is given at a time."""


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

    def compare(self, pairs: tuple[Numbers, Numbers]) -> tuple[Numbers, Weights]:
        """Return which of the pairs are links, by place, and their weights."""
        places, weights = array("i"), array("d")
        for place, (one, two) in enumerate(zip(*(ends.tolist() for ends in pairs), strict=True)):
            link = self.linker.compare(self.tellings[one], self.tellings[two])
            if link is not None:
                places.append(place)
                weights.append(link.weight)
        return np.array(places, np.int32), np.array(weights, np.float64)

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
    with Linking(linker, constraints, workers=workers) as linking:
        for telling in tellings:
            linking.add(Noted.of(telling))
        linking.settle()
        return linking.clusters()


class Linking:
    """Tellings that are linked all at once: noted one by one, settled, and then asked for what comes of them.

    Args:
        workers: as in `partition`.
    """

    def __init__(self, linker: Links, constraints: Constraints, *, workers: int = 1) -> None:
        self._stack = ExitStack()
        self._spool = self._stack.enter_context(Spool())
        self._processes: ProcessPoolExecutor | None = None
        self._work = Work(linker, self._spool.reader, constraints)
        self._workers = workers
        self.nodes = Nodes(self._spool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add(self, noted: Noted) -> None:
        """Note a telling; of those of one id the first counts."""
        self.nodes.add(noted)

    def settle(self) -> None:
        """Say that all are there."""
        self._spool.finish()
        self.nodes.settle()
        if self._workers > 1 and len(self.nodes) >= LEAST_FOR_WORKERS:
            given = (self._work.linker, self._work.tellings, self._work.constraints)
            pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _take, given)
            self._processes = self._stack.enter_context(pool)

    def links(self) -> Iterator[Found]:
        """Yield all links, range by range of days; can be asked for once."""
        return _links(self.nodes, self._work, self._processes, self._workers)

    def clusters(self) -> tuple[Cluster, ...]:
        """Return the clusters by id; can be asked for once, instead of the links."""
        waiting = _batches(_components(self.nodes, _gathered(self.links()), self._work.constraints))
        step = _mapped(self._processes, self._workers, Work.cluster, self._work, waiting)
        return tuple(sorted((c for some in step for c in some), key=lambda cluster: cluster.id))


@dataclass(slots=True)
class Found:
    """The links: the numbers at their ends, and their weights."""

    one: Numbers
    two: Numbers
    weights: Weights

    def keep(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> None:
        """Keep these alone, or in this order."""
        self.one, self.two, self.weights = self.one[which], self.two[which], self.weights[which]


def _links(nodes: Nodes, work: Work, processes: ProcessPoolExecutor | None, workers: int) -> Iterator[Found]:
    most, ranges = nodes.pairs()
    at_once = max(PAIRS_AT_ONCE, min(MOST_AT_ONCE, most // (SHARES * workers)))
    waiting: deque[tuple[Numbers, Numbers]] = deque()

    def chunks() -> Iterator[tuple[Numbers, Numbers]]:
        for ends in ranges:
            for at in range(0, len(ends[0]), at_once):
                waiting.append((ends[0][at : at + at_once], ends[1][at : at + at_once]))
                yield waiting[-1]

    for places, found in _mapped(processes, workers, Work.compare, work, chunks()):
        one, two = waiting.popleft()
        yield Found(one[places], two[places], found)


def _gathered(links: Iterator[Found]) -> Found:
    one, two, weights = array("i"), array("i"), array("d")
    for some in links:
        one.frombytes(some.one.tobytes())
        two.frombytes(some.two.tobytes())
        weights.frombytes(some.weights.tobytes())
    return Found(np.array(one, np.int32), np.array(two, np.int32), np.array(weights))


def _components(nodes: Nodes, found: Found, constraints: Constraints) -> Iterator[Component]:
    """Yield what hangs together by links, by twins or by the word of people; links between two components are dropped."""
    ends = ((nodes.number_of(rule.one), nodes.number_of(rule.other)) for rule in constraints.together)
    told = [(a, b) for a, b in ends if a is not None and b is not None]
    alive = np.flatnonzero(nodes.firsts != DROPPED).astype(np.int32)
    tied = components(
        len(nodes),
        np.concatenate((alive, np.array([a for a, _ in told], np.int32))),
        np.concatenate((nodes.firsts[alive], np.array([b for _, b in told], np.int32))),
    )
    labels = bounded_components(len(nodes), found.one, found.two, found.weights, nodes.scenes, tied)
    found.keep(labels[found.one] == labels[found.two])
    # Components that were published at one time are read together.
    when = nodes.places[labels]
    members = alive[np.argsort(when[alive], kind="stable")]
    found.keep(np.argsort(when[found.one], kind="stable"))
    edges, at = when[found.one], 0
    for start, end in runs(when[members]):
        last = at + int(np.searchsorted(edges[at:], when[members[start]], side="right"))
        yield Component(
            tuple(members[start:end].tolist()),
            tuple(found.one[at:last].tolist()), tuple(found.two[at:last].tolist()),
            tuple(found.weights[at:last].tolist()),
        )  # fmt: skip
        at = last


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
