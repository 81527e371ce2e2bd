"""Families of event types, each with a colour: what maps, timelines and tables tell apart at a glance.

Colours are of the set of Okabe and Ito (2008), which people tell apart whose sight of colours is impaired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Family:
    """Some PLOVER types that go together.

    Args:
        label: what a reader calls them.
        colour: as #rrggbb.
        types: the PLOVER types.
    """

    name: str
    label: str
    colour: str
    types: tuple[str, ...]


FAMILIES: tuple[Family, ...] = (
    Family("violence", "Violence", "#d55e00", ("ASSAULT",)),
    Family("coercion", "Coercion and sanctions", "#cc79a7", ("COERCE", "SANCTION")),
    Family("protest", "Protest", "#e69f00", ("PROTEST",)),
    Family("forces", "Forces and retreat", "#0072b2", ("MOBILIZE", "RETREAT")),
    Family("words", "Threats, demands, blame", "#56b4e9", ("THREATEN", "ACCUSE", "REQUEST", "REJECT")),
    Family("cooperation", "Talks, aid, agreement", "#009e73", ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE")),
)  # fmt: skip
"""In the order of legends: from the gravest to the most peaceful."""

_BY_TYPE: Mapping[str, Family] = MappingProxyType({kind: family for family in FAMILIES for kind in family.types})


def family_of(plover: str) -> Family:
    """Return the family of a PLOVER type; all have one."""
    return _BY_TYPE[plover]
