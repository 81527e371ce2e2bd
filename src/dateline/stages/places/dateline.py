"""The place at the head of a report ("BAGHDAD, Iraq —"), resolved."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft
from dateline.gazetteer import Entry, Gazetteer
from dateline.text import Place


def resolve_dateline(draft: Draft, gazetteer: Gazetteer) -> tuple[Place | None, Entry | None]:
    """Return the dateline as a place with coordinates, and its entry; the reader's words alone where it is unknown."""
    place = draft.report.dateline
    if place is None:
        return None, None
    entry = find(place.name, gazetteer)
    if entry is None:
        return place, None
    resolved = replace(
        place,
        kind=entry.kind,
        precision=entry.precision,
        geonames_id=entry.geonames_id,
        latitude=round(entry.lat, 4),
        longitude=round(entry.lon, 4),
        radius_km=round(entry.radius_km, 1),
        country=entry.country,
        admin1=entry.admin1,
        admin2=entry.admin2,
    )
    return resolved, entry


def find(name: str, gazetteer: Gazetteer) -> Entry | None:
    """Return the place of a dateline's words: "BAGHDAD, Iraq", "Paris, Texas", "Baghdad/Erbil"."""
    parts = [part.strip() for part in name.replace("/", ",").split(",") if part.strip()]
    if not parts:
        return None
    entries = gazetteer.lookup(parts[0])
    for part in parts[1:]:
        for holder in gazetteer.lookup(part):
            if holder.kind not in {"country", "admin"}:
                continue
            inside = [
                e for e in entries
                if e.country == holder.country and (holder.kind == "country" or e.admin1 == holder.admin1)
            ]  # fmt: skip
            if inside:
                return inside[0]
    return entries[0] if entries else None
