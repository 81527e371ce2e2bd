"""Merging: which mentions of a report are one event, by the syntax of a sentence and by what agrees across sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Cluster, Draft
from dateline.stage import PerDraft
from dateline.stages.merging.agree import Comparisons, View, recalls, view_of
from dateline.stages.merging.links import links_of
from dateline.stages.merging.shootings import join_shooting

REACH = 80
"""Events back within which a mention may join one; beyond it a report is a collection, and cost would grow with its square."""


WIDTH = 24
"""Views of an event that a mention is compared with, the first and those told last: in a text that says one thing a
thousand times, cost would grow with the cube."""

RECALL_FLOOR = 0.2
"""Likeness from which on a noun that only recalls ("the attack") is the event that it is most like."""


@dataclass(frozen=True)
class MergingStage(PerDraft):
    """Assigns the clusters of mentions that are one event each.

    Args:
        threshold: likeness, 0…1, from which on groups of mentions that no syntax joins are one event.
    """

    name: ClassVar[str] = "merging"
    needs: ClassVar[tuple[str, ...]] = (
        "sentences",
        "phrases",
        "toponyms",
        "times",
        "mentions",
        "arguments",
        "judgements",
        "scenes",
        "tolls",
    )
    assigns: ClassVar[tuple[str, ...]] = ("links", "clusters")

    threshold: float = 0.5

    def __call__(self, draft: Draft) -> Draft:
        """Cluster the mentions of one report."""
        draft.links = tuple(links_of(draft))
        clusters: list[tuple[list[int], list[View], float]] = []
        comparisons = Comparisons()
        for group in linked_groups(draft):
            view = view_of(draft, group)
            best, score = None, 0.0
            for cluster in clusters[-REACH:]:
                views = cluster[1] if len(cluster[1]) <= WIDTH else [cluster[1][0], *cluster[1][1 - WIDTH :]]
                values = []
                for other in views:
                    alike = comparisons.likeness(view, other)
                    if alike is None:
                        break
                    values.append(alike)
                if len(values) < len(views):
                    continue
                value = (max(values) + sum(values) / len(values)) / 2
                if value > score:
                    best, score = cluster, value
            least = RECALL_FLOOR if recalls(view) else self.threshold
            if best is None or score < least:
                clusters.append((list(group), [view], round(score, 3)))
            else:
                best[0].extend(group)
                best[1].append(view)
        found = tuple(Cluster(n, tuple(c), alike) for n, (c, _, alike) in enumerate(clusters))
        draft.clusters = join_shooting(draft, found) if found else ()
        return draft


def linked_groups(draft: Draft) -> list[list[int]]:
    """Return the mentions in groups that the syntax joins, in order."""
    parent = list(range(len(draft.mentions)))

    def find(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for link in draft.links:
        a, b = sorted((find(link.first), find(link.second)))
        parent[b] = a
    groups: dict[int, list[int]] = {}
    for i in range(len(parent)):
        groups.setdefault(find(i), []).append(i)
    return list(groups.values())


__all__ = ["MergingStage", "linked_groups"]
