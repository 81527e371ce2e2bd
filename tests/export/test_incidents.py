import csv
import io
import json
import re
from pathlib import Path

import pytest
from tests.support.incidents import Story

from dateline.codec import loads_incident
from dateline.consolidation import consolidate
from dateline.errors import SettingsError
from dateline.export import INCIDENT_HEADINGS, incident_card, incident_row, incident_why, open_incident_writer
from dateline.export.incident_columns import INCIDENT_COLUMNS
from dateline.export.incident_why import odds
from dateline.incidents import Decision, Evidence, Joined, Review

DOCS = Path(__file__).parents[2] / "docs" / "formats-written.md"


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


def attack(*others, **options):
    """An incident with every kind of value, told by one report, and whatever others tell it."""
    one = Story(
        "Rebels shelled the market of Zarna on 8 December with mortars, killing 15 people, police said. the army did it, "
        "the ministry said. The rebels denied it. A gate was broken.",
        "2023-12-08T18:00",
        "The Courier",
        title="Market shelled",
        mode="heavy-weapons",
    )
    one.who("Rebels", kind="rebels").who("the market", "target", "facility").killed("15 people", 15, by="police")
    one.harm("injured", "15 people", None, None).blame("blamed", "the army", "the ministry", kind="military")
    one.blame("denied", "Rebels", "The rebels").says("police").says("The rebels", "denies").weapon("mortar", "mortars")
    one.place("market of Zarna", "site", "town", country="XX", latitude=-1.5, longitude=-44.25, radius_km=3.0)
    one.at("2023-12-08", "2023-12-08", "on 8 December")
    return consolidate([one.member, *(other.member for other in others)], **options)


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


def test_a_card_tells_every_slot_with_who_says_so():
    card = incident_card(attack())
    assert card.heading == "Shelling or rockets at market of Zarna (XX), 2023-12-08: 15 killed"
    assert lines(card) == [
        "what: shelling or rockets [1]",
        "whether: happened, on the word of police [1]",
        "whether: or denied by The rebels [1]",
        "when: 2023-12-08 [1]",
        "where: market of Zarna (XX, to the town) [1]",
        "who: Rebels (rebels) [1]",
        "who: the army (military) [1]",
        "to whom: the market (facility) [1]",
        "with: mortar [1]",
        "killed: 15 (police, 8 Dec [1])",
        "injured: number not known (8 Dec [1])",
        "blame: the army, blamed by the ministry [1]",
        "blame: denied by Rebels (The rebels) [1]",
    ]
    (report,) = card.reports
    assert "".join(part.text for part in report.parts).startswith(
        "2023-12-08 18:00  The Courier  “Market shelled”  source 1, grade F6, told it first"
    )


def test_rivals_stand_under_the_best_and_say_who_tells_them():
    other = Story("A bomb hit Zarna on 9 December.", "2023-12-09", "The Echo", mode="explosives")
    other.at("2023-12-09", "2023-12-09", "on 9 December")
    shown = lines(incident_card(attack(other)))
    assert (
        "what: or bombing (ASSAULT explosives) [1]" in shown
        or "what: or shelling or rockets (ASSAULT heavy-weapons) [1]" in shown
    )
    assert {"when: 2023-12-09 [2]", "when: or 2023-12-08 [1]"} <= set(shown)


def test_a_disputed_toll_has_no_arrow_and_copies_count_as_one_source():
    text = "The shelling of Zarna killed 20 people."
    others = [Story(text, "2023-12-08T20:00", name).killed("20 people", 20) for name in ("Echo", "Post")]
    shown = lines(incident_card(attack(*others)))
    assert "killed: 20 (15–20), rising" in shown
    assert "killed: 15 (police, 8 Dec [1]) → 20 (8 Dec [2, 3: 1 source])" in shown
    card = incident_card(attack(*others))
    assert any("copies [2]" in part.text for line in card.reports for part in line.parts)
    less = Story("The shelling of Zarna killed 3 people.", "2023-12-09", "Post").killed("3 people", 3)
    assert "killed: 15 (police, 8 Dec [1]) · 3 (9 Dec [2])" in lines(incident_card(attack(less)))


def test_a_day_of_another_year_says_so():
    later = Story("Of the shelling of Zarna 17 people died.", "2024-02-01", "Echo").killed("17 people", 17)
    assert any("17 (1 Feb 2024 [2])" in line for line in lines(incident_card(attack(later))))


