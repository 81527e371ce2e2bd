"""Each command through Typer's runner, with the small stages in place of the built-in ones."""

import csv
import importlib.util
import io
import json
import re
from pathlib import Path

import pytest
from tests.support.small_cli import use_small_stages
from typer.main import get_command
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.codec import incident_schema, json_schema, loads
from dateline.store.filters import FILTERS

ROOT = Path(__file__).parents[2]
runner = CliRunner()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder to work in, with three reports."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_DB", raising=False)
    use_small_stages(monkeypatch.setattr)
    for number in (1, 2, 3):
        text = f"Attack {number}\n\nRebels attacked Baghdad, killing {number}0 to 90. Peter robbed Erbil, killing 1.\n"
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments, stdin=None):
    return runner.invoke(app, [str(argument) for argument in arguments], input=stdin)


def commands(command=None, names=()):
    command = command or get_command(app)
    yield names, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*names, name))


@pytest.mark.parametrize(
    ("names", "command"), list(commands()), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_help_with_an_example(names, command):
    done = run(*names, "--help")
    assert done.exit_code == 0
    if not (names and getattr(command, "commands", None)):
        assert re.search(r"Examples?:\n +dateline ", done.output), done.output


def test_docs_of_the_commands_are_current():
    spec = importlib.util.spec_from_file_location("write_command_docs", ROOT / "tools" / "write_command_docs.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.command_docs(), "run: python tools/write_command_docs.py"


def test_alone_it_shows_its_help():
    done = run()
    assert done.exit_code == 0
    assert done.output == run("--help").output


def test_an_unknown_option_is_a_usage_error_with_a_suggestion():
    done = run("code", "--formt", "csv", "x")
    assert done.exit_code == 2
    assert "--format" in done.output


def test_an_unknown_format_names_the_valid_ones(desk):
    done = run("code", "reports", "--format", "xml")
    assert done.exit_code == 2
    assert "geojson" in done.output


def test_code_prints_a_table(desk):
    done = run("code", "reports", "--published", "2024-03-02")
    assert done.exit_code == 0
    assert "Attack 1" in done.stdout
    assert "2024-03-02†" in done.stdout
    assert "† no time in the text" in done.stdout
    assert "Baghdad (IQ)" in done.stdout
    assert "1 criminal event left out" in done.stdout
    assert "Erbil" not in done.stdout
    assert "\x1b" not in done.stdout
    assert "3 reports, 6 events: 3 coded" in done.stderr


def test_table_lines_fit_and_end_without_blanks(desk):
    lines = run("code", "reports").stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)


def test_criminal_events_are_shown_when_asked_for(desk):
    assert "Erbil" in run("code", "reports", "--criminal").stdout


def test_code_keeps_nothing(desk):
    run("code", "reports")
    assert sorted(path.name for path in desk.iterdir()) == ["reports"]


def test_json_lines_are_records(desk):
    done = run("code", "reports", "-f", "jsonl", "--publisher", "The Desk")
    records = [loads(line) for line in done.stdout.splitlines()]
    assert [record.report.publisher for record in records] == ["The Desk"] * 3
    assert all(len(record.events) == 2 for record in records)


@pytest.mark.parametrize("command", ["code", "add"])
def test_other_kinds_of_files_in_a_folder_are_told_and_no_failure(desk, command):
    (desk / "reports" / "scan.pdf").write_bytes(b"%PDF-1.7")
    done = run(command, "reports")
    assert done.exit_code == 0
    assert "skipped: reports: 1 file of another kind was passed over: .pdf (1); name such" in done.stderr
    assert "3 reports, 6 events" in done.stderr
    assert "failed" not in done.stderr
    assert "skipped" not in run(command, "reports", "--quiet").stderr


def test_a_folder_of_nothing_but_other_kinds_has_nothing_to_code(desk):
    (desk / "scans").mkdir()
    (desk / "scans" / "scan.pdf").write_bytes(b"%PDF-1.7")
    done = run("code", "scans")
    assert done.exit_code == 3
    assert "skipped: scans: " in done.stderr
    assert done.stderr.endswith("Nothing to code: the inputs hold no report.\n")
    assert not done.stdout
    assert "there is no report in it" in run("show", "scans").stderr


def test_standard_input_is_coded(desk):
    done = run("code", "-", "-f", "jsonl", stdin="Title\n\nRebels attacked Sanaa, killing 4.\n")
    assert done.exit_code == 0
    assert loads(done.stdout).events[0].where[0].country == "YE"


def test_csv_and_geojson(desk):
    rows = list(csv.DictReader(io.StringIO(run("code", "reports", "-f", "csv").stdout)))
    assert [row["killed_low"] for row in rows] == ["10", "20", "30"]
    features = json.loads(run("code", "reports", "-f", "geojson").stdout)["features"]
    assert [feature["geometry"]["coordinates"] for feature in features] == [[44.39, 33.34]] * 3


def test_what_fails_is_named_and_the_rest_is_coded(desk):
    (desk / "reports" / "empty.txt").touch()
    done = run("code", "reports", "missing.txt", "-f", "jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 3
    assert "failed: missing.txt: " in done.stderr
    assert "empty.txt: " in done.stderr
    assert "2 failed: 1 empty, 1 missing" in done.stderr


def test_where_nothing_can_be_coded_the_status_says_so(desk):
    done = run("code", "missing.txt", "-o", "out.csv")
    assert done.exit_code == 3
    assert not (desk / "out.csv").exists()


def test_undated_reports_are_counted(desk):
    assert "3 undated: relative times stay open" in run("code", "reports").stderr


def test_quiet_says_failures_only(desk):
    done = run("code", "reports", "missing.txt", "-q")
    assert [line[:7] for line in done.stderr.splitlines()] == ["failed:"]


def test_settings_and_limits_reach_the_coder(desk):
    (desk / "settings.toml").write_text("[attacks]\nconfidence = 0.25\n", encoding="utf-8")
    done = run("code", "reports", "-f", "jsonl", "--settings", "settings.toml")
    assert loads(done.stdout.splitlines()[0]).events[0].confidence == 0.25
    refused = run("code", "reports", "--settings", "settings.toml", "--max-report-bytes", "20")
    assert refused.exit_code == 3
    assert "3 failed: 3 limit" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--published", "2024-02-30"], "2024-02-30"),
        (["--language", "english"], "ISO 639-1"),
        (["--settings", "nowhere.toml"], "nowhere.toml"),
        (["--output", "out.xls"], "--format"),
        (["--output", "reports"], "folder"),
        (["--output", "no/such/folder.csv"], "no folder"),
    ],
)
def test_what_is_not_valid_is_a_usage_error_in_one_line(desk, arguments, said):
    done = run("code", "reports", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_add_stores_and_prints_and_a_second_time_changes_nothing(stored_desk, backend):
    first = run("add", "reports", "-f", "jsonl")
    assert (first.exit_code, "3 stored" in first.stderr) == (0, True)
    second = run("add", "reports", "-f", "jsonl")
    assert second.stdout == first.stdout
    assert "3 unchanged" in second.stderr
    assert (stored_desk / "dateline.db").exists() == (backend == "sqlite")


def test_list_filters_events(stored_desk):
    run("add", "reports", "--published", "2024-03-02", "-q")
    done = run("list", "--killed", "20", "-f", "jsonl")
    assert [loads(line).events[0].tolls[0].low for line in done.stdout.splitlines()] == [20, 30]
    assert "2 events of 2 reports." in done.stderr
    assert run("list", "--country", "YE", "-f", "jsonl").stdout == ""
    assert len(run("list", "--country", "YE", "--country", "IQ", "-f", "jsonl").stdout.splitlines()) == 3
    assert len(run("list", "--criminal", "--type", "ASSAULT", "-f", "csv").stdout.splitlines()) == 7
    assert "No stored event fits." in run("list", "--since", "2025").stderr


def test_list_stops_at_its_limit_and_says_so(stored_desk):
    run("add", "reports", "-q")
    done = run("list", "-n", "2")
    assert done.stdout.count("Rebels") == 2
    assert "3 events fit; shown are 2 of 2 reports; --limit 0 shows all." in done.stderr


def test_every_filter_of_the_store_is_an_option():
    offered = {option for parameter in get_command(app).commands["list"].params for option in parameter.opts}
    assert {f"--{row.name.replace('_', '-')}" for row in FILTERS} <= offered


def test_get_prints_records_and_names_what_is_not_there(stored_desk):
    run("add", "reports", "-q")
    record = loads(run("get", "reports/1.txt").stdout)
    assert loads(run("get", record.report.id[:8]).stdout) == record
    assert "Attack 1" in run("get", record.events[0].id, "-f", "table").stdout
    some = run("get", "reports/1.txt", "reports/9.txt")
    assert (some.exit_code, len(some.stdout.splitlines())) == (1, 1)
    none = run("get", "reports/9.txt")
    assert none.exit_code == 3
    assert "reports/9.txt" in none.stderr


def test_get_gives_the_history_of_a_report(stored_desk):
    run("add", "reports/1.txt", "-q")
    (stored_desk / "reports" / "1.txt").write_text(
        "Attack 1\n\nRebels attacked Baghdad, killing 77.\n", encoding="utf-8"
    )
    assert "1 new version" in run("add", "reports/1.txt").stderr
    versions = [loads(line) for line in run("get", "reports/1.txt", "--history").stdout.splitlines()]
    assert [record.report.version for record in versions] == [1, 2]
    assert versions[1].events[0].tolls[0].low == 77


def test_recode_shows_what_changed(stored_desk):
    run("add", "reports", "-q")
    assert "Nothing to code anew" in run("recode").stderr
    (stored_desk / "settings.toml").write_text("[attacks]\nconfidence = 0.25\n", encoding="utf-8")
    done = run("recode", "--diff", "--settings", "settings.toml")
    assert done.exit_code == 0
    assert "- label: confidence 0.90" in done.stdout
    assert "+ label: confidence 0.25" in done.stdout
    assert "3 reports coded anew; 3 changed" in done.stderr


def test_show_marks_a_file_or_a_stored_report(stored_desk):
    run("add", "reports", "-q")
    for reference in ("reports/1.txt", loads(run("get", "reports/1.txt").stdout).report.id[:10]):
        done = run("show", reference)
        assert done.exit_code == 0
        assert "Rebels attacked Baghdad, killing 10 to 90[1]." in done.stdout
        assert "killed: 10–90 people (civilians), says police" in done.stdout


def test_show_takes_one_line_of_json_lines(desk):
    lines = [json.dumps({"text": f"Title {n}\n\nRebels attacked Sanaa, killing {n}."}) for n in range(1, 4)]
    (desk / "feed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("show", "feed.jsonl:2")
    assert "Title 2" in done.stdout
    assert "Title 1" not in done.stdout
    assert run("show", "feed.jsonl:9").exit_code == 3


def test_show_writes_a_page(desk):
    done = run("show", "reports/1.txt", "--html", "page.html")
    assert done.exit_code == 0
    assert "Written: page.html" in done.stderr
    page = (desk / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "killing 10 to 90" in re.sub(r"<[^>]*>", "", page)


def test_a_page_is_of_one_report(desk):
    done = run("show", "reports", "--html", "page.html")
    assert done.exit_code == 2
    assert "name one" in done.stderr
    assert not (desk / "page.html").exists()


def test_show_of_nothing_says_what_was_looked_for(desk):
    done = run("show", "nothing.txt")
    assert done.exit_code == 3
    assert "no such file" in done.stderr


@pytest.mark.parametrize("command", [["list"], ["get", "abcd"], ["recode"]])
def test_without_a_store_the_error_says_how_to_make_one(desk, command):
    done = run(*command)
    assert done.exit_code == 3
    assert "dateline add" in done.stderr
    assert not (desk / "dateline.db").exists()


def test_a_broken_store_is_one_line(desk):
    (desk / "dateline.db").write_bytes(b"this is no database, " * 100)
    done = run("add", "reports")
    assert done.exit_code == 3
    assert "dateline.db" in done.stderr
    assert "Traceback" not in done.output


def test_the_schema_is_the_published_one():
    assert json.loads(run("schema").stdout) == json_schema()
    assert json.loads(run("schema", "--incident").stdout) == incident_schema()


def test_the_doctor_says_what_is_broken(desk, monkeypatch):
    done = run("doctor")
    for topic in ("Python", "dateline", "time zones", "coder", "store"):
        assert f"{topic}: " in done.stdout
    monkeypatch.setattr("dateline.assembly.built_in", tuple)
    broken = run("doctor")
    assert broken.exit_code == 3
    assert re.search(r"BROKEN +coder: .*finds no event", broken.stdout)


def test_the_gazetteer_can_be_searched():
    done = run("gazetteer", "search", "Mosul", "--country", "IQ")
    assert done.exit_code == 0
    assert "geonames" in done.stdout
    assert run("gazetteer", "search", "Xyzzyburg").exit_code == 3
    assert "places in" in run("gazetteer", "info").stdout


def test_places_are_searched_near_a_point_by_kind_and_as_json():
    done = run(
        "gazetteer", "search", "Tripoli", "--near", "34,35", "--kind", "settlement", "--format", "jsonl", "-n", "1"
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout)["country"] == "LB"
    assert run("gazetteer", "search", "Kaljibrin village", "--country", "SY").exit_code == 0
    for bad in (
        ["--near", "here"],
        ["--near", "95,0"],
        ["--kind", "planet"],
        ["--format", "xml"],
        ["--country", "IRQ"],
    ):
        done = run("gazetteer", "search", "Tripoli", *bad)
        assert done.exit_code == 2
        assert bad[0] in done.stderr
    assert "CC BY 4.0" in run("gazetteer", "info").stdout


def test_a_dump_is_imported_and_coded_with(tmp_path):
    dump = tmp_path / "SY.txt"
    row = "9000001\tZarurabad\tZarurabad\t\t35.5\t36.5\tP\tPPL\tSY\t\t12\t\t\t\t12000\t\t\tAsia/Damascus\t2024-01-01\n"
    dump.write_text(row)
    larger = tmp_path / "places.bin"
    done = run("gazetteer", "import", str(dump), "--output", str(larger))
    assert done.exit_code == 0
    assert "1 places added" in done.stderr
    assert "[places]" in done.stderr
    assert "Idlib" in run("gazetteer", "search", "Zarurabad", "--gazetteer", str(larger)).stdout
    settings = tmp_path / "desk.toml"
    settings.write_text(f"[places]\ngazetteer = {json.dumps(str(larger))}\n")
    assert str(larger) in run("doctor", "--settings", str(settings), "--db", str(tmp_path / "x.db")).stdout
    text = tmp_path / "report.txt"
    text.write_text("DAMASCUS, Syria - Shelling killed four people in Zarurabad, Syria, on Friday, activists said.")
    coded = run("code", str(text), "--settings", str(settings), "--format", "jsonl", "-q").stdout
    assert '"admin1": "Idlib"' in coded or '"admin1":"Idlib"' in coded
    for bad, told in ((tmp_path, "is a folder"), (tmp_path / "none.bin", "no gazetteer"), (dump, "is not a gazetteer")):
        done = run("gazetteer", "info", "--gazetteer", str(bad))
        assert done.exit_code == 3
        assert told in done.stderr
    done = run("gazetteer", "build", str(tmp_path / "no" / "places.bin"))
    assert done.exit_code == 3
    assert "there is no folder" in done.stderr
    dump.write_text("nothing")
    done = run("gazetteer", "import", str(dump), "--output", str(larger))
    assert done.exit_code == 3
    assert "line 1: 1 columns" in done.stderr


GOLD = [
    {
        "id": str(n),
        "relevant": True,
        "events": [{"anchor": "Rebels attacked Baghdad", "plover": "ASSAULT", "tolls": [{"measure": "killed", "low": n * 10, "high": 90}]}],
    }
    for n in (1, 2, 3)
]  # fmt: skip


def test_evaluate_prints_figures_lists_errors_and_writes_a_page(desk):
    (desk / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in GOLD), encoding="utf-8")
    done = run("evaluate", "gold.jsonl", "--texts", "reports", "--html", "errors.html", "--quiet", "--curve")
    assert done.exit_code == 0, done.output
    assert re.search(r"^events +\S+ +\S+ +\S+ +3 +3 ", done.stdout, re.MULTILINE)
    assert "gold" in done.stdout
    assert "<article" in (desk / "errors.html").read_text("utf-8")


def test_evaluate_scores_records_that_are_given_as_json(desk):
    (desk / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in GOLD), encoding="utf-8")
    assert run("code", "reports", "--output", "coded.jsonl", "--quiet").exit_code == 0
    done = run("evaluate", "gold.jsonl", "--against", "coded.jsonl", "--format", "json")
    figures = json.loads(done.stdout)["figures"]
    assert figures["events"]["right"] == 3
    assert figures["tolls"]["right"] == 3


def test_evaluate_names_reports_without_a_record_and_fails_where_there_is_none(desk):
    (desk / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in GOLD), encoding="utf-8")
    run("code", "reports/1.txt", "--output", "coded.jsonl", "--quiet")
    done = run("evaluate", "gold.jsonl", "--against", "coded.jsonl", "--errors", 0)
    assert done.exit_code == 0
    assert "No record of 2 of 3 reports" in done.stderr
    (desk / "coded.jsonl").write_text("", encoding="utf-8")
    assert run("evaluate", "gold.jsonl", "--against", "coded.jsonl").exit_code == 3


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_min_confidence_leaves_events_out_of_the_output_and_keeps_them_in_the_store(stored_desk):
    assert not csv_rows(run("code", "reports", "--format", "csv", "--min-confidence", 1, "--quiet").stdout)
    assert csv_rows(run("code", "reports", "--format", "csv", "--min-confidence", 0.1, "--quiet").stdout)
    assert run("add", "reports", "--min-confidence", 1, "--quiet").exit_code == 0
    assert "No stored event fits" in run("list", "--min-confidence", 1).stderr
    assert csv_rows(run("list", "--format", "csv").stdout)


