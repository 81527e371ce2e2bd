"""Own sentences with their tolls: each line of cases.tsv and whole.tsv, parsed by the real model."""

import pathlib

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft, TollMention
from dateline.stages.syntax import SyntaxStage
from dateline.stages.tolls import TollsStage
from dateline.text import Report


def lines(name: str) -> list[list[str]]:
    rows = (pathlib.Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


CASES = lines("cases.tsv")
WHOLE = lines("whole.tsv")


def read(*texts):
    drafts = [Draft(Report(text, f"case-{n}")) for n, text in enumerate(texts)]
    return list(TollsStage().pipe(SyntaxStage(parse_all=True).pipe(drafts)))


@pytest.fixture(scope="module")
def drafts():
    return dict(zip((text for text, _ in CASES), read(*(text for text, _ in CASES)), strict=True))


def shown(toll: TollMention) -> str:
    low = "?" if toll.low is None else toll.low
    high = "?" if toll.low is None else "" if toll.high is None else toll.high
    flags = " part" * (toll.part_of >= 0) + " previous" * toll.previous
    return f"{toll.measure} {low}-{high}{'~' if toll.approximate else ''}{flags}"


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_case(drafts, text, expected):
    found = sorted(shown(toll) for toll in drafts[text].tolls)
    assert found == ([] if expected == "none" else sorted(expected.split(" ; ")))


def shown_whole(draft: Draft) -> str:
    order = sorted(draft.tolls, key=lambda toll: (toll.start, toll.index))
    place = {toll.index: n for n, toll in enumerate(order, start=1)}
    found = []
    for toll in order:
        low = "?" if toll.low is None else toll.low
        high = "?" if toll.low is None else "" if toll.high is None else toll.high
        text = f"{toll.measure} {low}-{high}{'~' if toll.approximate else ''}"
        text += f" {{{toll.who.quote}}}" if toll.who else ""
        text += f" in {place[toll.part_of]}" if toll.part_of >= 0 else ""
        if toll.superseded_by >= 0:
            text += f" by {place[toll.superseded_by]}"
        elif toll.previous:
            text += " earlier"
        found.append(text)
    return " ; ".join(found) or "none"


@pytest.fixture(scope="module")
def whole():
    return dict(zip((text for text, _ in WHOLE), read(*(text for text, _ in WHOLE)), strict=True))


@pytest.mark.parametrize(("text", "expected"), WHOLE, ids=[case[0][:60] for case in WHOLE])
def test_whole_case(whole, text, expected):
    assert shown_whole(whole[text]) == expected


def test_there_are_enough_cases():
    assert len({text for text, _ in CASES + WHOLE}) >= 390


@pytest.mark.parametrize(
    "text",
    ["Half of " * 90 + "the 12 men were killed.", "Killed " * 60 + "12.", "12 dead, " * 60, "9" * 400 + " people were killed.",
     "killed 12, including " * 30 + "two.", "two of them " * 60 + "died.", "1,2,3 killed.", "A family of " * 60 + "five was killed."],
)  # fmt: skip
def test_hostile_sentences_are_read(text):
    (draft,) = read(text)
    for toll in draft.tolls:
        assert toll.low is None or 0 <= toll.low < 10**13
        assert toll.low is None or toll.high is None or toll.low <= toll.high


def test_words_quote_the_report(drafts):
    for draft in drafts.values():
        for toll in draft.tolls:
            sentence = draft.sentences[toll.sentence]
            assert sentence.start <= toll.start < toll.end <= sentence.end
            assert sentence.tokens[toll.token].lower in toll.cue.quote.lower()
            if toll.who is not None:
                assert draft.report.text[toll.who.start : toll.who.end] == toll.who.quote


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The raid killed at least 12 Afghan policemen.", "Afghan policemen"),
        ("Dozens of protesters were arrested.", "protesters"),
        ("The blast wounded 30 others.", "others"),
        ("The blast killed 12.", None),
        ("A soldier was killed.", "soldier"),
    ],
)
def test_who(text, who):
    (draft,) = read(text)
    (toll,) = draft.tolls
    assert (toll.who.quote if toll.who else None) == who


def test_an_elliptic_figure_shares_the_people_and_names_its_place():
    (draft,) = read("The raids killed at least 11 fighters in Mali and up to four in Niger.")
    first, second = draft.tolls
    assert second.who == first.who
    assert draft.report.text[first.start : first.end].endswith("11 fighters in Mali")
    assert draft.report.text[second.start : second.end] == "up to four in Niger"


def test_an_earlier_figure_points_to_its_successor():
    (draft,) = read("The death toll rose from 14 to 31, officials said.")
    earlier = next(toll for toll in draft.tolls if toll.previous)
    assert draft.tolls[earlier.superseded_by].low == 31


def test_an_earlier_figure_finds_its_successor_in_another_sentence():
    (draft,) = read("The blast killed 31 people. Police had previously said 20 people were killed.")
    earlier = next(toll for toll in draft.tolls if toll.previous)
    assert (earlier.low, draft.tolls[earlier.superseded_by].low) == (20, 31)


def test_indices_are_places_in_the_draft(drafts):
    for draft in drafts.values():
        assert [toll.index for toll in draft.tolls] == list(range(len(draft.tolls)))
        assert all(toll.part_of < toll.index for toll in draft.tolls)
