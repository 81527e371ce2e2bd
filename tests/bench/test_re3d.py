"""The re3d bench: own documents in the corpus's form, and what is held against what."""

import json
import sys

import pytest

pytest.importorskip("spacy")


TEXT = "The Iraqi army fired rockets at rebels near Mosul on Friday. They fled."
ENTITIES = [
    ("Organisation", "The Iraqi army", 1), ("Organisation", "rebels", 0.9), ("Weapon", "rockets", 1), ("Location", "Mosul", 1),
    ("Location", "Friday", 0.1), ("Temporal", "Friday", 1),
]  # fmt: skip


def at(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def folder(tmp_path):
    (army, army_end), (rebels, rebels_end) = at("Iraqi army"), at("rebels")
    relation = {
        "documentId": "d1", "type": "FightingAgainst", "confidence": 1, "sourceBegin": army, "sourceEnd": army_end,
        "targetBegin": rebels, "targetEnd": rebels_end,
    }  # fmt: skip
    entities = [
        {"documentId": "d1", "type": kind, "begin": at(words)[0], "end": at(words)[1], "confidence": sure}
        for kind, words, sure in ENTITIES
    ]
    for name, rows in (
        ("documents", [{"_id": "d1", "text": TEXT}]),
        ("entities", entities),
        ("relations", [relation]),
    ):
        (tmp_path / f"{name}.json").write_text("\ufeff" + "".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


def test_rejected_entities_are_left_out_and_articles_cut_off(folder):
    from re3d import read_documents

    (document,) = read_documents(folder)
    assert {(kind, TEXT[a:b]) for kind, (a, b) in document.entities} == {
        ("Organisation", "Iraqi army"), ("Organisation", "rebels"), ("Weapon", "rockets"), ("Location", "Mosul"), ("Temporal", "Friday"),
    }  # fmt: skip


def test_own_document_is_answered(folder):
    from re3d import Count, drafts_of, found_in, read_documents, score

    documents = read_documents(folder)
    (draft,) = drafts_of(documents)
    told = {row: {TEXT[a:b] for a, b in spans} for row, spans in found_in(draft).items()}
    assert {"Iraqi army", "rebels", "They"} <= told["actors"]
    assert "Mosul" not in told["actors"]
    assert told["weapons"] == {"rockets"}
    assert "Mosul" in told["places"]

    counts = {(row, way): Count() for row in (*told, "fighting") for way in ("exact", "overlap")}
    kinds = {kind: Count() for kind, _, _ in ENTITIES}
    score(documents[0], draft, counts, kinds)
    assert counts["actors", "exact"].figures()[0] == 1
    assert counts["weapons", "exact"].figures() == (1, 1, 1)
    assert counts["fighting", "overlap"].figures()[0] == 1


def test_the_command_prints_and_writes(folder, tmp_path, capsys, monkeypatch):
    import re3d

    out = tmp_path / "answers.jsonl"
    monkeypatch.setattr(sys, "argv", ["re3d", str(folder), "--predictions", str(out)])
    re3d.main()
    printed = capsys.readouterr().out
    assert "1 documents" in printed
    assert "Organisation" in printed
    assert json.loads(out.read_text())["id"] == "d1"


def test_wrong_input_ends_with_a_clear_line(folder, tmp_path, monkeypatch):
    import re3d

    monkeypatch.setattr(sys, "argv", ["re3d", str(tmp_path / "none")])
    with pytest.raises(SystemExit, match=r"re3d: .*none"):
        re3d.main()
    (folder / "entities.json").write_text("{}\n")
    monkeypatch.setattr(sys, "argv", ["re3d", str(folder)])
    with pytest.raises(SystemExit, match=r"entities\.json, line 1: it lacks documentId"):
        re3d.main()
