"""What a map shows: the window around some points, the outlines of countries in it, and how points lie in it.

Longitudes of a window run from its western edge eastwards without a jump, beyond 180 where it spans the date line.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.export.tables import table_rows
from dateline.text import Place

Ring = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude) in degrees."""

KM_PER_DEGREE = 111.2
LEAST_DEGREES = 4.0
"""The least breadth and height of a window: around one town a reader still sees in which country it lies."""
MARGIN = 0.08
"""Share of the window's size that is left free around the points."""
WHOLE_EARTH = 200.0
"""A window that would be broader shows the whole earth."""
FURTHEST_NORTH, FURTHEST_SOUTH = 84.0, -58.0
"""Where the whole earth ends on a map, so that empty ice takes no room."""
COARSE = frozenset({"admin1", "admin2", "country", "region", "sea"})
"""Precisions that a point would make look finer than they are."""
AREA_KM = {"admin2": 25.0, "admin1": 80.0, "country": 200.0, "region": 200.0, "sea": 200.0}
"""The radius to draw where a place has none of its own: about half the breadth of a common area of the kind."""


WIDEST_KM = 600.0
"""The widest area that is drawn as such; a wider one ("North America") would hide what lies in it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the earth, in degrees; `east` may pass 180."""

    west: float
    south: float
    east: float
    north: float

    @property
    def shrink(self) -> float:
        """How long a degree of longitude is in the middle of the window, a degree of latitude being 1."""
        return max(0.2, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def aspect(self) -> float:
        """The breadth of the window on the ground, its height being 1."""
        return (self.east - self.west) * self.shrink / (self.north - self.south)

    def east_of(self, longitude: float) -> float:
        """Return a longitude as the window counts it."""
        return self.west + (longitude - self.west) % 360

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in the window."""
        return self.south <= latitude <= self.north and self.east_of(longitude) <= self.east


WORLD = Window(-180.0, FURTHEST_SOUTH, 180.0, FURTHEST_NORTH)


def window_of(points: Sequence[tuple[float, float]], *, aspect: float) -> Window:
    """Return the window that holds the points, (longitude, latitude), with a margin; the whole earth where there are none.

    Args:
        aspect: breadth to height that the picture is to have.
    """
    if not points:
        return WORLD
    west, east = _longitudes(sorted({longitude for longitude, _ in points}))
    south = min(latitude for _, latitude in points)
    north = max(latitude for _, latitude in points)
    if east - west > WHOLE_EARTH:
        return WORLD
    across = max((east - west) * (1 + 2 * MARGIN), LEAST_DEGREES)
    high = max((north - south) * (1 + 2 * MARGIN), LEAST_DEGREES)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return _fitted(
        Window(middle_x - across / 2, middle_y - high / 2, middle_x + across / 2, middle_y + high / 2), aspect
    )


def _longitudes(sorted_longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the shortest stretch that holds all longitudes: it begins after the widest gap between neighbours."""
    first = sorted_longitudes[0]
    gaps = [(later - before, later) for before, later in itertools.pairwise([*sorted_longitudes, first + 360])]
    widest, start = max(gaps)
    if start == first + 360:
        return first, sorted_longitudes[-1]
    return start, start + 360 - widest


def _fitted(window: Window, aspect: float) -> Window:
    """Return the window made broader or higher until it has the aspect, as far as the earth goes."""
    across, high = window.east - window.west, window.north - window.south
    if window.aspect < aspect:
        across = min(360.0, across * aspect / window.aspect)
    else:
        high = min(180.0, high * window.aspect / aspect)
    middle_x, middle_y = (window.west + window.east) / 2, (window.south + window.north) / 2
    south = max(-90.0, min(middle_y - high / 2, 90.0 - high))
    return Window(middle_x - across / 2, south, middle_x + across / 2, south + high)


@cache
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each country by its code; a hole is a ring within another, to be filled by the even-odd rule."""
    return MappingProxyType(
        {row["country"]: tuple(map(_ring, row["rings"].split(";"))) for row in table_rows("outlines.tsv")}
    )


def _ring(text: str) -> Ring:
    x = y = 0
    points = []
    for step in text.split(","):
        east, north = step.split()
        x, y = x + int(east), y + int(north)
        points.append((x / 100, y / 100))
    return tuple(points)


def rings_in(window: Window) -> Iterator[tuple[str, Ring]]:
    """Yield the rings that reach into the window, each with its country, shifted to the window's longitudes.

    A land that crosses the edge of a map of the whole earth comes twice, once for either side.
    """
    for code, rings in outlines().items():
        for ring in rings:
            south, north = min(y for _, y in ring), max(y for _, y in ring)
            if south > window.north or north < window.south:
                continue
            west, east = min(x for x, _ in ring), max(x for x, _ in ring)
            for shift in (-360.0, 0.0, 360.0):
                # A state of a few streets has become a point.
                if len(ring) > 2 and west + shift <= window.east and east + shift >= window.west:
                    yield code, tuple((x + shift, y) for x, y in ring) if shift else ring


def radius_degrees(place: Place) -> float | None:
    """Return how far around its point a place of coarse precision is drawn, in degrees of latitude.

    None for a fine one; 0 for one that is so wide that its area would hide the map.
    """
    if place.precision not in COARSE:
        return None
    radius = place.radius_km if place.radius_km is not None else AREA_KM[place.precision]
    return radius / KM_PER_DEGREE if radius <= WIDEST_KM else 0.0
