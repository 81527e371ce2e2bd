import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.records import eventless, marwah, simple

from dateline.codec import dumps, loads
from dateline.errors import SettingsError
from dateline.export.rows import COLUMNS, headline_figure
from dateline.export.writers import WRITERS, defuse, open_writer

DOCS = Path(__file__).parents[2] / "docs" / "formats-written.md"


def written(name, *records, **options):
    stream = io.StringIO()
    writer = open_writer(name, stream, **options)
    for record in records:
        writer.write(record)
    writer.close()
    return stream.getvalue()


def table(*records, **options):
    return list(csv.DictReader(io.StringIO(written("csv", *records, **options), newline="")))


def test_json_lines_are_the_records_exactly():
    records = [marwah(), eventless()]
    lines = written("jsonl", *records).splitlines()
    assert [loads(line) for line in lines] == records
    assert lines == [dumps(record) for record in records]


def test_json_lines_never_leave_an_event_out():
    assert len(json.loads(written("jsonl", marwah(), criminal=False))["events"]) == 3


def test_a_text_with_line_separators_stays_one_line():
    record = simple("Two\u2028killed\u0085here\rnow", "killed")
    assert written("jsonl", record).count("\n") == 1


def test_csv_has_a_row_an_event_and_leaves_criminal_ones_out():
    assert [row["plover"] for row in table(marwah(), eventless())] == ["ASSAULT", "ASSAULT"]
    assert [row["sphere"] for row in table(marwah(), criminal=True)] == ["political", "political", "criminal"]


def test_csv_without_events_still_has_its_head():
    assert written("csv") == ",".join(column.name for column in COLUMNS) + "\n"


def test_csv_keeps_zero_unknown_and_not_stated_apart():
    attack, raids, brawl = table(marwah(), criminal=True)
    assert (attack["killed_stated"], attack["killed_low"], attack["killed_high"]) == ("true", "0", "0")
    assert (raids["injured_stated"], raids["injured_low"], raids["injured_high"]) == ("true", "", "")
    assert (raids["killed_low"], raids["killed_high"]) == ("15", "")
    assert (brawl["killed_stated"], brawl["killed_low"], brawl["killed_high"]) == ("", "", "")


def test_csv_names_who_says_so():
    attack = table(marwah())[0]
    assert attack["killed_speaker"] == "consulate spokeswoman"
    assert attack["responsibility"] == "suspected: Free Valley Front (Police); unclaimed"
    assert attack["damage"] == "the gate: damaged (State radio)"


def test_csv_names_the_first_place_and_then_the_others():
    attack = table(marwah())[0]
    assert (attack["place"], attack["country"], attack["other_places"]) == (
        "Dravian consulate in Marwah", "IQ", "near Free Valley",
    )  # fmt: skip


def test_negative_numbers_stay_numbers():
    assert table(marwah())[0]["longitude"] == "-44.25"


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\n=1", "＝1", "-SUM(A1)", '=HYPERLINK("http://x")']
)
def test_formulas_are_neutralised(start):
    assert defuse(start) == "'" + start
    record = simple(f"{start} men killed", "killed", title=f"{start} men", publisher=start)
    row = table(record)[0]
    assert row["title"] == f"'{start} men"
    assert row["publisher"] == "'" + start


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "' =x"])
def test_plain_text_is_left_alone(text):
    assert defuse(text) == text


def test_quotes_commas_and_line_breaks_survive_csv():
    nasty = 'a "b", c\nd; e'
    assert table(simple(f"{nasty} killed", "killed", publisher=nasty))[0]["publisher"] == nasty


def test_headline_figure_is_the_whole_and_the_newest():
    record = marwah()
    tolls = record.events[0].tolls
    part = replace(tolls[0], id="t8", part_of="t9")
    old = replace(tolls[0], id="t7", superseded_by="t9")
    whole = replace(tolls[0], id="t9", low=9, high=9)
    event = replace(record.events[0], tolls=(part, old, whole))
    assert headline_figure(event, "killed") is whole
    assert headline_figure(event, "injured") is None
    assert headline_figure(replace(record.events[0], tolls=(whole, replace(old, high=1))), "killed") is whole


def test_geojson_has_a_feature_for_each_event_and_place():
    found = json.loads(written("geojson", marwah(), eventless()))
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    assert [f["geometry"] for f in found["features"]] == [
        {"type": "Point", "coordinates": [-44.25, 33.5]}, None, None,
    ]  # fmt: skip
    assert [f["properties"]["place"] for f in found["features"]] == ["Dravian consulate in Marwah", "Free Valley", None]


def test_geojson_is_valid_and_flat():
    for feature in json.loads(written("geojson", marwah(), criminal=True))["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert all(not isinstance(value, (list, dict)) for value in feature["properties"].values())
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_geojson_ids_are_unique():
    features = json.loads(written("geojson", marwah(), criminal=True))["features"]
    assert len({feature["id"] for feature in features}) == len(features) == 4


def test_geojson_without_events_is_an_empty_collection():
    assert json.loads(written("geojson", eventless())) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_takes_hostile_text(name):
    text = "</script>\u202e😀 \U0001d4d0 killed \u2028 \\ \" ' ]]>"
    assert "killed" in written(name, simple(text, "killed", title=text))


def test_an_unknown_format_names_the_valid_ones():
    with pytest.raises(SettingsError, match="jsonl, csv, geojson"):
        open_writer("xlsx", io.StringIO())


def test_the_docs_list_the_columns_in_their_order():
    events = DOCS.read_text(encoding="utf-8").split("\n# Incidents\n")[0]
    documented = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", events, re.MULTILINE)
    assert documented == [(column.name, column.kind, column.meaning) for column in COLUMNS]
