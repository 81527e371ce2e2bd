"""Areas drawn on the map: polygon, box, radius; and whether a point, with its uncertainty, lies in one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.errors import SettingsError

EARTH_KM = 6371.0
KM_PER_DEGREE = EARTH_KM * math.pi / 180

Ring = tuple[tuple[float, float], ...]
"""Corners as (latitude, longitude) in degrees, WGS 84; the last is joined to the first."""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon, or a circle where `km` is above 0.

    Args:
        ring: the corners; of a circle its middle alone. km: the radius in kilometres.
    """

    ring: Ring
    km: float = 0.0
    words: str = ""

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in it; a border belongs to it."""
        if self.km:
            return distance_km(self.ring[0], (latitude, longitude)) <= self.km
        # Longitudes are counted from the first corner, so that an area across the date line hangs together.
        start = self.ring[0][1]
        ring = [(lat, _turned(lon - start)) for lat, lon in self.ring]
        return _inside(ring, latitude, _turned(longitude - start))


def box(south: float, west: float, north: float, east: float) -> Area:
    """Return the area between two parallels and two meridians; `west` above `east` crosses the date line.

    Raises:
        SettingsError: these are no degrees, or south lies above north.
    """
    _see_degrees(((south, west), (north, east)), "box")
    if south > north:
        raise SettingsError(f"box: south must not be above north; got {south:g} and {north:g}")
    width = east - west if east >= west else east - west + 360
    # Parallels are no great circles, but on the map a box is one: corners are enough for a test in degrees.
    steps = max(1, math.ceil(width / 90))
    across = [west + width * n / steps for n in range(steps + 1)]
    ring = (*((south, lon) for lon in across), *((north, lon) for lon in reversed(across)))
    return Area(ring, words=f"between {south:g} and {north:g} north, {west:g} and {east:g} east")


def circle(latitude: float, longitude: float, km: float) -> Area:
    """Return what lies so many kilometres around a point.

    Raises:
        SettingsError: these are no degrees, or the radius is not above 0.
    """
    _see_degrees(((latitude, longitude),), "within_km")
    if not 0 < km <= 20_100:
        raise SettingsError(f"within_km: the radius must be above 0 and at most half round the earth; got {km:g}")
    return Area(((latitude, longitude),), km, f"within {km:g} km of {latitude:g}, {longitude:g}")


def polygon(corners: Sequence[Sequence[float]], *, longitude_first: bool = False) -> Area:
    """Return the area within some corners.

    Args:
        corners: pairs of latitude and longitude; of longitude and latitude where that is said (as in GeoJSON).

    Raises:
        SettingsError: there are fewer than three corners, or they are no degrees.
    """
    pairs = [tuple(float(value) for value in corner) for corner in corners]
    if any(len(pair) != 2 for pair in pairs):
        raise SettingsError("polygon: each corner is a pair of degrees, as [33.3, 44.4]")
    ring = tuple((b, a) if longitude_first else (a, b) for a, b in pairs)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring = ring[:-1]
    if len(set(ring)) < 3:
        raise SettingsError(f"polygon: it needs three corners at least; got {len(set(ring))}")
    _see_degrees(ring, "polygon")
    return Area(ring, words=f"in the area of {len(ring)} corners drawn on the map")


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in kilometres (haversine)."""
    (a, x), (b, y) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin((y - x) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _see_degrees(points: Sequence[tuple[float, float]], what: str) -> None:
    for lat, lon in points:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise SettingsError(f"{what}: degrees north lie in -90…90, degrees east in -180…180; got {lat:g}, {lon:g}")


def _turned(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def _inside(ring: Sequence[tuple[float, float]], y: float, x: float) -> bool:
    within = False
    # An area wider than half the earth is unrolled along its corners.
    unrolled, last = [], 0.0
    for lat, lon in ring:
        last += _turned(lon - last)
        unrolled.append((lat, last))
    for shift in (-360.0, 0.0, 360.0):
        within = within or _in_flat(unrolled, y, x + shift)
    return within


def _in_flat(ring: Sequence[tuple[float, float]], y: float, x: float) -> bool:
    within = False
    for (y1, x1), (y2, x2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if abs(cross) < 1e-12 and min(y1, y2) <= y <= max(y1, y2) and min(x1, x2) <= x <= max(x1, x2):
            return True
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within
