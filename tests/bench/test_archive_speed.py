"""The bench of mixed archives makes archives that are read as what they are, and tells growth from none."""

import runpy
import sys
from pathlib import Path

import pytest

from dateline.errors import SkippedInput
from dateline.readers import read
from dateline.text import Report

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(BENCH))
    yield runpy.run_path(str(BENCH / "archive_speed.py"))
    sys.path.remove(str(BENCH))


def test_an_archive_that_is_made_is_read_whole(bench, tmp_path):
    path = tmp_path / "mixed.warc.gz"
    number = bench["make"](path, copies=1, texts=None, foreign=0.2)
    *reports, said = read([str(path)])
    assert all(isinstance(report, Report) for report in reports)
    assert len(reports) == number > 50
    assert len({report.text_id for report in reports}) > 0.95 * number
    foreign = [report for report in reports if report.language != "en"]
    assert {report.language for report in foreign} <= {"fr", "es", "de", "ru"}
    assert 0.1 < len(foreign) / number < 0.3
    assert all(report.publisher and report.published and report.title for report in reports)
    assert not any("Most read" in report.text or "Section 1" in report.text for report in reports)
    assert isinstance(said, SkippedInput)
    assert "image/jpeg" in str(said)


def test_growth_is_that_of_memory_a_minute(bench):
    samples = [bench["Sample"](10.0 * n, n, 400.0 + (n % 3), 40) for n in range(60)]
    assert abs(bench["growth"](samples)) < 0.5
    leaking = [bench["Sample"](10.0 * n, n, 400.0 + n / 3, 40) for n in range(60)]
    assert bench["growth"](leaking) == pytest.approx(2.0)
