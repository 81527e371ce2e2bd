"""Read the ontology's tables and check them against each other."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import get_args

from dateline.errors import DataError
from dateline.ontology.conditions import FLAGS, parse_conditions
from dateline.ontology.model import (
    AcledType,
    CameoRoot,
    CrosswalkRow,
    FlagCue,
    Mode,
    Ontology,
    PloverType,
    Scheme,
    UcdpType,
)

NONE = "-"
ALL = "*"


def _rows(name: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a table's rows; its `#` lines say where it is from."""
    path = files("dateline") / "data" / "ontology" / name
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    header, *rows = (tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if header != columns:
        raise DataError(f"{name}: columns are {header}, expected {columns}; reinstall dateline")
    for row in rows:
        if len(row) != len(columns):
            raise DataError(f"{name}: a row has {len(row)} cells, expected {len(columns)}: {row}; reinstall dateline")
    return rows


def _groups() -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for group, kind in _rows("kind_groups.tsv", ("group", "kind")):
        kinds.setdefault(group, set()).add(kind)
    return MappingProxyType({group: frozenset(members) for group, members in kinds.items()})


def _modes(cell: str) -> frozenset[str | None] | None:
    if cell == ALL:
        return None
    return frozenset(None if mode == NONE else mode for mode in cell.split("|"))


def _crosswalk(groups: Mapping[str, frozenset[str]]) -> tuple[CrosswalkRow, ...]:
    columns = ("scheme", "plover", "modes", "conditions", "code", "note")
    schemes: dict[str, Scheme] = {name: name for name in get_args(Scheme)}
    rows = []
    for number, (scheme, plover, modes, conditions, code, note) in enumerate(_rows("crosswalk.tsv", columns), start=1):
        place = f"crosswalk.tsv, row {number}"
        if scheme not in schemes:
            raise DataError(f"{place}: {scheme!r} is no scheme; valid are {sorted(schemes)}")
        parsed = parse_conditions(conditions, groups, row=place)
        for condition in parsed:
            if condition.fact == "flag" and (unknown := condition.values - FLAGS):
                raise DataError(f"{place}: unknown flags {sorted(unknown)}; valid are {sorted(FLAGS)}")
        answer = None if code == NONE else code
        rows.append(CrosswalkRow(schemes[scheme], plover, _modes(modes), parsed, answer, note))
    return tuple(rows)


def _cues() -> tuple[FlagCue, ...]:
    cues = []
    for flag, types, words in _rows("flag_cues.tsv", ("flag", "types", "words")):
        if flag not in FLAGS:
            raise DataError(f"flag_cues.tsv: unknown flag {flag!r}; valid are {sorted(FLAGS)}")
        alternatives = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split("|"))
        pattern = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
        cues.append(FlagCue(flag, frozenset(types.split("|")), pattern))
    return tuple(cues)


def _check(ontology: Ontology) -> None:
    """Refuse a crosswalk that names a code, type or mode which its own table does not have."""
    known = {
        "acled": {row.sub_event_type for row in ontology.acled},
        "cameo": {row.code for row in ontology.cameo},
        "ucdp": {row.name for row in ontology.ucdp},
    }
    types = {row.code for row in ontology.plover}
    for row in ontology.rows:
        if row.plover not in types:
            raise DataError(f"crosswalk.tsv: unknown type {row.plover!r}")
        if row.code is not None and row.code not in known[row.scheme]:
            raise DataError(f"crosswalk.tsv: unknown {row.scheme} code {row.code!r}")
        strange = (row.modes or frozenset()) - {None, *ontology.modes_of(row.plover)}
        if strange:
            raise DataError(f"crosswalk.tsv: {row.plover} has no modes {sorted(map(str, strange))}")


@cache
def load_ontology() -> Ontology:
    """Load the ontology once a process.

    Raises:
        DataError: where a table is broken or the tables disagree.
    """
    groups = _groups()
    ontology = Ontology(
        plover=tuple(PloverType(*row) for row in _rows("plover_types.tsv", ("code", "quad", "definition"))),
        modes=tuple(Mode(*row) for row in _rows("plover_modes.tsv", ("plover", "mode", "definition"))),
        acled=tuple(
            AcledType(*row)
            for row in _rows("acled.tsv", ("event_type", "sub_event_type", "disorder_type", "definition"))
        ),
        cameo=tuple(CameoRoot(*row) for row in _rows("cameo_roots.tsv", ("code", "name", "definition"))),
        ucdp=tuple(UcdpType(*row) for row in _rows("ucdp_types.tsv", ("code", "name", "definition"))),
        rows=_crosswalk(groups),
        cues=_cues(),
        groups=groups,
    )
    _check(ontology)
    return ontology
