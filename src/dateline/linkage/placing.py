"""Comparisons of where: places by distance against what their names cover, and by what holds what.

A small town says more than a large one: two shootings in a city on one day are common. How large a place is, its own
radius tells (`Place.radius_km`, from the gazetteer), so nothing hangs on what else is in a store.
"""

from __future__ import annotations

import math

from dateline.linkage.traits import KM_PER_DEGREE, Point, Traits

SPOT_KM = 0.5
TOWN_KM = 3.0
SMALL_KM = 2.6
MIDDLE_KM = 4.0
LARGE_KM = 7.0
NEAR_KM = 15.0
REGION_KM = 60.0
FAR_KM = 200.0

BEST_FIRST = (
    "place.same_site", "place.same_small_town", "place.same_town", "place.same_large_town", "place.same_city",
    "place.near", "place.same_admin2", "place.within_admin2", "place.within_admin1", "place.same_admin1", "place.same_name",
    "place.region", "place.same_country", "place.within_country", "place.within_area", "place.unclear", "place.far_inside", "place.far",
    "place.other_country", "place.setting_town", "place.setting_area", "place.setting_country", "place.setting_other", "place.unknown",
)  # fmt: skip
_RANK = {level: rank for rank, level in enumerate(BEST_FIRST)}


def distance(a: Point, b: Point) -> float:
    """Return about how many km lie between two points: flat-earth, right to a percent where it matters."""
    east = abs(a.longitude - b.longitude)
    east = min(east, 360.0 - east) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return KM_PER_DEGREE * math.hypot(a.latitude - b.latitude, east)


def place_level(a: Traits, b: Traits) -> str:
    """Return how the places of two tellings stand to each other: by the two that go together best."""
    if not a.points or not b.points:
        return _by_setting(a, b)
    if len(a.points) == 1 and len(b.points) == 1:
        return _level(a.points[0], b.points[0])
    return min((_level(one, two) for one in a.points for two in b.points), key=_RANK.__getitem__)


_SETTING = {
    **dict.fromkeys(BEST_FIRST[:6], "place.setting_town"), "place.same_name": "place.setting_town",
    **dict.fromkeys(BEST_FIRST[6:10], "place.setting_area"), "place.region": "place.setting_area",
    **dict.fromkeys(("place.same_country", "place.within_country", "place.within_area"), "place.setting_country"),
}  # fmt: skip
"""What a level comes to where a telling has no place of its own, and that of its report's main event stands in."""


def _by_setting(a: Traits, b: Traits) -> str:
    best = min((_level(one, two) for one in a.grounds for two in b.grounds), key=_RANK.__getitem__, default=None)
    return "place.unknown" if best is None else _SETTING.get(best, "place.setting_other")


def _level(a: Point, b: Point) -> str:
    one, two = a.spot, b.spot
    if one.country and two.country and one.country != two.country:
        return "place.same_name" if a.exact and b.exact and _alike(a.name, b.name) else "place.other_country"
    if a.exact and b.exact:
        if a.located and b.located:
            return _between(a, b)
        if a.name == b.name:
            return "place.same_town"
        return _contained(a, b)
    return _contained(a, b)


def _alike(one: str, two: str) -> bool:
    """Whether all words of one name are in the other: two reports mean one place, and one was taken for a namesake."""
    return one == two or set(one.split()) <= set(two.split()) or set(two.split()) <= set(one.split())


def _between(a: Point, b: Point) -> str:
    """Return the level of two places of towns or within towns, with coordinates."""
    one, two = a.spot, b.spot
    km = distance(a, b)
    if a.name == b.name and one.precision == two.precision == "site" and km <= TOWN_KM:
        return "place.same_site"
    reach = max(a.reach, b.reach)
    if km <= SPOT_KM or km <= min(reach, TOWN_KM) or (km <= reach and one.admin1 == two.admin1):
        if reach <= SMALL_KM:
            return "place.same_small_town"
        return (
            "place.same_town"
            if reach <= MIDDLE_KM
            else "place.same_large_town"
            if reach <= LARGE_KM
            else "place.same_city"
        )
    if km <= max(NEAR_KM, a.reach + b.reach):
        return "place.near"
    if one.admin2 and one.admin2 == two.admin2 and one.admin1 == two.admin1:
        return "place.same_admin2"
    if a.name == b.name:
        return "place.same_name"
    if km <= REGION_KM:
        return "place.region"
    return "place.far_inside" if km <= FAR_KM and one.admin1 == two.admin1 else "place.far"


def _contained(a: Point, b: Point) -> str:
    """Return the level where at least one is an area."""
    one, two = a.spot, b.spot
    if one.admin1 and two.admin1 and one.country == two.country:
        if one.admin1 != two.admin1:
            return "place.far"
        if one.admin2 and two.admin2:
            if one.admin2 != two.admin2:
                return "place.far_inside"
            return "place.within_admin2" if a.exact or b.exact else "place.same_admin2"
        return "place.within_admin1" if a.exact or b.exact else "place.same_admin1"
    if a.name == b.name and one.precision == two.precision:
        return "place.same_country" if one.precision == "country" else "place.within_area"
    if one.country and one.country == two.country:
        return "place.within_country"
    if a.located and b.located:
        return "place.within_area" if distance(a, b) <= a.reach + b.reach else "place.far"
    return "place.unclear"


def place_words(level: str, a: Traits, b: Traits) -> str:
    """Say how two places stand to each other."""
    if level == "place.unknown":
        return "no place is told by both"
    one, two = min(((x, y) for x in a.grounds for y in b.grounds), key=lambda pair: _RANK[_level(*pair)])
    if level.startswith("place.setting"):
        return f"a place is not told by both; their reports tell of {one.name} and {two.name}"
    if one.name == two.name and level not in {"place.same_name", "place.far"}:
        return f"both in {one.name}"
    apart = f", {distance(one, two):.0f} km apart" if one.located and two.located and one.exact and two.exact else ""
    return f"{one.name} and {two.name}{apart}"
