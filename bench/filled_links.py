"""What linkage makes of the tellings of a filled store, in memory: links, components, incidents, keys.

Used by filled_rows.py: by these rows a store goes on as if dateline itself had linked it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.linkage import NO_CONSTRAINTS, TIED, Cluster, Link, parted
from dateline.linkage.graph import pairs_in_blocks
from dateline.store.incidents.kit import Kit, rank_of

if TYPE_CHECKING:
    from dateline.linkage import Telling


HASHES, STEP = (1 << 31) - 1, 7919
"""How many hashes of wording there are, and by how much they are moved from stretch to stretch."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linkage makes of tellings.

    Args:
        links: rows of the ends, the lesser first, and weights.
        parts: of each row the least row of its component, and the number of its cut.
    """

    links: list[tuple[int, int, float]]
    parts: dict[int, tuple[int, int]]
    clusters: list[Cluster]


def linked(kit: Kit, tellings: Mapping[int, Telling], twins: Iterable[list[int]]) -> Linked:
    """Link tellings by their rows, which are 1 and so on; of twins the first in each list is compared."""
    near: dict[int, dict[int, float]] = {row: {} for row in tellings}
    for group in twins:
        for other in group[1:]:
            near[group[0]][other] = near[other][group[0]] = TIED
    others = {row for group in twins for row in group[1:]}
    keys = [(key % (1 << 64), row - 1) for row, t in tellings.items() if row not in others for key in kit.hashes(t)]
    ranks = np.array([(rank_of(tellings[row].event_id) + (1 << 63)) for row in sorted(tellings)], np.uint64)
    numbers, owners = np.array([key for key, _ in keys], np.uint64), np.array([row for _, row in keys], np.int32)
    found = np.unique(np.concatenate([np.empty(0, np.int64), *pairs_in_blocks(numbers, owners, ranks)]))
    links = []
    for a, b in ((pair // len(ranks) + 1, pair % len(ranks) + 1) for pair in found.tolist()):
        link = kit.linker.compare(tellings[a], tellings[b])
        if link is not None:
            links.append((a, b, link.weight))
            near[a][b] = near[b][a] = link.weight
    parts, clusters = {}, []
    for cut, nodes in parted(near, lambda row: kit.scene_of(tellings[row]), {}):
        parts.update(dict.fromkeys(nodes, (min(nodes), cut)))
        among = [
            Link(*sorted((tellings[a].event_id, tellings[b].event_id)), w)
            for a in nodes
            for b, w in near[a].items()
            if a < b and b in nodes and w < TIED
        ]
        clusters += kit.cluster([tellings[row] for row in sorted(nodes)], among, NO_CONSTRAINTS)
    return Linked(links, parts, clusters)


def twins_of(twin: Iterable[int], event_ids: Iterable[str], rows: Iterable[int]) -> list[list[int]]:
    """Return the rows of each group of twins, the first by its event's id before the others."""
    groups: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for name, event_id, row in zip(twin, event_ids, rows, strict=True):
        groups[name].append((event_id, row))
    return [[row for _, row in sorted(group)] for group in groups.values()]


def key_columns(kit: Kit, tellings: Mapping[str, list[Any]], wording: int) -> dict[str, list[int]]:
    """Return the columns of `telling_keys` for rows of `tellings`, in the order of keys.

    Args:
        wording: a number for each stretch of which the wording shall not be taken for that of another; 0 for the wording as it is.
    """
    rows = []
    columns = (tellings[name] for name in ("id", "event_id", "first", "data"))
    for row, event_id, first, data in zip(*columns, strict=True):
        if first:
            rank = rank_of(event_id)
            telling = kit.decode(data)
            wire = tuple((value + wording * STEP) % HASHES for value in telling.wire)
            rows += [(key, rank, row) for key in kit.hashes(dataclasses.replace(telling, wire=wire))]
    rows.sort()
    return {name: [row[place] for row in rows] for place, name in enumerate(("key", "rank", "telling"))}
