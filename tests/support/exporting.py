"""Incidents for the tests of exports, and an export of some to a file."""

from __future__ import annotations

import csv

from tests.support.incidents import Story

from dateline.consolidation import consolidate
from dateline.events import Count, EventType
from dateline.export.formats import NoteFile, format_of, open_format


def raid(**more):
    """A raid of a rebel group on an army post in Iraq, told by two reports with figures that differ."""
    first = (
        Story("Black Banner fighters shot dead 12 soldiers at a post in Zarna on 8 December, police said. Dozens died, a medic said.",
              "2023-12-08", "The Courier", title="Raid on Zarna")
        .who("Black Banner fighters", kind="rebels", country="IQ")
        .who("soldiers", "target", "military", country="IQ")
        .killed("12 soldiers", 12, by="police")
        .harm("injured", "a medic", 3, None)
        .place("Zarna", latitude=33.5, longitude=44.25, country="IQ", admin1="Diyala", geonames_id=77, radius_km=2.5)
        .at("2023-12-08", "2023-12-08", "8 December")
        .weapon("small arms", "shot")
        .blame("claimed", "Black Banner fighters")
    )  # fmt: skip
    later = (
        Story("Black Banner fighters killed 15 soldiers in Zarna on 8 December, the ministry said.", "2023-12-09", "Evening Post",
              title="Toll of raid rises to 15")
        .who("Black Banner fighters", kind="rebels", country="IQ")
        .who("soldiers", "target", "military", country="IQ")
        .killed("15 soldiers", 15, by="the ministry", who="soldiers")
        .place("Zarna", latitude=33.5, longitude=44.25, country="IQ", admin1="Diyala", geonames_id=77, radius_km=2.5)
        .at("2023-12-08", "2023-12-08", "8 December")
    )  # fmt: skip
    return consolidate(
        [
            coded(first, "firearms", "Armed clash", "state-based", **more),
            coded(later, "firearms", "Armed clash", "state-based", **more),
        ]
    )


def coded(story, mode, acled=None, ucdp=None, plover="ASSAULT", **fields):
    """The member of a story, with the codes that the crosswalk would give it."""
    import dataclasses

    story.fields.setdefault("plover", plover)
    made = story.member
    event = dataclasses.replace(made.event, type=EventType(plover, mode, acled, None, ucdp), **fields)
    return dataclasses.replace(made, event=event)


def march(crowd=None):
    """A peaceful march without a figure of dead; `crowd` counts the marchers."""
    story = Story("Farmers marched through Oldtown on Monday against fuel prices.", "2024-05-07", "The Courier")
    story.who("Farmers", kind="protesters", country="FR", count=crowd)
    story.place("Oldtown", latitude=48.0, longitude=2.0, country="FR").at("2024-05-06", "2024-05-06", "Monday")
    return consolidate([coded(story, "demo", "Peaceful protest", plover="PROTEST")])


def many(number):
    """A count of so many people, said exactly."""
    return Count(number, number)


def export(name, *incidents, folder):
    """Write incidents in a format to a file of the folder; returns its path and the notes as rows."""
    one = format_of(name)
    path, side = folder / f"incidents{one.ending}", folder / "left-out.csv"
    how = {"mode": "wb"} if one.binary else {"mode": "w", "encoding": "utf-8", "newline": ""}
    with path.open(**how) as stream, side.open("w", encoding="utf-8", newline="") as beside:
        writer = open_format(name, stream, NoteFile(beside))
        for incident in incidents:
            writer.write(incident)
        writer.close()
    with side.open(encoding="utf-8", newline="") as beside:
        return path, list(csv.DictReader(beside))