def test_shards_from_the_command_line_into_a_store(desk):
    done = run("code", "reports", "--shards", "coded", "--shard-reports", 2)
    assert done.exit_code == 0
    assert "3 reports, 6 events in coded: 3 coded" in done.stderr
    assert run("code", "reports", "--shards", "coded", "--quiet").exit_code == 0
    assert sorted(path.name for path in (desk / "coded").glob("*.parquet")) == [
        "part-000001.parquet",
        "part-000002.parquet",
    ]
    for part in (1, 2):
        assert run("code", "reports", "--shards", f"part{part}", "--share", f"{part}/2").exit_code == 0
    done = run("ingest", "part1", "part2", "--db", "shared.db")
    assert "3 reports, 6 events in shared.db: 3 stored" in done.stderr
    done = run("ingest", "coded")
    assert "3 reports, 6 events in dateline.db: 3 stored" in done.stderr
    assert "ASSAULT" in run("list", "--format", "csv").stdout
    (desk / "records.jsonl").write_text("{}\n")
    done = run("ingest", "records.jsonl")
    assert done.exit_code == 3
    assert "this is no record" in done.stderr
    assert "needs" not in done.stderr
    for arguments, told in (
        (("--shards", "coded", "--format", "csv"), "--shards writes whole records"),
        (("--shard-reports", 5), "name the folder"),
        (("--share", "1/2"), "name the folder"),
        (("--shards", "other", "--share", "3/2"), "such as 3/40; got '3/2'"),
        (("--shards", "reports"), "holds other files (1.txt, 2.txt, 3.txt)"),
        (("--executor", "in-process", "--workers", 2), "is this process alone"),
        (("--address", "auto"), "needs the executor ray"),
    ):
        done = run("code", "reports", *arguments)
        assert (done.exit_code, told in done.stderr) == (2, True), done.stderr


def test_plan_as_a_table_and_as_json(desk):
    done = run("plan", "reports", "--workers", 3)
    assert done.exit_code == 0
    assert re.search(r"time, 3 workers +0 s", done.stdout)
    assert "3 reports of it were read, 3 of them coded" in " ".join(done.stdout.split())
    told = json.loads(run("plan", "reports", "--json", "--quiet").stdout)
    assert told["reports"] == {"low": 3.0, "value": 3.0, "high": 3.0}
    assert [line["workers"] for line in told["run"]] == [1, 2, 4, 8, 16, 64]
    done = run("plan", "nowhere")
    assert (done.exit_code, done.stderr.startswith("Error: nowhere: ")) == (3, True)
