"""Which places and times of a sentence an event gets, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, event_with, rows

CASES = rows("scenes.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES])


@pytest.mark.parametrize(("text", "word", "places", "_days"), CASES)
def test_places(drafts, text, word, places, _days):
    event = event_with(drafts[text], word)
    assert [p.name for p in event.where] == ([] if places == "-" else places.split("|"))


@pytest.mark.parametrize(("text", "word", "_places", "days"), CASES)
def test_times(drafts, text, word, _places, days):
    when = event_with(drafts[text], word).when
    assert (f"{when.start}..{when.end} {when.precision}" if when else "-") == days


def test_every_place_quotes_the_text(drafts):
    for draft in drafts.values():
        for event in draft.events:
            for place in event.where:
                assert [draft.report.text[s.start : s.end] for s in place.spans] == [s.quote for s in place.spans]


def test_news_without_a_place_stays_on_the_scene():
    text = "Gunmen attacked a mosque in Mosul on Wednesday.|The gunmen also shot dead two policemen."
    event = event_with(coded([text], published="2021-05-06")[text], "policemen")
    assert [(p.name, p.confidence) for p in event.where] == [("Mosul", 0.4)]


def test_an_undated_event_of_the_news_has_the_days_of_publication():
    text = "Gunmen attacked a mosque in Mosul."
    when = event_with(coded([text], published="2021-05-06")[text], "attacked").when
    assert (when.start, when.end, when.basis) == ("2021-05-05", "2021-05-06", "published")


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ("Explosions were heard near the mosque at about 4am.", "2021-05-05T04:00"),
        ("They arrived on motorcycles at 3:00.", "2021-05-05T03:00"),
        ("A second attack took place in Basra at 6pm.", "2021-05-05"),
        ("A minister landed in Erbil at 6pm.", "2021-05-05"),
    ],
)
def test_the_hour_of_the_main_event_may_be_told_elsewhere(more, start):
    text = f"Gunmen attacked a mosque in Mosul on Wednesday, killing four people.|{more}"
    assert event_with(coded([text], published="2021-05-06")[text], "mosque").when.start == start


def test_undated_news_has_the_day_told_around_it():
    text = "Gunmen attacked a mosque in Mosul on Wednesday. The gunmen also shot dead two policemen."
    when = event_with(coded([text], published="2021-05-06")[text], "policemen").when
    assert (when.start, when.end, when.approximate) == ("2021-05-05", "2021-05-05", True)


def test_a_building_is_the_scene_of_its_own_type_of_event_only():
    text = "Gunmen attacked the US embassy in Baghdad on Wednesday.|Police arrested two men.|The gunmen also shot dead a guard."
    draft = coded([text], published="2021-05-06")[text]
    assert [p.precision for p in event_with(draft, "arrested").where] != ["site"]
    assert [p.name for p in event_with(draft, "guard").where] == [p.name for p in event_with(draft, "attacked").where]
