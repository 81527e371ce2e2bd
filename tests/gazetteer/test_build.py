"""Writing a gazetteer file from a few places, and the naming of areas, without the source packages."""

from __future__ import annotations

import pytest

from dateline.errors import DataError
from dateline.gazetteer import Gazetteer, layout, sources
from dateline.gazetteer.build import Words, write_places
from dateline.gazetteer.sources import Place, english_area_name, useful


def town(name, lat, lon, **more):
    return Place(name, "settlement", "town", "AA", lat, lon, "geonames", **more)


@pytest.fixture
def small(tmp_path):
    area = Place(
        "Upper Aland", "admin", "admin1", "AA", 10.0, 20.0, "areas", names={"Upper Aland Province"}, admin1="AA.1"
    )
    towns = [
        town(
            "Älfort",
            10.1,
            20.1,
            names={"Alfort", "Port Alfort"},
            admin1="AA.1",
            zone="Europe/Paris",
            population=9_000_000,
        ),
        town("Bel Ōr", 10.2, 20.2, admin1="AA.1", zone="Europe/Paris", importance=3.0),
    ]
    towns.sort(key=lambda t: layout.cell_of(t.lat, t.lon))
    path = write_places(
        [*towns, area], towns=2, areas={"AA.1": area}, path=tmp_path / "small.bin", versions={"test": "1"},
        words=Words(adjectives={"alandish": "AA"}, capitals={"AA": 0}),
    )  # fmt: skip
    return Gazetteer(path)


def test_round_trip(small):
    assert len(small) == 3
    found = small.lookup("port alfort")[0]
    assert (found.name, found.admin1, found.zone, found.population) == (
        "Älfort",
        "Upper Aland",
        "Europe/Paris",
        9_000_000,
    )
    assert not found.is_main_name
    assert small.lookup("BEL-OR")[0].is_main_name
    assert small.lookup("Upper Aland")[0].kind == "admin"
    assert small.nearest_town(10.19, 20.19).name == "Bel Ōr"
    assert small.starts("port") == 2
    assert small.starts("upper") == 3
    assert small.capital("AA").name == "Älfort"
    assert small.country_of_adjective("Alandish") == "AA"


def test_no_partial_file_stays(small):
    assert [p.name for p in small.path.parent.iterdir()] == ["small.bin"]


@pytest.mark.parametrize(
    ("name", "aliases", "english"),
    [
        ("Ḩimş", ("Homs", "Homs Governorate"), "Homs"),
        ("Zābul", ("Zobul viloyati",), "Zabul"),
        ("Garfield County", (), "Garfield County"),
        ("Hebei Sheng", (), "Hebei"),
        ("District of Columbia", (), "District of Columbia"),
    ],
)
def test_english_names_of_areas(name, aliases, english):
    assert english_area_name(name, aliases) == english


def test_useless_alternates_are_dropped():
    assert list(useful(["Sol'deu", "swldw", "KBL", "Солдеу", "x", "Ciudad Real"])) == ["Sol'deu", "Ciudad Real"]


def test_missing_source_package_is_named(monkeypatch):
    monkeypatch.setattr(sources, "PACKAGES", ("no-such-package-of-places",))
    with pytest.raises(DataError, match="no-such-package-of-places"):
        sources.versions()
