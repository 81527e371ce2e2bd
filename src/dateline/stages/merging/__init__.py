"""Merging: which mentions of a report are one event, by the syntax of a sentence and by what agrees across sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Cluster, Draft, PerDraft
from dateline.stages.merging.agree import View, likeness, views_of
from dateline.stages.merging.links import links_of


@dataclass(frozen=True)
class MergingStage(PerDraft):
    """Assigns the clusters of mentions that are one event each.

    Args:
        threshold: likeness from which on two mentions of different sentences are one event.
    """

    name: ClassVar[str] = "merging"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases", "mentions", "arguments", "judgements", "scenes", "tolls")
    assigns: ClassVar[tuple[str, ...]] = ("links", "clusters")

    threshold: float = 1.0

    def __call__(self, draft: Draft) -> Draft:
        """Cluster the mentions of one report."""
        draft.links = tuple(links_of(draft))
        groups = _linked(draft)
        views = views_of(draft)
        clusters: list[list[int]] = []
        for group in groups:
            best, score = None, self.threshold
            for cluster in clusters:
                value = max(_pairs(draft, views, cluster, group), default=0.0)
                if value >= score and not _clash(views, cluster, group):
                    best, score = cluster, value + 1e-9
            if best is None:
                clusters.append(list(group))
            else:
                best.extend(group)
        draft.clusters = tuple(Cluster(n, tuple(c)) for n, c in enumerate(clusters))
        return draft


def _linked(draft: Draft) -> list[list[int]]:
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


def _pairs(draft: Draft, views: list[View], cluster: list[int], group: list[int]) -> list[float]:
    return [likeness(draft, views[a], views[b]) for a in cluster for b in group]


def _clash(views: list[View], cluster: list[int], group: list[int]) -> bool:
    """Whether any two mentions of the groups can not be one event."""
    return any(views[a].excludes(views[b]) for a in cluster for b in group)


__all__ = ["MergingStage"]
