"""Places as coders and reports describe them: what is resolved, how exactly, and what stays open."""

from __future__ import annotations

import time

import pytest

from dateline.gazetteer import open_gazetteer, resolve
from dateline.gazetteer.wording import MAX_CHARACTERS, take_apart


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


@pytest.mark.parametrize(
    ("where", "country", "admin1", "how"),
    [
        ("Aleppo city", "SY", "Aleppo", "place"),
        ("Mosul town", "IQ", "Nineveh", "place"),
        ("Kharkiv oblast", "UA", "Kharkiv", "place"),
        ("Homs governorate", "SY", "Homs", "place"),
        ("outskirts of Mosul", "IQ", "Nineveh", "near"),
        ("12 km north of Kirkuk town", "IQ", "Kirkuk", "near"),
        ("Tadmur/Palmyra town", "SY", "Homs", "place"),
        ("a field near Maiduguri", "NG", "Borno", "near"),
        ("Some hill (Kolofata, Mayo-Sava department)", "CM", "Far North", "holder"),
        ("Qaladiza-Ranya road", "IQ", "Sulaymaniyah", "middle"),
    ],
)
def test_descriptions_are_resolved(gazetteer, where, country, admin1, how):
    answer = resolve(where, gazetteer, country=country)
    assert (answer.how, answer.country) == (how, country)
    assert answer.admin1 is not None
    assert admin1.lower() in answer.admin1.lower()
    assert answer.lat is not None
    assert answer.radius_km > 0


@pytest.mark.parametrize(
    ("where", "country"),
    [
        ("Syria-Turkey border", "SY"),
        ("border between Chad and Sudan", "TD"),
        ("Line of Contact", "AZ"),
        ("Xyzzyqwrt village", "SY"),
        ("San Jose village", "PH"),
        ("road between Kabul and Kandahar", "AF"),
    ],
)
def test_what_lies_in_several_areas_or_in_none_claims_no_area(gazetteer, where, country):
    assert resolve(where, gazetteer, country=country).admin1 is None


def test_a_place_known_by_its_district_alone_says_so(gazetteer):
    answer = resolve("Kaljibrin village", gazetteer, country="SY")
    assert (answer.admin1, answer.precision) == ("Aleppo", "admin2")
    assert answer.radius_km >= 5
    assert gazetteer.lookup("Kaljibrin") == ()


def test_another_spelling_says_how_it_was_found(gazetteer):
    answer = resolve("Khan Sheykhoon town", gazetteer, country="SY")
    assert answer.admin1 == "Idlib"
    assert answer.how in {"place", "sound"}


def test_the_country_decides_between_namesakes(gazetteer):
    assert resolve("Tripoli", gazetteer, country="LB").country == "LB"
    assert resolve("Tripoli", gazetteer, country="LY").country == "LY"


@pytest.mark.parametrize(
    "where", ["", "   ", "()", "((((", "12345", "🔥🔥", "☂ village", "Москва", "دمشق", "-" * 200, "a, " * 90, "near near near near",
              "between and", "between A and", "(village)", "x" * MAX_CHARACTERS, "\x00\x01", "and and and", "of", "the"],
)  # fmt: skip
def test_odd_input_is_answered_and_claims_nothing_wild(gazetteer, where):
    answer = resolve(where, gazetteer, country="SY")
    assert answer.how in {"unknown", "ambiguous", "place", "sound", "near", "holder", "middle", "border"}
    assert answer.entry is None or answer.entry.country in {"SY", None}
    anywhere = resolve(where, gazetteer)
    assert (anywhere.admin1 is None) or (anywhere.entry is not None)


@pytest.mark.parametrize("piece", ["a", "(", " and ", "between ", "village ", "near ", "x-Y ", "/", ", "])
def test_long_input_costs_little(gazetteer, piece):
    begin = time.process_time()
    assert resolve(piece * 10_000, gazetteer, country="SY").how == "unknown"
    take_apart((piece * MAX_CHARACTERS)[:MAX_CHARACTERS])
    assert time.process_time() - begin < 0.5
