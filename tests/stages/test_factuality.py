"""Own sentences with the factuality of one of their mentions: each line of factuality.tsv."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import drafted, rows

from dateline.text import Report

CASES = rows("factuality.tsv")


@pytest.fixture(scope="module")
def drafts():
    texts = list(dict.fromkeys(text for text, _, _ in CASES))
    return dict(zip(texts, drafted([Report(t, f"case-{n}") for n, t in enumerate(texts)]), strict=True))


@pytest.mark.parametrize(("text", "word", "factuality"), CASES, ids=[c[0][:50] for c in CASES])
def test_case(drafts, text, word, factuality):
    draft = drafts[text]
    (mention,) = [m for m in draft.mentions if draft.sentences[m.sentence].tokens[m.token].text == word]
    (judgement,) = draft.judgements_of([mention.index])
    assert judgement.factuality == factuality


def events_of(*texts):
    return [
        (e.type.plover, e.factuality, [(s.speaker.name, s.stance) for s in e.sources])
        for draft in drafted([Report(t, "case", published="2021-06-02") for t in texts])
        for e in draft.events
    ]


def test_an_arrest_of_nobody_is_no_event():
    found = events_of("A bomb killed three people in Talik on Monday. No one has been arrested.")
    assert [(plover, factuality) for plover, factuality, _ in found] == [("ASSAULT", "happened")]


def test_who_denies_the_attack_itself_is_a_source_that_denies():
    found = events_of(
        "An air strike hit a clinic in Talik on Monday, killing five people, rescuers said. Russia denied the strike."
    )
    (sources,) = [s for plover, _, s in found if plover == "ASSAULT"]
    assert sources == [("rescuers", "affirms"), ("Russia", "denies")]
