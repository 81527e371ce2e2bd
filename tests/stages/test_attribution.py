"""Own sentences with their attributions: each line of attributions.tsv, parsed by the real model."""

import pathlib

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft, Sentence, Token
from dateline.stages import built_in
from dateline.stages.attribution import AttributionStage
from dateline.stages.attribution.cues import cues
from dateline.text import Report, Section

CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "attributions.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(*reports):
    drafts = [Draft(report) for report in reports]
    for stage in built_in():
        if stage.name in {"syntax", "times", "places", "phrases", "attribution"}:
            drafts = list(stage().pipe(drafts))
    return drafts


@pytest.fixture(scope="module")
def drafts():
    return dict(
        zip(
            (c[0] for c in CASES),
            read(*(Report(c[0], f"case-{n}", published="2021-06-02") for n, c in enumerate(CASES))),
            strict=True,
        )
    )


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_case(drafts, text, expected):
    found = [
        f"{a.name} / {a.stance} / {' '.join(text[x:y].strip() for x, y in a.content)}"
        for a in drafts[text].attributions
    ]
    assert found == ([] if expected == "-" else expected.split(" ; "))


def test_every_speaker_and_cue_quotes_the_text(drafts):
    for text, draft in drafts.items():
        for item in draft.attributions:
            assert item.cue.quote == text[item.cue.start : item.cue.end]
            assert item.name is None or item.name == text[item.start : item.end]


def test_anonymous_speakers_are_marked():
    (draft,) = read(Report("Two ships were hit, said an officer who spoke on condition of anonymity.", "anonymous"))
    assert [a.anonymous for a in draft.attributions] == [True]


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Ten people killed in raid on village: army", "army"),
        ("Police: ten people killed in raid on village", "Police"),
        ("Sudan: ten people killed in raid on village", None),
    ],
)
def test_headlines_set_their_speaker_off(headline, speaker):
    text = headline + "\n\nTen people were killed on Monday."
    sections = (Section("title", 0, len(headline)), Section("body", len(headline) + 2, len(text)))
    (draft,) = read(Report(text, "headline", title=headline, sections=sections))
    assert [a.name for a in draft.attributions] == ([] if speaker is None else [speaker])


def test_a_quotation_left_open_goes_on_in_the_next_paragraph():
    text = "“They burned the church,” said Lena Novak. “Nobody came.\n\n“We buried nine people.”"
    (draft,) = read(Report(text, "open"))
    assert [a.name for a in draft.attributions if "buried" in text[a.content[0][0] : a.content[-1][1]]] == [
        "Lena Novak"
    ]


def test_says_what_it_needs():
    assert set(AttributionStage.needs) == {"sentences", "phrases"}


def test_a_preposition_before_according_is_no_end_of_its_cue():
    tokens = [
        Token(0, "Shells", "shells", "shell", "NOUN", "NNS", "nsubj", 1, 0, 6),
        Token(1, "fell", "fell", "fall", "VERB", "VBD", "ROOT", 1, 7, 11),
        Token(2, "before", "before", "before", "ADP", "IN", "prep", 5, 12, 18),
        Token(3, "noon", "noon", "noon", "NOUN", "NN", "pobj", 2, 19, 23),
        Token(4, ",", ",", ",", "PUNCT", ",", "punct", 1, 23, 24),
        Token(5, "according", "according", "accord", "VERB", "VBG", "prep", 1, 25, 34),
        Token(6, "to", "to", "to", "ADP", "IN", "prep", 5, 35, 37),
        Token(7, "police", "police", "police", "NOUN", "NN", "pobj", 6, 38, 44),
    ]
    children = ((), (0, 4, 5), (3,), (), (), (2, 6), (7,), ())
    found = list(cues(Sentence(0, "body", 0, 0, 44, tuple(tokens), children)))
    assert [(cue.first, cue.last) for cue in found] == [(5, 7)]
