"""The attribution bench: own articles in brat's standoff form, and how spans are counted."""

import json
import sys

import pytest

pytest.importorskip("spacy")


TEXT = """Mayor defends bridge plan

The mayor said the bridge would open in May. "It is safe. Nobody needs to worry about it," she told reporters.

It rained all day.
"""
STANDOFF = """T1	Source 27 36	The mayor
T2	Cue 37 41	said
T3	Content 42 70	the bridge would open in May
T4	Content 72 117	"It is safe. Nobody needs to worry about it,"
T5	Source 118 121	she
T6	Cue 122 126	told
T7	Attribution 37 41	said
E1	Attribution:T7 Source:T1 Cue:T2 Content:T3
E2	Attribution:T8 Content:T4 Source1:T5 Cue:T6
#1	AnnotatorNotes T1	a note
"""


@pytest.fixture
def corpus(tmp_path):
    texts, annotations = tmp_path / "texts", tmp_path / "annotations"
    texts.mkdir()
    annotations.mkdir()
    (texts / "paper_own-story.txt").write_text(TEXT)
    (annotations / "paper_own-story_a1.ann").write_text(STANDOFF)
    (annotations / "paper_own-story_b2.ann").write_text("")
    return texts, annotations


def test_one_annotator_is_read_and_offsets_hold(corpus):
    from attribution import read_articles

    (article,) = read_articles(*corpus)
    quotes = [[TEXT[a:b] for a, b in c.content] for c in article.gold]
    assert quotes == [["the bridge would open in May"], ['"It is safe. Nobody needs to worry about it,"']]
    assert [TEXT[a:b] for c in article.gold for a, b in c.source] == ["The mayor", "she"]


def test_own_article_is_answered(corpus):
    from attribution import Tally, predict, read_articles, score

    tally = Tally()
    for article, given in predict(read_articles(*corpus)):
        score(article, given, tally)
    assert tally.counts["content", "paired"].figures()[1] == 1
    assert tally.counts["source", "exact"].right == 2


def test_ways_of_counting():
    from attribution import Article, Tally, score

    from dateline.stages.attribution import Credit

    article = Article("a", "one two three four", (Credit((), (), ((0, 7),)), Credit((), (), ((8, 18),))))
    tally = Tally()
    score(article, [Credit((), (), ((0, 18),))], tally)
    assert tally.counts["content", "exact"].right == 0
    assert tally.counts["content", "paired"].right == 2
    assert tally.counts["content", "words"].figures() == (1, 1, 1)


def test_the_command_prints_and_writes(corpus, tmp_path, capsys, monkeypatch):
    import attribution

    out = tmp_path / "answers.jsonl"
    texts, annotations = corpus
    arguments = ["attribution", "--texts", str(texts), "--annotations", str(annotations), "--predictions", str(out)]
    monkeypatch.setattr(sys, "argv", arguments)
    attribution.main()
    assert "content" in capsys.readouterr().out
    (row,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert row["id"] == "paper_own-story"
    assert {len(a["content"]) > 0 for a in row["attributions"]} == {True}


def test_wrong_paths_end_with_a_clear_line(tmp_path, monkeypatch):
    import attribution

    arguments = ["attribution", "--texts", str(tmp_path), "--annotations", str(tmp_path / "none")]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit, match=r"attribution: .*none"):
        attribution.main()
