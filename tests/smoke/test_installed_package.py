"""What must work wherever the package is installed: it imports cheaply, answers for help and publishes its schema."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.smoke

HEAVY = ("spacy", "pandas", "polars", "sqlalchemy", "trafilatura", "numpy", "onnxruntime", "tokenizers")


def run(*arguments, stdin=None):
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, text=True, timeout=120, check=False
    )


def test_import_is_cheap():
    code = f"import sys, dateline; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = run("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_version_is_that_of_the_installed_package():
    done = run(
        "-c",
        "import dateline; from importlib.metadata import version; print(dateline.__version__, version('dateline'))",
    )
    assert done.returncode == 0, done.stderr
    stated, installed = done.stdout.split()
    assert stated == installed


@pytest.mark.parametrize("command", [[], ["code"], ["add"], ["show"], ["list"], ["get"], ["recode"], ["doctor"]])
def test_every_command_has_help(command):
    done = run("-m", "dateline", *command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


def test_help_needs_no_model():
    code = (
        "import sys\nfrom dateline.cli import main\n"
        "sys.argv = ['dateline', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('spacy', 'pandas', 'sqlalchemy', 'onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    done = run("-c", code)
    assert done.stdout.strip().splitlines()[-1] == "[]", done.stderr


def test_schema_is_json_and_names_the_record_version():
    done = run("-m", "dateline", "schema")
    assert done.returncode == 0, done.stderr
    schema = json.loads(done.stdout)
    assert "dateline/1" in json.dumps(schema)
    assert {"report", "events", "coder"} <= set(schema["properties"])
