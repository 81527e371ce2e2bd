"""Incidents to rows of the tables: the columns and facets that lists ask for."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_args

from dateline import vocabulary as v
from dateline.codec import from_data, to_data
from dateline.consolidation.members import outlet_key
from dateline.errors import RecordError, StoreError
from dateline.events import When
from dateline.incidents import Incident, IncidentKind, TollHistory

Row = dict[str, Any]

SHORT_DAYS = 31
"""Days between the bounds of a time up to which it is short: filters by day then look only so far back."""

FACET_CHARACTERS = 600
"""Characters of a facet's name, beyond which it is cut: as long as an index of PostgreSQL can surely take."""

KINDS: tuple[str, ...] = get_args(IncidentKind)
SPHERES: tuple[str, ...] = get_args(v.Sphere)
REJECTED = "rejected"

DOING = frozenset({"perpetrator", "speaker"})
SUFFERING = frozenset({"target", "victim", "recipient"})
AGAINST = "\t"
"""What parts doer and sufferer in the name of a facet; names hold no tabulator, and one that did would only be cut there."""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with the columns that lists show: the best-supported values; the whole is had by its id.

    `killed` and `injured` are the best figures; `reports` counts those that tell it, `sources` the independent ones among
    them; `anchor` and `title` are the first report's; `changed` is the number of its last change.
    """

    id: str
    version: int
    changed: int
    kind: str
    review: str
    sphere: str
    factuality: str
    plover: str
    mode: str | None
    acled: str | None
    start: str | None
    end: str | None
    precision: str | None
    countries: str
    places: str
    actors: str
    latitude: float | None
    longitude: float | None
    place_precision: str | None
    radius_km: float | None
    killed: int | None
    killed_low: int | None
    killed_high: int | None
    injured: int | None
    injured_low: int | None
    injured_high: int | None
    reports: int
    sources: int
    confidence: float
    anchor: str
    title: str | None
    first_report: str | None
    last_report: str | None


ROW_NAMES = tuple(part.name for part in fields(IncidentRow))


def shelf_of(kind: str, sphere: str, review: str) -> int:
    """Return the number of the shelf for a kind, a sphere and whether the incident is rejected."""
    return (KINDS.index(kind) * len(SPHERES) + SPHERES.index(sphere)) * 2 + (review == REJECTED)


def folded(words: str) -> str:
    """Return words as names are looked for: without case, accents and extra blanks."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def cell_of(latitude: float, longitude: float) -> tuple[int, int]:
    """Return the cell of one degree by one in which a point lies."""
    return math.floor(latitude), math.floor(longitude)


def incident_row(incident: Incident, data: Any) -> Row:
    """Return an incident as a row of `incidents`, but for the number of its change; `data` is its JSON form."""
    best = incident.types[0].value
    sphere, factuality = incident.sphere[0].value, incident.factuality[0].value
    place = next((told.value for told in incident.where if told.value.latitude is not None), None)
    first = incident.tellers[0]
    row: Row = {
        "id": incident.id, "version": incident.version, "kind": incident.kind, "review": incident.review.state,
        "shelf": shelf_of(incident.kind, sphere, incident.review.state), "sphere": sphere, "factuality": factuality,
        "plover": best.plover, "mode": best.mode, "acled": best.acled,
        "countries": _listed(told.value.country for told in incident.where),
        "places": _listed(told.value.name for told in incident.where),
        "actors": _listed(told.value.name for told in incident.participants),
        "latitude": place.latitude if place else None, "longitude": place.longitude if place else None,
        "place_precision": place.precision if place else None, "radius_km": place.radius_km if place else None,
        "reports": len({teller.report_id for teller in incident.tellers}), "sources": incident.sources,
        "confidence": incident.confidence, "anchor": first.anchor, "title": first.title,
        "first_report": incident.first_report, "last_report": incident.last_report, "incident": data,
    }  # fmt: skip
    row |= _time_columns(incident.when[0].value if incident.when else None)
    for measure in ("killed", "injured"):
        row |= _toll_columns(measure, next((toll for toll in incident.tolls if toll.measure == measure), None))
    return row | {"toll": -1 if row["killed"] is None else row["killed"]}


def _time_columns(when: When | None) -> Row:
    first = when.start[:10] if when and when.start else None
    last = when.end[:10] if when and when.end else None
    day = first or last or ""
    row: Row = {
        "start": when.start if when else None, "end": when.end if when else None,
        "precision": when.precision if when else None, "day": day,
        "last_day": last or ("9999-12-31" if day else ""),
    }  # fmt: skip
    short = first and last and (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days <= SHORT_DAYS
    return row | {"long": bool(day) and not short}


def _toll_columns(measure: str, toll: TollHistory | None) -> Row:
    best = None if toll is None else toll.best if toll.best is not None else toll.low
    low, high = (toll.low, toll.high) if toll else (None, None)
    return {measure: best, f"{measure}_low": low, f"{measure}_high": high}


def facets_of(incident: Incident) -> dict[str, str | None]:
    """Return the values that an incident can be found by, those that are names with their spelling.

    They are its best type, all its places, people, weapons and outlets, and who did something to whom.
    """
    best = incident.types[0].value
    found: dict[str, str | None] = {f"type:{best.plover}": None}
    codes = [f"{name}:{value.lower()}" for name, value in (("mode", best.mode), ("acled", best.acled)) if value]
    codes += [f"weapon:{told.value}" for told in incident.weapons]
    outlets = [name for teller in incident.tellers for name in (teller.publisher, teller.agency) if name]
    codes += [f"outlet:{outlet_key(name)}" for name in outlets]
    codes += [f"review:{incident.review.state}", f"factuality:{incident.factuality[0].value}"]
    codes += [f"judge:{folded(name)}" for name in incident.judges or ()]
    codes += ["disputed:yes" for one in incident.corrections or () if one.disputed]
    for place in incident.where:
        found.setdefault(f"place:{folded(place.value.name)}", place.value.name)
        if place.value.country:
            codes.append(f"country:{place.value.country}")
        if place.value.latitude is not None and place.value.longitude is not None:
            row, column = cell_of(place.value.latitude, place.value.longitude)
            codes.append(f"cell:{row},{column}")
    for told in incident.participants:
        for name in (told.value.name, *told.names):
            found.setdefault(f"actor:{folded(name)}", name)
        if told.value.actor:
            codes.append(f"actor:{told.value.actor}")
    codes += [f"against:{doer}{AGAINST}{sufferer}" for doer, sufferer in pairs_of(incident)]
    found |= {name: found.get(name) for name in codes}
    return {name[:FACET_CHARACTERS]: label for name, label in found.items()}


def pairs_of(incident: Incident) -> set[tuple[str, str]]:
    """Return who did something to whom, by the names that stand first."""
    doing = {told.value.name for told in incident.participants if told.value.role in DOING}
    suffering = {told.value.name for told in incident.participants if told.value.role in SUFFERING}
    return {(doer, sufferer) for doer in doing for sufferer in suffering if doer != sufferer}


def incident_of(data: Any, name: str) -> Incident:
    """Return the incident of its JSON form.

    Raises:
        StoreError: the row was changed by another hand and is no incident any more.
    """
    try:
        return from_data(Incident, data, where="incident")
    except RecordError as error:
        raise StoreError(f"{name}: a stored incident is not what was stored: {error}") from error


def data_of(incident: Incident) -> Any:
    """Return the JSON form of an incident."""
    return to_data(incident)


def _listed(names: Iterator[str | None]) -> str:
    return "; ".join(dict.fromkeys(name for name in names if name))
