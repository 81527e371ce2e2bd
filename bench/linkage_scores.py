"""Score how reports were grouped into incidents against how they belong together.

A partition is a mapping of a report to the name of its group; names mean nothing beyond "the same". Both partitions hold
the same reports. The measures are those of coreference resolution, with a report in the place of a mention:

- **B-cubed** (Bagga and Baldwin 1998): for each report, which share of its group belongs to it (precision), and which
  share of those that belong to it are in its group (recall); the mean over all reports, those that stand alone included.
- **MUC** (Vilain and others 1995): of the links that a group needs to hold together, how many are there. Reports that
  stand alone have none and count for nothing.
- **CEAF-e** (Luo 2005): groups are assigned to incidents one to one, so that the sum of their likeness, phi4 =
  2 |K n R| / (|K| + |R|), is greatest; it is shared by the number of groups (precision) and of incidents (recall).
- **CoNLL** (Pradhan and others 2012): the mean of the three F1.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

Partition = Mapping[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Merges:
    """How often reports were joined that do not belong together, and how often those that do were not.

    Args:
        joined, wrong: pairs of reports in one group, and those of them that are of two incidents.
        gold, missed: pairs of reports of one incident, and those of them that are in two groups.
        incidents, merged: incidents, and those of which a report shares a group with a report of another.
        several, split: incidents of two reports or more, and those whose reports are in two groups or more.
    """

    joined: int
    wrong: int
    gold: int
    missed: int
    incidents: int
    merged: int
    several: int
    split: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures of one partition."""

    bcubed: Score
    muc: Score
    ceaf: Score
    merges: Merges

    @property
    def conll(self) -> float:
        """The mean of the F1 of MUC, B-cubed and CEAF-e."""
        return (self.muc.f1 + self.bcubed.f1 + self.ceaf.f1) / 3


def score(gold: Partition, found: Partition) -> Scores:
    """Return all measures of a partition.

    Raises:
        ValueError: the two partitions do not hold the same reports, or none.
    """
    if gold.keys() != found.keys() or not gold:
        raise ValueError(f"partitions of the same reports are wanted; got {len(gold)} and {len(found)}")
    return Scores(bcubed(gold, found), muc(gold, found), ceaf_e(gold, found), merges(gold, found))


def of_several(gold: Partition, found: Partition) -> tuple[Partition, Partition]:
    """Return both partitions without the reports that are the only ones of their incident."""
    sizes = Counter(gold.values())
    kept = [report for report, incident in gold.items() if sizes[incident] > 1]
    return {r: gold[r] for r in kept}, {r: found[r] for r in kept}


def _overlaps(gold: Partition, found: Partition) -> Counter[tuple[Hashable, Hashable]]:
    return Counter((incident, found[report]) for report, incident in gold.items())


def bcubed(gold: Partition, found: Partition) -> Score:
    """Return B-cubed precision and recall."""
    sizes, groups = Counter(gold.values()), Counter(found.values())
    precision = recall = 0.0
    for (incident, group), both in _overlaps(gold, found).items():
        precision += both * both / groups[group]
        recall += both * both / sizes[incident]
    return Score(precision / len(gold), recall / len(gold))


def muc(gold: Partition, found: Partition) -> Score:
    """Return MUC precision and recall; 0 where there are no links."""
    overlaps = _overlaps(gold, found)
    return Score(
        _links_kept(Counter(found.values()), Counter(group for _, group in overlaps)),
        _links_kept(Counter(gold.values()), Counter(incident for incident, _ in overlaps)),
    )


def _links_kept(sizes: Counter[Hashable], parts: Counter[Hashable]) -> float:
    needed = sum(size - 1 for size in sizes.values())
    return sum(size - parts[name] for name, size in sizes.items()) / needed if needed else 0.0


def ceaf_e(gold: Partition, found: Partition) -> Score:
    """Return CEAF-e precision and recall, by an exact assignment."""
    sizes, groups = Counter(gold.values()), Counter(found.values())
    edges: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for (incident, group), both in _overlaps(gold, found).items():
        edges[incident][group] = 2 * both / (sizes[incident] + groups[group])
    best = best_assignment(edges)
    return Score(best / len(groups), best / len(sizes))


