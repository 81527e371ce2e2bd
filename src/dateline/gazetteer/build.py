"""Compile the gazetteer's file from its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DataError
from dateline.gazetteer import layout, middles, minor, sources, states
from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.names import fold
from dateline.gazetteer.writing import Words, write_places

if TYPE_CHECKING:
    from dateline.gazetteer.sources import Place


def build_gazetteer(path: Path) -> Path:
    """Compile the gazetteer from the installed source packages and our own tables, and write it to the path.

    Args:
        path: where to write; an existing file is replaced only once the new one is whole.

    Raises:
        DataError: a source package is missing or a table of ours is broken.
    """
    if not path.parent.is_dir():
        raise DataError(f"{path}: there is no folder {path.parent}")
    if path.is_dir():
        raise DataError(f"{path} is a folder; name the file to write")
    versions = sources.versions()
    towns = sorted(sources.settlements(), key=lambda t: (layout.cell_of(t.lat, t.lon), t.geonames_id))
    area_places = dict(sources.areas(towns))
    middles.move_middles(area_places, towns)
    country_places = list(states.countries(towns))
    others = [*sources.airports(), *sources.hand()]
    _complete([*others, *area_places.values()], towns)
    _adopt(others, area_places)
    words = Words(adjectives=states.adjectives(), capitals=states.capitals(towns))
    finder = minor.Finder(area_places, towns)
    small = [
        *minor.listed(finder), *minor.barangays(finder), *minor.post_villages(finder), *minor.nigerian_towns(finder),
    ]  # fmt: skip
    places = [*towns, *area_places.values(), *country_places, *others, *_unlike(small, towns)]
    return write_places(places, towns=len(towns), areas=area_places, path=path, versions=versions, words=words)


def _unlike(small: Iterable[Place], towns: list[Place]) -> Iterator[Place]:
    """Yield the small places that are not among the towns already, nor told twice by their lists."""
    seen = {
        (fold(name), area) for town in towns for name in {town.name, *town.names} for area in (town.admin1, town.admin2)
    }
    for place in small:
        key = fold(place.name), place.admin2 or place.admin1
        if key not in seen:
            seen.add(key)
            yield place


def _complete(places: Iterable[Place], towns: list[Place]) -> None:
    """Give places without them the zone, and small ones the areas, of the nearest town."""
    cells: dict[int, list[Place]] = {}
    for town in towns:
        cells.setdefault(layout.cell_of(town.lat, town.lon), []).append(town)
    for place in places:
        if place.zone and place.admin1:
            continue
        around = [
            town
            for step_lat in (-1, 0, 1)
            for step_lon in (-1, 0, 1)
            for town in cells.get(layout.cell_of(place.lat + step_lat, place.lon + step_lon), ())
        ]

        def distance(town: Place, place: Place = place) -> float:
            return distance_km(place.lat, place.lon, town.lat, town.lon)

        near = min(around, key=distance, default=None)
        # A crossing's nearest town may be the neighbour's; its areas are those of its own state.
        own = min((town for town in around if town.country == place.country), key=distance, default=None)
        place.zone = place.zone or (near.zone if near else None)
        if not place.admin1 and place.precision in ("site", "town") and own is not None:
            place.admin1, place.admin2 = own.admin1, own.admin2


def _adopt(places: Iterable[Place], areas: dict[str, Place]) -> None:
    """Let the administrative areas of our own table take the code of the area of that name, where there is one."""
    codes: dict[tuple[str, str, str], str] = {}
    for code, area in areas.items():
        for name in {area.name, *area.names}:
            codes.setdefault((area.country, area.precision, fold(name)), code)
    for place in places:
        if place.kind != "admin":
            continue
        names = [fold(place.name), *map(fold, sorted(place.names))]
        own = next((codes[key] for name in names if (key := (place.country, place.precision, name)) in codes), None)
        if own is None:
            continue
        place.admin1, place.admin2 = areas[own].admin1, areas[own].admin2
        place.population = place.population or areas[own].population
