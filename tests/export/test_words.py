from typing import get_args

import pytest

from dateline import vocabulary as v
from dateline.events import Count, EventType, Speaker, When
from dateline.export import words
from dateline.text import Place, Span

SPAN = (Span(0, 4, "then"),)


def when(start, end, precision, **more):
    return When(start, end, precision, spans=SPAN, **more)


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        (when("2023-12-08T04:00+03:00", "2023-12-08T04:59+03:00", "hour"), "2023-12-08 04:00–04:59"),
        (when("2023-12-08T04:12", "2023-12-08T04:12", "minute"), "2023-12-08 04:12"),
        (when("2023-12-07T23:00", "2023-12-08T01:59", "hour"), "2023-12-07 23:00 – 2023-12-08 01:59"),
        (when("2023-12-08T06:00", "2023-12-08T11:59", "part-of-day"), "2023-12-08 morning"),
        (when("2023-12-07T18:00", "2023-12-08T05:59", "part-of-day"), "2023-12-07/08 overnight"),
        (when("2023-12-08T18:00", "2023-12-09T00:00", "part-of-day"), "2023-12-08 evening"),
        (when("2023-12-08T09:00", "2023-12-08T10:59", "part-of-day"), "2023-12-08 09:00–10:59"),
        (when("2023-12-08", "2023-12-08", "day"), "2023-12-08"),
        (when("2023-12-07", "2023-12-08", "day"), "2023-12-07/08"),
        (when("2023-11-30", "2023-12-01", "day"), "2023-11-30/12-01"),
        (when("2023-12-31", "2024-01-01", "day"), "2023-12-31/2024-01-01"),
        (when("2023-11-27", "2023-12-03", "week"), "2023-11-27/12-03"),
        (when("2023-10-11", "2023-10-20", "month-part"), "mid 2023-10"),
        (when("2023-10-11", None, "month-part"), "since mid 2023-10"),
        (when("2023-10-01", "2023-10-31", "month"), "2023-10"),
        (when("2023-10-01", "2023-12-31", "month"), "2023-10/12"),
        (when("2023-10-01", "2023-12-31", "quarter"), "2023 Q4"),
        (when("2023-12-01", "2024-02-29", "season"), "2023-12/2024-02"),
        (when("2014-01-01", "2014-12-31", "year"), "2014"),
        (when("2014-01-01", "2016-12-31", "year"), "2014/2016"),
        (when("1990-01-01", "1999-12-31", "decade"), "1990s"),
        (when(None, "2023-10-31", "month"), "until 2023-10"),
        (when("2023-12-08", "2023-12-08", "day", approximate=True), "~2023-12-08"),
        (when("2023-12-07", "2023-12-08", "day", approximate=True, basis="published"), "~2023-12-07/08†"),
        (None, ""),
    ],
)
def test_a_time_is_as_fine_as_its_precision(given, phrase):
    assert words.when_phrase(given) == phrase


@pytest.mark.parametrize(
    ("low", "high", "approximate", "phrase"),
    [
        (15, 15, False, "15"), (15, None, False, "15–?"), (0, 7, False, "0–7"), (50, 50, True, "~50"), (0, 0, False, "0"),
        (None, None, False, "?"), (None, 7, False, "?–7"), (12, 20, True, "~12–20"),
    ],
)  # fmt: skip
def test_bounds_keep_zero_open_and_unknown_apart(low, high, approximate, phrase):
    assert words.bounds(low, high, approximate=approximate) == phrase


def test_every_plover_type_has_a_phrase():
    for plover in get_args(v.Plover):
        assert words.type_phrase(EventType(plover))


def test_every_mode_of_the_ontology_has_a_phrase_and_no_other_has():
    from importlib.resources import files

    table = (files("dateline") / "data" / "ontology" / "plover_modes.tsv").read_text(encoding="utf-8").splitlines()
    modes = {tuple(line.split("\t")[:2]) for line in table if line and not line.startswith(("#", "plover\t"))}
    assert modes
    assert modes == {key for key in words.event_phrases() if key[1]}


def test_a_mode_without_a_phrase_stands_after_its_type():
    assert words.type_phrase(EventType("PROTEST", "flash-mob")) == "protest, flash-mob"


def test_a_plain_count_says_nothing():
    assert words.count_phrase(Count()) == ""
    assert words.count_phrase(Count(24, None)) == "×24–?"


def test_a_place_names_its_relation_and_country():
    place = Place("Mastung", "settlement", "town", "near", country="PK", spans=SPAN)
    assert words.place_phrase(place) == "near Mastung (PK)"


@pytest.mark.parametrize(
    ("name", "relation", "said"),
    [
        ("30 km north of Ayorou", "direction-of", "30 km north of Ayorou"),
        ("off the coast of Somalia", "off", "off the coast of Somalia"),
        ("outskirts of Kharkiv", "near", "outskirts of Kharkiv"),
        ("North Kivu", "near", "near North Kivu"),
        ("Doda", "direction-of", "away from Doda"),
    ],
)
def test_a_relation_that_the_name_tells_is_not_told_twice(name, relation, said):
    assert words.place_phrase(Place(name, "region", "region", relation, spans=SPAN)) == said


@pytest.mark.parametrize("relation", get_args(v.PlaceRelation))
def test_every_relation_has_words(relation):
    assert words.place_phrase(Place("Mastung", "settlement", "town", relation, spans=SPAN)).endswith("Mastung")


@pytest.mark.parametrize(
    ("speaker", "phrase"),
    [
        (None, ""),
        (Speaker("police", SPAN), "police"),
        (Speaker("an official", SPAN, anonymous=True), "an official (anonymous)"),
        (Speaker(None, cue=SPAN[0]), "“then”"),
        (Speaker(None), "not named"),
    ],
)
def test_a_speaker_is_named_as_far_as_the_report_does(speaker, phrase):
    assert words.speaker_phrase(speaker) == phrase
