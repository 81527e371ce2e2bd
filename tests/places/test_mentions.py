"""Every mention of a place by its kind, as corpora of geoparsing see it; and the bench that measures it."""

from __future__ import annotations

import importlib.util
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.draft import Draft
from dateline.gazetteer import open_gazetteer
from dateline.stages.places.mentions import every_mention
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

BENCH = Path(__file__).parents[2] / "bench" / "geoparsing.py"


def mentions(text):
    draft = next(iter(SyntaxStage(parse_all=True).pipe([Draft(Report(text, "test"))])))
    found = every_mention(draft, open_gazetteer())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    return {(text[m.start : m.end], m.kind) for m in found}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The blast happened 30 km north of Baghdad.", "Baghdad", "place"),
        ("Washington said it would respond.", "Washington", "metonym"),
        ("Georgian troops crossed the river.", "Georgian", "adjective"),
        ("Chattanooga Police Department officers held two men.", "Chattanooga", "body"),
        ("Two died in northern Iraq.", "Iraq", "place"),
        ("Two died in Kunduz Province.", "Kunduz Province", "place"),
        ("A raid on the village of Xarbuli failed.", "Xarbuli", "place"),
        ("He lives in the State of Ohio.", "Ohio", "place"),
        ("Dayton City Council met in Dayton.", "Dayton", "place"),
        ("The crash closed E. Broad St. for hours.", "E. Broad St.", "street"),
        ("The crash closed Highway 19 for hours.", "Highway 19", "street"),
        ("Two men were held at Kandahar airport.", "Kandahar", "place"),
    ],
)
def test_kinds(text, name, kind):
    assert (name, kind) in mentions(text)


@pytest.mark.parametrize(
    "text", ["Jack London met Paris Hilton.", "He said the minister was Reading a paper.", "It cost US$30,000."]
)
def test_none(text):
    assert mentions(text) == set()


@pytest.fixture
def bench():
    spec = importlib.util.spec_from_file_location("geoparsing_bench", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


CORPUS = """<?xml version="1.0"?>
<articles>
  <article docid="7"><title>Fire in Oslo</title>
    <text><![CDATA[Fire in Oslo. A fire broke out in Bergen & near Qxztville.]]></text>
    <toponyms>
      <toponym><start>8</start><end>12</end><phrase>Oslo</phrase><gaztag><lat>59.91</lat><lon>10.75</lon></gaztag></toponym>
      <toponym><start>34</start><end>40</end><phrase>Bergen</phrase><gaztag><lat>60.39</lat><lon>5.32</lon></gaztag></toponym>
      <toponym><start>48</start><end>57</end><phrase>Qxztville</phrase></toponym>
      <toponym><start>500</start><end>504</end><phrase>Rome</phrase></toponym>
    </toponyms></article>
  <article><text>Rain fell on Oslo.</text>
    <locations><location><name>Oslo</name><start>14</start><end>18</end><lat>59.91</lat><lon>10.75</lon></location>
    <location><name>Oslo</name><start>14</start><end>18</end><lat>999</lat><lon>x</lon></location></locations></article>
  <article><text></text></article>
</articles>
"""


def test_corpus_is_read_whatever_its_form(bench, tmp_path, capsys):
    path = tmp_path / "corpus.xml"
    path.write_text(CORPUS, "utf-8")
    first, second = bench.read_corpus(path)
    assert [first.text[t.start : t.end] for t in first.toponyms] == ["Oslo", "Bergen", "Qxztville"]
    assert [t.lat for t in first.toponyms] == [59.91, 60.39, None]
    assert {second.text[t.start : t.end] for t in second.toponyms} == {"Oslo"}
    assert "1 toponyms" in capsys.readouterr().err


def test_corpus_that_is_no_good_xml_is_mended(bench, tmp_path):
    path = tmp_path / "corpus.xml"
    text = CORPUS.replace("Rain fell on Oslo.", "AT&T &eacute;t&eacute;\x03: rain &amp; snow fell on Oslo.").replace(
        "<start>14</start><end>18</end><lat>59.91", "<start>40</start><end>44</end><lat>59.91"
    )
    path.write_text(text, "utf-8")
    first, second = bench.read_corpus(path)
    assert "Bergen & near" in first.text
    assert second.text.startswith("AT&T été")
    assert {second.text[t.start : t.end] for t in second.toponyms} == {"Oslo"}


def test_measures(bench):
    assert bench.area_under_curve([0.0, 0.0]) == 0
    assert bench.area_under_curve([bench.FARTHEST_KM] * 3) == pytest.approx(1, abs=1e-4)
    assert bench.area_under_curve([0.0, bench.FARTHEST_KM]) == pytest.approx(0.5, abs=1e-4)
    assert bench.f1(1, 2, 1, 4) == (0.5, 0.25, pytest.approx(1 / 3))
    article = bench.Article(
        "a", "Rome and Oslo", "", [bench.Toponym(0, 4, 41.9, 12.5), bench.Toponym(9, 13, None, None)]
    )
    article.found = [bench.Found(0, 8, "place", 41.9, 12.5)]
    article.given = [None, None]
    exact, over = bench.recognition([article], frozenset({"place"}))
    assert (exact[2], over[0], over[1]) == (0, 1, 0.5)
    assert bench.errors_of([article]) == ([bench.FARTHEST_KM], 1)
    assert bench.end_to_end([article], frozenset({"place"}))[2] == 1


def test_bench_runs_and_writes_predictions(tmp_path):
    path, out = tmp_path / "corpus.xml", tmp_path / "out.jsonl"
    path.write_text(CORPUS, "utf-8")
    done = subprocess.run(
        [sys.executable, BENCH, path, "--no-baseline", "--predictions", out], capture_output=True, text=True, check=True
    )
    assert "recognition, exact" in done.stdout
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["article"] for row in rows] == ["7", "1"]
    assert {m["text"] for m in rows[0]["found"]} >= {"Oslo", "Bergen"}
    assert rows[0]["given"][2]["lat"] is None


def test_bench_says_what_is_wrong_with_a_path(tmp_path):
    done = subprocess.run([sys.executable, BENCH, tmp_path / "none.xml"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "none.xml" in done.stderr
    assert "Traceback" not in done.stderr
