"""Outlines of countries, read from the table that tools/draw_borders.py made."""

from __future__ import annotations

import functools
import itertools
import math
from pathlib import Path

TABLE = Path(__file__).parents[1] / "gazetteer" / "borders.tsv"
KM_PER_DEGREE = 111.2


@functools.cache
def outlines():
    """The rings of each country, as lists of (longitude, latitude) in degrees."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        code: [_ring(ring) for ring in rings.split(";")] for code, rings in (line.split("\t") for line in lines[1:])
    }


def _ring(text):
    x = y = 0
    points = []
    for step in text.split(","):
        east, north = step.split()
        x, y = x + int(east), y + int(north)
        points.append((x / 100, y / 100))
    return points


@functools.cache
def _boxes(code):
    return [
        (min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring))
        for ring in outlines()[code]
    ]


def inside(code, lat, lon):
    """Whether the point lies within the outline; holes count as outside."""
    within = False
    for number, ring in enumerate(outlines().get(code, ())):
        west, south, east, north = _boxes(code)[number]
        if not (west <= lon <= east and south <= lat <= north):
            continue
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                within = not within
    return within


def holder(lat, lon):
    """The country whose outline holds the point, None at sea."""
    return next((code for code in outlines() if inside(code, lat, lon)), None)


def border_km(code, lat, lon):
    """Kilometres from the point to the nearest piece of the country's outline."""
    shrink = math.cos(math.radians(lat))
    least = math.inf
    for ring in outlines().get(code, ()):
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            ax, ay, bx, by = (x1 - lon) * shrink, y1 - lat, (x2 - lon) * shrink, y2 - lat
            run, rise = bx - ax, by - ay
            length = run * run + rise * rise
            along = 0.0 if not length else min(1.0, max(0.0, -(ax * run + ay * rise) / length))
            least = min(least, math.hypot(ax + along * run, ay + along * rise))
    return least * KM_PER_DEGREE


def outside_km(code, lat, lon):
    """Kilometres from the country: 0 within its outline."""
    return 0.0 if inside(code, lat, lon) else border_km(code, lat, lon)
