"""The profile of somebody or of a place: their incidents over time, with whom, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dateline.errors import NotFound
from dateline.store.incidents.figures import Month, by_month
from dateline.store.incidents.filters import asked_of
from dateline.store.incidents.query import count_asked, latest
from dateline.store.incidents.rows import folded
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import incidents

MOST_READ = 2000
"""Incidents that are read, the latest first: in some tens of milliseconds."""

MOST_NAMED = 30
"""Names of a list of a profile, the commonest."""

BETWEEN = "; "
"""What parts the names of an incident's columns."""

Named = tuple[tuple[str, int], ...]

_I = incidents.c


@dataclass(frozen=True, slots=True)
class Profile:
    """Incidents of somebody, or at a place.

    Args:
        total: incidents that fit.
        of: how many of them were read, where not all were: the latest. Months and names are of these.
        months: as `dateline.store.Month`, the first first; incidents without a day are in none.
        actors, places, countries: the commonest, each with the number of incidents; without whom it is about.
    """

    name: str
    total: int
    of: int | None
    months: tuple[Month, ...]
    actors: Named
    places: Named
    countries: Named


def profile(
    connection: sa.Connection,
    of: Literal["actor", "place"],
    name: str,
    filters: Mapping[str, object],
    *,
    kinds: tuple[str, ...],
    most: int = MOST_READ,
) -> Profile:
    """Return the profile of an actor, by a name or code under which incidents stand, or of a place, by its name.

    Args:
        most: how many incidents are read, the latest first.

    Raises:
        NotFound: no incident that fits has it.
    """
    asked = asked_of(filters)
    about = asked_of({of: f'"{name}"'}) if name.strip() else ()
    found = latest(connection, (*asked, *about), kinds, (), most + 1) if about else []
    if not found:
        raise NotFound(f"there is no {of} {name!r:.80} in any incident that fits; search finds names by a part of them")
    more = len(found) > most
    columns = sa.select(_I.day, _I.plover, _I.killed, _I.actors, _I.places, _I.countries)
    rows = list(rows_in(connection, columns, _I.number, [row.number for row in found[:most]]))
    total = count_asked(connection, (*asked, *about), kinds, None).number if more else len(rows)
    return Profile(
        name,
        total,
        len(rows) if more else None,
        by_month((row.day, row.plover, row.killed) for row in rows),
        _commonest((row.actors for row in rows), but=name),
        _commonest((row.places for row in rows), but=name),
        _commonest((row.countries for row in rows), but=""),
    )


def _commonest(lists: Iterable[str], *, but: str) -> Named:
    number = Counter(one for names in lists for one in names.split(BETWEEN) if one and folded(one) != folded(but))
    ordered = sorted(number.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ordered[:MOST_NAMED])
