"""The codebook is current with the tables, and names every word that a record may hold."""

import dataclasses
import re
import runpy
from pathlib import Path
from typing import get_args

import pytest

from dateline import events, text, vocabulary
from dateline.ontology import FLAG_MEANINGS, Flag

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
TOOL = runpy.run_path(str(ROOT / "tools" / "write_codebook.py"))
LISTS = (
    "Sphere Standing Factuality TimePrecision TimeBasis PlaceKind PlacePrecision PlaceRelation ParticipantRole ActorKind "
    "Stance SourceStance Weapon Measure DamageEffect"
).split()


def test_generated_part_is_current():
    assert TOOL["render"](PAGE) == PAGE, "run: python tools/write_codebook.py"


def test_a_stale_page_would_be_noticed():
    stale = PAGE.replace("A march, rally, vigil or gathering.", "A march.")
    assert stale != PAGE
    assert TOOL["render"](stale) == PAGE


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_closed_list_is_explained(name):
    missing = [word for word in get_args(getattr(vocabulary, name)) if f"`{word}`" not in PAGE]
    assert missing == []


@pytest.mark.parametrize("kind", text.SECTION_KINDS)
def test_every_section_kind_is_named(kind):
    assert f"`{kind}`" in PAGE


@pytest.mark.parametrize(
    "record", [events.Event, events.Toll, events.Participant, events.When, events.EventType, text.Place]
)
def test_every_field_is_named(record):
    fields = {field.name for field in dataclasses.fields(record)} - {"spans"}
    missing = [name for name in fields if not re.search(rf"[`{{ ]{name}[`,}}]", PAGE)]
    assert missing == []


def test_every_wording_flag_is_explained():
    assert set(FLAG_MEANINGS) == set(get_args(Flag))


def test_links_within_the_page_lead_somewhere():
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
