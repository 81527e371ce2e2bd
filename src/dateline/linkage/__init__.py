"""Linkage: which tellings of many reports are one incident, and why.

A telling is one coded event of one report (`tellings_of`). Tellings that share a blocking key (`keys_of`; of crowded
keys the pairs that `pairs_of` gives) are compared; a pair's weight hangs on the two alone (`Linker.compare`, `explain`); what hangs together by links is parted into incidents
(`Linker.cluster`). `Linker.partition` does all of it in memory.
"""

from __future__ import annotations

from dateline.linkage.blocks import ANCHORS, BLOCK_LIMIT, LOOSE_LIMIT, anchors_of, number_of, pairs_of
from dateline.linkage.clustering import Cluster, Join, Link
from dateline.linkage.constraints import NO_CONSTRAINTS, Apart, Constraints, Together, constraints_of
from dateline.linkage.drawing import tellings_of
from dateline.linkage.hanging import CUTS, TIED, Hanging, parted, scene_of
from dateline.linkage.keys import keys_of
from dateline.linkage.linker import LINK_FLOOR, Linker
from dateline.linkage.nodes import Noted
from dateline.linkage.partition import Linking
from dateline.linkage.sketches import likeness, sketch_of
from dateline.linkage.telling import Harm, Party, Spot, Telling, twin_of

__all__ = [
    "ANCHORS",
    "BLOCK_LIMIT",
    "CUTS",
    "LINK_FLOOR",
    "LOOSE_LIMIT",
    "NO_CONSTRAINTS",
    "TIED",
    "Apart",
    "Cluster",
    "Constraints",
    "Hanging",
    "Harm",
    "Join",
    "Link",
    "Linker",
    "Linking",
    "Noted",
    "Party",
    "Spot",
    "Telling",
    "Together",
    "anchors_of",
    "constraints_of",
    "keys_of",
    "likeness",
    "number_of",
    "pairs_of",
    "parted",
    "scene_of",
    "sketch_of",
    "tellings_of",
    "twin_of",
]
