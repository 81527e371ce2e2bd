"""How well known a place must be for a bare name to mean it: the scale of the gazetteer's importance, in words."""

from __future__ import annotations

from dateline.gazetteer import Entry

STATE = 9.0
"""Importance of a state and what is as well known."""
METROPOLIS = 6.5
"""Importance of a city of three million."""
TOWN = 5.0
"""Importance of a town of 100,000."""
ALTERNATE = 0.7
"""What a place loses that is found by another name than its main one."""
METROPOLIS_PEOPLE = 3_000_000
"""A city of so many people is known by its alternates too."""
OWN_TABLES = frozenset({"hand", "countries"})
"""Sources whose alternates are chosen with care, and as good as the main name."""


def alternate_penalty(entry: Entry) -> float:
    """Return what a place loses for being found by an alternate name."""
    if entry.is_main_name or entry.source in OWN_TABLES or entry.population > METROPOLIS_PEOPLE:
        return 0.0
    return ALTERNATE
