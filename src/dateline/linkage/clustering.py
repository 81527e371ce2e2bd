"""From links to incidents: average-link agglomeration in the order of the links' weights, with what must not be kept out.

Links are taken strongest first, ties by ids. One joins the clusters at its ends if nothing forbids that and the mean weight of pairs across
is at least MEAN_FLOOR; so one chance link cannot chain two incidents together. The mean is that of at most
DELEGATES × DELEGATES pairs, weighed anew, whether or not they share a key: so the work grows with the number of links
and not with the square of a cluster. All that decides is in the set of tellings, so any order gives the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.incidents import IncidentKind
from dateline.linkage.constraints import NO_CONSTRAINTS, Apart, Constraints
from dateline.linkage.telling import Telling, twin_of

MEAN_FLOOR = 0.0
DELEGATES = 6
CLIP = 6.0
"""Bound of what one pair says in a mean: a copy says no more than that."""
LEAD_MARGIN = 2.0
"""What a link to a side event must have more than that to the main event of the same report."""
ROUNDS = 3
"""Times that links are gone through again while clusters grow: a link that failed may hold later."""

SPHERES = {"political": 1, "criminal": 2}


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings, ids sorted, and the log-odds that they tell one incident."""

    a: str
    b: str
    weight: float


@dataclass(frozen=True, slots=True)
class Join:
    """How a telling came into its cluster: the telling that it was joined to; `by_hand` where people said so."""

    event: str
    to: str
    weight: float
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Tellings that are one incident.

    Args:
        id: the id of the earliest by (published, event id).
        members: event ids, in that order.
        joins: one for each member but the first; followed from any member they end at the first.
    """

    id: str
    kind: IncidentKind
    members: tuple[str, ...]
    joins: tuple[Join, ...] = ()


Weigh = Callable[[Telling, Telling], float]
"""The weight of any pair; minus infinity where it is barred."""


@dataclass(slots=True)
class _Group:
    """A cluster in the making."""

    members: list[str]
    reports: set[str]
    spheres: int
    series: bool
    marks: set[tuple[int, int]]
    delegates: list[Telling]


@dataclass(slots=True)
class _Groups:
    """All clusters in the making, and which telling is in which."""

    tellings: Mapping[str, Telling]
    root: dict[str, str]
    groups: dict[str, _Group]
    tree: dict[str, list[Join]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def find(self, event: str) -> str:
        """Return the name of the group that a telling is in."""
        root = self.root
        while root[event] != event:
            root[event] = root[root[event]]
            event = root[event]
        return event

    def unite(self, join: Join) -> None:
        """Make one group of the two at the ends of a join."""
        one, two = sorted((self.find(join.event), self.find(join.to)), key=lambda r: (-len(self.groups[r].members), r))
        large, small = self.groups[one], self.groups.pop(two)
        self.root[two] = one
        large.members += small.members
        large.reports |= small.reports
        large.spheres |= small.spheres
        large.series = large.series and small.series
        large.marks |= small.marks
        large.delegates = sorted((*large.delegates, *small.delegates), key=lambda t: t.order)[:DELEGATES]
        self.tree[join.event].append(join)
        self.tree[join.to].append(Join(join.to, join.event, join.weight, join.by_hand))


def cluster(
    tellings: Sequence[Telling], links: Iterable[Link], weigh: Weigh, constraints: Constraints = NO_CONSTRAINTS
) -> tuple[Cluster, ...]:
    """Return the clusters of tellings, by id.

    Args:
        links: those among the tellings; each pair once. Links with ends elsewhere are left out.
        weigh: the weight of any pair.
    """
    known = {t.event_id: t for t in tellings}
    groups = _start(known, constraints.apart)
    _by_hand(groups, constraints, weigh)
    ordered = sorted(
        (link for link in _all_links(known, links, weigh, groups) if link.weight >= MEAN_FLOOR),
        key=lambda k: (-k.weight, k.a, k.b),
    )
    for _ in range(ROUNDS):
        ordered, joined = _round(groups, ordered, weigh)
        if not joined:
            break
    return tuple(sorted((_finished(groups, group) for group in groups.groups.values()), key=lambda c: c.id))


def _start(known: Mapping[str, Telling], apart: Sequence[Apart]) -> _Groups:
    """Return one group for each telling."""
    marks: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, rule in enumerate(apart):
        for side, events in enumerate((rule.ones, rule.others)):
            for event in events:
                marks[event].add((number, side))
    groups = {
        event: _Group([event], {t.report_id}, SPHERES.get(t.sphere, 0), t.series, marks.get(event, set()), [t])
        for event, t in known.items()
    }
    return _Groups(known, {event: event for event in known}, groups)


def _by_hand(groups: _Groups, constraints: Constraints, weigh: Weigh) -> None:
    """Join what people joined, the last word first; one that a later split forbids is left."""
    for rule in sorted(constraints.together, key=lambda rule: -rule.number):
        if rule.one not in groups.root or rule.other not in groups.root:
            continue
        one, two = groups.find(rule.one), groups.find(rule.other)
        later = {n for n, apart in enumerate(constraints.apart) if apart.number > rule.number}
        if one != two and not _parted(groups.groups[one], groups.groups[two], later):
            weight = max(weigh(groups.tellings[rule.one], groups.tellings[rule.other]), -CLIP)
            groups.unite(Join(rule.one, rule.other, weight, by_hand=True))


def _parted(a: _Group, b: _Group, rules: set[int] | None = None) -> bool:
    """Whether people have parted somebody in one group from somebody in the other."""
    small, large = (a.marks, b.marks) if len(a.marks) < len(b.marks) else (b.marks, a.marks)
    return any((number, 1 - side) in large for number, side in small if rules is None or number in rules)


def _all_links(known: Mapping[str, Telling], links: Iterable[Link], weigh: Weigh, groups: _Groups) -> Iterator[Link]:
    """Yield the links, and those between twins, which share the links of the first of them.

    Where people have parted twins, each twin has the first one's links of its own.
    """
    spread: dict[str, list[str]] = {}
    for events in _twins(known):
        if len(events) == 1:
            continue
        first, *others = sorted(events, key=lambda event: known[event].order)
        yield from (_link(first, other, weigh(known[first], known[other])) for other in others)
        if any(groups.groups[groups.find(event)].marks for event in events):
            spread |= dict.fromkeys(events, events)
    for link in _with_leads(known, [link for link in links if link.a in known and link.b in known]):
        for a in spread.get(link.a, (link.a,)):
            yield from (_link(a, b, link.weight) for b in spread.get(link.b, (link.b,)) if a != b)


def _with_leads(known: Mapping[str, Telling], links: Sequence[Link]) -> Iterator[Link]:
    """Yield the links, without those to a side event where the same telling goes as well with what the report is about.

    A coder may take one thing for two events of a report. The incident is then to hold the event that the report is about.
    """
    best: dict[tuple[str, str], float] = {}
    for link in links:
        for one, other in ((link.a, link.b), (link.b, link.a)):
            if known[other].lead:
                pair = (one, known[other].report_id)
                best[pair] = max(link.weight, best.get(pair, link.weight))
    for link in links:
        sides = [
            (one, known[other].report_id)
            for one, other in ((link.a, link.b), (link.b, link.a))
            if not known[other].lead
        ]
        if all(link.weight >= best[side] + LEAD_MARGIN for side in sides if side in best):
            yield link


def _twins(known: Mapping[str, Telling]) -> Iterator[list[str]]:
    """Yield the groups of tellings that are twins of each other, those that have none by themselves."""
    places: dict[tuple[str, int], list[str]] = defaultdict(list)
    for event, telling in known.items():
        # Twins share text and place; where nobody else does, the costly look at all that is told can be spared.
        places[telling.text_id, telling.at].append(event)
    for events in places.values():
        if len(events) == 1:
            yield events
            continue
        twins: dict[str, list[str]] = defaultdict(list)
        for event in events:
            twins[twin_of(known[event])].append(event)
        yield from twins.values()


def _link(a: str, b: str, weight: float) -> Link:
    return Link(a, b, weight) if a < b else Link(b, a, weight)


def _round(groups: _Groups, links: Sequence[Link], weigh: Weigh) -> tuple[list[Link], bool]:
    """Go through the links once; return those that may hold later, and whether any joined."""
    left: list[Link] = []
    joined = False
    for link in links:
        one, two = groups.find(link.a), groups.find(link.b)
        if one == two:
            continue
        a, b = groups.groups[one], groups.groups[two]
        if a.spheres | b.spheres == 3 or not a.reports.isdisjoint(b.reports) or _parted(a, b):
            continue
        pair, sizes = ((one, two), (len(a.members), len(b.members)))
        if one > two:
            pair, sizes = (two, one), (len(b.members), len(a.members))
        if groups.failed.get(pair) == sizes:
            left.append(link)
        elif _mean(a, b, weigh) >= MEAN_FLOOR:
            groups.unite(Join(link.a, link.b, link.weight))
            joined = True
        else:
            groups.failed[pair] = sizes
            left.append(link)
    return left, joined


def _mean(a: _Group, b: _Group, weigh: Weigh) -> float:
    """Return the mean weight of the pairs of delegates, each bounded."""
    total = sum(max(-CLIP, min(CLIP, weigh(x, y))) for x in a.delegates for y in b.delegates)
    return total / (len(a.delegates) * len(b.delegates))


def _finished(groups: _Groups, group: _Group) -> Cluster:
    """Return a group as a cluster, its joins turned towards the first member."""
    known = groups.tellings
    members = sorted(group.members, key=lambda event: known[event].order)
    joins: dict[str, Join] = {}
    reached = [members[0]]
    for event in reached:
        for join in groups.tree.get(event, ()):
            if join.to not in joins and join.to != members[0]:
                joins[join.to] = Join(join.to, event, join.weight, join.by_hand)
                reached.append(join.to)
    background = all(known[event].standing == "background" for event in members)
    kind: IncidentKind = "series" if group.series else "recalled" if background else "incident"
    return Cluster(members[0], kind, tuple(members), tuple(joins[event] for event in members[1:]))
