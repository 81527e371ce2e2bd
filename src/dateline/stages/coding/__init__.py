"""Coding: from clusters of mentions to the events of the record, every value with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft
from dateline.events import Event
from dateline.stage import PerDraft
from dateline.stages.coding.compose import compose
from dateline.stages.coding.gather import gather, take_linked
from dateline.stages.coding.implied import imply
from dateline.stages.coding.nothing import nothing
from dateline.stages.coding.remnants import rehome
from dateline.stages.coding.standing import settle_by_weight, settle_standing
from dateline.stages.coding.weigh import weigh


@dataclass(frozen=True)
class CodingStage(PerDraft):
    """Assigns the events.

    Args:
        threshold: events whose calibrated probability to be right lies below it are left out. Cross-validated F1 is
            0.773 to 0.777 from 0.30 to 0.45 (bench/train_weights.py), that of leads falls from 0.20 on and that of modern
            reports from 0.35.
        keep_all: keep every candidate, whatever its probability (for training and for measuring recall).
    """

    name: ClassVar[str] = "coding"
    needs: ClassVar[tuple[str, ...]] = (
        "sentences", "phrases", "toponyms", "times", "mentions", "arguments", "attributions", "judgements", "tolls", "weapons", "damages",
        "scenes", "links", "clusters",
    )  # fmt: skip
    assigns: ClassVar[tuple[str, ...]] = ("events",)

    threshold: float = 0.37
    keep_all: bool = False

    def __call__(self, draft: Draft) -> Draft:
        """Code the events of one report."""
        materials = gather(draft)
        if not self.keep_all:
            materials = [material for material in materials if not nothing(draft, material)]
        settle_standing(draft, materials)
        weighed = [(material, *weigh(draft, material)) for material in materials]
        kept = [item for item in weighed if item[1] >= self.threshold or self.keep_all]
        rehome(
            draft,
            [m for m, confidence, _ in weighed if confidence < self.threshold and not self.keep_all],
            [m for m, _, _ in kept],
        )
        for material, _, _ in kept:
            take_linked(draft, material)
        imply(draft, [material for material, _, _ in kept])
        events: dict[str, Event] = {}
        for material, confidence, news in kept:
            settle_by_weight(material, news)
            event = compose(draft, material, confidence)
            if event is not None:
                events.setdefault(event.id, event)
        draft.events = tuple(events.values())
        return draft


__all__ = ["CodingStage"]
