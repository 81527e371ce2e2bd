"""The place at the head of a report ("BAGHDAD, Iraq —"), resolved."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft
from dateline.gazetteer import Entry, Gazetteer
from dateline.stages.places.spelling import Spelling
from dateline.stages.places.words import PlaceWords
from dateline.text import Place

CLEAR_LEAD = 1.5
"""A dateline's town is meant, whatever the report, that leads its namesakes in other areas by so much (30 times the people).
Papers leave out the state of towns that their readers know: what does not lead is told by the names of the report."""


def dateline_entries(draft: Draft, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Entry, ...]:
    """Return the places that the words of a report's dateline may mean, the likeliest first; empty where none is known."""
    place = draft.report.dateline
    return () if place is None else find(place.name, gazetteer, words)


def resolved(place: Place, entry: Entry) -> Place:
    """Return a dateline's place with the coordinates of what it was taken to mean."""
    return replace(
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


def is_clear(entries: tuple[Entry, ...]) -> bool:
    """Whether the first of a dateline's places is meant whatever the report says."""
    top = entries[0]
    rivals = [e.importance for e in entries[1:] if (e.country, e.admin1) != (top.country, top.admin1)]
    return top.importance - max(rivals, default=0.0) >= CLEAR_LEAD


def find(name: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Entry, ...]:
    """Return the places of a dateline's words: "BAGHDAD, Iraq", "Paris, Texas", "HURRICANE, W.Va.", "Baghdad/Erbil"."""
    spelling = Spelling(gazetteer, words)
    parts = [part.strip() for part in name.replace("/", ",").split(",") if part.strip()]
    if not parts:
        return ()
    entries = spelling.entries(parts[0])
    for part in parts[1:]:
        for holder in spelling.state(part) or gazetteer.lookup(part):
            if holder.kind not in {"country", "admin"}:
                continue
            inside = [
                e for e in entries
                if e.country == holder.country and (holder.kind == "country" or e.admin1 == holder.admin1)
            ]  # fmt: skip
            if inside:
                return tuple(inside)
    return entries
