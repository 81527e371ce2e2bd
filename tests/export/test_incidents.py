import csv
import io
import json

import pytest
from tests.support.incidents import Story

from dateline.codec import loads_incident
from dateline.consolidation import consolidate
from dateline.errors import SettingsError
from dateline.export import INCIDENT_HEADINGS, incident_card, incident_row, incident_why, open_incident_writer
from dateline.export.incident_columns import INCIDENT_COLUMNS


def bombing():
    first = Story("A bomb killed 15 people in Zarna on 8 December, police said.", "2023-12-08", "The Courier").killed(
        "15 people", 15, by="police"
    )
    later = Story("The bomb in Zarna killed 17 people, the ministry said.", "2023-12-09", "The Courier").killed(
        "17 people", 17, by="the ministry"
    )
    return consolidate([first.member, later.member])


def lines(card):
    return [f"{line.label}: {''.join(part.text for part in line.parts)}" for line in card.lines]


def written(name, *incidents):
    stream = io.StringIO()
    writer = open_incident_writer(name, stream)
    for incident in incidents:
        writer.write(incident)
    writer.close()
    return stream.getvalue()


def test_a_card_tells_how_the_toll_rose():
    assert "killed: 15 (police, 8 Dec [1]) → 17 (the ministry, 9 Dec [2])" in lines(incident_card(bombing()))


def test_a_row_has_a_cell_for_each_heading():
    assert len(incident_row(bombing())) == len(INCIDENT_HEADINGS)


def test_json_lines_are_the_incidents_exactly():
    found = bombing()
    assert [loads_incident(line) for line in written("jsonl", found, found).splitlines()] == [found, found]


def test_csv_has_a_row_an_incident():
    row = next(csv.DictReader(io.StringIO(written("csv", bombing()), newline="")))
    assert (row["killed_low"], row["killed_best"], row["killed_course"], row["sources"]) == ("17", "17", "rising", "1")


def test_geojson_properties_are_flat():
    feature = json.loads(written("geojson", bombing()))["features"][0]
    assert feature["geometry"] is None
    assert list(feature["properties"]) == [column.name for column in INCIDENT_COLUMNS]
    assert all(not isinstance(value, (list, dict)) for value in feature["properties"].values())


def test_an_unknown_format_names_the_valid_ones():
    with pytest.raises(SettingsError, match="jsonl, csv, geojson"):
        open_incident_writer("xlsx", io.StringIO())


def test_why_names_the_first():
    assert "the first to tell it" in incident_why(bombing()).joins[0][0].parts[1].text
