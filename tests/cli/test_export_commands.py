"""The commands that hand incidents on: export and plot, from a store to files."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from tests.support.small_cli import use_small_stages
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.exporting import FORMATS

runner = CliRunner()
ROOT = Path(__file__).parents[2]


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A store of three reports: two of one raid, and one of another that nobody died in as far as is told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_DB", raising=False)
    use_small_stages(monkeypatch.setattr)
    told = {
        "raid": "Rebels attacked Baghdad, killing 12.\n\nPolice in Karrada said so; Colonel Anwar Selim spoke of two cars.\n",
        "raid-later": "Rebels attacked Baghdad, killing 14.\n\nPolice in Karrada said so; Colonel Anwar Selim spoke of two cars.\n",
        "other": "Rebels attacked Sanaa, killing 3.\n\nNobody else was hurt.\n",
    }
    (tmp_path / "reports").mkdir()
    for name, body in told.items():
        day = "2024-07-20" if name == "other" else "2024-03-02"
        (tmp_path / "reports" / f"{name}.md").write_text(
            f"---\ntitle: {name}\npublisher: {name} desk\npublished: {day}\n---\n\n{body}", encoding="utf-8"
        )
    assert run("add", "reports", "-q").exit_code == 0
    return tmp_path


def rows(path, apart=","):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=apart))


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_every_format_is_written_to_a_file_that_its_ending_names(name, desk):
    form = next(one for one in FORMATS if one.name == name)
    done = run("export", "--output", f"out{form.ending}")
    assert done.exit_code == 0, done.output
    assert (desk / f"out{form.ending}").stat().st_size > 0
    assert (desk / f"out{form.ending}.left-out.csv").exists() == form.notes
    assert f" as {name}" in done.stderr
    assert not list(desk.glob(".*.tmp"))


def test_filters_choose_what_is_written(desk):
    assert run("export", "--since", "2024-06", "--output", "late.csv").exit_code == 0
    assert [row["place"] for row in rows(desk / "late.csv")] == ["Sanaa"]
    assert run("export", "--limit", "1", "--output", "one.csv").exit_code == 0
    assert len(rows(desk / "one.csv")) == 1


def test_events_are_written_each_alone(desk):
    assert run("export", "--events", "--output", "events.csv").exit_code == 0
    assert sorted(row["killed_best"] for row in rows(desk / "events.csv")) == ["12", "14", "3"]
    assert {row["reports"] for row in rows(desk / "events.csv")} == {"1"}
    assert len(rows_of_incidents(desk)) == 2


def rows_of_incidents(desk):
    assert run("export", "--output", "incidents.csv").exit_code == 0
    return rows(desk / "incidents.csv")


def test_what_is_left_out_stands_beside_the_output_and_in_the_last_line(desk):
    done = run("export", "--format", "ucdp", "--output", "deaths.csv")
    assert re.search(r"incidents? as ucdp; .*see deaths\.csv\.left-out\.csv\.\n$", done.stderr), done.stderr
    found = {row["what"] for row in rows(desk / "deaths.csv.left-out.csv")}
    assert found <= {"left out", "lost"}
    assert found


def test_where_it_is_to_stand_can_be_said(desk):
    assert run("export", "--format", "acled", "--output", "a.csv", "--left-out", "gone.csv").exit_code == 0
    assert (desk / "gone.csv").exists()
    assert not (desk / "a.csv.left-out.csv").exists()


def test_text_goes_to_standard_output_and_says_how_much_is_missing(desk):
    done = run("export", "--format", "acled")
    assert done.exit_code == 0
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) + done.stderr.count("left out") >= 1
    assert "--left-out FILE says which" in done.stderr


def test_bytes_go_into_a_pipe(desk):
    done = run("export", "--format", "parquet")
    assert done.exit_code == 0, done.output
    assert len(pd.read_parquet(io.BytesIO(done.stdout_bytes))) == 2
    book = openpyxl.load_workbook(io.BytesIO(run("export", "--format", "xlsx").stdout_bytes))
    assert book["incidents"].max_row == 3


def test_bytes_are_refused_to_a_terminal(desk, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("dateline.cli.output.standard_output", Terminal)
    done = run("export", "--format", "xlsx")
    assert done.exit_code == 2
    assert "not for a terminal" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "in which format"),
        (("--format", "spss"), "valid are csv, jsonl"),
        (("--output", "x.sav"), "names no format"),
        (("--format", "csv", "--sources", "x"), "--sources"),
    ],
)
def test_what_is_not_understood_is_said_in_one_line(arguments, says, desk):
    done = run("export", *arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_library_leaves_no_file(desk, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    done = run("export", "--output", "x.xlsx")
    assert done.exit_code == 2
    assert 'pip install "dateline[excel]"' in done.stderr
    assert not list(desk.glob("x*"))


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".html", ".acled.csv"])
def test_a_filter_that_is_not_valid_is_one_line_and_leaves_no_file(ending, desk):
    done = run("export", "--country", "Iraqq", "--output", f"x{ending}")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert list(desk.glob("x*")) == []


def test_nothing_that_fits_is_an_empty_table(desk):
    done = run("export", "--country", "FR", "--output", "none.csv")
    assert done.stderr == "No incident fits.\n"
    assert rows(desk / "none.csv") == []


@pytest.mark.parametrize("picture", ["map", "timeline", "actors"])
def test_pictures_are_drawn_and_the_same_each_time(picture, desk):
    for name in ("one.png", "two.png"):
        done = run("plot", picture, "--output", name)
        assert done.exit_code == 0, done.output
    assert (desk / "one.png").read_bytes() == (desk / "two.png").read_bytes()
    assert done.stderr == "2 incidents.\n"


def test_a_picture_takes_filters_a_title_and_a_step(desk):
    assert (
        run("plot", "timeline", "--since", "2024-06", "--step", "month", "--title", "Summer", "-o", "t.svg").exit_code
        == 0
    )
    assert "Summer" in (desk / "t.svg").read_text(encoding="utf-8")
    assert run("plot", "map", "--country", "FR", "--output", "m.svg").stderr.startswith("No incident fits")


def test_a_picture_needs_a_file_with_an_ending_of_its_own(desk):
    assert "Give --output FILE" in run("plot", "map").stderr
    assert ".png or .svg" in run("plot", "map", "--output", "m.jpg").stderr
    assert run("plot", "globe", "--output", "m.png").exit_code == 2


def test_the_help_lists_every_format_with_the_extra_that_it_needs():
    shown = run("export", "--help").output
    assert all(re.search(rf"^  {one.name} ", shown, re.MULTILINE) for one in FORMATS)
    assert shown.count("pip install") == sum(one.extra is not None for one in FORMATS)
