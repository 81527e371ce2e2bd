"""Where local news of a shooting has it: in the town that the news is of, at the street or building that it names."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft, Toponym
from dateline.gazetteer import Entry, distance_km, open_gazetteer
from dateline.lexicon.words import word_set
from dateline.stages.coding.hometown import Home, home_town
from dateline.stages.coding.material import Material
from dateline.text import Place

AROUND_KM = 80.0
"""A town this far from the report's own may be where local news happened; one farther away bears the name of a quarter."""
GUESSED, TOLD = 0.5, 0.7
"""Confidence in a place that is only the town of the report, and in one told of the shooting that is put into that town."""


def local_place(draft: Draft, material: Material) -> Place | None:
    """Return the place of the shooting that a report is about; None where the report names no town."""
    home = home_town(draft)
    if home is None:
        return None
    told = _told(draft, material)
    beside = _told(draft, material, beside=True)
    road = next((t for t in (*told, *beside) if t.place.relation == "between"), None)
    if road is not None:
        return road.place
    towns = [t for t in told if _is_town(draft, t) and _near(t.place, home.entry)]
    own = next((t for t in towns if t.place.geonames_id == home.entry.geonames_id), next(iter(towns), None))
    if own is not None:
        return own.place
    site = next((t for t in (*told, *beside) if t.place.precision in {"site", "town"}), None)
    if site is not None and _is_town(draft, site):
        site = None  # a town far away, or one that is only told beside
    if site is None:
        return _home_place(draft, home)
    if site.place.precision == "site" and site.place.latitude is not None and _near(site.place, home.entry):
        return site.place
    return _put_into(site.place, home.entry)


def _told(draft: Draft, material: Material, *, beside: bool = False) -> list[Toponym]:
    """Return the places that the words of the shooting are given; where somebody died of it is not where he was shot.

    Args:
        beside: those that only stand beside it in its sentences.
    """
    found: list[Toponym] = []
    for scene in draft.scenes_of(m.index for m in material.mentions if m.frame != "die"):
        found += [draft.toponyms[n] for n in (scene.near if beside else scene.places)]
    return [t for t in found if not _is_hospital(t)]


def _is_hospital(toponym: Toponym) -> bool:
    return bool(set(toponym.place.name.lower().split()) & word_set("hospital_words"))


def _is_town(draft: Draft, toponym: Toponym) -> bool:
    """Whether words name a settlement and no street, quarter or school that bears a town's name."""
    place = toponym.place
    if place.precision != "town" or place.latitude is None:
        return False
    tokens = draft.sentences[toponym.sentence].tokens
    following = tokens[toponym.last].lower if toponym.last < len(tokens) else ""
    if following in word_set("town_parts"):
        return False
    return any(e.kind == "settlement" for e in open_gazetteer().lookup(place.name))


def _near(place: Place, entry: Entry) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    return distance_km(place.latitude, place.longitude, entry.lat, entry.lon) <= AROUND_KM


def _put_into(place: Place, entry: Entry) -> Place:
    """Return a street, building or quarter as lying in a town, with the town's point."""
    return replace(
        place, precision="town", geonames_id=None, latitude=round(entry.lat, 4), longitude=round(entry.lon, 4),
        radius_km=round(entry.radius_km, 1), country=entry.country, admin1=entry.admin1, admin2=entry.admin2, confidence=TOLD,
    )  # fmt: skip


def _home_place(draft: Draft, home: Home) -> Place:
    entry = home.entry
    return Place(
        draft.report.text[home.start : home.end], "settlement", "town", "in", entry.geonames_id, round(entry.lat, 4),
        round(entry.lon, 4), round(entry.radius_km, 1), entry.country, entry.admin1, entry.admin2,
        (draft.span(home.start, home.end),), GUESSED,
    )  # fmt: skip
