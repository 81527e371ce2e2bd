"""The stages: each adds its annotations to the drafts that pass through; they meet only there.

`built_in` is the one list of those that ship with dateline, in the order in which they run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.stage import Stage


def built_in() -> tuple[type[Stage], ...]:
    """Return the built-in stages in their order; imported here, so that naming the package costs nothing."""
    from dateline.stages.attribution import AttributionStage
    from dateline.stages.casing import CasingStage
    from dateline.stages.coding import CodingStage, WeighingStage
    from dateline.stages.damage import DamageStage
    from dateline.stages.factuality import FactualityStage
    from dateline.stages.merging import MergingStage
    from dateline.stages.participants import LinkingStage, ParticipantsStage
    from dateline.stages.phrases import PhrasesStage
    from dateline.stages.places import PlacesStage
    from dateline.stages.reading import ReadingStage
    from dateline.stages.scene import SceneStage
    from dateline.stages.syntax import SyntaxStage
    from dateline.stages.times import TimesStage
    from dateline.stages.tolls import TollsStage
    from dateline.stages.triggers import TriggersStage
    from dateline.stages.weapons import WeaponsStage

    return (
        CasingStage, SyntaxStage, TimesStage, PlacesStage, PhrasesStage, TriggersStage, AttributionStage, ParticipantsStage, FactualityStage, TollsStage,
        WeaponsStage, DamageStage, SceneStage, MergingStage, WeighingStage, ReadingStage, LinkingStage, CodingStage,
    )  # fmt: skip
