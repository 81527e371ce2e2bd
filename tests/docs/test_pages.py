"""Pages lead where they say, and the README shows what a command printed."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]+))?\)")


def anchors(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    heads = [line.lstrip("# ").lower() for line in lines if line.startswith("#")]
    return {re.sub(r"[^a-z0-9 -]", "", head).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_heads(page):
    broken = []
    for target, head in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        place = page.parent / target
        if not place.exists() or (head and head not in anchors(place)):
            broken.append(f"{target}#{head}")
    assert broken == []


def test_every_page_of_the_docs_is_linked_from_the_readme():
    linked = {target for target, _ in LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))}
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= linked


def test_files_that_the_plan_of_the_house_names_exist():
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"`((?:data|stages|readers|lexicon|gazetteer|actors|export|tools|examples|tests)/[\w./-]*)`", plan)
    )
    assert len(named) > 10
    places = [ROOT / "src" / "dateline", ROOT]
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []


def test_the_readme_shows_a_run_over_an_example_that_is_there():
    tool = runpy.run_path(str(ROOT / "tools" / "write_readme_output.py"))
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    before, command, after = tool["block_of"](page)
    shown = page[len(before) : len(page) - len(after)]
    (report,) = re.findall(r"examples/reports/\S+", command)
    title = next(line for line in (ROOT / report).read_text(encoding="utf-8").splitlines() if len(line.split()) > 5)
    assert title in shown
    assert "when " in shown
    assert "killed" in shown
