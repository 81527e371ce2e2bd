"""The wide view of attribution: own texts, each with who is credited by what with which words."""

import itertools

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages import built_in
from dateline.stages.attribution import every_attribution
from dateline.stages.attribution.quotations import quotations
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report, Section

CASES = [
    ("The mayor said the tunnel was safe.", [("The mayor", "said", "the tunnel was safe")]),
    ("The tunnel is safe, engineers said.", [("engineers", "said", "The tunnel is safe")]),
    ("According to the union, 300 drivers stayed at home.", [("the union", "According to", "300 drivers stayed at home")]),
    ("Villagers fear that the dam will burst.", [("Villagers", "fear", "that the dam will burst")]),
    ("The minister accused the firm of fraud.", [("The minister", "accused", "the firm of fraud")]),
    ("The senator called the vote “a disgrace.”", [("The senator", "called", "the vote “a disgrace.”")]),
    ("The governor refused to sign the bill.", [("The governor", "refused", "to sign the bill")]),
    ("The vote is expected to be close.", [("", "is expected", "The vote … to be close")]),
    (
        "“We are tired. We want to go home. Nobody listens to us,” the miner said. “Enough is enough.”",
        [("the miner", "said", "“We are tired. We want to go home. Nobody listens to us,” … “Enough is enough.”")],
    ),
    ("“Is anybody there? We heard a knock on the door!” the guard said.", [("the guard", "said", "“Is anybody there? We heard a knock on the door!”")]),
    (
        "“This is the second flood this year,” the farmer said.\n\n“We have lost all our goats and sheep.”",
        [("the farmer", "said", "“This is the second flood this year,” … “We have lost all our goats and sheep.”")],
    ),
    ("The ministry put out a statement:\n\n“We will not comment on rumours any more.”", [("The ministry", "put", "“We will not comment on rumours any more.”")]),
]  # fmt: skip


def read(*reports):
    drafts = [Draft(report) for report in reports]
    for kind in built_in():
        if kind.name in {"syntax", "times", "places", "phrases"}:
            drafts = list((SyntaxStage(parse_all=True) if kind is SyntaxStage else kind()).pipe(drafts))
    return drafts


@pytest.fixture(scope="module")
def drafts():
    return dict(zip((c[0] for c in CASES), read(*(Report(c[0], f"{n}") for n, c in enumerate(CASES))), strict=True))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:50] for c in CASES])
def test_case(drafts, text, expected):
    found = [
        tuple(" … ".join(text[a:b] for a, b in part) for part in (c.source, c.cue, c.content))
        for c in every_attribution(drafts[text])
    ]
    assert found == expected


def test_a_speaker_before_the_colon_of_a_headline():
    (draft,) = read(Report("Police: two men held over fire", "head", (Section("title", 0, 30),)))
    (credit,) = every_attribution(draft)
    assert [draft.report.text[a:b] for a, b in credit.source + credit.content] == ["Police", "two men held over fire"]


def test_a_quotation_left_open_ends_with_its_paragraph():
    (draft,) = read(Report("He said: “One two three four.\n\n“Five six seven eight.”", "open"))
    first, second = quotations(draft)
    assert (first.open, second.open) == (True, False)
    assert draft.report.text[second.start : second.end] == "“Five six seven eight.”"


def test_no_word_belongs_to_two(drafts):
    for draft in drafts.values():
        stretches = sorted(s for c in every_attribution(draft) for s in c.content)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(stretches))
