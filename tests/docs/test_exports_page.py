"""The page of exports is what the tables say, and what it shows can be run."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tool():
    spec = importlib.util.spec_from_file_location("write_export_docs", ROOT / "tools" / "write_export_docs.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_page_is_current():
    made = tool()
    assert made.TARGET.read_text(encoding="utf-8") == made.export_docs(), "run: python tools/write_export_docs.py"


def test_no_cell_breaks_its_table():
    page = tool().export_docs()
    for block in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        widths = {line.count("|") for line in block.splitlines()}
        assert len(widths) == 1, block[:200]
