"""The bench of times: how TimeML and inline TIMEX2 are read, and what counts as right."""

import datetime as dt
import json
import pathlib
import subprocess
import sys

import pytest

BENCH = pathlib.Path(__file__).parents[2] / "bench"

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22" functionInDocument="CREATION_TIME">March 22, 2013</TIMEX3></DCT>
<TEXT>
Talks <EVENT eid="e1">broke off</EVENT> <TIMEX3 tid="t1" type="DATE" value="2013-03-21">yesterday</TIMEX3> at the B&amp;B, <SIGNAL sid="s1">after</SIGNAL>
<TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>.
</TEXT></TimeML>
"""
TIDES = """<DOC><DOCTYPE SOURCE="x"> HISTORY ARTICLE </DOCTYPE>
<DATETIME> <TIMEX2 val="2009-12-19T17:00:00">2009-12-19T17:00:00</TIMEX2> </DATETIME>
<TEXT>In <TIMEX2 val="1831">1831</TIMEX2> shots fell <TIMEX2 set="YES" val="XXXX-XX-XX">daily</TIMEX2>, at <TIMEX2>the same time</TIMEX2>.</TEXT></DOC>
"""


@pytest.fixture
def timex(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import timex

    return timex


def test_timeml_gives_text_anchor_and_tags(timex, tmp_path):
    path = tmp_path / "a.tml"
    path.write_text(TIMEML, "utf-8")
    document = timex.read(path)
    assert (document.anchor, document.scheme) == (dt.date(2013, 3, 22), "timex3")
    assert "B&B" in document.text
    assert [(document.text[t.start : t.end], t.type, t.value) for t in document.gold] == [
        ("yesterday", "DATE", "2013-03-21"), ("three days", "DURATION", "P3D")]  # fmt: skip


def test_a_history_has_no_anchor_and_sets_become_lengths(timex, tmp_path):
    path = tmp_path / "b.xml"
    path.write_text(TIDES, "utf-8")
    document = timex.read(path)
    assert (document.anchor, document.scheme) == (None, "timex2")
    assert [(t.type, t.value) for t in document.gold] == [("DATE", "1831"), ("SET", "P1D"), ("DATE", "")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2003-03-20T05:34:00", "2003-03-20T05:34", True), ("2003-03-19T21:34-05", "2003-03-19T21:34", True),
     ("P1DE", "P10Y", True), ("P7D", "P1W", False), ("", "PRESENT_REF", False), ("2003-W01", "2003-W02", False)],
)  # fmt: skip
def test_values_are_compared_in_one_form(timex, one, other, same):
    assert (timex.same_form(one) == timex.same_form(other)) is same


def test_each_tag_is_paired_once_and_equal_ones_first(timex):
    gold = tuple(timex.Tagged(s, e, "DATE", "", "") for s, e in ((0, 10), (12, 20)))
    found = tuple(timex.Tagged(s, e, "DATE", "", "") for s, e in ((0, 15), (12, 20)))
    assert [(g.start, f.start) for g, f in timex.pairs(gold, found)] == [(12, 12), (0, 0)]


def test_the_command_writes_predictions_and_names_a_wrong_path(tmp_path):
    (tmp_path / "a.tml").write_text(TIMEML, "utf-8")
    out = tmp_path / "out.jsonl"
    command = [sys.executable, str(BENCH / "timex.py")]
    done = subprocess.run(
        [*command, str(tmp_path), "--predictions", str(out)], capture_output=True, text=True, check=True
    )
    assert "value    precision 1.000  recall 1.000  F1 1.000" in done.stdout
    assert [tag["value"] for tag in json.loads(out.read_text("utf-8"))["tags"]] == ["2013-03-21", "P3D"]
    failed = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "no .tml, .xml or .sgm files" in failed.stderr
