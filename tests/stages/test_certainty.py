"""The graded score of factuality: own sentences, each word against another or against the middle of the scale."""

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages.factuality import certainty
from dateline.stages.factuality.governors import holds
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

SIGNS = [
    ("Police managed to free the hostages.", "free", "+"),
    ("Police did not manage to free the hostages.", "free", "-"),
    ("The guards failed to stop the thieves.", "stop", "-"),
    ("The guards did not fail to stop the thieves.", "stop", "+"),
    ("The general refused to withdraw his men.", "withdraw", "-"),
    ("Villagers fear that the dam will burst.", "burst", "?"),
    ("Everyone knew that the bridge had collapsed.", "collapsed", "+"),
    ("Nobody knew that the bridge had collapsed.", "collapsed", "+"),
    ("The crew left without firing a shot.", "firing", "-"),
    ("Nobody attacked the convoy.", "attacked", "-"),
    ("The ministry plans to close the border.", "close", "?"),
]


def parsed(text):
    (draft,) = SyntaxStage(parse_all=True).pipe([Draft(Report(text, "case"))])
    return draft.sentences[0]


def word(sentence, text):
    return next(t for t in sentence.tokens if t.text == text)


@pytest.mark.parametrize(("text", "at", "sign"), SIGNS)
def test_signatures_compose(text, at, sign):
    sentence = parsed(text)
    assert holds(sentence, word(sentence, at))[0] == sign


@pytest.mark.parametrize(
    ("text", "surer", "less"),
    [
        ("Gunmen killed a guard and threatened to burn the depot.", "killed", "burn"),
        ("The army shelled the town but did not enter it.", "shelled", "enter"),
        ("The party hopes to win the seat it lost in May.", "lost", "win"),
        ("Rebels seized the mine after they refused to negotiate.", "seized", "negotiate"),
    ],
)
def test_what_happened_is_surer(text, surer, less):
    sentence = parsed(text)
    assert certainty(sentence, word(sentence, surer)) > certainty(sentence, word(sentence, less)) + 0.5


def test_the_scale_ends_at_three():
    sentence = parsed("He never ever failed to not deny that nobody did not refuse to fail to attack.")
    assert all(-3 <= certainty(sentence, token) <= 3 for token in sentence.tokens)
