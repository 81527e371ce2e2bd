"""The slots of a coded event as a reader sees them: each with its label and its colour, on paper and in a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SlotName = Literal[
    "event", "actor", "target", "time", "place", "count", "harm", "weapon", "damage", "claim", "speaker", "label"
]


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of coded value.

    Args:
        name: as the page's classes and the marks name it.
        label: what a reader calls it.
        colour: its hue as #rrggbb, mid-bright, so that a tint of it stands on white and on black.
    """

    name: SlotName
    label: str
    colour: str


SLOTS: tuple[Slot, ...] = (
    Slot("event", "event", "#7a7f87"),
    Slot("actor", "who", "#d9534f"),
    Slot("target", "to whom", "#e58e26"),
    Slot("time", "when", "#3f8fd2"),
    Slot("place", "where", "#2fa66a"),
    Slot("harm", "harm", "#c2388f"),
    Slot("claim", "responsibility", "#8a63d2"),
    Slot("speaker", "who says so", "#14a3a8"),
    Slot("weapon", "with what", "#a0763c"),
    Slot("damage", "damage", "#b5a21a"),
    Slot("count", "how many", "#6d8b2f"),
    Slot("label", "why so labelled", "#8d9db6"),
)
"""In the order of the legend. Neighbours in this list are far apart in hue, and every mark also says its slot in words."""
