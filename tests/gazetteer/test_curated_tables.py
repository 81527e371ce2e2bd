"""Our own tables of places, held against the outlines of countries and against the towns of the gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

import pytest
from tests.support.borders import border_km, holder, inside, outlines, outside_km

from dateline.errors import DataError
from dateline.gazetteer import open_gazetteer, sources
from dateline.gazetteer.names import fold
from dateline.gazetteer.sources import data_rows, hand, hand_tables

LEAST_ROWS = 5000
OUTLINE_DOUBT_KM = 4.0
"""The outlines are drawn to about 2 km, and their source strays by as much (Erez lies 3.6 km into Israel in it)."""
TOWN_WITHIN_KM = 50.0
"""From a place on land to the nearest town of the gazetteer; farther is only what its row calls remote."""
NAMED_WITHIN_KM = 50.0
"""From a site to the town that it is named after."""
BORDERLAND_KM = 35.0
"""So near the border the nearest town may be the neighbour's."""
DUPLICATE_KM = 10.0
RADII = {
    "sea": (4, 7500), "river": (8, 1600), "region": (1, 8000), "admin": (5, 1200), "route": (1, 1500),
    "site": (0.5, 80), "district": (0.5, 15), "settlement": (1, 20),
}  # fmt: skip
POINTS = frozenset({"site", "settlement", "district"})
KINDS = {
    "airports": {"site"}, "areas": {"admin"}, "bases": {"site"}, "camps": {"site", "district", "settlement"},
    "crossings": {"site"}, "energy": {"site"}, "holy": {"site"}, "islands": {"site", "region"}, "landmarks": {"site"},
    "lines": {"route"}, "mountains": {"site", "region"}, "ports": {"site"}, "prisons": {"site"}, "quarters": {"district"},
    "regions": {"region"}, "rivers": {"river"}, "seas": {"sea"}, "towns": {"settlement"},
}  # fmt: skip
NAMED_FOR_OTHERS = {
    "Amarnath": "a god",
    "Belaya air base": "a village too small for the gazetteer",
    "Kirovske air base": "a village of Crimea, not of Donetsk",
    "Arak reactor": "its province",
    "Columbia University": "the country, of old",
    "Erawan Shrine": "an elephant",
    "Fukushima Daiichi": "its prefecture",
    "Hmawbi air base": "a town that the gazetteer lacks",
    "Karshi-Khanabad": "a village beside Karshi",
    "Khartoum refinery": "the capital that it serves",
    "Khmelnytskyi nuclear power plant": "its region",
    "Krechba": "the district's town",
    "Leningrad nuclear power plant": "its region",
    "Logan International Airport": "a general",
    "Manas Air Base": "a hero",
    "Mangla Dam": "a village too small for the gazetteer",
    "Qincheng Prison": "a village too small for the gazetteer",
    "Rivne nuclear power plant": "its region",
    "Rostov nuclear power plant": "its region",
    "Smolensk nuclear power plant": "its region",
    "Yulin naval base": "a bay",
    "Zaporizhzhia nuclear power plant": "its region",
}
CITY = 50_000
"""A name that so many people elsewhere live under is not taken from them lightly."""
NAMESAKES = {
    "Bali": "ID", "Boma": "TD", "Eastleigh": "KE", "Gaza": "PS", "Kani": "MM", "Palma": "MZ", "Rio Grande": "-",
    "Saida": "LB",
}  # fmt: skip
"""Names that the news of conflict gives to the place of this country more often than to the city of the other."""
BETTER_KNOWN = frozenset(
    "Abqaiq|Abu Ghraib|Baikonur|Cape Canaveral|Chernobyl|Chornobyl|Domodedovo|Guantanamo|Ilopango|Kadena|Kapustin Yar|"
    "Moria|Natanz|Plesetsk|Puente Grande|Ras Tanura|Shindand|Subic|Vnukovo|Yavoriv|Yongbyon|Zaventem".split("|")
)
"""Towns whose bare name in the news of conflict means the base, plant, prison, camp or airport beside them."""
BASE_AS_TOWN = re.compile(r"\b(?:Arsenal|Base|Fort|Garrison|Military City)\b")
"""GeoNames lists some bases among the towns, for the people who live on them."""
OWN_WORDS = (
    "damage.tsv", "place_words.toml", "roles.tsv", "toll_words.toml", "triggers.tsv", "weapons.tsv", "word_sets.toml",
)  # fmt: skip
PLACES_ALL_THE_SAME = frozenset({"Amhara", "Brittany", "Guantanamo", "Nasir", "Rockies", "Swat"})
"""Places whose names stand in those lists as peoples, given names and the like."""
HEAD_WORDS = (
    r"airport|air ?base|air ?field|base|prison|jail|camp|dam|crossing|port|refinery|hospital|university|plant|barracks|"
    r"reactor|field|oilfield|terminal|checkpoint|bridge|cathedral"
)
SITE_OF_TOWN = re.compile(
    rf"^(.+?)(?: (?:international|military|nuclear|power|refugee|oil|gas|border|central|air|naval))* (?:{HEAD_WORDS})$"
)


