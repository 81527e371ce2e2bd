"""Who is credited with a figure, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, rows

CASES = rows("figures_given.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES], published="2021-05-06")


@pytest.mark.parametrize(("text", "measure", "low", "speaker"), CASES)
def test_who_gives_a_figure(drafts, text, measure, low, speaker):
    tolls = [t for event in drafts[text].events for t in event.tolls if (t.measure, str(t.low)) == (measure, low)]
    assert [t.speaker.name if t.speaker else "-" for t in tolls] == [speaker]


def test_a_giver_is_quoted(drafts):
    for draft in drafts.values():
        for speaker in [t.speaker for event in draft.events for t in event.tolls if t.speaker]:
            assert [draft.report.text[s.start : s.end] for s in speaker.spans] == [s.quote for s in speaker.spans]
