"""The day on which a toll was said, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, rows

SAID = rows("said.tsv")
PUBLISHED = "2015-06-11"


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in SAID], published=PUBLISHED)


@pytest.mark.parametrize(("text", "toll", "day"), SAID)
def test_said_at(drafts, text, toll, day):
    measure, low = toll.split()
    found = [t for e in drafts[text].events for t in e.tolls if (t.measure, str(t.low)) == (measure, low)]
    assert found, [t for e in drafts[text].events for t in e.tolls]
    assert {t.said_at or "-" for t in found} == {day}
    for one in found:
        words = [span.quote for span in one.spans]
        assert len(words) == (1 if day == "-" else 2)
        assert all(drafts[text].report.text[s.start : s.end] == s.quote for s in one.spans)
