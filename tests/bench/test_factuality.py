"""The factuality bench: sentences in the corpus's form, and the figures of two ways to score them."""

import json
import sys

import pytest

pytest.importorskip("spacy")


ROWS = [
    {"text": "Gunmen killed two guards on Friday .", "targets": [{"span1": [1, 2], "label": 3.0, "span_text": "killed"}]},
    {"text": "The army did not attack the village .", "targets": [{"span1": [4, 5], "label": -3.0, "span_text": "attack"}]},
    {"text": "The minister refused to sign the treaty .", "targets": [{"span1": [4, 5], "label": -2.6}]},
    {"text": "Rebels may strike the port .", "targets": [{"span1": [2, 3], "label": 0.6}]},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_targets_are_the_words_of_their_spans(corpus):
    from factuality import read_targets

    targets = read_targets(corpus)
    assert [(t.line, t.token.text, t.label) for t in targets] == [
        (1, "killed", 3.0), (2, "attack", -3.0), (3, "sign", -2.6), (4, "strike", 0.6),
    ]  # fmt: skip


def test_answers_follow_the_words(corpus):
    from factuality import answer, read_targets

    killed, attack, sign, strike = (answer(t) for t in read_targets(corpus))
    assert [a.factuality for a in (killed, attack, strike)] == ["happened", "denied", "possible"]
    assert killed.score > 2
    assert max(attack.score, sign.score) < 0
    assert attack.score < strike.score < killed.score


def test_figures():
    from factuality import figures

    r, error, right = figures([3.0, 0.0, -3.0], [3.0, 1.0, -3.0])
    assert r == pytest.approx(0.99, abs=0.01)
    assert error == pytest.approx(1 / 3)
    assert right == pytest.approx(2 / 3)
    assert figures([3.0, 3.0], [3.0, -3.0])[0] == 0


def test_a_line_of_another_form_is_named(tmp_path):
    from factuality import read_targets

    path = tmp_path / "broken.jsonl"
    path.write_text('{"text": "One word", "targets": [{"span1": [5, 6], "label": 1}]}\n')
    with pytest.raises(ValueError, match="line 1"):
        read_targets(path)


def test_the_command_prints_figures_and_writes_predictions(corpus, tmp_path, capsys, monkeypatch):
    import factuality

    out = tmp_path / "answers.jsonl"
    monkeypatch.setattr(sys, "argv", ["factuality", str(corpus), "--predictions", str(out)])
    factuality.main()
    printed = capsys.readouterr().out
    assert "4 events" in printed
    assert "Pearson" in printed
    assert [json.loads(line)["word"] for line in out.read_text().splitlines()] == ["killed", "attack", "sign", "strike"]


def test_a_wrong_path_ends_with_a_clear_line(monkeypatch, tmp_path):
    import factuality

    monkeypatch.setattr(sys, "argv", ["factuality", str(tmp_path / "none.jsonl")])
    with pytest.raises(SystemExit, match=r"factuality: .*none\.jsonl"):
        factuality.main()
