"""A real report through the installed package: the command, the module and the Python API, with every file that ships."""

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.smoke

STORY = (
    "GAO, Mali — Gunmen on motorcycles attacked an army post near Gao on Monday, killing two soldiers and wounding five, "
    "a military spokesman said.\n\nNo group has claimed responsibility for the attack."
)
TEXT = f"Two soldiers killed in attack near Gao\n\n14 May 2024\n\n{STORY}\n"
PAGE = (
    "<html><head><title>Two soldiers killed in attack near Gao</title>"
    '<meta property="article:published_time" content="2024-05-14"></head>'
    f"<body><article><h1>Two soldiers killed in attack near Gao</h1><p>{STORY}</p></article></body></html>"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


def run(desk, *arguments, program=(sys.executable, "-m", "dateline")):
    done = subprocess.run(
        [*program, *arguments], cwd=desk, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def broken_quotes(value, text):
    """Spans anywhere in the JSON of a record that do not quote the report's text."""
    if isinstance(value, list):
        return [span for item in value for span in broken_quotes(item, text)]
    if not isinstance(value, dict):
        return []
    if {"start", "end", "quote"} <= value.keys() and isinstance(value["start"], int):
        return [] if text[value["start"] : value["end"]] == value["quote"] else [value]
    return [span for item in value.values() for span in broken_quotes(item, text)]


def check(record):
    """The attack is found, with where, when, whom and how many, and every value points at its words."""
    (attack,) = [event for event in record["events"] if event["type"]["plover"] == "ASSAULT"]
    assert attack["standing"] == "current"
    assert (attack["when"]["start"], attack["when"]["precision"]) == ("2024-05-13", "day")
    assert [place["country"] for place in attack["where"]] == ["ML"]
    assert {(toll["measure"], toll["low"], toll["high"]) for toll in attack["tolls"]} == {
        ("killed", 2, 2),
        ("injured", 5, 5),
    }
    assert "Gunmen" in " ".join(who["name"] for who in attack["participants"] if who["role"] == "perpetrator")
    assert broken_quotes(record["events"], record["report"]["text"]) == []


@pytest.mark.parametrize("name", ["report.txt", "page.html"])
def test_python_m_dateline_codes_a_report(desk, name):
    (line,) = run(desk, "code", name, "--format", "jsonl").splitlines()
    check(json.loads(line))


def test_the_command_prints_a_table(desk):
    command = shutil.which("dateline", path=sysconfig.get_path("scripts"))
    assert command is not None, "the package puts no command beside its Python"
    table = run(desk, "code", "report.txt", program=(command,))
    assert "Two soldiers killed in attack near Gao" in table
    assert "killed 2" in table
    assert "near Gao" in table


def test_the_python_api_codes_a_text(desk):
    code = (
        "import dateline, sys\n"
        "record = dateline.code(open('report.txt', encoding='utf-8').read(), published='2024-05-14')\n"
        "sys.stdout.buffer.write(dateline.dumps(record).encode('utf-8'))"
    )
    check(json.loads(run(desk, "-c", code, program=(sys.executable,))))


def test_a_report_is_kept_found_and_shown(desk):
    run(desk, "add", "report.txt", "--db", "desk.db")
    (line,) = run(
        desk, "list", "--db", "desk.db", "--country", "ML", "--type", "ASSAULT", "--format", "jsonl"
    ).splitlines()
    assert json.loads(line)["report"]["origin"] == "report.txt"
    run(desk, "show", "report.txt", "--html", "page-of-report.html")
    page = Path(desk, "page-of-report.html").read_text(encoding="utf-8")
    assert "Gunmen" in page
    assert "<style" in page


def test_the_doctor_finds_everything(desk):
    assert "BROKEN" not in run(desk, "doctor")
