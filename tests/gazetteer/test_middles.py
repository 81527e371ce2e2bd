"""Areas lie where their middle is, not where their towns crowd."""

from __future__ import annotations

import dataclasses

from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.middles import move_middles
from dateline.gazetteer.sources import Place, data_rows

ONTARIO = Place(
    name="Ontario", kind="admin", precision="admin1", country="CA", lat=44.0, lon=-79.5, source="areas", radius_km=100.0
)
TORONTO = Place(
    name="Toronto", kind="settlement", precision="town", country="CA", lat=43.7, lon=-79.42, source="geonames", admin1="CA.08"
)  # fmt: skip


def test_an_area_of_the_table_is_moved_and_still_reaches_its_towns():
    area = dataclasses.replace(ONTARIO)
    assert move_middles({"CA.08": area}, [TORONTO]) == 1
    assert 48 < area.lat < 52
    assert area.radius_km > distance_km(area.lat, area.lon, TORONTO.lat, TORONTO.lon)


def test_others_stay():
    area = dataclasses.replace(ONTARIO, name="Qxzt")
    second = dataclasses.replace(ONTARIO, precision="admin2")
    assert move_middles({"CA.99": area, "CA.08.1": second}, [TORONTO]) == 0
    assert (area.lat, second.lat) == (44.0, 44.0)


def test_the_table_has_each_area_once_and_names_its_basis():
    rows = list(data_rows("area_points.tsv"))
    assert len({(row[0], row[1]) for row in rows}) == len(rows) > 300
    assert all(abs(float(row[2])) <= 90 and abs(float(row[3])) <= 180 and "@" in row[4] for row in rows)
