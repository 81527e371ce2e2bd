"""The ontology: event types, modes, the schemes of the field, and the crosswalk between them.

All of it is data in `data/ontology/*.tsv`; this room only loads and applies it. A record's ACLED, CAMEO and UCDP
codes come from here and from nowhere else.

    ontology = load_ontology()
    flags = ontology.flags_in("ASSAULT", "police traded fire with rebels")
    codes = ontology.crosswalk(CrosswalkQuery("ASSAULT", "firearms", parties=("police", "rebels"), flags=flags))
    codes.acled  # "Armed clash"
"""

from __future__ import annotations

from dateline.ontology.conditions import FLAG_MEANINGS, Condition, Flag
from dateline.ontology.loading import load_ontology
from dateline.ontology.model import (
    AcledType,
    CameoRoot,
    Codes,
    CrosswalkQuery,
    CrosswalkRow,
    FlagCue,
    Mode,
    Ontology,
    PloverType,
    UcdpType,
)

__all__ = [
    "FLAG_MEANINGS",
    "AcledType",
    "CameoRoot",
    "Codes",
    "Condition",
    "CrosswalkQuery",
    "CrosswalkRow",
    "Flag",
    "FlagCue",
    "Mode",
    "Ontology",
    "PloverType",
    "UcdpType",
    "load_ontology",
]