def test_review_and_grades_are_shown():
    found = attack(review=Review("accepted", "Ann", "2024-01-02T10:00", "called the mayor"))
    assert "accepted by Ann on 2024-01-02: called the mayor" in incident_card(found).badges


def test_a_row_tells_labels_stances_and_the_number_of_reports():
    cells = dict(zip(INCIDENT_HEADINGS, incident_row(attack()), strict=True))
    assert cells["what"] == "denied by some: shelling or rockets (mortar)"
    assert cells["who → whom"] == "Rebels (denied), the army (blamed) → the market"
    assert cells["harm"] == "killed 15\ninjured number not known"
    assert cells["told by"] == "1 report"


def test_csv_keeps_zero_unknown_and_not_stated_apart_and_neutralises_formulas():
    row = next(csv.DictReader(io.StringIO(written("csv", attack()), newline="")))
    assert (row["killed_stated"], row["killed_best"]) == ("true", "15")
    assert (row["injured_stated"], row["injured_best"], row["injured_course"]) == ("true", "", "single")
    assert row["longitude"] == "-44.25"
    assert row["responsibility"] == "blamed: the army (the ministry); denied: Rebels (The rebels)"
    evil = consolidate([Story("A bomb went off.", publisher='=HYPERLINK("http://x")').member])
    row = next(csv.DictReader(io.StringIO(written("csv", evil), newline="")))
    assert row["outlets"] == '\'=HYPERLINK("http://x")'
    assert (row["killed_stated"], row["killed_course"]) == ("", "")


def test_geojson_stands_at_the_best_place():
    feature = json.loads(written("geojson", attack()))["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-44.25, -1.5]}
    assert feature["id"] == attack().id
    assert json.loads(written("geojson")) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("name", ["jsonl", "csv", "geojson"])
def test_every_writer_and_the_card_take_hostile_text(name):
    text = "</script>\u202e😀 \U0001d4d0 killed \u2028 \\ \" ' ]]>"
    found = consolidate([Story(text, anchor=text, title=text, publisher=text).who(text, kind="rebels").member])
    assert "killed" in written(name, found)
    assert incident_card(found).lines
    assert incident_why(found).joins


def test_why_says_what_spoke_for_a_join_and_against_it_and_what_people_decided():
    first, later, third = (Story(f"A bomb hit Zarna, {n}.", f"2023-12-0{n}", f"P{n}") for n in (1, 2, 3))
    evidence = (
        Evidence("type", "two types", -0.7), Evidence("bias", "to begin with", -2.0), Evidence("day", "one day", 3.0),
        Evidence("weapon", "no weapon", 0.0),
    )  # fmt: skip
    later.joined = Joined(first.member.event.id, 0.3, evidence)
    third.joined = Joined("gone", -2.0, by="Ann", reason="same blast")
    found = consolidate([first.member, later.member, third.member])
    decisions = (
        Decision(
            4, "join", (third.member.event.id,), (first.member.event.id,), "Ann", "2024-01-02T10:00", "same blast"
        ),
        Decision(5, "split", ("f" * 24,), (first.member.event.id,), "Bo", "2024-01-03T10:00", "", undone=True),
    )
    why = incident_why(found, decisions)
    reasons = [line.parts[1].text for line, _ in why.joins]
    assert reasons == [
        "the first to tell it: the others came to it",
        "joined to [1] with weight +0.3, 1.3 to 1 that they are one",
        "joined to gone, which is no longer here by hand, by Ann: same blast",
    ]
    assert [(line.label, line.parts[0].text) for line in why.joins[1][1]] == [
        ("to begin with", "-2.0  to begin with"), ("for", "+3.0  one day"), ("against", "-0.7  two types"),
        ("neither", "1 more comparison"),
    ]  # fmt: skip
    assert [line.parts[0].text for line in why.decisions] == [
        "Ann joined [3] and [1] on 2024-01-02: same blast",
        "Bo split off ffffffffffff from [1] on 2024-01-03 (undone)",
    ]


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (0.0, "1 to 1 that they are one"),
        (3.0, "20 to 1 that they are one"),
        (-1.1, "3 to 1 that they are two"),
        (40.0, "more than 10,000 to 1 that they are one"),
        (float("-inf"), "which the machine would not have joined"),
    ],
)
def test_odds_in_words(weight, words):
    assert odds(weight) == words


def test_the_docs_list_the_columns_in_their_order():
    part = DOCS.read_text(encoding="utf-8").split("\n# Incidents\n")[1]
    documented = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", part, re.MULTILINE)
    assert documented == [(column.name, column.kind, column.meaning) for column in INCIDENT_COLUMNS]
