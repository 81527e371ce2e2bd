"""What incidents can be filtered by: a table of small rows, each with its words, and how the database serves it.

Three things serve a filter: shelves (kind, sphere, whether rejected), facets (values under which incidents stand in lists
of their own), and conditions on columns. `dateline.store.incidents.query` chooses by which of them it looks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from dateline import vocabulary as v
from dateline.consolidation.members import outlet_key
from dateline.errors import SettingsError
from dateline.incidents import IncidentKind, ReviewState
from dateline.settings import nearest
from dateline.store import filters as events
from dateline.store.filters import ALL_SPHERES, Clause
from dateline.store.incidents.rows import KINDS, REJECTED, SPHERES, cell_of, folded, shelf_of
from dateline.store.incidents.tables import facets, incident_facets, incidents
from dateline.store.indexing import INCIDENT
from dateline.store.search import found_by

MOST_CELLS = 400
"""Cells of a degree by which a box is looked for; a larger box is met by most incidents, and checked one by one."""


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """One filter.

    Args:
        name, operator, read, sentence: as in `dateline.store.filters.Filter`.
        facet: which facets a value means, as a condition on them; None where it means none.
        clause: the condition on columns that a value is; None where facets or shelves are all.
    """

    name: str
    operator: str
    read: Callable[[object], Any]
    sentence: str
    facet: Callable[[Any], Clause | None] | None = None
    clause: Callable[[Any], Clause] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with the values asked for, any of which will do."""

    filter: IncidentFilter
    values: tuple[Any, ...]

    @property
    def sentence(self) -> str:
        """The condition in words."""
        return self.filter.sentence.format(" or ".join(str(value) for value in self.values))

    @property
    def clause(self) -> Clause | None:
        """The condition on columns."""
        return sa.or_(*map(self.filter.clause, self.values)) if self.filter.clause else None

    @property
    def facet(self) -> Clause | None:
        """The condition on facets, any of which will do; None where they do not serve it."""
        found = [self.filter.facet(value) for value in self.values] if self.filter.facet else []
        clauses = [clause for clause in found if clause is not None]
        return sa.or_(*clauses) if clauses and len(clauses) == len(found) else None


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the earth between two parallels and two meridians, in degrees; `west` above `east` crosses the date line."""

    south: float
    west: float
    north: float
    east: float

    def __str__(self) -> str:
        return f"{self.south:g},{self.west:g},{self.north:g},{self.east:g}"


def _box(value: object) -> Box:
    parts = value if isinstance(value, (list, tuple)) else str(value).split(",")
    try:
        south, west, north, east = (float(part) for part in parts)
    except (TypeError, ValueError) as error:
        raise ValueError("expected south,west,north,east in degrees") from error
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise ValueError("expected south,west,north,east in degrees, south below north")
    return Box(south, west, north, east)


def _in_box(box: Box) -> Clause:
    c = incidents.c
    across = (c.longitude >= box.west, c.longitude <= box.east)
    return sa.and_(c.latitude.between(box.south, box.north), (sa.and_ if box.west <= box.east else sa.or_)(*across))


def _cells(box: Box) -> Clause | None:
    (bottom, left), (top, right) = cell_of(box.south, box.west), cell_of(box.north, box.east)
    columns = range(left, right + 1) if box.west <= box.east else (*range(left, 180), *range(-180, right + 1))
    if (top - bottom + 1) * len(columns) > MOST_CELLS:
        return None
    return facets.c.name.in_([f"cell:{row},{column}" for row in range(bottom, top + 1) for column in columns])


def _named(*kinds: str, change: Callable[[Any], str] = str) -> Callable[[Any], Clause]:
    return lambda value: facets.c.name.in_([f"{kind}:{change(value)}" for kind in kinds])


def _holding(kind: str, change: Callable[[str], str]) -> Callable[[Any], Clause]:
    """Return what finds facets by a part of their name, or by the whole of it where that is in double quotes."""
    c = facets.c

    def found(words: str) -> Clause:
        whole = re.fullmatch(r'"(.+)"', words)
        if whole:
            return c.name.in_([f"{kind}:{change(whole[1])}", f"{kind}:{whole[1]}"])
        return sa.and_(c.kind == kind, c.name.contains(change(words), autoescape=True))

    return found


def _read_id(value: object) -> str:
    if not re.fullmatch(r"[0-9a-f]{24}", str(value)):
        raise ValueError("expected the whole id of an incident, 24 hexadecimal digits")
    return str(value)


def _without(kind: str) -> Callable[[Any], Clause]:
    """Return the condition that an incident has not a facet of a kind and name."""

    def clause(name: str) -> Clause:
        f, p = facets.c, incident_facets.c
        having = sa.select(p.number).join(facets, f.id == p.facet).where(f.name == f"{kind}:{folded(name)}")
        return _C.number.not_in(having)

    return clause


def _type(words: str) -> Clause:
    return facets.c.name.in_([f"type:{words.upper()}", f"acled:{words.lower()}"])


def _least(column: sa.ColumnElement[Any]) -> Callable[[Any], Clause]:
    return lambda number: column >= number


ID, SEARCH = "id", "search"
"""Filters that an index of their own serves."""

_C = incidents.c
INCIDENT_FILTERS: tuple[IncidentFilter, ...] = (
    IncidentFilter("since", "on or after", events.read_first_day, "that happened on or after {}",
                   clause=lambda day: _C.last_day >= day),
    IncidentFilter("until", "on or before", events.read_last_day, "that happened on or before {}",
                   clause=lambda day: sa.and_(_C.day != "", _C.day <= day)),
    IncidentFilter("country", "is", events.read_country, "in {}", facet=_named("country")),
    IncidentFilter("place", "contains", events.read_words, "at a place called {}", facet=_holding("place", folded)),
    IncidentFilter("box", "within", _box, "between the parallels and meridians {}", facet=_cells, clause=_in_box),
    IncidentFilter("type", "is", events.read_words, "of type {}", facet=_type),
    IncidentFilter("mode", "is", events.read_words, "of mode {}", facet=_named("mode", change=str.lower)),
    IncidentFilter("weapon", "is", events.read_one_of(v.Weapon), "with a {}", facet=_named("weapon")),
    IncidentFilter("actor", "contains", events.read_words, "in which {} takes part", facet=_holding("actor", folded)),
    IncidentFilter(SEARCH, "finds", events.read_search, "found by {}",
                   clause=lambda asked: _C.id.in_(found_by(asked, INCIDENT))),
    IncidentFilter("killed", "at least", events.read_number, "with at least {} killed", clause=_least(_C.killed)),
    IncidentFilter("injured", "at least", events.read_number, "with at least {} injured", clause=_least(_C.injured)),
    IncidentFilter("factuality", "is", events.read_one_of(v.Factuality), "that are told as {}", facet=_named("factuality")),
    IncidentFilter("sphere", "is", events.read_one_of(v.Sphere, ALL_SPHERES), "of sphere {}"),
    IncidentFilter("kind", "is", events.read_one_of(IncidentKind, "all"), "of kind {}"),
    IncidentFilter("review", "is", events.read_one_of(ReviewState, "all"), "of which the review says {}"),
    IncidentFilter("sources", "at least", events.read_number, "told by at least {} independent sources",
                   clause=_least(_C.sources)),
    IncidentFilter("reports", "at least", events.read_number, "told by at least {} reports", clause=_least(_C.reports)),
    IncidentFilter("min_confidence", "at least", events.read_confidence, "of which dateline is at least {} sure",
                   clause=_least(_C.confidence)),
    IncidentFilter("publisher", "contains", events.read_words, "published by {}", facet=_holding("outlet", outlet_key)),
    IncidentFilter("judge", "is", events.read_words, "that {} judged", facet=_named("judge", change=folded)),
    IncidentFilter("unjudged", "is not", events.read_words, "that {} has not judged", clause=_without("judge")),
    IncidentFilter("disputed", "is", events.read_one_of(Literal["yes"]), "over which people differ: {}",
                   facet=_named("disputed")),
    IncidentFilter(ID, "is", _read_id, "with the id {}", clause=lambda known: _C.id == known),
)  # fmt: skip
"""The filters of incidents. Kind, sphere and review choose shelves; a state of review other than rejected is a facet too."""

LISTED_KINDS: tuple[str, ...] = ("incident", "series")
"""Kinds that lists show where none is asked for."""


def asked_of(given: Mapping[str, object]) -> tuple[Asked, ...]:
    """Return the filters given by name; None is not given, a list or tuple gives alternatives.

    Raises:
        SettingsError: there is no such filter, or a value is not valid for it.
    """
    by_name = {row.name: row for row in INCIDENT_FILTERS}
    found = []
    for name, value in given.items():
        if name not in by_name:
            raise SettingsError(f"there is no filter {name!r} of incidents{nearest(name, by_name)}")
        alone = name == "box" and isinstance(value, (list, tuple)) and len(value) == 4
        several = isinstance(value, (list, tuple, set, frozenset)) and not alone
        items = [item for item in (value if several else [value]) if item is not None]  # type: ignore[attr-defined]
        if items:
            found.append(Asked(by_name[name], tuple(_read(by_name[name], item) for item in items)))
    return tuple(found)


def _read(row: IncidentFilter, value: object) -> Any:
    try:
        return row.read(value)
    except ValueError as error:
        raise SettingsError(f"{row.name}: {error}; got {value!r}") from error


def shelves_of(asked: tuple[Asked, ...], kinds: tuple[str, ...]) -> tuple[int, ...]:
    """Return the shelves that filters choose: without criminal and rejected incidents unless they are asked for.

    Args:
        kinds: that are shown where the filters ask for none.
    """
    values = {one.filter.name: one.values for one in asked}
    spheres = values.get("sphere", tuple(sphere for sphere in SPHERES if sphere != "criminal"))
    states = values.get("review", ("machine",))
    rejected = [state == REJECTED for state in states] if "all" not in states else [False, True]
    chosen_kinds = values.get("kind", kinds)
    product = itertools.product(
        KINDS if "all" in chosen_kinds else chosen_kinds, SPHERES if ALL_SPHERES in spheres else spheres, set(rejected)
    )
    return tuple(sorted({shelf_of(kind, sphere, REJECTED if out else "machine") for kind, sphere, out in product}))


def review_facets(asked: tuple[Asked, ...]) -> Clause | None:
    """Return the facets of the states of review that are asked for; None where the shelves say it all."""
    for one in asked:
        if one.filter.name == "review" and "all" not in one.values and set(one.values) != {REJECTED}:
            return facets.c.name.in_([f"review:{state}" for state in one.values])
    return None
