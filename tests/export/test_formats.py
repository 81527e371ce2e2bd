import builtins
import csv
import io
import re
from pathlib import Path

import pytest
from tests.support.exporting import coded, export, many, march, raid
from tests.support.incidents import Story

from dateline.consolidation import consolidate
from dateline.errors import SettingsError
from dateline.events import Count
from dateline.export.formats import FORMATS, format_of, format_of_file, open_format
from dateline.export.formats.countries import countries, grid_cell
from dateline.export.formats.polecat import context_rules

NAMES = [one.name for one in FORMATS]
TEXT = [one.name for one in FORMATS if not one.binary]


def only(name, incident, folder):
    path, notes = export(name, incident, folder=folder)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t" if name == "polecat" else ","))
    return (rows[0] if rows else None), notes


def columns(name):
    stream = io.StringIO()
    open_format(name, stream).close()
    return stream.getvalue().splitlines()[0].split("\t" if name == "polecat" else ",")


class TestAcled:
    def test_it_has_the_columns_of_acled(self):
        assert len(columns("acled")) == 31
        assert columns("acled")[:3] == ["event_id_cnty", "event_date", "year"]
        assert columns("acled")[-4:] == ["notes", "fatalities", "tags", "timestamp"]

    def test_a_raid_is_a_row_with_the_least_figure(self, tmp_path):
        row, notes = only("acled", raid(), tmp_path)
        assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2023-12-08", "1", "1")
        assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"]) == (
            "Black Banner fighters", "Rebel group", "soldiers", "State forces",
        )  # fmt: skip
        assert row["interaction"] == "State forces-Rebel group"
        assert (row["iso"], row["country"], row["region"]) == ("368", "Iraq", "Middle East")
        assert row["fatalities"] == "12"
        lost = {note["column"]: note["value"] for note in notes if note["what"] == "lost"}
        assert lost["fatalities"] == "killed 15 (12–15)"
        assert "injured 3 (3–?)" in lost[""]

    def test_no_figure_is_no_zero(self, tmp_path):
        row, notes = only("acled", march(), tmp_path)
        assert row["fatalities"] == ""
        assert any(note["column"] == "fatalities" and "writes 0" in note["why"] for note in notes)

    def test_dozens_are_twelve_as_acled_has_it(self, tmp_path):
        story = Story("Shells killed dozens in Zarna, medics said.", "2023-12-08").killed("dozens", 24, None)
        made = consolidate([coded(story, "heavy-weapons", "Shelling/artillery/missile attack")])
        assert only("acled", made, tmp_path)[0]["fatalities"] == "12"

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"factuality": "planned"}, "planned"),
            ({"factuality": "denied"}, "denied"),
            ({"sphere": "criminal"}, "criminal"),
            ({"standing": "background"}, "background"),
        ],
    )
    def test_what_acled_does_not_code_is_left_out_and_said_to_be(self, fields, why, tmp_path):
        row, notes = only("acled", raid(**fields), tmp_path)
        assert row is None
        assert [note["what"] for note in notes] == ["left out"]
        assert why in notes[0]["why"]

    def test_a_crowd_is_told_where_it_is_counted(self, tmp_path):
        assert only("acled", march(many(200)), tmp_path)[0]["tags"] == "crowd size=200"
        assert only("acled", march(Count(2, None)), tmp_path)[0]["tags"] == ""

    def test_forces_abroad_are_external(self, tmp_path):
        story = Story("French soldiers shot rebels in Zarna.", "2023-12-08").who(
            "French soldiers", kind="military", country="FR"
        )
        story.place("Zarna", latitude=33.5, longitude=44.25, country="IQ")
        assert (
            only("acled", consolidate([coded(story, "firearms", "Armed clash")]), tmp_path)[0]["inter1"]
            == "External/Other forces"
        )


class TestUcdp:
    def test_it_has_the_columns_of_ged(self):
        assert len(columns("ucdp")) == 49
        assert columns("ucdp")[-5:] == ["best", "high", "low", "gwnoa", "gwnob"]

    def test_the_state_is_side_a(self, tmp_path):
        row, _ = only("ucdp", raid(), tmp_path)
        assert (row["side_a"], row["gwnoa"], row["side_b"], row["gwnob"]) == (
            "Government of Iraq",
            "645",
            "Black Banner fighters",
            "",
        )
        assert row["dyad_name"] == "Government of Iraq - Black Banner fighters"
        assert (row["type_of_violence"], row["event_clarity"], row["date_prec"], row["where_prec"]) == (
            "1",
            "1",
            "1",
            "1",
        )
        assert (row["country"], row["country_id"], row["region"]) == ("Iraq", "645", "Middle East")
        assert row["priogrid_gid"] == str(grid_cell(33.5, 44.25))

    def test_figures_are_those_of_the_incident(self, tmp_path):
        row, _ = only("ucdp", raid(), tmp_path)
        assert (row["low"], row["best"], row["high"]) == ("12", "15", "15")
        assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == (
            "15",
            "0",
            "0",
            "0",
        )

    def test_an_event_needs_a_death(self, tmp_path):
        story = Story("Rebels shot at soldiers in Zarna. Nobody was killed.", "2023-12-08").killed("Nobody", 0)
        row, notes = only("ucdp", consolidate([coded(story, "firearms", "Armed clash", "state-based")]), tmp_path)
        assert row is None
        assert "one death at least" in notes[0]["why"]

    def test_silence_about_dead_is_left_out_as_well(self, tmp_path):
        story = Story("Rebels shot at soldiers in Zarna.", "2023-12-08")
        row, notes = only("ucdp", consolidate([coded(story, "firearms", "Armed clash", "state-based")]), tmp_path)
        assert row is None
        assert "no report gives a figure" in notes[0]["why"]


