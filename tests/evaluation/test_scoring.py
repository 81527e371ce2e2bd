"""What counts as right, missed and not in gold, by hand-made events; and that the yardstick says the same."""

import importlib.util
import json
from pathlib import Path

import pytest

from dateline.codec import to_data
from dateline.evaluation import ALL, EVENTS, SLOTS, Rules, Sheet, calibration_error, curve, evaluate, facts_of
from dateline.evaluation.likeness import same_value
from dateline.evaluation.scoring import around
from dateline.project import Project
from dateline.scoring import coded_events, read_gold, reports_of, score

ROOT = Path(__file__).parents[2]
YARDSTICK = ROOT.parent / "shared" / "tools" / "score_records.py"
TEXT = "Two shells hit the market in Tarlo on Monday. Mayor Ana Ruiz blamed the Red Column. Dockers went on strike."


def event(anchor, plover="ASSAULT", **more):
    found = {"anchor": anchor, "plover": plover, "standing": "current", "factuality": "happened", "count": [1, 1]}
    return facts_of(found | more)


def scored(gold, coded, rules=None, text=TEXT):
    return evaluate([Sheet("tarlo", "", text, tuple(gold), tuple(coded))], rules)


def counts(found, slot):
    figures = found.figures[slot]
    return figures.right, figures.gold, figures.coded


SHELLS = "Two shells hit the market in Tarlo"
STRIKE = "Dockers went on strike"


def test_an_event_that_is_coded_as_gold_has_it_is_right_in_every_slot():
    gold = event(
        SHELLS,
        mode="heavy-weapons",
        participants=[{"role": "target", "name": "the market", "kind": "civilians"}],
        tolls=[{"measure": "killed", "low": 3, "high": None, "speaker": "police"}],
        where=[{"name": "Tarlo", "country": "CO", "lat": 1.0, "lon": -75.0}],
    )
    found = scored([gold], [gold])
    assert counts(found, EVENTS) == (1, 1, 1)
    assert counts(found, ALL)[0] == counts(found, ALL)[1] == counts(found, ALL)[2] == 10
    assert found.reports[0].errors == ()


def test_missed_and_spurious_events_cost_their_slots_unless_pairs_alone_are_counted():
    gold, coded = event(SHELLS, mode="heavy-weapons"), event(STRIKE, "PROTEST", mode="strike")
    found = scored([gold], [coded])
    assert counts(found, EVENTS) == (0, 1, 1)
    assert counts(found, "mode") == (0, 1, 1)
    assert [error.kind for error in found.reports[0].errors] == ["missed", "spurious"]
    assert counts(scored([gold], [coded], Rules(paired=True)), "mode") == (0, 0, 0)


def test_errors_in_slots_say_what_gold_has_and_what_was_coded():
    gold = event(SHELLS, mode="heavy-weapons", tolls=[{"measure": "killed", "low": 3, "high": 3}])
    coded = event(SHELLS, mode="aerial", tolls=[{"measure": "killed", "low": 3, "high": None}], weapons=["mortar"])
    (error,) = scored([gold], [coded]).reports[0].errors
    told = {(slot.kind, slot.slot, slot.gold, slot.coded) for slot in error.slots}
    assert told == {
        ("wrong", "mode", "heavy-weapons", "aerial"),
        ("wrong", "tolls", "killed 3", "killed 3 or more"),
        ("spurious", "weapons", "", "mortar"),
    }
    assert (error.anchor, error.before, error.after) == (SHELLS, "", " on Monday.")


def test_criminal_events_and_those_of_little_confidence_are_left_out():
    gold = [event(SHELLS), event(STRIKE, "PROTEST", sphere="criminal")]
    coded = [event(SHELLS, confidence=0.4), event(STRIKE, "PROTEST", confidence=0.9)]
    assert counts(scored(gold, coded), EVENTS) == (1, 1, 2)
    assert counts(scored(gold, coded, Rules(least_confidence=0.5)), EVENTS) == (0, 1, 1)


def test_current_leaves_background_out_on_both_sides():
    gold = [event(SHELLS), event(STRIKE, "PROTEST", standing="background")]
    coded = [event(SHELLS, standing="background"), event(STRIKE, "PROTEST", standing="background")]
    found = scored(gold, coded, Rules(current=True))
    assert counts(found, EVENTS) == (1, 1, 1)
    assert counts(found, "standing") == (0, 1, 1)


