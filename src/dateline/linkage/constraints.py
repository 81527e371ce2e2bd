"""What people have decided: which tellings go together, and which stay apart. A later word goes before an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.incidents import Decision


@dataclass(frozen=True, slots=True)
class Together:
    """Two events that somebody joined, by the decision of this number."""

    number: int
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Two groups of events of which none shares an incident with one of the other group."""

    number: int
    ones: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Constraints:
    """All of them, in the order of their decisions."""

    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()


NO_CONSTRAINTS = Constraints()


def constraints_of(decisions: Sequence[Decision]) -> Constraints:
    """Return what the decisions that still hold ask of the partition.

    A join holds its first events together; a split holds each of its events apart from all the others. Of two that
    clash the later holds, which `cluster` sees to.
    """
    held = sorted((d for d in decisions if not d.undone), key=lambda d: d.number)
    return Constraints(
        together=tuple(
            Together(d.number, d.events[0], d.others[0]) for d in held if d.action == "join" and d.events and d.others
        ),
        apart=tuple(
            Apart(d.number, frozenset(d.events), frozenset(d.others) - frozenset(d.events))
            for d in held
            if d.action == "split" and d.events and d.others
        ),
    )
