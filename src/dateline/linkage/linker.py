"""The linker: settings and weights, frozen; what it says of two tellings, and the partition that follows."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.incidents import Decision, Evidence
from dateline.linkage import clustering
from dateline.linkage.blocks import ANCHORS, BLOCK_LIMIT, LOOSE_LIMIT
from dateline.linkage.clustering import Cluster, Link
from dateline.linkage.comparisons import COMPARISONS, barred
from dateline.linkage.constraints import NO_CONSTRAINTS, Constraints, constraints_of
from dateline.linkage.hanging import CUTS, MOST_SCENES
from dateline.linkage.partition import partition
from dateline.linkage.telling import Telling
from dateline.linkage.traits import traits_of
from dateline.linkage.weights import Weights, default_weights
from dateline.text import content_id

LINK_FLOOR = 0.0
"""Log-odds from which a pair is kept as a link; components hang together by these."""
VERSION = "2"
"""Raised when code changes what the same weights give; part of the fingerprint."""

_LEVELS = tuple((comparison.name, comparison.level) for comparison in COMPARISONS)


@dataclass(frozen=True, slots=True)
class Linker:
    """Decides which tellings are one incident, by these weights."""

    weights: Weights

    @classmethod
    def default(cls) -> Linker:
        """Return the linker with the weights that ship."""
        return _default()

    @property
    def fingerprint(self) -> str:
        """The hash of version and weights: where it differs from what links were made by, they are made anew."""
        levels = (sorted(self.weights.political.items()), sorted(self.weights.local.items()))
        bounds = (LINK_FLOOR, CUTS, MOST_SCENES, BLOCK_LIMIT, ANCHORS, LOOSE_LIMIT)
        return content_id(VERSION, repr(bounds), repr(self.weights.bias), repr(levels))

    def weigh(self, a: Telling, b: Telling) -> float:
        """Return the log-odds that two tellings are one incident; minus infinity where that cannot be."""
        one, two = traits_of(a), traits_of(b)
        if barred(one, two):
            return -math.inf
        levels = self.weights.of(one.sphere, two.sphere)
        weight = self.weights.bias
        for _, level in _LEVELS:
            weight += levels.get(level(one, two), 0.0)
        return round(weight, 4)

    def compare(self, a: Telling, b: Telling) -> Link | None:
        """Return the link of two tellings, None where their weight is below LINK_FLOOR."""
        weight = self.weigh(a, b)
        if weight < LINK_FLOOR:
            return None
        return Link(a.event_id, b.event_id, weight) if a.event_id < b.event_id else Link(b.event_id, a.event_id, weight)

    def explain(self, a: Telling, b: Telling) -> tuple[float, tuple[Evidence, ...]]:
        """Return the weight of two tellings with all that speaks for it or against it, the strongest first.

        What was joined by hand may be barred to the machine; it then says so, with the weight minus infinity.
        """
        one, two = traits_of(a), traits_of(b)
        levels = self.weights.of(one.sphere, two.sphere)
        found = [Evidence("bias", "two tellings that share a key, of which nothing else is known", self.weights.bias)]
        for comparison in COMPARISONS:
            level = comparison.level(one, two)
            weight = levels.get(level, 0.0)
            found.append(Evidence(level, comparison.words(level, one, two), weight))
        found.sort(key=lambda evidence: -abs(evidence.weight))
        return self.weigh(a, b), tuple(found)

    def cluster(
        self, tellings: Sequence[Telling], links: Iterable[Link], constraints: Constraints = NO_CONSTRAINTS
    ) -> tuple[Cluster, ...]:
        """Return the incidents among tellings and the links between them, by id; any order gives the same."""
        return clustering.cluster(tellings, links, self.weigh, constraints)

    def partition(
        self, tellings: Iterable[Telling], *, workers: int = 1, decisions: Sequence[Decision] = ()
    ) -> tuple[Cluster, ...]:
        """Return the incidents of many tellings at once, by id; the same as adding them one by one."""
        return partition(self, tellings, constraints_of(decisions), workers=workers)


@functools.cache
def _default() -> Linker:
    return Linker(default_weights())
