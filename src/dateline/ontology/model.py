"""The ontology's rows, and the lookup over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.errors import RecordError
from dateline.ontology.conditions import FLAGS, Condition, Facts, dyads_of

Scheme = Literal["acled", "cameo", "ucdp"]


@dataclass(frozen=True, slots=True)
class PloverType:
    """One of the 16 types; `quad` is its quadrant (verbal or material, cooperation or conflict)."""

    code: str
    quad: str
    definition: str


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of one type."""

    plover: str
    mode: str
    definition: str


@dataclass(frozen=True, slots=True)
class AcledType:
    """An ACLED sub-event type with the event type above it and its disorder type."""

    event_type: str
    sub_event_type: str
    disorder_type: str
    definition: str


@dataclass(frozen=True, slots=True)
class CameoRoot:
    """A CAMEO root category; `code` has two digits."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class UcdpType:
    """A UCDP type of violence; `code` is its number in the Georeferenced Event Dataset, `name` what records carry."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One row: where type, mode and conditions hold, the scheme's code is this (None: the scheme has none)."""

    scheme: Scheme
    plover: str
    modes: frozenset[str | None] | None
    conditions: tuple[Condition, ...]
    code: str | None
    note: str

    def holds(self, mode: str | None, facts: Facts) -> bool:
        """Return whether an event of this row's type with that mode and those facts falls under the row."""
        return (self.modes is None or mode in self.modes) and all(c.holds(facts) for c in self.conditions)


@dataclass(frozen=True, slots=True)
class FlagCue:
    """Words of an anchor that set a flag, in events of some types."""

    flag: str
    types: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Codes:
    """An event's codes in the other schemes; None where the scheme has none.

    `ucdp` is the name (state-based, non-state, one-sided), `acled` the sub-event type, `cameo` the two digits.
    """

    acled: str | None
    cameo: str | None
    ucdp: str | None


@dataclass(frozen=True, slots=True)
class CrosswalkQuery:
    """The facts of an event that decide its codes.

    Args:
        plover: the type.
        mode: the mode, or None.
        perpetrators, targets, victims, parties: the participants' kinds, one item per participant.
        weapons: kinds of weapon used.
        tolls: measures of harm whose figure is, or may be, above zero.
        factuality: as in the record.
        sphere: as in the record.
        many: whether the event stands for several acts (a count above one).
        flags: what only the wording says; see `Flag`.
    """

    plover: str
    mode: str | None = None
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    weapons: frozenset[str] = frozenset()
    tolls: frozenset[str] = frozenset()
    factuality: str = "happened"
    sphere: str = "political"
    many: bool = False
    flags: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := self.flags - FLAGS:
            raise RecordError(f"unknown crosswalk flags {sorted(unknown)}; valid are {sorted(FLAGS)}")


@dataclass(frozen=True, slots=True)
class Ontology:
    """All tables, in the order of their files."""

    plover: tuple[PloverType, ...]
    modes: tuple[Mode, ...]
    acled: tuple[AcledType, ...]
    cameo: tuple[CameoRoot, ...]
    ucdp: tuple[UcdpType, ...]
    rows: tuple[CrosswalkRow, ...]
    cues: tuple[FlagCue, ...]
    groups: Mapping[str, frozenset[str]]

    def modes_of(self, plover: str) -> tuple[str, ...]:
        """Return the modes that a type may have, in the table's order."""
        return tuple(row.mode for row in self.modes if row.plover == plover)

    def validate(self, plover: str, mode: str | None) -> None:
        """Refuse a type that does not exist, or a mode that the type does not have.

        Raises:
            RecordError: naming what is valid.
        """
        types = [row.code for row in self.plover]
        if plover not in types:
            raise RecordError(f"{plover!r} is no event type; valid are {', '.join(types)}")
        if mode is not None and mode not in (valid := self.modes_of(plover)):
            told = ", ".join(valid) if valid else "none: this type has no modes"
            raise RecordError(f"{mode!r} is no mode of {plover}; valid are {told}")

    def flags_in(self, plover: str, wording: str) -> frozenset[str]:
        """Return the crosswalk flags that the words of an event's anchor set."""
        return frozenset(cue.flag for cue in self.cues if plover in cue.types and cue.pattern.search(wording))

    def crosswalk(self, query: CrosswalkQuery) -> Codes:
        """Return the codes of an event: for each scheme, that of the first row that holds.

        Raises:
            RecordError: for a type or mode that does not exist.
        """
        self.validate(query.plover, query.mode)
        facts = self._facts(query)
        return Codes(
            acled=self._code("acled", query, facts),
            cameo=self._code("cameo", query, facts),
            ucdp=self._code("ucdp", query, facts),
        )

    def explain(self, query: CrosswalkQuery, scheme: Scheme) -> CrosswalkRow | None:
        """Return the row that decides a scheme's code, for review and for the codebook."""
        self.validate(query.plover, query.mode)
        return self._row(scheme, query, self._facts(query))

    def _facts(self, query: CrosswalkQuery) -> Facts:
        struck = query.targets + query.victims
        return {
            "perpetrator": frozenset(query.perpetrators),
            "target": frozenset(struck),
            "party": frozenset(query.parties),
            "dyad": dyads_of(query.perpetrators, struck, query.parties, self.groups),
            "weapon": query.weapons,
            "toll": query.tolls,
            "factuality": frozenset({query.factuality}),
            "sphere": frozenset({query.sphere}),
            "count": frozenset({"many" if query.many else "one"}),
            "flag": query.flags,
        }

    def _row(self, scheme: Scheme, query: CrosswalkQuery, facts: Facts) -> CrosswalkRow | None:
        for row in self.rows:
            if row.scheme == scheme and row.plover == query.plover and row.holds(query.mode, facts):
                return row
        return None

    def _code(self, scheme: Scheme, query: CrosswalkQuery, facts: Facts) -> str | None:
        row = self._row(scheme, query, facts)
        return row.code if row is not None else None
