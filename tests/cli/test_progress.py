import io
import time

import pytest
from tests.support.records import eventless, marwah

from dateline.cli.progress import CLEAR_LINE, Progress, bar_line, duration, progress_line, summary_lines
from dateline.events import Problem
from dateline.outcomes import Outcome, Summary, Tally


class Screen(io.StringIO):
    def isatty(self):
        return True

    def wait_for(self, words):
        end = time.monotonic() + 60
        while words not in self.getvalue():
            assert time.monotonic() < end, f"{words} was not drawn"
            time.sleep(0.02)


def summary(reports=0, **more):
    fields = {"events": 0, "statuses": (), "failed": (), "problems": (), "undated": 0, "seconds": 10.0}
    return Summary(reports=reports, **{**fields, **more})


def failed(code="missing"):
    return Outcome("a.txt", "failed", error=Problem(code, "a.txt: there is no such file"))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (9.6, "0:10"), (61, "1:01"), (3600, "1:00:00"), (36061, "10:01:01")]
)
def test_durations(seconds, text):
    assert duration(seconds) == text


def test_the_line_tells_rate_time_left_and_failures():
    line = progress_line(summary(20, failed=(("missing", 2),)), 100, "coding")
    assert line == "coding 20 of 100, 2.0/s, 0:40 left, 2 failed"


def test_where_the_total_is_not_known_no_time_is_promised():
    assert progress_line(summary(20), None, "adding") == "adding 20, 2.0/s"


def test_before_the_first_report_the_bar_says_that_it_starts():
    assert bar_line(summary(), 10, "coding") == "coding … starting, 0:10"


@pytest.mark.parametrize(("done", "full"), [(1, 0), (50, 12), (100, 24), (150, 24)])
def test_the_bar_fills(done, full):
    assert bar_line(summary(done), 100, "coding").count("━") == full


def test_a_terminal_gets_a_bar_that_goes_away():
    stream = Screen()
    with Progress(Tally(), 2, stream=stream) as progress:
        stream.wait_for("coding … starting")
        progress.moved(Outcome("a", "coded", marwah()))
        progress.moved(failed())
        stream.wait_for("coding 2 of 2")
    text = stream.getvalue()
    assert f"{CLEAR_LINE}failed: a.txt: there is no such file\n" in text
    assert text.endswith(CLEAR_LINE)


def test_elsewhere_only_failures_are_said_at_once(monkeypatch):
    stream = io.StringIO()
    with Progress(Tally(), 2, stream=stream) as progress:
        progress.moved(Outcome("a", "coded", marwah()))
        progress.moved(failed())
        assert stream.getvalue() == "failed: a.txt: there is no such file\n"
        monkeypatch.setattr("dateline.cli.progress.LINE_SECONDS", 0.0)
        progress.moved(Outcome("b", "coded", marwah()))
    assert "coding 3 of 2" in stream.getvalue().splitlines()[-1]


def test_quiet_draws_no_bar():
    stream = Screen()
    with Progress(Tally(), 2, quiet=True, stream=stream):
        time.sleep(0.3)
    assert not stream.getvalue()


def test_the_summary_counts_what_happened():
    tally = Tally()
    for outcome in (
        Outcome("a", "stored", marwah()),
        Outcome("b", "unchanged", marwah(), new=False),
        Outcome("c", "stored", eventless()),
        Outcome("d", "passed over", eventless()),
        failed(),
        failed("limit"),
    ):
        tally.add(outcome)
    lines = summary_lines(tally.summary(), "desk.db")
    assert lines[0].startswith("6 reports, 6 events in desk.db: 2 stored, 1 unchanged; ")
    assert lines[1:] == [
        "2 failed: 1 limit, 1 missing",
        "2 undated: relative times stay open; give the date with --published",
        "1 passed over: in a language that is not coded",
    ]


def test_what_is_skipped_in_a_folder_is_said_and_counts_as_nothing():
    skipped = Outcome("desk", "skipped", error=Problem("skipped", "desk: 2 files of other kinds were passed over"))
    stream, quiet = io.StringIO(), io.StringIO()
    tally = Tally()
    with Progress(tally, 1, stream=stream) as progress, Progress(Tally(), 1, quiet=True, stream=quiet) as silent:
        for outcome in (Outcome("desk/a.txt", "coded", marwah()), skipped):
            progress.moved(outcome)
            silent.moved(outcome)
    assert stream.getvalue() == "skipped: desk: 2 files of other kinds were passed over\n"
    assert not quiet.getvalue()
    figures = tally.summary()
    assert (figures.reports, figures.failures, figures.statuses) == (1, 0, (("coded", 1),))


def test_one_is_singular():
    assert summary_lines(summary(1, events=1, statuses=(("coded", 1),)))[0].startswith("1 report, 1 event: 1 coded; ")
