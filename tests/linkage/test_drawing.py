"""From records to tellings: what is read near an event, and which keys it gets."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from tests.linkage.telling import telling

from dateline import codec
from dateline.linkage import Linker, Telling, keys_of, likeness, sketch_of, tellings_of
from dateline.linkage.keys import MOST_KEYS
from dateline.linkage.names import is_plain_matter, lower_words, named_in, names_in

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = (
    "Police say Milo Trent, 31, was found in the 1200 block of North Harbor Street on Sunday. His cousin, Dana Q. Ruiz, 19, was "
    "shot outside Bethany Church. Sgt. Paul Orwin said two men ran. “We heard it,” said Vera Lamb. The Ford Focus was left on Pine Rd."
)


def test_people_are_named_without_those_who_speak_or_bear_a_rank():
    assert names_in(TEXT, frozenset()).persons == ("dana ruiz", "milo trent")


def test_streets_blocks_sites_and_ages():
    names = names_in(TEXT, frozenset())
    assert names.streets == ("harbor street", "pine road")
    assert names.blocks == ("1200 harbor street",)
    assert names.sites == ("bethany church",)
    assert names.ages == (19, 31)


def test_a_known_place_is_nobody():
    assert names_in("It was in Rocky Bluff. They left Rocky Bluff.", frozenset({"rocky bluff"})).persons == ()


def test_words_that_stand_elsewhere_in_lower_case_are_no_names():
    assert names_in("Harvest Moon sang. The harvest was poor.", frozenset()).proper == ("sang",)[:0]


def test_names_of_participants_are_no_words_of_anybody():
    lower = lower_words("Gunmen killed Hector Ruane, a former minister. The gunmen fled; the envoy of France mourned.")
    assert named_in(["Hector Ruane", "Gunmen", "Envoy of France", "MINISTER"], lower) == ("hector", "ruane")


def test_what_outlets_set_under_their_reports_is_known():
    assert is_plain_matter("Subscribe to our newsletter for more from Ann Chalmers.")
    assert not is_plain_matter("Ann Chalmers was shot at the bank.")


@pytest.mark.parametrize(
    "text", ["", "A" * 60_000, "Aa " * 40_000, "1200 block of " * 20_000, "Sgt. " * 30_000, "\ufffd\u202e\n" * 9_000]
)
def test_hostile_text_costs_little_and_breaks_nothing(text):
    start = time.process_time()
    names_in(text, frozenset())
    assert likeness(sketch_of(text), sketch_of(text)) in {0.0, 1.0}
    assert time.process_time() - start < 5


def test_a_cut_copy_is_alike_and_another_text_is_not():
    words = [f"word{i}" for i in range(400)]
    whole, cut, other = " ".join(words), " ".join(words[:340]), " ".join(reversed(words))
    assert likeness(sketch_of(whole), sketch_of(cut)) > 0.6
    assert likeness(sketch_of(whole), sketch_of(other)) < 0.2


# --- keys


def share(**change):
    return set(keys_of(telling("a", killed=4))) & set(keys_of(telling("b", killed=4, **change)))


@pytest.mark.parametrize("change", [{}, {"day": "2024-03-06"}, {"day": "2024-03-04", "published": "2024-03-20"}])
def test_reports_a_day_apart_share_a_key(change):
    assert share(**change)


@pytest.mark.parametrize(
    "change", [{"day": "2023-01-01", "published": "2023-01-02"}, {"factuality": "planned"}, {"town": "marin"}]
)
def test_other_times_places_and_plans_share_none(change):
    assert not share(**change)


def test_a_month_meets_each_of_its_days():
    month = telling("m", day="2024-03-01", end="2024-03-31", precision="month")
    assert all(set(keys_of(month)) & set(keys_of(telling("d", day=f"2024-03-{day:02}"))) for day in range(1, 32))


def test_keys_are_few():
    names = tuple(f"person{i} name{i}" for i in range(12))
    crowded = telling(
        "a", persons=names, streets=("a street",), blocks=("100 a street",), sites=names, ages=(1, 2, 3), proper=names
    )
    assert len(keys_of(crowded)) <= MOST_KEYS


# --- real reports


@pytest.fixture
def examples(coded_examples):
    return list(coded_examples("reports").values())


@pytest.mark.slow
def test_example_incidents_are_told_by_reports_that_belong_together(examples):
    table = (EXAMPLES / "incidents.tsv").read_text("utf-8").splitlines()
    incident = dict(line.split("\t") for line in table if "\t" in line and not line.startswith(("#", "stem")))
    tellings = [(Path(record.report.origin).stem, t) for record in examples for t in tellings_of(record)]
    stem = {t.event_id: s for s, t in tellings}
    found = Linker.default().partition(t for _, t in tellings)
    for cluster in found:
        told = {incident.get(stem[event], stem[event]) for event in cluster.members}
        assert len(told) == 1, f"different incidents were joined: {told}"
    back = Linker.default().partition(t for _, t in reversed(tellings))
    assert back == found


@pytest.mark.slow
def test_tellings_of_examples_are_small_and_go_to_json_and_back(examples):
    tellings = [t for record in examples for t in tellings_of(record)]
    data = [codec.to_data(t) for t in tellings]
    assert [codec.from_data(Telling, row) for row in data] == tellings
    assert sum(len(json.dumps(row)) for row in data) / len(data) < 1_700
