"""Every table says where it comes from, and whatever it draws on is acknowledged."""

import re
from itertools import takewhile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "dateline" / "data"
TABLES = sorted(path for path in DATA.rglob("*") if path.suffix in {".tsv", ".toml"})
PACKAGE = re.compile(r"\b([a-z][a-z0-9_-]+)@\d[\w.]*")


def head(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(takewhile(lambda line: line.startswith("#"), lines))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_table_names_its_source_and_licence(path):
    assert re.search(r"Apache|CC BY|MIT|licen[cs]e", head(path)), (
        f"{path.name} needs '# source:' and '# licence:' lines"
    )


def test_packages_that_tables_draw_on_are_acknowledged():
    notices = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").lower().replace("_", "-")
    used = {m.lower().replace("_", "-") for path in TABLES for m in PACKAGE.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in used if name not in notices} == set()
