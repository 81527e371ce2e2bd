"""How many acts an event stands for, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, event_with, rows

CASES = rows("counts.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES])


@pytest.mark.parametrize(("text", "word", "expected"), CASES)
def test_count(drafts, text, word, expected):
    count = event_with(drafts[text], word).count
    assert f"{count.low}-{'' if count.high is None else count.high}" == expected
