"""Tellings made by hand, for tests of linkage."""

from __future__ import annotations

import datetime as dt

from dateline.linkage import Harm, Party, Spot, Telling

TOWNS = {
    "harwick": Spot("harwick", "settlement", "town", 11, 41.2, -88.1, 2.0, "US", "Illinois", "Dunlap County"),
    "tolberg": Spot("tolberg", "settlement", "town", 12, 46.9, 7.5, 3.0, "CH", "Bern", None),
    "marin": Spot("marin", "settlement", "town", 13, 34.2, 43.9, 6.0, "IQ", "Salah ad Din", None),
}


def telling(
    event,
    *,
    report=None,
    day="2024-03-05",
    town="harwick",
    published="2024-03-06",
    killed=None,
    injured=None,
    persons=(),
    streets=(),
    **more,
):
    """A shooting in a town, told by one report."""
    spots = (TOWNS[town],) if town else ()
    harms = tuple(Harm(m, n, n) for m, n in (("killed", killed), ("injured", injured)) if n is not None)
    values = {
        "event_id": event,
        "report_id": report or f"report of {event}",
        "text_id": f"text of {report or event}",
        "published": published,
        "at": 0,
        "plover": "ASSAULT",
        "mode": "firearms",
        "sphere": "criminal",
        "standing": "current",
        "factuality": "happened",
        "start": day,
        "end": day,
        "precision": "day" if day else None,
        "basis": "text" if day else None,
        "spots": spots,
        "harms": harms,
        "persons": tuple(persons),
        "streets": tuple(streets),
        "clause": hash_of(event),
    }
    return Telling(**(values | more))


def hash_of(word):
    return sum(ord(letter) * 31**i for i, letter in enumerate(word)) % (1 << 31)


def later(day, days):
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def party(role, name, kind, actor=None, country=None):
    return Party(role, name, kind, actor, country)
