"""The small language of the crosswalk's condition column.

A cell holds conditions joined by "; ", all of which must hold. Each is `FACT=VALUE|VALUE`, true where any value of the
fact is among those named, or `!FACT=...`, true where none is. A value may be a group of kinds (`kind_groups.tsv`);
`FACT=any` asks only whether the fact has a value at all.

Facts: `perpetrator`, `target` (aimed at or harmed), `party` (kinds), `dyad` (see `dyads_of`), `weapon`, `toll`
(measures with a figure above zero), `factuality`, `sphere`, `count` (`one` or `many`), `flag`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product
from types import MappingProxyType
from typing import Literal

from dateline.errors import DataError

Flag = Literal[
    "clash",
    "territory",
    "charge",
    "demand",
    "joint",
    "riot",
    "force",
    "base",
    "space",
    "intercept",
    "unopposed",
    "rally",
    "arms",
    "loot",
]
"""What only the wording of a report tells."""
FLAG_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "clash": "fighting or war is told as such, not an attack",
        "territory": "what is taken is a town, an area or ground",
        "charge": "legal action, without detention",
        "demand": "required, not merely asked",
        "joint": "settled between sides",
        "riot": "the crowd itself was violent",
        "force": "the demonstration was broken up by force",
        "base": "a base or headquarters was set up",
        "space": "a satellite was launched",
        "intercept": "rockets, missiles, drones or aircraft were shot down",
        "unopposed": "ground changed hands, or forces moved in, without a fight",
        "rally": "what was done to people was done at a demonstration",
        "arms": "weapons or explosives were found or taken away",
        "loot": "goods were taken by force",
    }
)
FLAGS = frozenset(FLAG_MEANINGS)
FACTS = frozenset({"perpetrator", "target", "party", "dyad", "weapon", "toll", "factuality", "sphere", "count", "flag"})
ANY = "any"
Facts = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a fact, the values that satisfy it, and whether it is turned round."""

    fact: str
    values: frozenset[str]
    negated: bool = False

    def holds(self, facts: Facts) -> bool:
        """Return whether the facts of an event satisfy this condition."""
        found = facts[self.fact]
        met = bool(found) if ANY in self.values else not found.isdisjoint(self.values)
        return met is not self.negated

    def __str__(self) -> str:
        return f"{'!' if self.negated else ''}{self.fact}={'|'.join(sorted(self.values))}"


def parse_conditions(cell: str, groups: Mapping[str, frozenset[str]], *, row: str) -> tuple[Condition, ...]:
    """Read the condition column of a crosswalk row.

    Args:
        cell: the column's text; empty where the row holds without condition.
        groups: kinds by the name of their group.
        row: where the cell stands, for messages.

    Raises:
        DataError: for a fact that does not exist.
    """
    conditions = []
    for part in filter(None, (piece.strip() for piece in cell.split(";"))):
        fact, _, listed = part.removeprefix("!").partition("=")
        if fact not in FACTS or not listed:
            raise DataError(f"{row}: {part!r} is no condition; valid are FACT=VALUE|... with a fact of {sorted(FACTS)}")
        values: set[str] = set()
        for value in listed.split("|"):
            values |= groups.get(value, frozenset({value})) if fact in KIND_FACTS else {value}
        conditions.append(Condition(fact, frozenset(values), negated=part.startswith("!")))
    return tuple(conditions)


KIND_FACTS = frozenset({"perpetrator", "target", "party"})


def dyads_of(
    perpetrators: tuple[str, ...],
    targets: tuple[str, ...],
    parties: tuple[str, ...],
    groups: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    """Return who stood against whom, as UCDP sees it: `state-state`, `state-organised`, `state-civilian` and so on.

    Attackers stand against each of those attacked; each party of a clash against each other party. A lone attacker
    and an unidentified one belong to no side, so they make no dyad.
    """

    def side(kind: str) -> str | None:
        return next((name for name in ("state", "organised", "civilian") if kind in groups[name]), None)

    pairs = [*product(perpetrators, targets), *combinations(parties, 2), *product(perpetrators, parties)]
    order = ("state", "organised", "civilian")
    dyads = set()
    for first, second in pairs:
        sides = (side(first), side(second))
        if sides[0] is not None and sides[1] is not None:
            named = sorted((sides[0], sides[1]), key=order.index)
            dyads.add("-".join(named))
    return frozenset(dyads)
