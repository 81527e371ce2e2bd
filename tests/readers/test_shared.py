"""The readers on real reports, read from the development data where it is there."""

import os
import time
from pathlib import Path

import pytest

from dateline.readers import read
from dateline.text import Report

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[3] / "shared"))
MISSION = SHARED / "mission" / "baghdad.txt"
REAL = [SHARED / "data" / name / "texts" for name in ("modern", "leads")]

pytestmark = pytest.mark.shared


@pytest.mark.skipif(not MISSION.exists(), reason="development data is not there (DATELINE_SHARED)")
def test_the_mission_report():
    (report,) = read([str(MISSION)])
    assert report.origin == str(MISSION)
    assert report.published == "2023-12-08T16:21"
    assert report.title == "Rockets fired at US embassy in Baghdad"
    assert report.byline == "Timour Azhari"
    assert report.agency == "Reuters"
    assert report.language == "en"
    assert report.problems == ()
    assert (report.dateline.name, report.dateline.kind) == ("Baghdad", "settlement")
    kinds = [section.kind for section in report.sections]
    assert kinds[:5] == ["title", "dek", "caption", "dateline", "body"]
    assert kinds[-1] == "credit"
    assert kinds.count("subhead") == 1
    words = {kind: [report.text[s.start : s.end] for s in report.stretches(kind)] for kind in set(kinds)}
    assert words["dek"][0].startswith("No group claimed")
    assert words["caption"][0].endswith("US MARINE CORP/REUTERS")
    assert words["body"][0].startswith("Rockets were fired at the US embassy")
    assert words["credit"] == ["Reuters"]
    assert report.text.startswith(f"{report.title}\n\n{words['dek'][0]}\n\n")
    for gone in ("World / Middle East", "08 December", "by Timour"):
        assert gone not in report.text


@pytest.mark.skipif(
    not all(folder.exists() for folder in REAL), reason="development data is not there (DATELINE_SHARED)"
)
def test_all_real_reports_are_read_without_error():
    found = list(read(map(str, REAL)))
    assert len(found) >= 368
    assert [item for item in found if not isinstance(item, Report)] == []
    assert {report.language for report in found} == {"en"}
    assert all(report.origin.endswith(".json") for report in found)
    modern = [report for report in found if "modern" in report.origin]
    assert all(report.published for report in modern)
    with_dateline = [report for report in found if report.dateline]
    assert len(with_dateline) >= 80
    for report in found:
        body = sum(s.end - s.start for s in report.stretches("body"))
        assert body >= 0.5 * len(report.text) - 300, report.origin


@pytest.mark.skipif(
    not all(folder.exists() for folder in REAL), reason="development data is not there (DATELINE_SHARED)"
)
def test_reading_is_no_burden():
    """Measured: 2,000 reports a second of one core and more; the floor here allows for a loaded machine."""
    paths = [str(REAL[0])] * 4
    list(read(paths[:1]))
    started = time.process_time()
    found = list(read(paths))
    assert len(found) / (time.process_time() - started) > 700
