"""Coding: from clusters of mentions to the events of the record, every value with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft
from dateline.events import Event
from dateline.stage import PerDraft
from dateline.stages.coding.compose import compose
from dateline.stages.coding.gather import take_linked
from dateline.stages.coding.implied import imply
from dateline.stages.coding.remnants import rehome
from dateline.stages.coding.standing import settle_by_weight
from dateline.stages.coding.weighing import THRESHOLD, WeighingStage, weigh_all


@dataclass(frozen=True)
class CodingStage(PerDraft):
    """Assigns the events.

    Args:
        threshold: events whose calibrated probability to be right lies below it are left out.
        keep_all: keep every candidate, whatever its probability (for training and for measuring recall).
    """

    name: ClassVar[str] = "coding"
    needs: ClassVar[tuple[str, ...]] = (
        "sentences", "phrases", "toponyms", "times", "mentions", "arguments", "attributions", "judgements", "tolls", "weapons", "damages",
        "scenes", "links", "clusters", "linked",
    )  # fmt: skip
    assigns: ClassVar[tuple[str, ...]] = ("events",)

    threshold: float = THRESHOLD
    keep_all: bool = False

    def __call__(self, draft: Draft) -> Draft:
        """Code the events of one report."""
        weighed = [w for w in draft.taken(weigh_all) if self.keep_all or not w.nothing]
        kept = [w for w in weighed if w.confidence >= self.threshold or self.keep_all]
        rehome(
            draft,
            [w.material for w in weighed if w.confidence < self.threshold and not self.keep_all],
            [w.material for w in kept],
        )
        for item in kept:
            take_linked(draft, item.material)
        imply(draft, [item.material for item in kept])
        events: dict[str, Event] = {}
        for item in kept:
            settle_by_weight(item.material, item.news)
            event = compose(draft, item.material, item.confidence)
            if event is not None:
                events.setdefault(event.id, event)
        draft.events = tuple(events.values())
        return draft


__all__ = ["CodingStage", "WeighingStage"]
