"""Points and radii that are computed: parts of a country, distances from a town, the middle of two places."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dateline.gazetteer import Entry, distance_km

KM_PER_DEGREE = 111.2
PART_SHIFT = 0.45
"""The middle of a country's north lies about this share of its radius north of its middle."""
PART_RADIUS = 0.6
UNSTATED_KM = 30.0
"""What "south of Baghdad" means where no distance is given."""
NEAR_KM = 10.0
DISTANCE_ERROR = 0.2


@dataclass(frozen=True, slots=True)
class Shape:
    """A point with the radius within which the place lies, in kilometres."""

    lat: float
    lon: float
    radius_km: float


def shape_of(entry: Entry) -> Shape:
    """Return the point and radius of a place of the gazetteer."""
    return Shape(entry.lat, entry.lon, entry.radius_km)


def part_of(shape: Shape, bearing: float) -> Shape:
    """Return the part of a country or province that lies in a direction, in degrees from north."""
    moved = moved_by(shape, bearing, PART_SHIFT * shape.radius_km)
    return Shape(moved.lat, moved.lon, PART_RADIUS * shape.radius_km)


def away_from(shape: Shape, bearing: float, km: float | None) -> Shape:
    """Return the point at a distance from a town in a direction; unknown distances get a usual one."""
    distance = UNSTATED_KM if km is None else km
    moved = moved_by(shape, bearing, distance)
    radius = UNSTATED_KM if km is None else max(2.0, DISTANCE_ERROR * km + shape.radius_km)
    return Shape(moved.lat, moved.lon, radius)


def near(shape: Shape, km: float | None = None) -> Shape:
    """Return the surroundings of a place, as far as they are told to reach: some way off, in a direction not told."""
    return Shape(shape.lat, shape.lon, shape.radius_km + (NEAR_KM if km is None else (1 + DISTANCE_ERROR) * km))


def between(one: Shape, other: Shape) -> Shape:
    """Return the middle of two places, with half their distance as radius."""
    half = distance_km(one.lat, one.lon, other.lat, other.lon) / 2
    east = (other.lon - one.lon + 540) % 360 - 180
    return Shape((one.lat + other.lat) / 2, _wrapped(one.lon + east / 2), max(1.0, half))


def moved_by(shape: Shape, bearing: float, km: float) -> Shape:
    """Return the shape moved by a distance in a direction."""
    north = km * math.cos(math.radians(bearing)) / KM_PER_DEGREE
    lat = max(-90.0, min(90.0, shape.lat + north))
    shrink = max(0.05, math.cos(math.radians(shape.lat)))
    east = km * math.sin(math.radians(bearing)) / (KM_PER_DEGREE * shrink)
    return Shape(lat, _wrapped(shape.lon + east), shape.radius_km)


def _wrapped(lon: float) -> float:
    return (lon + 540) % 360 - 180