@dataclass(frozen=True, slots=True)
class Row:
    table: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    precision: str
    country: str
    lat: float
    lon: float
    radius_km: float
    apart: str
    basis: str
    point: tuple[str, str]

    @property
    def names(self):
        return (self.name, *self.aliases)

    def __str__(self):
        return f"{self.table}: {self.name} ({self.country}) at {self.lat}, {self.lon}"


def read_rows():
    for path in hand_tables():
        table = path.removeprefix("places/").removesuffix(".tsv")
        for name, aliases, kind, precision, country, lat, lon, radius, apart, basis in data_rows(path):
            others = () if aliases == "-" else tuple(aliases.split("|"))
            yield Row(
                table,
                name,
                others,
                kind,
                precision,
                country,
                float(lat),
                float(lon),
                float(radius),
                apart,
                basis,
                (lat, lon),
            )


ROWS = tuple(read_rows())
ON_LAND = tuple(row for row in ROWS if row.country != "-" and row.kind != "sea")


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


def towns_named(gazetteer, name):
    """The places of that name that stand in the gazetteer without our tables, the likeliest first."""
    return [entry for entry in gazetteer.lookup(name) if entry.source in {"geonames", "areas", "countries"}]


def test_tables_are_long_enough():
    assert len(ROWS) >= LEAST_ROWS
    assert len(list(hand())) == len(ROWS)


def test_each_table_holds_its_kinds():
    assert {row.table for row in ROWS} == set(KINDS)
    faults = [str(row) for row in ROWS if row.kind not in KINDS[row.table]]
    assert not faults, "\n".join(faults)


def test_basis_is_ours_or_an_opened_package(gazetteer):
    known = {"hand", *(f"{package}@{version}" for package, version in gazetteer.sources.items())}
    faults = [str(row) for row in ROWS if row.basis not in known]
    assert not faults, "\n".join(faults)


def test_points_and_radii_are_plausible():
    faults = []
    for row in ROWS:
        least, most = RADII[row.kind]
        decimals = [len(number.partition(".")[2]) for number in row.point]
        if not (-90 <= row.lat <= 90 and -180 <= row.lon <= 180 and least <= row.radius_km <= most):
            faults.append(f"{row} with radius {row.radius_km}")
        elif max(decimals) > 4 or (row.radius_km <= 3 and max(decimals) < 2):
            faults.append(f"{row}: decimals against a radius of {row.radius_km} km")
    assert not faults, "\n".join(faults)


def test_a_wide_site_does_not_claim_the_precision_of_a_spot():
    faults = [str(row) for row in ROWS if row.kind in POINTS and row.radius_km > 15 and row.precision != "region"]
    assert not faults, "\n".join(faults)


def test_places_lie_within_their_country():
    faults = []
    for row in ON_LAND:
        outside = outside_km(row.country, row.lat, row.lon)
        if row.apart in {"offshore", "held"}:
            continue
        if outside > OUTLINE_DOUBT_KM + row.radius_km / 4:
            faults.append(f"{row} lies {outside:.0f} km outside, in {holder(row.lat, row.lon)}")
    assert not faults, "\n".join(faults)


def test_places_said_to_be_offshore_or_held_are():
    faults = []
    for row in ON_LAND:
        there = holder(row.lat, row.lon)
        if row.apart == "offshore" and there is not None:
            faults.append(f"{row} lies on land, in {there}")
        elif (
            row.apart == "held"
            and there in {None, row.country}
            and row.country in outlines()
            and border_km(row.country, row.lat, row.lon) > 10
        ):
            faults.append(f"{row} lies in {there}")
    assert not faults, "\n".join(faults)


def test_a_town_is_near_and_of_the_same_country(gazetteer):
    faults = []
    for row in ON_LAND:
        if row.kind not in POINTS or row.apart == "held":
            continue
        town = gazetteer.nearest_town(row.lat, row.lon)
        distance = town.distance_km(row.lat, row.lon) if town else 1e9
        if row.apart == "-" and distance > TOWN_WITHIN_KM:
            faults.append(f"{row}: nearest town {town and town.name}, {distance:.0f} km")
        elif row.apart == "remote" and distance <= TOWN_WITHIN_KM:
            faults.append(f"{row} is not remote: {town.name}, {distance:.0f} km")
        elif row.apart == "-" and town.country != row.country:
            inland = border_km(row.country, row.lat, row.lon)
            if inland > max(BORDERLAND_KM, row.radius_km):
                faults.append(f"{row}: nearest town {town.name} of {town.country}, {inland:.0f} km from the border")
    assert not faults, "\n".join(faults)


