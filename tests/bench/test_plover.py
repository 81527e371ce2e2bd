"""The bench of PLOVER sentences: how the gold is read, which event is the main one, and what counts as right."""

import json
import pathlib
import sys

import pytest

pytest.importorskip("spacy")

BENCH = pathlib.Path(__file__).parents[2] / "bench"

GOLD = [
    {"id": "X-DOCUMENT-1", "event": "DOCUMENT"},
    {
        "id": "X-1",
        "event": "DEMAND",
        "mode": None,
        "text": "{Norland demanded on Monday that Sudria withdraw its troops.}",
        "source": [{"actorText": "Norland"}],
        "target": [{"actorText": "Sudria"}],
    },
    {
        "id": "X-1",
        "event": "COERCE",
        "mode": "destroy",
        "text": "It rained.",
        "source": {"actorText": "rain"},
        "target": "x",
    },
]


@pytest.fixture
def plover(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import plover

    return plover


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(GOLD))
    return path


def test_gold_is_read_in_the_types_of_today(plover, file):
    first, second = plover.read_gold(file)
    assert (first.plover, first.sources, first.targets) == ("REQUEST", ("Norland",), ("Sudria",))
    assert not first.text.startswith("{")
    assert (second.plover, second.id, second.sources, second.targets) == ("ASSAULT", "X-1/2", ("rain",), ())


@pytest.mark.parametrize("text", ['{"event": "AGREE"}', "no JSON", '[{"id": "a", "event": "DANCE", "text": "x"}]'])
def test_what_is_no_gold_is_said(plover, tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"bad\.json"):
        plover.read_gold(path)


@pytest.mark.parametrize(
    ("gold", "name", "same"),
    [
        ("Norland", "President Olsen of Norland", True),
        ("President Olsen of Norland", "Norland", True),
        ("Norland's army", "Sudria's army chief", True),
        ("Norland", "Sudria", False),
        ("the", "the", False),
    ],
)
def test_actors_are_the_same_by_half_the_words(plover, gold, name, same):
    assert plover.same_actor(gold, name) is same


def test_plans_are_read_as_plover_dates_them(plover):
    from dateline.project import Project

    with Project() as project:
        record = project.code_text("Finland will send food aid to refugees in Chad, its government said.")
    found = plover.found_of(record.events[0])
    assert (found.plover, found.factuality, found.dated) == ("AID", "planned", "AGREE")


def test_the_command_prints_figures_and_writes_predictions(plover, file, tmp_path, monkeypatch, capsys):
    written = tmp_path / "out.jsonl"
    monkeypatch.setattr(sys, "argv", ["plover", str(file), "--workers", "1", "--predictions", str(written), "--show"])
    plover.main()
    printed = capsys.readouterr().out
    assert "2 sentences, 1 without any event" in printed
    assert "as recorded                    0.500       0.500" in printed
    first, second = map(json.loads, written.read_text().splitlines())
    assert first["main"]["plover"] == "REQUEST"
    assert second == {"id": "X-1/2", "main": None, "events": []}


def test_a_wrong_path_is_named(plover, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["plover", str(tmp_path / "none.json")])
    with pytest.raises(SystemExit, match=r"none\.json"):
        plover.main()
