"""Whatever the words of a report are, no export breaks, and none does what they say."""

import csv
import io
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.exporting import coded
from tests.support.incidents import Story

from dateline.consolidation import consolidate
from dateline.export.formats import FORMATS, NoteFile, open_format
from dateline.export.writers import FORMULA_STARTS

NASTY = [
    "=1+1", "+A1", "-2", "@SUM(A1)", "\t=x", "\r=x", "#REF!", "＝x", "'", '"', "a,b\nc", "a\tb", "</script>", "]]>", "&amp;", "\x00", "\x1b[31m",
    "\u2028", "\u202e", "\ufffe", "\x85", "a\x1fb", "🏴‍☠️", "ش", "旅", "%s{0}", "$x$", "..\\..", "x" * 40_000, "'; drop table incidents; --",
]  # fmt: skip
words = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=30)).filter(lambda text: text.strip(" \n"))


def incident_of(name, title):
    # A report replaces what cannot be stored before any value is taken from it.
    story = Story(f"{name} shot at men.", "2024-05-04", name, title=title or None, anchor="shot at men")
    quote = story.report.text.removesuffix(" shot at men.")
    if not quote:
        return None
    story.who(quote, kind="rebels", country="IQ").place(quote, latitude=33.0, longitude=44.0, country="IQ")
    story.harm("killed", quote, 3, by=quote).blame("claimed", quote, by=quote)
    return consolidate([coded(story, "firearms", "Armed clash", "state-based")])


def written(name, incident):
    form = next(one for one in FORMATS if one.name == name)
    stream = io.BytesIO() if form.binary else io.StringIO(newline="")
    side = io.StringIO(newline="")
    writer = open_format(name, stream, NoteFile(side))
    writer.write(incident)
    writer.close()
    assert all(len(row) == 5 for row in csv.reader(io.StringIO(side.getvalue(), newline="")))
    return stream.getvalue()


@pytest.mark.parametrize("name", ["csv", "acled", "ucdp", "polecat", "hxl"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words, words)
def test_tables_keep_their_shape_and_run_nothing(name, first, second):
    incident = incident_of(first, second)
    if incident is None:
        return
    text = written(name, incident)
    text.encode("utf-8")
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if name == "polecat" else ","))
    assert len({len(row) for row in found}) == 1
    assert len(found) == (3 if name == "hxl" else 2)
    tags = 2 if name == "hxl" else 1
    assert not [cell for row in found[tags:] for cell in row if cell.lstrip(" \n").startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("name", ["kml", "html", "xlsx"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words, words)
def test_documents_stay_whole(name, first, second):
    incident = incident_of(first, second)
    if incident is None:
        return
    made = written(name, incident)
    if name == "kml":
        assert len(list(ET.fromstring(made).iter("{http://www.opengis.net/kml/2.2}Placemark"))) == 1  # noqa: S314 - our own
    elif name == "html":
        made.encode("utf-8")
        assert "<script" not in made.lower()
        assert made.count("<main") == made.count("</main>") == 1
    else:
        book = openpyxl.load_workbook(io.BytesIO(made))
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_each_nasty_word_passes_through_each_format(name, text):
    incident = incident_of(text, text)
    assert incident is None or written(name, incident)