def test_a_site_is_near_the_town_that_it_is_named_after(gazetteer):
    faults = []
    for row in ON_LAND:
        if row.kind not in POINTS or row.apart == "offshore" or row.name in NAMED_FOR_OTHERS:
            continue
        for name in row.names:
            match = SITE_OF_TOWN.match(fold(name))
            if match is None and row.kind == "settlement":
                continue  # a village may have a namesake
            towns = [
                town for town in towns_named(gazetteer, match[1] if match else name)
                if town.country == row.country and town.kind == "settlement" and town.population > 15_000
            ]  # fmt: skip
            nearest = min((town.distance_km(row.lat, row.lon) for town in towns), default=0.0)
            if nearest > NAMED_WITHIN_KM:
                faults.append(f"{row}: {nearest:.0f} km from the nearest {match[1] if match else name}")
    assert not faults, "\n".join(faults)


def test_exceptions_for_names_are_still_needed():
    assert set(NAMED_FOR_OTHERS) <= {row.name for row in ROWS}


def test_names_are_clean():
    faults = []
    for row in ROWS:
        folded = [fold(name) for name in row.names]
        if any(name != name.strip() or not fold(name) for name in row.names):
            faults.append(f"{row}: stray marks in {row.names}")
        elif len(set(folded)) < len(folded):
            faults.append(
                f"{row}: names that are one when folded: {sorted({n for n in folded if folded.count(n) > 1})}"
            )
    assert not faults, "\n".join(faults)


def test_no_name_is_a_word_that_the_coder_reads():
    words = set()
    for name in OWN_WORDS:
        text = (resources.files("dateline") / "data" / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        words.update(re.findall(r"(?<![\w'-])[a-z]{3,}(?![\w'-])", "\n".join(lines)))
    faults = [
        f"{row}: {name!r}"
        for row in ROWS
        for name in row.names
        if fold(name) in words and name not in PLACES_ALL_THE_SAME
    ]
    assert len(words) > 1000
    assert not faults, "\n".join(faults)


def test_no_name_stands_for_two_places_of_one_country():
    owners: dict[tuple[str, str], Row] = {}
    faults = []
    for row in ROWS:
        for name in row.names:
            other = owners.setdefault((fold(name), row.country), row)
            if other is not row:
                faults.append(f"{name!r}: {other} and {row}")
    assert not faults, "\n".join(faults)


def test_no_name_is_that_of_a_state_or_a_city_elsewhere(gazetteer):
    faults = []
    for row in ROWS:
        for name in row.names:
            for entry in towns_named(gazetteer, name):
                if not entry.is_main_name or entry.country == row.country or NAMESAKES.get(name) == row.country:
                    continue
                far = entry.distance_km(row.lat, row.lon) > max(50.0, row.radius_km, entry.radius_km)
                if far and (entry.source == "countries" or entry.population >= CITY):
                    faults.append(f"{row}: {name!r} is {entry.name} of {entry.country}, {entry.population} people")
    assert not faults, "\n".join(faults)


def test_no_site_takes_the_bare_name_of_the_town_beside_it(gazetteer):
    faults = []
    for row in ON_LAND:
        for name in row.names if row.kind == "site" and row.table not in {"islands", "landmarks"} else ():
            beside = [
                town for town in gazetteer.lookup(name)
                if town.source == "geonames" and town.country == row.country and town.is_main_name
                and town.population > 1000 and town.distance_km(row.lat, row.lon) < 40
            ]  # fmt: skip
            if beside and name not in BETTER_KNOWN and not BASE_AS_TOWN.search(name):
                faults.append(f"{row}: {name!r} is the town {beside[0].name}")
    assert not faults, "\n".join(faults)


def test_no_town_is_there_that_the_gazetteer_has_already(gazetteer):
    faults = []
    for row in ROWS:
        if row.kind != "settlement":
            continue
        entries = [next(iter(towns_named(gazetteer, name)), None) for name in row.names]
        if all(
            entry is not None
            and entry.kind == "settlement"
            and entry.country == row.country
            and fold(entry.name) == fold(row.name)
            and entry.distance_km(row.lat, row.lon) < DUPLICATE_KM
            for entry in entries
        ):
            faults.append(str(row))
    assert not faults, "\n".join(faults)


def test_outlines_tell_neighbours_apart():
    assert inside("AF", 34.53, 69.17)
    assert not inside("PK", 34.53, 69.17)
    assert holder(45.3, 34.3) == "UA"
    assert holder(31.5, 34.45) == "PS"
    assert holder(30.0, -40.0) is None
    assert inside("RU", 67.5, 66.0), "the outline that meets the 180th meridian is whole"
    assert 20 < outside_km("PK", 34.53, 69.17) < 120


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ("Aland - castle - AA 1 1 1 - hand", "kind"),
        ("Aland - site street AA 1 1 1 - hand", "precision"),
        ("Aland - site - Aaland 1 1 1 - hand", "country"),
        ("Aland - site - AA 1 1 1 lonely hand", "reasons"),
        ("Aland - site - AA east 1 1 - hand", "numbers"),
        ("Aland - site - AA 1 1 1 - ", "basis"),
    ],
)
def test_broken_row_is_named(monkeypatch, cells, complaint):
    monkeypatch.setattr(sources, "data_rows", lambda _: iter([cells.split(" ")]))
    with pytest.raises(DataError, match=rf"Aland.*{complaint}"):
        list(hand())
