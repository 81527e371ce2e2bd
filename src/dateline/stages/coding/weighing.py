"""Weighing: how surely each candidate is an event, before anything is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft
from dateline.stage import PerDraft
from dateline.stages.coding.gather import gather
from dateline.stages.coding.material import Material
from dateline.stages.coding.nothing import nothing
from dateline.stages.coding.standing import settle_standing
from dateline.stages.coding.weigh import weigh
from dateline.vocabulary import DOING

THRESHOLD = 0.37
"""Events whose calibrated probability to be right lies below it are left out. Cross-validated F1 is 0.773 to 0.777 from 0.30 to 0.45
(bench/train_weights.py), that of leads falls from 0.20 on and that of modern reports from 0.35."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate, how likely it is an event and how likely the report's news; `nothing`: a rule says that it is none."""

    material: Material
    confidence: float
    news: float
    nothing: bool


def weigh_all(draft: Draft) -> tuple[Weighed, ...]:
    """Return all candidates of a report."""
    materials = gather(draft)
    settle_standing(draft, materials)
    return tuple(Weighed(m, *weigh(draft, m), bool(nothing(draft, m))) for m in materials)


@dataclass(frozen=True)
class WeighingStage(PerDraft):
    """Assigns the mentions of events that will be kept and have no doer, so that no others need to be read.

    Args:
        threshold: as that of the coding stage; where that is set lower, set this too.
    """

    name: ClassVar[str] = "weighing"
    needs: ClassVar[tuple[str, ...]] = (
        "sentences", "phrases", "toponyms", "times", "mentions", "arguments", "attributions", "judgements", "tolls", "weapons", "damages",
        "scenes", "links", "clusters",
    )  # fmt: skip
    assigns: ClassVar[tuple[str, ...]] = ("doerless",)

    threshold: float = THRESHOLD

    def __call__(self, draft: Draft) -> Draft:
        """Weigh the candidates of one report."""
        open_events = [
            weighed.material
            for weighed in draft.once(weigh_all)
            if weighed.confidence >= self.threshold
            and not weighed.nothing
            and not any(role in DOING for role, _ in weighed.material.roles.values())
        ]
        draft.doerless = tuple(sorted({m.index for material in open_events for m in material.mentions}))
        return draft
