"""The bench of labelled snippets: its file and tables, which label an event answers with, and our own set."""

import json
import pathlib
import sys

import pytest

pytest.importorskip("spacy")

BENCH = pathlib.Path(__file__).parents[2] / "bench"
OWN = pathlib.Path(__file__).parent / "data" / "snippets.tsv"
FLOOR = 0.82
"""Least weighted F1 on our own snippets; 0.894 at the last run."""


@pytest.fixture
def snippets(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import snippets

    return snippets


def run(snippets, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["snippets", "--workers", "1", *map(str, arguments)])
    snippets.main()


def test_the_tables_know_every_type_of_the_ontology(snippets):
    from dateline.ontology import load_ontology

    types = {a.sub_event_type for a in load_ontology().acled}
    table = snippets.read_labels(snippets.LABELS)
    assert all(table[snippets.folded(t)] == {t} for t in types)
    assert {code for codes in table.values() for code in codes} == types
    assert {row[2] for row in snippets.read_table(snippets.FALLBACKS)} <= types


@pytest.mark.parametrize("label", ["ARMED_CLASH", "armed clash", "Armed-Clash ", "Battles"])
def test_labels_are_found_however_they_are_spelt(snippets, label):
    assert "Armed clash" in snippets.read_labels(snippets.LABELS)[snippets.folded(label)]


def test_the_narrowest_label_of_the_file_answers(snippets):
    covered = {"Battles": frozenset({"Armed clash", "Attack"}), "ATTACK": frozenset({"Attack"})}
    assert [snippets.label_of(c, covered) for c in ("Attack", "Armed clash", "Grenade", None)] == [
        "ATTACK",
        "Battles",
        "(none)",
        "(none)",
    ]


def test_columns_are_found_by_name_or_by_place(snippets, tmp_path):
    named, plain, short = (tmp_path / name for name in ("named.tsv", "plain.tsv", "short.tsv"))
    named.write_text("label\tyear\tid\ttext\nATTACK\t2020\t7\tMen came.\n")
    plain.write_text("7\tMen came.\tATTACK\n")
    short.write_text("7\tMen came.\n")
    assert (
        snippets.read_snippets(named) == snippets.read_snippets(plain) == [snippets.Snippet("7", "Men came.", "ATTACK")]
    )
    with pytest.raises(ValueError, match="line 1"):
        snippets.read_snippets(short)


def test_f1_is_weighted_by_frequency_or_not_at_all(snippets, tmp_path, monkeypatch, capsys):
    file, written = tmp_path / "a.tsv", tmp_path / "out.tsv"
    file.write_text(
        "1\tPolice arrested five activists in Minsk.\tARREST\n2\tPolice arrested two poets in Minsk.\tARREST\n3\tIt rained.\tGRENADE\n"
    )
    run(snippets, monkeypatch, file, "--predictions", written, "--show")
    printed = capsys.readouterr().out
    assert "accuracy 0.667  weighted F1 0.667  macro F1 0.500  none 1" in printed
    assert "3 GRENADE -> (none): It rained." in printed
    assert written.read_text().splitlines()[1] == "1\tARREST\tARREST"


def test_unknown_labels_are_listed(snippets, tmp_path, monkeypatch):
    file = tmp_path / "a.tsv"
    file.write_text("1\tIt rained.\tRAIN\n2\tIt snowed.\tSNOW\n")
    with pytest.raises(SystemExit, match=r"acled_labels\.tsv does not know: RAIN, SNOW"):
        run(snippets, monkeypatch, file)


def test_wrong_paths_and_empty_files_are_named(snippets, tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match=r"none\.tsv"):
        run(snippets, monkeypatch, tmp_path / "none.tsv")
    (tmp_path / "empty.tsv").write_text("")
    with pytest.raises(SystemExit, match="no snippets"):
        run(snippets, monkeypatch, tmp_path / "empty.tsv")


def test_gold_gives_each_sentence_once(snippets, tmp_path, monkeypatch, capsys):
    gold, texts = tmp_path / "gold", tmp_path / "texts"
    gold.mkdir()
    texts.mkdir()
    text = "It was a calm week in Sudria. Police in Velm arrested five activists and beat a sixth. No more was known."
    (texts / "a.json").write_text(json.dumps({"id": "a", "title": "Calm", "published": "2021-05-04", "text": text}))
    events = [{"anchor": "arrested five activists", "acled": "Arrests"}, {"anchor": "beat a sixth", "acled": "Attack"}]
    (gold / "a.json").write_text(json.dumps({"id": "a", "relevant": True, "events": events}))
    run(snippets, monkeypatch, "--gold", gold, "--texts", texts)
    assert "1 snippets, 1 labels, 0 without any event" in capsys.readouterr().out


def test_our_own_snippets(snippets, monkeypatch, capsys):
    run(snippets, monkeypatch, OWN)
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("with fallbacks"))
    assert float(line.split("weighted F1")[1].split()[0]) >= FLOOR
