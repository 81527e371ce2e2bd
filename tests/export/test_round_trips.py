"""Each export read back with what users read it with."""

import html.parser
import json
import math
from xml.etree import ElementTree as ET

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.support.exporting import coded, export, march, raid
from tests.support.incidents import Story

from dateline.consolidation import consolidate
from dateline.export.incident_columns import INCIDENT_COLUMNS

KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "=HYPERLINK(\"http://x\")<script>alert('1')</script>\x07\u202e&]]>"


def hostile():
    """An incident whose report is out to do harm by each word that an export writes."""
    story = Story(f"{HOSTILE} fired at Zarna, killing 3.", "2024-05-04", HOSTILE, title=HOSTILE).who(
        HOSTILE, kind="rebels", country="IQ"
    )
    story.killed("3", 3).place("Zarna", latitude=33.0, longitude=44.0, country="IQ").at(
        "2024-05-04", "2024-05-04", "fired"
    )
    return consolidate([coded(story, "firearms", "Armed clash", "state-based")])


def figures(incident):
    """The cells of numbers and flags of an incident."""
    return {column.name: column.get(incident) for column in INCIDENT_COLUMNS if column.kind != "text"}


def same(found, wanted):
    """Whether a value read back is the one written; nothing may come back as NaN, NaT or None."""
    if wanted is None:
        return found is None or found is pd.NA or (isinstance(found, float) and math.isnan(found))
    return found == wanted


@pytest.mark.parametrize("read", [openpyxl.load_workbook, lambda path: openpyxl.load_workbook(path, read_only=True)])
def test_xlsx_holds_every_figure_on_its_sheets(read, tmp_path):
    path, _ = export("xlsx", raid(), march(), folder=tmp_path)
    book = read(path)
    assert book.sheetnames == ["incidents", "tolls told", "who says who did it", "reports"]
    head, *rows = book["incidents"].iter_rows(values_only=True)
    for row, incident in zip(rows, (raid(), march()), strict=True):
        read_back = dict(zip(head, row, strict=True))
        assert all(same(read_back[name], value) for name, value in figures(incident).items())
    tolls = pd.read_excel(path, sheet_name="tolls told")
    assert sorted(tolls[tolls.measure == "killed"].low) == [12, 15]
    assert set(tolls.said_by.dropna()) == {"police", "the ministry"}
    assert len(list(book["reports"].iter_rows())) == 4
    assert pd.read_excel(path, sheet_name="who says who did it").stance.tolist() == ["claimed"]


def test_no_cell_of_xlsx_is_a_formula(tmp_path):
    path, _ = export("xlsx", hostile(), folder=tmp_path)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert not [
        cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]


@pytest.mark.parametrize("name", ["parquet", "geoparquet"])
def test_parquet_holds_every_figure_for_pandas_and_duckdb(name, tmp_path):
    path, _ = export(name, raid(), march(), folder=tmp_path)
    frame = pd.read_parquet(path, dtype_backend="numpy_nullable")
    for number, incident in enumerate((raid(), march())):
        assert all(same(frame.iloc[number][column], value) for column, value in figures(incident).items())
    told = duckdb.read_parquet(str(path)).project("unnest(tolls_told, recursive := true)")
    rows = told.filter("measure = 'killed'").project("low, said_by").order("low").fetchall()
    assert rows == [(12, "police"), (15, "the ministry")]


def test_geoparquet_is_a_map_to_geopandas(tmp_path):
    path, notes = export("geoparquet", raid(), consolidate([Story("Rebels shot.").member]), folder=tmp_path)
    frame = geopandas.read_parquet(path)
    assert frame.crs == "OGC:CRS84"
    assert (frame.geometry[0].x, frame.geometry[0].y) == (44.25, 33.5)
    assert frame.geometry[1] is None
    assert [note["column"] for note in notes] == ["geometry"]
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["bbox"] == [44.25, 33.5, 44.25, 33.5]


def test_geojson_is_a_map_to_geopandas(tmp_path):
    path, _ = export("geojson", raid(), folder=tmp_path)
    frame = geopandas.read_file(path)
    assert (frame.geometry[0].x, frame.geometry[0].y) == (44.25, 33.5)
    assert frame.killed_best[0] == 15


@pytest.mark.parametrize(("name", "apart"), [("csv", ","), ("acled", ","), ("ucdp", ","), ("polecat", "\t")])
def test_tables_read_alike_in_pandas_and_duckdb(name, apart, tmp_path):
    path, _ = export(name, raid(), hostile(), folder=tmp_path)
    frame = pd.read_csv(path, sep=apart)
    found = duckdb.read_csv(str(path), delimiter=apart, header=True, all_varchar=True)
    assert found.columns == list(frame.columns)
    assert len(found.fetchall()) == len(frame) == 2
    numbers = {"csv": "killed_best", "acled": "fatalities", "ucdp": "best", "polecat": "Latitude"}
    wanted = {"csv": [15, 3], "acled": [12, 3], "ucdp": [15, 3], "polecat": [33.5, 33.0]}
    assert frame[numbers[name]].tolist() == wanted[name]
    texts = [value for column in frame.columns for value in frame[column].dropna() if isinstance(value, str)]
    assert not [value for value in texts if value.startswith(("=", "+", "-", "@"))]


def test_kml_is_xml_whatever_the_reports_say(tmp_path):
    path, _ = export("kml", raid(), hostile(), folder=tmp_path)
    places = list(ET.parse(path).getroot().iter(f"{KML}Placemark"))  # noqa: S314 - our own file
    assert len(places) == 2
    data = {one.get("name"): one.findtext(f"{KML}value") for one in places[0].iter(f"{KML}Data")}
    assert (data["killed_low"], data["killed_best"], data["killed_stated"]) == ("12", "15", "true")
    assert places[0].findtext(f"{KML}Point/{KML}coordinates") == "44.25,33.5"
    assert places[0].findtext(f"{KML}TimeSpan/{KML}begin") == "2023-12-08"
    assert (
        "<script>"
        in {one.get("name"): one.findtext(f"{KML}value") for one in places[1].iter(f"{KML}Data")}["perpetrators"]
    )
    assert "http://maps" not in path.read_text(encoding="utf-8")


class Page(html.parser.HTMLParser):
    """What a browser would find: its elements with their attributes, and its text."""

    def __init__(self):
        super().__init__()
        self.elements, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_runs_nothing_and_asks_nobody(tmp_path):
    path, _ = export("html", raid(), hostile(), march(), folder=tmp_path)
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "foreignobject"}
    attributes = [(name, value or "") for _, attrs in page.elements for name, value in attrs.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in attributes if name in {"href", "src", "xlink:href", "action"})
    policy = next(attrs["content"] for tag, attrs in page.elements if tag == "meta" and attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert "url(" not in path.read_text(encoding="utf-8")


def test_the_page_shows_map_timeline_and_every_figure(tmp_path):
    path, _ = export("html", raid(), march(), folder=tmp_path)
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    text = "".join(page.text)
    assert "killed 15 (12–15)" in text
    assert "12 (police" in text
    ids = [attrs.get("id") for _, attrs in page.elements]
    targets = [attrs["href"][1:] for tag, attrs in page.elements if tag == "a" and attrs["href"].startswith("#i-")]
    assert len(targets) == 2
    assert set(targets) <= set(ids)
    assert len([1 for tag, attrs in page.elements if tag == "path" and attrs.get("class") == "land"]) > 5