def best_assignment(edges: Mapping[Hashable, Mapping[Hashable, float]]) -> float:
    """Return the greatest sum of weights of an assignment in which each left and each right node is used at most once.

    Successive shortest paths with potentials (Edmonds and Karp 1972), over the edges that there are: the cost of an edge
    is its weight below the greatest one, and each left node may also stay free at the cost of that greatest weight.
    """
    top = max((weight for row in edges.values() for weight in row.values()), default=0.0)
    holder: dict[Hashable, Hashable] = {}
    held: dict[Hashable, Hashable] = {}
    left_height: dict[Hashable, float] = dict.fromkeys(edges, 0.0)
    right_height: dict[Hashable, float] = defaultdict(float)
    for start in edges:
        _augment(start, edges, holder, held, top, left_height, right_height)
    return sum(edges[left].get(right, 0.0) for right, left in holder.items())


def _augment(
    start: Hashable,
    edges: Mapping[Hashable, Mapping[Hashable, float]],
    holder: dict[Hashable, Hashable],
    held: dict[Hashable, Hashable],
    top: float,
    left_height: dict[Hashable, float],
    right_height: dict[Hashable, float],
) -> None:
    """Give a free left node a right node by the cheapest chain of changes, and adapt the potentials (Dijkstra)."""
    far: dict[Hashable, float] = {}
    near: dict[Hashable, float] = {}
    reached: dict[Hashable, float] = {start: 0.0}
    came: dict[Hashable, Hashable] = {}
    queue: list[tuple[float, int, Hashable]] = []
    number = 0
    left: Hashable = start
    while True:
        base = reached[left]
        # A left node's own free place is a right node of its own, which nobody else can hold.
        for right, weight in (*edges[left].items(), (("free", left), 0.0)):
            length = max(0.0, base + (top - weight) - left_height[left] - right_height[right])
            if right not in far and length < near.get(right, float("inf")):
                near[right], came[right] = length, left
                number += 1
                heapq.heappush(queue, (length, number, right))
        while queue[0][2] in far:
            heapq.heappop(queue)
        length, _, right = heapq.heappop(queue)
        far[right] = length
        if right not in holder:
            break
        left = holder[right]
        reached[left] = length
    for name, distance in reached.items():
        left_height[name] += length - distance
    for name, distance in far.items():
        right_height[name] -= length - distance
    taken: Hashable = right
    while True:
        left = came[taken]
        holder[taken] = left
        if left == start:
            held[left] = taken
            return
        held[left], taken = taken, held[left]


def merges(gold: Partition, found: Partition) -> Merges:
    """Return how often reports were wrongly joined and wrongly left apart."""
    overlaps = _overlaps(gold, found)
    sizes, groups = Counter(gold.values()), Counter(found.values())
    right = sum(_pairs(both) for both in overlaps.values())
    joined, due = (sum(_pairs(size) for size in counts.values()) for counts in (groups, sizes))
    mixed = {group for group, number in Counter(group for _, group in overlaps).items() if number > 1}
    merged = {incident for incident, group in overlaps if group in mixed}
    parts = Counter(incident for incident, _ in overlaps)
    several = [incident for incident, size in sizes.items() if size > 1]
    return Merges(
        joined=joined,
        wrong=joined - right,
        gold=due,
        missed=due - right,
        incidents=len(sizes),
        merged=len(merged),
        several=len(several),
        split=sum(parts[incident] > 1 for incident in several),
    )


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def share(part: int, whole: int) -> float:
    """Return a part of a whole as a share; 0 of nothing."""
    return part / whole if whole else 0.0


def line(name: str, scores: Scores, several: Scores | None) -> str:
    """Return the figures of one partition as a line: B-cubed, CoNLL, CoNLL of incidents with several reports, rates."""
    got, pairs = scores.bcubed, scores.merges
    many = f"{several.conll:.3f}" if several else "  -  "
    return (
        f"{name:34} {got.precision:.3f} {got.recall:.3f} {got.f1:.3f}   {scores.conll:.3f}  {many}   "
        f"{share(pairs.wrong, pairs.joined):6.3f} {share(pairs.missed, pairs.gold):6.3f}   "
        f"{share(pairs.merged, pairs.incidents):6.3f} {share(pairs.split, pairs.several):6.3f}"
    )


HEAD = (
    f"{'':34} B-cubed             CoNLL  several  pairs           incidents\n"
    f"{'':34} P     R     F1      F1     F1       false  missed   merged split"
)
"""What the columns of `line` hold: false is a share of the pairs joined, missed of the pairs that belong together, merged
of all incidents, split of those with several reports."""
