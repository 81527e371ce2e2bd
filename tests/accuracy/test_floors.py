"""Coded records against gold, by the yardstick that users score with: figures that may only rise."""

from __future__ import annotations

import functools
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.codec import to_data
from dateline.project import Project

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
YARDSTICK = SHARED / "tools" / "score_records.py"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not YARDSTICK.exists(), reason="development data is not there (DATELINE_SHARED)"),
]


@dataclass(frozen=True)
class Floor:
    """The F1 of events, of types and of all slots under which a set may not fall; set from a run, rounded down."""

    name: str
    reports: Path
    gold: Path
    events: float
    plover: float
    slots: float


FLOORS = (
    Floor("mission", SHARED / "mission" / "baghdad.txt", SHARED / "mission" / "baghdad.json", 0.84, 0.84, 0.78),
    Floor("examples", ROOT / "examples" / "reports", ROOT / "examples" / "gold", 0.82, 0.77, 0.64),
    Floor("modern", SHARED / "data" / "modern" / "texts", SHARED / "data" / "modern" / "gold", 0.69, 0.62, 0.50),
    Floor("leads", SHARED / "data" / "leads" / "texts", SHARED / "data" / "leads" / "gold", 0.79, 0.74, 0.65),
)


@pytest.fixture(scope="module")
def yardstick():
    spec = importlib.util.spec_from_file_location("score_records", YARDSTICK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def project():
    with Project() as project:
        yield project


@dataclass(frozen=True)
class ValueFloor:
    """The F1 of places, times and tolls under which the events found (`--paired`) of a set may not fall.

    Reports whose day of publication is made up (`undated`, a prefix of their names) do not count for times; where gold
    dates next to nothing, `when` is None.
    """

    name: str
    places: float
    when: float | None
    tolls: float
    undated: str = "none"


VALUE_FLOORS = (
    ValueFloor("modern", places=0.69, when=0.67, tolls=0.76, undated="lee-"),
    ValueFloor("leads", places=0.80, when=None, tolls=0.86),
)


@pytest.fixture(scope="module")
def coded(project, coded_examples):
    """Return a function that codes the reports of a set, each set once."""

    @functools.cache
    def code(reports):
        if reports == ROOT / "examples" / "reports":
            return {name: to_data(record) for name, record in coded_examples("reports").items()}
        outcomes = list(project.code(reports))
        assert [outcome.error for outcome in outcomes if outcome.error] == []
        return {Path(outcome.origin).stem: to_data(outcome.record) for outcome in outcomes}

    return code


def figures(yardstick, coded, floor):
    """Return the F1 of events, types and all slots over a set, as the yardstick's own command counts them."""
    gold = yardstick.load(floor.gold, is_gold=True)
    records = coded(floor.reports)
    assert set(gold) <= set(records)
    broken = {
        name: yardstick.broken_spans(record["events"], record["report"]["text"]) for name, record in records.items()
    }
    assert [name for name, number in broken.items() if number] == []
    events, table = yardstick.score(gold, records)
    slots = [sum(column) for column in zip(*(table[slot] for slot in yardstick.SINGLE + yardstick.LISTS), strict=True)]
    return tuple(yardstick.figures(*counts)[2] for counts in (events, table["plover"], slots))


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_records_agree_with_gold_as_well_as_before(yardstick, coded, floor):
    found = figures(yardstick, coded, floor)
    said = ", ".join(
        f"{name} {value:.3f}" for name, value in zip(("events", "plover", "all slots"), found, strict=True)
    )
    assert found[0] >= floor.events, said
    assert found[1] >= floor.plover, said
    assert found[2] >= floor.slots, said


@pytest.mark.parametrize("values", VALUE_FLOORS, ids=lambda values: values.name)
def test_events_found_have_as_good_places_times_and_tolls_as_before(yardstick, coded, values):
    floor = next(floor for floor in FLOORS if floor.name == values.name)
    gold = yardstick.load(floor.gold, is_gold=True)
    records = coded(floor.reports)
    dated = {name: record for name, record in gold.items() if not name.startswith(values.undated)}
    _, table = yardstick.score(gold, records, paired_only=True)
    _, times = yardstick.score(dated, records, paired_only=True)
    found = {"places": table["places"], "tolls": table["tolls"], "when": times["when"]}
    f1 = {slot: yardstick.figures(*row)[2] for slot, row in found.items()}
    least = {"places": values.places, "tolls": values.tolls, "when": values.when or 0.0}
    assert {slot: value for slot, value in f1.items() if value < least[slot]} == {}, f1
