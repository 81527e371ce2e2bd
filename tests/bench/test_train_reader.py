"""The training of the learned reader: lessons made of invented reports, and one that is learned, kept and exported."""

import json
import pathlib
import subprocess
import sys

import pytest

pytest.importorskip("spacy")

BENCH = pathlib.Path(__file__).parents[2] / "bench"

MESSAGES = """DEV-MUC3-9001

   LIMA, 3 JAN 90 -- [TEXT] GUERRILLAS OF THE RED COLUMN KIDNAPPED MAYOR ANA SOTO IN LIMA YESTERDAY.

   THE GUERRILLAS ALSO BLOCKED A ROAD.  IT RAINED.
"""
FILLERS = {
    "docid": "DEV-MUC3-9001",
    "templates": [
        {
            "incident_type": "kidnapping",
            "PerpInd": [[["guerrillas", 0]]],
            "PerpOrg": [[["red column", 0]]],
            "Target": [],
            "Victim": [[["mayor ana soto", 0], ["ana soto", 0]]],
            "Weapon": [],
        }
    ],
}
REPORT = "KANO, Nigeria (AP) - Gunmen killed four farmers near Kano on Monday, police said.\n\nThe market was quiet on Tuesday."
GOLD = {
    "anchor": "Gunmen killed four farmers near Kano on Monday",
    "plover": "ASSAULT",
    "standing": "current",
    "factuality": "happened",
    "participants": [{"role": "perpetrator", "name": "Gunmen"}, {"role": "victim", "name": "four farmers"}],
}


class Yardstick:
    """Pairs where the anchor of one is within that of the other."""

    @staticmethod
    def flat(event):
        anchor = event["anchor"]
        return {"anchor": anchor if isinstance(anchor, str) else anchor["quote"]}

    @staticmethod
    def likeness(gold, system, _text):
        return float(gold["anchor"] in system["anchor"] or system["anchor"] in gold["anchor"])

    def pair(self, gold, system, text):
        pairs = [(i, j) for i, g in enumerate(gold) for j, s in enumerate(system) if self.likeness(g, s, text)]
        return pairs[:1]


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))


@pytest.fixture
def muc4(bench, tmp_path):
    from reader_muc4 import read_muc4

    texts, fillers = tmp_path / "messages", tmp_path / "train.json"
    texts.write_text(MESSAGES, "latin-1")
    fillers.write_text(json.dumps(FILLERS) + "\n", "utf-8")
    (report,) = read_muc4([texts], fillers)
    return report


def test_fillers_become_spans_with_their_longest_words(muc4):
    from reader_examples import ROLES

    told = [
        (muc4.text[s.start : s.end], ROLES[s.role]) for s in sorted(muc4.roles, key=lambda s: s.start) if s.role >= 0
    ]
    assert told == [
        ("GUERRILLAS", "perpetrator-individual"),
        ("RED COLUMN", "perpetrator-organisation"),
        ("MAYOR ANA SOTO", "victim"),
    ]


def test_a_filler_without_the_company_of_its_template_teaches_nothing(muc4):
    from reader_examples import IGNORED

    (alone,) = [s for s in muc4.roles if s.role == IGNORED]
    assert muc4.text[alone.start :].startswith("GUERRILLAS ALSO")


def test_incidents_are_told_by_the_sentence_that_holds_the_fillers(muc4):
    from reader_examples import INCIDENTS

    kidnapping = [row[INCIDENTS.index("kidnapping")] for row in muc4.incidents]
    assert kidnapping.count(1) == 1
    assert "KIDNAPPED" in muc4.text[muc4.sentences[kidnapping.index(1)].start : muc4.sentences[kidnapping.index(1)].end]


@pytest.fixture
def gold(bench, tmp_path):
    from reader_gold import read_gold

    folder = tmp_path / "own" / "gold"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps({"id": "a", "events": [GOLD]}), "utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(REPORT, "utf-8")
    (report,) = read_gold([folder], [texts], Yardstick())
    return report


def test_the_word_of_a_coded_event_is_taught_with_who_takes_part(gold):
    from reader_examples import EVENTS

    (word,) = [e for e in gold.events if e.label >= 0]
    assert (gold.text[word.start : word.end], EVENTS[word.label]) == ("killed", "ASSAULT")
    assert [gold.text[a:b] for a, b in word.doers] == ["Gunmen"]
    assert [gold.text[a:b] for a, b in word.undergoers] == ["farmers"]
    assert (word.current, word.happened) == (1, 1)


def test_cases_are_lessons_like_reports_under_their_own_ids(bench, tmp_path):
    from reader_examples import EVENTS
    from reader_gold import read_gold_cases

    folder = tmp_path / "cases"
    folder.mkdir()
    told = {"id": "kano-1", "title": "Quiet in Kano", "text": REPORT, "gold": {"events": [GOLD]}}
    trap = {"id": "trap-1", "text": "The striker shot wide in Kano.", "gold": {"events": []}}
    (folder / "some.jsonl").write_text(json.dumps(told) + "\n" + json.dumps(trap) + "\n", "utf-8")
    report, nothing = read_gold_cases([folder], Yardstick())
    assert (report.source, report.key) == ("cases", "kano-1")
    (word,) = [e for e in report.events if e.label >= 0]
    assert (report.text[word.start : word.end], EVENTS[word.label]) == ("killed", "ASSAULT")
    assert (nothing.events, nothing.event_weight) == ((), 1.0), "that none of its words states an event is learned"


def test_a_wrong_path_is_named(tmp_path):
    command = [
        sys.executable,
        str(BENCH / "train_reader.py"),
        "--base",
        "no.whl",
        "--muc4",
        str(tmp_path),
        "--gold",
        "no",
    ]
    command += ["--texts", "no", "--scorer", "no.py", "--plain", "no.jsonl", "--work", str(tmp_path / "work")]
    command += ["--cases", "no-cases"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "not found: no.whl" in ended.stderr
    assert "no-cases" in ended.stderr


@pytest.fixture
def packer(bench, tmp_path):
    """A packer with a tokenizer that knows a few words and all letters."""
    tokenizers = pytest.importorskip("tokenizers")
    pytest.importorskip("torch", reason="torch is not installed: pip install '.[train-reader]'")
    pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[train-reader]'")
    from reader_examples import Packer

    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,-()[]"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "killed", "gunmen", *letters, *(f"##{c}" for c in letters)]
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.save(str(tmp_path / "tokenizer.json"))
    return Packer(str(tmp_path / "tokenizer.json"))


def test_what_is_learned_is_kept_and_exported(gold, muc4, packer, tmp_path, capsys):
    from reader_export import export, open_reader
    from reader_scores import agreement, measure
    from reader_training import Course, new_model, train

    course, reports, kept = Course(epochs=25, head_rate=5e-3, thin=0.0), [gold, muc4], tmp_path / "kept"
    model = new_model(1, None)
    train(model, lambda _: reports, packer, course, kept)
    figures = measure(model.eval(), model.link_bias.tolist(), reports, packer)
    assert figures.events[0.5].f1 == 1
    assert figures.all_roles().f1 > 0

    again = new_model(1, None)
    train(again, lambda _: reports, packer, course, kept)
    assert "after epoch 25" in capsys.readouterr().out

    export(again, tmp_path / "out", tmp_path / "tokenizer.json", {"part": "test"})
    described = json.loads((tmp_path / "out" / "encoder.json").read_text("utf-8"))
    assert described["heads"]["event"]["labels"][0] == "none"
    cosines = agreement(again.eval(), open_reader(tmp_path / "out"), reports, packer)
    assert min(cosines.values()) > 0.95
