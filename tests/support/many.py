"""A store with very many incidents in seconds: those of a small one many times over, by rows alone.

They have no reports of their own, so that one cannot be opened: it is for what lists, counts and draws.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from dateline.store.database import make_engine, url_of, writing
from dateline.store.indexing import DAY_SHIFT, day_number
from dateline.store.totals import renew_totals

if TYPE_CHECKING:
    from pathlib import Path

DAYS = 1500
"""Over so many the copies are spread."""


def multiply(path: Path, number: int) -> None:
    """Have a SQLite store hold so many incidents, spread over days and over the map by some degrees."""
    draw = random.Random(1)  # noqa: S311 - places and days to draw, no secret
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.row_factory = sqlite3.Row
        known = [dict(row) for row in connection.execute('SELECT * FROM incidents ORDER BY "row"')]
        facets = {
            one["id"]: connection.execute(
                "SELECT facet, shelf FROM incident_facets WHERE number = ?", (one["number"],)
            ).fetchall()
            for one in known
        }
        rows, postings = [], []
        for n in range(number - len(known)):
            one = known[n % len(known)]
            day = dt.date.fromisoformat(one["day"]) + dt.timedelta(days=draw.randrange(DAYS))
            at = (day_number(day.isoformat()) << DAY_SHIFT) + len(known) + n
            told = {name: day.isoformat() for name in ("day", "last_day", "start", "end")}
            near = {name: one[name] + draw.uniform(-9, 9) for name in ("latitude", "longitude")}
            rows.append(one | told | near | {"row": 1000 + n, "id": f"{n:024x}", "number": at})
            postings += [(facet, at, shelf) for facet, shelf in facets[one["id"]]]
        names = list(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO incidents ({columns}) VALUES ({values})", rows)  # noqa: S608 - our own
        connection.executemany("INSERT INTO incident_facets (facet, number, shelf) VALUES (?, ?, ?)", postings)
        connection.execute(
            "UPDATE facets SET incidents = (SELECT count(*) FROM incident_facets WHERE facet = facets.id)"
        )
    engine = make_engine(url_of(path))
    with writing(engine) as connection:
        renew_totals(connection)
    engine.dispose()