class TestPolecat:
    def test_it_has_the_columns_of_polecat(self):
        assert len(columns("polecat")) == 40

    def test_a_raid_is_material_conflict_of_the_military(self, tmp_path):
        row, notes = only("polecat", raid(), tmp_path)
        assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("ASSAULT", "firearms", "material conflict")
        assert "military" in row["Contexts"].split(";")
        assert (row["Primary Actor Sector"], row["Actor Country"], row["Actor COW"]) == ("REB", "IRQ", "645")
        assert (row["Recipient Sectors"], row["Country"], row["GeoNames ID"]) == ("MIL", "IRQ", "77")
        assert row["Intensity"] == ""
        assert any(note["column"] == "Intensity" for note in notes)

    def test_contexts_are_those_of_polecat(self):
        assert len({rule.context for rule in context_rules()}) == 37

    def test_tabs_and_line_breaks_end_no_cell(self, tmp_path):
        story = Story("The\tred\nflag men shot at soldiers in Zarna.", "2023-12-08", "A\tB\r\nC").who(
            "The\tred\nflag men", kind="rebels"
        )
        path, _ = export("polecat", consolidate([coded(story, "firearms")]), folder=tmp_path)
        lines = path.read_bytes().decode().split("\n")
        assert [line.count("\t") for line in lines if line] == [39, 39]


def test_hxl_has_its_tags_under_the_names(tmp_path):
    path, _ = export("hxl", raid(), folder=tmp_path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert rows[1] == (
        "#date+occurred #event+type #event+type+sub #group+name+first #group+name+second #loc+name #adm1+name #adm2+name #adm1+code "
        "#geo+lat #geo+lon #description #affected+killed #affected+injured #meta+source"
    ).split()  # fmt: skip
    found = dict(zip(rows[1], rows[2], strict=True))
    assert (found["#affected+killed"], found["#geo+lat"], found["#loc+name"]) == ("15", "33.5", "Zarna")


@pytest.mark.parametrize(
    ("name", "path"),
    [("acled", "a.ACLED.csv"), ("csv", "a.csv"), ("polecat", "x.polecat.tsv"), ("geoparquet", "b.geoparquet")],
)
def test_the_longest_ending_that_fits_names_the_format(name, path):
    assert format_of_file(Path(path)).name == name


def test_unknown_names_and_endings_are_told_what_is_valid():
    with pytest.raises(SettingsError, match="csv, jsonl, geojson, xlsx"):
        format_of("spss")
    with pytest.raises(SettingsError, match=r"\.geoparquet"):
        format_of_file(Path("x.sav"))


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.extra])
def test_a_missing_library_is_asked_for_by_its_extra(name, monkeypatch):
    monkeypatch.setattr("importlib.import_module", _missing)
    with pytest.raises(SettingsError, match=re.escape(f"dateline[{format_of(name).extra}]")):
        open_format(name, io.BytesIO())


def _missing(name):
    if name.partition(".")[0] in {"openpyxl", "pyarrow", "matplotlib"}:
        raise ImportError(name)
    return builtins.__import__(name)


@pytest.mark.parametrize("name", TEXT)
def test_a_format_of_no_incident_is_whole(name, tmp_path):
    path, notes = export(name, folder=tmp_path)
    assert notes == []
    assert path.exists()


@pytest.mark.parametrize("name", NAMES)
def test_an_incident_that_tells_next_to_nothing_is_written(name, tmp_path):
    bare = consolidate([Story("Somebody did something.", published=None, publisher=None).member])
    path, _ = export(name, bare, folder=tmp_path)
    assert path.stat().st_size > 0


def test_every_country_with_outlines_has_its_codes():
    from dateline.export.maps import outlines

    assert set(outlines()) <= set(countries())
    assert countries()["EG"].ucdp_region == "Middle East"


@pytest.mark.parametrize(
    ("point", "cell"), [((-90, -180), 1), ((-89.75, -179.25), 2), ((-89.25, -179.75), 721), ((90, 180), 259200)]
)
def test_cells_of_the_grid_are_counted_from_the_south_west(point, cell):
    assert grid_cell(*point) == cell
