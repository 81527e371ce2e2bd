"""The gazetteer that ships with dateline: names, points, zones, cost, and what happens when its file is broken."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.gazetteer import Gazetteer, distance_km, fold, open_gazetteer
from dateline.gazetteer.names import is_latin, skeleton
from dateline.gazetteer.sources import PACKAGES


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Khān Yūnis", "khan yunis"),
        ("Sana'a", "sanaa"),
        ("Sana’a", "sanaa"),
        ("Port-au-Prince", "port au prince"),
        ("U.S.", "us"),
        ("St. Louis", "st louis"),
        ("Łódź", "lodz"),
        ("Türkiye", "turkiye"),
        ("  New   York ", "new york"),
        ("Al-‘Arīsh", "al arish"),
        ("", ""),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


def test_skeletons_of_transcriptions_agree():
    assert skeleton("ain issa") == skeleton("ayn isa")
    assert skeleton("al hudaydah") == skeleton("hodeidah")
    assert skeleton("baqouba") == skeleton("baqubah")
    assert skeleton("mosul") != skeleton("basra")
    assert skeleton("ao") is None


def test_other_scripts_are_told():
    assert is_latin("Sant Julià de Lòria")
    assert is_latin("Đà Nẵng")
    assert not is_latin("Москва")
    assert not is_latin("دمشق")


@pytest.mark.parametrize(
    ("name", "country", "kind", "lat", "lon"),
    [
        ("Khan Younis", "PS", "settlement", 31.34, 34.31),
        ("Chibok", "NG", "settlement", 10.87, 12.85),
        ("Myawaddy", "MM", "settlement", 16.69, 98.51),
        ("Kobani", "SY", "settlement", 36.89, 38.35),
        ("KIEV", "UA", "settlement", 50.45, 30.52),
        ("Cologne", "DE", "settlement", 50.93, 6.95),
        ("Fallujah", "IQ", "settlement", 33.35, 43.78),
        ("Red Sea", None, "sea", 20.0, 38.5),
        ("Donbass", "UA", "region", 48.3, 38.4),
        ("Darfur", "SD", "region", 13.5, 24.0),
        ("Green Zone", "IQ", "site", 33.305, 44.39),
        ("Al Noor Mosque", "NZ", "site", -43.533, 172.61),
        ("Ain al-Asad", "IQ", "site", 33.79, 42.44),
        ("Helmand Province", "AF", "admin", 31.5, 64.2),
        ("Kyiv Oblast", "UA", "admin", 50.35, 30.5),
        ("Texas", "US", "admin", 31.0, -99.0),
        ("Burma", "MM", "country", 21.0, 96.3),
        ("U.S.", "US", "country", 39.8, -98.6),
        ("Afghan-Pakistan border", "PK", "route", 33.2, 70.0),
        ("Strait of Hormuz", None, "sea", 26.57, 56.25),
    ],
)
def test_likeliest_place_of_a_name(gazetteer, name, country, kind, lat, lon):
    top = gazetteer.lookup(name)[0]
    assert (top.country, top.kind) == (country, kind)
    assert top.distance_km(lat, lon) < 120


def test_ranked_by_importance(gazetteer):
    paris = gazetteer.lookup("Paris")
    assert paris[0].country == "FR"
    assert any(e.admin1 == "Texas" and e.kind == "settlement" for e in paris)
    assert gazetteer.lookup("New York")[0].kind == "settlement"


def test_fields_of_a_town(gazetteer):
    mosul = gazetteer.lookup("Mosul")[0]
    assert mosul.geonames_id == 99072
    assert (mosul.country, mosul.admin1, mosul.precision, mosul.zone) == ("IQ", "Nineveh", "town", "Asia/Baghdad")
    assert mosul.population > 1_000_000
    assert 1 < mosul.radius_km < 50


def test_unknown_names_find_nothing(gazetteer):
    for name in ("Qwrtzplk", "", "   ", "東京", "x" * 10_000, "\ud800"[:0]):
        assert gazetteer.lookup(name) == ()
    assert gazetteer.starts("qwrtzplk") == 0


def test_names_of_several_words_are_announced_by_their_first(gazetteer):
    assert gazetteer.starts("khan") >= 2
    assert gazetteer.starts("mazar") >= 3


def test_found_by_sound(gazetteer):
    assert gazetteer.lookup_loose("Ain Issa")[0].country == "SY"
    assert gazetteer.lookup_loose("Baqouba")[0].country == "IQ"
    assert gazetteer.lookup_loose("a") == ()


def test_states(gazetteer):
    syria = gazetteer.country("SY")
    assert syria is not None
    assert (syria.name, syria.kind, syria.zone) == ("Syria", "country", "Asia/Damascus")
    assert gazetteer.country("ZZ") is None
    assert len(gazetteer.countries) > 240
    assert gazetteer.country_of_adjective("Iraqi") == "IQ"
    assert gazetteer.country_of_adjective("North Korean") == "KP"
    assert gazetteer.country_of_adjective("table") is None
    assert gazetteer.capital("NP").name == "Kathmandu"


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (33.3, 44.4, "Asia/Baghdad"),
        (-43.5, 172.6, "Pacific/Auckland"),
        (15.37, 44.19, "Asia/Aden"),
        (-17.9, 178.9, "Pacific/Fiji"),
    ],
)
def test_nearest_town_gives_the_zone(gazetteer, lat, lon, zone):
    town = gazetteer.nearest_town(lat, lon)
    assert gazetteer.zone_of(town) == zone


def test_nearest_town_across_the_date_line_and_out_at_sea(gazetteer):
    town = gazetteer.nearest_town(-16.8, -179.98)
    assert town is not None
    assert town.country == "FJ"
    assert gazetteer.nearest_town(-48.9, -123.4) is None


def test_every_entry_is_sound(gazetteer):
    step = 37
    for index in range(0, len(gazetteer), step):
        entry = gazetteer.entry(index)
        assert -90 <= entry.lat <= 90
        assert -180 <= entry.lon <= 180
        assert entry.name
        assert entry.radius_km > 0
        assert entry.country is None or len(entry.country) == 2


def test_hand_places_lie_in_their_country(gazetteer):
    """Towns and quarters of our own table lie near some town of their country: a wrong sign or a swap would show."""
    towns, ours = {}, []
    for entry in gazetteer:
        if entry.source == "geonames":
            towns.setdefault(entry.country, []).append((entry.lat, entry.lon))
        elif entry.source == "hand" and entry.country and entry.kind in {"settlement", "district"}:
            ours.append(entry)
    checked = 0
    for entry in ours:
        # 300 km are less than three degrees of latitude.
        near = ((lat, lon) for lat, lon in towns[entry.country] if abs(lat - entry.lat) < 3)
        assert any(distance_km(entry.lat, entry.lon, lat, lon) < 300 for lat, lon in near), entry.name
        checked += 1
    assert checked > 200


def test_enough_hand_rows(gazetteer):
    assert gazetteer.counts["hand"] >= 500
    assert gazetteer.counts["geonames"] > 230_000
    assert set(gazetteer.sources) == set(PACKAGES)


def test_size_and_cost(gazetteer):
    assert gazetteer.path.stat().st_size < 40e6
    begin = time.process_time()
    Gazetteer(gazetteer.path)
    assert time.process_time() - begin < 0.3
    names = [gazetteer.entry(index).name for index in range(0, len(gazetteer), 101)]
    fresh = Gazetteer(gazetteer.path)
    begin = time.process_time()
    for name in names:
        fresh.lookup(name)
    assert (time.process_time() - begin) / len(names) < 200e-6  # 17 µs when nothing else runs; the bound is 50


def test_pickles_as_its_path_and_opens_once(gazetteer):
    assert pickle.loads(pickle.dumps(gazetteer)) is open_gazetteer(gazetteer.path)  # noqa: S301 - our own bytes
    assert open_gazetteer() is open_gazetteer()


def test_opens_in_another_process(gazetteer):
    code = "from dateline.gazetteer import open_gazetteer; print(open_gazetteer().lookup('Aleppo')[0].country)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert run.stdout.strip() == "SY"


def test_missing_file(tmp_path):
    with pytest.raises(DataError, match="no gazetteer at"):
        Gazetteer(tmp_path / "none.bin")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"DLGAZ\x00", b"x" * 5000])
def test_not_a_gazetteer(tmp_path, content):
    path = tmp_path / "bad.bin"
    path.write_bytes(content)
    with pytest.raises(DataError):
        Gazetteer(path)


def test_cut_off_file(tmp_path, gazetteer):
    path = tmp_path / "cut.bin"
    path.write_bytes(Path(gazetteer.path).read_bytes()[:1_000_000])
    with pytest.raises(DataError, match="cut off"):
        Gazetteer(path)