def test_events_are_paired_by_their_words_even_where_the_type_differs():
    found = scored([event(SHELLS)], [event(SHELLS, "COERCE")])
    assert counts(found, EVENTS) == (1, 1, 1)
    assert counts(found, "plover") == (0, 1, 1)


@pytest.mark.parametrize(
    ("slot", "one", "other", "same"),
    [
        ("sources", {"sources": ["the U.S. embassy"]}, {"sources": ["American embassy"]}, True),
        ("sources", {"sources": ["police chief"]}, {"sources": ["army chief of staff"]}, False),
        ("places", {"where": [{"name": "Old Port", "lat": 10.0, "lon": 10.0}]}, {"where": [{"name": "Quay", "lat": 10.1, "lon": 10.1}]}, True),
        ("places", {"where": [{"name": "Old Port", "lat": 10.0, "lon": 10.0}]}, {"where": [{"name": "Quay", "lat": 11.0, "lon": 10.0}]}, False),
        ("participants", {"participants": [{"role": "target", "name": "nurses"}]}, {"participants": [{"role": "victim", "name": "two nurses"}]}, True),
        ("participants", {"participants": [{"role": "party", "name": "rebels"}]}, {"participants": [{"role": "perpetrator", "name": "rebels"}]}, True),
        ("participants", {"participants": [{"role": "speaker", "name": "rebels"}]}, {"participants": [{"role": "party", "name": "rebels"}]}, False),
        ("responsibility", {"responsibility": [{"stance": "unclaimed"}]}, {"responsibility": [{"stance": "unclaimed", "actor": None}]}, True),
    ],
)  # fmt: skip
def test_values_that_say_the_same(slot, one, other, same):
    first, second = (event(SHELLS, **more).values[slot][0] for more in (one, other))
    assert same_value(slot, first, second) is same


def test_a_responsibility_names_its_actor_by_the_participant_of_that_id():
    coded = event(
        SHELLS,
        participants=[{"id": "p1", "role": "perpetrator", "name": "Red Column"}],
        responsibility=[{"actor": "p1", "stance": "blamed", "speaker": {"name": "Ana Ruiz"}}],
    )
    assert [str(v) for v in coded.values["responsibility"]] == ["blamed: Red Column"]
    assert [str(v) for v in coded.values["speakers"]] == ["blamed: Ana Ruiz"]


def test_the_sentence_around_an_anchor():
    assert around("blamed the Red Column", TEXT) == ("Mayor Ana Ruiz ", ".")
    assert around("Dockers\n went", TEXT) == ("", " on strike.")
    assert around("no such words", TEXT) == ("", "")
    assert around("", TEXT) == ("", "")


def test_confidence_is_judged_by_what_came_of_it():
    gold = [event(SHELLS), event(STRIKE, "PROTEST")]
    coded = [event(SHELLS, confidence=0.9), event("blamed the Red Column", "ACCUSE", confidence=0.45)]
    found = scored(gold, coded)
    # |0.9 − 1| of one event and |0.45 − 0| of another, each half of the weight.
    assert calibration_error(found.judged) == pytest.approx(0.275)
    points = {point.least: point.figures for point in curve(found)}
    assert (points[0.0].coded, points[0.5].coded, points[0.95].coded) == (2, 1, 0)
    assert points[0.5].precision == 1.0
    assert calibration_error(()) is None


def _scorer():
    spec = importlib.util.spec_from_file_location("score_records", YARDSTICK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not YARDSTICK.exists(), reason="the shared yardstick is not beside the project")
def test_the_yardstick_of_the_project_gives_the_same_figures():
    gold = read_gold(ROOT / "examples" / "gold")[:12]
    with Project() as project:
        done = list(project.code_reports(reports_of(gold, ROOT / "examples" / "gold", None)))
    records = [outcome.record for outcome in done if outcome.record is not None]
    assert len(records) == len(gold)
    ours = score(gold, coded_events(records)).figures
    theirs = _scorer()
    gold_docs = {g.key: json.loads((ROOT / "examples" / "gold" / f"{g.key}.json").read_text("utf-8")) for g in gold}
    system = {Path(r.report.origin).stem: {"report": to_data(r.report), "events": to_data(r.events)} for r in records}
    events, table = theirs.score(gold_docs, system)
    assert counts_of(ours[EVENTS]) == tuple(events)
    for slot in SLOTS:
        assert counts_of(ours[slot]) == tuple(table[slot]), slot


def counts_of(figures):
    return figures.right, figures.gold, figures.coded
