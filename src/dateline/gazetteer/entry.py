"""A place as the gazetteer knows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.vocabulary import PlaceKind, PlacePrecision

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One place.

    Args:
        index: its number in the file that it was read from; two entries of one gazetteer with one index are one place.
        geonames_id: where GeoNames has the place, else None.
        name: its main name.
        kind: as in the record.
        precision: how exactly a mention of the place alone fixes a spot.
        country: ISO 3166-1 alpha-2; None for seas and regions that belong to several states.
        admin1: name of the first-order area that it lies in (or is), where known.
        admin2: name of the second-order area, where known.
        lat: degrees north, WGS 84.
        lon: degrees east.
        radius_km: within this distance of the point lies the place.
        population: of the place; 0 where unknown.
        zone: IANA name of its time zone (of the nearest town where the source has none).
        importance: how likely the bare name means this place, 0 to 12; comparable between places.
        source: geonames, areas, airports, hand or countries.
        is_main_name: whether it was found by its main name, not an alternate.
    """

    index: int
    geonames_id: int | None
    name: str
    kind: PlaceKind
    precision: PlacePrecision
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float
    lon: float
    radius_km: float
    population: int
    zone: str | None
    importance: float
    source: str
    is_main_name: bool = True

    def distance_km(self, lat: float, lon: float) -> float:
        """Return the distance of the place's point from another, in kilometres."""
        return distance_km(self.lat, self.lon, lat, lon)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points, in kilometres."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
