"""The middle of first-order areas whose towns crowd in one part of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.errors import DataError
from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.names import fold
from dateline.gazetteer.sources import Place, data_rows

TABLE = "area_points.tsv"
COVERED = 0.9
"""The radius reaches so many of the area's towns, as where the point is the middle of the towns."""
MARGIN = 1.15


def move_middles(areas: Mapping[str, Place], towns: Iterable[Place]) -> int:
    """Move areas to their points of the table, with a radius that still reaches nine in ten of their towns.

    Args:
        areas: by the code that the towns' ``admin1`` uses; the places are changed.
        towns: all settlements.

    Returns:
        How many were moved.

    Raises:
        DataError: a row of the table holds no point.
    """
    points = _points()
    members: dict[str, list[Place]] = {}
    for town in towns:
        if town.admin1:
            members.setdefault(town.admin1, []).append(town)
    moved = 0
    for code, area in areas.items():
        point = points.get((area.country, fold(area.name))) if area.precision == "admin1" else None
        if point is None:
            continue
        area.lat, area.lon = point
        far = sorted(distance_km(*point, town.lat, town.lon) for town in members.get(code, ()))
        if far:
            area.radius_km = max(5.0, MARGIN * far[int(COVERED * (len(far) - 1))])
        moved += 1
    return moved


def _points() -> dict[tuple[str, str], tuple[float, float]]:
    points = {}
    for country, area, lat, lon, _ in data_rows(TABLE):
        try:
            points[country, fold(area)] = float(lat), float(lon)
        except ValueError as error:
            raise DataError(f"data/{TABLE}: {area} ({country}) has no point: {lat!r}, {lon!r}") from error
    return points
