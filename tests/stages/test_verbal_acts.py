"""Own sentences with the verbal acts that they state: each line of verbal_acts.tsv, parsed by the real model."""

import pathlib

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages import built_in
from dateline.stages.coding.gather import gather
from dateline.stages.coding.politics import politics_of
from dateline.text import Report
from dateline.vocabulary import PARTY_TYPES, SPEECH_TYPES

CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "verbal_acts.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(*texts):
    drafts = [Draft(Report(text, f"case-{n}", published="2021-06-02")) for n, text in enumerate(texts)]
    for stage in built_in():
        if stage.name != "coding":
            drafts = list(stage().pipe(drafts))
    return drafts


@pytest.fixture(scope="module")
def drafts():
    return dict(zip((c[0] for c in CASES), read(*(c[0] for c in CASES)), strict=True))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_verbal_acts(drafts, text, expected):
    verbal = SPEECH_TYPES | PARTY_TYPES
    found = [f"{m.plover}/{m.mode or '-'}" for m in drafts[text].mentions if m.plover in verbal]
    assert (" ".join(found) or "-") == expected


def test_who_waits_for_a_release_is_no_recipient_of_it():
    (draft,) = read("The rebels will kill him unless Iran frees three prisoners.")
    request = next(m for m in draft.mentions if m.plover == "REQUEST")
    roles = {draft.phrases[a.phrase].name: a.role for a in draft.arguments if a.mention == request.index}
    assert roles.get("Iran") == "recipient"


def features(text):
    (draft,) = read(text)
    material = next(m for m in gather(draft) if m.plover in SPEECH_TYPES)
    return politics_of(draft, material)


def test_a_minister_speaks_politics_and_a_singer_does_not():
    minister = features("Iran's foreign minister condemned the Israeli army on Monday.")
    singer = features("Singer Mia Toll condemned her former manager on Monday.")
    assert minister["politics/word"] > singer["politics/word"] == 0.0
    assert "speaker known" in minister or "speaker political=all" in minister
    assert "speaker private" in singer
    assert "speaker private" not in minister


def test_the_reader_who_is_addressed_is_noted():
    assert "reader addressed" in features("You agree to accept offers and you urge others to do so.")
