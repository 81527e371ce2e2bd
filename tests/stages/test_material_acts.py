"""Own sentences with the material acts that they state: each line of material_acts.tsv, parsed by the real model."""

import pathlib

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages import built_in
from dateline.text import Report
from dateline.vocabulary import PARTY_TYPES, SPEECH_TYPES

CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "material_acts.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def drafts_of(*texts):
    drafts = [Draft(Report(text, f"case-{n}", published="2021-06-02")) for n, text in enumerate(texts)]
    for stage in built_in():
        if stage.name != "coding":
            drafts = list(stage().pipe(drafts))
    return drafts


@pytest.fixture(scope="module")
def drafts():
    return dict(zip((c[0] for c in CASES), drafts_of(*(c[0] for c in CASES)), strict=True))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_material_acts(drafts, text, expected):
    found = [f"{m.plover}/{m.mode or '-'}" for m in drafts[text].mentions if m.plover not in SPEECH_TYPES | PARTY_TYPES]
    assert (" ".join(found) or "-") == expected


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The ministry said it would send troops to Chad.", "planned"),
        ("The ministry said it would send troops to Chad if Mali asked.", "possible"),
        ("The ministry says it would send troops to Chad.", "possible"),
    ],
)
def test_what_was_said_to_be_done_is_planned(text, factuality):
    (draft,) = drafts_of(text)
    sent = next(m for m in draft.mentions if m.plover == "MOBILIZE")
    assert draft.judgements_of([sent.index])[0].factuality == factuality


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("raped", "rape"),
        ("rapped", "rap"),
        ("staged", "stage"),
        ("hoped", "hope"),
        ("fined", "fine"),
        ("retook", "retake"),
    ],
)
def test_verbs_that_the_model_misreads(word, lemma):
    (draft,) = drafts_of(f"The soldiers {word} a man before the attack in Kabul.")
    assert lemma in {t.lemma for t in draft.sentences[0].tokens}
